//! The bytes of an XML file → text, in the encoding that its byte-order mark or its XML declaration names.
//!
//! A wrong letter in a law is a wrong quotation. So nothing is guessed: a file whose bytes contradict its declaration is
//! refused, and no byte is replaced.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::import::law::flaw::{AGAIN, Flaw, place};

/// How far into a file its XML declaration may reach, in bytes.
const DECLARATION: usize = 512;
/// What to do about a file that is not what its declaration says.
const SAVE: &str = "download it again, or open it in an editor, check the letters æ, ø and å, and save it as UTF-8";

/// Decodes `bytes`.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Flaw> {
    let (encoding, mark) = match Encoding::for_bom(&bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        // An XML file in UTF-16 without a mark begins with the two bytes of `<`.
        None if bytes.starts_with(b"<\0") => (Some(UTF_16LE), 0),
        None if bytes.starts_with(b"\0<") => (Some(UTF_16BE), 0),
        None => (None, 0),
    };
    match encoding {
        Some(encoding) if encoding != UTF_8 => {
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
            let text = decoded
                .ok_or_else(|| Flaw::of_file("the file begins as UTF-16 but contains bytes that are not", SAVE))?;
            is_declared(declared(text.as_bytes()), "UTF-16", &["utf-16", "utf-16le", "utf-16be"])?;
            Ok(text.into_owned())
        }
        found => one_byte_letters(bytes, mark, found.is_some()),
    }
}

/// Decodes a file whose declaration can be read byte by byte. The text begins at `start`, after a mark if `marked`.
fn one_byte_letters(mut bytes: Vec<u8>, start: usize, marked: bool) -> Result<String, Flaw> {
    bytes.drain(..start);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        None => return Err(Flaw::of_file("the file is empty", AGAIN)),
        Some(b'<') => {}
        Some(_) => return Err(Flaw::of_file("this is not an XML file", AGAIN)),
    }
    let label = declared(&bytes);
    if marked {
        is_declared(label.clone(), "UTF-8", &["utf-8", "utf8"])?;
    }
    let encoding = match &label {
        None => UTF_8,
        Some(label) => Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Flaw::of_file(format!("the file declares the encoding `{label}`, which is unknown"), "save it as UTF-8")
        })?,
    };
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Err(Flaw::of_file("the file declares UTF-16, but its bytes are not UTF-16", SAVE));
    }
    if encoding == UTF_8 {
        return String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
            let says = if label.is_some() { "declares UTF-8" } else { "declares no encoding, so it must be UTF-8" };
            let message = format!("the file {says}, but the byte 0x{byte:02X} is not UTF-8");
            Flaw { place: Some(place(&before, before.len())), message, help: SAVE }
        });
    }
    // A text in another encoding that has such letters and happens to be valid UTF-8 is as good as impossible.
    let is_utf_8 = !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok();
    let label = label.unwrap_or_default();
    if encoding == WINDOWS_1252 && is_utf_8 {
        return Err(Flaw::of_file(format!("the file declares `{label}`, but its letters are in UTF-8"), SAVE));
    }
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
    decoded
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| Flaw::of_file(format!("the file declares `{label}`, but contains bytes that are not"), SAVE))
}

/// Refuses a declaration that names another encoding than the one the file is in.
fn is_declared(label: Option<String>, found: &str, fitting: &[&str]) -> Result<(), Flaw> {
    match label {
        Some(label) if !fitting.contains(&label.to_ascii_lowercase().as_str()) => {
            Err(Flaw::of_file(format!("the file declares `{label}`, but it is in {found}"), SAVE))
        }
        _ => Ok(()),
    }
}

/// The encoding that the XML declaration at the beginning of `text` names.
fn declared(text: &[u8]) -> Option<String> {
    let beginning = text.trim_ascii_start();
    let declaration = beginning.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..declaration.len().min(DECLARATION)];
    let end = declaration.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        match decode(bytes.to_vec()) {
            Ok(text) => text,
            Err(flaw) => flaw.to_string(),
        }
    }

    fn utf_16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.then_some(0xfeff).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn declared_encodings_are_decoded() {
        assert_eq!(told("<a>bør</a>".as_bytes()), "<a>bør</a>");
        assert_eq!(told("\u{feff}<a>bør</a>".as_bytes()), "<a>bør</a>");
        for label in ["ISO-8859-1", "iso-8859-1", "windows-1252"] {
            let head = format!("<?xml version='1.0' encoding='{label}'?><a>");
            let bytes = [head.as_bytes(), b"b\xf8r</a>"].concat();
            assert_eq!(told(&bytes), format!("{head}bør</a>"));
        }
        for label in ["", " encoding=\"UTF-16\""] {
            let text = format!("<?xml version=\"1.0\"{label}?><a>bør</a>");
            for mark in [true, false] {
                assert_eq!(told(&utf_16(&text, mark, u16::to_le_bytes)), text);
                assert_eq!(told(&utf_16(&text, mark, u16::to_be_bytes)), text);
            }
        }
    }

    #[test]
    fn lies_are_reported() {
        let latin = told(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>b\xf8r</a>");
        assert!(latin.starts_with("2:5: the file declares UTF-8, but the byte 0xF8"), "{latin}");
        assert!(told(b"<a>b\xf8r</a>").starts_with("1:5: the file declares no encoding"));
        let utf_8 = told("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>bør</a>".as_bytes());
        assert!(utf_8.contains("declares `ISO-8859-1`, but its letters are in UTF-8"), "{utf_8}");
        let marked = told("\u{feff}<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>".as_bytes());
        assert!(marked.contains("declares `ISO-8859-1`, but it is in UTF-8"), "{marked}");
        assert!(told(b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>").contains("its bytes are not UTF-16"));
        let wide = utf_16("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", true, u16::to_le_bytes);
        assert!(told(&wide).contains("declares `UTF-8`, but it is in UTF-16"));
        assert!(told(b"<?xml version=\"1.0\" encoding=\"runer\"?><a/>").contains("`runer`, which is unknown"));
    }

    #[test]
    fn what_is_not_xml_is_named() {
        for bytes in [&b""[..], b" \r\n\t", b"\xef\xbb\xbf\n"] {
            assert!(told(bytes).starts_with("the file is empty"), "{bytes:?}");
        }
        for bytes in [&b"%PDF-1.7"[..], b"PK\x03\x04", b"\0\0\0", b"b\xf8r", b"{}"] {
            assert!(told(bytes).starts_with("this is not an XML file"), "{bytes:?}");
        }
        assert!(told(b"<\0a\0>\0\x00\xd8").contains("not"));
    }
}
