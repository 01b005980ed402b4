//! Where the words of a search document occur, and how they match a query.

/// A searched field of a search document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    /// Its own heading.
    Title,
    /// Its text.
    Text,
    /// The parts of its compounds.
    CompoundParts,
    /// The names of the pages and headings above it.
    Path,
    /// Words from elsewhere that lead to it.
    Hint,
}

impl Field {
    /// All fields, in index order.
    pub(crate) const ALL: [Self; 5] = [Self::Title, Self::Text, Self::CompoundParts, Self::Path, Self::Hint];

    /// The name of the field in the index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::CompoundParts => "pieces",
            Self::Path => "path",
            Self::Hint => "hint",
        }
    }
}

/// How words of a document match a word of the query, including words that the query does not contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// The word itself, in any form.
    Word,
    /// Another form of it that the stemmer does not recognise.
    Form,
    /// A part of a compound in the query.
    CompoundPart,
    /// A longer word that begins with it.
    Prefix,
    /// A word with almost the same spelling.
    Spelling,
    /// A synonym.
    Synonym,
    /// Neighbouring words written as one.
    Joined,
}

impl Reason {
    /// The name of the reason in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Form => "form",
            Self::CompoundPart => "piece",
            Self::Prefix => "prefix",
            Self::Spelling => "spelling",
            Self::Synonym => "synonym",
            Self::Joined => "joined",
        }
    }
}
