//! Values of the quality model: an edition, its themes, criteria, indicators and questions.

use serde::Serialize;

use crate::ids::{EditionId, PageId};
use crate::link::SiteAddress;
use crate::load::front::{Detail, Editorial, Kind};
use crate::model::{QualityTheme, Unit, UnitPart, address, checklist_path};
use crate::render::RenderContext;
use crate::render::cards::{Anchor, Card};
use crate::render::history::{HistoryView, KnownChangeView};
use crate::render::reading::PassageView;

/// The page of an edition.
#[derive(Debug, Serialize)]
pub(super) struct ModelDetail {
    themes: Vec<ThemeView>,
    questions: usize,
}

/// The page of a criterion.
#[derive(Debug, Serialize)]
pub(super) struct CriterionDetail {
    text: String,
    theme: Option<Card>,
    printed_page: Option<i64>,
    indicators: Vec<IndicatorView>,
}

/// The page of an indicator.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorDetail {
    theme: Option<Card>,
    /// The checklist of the theme.
    checklist_url: Option<String>,
    criterion: Option<Card>,
    indicator: IndicatorView,
    law: Vec<Card>,
    related: Vec<RelatedView>,
    /// Related passages, found in the library by the program.
    passages: Vec<PassageView>,
}

/// A theme with everything below it.
#[derive(Debug, Serialize)]
pub(super) struct ThemeView {
    pub(super) card: Card,
    pub(super) printed_page: Option<i64>,
    pub(super) checklist_url: String,
    pub(super) questions: usize,
    pub(super) criteria: Vec<CriterionView>,
}

#[derive(Debug, Serialize)]
pub(super) struct CriterionView {
    pub(super) card: Card,
    pub(super) indicators: Vec<IndicatorView>,
}

#[derive(Debug, Serialize)]
pub(super) struct IndicatorView {
    pub(super) id: String,
    pub(super) card: Card,
    pub(super) text: String,
    pub(super) lead: String,
    pub(super) printed_page: Option<i64>,
    /// What is known to have changed, although no edition of the site says so.
    pub(super) known_changes: Vec<KnownChangeView>,
    pub(super) questions: Vec<QuestionView>,
}

/// A question as shown anywhere: with links in its text on the page of its indicator, plain elsewhere.
#[derive(Debug, Serialize)]
pub(super) struct QuestionView {
    /// "5.c.7"
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) url: String,
    /// The question without its reference.
    pub(super) plain: String,
    pub(super) text: String,
    /// The reference as written.
    pub(super) reference: String,
    pub(super) cites: Vec<Anchor>,
    /// On the page of its indicator only: what it was in other editions, and what it became.
    pub(super) history: Option<HistoryView>,
    pub(super) editorial: Option<Editorial>,
}

#[derive(Debug, Serialize)]
pub(super) struct RelatedView {
    pub(super) card: Card,
    pub(super) shared: Vec<Card>,
}

