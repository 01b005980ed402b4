//! Danish text analysis for search: folding, tokenization and stemming.
//!
//! The browser's `themes/standard/assets/js/search/` implements the same analysis (`analysis.js`, `stemmer.js`);
//! `search-index/vectors.json` and `tests/browser/generated.test.mjs` keep the two in agreement. Folding maps `aa` to å,
//! `ae` to æ and `oe` to ø, but never å to a: *måling* and *maling* are different words.

use frostem::{Algorithm, Stemmer};

use crate::load::characters::is_invisible;

/// Words that form one token with the number that follows, so that "kriterium 14" is not "linje 14": the stem of the
/// word, and the prefix of the token.
const LABELS: &[(&str, &str)] = &[
    ("afsnit", "afsnit"),
    ("anvisning", "anvisning"),
    ("bilag", "bilag"),
    ("bok", "boks"),
    ("figur", "figur"),
    ("indikator", "indikator"),
    ("kapitel", "kapitel"),
    ("kriterium", "kriterium"),
    ("kriteri", "kriterium"),
    ("linj", "linje"),
    ("nr", "nr"),
    ("punk", "punkt"),
    ("retningslinj", "retningslinje"),
    ("sid", "side"),
    ("spørgsmål", "spørgsmål"),
    ("stk", "stk"),
    ("styk", "stk"),
    ("tabel", "tabel"),
    ("tema", "tema"),
    ("trin", "trin"),
];

/// Maximum length in letters of a word that is split into compound parts; anything longer is not a word.
pub(crate) const LONGEST_CUT: usize = 300;

/// A token: a word or number of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its folded letters; a labelled number includes its label (`kriterium14`, `§101stk4`).
    pub word: String,
    /// Start and end in the text, as byte offsets.
    pub range: (usize, usize),
    /// Whether it repeats what other tokens cover: a label with its number, or a hyphenated word written as one.
    pub extra: bool,
    /// Whether it consists of letters only, and so has a stem and possibly compound parts.
    pub is_word: bool,
}

/// Appends `letter` in lower case and without accents to `folded`: one letter, two, or none.
fn fold_letter(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for low in letter.to_lowercase() {
        let plain = match low {
            'à' | 'á' | 'â' | 'ã' => "a",
            'ä' => "æ",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' => "o",
            'ö' => "ø",
            'ù' | 'ú' | 'û' | 'ü' => "u",
            'ý' | 'ÿ' => "y",
            'ß' => "ss",
            // A base letter followed by a combining ring or diaeresis. All other combining marks are accents.
            '\u{30a}' if folded.ends_with('a') => {
                folded.pop();
                "å"
            }
            '\u{308}' if folded.ends_with(['a', 'o']) => {
                if folded.pop() == Some('a') {
                    "æ"
                } else {
                    "ø"
                }
            }
            '\u{300}'..='\u{36f}' => "",
            letter if is_invisible(letter) => "",
            _ => {
                folded.push(low);
                ""
            }
        };
        folded.push_str(plain);
    }
}

/// Folds every letter of `text` and replaces the old spellings of å, æ and ø.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        fold_letter(letter, &mut folded);
    }
    respelled(folded)
}

fn respelled(word: String) -> String {
    if !["aa", "ae", "oe"].iter().any(|pair| word.contains(pair)) {
        return word;
    }
    word.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
}

/// Whether `letter` can be part of a word: letters, digits, combining marks and invisible characters.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter) || is_invisible(letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '´' | '`')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

/// Returns the tokens of `text`, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader { text, at: 0, tokens: Vec::new() };
    reader.read();
    reader.tokens
}

