//! Recognises typed references in running text: "anvisning 3.1.1 og 3.1.2 b", "indikator 5.c", "3.7 Retningslinje for
//! behandlingsplan", "servicelovens § 101, stk. 4", each with or without an edition, "(2020)".
//!
//! A reference is recognised by its word, never by a bare number: chapter numbers of other publications look the same.
//! Whether the target exists, and in which edition, is determined in [`link`](crate::link).

use std::ops::Range;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::load::characters::{Visible, visible};
use crate::load::front::{Family, Kind};

/// A typed reference.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The kind of target.
    pub target: Target,
    /// The id in its canonical form: "3.1.2", "5.c", "serviceloven 101"; in a query, "101" without a statute.
    pub id: String,
    /// The part of the target: the letter of a recommendation, the subsection (stykke) of a paragraph, the position of
    /// a question.
    pub part: Option<String>,
    /// The edition written after it.
    pub edition: Option<String>,
}

/// What a reference points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the field's words")]
pub enum Target {
    Theme,
    Criterion,
    Indicator,
    Question,
    Guideline,
    Recommendation,
    Section,
    Paragraph,
    Term,
}

impl Target {
    /// The Danish word for it, as used in exports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Theme => "tema",
            Self::Criterion => "kriterium",
            Self::Indicator => "indikator",
            Self::Question => "spørgsmål",
            Self::Guideline => "retningslinje",
            Self::Recommendation => "anvisning",
            Self::Section => "afsnit",
            Self::Paragraph => "paragraf",
            Self::Term => "begreb",
        }
    }

    /// The family whose editions have it; `None` for a term, which belongs to no edition.
    pub(crate) fn family(self) -> Option<Family> {
        match self {
            Self::Section => Some(Family::Guidelines),
            _ => self.kind().family(),
        }
    }

    /// The kind of page it points to.
    pub fn kind(self) -> Kind {
        match self {
            Self::Theme => Kind::Theme,
            Self::Criterion => Kind::Criterion,
            Self::Indicator | Self::Question => Kind::Indicator,
            Self::Guideline => Kind::Guideline,
            Self::Recommendation => Kind::Recommendation,
            Self::Section => Kind::Edition,
            Self::Paragraph => Kind::Paragraph,
            Self::Term => Kind::Term,
        }
    }
}

impl Reference {
    /// Its name, in its written form: "anvisning 3.1.2 b", "spørgsmål 5.c.7", "servicelovens § 101, stk. 4".
    pub fn label(&self) -> String {
        let Self { target, id, part, .. } = self;
        match (target, part) {
            (Target::Paragraph, part) => {
                let part = part.as_ref().map(|part| format!(", stk. {part}")).unwrap_or_default();
                match id.split_once(' ').filter(|_| !id.starts_with(|first: char| first.is_ascii_digit())) {
                    Some((statute, number)) => format!("{statute}s § {number}{part}"),
                    None => format!("§ {id}{part}"),
                }
            }
            (Target::Question, Some(part)) => format!("spørgsmål {id}.{part}"),
            (target, Some(part)) => format!("{} {id} {part}", target.word()),
            (target, None) => format!("{} {id}", target.word()),
        }
    }
}

/// A reference and the words to be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The reference.
    pub reference: Reference,
}

