//! Second stage: sources → one [`Site`].
//!
//! Assigns pages to sections and editions, builds the model and the guidelines, and gives everything an address. Knows
//! all front matter but no body text. References between pages are resolved later, in [`link`](crate::link).

pub(crate) mod address;
mod assemble;
mod checks;
mod comparisons;
mod editions;
mod examples;
mod lineage;
pub(crate) mod order;
mod outputs;
mod pager;
mod taxonomies;
mod units;

use std::collections::BTreeMap;

use rapidhash::RapidHashMap;
use typed_index_collections::TiVec;

pub(crate) use assemble::assemble;
pub(crate) use checks::unconfirmed;
pub(crate) use comparisons::{Change, Comparison};
pub(crate) use editions::{Edition, GuidelineEntry, Numbered, QualityTheme};
pub(crate) use examples::{Examples, Facet, FacetKind, facet_path, facets_of_older_editions};
pub(crate) use outputs::{
    CATALOGUE, DataFile, Item, Key, Late, NOT_FOUND, OFFLINE_SCRIPT, Output, PACK_SCRIPT, QUESTIONS_SCRIPT,
    RECENT_PAGE, SEARCHED_PAGES, Syntax, TEMPLATES, WORKER, changes_path, checklist_path, coverage_path, numbers_path,
    schema_of,
};
pub(crate) use taxonomies::Taxonomy;
pub(crate) use units::{Unit, UnitPart};

use crate::ids::{AssetId, ComparisonId, EditionId, OutputId, PageId, PublicationId, ReadingPageId, TaxonomyId};
use crate::import::Publication;
use crate::load::config::Config;
use crate::load::front::{Detail, EditionFront, Family, Front, Kind, QuestionFront};
use crate::load::markdown::AnchorLinks;
use crate::load::{Asset, Source};

/// A page of the site that comes from a source: a Markdown file, a part of a publication, or the generated home page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its source.
    pub source: Source,
    /// The path of its output file.
    pub output: String,
    /// The section it belongs to; `None` only for the home page.
    pub parent: Option<PageId>,
    /// For a section: its pages, in order.
    pub pages: Vec<PageId>,
    /// For a section: its subsections, in order.
    pub sections: Vec<PageId>,
    /// The edition that numbers on this page belong to.
    pub edition: Option<EditionId>,
    /// The name used for it in lists and headings: its title, or its kind and number.
    pub label: String,
    /// The label without the edition that a site with several editions adds to it.
    pub plain_label: String,
    /// Whether, and on which side, its headings get links to themselves.
    pub anchor_links: AnchorLinks,
}

impl Page {
    /// The front matter.
    pub(crate) fn front(&self) -> &Front {
        &self.source.front
    }

    /// The kind of page.
    pub(crate) fn kind(&self) -> Kind {
        self.source.front.kind
    }

    /// The folder of its output file.
    pub(crate) fn folder(&self) -> &str {
        address::folder(&self.output)
    }

    /// The questions of an indicator; empty for other kinds.
    pub(crate) fn questions(&self) -> &[QuestionFront] {
        match &self.source.front.detail {
            Detail::Indicator { questions, .. } => questions,
            _ => &[],
        }
    }

    /// The number of a question of an indicator, such as "5.c.7"; `position` is counted from 1.
    pub(crate) fn question_id(&self, position: usize) -> String {
        format!("{}.{position}", self.id())
    }

    /// The id by which numbered kinds and examples are cited; for other kinds, the file name without `.md`.
    pub(crate) fn id(&self) -> &str {
        match &self.source.front.detail {
            Detail::Theme { id, .. }
            | Detail::Criterion { id, .. }
            | Detail::Indicator { id, .. }
            | Detail::Guideline { id }
            | Detail::Recommendation { id, .. }
            | Detail::Paragraph { id, .. } => &id.value,
            Detail::Edition(edition) => &edition.id.value,
            Detail::Example(example) => &example.id.value,
            Detail::None | Detail::Term { .. } | Detail::Source { .. } | Detail::Passage { .. } => {
                let name = self.source.path.rsplit('/').next().unwrap_or(&self.source.path);
                name.strip_suffix(".md").unwrap_or(name)
            }
        }
    }

