//! Diagnostics: mistakes in content as data, with what is wrong, where, and how to fix it.
//!
//! A [`Diagnostic`] has a file and a byte span but no line. Lines are computed when it is printed (see
//! [`report`](crate::report)), so that a file with a cached outline need not be read.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub(crate) struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range`, offset by `base` bytes. Offsets beyond 4 GiB are clamped.
    pub(crate) fn new(range: Range<usize>, base: usize) -> Self {
        let at = |offset: usize| u32::try_from(offset + base).unwrap_or(u32::MAX);
        Self { start: at(range.start), end: at(range.end) }
    }
}

/// A value with its span in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its span.
    pub span: Span,
}

/// The severity of a diagnostic: an error prevents the site from being written, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// The site is not written.
    Error,
    /// The site is written, but an editor should take a look.
    Warning,
}

/// Defines `Code`, and a list of all its variants.
macro_rules! codes {
    ($($code:ident,)*) => {
        /// The kind of a mistake. The names, in kebab case, are part of the JSON output and keys of `[check]` in
        /// `config.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "each name says what it is")]
        pub(crate) enum Code { $($code,)* }

        impl Code {
            /// All codes.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$code,)*];
        }
    };
}

codes! {
    InvalidUtf8,
    ControlCharacter,
    InvisibleCharacter,
    InvalidToml,
    InvalidFrontMatter,
    UnknownKey,
    MissingKey,
    WrongType,
    InvalidValue,
    NoEffect,
    DuplicateId,
    UnknownReference,
    UnmappedUnit,
    Contradiction,
    Unconfirmed,
    UncitedRecommendation,
    NoEdition,
    BrokenLink,
    BrokenAnchor,
    MissingImage,
    MissingAlt,
    HeadingJump,
    SameAddress,
    CaseCollision,
    OutsideOutput,
    OutsideSite,
    SpecialFile,
    NotPublished,
    ReservedName,
    LostAddress,
    LostAnchor,
    ActiveHtml,
    OpenComment,
    BrokenFootnote,
    UnfinishedText,
    Shortcode,
    Translation,
    ExternalResource,
    SymlinkLoop,
    Template,
    Script,
    Style,
    Readability,
    UnknownWord,
    LargeIndex,
    ImportHint,
    ImportFile,
    OtherVersion,
    NoText,
    WordsLost,
    Rights,
    Quotation,
    NoContact,
    IncompleteRecord,
    NoAccessibilityStatement,
}

impl Code {
    /// Whether a site may lower its severity: the mistake is bad for readers, but the site is still built as written.
    pub(crate) fn may_be_lowered(self) -> bool {
        matches!(
            self,
            Self::NoEffect
                | Self::UncitedRecommendation
                | Self::BrokenAnchor
                | Self::MissingImage
                | Self::ExternalResource
                | Self::MissingAlt
                | Self::HeadingJump
                | Self::CaseCollision
                | Self::Translation
                | Self::ReservedName
                | Self::NotPublished
                | Self::LostAddress
                | Self::LostAnchor
                | Self::InvisibleCharacter
                | Self::BrokenFootnote
                | Self::UnfinishedText
                | Self::Readability
                | Self::UnknownWord
                | Self::LargeIndex
                | Self::OtherVersion
                | Self::NoContact
                | Self::IncompleteRecord
                | Self::NoAccessibilityStatement
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A mistake in content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Diagnostic {
    /// Path relative to the site's root, with `/`.
    pub file: String,
    /// Where in the file; `None` if the file as a whole is meant.
    pub span: Option<Span>,
    /// Error or warning.
    pub severity: Severity,
    /// The kind of mistake.
    pub code: Code,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error in `file`.
    pub(crate) fn error(
        code: Code,
        file: impl Into<String>,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            span: span.into(),
            severity: Severity::Error,
            code,
            message: message.into(),
            help: None,
        }
    }

    /// A warning in `file`.
    pub(crate) fn warning(
        code: Code,
        file: impl Into<String>,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, span, message) }
    }

    /// Adds a help text.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Whether any of `diagnostics` is an error, which prevents the site from being written.
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The candidate in `known` that was probably meant by `word`: the closest by Damerau-Levenshtein distance. The distance
/// may be at most a third of the length of `word`, or 1 for short words.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let word = word.to_lowercase();
    known
        .into_iter()
        // A character is at most four bytes, so a larger difference in bytes means a distance above the limit.
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 4 * limit)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", or `otherwise` if nothing is close.
pub(crate) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    match did_you_mean(word, known) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise.to_owned(),
    }
}
