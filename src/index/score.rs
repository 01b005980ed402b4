//! Scored words → hits: BM25 word by word, the best way to each word and a share of the others.
//!
//! Counted here and not by tantivy's queries, since the browser must come to the same order: scores are rounded before
//! they are compared, so that the last bit of a logarithm decides nothing, and equal ones stand in the site's order.

use crate::index::field::{Field, Reason};
use crate::index::query::{Alternative, Query, Word};
use crate::index::weights::Weights;

/// Where a term stands: units in order, and how often in each.
pub type Postings = Vec<(u32, u32)>;

/// What is counted: the postings and lengths of an index.
pub trait Counts {
    /// How many units there are.
    fn units(&self) -> usize;
    /// Tokens of a unit's field, rounded as the index keeps them, in a fraction of the field's mean.
    fn relative_length(&self, field: Field, unit: u32) -> f64;
    /// Where `term` stands in `field`.
    fn postings(&self, field: Field, term: &str) -> Postings;
}

/// A unit that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its number.
    pub unit: u32,
    /// What it is worth.
    pub score: f64,
}

/// A unit's score is compared to this precision.
const PRECISION: f64 = 1e4;

/// Why a unit was found: the word of the query, the terms that found it, how, and what that was worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// As typed.
    pub word: String,
    /// Stems of the unit.
    pub found: String,
    /// How they answer the word.
    pub reason: Reason,
    /// Their share of the score, before the bonus for all words.
    pub score: f64,
}

/// Every unit that has a word of `query` and that `wanted` lets pass, the best first.
pub fn rank(query: &Query, counts: &dyn Counts, weights: &Weights, wanted: &dyn Fn(u32) -> bool) -> Vec<Found> {
    let units = counts.units();
    let mut total = vec![0.0_f64; units];
    let mut words_of = vec![0_u32; units];
    let required = query.words.iter().filter(|word| word.required).count() as u32;
    let scored: Vec<Vec<f64>> = query.words.iter().map(|word| word_scores(word, counts, weights)).collect();
    for (word, scores) in query.words.iter().zip(&scored) {
        for (unit, score) in scores.iter().enumerate().filter(|(_, score)| **score > 0.0) {
            let score = word.weight * score;
            // A phrase and its words say the same: the better of the two counts, and a share of the other.
            let said: f64 = word.covers.iter().map(|other| query.words[*other].weight * scored[*other][unit]).sum();
            total[unit] += if score > said { score - said + weights.tie * said } else { weights.tie * score };
            words_of[unit] += u32::from(word.required);
        }
    }
    let mut found: Vec<Found> = Vec::new();
    for (unit, score) in (0_u32..).zip(total) {
        if score > 0.0 && wanted(unit) {
            let all = required > 1 && words_of[unit as usize] == required;
            let score = if all { score * weights.all_words } else { score };
            found.push(Found { unit, score: (score * PRECISION).round() / PRECISION });
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.unit.cmp(&b.unit)));
    found
}

/// What every unit scores for one word: the best alternative in the best field, and a share of the rest.
fn word_scores(word: &Word, counts: &dyn Counts, weights: &Weights) -> Vec<f64> {
    let units = counts.units();
    let (mut best, mut sum) = (vec![0.0_f64; units], vec![0.0_f64; units]);
    for alternative in &word.alternatives {
        for (unit, score) in alternative_scores(alternative, counts, weights) {
            let unit = unit as usize;
            best[unit] = best[unit].max(score);
            sum[unit] += score;
        }
    }
    best.into_iter().zip(sum).map(|(best, sum)| best + weights.tie * (sum - best)).collect()
}

/// The scores of one alternative, field by field; one of several terms counts where all of them stand.
fn alternative_scores(alternative: &Alternative, counts: &dyn Counts, weights: &Weights) -> Vec<(u32, f64)> {
    let fields: &[Field] = if alternative.text_only { &[Field::Text] } else { &Field::ALL };
    if let [term] = alternative.terms.as_slice() {
        let scores = fields.iter().flat_map(|field| term_scores(term, *field, counts, weights));
        return scores.map(|(unit, score)| (unit, score * alternative.weight)).collect();
    }
    let mut met = vec![0_usize; counts.units()];
    let mut total = vec![0.0_f64; counts.units()];
    for (number, term) in alternative.terms.iter().enumerate() {
        let mut best: Vec<(u32, f64)> =
            fields.iter().flat_map(|field| term_scores(term, *field, counts, weights)).collect();
        best.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        best.dedup_by_key(|(unit, _)| *unit);
        for (unit, score) in best {
            if met[unit as usize] == number {
                met[unit as usize] = number + 1;
                total[unit as usize] += score;
            }
        }
    }
    let all = alternative.terms.len();
    let share = alternative.weight / all as f64;
    let full = (0_u32..).zip(met).zip(total).filter(|((_, met), _)| *met == all);
    full.map(|((unit, _), score)| (unit, score * share)).collect()
}

/// BM25 as tantivy counts it, times what the field counts for.
fn term_scores(term: &str, field: Field, counts: &dyn Counts, weights: &Weights) -> Vec<(u32, f64)> {
    let postings = counts.postings(field, term);
    let (all, with) = (counts.units() as f64, postings.len() as f64);
    let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
    let Weights { k1, b, .. } = weights;
    let worth = weights.of(field) * rarity * (k1 + 1.0);
    let measured = if field == Field::Pieces && weights.large { Field::Text } else { field };
    let score = |(unit, count): (u32, u32)| {
        let count = f64::from(count);
        let length = counts.relative_length(measured, unit);
        (unit, worth * count / (count + k1 * (1.0 - b + b * length)))
    };
    postings.into_iter().map(score).collect()
}

/// Why `unit` was found, word by word: the best way to each.
pub fn explain(query: &Query, unit: u32, counts: &dyn Counts, weights: &Weights) -> Vec<Why> {
    let mut why = Vec::new();
    for word in &query.words {
        let mut best: Option<Why> = None;
        for alternative in &word.alternatives {
            let scores = alternative_scores(alternative, counts, weights);
            let Some((_, score)) =
                scores.into_iter().filter(|(other, _)| *other == unit).max_by(|a, b| a.1.total_cmp(&b.1))
            else {
                continue;
            };
            let score = score * word.weight;
            if best.as_ref().is_none_or(|best| score > best.score) {
                let found = alternative.terms.join(" ");
                best = Some(Why { word: word.word.clone(), found, reason: alternative.reason, score });
            }
        }
        why.extend(best);
    }
    why
}
