//! Values of the pages that compare an edition with the one it replaces: what has changed, and which number became which.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::{ChangeId, ComparisonId, PageId};
use crate::load::front::{Kind, Sort};
use crate::model::{Change, Comparison, Unit, UnitPart, address, changes_path, numbers_path};
use crate::render::RenderContext;
use crate::render::cards::{Anchor, EditionView};
use crate::render::history::{change_anchor, is_plain, is_same_number, is_same_wording, redline_of, sort_text};
use crate::render::lists::ListedView;
use crate::text::redline::Stretch;

/// What has changed between two editions.
#[derive(Debug, Serialize)]
pub(super) struct ChangesDetail {
    older: EditionView,
    numbers_url: String,
    /// How many changes of each sort there are; sorts without any are left out.
    counts: Vec<CountView>,
    /// The changes, grouped by theme, guideline or paragraph of the newer edition; what was removed, by that of the older.
    groups: Vec<GroupView>,
    /// What nothing is said about, because the site has only a part of one of the editions.
    unknown_older: Vec<Anchor>,
    unknown_newer: Vec<Anchor>,
}

#[derive(Debug, Serialize)]
struct CountView {
    sort: &'static str,
    text: &'static str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct GroupView {
    /// The title of the group, without its edition.
    title: String,
    anchor: String,
    changes: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    anchor: String,
    sort: &'static str,
    text: &'static str,
    from: Vec<UnitView>,
    to: Vec<UnitView>,
    /// Whether there is nothing to say but that it is unchanged: one line is enough.
    plain: bool,
    /// Whether the number is the same.
    same_number: bool,
    /// Whether the wording is the same to the letter.
    same: bool,
    /// Whether its wordings are removed or new as a whole; never if one of them is not known.
    whole: bool,
    redline: Vec<Stretch>,
    reason: Option<String>,
    source: Option<String>,
    date: Option<String>,
}

#[derive(Debug, Serialize)]
struct UnitView {
    name: String,
    url: String,
    /// The wording, if it is known.
    wording: Option<String>,
}

/// Which number became which, both ways.
#[derive(Debug, Serialize)]
pub(super) struct NumbersDetail {
    older: EditionView,
    changes_url: String,
    forward: Vec<NumberView>,
    backward: Vec<NumberView>,
}

#[derive(Debug, Serialize)]
struct NumberView {
    unit: Anchor,
    became: Vec<Anchor>,
    /// What happened; `None` if nothing is known.
    text: Option<&'static str>,
    url: Option<String>,
}