pattern!(
    WORD,
    r"(?i)\b(?:(?<rec>anvisning(?:erne|en|er)?|anv\.)|(?<guide>retningslinje(?:rne|n|r)?)|(?<sec>afsnit(?:tet)?)|(?<ind>indikator(?:erne|en|er)?)|(?<crit>kriteri(?:um|et|erne|er))|(?<ques>spørgsmål(?:ene|et)?)|(?<law>\p{L}*lov(?:en)?s?)\s+§{1,2})\s*"
);
pattern!(TITLED, r"\b(?<id>\d{1,2}\.\d{1,2})\s+Retningslinje\s+for\s+");
pattern!(QUESTION_AFTER, r"^,?\s+spørgsmål\s+(?<part>\d{1,2})\b");
pattern!(
    QUESTION_BEFORE,
    r"(?i)\bspørgsmål\s+(?<part>\d{1,2})\s+i\s+indikator\s+(?<number>\d{1,2})[. \x{a0}\x{202f}]?(?<letter>[a-z])\b"
);
pattern!(TITLE_END, r"[).,;:?!]|\s+og\s+\d|\s\(\d{4}\)");
pattern!(BETWEEN, r"^(?:,|\s+og/eller|\s+og|\s+eller|\s+samt|/)\s+");
pattern!(EDITION, r"^\s\((?<year>\d{4})\)");
pattern!(RECOMMENDATION, r"^(?<id>\d{1,2}\.\d{1,2}\.\d{1,2})(?:[ \x{a0}\x{202f}]?(?<part>[a-h])\b)?(?<end>)");
pattern!(TWO_PARTS, r"^(?<id>\d{1,2}\.\d{1,2})\b");
pattern!(INDICATOR, r"^(?<number>\d{1,2})[. \x{a0}\x{202f}]?(?<letter>[a-z])\b");
pattern!(CRITERION, r"^(?<id>\d{1,2})\b");
pattern!(QUESTION, r"^(?<id>\d{1,2}\.[a-z])\.(?<part>\d{1,2})\b");
pattern!(PARAGRAPH, r"^(?<id>\d{1,3})(?<letter>[ \x{a0}\x{202f}]?[a-h]\b)?(?:,?\s+stk\.\s*(?<part>\d{1,2}))?");
pattern!(SUBSECTION, r"^(?:stk\.\s*)?(?<part>\d{1,2})\b");

/// Finds all references in `text`, in order and without overlaps. Invisible characters are ignored.
pub fn find(text: &str) -> Vec<Found> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let seen = Visible::of(text);
    let mut found = find_visible(&seen.text);
    for found in &mut found {
        found.range = seen.original(found.range.clone());
    }
    found
}

fn find_visible(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for word in WORD.captures_iter(text) {
        list(text, &word, &mut found);
    }
    for titled in TITLED.captures_iter(text) {
        let (Some(whole), Some(id)) = (titled.get(0), titled.name("id")) else { continue };
        if text[..whole.start()].ends_with('.') {
            // This is the end of a longer number.
            continue;
        }
        let end = TITLE_END.find(&text[whole.end()..]).map_or(text.len(), |end| whole.end() + end.start());
        let id = id.as_str().to_owned();
        found.push(Found {
            range: whole.start()..end,
            reference: Reference { target: Target::Guideline, id, part: None, edition: edition(&text[end..]) },
        });
    }
    for question in QUESTION_BEFORE.captures_iter(text) {
        let Some(whole) = question.get(0) else { continue };
        let named = |name: &str| question.name(name).map_or("", |text| text.as_str());
        let reference = Reference {
            target: Target::Question,
            id: format!("{}.{}", named("number"), named("letter").to_lowercase()),
            part: Some(named("part").to_owned()),
            edition: edition(&text[whole.end()..]),
        };
        found.push(Found { range: whole.range(), reference });
    }
    // "retningslinje 3.1 Retningslinje for …" is found twice: the match that begins first is kept.
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut end = 0;
    found.retain(|found| {
        let free = found.range.start >= end;
        end = end.max(found.range.end);
        free
    });
    found
}

/// The edition written at the start of `text`.
fn edition(text: &str) -> Option<String> {
    Some(EDITION.captures(text)?.name("year")?.as_str().to_owned())
}

