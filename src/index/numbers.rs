//! Numbers and ids that lead straight to their document: `3.1.1`, `5.c`, `§ 101 stk. 4`, `kriterium 10`.
//!
//! A number leads to the current edition. It leads to an older one as well if it meant something else there, since reports go
//! on citing it. With a year after it, `3.1.1 (2016)`, it leads to that edition only.

use std::collections::BTreeMap;

use crate::index::analysis::fold;
use crate::index::entries::Entry;
use crate::load::front::{Detail, Kind};
use crate::model::{Page, Site, subsection_anchor};

/// Normalises `text` as a number: keeps letters, digits, § and dots between two digits, and appends `/2020` if the text
/// ends with a year in parentheses.
pub(crate) fn key(text: &str) -> String {
    let text = text.trim();
    let (text, year) = match text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((text, year)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => (text, year),
        _ => (text, ""),
    };
    let letters: Vec<char> = fold(text).chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let mut key = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let dot = *letter == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if letter.is_alphanumeric() || *letter == '§' || dot {
            key.push(*letter);
        }
    }
    if !year.is_empty() && !key.is_empty() {
        key.push('/');
        key.push_str(year);
    }
    key
}

/// The documents in `entries` that each number leads to, by the number's key.
pub(super) fn numbers(site: &Site, entries: &[Entry]) -> BTreeMap<String, Vec<u32>> {
    let by_address: BTreeMap<&str, u32> = entries
        .iter()
        .zip(0_u32..)
        .map(|(entry, document)| (entry.url.as_str(), document))
        .fold(BTreeMap::new(), |mut first, (address, document)| {
            first.entry(address).or_insert(document);
            first
        });
    let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut put = |names: &[String], address: String, year: &str| {
        let Some(document) = by_address.get(address.as_str()) else { return };
        let successor = entries[*document as usize].successor.as_deref();
        for name in names {
            let plain = numbers.entry(key(name)).or_default();
            let is_known = plain.first().is_some_and(|first| successor == Some(entries[*first as usize].url.as_str()));
            if !is_known && !plain.contains(document) {
                plain.push(*document);
            }
            let dated = numbers.entry(key(&format!("{name} ({year})"))).or_default();
            if !dated.contains(document) {
                dated.push(*document);
            }
        }
    };
    // The current editions first, then the others, the newest first.
    let is_current = |page: &&Page| page.edition.is_some_and(|edition| site.is_current(edition));
    let (current, others): (Vec<&Page>, Vec<&Page>) = site.pages.iter().partition(is_current);
    for page in current.into_iter().chain(others.into_iter().rev()) {
        let Some(edition) = page.edition else { continue };
        let (id, year) = (page.id(), site.editions[edition].id.as_str());
        let named = |label: &str, id: &str| vec![id.to_owned(), format!("{label} {id}")];
        match page.kind() {
            Kind::Criterion => put(&[format!("kriterium {id}")], page.output.clone(), year),
            Kind::Guideline => put(&named("retningslinje", id), page.output.clone(), year),
            Kind::Recommendation => put(&named("anvisning", id), page.output.clone(), year),
            Kind::Indicator => {
                put(&named("indikator", id), page.output.clone(), year);
                for number in 1..=page.questions().len() {
                    let address = format!("{}#{}", page.output, page.question_anchor(number));
                    put(&named("spørgsmål", &format!("{id}.{number}")), address, year);
                }
            }
            Kind::Paragraph => {
                let Detail::Paragraph { statute, subsections, .. } = &page.front().detail else { continue };
                let names = |rest: &str| {
                    let statute = &statute.value;
                    vec![format!("§ {id}{rest}"), format!("{statute} § {id}{rest}"), format!("{statute}s § {id}{rest}")]
                };
                put(&names(""), page.output.clone(), year);
                for number in 1..=subsections.len() {
                    let address = format!("{}#{}", page.output, subsection_anchor(number));
                    put(&names(&format!(" stk. {number}")), address, year);
                }
            }
            _ => {}
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn numbers_are_known_however_they_are_written() {
        for (written, expected) in [
            ("3.1.1", "3.1.1"),
            ("Anvisning 3.1.1", "anvisning3.1.1"),
            ("5.c", "5c"),
            ("5C", "5c"),
            ("5.c.3", "5c3"),
            ("§ 101, stk. 4", "§101stk4"),
            ("Servicelovens §101 stk 4.", "servicelovens§101stk4"),
            ("3.1.1 (2020)", "3.1.1/2020"),
            ("(2020)", ""),
            ("…", ""),
        ] {
            assert_eq!(key(written), expected, "{written}");
        }
    }
}
