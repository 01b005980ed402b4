//! Prints diagnostics: as text with the source line for people, as JSON for machines.
//!
//! Lines and columns are computed here, from the current file. Both start at 1; columns count characters.

use std::collections::{BTreeSet, HashMap};
use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::characters::plain;

/// The output format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Text with the source line, for people.
    #[default]
    Text,
    /// JSON, for machines.
    Json,
}

/// A diagnostic with its line and column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Located<'d> {
    severity: Severity,
    code: Code,
    file: &'d str,
    line: usize,
    column: usize,
    message: &'d str,
    help: Option<&'d str>,
}

/// A file that diagnostics point into.
#[derive(Debug, Default)]
struct Read {
    text: String,
    /// The offset of each line, in bytes.
    lines: Vec<usize>,
    /// The offset that was looked up last, and its column: most lookups are in order.
    last: (usize, usize),
}

impl Read {
    fn new(text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines, last: (0, 1) }
    }

    /// Line and column of the byte at offset `at`.
    fn place(&mut self, at: usize) -> (usize, usize) {
        let at = floor(&self.text, at);
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let (from, column) = match self.last {
            (last, column) if (start..=at).contains(&last) => (last, column),
            _ => (start, 1),
        };
        self.last = (at, column + self.text[from..at].chars().count());
        (line, self.last.1)
    }
}

/// The texts of the files that diagnostics point into, each read once.
struct Texts<'r> {
    root: &'r Path,
    /// Paths that are not read: reading a pipe would never end, and files outside the site are not shown.
    refused: Vec<&'r str>,
    read: HashMap<String, Read>,
}

impl<'r> Texts<'r> {
    fn new(root: &'r Path, diagnostics: &'r [Diagnostic]) -> Self {
        let refused = diagnostics.iter().filter(|d| d.span.is_none());
        let refused = refused.filter(|d| matches!(d.code, Code::OutsideSite | Code::SpecialFile));
        Self { root, refused: refused.map(|d| d.file.as_str()).collect(), read: HashMap::new() }
    }

    fn of(&mut self, file: &str) -> &mut Read {
        let Self { root, refused, read } = self;
        read.entry(file.to_owned()).or_insert_with(|| {
            // A diagnostic may be about a built-in file while something else is at its path in the site.
            if refused.iter().any(|refused| Path::new(file).starts_with(refused)) {
                return Read::new(String::new());
            }
            let bytes = std::fs::read(root.join(file)).unwrap_or_default();
            Read::new(plain(String::from_utf8_lossy(&bytes).into_owned()))
        })
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Sorts diagnostics by file and position and removes duplicates. A control character is not reported in addition to an
/// error at the same position.
pub(crate) fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
    let is_control = |found: &Diagnostic| found.code == Code::ControlCharacter;
    if !diagnostics.iter().any(is_control) {
        return;
    }
    let place = |found: &Diagnostic| (found.file.clone(), found.span);
    let others = diagnostics.iter().filter(|found| found.severity == Severity::Error && !is_control(found));
    let wrong: BTreeSet<_> = others.map(place).collect();
    diagnostics.retain(|found| !is_control(found) || !wrong.contains(&place(found)));
}

/// Computes the line and column of every diagnostic.
fn locate<'d>(root: &'d Path, diagnostics: &'d [Diagnostic]) -> Vec<Located<'d>> {
    let mut texts = Texts::new(root, diagnostics);
    let locate = |diagnostic: &'d Diagnostic| {
        // Without a span, the file need not be read.
        let (line, column) =
            diagnostic.span.map_or((1, 1), |span| texts.of(&diagnostic.file).place(span.start as usize));
        let Diagnostic { file, severity, code, message, help, .. } = diagnostic;
        Located { severity: *severity, code: *code, file, line, column, message, help: help.as_deref() }
    };
    diagnostics.iter().map(locate).collect()
}

/// Prints `diagnostics`, which must be sorted. `root` is the site's root. JSON (one array) goes to standard output, text to
/// standard error.
pub(crate) fn print(root: &Path, diagnostics: &[Diagnostic], format: Format) -> io::Result<()> {
    match format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&locate(root, diagnostics))?;
            writeln!(io::stdout().lock(), "{json}")
        }
        Format::Text => {
            let colour = io::IsTerminal::is_terminal(&io::stderr()) && std::env::var_os("NO_COLOR").is_none();
            io::stderr().lock().write_all(text(root, diagnostics, colour).as_bytes())
        }
    }
}

