//! Positions in the lists of a site and of a publication, one type per list: a page's number cannot be taken for an
//! edition's, nor a section's for a line's.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares types of positions, each with the list it belongs to.
macro_rules! positions {
    ($($(#[$documentation:meta])* $name:ident;)*) => {
        $(
            $(#[$documentation])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(usize);

            impl From<usize> for $name {
                fn from(position: usize) -> Self {
                    Self(position)
                }
            }

            impl From<$name> for usize {
                fn from(id: $name) -> Self {
                    id.0
                }
            }
        )*
    };
}

positions! {
    /// A page, in [`Site::pages`](crate::model::Site::pages).
    PageId;
    /// An edition, in [`Site::editions`](crate::model::Site::editions).
    EditionId;
    /// A comparison of two editions, in [`Site::comparisons`](crate::model::Site::comparisons).
    ComparisonId;
    /// A change, in [`Comparison::changes`](crate::model::Comparison::changes).
    ChangeId;
    /// A file of the output, in [`Site::outputs`](crate::model::Site::outputs).
    OutputId;
    /// A file that is copied, in [`Site::assets`](crate::model::Site::assets).
    AssetId;
    /// A taxonomy, in [`Site::taxonomies`](crate::model::Site::taxonomies).
    TaxonomyId;
    /// A publication with a text, in [`Site::publications`](crate::model::Site::publications).
    PublicationId;
    /// A section of a publication, in [`Publication::sections`](crate::import::Publication::sections).
    SectionId;
    /// A page of a reading edition, in [`Publication::pages`](crate::import::Publication::pages).
    ReadingPageId;
    /// A footnote of a publication, in [`Publication::notes`](crate::import::Publication::notes).
    NoteId;
}

/// The number of a line in a publication's text, counted from 1 as in an editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct LineNo(usize);

impl LineNo {
    /// The number of the line at `index`, which is counted from 0.
    pub(crate) fn of(index: usize) -> Self {
        Self(index + 1)
    }

    /// The line with this number; `None` for 0.
    pub(crate) fn numbered(number: usize) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The index of the line, counted from 0.
    pub(crate) fn index(self) -> usize {
        self.0 - 1
    }
}

impl fmt::Display for LineNo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
