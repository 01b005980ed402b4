//! Comparisons of editions: what became of every unit of an edition in the one that replaces it.
//!
//! Editors say so in the `[[changes]]` of the newer edition. Only what the wordings prove need not be said: a unit with the
//! same name, place and wording as before is unchanged. Where a wording is not known, a number alone proves nothing.

use std::collections::BTreeMap;

use typed_index_collections::TiVec;

use crate::diagnostic::{Code, Diagnostic, Severity, Spanned, suggest};
use crate::ids::{ChangeId, ComparisonId, EditionId};
use crate::load::front::{ChangeFront, EditionFront, Sort, Status};
use crate::model::Site;
use crate::model::units::{Unit, UnitNames};

/// What became of the units of one edition in the next.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The edition that was replaced.
    pub older: EditionId,
    /// The edition that replaces it.
    pub newer: EditionId,
    /// All changes, in the order of the newer edition; what was removed follows what it followed in the older one.
    pub changes: TiVec<ChangeId, Change>,
    /// Units of which nothing is said, because the site has only a part of one of the editions: older ones first.
    pub unknown: Vec<Unit>,
    by_unit: BTreeMap<Unit, ChangeId>,
}

/// What became of some units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// What happened.
    pub sort: Sort,
    /// The units of the older edition.
    pub from: Vec<Unit>,
    /// The units of the newer edition.
    pub to: Vec<Unit>,
    /// Why, or what is uncertain about it.
    pub reason: Option<String>,
    /// Where that is written.
    pub source: Option<String>,
    /// When it took effect.
    pub date: Option<String>,
}

impl Change {
    /// Its units of the newer edition, or of the older one.
    pub(crate) fn units(&self, newer: bool) -> &[Unit] {
        if newer { &self.to } else { &self.from }
    }
}

impl Comparison {
    /// The newer edition, or the older one.
    pub(crate) fn edition(&self, newer: bool) -> EditionId {
        if newer { self.newer } else { self.older }
    }

    /// The change that `unit`, of either edition, has a part in.
    pub(crate) fn of(&self, unit: Unit) -> Option<(ChangeId, &Change)> {
        let id = *self.by_unit.get(&unit)?;
        Some((id, &self.changes[id]))
    }
}

