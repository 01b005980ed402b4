//! Mistakes in content, as data: what is wrong, where, and what to do about it.
//!
//! A [`Diagnostic`] knows its file and byte span but not its line: lines are counted when it is reported
//! (see [`report`](crate::report)), so that a file whose outline was kept from an earlier build need not be read.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a file, in bytes from its top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range`, moved `base` bytes down the file. Files over 4 GiB are cut there.
    pub fn new(range: Range<usize>, base: usize) -> Self {
        let at = |offset: usize| u32::try_from(offset + base).unwrap_or(u32::MAX);
        Self { start: at(range.start), end: at(range.end) }
    }
}

/// A value and where in its file it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// How bad it is: an error stops the site from being written, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written, the editor should look.
    Warning,
}

/// Names the kinds of mistakes, and lists them.
macro_rules! codes {
    ($($code:ident,)*) => {
        /// What kind of mistake it is. The names are part of the JSON output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "each name says what it is")]
        pub enum Code { $($code,)* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];
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
    NoAccessibilityStatement,
}

impl Code {
    /// Whether a site may take it as less than an error: what it warns of is bad for readers, but the site is as it was written.
    pub fn may_be_lowered(self) -> bool {
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
                | Self::InvisibleCharacter
                | Self::BrokenFootnote
                | Self::UnfinishedText
                | Self::Readability
                | Self::UnknownWord
                | Self::LargeIndex
                | Self::OtherVersion
                | Self::NoContact
                | Self::NoAccessibilityStatement
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Path from the site's root, with `/`.
    pub file: String,
    /// Where in the file; `None` when the file as a whole is meant.
    pub span: Option<Span>,
    /// Error or warning.
    pub severity: Severity,
    /// What kind of mistake.
    pub code: Code,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error in `file`.
    pub fn error(
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
    pub fn warning(
        code: Code,
        file: impl Into<String>,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, span, message) }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Whether any of `diagnostics` stops the site from being written.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The one of `known` that `word` was probably meant to be: close by Damerau-Levenshtein distance,
/// at most a third of the letters apart.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let word = word.to_lowercase();
    known
        .into_iter()
        // A letter is at most four bytes: what differs by more in length differs by more letters.
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 4 * limit)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", or `otherwise` when nothing is close.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    match did_you_mean(word, known) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise.to_owned(),
    }
}
