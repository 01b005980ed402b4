//! Where words of a unit stand, and in what ways they answer a query.

/// A field of a unit that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its own heading.
    Title,
    /// Its text.
    Text,
    /// The pieces of its compounds.
    Pieces,
    /// The names of the pages and headings above it.
    Path,
    /// Words of others that lead to it.
    Hint,
}

impl Field {
    /// All fields in the order of the index.
    pub const ALL: [Self; 5] = [Self::Title, Self::Text, Self::Pieces, Self::Path, Self::Hint];

    /// Its name in the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::Pieces => "pieces",
            Self::Path => "path",
            Self::Hint => "hint",
        }
    }
}

/// Why a unit is found by words that the query does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The word itself, in any form.
    Word,
    /// Another form of it that the stemmer does not know.
    Form,
    /// A piece of the query's compound.
    Piece,
    /// A longer word that begins so.
    Prefix,
    /// A word that is spelled almost so.
    Spelling,
    /// A synonym.
    Synonym,
    /// Neighbouring words written as one.
    Joined,
}

impl Reason {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Form => "form",
            Self::Piece => "piece",
            Self::Prefix => "prefix",
            Self::Spelling => "spelling",
            Self::Synonym => "synonym",
            Self::Joined => "joined",
        }
    }
}
