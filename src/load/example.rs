//! The front matter of an example, and what a source promised the people who speak in it.
//!
//! Checks one file on its own; whether its source, place and links are valid is checked when the site is assembled.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Spanned;
use crate::ids::LineNo;
use crate::load::kinds::{Form, Perspective, Scope, Strength};
use crate::load::table::Table;

/// The front matter of an example. Its body, questions and reasons are the editors' words; `quote` and remarks are
/// the source's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) struct ExampleFront {
    pub id: Spanned<String>,
    /// The folder of its source record.
    pub source: Spanned<String>,
    pub year: Spanned<i64>,
    /// Lines of the source's text, such as "337-344".
    pub lines: Option<Spanned<String>>,
    /// Printed page or pages, such as "24" or "24-25".
    pub page: Option<String>,
    pub form: Form,
    pub perspective: Perspective,
    pub scope: Scope,
    pub place: Option<Spanned<String>>,
    pub cautions: Vec<String>,
    pub ask: Vec<String>,
    pub steps: Vec<Step>,
    pub indicators: Vec<Reason>,
    pub recommendations: Vec<Reason>,
    pub quote: Option<Quotation>,
}

/// Why an example is linked to an indicator or an anvisning.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) struct Reason {
    pub id: Spanned<String>,
    pub reason: String,
    pub strength: Strength,
}

/// Words of the source, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) struct Quotation {
    pub text: Spanned<String>,
    pub page: Option<i64>,
    pub lines: Option<Spanned<String>>,
}

/// One step of a course of events, with the authority's remarks on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) struct Step {
    pub title: String,
    pub text: String,
    pub remarks: Vec<Quotation>,
}

/// What a source's informants were promised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Anonymity {
    /// The promise, for editors.
    pub note: String,
    /// The lines in which the source itself names places and organisations.
    pub named: Vec<RangeInclusive<LineNo>>,
}

impl ExampleFront {
    /// Every quotation from the source: the remarks on its steps, and its own `quote`.
    pub(crate) fn quotations(&self) -> impl Iterator<Item = &Quotation> {
        self.steps.iter().flat_map(|step| &step.remarks).chain(&self.quote)
    }
}

/// Parses a range such as "337-344" or, if `single` is set, a single number such as "24".
fn range(text: &str, single: bool) -> Option<RangeInclusive<u32>> {
    let number = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|number| plain && *number > 0)
    };
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None if single => (number(text)?, number(text)?),
        None => return None,
    };
    (first <= last).then_some(first..=last)
}

/// Parses a range of lines such as "337-344".
pub(crate) fn line_range(text: &str) -> Option<RangeInclusive<LineNo>> {
    let numbers = range(text, false)?;
    let line = |number: &u32| LineNo::numbered(usize::try_from(*number).ok()?);
    Some(line(numbers.start())?..=line(numbers.end())?)
}

pub(super) fn example(table: &mut Table<'_, '_>) -> ExampleFront {
    ExampleFront {
        id: table.required("id", "give the example an id of its own, such as \"001-e01\""),
        source: table.required("source", "name the folder of its source in content/kilder/"),
        year: year(table),
        lines: lines(table),
        page: page(table),
        form: table.choice_or("form", Form::ALL, Form::Practice),
        perspective: table.choice_or("perspective", Perspective::ALL, Perspective::Both),
        scope: table.choice("scope", Scope::ALL).unwrap_or(Scope::Drugs),
        place: place(table),
        cautions: table.texts("cautions", "a caution").into_iter().map(|text| text.value).collect(),
        ask: ask(table),
        steps: table.tables("steps", step),
        indicators: reasons(table, "indicators"),
        recommendations: reasons(table, "recommendations"),
        quote: table.table("quote", quotation),
    }
}

