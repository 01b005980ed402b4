//! Values of what became of units: their line of editions, and what is known to have changed although no newer edition says
//! so.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ids::{ChangeId, ComparisonId, EditionId, PageId};
use crate::link::SiteAddress;
use crate::load::front::{Sort, Status};
use crate::model::{Change, Comparison, Numbered, Unit, address, changes_path};
use crate::render::RenderContext;
use crate::render::cards::Anchor;
use crate::text::redline::{Stretch, redline};

/// What a unit was in earlier editions and what it became in later ones.
#[derive(Debug, Clone, Serialize)]
pub(super) struct HistoryView {
    /// Whether its own edition is historical.
    historical: bool,
    /// What it became in the newest edition of which that is known; `None` if its edition is not replaced.
    successor: Option<StepView>,
    /// One step for every other edition, the oldest first.
    steps: Vec<StepView>,
    /// What has its number in another edition, and is something else.
    namesakes: Vec<Anchor>,
}

/// What a unit was or became in another edition.
#[derive(Debug, Clone, Serialize)]
pub(super) struct StepView {
    /// "Kvalitetsmodellen, 2026"
    edition: String,
    /// Whether that edition is newer than the unit's own.
    newer: bool,
    /// The units there; none if it is new, removed or unknown.
    units: Vec<Anchor>,
    /// What happened, in Danish; `None` if nothing is known.
    sort: Option<&'static str>,
    /// Whether the wording stayed the same to the letter.
    same: bool,
    reason: Option<String>,
    /// The change on the page of the comparison.
    url: Option<String>,
    /// The two editions that the difference is between: "2016 → 2021".
    between: String,
    /// The difference of the wordings, if both are known and one unit became one unit.
    redline: Vec<Stretch>,
}

/// A change that no edition of the site contains yet.
#[derive(Debug, Clone, Serialize)]
pub(super) struct KnownChangeView {
    what: String,
    source: String,
    date: Option<String>,
    unknown: Option<String>,
    /// The units that it concerns; none if it concerns the edition as a whole.
    touches: Vec<Anchor>,
}

/// What happened to a unit, in Danish.
pub(super) fn sort_text(sort: Sort) -> &'static str {
    match sort {
        Sort::Unchanged => "uændret",
        Sort::Reworded => "omformuleret",
        Sort::Moved => "flyttet",
        Sort::Split => "delt",
        Sort::Merged => "slået sammen",
        Sort::Removed => "udgået",
        Sort::New => "tilføjet",
    }
}

/// What happened where different things did, in Danish.
const SEVERAL: &str = "ændret på flere måder";

/// What happened over several editions, in Danish; `None` if nothing is known.
fn overall(steps: &[StepView]) -> Option<&'static str> {
    let unchanged = sort_text(Sort::Unchanged);
    let known = || steps.iter().filter_map(|step| step.sort);
    let sorts: BTreeSet<&str> = known().filter(|sort| *sort != unchanged).collect();
    if sorts.len() > 1 { Some(SEVERAL) } else { sorts.first().copied().or_else(|| known().next()) }
}

/// Whether all that is said of a change is that nothing has changed.
pub(super) fn is_plain(change: &Change) -> bool {
    change.sort == Sort::Unchanged && change.reason.is_none() && change.source.is_none() && change.date.is_none()
}

/// Whether one unit became one unit with the same number.
pub(super) fn is_same_number(cx: &RenderContext<'_>, change: &Change) -> bool {
    match (change.from.as_slice(), change.to.as_slice()) {
        ([old], [new]) => old.label(cx.site) == new.label(cx.site),
        _ => false,
    }
}

/// Whether both wordings are known and the same to the letter.
pub(super) fn is_same_wording(cx: &RenderContext<'_>, change: &Change) -> bool {
    match (change.from.as_slice(), change.to.as_slice()) {
        ([old], [new]) => old.has_wording_of(cx.site, *new) == Some(true),
        _ => false,
    }
}

