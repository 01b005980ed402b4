//! Values of the guidelines: an edition, its guidelines (retningslinjer) and recommendations (anvisninger), and the
//! questions that cite them.

use serde::Serialize;

use crate::ids::{EditionId, PageId};
use crate::link::Citation;
use crate::load::front::Detail;
use crate::model::section_anchor;
use crate::render::RenderContext;
use crate::render::cards::Card;
use crate::render::reading::PassageView;

/// The page of an edition.
#[derive(Debug, Serialize)]
pub(super) struct GuidelinesDetail {
    guidelines: Vec<GuidelineView>,
    sections: Vec<SectionView>,
}

/// The page of a guideline.
#[derive(Debug, Serialize)]
pub(super) struct GuidelineDetail {
    id: String,
    titled: bool,
    recommendations: Vec<Card>,
    uses: Vec<ThemeUses>,
    count: usize,
    mentions: Vec<Card>,
}

/// The page of a recommendation.
#[derive(Debug, Serialize)]
pub(super) struct RecommendationDetail {
    id: String,
    guideline: Option<Card>,
    wording: Option<String>,
    uses: Vec<ThemeUses>,
    count: usize,
    mentions: Vec<Card>,
    /// Related passages, found in the library by the program.
    passages: Vec<PassageView>,
}

#[derive(Debug, Serialize)]
pub(super) struct GuidelineView {
    card: Card,
    titled: bool,
    recommendations: Vec<Card>,
    count: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    id: String,
    title: String,
    anchor: String,
    uses: Vec<ThemeUses>,
}

/// The uses of something that belong to one theme.
#[derive(Debug, Serialize)]
pub(super) struct ThemeUses {
    theme: Card,
    edition: String,
    uses: Vec<UseView>,
}

#[derive(Debug, Serialize)]
pub(super) struct UseView {
    /// "5.c.7"
    question: String,
    url: String,
    text: String,
    indicator: Card,
    /// What is cited: "anvisning 3.7.2".
    cited: String,
}

impl RenderContext<'_> {
    /// The values of the page of an edition that has guidelines.
    pub(super) fn guidelines_detail(&self, folder: &str, edition: EditionId) -> GuidelinesDetail {
        let site = self.site;
        let edition = &site.editions[edition];
        let guidelines = edition.guidelines.iter().map(|entry| GuidelineView {
            card: self.card(folder, entry.page),
            titled: site.pages[entry.page].front().title.is_some(),
            recommendations: self.cards(folder, &entry.recommendations),
            count: self.links.uses.citations_of(&[&[entry.page], &entry.recommendations[..]].concat()).count(),
        });
        let sections = edition.sections.iter().map(|(section, title)| SectionView {
            id: section.clone(),
            title: title.clone(),
            anchor: section_anchor(section),
            uses: self.by_theme(
                folder,
                self.links.uses.citations_of(&[edition.page]).filter(|citation| citation.reference.id == *section),
            ),
        });
        GuidelinesDetail { guidelines: guidelines.collect(), sections: sections.collect() }
    }

    /// The values of a guideline's page.
    pub(super) fn guideline_detail(&self, folder: &str, page: PageId) -> GuidelineDetail {
        let found = &self.site.pages[page];
        let recommendations =
            found.edition.map_or(&[][..], |edition| self.site.editions[edition].recommendations_of(page));
        let uses = self.by_theme(folder, self.links.uses.citations_of(&[&[page], recommendations].concat()));
        GuidelineDetail {
            id: found.id().to_owned(),
            titled: found.front().title.is_some(),
            recommendations: self.cards(folder, recommendations),
            count: count(&uses),
            uses,
            mentions: self.mentions(folder, page),
        }
    }

    /// The values of a recommendation's page.
    pub(super) fn recommendation_detail(&self, folder: &str, page: PageId) -> RecommendationDetail {
        let found = &self.site.pages[page];
        let wording = match &found.front().detail {
            Detail::Recommendation { wording, .. } => wording.clone(),
            _ => None,
        };
        let uses = self.by_theme(folder, self.links.uses.citations_of(&[page]));
        RecommendationDetail {
            id: found.id().to_owned(),
            guideline: self.site.up(page).map(|guideline| self.card(folder, guideline)),
            wording: wording.filter(|wording| !wording.trim().is_empty()),
            count: count(&uses),
            uses,
            mentions: self.mentions(folder, page),
            passages: self.passages(folder, page),
        }
    }

    /// The questions that make `citations`, grouped by theme.
    fn by_theme<'c>(&self, folder: &str, citations: impl Iterator<Item = &'c Citation>) -> Vec<ThemeUses> {
        let mut groups: Vec<(PageId, ThemeUses)> = Vec::new();
        for citation in citations {
            let Some(theme) = self.site.pages[citation.indicator].parent else { continue };
            let text = self.texts[citation.indicator].outline.questions.get(citation.question - 1);
            let view = UseView {
                question: citation.question_id(self.site),
                url: citation.question_address(self.site).relative_to(folder),
                text: text.map(|text| text.plain.clone()).unwrap_or_default(),
                indicator: self.card(folder, citation.indicator),
                cited: citation.reference.label(),
            };
            match groups.last_mut().filter(|(last, _)| *last == theme) {
                Some((_, group)) => group.uses.push(view),
                None => {
                    let edition = self.edition(folder, citation.edition).label;
                    groups.push((theme, ThemeUses { theme: self.card(folder, theme), edition, uses: vec![view] }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// The number of uses in all groups.
fn count(groups: &[ThemeUses]) -> usize {
    groups.iter().map(|group| group.uses.len()).sum()
}