pub(super) fn anonymity(table: &mut Table<'_, '_>) -> Anonymity {
    let note = table.required("note", "state what the informants were promised").value;
    let mut named = Vec::new();
    for written in table.strings("named") {
        match line_range(&written.value) {
            Some(lines) => named.push(lines),
            None => table.invalid(written.span, not_lines(&written.value), LINES),
        }
    }
    Anonymity { note, named }
}

fn year(table: &mut Table<'_, '_>) -> Spanned<i64> {
    if !table.has("year") {
        table.missing("year", "give the year of the source; every example needs one");
    }
    let span = table.span_of("year");
    Spanned { value: table.year("year").unwrap_or_default(), span }
}

const LINES: &str = "give the first and last line in the source's text, such as \"337-344\"";

fn not_lines(text: &str) -> String {
    format!("`{text}` is not a range of lines")
}

fn lines(table: &mut Table<'_, '_>) -> Option<Spanned<String>> {
    let written = table.string("lines")?;
    if line_range(&written.value).is_none() {
        table.invalid(written.span, not_lines(&written.value), LINES);
    }
    Some(written)
}

fn page(table: &mut Table<'_, '_>) -> Option<String> {
    let written = table.string("page")?;
    if range(&written.value, true).is_none() {
        let message = format!("`{}` is not a page or range of pages", written.value);
        table.invalid(written.span, message, "give one page or a range, \"24\" or \"24-25\", or remove `page`");
    }
    Some(written.value)
}

fn place(table: &mut Table<'_, '_>) -> Option<Spanned<String>> {
    let place = table.string("place")?;
    if place.value.trim().is_empty() {
        table.invalid(place.span, "`place` is empty", "name the place, or remove `place` if it is unknown");
        return None;
    }
    Some(place)
}

fn ask(table: &mut Table<'_, '_>) -> Vec<String> {
    let why = "add at least one question that the example gives reason to ask";
    let (there, span) = (table.has("ask"), table.span_of("ask"));
    let questions = table.texts("ask", "a question");
    if !there {
        table.missing("ask", why);
    } else if questions.is_empty() {
        table.invalid(span, "`ask` is empty", why);
    }
    questions.into_iter().map(|text| text.value).collect()
}

/// Reads the reasons under `key`; reports a number that occurs twice.
fn reasons(table: &mut Table<'_, '_>, key: &'static str) -> Vec<Reason> {
    let reasons = table.tables(key, reason);
    for (at, Reason { id, .. }) in reasons.iter().enumerate() {
        if !id.value.is_empty() && reasons[..at].iter().any(|earlier| earlier.id.value == id.value) {
            let message = format!("`{}` is listed twice in `{key}`", id.value);
            table.invalid(id.span, message, "list each number once, with one reason");
        }
    }
    reasons
}

fn reason(table: &mut Table<'_, '_>) -> Reason {
    Reason {
        id: table.required("id", "give the number it is cited by"),
        reason: table.required("reason", "explain in one sentence why the example is relevant here").value,
        strength: table.choice_or("strength", Strength::ALL, Strength::Weak),
    }
}

fn step(table: &mut Table<'_, '_>) -> Step {
    Step {
        title: table.required("title", "give the step a title").value,
        text: table.required("text", "describe what happened, in your own words").value,
        remarks: table.tables("remarks", quotation),
    }
}

fn quotation(table: &mut Table<'_, '_>) -> Quotation {
    Quotation {
        text: table.required("text", "quote the source verbatim"),
        page: table.integer("page"),
        lines: lines(table),
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn lines_and_pages_are_read_strictly() {
        assert_eq!(range("337-344", false), Some(337..=344));
        assert_eq!(range("897-897", false), Some(897..=897));
        assert_eq!(range("24", true), Some(24..=24));
        for wrong in ["344-337", "337", "337–344", "a-b", "-3", "1-", "0-3", "+1-3", "1-2-3", "99999999999-1", ""] {
            assert_eq!(range(wrong, false), None, "{wrong}");
        }
        assert_eq!(range("s. 24", true), None);
    }
}
