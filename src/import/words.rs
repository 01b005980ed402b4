//! What a word is, and how lines that end in a hyphen continue.
//!
//! A word is a run of letters and digits, after hyphens at the ends of lines are resolved: the same in the source and
//! on the finished page. Whether a hyphen is a line-break hyphen or the word's own is inferred from evidence: the
//! joined word occurs elsewhere in the sources, or the hyphenated one does.

use std::collections::BTreeMap;

use rapidhash::RapidHashSet;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Spanned;
use crate::ids::LineNo;

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// How a line continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum End {
    /// With a space. A hyphen at its end is a suspended hyphen: "videns-, styrings- og".
    Space,
    /// The hyphen is a line-break hyphen: it is removed, and the word continues.
    Join,
    /// The hyphen is the word's own: it stays, and the next line follows without a space.
    Tight,
}

/// Words as they occur in the middle of lines, where no line break divides them.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    whole: RapidHashSet<String>,
    /// "danris-ambulant"
    compounds: RapidHashSet<String>,
    /// "minnesota" from "Minnesota-metoden": capitalised words before a hyphen.
    named: RapidHashSet<String>,
}

impl Evidence {
    /// Adds the lines of a text.
    pub(crate) fn read(&mut self, lines: &[String]) {
        let mut divided = false;
        for line in lines {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let ends = line.ends_with('-');
            let mut tokens: Vec<&str> = line.split_whitespace().collect();
            if divided {
                tokens.remove(0);
            }
            divided = ends;
            if ends {
                tokens.pop();
            }
            for token in tokens {
                let parts: Vec<&str> = words(token).collect();
                for part in &parts {
                    self.whole.insert(part.to_lowercase());
                }
                let inner = token.trim_matches(|letter: char| !letter.is_alphanumeric());
                for pair in inner.split('-').collect::<Vec<_>>().windows(2) {
                    let [before, after] = pair else { continue };
                    let (Some(before), Some(after)) = (words(before).last(), words(after).next()) else { continue };
                    self.compounds.insert(format!("{before}-{after}").to_lowercase());
                    if before.starts_with(char::is_uppercase) {
                        self.named.insert(before.to_lowercase());
                    }
                }
            }
        }
    }

    /// How `line`, which ends in a hyphen, continues on `next`. `own` contains words known to keep their hyphen.
    pub(super) fn end(&self, line: &str, next: &str, own: &[Spanned<String>]) -> End {
        let Some(line) = line.trim_end().strip_suffix('-') else { return End::Space };
        let token = line.split_whitespace().next_back().filter(|_| !line.ends_with(char::is_whitespace));
        let next = next.split_whitespace().next().unwrap_or_default();
        let Some(last) = token.and_then(|token| words(token).last().filter(|last| token.ends_with(last))) else {
            // "kvalitetsudvikling og -" / "sikring"; any other lone hyphen is a dash.
            let before = line.split_whitespace().next_back().unwrap_or_default();
            return if matches!(before, "og" | "eller") { End::Tight } else { End::Space };
        };
        let token = token.unwrap_or(last);
        let Some(first) = words(next).next().filter(|first| next.trim_start_matches(['(', '[']).starts_with(first))
        else {
            return if next.starts_with('/') { End::Tight } else { End::Space };
        };
        let whole = format!("{token}-{first}");
        if own.iter().any(|own| whole.ends_with(&own.value) || format!("{token}-").ends_with(&own.value)) {
            return End::Tight;
        }
        if matches!(first, "og" | "eller" | "samt") {
            return End::Space;
        }
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        if digit(last.chars().next_back()) && digit(first.chars().next()) {
            return End::Tight;
        }
        // A footnote's mark may be attached to the word.
        let first = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let joined = self.whole.contains(&format!("{last}{first}").to_lowercase());
        let compound = self.compounds.contains(&format!("{last}-{first}").to_lowercase());
        if joined && !compound {
            return End::Join;
        }
        let capitals = last.chars().filter(|letter| letter.is_uppercase()).count();
        let shouted = first.chars().all(char::is_uppercase);
        let abbreviation = !shouted && capitals > 0 && (capitals > 1 || last.chars().count() == 1);
        let numbered = token.chars().any(|letter| letter.is_ascii_digit());
        let named = last.starts_with(char::is_uppercase) && self.named.contains(&last.to_lowercase());
        if !joined && (compound || abbreviation || numbered || named) { End::Tight } else { End::Join }
    }
}

