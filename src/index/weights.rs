//! Ranking weights. Tuned on judged queries; `search-index/README.md` describes how, and what was tried and left out.

use serde::{Deserialize, Serialize};

use crate::index::field::Field;

/// The weights of a ranking. Stored in every index, so that the browser scores as the command line does. Names given by
/// `rename` belong to the format of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "each is what its name says counts for")]
pub(crate) struct Weights {
    pub title: f64,
    pub text: f64,
    #[serde(rename = "pieces")]
    pub compound_parts: f64,
    pub path: f64,
    pub hint: f64,
    /// A stop word.
    pub stop: f64,
    /// A label with its number, "§101stk4".
    pub label: f64,
    /// The label in front of such a number.
    pub labelled: f64,
    /// A number on its own.
    pub number: f64,
    pub form: f64,
    pub synonym: f64,
    /// A phrase with synonyms.
    pub phrase: f64,
    #[serde(rename = "piece")]
    pub compound_part: f64,
    /// All parts together of a compound that the site does not contain.
    #[serde(rename = "all_pieces")]
    pub all_compound_parts: f64,
    /// The known half of a compound whose other half no page contains; the longest known beginning of a word.
    pub half: f64,
    pub prefix: f64,
    pub prefix_known: f64,
    pub spelling: f64,
    pub spelling_known: f64,
    pub joined: f64,
    /// The share that the other matches of a word add to the best one.
    pub tie: f64,
    /// The factor for a document that contains every word.
    pub all_words: f64,
    /// The factor for what the authority says and what explains it, over what others reported.
    pub authority: f64,
    /// BM25: how soon repetitions of a word stop adding much, and how much the length of a field counts.
    pub k1: f64,
    pub b: f64,
    /// Whether the index is large: stop words and the lengths of compound parts are left out.
    pub large: bool,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            title: 1.0,
            text: 1.0,
            compound_parts: 0.7,
            path: 0.4,
            hint: 0.7,
            stop: 0.5,
            label: 0.9,
            labelled: 0.3,
            number: 0.6,
            form: 0.75,
            synonym: 0.7,
            phrase: 1.5,
            compound_part: 0.6,
            all_compound_parts: 0.6,
            half: 0.4,
            prefix: 0.7,
            prefix_known: 0.25,
            spelling: 0.8,
            spelling_known: 0.5,
            joined: 1.0,
            tie: 0.3,
            all_words: 1.3,
            authority: 1.3,
            k1: 1.2,
            b: 0.7,
            large: false,
        }
    }
}

impl Weights {
    /// The weight of a word in `field`.
    pub(crate) fn of(&self, field: Field) -> f64 {
        match field {
            Field::Title => self.title,
            Field::Text => self.text,
            Field::CompoundParts => self.compound_parts,
            Field::Path => self.path,
            Field::Hint => self.hint,
        }
    }
}
