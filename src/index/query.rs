//! Query → scored words: what else each word of the query finds, and with what weight.
//!
//! The browser's `query.js` does the same with the same weights and words; both return the same hits in the same order.

use std::collections::BTreeSet;

use crate::index::analysis::{self, LONGEST_CUT, Token, stem};
use crate::index::field::Reason;
use crate::index::lexicon::Lexicon;
use crate::index::spelling::spelled_like;
use crate::index::weights::Weights;

/// Terms that can match a word of the query: a document must contain all of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The stems.
    pub terms: Vec<String>,
    /// Its weight.
    pub weight: f64,
    /// Whether it matches in running text only.
    pub text_only: bool,
    /// How it relates to the word.
    pub reason: Reason,
}

/// A word of the query, or a phrase in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    /// As typed, folded.
    pub word: String,
    /// Its weight.
    pub weight: f64,
    /// Whether a document must contain it to count as having every word.
    pub required: bool,
    /// For a phrase, the positions of its words in [`Query::words`].
    pub covers: Vec<usize>,
    /// What matches it.
    pub alternatives: Vec<Alternative>,
}

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Query {
    /// Its words and phrases.
    pub words: Vec<Word>,
    /// The query with its misspelled words corrected, if there are any.
    pub corrected: Option<String>,
}

/// The terms of an index, against which a query is parsed.
pub(crate) trait Terms {
    /// The number of documents that contain `term` in text or title: the larger of the two counts.
    fn frequency(&self, term: &str) -> u32;
    /// The number of documents that contain `term` as a compound part.
    fn compound_part_frequency(&self, term: &str) -> u32;
    /// The terms that begin with `prefix`, sorted, with their frequencies.
    fn beginning_with(&self, prefix: &str) -> Vec<(String, u32)>;
}

/// Minimum length in letters of a known half of a compound.
const HALF: usize = 4;
/// Maximum length in letters of a part of a word that is looked up: text pasted by mistake is not.
const LONGEST: usize = 99;
/// Number of words of a query that are read: the rest of a page pasted by mistake is ignored.
const MOST_WORDS: usize = 32;

/// Parses `text`.
pub(crate) fn understand(text: &str, terms: &dyn Terms, lexicon: &Lexicon, weights: &Weights) -> Query {
    let mut tokens = analysis::tokens(text);
    tokens.truncate(MOST_WORDS * 2);
    let finished = !text.ends_with(|letter: char| letter.is_alphanumeric());
    let last = tokens.iter().rposition(|token| !token.extra);
    let mut query = Query::default();
    let mut corrections: Vec<(&Token, String)> = Vec::new();
    let reader = Reader { terms, lexicon, weights };
    for (at, token) in tokens.iter().enumerate() {
        let typing = Some(at) == last && !finished;
        let (mut word, correction) = reader.word(token, typing);
        let is_labelled = |next: &&Token| next.extra && !next.is_word && !token.extra && token.is_word;
        if tokens.get(at + 1).filter(is_labelled).is_some_and(|next| !next.word.starts_with('§') || token.word == "stk")
        {
            word.weight *= weights.labelled;
        }
        query.words.push(word);
        corrections.extend(correction.map(|correction| (token, correction)));
    }
    let plain: Vec<&Token> = tokens.iter().filter(|token| !token.extra).collect();
    reader.joined(&plain, &mut query.words);
    reader.phrases(&plain, &mut query.words);
    if !corrections.is_empty() {
        let mut corrected = text.to_owned();
        for (token, correction) in corrections.into_iter().rev() {
            corrected.replace_range(token.range.0..token.range.1, &correction);
        }
        query.corrected = Some(corrected);
    }
    query
}

struct Reader<'r> {
    terms: &'r dyn Terms,
    lexicon: &'r Lexicon,
    weights: &'r Weights,
}

