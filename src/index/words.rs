//! The words of all units: tokens, stems and pieces, ready for the index.

use std::collections::BTreeMap;

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use crate::index::analysis::{self, Token};
use crate::index::compounds::Splitter;
use crate::index::entries::Entry;
use crate::index::query::Field;
use crate::load::language::Compounds;

/// A unit's fields as stems with spaces between, in the order of [`Field::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Analysed {
    /// The fields.
    pub(super) fields: [String; 5],
}

/// The words of a site.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The units, in their order.
    pub(super) units: Vec<Analysed>,
    /// Every word of titles and texts, folded, and in how many units it stands.
    pub(super) frequencies: BTreeMap<String, u32>,
    /// How every compound was cut.
    pub(super) cuts: BTreeMap<String, Vec<String>>,
}

/// A word of the site and what the index makes of it.
struct Type {
    stem: String,
    pieces: Vec<String>,
}

/// Takes the texts of `entries` apart.
pub(super) fn analyse(entries: &[Entry], compounds: &Compounds) -> Words {
    // Title, text, path, hint.
    let tokens: Vec<[Vec<Token>; 4]> = entries
        .par_iter()
        .map(|entry| {
            let path = entry.path.join("\n");
            [&entry.title, &entry.text, &path, &entry.hint].map(|text| analysis::tokens(text))
        })
        .collect();
    let mut counts: RapidHashMap<&str, (u32, u32, usize)> = RapidHashMap::default();
    for (unit, [title, text, ..]) in tokens.iter().enumerate() {
        for token in title.iter().chain(text) {
            let (all, units, last) = counts.entry(&token.word).or_insert((0, 0, usize::MAX));
            *all += 1;
            if *last != unit {
                *last = unit;
                *units += 1;
            }
        }
    }
    let mut types: Vec<(&str, u32, u32)> =
        counts.into_iter().map(|(word, (all, units, _))| (word, all, units)).collect();
    types.sort_unstable();
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let splitter =
        Splitter::new(types.iter().filter(|(word, ..)| is_word(word)).map(|(word, all, _)| (*word, *all)), compounds);
    let made: Vec<(&str, Type)> = types
        .par_iter()
        .map(|(word, ..)| {
            let pieces = if is_word(word) { splitter.pieces(word) } else { Vec::new() };
            let stem = if is_word(word) { analysis::stem(word) } else { (*word).to_owned() };
            (*word, Type { stem, pieces })
        })
        .collect();
    let cuts = made.iter().filter(|(_, found)| !found.pieces.is_empty());
    let cuts = cuts.map(|(word, found)| ((*word).to_owned(), found.pieces.clone())).collect();
    let made: RapidHashMap<&str, Type> = made
        .into_iter()
        .map(|(word, found)| {
            let pieces = found.pieces.iter().map(|piece| analysis::stem(piece)).collect();
            (word, Type { stem: found.stem, pieces })
        })
        .collect();
    let units = tokens.par_iter().map(|tokens| fields(tokens, &made)).collect();
    let frequencies = types.iter().filter(|(word, ..)| is_word(word));
    let frequencies = frequencies.map(|(word, _, units)| ((*word).to_owned(), *units)).collect();
    Words { units, frequencies, cuts }
}

fn fields([title, text, path, hint]: &[Vec<Token>; 4], types: &RapidHashMap<&str, Type>) -> Analysed {
    let mut analysed = Analysed::default();
    let mut put = |field: Field, stem: &str| {
        let stems = &mut analysed.fields[field as usize];
        if !stems.is_empty() {
            stems.push(' ');
        }
        stems.push_str(stem);
    };
    for (field, tokens) in [(Field::Title, title), (Field::Text, text), (Field::Path, path), (Field::Hint, hint)] {
        for token in tokens {
            let Some(found) = types.get(token.word.as_str()) else {
                put(field, &analysis::term(token));
                continue;
            };
            put(field, &found.stem);
            if matches!(field, Field::Title | Field::Text) {
                for piece in &found.pieces {
                    put(Field::Pieces, piece);
                }
            }
        }
    }
    analysed
}
