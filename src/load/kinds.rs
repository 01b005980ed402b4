//! The values an editor chooses from: kinds of files, families and statuses of editions, sources of evidence, services,
//! rights, what an example is and how well it fits. Their names are part of the front matter and of exports.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;

/// The kind of a file. Front matter, search and exports use the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the field's words, see the table in ARCHITECTURE.md")]
pub enum Kind {
    Page,
    Section,
    Edition,
    Theme,
    Criterion,
    Indicator,
    Guideline,
    Recommendation,
    Paragraph,
    Term,
    Example,
    Source,
    Passage,
}

/// Severities by the names an editor writes.
pub(super) const SEVERITIES: [(&str, Severity); 2] = [("warn", Severity::Warning), ("error", Severity::Error)];

/// The kinds by the names an editor writes.
pub(crate) const KINDS: [(&str, Kind); 13] = [
    ("page", Kind::Page),
    ("section", Kind::Section),
    ("edition", Kind::Edition),
    ("theme", Kind::Theme),
    ("criterion", Kind::Criterion),
    ("indicator", Kind::Indicator),
    ("guideline", Kind::Guideline),
    ("recommendation", Kind::Recommendation),
    ("paragraph", Kind::Paragraph),
    ("term", Kind::Term),
    ("example", Kind::Example),
    ("source", Kind::Source),
    ("passage", Kind::Passage),
];

impl Kind {
    /// The family whose editions have pages of this kind.
    pub(crate) fn family(self) -> Option<Family> {
        match self {
            Self::Theme | Self::Criterion | Self::Indicator => Some(Family::QualityModel),
            Self::Guideline | Self::Recommendation => Some(Family::Guidelines),
            Self::Paragraph => Some(Family::Law),
            _ => None,
        }
    }

    /// The name in front matter and exports.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("page", |(name, _)| name)
    }

    /// Whether the file is its folder's `_index.md`.
    pub fn is_section(self) -> bool {
        matches!(self, Self::Section | Self::Edition | Self::Theme | Self::Source)
    }

    /// Whether any site may have it, as opposed to the portal's own kinds.
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Page | Self::Section)
    }

    /// Whether the body is the authority's own text, quoted verbatim.
    pub fn quotes_authority(self) -> bool {
        matches!(self, Self::Theme | Self::Passage | Self::Paragraph)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the names an editor writes")]
        pub(crate) enum $name { $(#[serde(rename = $text)] $variant),+ }

        impl $name {
            /// All values, by the names an editor writes.
            pub(crate) const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];

            /// The name an editor writes.
            #[allow(dead_code, reason = "not every kind of value is shown by its name")]
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

named! {
    /// Where the answer to a question can be found.
    Evidence {
        Citizens = "borgere", Relatives = "pårørende", Staff = "medarbejdere", Management = "ledelse",
        Municipality = "visiterende kommune", Documents = "dokumenter", Observation = "observation",
    }
}

impl Evidence {
    /// Whether it is somebody who can be asked.
    pub(crate) fn is_person(self) -> bool {
        !matches!(self, Self::Documents | Self::Observation)
    }
}

named! {
    /// A kind of service.
    Service { Outpatient = "ambulant", Day = "dag", Residential = "døgn" }
}
named! {
    /// What an edition is an edition of; its contents are numbered.
    Family { QualityModel = "kvalitetsmodel", Guidelines = "retningslinjer", Law = "lovgivning" }
}
named! {
    /// How current an edition is.
    Status { Current = "current", PartlyChanged = "partly-changed", Historical = "historical", Unknown = "unknown" }
}
named! {
    /// What became of a unit of an edition in the next one.
    Sort {
        Unchanged = "unchanged", Reworded = "reworded", Moved = "moved", Split = "split", Merged = "merged",
        Removed = "removed", New = "new",
    }
}
named! {
    /// What may be done with a source's text.
    Rights {
        FreeQuotation = "free-quotation", Statute = "statute", SummaryOnly = "summary-only", Permission = "permission",
    }
}
named! {
    /// What an example describes, in the order shown to readers.
    Form {
        Practice = "praksis", Course = "forløb", Tool = "redskab", Checklist = "huskeliste", Attitude = "holdning",
        Obstacle = "barriere",
    }
}
named! {
    /// Whose actions an example describes, in the order shown to readers.
    Perspective { Service = "tilbud", Both = "begge", Authority = "myndighed" }
}
named! {
    /// What an example is about.
    Scope { Drugs = "stoffer", Both = "begge", Alcohol = "alkohol" }
}
named! {
    /// How well an example fits what it is linked to, best first.
    Strength { Strong = "stærk", Medium = "middel", Weak = "svag" }
}
