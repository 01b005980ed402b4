//! Why a library file has no text, and the limit that all readers share.

use serde::{Deserialize, Serialize};

/// Maximum length of a text, in bytes. The longest of the five publications has half a megabyte.
pub(crate) const MOST_TEXT: usize = 8 * 1024 * 1024;

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Not text at all.
    Binary,
    /// A PDF that requires a password.
    Encrypted,
    /// A PDF of images.
    NoText,
    /// A PDF that cannot be read.
    Broken(String),
    /// Larger than any publication, and in what respect.
    TooLarge(String),
    /// Reading it takes longer than for any publication.
    Endless,
}

impl Refusal {
    /// Message and help: what is wrong, and what to do.
    pub fn words(&self) -> (String, &'static str) {
        match self {
            Self::Binary => {
                ("this is not a text file".to_owned(), "save it as plain text in UTF-8, or remove it from the library")
            }
            Self::Encrypted => (
                "the PDF is encrypted, so its text cannot be extracted".to_owned(),
                "ask the publisher for an unencrypted one, or save its text as a .txt file",
            ),
            Self::NoText => (
                "the PDF contains no text; its pages are images".to_owned(),
                "run text recognition (OCR) on it, or save its text as a .txt file",
            ),
            Self::Broken(why) => {
                (format!("the PDF cannot be read: {why}"), "open and re-save it, or save its text as a .txt file")
            }
            Self::TooLarge(what) => (
                format!("the file is too large for a publication: {what}"),
                "check that it is the right file; if so, split it or save its text as a .txt file",
            ),
            Self::Endless => (
                "reading the file takes too long".to_owned(),
                "check that it is the right file; if so, open and re-save it, or save its text as a .txt file",
            ),
        }
    }
}
