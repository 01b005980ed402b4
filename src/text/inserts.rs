//! HTML that shortcodes have made, kept out of a body while it is parsed: a mark takes its place.

/// Delimiters around the number of an [`Insert`] in an expanded body. No file contains these characters: see
/// `load::MARKS`.
const OPEN: char = '\u{e013}';
const CLOSE: char = '\u{e014}';

/// HTML that replaces a mark.
#[derive(Debug)]
pub(super) struct Insert {
    /// What stands for it in the expanded body.
    pub(super) mark: String,
    /// The HTML.
    pub(super) html: String,
    /// Its text content.
    pub(super) words: String,
    /// The call as written.
    pub(super) source: String,
}

impl Insert {
    /// The mark of insert `number` of a body.
    pub(super) fn mark(number: usize) -> String {
        format!("{OPEN}{number}{CLOSE}")
    }
}

/// Splits a text at its marks: each stretch comes with the insert after it, if there is one.
pub(super) fn marks<'t, 'i>(
    text: &'t str,
    inserts: &'i [Insert],
) -> impl Iterator<Item = (&'t str, Option<&'i Insert>)> {
    text.split(CLOSE).map(|part| match part.split_once(OPEN) {
        Some((before, number)) => (before, number.parse().ok().and_then(|number: usize| inserts.get(number))),
        None => (part, None),
    })
}

/// Whether `text` contains a mark.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(OPEN)
}

/// `text` with every mark replaced by what `put` returns for its insert.
pub(super) fn unmarked<'i, S: AsRef<str>>(text: &str, inserts: &'i [Insert], put: impl Fn(&'i Insert) -> S) -> String {
    let mut filled = String::with_capacity(text.len());
    for (before, insert) in marks(text, inserts) {
        filled.push_str(before);
        if let Some(insert) = insert {
            filled.push_str(put(insert).as_ref());
        }
    }
    filled
}

/// Whether `text` is a single mark.
pub(super) fn is_mark(text: &str, inserts: &[Insert]) -> bool {
    !inserts.is_empty() && text.starts_with(OPEN) && text.find(CLOSE) == text.len().checked_sub(CLOSE.len_utf8())
}
