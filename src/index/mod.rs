//! Fifth stage: builds the search index and finds related passages.
//!
//! Runs after all links are resolved and before anything is rendered, because pages show related passages. The steps:
//!
//! 1. `entries`: search documents → hits with names, addresses and sources
//! 2. `words`: texts → stems and compound parts, with [`analysis`] and `compounds`
//! 3. [`lexicon`]: what queries must know about the words of the site
//! 4. [`store`]: all of it on disk, in tantivy's format
//!
//! At query time, [`query`] parses the query and [`score`] ranks the documents.

pub(crate) mod analysis;
pub(crate) mod ask;
mod compounds;
pub(crate) mod entries;
mod export;
pub(crate) mod field;
pub(crate) mod handover;
pub(crate) mod lexicon;
pub(crate) mod numbers;
pub(crate) mod query;
pub(crate) mod references;
mod related;
pub(crate) mod score;
mod spelling;
pub(crate) mod store;
pub(crate) mod weights;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::error::Error;
use crate::ids::{PageId, PublicationId, SectionId};
use crate::index::entries::Entry;
use crate::index::handover::Engine;
use crate::index::lexicon::Lexicon;
use crate::index::store::{METADATA_FILE, Metadata, Store};
use crate::index::words::Words;
use crate::link::{Linked, written_address};
use crate::load::CONFIG_FILE;
use crate::load::front::Detail;
use crate::load::hashed;
use crate::load::language::{ANSWERS_FILE, Group, Language};
use crate::model::{SEARCHED_PAGES, Site};
use crate::text::Reading;

/// A section of a reading edition.
pub(crate) type Passage = (PublicationId, SectionId);

/// The folder of the built index, relative to the site root.
pub(crate) const BUILT: &str = "search-index/built";
/// The file with the split of every compound of the site, for editors.
const COMPOUNDS_FILE: &str = "cuts.txt";

/// The index of a site.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// What pages and later builds must know of it.
    pub record: Record,
    /// The browser's files; those without bytes are unchanged since an earlier build.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// The files of the folder [`BUILT`]; none if they are unchanged.
    pub built: Vec<File>,
}

/// A file: its path and bytes.
pub(crate) type File = (String, Vec<u8>);

/// What pages and later builds must know of an index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// A hash of everything the index was built from.
    key: u64,
    /// Whether readers can search in their browser.
    pub in_browser: bool,
    /// Paths of the browser's files.
    pub files: Vec<String>,
    /// For the page of each indicator or recommendation, the library passages on the same subject, nearest first. Found
    /// by the program, never picked by an editor.
    pub related: BTreeMap<PageId, Vec<Passage>>,
    /// The diagnostics that were reported.
    diagnostics: Vec<Diagnostic>,
}

/// Number of pages above which searching in a browser becomes slow.
const SLOW: usize = 20_000;
/// Maximum number of documents that can be searched in a browser.
const MOST_DOCUMENTS: usize = 100_000;

