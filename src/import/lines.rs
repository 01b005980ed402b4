//! The lines of a publication: what is text and what is dropped, and where pages begin.
//!
//! Every word that is dropped is recorded with its line and its rule; everything else will be on a page.

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::ids::LineNo;
use crate::import::hints::{DropHint, Hints, Locator, RangeHint, RangeKind, Rule};
use crate::import::words::words;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing but white space.
    Blank,
    /// Words, or other characters.
    Text,
    /// Dropped entirely: the text around it continues as if it were not there.
    Gone,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// As it is in the file.
    pub(super) raw: String,
    /// What is kept of it, with every run of white space collapsed to one space.
    pub(super) text: String,
    pub(super) state: State,
    /// The printed page it is on.
    pub(super) page: Option<u32>,
    /// Whether it is the first of its page.
    pub(super) starts_page: bool,
}

/// Words of one line that are dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dropped {
    /// The line they are on.
    pub line: LineNo,
    /// The words as they are in the file.
    pub text: String,
    /// How many words.
    pub words: usize,
    /// Why.
    pub rule: Rule,
    /// The reason in the editor's words; empty if the rule says it all.
    pub reason: String,
}

/// All lines, by their index (the number of a line is its index plus 1).
pub(super) struct Lines {
    pub(super) all: Vec<Line>,
    pub(super) dropped: Vec<Dropped>,
}

impl Lines {
    /// Classifies the lines of a file with its hints.
    pub(super) fn new(texts: Vec<String>, hints: &Hints, report: &mut Report<'_>) -> Self {
        let line = |raw: String| {
            let text = collapsed(&raw);
            let state = if text.is_empty() { State::Blank } else { State::Text };
            Line { raw, text, state, page: None, starts_page: false }
        };
        let mut lines = Self { all: texts.into_iter().map(line).collect(), dropped: Vec::new() };
        lines.drop_named(hints, report);
        lines.drop_private_paths();
        lines.paginate(hints, report);
        lines.dropped.sort_by_key(|dropped| dropped.line);
        lines
    }

    /// The index of the line that `locator` names; one that names no line is reported.
    pub(super) fn locate(&self, locator: &Locator, report: &mut Report<'_>) -> Option<usize> {
        let wanted = locator.begins.as_str();
        let begins = |index: &usize| collapsed(&self.all[*index].raw).starts_with(wanted);
        let found = match locator.line.and_then(|line| line.checked_sub(1)) {
            Some(near) if near < self.all.len() && begins(&near) => Some(near),
            Some(near) => (0..self.all.len()).filter(begins).min_by_key(|index| index.abs_diff(near)),
            None => (0..self.all.len()).find(begins),
        };
        if found.is_none() {
            report.hint(&locator.at, format!("no line of the text begins with `{wanted}`"));
        }
        found
    }

    /// The indices of the lines that two locators name, first and last.
    pub(super) fn range(&self, from: &Locator, to: &Locator, report: &mut Report<'_>) -> Option<(usize, usize)> {
        let (first, last) = (self.locate(from, report)?, self.locate(to, report)?);
        if first > last {
            report.hint(
                &to.at,
                format!("the range ends on line {} before it begins on line {}", LineNo::of(last), LineNo::of(first)),
            );
            return None;
        }
        Some((first, last))
    }

    fn gone(&mut self, index: usize, rule: Rule, reason: &str) {
        let line = &mut self.all[index];
        if line.state == State::Blank {
            line.state = State::Gone;
            return;
        }
        let text = std::mem::take(&mut line.text);
        line.state = State::Gone;
        self.note_dropped(index, text, rule, reason);
    }

    fn note_dropped(&mut self, index: usize, text: String, rule: Rule, reason: &str) {
        let count = words(&text).count();
        self.dropped.push(Dropped { line: LineNo::of(index), words: count, text, rule, reason: reason.to_owned() });
    }

    fn drop_named(&mut self, hints: &Hints, report: &mut Report<'_>) {
        for hint in &hints.drops {
            let range = hint.range.as_ref().map(|(from, to)| (from, self.range(from, to, report)));
            if let Some(text) = &hint.text {
                match range {
                    None => self.drop_text(text, (0, self.all.len() - 1), hint, report),
                    Some((_, Some(range))) => self.drop_text(text, range, hint, report),
                    Some((_, None)) => {}
                }
            } else if let Some((from, Some((first, last)))) = range {
                for index in first..=last {
                    if self.all[index].state == State::Gone && !self.all[index].raw.trim().is_empty() {
                        report.hint(&from.at, format!("line {} is also dropped by another hint", LineNo::of(index)));
                    } else {
                        self.gone(index, hint.rule, &hint.reason);
                    }
                }
            }
        }
    }

    /// Drops a text where it first occurs on each line of a range, whole words only.
    fn drop_text(&mut self, text: &Spanned<String>, range: (usize, usize), hint: &DropHint, report: &mut Report<'_>) {
        let mut found = false;
        for index in range.0..=range.1 {
            let line = &mut self.all[index];
            let Some(at) = line.text.find(&text.value).filter(|at| is_whole(&line.text, *at, text.value.len())) else {
                continue;
            };
            found = true;
            line.text.replace_range(at..at + text.value.len(), "");
            line.text = line.text.trim().to_owned();
            if line.text.is_empty() {
                line.state = State::Gone;
            }
            self.note_dropped(index, text.value.clone(), hint.rule, &hint.reason);
        }
        if !found {
            report.hint(text, format!("the text `{}` is not found", text.value));
        }
    }

    /// Drops lines that contain a path on the author's machine, which is private.
    fn drop_private_paths(&mut self) {
        for index in 0..self.all.len() {
            if self.all[index].text.contains("file://") {
                self.gone(index, Rule::PrivatePath, "");
            }
        }
    }

