//! Sort orders for names: natural order of the numbers in them, and Danish dictionary order.

use std::cmp::Ordering;
use std::sync::LazyLock;

use deunicode::deunicode_char;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// Compares names in natural order: 2.3.10 comes after 2.3.7.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else { return a.len().cmp(&b.len()) };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number_a, rest_a) = digits(a);
            let (number_b, rest_b) = digits(b);
            let order = number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b));
            if order.is_ne() {
                return order;
            }
            (a, b) = (rest_a, rest_b);
        } else if x == y {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
        } else {
            return x.cmp(&y);
        }
    }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

/// Danish order as the Unicode CLDR describes it: æ, ø and å (or aa) come last, numbers sort by value.
static DANISH: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::from(locale!("da"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    #[expect(clippy::expect_used, reason = "the data of the root and of Danish are compiled in")]
    Collator::try_new(preferences, CollatorOptions::default()).expect("data for Danish")
});

/// The sort key of a title in Danish dictionary order, word by word. Punctuation separates words, and that before the
/// first word does not count.
pub(crate) fn dictionary(title: &str) -> Vec<u8> {
    let mut key = Vec::new();
    let Ok(()) = DANISH.write_sort_key_to(&words(title), &mut key);
    key
}

/// The letter under which a dictionary has a title; `None` if the title does not begin with one.
pub(crate) fn initial(title: &str) -> Option<char> {
    let title = title.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let mut letters = title.chars().flat_map(char::to_lowercase);
    let first = match letters.next()? {
        'a' if letters.next() == Some('a') => 'å',
        'ä' => 'æ',
        'ö' => 'ø',
        'ü' => 'y',
        first @ ('æ' | 'ø' | 'å') => first,
        // Other Latin letters are sorted as the plain ones, other scripts as themselves.
        first @ ..'\u{250}' => deunicode_char(first)?.chars().next()?,
        first => first,
    };
    first.to_uppercase().next().filter(|letter| letter.is_alphabetic())
}

/// The title with a space for everything that is neither letter nor digit.
fn words(title: &str) -> String {
    let spaced: String = title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    spaced.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{dictionary, initial, natural};

    #[test]
    fn numbers_sort_as_numbers() {
        let mut ids = ["2.3.10", "2.3.7", "10.a", "9.a", "2.3"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["2.3", "2.3.7", "2.3.10", "9.a", "10.a"]);
    }

    #[test]
    fn titles_stand_as_in_a_danish_dictionary() {
        let mut titles =
            ["Ålborg", "Zebra", "Anvisning 3.10.1", "anvisning 3.2.1", "Økonomi", "Aalborg", "Ære", "14 dage"];
        titles.sort_by_key(|title| dictionary(title));
        let sorted = ["14 dage", "anvisning 3.2.1", "Anvisning 3.10.1", "Zebra", "Ære", "Økonomi", "Ålborg", "Aalborg"];
        assert_eq!(titles, sorted);
    }

    #[test]
    fn punctuation_separates_words() {
        let mut titles =
            ["Alkohol og stoffer", "»Alkohol« i øvrigt", "Alkoholbehandling", "§ 101", "Alkohol-prøve", "Élan"];
        titles.sort_by_key(|title| dictionary(title));
        let sorted =
            ["§ 101", "»Alkohol« i øvrigt", "Alkohol og stoffer", "Alkohol-prøve", "Alkoholbehandling", "Élan"];
        assert_eq!(titles, sorted);
    }

    #[test]
    fn initials_are_letters_of_the_danish_alphabet() {
        let letters = [
            ("Aalborg", 'Å'),
            ("ære", 'Æ'),
            ("Österreich", 'Ø'),
            ("»élan«", 'E'),
            ("Über", 'Y'),
            ("Œuvre", 'O'),
            ("Łódź", 'L'),
            ("Ωmega", 'Ω'),
        ];
        for (title, letter) in letters {
            assert_eq!(initial(title), Some(letter), "{title}");
        }
        assert_eq!(["§ 101", "14 dage", "", "…"].map(initial), [None; 4]);
    }
}