/// Builds the index of a site, unless one of the `earlier` ones was built from the same. Without `with_files`, only
/// diagnostics and related passages are found.
pub(crate) fn build(
    linked: Linked<'_>,
    reading: Reading<'_>,
    language: &Language,
    with_files: bool,
    earlier: Vec<Record>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Index, Error> {
    let Linked { site, texts, .. } = linked;
    let key = key(site, language, reading);
    if let Some(record) = earlier.into_iter().find(|record| record.key == key) {
        diagnostics.extend(record.diagnostics.iter().cloned());
        let files = record.files.iter().map(|path| (path.clone(), None)).collect();
        return Ok(Index { record, files, built: Vec::new() });
    }
    let mut found = Vec::new();
    let related = related::find(linked).map_err(|error| Error::Usage(format!("cannot build the index: {error}")))?;
    let entries = entries::entries(site, texts, reading)?;
    let words = words::analyse(&entries, &language.compounds);
    let metadata = metadata(site, &entries, &words, language, &mut found);
    let in_browser = fits_a_browser(site, entries.len(), &mut found);
    let mut index = Index::default();
    if with_files {
        let compounds = words.compound_list().into_bytes();
        let (mut store, mut built) = Store::build(&entries, words.documents, metadata)?;
        if in_browser {
            let files = export::files(&mut store, &entries)?;
            index.files = files.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect();
        }
        built.push((METADATA_FILE.to_owned(), store.metadata.to_bytes()?));
        built.push((COMPOUNDS_FILE.to_owned(), compounds));
        index.built = built;
    }
    diagnostics.extend(found.iter().cloned());
    let files = index.files.iter().map(|(path, _)| path.clone()).collect();
    index.record = Record { key, in_browser, files, related, diagnostics: found };
    Ok(index)
}

/// Exports the search documents of `site` for another engine. Reports invalid pinned answers, as [`build`] does.
pub(crate) fn export_documents(
    Linked { site, texts, .. }: Linked<'_>,
    reading: Reading<'_>,
    language: &Language,
    engine: Engine,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<handover::File>, Error> {
    let entries = entries::entries(site, texts, reading)?;
    answers(site, &entries, language, diagnostics);
    handover::files(engine, &entries, language, &glossary(site))
}

/// A hash of everything an index depends on.
fn key(site: &Site, language: &Language, reading: Reading<'_>) -> u64 {
    let pages = site.pages.iter().map(|page| (&page.source.path, &page.output, page.source.digest, page.edition));
    let publications = site.publications.iter().map(|publication| publication.digest);
    let pages: Vec<_> = pages.collect();
    let names = (&site.config.title, &site.config.language);
    hashed(&(pages, publications.collect::<Vec<_>>(), names, language, reading.digest()))
}

/// The kinds of what the authority says, and of what explains it.
const AUTHORITATIVE: [&str; 8] =
    ["criterion", "guideline", "indicator", "paragraph", "question", "recommendation", "section", "term"];

/// Collects the metadata of the index.
fn metadata(
    site: &Site,
    entries: &[Entry],
    words: &Words,
    language: &Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metadata {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        *kinds.entry(entry.kind.to_owned()).or_default() += 1;
    }
    let mut authoritative: Vec<(u32, u32)> = Vec::new();
    let kinds_of = entries.iter().map(|entry| entry.kind).zip(0_u32..);
    for (_, number) in kinds_of.filter(|(kind, _)| AUTHORITATIVE.contains(kind)) {
        match authoritative.last_mut() {
            Some((_, end)) if *end == number => *end += 1,
            _ => authoritative.push((number, number + 1)),
        }
    }
    let answers = answers(site, entries, language, diagnostics);
    // If the library's texts are not available, their words cannot be distinguished from words that no text contains.
    let all_at_hand = site.sources.is_empty() || site.publications.iter().any(|text| text.edition.is_none());
    let report = |diagnostic| diagnostics.extend(Some(diagnostic).filter(|_| all_at_hand));
    let lexicon = Lexicon::new(language, &glossary(site), words.frequencies.clone(), report);
    Metadata {
        version: lexicon::VERSION,
        stemmer: lexicon::stemmer_fingerprint(),
        site: site.config.title.clone(),
        documents: entries.len(),
        kinds,
        authoritative,
        editions: site
            .editions
            .iter_enumerated()
            .map(|(id, edition)| (edition.full_id(), site.edition_label(id)))
            .collect(),
        current: site.editions.keys().filter(|id| site.is_current(*id)).map(|id| site.editions[id].full_id()).collect(),
        numbers: numbers::numbers(site, entries),
        answers,
        weights: weights::Weights::default(),
        dropped: BTreeSet::new(),
        lexicon,
    }
}

/// Whether a browser can search the whole site. If not, or if it will be slow, a diagnostic suggests the alternatives.
fn fits_a_browser(site: &Site, documents: usize, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let pages = site.pages.len();
    let fits = pages <= SEARCHED_PAGES && documents <= MOST_DOCUMENTS;
    let (message, help) = if !fits {
        (
            format!(
                "{pages} pages with {documents} search documents are too many to search in a browser; there is no search page"
            ),
            "export the search documents to a search engine with `vejviser export --to opensearch DIR` (or quickwit, \
             ndjson); `vejviser search` still works",
        )
    } else if pages > SLOW {
        (
            format!("{pages} pages are slow to search in a browser"),
            "consider a search engine (`vejviser export`); above 30000 pages there is no search page",
        )
    } else {
        return true;
    };
    diagnostics.push(Diagnostic::warning(Code::LargeIndex, CONFIG_FILE, None, message).help(help));
    fits
}

/// The answers pinned by editors, by phrase.
fn answers(
    site: &Site,
    entries: &[Entry],
    language: &Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, u32> {
    let mut answers = BTreeMap::new();
    for answer in &language.answers {
        let written = &answer.page.value;
        if written.trim().is_empty() {
            // Already reported by the parser.
            continue;
        }
        let address = written_address(site, written).map(|address| address.to_string());
        let document = address.and_then(|address| entries.iter().position(|entry| entry.url == address));
        let Some(document) = document.and_then(|document| u32::try_from(document).ok()) else {
            let message = format!("`{written}` is not in the search index");
            let help = "write the page as in a link: \"@/begreber/naloxon.md\", with #anchor for a part of it";
            diagnostics.push(Diagnostic::error(Code::BrokenLink, ANSWERS_FILE, answer.page.span, message).help(help));
            continue;
        };
        for asked in &answer.asked {
            answers.insert(query::plain(asked), document);
        }
    }
    answers
}

/// The glossary as synonym groups: a term, its expansion and each synonym all find the term and its expansion.
fn glossary(site: &Site) -> Vec<Group> {
    let mut groups = Vec::new();
    for page in site.terms.values() {
        let page = &site.pages[*page];
        let Detail::Term { expansion, synonyms, .. } = &page.front().detail else { continue };
        let to: Vec<String> = page.front().title.iter().chain(expansion).cloned().collect();
        let from: Vec<String> = to.iter().chain(synonyms).cloned().collect();
        if from.len() > 1 {
            groups.push(Group { from, to, span: Span::default() });
        }
    }
    groups
}
