//! Proposes a mapping between two editions: by the same wording, then by the most similar one, then by number.
//!
//! Every unit of both editions is in exactly one proposal. What editors have said already is taken as it is.

use std::collections::BTreeSet;

use crate::ids::EditionId;
use crate::load::front::Sort;
use crate::model::{Site, Unit};
use crate::text::redline::{contained, similarity};

/// What may have become of some units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proposal {
    pub(super) sort: Sort,
    pub(super) from: Vec<Unit>,
    pub(super) to: Vec<Unit>,
    pub(super) certainty: Certainty,
}

/// How sure a proposal is, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Certainty {
    /// The build knows it by itself.
    Proven,
    Sure(String),
    Likely(String),
    Unsure(String),
    /// Nothing but the number speaks for it, because a wording is not known.
    Unknown(String),
}

/// From this similarity on, a pair is proposed without doubt; from the lower one on, with doubt. Of the 3,655 pairs of different
/// questions in the delivered model of 2021, 5 reach the upper one and 41 the lower one.
const LIKELY: f32 = 0.65;
const POSSIBLE: f32 = 0.4;
/// The part of a wording's words that must come from another, in order, for it to be a piece of that.
const PIECE: f32 = 0.6;

/// The part of a wording's words in another from which on the one may have come from the other.
const TRACE: f32 = 0.3;

/// Proposals for all units of both editions, in the order of the newer one; removed units last.
pub(super) fn propose(site: &Site, older: EditionId, newer: EditionId) -> Vec<Proposal> {
    let mut search = Search::new(site, older, newer);
    search.written(older, newer);
    search.proven();
    search.same_wording();
    search.pieces(Sort::Split);
    search.pieces(Sort::Merged);
    search.similar();
    search.same_number();
    search.rest();
    search.doubt();
    let place = |proposal: &Proposal| {
        let first = proposal.to.iter().filter_map(|unit| search.new.iter().position(|other| other == unit)).min();
        first.unwrap_or(usize::MAX)
    };
    let mut proposals = std::mem::take(&mut search.proposals);
    proposals.sort_by_key(place);
    proposals
}

struct Search<'s> {
    site: &'s Site,
    old: Vec<Unit>,
    new: Vec<Unit>,
    /// The units that are in a proposal, or of which an editor has spoken.
    done: BTreeSet<Unit>,
    proposals: Vec<Proposal>,
}

impl<'s> Search<'s> {
    fn new(site: &'s Site, older: EditionId, newer: EditionId) -> Self {
        let (old, new) = (site.units(older), site.units(newer));
        Self { site, old, new, done: BTreeSet::new(), proposals: Vec::new() }
    }

    /// Leaves out what editors have said already.
    fn written(&mut self, older: EditionId, newer: EditionId) {
        if let Some((_, comparison)) = self.site.compared_with_older(newer)
            && comparison.older == older
        {
            let written = comparison.changes.iter().filter(|change| change.sort != Sort::Unchanged);
            self.done.extend(written.flat_map(|change| change.from.iter().chain(&change.to)).copied());
        }
    }

    fn put(&mut self, sort: Sort, from: &[Unit], to: &[Unit], certainty: Certainty) {
        self.done.extend(from.iter().chain(to).copied());
        self.proposals.push(Proposal { sort, from: from.to_vec(), to: to.to_vec(), certainty });
    }

    fn open(&self, units: &[Unit]) -> Vec<Unit> {
        units.iter().copied().filter(|unit| !self.done.contains(unit)).collect()
    }

    fn alike(&self, old: Unit, new: Unit) -> f32 {
        let wordings = old.wording(self.site).zip(new.wording(self.site));
        wordings.map_or(0.0, |(old, new)| similarity(&old, &new))
    }

    fn proven(&mut self) {
        for old in self.open(&self.old) {
            let same =
                |new: &Unit| old.has_place_of(self.site, *new) && old.has_wording_of(self.site, *new) == Some(true);
            if let Some(new) = self.open(&self.new).into_iter().find(same) {
                self.put(Sort::Unchanged, &[old], &[new], Certainty::Proven);
            }
        }
    }

    /// The same wording under another name. Of several, the one nearest in order.
    fn same_wording(&mut self) {
        for old in self.open(&self.old) {
            let mut same = self.open(&self.new);
            same.retain(|new| old.is_of_kind_of(self.site, *new) && old.has_wording_of(self.site, *new) == Some(true));
            let Some(new) = same.first().copied() else { continue };
            let why = "the wording is the same to the letter";
            let certainty = match same.len() {
                1 => Certainty::Sure(why.to_owned()),
                count => Certainty::Unsure(format!("{why}, but {count} units have it")),
            };
            self.put(Sort::Moved, &[old], &[new], certainty);
        }
    }