impl RenderContext<'_> {
    /// The page "Hvad er ændret" of a comparison.
    pub(super) fn changes(&self, folder: &str, id: ComparisonId) -> ListedView<ChangesDetail> {
        let site = self.site;
        let comparison = &site.comparisons[id];
        let mut counts: BTreeMap<Sort, usize> = BTreeMap::new();
        for change in &comparison.changes {
            *counts.entry(change.sort).or_default() += 1;
        }
        let count = |(name, sort): &(&'static str, Sort)| {
            counts.get(sort).map(|count| CountView { sort: name, text: sort_text(*sort), count: *count })
        };
        let unknown = |edition| -> Vec<Anchor> {
            let own = comparison.unknown.iter().filter(|unit| site.pages[unit.page].edition == Some(edition));
            own.map(|unit| self.unit_link(folder, *unit)).collect()
        };
        let detail = ChangesDetail {
            older: self.edition(folder, comparison.older),
            numbers_url: address::relative(folder, &numbers_path(site, id)),
            counts: Sort::ALL.iter().filter_map(count).collect(),
            groups: self.groups(folder, comparison),
            unknown_older: unknown(comparison.older),
            unknown_newer: unknown(comparison.newer),
        };
        let title = format!("Hvad er ændret siden {}", site.editions[comparison.older].id);
        let description = format!(
            "Se ord for ord, hvad der er ændret fra {} til {}.",
            site.edition_label(comparison.older),
            site.edition_label(comparison.newer)
        );
        self.compared(&changes_path(site, id), comparison, (title, description), detail)
    }

    /// The page "Gamle og nye numre" of a comparison.
    pub(super) fn numbers(&self, folder: &str, id: ComparisonId) -> ListedView<NumbersDetail> {
        let site = self.site;
        let comparison = &site.comparisons[id];
        // What has the same number in both editions is in the first table only.
        let is_listed = |unit: &Unit, newer: bool| {
            !newer || comparison.of(*unit).is_none_or(|(_, change)| !is_plain(change) || !is_same_number(self, change))
        };
        let rows = |edition, newer: bool| -> Vec<NumberView> {
            let mut units = site.units(edition);
            units.retain(|unit| is_listed(unit, newer));
            // Letters are known only where a change names them.
            let named = comparison.changes.iter().flat_map(|change| change.units(newer));
            units.extend(named.filter(|unit| matches!(unit.part, Some(UnitPart::Letter(_)))));
            units.into_iter().map(|unit| self.number(folder, (id, comparison), unit, newer)).collect()
        };
        let detail = NumbersDetail {
            older: self.edition(folder, comparison.older),
            changes_url: address::relative(folder, &changes_path(site, id)),
            forward: rows(comparison.older, false),
            backward: rows(comparison.newer, true),
        };
        let title = format!(
            "Gamle og nye numre, {} og {}",
            site.editions[comparison.older].id, site.editions[comparison.newer].id
        );
        let description = format!(
            "Slå op, hvad et nummer i {} hedder i {}, og omvendt.",
            site.edition_label(comparison.older),
            site.edition_label(comparison.newer)
        );
        self.compared(&numbers_path(site, id), comparison, (title, description), detail)
    }

    fn compared<T: Serialize>(
        &self,
        path: &str,
        comparison: &Comparison,
        texts: (String, String),
        detail: T,
    ) -> ListedView<T> {
        let page = self.site.editions[comparison.newer].page;
        let updated = self.site.pages[page].front().updated.clone();
        self.listed((path, page), texts, Some((comparison.newer, updated)), detail)
    }

    fn groups(&self, folder: &str, comparison: &Comparison) -> Vec<GroupView> {
        let mut groups: Vec<GroupView> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for change in &comparison.changes {
            let Some(unit) = change.to.first().or(change.from.first()) else { continue };
            let group = self.group(unit.page);
            let view = self.change(folder, change);
            let found = &self.site.pages[group];
            let anchor = address::slug(&format!("{} {}", found.kind().name(), found.id()));
            // What was removed from a group that still exists follows what is left of it.
            match places.get(&anchor) {
                Some(place) => groups[*place].changes.push(view),
                None => {
                    places.insert(anchor.clone(), groups.len());
                    groups.push(GroupView { title: found.plain_label.clone(), anchor, changes: vec![view] });
                }
            }
        }
        groups
    }

    /// The theme, guideline or paragraph that a page of an edition is in.
    fn group(&self, page: PageId) -> PageId {
        let mut at = page;
        while let Some(above) = self.site.up(at) {
            if self.site.pages[above].kind().family().is_none() {
                break;
            }
            at = above;
            if self.site.pages[at].kind() == Kind::Theme {
                break;
            }
        }
        at
    }

    fn change(&self, folder: &str, change: &Change) -> ChangeView {
        let unit = |unit: &Unit| {
            let Anchor { name, url } = self.unit_link(folder, *unit);
            UnitView { name, url, wording: unit.wording(self.site).map(std::borrow::Cow::into_owned) }
        };
        ChangeView {
            anchor: change_anchor(self, change),
            sort: change.sort.name(),
            text: sort_text(change.sort),
            plain: is_plain(change),
            same_number: is_same_number(self, change),
            from: change.from.iter().map(unit).collect(),
            to: change.to.iter().map(unit).collect(),
            same: is_same_wording(self, change),
            whole: matches!(change.sort, Sort::Split | Sort::Merged | Sort::Removed | Sort::New)
                && change.from.iter().chain(&change.to).all(|unit| unit.wording(self.site).is_some()),
            redline: redline_of(self, change),
            reason: change.reason.clone(),
            source: change.source.clone(),
            date: change.date.clone(),
        }
    }

    fn number(
        &self,
        folder: &str,
        (id, comparison): (ComparisonId, &Comparison),
        unit: Unit,
        newer: bool,
    ) -> NumberView {
        let found: Option<(ChangeId, &Change)> = comparison.of(unit);
        let across = found.map(|(_, change)| change.units(!newer));
        NumberView {
            unit: self.unit_link(folder, unit),
            became: across.into_iter().flatten().map(|unit| self.unit_link(folder, *unit)).collect(),
            text: found.map(|(_, change)| sort_text(change.sort)),
            url: found
                .filter(|(_, change)| !is_plain(change))
                .map(|(_, change)| self.change_address(folder, id, change)),
        }
    }
}