    /// The printed page of the publication that the page's text is quoted from.
    pub(crate) fn printed_page(&self) -> Option<i64> {
        match &self.source.front.detail {
            Detail::Theme { page, .. }
            | Detail::Criterion { page, .. }
            | Detail::Indicator { page, .. }
            | Detail::Paragraph { page, .. }
            | Detail::Passage { page } => *page,
            _ => None,
        }
    }

    /// The ELI address of the statute that a paragraph is from.
    pub(crate) fn eli(&self) -> Option<&str> {
        match &self.source.front.detail {
            Detail::Paragraph { eli, .. } => eli.as_deref(),
            _ => None,
        }
    }

    /// The anchors that templates add to a page of this kind.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let mut anchors = match &self.source.front.detail {
            Detail::Indicator { questions, .. } => {
                (1..=questions.len()).map(|position| self.question_anchor(position)).collect()
            }
            Detail::Paragraph { subsections, .. } => (1..=subsections.len()).map(subsection_anchor).collect(),
            Detail::Example(example) => (1..=example.steps.len()).map(step_anchor).collect(),
            Detail::Edition(edition) => edition.sections.iter().map(|(id, _)| section_anchor(&id.value)).collect(),
            _ => Vec::new(),
        };
        if matches!(self.kind(), Kind::Guideline | Kind::Recommendation | Kind::Term | Kind::Paragraph) {
            anchors.push("bruges-i".to_owned());
        }
        anchors.push(MAIN_ANCHOR.to_owned());
        anchors
    }

    /// The wording of a criterion or an indicator; empty for other kinds.
    pub(crate) fn wording(&self) -> &str {
        match &self.source.front.detail {
            Detail::Criterion { text, .. } => text,
            Detail::Indicator { text, .. } => &text.value,
            _ => "",
        }
    }
}

/// The anchor that every template gives to its main content.
pub(crate) const MAIN_ANCHOR: &str = "hovedindhold";

/// The anchor of a subsection (stykke), counted from 1, on its paragraph's page.
pub(crate) fn subsection_anchor(number: usize) -> String {
    format!("stk-{number}")
}

/// The anchor of a step, counted from 1, on its example's page.
pub(crate) fn step_anchor(position: usize) -> String {
    format!("trin-{position}")
}

/// The anchor of a section of a guideline edition, such as "1.1", on the edition's page.
pub(crate) fn section_anchor(id: &str) -> String {
    format!("afsnit-{id}")
}

/// The whole site.
#[derive(Debug)]
pub(crate) struct Site {
    /// The configuration.
    pub config: Config,
    /// All pages, sorted by path, including the home page that is generated when there is none.
    pub pages: TiVec<PageId, Page>,
    /// The home page.
    pub home: PageId,
    /// Pages by their path relative to `content/`.
    pub by_path: RapidHashMap<String, PageId>,
    /// Editions in the order of their pages.
    pub editions: TiVec<EditionId, Edition>,
    /// What became of the units of each edition that was replaced.
    pub comparisons: TiVec<ComparisonId, Comparison>,
    /// The targets of typed references.
    pub numbered: BTreeMap<Numbered, PageId>,
    /// Glossary terms by slug.
    pub terms: BTreeMap<String, PageId>,
    /// Source records by the name of their folder.
    pub sources: BTreeMap<String, PageId>,
    /// The examples.
    pub examples: Examples,
    /// Taxonomies in the order of config.toml.
    pub taxonomies: TiVec<TaxonomyId, Taxonomy>,
    /// The parsed texts of publications.
    pub publications: TiVec<PublicationId, Publication>,
    /// The pages of their reading editions.
    pub reading_pages: TiVec<PublicationId, TiVec<ReadingPageId, PageId>>,
    /// Files that are copied unchanged.
    pub assets: TiVec<AssetId, Asset>,
    /// Every file of the output, sorted by path.
    pub outputs: TiVec<OutputId, Output>,
}

impl Site {
    /// The publication whose source record is in the folder `record`, if its text is available.
    pub(crate) fn publication(&self, record: &str) -> Option<(PublicationId, &Publication)> {
        self.publications.iter_enumerated().find(|(_, publication)| publication.record == record)
    }