/// The difference that a change of one unit into one unit made, if both wordings are known and not the same.
pub(super) fn redline_of(cx: &RenderContext<'_>, change: &Change) -> Vec<Stretch> {
    match (change.from.as_slice(), change.to.as_slice()) {
        ([old], [new]) if !is_same_wording(cx, change) => {
            let wordings = old.wording(cx.site).zip(new.wording(cx.site));
            wordings.map(|(old, new)| redline(&old, &new)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The anchor of a change on the page of its comparison: it names the unit that the change led to.
pub(super) fn change_anchor(cx: &RenderContext<'_>, change: &Change) -> String {
    let (word, unit) = match (change.to.first(), change.from.first()) {
        (Some(new), _) => ("blev", Some(new)),
        (None, old) => ("udgik", old),
    };
    let unit = unit.map(|unit| format!("{} {}", cx.site.pages[unit.page].kind().name(), unit.name(cx.site)));
    address::slug(&format!("{word} {}", unit.unwrap_or_default()))
}

impl RenderContext<'_> {
    /// A unit as a link: "Spørgsmål 5.c.7".
    pub(super) fn unit_link(&self, folder: &str, unit: Unit) -> Anchor {
        Anchor { name: unit.label(self.site), url: SiteAddress::of_unit(self.site, unit).relative_to(folder) }
    }

    /// The address of a change on the page of its comparison.
    pub(super) fn change_address(&self, folder: &str, id: ComparisonId, change: &Change) -> String {
        let page = address::relative(folder, &changes_path(self.site, id));
        format!("{page}#{}", change_anchor(self, change))
    }

    /// The line of editions of a unit, for a page in `folder`; `None` if its family has only one edition.
    pub(super) fn history(&self, folder: &str, unit: Unit) -> Option<HistoryView> {
        let own = self.site.pages[unit.page].edition?;
        let mut older = self.steps(folder, own, unit, false);
        older.reverse();
        let newer = self.steps(folder, own, unit, true);
        let historical = self.site.editions[own].status == Status::Historical;
        let successor = newer.iter().rposition(|step| !step.units.is_empty()).map(|last| &newer[..=last]);
        let successor = successor
            .or(newer.get(..1))
            .and_then(|steps| Some(StepView { sort: overall(steps), ..steps.last()?.clone() }));
        let steps: Vec<StepView> = older.into_iter().chain(newer).collect();
        let namesakes = self.namesakes(folder, own, unit);
        (historical || !steps.is_empty()).then_some(HistoryView { historical, successor, steps, namesakes })
    }

    /// The pages that have the number of `unit`, which is a page of `own`, in other editions, and that are known to be
    /// something else.
    fn namesakes(&self, folder: &str, own: EditionId, unit: Unit) -> Vec<Anchor> {
        let site = self.site;
        if unit.part.is_some() {
            return Vec::new();
        }
        let namesake = |edition| {
            let number = Numbered::new(edition, site.pages[unit.page].kind(), unit.name(site));
            let page = *site.numbered.get(&number)?;
            let other = Unit::page(page);
            let became = site.across(other, own, true).or_else(|| site.across(other, own, false))?;
            let link = || Anchor { name: site.pages[page].label.clone(), url: self.url(folder, page) };
            (!became.contains(&unit)).then(link)
        };
        let others = site.editions_of(site.editions[own].family).filter(|(id, _)| *id != own);
        others.filter_map(|(id, _)| namesake(id)).collect()
    }

    /// The line of editions of a part of a page; `None` if it is unchanged and has the same number in all of them.
    pub(super) fn part_history(&self, folder: &str, part: Unit) -> Option<HistoryView> {
        let is_unchanged = self.is_unchanged(part, false) && self.is_unchanged(part, true);
        if is_unchanged { None } else { self.history(folder, part) }
    }

    /// Whether `unit` is unchanged and has the same number in all editions before or after its own.
    fn is_unchanged(&self, unit: Unit, newer: bool) -> bool {
        let mut at = unit;
        loop {
            let Some(own) = self.site.pages[at.page].edition else { return true };
            let Some((_, comparison)) = self.site.compared(own, newer) else { return true };
            match comparison.of(at) {
                Some((_, change)) if is_plain(change) && is_same_number(self, change) => {
                    at = change.units(newer)[0];
                }
                _ => return false,
            }
        }
    }

    /// What became of an edition as a whole; `None` if it is neither historical nor replaced.
    pub(super) fn edition_history(&self, folder: &str, edition: EditionId) -> Option<HistoryView> {
        let successor = self.site.compared_with_newer(edition).map(|(id, comparison)| {
            let label = self.site.edition_label(comparison.newer);
            let page = self.site.editions[comparison.newer].page;
            StepView {
                units: vec![Anchor { name: label.clone(), url: self.url(folder, page) }],
                edition: label,
                newer: true,
                sort: None,
                same: false,
                reason: None,
                url: Some(address::relative(folder, &changes_path(self.site, id))),
                between: String::new(),
                redline: Vec::new(),
            }
        });
        let historical = self.site.editions[edition].status == Status::Historical;
        (historical || successor.is_some()).then_some(HistoryView {
            historical,
            successor,
            steps: Vec::new(),
            namesakes: Vec::new(),
        })
    }

    /// What `unit` became in the edition that replaces its own, with addresses from the site's root.
    pub(super) fn became(&self, unit: Unit) -> Option<StepView> {
        let own = self.site.pages[unit.page].edition?;
        self.steps("", own, unit, true).into_iter().next()
    }

    /// One step for every edition before or after `own`, as far as anything is known of `unit`; the nearest first.
    fn steps(&self, folder: &str, own: EditionId, unit: Unit, newer: bool) -> Vec<StepView> {
        let mut steps = Vec::new();
        let mut at = (own, vec![unit]);
        // What was not there before, or is gone, has no further history.
        while !at.1.is_empty() {
            let Some((id, comparison)) = self.site.compared(at.0, newer) else { break };
            let (step, across) = self.step(folder, (id, comparison), &at.1, newer);
            steps.push(step);
            at = (comparison.edition(newer), across);
        }
        steps
    }

    /// What `units` became across one comparison, or what they were, and the units on the other side.
    fn step(
        &self,
        folder: &str,
        (id, comparison): (ComparisonId, &Comparison),
        units: &[Unit],
        newer: bool,
    ) -> (StepView, Vec<Unit>) {
        let site = self.site;
        let edition = comparison.edition(newer);
        let mut changes: Vec<(ChangeId, &Change)> = units.iter().filter_map(|unit| comparison.of(*unit)).collect();
        changes.sort_by_key(|(id, _)| *id);
        changes.dedup_by_key(|(id, _)| *id);
        let sorts: BTreeSet<Sort> = changes.iter().map(|(_, change)| change.sort).collect();
        let across: Vec<Unit> = changes.iter().flat_map(|(_, change)| change.units(newer)).copied().collect();
        let only = match changes.as_slice() {
            [(_, change)] => Some(*change),
            _ => None,
        };
        let step = StepView {
            edition: site.edition_label(edition),
            newer,
            units: across.iter().map(|unit| self.unit_link(folder, *unit)).collect(),
            sort: match sorts.first() {
                Some(sort) if sorts.len() == 1 => Some(sort_text(*sort)),
                Some(_) => Some(SEVERAL),
                None => None,
            },
            same: only.is_some_and(|change| is_same_wording(self, change)),
            reason: only.and_then(|change| change.reason.clone()),
            url: match only {
                // The page of the comparison has no more to say of it.
                Some(change) if is_plain(change) => None,
                Some(change) => Some(self.change_address(folder, id, change)),
                None => (!changes.is_empty()).then(|| address::relative(folder, &changes_path(site, id))),
            },
            between: format!("{} → {}", site.editions[comparison.older].id, site.editions[comparison.newer].id),
            redline: only.map(|change| redline_of(self, change)).unwrap_or_default(),
        };
        (step, across)
    }

    /// What is known to have changed about an edition.
    pub(super) fn known_changes(&self, folder: &str, edition: EditionId) -> Vec<KnownChangeView> {
        self.known_changes_where(folder, edition, |_| true)
    }

    /// What is known to have changed about an edition as a whole, and not about single units.
    pub(super) fn known_changes_of_all(&self, folder: &str, edition: EditionId) -> Vec<KnownChangeView> {
        self.known_changes_where(folder, edition, <[Unit]>::is_empty)
    }

    /// What is known to have changed about any of `pages`, which are of `edition`.
    pub(super) fn known_changes_of(&self, folder: &str, edition: EditionId, pages: &[PageId]) -> Vec<KnownChangeView> {
        self.known_changes_where(folder, edition, |units| units.iter().any(|unit| pages.contains(&unit.page)))
    }

    /// What is known to have changed about `page`, or about the edition as a whole, each as one text with its source.
    pub(super) fn known_texts(&self, edition: EditionId, page: Option<PageId>) -> Vec<String> {
        let text = |change: KnownChangeView| {
            let unknown = change.unknown.map(|unknown| format!(" Det ved vi ikke: {unknown}")).unwrap_or_default();
            format!("Ændret siden udgaven: {}{unknown} Kilde: {}", change.what, change.source)
        };
        let known = match page {
            Some(page) => self.known_changes_of("", edition, &[page]),
            None => self.known_changes_of_all("", edition),
        };
        known.into_iter().map(text).collect()
    }

    fn known_changes_where(
        &self,
        folder: &str,
        edition: EditionId,
        concerns: impl Fn(&[Unit]) -> bool,
    ) -> Vec<KnownChangeView> {
        let Some(front) = self.site.edition_front(edition) else { return Vec::new() };
        let units = &self.site.editions[edition].known_changes;
        let own = front.known_changes.iter().zip(units).filter(|(_, units)| concerns(units));
        own.map(|(change, units)| KnownChangeView {
            what: change.what.value.clone(),
            source: change.source.clone(),
            date: change.date.clone(),
            unknown: change.unknown.clone(),
            touches: units.iter().map(|unit| self.unit_link(folder, *unit)).collect(),
        })
        .collect()
    }
}
