//! The reverse index: which questions cite a recommendation or guideline, which pages mention a term or paragraph, and
//! which indicators share recommendations.

use std::collections::BTreeMap;

use typed_index_collections::TiSlice;

use crate::ids::{EditionId, PageId};
use crate::link::{Destination, Links, SiteAddress};
use crate::load::front::{Family, Kind};
use crate::model::Site;
use crate::text::references::{Reference, Target};
use crate::text::{Pointer, Text};

/// A reference that a question makes to a recommendation, a guideline or a section of the guidelines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    /// The edition of the quality model.
    pub edition: EditionId,
    /// The indicator.
    pub indicator: PageId,
    /// The question's position, counted from 1.
    pub question: usize,
    /// The reference as written. [`Reference::label`] is its name.
    pub reference: Reference,
    /// The cited page: a recommendation, a guideline, or an edition if one of its sections is cited.
    pub cited: PageId,
    /// The anchor of the cited section.
    anchor: Option<String>,
}

impl Citation {
    /// The number of the question, such as "5.c.7".
    pub(crate) fn question_id(&self, site: &Site) -> String {
        site.pages[self.indicator].question_id(self.question)
    }

    /// The address of the question.
    pub(crate) fn question_address<'s>(&self, site: &'s Site) -> SiteAddress<'s> {
        SiteAddress::of_question(site, self.indicator, self.question)
    }

    /// The address of what is cited.
    pub(crate) fn address<'s>(&'s self, site: &'s Site) -> SiteAddress<'s> {
        let page = SiteAddress::of(site, self.cited);
        match &self.anchor {
            Some(anchor) => page.at(anchor.as_str()),
            None => page,
        }
    }
}

/// Another indicator that cites some of the same recommendations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Related {
    /// The other indicator.
    pub indicator: PageId,
    /// The recommendations cited by both, in order.
    pub shared: Vec<PageId>,
}

/// The reverse index of references.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// All citations of all questions, in the model's order.
    pub citations: Vec<Citation>,
    /// By cited page: positions in `citations`.
    by_cited: BTreeMap<PageId, Vec<usize>>,
    /// By indicator: positions in `citations`.
    by_indicator: BTreeMap<PageId, Vec<usize>>,
    /// By mentioned page: the pages that mention it other than in a question's references, in site order.
    mentions: BTreeMap<PageId, Vec<PageId>>,
}

impl Uses {
    /// The citations of any of `pages`, in the model's order.
    pub(crate) fn citations_of<'u>(&'u self, pages: &[PageId]) -> impl Iterator<Item = &'u Citation> + use<'u> {
        let cited = pages.iter().filter_map(|page| self.by_cited.get(page));
        let mut positions: Vec<usize> = cited.flatten().copied().collect();
        positions.sort_unstable();
        positions.into_iter().map(|at| &self.citations[at])
    }

    /// The citations made by the questions of `indicator`.
    pub(crate) fn citations_by(&self, indicator: PageId) -> impl Iterator<Item = &Citation> {
        self.by_indicator.get(&indicator).into_iter().flatten().map(|at| &self.citations[*at])
    }

    /// The citations made by the question at `position` (counted from 1) of `indicator`.
    pub(crate) fn citations_by_question(&self, indicator: PageId, position: usize) -> impl Iterator<Item = &Citation> {
        self.citations_by(indicator).filter(move |citation| citation.question == position)
    }

    /// The pages that mention `page`.
    pub(crate) fn mentions(&self, page: PageId) -> &[PageId] {
        self.mentions.get(&page).map_or(&[], Vec::as_slice)
    }

    /// Indicators of the same edition that share recommendations with `indicator`, the one that shares most first.
    pub(crate) fn related(&self, site: &Site, indicator: PageId) -> Vec<Related> {
        let mut shared: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
        for own in self.citations_by(indicator).filter(|own| own.reference.target == Target::Recommendation) {
            let others = self.citations_of(&[own.cited]).filter(|other| other.edition == own.edition);
            for other in others.filter(|other| other.indicator != indicator) {
                let pages = shared.entry(other.indicator).or_default();
                if !pages.contains(&own.cited) {
                    pages.push(own.cited);
                }
            }
        }
        let order = |page: PageId| {
            let edition = site.pages[page].edition.map(|edition| &site.editions[edition].indicators);
            edition.and_then(|indicators| indicators.iter().position(|other| *other == page))
        };
        let mut related: Vec<Related> =
            shared.into_iter().map(|(indicator, shared)| Related { indicator, shared }).collect();
        related.sort_by_key(|related| (std::cmp::Reverse(related.shared.len()), order(related.indicator)));
        related
    }
}

/// Builds the reverse index from the resolved links.
pub(super) fn collect(site: &Site, texts: &TiSlice<PageId, Text>, links: &Links) -> Uses {
    let mut uses = Uses::default();
    for (id, edition) in site.editions_of(Family::QualityModel) {
        for indicator in &edition.indicators {
            for (position, question) in texts[*indicator].outline.questions.iter().enumerate() {
                for cite in &question.cites {
                    let pointer = texts[*indicator].outline.pointers.get(*cite as usize);
                    let Some((Pointer::Reference(reference), _)) = pointer else { continue };
                    let Some(Destination::Page(cited, anchor)) = links.destination(*indicator, *cite) else { continue };
                    let at = uses.citations.len();
                    uses.by_cited.entry(*cited).or_default().push(at);
                    uses.by_indicator.entry(*indicator).or_default().push(at);
                    uses.citations.push(Citation {
                        edition: id,
                        indicator: *indicator,
                        question: position + 1,
                        reference: reference.clone(),
                        cited: *cited,
                        anchor: anchor.clone(),
                    });
                }
            }
        }
    }
    for (page, text) in texts.iter_enumerated() {
        let questions = text.outline.questions.iter().flat_map(|question| &question.cites);
        // The reasons of examples have an index of their own.
        let cites: Vec<u32> = questions.chain(&text.outline.example_targets).copied().collect();
        for (pointer, (kind, _)) in (0..).zip(&text.outline.pointers) {
            let Some(Destination::Page(target, _)) = links.destination(page, pointer) else { continue };
            let counts = match kind {
                Pointer::Link { .. } => {
                    let kind = site.pages[*target].kind();
                    matches!(kind, Kind::Term | Kind::Paragraph | Kind::Guideline | Kind::Recommendation)
                }
                Pointer::Reference(_) | Pointer::Term(_) => true,
            };
            if counts && *target != page && site.pages[page].front().render && !cites.contains(&pointer) {
                let pages = uses.mentions.entry(*target).or_default();
                if pages.last() != Some(&page) {
                    pages.push(page);
                }
            }
        }
    }
    uses
}
