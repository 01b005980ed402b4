//! What query and index both must know of the site's words: the same for the command line and the browser.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::index::analysis::{self, fold, stem};
use crate::load::language::{Compounds, Group, Language, SYNONYMS_FILE};

/// Changes when an index is laid out or ranked otherwise: one made by another version is refused.
pub const VERSION: u32 = 1;

/// The words of one site, ready for queries. A phrase is its stems with spaces between.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Folded words that count for half.
    pub stop: BTreeSet<String>,
    /// Folded words that are never a piece of a compound.
    pub particles: BTreeSet<String>,
    /// Folded words that are cut in a way of their own, into stems; not at all where there are none.
    pub cuts: BTreeMap<String, Vec<String>>,
    /// Stems of one word that the stemmer keeps apart.
    pub forms: Vec<Vec<String>>,
    /// Phrases, and those that texts use for them; none where they are equals.
    pub groups: Vec<(Vec<String>, Vec<String>)>,
    /// Every word of the site, folded, and in how many units it stands.
    pub words: BTreeMap<String, u32>,
    #[serde(skip)]
    forms_of: BTreeMap<String, Vec<String>>,
    #[serde(skip)]
    synonyms_of: BTreeMap<String, Vec<String>>,
    /// Phrases of several words by their first.
    #[serde(skip)]
    phrases_from: BTreeMap<String, Vec<String>>,
}

/// A phrase as stems.
fn phrase(text: &str) -> String {
    let tokens = analysis::tokens(text);
    let stems: Vec<String> = tokens.iter().filter(|token| !token.extra).map(analysis::term).collect();
    stems.join(" ")
}

impl Lexicon {
    /// What `language` and the glossary's `terms` say, as stems; groups that lead to no word of the site are reported.
    pub(super) fn new(
        language: &Language,
        terms: &[Group],
        words: BTreeMap<String, u32>,
        mut report: impl FnMut(Diagnostic),
    ) -> Self {
        let stems: BTreeSet<String> = words.keys().map(|word| stem(word)).collect();
        let folded = |list: &[String]| list.iter().map(|word| fold(word)).collect();
        let Compounds { particles, forbid, pin, .. } = &language.compounds;
        let pinned =
            pin.iter().map(|(word, pieces)| (fold(word), pieces.iter().map(|piece| stem(&fold(piece))).collect()));
        let mut lexicon = Self {
            stop: folded(&language.stop),
            particles: folded(particles),
            cuts: forbid.iter().map(|word| (fold(word), Vec::new())).chain(pinned).collect(),
            words,
            ..Self::default()
        };
        for forms in &language.irregular {
            let own: BTreeSet<String> = forms.iter().map(|form| stem(&fold(form))).collect();
            if own.len() > 1 && own.iter().any(|stem| stems.contains(stem)) {
                lexicon.forms.push(own.into_iter().collect());
            }
        }
        for group in &language.groups {
            if !lexicon.take(group, &stems) {
                report(
                    Diagnostic::warning(
                        Code::UnknownWord,
                        SYNONYMS_FILE,
                        group.span,
                        "no word that this group leads to stands on the site",
                    )
                    .help("add a word of the site, or leave the group out"),
                );
            }
        }
        for group in terms {
            lexicon.take(group, &stems);
        }
        lexicon.prepare();
        lexicon
    }

    /// Takes a group over; whether any of the words it leads to stands on the site.
    fn take(&mut self, group: &Group, stems: &BTreeSet<String>) -> bool {
        let phrases = |list: &[String]| {
            let mut phrases: Vec<String> = Vec::new();
            for phrase in list.iter().map(|text| phrase(text)) {
                if !phrase.is_empty() && !phrases.contains(&phrase) {
                    phrases.push(phrase);
                }
            }
            phrases
        };
        let (from, mut to) = (phrases(&group.from), phrases(&group.to));
        to.retain(|phrase| phrase.split(' ').all(|stem| stems.contains(stem)));
        if to.is_empty() {
            return false;
        }
        if from != to {
            self.groups.push((from, to));
        } else if from.len() > 1 {
            self.groups.push((from, Vec::new()));
        }
        true
    }

    /// Makes the maps that queries use.
    pub(super) fn prepare(&mut self) {
        let put = |map: &mut BTreeMap<String, Vec<String>>, from: &String, to: &[String]| {
            let found = map.entry(from.clone()).or_default();
            for other in to {
                if other != from && !found.contains(other) {
                    found.push(other.clone());
                }
            }
        };
        let (mut forms, mut synonyms) = (BTreeMap::new(), BTreeMap::new());
        for stems in &self.forms {
            stems.iter().for_each(|own| put(&mut forms, own, stems));
        }
        self.forms_of = forms;
        let mut phrases: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (from, to) in &self.groups {
            let to = if to.is_empty() { from } else { to };
            for own in from {
                match own.split_once(' ') {
                    None => put(&mut synonyms, own, to),
                    Some(_) => {
                        let plain: Vec<String> = own.split(' ').map(|stem| self.plain_form(stem)).collect();
                        put(&mut synonyms, &plain.join(" "), to);
                        put(&mut phrases, &plain[0], &[plain.join(" ")]);
                    }
                }
            }
        }
        (self.synonyms_of, self.phrases_from) = (synonyms, phrases);
    }

    /// Whether `word` says little.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Whether `word` is never a piece of a compound.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// How editors want `word` to be cut, as stems.
    pub fn cut_of(&self, word: &str) -> Option<Vec<String>> {
        self.cuts.get(word).cloned()
    }

    /// Stems of other forms of the word with stem `stem`.
    pub fn forms_of(&self, stem: &str) -> &[String] {
        self.forms_of.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The stem that stands for all forms of the word with stem `stem`.
    pub fn plain_form(&self, stem: &str) -> String {
        let forms = self.forms_of(stem).iter().map(String::as_str);
        forms.chain([stem]).min().unwrap_or_default().to_owned()
    }

    /// Phrases of several words with synonyms that begin with `stem`, all in plain forms.
    pub fn phrases_from(&self, stem: &str) -> &[String] {
        self.phrases_from.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Phrases that texts use for `phrase`; in plain forms where it has several words.
    pub fn synonyms_of(&self, phrase: &str) -> &[String] {
        self.synonyms_of.get(phrase).map_or(&[], Vec::as_slice)
    }
}

/// A hash of the stems of words from all corners of the language: another stemmer has another.
pub fn stemmer_fingerprint() -> String {
    const WORDS: &str = include_str!("../../search-index/stemmer-words.txt");
    let stems: Vec<String> = WORDS.split_whitespace().map(stem).collect();
    format!("{:016x}", crate::load::hashed(&stems))
}
