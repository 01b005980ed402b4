//! Which edition follows which, which one is current, and what a unit of one is in another.

use crate::ids::{ComparisonId, EditionId};
use crate::load::front::{Family, Status};
use crate::model::comparisons::Comparison;
use crate::model::units::Unit;
use crate::model::{Edition, Site};

impl Site {
    /// The comparison with the edition that `edition` replaces.
    pub(crate) fn compared_with_older(&self, edition: EditionId) -> Option<(ComparisonId, &Comparison)> {
        self.comparisons.iter_enumerated().find(|(_, comparison)| comparison.newer == edition)
    }

    /// The comparison with the edition that replaces `edition`.
    pub(crate) fn compared_with_newer(&self, edition: EditionId) -> Option<(ComparisonId, &Comparison)> {
        self.comparisons.iter_enumerated().find(|(_, comparison)| comparison.older == edition)
    }

    /// The comparison with the edition after `edition`, or with the one before it.
    pub(crate) fn compared(&self, edition: EditionId, newer: bool) -> Option<(ComparisonId, &Comparison)> {
        if newer { self.compared_with_newer(edition) } else { self.compared_with_older(edition) }
    }

    /// Whether an edition is the one of its family that readers are led to.
    pub(crate) fn is_current(&self, edition: EditionId) -> bool {
        self.current_edition(self.editions[edition].family) == Some(edition)
    }

    /// What `unit` is in `edition`, which is newer than its own or older; none if it is new or gone there. `None` if that is
    /// not known, or if no comparisons lead to `edition` in that direction.
    pub(crate) fn across(&self, unit: Unit, edition: EditionId, newer: bool) -> Option<Vec<Unit>> {
        let mut at = self.pages[unit.page].edition?;
        let mut units = vec![unit];
        while at != edition {
            let (_, comparison) = self.compared(at, newer)?;
            let changes: Option<Vec<_>> = units.iter().map(|unit| comparison.of(*unit)).collect();
            units = changes?.into_iter().flat_map(|(_, change)| change.units(newer)).copied().collect();
            at = comparison.edition(newer);
        }
        Some(units)
    }

    /// What `unit` became in the current edition of its family; `None` if it is gone, if nothing is known, or if its own
    /// edition is not older than the current one.
    pub(crate) fn in_current_edition(&self, unit: Unit) -> Option<Unit> {
        let mut at = unit;
        loop {
            let own = self.pages[at.page].edition?;
            if self.is_current(own) {
                return Some(at);
            }
            let (_, comparison) = self.compared_with_newer(own)?;
            at = *comparison.of(at)?.1.to.first()?;
        }
    }

    /// The edition of a family that readers are led to: the one that says it is current; otherwise the last that is neither
    /// replaced nor historical; otherwise the last. A newer edition may be there before it is in force, and an older one may
    /// be historical before the next is published.
    pub(crate) fn current_edition(&self, family: Family) -> Option<EditionId> {
        let last = |fits: &dyn Fn(EditionId, &Edition) -> bool| {
            self.editions_of(family).filter(|(id, edition)| fits(*id, edition)).last().map(|(id, _)| id)
        };
        let is_open = |id| self.compared_with_newer(id).is_none();
        last(&|_, edition| edition.status == Status::Current)
            .or_else(|| last(&|id, edition| is_open(id) && edition.status != Status::Historical))
            .or_else(|| last(&|id, _| is_open(id)))
    }
}
