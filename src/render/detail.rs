//! The values of a page that depend on its kind: which kind gets which. Those of sections and terms are here, those of
//! other kinds in files of their own.

use serde::Serialize;

use crate::ids::PageId;
use crate::load::front::Detail;
use crate::render::RenderContext;
use crate::render::cards::Card;
use crate::render::examples::{ExampleIndex, ExampleView};
use crate::render::guidelines::{GuidelineDetail, GuidelinesDetail, RecommendationDetail};
use crate::render::law::ParagraphDetail;
use crate::render::lists::PagerView;
use crate::render::quality_model::{CriterionDetail, IndicatorDetail, ModelDetail, ThemeView};
use crate::render::reading::{PassageDetail, SourceDetail};

/// The values of one kind of page. Templates see the fields directly under `page.detail`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "one at a time, and never in a list")]
pub(super) enum DetailView {
    Plain,
    Section(SectionDetail),
    Model(ModelDetail),
    Guidelines(GuidelinesDetail),
    Theme(ThemeView),
    Criterion(CriterionDetail),
    Indicator(IndicatorDetail),
    Guideline(GuidelineDetail),
    Recommendation(RecommendationDetail),
    Paragraph(ParagraphDetail),
    Term(TermDetail),
    Examples(ExampleIndex),
    Example(ExampleView),
    Source(SourceDetail),
    Passage(PassageDetail),
}

/// A section: what is in it.
#[derive(Debug, Serialize)]
pub(super) struct SectionDetail {
    pages: Vec<Card>,
    sections: Vec<Card>,
    /// Links to the rest of the pages, if the list is paginated.
    pager: Option<PagerView>,
}

/// A term of the glossary.
#[derive(Debug, Serialize)]
pub(super) struct TermDetail {
    expansion: Option<String>,
    synonyms: Vec<String>,
    mentions: Vec<Card>,
}

impl RenderContext<'_> {
    /// The kind-specific values of `page`, with links for a page in `folder`; `number` selects the part of a section's
    /// paginated list.
    pub(super) fn detail(&self, page: PageId, folder: &str, number: usize) -> DetailView {
        let found = &self.site.pages[page];
        match &found.front().detail {
            Detail::None if self.site.examples.index == Some(page) => DetailView::Examples(self.example_index(folder)),
            Detail::None if found.kind().is_section() => DetailView::Section(self.section_detail(folder, page, number)),
            Detail::None => DetailView::Plain,
            Detail::Example(example) => DetailView::Example(self.example(folder, page, example)),
            Detail::Edition(_) => self.edition_detail(folder, page),
            Detail::Theme { .. } => self.theme_detail(folder, page).map_or(DetailView::Plain, DetailView::Theme),
            Detail::Criterion { .. } => DetailView::Criterion(self.criterion_detail(folder, page)),
            Detail::Indicator { .. } => DetailView::Indicator(self.indicator_detail(folder, page)),
            Detail::Guideline { .. } => DetailView::Guideline(self.guideline_detail(folder, page)),
            Detail::Recommendation { .. } => DetailView::Recommendation(self.recommendation_detail(folder, page)),
            Detail::Paragraph { .. } => DetailView::Paragraph(self.paragraph_detail(folder, page)),
            Detail::Term { expansion, synonyms, .. } => DetailView::Term(TermDetail {
                expansion: expansion.clone(),
                synonyms: synonyms.clone(),
                mentions: self.mentions(folder, page),
            }),
            Detail::Source { .. } => DetailView::Source(self.source_detail(folder, page)),
            Detail::Passage { .. } => DetailView::Passage(self.passage_detail(folder, page)),
        }
    }

    fn section_detail(&self, folder: &str, page: PageId, number: usize) -> SectionDetail {
        let found = &self.site.pages[page];
        let pagination = found.front().pagination.as_ref();
        let (pages, pager) = self.pager(folder, pagination, (&found.output, number), &found.pages);
        let sections = if number == 1 { self.cards(folder, &found.sections) } else { Vec::new() };
        SectionDetail { pages, sections, pager }
    }

    /// An edition without themes and guidelines, such as one of the law, is a section like any other.
    fn edition_detail(&self, folder: &str, page: PageId) -> DetailView {
        let found = &self.site.pages[page];
        let Some(id) = found.edition else { return DetailView::Plain };
        let edition = &self.site.editions[id];
        if !edition.themes.is_empty() {
            return DetailView::Model(self.model_detail(folder, id));
        }
        if !edition.guidelines.is_empty() {
            return DetailView::Guidelines(self.guidelines_detail(folder, id));
        }
        let (pages, sections) = (self.cards(folder, &found.pages), self.cards(folder, &found.sections));
        DetailView::Section(SectionDetail { pages, sections, pager: None })
    }

    /// The pages that mention `page`.
    pub(super) fn mentions(&self, folder: &str, page: PageId) -> Vec<Card> {
        self.cards(folder, self.links.uses.mentions(page))
    }
}
