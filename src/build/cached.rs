//! What a build caches of the stages up to *text*: the front matter and outline of every file, and publications.
//!
//! Files are cached in chunks, so that chunks are read in parallel and one changed file rewrites only one chunk.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use typed_index_collections::TiSlice;

use crate::error::Error;
use crate::ids::PageId;
use crate::import::Publication;
use crate::load::{Origin, Source, hashed};
use crate::model::{Page, Site};
use crate::text::{self, Outline, Text};
use crate::write::Cache;

/// The sources and outlines that an earlier build cached.
#[derive(Debug)]
pub(super) struct CachedPages {
    sources: Vec<Source>,
    /// The outline of each source, sorted by path, with hashes of what it was made from.
    outlines: Vec<CachedOutline>,
    /// The hash of each chunk's sources; 0 for a chunk that could not be read.
    chunks: Vec<u64>,
    cache: Cache,
}

#[derive(Debug)]
struct CachedOutline {
    path: String,
    digest: u64,
    reading: u64,
    outline: Outline,
}

#[derive(Deserialize)]
struct Chunk {
    reading: u64,
    digest: u64,
    pages: Vec<(Source, Outline)>,
}

/// A [`Chunk`] before it is written.
#[derive(Serialize)]
struct NewChunk<'a> {
    reading: u64,
    digest: u64,
    pages: &'a [(&'a Source, &'a Outline)],
}

/// Pages per chunk: few enough for a chunk to be rewritten in a millisecond.
const CHUNK: usize = 128;

fn chunk_name(number: usize) -> String {
    format!("{number:05}")
}

impl CachedPages {
    /// Reads the pages in `cache`.
    pub(super) fn read(cache: &Cache) -> Self {
        let cache = cache.within(cache.folder().join("pages"));
        let count = cache.names().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit())).count();
        let read = |number: usize| cache.read(&chunk_name(number));
        let chunks: Vec<Option<Chunk>> = (0..count).into_par_iter().map(read).collect();
        let mut pages = Self { sources: Vec::new(), outlines: Vec::new(), chunks: Vec::new(), cache };
        for chunk in chunks {
            let Some(chunk) = chunk else {
                pages.chunks.push(0);
                continue;
            };
            pages.chunks.push(chunk.digest);
            for (source, outline) in chunk.pages {
                let (path, digest, reading) = (source.path.clone(), source.digest, chunk.reading);
                pages.outlines.push(CachedOutline { path, digest, reading, outline });
                pages.sources.push(source);
            }
        }
        pages
    }

    /// Takes the cached sources, for the *load* stage.
    pub(super) fn take_sources(&mut self) -> Vec<Source> {
        std::mem::take(&mut self.sources)
    }

    /// For each of `pages`, which are sorted by path, its cached outline if still valid: the file was not read again, the
    /// outline was made with the same `reading` (glossary, shortcodes and so on), and it was scanned for references if and
    /// only if it would be now.
    pub(super) fn take_outlines(&mut self, pages: &TiSlice<PageId, Page>, reading: u64) -> Vec<Option<Outline>> {
        let mut cached = std::mem::take(&mut self.outlines).into_iter().peekable();
        let mut outline = |page: &Page| {
            while cached.next_if(|cached| cached.path < page.source.path).is_some() {}
            let cached = cached.next_if(|cached| cached.path == page.source.path)?;
            let is_valid = page.source.text.is_none()
                && cached.digest == page.source.digest
                && cached.reading == reading
                && cached.outline.scanned == text::scans(page);
            is_valid.then_some(cached.outline)
        };
        pages.iter().map(&mut outline).collect()
    }

    /// Caches the sources and outlines of `site`. Only chunks that have changed are rewritten.
    pub(super) fn save(&self, site: &Site, texts: &TiSlice<PageId, Text>, reading: u64) -> Result<(), Error> {
        let pages: Vec<(&Source, &Outline)> = site
            .pages
            .iter()
            .zip(texts)
            .filter(|(page, _)| page.source.origin == Origin::File)
            .map(|(page, text)| (&page.source, &text.outline))
            .collect();
        let chunks: Vec<_> = pages.chunks(CHUNK).enumerate().collect();
        chunks.par_iter().try_for_each(|(number, pages)| {
            let digest = hashed(&(reading, pages.iter().map(|(source, _)| source).collect::<Vec<_>>()));
            if self.chunks.get(*number) == Some(&digest) {
                return Ok(());
            }
            self.cache.write(&chunk_name(*number), &NewChunk { reading, digest, pages })
        })?;
        let count = chunks.len();
        self.cache.retain(|name| name.parse::<usize>().is_ok_and(|number| number < count))
    }
}

/// The texts of publications that an earlier build imported.
#[derive(Debug)]
pub(super) struct CachedPublications(Cache);

impl CachedPublications {
    /// Those in `cache`.
    pub(super) fn of(cache: &Cache) -> Self {
        Self(cache.within(cache.folder().join("publications")))
    }

    /// The publication that was imported from what `digest` identifies.
    pub(super) fn read(&self, digest: u64) -> Option<Publication> {
        let name = publication_name(digest);
        let publication = self.0.read(&name);
        if publication.is_none() {
            // Whatever has that name is damaged or another owner's: it must not pass for the publication in `save`.
            self.0.forget(&name);
        }
        publication
    }

    /// Caches the publications of `site` and deletes all others.
    pub(super) fn save(&self, site: &Site) -> Result<(), Error> {
        let names: Vec<String> =
            site.publications.iter().map(|publication| publication_name(publication.digest)).collect();
        for (publication, name) in site.publications.iter().zip(&names) {
            if !self.0.contains(name) {
                self.0.write(name, publication)?;
            }
        }
        self.0.retain(|name| names.iter().any(|wanted| wanted == name))
    }
}

fn publication_name(digest: u64) -> String {
    format!("{digest:016x}")
}
