//! The ranking formula, checked against an index of four documents that is written out by hand.

use std::collections::BTreeMap;

use super::{Counts, Found, Postings, explain, rank};
use crate::index::field::{Field, Reason};
use crate::index::query::{Alternative, Query, Word};
use crate::index::weights::Weights;

const DOCUMENTS: usize = 4;
const AUTHORITATIVE: u32 = 2;

/// Postings by field and term; document 3 is twice as long as the mean, the others are as long as it. Parts of compounds
/// are always as many as the mean.
#[derive(Default)]
struct Index(BTreeMap<(&'static str, &'static str), Postings>);

impl Index {
    fn with(mut self, field: Field, term: &'static str, postings: &[(u32, u32)]) -> Self {
        self.0.insert((field.name(), term), postings.to_vec());
        self
    }
}

impl Counts for Index {
    fn documents(&self) -> usize {
        DOCUMENTS
    }

    fn relative_length(&self, field: Field, document: u32) -> f64 {
        if document == 3 && field != Field::CompoundParts { 2.0 } else { 1.0 }
    }

    fn is_authoritative(&self, document: u32) -> bool {
        document == AUTHORITATIVE
    }

    fn postings(&self, field: Field, term: &str) -> Postings {
        self.0
            .iter()
            .find(|((own, found), _)| *own == field.name() && *found == term)
            .map_or(Vec::new(), |found| found.1.clone())
    }
}

fn alternative(terms: &str, weight: f64, reason: Reason) -> Alternative {
    Alternative { terms: terms.split(' ').map(str::to_owned).collect(), weight, text_only: false, reason }
}

fn word(word: &str, alternatives: Vec<Alternative>) -> Word {
    Word { word: word.to_owned(), weight: 1.0, required: true, covers: Vec::new(), alternatives }
}

/// A word that matches only itself.
fn plain(term: &str) -> Word {
    word(term, vec![alternative(term, 1.0, Reason::Word)])
}

/// Scores without the share of other matches and the factors for all words and for the authority.
fn bare() -> Weights {
    Weights { tie: 0.0, all_words: 1.0, authority: 1.0, ..Weights::default() }
}

fn ranked(words: Vec<Word>, index: &Index, weights: &Weights) -> Vec<(u32, f64)> {
    let query = Query { words, corrected: None };
    rank(&query, index, weights, &|_| true).into_iter().map(|Found { document, score }| (document, score)).collect()
}

/// The rarity of a term in `with` of the four documents.
fn rarity(with: f64) -> f64 {
    (1.0 + (4.0 - with + 0.5) / (with + 0.5)).ln()
}

fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

#[test]
fn one_word_scores_by_bm25() {
    let index = Index::default().with(Field::Text, "stof", &[(0, 1), (1, 3), (3, 1)]);
    let saturated = |count: f64, length: f64| 2.2 * count / (count + 1.2 * (0.3 + 0.7 * length));
    let expected = [(1, saturated(3.0, 1.0)), (0, saturated(1.0, 1.0)), (3, saturated(1.0, 2.0))];
    let expected: Vec<_> = expected.map(|(document, share)| (document, rounded(rarity(3.0) * share))).into();
    assert_eq!(ranked(vec![plain("stof")], &index, &bare()), expected);
}

#[test]
fn what_the_authority_says_goes_before_what_others_report() {
    let index = Index::default().with(Field::Text, "stof", &[(0, 1), (2, 1)]);
    let found = ranked(vec![plain("stof")], &index, &Weights { authority: 1.3, ..bare() });
    assert_eq!(found, [(2, rounded(1.3 * rarity(2.0))), (0, rounded(rarity(2.0)))]);
}

#[test]
fn a_rare_word_counts_for_more_than_a_common_one() {
    let index =
        Index::default().with(Field::Text, "alle", &[(0, 1), (1, 1), (2, 1)]).with(Field::Text, "sjælden", &[(2, 1)]);
    let found = ranked(vec![plain("alle"), plain("sjælden")], &index, &bare());
    let common = rounded(rarity(3.0));
    assert_eq!(found, [(2, rounded(rarity(3.0) + rarity(1.0))), (0, common), (1, common)]);
}

#[test]
fn a_field_counts_by_its_weight() {
    let index = Index::default().with(Field::Title, "a", &[(0, 1)]).with(Field::CompoundParts, "b", &[(1, 1)]).with(
        Field::Path,
        "c",
        &[(2, 1)],
    );
    let found = ranked(vec![plain("a"), plain("b"), plain("c")], &index, &bare());
    assert_eq!(
        found,
        [1.0, 0.7, 0.4]
            .map(|weight| rounded(weight * rarity(1.0)))
            .iter()
            .copied()
            .enumerate()
            .map(|(at, score)| (at as u32, score))
            .collect::<Vec<_>>()
    );
}

#[test]
fn other_matches_of_a_word_add_a_share_to_the_best() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (1, 1)]).with(Field::Text, "b", &[(0, 1), (2, 1)]);
    let both = word("a", vec![alternative("a", 1.0, Reason::Word), alternative("b", 0.5, Reason::Synonym)]);
    let weights = Weights { tie: 0.3, ..bare() };
    let one = rarity(2.0);
    assert_eq!(
        ranked(vec![both], &index, &weights),
        [(0, rounded(one + 0.3 * 0.5 * one)), (1, rounded(one)), (2, rounded(0.5 * one))]
    );
}

