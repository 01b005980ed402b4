//! Expectations that fixtures carry themselves: diagnostics beside the lines they are about, the `<main>` of pages.
//!
//! A diagnostic is expected by a comment of its own line, in whatever comments the file has:
//!
//! ```text
//! #! error unknown-key 1 did you mean `title`?
//! <!--! error broken-link 3:7 does not lead to a page -->
//! {#! error template 5 #}
//! ```
//!
//! Severity, code, place, and a part of the message or the help. The place is a column in the last line above that is
//! not such a comment, or a line and a column.

use std::fs;

use crate::common::{Diagnostic, Site, files, fixtures};

/// What the files of `site` expect, sorted; `text` holds the part of the message.
pub(crate) fn diagnostics(site: &Site) -> Vec<Diagnostic> {
    let mut expected = Vec::new();
    for (file, disk) in files(site.root()) {
        if file.starts_with("public/") || file.starts_with('.') {
            continue;
        }
        let bytes = fs::read(disk).expect("files can be read");
        let mut above = 0;
        for (line, text) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
            match comment(text) {
                Some(comment) => expected.push(expectation(&file, above, comment)),
                None => above = line,
            }
        }
    }
    expected.sort();
    expected
}

fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let inner = |open: &str, close: &str| line.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner("#!", "").or_else(|| inner("<!--!", "-->")).or_else(|| inner("{#!", "#}")).map(str::trim)
}

fn expectation(file: &str, above: u64, comment: &str) -> Diagnostic {
    let mut words = comment.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (severity, code, place, text) = (word(), word(), word(), word());
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{file}: no place in `{comment}`"));
    let (line, column) = match place.split_once(':') {
        Some((line, column)) => (number(line), number(column)),
        None => (above, number(&place)),
    };
    Diagnostic { file: file.to_owned(), line, column, severity, code, text }
}

/// Fails unless `found` is what the files of `site` and `more` expect, and nothing else.
#[track_caller]
pub(crate) fn check_diagnostics(site: &Site, more: &[Diagnostic], found: &[Diagnostic]) {
    let mut missing = diagnostics(site);
    missing.extend_from_slice(more);
    let mut unexpected = Vec::new();
    for diagnostic in found {
        let meets = |wanted: &Diagnostic| {
            wanted.place() == diagnostic.place()
                && wanted.severity == diagnostic.severity
                && diagnostic.text.contains(&wanted.text)
        };
        match missing.iter().position(meets) {
            Some(at) => {
                missing.remove(at);
            }
            None => unexpected.push(diagnostic),
        }
    }
    let list = |diagnostics: &[&Diagnostic]| {
        let line = |found: &&Diagnostic| format!("\n  {} {} {}", found.severity, found.place(), found.text);
        diagnostics.iter().map(line).collect::<String>()
    };
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "expected, but not reported:{}\nreported, but not expected:{}",
        list(&missing.iter().collect::<Vec<_>>()),
        list(&unexpected)
    );
}

/// Fails unless the built `site` has what `expected/` of the fixture `name` holds: of pages the `<main>`, other files
/// whole. With `VEJVISER_BLESS=1` the expectations are rewritten instead.
#[track_caller]
pub(crate) fn check_pages(site: &Site, name: &str) {
    let mut different = Vec::new();
    for (path, disk) in files(&fixtures().join(name).join("expected")) {
        let built = fs::read_to_string(site.public().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let built = if path.ends_with(".html") { main_part(&built) } else { built };
        if std::env::var_os("VEJVISER_BLESS").is_some() {
            fs::write(disk, built).expect("expectations can be written");
        } else if fs::read_to_string(disk).expect("expectations can be read") != built {
            different.push(format!("{path}\n{built}"));
        }
    }
    assert!(different.is_empty(), "not as expected (VEJVISER_BLESS=1 accepts them): {}", different.join("\n"));
}

/// The `<main>` of a page, one tag to a line.
pub(crate) fn main_part(html: &str) -> String {
    let start = html.find("<main").unwrap_or_else(|| panic!("no <main> in {html}"));
    let end = html.find("</main>").map_or(html.len(), |at| at + "</main>".len());
    let broken = html[start..end].replace("><", ">\n<");
    let lines = broken.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}
