//! Problematic characters: invisible ones, control characters that no document may contain, and decomposed letters.
//!
//! They come with text copied from Word, the web or a PDF. What looks the same must be treated as the same: a reference
//! with a soft hyphen in it is still that reference.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::{MARKS, unmarked};

/// Whether `letter` is invisible and has no width: soft hyphens, joiners, marks of writing direction, byte-order marks.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// `text` without leading white space and invisible characters.
pub(super) fn without_blanks(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// Whether no XML document may contain `letter`, or no page should.
fn is_control(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// The characters of `text` that pass `is`, with their offsets. The first byte of each passes `leads`: every text of a
/// site is scanned, and few contain such a byte. The loop over a block has no early exit, so that many bytes are compared
/// at once.
fn find<'t>(
    text: &'t str,
    leads: impl Fn(u8) -> bool + Copy + 't,
    is: impl Fn(char) -> bool + Copy + 't,
) -> impl Iterator<Item = (usize, char)> + 't {
    const BLOCK: usize = 64;
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let has_lead = move |block: &[u8; BLOCK]| block.iter().fold(false, |found, byte| found | leads(*byte));
    let suspects = (0_usize..).zip(blocks).filter(move |(_, block)| has_lead(block));
    let suspects = suspects.map(|(number, block)| (number * BLOCK, block.as_slice()));
    let parts = suspects.chain(std::iter::once((blocks.len() * BLOCK, rest)));
    let starts = parts.flat_map(move |(start, part)| (start..).zip(part).filter(move |(_, byte)| leads(**byte)));
    starts.filter_map(move |(at, _)| {
        let letter = text.get(at..)?.chars().next().filter(|letter| is(*letter))?;
        Some((at, letter))
    })
}

/// Normalises a text for all stages: without our own [`MARKS`], and with composed letters (Unicode's NFC), as typed.
pub(crate) fn plain(text: String) -> String {
    let text = unmarked(text);
    // The lead bytes of combining marks; hardly any file contains one.
    let has_marks = memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_some();
    if has_marks { text.nfc().collect() } else { text }
}

/// The invisible characters of `text`, with their offsets.
fn invisible(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Dashes and quotation marks have the same first bytes, Danish letters have not.
    let leads = |byte: u8| (byte == 0xc2) | (byte == 0xcd) | (byte == 0xe1) | (byte == 0xe2) | (byte == 0xef);
    find(text, leads, is_invisible)
}

/// `text` without invisible characters.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    match invisible(text).next() {
        Some(_) => Cow::Owned(text.chars().filter(|letter| !is_invisible(*letter)).collect()),
        None => Cow::Borrowed(text),
    }
}

/// A text without invisible characters that maps ranges back to the original.
pub(crate) struct Visible<'t> {
    /// The visible text.
    pub(crate) text: Cow<'t, str>,
    /// For each byte of `text`, its offset in the original; empty if the two are the same.
    places: Vec<usize>,
}

impl<'t> Visible<'t> {
    pub(crate) fn of(original: &'t str) -> Self {
        let text = visible(original);
        let mut places = Vec::new();
        if matches!(text, Cow::Owned(_)) {
            for (at, letter) in original.char_indices().filter(|(_, letter)| !is_invisible(*letter)) {
                places.extend(at..at + letter.len_utf8());
            }
        }
        Self { text, places }
    }

    /// The range of the original that `range` of this text comes from.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |at: usize| self.places.get(at).copied();
        match (at(range.start), range.end.checked_sub(1).and_then(at)) {
            (Some(start), Some(last)) => start..last + 1,
            _ => range,
        }
    }
}

