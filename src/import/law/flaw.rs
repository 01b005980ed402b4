//! Why a law file cannot be read: what is wrong, where, and what to do. Files of publications have reasons of their own,
//! in [`refusal`](crate::import::refusal).

use std::fmt;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Line and column, each counted from 1; `None` if the file as a whole is meant.
    pub place: Option<(usize, usize)>,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
}

impl Flaw {
    /// A flaw of the file as a whole.
    pub(super) fn of_file(message: impl Into<String>, help: &'static str) -> Self {
        Self { place: None, message: message.into(), help }
    }

    /// A flaw at the byte `at` of `text`.
    pub(super) fn at(text: &str, at: usize, message: impl Into<String>, help: &'static str) -> Self {
        Self { place: Some(place(text, at)), message: message.into(), help }
    }
}

/// What follows the name of the file: "12:5: what is wrong; what to do", without the place if there is none.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "{line}:{column}: ")?;
        }
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// What to do about a file that is damaged.
pub(super) const AGAIN: &str =
    "download it again: on retsinformation.dk, the address of a law followed by /xml has its LexDania file";

/// Line and column of the byte `at` of `text`, each counted from 1; columns count characters.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        for (at, expected) in [(0, (1, 1)), (2, (1, 2)), (3, (1, 2)), (4, (1, 3)), (5, (2, 1)), (99, (2, 2))] {
            assert_eq!(place("æå\nx", at), expected, "{at}");
        }
    }

    #[test]
    fn a_flaw_says_where_it_is_if_that_is_known() {
        assert_eq!(Flaw::at("a\nbc", 3, "wrong", "mend it").to_string(), "2:2: wrong; mend it");
        assert_eq!(Flaw::of_file("wrong", "mend it").to_string(), "wrong; mend it");
    }
}
