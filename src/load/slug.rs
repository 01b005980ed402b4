//! Names for files and anchors, made of any text.

use unicode_normalization::UnicodeNormalization;

use crate::load::characters::visible;

/// `text` as a name for files and anchors: lower case, æ→ae, ø→oe, å→aa, everything else than letters, digits,
/// `.` and `_` becomes one `-`.
pub fn slug(text: &str) -> String {
    if is_slug(text) {
        return text.to_owned();
    }
    let mut slug = String::with_capacity(text.len());
    // Names of files come in two parts from some systems: å as a and a ring.
    for letter in visible(text).nfc().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '.' | '_' => slug.push(letter),
            _ => match transliterate(letter) {
                Some(ascii) => slug.push_str(ascii),
                None if slug.ends_with('-') || slug.is_empty() => {}
                None => slug.push('-'),
            },
        }
    }
    slug.truncate(slug.trim_end_matches(['-', '.']).len());
    slug
}

/// Whether `text` already is a name: most file names are.
fn is_slug(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with(['-', '.']) && !text.contains("--")
}

/// The slug Zola would make of a heading: ø→o, å→a and no dots. For anchors written for Zola.
pub fn zola_slug(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ø' => 'o',
            'å' => 'a',
            '.' | '_' => '-',
            _ => letter,
        })
        .collect();
    slug(&plain)
}

fn transliterate(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' | 'ä' => "ae",
        'ø' | 'ö' | 'œ' => "oe",
        'å' => "aa",
        'à' | 'á' | 'â' | 'ã' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        'ð' => "d",
        'þ' => "th",
        _ => return None,
    })
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
        assert_eq!(zola_slug("Målgruppe og økonomi"), "malgruppe-og-okonomi");
    }
}
