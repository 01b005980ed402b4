//! Two wordings, compared word by word.

use std::collections::BTreeMap;

use serde::Serialize;

/// Number of words shown before and after a difference.
const AROUND: usize = 5;
/// Maximum number of words of a difference that are shown.
const SHOWN: usize = 8;

/// Where two wordings differ first.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Difference {
    /// The words before it, which both have.
    pub before: String,
    /// The words of the site; empty if it has none here.
    pub site: String,
    /// The words of the law; empty if it has none here.
    pub law: String,
    /// The words after it that both have; empty if not everything up to them is shown.
    pub after: String,
}

/// The words of `text`. Line ends and the width of blanks are no difference.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Where the words of `site` and `law` differ first; `None` if they are the same.
pub(super) fn difference(site: &str, law: &str) -> Option<Difference> {
    let (site, law) = (words(site), words(law));
    if site == law {
        return None;
    }
    let same = site.iter().zip(&law).take_while(|(one, other)| one == other).count();
    let rest = site.len().min(law.len()) - same;
    let ends = site.iter().rev().zip(law.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let (site_part, law_part) = (&site[same..site.len() - ends], &law[same..law.len() - ends]);
    let is_whole = site_part.len() <= SHOWN && law_part.len() <= SHOWN;
    let after = &site[site.len() - ends..];
    let more = |words: &[&str], shown: usize| if words.len() > shown { " …" } else { "" };
    let shown = |words: &[&str]| format!("{}{}", words[..words.len().min(SHOWN)].join(" "), more(words, SHOWN));
    let from = same.saturating_sub(AROUND);
    let before = format!("{}{}", if from > 0 { "… " } else { "" }, site[from..same].join(" "));
    let after = match is_whole {
        true => format!("{}{}", after[..after.len().min(AROUND)].join(" "), more(after, AROUND)),
        false => String::new(),
    };
    Some(Difference { before, site: shown(site_part), law: shown(law_part), after })
}

/// How many words two wordings share, from 0 for none to 1 for the same words in any order (Sørensen–Dice coefficient of
/// their multisets of words).
pub(super) fn similarity(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &one {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0_usize;
    for word in &other {
        if let Some(count) = counts.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    // No law has so many words that the conversion is inexact.
    #[allow(clippy::cast_precision_loss, reason = "numbers of words are small")]
    let share = (2 * shared) as f64 / (one.len() + other.len()).max(1) as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_shown_with_its_context() {
        let shown = |site: &str, law: &str| {
            difference(site, law).map(|found| [found.before, found.site, found.law, found.after].join("|"))
        };
        assert_eq!(shown("a b\nc", "a  b c"), None);
        assert_eq!(shown("a b c", "a x c").as_deref(), Some("a|b|x|c"));
        assert_eq!(shown("a b", "a b c").as_deref(), Some("a b||c|"));
        assert_eq!(shown("a a", "a a a").as_deref(), Some("a a||a|"));
        assert_eq!(shown("", "a").as_deref(), Some("||a|"));
        let (site, law) = ("1 2 3 4 5 6 7 x 8 9 10 11 12 13 14", "1 2 3 4 5 6 7 8 9 10 11 12 13 14");
        assert_eq!(shown(site, law).as_deref(), Some("… 3 4 5 6 7|x||8 9 10 11 12 …"));
        assert_eq!(shown("a 1 2 3 4 5 6 7 8 9 b", "a c").as_deref(), Some("a|1 2 3 4 5 6 7 8 …|c|"));
    }

    #[test]
    fn similar_wordings_share_most_of_their_words() {
        assert!((similarity("a b c d", "a b c e") - 0.75).abs() < 1e-9);
        assert!((similarity("a a", "a") - 2.0 / 3.0).abs() < 1e-9);
        assert!(similarity("", "").abs() < 1e-9);
    }
}
