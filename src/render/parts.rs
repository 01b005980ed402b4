//! Values that several kinds of page show: a theme, an indicator, a question, the uses of something.

use serde::Serialize;

use crate::load::front::Editorial;
use crate::render::view::{Anchor, Card};

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
    pub(super) editorial: Option<Editorial>,
}

#[derive(Debug, Serialize)]
pub(super) struct RelatedView {
    pub(super) card: Card,
    pub(super) shared: Vec<Card>,
}

#[derive(Debug, Serialize)]
pub(super) struct GuidelineView {
    pub(super) card: Card,
    pub(super) titled: bool,
    pub(super) recommendations: Vec<Card>,
    pub(super) count: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) anchor: String,
    pub(super) uses: Vec<ThemeUses>,
}

#[derive(Debug, Serialize)]
pub(super) struct SubsectionView {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) text: String,
}

/// The uses of something that belong to one theme.
#[derive(Debug, Serialize)]
pub(super) struct ThemeUses {
    pub(super) theme: Card,
    pub(super) edition: String,
    pub(super) uses: Vec<UseView>,
}

#[derive(Debug, Serialize)]
pub(super) struct UseView {
    /// "5.c.7"
    pub(super) question: String,
    pub(super) url: String,
    pub(super) text: String,
    pub(super) indicator: Card,
    /// What is cited, if not the page itself: "anvisning 3.7.2".
    pub(super) cited: String,
}