    /// Whether the site has editions, and so is a portal.
    pub(crate) fn is_portal(&self) -> bool {
        !self.editions.is_empty()
    }

    /// Whether no page is of a kind that only a portal has. Such a site may contain anything that an ordinary site may.
    pub(crate) fn is_plain(&self) -> bool {
        self.pages.iter().all(|page| page.kind().is_plain())
    }

    /// Whether the site was made for Zola: it is plain, and its configuration uses keys that only Zola has.
    pub(crate) fn is_of_zola(&self) -> bool {
        self.config.zola.is_used && self.is_plain()
    }

    /// Whether the site has a quality model, and with it the pages of the visit pack.
    pub(crate) fn has_model(&self) -> bool {
        self.editions_of(Family::QualityModel).next().is_some()
    }

    /// Whether visitors can put together a visit pack.
    pub(crate) fn has_packs(&self) -> bool {
        self.config.notes && self.has_model()
    }

    /// The page one level up in the subject's own hierarchy: the criterion of an indicator, the guideline
    /// (retningslinje) of a recommendation (anvisning), otherwise the parent section.
    pub(crate) fn up(&self, page: PageId) -> Option<PageId> {
        let Page { source, edition, parent, .. } = &self.pages[page];
        let above = match &source.front.detail {
            Detail::Indicator { id, .. } => {
                Some(Numbered::criterion((*edition)?, id.value.split('.').next().unwrap_or_default()))
            }
            Detail::Recommendation { id, .. } => {
                Some(Numbered::guideline((*edition)?, id.value.rsplit_once('.').map_or("", |(guideline, _)| guideline)))
            }
            _ => None,
        };
        above.and_then(|key| self.numbered.get(&key).copied()).or(*parent)
    }

    /// Whether the site gets a search page: an index is built, and the site is small enough to be searched in a
    /// browser.
    pub(crate) fn is_searched(&self) -> bool {
        self.config.build_search_index && self.pages.len() <= SEARCHED_PAGES
    }

    /// The name of an edition as readers see it, such as "Kvalitetsmodellen, juli 2021".
    pub(crate) fn edition_label(&self, id: EditionId) -> String {
        let edition = &self.editions[id];
        let name = match edition.family {
            Family::QualityModel => "Kvalitetsmodellen",
            Family::Guidelines => "Nationale retningslinjer",
            Family::Law => "Lovgivning",
        };
        let published = self.edition_front(id).and_then(|front| front.published.as_deref());
        format!("{name}, {}", published.unwrap_or(&edition.id))
    }

    /// The front matter of an edition.
    pub(crate) fn edition_front(&self, edition: EditionId) -> Option<&EditionFront> {
        match &self.pages[self.editions[edition].page].front().detail {
            Detail::Edition(front) => Some(front),
            _ => None,
        }
    }

    /// The editions of `family`, in order.
    pub(crate) fn editions_of(&self, family: Family) -> impl Iterator<Item = (EditionId, &Edition)> {
        self.editions.iter_enumerated().filter(move |(_, edition)| edition.family == family)
    }

    /// The pages before and after `page` in reading order; for numbered kinds, among the pages of that kind.
    pub(crate) fn neighbours(&self, page: PageId) -> (Option<PageId>, Option<PageId>) {
        let Some(parent) = self.pages[page].parent else { return (None, None) };
        let edition = self.pages[page].edition.map(|id| &self.editions[id]);
        let row: &[PageId] = match (self.pages[page].kind(), edition) {
            (Kind::Indicator, Some(edition)) => &edition.indicators,
            (Kind::Criterion, Some(edition)) => &edition.criteria,
            (Kind::Recommendation, Some(edition)) => &edition.recommendations,
            (Kind::Guideline, Some(edition)) => &edition.guideline_pages,
            (Kind::Edition, _) => &[],
            (kind, _) if kind.is_section() => &self.pages[parent].sections,
            _ => &self.pages[parent].pages,
        };
        let Some(at) = row.iter().position(|id| *id == page) else { return (None, None) };
        (at.checked_sub(1).map(|before| row[before]), row.get(at + 1).copied())
    }
}
