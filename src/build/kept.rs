//! What a build keeps for the next one: the front matter and the outline of every file, beside the output's manifest.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::load::Source;
use crate::model::{Page, Site};
use crate::text::{Outline, Text};
use crate::write::replace;

/// What an earlier build of the same program kept for the same site.
#[derive(Debug, Default)]
pub(super) struct Kept {
    sources: Vec<Source>,
    outlines: HashMap<String, (u64, Outline)>,
    glossary: u64,
    stale: bool,
}

#[derive(Deserialize)]
struct Stored {
    program: u64,
    root: String,
    glossary: u64,
    pages: Vec<(Source, Outline)>,
}

#[derive(Serialize)]
struct Storing<'a> {
    program: u64,
    root: String,
    glossary: u64,
    pages: Vec<(&'a Source, &'a Outline)>,
}

const FILE: &str = "kept";

fn name(root: &Path) -> String {
    fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf()).to_string_lossy().into_owned()
}

impl Kept {
    /// What is kept in `folder`; nothing when another program or another site wrote it.
    pub(super) fn read(folder: &Path, program: u64, root: &Path) -> Self {
        let stored = fs::read(folder.join(FILE)).ok().and_then(|bytes| postcard::from_bytes::<Stored>(&bytes).ok());
        let Some(stored) = stored.filter(|stored| stored.program == program && stored.root == name(root)) else {
            return Self { stale: true, ..Self::default() };
        };
        let mut kept = Self { glossary: stored.glossary, ..Self::default() };
        for (source, outline) in stored.pages {
            kept.outlines.insert(source.path.clone(), (source.digest, outline));
            kept.sources.push(source);
        }
        kept
    }

    /// The sources, for the load station.
    pub(super) fn take_sources(&mut self) -> Vec<Source> {
        std::mem::take(&mut self.sources)
    }

    /// Outlines made with another glossary are worth nothing.
    pub(super) fn forget_outlines_unless(&mut self, glossary: u64) {
        if self.glossary != glossary {
            self.outlines.clear();
            self.stale = true;
        }
    }

    /// The outline of `page`, if its file was not read again.
    pub(super) fn outline(&self, page: &Page) -> Option<Outline> {
        if page.source.text.is_some() {
            return None;
        }
        let (digest, outline) = self.outlines.get(&page.source.path)?;
        (*digest == page.source.digest).then(|| outline.clone())
    }

    /// Whether something must be kept anew although no source changed.
    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Keeps the sources and outlines of `site`.
    pub(super) fn save(
        folder: &Path,
        program: u64,
        root: &Path,
        glossary: u64,
        site: &Site,
        texts: &[Text],
    ) -> Result<(), Error> {
        let pages = site.pages.iter().zip(texts).map(|(page, text)| (&page.source, &text.outline)).collect();
        let storing = Storing { program, root: name(root), glossary, pages };
        let bytes = postcard::to_stdvec(&storing).map_err(|error| Error::Usage(error.to_string()))?;
        replace(&folder.join(FILE), &bytes)
    }
}
