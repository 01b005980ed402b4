//! The documents that references lead to.
//!
//! A reference leads to the current edition. It leads to an older one as well if its number meant something else there, since
//! reports go on citing it. With a year, `3.1.1 (2016)`, it leads to that edition only.

use std::collections::BTreeMap;

use crate::index::entries::Entry;
use crate::index::references::key;
use crate::load::front::{Detail, Kind};
use crate::model::{Page, Site, subsection_anchor};
use crate::text::references::{Reference, Target};

/// Documents by the keys of the references that lead to them.
pub(crate) type Numbers = BTreeMap<String, Vec<u32>>;

/// The documents that a reference leads to. The letter of a recommendation has no place of its own.
pub(crate) fn documents<'n>(numbers: &'n Numbers, reference: &Reference) -> &'n [u32] {
    let found = numbers.get(&key(reference)).or_else(|| {
        let is_recommendation = reference.target == Target::Recommendation && reference.part.is_some();
        is_recommendation.then(|| numbers.get(&key(&Reference { part: None, ..reference.clone() })))?
    });
    found.map_or(&[], Vec::as_slice)
}

/// Number of references that are suggested for one that leads nowhere.
const SUGGESTIONS: usize = 3;

/// The documents of the references closest to one that leads nowhere: those of the same kind that agree with it longest, then
/// those whose next number is nearest. If the number is there in other editions, these.
pub(crate) fn nearest(numbers: &Numbers, reference: &Reference) -> Vec<u32> {
    let undated = key(&Reference { edition: None, ..reference.clone() });
    let of_other_editions = format!("{undated} (");
    let others: Vec<u32> = numbers
        .range(of_other_editions.clone()..)
        .take_while(|(key, _)| key.starts_with(&of_other_editions))
        .filter_map(|(_, documents)| documents.first().copied())
        .collect();
    if !others.is_empty() {
        return others;
    }
    let wanted = sizes(&undated);
    let kind = format!("{} ", reference.target.word());
    let mut near: Vec<(usize, u64, &str, u32)> = numbers
        .range(kind.clone()..)
        .take_while(|(key, _)| key.starts_with(&kind))
        .filter(|(key, _)| !key.ends_with(')'))
        .filter_map(|(key, documents)| {
            let own = sizes(key);
            let shared = own.iter().zip(&wanted).take_while(|(own, wanted)| own == wanted).count();
            let distance = match (own.get(shared), wanted.get(shared)) {
                (Some(own), Some(wanted)) => own.abs_diff(*wanted),
                (own, wanted) => own.or(wanted).copied().unwrap_or(0),
            };
            Some((shared, distance, key.as_str(), *documents.first()?))
        })
        .collect();
    near.sort_by(|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
    let mut closest: Vec<u32> = Vec::new();
    // A paragraph has two keys: with its statute and without.
    for (.., document) in near {
        if closest.len() < SUGGESTIONS && !closest.contains(&document) {
            closest.push(document);
        }
    }
    closest
}

/// The numbers in a key, letters counted as numbers: [5, 3, 7] for "spørgsmål 5.c 7".
fn sizes(key: &str) -> Vec<u64> {
    key.split([' ', '.'])
        .filter_map(|part| match (part.parse().ok(), part.as_bytes()) {
            (None, [letter]) => Some(u64::from(letter.saturating_sub(b'a')) + 1),
            (number, _) => number,
        })
        .collect()
}

/// The documents in `entries` that references lead to.
pub(super) fn numbers(site: &Site, entries: &[Entry]) -> Numbers {
    let by_address: BTreeMap<&str, u32> = entries
        .iter()
        .zip(0_u32..)
        .map(|(entry, document)| (entry.url.as_str(), document))
        .fold(BTreeMap::new(), |mut first, (address, document)| {
            first.entry(address).or_insert(document);
            first
        });
    let mut numbers = Numbers::new();
    let mut put = |target: Target, id: &str, part: Option<usize>, address: &str, year: &str| {
        let Some(document) = by_address.get(address) else { return };
        let successor = entries[*document as usize].successor.as_deref();
        let part = part.map(|part| part.to_string());
        let mut reference = Reference { target, id: id.to_owned(), part, edition: None };
        let undated = numbers.entry(key(&reference)).or_default();
        let is_known = undated.first().is_some_and(|first| successor == Some(entries[*first as usize].url.as_str()));
        if !is_known && !undated.contains(document) {
            undated.push(*document);
        }
        reference.edition = Some(year.to_owned());
        let dated = numbers.entry(key(&reference)).or_default();
        if !dated.contains(document) {
            dated.push(*document);
        }
    };
    // The current editions first, then the others, the newest first.
    let is_current = |page: &&Page| page.edition.is_some_and(|edition| site.is_current(edition));
    let (current, others): (Vec<&Page>, Vec<&Page>) = site.pages.iter().partition(is_current);
    for page in current.into_iter().chain(others.into_iter().rev()) {
        let Some(edition) = page.edition else { continue };
        let (id, address, year) = (page.id(), page.output.as_str(), site.editions[edition].id.as_str());
        match page.kind() {
            Kind::Theme => {
                // Consultants count the themes, although the authority does not number them.
                let themes = &site.editions[edition].themes;
                let position = themes.iter().position(|theme| site.pages[theme.page].output == page.output);
                if let Some(position) = position {
                    put(Target::Theme, &(position + 1).to_string(), None, address, year);
                }
            }
            Kind::Criterion => put(Target::Criterion, id, None, address, year),
            Kind::Guideline => put(Target::Guideline, id, None, address, year),
            Kind::Recommendation => put(Target::Recommendation, id, None, address, year),
            Kind::Indicator => {
                put(Target::Indicator, id, None, address, year);
                for number in 1..=page.questions().len() {
                    let address = format!("{address}#{}", page.question_anchor(number));
                    put(Target::Question, id, Some(number), &address, year);
                }
            }
            Kind::Paragraph => {
                let Detail::Paragraph { statute, subsections, .. } = &page.front().detail else { continue };
                for id in [id, &format!("{} {id}", statute.value)] {
                    put(Target::Paragraph, id, None, address, year);
                    for number in 1..=subsections.len() {
                        let address = format!("{address}#{}", subsection_anchor(number));
                        put(Target::Paragraph, id, Some(number), &address, year);
                    }
                }
            }
            _ => {}
        }
    }
    numbers
}