/// The words of each of `lines`, which follow each other: each has a number, a text, and how it continues. A divided
/// word counts on the line where it begins.
pub(super) fn words_of_lines<'l>(lines: impl Iterator<Item = (LineNo, &'l str, End)>) -> BTreeMap<LineNo, Vec<String>> {
    let mut counted: BTreeMap<LineNo, Vec<String>> = BTreeMap::new();
    let mut open: Option<(LineNo, String)> = None;
    for (number, text, end) in lines {
        counted.entry(number).or_default();
        let text = if end == End::Join { text.trim_end().strip_suffix('-').unwrap_or(text) } else { text };
        let mut found: Vec<String> = words(text).map(str::to_owned).collect();
        let glued = text.starts_with(char::is_alphanumeric);
        if let Some((line, word)) = open.take() {
            let whole = if glued && !found.is_empty() { format!("{word}{}", found.remove(0)) } else { word };
            if found.is_empty() && end == End::Join && words(text).count() == 1 && glued {
                open = Some((line, whole));
                continue;
            }
            counted.entry(line).or_default().push(whole);
        }
        if end == End::Join && text.ends_with(char::is_alphanumeric) {
            open = found.pop().map(|word| (number, word));
        }
        counted.entry(number).or_default().extend(found);
    }
    if let Some((line, word)) = open {
        counted.entry(line).or_default().push(word);
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence() -> Evidence {
        let mut evidence = Evidence::default();
        let lines = [
            "stofmisbrugsbehandling og DanRIS-Ambulant i DanRIS, med en pc-værksted af",
            "Minnesota-metoden, modellens narkotika og behandlingen",
        ];
        evidence.read(&lines.map(str::to_owned));
        evidence
    }

    #[test]
    fn hyphens_by_evidence() {
        let evidence = evidence();
        let own = [Spanned { value: "SCID-".to_owned(), span: crate::diagnostic::Span::default() }];
        for (line, next, end) in [
            ("stofmis-", "brugsbehandling.", End::Join),
            ("STOFMISBRUGS-", "BEHANDLING?", End::Join),
            ("videns-, styrings-", "og evalueringsmodeller", End::Space),
            ("VBGS-", "database", End::Tight),
            ("DanRIS-", "Ambulant", End::Tight),
            ("Dan-", "RIS-Ambulant", End::Join),
            ("E-", "gruppen", End::Tight),
            ("91-", "94 pct.", End::Tight),
            ("Minnesota-", "bevægelsen", End::Tight),
            ("14-dages-", "reglen", End::Tight),
            ("12-trins-model-", "lens", End::Join),
            ("narkoti-", "ka-dugnad", End::Join),
            ("pc-", "værksted", End::Tight),
            ("eller SCID-", "II, DIP-Q", End::Tight),
            ("misbrugs-", "/alkoholkonsulenten", End::Tight),
            ("kvalitetsudvikling og -", "sikring af", End::Tight),
            ("sagde han -", "sikring af", End::Space),
            ("effekten af behandlin-", "gen1.", End::Join),
            ("kommu-", "nikations- og", End::Join),
            ("afbrudt/gen-", "optaget", End::Join),
        ] {
            assert_eq!(evidence.end(line, next, &own), end, "{line} | {next}");
        }
    }

    #[test]
    fn a_divided_word_counts_once_where_it_begins() {
        let lines = [(0, "god stofmis-", End::Join), (1, "brugs-", End::Join), (2, "behandling 3.1", End::Space)];
        let counted = words_of_lines(lines.into_iter().map(|(index, text, end)| (LineNo::of(index), text, end)));
        assert_eq!(counted[&LineNo::of(0)], ["god", "stofmisbrugsbehandling"]);
        assert!(counted[&LineNo::of(1)].is_empty());
        assert_eq!(counted[&LineNo::of(2)], ["3", "1"]);
    }
}
