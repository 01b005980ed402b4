//! Dates: calendar days as editors write them, and those at the beginning of file names.

use time::OffsetDateTime;

/// The months, as written in Danish dates.
pub(crate) const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// Whether `text` is a valid calendar day, such as `2026-11-24`.
pub(crate) fn is_day(text: &str) -> bool {
    text.len() == "2026-11-24".len()
        && text.parse::<toml::value::Datetime>().is_ok_and(|parsed| parsed.date.is_some() && parsed.time.is_none())
}

/// Whether a day lies in the years that a site may plausibly mention; others are typing errors.
pub(crate) fn is_near(day: &str) -> bool {
    ("1900".."2101").contains(&&day[..4])
}

/// Today, in universal time, such as `2026-11-24`. SOURCE_DATE_EPOCH, in seconds since 1970, overrides the clock:
/// <https://reproducible-builds.org/specs/source-date-epoch/>.
pub(crate) fn today() -> String {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now = given.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    now.unwrap_or_else(OffsetDateTime::now_utc).date().to_string()
}

/// The same day a year earlier, for a valid day.
pub(crate) fn a_year_before(day: &str) -> String {
    let (year, rest) = day.split_at_checked(4).unwrap_or((day, ""));
    year.parse::<u32>().map_or_else(|_| day.to_owned(), |year| format!("{:04}{rest}", year.saturating_sub(1)))
}

/// A file name as Zola splits it: `2021-07-01-navn`, `2021-07-01_navn`, `2021-07-01T09:30:00Z-navn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dated<'n> {
    /// The day it begins with, if any.
    pub(crate) day: Option<&'n str>,
    /// A beginning that looks like a day but is invalid or implausible.
    pub(crate) impossible: Option<&'n str>,
    /// The name without the date; the whole name if it has no date or consists of nothing else.
    pub(crate) name: &'n str,
}

impl<'n> Dated<'n> {
    /// Splits `stem`, a name without its extension.
    pub(crate) fn of(stem: &'n str) -> Self {
        let whole = Self { day: None, impossible: None, name: stem };
        let Some((day, rest)) = stem.split_at_checked("2026-11-24".len()).filter(|(day, _)| looks_like_day(day)) else {
            return whole;
        };
        let behind = rest.strip_prefix('T').map_or(rest, behind_time);
        let name = behind.trim_start().strip_prefix(['-', '_']);
        if name.is_none() && !behind.is_empty() {
            return whole;
        }
        if !is_day(day) || !is_near(day) {
            return Self { impossible: Some(day), ..whole };
        }
        Self { day: Some(day), name: name.filter(|name| !name.is_empty()).unwrap_or(stem), ..whole }
    }
}

fn looks_like_day(text: &str) -> bool {
    text.char_indices().all(|(at, letter)| if matches!(at, 4 | 7) { letter == '-' } else { letter.is_ascii_digit() })
}

/// What follows a time with its zone, such as `09:30:00Z` or `09:30:00.5+01:00`.
fn behind_time(text: &str) -> &str {
    let time = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.'));
    if let Some(behind) = time.strip_prefix('Z') {
        return behind;
    }
    let zone = time.strip_prefix(['+', '-']).and_then(|zone| zone.split_at_checked("01:00".len()));
    match zone {
        Some((hours, behind)) if hours.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') => behind,
        _ => time,
    }
}

#[cfg(test)]
mod tests {
    use super::{Dated, is_day};

    #[test]
    fn days_are_in_the_calendar() {
        assert!(is_day("2024-02-29") && is_day("2026-11-24"));
        for wrong in ["2026-02-29", "2026-13-01", "2026-11-31", "2026-1-1", "24-11-2026", "2026-11-24T09:00:00Z", ""] {
            assert!(!is_day(wrong), "{wrong}");
        }
    }

    #[test]
    fn names_may_begin_with_a_date() {
        let parts = |stem| {
            let Dated { day, impossible, name } = Dated::of(stem);
            (day, impossible, name)
        };
        for dated in ["2021-07-01-navn", "2021-07-01_navn", "2021-07-01 -navn", "2021-07-01T09:30:00Z-navn"] {
            assert_eq!(parts(dated), (Some("2021-07-01"), None, "navn"), "{dated}");
        }
        assert_eq!(parts("2021-07-01T09:30:00.5+01:00_navn"), (Some("2021-07-01"), None, "navn"));
        assert_eq!(parts("2021-07-01"), (Some("2021-07-01"), None, "2021-07-01"));
        for plain in ["2021-07-01navn", "2021-07-1-navn", "navn", "2021-07-01.a", "ååååååååå"] {
            assert_eq!(parts(plain), (None, None, plain), "{plain}");
        }
        for wrong in ["2021-13-01-navn", "2021-02-30-navn", "0001-01-01-navn"] {
            assert_eq!(parts(wrong), (None, Some(&wrong[..10]), wrong), "{wrong}");
        }
    }
}
