//! What queries and index must both know about the words of the site: the same for the command line and the browser.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::index::analysis::{self, fold, stem};
use crate::load::language::{Compounds, Group, Language, SYNONYMS_FILE};

/// Changes with the layout or the ranking of an index: an index of another version is rejected.
pub(crate) const VERSION: u32 = 2;

/// The words of one site, prepared for queries. A phrase is its stems, separated by spaces.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lexicon {
    /// Stop words, folded: they count for half.
    pub stop: BTreeSet<String>,
    /// Folded words that are never a compound part.
    pub particles: BTreeSet<String>,
    /// Folded words with a fixed split, as stems; empty if the word must not be split.
    pub cuts: BTreeMap<String, Vec<String>>,
    /// Stems of one word that the stemmer keeps apart.
    pub forms: Vec<Vec<String>>,
    /// Phrases, and the phrases that texts use for them; the latter are empty if all are equivalent.
    pub groups: Vec<(Vec<String>, Vec<String>)>,
    /// Every word of the site, folded, with the number of documents that contain it.
    pub words: BTreeMap<String, u32>,
    #[serde(skip)]
    forms_of: BTreeMap<String, Vec<String>>,
    #[serde(skip)]
    synonyms_of: BTreeMap<String, Vec<String>>,
    /// Multi-word phrases by their first stem.
    #[serde(skip)]
    phrases_from: BTreeMap<String, Vec<String>>,
}

/// Converts `text` to a phrase of stems.
fn phrase(text: &str) -> String {
    let tokens = analysis::tokens(text);
    let stems: Vec<String> = tokens.iter().filter(|token| !token.extra).map(analysis::term).collect();
    stems.join(" ")
}

impl Lexicon {
    /// Builds the lexicon from `language` and the glossary's `terms`. Groups of `language` that lead to no word of the
    /// site are reported.
    pub(super) fn new(
        language: &Language,
        terms: &[Group],
        words: BTreeMap<String, u32>,
        mut report: impl FnMut(Diagnostic),
    ) -> Self {
        let stems: BTreeSet<String> = words.keys().map(|word| stem(word)).collect();
        let folded = |list: &[String]| list.iter().map(|word| fold(word)).collect();
        let Compounds { particles, forbid, pin, .. } = &language.compounds;
        let pinned = pin.iter().map(|(word, parts)| (fold(word), parts.iter().map(|part| stem(&fold(part))).collect()));
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
                        "no word that this group leads to occurs on the site",
                    )
                    .help("add a word that occurs there, or remove the group"),
                );
            }
        }
        for group in terms {
            lexicon.take(group, &stems);
        }
        lexicon.prepare();
        lexicon
    }

    /// Adds a group. Returns whether any phrase it leads to has all its words on the site.
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

    /// Builds the lookup maps for queries.
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

    /// Whether `word` is a stop word.
    pub(crate) fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Whether `word` is never a compound part.
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// The split that editors fixed for `word`, as stems.
    pub(crate) fn cut_of(&self, word: &str) -> Option<Vec<String>> {
        self.cuts.get(word).cloned()
    }

    /// The stems of other forms of the word with stem `stem`.
    pub(crate) fn forms_of(&self, stem: &str) -> &[String] {
        self.forms_of.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The stem that represents all forms of the word with stem `stem`.
    pub(crate) fn plain_form(&self, stem: &str) -> String {
        let forms = self.forms_of(stem).iter().map(String::as_str);
        forms.chain([stem]).min().unwrap_or_default().to_owned()
    }

    /// Multi-word phrases with synonyms that begin with `stem`, all in plain forms.
    pub(crate) fn phrases_from(&self, stem: &str) -> &[String] {
        self.phrases_from.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Phrases that texts use for `phrase`; a phrase of several words must be given in plain forms.
    pub(crate) fn synonyms_of(&self, phrase: &str) -> &[String] {
        self.synonyms_of.get(phrase).map_or(&[], Vec::as_slice)
    }
}

/// A hash of the stems of words from all corners of the language: it differs for any other stemmer.
pub(crate) fn stemmer_fingerprint() -> String {
    const WORDS: &str = include_str!("../../search-index/stemmer-words.txt");
    let stems: Vec<String> = WORDS.split_whitespace().map(stem).collect();
    format!("{:016x}", crate::load::hashed(&stems))
}
