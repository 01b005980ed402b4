//! The ELI address of a statute: the European Legislation Identifier under which retsinformation.dk publishes it, such as
//! `https://www.retsinformation.dk/eli/lta/2022/170`.
//!
//! Knows the form of these addresses, and not whether anything is published at one.

use crate::diagnostic::Spanned;
use crate::load::table::{Table, visible_only};

/// What every ELI address of retsinformation.dk begins with.
const START: &str = "https://www.retsinformation.dk/eli/";

/// The collections that have statutes and rules: the three parts of Lovtidende, Ministerialtidende, and what is published on
/// retsinformation.dk alone.
const COLLECTIONS: [&str; 5] = ["lta", "ltb", "ltc", "mt", "retsinfo"];

/// The ELI address in the key `eli`; one of another form is reported.
pub(super) fn eli(table: &mut Table<'_, '_>) -> Option<String> {
    let Spanned { value, span } = visible_only(table.string("eli")?);
    let meant = meant(&value);
    if meant.as_ref() == Some(&value) {
        return meant;
    }
    let help = match meant {
        Some(address) => format!("write \"{address}\""),
        None => {
            format!("give the address that retsinformation.dk shows for the statute, \"{START}lta/<year>/<number>\"")
        }
    };
    table.invalid(span, format!("`{value}` is not an ELI address of a statute"), help);
    None
}

/// The ELI address that `text` is, or is written like: with another scheme, or followed by a format or an anchor.
fn meant(text: &str) -> Option<String> {
    let address = text.trim().split(['#', '?']).next().unwrap_or_default();
    let address = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let path = address.strip_prefix("www.").unwrap_or(address).strip_prefix("retsinformation.dk/eli/")?;
    let mut parts = path.split('/');
    let (collection, year, number) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| !text.starts_with('0') && text.bytes().all(|digit| digit.is_ascii_digit());
    let fits = COLLECTIONS.contains(&collection)
        && year.len() == 4
        && is_number(year)
        && (1..=6).contains(&number.len())
        && is_number(number);
    fits.then(|| address_of(collection, year, number))
}

fn address_of(collection: &str, year: &str, number: &str) -> String {
    format!("{START}{collection}/{year}/{number}")
}

/// The ELI address of number `number` of the year `year` in Lovtidende A, which has all acts and orders. `None` unless both
/// have the form that they have there.
pub(crate) fn of_lovtidende(year: &str, number: &str) -> Option<String> {
    let address = address_of("lta", year, number);
    (meant(&address).as_ref() == Some(&address)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_a_little_differently() {
        let right = "https://www.retsinformation.dk/eli/lta/2026/12";
        for written in [
            right,
            "http://www.retsinformation.dk/eli/lta/2026/12",
            "retsinformation.dk/eli/lta/2026/12/",
            "https://www.retsinformation.dk/eli/lta/2026/12/xml",
            " https://www.retsinformation.dk/eli/lta/2026/12#P101",
        ] {
            assert_eq!(meant(written).as_deref(), Some(right), "{written}");
        }
    }

    #[test]
    fn what_has_no_collection_year_and_number_is_no_address() {
        for written in [
            "",
            "LBK nr. 12 af 01/03/2026",
            "https://www.retsinformation.dk/eli/lta/2026",
            "https://www.retsinformation.dk/eli/lta/26/12",
            "https://www.retsinformation.dk/eli/lta/2026/012",
            "https://www.retsinformation.dk/eli/lta/2026/12a",
            "https://www.retsinformation.dk/eli/lov/2026/12",
            "https://eksempel.test/eli/lta/2026/12",
        ] {
            assert_eq!(meant(written), None, "{written}");
        }
        assert_eq!(of_lovtidende("2026", ""), None);
        assert_eq!(of_lovtidende("2026", "12/xml"), None);
    }
}
