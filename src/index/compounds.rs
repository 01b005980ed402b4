//! Compound splitting, based on the words of the site itself.
//!
//! After Koehn and Knight (2003): a word is split where every part is itself a word of the site, with an optional
//! linking s or e between parts; among several splits, the one with the highest mean log frequency wins, less a penalty
//! per part. Unlike in their method, a word is split even if it is more frequent than its parts, because both are
//! searched. Editors pin or forbid the splits of single words in `search-index/language.toml`.

use rapidhash::{RapidHashMap, RapidHashSet};

use crate::index::analysis::{LONGEST_CUT, stem};
use crate::load::language::Compounds;

/// Minimum lengths in letters: of a compound part, of the parts of a guessed split, and of a word that is split at all.
const SHORTEST_PART: usize = 3;
const GUESS: usize = 4;
const WORD: usize = 6;
/// Minimum frequencies on the site: of a part, and of a part of three letters.
const FREQUENCY: u32 = 2;
const SHORT_FREQUENCY: u32 = 8;
/// Maximum number of parts per word.
const MOST: usize = 5;
/// Score penalty for every part.
const PENALTY: f64 = 0.5;

/// Splits the words of one site.
#[derive(Debug)]
pub(super) struct Splitter<'a> {
    words: RapidHashMap<&'a str, u32>,
    stems: RapidHashMap<String, u32>,
    never: RapidHashSet<&'a str>,
    never_last: RapidHashSet<&'a str>,
    forbidden: RapidHashSet<&'a str>,
    pinned: RapidHashMap<&'a str, &'a [String]>,
}

/// A word, with the byte offset of every letter.
struct Letters<'w> {
    word: &'w str,
    bounds: Vec<usize>,
}

impl<'w> Letters<'w> {
    fn new(word: &'w str) -> Self {
        Self { word, bounds: word.char_indices().map(|(at, _)| at).chain([word.len()]).collect() }
    }

    fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    fn part(&self, from: usize, to: usize) -> &'w str {
        &self.word[self.bounds[from]..self.bounds[to]]
    }
}

/// One way to reach a letter: the sum of log frequencies so far, and the parts.
type Way = (f64, Vec<(usize, usize)>);

