//! The bytes of a library file → lines of text, or a plain reason why there are none.
//!
//! Reads plain text in UTF-8 or Latin-1, Markdown, and PDF. Knows nothing about what the lines mean. Its input may be
//! hostile: it runs in a process of its own (see [`reader`](crate::import::reader)) and limits what it unpacks.

use std::panic;

use serde::{Deserialize, Serialize};

use crate::import::pdf;
use crate::import::refusal::{MOST_TEXT, Refusal};
use crate::load::unmarked;

/// Maximum size of a file, in bytes.
pub(crate) const LIMIT: u64 = 64 * 1024 * 1024;
/// Maximum number of lines.
const MOST_LINES: usize = 200_000;

/// A file's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoded {
    /// Its lines, without line endings. The first is line 1.
    pub lines: Vec<String>,
}

/// Decodes `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if bytes.starts_with(b"%PDF-") {
        return lines(&pdf_text(bytes)?);
    }
    if bytes.len() > MOST_TEXT {
        return Err(too_long(bytes.len()));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Latin-1 as found in the wild: with the quotation marks and dashes of Windows-1252.
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    if is_rubbish(&text) {
        return Err(Refusal::Binary);
    }
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    lines(&unmarked(text))
}

fn lines(text: &str) -> Result<Decoded, Refusal> {
    if text.len() > MOST_TEXT {
        return Err(too_long(text.len()));
    }
    let count = text.split('\n').count();
    if count > MOST_LINES {
        return Err(Refusal::TooLarge(format!("{count} lines; the limit is {MOST_LINES}")));
    }
    Ok(Decoded { lines: text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect() })
}

fn too_long(bytes: usize) -> Refusal {
    const MEGABYTE: usize = 1_048_576;
    Refusal::TooLarge(format!("{} MB of text; the limit is {} MB", bytes / MEGABYTE, MOST_TEXT / MEGABYTE))
}

/// Whether `text` is not really text: text has hardly any control characters. A form feed is a page break.
fn is_rubbish(text: &str) -> bool {
    let odd = |letter: &char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
    let sample = || text.chars().take(20_000);
    text.contains('\0') || sample().filter(odd).count() * 50 > sample().count()
}

fn pdf_text(bytes: &[u8]) -> Result<String, Refusal> {
    // The trailer of an encrypted document says so.
    let encrypted = bytes.windows(9).any(|window| window == b"/Encrypt ");
    // The PDF library panics on some broken files; that makes one more file without text.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(|| pdf::text(bytes));
    panic::set_hook(hook);
    match read {
        Ok(Ok(text)) if text.chars().filter(|letter| letter.is_alphabetic()).count() < 20 => {
            Err(if encrypted { Refusal::Encrypted } else { Refusal::NoText })
        }
        Ok(Ok(text)) => Ok(unmarked(text)),
        Ok(Err(Refusal::Broken(_))) | Err(_) if encrypted => Err(Refusal::Encrypted),
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => Err(Refusal::Broken("its structure is damaged".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_rubbish_and_marks() {
        let latin = decode(b"bl\xe5b\xe6r \x96 gr\xf8d").map(|text| text.lines);
        assert_eq!(latin, Ok(vec!["blåbær – grød".to_owned()]));
        assert_eq!(decode(b"a\0b\x01\x02"), Err(Refusal::Binary));
        assert_eq!(
            decode("\u{feff}a\r\nb\n".as_bytes()).map(|text| text.lines),
            Ok(vec!["a".into(), "b".into(), String::new()])
        );
        assert!(matches!(decode(b"%PDF-1.4 nothing"), Err(Refusal::Broken(_) | Refusal::NoText)));
    }

    #[test]
    fn no_publication_is_that_long() {
        for bytes in [vec![b'a'; MOST_TEXT + 1], b"a\n".repeat(MOST_LINES)] {
            assert!(matches!(decode(&bytes), Err(Refusal::TooLarge(_))));
        }
        assert!(decode(&b"a\n".repeat(MOST_LINES - 1)).is_ok());
    }
}
