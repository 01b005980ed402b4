//! Scored words → hits: BM25 word by word, the best match of each word plus a share of the others.
//!
//! Computed here rather than by tantivy's queries because the browser must arrive at the same order: scores are rounded
//! before they are compared, so that the last bit of a logarithm decides nothing, and ties keep the order of the site.

use crate::index::field::{Field, Reason};
use crate::index::query::{Alternative, Query, Word};
use crate::index::weights::Weights;

/// Where a term occurs: document numbers in order, with the number of occurrences in each.
pub(crate) type Postings = Vec<(u32, u32)>;

/// The statistics for scoring: postings and lengths of an index.
pub(crate) trait Counts {
    /// The number of documents.
    fn documents(&self) -> usize;
    /// The number of tokens in a field of a document, rounded as in the index, relative to the mean of the field.
    fn relative_length(&self, field: Field, document: u32) -> f64;
    /// Whether a document is what the authority says, or explains it.
    fn is_authoritative(&self, document: u32) -> bool;
    /// The postings of `term` in `field`.
    fn postings(&self, field: Field, term: &str) -> Postings;
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The number of the document.
    pub document: u32,
    /// Its score.
    pub score: f64,
}

/// The precision to which scores are compared.
const PRECISION: f64 = 1e4;

/// Why a document was found: the word of the query, the terms that matched, how, and their score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Why {
    /// As typed, folded.
    pub word: String,
    /// Stems in the document.
    pub found: String,
    /// How they match the word.
    pub reason: Reason,
    /// Their share of the score, before the bonus for all words.
    pub score: f64,
}

/// Returns every document that contains a word of `query` and passes `wanted`, best first.
pub(crate) fn rank(query: &Query, counts: &dyn Counts, weights: &Weights, wanted: &dyn Fn(u32) -> bool) -> Vec<Found> {
    let documents = counts.documents();
    let mut total = vec![0.0_f64; documents];
    let mut words_of = vec![0_u32; documents];
    let required = query.words.iter().filter(|word| word.required).count() as u32;
    let scored: Vec<Vec<f64>> = query.words.iter().map(|word| word_scores(word, counts, weights)).collect();
    for (word, scores) in query.words.iter().zip(&scored) {
        for (document, score) in scores.iter().enumerate().filter(|(_, score)| **score > 0.0) {
            let score = word.weight * score;
            // A phrase and its words express the same: the better of the two counts, plus a share of the other.
            let said: f64 = word.covers.iter().map(|other| query.words[*other].weight * scored[*other][document]).sum();
            total[document] += if score > said { score - said + weights.tie * said } else { weights.tie * score };
            words_of[document] += u32::from(word.required);
        }
    }
    let mut found: Vec<Found> = Vec::new();
    for (document, score) in (0_u32..).zip(total) {
        if score > 0.0 && wanted(document) {
            let all = required > 1 && words_of[document as usize] == required;
            let score = if all { score * weights.all_words } else { score };
            let score = if counts.is_authoritative(document) { score * weights.authority } else { score };
            found.push(Found { document, score: (score * PRECISION).round() / PRECISION });
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
    found
}

/// The score of every document for one word: the best alternative in the best field, plus a share of the rest.
fn word_scores(word: &Word, counts: &dyn Counts, weights: &Weights) -> Vec<f64> {
    let documents = counts.documents();
    let (mut best, mut sum) = (vec![0.0_f64; documents], vec![0.0_f64; documents]);
    for alternative in &word.alternatives {
        for (document, score) in alternative_scores(alternative, counts, weights) {
            let document = document as usize;
            best[document] = best[document].max(score);
            sum[document] += score;
        }
    }
    best.into_iter().zip(sum).map(|(best, sum)| best + weights.tie * (sum - best)).collect()
}

/// The scores of one alternative, field by field. One with several terms counts only in documents that contain them
/// all.
fn alternative_scores(alternative: &Alternative, counts: &dyn Counts, weights: &Weights) -> Vec<(u32, f64)> {
    let fields: &[Field] = if alternative.text_only { &[Field::Text] } else { &Field::ALL };
    if let [term] = alternative.terms.as_slice() {
        let scores = fields.iter().flat_map(|field| term_scores(term, *field, counts, weights));
        return scores.map(|(document, score)| (document, score * alternative.weight)).collect();
    }
    let mut met = vec![0_usize; counts.documents()];
    let mut total = vec![0.0_f64; counts.documents()];
    for (number, term) in alternative.terms.iter().enumerate() {
        let mut best: Vec<(u32, f64)> =
            fields.iter().flat_map(|field| term_scores(term, *field, counts, weights)).collect();
        best.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        best.dedup_by_key(|(document, _)| *document);
        for (document, score) in best {
            if met[document as usize] == number {
                met[document as usize] = number + 1;
                total[document as usize] += score;
            }
        }
    }
    let all = alternative.terms.len();
    let share = alternative.weight / all as f64;
    let full = (0_u32..).zip(met).zip(total).filter(|((_, met), _)| *met == all);
    full.map(|((document, _), score)| (document, score * share)).collect()
}

/// BM25 as tantivy computes it, times the weight of the field.
fn term_scores(term: &str, field: Field, counts: &dyn Counts, weights: &Weights) -> Vec<(u32, f64)> {
    let postings = counts.postings(field, term);
    let (all, with) = (counts.documents() as f64, postings.len() as f64);
    let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
    let Weights { k1, b, .. } = weights;
    let worth = weights.of(field) * rarity * (k1 + 1.0);
    let measured = if field == Field::CompoundParts && weights.large { Field::Text } else { field };
    let score = |(document, count): (u32, u32)| {
        let count = f64::from(count);
        let length = counts.relative_length(measured, document);
        (document, worth * count / (count + k1 * (1.0 - b + b * length)))
    };
    postings.into_iter().map(score).collect()
}

/// Explains why `document` was found: the best match for each word of the query.
pub(crate) fn explain(query: &Query, document: u32, counts: &dyn Counts, weights: &Weights) -> Vec<Why> {
    let mut why = Vec::new();
    for word in &query.words {
        let mut best: Option<Why> = None;
        for alternative in &word.alternatives {
            let scores = alternative_scores(alternative, counts, weights);
            let Some((_, score)) =
                scores.into_iter().filter(|(other, _)| *other == document).max_by(|a, b| a.1.total_cmp(&b.1))
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

#[cfg(test)]
mod tests;