impl<'a> Splitter<'a> {
    /// Creates a splitter from `words` and the number of times each occurs on the site.
    pub(super) fn new(words: impl Iterator<Item = (&'a str, u32)>, language: &'a Compounds) -> Self {
        let words: RapidHashMap<&str, u32> = words.collect();
        let mut stems: RapidHashMap<String, u32> = RapidHashMap::default();
        #[allow(clippy::iter_over_hash_type, reason = "a sum does not depend on the order")]
        for (word, count) in &words {
            *stems.entry(stem(word)).or_default() += count;
        }
        let set = |list: &'a [String]| list.iter().map(String::as_str).collect();
        Self {
            words,
            stems,
            never: set(&language.particles),
            never_last: set(&language.never_last),
            forbidden: set(&language.forbid),
            pinned: language.pin.iter().map(|(word, parts)| (word.as_str(), parts.as_slice())).collect(),
        }
    }

    /// The parts of `word`, and every span of parts that is a word of the site; empty if it cannot be split.
    pub(super) fn compound_parts(&self, word: &str) -> Vec<String> {
        if let Some(parts) = self.pinned.get(word) {
            return parts.to_vec();
        }
        let letters = Letters::new(word);
        if !(WORD..=LONGEST_CUT).contains(&letters.len()) || self.forbidden.contains(word) {
            return Vec::new();
        }
        let Some(cuts) = self.cut(&letters) else { return self.half_known(&letters) };
        let mut parts: Vec<String> = Vec::new();
        let mut put = |part: &str| {
            if part != word && !parts.iter().any(|other| other == part) {
                parts.push(part.to_owned());
            }
        };
        let mut atoms: Vec<(usize, usize)> = Vec::new();
        for (from, to) in cuts {
            let part = letters.part(from, to);
            put(part);
            let inner = Letters::new(part);
            match self.cut(&inner).filter(|_| inner.len() >= WORD && !self.forbidden.contains(part)) {
                Some(cuts) => {
                    for (inner_from, inner_to) in cuts {
                        put(inner.part(inner_from, inner_to));
                        atoms.push((from + inner_from, from + inner_to));
                    }
                }
                None => atoms.push((from, to)),
            }
        }
        for first in 0..atoms.len() {
            for last in first + 1..atoms.len() {
                let span = letters.part(atoms[first].0, atoms[last].1);
                if self.words.contains_key(span) || (last + 1 == atoms.len() && self.stems.contains_key(&stem(span))) {
                    put(span);
                }
            }
        }
        parts
    }

    /// The log frequency of `part` on the site; `None` if it cannot be a part.
    fn weight(&self, part: &str, length: usize, last: bool) -> Option<f64> {
        let enough = if length == SHORTEST_PART { SHORT_FREQUENCY } else { FREQUENCY };
        if length < SHORTEST_PART || self.never.contains(part) || (last && self.never_last.contains(part)) {
            return None;
        }
        let count = match self.words.get(part) {
            // The last part may be inflected.
            _ if last => self.stems.get(&stem(part)).copied(),
            count => count.copied(),
        };
        count.filter(|count| *count >= enough).map(|count| f64::from(count).ln())
    }

    /// The weight of a part that lost its e before a linking s: "arbejd-s-plads".
    fn shortened(&self, letters: &Letters<'_>, from: usize, to: usize) -> Option<f64> {
        let linked = to + 2 < letters.len() && letters.part(to, to + 1) == "s" && to - from > SHORTEST_PART;
        let whole = linked.then(|| format!("{}e", letters.part(from, to)))?;
        let count = self.words.get(whole.as_str()).filter(|count| **count >= FREQUENCY)?;
        (!self.never.contains(whole.as_str())).then(|| f64::from(*count).ln())
    }

    /// The best split into two or more parts.
    fn cut(&self, letters: &Letters<'_>) -> Option<Vec<(usize, usize)>> {
        let length = letters.len();
        // For every letter, the best way to reach it with each number of parts.
        let mut ways: Vec<Vec<Option<Way>>> = vec![vec![None; MOST + 1]; length + 1];
        ways[0][0] = Some((0.0, Vec::new()));
        for from in 0..length.saturating_sub(SHORTEST_PART - 1) {
            if ways[from].iter().all(Option::is_none) {
                continue;
            }
            for to in from + SHORTEST_PART..=length {
                if from == 0 && to == length {
                    continue;
                }
                let linked = to + 2 < length && matches!(letters.part(to, to + 1), "s" | "e");
                let weight = self.weight(letters.part(from, to), to - from, to == length);
                let Some(weight) = weight.or_else(|| self.shortened(letters, from, to)) else { continue };
                for next in [Some(to), linked.then_some(to + 1)].into_iter().flatten() {
                    for count in 0..MOST {
                        let Some((sum, parts)) = &ways[from][count] else { continue };
                        let sum = sum + weight;
                        if ways[next][count + 1].as_ref().is_none_or(|(other, _)| sum > *other) {
                            let mut parts = parts.clone();
                            parts.push((from, to));
                            ways[next][count + 1] = Some((sum, parts));
                        }
                    }
                }
            }
        }
        let score = |(sum, parts): &Way| sum / parts.len() as f64 - PENALTY * parts.len() as f64;
        let ends = ways.pop()?.into_iter().skip(2).flatten();
        ends.max_by(|a, b| score(a).total_cmp(&score(b))).map(|(_, parts)| parts)
    }

    /// Splits into a known part, a linking s, and a remainder that no page contains: "frivillighed-s-festival".
    fn half_known(&self, letters: &Letters<'_>) -> Vec<String> {
        let length = letters.len();
        let known = (GUESS..length.saturating_sub(GUESS))
            .rev()
            .find(|to| letters.part(*to, to + 1) == "s" && self.weight(letters.part(0, *to), *to, false).is_some());
        known.map_or_else(Vec::new, |to| vec![letters.part(0, to).to_owned(), letters.part(to + 1, length).to_owned()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        let words = [
            ("døgn", 20),
            ("behandling", 40),
            ("tilbud", 30),
            ("tilbuddene", 3),
            ("døgnbehandling", 9),
            ("børn", 12),
            ("familie", 8),
            ("frivillighed", 3),
            ("misbrug", 30),
            ("for", 90),
            ("løb", 9),
            ("kvalitet", 9),
            ("krav", 9),
        ];
        let language = Compounds {
            particles: vec!["for".to_owned()],
            pin: vec![("efterværn".to_owned(), vec!["værn".to_owned()])],
            forbid: vec!["misbrugskrav".to_owned()],
            ..Compounds::default()
        };
        Splitter::new(words.into_iter(), &language).compound_parts(word)
    }

    #[test]
    fn words_are_cut_where_every_part_is_a_word_of_the_site() {
        assert_eq!(parts("kvalitetskrav"), ["kvalitet", "krav"]);
        assert_eq!(parts("børnefamilie"), ["børn", "familie"]);
        assert_eq!(parts("døgnbehandlingstilbuddenes"), ["døgn", "behandling", "tilbuddenes", "døgnbehandling"]);
        assert_eq!(parts("frivillighedsfestival"), ["frivillighed", "festival"]);
        assert!(parts("forløb").is_empty(), "a particle is no part");
        assert!(parts("døgn").is_empty());
        assert_eq!(parts("efterværn"), ["værn"], "pinned");
        assert!(parts("misbrugskrav").is_empty(), "forbidden");
    }
}
