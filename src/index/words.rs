//! The words of all documents, ready for the index: tokens, stems and compound parts.

use std::collections::BTreeMap;

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use crate::index::analysis::{self, Token};
use crate::index::compounds::Splitter;
use crate::index::entries::Entry;
use crate::index::field::Field;
use crate::load::language::Compounds;

/// The fields of a document as stems separated by spaces, in the order of [`Field::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Analysed {
    pub(super) fields: [String; 5],
}

/// The words of a site.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The documents, in site order.
    pub(super) documents: Vec<Analysed>,
    /// Every word of titles and texts, folded, with the number of documents that contain it.
    pub(super) frequencies: BTreeMap<String, u32>,
    /// The split of every compound.
    pub(super) cuts: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// The split of every compound as text, one a line.
    pub(super) fn compound_list(&self) -> String {
        self.cuts.iter().map(|(word, parts)| format!("{word} = {}\n", parts.join(" "))).collect()
    }
}

/// Analyses the texts of `entries`.
pub(super) fn analyse(entries: &[Entry], compounds: &Compounds) -> Words {
    let chunks: Vec<Chunk> = entries.par_chunks(CHUNK).map(Chunk::read).collect();
    let mut counts: RapidHashMap<&str, (u32, u32)> = RapidHashMap::default();
    for chunk in &chunks {
        for (word, (all, documents)) in chunk.words.iter().zip(&chunk.counts) {
            let sums = counts.entry(word).or_default();
            *sums = (sums.0 + all, sums.1 + documents);
        }
    }
    let mut types: Vec<(&str, (u32, u32))> = counts.into_iter().collect();
    types.par_sort_unstable();
    // Words that occur in paths and hints only are not words of the site.
    let is_known = |(word, (all, _)): &&(&str, (u32, u32))| *all > 0 && analysis::is_word(word);
    let known: Vec<(&str, (u32, u32))> = types.iter().filter(is_known).copied().collect();
    let splitter = Splitter::new(known.iter().map(|(word, (all, _))| (*word, *all)), compounds);
    let made: Vec<(&str, Type)> = types
        .par_iter()
        .map(|(word, _)| {
            let cut = if analysis::is_word(word) { splitter.compound_parts(word) } else { Vec::new() };
            let parts = cut.iter().map(|part| analysis::stem(part)).collect();
            (*word, Type { stem: analysis::term_of(word), parts, cut })
        })
        .collect();
    let made: RapidHashMap<&str, Type> = made.into_iter().collect();
    let documents = chunks.par_iter().flat_map_iter(|chunk| chunk.documents(&made)).collect();
    let cut = types.iter().map(|(word, _)| (*word, &made[word].cut)).filter(|(_, cut)| !cut.is_empty());
    let cuts = cut.map(|(word, cut)| (word.to_owned(), cut.clone())).collect();
    let frequencies = known.iter().map(|(word, (_, documents))| ((*word).to_owned(), *documents)).collect();
    Words { documents, frequencies, cuts }
}

/// A word and how it is indexed.
struct Type {
    stem: String,
    /// The stems of its compound parts.
    parts: Vec<String>,
    /// Its compound parts as they occur in it.
    cut: Vec<String>,
}

/// Documents per chunk. Chunks are analysed in parallel, so each numbers its words on its own.
const CHUNK: usize = 512;

/// Tokens of a document's title, text, path and hint, as word numbers.
type Tokens = [Vec<u32>; 4];

/// The words of a chunk of documents.
struct Chunk {
    words: Vec<String>,
    /// For each word, its occurrences in titles and texts, and the number of documents that contain it there.
    counts: Vec<(u32, u32)>,
    documents: Vec<Tokens>,
}

impl Chunk {
    fn read(entries: &[Entry]) -> Self {
        let mut chunk = Self { words: Vec::new(), counts: Vec::new(), documents: Vec::new() };
        let mut numbers: RapidHashMap<String, u32> = RapidHashMap::default();
        let mut last: Vec<usize> = Vec::new();
        for (document, entry) in entries.iter().enumerate() {
            let path = entry.path.join("\n");
            let texts = [&entry.title, &entry.text, &path, &entry.hint];
            let mut of_document = Tokens::default();
            for (field, text) in texts.into_iter().enumerate() {
                for Token { word, .. } in analysis::tokens(text) {
                    let number = match numbers.get(&word) {
                        Some(number) => *number,
                        None => {
                            let number = u32::try_from(chunk.words.len()).unwrap_or(u32::MAX);
                            chunk.words.push(word.clone());
                            chunk.counts.push((0, 0));
                            last.push(usize::MAX);
                            numbers.insert(word, number);
                            number
                        }
                    };
                    of_document[field].push(number);
                    let at = number as usize;
                    if field < 2 {
                        chunk.counts[at].0 += 1;
                        chunk.counts[at].1 += u32::from(last[at] != document);
                        last[at] = document;
                    }
                }
            }
            chunk.documents.push(of_document);
        }
        chunk
    }

    /// The fields of the documents in the chunk.
    fn documents(&self, types: &RapidHashMap<&str, Type>) -> Vec<Analysed> {
        let types: Vec<&Type> = self.words.iter().filter_map(|word| types.get(word.as_str())).collect();
        let fields = [Field::Title, Field::Text, Field::Path, Field::Hint];
        let analysed = |tokens: &Tokens| {
            let mut analysed = Analysed::default();
            let mut put = |field: Field, stem: &str| {
                let stems = &mut analysed.fields[field as usize];
                if !stems.is_empty() {
                    stems.push(' ');
                }
                stems.push_str(stem);
            };
            for (field, tokens) in fields.into_iter().zip(tokens) {
                for token in tokens {
                    let Type { stem, parts, .. } = types[*token as usize];
                    put(field, stem);
                    if matches!(field, Field::Title | Field::Text) {
                        parts.iter().for_each(|part| put(Field::CompoundParts, part));
                    }
                }
            }
            analysed
        };
        self.documents.iter().map(analysed).collect()
    }
}
