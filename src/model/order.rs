//! Sort orders for names: natural order of the numbers in them, and Danish dictionary order.

use std::cmp::Ordering;

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

/// The sort key for Danish dictionary order: case is ignored, æ, ø and å (or aa) come last, numbers sort by value.
pub(crate) fn dictionary(title: &str) -> String {
    let mut key = String::new();
    let lower = title.to_lowercase().replace("aa", "å");
    let mut digits = String::new();
    for letter in lower.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>6}"));
            digits.clear();
        }
        match letter {
            'æ' | 'ä' => key.push('{'),
            'ø' | 'ö' => key.push('|'),
            'å' => key.push('}'),
            'é' | 'è' | 'ê' => key.push('e'),
            'ü' => key.push('y'),
            letter if letter.is_alphanumeric() => key.push(letter),
            _ => key.push(' '),
        }
    }
    key.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{dictionary, natural};

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
}
