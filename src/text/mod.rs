//! Third stage: bodies → HTML with holes, headings, links, typed references and terms.
//!
//! Makes one pass over all texts of a page: questions and subsections (stykker) from the front matter, then the
//! Markdown body. Knows the forms of glossary terms, but not where anything leads. Everything found, apart from the
//! HTML itself, is the [`Outline`]: it is small and can be cached until the file changes.

mod active;
mod call;
mod example;
mod front;
mod glossary;
mod highlight;
mod html;
mod inserts;
mod markdown;
mod passage;
pub(crate) mod places;
mod raw;
mod readability;
pub(crate) mod redline;
pub(crate) mod references;
mod search_documents;
mod shortcodes;
mod unfinished;

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::path::Path;

use rapidhash::RapidHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use typed_index_collections::TiVec;

pub(crate) use active::as_browsers_read;
pub(crate) use glossary::Glossary;
pub(crate) use html::{Html, PointerId, escape};
pub(crate) use readability::Readability;
pub(crate) use search_documents::{Part, SearchDocument};
pub(crate) use shortcodes::Shortcodes;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::error::Error;
use crate::ids::PageId;
use crate::load::front::Kind;
use crate::load::hashed;
use crate::load::markdown::Markdown;
use crate::model::{Page, Site, address};
use crate::text::references::Reference;
use crate::text::search_documents::SearchDocuments;
use crate::text::shortcodes::Expanded;

/// Everything found in a page's texts, apart from the HTML of the body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outline {
    /// Headings of the body, in order.
    pub headings: Vec<Heading>,
    /// Other ids in the body.
    pub anchors: Vec<String>,
    /// All links, references and linked terms, with their spans in the file.
    pub pointers: Vec<(Pointer, Span)>,
    /// `see_also`, as pointers.
    pub see_also: Vec<PointerId>,
    /// `law`, as pointers.
    pub law: Vec<PointerId>,
    /// The links in `[extra]`, as written, with their pointers.
    pub extra_links: Vec<(String, PointerId)>,
    /// The indicators and recommendations of an example, in that order.
    pub example_targets: Vec<PointerId>,
    /// The texts of an indicator's questions.
    pub questions: Vec<QuestionText>,
    /// The texts of a paragraph's subsections.
    pub subsections: Vec<Html>,
    /// Counts for LIX, over the editors' own running text only.
    pub readability: Readability,
    /// Whether the body has any text.
    pub has_body: bool,
    /// Whether the texts were scanned for typed references.
    pub scanned: bool,
    /// Mistakes in the texts.
    pub diagnostics: Vec<Diagnostic>,
    /// Active content in raw HTML, an error on portals only.
    pub active: Vec<Diagnostic>,
}

/// Hashes everything that a rendered page can show, but neither spans nor diagnostics.
impl Hash for Outline {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { headings, anchors, pointers, see_also, law, example_targets, extra_links, .. } = self;
        let Self { questions, subsections, has_body, .. } = self;
        (headings, anchors, see_also, law, example_targets, extra_links, questions, subsections, has_body).hash(state);
        for (pointer, _) in pointers {
            pointer.hash(state);
        }
    }
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Heading {
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its plain text.
    pub text: String,
    /// Its anchor.
    pub id: String,
    /// Whether an editor wrote the anchor.
    pub is_written: bool,
}

/// Something whose destination is resolved later, in [`link`](crate::link).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Pointer {
    /// A link as the editor wrote it.
    Link {
        /// The address.
        address: String,
        /// Whether it is the address of an image.
        image: bool,
    },
    /// A typed reference.
    Reference(Reference),
    /// The first mention of a term on the page, by the term's slug.
    Term(String),
}

/// A question's text, with its reference split off.
#[derive(Debug, Clone, Default, Hash, Serialize, Deserialize)]
pub(crate) struct QuestionText {
    /// The question without its reference, as plain text.
    pub plain: String,
    /// The same as HTML.
    pub text: Html,
    /// The reference as written ("Se anvisning 2.2.4"), as HTML.
    pub tail: Html,
    /// The recommendations, guidelines and sections that it cites.
    pub cites: Vec<PointerId>,
}

/// A page's texts: the outline and, if they were parsed in this run, the rest of the result.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// The outline.
    pub outline: Outline,
    /// The body and the search documents.
    pub parsed: Option<Parsed>,
}

/// The results of parsing a page's texts that are not cached.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The body.
    pub body: Html,
    /// The search documents, the page's own first.
    pub documents: Vec<SearchDocument>,
}

