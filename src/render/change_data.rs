//! `data/aendringer.json`: what became of the units of every edition that was replaced, and what is known to have changed
//! although no edition says so. Also the identity of units in the other data files.

use serde::Serialize;

use crate::ids::EditionId;
use crate::link::SiteAddress;
use crate::model::{Change, Comparison, Unit};
use crate::render::RenderContext;

#[derive(Serialize)]
pub(super) struct ChangesFile<'a> {
    comparisons: Vec<ComparisonData<'a>>,
    known_changes: Vec<KnownChangeData<'a>>,
}

#[derive(Serialize)]
struct ComparisonData<'a> {
    older: String,
    newer: String,
    changes: Vec<ChangeData<'a>>,
    /// Units of which nothing is known, because the site has only a part of one of the editions.
    unknown: Vec<UnitData>,
}

#[derive(Serialize)]
struct ChangeData<'a> {
    sort: &'static str,
    from: Vec<UnitData>,
    to: Vec<UnitData>,
    reason: Option<&'a str>,
    source: Option<&'a str>,
    date: Option<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct KnownChangeData<'a> {
    edition: String,
    what: &'a str,
    source: &'a str,
    date: Option<&'a str>,
    unknown: Option<&'a str>,
    touches: Vec<UnitData>,
}

/// A unit as data refers to it.
#[derive(Debug, Serialize)]
pub(super) struct UnitData {
    edition: String,
    /// Its name in its edition: "5.c#7". It stays when the printed number changes.
    name: String,
    url: String,
}

/// What a unit is, was and became.
#[derive(Debug, Serialize)]
pub(super) struct Identity {
    /// Its name in its edition: "5.c#7".
    name: String,
    /// The edition, such as "kvalitetsmodel-2021".
    edition: String,
    /// What it was in the edition before.
    predecessors: Vec<UnitData>,
    /// What it became in the edition after.
    successors: Vec<UnitData>,
}

impl RenderContext<'_> {
    fn unit_data(&self, unit: &Unit) -> UnitData {
        let edition = self.site.pages[unit.page].edition.map(|edition| self.site.editions[edition].full_id());
        UnitData {
            edition: edition.unwrap_or_default(),
            name: unit.name(self.site),
            url: SiteAddress::of_unit(self.site, *unit).to_string(),
        }
    }

    /// What `unit` is, was and became.
    pub(super) fn identity(&self, unit: Unit) -> Identity {
        let UnitData { edition, name, .. } = self.unit_data(&unit);
        let own = self.site.pages[unit.page].edition;
        let before = own.and_then(|own| self.site.compared_with_older(own)).and_then(|(_, older)| older.of(unit));
        let after = own.and_then(|own| self.site.compared_with_newer(own)).and_then(|(_, newer)| newer.of(unit));
        let units = |units: &[Unit]| units.iter().map(|unit| self.unit_data(unit)).collect();
        Identity {
            name,
            edition,
            predecessors: before.map(|(_, change)| units(&change.from)).unwrap_or_default(),
            successors: after.map(|(_, change)| units(&change.to)).unwrap_or_default(),
        }
    }

    /// The content of `data/aendringer.json`.
    pub(super) fn change_data(&self) -> ChangesFile<'_> {
        let site = self.site;
        let full_id = |edition: EditionId| site.editions[edition].full_id();
        let comparison = |comparison: &'_ Comparison| (full_id(comparison.older), full_id(comparison.newer));
        let comparisons = site.comparisons.iter_enumerated().map(|(id, compared)| {
            let (older, newer) = comparison(compared);
            let change = |change| {
                let change: &Change = change;
                ChangeData {
                    sort: change.sort.name(),
                    from: change.from.iter().map(|unit| self.unit_data(unit)).collect(),
                    to: change.to.iter().map(|unit| self.unit_data(unit)).collect(),
                    reason: change.reason.as_deref(),
                    source: change.source.as_deref(),
                    date: change.date.as_deref(),
                    url: self.change_address("", id, change),
                }
            };
            ComparisonData {
                older,
                newer,
                changes: compared.changes.iter().map(change).collect(),
                unknown: compared.unknown.iter().map(|unit| self.unit_data(unit)).collect(),
            }
        });
        let known =
            site.editions.iter_enumerated().filter_map(|(id, edition)| Some((id, edition, site.edition_front(id)?)));
        let known_changes = known.flat_map(|(id, edition, front)| {
            front.known_changes.iter().zip(&edition.known_changes).map(move |(change, units)| KnownChangeData {
                edition: full_id(id),
                what: &change.what.value,
                source: &change.source,
                date: change.date.as_deref(),
                unknown: change.unknown.as_deref(),
                touches: units.iter().map(|unit| self.unit_data(unit)).collect(),
            })
        });
        ChangesFile { comparisons: comparisons.collect(), known_changes: known_changes.collect() }
    }
}