/// Reads the list of ids after a word. The first link includes the word.
fn list(text: &str, word: &Captures<'_>, found: &mut Vec<Found>) {
    let Some(whole) = word.get(0) else { return };
    let Some((target, pattern)) = target(word) else { return };
    let statute = word.name("law").map(|law| law.as_str().to_lowercase().trim_end_matches('s').to_owned());
    let first = found.len();
    let mut at = whole.end();
    let mut start = whole.start();
    loop {
        let rest = &text[at..];
        let further = found.len() > first && target == Target::Paragraph;
        let captured = if further { SUBSECTION.captures(rest) } else { pattern.captures(rest) };
        let Some(captured) = captured.filter(|captured| ends(rest, captured)) else { break };
        let end = at + captured.get(0).map_or(0, |whole| whole.end());
        let named = |name: &str| captured.name(name).map(|text| text.as_str());
        let id = match (target, &statute) {
            (Target::Indicator, _) => {
                format!(
                    "{}.{}",
                    named("number").unwrap_or_default(),
                    named("letter").unwrap_or_default().to_lowercase()
                )
            }
            (Target::Paragraph, _) if further => found[first].reference.id.clone(),
            (Target::Paragraph, Some(statute)) => {
                let letter = named("letter").map(|letter| format!(" {}", letter.trim())).unwrap_or_default();
                format!("{statute} {}{letter}", named("id").unwrap_or_default())
            }
            _ => named("id").unwrap_or_default().to_owned(),
        };
        let mut reference = Reference { target, id, part: named("part").map(str::to_owned), edition: None };
        at = end;
        if let (Target::Indicator, Some(question)) = (target, QUESTION_AFTER.captures(&text[at..])) {
            reference.target = Target::Question;
            reference.part = question.name("part").map(|part| part.as_str().to_owned());
            at += question.get(0).map_or(0, |whole| whole.end());
        }
        let has_part = reference.part.is_some();
        found.push(Found { range: start..at, reference });
        // "§ 101 og 3 andre" is not a list; only "§ 101, stk. 4 og 5" continues.
        if target == Target::Paragraph && !has_part {
            break;
        }
        let Some(between) = BETWEEN.find(&text[at..]) else { break };
        start = at + between.end();
        at = start;
    }
    let end = found.last().map_or(0, |last| last.range.end);
    if let Some(year) = edition(&text[end..]) {
        for found in &mut found[first..] {
            found.reference.edition = Some(year.clone());
        }
    }
}

fn target(word: &Captures<'_>) -> Option<(Target, &'static Regex)> {
    let kinds: [(&str, Target, &'static Regex); 7] = [
        ("rec", Target::Recommendation, &RECOMMENDATION),
        ("guide", Target::Guideline, &TWO_PARTS),
        ("sec", Target::Section, &TWO_PARTS),
        ("ind", Target::Indicator, &INDICATOR),
        ("crit", Target::Criterion, &CRITERION),
        ("ques", Target::Question, &QUESTION),
        ("law", Target::Paragraph, &PARAGRAPH),
    ];
    kinds.into_iter().find(|(name, ..)| word.name(name).is_some()).map(|(_, target, pattern)| (target, pattern))
}

/// Whether the number ends where the match ends: "3.1" in "3.1.1" is not guideline 3.1, and "3.1.1" in "3.1.1.4" is not
/// a reference at all.
fn ends(rest: &str, captured: &Captures<'_>) -> bool {
    let end = captured.get(0).map_or(0, |whole| whole.end());
    let mut after = rest[end..].chars();
    match (after.next(), after.next()) {
        (Some('.'), Some(next)) => !next.is_alphanumeric(),
        (Some(next), _) => !next.is_ascii_digit(),
        (None, _) => true,
    }
}

/// Parses a reference that is a whole value in the front matter, where "begreb viso" and "tema kompetencer" are
/// recognised too.
pub fn alone(text: &str) -> Option<Reference> {
    let text = visible(text.trim());
    let text = text.as_ref();
    for (word, target) in [("begreb ", Target::Term), ("tema ", Target::Theme)] {
        if let Some(id) = text.strip_prefix(word) {
            let (id, edition) = match id.strip_suffix(')').and_then(|id| id.rsplit_once(" (")) {
                Some((id, edition)) => (id, Some(edition.to_owned())),
                None => (id, None),
            };
            return Some(Reference { target, id: crate::model::address::slug(id), part: None, edition });
        }
    }
    let mut found = find(text);
    (found.len() == 1).then(|| found.remove(0).reference)
}

#[cfg(test)]
mod tests;