/// The diagnostic for the first character of `text` that is reserved for the program itself; see [`MARKS`].
pub(super) fn private(file: &str, text: &str) -> Option<Diagnostic> {
    let (at, letter) = find(text, |byte| byte == 0xee, |letter| MARKS.contains(&letter)).next()?;
    let message = format!("readers see \u{fffd} instead of this private-use character (U+{:04X})", u32::from(letter));
    Some(
        Diagnostic::warning(Code::InvisibleCharacter, file, Span::new(at..at + letter.len_utf8(), 0), message)
            .help("replace it with a word or an image"),
    )
}

/// Reports each control character in `text` from byte `from` on, and all invisible characters in `text` with one
/// diagnostic.
pub(super) fn check(file: &str, text: &str, from: usize, diagnostics: &mut Vec<Diagnostic>) {
    for (at, letter) in controls(&text[from..]) {
        let span = Span::new(at..at + letter.len_utf8(), from);
        diagnostics.push(match letter {
            // White space to browsers. Old texts separate pages with it.
            '\u{c}' => Diagnostic::warning(
                Code::InvisibleCharacter,
                file,
                span,
                "this form feed (U+000C) is an invisible character",
            )
            .help("delete it"),
            letter => control(file, letter, span),
        });
    }
    // A byte-order mark at the top of a file indicates its encoding.
    let mut hidden = invisible(text).filter(|found| *found != (0, '\u{feff}'));
    let Some((at, letter)) = hidden.next() else { return };
    let more = match hidden.count() {
        0 => String::new(),
        1 => " and one more in this file".to_owned(),
        more => format!(" and {more} more in this file"),
    };
    let name = if letter == '\u{ad}' { ", a soft hyphen" } else { "" };
    diagnostics.push(
        Diagnostic::warning(
            Code::InvisibleCharacter,
            file,
            Span::new(at..at + letter.len_utf8(), 0),
            format!("invisible character (U+{:04X}{name}){more}", u32::from(letter)),
        )
        .help("delete it together with the adjacent letters and retype them; references, ids and searches ignore it"),
    );
}

/// The characters of `text` that no document may contain, with their byte offsets.
pub(super) fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    let leads = |byte: u8| {
        let is_line = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        ((byte < b' ') & !is_line) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
    };
    find(text, leads, is_control)
}

/// The diagnostic for one such character.
pub(super) fn control(file: &str, letter: char, span: Span) -> Diagnostic {
    let message = format!("control character (U+{:04X}) is not allowed in a page", u32::from(letter));
    Diagnostic::error(Code::ControlCharacter, file, span, message)
        .help("delete it together with the adjacent letters and retype them")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_looked_through() {
        let text = "an\u{ad}vis\u{200b}ning 3.1.\u{feff}1 å";
        let seen = Visible::of(text);
        assert_eq!(seen.text, "anvisning 3.1.1 å");
        let range = seen.original(0..15);
        assert_eq!(&text[range], "an\u{ad}vis\u{200b}ning 3.1.\u{feff}1");
        let last = seen.text.len();
        assert_eq!(&text[seen.original(last - 2..last)], "å");
        assert_eq!(Visible::of("æøå § – “”").original(2..4), 2..4);
    }

    #[test]
    fn letters_in_two_parts_become_one() {
        assert_eq!(plain("a\u{30a} o\u{308} e\u{301}".to_owned()), "å ö é");
        assert_eq!(plain("å\u{e001}".to_owned()), "å\u{fffd}");
    }

    #[test]
    fn editors_are_told_of_every_control_character_and_once_of_the_others() {
        let told = |text: &str| {
            let mut found = Vec::new();
            check("a.md", text, 0, &mut found);
            found.into_iter().map(|found| (found.code, found.span.map_or(0, |span| span.start))).collect::<Vec<_>>()
        };
        assert_eq!(told("\u{feff}æ § “\u{e9}” \t\r\n"), []);
        assert_eq!(told("a\u{10}b\u{7f}\u{85}"), [1, 3, 4].map(|at| (Code::ControlCharacter, at)));
        assert_eq!(told("a\u{ad}b\u{200b}"), [(Code::InvisibleCharacter, 1)]);
    }
}