impl Reader<'_> {
    /// Turns a token into a scored word, with a correction if it is misspelled.
    fn word(&self, token: &Token, typing: bool) -> (Word, Option<String>) {
        let weights = self.weights;
        let term = analysis::term(token);
        let stop = self.lexicon.is_stop(&token.word);
        let mut alternatives =
            vec![Alternative { terms: vec![term.clone()], weight: 1.0, text_only: stop, reason: Reason::Word }];
        if stop {
            self.synonyms(&term, &mut alternatives);
        }
        let mut correction = None;
        let weight = match (token.extra, stop, token.is_word) {
            (true, ..) => weights.label,
            (_, true, _) => weights.stop,
            (_, _, false) => weights.number,
            _ => 1.0,
        };
        if token.is_word && !stop && !token.extra {
            let known = self.terms.frequency(&term) > 0;
            self.forms(&term, &mut alternatives);
            self.synonyms(&term, &mut alternatives);
            self.add_compound_parts(&token.word, known, &mut alternatives);
            if typing || !known {
                self.prefixes(&token.word, &term, known, &mut alternatives);
            }
            let begins = || {
                self.lexicon
                    .words
                    .range(token.word.clone()..)
                    .next()
                    .is_some_and(|(word, _)| word.starts_with(&token.word))
            };
            let written = self.lexicon.words.contains_key(&token.word);
            let others = [self.lexicon.forms_of(&term), self.lexicon.synonyms_of(&term)];
            let meant = others.iter().any(|others| !others.is_empty()) || (typing && begins());
            if !written && !meant {
                correction = self.spelling(&token.word, known, &mut alternatives);
            }
            if !known && alternatives.len() == 1 {
                self.halves(&token.word, &mut alternatives);
            }
        }
        let required = !stop && !token.extra;
        (Word { word: token.word.clone(), weight, required, covers: Vec::new(), alternatives }, correction)
    }

    fn push(alternatives: &mut Vec<Alternative>, terms: Vec<String>, weight: f64, reason: Reason) {
        match alternatives.iter_mut().find(|other| other.terms == terms) {
            Some(other) if other.weight >= weight => {}
            Some(other) => {
                other.weight = weight;
                other.reason = reason;
            }
            None => alternatives.push(Alternative { terms, weight, text_only: false, reason }),
        }
    }

    fn forms(&self, term: &str, alternatives: &mut Vec<Alternative>) {
        for form in self.lexicon.forms_of(term) {
            Self::push(alternatives, vec![form.clone()], self.weights.form, Reason::Form);
        }
    }

    fn synonyms(&self, phrase: &str, alternatives: &mut Vec<Alternative>) {
        for found in self.lexicon.synonyms_of(phrase) {
            let terms = found.split(' ').map(str::to_owned).collect();
            Self::push(alternatives, terms, self.weights.synonym, Reason::Synonym);
        }
    }

    /// Adds the parts of a compound, each on its own and with less weight the more there are.
    fn add_compound_parts(&self, word: &str, known: bool, alternatives: &mut Vec<Alternative>) {
        let parts = self.cut(word);
        let weight = self.weights.compound_part / (parts.len().max(1) as f64).sqrt();
        for part in &parts {
            Self::push(alternatives, vec![part.clone()], weight, Reason::CompoundPart);
        }
        if !known && parts.len() > 1 {
            Self::push(alternatives, parts, self.weights.all_compound_parts, Reason::CompoundPart);
        }
    }

    /// Adds the known halves of a compound whose other half no page contains; for other words, the terms with the
    /// longest known beginning.
    fn halves(&self, word: &str, alternatives: &mut Vec<Alternative>) {
        let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let length = bounds.len() - 1;
        let known = |from: usize, to: usize| {
            if to - from > LONGEST {
                return None;
            }
            let part = &word[bounds[from]..bounds[to]];
            let term = stem(part);
            (!self.lexicon.is_particle(part) && self.terms.frequency(&term) > 1).then_some(term)
        };
        let mut put = |term| Self::push(alternatives, vec![term], self.weights.half, Reason::CompoundPart);
        let first = (HALF..length.saturating_sub(2)).rev().find_map(|to| known(0, to));
        let last = (3..=length.saturating_sub(HALF)).find_map(|from| known(from, length));
        if first.is_some() || last.is_some() {
            first.into_iter().chain(last).for_each(put);
            return;
        }
        for to in (HALF..length).rev() {
            let mut found = self.terms.beginning_with(&word[..bounds[to]]);
            if !found.is_empty() {
                found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                found.into_iter().take(8).for_each(|(term, _)| put(term));
                return;
            }
        }
    }

    /// Splits `word` into the fewest parts that the index knows, and among equals into the most frequent.
    fn cut(&self, word: &str) -> Vec<String> {
        if let Some(parts) = self.lexicon.cut_of(word) {
            return parts;
        }
        let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let length = bounds.len() - 1;
        if length > LONGEST_CUT {
            return Vec::new();
        }
        // The cheapest way to reach each letter: its cost, the start of its last part, and that part.
        let mut ways: Vec<Option<(f64, usize, String)>> = vec![None; length + 1];
        for from in 0..length {
            let cost = match &ways[from] {
                _ if from == 0 => 0.0,
                Some((cost, ..)) => *cost,
                None => continue,
            };
            for to in from + 3..=length.min(from + LONGEST) {
                if to - from == length {
                    continue;
                }
                let part = &word[bounds[from]..bounds[to]];
                if self.lexicon.is_particle(part) {
                    continue;
                }
                let stemmed = stem(part);
                let count = self.terms.compound_part_frequency(&stemmed);
                if count < if to - from == 3 { 8 } else { 2 } {
                    continue;
                }
                let linked = to + 2 < length && matches!(&word[bounds[to]..bounds[to + 1]], "s" | "e");
                let cost = cost + 100.0 - f64::from(count).ln();
                for next in [Some(to), linked.then_some(to + 1)].into_iter().flatten() {
                    if ways[next].as_ref().is_none_or(|(other, ..)| cost < *other) {
                        ways[next] = Some((cost, from, stemmed.clone()));
                    }
                }
            }
        }
        let mut parts = Vec::new();
        let mut at = length;
        while let Some((_, from, stemmed)) = ways[at].take() {
            parts.push(stemmed);
            at = from;
        }
        parts.reverse();
        parts
    }

    /// Adds longer words that begin with this one.
    fn prefixes(&self, word: &str, term: &str, known: bool, alternatives: &mut Vec<Alternative>) {
        let weights = self.weights;
        if word.chars().count() < 2 {
            return;
        }
        let mut found: Vec<(String, usize, u32)> = self
            .terms
            .beginning_with(word)
            .into_iter()
            .filter(|(other, _)| other != term)
            .map(|(other, count)| (other.clone(), other.chars().count() - word.chars().count(), count))
            .collect();
        found.sort_by(|a, b| a.1.cmp(&b.1).then(b.2.cmp(&a.2)).then_with(|| a.0.cmp(&b.0)));
        let (most, weight) = if known { (8, weights.prefix_known) } else { (24, weights.prefix) };
        for (other, more, _) in found.into_iter().take(most) {
            Self::push(alternatives, vec![other], weight / (1.0 + 0.1 * more as f64), Reason::Prefix);
        }
    }

    /// Adds the words with almost the same spelling. Returns the most frequent of them as a correction if the word is
    /// unknown.
    fn spelling(&self, word: &str, known: bool, alternatives: &mut Vec<Alternative>) -> Option<String> {
        let length = word.chars().count();
        if length < 3 {
            return None;
        }
        let most = if length >= 8 && !known { 2 } else { 1 };
        let near = spelled_like(word, most, self.lexicon);
        let nearest = near.iter().map(|(distance, ..)| *distance).min()?;
        let mut stems: BTreeSet<String> = BTreeSet::new();
        let mut best = None;
        let weight = if known { self.weights.spelling_known } else { self.weights.spelling };
        for (_, other, _) in near.into_iter().filter(|(distance, ..)| *distance == nearest) {
            let term = stem(&other);
            if stems.len() == 4 && !stems.contains(&term) {
                break;
            }
            if stems.insert(term.clone()) {
                let weight = weight / nearest.max(1) as f64;
                Self::push(alternatives, vec![term.clone()], weight, Reason::Spelling);
                if !known {
                    let mut more = Vec::new();
                    self.forms(&term, &mut more);
                    self.synonyms(&term, &mut more);
                    self.add_compound_parts(&other, true, &mut more);
                    for found in more {
                        Self::push(alternatives, found.terms, found.weight * weight, found.reason);
                    }
                }
            }
            best = best.or(Some(other));
        }
        best.filter(|_| !known)
    }

    /// Adds neighbouring words that the site writes as one.
    fn joined(&self, tokens: &[&Token], words: &mut Vec<Word>) {
        for length in 2..=3 {
            for window in tokens.windows(length) {
                let short = |token: &&Token| token.is_word && token.word.chars().count() < 2;
                let no_part = |token: &&Token| short(token) || self.lexicon.is_stop(&token.word);
                if window.iter().any(no_part) || !window.iter().any(|token| token.is_word) {
                    continue;
                }
                let mut alternatives = Vec::new();
                for link in ["", "s", "e"] {
                    let joined = window.iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(link);
                    let term = stem(&joined);
                    // A label with its number is already a word of its own.
                    if self.terms.frequency(&term) > 0 && !words.iter().any(|word| word.word == term) {
                        Self::push(&mut alternatives, vec![term], 1.0, Reason::Joined);
                    }
                }
                if !alternatives.is_empty() {
                    let word = window.iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ");
                    words.push(Word {
                        word,
                        weight: self.weights.joined,
                        required: false,
                        covers: Vec::new(),
                        alternatives,
                    });
                }
            }
        }
    }

    /// Adds multi-word phrases that have synonyms. Up to two other words may occur between the words of a phrase.
    fn phrases(&self, tokens: &[&Token], words: &mut Vec<Word>) {
        let stems: Vec<String> = tokens.iter().map(|token| self.lexicon.plain_form(&analysis::term(token))).collect();
        let mut found: Vec<Word> = Vec::new();
        for first in 0..stems.len() {
            for phrase in self.lexicon.phrases_from(&stems[first]) {
                let Some(places) = places(phrase, &stems, first) else { continue };
                let mut alternatives = Vec::new();
                self.synonyms(phrase, &mut alternatives);
                // Do not count again what the query contains anyway.
                alternatives
                    .retain(|found| !found.terms.iter().all(|term| stems.contains(&self.lexicon.plain_form(term))));
                if alternatives.is_empty() {
                    continue;
                }
                let word = places.iter().map(|at| tokens[*at].word.as_str()).collect::<Vec<_>>().join(" ");
                let is_one = |word: &&Word| places.iter().any(|at| word.required && word.word == tokens[*at].word);
                let covers = (0..words.len()).filter(|at| is_one(&&words[*at])).collect();
                found.push(Word { word, weight: self.weights.phrase, required: false, covers, alternatives });
            }
        }
        words.append(&mut found);
    }
}

/// The positions of the stems of `phrase` from `first` on, in order and close together.
fn places(phrase: &str, stems: &[String], first: usize) -> Option<Vec<usize>> {
    const BETWEEN: usize = 2;
    let mut places = Vec::new();
    let mut at = first;
    let mut spare = BETWEEN;
    for wanted in phrase.split(' ') {
        while stems.get(at)? != wanted {
            spare = spare.checked_sub(1).filter(|_| at > first)?;
            at += 1;
        }
        places.push(at);
        at += 1;
    }
    Some(places)
}

/// Normalises `text` for comparison with the phrases of pinned answers: its words, folded.
pub(crate) fn plain(text: &str) -> String {
    let tokens = analysis::tokens(text);
    tokens.iter().filter(|token| !token.extra).map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