    /// One wording that was cut into several, or several that were joined into one.
    fn pieces(&mut self, sort: Sort) {
        let sides = |search: &Self| match sort {
            Sort::Split => (search.open(&search.old), search.open(&search.new)),
            _ => (search.open(&search.new), search.open(&search.old)),
        };
        for whole in sides(self).0 {
            let Some(text) = whole.wording(self.site) else { continue };
            let mut parts: Vec<Unit> = Vec::new();
            let mut words = 0;
            for part in sides(self).1 {
                let Some(piece) = part.wording(self.site).filter(|_| whole.is_of_kind_of(self.site, part)) else {
                    continue;
                };
                // A wording that is nearly the whole is the same unit, reworded.
                let alike = similarity(&text, &piece);
                if contained(&piece, &text) >= PIECE && alike < 0.8 && !self.has_better(whole, part, alike, sort) {
                    parts.push(part);
                    words += piece.split_whitespace().count();
                }
            }
            let covers = words * 2 >= text.split_whitespace().count();
            if parts.len() < 2 || !covers {
                continue;
            }
            let why = match sort {
                Sort::Split => "most words of these come from one",
                _ => "most words of these went into one",
            };
            let certainty = Certainty::Likely(why.to_owned());
            match sort {
                Sort::Split => self.put(sort, &[whole], &parts, certainty),
                _ => self.put(sort, &parts, &[whole], certainty),
            }
        }
    }

    /// Whether `part` resembles another unit on the side of `whole` more.
    fn has_better(&self, whole: Unit, part: Unit, alike: f32, sort: Sort) -> bool {
        let others = if sort == Sort::Split { self.open(&self.old) } else { self.open(&self.new) };
        others.into_iter().filter(|other| *other != whole && other.is_of_kind_of(self.site, part)).any(|other| {
            let (old, new) = if sort == Sort::Split { (other, part) } else { (part, other) };
            self.alike(old, new) > alike.max(POSSIBLE)
        })
    }

    /// The most similar pairs first.
    fn similar(&mut self) {
        let (old, new) = (self.open(&self.old), self.open(&self.new));
        let mut pairs: Vec<(f32, bool, Unit, Unit)> = Vec::new();
        for one in &old {
            for other in new.iter().filter(|other| one.is_of_kind_of(self.site, **other)) {
                let alike = self.alike(*one, *other);
                if alike >= POSSIBLE {
                    pairs.push((alike, one.has_place_of(self.site, *other), *one, *other));
                }
            }
        }
        // At equal similarity, what keeps its number; then in order, so that the result is the same every time.
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        for (alike, stays, one, other) in pairs {
            if self.done.contains(&one) || self.done.contains(&other) {
                continue;
            }
            let why = format!("{:.0} % of the words are the same", alike * 100.0);
            let certainty = match alike {
                alike if alike >= LIKELY => Certainty::Likely(why),
                _ if stays => Certainty::Likely(format!("{why}, and so is the number")),
                _ => Certainty::Unsure(why),
            };
            self.put(if stays { Sort::Reworded } else { Sort::Moved }, &[one], &[other], certainty);
        }
    }

    /// What is left with the same number. A number alone proves nothing.
    fn same_number(&mut self) {
        for old in self.open(&self.old) {
            let same = |new: &Unit| old.is_of_kind_of(self.site, *new) && old.has_place_of(self.site, *new);
            if let Some(new) = self.open(&self.new).into_iter().find(same) {
                let certainty = match old.wording(self.site).zip(new.wording(self.site)) {
                    Some(_) => Certainty::Unsure("only the number is the same".to_owned()),
                    None => Certainty::Unknown("only the number is the same; a wording is not known".to_owned()),
                };
                self.put(Sort::Reworded, &[old], &[new], certainty);
            }
        }
    }

    /// Doubts what is new or removed if some of its words are in a unit that has changed, and that change too: a split or a
    /// merger may look like this.
    fn doubt(&mut self) {
        let inexact = |proposal: &Proposal| matches!(proposal.certainty, Certainty::Likely(_) | Certainty::Unsure(_));
        let mut doubts: Vec<(usize, usize)> = Vec::new();
        for (at, proposal) in self.proposals.iter().enumerate() {
            let (unit, is_new) = match (proposal.from.as_slice(), proposal.to.as_slice()) {
                ([], [unit]) => (*unit, true),
                ([unit], []) => (*unit, false),
                _ => continue,
            };
            for (other, found) in self.proposals.iter().enumerate().filter(|(_, found)| inexact(found)) {
                // What is new came from something older; what was removed went into something newer.
                let wholes = if is_new { &found.from } else { &found.to };
                if wholes.iter().any(|whole| self.shares_words(unit, *whole)) {
                    doubts.push((at, other));
                }
            }
        }
        for (at, other) in doubts {
            let [unit, whole] = [at, other].map(|at| {
                let Proposal { from, to, .. } = &self.proposals[at];
                from.iter().chain(to).map(|unit| unit.name(self.site)).collect::<Vec<_>>().join(", ")
            });
            self.proposals[at].certainty = Certainty::Unsure(format!("some of its words are in the change of {whole}"));
            self.proposals[other].certainty = Certainty::Unsure(format!("{unit} may be a part of this change"));
        }
    }

    fn shares_words(&self, unit: Unit, whole: Unit) -> bool {
        let wordings = unit.wording(self.site).zip(whole.wording(self.site));
        unit.is_of_kind_of(self.site, whole) && wordings.is_some_and(|(unit, whole)| contained(&unit, &whole) >= TRACE)
    }

    fn rest(&mut self) {
        for old in self.open(&self.old) {
            self.put(Sort::Removed, &[old], &[], Certainty::Likely("no wording is similar".to_owned()));
        }
        for new in self.open(&self.new) {
            self.put(Sort::New, &[], &[new], Certainty::Likely("no wording is similar".to_owned()));
        }
    }
}
