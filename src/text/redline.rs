//! The difference between two wordings, word by word.
//!
//! A word counts as a whole: one with another ending is another word, as it is to a reader of law.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices, diff_ratio};

/// A stretch of text that is in both wordings, or only in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stretch {
    /// Which wordings it is in.
    pub side: Side,
    /// The text.
    pub text: String,
}

/// The wordings that a [`Stretch`] is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    /// In both.
    Both,
    /// In the older one.
    Older,
    /// In the newer one.
    Newer,
}

/// The stretches of both wordings in order. Those of `older` and `Both` together are `older` to the letter, those of
/// `Newer` and `Both` are `newer`.
pub(crate) fn redline(older: &str, newer: &str) -> Vec<Stretch> {
    let (old, new) = (tokens(older), tokens(newer));
    let mut stretches: Vec<Stretch> = Vec::new();
    // What was removed and what was added since the last stretch of both.
    let (mut removed, mut added) = (String::new(), String::new());
    let operations = capture_diff_slices(Algorithm::Patience, &old, &new);
    let last = operations.len().saturating_sub(1);
    for (at, operation) in operations.iter().enumerate() {
        let (gone, come) = (old[operation.old_range()].concat(), new[operation.new_range()].concat());
        let is_same = matches!(operation, DiffOp::Equal { .. });
        // A space between two changed words belongs to the change: phrases read better than single words.
        let is_between = is_same && at > 0 && at < last && gone.trim().is_empty();
        if is_same && !is_between {
            push(&mut stretches, Side::Older, std::mem::take(&mut removed));
            push(&mut stretches, Side::Newer, std::mem::take(&mut added));
            push(&mut stretches, Side::Both, gone);
        } else {
            removed.push_str(&gone);
            added.push_str(&come);
        }
    }
    push(&mut stretches, Side::Older, removed);
    push(&mut stretches, Side::Newer, added);
    stretches
}

fn push(stretches: &mut Vec<Stretch>, side: Side, text: String) {
    if !text.is_empty() {
        stretches.push(Stretch { side, text });
    }
}

/// How alike two wordings are, from 0 (no word in common) to 1 (the same words in the same order): twice the number of
/// common words, divided by the number of words in both.
pub(crate) fn similarity(one: &str, other: &str) -> f32 {
    let (one, other) = (words(one), words(other));
    if one.is_empty() && other.is_empty() {
        return 0.0;
    }
    diff_ratio(&capture_diff_slices(Algorithm::Myers, &one, &other), one.len(), other.len())
}

/// The part of the words of `piece` that are in `whole`, in the same order; from 0 to 1.
pub(crate) fn contained(piece: &str, whole: &str) -> f32 {
    let (piece, whole) = (words(piece), words(whole));
    let operations = capture_diff_slices(Algorithm::Myers, &piece, &whole);
    let common: usize = operations
        .iter()
        .filter(|operation| matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| operation.old_range().len())
        .sum();
    #[allow(clippy::cast_precision_loss, reason = "a wording has few words")]
    let part = common as f32 / piece.len().max(1) as f32;
    part
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().filter(|token| token.contains(char::is_alphanumeric)).map(str::to_lowercase).collect()
}

/// Cuts a text into words, white space, and single other characters. Together they are the text.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_whitespace() {
            rest.find(|letter: char| !letter.is_whitespace()).unwrap_or(rest.len())
        } else if first.is_alphanumeric() {
            end_of_word(rest)
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Where the word at the beginning of `text` ends. A hyphen, a full stop or an apostrophe inside is a part of it: "2.2.1",
/// "NR-anvisning".
fn end_of_word(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next_is_word = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let joins = matches!(letter, '-' | '.' | '\'' | '’') && next_is_word;
        if !(letter.is_alphanumeric() || joins) {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Side, redline, similarity, tokens};
    use proptest::prelude::*;

    fn shown(older: &str, newer: &str) -> String {
        let mark = |side| match side {
            Side::Both => ("", ""),
            Side::Older => ("[-", "-]"),
            Side::Newer => ("{+", "+}"),
        };
        redline(older, newer)
            .into_iter()
            .map(|stretch| {
                let (open, close) = mark(stretch.side);
                format!("{open}{}{close}", stretch.text)
            })
            .collect()
    }

    #[test]
    fn a_word_with_another_ending_is_another_word() {
        assert_eq!(shown("Borgeren inddrages.", "Borgerne inddrages."), "[-Borgeren-]{+Borgerne+} inddrages.");
        assert_eq!(shown("Se anvisning 2.2.1", "Se anvisning 3.1.1"), "Se anvisning [-2.2.1-]{+3.1.1+}");
    }

    #[test]
    fn neighbouring_changes_are_one_phrase() {
        assert_eq!(shown("Er der en plan?", "Er der samarbejde om en plan?"), "Er der {+samarbejde om +}en plan?");
        assert_eq!(
            shown("efter højst to uger nu", "inden fjorten dage nu"),
            "[-efter højst to uger-]{+inden fjorten dage+} nu"
        );
    }

    #[test]
    fn what_is_the_same_has_no_marks() {
        assert_eq!(shown("Ens.", "Ens."), "Ens.");
        assert_eq!(shown("", "Ny."), "{+Ny.+}");
        assert_eq!(shown("Gammel.", ""), "[-Gammel.-]");
        assert!(redline("", "").is_empty());
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(tokens("fx 2.2.1, NR-anvisning."), ["fx", " ", "2.2.1", ",", " ", "NR-anvisning", "."]);
    }

    #[test]
    fn similarity_counts_words() {
        assert!((similarity("Borgeren er med", "borgeren er med!") - 1.0).abs() < f32::EPSILON);
        assert!((similarity("a b", "a c") - 0.5).abs() < f32::EPSILON);
        assert!(similarity("a", "b").abs() < f32::EPSILON);
        assert!(similarity("…", "!").abs() < f32::EPSILON);
    }

    proptest! {
        #[test]
        fn no_letter_of_either_wording_is_lost(older in "[a-c .,æ-]{0,40}", newer in "[a-c .,æ-]{0,40}") {
            let stretches = redline(&older, &newer);
            let without = |side| {
                stretches.iter().filter(|stretch| stretch.side != side).map(|stretch| stretch.text.as_str()).collect::<String>()
            };
            prop_assert_eq!(without(Side::Newer), older);
            prop_assert_eq!(without(Side::Older), newer);
        }
    }
}