impl RenderContext<'_> {
    /// The values of the page of an edition that has themes.
    pub(super) fn model_detail(&self, folder: &str, edition: EditionId) -> ModelDetail {
        let count = self.site.editions[edition].themes.len();
        let themes: Vec<_> = (0..count).map(|theme| self.theme(folder, edition, theme)).collect();
        ModelDetail { questions: themes.iter().map(|theme| theme.questions).sum(), themes }
    }

    /// The values of a theme's page; `None` if its edition does not have it.
    pub(super) fn theme_detail(&self, folder: &str, page: PageId) -> Option<ThemeView> {
        let edition = self.site.pages[page].edition?;
        Some(self.theme(folder, edition, self.theme_position(edition, page)?))
    }

    /// The values of a criterion's page.
    pub(super) fn criterion_detail(&self, folder: &str, page: PageId) -> CriterionDetail {
        let found = &self.site.pages[page];
        let indicators = found.edition.map_or(&[][..], |edition| self.site.editions[edition].indicators_of(page));
        CriterionDetail {
            text: found.wording().to_owned(),
            theme: found.parent.map(|theme| self.card(folder, theme)),
            printed_page: found.printed_page(),
            indicators: self.indicators(folder, indicators),
        }
    }

    /// The values of an indicator's page.
    pub(super) fn indicator_detail(&self, folder: &str, page: PageId) -> IndicatorDetail {
        let site = self.site;
        let found = &site.pages[page];
        let criterion = site.up(page).filter(|id| site.pages[*id].kind() == Kind::Criterion);
        let (theme, edition) = (found.parent, found.edition);
        let position = edition.zip(theme).and_then(|(edition, theme)| self.theme_position(edition, theme));
        let written = match &found.front().detail {
            Detail::Indicator { law, .. } => law.as_slice(),
            _ => &[],
        };
        let law = self.texts[page].outline.law.iter().zip(written).filter_map(|(pointer, written)| {
            let destination = self.links.destination(page, *pointer)?;
            Some(self.destination_card(folder, destination, &written.value))
        });
        let related = self.links.uses.related(site, page).into_iter().map(|related| RelatedView {
            card: self.card(folder, related.indicator),
            shared: self.cards(folder, &related.shared),
        });
        let mut indicator = self.indicator(folder, page);
        for (position, question) in (1..).zip(&mut indicator.questions) {
            question.history = self.part_history(folder, Unit { page, part: Some(UnitPart::Question(position)) });
        }
        IndicatorDetail {
            theme: theme.map(|theme| self.card(folder, theme)),
            checklist_url: edition
                .zip(position)
                .map(|(edition, position)| address::relative(folder, &checklist_path(site, edition, Some(position)))),
            criterion: criterion.map(|criterion| self.card(folder, criterion)),
            indicator,
            law: law.collect(),
            related: related.collect(),
            passages: self.passages(folder, page),
        }
    }

    fn theme_position(&self, edition: EditionId, page: PageId) -> Option<usize> {
        self.site.editions[edition].themes.iter().position(|theme| theme.page == page)
    }

    /// The theme at index `position` of an edition, with all its questions.
    pub(super) fn theme(&self, folder: &str, edition: EditionId, position: usize) -> ThemeView {
        let QualityTheme { page, criteria } = &self.site.editions[edition].themes[position];
        let criteria: Vec<_> = criteria
            .iter()
            .map(|criterion| CriterionView {
                card: self.card(folder, criterion.page),
                indicators: self.indicators(folder, &criterion.indicators),
            })
            .collect();
        let indicators = criteria.iter().flat_map(|criterion| &criterion.indicators);
        ThemeView {
            card: self.card(folder, *page),
            printed_page: self.site.pages[*page].printed_page(),
            checklist_url: address::relative(folder, &checklist_path(self.site, edition, Some(position))),
            questions: indicators.map(|indicator| indicator.questions.len()).sum(),
            criteria,
        }
    }

    fn indicators(&self, folder: &str, pages: &[PageId]) -> Vec<IndicatorView> {
        pages.iter().map(|page| self.indicator(folder, *page)).collect()
    }

    fn indicator(&self, folder: &str, page: PageId) -> IndicatorView {
        let found = &self.site.pages[page];
        let lead = match &found.front().detail {
            Detail::Indicator { lead, .. } => lead.clone(),
            _ => String::new(),
        };
        let questions = (0..found.questions().len()).map(|at| self.question(folder, page, at)).collect();
        IndicatorView {
            id: found.id().to_owned(),
            card: self.card(folder, page),
            text: found.wording().to_owned(),
            lead,
            printed_page: found.printed_page(),
            known_changes: found
                .edition
                .map(|edition| self.known_changes_of(folder, edition, &[page]))
                .unwrap_or_default(),
            questions,
        }
    }

    fn question(&self, folder: &str, indicator: PageId, at: usize) -> QuestionView {
        let found = &self.site.pages[indicator];
        let text = &self.texts[indicator].outline.questions[at];
        let position = at + 1;
        QuestionView {
            id: found.question_id(position),
            url: SiteAddress::of_question(self.site, indicator, position).relative_to(folder),
            anchor: found.question_anchor(position),
            plain: text.plain.clone(),
            text: self.html(indicator, folder, &text.text),
            reference: self.html(indicator, folder, &text.tail),
            cites: self.cites(folder, indicator, position).collect(),
            history: None,
            editorial: found.questions()[at].editorial.clone(),
        }
    }

    /// What the question at `position` of an indicator cites, as links from a page in `folder`.
    pub(super) fn cites<'c>(
        &'c self,
        folder: &'c str,
        indicator: PageId,
        position: usize,
    ) -> impl Iterator<Item = Anchor> + 'c {
        self.links.uses.citations_by_question(indicator, position).map(move |citation| Anchor {
            name: citation.reference.label(),
            url: citation.address(self.site).relative_to(folder),
        })
    }
}
