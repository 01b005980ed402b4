//! The build cache, next to the output's manifest: the front matter and outline of every file, and publications.
//!
//! Files are cached in chunks, so that chunks are read in parallel and one changed file rewrites only one chunk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use typed_index_collections::TiSlice;

use crate::error::Error;
use crate::ids::PageId;
use crate::import::Publication;
use crate::load::{Origin, Source, hashed};
use crate::model::{Page, Site};
use crate::text::{self, Outline, Text};
use crate::write::{replace, seal, unseal};

/// The cache that an earlier build of the same program left for the same site.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    /// Identifies program and site: the cache of another owner is ignored.
    owner: u64,
    sources: Vec<Source>,
    /// The outline of each source, sorted by path, with hashes of what it was made from.
    outlines: Vec<KeptOutline>,
    /// The hash of each chunk's sources; 0 for a chunk that could not be read.
    chunks: Vec<u64>,
}

#[derive(Debug)]
struct KeptOutline {
    path: String,
    digest: u64,
    reading: u64,
    outline: Outline,
}

#[derive(Deserialize)]
struct Stored {
    owner: u64,
    reading: u64,
    chunk: u64,
    pages: Vec<(Source, Outline)>,
}

#[derive(Serialize)]
struct Storing<'a> {
    owner: u64,
    reading: u64,
    chunk: u64,
    pages: &'a [(&'a Source, &'a Outline)],
}

/// Pages per chunk: few enough for a chunk to be rewritten in a millisecond.
const CHUNK: usize = 128;

impl Kept {
    /// Reads what `program` cached for the site in `root`, in the folder `kept` of `memory`.
    pub(super) fn read(memory: &Path, program: u64, root: &Path) -> Self {
        let folder = memory.join("kept");
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let owner = hashed(&(program, root));
        let mut kept = Self { folder, owner, sources: Vec::new(), outlines: Vec::new(), chunks: Vec::new() };
        let is_chunk = |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit);
        let count = fs::read_dir(&kept.folder).map_or(0, |entries| entries.flatten().filter(is_chunk).count());
        let read = |number: usize| {
            let bytes = fs::read(kept.chunk_path(number)).ok()?;
            postcard::from_bytes::<Stored>(unseal(&bytes)?).ok().filter(|stored| stored.owner == owner)
        };
        let stored: Vec<Option<Stored>> = (0..count).into_par_iter().map(read).collect();
        for stored in stored {
            let Some(stored) = stored else {
                kept.chunks.push(0);
                continue;
            };
            kept.chunks.push(stored.chunk);
            for (source, outline) in stored.pages {
                let (path, digest, reading) = (source.path.clone(), source.digest, stored.reading);
                kept.outlines.push(KeptOutline { path, digest, reading, outline });
                kept.sources.push(source);
            }
        }
        kept
    }

    fn chunk_path(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:05}"))
    }

    /// The publication that was cached under `key`.
    pub(super) fn publication(&self, key: u64) -> Option<Publication> {
        let bytes = fs::read(self.publication_path(key)).ok()?;
        postcard::from_bytes(unseal(&bytes)?).ok()
    }

    fn publication_path(&self, key: u64) -> PathBuf {
        self.folder.join("library").join(format!("{:016x}", hashed(&(self.owner, key))))
    }

    /// Caches the publications of `site` and deletes all others.
    fn save_publications(&self, site: &Site) -> Result<(), Error> {
        let folder = self.folder.join("library");
        let wanted: Vec<PathBuf> =
            site.publications.iter().map(|publication| self.publication_path(publication.digest)).collect();
        for (publication, path) in site.publications.iter().zip(&wanted) {
            if !path.is_file() {
                let bytes = postcard::to_stdvec(publication).map_err(|error| Error::Usage(error.to_string()))?;
                replace(path, &seal(bytes))?;
            }
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if !wanted.contains(&entry.path()) {
                fs::remove_file(entry.path()).map_err(Error::write(entry.path()))?;
            }
        }
        Ok(())
    }

    /// Takes the cached sources, for the *load* stage.
    pub(super) fn take_sources(&mut self) -> Vec<Source> {
        std::mem::take(&mut self.sources)
    }

    /// For each of `pages`, which are sorted by path, its cached outline if still valid: the file was not read again, the
    /// outline was made with the same `reading` (glossary, shortcodes and so on), and it was scanned for references if and
    /// only if it would be now.
    pub(super) fn take_outlines(&mut self, pages: &TiSlice<PageId, Page>, reading: u64) -> Vec<Option<Outline>> {
        let mut kept = std::mem::take(&mut self.outlines).into_iter().peekable();
        let mut outline = |page: &Page| {
            while kept.next_if(|kept| kept.path < page.source.path).is_some() {}
            let kept = kept.next_if(|kept| kept.path == page.source.path)?;
            let good = page.source.text.is_none()
                && kept.digest == page.source.digest
                && kept.reading == reading
                && kept.outline.scanned == text::scans(page);
            good.then_some(kept.outline)
        };
        pages.iter().map(&mut outline).collect()
    }

    /// Caches the sources, outlines and publications of `site`. Only chunks that have changed are rewritten.
    pub(super) fn save(&self, site: &Site, texts: &TiSlice<PageId, Text>, reading: u64) -> Result<(), Error> {
        let pages: Vec<(&Source, &Outline)> = site
            .pages
            .iter()
            .zip(texts)
            .filter(|(page, _)| page.source.origin == Origin::File)
            .map(|(page, text)| (&page.source, &text.outline))
            .collect();
        if self.folder.is_file() {
            fs::remove_file(&self.folder).map_err(Error::write(&self.folder))?;
        }
        let chunks: Vec<_> = pages.chunks(CHUNK).enumerate().collect();
        chunks.par_iter().try_for_each(|(number, pages)| {
            let chunk = hashed(&(reading, pages.iter().map(|(source, _)| source).collect::<Vec<_>>()));
            if self.chunks.get(*number) == Some(&chunk) {
                return Ok(());
            }
            let storing = Storing { owner: self.owner, reading, chunk, pages };
            let bytes = postcard::to_stdvec(&storing).map_err(|error| Error::Usage(error.to_string()))?;
            replace(&self.chunk_path(*number), &seal(bytes))
        })?;
        self.save_publications(site)?;
        for number in chunks.len()..self.chunks.len() {
            let path = self.chunk_path(number);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::write(path)(error)),
                _ => {}
            }
        }
        Ok(())
    }
}