/// Compares every edition with the one it replaces. Reports changes that name unknown units or contradict the wordings, and
/// units of which nothing is said.
pub(super) fn compare(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> TiVec<ComparisonId, Comparison> {
    report_current(site, diagnostics);
    let names: TiVec<EditionId, UnitNames> = site.editions.keys().map(|id| unit_names(site, id, diagnostics)).collect();
    let mut comparisons: TiVec<ComparisonId, Comparison> = TiVec::new();
    for newer in site.editions.keys() {
        let Some(front) = site.edition_front(newer) else { continue };
        let Some(replaces) = &front.replaces else {
            if let Some(first) = front.changes.first() {
                let message = "`changes` without `replaces`";
                let help = "add `replaces = \"…\"` with the year of the edition that the changes start from";
                diagnostics.push(mistake(site, newer, Code::MissingKey, &first.sort, message.to_owned()).help(help));
            }
            continue;
        };
        match replaced(site, newer, replaces, &comparisons) {
            Ok(older) => {
                let names = [&names[older], &names[newer]];
                let builder = Builder { site, older, newer, front, names, changes: Vec::new(), named: BTreeMap::new() };
                comparisons.push(builder.build(diagnostics));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    comparisons
}

/// The names of the units of an edition. Reports themes that are named like another unit: mappings could not tell them
/// apart.
fn unit_names(site: &Site, edition: EditionId, diagnostics: &mut Vec<Diagnostic>) -> UnitNames {
    UnitNames::new(site, edition, |unit, first| {
        let name = unit.name(site);
        let other = &site.pages[first.page].source.file;
        let message = format!("the id `{name}` is also that of {other}, so that mappings cannot tell them apart");
        let file = &site.pages[unit.page].source.file;
        let help = "give the theme a name of letters for its id";
        diagnostics.push(Diagnostic::error(Code::DuplicateId, file, None, message).help(help));
    })
}

/// Reports a second current edition of a family: readers would be led to either.
fn report_current(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, edition) in site.editions.iter_enumerated().filter(|(_, edition)| edition.status == Status::Current) {
        let Some(front) = site.edition_front(id) else { continue };
        let first = site.editions_of(edition.family).find(|(_, other)| other.status == Status::Current);
        if let Some((first, _)) = first.filter(|(first, _)| *first != id) {
            let other = &site.pages[site.editions[first].page].source.file;
            let message = format!("`{}` is current, but so is the edition in {other}", edition.full_id());
            let help = "only one edition of a family can be current; set `status` of the older one to \"historical\"";
            diagnostics.push(mistake(site, id, Code::InvalidValue, &front.id, message).help(help));
        }
    }
}

/// The edition that `newer` replaces.
fn replaced(
    site: &Site,
    newer: EditionId,
    replaces: &Spanned<String>,
    comparisons: &TiVec<ComparisonId, Comparison>,
) -> Result<EditionId, Box<Diagnostic>> {
    let family = site.editions[newer].family;
    let invalid =
        |code, message: String, help: String| Box::new(mistake(site, newer, code, replaces, message).help(help));
    let Some((older, _)) = site.editions_of(family).find(|(_, edition)| edition.id == replaces.value) else {
        let years: Vec<&str> =
            site.editions_of(family).filter(|(id, _)| *id != newer).map(|(_, edition)| edition.id.as_str()).collect();
        let otherwise = match years.as_slice() {
            [] => "it is the only edition of its family; remove the line".to_owned(),
            years => format!("use one of: {}", years.join(", ")),
        };
        let message = format!("there is no edition `{}-{}`", family.name(), replaces.value);
        return Err(invalid(
            Code::UnknownReference,
            message,
            suggest(&replaces.value, years.iter().copied(), &otherwise),
        ));
    };
    let before = |id: EditionId| {
        let front = site.edition_front(id)?;
        let year = &front.replaces.as_ref()?.value;
        site.editions_of(family).find(|(_, edition)| edition.id == *year).map(|(id, _)| id)
    };
    let mut at = Some(older);
    for _ in 0..=site.editions.len() {
        match at {
            Some(id) if id == newer => {
                let message = "editions replace each other in a circle".to_owned();
                return Err(invalid(Code::InvalidValue, message, "an edition replaces an older one".to_owned()));
            }
            Some(id) => at = before(id),
            None => break,
        }
    }
    if let Some(other) = comparisons.iter().find(|comparison| comparison.older == older) {
        let file = &site.pages[site.editions[other.newer].page].source.file;
        let message = format!("`{}` is already replaced by the edition in {file}", site.editions[older].full_id());
        let help = "an edition has one successor; replace that edition instead, or correct the year".to_owned();
        return Err(invalid(Code::InvalidValue, message, help));
    }
    Ok(older)
}

fn mistake<T>(site: &Site, edition: EditionId, code: Code, at: &Spanned<T>, message: String) -> Diagnostic {
    Diagnostic::error(code, &site.pages[site.editions[edition].page].source.file, at.span, message)
}

/// Resolves the names of units in `touches` and reports those that do not exist.
pub(super) fn touched(
    site: &Site,
    edition: EditionId,
    names: &UnitNames,
    touches: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Unit> {
    let found = touches
        .iter()
        .map(|name| names.find(site, &name.value).ok_or_else(|| unknown(site, edition, edition, names, name)));
    found.filter_map(|unit| unit.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()).collect()
}

/// The diagnostic for a name in the file of edition `file` that edition `edition` does not have.
fn unknown(site: &Site, file: EditionId, edition: EditionId, names: &UnitNames, name: &Spanned<String>) -> Diagnostic {
    let edition = site.editions[edition].full_id();
    let message = format!("`{}` is not in the edition `{edition}`", name.value);
    let otherwise = "give a name such as \"5.c\", \"5.c#7\" (a question), \"3.1.1\" or \"serviceloven 101#4\"";
    mistake(site, file, Code::UnknownReference, name, message).help(suggest(&name.value, names.names(), otherwise))
}

/// Builds one comparison.
struct Builder<'s> {
    site: &'s Site,
    older: EditionId,
    newer: EditionId,
    front: &'s EditionFront,
    names: [&'s UnitNames; 2],
    changes: Vec<Change>,
    /// The units that a change names already, with the position of that change.
    named: BTreeMap<Unit, usize>,
}

impl<'s> Builder<'s> {
    fn build(mut self, diagnostics: &mut Vec<Diagnostic>) -> Comparison {
        for change in &self.front.changes {
            self.written(change, diagnostics);
        }
        let [before, after] = [self.site.units(self.older), self.site.units(self.newer)];
        for unit in &before {
            self.proven(*unit);
        }
        let unknown = [&before, &after]
            .map(|units| units.iter().copied().filter(|unit| !self.named.contains_key(unit)).collect::<Vec<Unit>>());
        let partly = |edition: EditionId| self.site.edition_front(edition).is_some_and(|front| front.is_incomplete);
        if !partly(self.older) && !partly(self.newer) && !self.front.has_faulty_changes {
            self.report_unmapped(&unknown, diagnostics);
        }
        self.report_unlikely(diagnostics);
        let changes = self.ordered(&before, &after);
        let by_unit = changes
            .iter_enumerated()
            .flat_map(|(id, change)| change.from.iter().chain(&change.to).map(move |unit| (*unit, id)))
            .collect();
        let unknown = unknown.concat();
        Comparison { older: self.older, newer: self.newer, changes, unknown, by_unit }
    }

    /// Warns of what is removed and new with the same wording: rather, it has moved.
    fn report_unlikely(&self, diagnostics: &mut Vec<Diagnostic>) {
        let units = |sort, from: bool| -> Vec<Unit> {
            let own = self.changes.iter().filter(|change| change.sort == sort);
            own.flat_map(|change| if from { &change.from } else { &change.to }).copied().collect()
        };
        let (removed, new) = (units(Sort::Removed, true), units(Sort::New, false));
        let Some(at) = &self.front.replaces else { return };
        for old in removed {
            if let Some(same) = new.iter().find(|new| old.has_wording_of(self.site, **new) == Some(true)) {
                let (old, same) = (old.name(self.site), same.name(self.site));
                let message = format!("`{old}` is removed and `{same}` is new, but their wordings are the same");
                let found = Diagnostic {
                    severity: Severity::Warning,
                    ..mistake(self.site, self.newer, Code::Contradiction, at, message)
                };
                diagnostics.push(found.help("use one change of sort \"moved\" or \"unchanged\""));
            }
        }
    }

    /// Adds a change that an editor wrote.
    fn written(&mut self, change: &ChangeFront, diagnostics: &mut Vec<Diagnostic>) {
        let mut sides = [Vec::new(), Vec::new()];
        for (side, (edition, names)) in [(self.older, &change.from), (self.newer, &change.to)].into_iter().enumerate() {
            for name in names {
                let Some(unit) = self.names[side].find(self.site, &name.value) else {
                    diagnostics.push(unknown(self.site, self.newer, edition, self.names[side], name));
                    continue;
                };
                if self.named.insert(unit, self.changes.len()).is_some() {
                    let message = format!("`{}` is already in another change", name.value);
                    let help = "what became of a unit can be said only once; merge the two changes, or remove one";
                    diagnostics.push(mistake(self.site, self.newer, Code::DuplicateId, name, message).help(help));
                }
                sides[side].push(unit);
            }
        }
        let [from, to] = sides;
        if let ([old], [new]) = (from.as_slice(), to.as_slice()) {
            diagnostics.extend(self.contradiction(&change.sort, *old, *new));
        }
        self.changes.push(Change {
            sort: change.sort.value,
            from,
            to,
            reason: change.reason.clone(),
            source: change.source.clone(),
            date: change.date.clone(),
        });
    }

    /// The warning for a change that says something else than the wordings.
    fn contradiction(&self, sort: &Spanned<Sort>, old: Unit, new: Unit) -> Option<Diagnostic> {
        let site = self.site;
        let stays = old.has_place_of(site, new);
        let (what, help) = match (sort.value, old.has_wording_of(site, new)) {
            _ if !old.is_of_kind_of(site, new) => ("became a unit of another kind", "names of the same kind"),
            (Sort::Reworded, Some(true)) => {
                ("is reworded, but its wording is the same to the letter", "\"unchanged\" or \"moved\"")
            }
            (Sort::Unchanged, Some(false)) => ("is unchanged, but its wording is not the same", "\"reworded\""),
            (Sort::Moved, _) if stays => {
                ("is moved, but its name and place are the same", "\"unchanged\" or \"reworded\"")
            }
            (Sort::Unchanged, _) if !stays => ("is unchanged, but its name or place is not the same", "\"moved\""),
            _ => return None,
        };
        let message = format!("the change says that `{}` {what}", old.name(site));
        let file = &site.pages[site.editions[self.newer].page].source.file;
        let found = Diagnostic::warning(Code::Contradiction, file, sort.span, message);
        Some(found.help(format!("use {help}, or correct the wording")))
    }

    /// Adds the change that `unit` of the older edition is unchanged, if nothing else is said and the wordings prove it.
    fn proven(&mut self, unit: Unit) {
        let Some(same) = self.names[1].find(self.site, &unit.name(self.site)) else { return };
        let open = !self.named.contains_key(&unit) && !self.named.contains_key(&same);
        if open && unit.has_place_of(self.site, same) && unit.has_wording_of(self.site, same) == Some(true) {
            for unit in [unit, same] {
                self.named.insert(unit, self.changes.len());
            }
            let (from, to) = (vec![unit], vec![same]);
            self.changes.push(Change { sort: Sort::Unchanged, from, to, reason: None, source: None, date: None });
        }
    }

    fn report_unmapped(&self, [before, after]: &[Vec<Unit>; 2], diagnostics: &mut Vec<Diagnostic>) {
        let Some(at) = &self.front.replaces else { return };
        for (units, edition, says) in [(before, self.older, "became of"), (after, self.newer, "was before")] {
            if units.is_empty() {
                continue;
            }
            let names: Vec<String> = units.iter().map(|unit| unit.name(self.site)).collect();
            let names = names.join(", ");
            let edition = self.site.editions[edition].full_id();
            let message = match says {
                "became of" => format!("nothing says what became of these units of `{edition}`: {names}"),
                _ => format!("nothing says what these units of `{edition}` were before: {names}"),
            };
            let help = format!(
                "add [[changes]] for them; `vejviser compare {} {}` proposes some",
                self.site.editions[self.older].full_id(),
                self.site.editions[self.newer].full_id()
            );
            diagnostics.push(mistake(self.site, self.newer, Code::UnmappedUnit, at, message).help(help));
        }
    }

    /// The changes in the order of the newer edition.
    fn ordered(&mut self, before: &[Unit], after: &[Unit]) -> TiVec<ChangeId, Change> {
        let place = |units: &[Unit]| -> BTreeMap<Unit, usize> { units.iter().copied().zip(1..).collect() };
        let (old_places, new_places) = (place(before), place(after));
        let first = |units: &[Unit], places: &BTreeMap<Unit, usize>| {
            // A letter has the place of its recommendation.
            units
                .iter()
                .filter_map(|unit| places.get(unit).or_else(|| places.get(&Unit::page(unit.page))))
                .min()
                .copied()
        };
        let mut new_place_of_old: BTreeMap<usize, usize> = BTreeMap::new();
        for change in &self.changes {
            if let Some(new) = first(&change.to, &new_places) {
                for old in change.from.iter().filter_map(|unit| old_places.get(unit)) {
                    new_place_of_old.insert(*old, new);
                }
            }
        }
        let mut keyed: Vec<((usize, usize), Change)> = std::mem::take(&mut self.changes)
            .into_iter()
            .map(|change| {
                let key = match first(&change.to, &new_places) {
                    Some(new) => (new, 0),
                    None => {
                        let old = first(&change.from, &old_places).unwrap_or(0);
                        let above = new_place_of_old.range(..old).next_back().map_or(0, |(_, new)| *new);
                        (above, old)
                    }
                };
                (key, change)
            })
            .collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, change)| change).collect()
    }
}