/// Scans a text letter by letter; positions are byte offsets.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn letter(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// The offset of the letter after the one at `at`.
    fn next(&self, at: usize) -> usize {
        at + self.letter(at).map_or(1, char::len_utf8)
    }

    fn is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.letter(at).is_some_and(test)
    }

    fn push(&mut self, word: String, range: (usize, usize), extra: bool) {
        let is_word = is_word(&word);
        if !word.is_empty() {
            self.tokens.push(Token { word, range, extra, is_word });
        }
    }

    fn read(&mut self) {
        // The number of preceding `§` signs: after `§§`, every number in the list is a paragraph.
        let mut signs = 0;
        let mut label: Option<&str> = None;
        let mut paragraph: Option<String> = None;
        while let Some(letter) = self.letter(self.at) {
            if letter == '§' {
                signs += 1;
            }
            if !is_part(letter) {
                self.at += letter.len_utf8();
                continue;
            }
            let first = self.at;
            let word = self.word();
            let range = (first, self.at);
            let joined = self.hyphenated(first, &word);
            if word.starts_with(|letter: char| letter.is_ascii_digit()) {
                if let Some(label) = label.take() {
                    let labelled = format!("{label}{word}");
                    if let Some(paragraph) = paragraph.as_ref().filter(|_| label == "stk") {
                        self.push(format!("{paragraph}{labelled}"), range, true);
                    }
                    self.push(labelled, range, true);
                } else if signs > 0 {
                    let signed = format!("§{word}");
                    self.push(signed.clone(), range, true);
                    paragraph = Some(signed);
                    signs = if signs > 1 { signs } else { 0 };
                }
            } else {
                if !(signs > 1 && matches!(word.as_str(), "og" | "eller" | "til")) {
                    signs = 0;
                }
                label = if self.number_follows() { label_of(&word) } else { None };
                paragraph = paragraph.filter(|_| matches!(word.as_str(), "stk" | "nr" | "jf" | "jfr"));
            }
            self.push(word, range, false);
            if let Some((joined, end)) = joined {
                self.push(joined, (range.0, end), true);
            }
        }
    }

    /// Whether a digit follows after nothing but whitespace and dots.
    fn number_follows(&self) -> bool {
        let mut at = self.at;
        while self.is(at, |letter| letter == '.' || letter.is_whitespace()) {
            at = self.next(at);
        }
        at > self.at && self.is(at, |letter| letter.is_ascii_digit())
    }

    /// Reads the word or number at the current position: letters and digits, the dots of `3.1.1`, the letter of `5.c`.
    fn word(&mut self) -> String {
        let first = self.at;
        let mut folded = String::new();
        let mut numeric = true;
        while let Some(letter) = self.letter(self.at) {
            if is_part(letter) {
                fold_letter(letter, &mut folded);
                numeric = numeric && (letter.is_ascii_digit() || !letter.is_alphanumeric());
            } else if letter == '.' && numeric && !folded.is_empty() {
                let next = self.at + 1;
                if self.is(next, |next| next.is_ascii_digit()) {
                    folded.push('.');
                } else if folded.len() > 2
                    || !self.is(next, |next| next.is_ascii_alphabetic())
                    || self.is(next + 1, is_part)
                {
                    break;
                }
                // `5.c` is also written `5c`: skip the dot, the next iteration reads the letter.
            } else {
                break;
            }
            self.at += letter.len_utf8();
        }
        // An ending after an apostrophe (SKP'ere) belongs to the word but adds no meaning, so it is skipped.
        if let Some(apostrophe) = self.letter(self.at).filter(|letter| is_apostrophe(*letter) && self.at > first) {
            let mut end = self.at + apostrophe.len_utf8();
            let mut ending = 0;
            while ending < 5 && self.is(end, char::is_alphabetic) {
                end = self.next(end);
                ending += 1;
            }
            if (1..=4).contains(&ending) {
                self.at = end;
            }
        }
        respelled(folded)
    }

    /// Joins the hyphenated word that begins at `first` into one word; also returns the offset of its end.
    fn hyphenated(&self, first: usize, word: &str) -> Option<(String, usize)> {
        let mut before = self.text[..first].chars().rev();
        let inside = before.next().is_some_and(is_hyphen) && before.next().is_some_and(is_part);
        let goes_on = |at: usize| self.is(at, is_hyphen) && self.is(self.next(at), is_part);
        if inside || !goes_on(self.at) {
            return None;
        }
        let mut joined = word.to_owned();
        let mut at = self.at;
        while goes_on(at) {
            at = self.next(at);
            while let Some(letter) = self.letter(at).filter(|letter| is_part(*letter)) {
                fold_letter(letter, &mut joined);
                at += letter.len_utf8();
            }
        }
        let has_letters = joined.contains(char::is_alphabetic);
        has_letters.then(|| (respelled(joined), at))
    }
}

fn label_of(word: &str) -> Option<&'static str> {
    let stem = stem(word);
    LABELS.iter().find(|(label, _)| *label == stem).map(|(_, token)| *token)
}

/// The Snowball stem of a folded word.
pub fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::Danish).stem(word).into_owned()
}

/// Whether a token consists of letters only.
pub(crate) fn is_word(word: &str) -> bool {
    !word.contains(|letter: char| letter.is_numeric() || letter == '§' || letter == '.')
}

/// The index term for a folded word: its stem. Numbers and labelled numbers are indexed as they are.
pub(crate) fn term_of(word: &str) -> String {
    if is_word(word) { stem(word) } else { word.to_owned() }
}

/// The index term for a token.
pub fn term(token: &Token) -> String {
    term_of(&token.word)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::index::references;

    /// Test vectors shared with the browser's engine: `tests/browser/vectors.test.mjs` reads the same file.
    #[derive(Deserialize)]
    struct Vectors {
        tokens: Vec<Case>,
        stems: Vec<(String, String)>,
        keys: Vec<(String, String)>,
        fold: Vec<(String, String)>,
    }

    #[derive(Deserialize)]
    struct Case {
        text: String,
        /// The word, its index term, and whether the token is extra.
        tokens: Vec<(String, String, bool)>,
    }

    fn vectors() -> Vectors {
        serde_json::from_str(include_str!("../../search-index/vectors.json")).expect("the vectors can be read")
    }

    fn check(name: &str, pairs: &[(String, String)], of: impl Fn(&str) -> String) {
        assert!(pairs.len() > 10, "{name}");
        for (text, expected) in pairs {
            assert_eq!(&of(text), expected, "{name} of {text:?}");
        }
    }

    #[test]
    fn tokens_are_those_of_the_vectors() {
        let cases = vectors().tokens;
        assert!(cases.len() > 60);
        for Case { text, tokens: expected } in cases {
            let found: Vec<(String, String, bool)> =
                tokens(&text).iter().map(|token| (token.word.clone(), term(token), token.extra)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn stems_keys_and_folded_texts_are_those_of_the_vectors() {
        let Vectors { stems, keys, fold: folded, .. } = vectors();
        assert!(stems.len() >= 300);
        check("the stem", &stems, stem);
        let key =
            |text: &str| references::asked(text).map(|asked| references::key(&asked.reference)).unwrap_or_default();
        check("the key", &keys, key);
        check("the folded text", &folded, fold);
    }

    /// Excerpts and corrections slice texts at token ranges.
    #[test]
    fn places_of_tokens_are_letters_of_the_text_in_order() {
        for Case { text, .. } in vectors().tokens {
            let mut last = 0;
            for Token { range: (from, to), word, extra, .. } in tokens(&text) {
                assert!(from < to && text.get(from..to).is_some(), "{word} at {from}..{to} of {text:?}");
                assert!(extra || from >= last, "{word} begins before the word in front of it ends: {text:?}");
                last = if extra { last } else { to };
            }
        }
    }
}
