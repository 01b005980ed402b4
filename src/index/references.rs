//! References in queries: `3.1.1`, `5 c`, `SEL § 101, stk. 4`, `indikator 5.c, spørgsmål 7 (2021)`.
//!
//! A query is read as a reference if it is nothing else. So it needs none of the words that running text needs
//! ([`text::references`](crate::text::references)), and may be written with any punctuation or none. The standard theme's
//! `assets/js/search/references.js` does the same.

use std::ops::RangeInclusive;

use crate::index::analysis::fold;
use crate::text::references::{Reference, Target};

/// A query that is a reference.
#[derive(Debug, PartialEq)]
pub(crate) struct Asked {
    pub reference: Reference,
    /// Whether it can be nothing else, so that a reader should hear of it if nothing has that number.
    pub is_certain: bool,
}

/// What a query consists of.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Kind(Target),
    /// Digits, and whether only spaces separate them from the part before.
    Number(String, bool),
    Letter(char),
    /// "§", or a word for it.
    Paragraph,
    Subsection,
    Statute(String),
}

/// What the words of references mean, by their beginnings, folded; other spellings have to be the whole word.
const KINDS: [(&str, &[&str], Target); 7] = [
    ("anvisning", &["anv"], Target::Recommendation),
    ("retningslinje", &[], Target::Guideline),
    ("indikator", &["ind"], Target::Indicator),
    ("kriteri", &["krit"], Target::Criterion),
    ("spørgsmål", &["spm", "spg", "sporgsmal"], Target::Question),
    // Folding takes "ae" for "æ".
    ("tema", &["temæt"], Target::Theme),
    ("afsnit", &[], Target::Section),
];

/// Words that say nothing of what is referred to. "NR" is "nationale retningslinjer" too.
const FILLERS: [&str; 5] = ["i", "nr", "nummer", "pkt", "punkt"];

/// Letters that indicators, recommendations and paragraphs have.
const LETTERS: RangeInclusive<char> = 'a'..='h';

/// Number of digits of the longest number in a reference.
const MOST_DIGITS: usize = 3;

/// How a statute is written that has an abbreviation.
const STATUTES: [(&str, &str); 1] = [("sel", "serviceloven")];

/// The kind of reference that a folded word names.
fn kind(word: &str) -> Option<Target> {
    let is_meant =
        |(beginning, short, _): &&(&str, &[&str], Target)| word.starts_with(beginning) || short.contains(&word);
    KINDS.iter().find(is_meant).map(|(_, _, target)| *target)
}

/// The statute that a folded word names: "servicelovens" is "serviceloven".
fn statute(word: &str) -> Option<String> {
    if let Some((_, statute)) = STATUTES.iter().find(|(short, _)| *short == word) {
        return Some((*statute).to_owned());
    }
    let name = word.strip_suffix('s').unwrap_or(word);
    if name.ends_with("loven") {
        return Some(name.to_owned());
    }
    name.ends_with("lov").then(|| format!("{name}en"))
}

/// What a word is; `None` if no reference has such a word.
fn part(word: &str, is_after_number: bool) -> Option<Part> {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some('§'), None) => return Some(Part::Paragraph),
        (Some(letter), None) if is_after_number && LETTERS.contains(&letter) => return Some(Part::Letter(letter)),
        _ => {}
    }
    match word {
        "stk" | "stykke" => Some(Part::Subsection),
        "par" | "paragraf" | "paragraffen" => Some(Part::Paragraph),
        _ => kind(word).map(Part::Kind).or_else(|| statute(word).map(Part::Statute)),
    }
}

/// The parts of a query; `None` if it has other words.
fn parts(text: &str) -> Option<Vec<Part>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Run {
        Digits,
        Letters,
        Sign,
        Other,
    }
    let run = |letter: char| match letter {
        '0'..='9' => Run::Digits,
        '§' => Run::Sign,
        letter if letter.is_alphabetic() => Run::Letters,
        _ => Run::Other,
    };
    let folded = fold(text);
    let mut parts = Vec::new();
    let mut is_spaced = true;
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| run(letter) != run(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        match run(first) {
            Run::Other => {
                is_spaced = word.chars().all(|sign| matches!(sign, ' ' | '\t' | '\r' | '\n' | '\u{a0}'));
                continue;
            }
            Run::Digits => parts.push(Part::Number(word.to_owned(), is_spaced)),
            Run::Sign => parts.push(Part::Paragraph),
            Run::Letters if FILLERS.contains(&word) => {}
            Run::Letters => parts.push(part(word, matches!(parts.last(), Some(Part::Number(..))))?),
        }
        is_spaced = false;
    }
    Some(parts)
}

/// Takes the edition off the end: a year after another number.
fn edition(parts: &mut Vec<Part>) -> Option<String> {
    let [.., before, Part::Number(year, _)] = parts.as_slice() else { return None };
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    if !is_year || !matches!(before, Part::Number(..) | Part::Letter(_)) {
        return None;
    }
    let year = year.clone();
    parts.pop();
    Some(year)
}