    fn paginate(&mut self, hints: &Hints, report: &mut Report<'_>) {
        // The numbers in a figure or table are alone on their lines, too.
        let named = |wanted: fn(&RangeKind) -> bool| -> Vec<(usize, usize)> {
            let hints = hints.ranges.iter().filter(|hint: &&RangeHint| wanted(&hint.kind));
            hints.filter_map(|hint| self.range(&hint.from, &hint.to, &mut Report::silent())).collect()
        };
        let drawn = named(|kind| matches!(kind, RangeKind::Table { .. } | RangeKind::Figure { .. }));
        let is_drawn = |index: usize| drawn.iter().any(|(first, last)| (*first..=*last).contains(&index));
        let figures = named(|kind| matches!(kind, RangeKind::Figure { .. }));
        let in_figure = |index: usize| figures.iter().any(|(first, last)| (first + 1..=*last).contains(&index));
        let hints = &hints.pages;
        let header = hints.header.as_deref().and_then(header_pattern);
        let not: Vec<usize> = hints.not.iter().filter_map(|locator| self.locate(locator, report)).collect();
        let starts: Vec<(usize, u32)> =
            hints.starts.iter().filter_map(|(page, locator)| Some((self.locate(locator, report)?, *page))).collect();
        let from = hints.from.as_ref().and_then(|locator| self.locate(locator, report)).unwrap_or(0);
        let unknown = hints.unknown_from.as_ref().and_then(|locator| self.locate(locator, report));
        let mut page = None;
        // The number at the foot of a page ends it.
        let mut ended = false;
        for index in 0..self.all.len() {
            let known = unknown.is_none_or(|unknown| index < unknown);
            if !known {
                page = None;
            }
            let next = page.map(|page| next_page(page, &hints.empty));
            if let Some((_, named)) = starts.iter().find(|(start, _)| *start == index) {
                page = Some(*named);
                self.all[index].starts_page = true;
                ended = false;
            } else if let Some(number) = header.as_ref().and_then(|header| named_by(header, &self.all[index].text)) {
                if known && (hints.first.is_none() || index >= from || page.is_none()) {
                    page = Some(number);
                    self.all[index].starts_page = true;
                }
                self.gone(index, Rule::PageHeader, "");
            } else if hints.first.is_some() && index == from {
                page = hints.first;
                self.all[index].starts_page = true;
            } else if hints.first.is_some() && index > from && known && self.all[index].state != State::Blank {
                let behind_blank = index == 0 || self.all[index - 1].raw.trim().is_empty();
                let spaced_number = self.all[index].raw.starts_with(' ') || !is_drawn(index);
                let number = self.all[index].text.parse::<u32>().ok().filter(|_| spaced_number);
                let spaced = hints.space
                    && begins_with_one_space(&self.all[index].raw)
                    && !not.contains(&index)
                    && !in_figure(index);
                match number {
                    Some(number) if behind_blank && Some(number) == page && !spaced => {
                        self.gone(index, Rule::PageNumber, "");
                        ended = true;
                    }
                    Some(number) if behind_blank && Some(number) == next && !not.contains(&index) => {
                        page = next;
                        self.all[index].starts_page = true;
                        self.gone(index, Rule::PageNumber, "");
                        ended = false;
                    }
                    _ if ended || (spaced && !(hints.behind_text && behind_blank)) => {
                        page = next;
                        self.all[index].starts_page = true;
                        ended = false;
                        if number.is_some() && number == page {
                            self.gone(index, Rule::PageNumber, "");
                        }
                    }
                    _ => {}
                }
            }
            self.all[index].page = page;
        }
    }
}

fn next_page(page: u32, empty: &[u32]) -> u32 {
    let mut next = page + 1;
    while empty.contains(&next) {
        next += 1;
    }
    next
}

/// Whether a line begins with exactly one space; a bullet between tabs may follow.
fn begins_with_one_space(raw: &str) -> bool {
    raw.strip_prefix(' ').is_some_and(|rest| !rest.starts_with(' ') && !rest.trim().is_empty())
}

fn header_pattern(header: &str) -> Option<Regex> {
    let pattern = regex::escape(header).replace(r"\{n\}", r"(?<n>\d+)");
    Regex::new(&format!("^{pattern}$")).ok()
}

fn named_by(header: &Regex, text: &str) -> Option<u32> {
    header.captures(text)?.name("n")?.as_str().parse().ok()
}

/// Whether the part of `text` at `at` does not begin or end in the middle of a word.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let (before, after) = (text[..at].chars().next_back(), text[at + length..].chars().next());
    let (first, last) = (text[at..].chars().next(), text[..at + length].chars().next_back());
    let (cut_before, cut_after) = (word(before) && word(first), word(after) && word(last));
    !cut_before && !cut_after
}

/// `text`, trimmed and with every run of white space collapsed to one space.
pub(crate) fn collapsed(text: &str) -> String {
    let mut parts = text.split_whitespace();
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        joined.push(' ');
        joined.push_str(part);
    }
    joined
}

/// Collects the mistakes in the hints, each at its place in their file.
pub(super) struct Report<'a> {
    /// The hints' file, from the site's root.
    pub(super) hints: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Report<'_> {
    /// A report to discard, for mistakes that are reported elsewhere.
    pub(super) fn silent() -> Self {
        Self { hints: "", diagnostics: Vec::new() }
    }

    /// Reports a wrong hint.
    pub(super) fn hint<T>(&mut self, at: &Spanned<T>, message: String) {
        self.diagnostics.push(
            Diagnostic::error(Code::ImportHint, self.hints, at.span, message)
                .help("compare the hint with the output of `vejviser import FILE --report`"),
        );
    }
}
