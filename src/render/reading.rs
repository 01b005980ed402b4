//! Values of the pages of reading editions, and of their source records.

use serde::Serialize;

use crate::ids::{PageId, PublicationId};
use crate::import::{Publication, ReadingPage};
use crate::index::Passage;
use crate::load::front::{Detail, Kind, Rights};
use crate::render::RenderContext;
use crate::render::cards::Card;
use crate::text::places::leaf_anchor;

/// The record of a publication.
#[derive(Debug, Default, Serialize)]
pub(super) struct SourceDetail {
    subtitle: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    year: Option<i64>,
    isbn: Option<String>,
    issn: Option<String>,
    address: Option<String>,
    rights: &'static str,
    pages: Vec<Card>,
    /// The sections of its reading edition.
    contents: Vec<ContentsView>,
    /// Whether its text may be read by the person who built the site, and by nobody else.
    private: bool,
    permission: Option<String>,
}

/// A part of a publication.
#[derive(Debug, Serialize)]
pub(super) struct PassageDetail {
    printed_page: Option<i64>,
    source: Option<Card>,
    /// Values that only a page of a reading edition has.
    reading: Option<ReadingView>,
}

/// A page of a reading edition.
#[derive(Debug, Serialize)]
struct ReadingView {
    /// The anchor of its own heading; `None` if the heading is ours.
    anchor: Option<String>,
    /// Whether its text may be read by the person who built the site, and by nobody else.
    private: bool,
    /// The wording of the publisher's permission.
    permission: Option<String>,
    /// Whether it belongs to an annex that is not indexed.
    annex: bool,
    /// The year of publication.
    year: Option<i64>,
}

/// A passage of the library on the same subject.
#[derive(Debug, Serialize)]
pub(super) struct PassageView {
    title: String,
    url: String,
    source: String,
    year: Option<i64>,
    printed_page: Option<u32>,
}

/// A section in the table of contents of a record.
#[derive(Debug, Serialize)]
struct ContentsView {
    level: u8,
    name: String,
    url: String,
    printed_page: Option<u32>,
}

impl RenderContext<'_> {
    /// The publication whose record is `page`.
    pub(super) fn publication_of(&self, page: PageId) -> Option<(PublicationId, &Publication)> {
        let folder = self.site.pages[page].source.path.strip_suffix("/_index.md")?;
        self.site.publications.iter_enumerated().find(|(_, publication)| publication.folder == folder)
    }

    fn shown(&self, page: PageId) -> Option<(&Publication, &ReadingPage)> {
        let (publication, shown) = self.site.pages[page].source.passage()?;
        let publication = &self.site.publications[publication];
        Some((publication, &publication.pages[shown]))
    }

    /// The values of the page of a publication's record.
    pub(super) fn source_detail(&self, folder: &str, page: PageId) -> SourceDetail {
        let found = &self.site.pages[page];
        let detail = SourceDetail {
            pages: self.cards(folder, &found.pages),
            contents: self.contents(folder, page),
            private: self.publication_of(page).is_some_and(|(_, publication)| publication.private),
            permission: self.permission(page),
            ..SourceDetail::default()
        };
        match found.front().detail.clone() {
            Detail::Source { subtitle, author, publisher, year, isbn, issn, address, rights, .. } => {
                SourceDetail { subtitle, author, publisher, year, isbn, issn, address, rights: rights.name(), ..detail }
            }
            _ => detail,
        }
    }

    /// The values of a part of a publication.
    pub(super) fn passage_detail(&self, folder: &str, page: PageId) -> PassageDetail {
        let found = &self.site.pages[page];
        let source = found.parent.filter(|parent| self.site.pages[*parent].kind() == Kind::Source);
        PassageDetail {
            printed_page: found.printed_page(),
            source: source.map(|source| self.card(folder, source)),
            reading: self.reading(page),
        }
    }

    /// Whether `page` is kept out of search engines, sitemap and feed.
    pub(super) fn is_unlisted(&self, page: PageId) -> bool {
        self.shown(page)
            .is_some_and(|(publication, shown)| publication.private || publication.sections[shown.sections.start].annex)
    }

    /// The publisher's permission, for the record of a text that must not be shown without it.
    fn permission(&self, page: PageId) -> Option<String> {
        let Detail::Source { rights, .. } = &self.site.pages[page].front().detail else { return None };
        let needed = *rights == Rights::SummaryOnly && self.publication_of(page).is_some();
        self.site.config.permission.clone().filter(|_| needed)
    }

    /// The values that only a page of a reading edition has.
    fn reading(&self, page: PageId) -> Option<ReadingView> {
        let (publication, shown) = self.shown(page)?;
        let first = &publication.sections[shown.sections.start];
        let record = self.site.pages[page].parent.filter(|parent| self.site.pages[*parent].kind() == Kind::Source);
        Some(ReadingView {
            anchor: (!first.heading.lines.is_empty()).then(|| leaf_anchor(&first.heading)),
            private: publication.private,
            permission: record.and_then(|record| self.permission(record)),
            annex: first.annex,
            year: record.and_then(|record| self.year_of(record)),
        })
    }

    /// The related passages that the index found for `page`.
    pub(super) fn passages(&self, folder: &str, page: PageId) -> Vec<PassageView> {
        let found = self.index.record.related.get(&page).map_or(&[][..], Vec::as_slice);
        let view = |(id, section): &Passage| {
            let address = self.linked().section(*id, *section)?;
            let publication = &self.site.publications[*id];
            let found = &publication.sections[*section];
            let record = self.site.sources.get(&publication.record).copied()?;
            Some(PassageView {
                title: found.name(),
                url: address.relative_to(folder),
                source: self.site.pages[record].label.clone(),
                year: self.year_of(record),
                printed_page: found.page,
            })
        };
        found.iter().filter_map(view).collect()
    }

    fn year_of(&self, record: PageId) -> Option<i64> {
        match &self.site.pages[record].front().detail {
            Detail::Source { year, .. } => *year,
            _ => None,
        }
    }

    /// The sections of the publication whose record is `page`.
    fn contents(&self, folder: &str, page: PageId) -> Vec<ContentsView> {
        let Some((publication, text)) = self.publication_of(page) else { return Vec::new() };
        let sections = text.sections.iter_enumerated();
        sections
            .filter_map(|(id, section)| {
                let address = self.linked().section(publication, id)?;
                Some(ContentsView {
                    level: section.level,
                    name: section.name(),
                    url: address.relative_to(folder),
                    printed_page: section.page,
                })
            })
            .collect()
    }
}