/// Reads `text`, all of it, as a reference.
pub(crate) fn asked(text: &str) -> Option<Asked> {
    let mut parts = parts(text)?;
    let edition = edition(&mut parts);
    if parts.iter().any(|part| matches!(part, Part::Number(digits, _) if digits.len() > MOST_DIGITS)) {
        return None;
    }
    let is_law = |part: &Part| matches!(part, Part::Paragraph | Part::Subsection | Part::Statute(_));
    let (target, id, part, is_certain) = if parts.iter().any(is_law) { paragraph(&parts)? } else { unit(parts)? };
    let is_certain = is_certain || edition.is_some();
    Some(Asked { reference: Reference { target, id, part, edition }, is_certain })
}

/// What is referred to, and whether it can be nothing else.
type Unit = (Target, String, Option<String>, bool);

/// A paragraph, with its subsection after it or before it: "§ 101, 4", "101 stk. 4", "stk. 4 i § 101". Without a statute, the id
/// is the number alone.
fn paragraph(parts: &[Part]) -> Option<Unit> {
    let (mut statute, mut number, mut subsection) = (None, None::<String>, None);
    let mut is_subsection = false;
    for part in parts {
        match part {
            Part::Statute(name) => statute = Some(name),
            Part::Subsection => is_subsection = true,
            Part::Paragraph => is_subsection = false,
            Part::Number(digits, _) if subsection.is_none() && (is_subsection || number.is_some()) => {
                subsection = Some(digits.clone());
                is_subsection = false;
            }
            Part::Number(digits, _) if number.is_none() => number = Some(digits.clone()),
            Part::Letter(letter) if subsection.is_none() => {
                let number = number.as_mut()?;
                number.push(' ');
                number.push(*letter);
            }
            Part::Letter(_) | Part::Number(..) | Part::Kind(_) => return None,
        }
    }
    let number = number?;
    let id = statute.map_or_else(|| number.clone(), |statute| format!("{statute} {number}"));
    Some((Target::Paragraph, id, subsection, true))
}

/// A part of the quality model or of the guidelines. Its shape says what it is; a word is needed for a number alone.
fn unit(parts: Vec<Part>) -> Option<Unit> {
    use Part::{Kind, Letter, Number};
    let mut kinds: Vec<Target> = Vec::new();
    let mut numbers: Vec<Part> = Vec::new();
    let mut is_joined = true;
    for part in in_order(parts) {
        match part {
            Kind(target) => kinds.push(target),
            Number(_, is_spaced) => {
                // "24 7" is two numbers.
                is_joined &= numbers.last().is_none_or(|last| !matches!(last, Number(..))) || !is_spaced;
                numbers.push(part);
            }
            part => numbers.push(part),
        }
    }
    let kind = kinds.last().copied();
    if kind.is_none() && !is_joined {
        return None;
    }
    let is_certain = kind.is_some() || numbers.len() > 2;
    let (target, id, part) = match (numbers.as_slice(), kind) {
        ([Number(id, _)], Some(target @ (Target::Criterion | Target::Theme))) => (target, id.clone(), None),
        ([Number(a, _), Letter(b)], _) => (Target::Indicator, format!("{a}.{b}"), None),
        ([Number(a, _), Letter(b), Number(c, _)], _) => (Target::Question, format!("{a}.{b}"), Some(c.clone())),
        ([Number(a, _), Number(b, _)], Some(Target::Section)) => (Target::Section, format!("{a}.{b}"), None),
        ([Number(a, _), Number(b, _)], _) => (Target::Guideline, format!("{a}.{b}"), None),
        ([Number(a, _), Number(b, _), Number(c, _)], _) => (Target::Recommendation, format!("{a}.{b}.{c}"), None),
        ([Number(a, _), Number(b, _), Number(c, _), Letter(d)], _) => {
            (Target::Recommendation, format!("{a}.{b}.{c}"), Some(d.to_string()))
        }
        _ => return None,
    };
    Some((target, id, part, is_certain))
}

/// Puts a question after its indicator: "spørgsmål 7 i indikator 5.c".
fn in_order(mut parts: Vec<Part>) -> Vec<Part> {
    let is_before =
        matches!(parts.as_slice(), [Part::Kind(Target::Question), Part::Number(..), Part::Kind(Target::Indicator), ..]);
    if is_before {
        parts.rotate_left(2);
    }
    parts
}

/// The name of a reference with its edition: "§ 999", "anvisning 9.9.9 (2020)".
pub(crate) fn label(reference: &Reference) -> String {
    let name = reference.label();
    match &reference.edition {
        Some(edition) => format!("{name} ({edition})"),
        None => name,
    }
}

/// The key of a reference in the index: "anvisning 3.1.1", "spørgsmål 5.c 7 (2021)".
pub(crate) fn key(Reference { target, id, part, edition }: &Reference) -> String {
    let mut key = format!("{} {id}", target.word());
    if let Some(part) = part {
        key.push(' ');
        key.push_str(part);
    }
    if let Some(edition) = edition {
        key.push_str(&format!(" ({edition})"));
    }
    key
}

#[cfg(test)]
mod tests;