/// The settings and data that texts are read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The glossary whose terms are linked.
    pub glossary: &'a Glossary,
    /// How bodies are parsed.
    pub markdown: Markdown,
    /// The shortcodes that bodies may call.
    pub shortcodes: &'a Shortcodes,
    /// Whether readability is measured.
    pub readability: bool,
    /// Whether search documents are collected.
    pub documents: bool,
}

impl Reading<'_> {
    /// A hash that changes whenever the same file might yield a different outline or body.
    pub(crate) fn digest(&self) -> u64 {
        hashed(&(self.glossary.digest, self.markdown, self.shortcodes.digest))
    }
}

/// Reads the texts of every page. `kept` contains each page's outline from the last build, if it is still valid.
pub(crate) fn read(
    site: &mut Site,
    reading: Reading<'_>,
    kept: Vec<Option<Outline>>,
) -> Result<TiVec<PageId, Text>, Error> {
    let Site { pages, publications, .. } = site;
    let publications = &*publications;
    let texts = pages
        .raw
        .par_iter_mut()
        .zip(kept)
        .map(|(page, kept)| {
            if let Some(outline) = kept {
                return Ok(Text { outline, parsed: None });
            }
            if let Some((publication, shown)) = page.source.passage() {
                let publication = &publications[publication];
                return Ok(passage::page_text(page, publication, &publication.pages[shown], reading));
            }
            let text = page.source.take_text(reading.root)?;
            Ok(page_text(page, &text, reading))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(texts.into())
}

/// Parses the texts of a page whose outline came from the cache, to get the results that are not cached.
pub(crate) fn reparse(page: &Page, reading: Reading<'_>) -> Result<Parsed, Error> {
    let text = page.source.read_text(reading.root)?;
    if !page.source.is_text(&text) {
        return Err(Error::Usage(format!("{} changed during the build; build again", page.source.file)));
    }
    Ok(page_text(page, &text, reading).parsed.unwrap_or_default())
}

/// Whether `page` is scanned for typed references. Plain pages without an edition are not: they may well refer to other
/// publications.
pub(crate) fn scans(page: &Page) -> bool {
    page.edition.is_some() || !page.kind().is_plain()
}

fn page_text(page: &Page, text: &str, reading: Reading<'_>) -> Text {
    let kind = page.kind();
    let mut collector = Collector {
        outline: Outline::default(),
        documents: SearchDocuments::new(reading.documents),
        glossary: glossary::applies(kind).then_some(reading.glossary),
        own_slug: (kind == Kind::Term).then(|| address::slug(page.id())),
        references: scans(page),
        ignored: page.front().not_references.iter().map(|text| text.value.clone()).collect(),
        counts: reading.readability && !kind.quotes_authority(),
        anchors: page.anchors().into_iter().map(|anchor| (anchor, 1)).collect(),
        file: &page.source.file,
    };
    collector.front_matter(page);
    let start = page.source.body.min(text.len());
    let how = Markdown { anchor_links: page.anchor_links, ..reading.markdown };
    let body = collector.body(&text[start..], start, how, reading.shortcodes.expand(&text[start..], page));
    collector.outline.has_body = !body.is_empty();
    collector.outline.scanned = scans(page);
    collector.text(body)
}

/// Whether ids of this form are reserved for elements of the templates.
fn is_of_templates(id: &str) -> bool {
    id.starts_with("t-")
}

/// Collects everything found on one page, in front matter and body alike.
pub(crate) struct Collector<'g> {
    pub(crate) outline: Outline,
    documents: SearchDocuments,
    glossary: Option<&'g Glossary>,
    own_slug: Option<String>,
    references: bool,
    ignored: Vec<String>,
    counts: bool,
    /// Anchors in use, each with the last number that was given to a duplicate.
    anchors: RapidHashMap<String, usize>,
    file: &'g str,
}

impl Collector<'_> {
    /// Combines everything collected with the finished body.
    fn text(mut self, body: Html) -> Text {
        let documents = self.documents.finish();
        for diagnostic in &mut self.outline.active {
            self.file.clone_into(&mut diagnostic.file);
        }
        Text { outline: self.outline, parsed: Some(Parsed { body, documents }) }
    }

    /// Parses a body that starts at byte `base` of its file, unchanged or with its shortcodes expanded.
    fn body(&mut self, body: &str, base: usize, how: Markdown, expanded: Option<Expanded>) -> Html {
        let Some(mut expanded) = expanded else { return markdown::parse(body, base, how, &[], self) };
        for mistake in std::mem::take(&mut expanded.mistakes) {
            let span = mistake.span.map(|span| Span::new(span.start as usize..span.end as usize, base));
            self.report(Diagnostic { span, ..mistake });
        }
        let Outline { pointers, diagnostics, active, .. } = &self.outline;
        let (pointers, diagnostics, active) = (pointers.len(), diagnostics.len(), active.len());
        let html = markdown::parse(&expanded.text, base, how, &expanded.inserts, self);
        let outline = &mut self.outline;
        let told = outline.diagnostics[diagnostics..].iter_mut().chain(&mut outline.active[active..]);
        for found in told {
            found.span = found.span.map(|span| expanded.original(span, base));
            for text in [Some(&mut found.message), found.help.as_mut()].into_iter().flatten() {
                if inserts::is_marked(text) {
                    *text = inserts::unmarked(text, &expanded.inserts, |insert| &insert.source);
                }
            }
        }
        for (_, span) in &mut outline.pointers[pointers..] {
            *span = expanded.original(*span, base);
        }
        html
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.outline.diagnostics.push(Diagnostic { file: self.file.to_owned(), ..diagnostic });
    }

    fn point(&mut self, pointer: Pointer, span: Span) -> PointerId {
        self.outline.pointers.push((pointer, span));
        PointerId::try_from(self.outline.pointers.len() - 1).unwrap_or(PointerId::MAX)
    }

    fn read(&mut self, text: &str) {
        if self.counts {
            self.outline.readability.read(text);
        }
    }

    fn end_sentence(&mut self) {
        self.outline.readability.end_sentence();
    }

    /// Records an id written by an editor. No two elements of a page may have the same id.
    fn claim(&mut self, id: &str, span: Span) {
        let message = match self.anchors.insert(id.to_owned(), 1) {
            None if !is_of_templates(id) => return,
            None => format!("the id `{id}` is reserved for the template, like all that begin with `t-`"),
            Some(_) => format!("duplicate id `{id}` on this page"),
        };
        self.report(Diagnostic::error(Code::DuplicateId, "", span, message).help("choose another id"));
    }

    /// The anchor of a heading: as written, or derived from its text, with a number if it is taken.
    fn heading_id(&mut self, written: Option<String>, text: &str, span: Span) -> String {
        if let Some(written) = written.filter(|written| !written.is_empty()) {
            self.claim(&written, span);
            return written;
        }
        let base = address::slug(text);
        let base = if base.is_empty() || is_of_templates(&base) { format!("afsnit-{base}") } else { base };
        let base = base.trim_end_matches('-').to_owned();
        let mut number = self.anchors.get(&base).copied().unwrap_or(0);
        loop {
            number += 1;
            let id = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            if number == 1 || !self.anchors.contains_key(&id) {
                self.anchors.insert(base, number);
                self.anchors.entry(id.clone()).or_insert(1);
                return id;
            }
        }
    }

    /// Finds references and terms in `text` and adds pointers for them, in order and without overlaps. `place` returns
    /// the span of a range.
    fn mentions(&mut self, text: &str, place: impl Fn(Range<usize>) -> Span) -> Vec<(Range<usize>, PointerId)> {
        let mut found = Vec::new();
        if self.references {
            for reference in references::find(text) {
                if !self.ignored.iter().any(|ignored| *ignored == text[reference.range.clone()]) {
                    let span = place(reference.range.clone());
                    found.push((reference.range, self.point(Pointer::Reference(reference.reference), span)));
                }
            }
        }
        let Some(glossary) = self.glossary else { return found };
        for (range, slug) in glossary.find(text) {
            let taken = found.iter().any(|(other, _)| other.start < range.end && range.start < other.end);
            if taken || self.own_slug.as_deref() == Some(slug) {
                continue;
            }
            let used = |(pointer, _): &(Pointer, Span)| matches!(pointer, Pointer::Term(other) if other == slug);
            if self.outline.pointers.iter().any(used) {
                continue;
            }
            let slug = slug.to_owned();
            let span = place(range.clone());
            found.push((range, self.point(Pointer::Term(slug), span)));
        }
        found.sort_by_key(|(range, _)| range.start);
        found
    }

    /// Renders a text from the front matter as HTML.
    fn inline(&mut self, text: &str, span: Span) -> (Html, Vec<PointerId>) {
        // The text begins after the opening quote. Positions in it are exact as long as nothing is escaped.
        let base = span.start as usize + 1;
        let found = self.mentions(text, |part| Span::new(part, base));
        let mut marked = String::with_capacity(text.len() + 32);
        let mut from = 0;
        for (part, pointer) in &found {
            let (open, close) = html::link_holes(*pointer);
            marked.push_str(&escape(&text[from..part.start]));
            marked.push_str(&open);
            marked.push_str(&escape(&text[part.clone()]));
            marked.push_str(&close);
            from = part.end;
        }
        marked.push_str(&escape(&text[from..]));
        (Html::cut(&marked), found.into_iter().map(|(_, pointer)| pointer).collect())
    }
}