#[test]
fn every_required_word_multiplies_the_score() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (1, 1)]).with(Field::Text, "b", &[(0, 1), (2, 1)]);
    let weights = Weights { all_words: 1.3, ..bare() };
    let one = rarity(2.0);
    let found = ranked(vec![plain("a"), plain("b")], &index, &weights);
    assert_eq!(found, [(0, rounded(1.3 * 2.0 * one)), (1, rounded(one)), (2, rounded(one))]);

    let optional = Word { required: false, ..plain("b") };
    let found = ranked(vec![plain("a"), optional], &index, &weights);
    assert_eq!(found[0], (0, rounded(2.0 * one)), "a query of one required word has no bonus");
}

#[test]
fn several_terms_of_one_alternative_must_all_be_there() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (1, 1)]).with(Field::Title, "b", &[(1, 1), (2, 1)]);
    let pair = word("a b", vec![alternative("a b", 0.6, Reason::CompoundPart)]);
    assert_eq!(ranked(vec![pair], &index, &bare()), [(1, rounded(0.6 * rarity(2.0)))]);
}

#[test]
fn a_phrase_and_its_words_are_not_counted_twice() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1)]).with(Field::Text, "synonym", &[(0, 1), (1, 1)]);
    let phrase = Word {
        required: false,
        covers: vec![0],
        weight: 1.5,
        ..word("a b", vec![alternative("synonym", 1.0, Reason::Synonym)])
    };
    let weights = Weights { tie: 0.3, ..bare() };
    let (said, score) = (rarity(1.0), 1.5 * rarity(2.0));
    let (most, least) = (said.max(score), said.min(score));
    let found = ranked(vec![plain("a"), phrase], &index, &weights);
    assert_eq!(found, [(0, rounded(most + 0.3 * least)), (1, rounded(score))]);
}

#[test]
fn a_phrase_that_says_more_than_its_words_counts_in_full() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1)]).with(Field::Text, "synonym", &[(0, 1)]);
    let alternatives = vec![alternative("synonym", 1.0, Reason::Synonym)];
    let phrase = Word { required: false, covers: vec![0], weight: 1.5, ..word("a b", alternatives) };
    let found = ranked(vec![plain("a"), phrase], &index, &Weights { tie: 0.3, ..bare() });
    assert_eq!(found, [(0, rounded(1.5 * rarity(1.0) + 0.3 * rarity(1.0)))]);
}

#[test]
fn a_large_index_measures_parts_of_compounds_by_the_text() {
    let measured_by = |field: Field, large: bool| {
        let index = Index::default().with(field, "a", &[(3, 1)]);
        ranked(vec![plain("a")], &index, &Weights { large, compound_parts: 1.0, ..bare() })
    };
    let as_long = |length: f64| vec![(3, rounded(rarity(1.0) * 2.2 / (1.0 + 1.2 * (0.3 + 0.7 * length))))];
    assert_eq!(measured_by(Field::CompoundParts, false), as_long(1.0));
    assert_eq!(measured_by(Field::CompoundParts, true), as_long(2.0));
    assert_eq!(measured_by(Field::Title, false), as_long(2.0));
}

#[test]
fn a_word_that_is_sought_in_running_text_is_not_found_in_titles() {
    let index = Index::default().with(Field::Title, "ikke", &[(0, 1)]).with(Field::Text, "ikke", &[(1, 1)]);
    let text_only = Alternative { text_only: true, ..alternative("ikke", 1.0, Reason::Word) };
    assert_eq!(ranked(vec![word("ikke", vec![text_only])], &index, &bare()), [(1, rounded(rarity(1.0)))]);
}

#[test]
fn equal_scores_keep_the_order_of_the_site() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (2, 1)]).with(Field::Text, "b", &[(1, 1)]);
    // Less than the precision of a score apart.
    let nearly = rarity(2.0) / rarity(1.0) * (1.0 + 1e-6);
    let other = Word { weight: nearly, ..plain("b") };
    let order: Vec<u32> = ranked(vec![plain("a"), other], &index, &bare()).into_iter().map(|found| found.0).collect();
    assert_eq!(order, [0, 1, 2]);
}

#[test]
fn only_wanted_documents_are_found() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (1, 1)]);
    let query = Query { words: vec![plain("a")], corrected: None };
    let found = rank(&query, &index, &bare(), &|document| document == 1);
    assert_eq!(found.iter().map(|found| found.document).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_hit_is_explained_by_the_best_match_of_each_word() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1)]).with(Field::Title, "b", &[(0, 1), (1, 1)]);
    let first = word("x", vec![alternative("a", 0.2, Reason::Word), alternative("b", 0.9, Reason::Synonym)]);
    let query = Query { words: vec![first, plain("fraværende")], corrected: None };
    let why = explain(&query, 0, &index, &bare());
    let why: Vec<_> = why.iter().map(|why| (why.word.as_str(), why.found.as_str(), why.reason)).collect();
    assert_eq!(why, [("x", "b", Reason::Synonym)]);
}

#[test]
fn an_explanation_is_of_one_document_and_has_the_weight_of_the_word() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1), (1, 5)]);
    let query = Query { words: vec![Word { weight: 0.5, ..plain("a") }], corrected: None };
    let [why] = explain(&query, 0, &index, &bare()).try_into().unwrap();
    assert_eq!(rounded(why.score), rounded(0.5 * rarity(2.0)));
}

#[test]
fn of_equal_matches_the_first_explains() {
    let index = Index::default().with(Field::Text, "a", &[(0, 1)]).with(Field::Text, "b", &[(0, 1)]);
    let both = word("x", vec![alternative("a", 1.0, Reason::Word), alternative("b", 1.0, Reason::Synonym)]);
    let query = Query { words: vec![both], corrected: None };
    let [why] = explain(&query, 0, &index, &bare()).try_into().unwrap();
    assert_eq!((why.found.as_str(), why.reason), ("a", Reason::Word));
}
