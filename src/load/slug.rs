//! Names for files and anchors, made from any text.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;

use crate::load::characters::visible;

/// `text` as a name for files and anchors: lower case, æ→ae, ø→oe, å→aa, other scripts transliterated to Latin letters;
/// each run of anything but letters, digits, `.` and `_` becomes one `-`.
pub fn slug(text: &str) -> String {
    if is_slug(text) {
        return text.to_owned();
    }
    let mut slug = String::with_capacity(text.len());
    let text = visible(text);
    // Some systems decompose the letters of file names: å into a and a ring. No letter before U+0300 is composed.
    let text = if text.chars().all(|letter| letter < '\u{300}') { text } else { text.nfc().collect() };
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '.' | '_' => slug.push(letter),
            _ => {
                for ascii in transliterate(letter).chars() {
                    match ascii.to_ascii_lowercase() {
                        plain @ ('a'..='z' | '0'..='9') => slug.push(plain),
                        _ if slug.ends_with('-') || slug.is_empty() => {}
                        _ => slug.push('-'),
                    }
                }
            }
        }
    }
    slug.truncate(slug.trim_end_matches(['-', '.']).len());
    slug
}

/// Whether `text` is a slug already, as most file names are.
fn is_slug(text: &str) -> bool {
    let mut before = b'-';
    let plain = |byte: u8| {
        let fits = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_') || (byte == b'-' && before != b'-');
        before = byte;
        fits
    };
    text.bytes().all(plain) && !text.ends_with(['-', '.'])
}

/// The slug that Zola makes from a heading, a file name or a term: ø→o, å→a and no dots.
pub(crate) use ::slug::slugify as zola_slug;

/// A letter or digit in ASCII, the Danish letters as Danes write them; `-` for anything else.
fn transliterate(letter: char) -> &'static str {
    match letter {
        'æ' | 'ä' => "ae",
        'ø' | 'ö' | 'œ' => "oe",
        'å' => "aa",
        'ü' => "ue",
        _ if letter.is_alphanumeric() => deunicode_char(letter).unwrap_or("-"),
        _ => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii_and_keep_numbers() {
        assert_eq!(slug("Målgruppe, metoder & økonomi"), "maalgruppe-metoder-oekonomi");
        assert_eq!(slug("5.c"), "5.c");
        assert_eq!(slug("§ 101"), "101");
        assert_eq!(slug("o\u{308}lsaa\u{30a}"), slug("ölsaå"));
        assert_eq!(slug("an\u{ad}vis\u{200b}ning"), "anvisning");
        assert_eq!(slug("Maße — 日本, Łódź"), "masse-ri-ben-lodz");
        assert_eq!(zola_slug("Målgruppe og økonomi 1.2"), "malgruppe-og-okonomi-1-2");
    }
}
