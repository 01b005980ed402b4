//! Characters that go wrong: those that nobody sees, those that no document can hold, and letters written in two parts.
//!
//! They come with text that is copied from Word, from the web or from a PDF. What looks the same must be the same: a reference
//! with a soft hyphen in it is that reference.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::{MARKS, unmarked};

/// Whether `letter` shows nothing and takes no room: soft hyphens, marks for joining and for the direction of writing, byte-order
/// marks.
pub fn is_invisible(letter: char) -> bool {
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

/// `text` from the first letter on that shows something.
pub(super) fn without_blanks(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// Whether no XML document can hold `letter`, or no page should.
fn is_control(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// Whether some byte of `text` passes `test`. Every text of a site is looked at, and nearly none has one: without a way out of the
/// inner loop, many bytes are compared at once.
fn has_byte(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(256).any(|chunk| chunk.iter().fold(false, |found, byte| found | test(*byte)))
}

/// A text as every station gets it: without marks of our own, each letter in one part (Unicode's NFC), as it is typed.
pub(crate) fn plain(text: String) -> String {
    let text = unmarked(text);
    // The lead bytes of marks that go above or below a letter. Hardly any file has one.
    if has_byte(&text, |byte| (byte == 0xcc) | (byte == 0xcd)) { text.nfc().collect() } else { text }
}

/// Whether `text` has something that nobody sees.
fn is_hiding(text: &str) -> bool {
    const CHUNK: usize = 256;
    // The lead bytes of these characters: those of dashes and quotation marks too, but not of letters.
    let leads = |byte: u8| (byte == 0xc2) | (byte == 0xcd) | (byte == 0xe1) | (byte == 0xe2) | (byte == 0xef);
    let hides = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_invisible);
    (0..).step_by(CHUNK).zip(text.as_bytes().chunks(CHUNK)).any(|(start, chunk)| {
        chunk.iter().fold(false, |found, byte| found | leads(*byte))
            && (start..).zip(chunk).any(|(at, byte)| leads(*byte) && hides(at))
    })
}

/// `text` without what nobody sees.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    match is_hiding(text) {
        true => Cow::Owned(text.chars().filter(|letter| !is_invisible(*letter)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// A text without what nobody sees, that knows where everything stood.
pub(crate) struct Visible<'t> {
    /// The text.
    pub(crate) text: Cow<'t, str>,
    /// For each byte of it the byte of the original; empty where they are the same.
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

    /// The stretch of the original that `range` of this text was.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |at: usize| self.places.get(at).copied();
        match (at(range.start), range.end.checked_sub(1).and_then(at)) {
            (Some(start), Some(last)) => start..last + 1,
            _ => range,
        }
    }
}

/// The diagnostic for the first character of `text` that the program uses itself, see [`MARKS`].
pub(super) fn private(file: &str, text: &str) -> Option<Diagnostic> {
    // The first byte of them all; hardly any file has it.
    let may_be = has_byte(text, |byte| byte == 0xee);
    let (at, letter) = text.char_indices().filter(|_| may_be).find(|(_, letter)| MARKS.contains(letter))?;
    let message = format!("readers see \u{fffd} for this private-use character (U+{:04X})", u32::from(letter));
    Some(
        Diagnostic::warning(Code::InvisibleCharacter, file, Span::new(at..at + letter.len_utf8(), 0), message)
            .help("write the word, or use an image"),
    )
}

/// What an editor of `file` is told of the characters in `text`, from byte `from` on: of each that no document can hold, and once
/// of those that nobody sees.
pub(super) fn check(file: &str, text: &str, from: usize, diagnostics: &mut Vec<Diagnostic>) {
    for (at, letter) in controls(&text[from..]) {
        let span = Span::new(at..at + letter.len_utf8(), from);
        diagnostics.push(match letter {
            // A blank to browsers. Old texts divide their pages with it.
            '\u{c}' => Diagnostic::warning(
                Code::InvisibleCharacter,
                file,
                span,
                "here is a form feed (U+000C), which nobody sees",
            )
            .help("delete it"),
            letter => control(file, letter, span),
        });
    }
    if matches!(visible(text), Cow::Borrowed(_)) {
        return;
    }
    // A mark at the top of a file says how it is encoded.
    let mut hidden =
        text.char_indices().filter(|(at, letter)| is_invisible(*letter) && (*at, *letter) != (0, '\u{feff}'));
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
            format!("here is a character that nobody sees (U+{:04X}{name}){more}", u32::from(letter)),
        )
        .help("references, ids and searches look through it; delete it with the letters around it and type them anew"),
    );
}

/// The characters of `text` that no document can hold, with their places.
pub(super) fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    let may_be = |byte: u8| {
        let is_line = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        ((byte < b' ') & !is_line) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
    };
    let text = if has_byte(text, may_be) { text } else { "" };
    text.char_indices().filter(|(_, letter)| is_control(*letter))
}

/// The diagnostic for one of them.
pub(super) fn control(file: &str, letter: char, span: Span) -> Diagnostic {
    let message = format!("here is a control character (U+{:04X}), which no page can hold", u32::from(letter));
    Diagnostic::error(Code::ControlCharacter, file, span, message)
        .help("delete it with the letters around it and type them anew")
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