/// The diagnostics as text for people, with ANSI colours if `colour`.
pub(crate) fn text(root: &Path, diagnostics: &[Diagnostic], colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(110);
    let mut texts = Texts::new(root, diagnostics);
    let mut drawn = String::new();
    for diagnostic in diagnostics {
        let shown = Drawn {
            diagnostic,
            line: diagnostic.span.map(|span| Line::of(diagnostic, span, texts.of(&diagnostic.file))),
        };
        // Writing to a string cannot fail; if miette does, the bare message is still printed.
        if handler.render_report(&mut drawn, &shown).is_err() {
            let _ = writeln!(drawn, "{}: {}", diagnostic.file, diagnostic.message);
        }
        drawn.push('\n');
    }
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    if !diagnostics.is_empty() {
        let _ = writeln!(drawn, "{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    }
    drawn
}

fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// The source line of a diagnostic, cut to fit a terminal: in most files a whole paragraph is one line.
#[derive(Debug)]
struct Line {
    name: String,
    text: String,
    /// Where `text` starts in the file: byte, line and column, each counted from 0.
    start: usize,
    line: usize,
    column: usize,
    /// The underlined range, in bytes of the file.
    marked: SourceSpan,
}

/// Number of characters shown before and after the underlined range.
const AROUND: usize = 40;

impl Line {
    fn of(diagnostic: &Diagnostic, span: Span, read: &mut Read) -> Self {
        let (line, column) = read.place(span.start as usize);
        let text = read.text.as_str();
        let start = floor(text, span.start as usize);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find(['\r', '\n']).map_or(text.len(), |end| start + end);
        // A label that spans several lines hides more than it shows.
        let end = floor(text, span.end as usize).clamp(start, line_end);
        let before =
            text[line_start..start].char_indices().rev().nth(AROUND - 1).map_or(line_start, |(at, _)| line_start + at);
        let after = text[end..line_end].char_indices().nth(AROUND).map_or(line_end, |(at, _)| end + at);
        Self {
            name: diagnostic.file.clone(),
            text: text[before..after].to_owned(),
            start: before,
            line: line - 1,
            column: column - 1 - text[before..start].chars().count(),
            marked: (start, end - start).into(),
        }
    }
}

impl SourceCode for Line {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if before == 0 && after == 0 {
            // miette wants only the position, for the heading.
            let from = self.marked.offset() - self.start;
            let text = &self.text[from..from + self.marked.len()];
            let column = self.column + self.text[..from].chars().count();
            let name = self.name.clone();
            return Ok(Box::new(MietteSpanContents::new_named(
                name,
                text.as_bytes(),
                self.marked,
                self.line,
                column,
                1,
            )));
        }
        let span = (self.start, self.text.len()).into();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            span,
            self.line,
            self.column,
            1,
        )))
    }
}

struct Drawn<'d> {
    diagnostic: &'d Diagnostic,
    line: Option<Line>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.diagnostic.span {
            Some(_) => f.write_str(&self.diagnostic.message),
            None => write!(f, "{}:1:1: {}", self.diagnostic.file, self.diagnostic.message),
        }
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.line.as_ref().map(|line| line as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let line = self.line.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, line.marked))))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{Read, text};
    use crate::diagnostic::{Code, Diagnostic, Span};

    #[test]
    fn the_drawn_line_has_its_own_number_whatever_ends_lines() {
        let root = tempfile::tempdir().unwrap();
        for (name, end) in [("unix.md", "\n"), ("windows.md", "\r\n")] {
            std::fs::write(root.path().join(name), ["en", "to", "tre", ""].join(end)).unwrap();
            let to = "en".len() + end.len();
            let drawn =
                text(root.path(), &[Diagnostic::error(Code::BrokenLink, name, Span::new(to..to + 2, 0), "x")], false);
            assert!(drawn.contains(&format!("[{name}:2:1]")) && drawn.contains(" 2 │ to\n"), "{drawn}");
        }
    }

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        let text = "+++\ntitle = \"æøå\" x\n";
        let mut read = Read::new(text.to_owned());
        let x = text.find('x').unwrap_or_default();
        // In any order.
        for (at, place) in
            [(0, (1, 1)), (4, (2, 1)), (x, (2, 15)), (x - 1, (2, 14)), (9999, (3, 1)), (5, (2, 2)), (x, (2, 15))]
        {
            assert_eq!(read.place(at), place, "{at}");
        }
    }
}
