//! The structure hints of a source record: what an editor specifies about a publication's text, in `_import.toml`
//! beside it.
//!
//! Text extraction loses most of what a page shows. The hints restore what cannot be inferred from the lines alone:
//! the headings and their levels, where pages break, which ranges are tables, boxes or not text at all.

mod read;

use serde::{Deserialize, Serialize};

pub(crate) use read::read;

use crate::diagnostic::Spanned;

/// The name of the file, in the folder of its record.
pub(crate) const HINTS_FILE: &str = "_import.toml";

/// A place in a text: the number of a line and how it begins, `"118: Side 1"`, or the beginning alone. With both, the
/// nearest line that begins this way is meant: another version of the file may have moved it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Locator {
    /// Counted from 1.
    pub line: Option<usize>,
    /// How the line begins, without surrounding white space.
    pub begins: String,
    /// The hint as written, with its span.
    pub at: Spanned<String>,
}

impl Locator {
    fn new(at: Spanned<String>) -> Self {
        let (line, begins) = match at.value.split_once(": ") {
            Some((number, begins)) if number.chars().all(|digit| digit.is_ascii_digit()) => {
                (number.parse().ok(), begins.to_owned())
            }
            _ => (None, at.value.clone()),
        };
        Self { line, begins: begins.trim().to_owned(), at }
    }
}

/// A heading as the publication has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct HeadingHint {
    /// 1 is a chapter.
    pub level: u8,
    /// "3.1", "Bilag 2".
    pub number: Option<String>,
    /// Without the number.
    pub title: String,
    /// Whether it is printed in the publication; if not, it is ours.
    pub printed: bool,
    /// Where it is, if its text alone does not show it.
    pub place: Option<Locator>,
    /// The name of the page it begins, or `@/…`, the page of the site that has its text.
    pub page: Option<String>,
    /// The hint as written, with its span.
    pub at: Spanned<String>,
}

impl HeadingHint {
    /// Parses `"## 3.1 | Title => page @ 118: how the line begins"`; number, page and place are optional.
    /// A title in brackets is not printed.
    fn new(at: Spanned<String>) -> Option<Self> {
        let level = at.value.chars().take_while(|letter| *letter == '#').count();
        let rest = at.value.get(level..).filter(|_| (1..=6).contains(&level))?;
        let (rest, place) = match rest.split_once(" @ ") {
            Some((rest, place)) => (rest, Some(Locator::new(Spanned { value: place.to_owned(), span: at.span }))),
            None => (rest, None),
        };
        let (rest, page) = match rest.split_once(" => ") {
            Some((rest, page)) => (rest, Some(page.trim().to_owned())),
            None => (rest, None),
        };
        let (number, title) = match rest.split_once(" | ") {
            Some((number, title)) => (Some(number.trim().to_owned()), title.trim()),
            None => (None, rest.trim()),
        };
        let own = title.strip_prefix('[').and_then(|title| title.strip_suffix(']'));
        let title = own.unwrap_or(title).to_owned();
        let level = u8::try_from(level).unwrap_or(6);
        (!title.is_empty()).then_some(Self { level, number, title, printed: own.is_none(), place, page, at })
    }
}

/// Why words are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Rule {
    /// A line that repeats on every page.
    PageHeader,
    /// The number of a page, alone on its line.
    PageNumber,
    /// A table of contents.
    Contents,
    /// The path of a file on the author's machine.
    PrivatePath,
    /// The address of a link, dumped into the text.
    LinkAddress,
    /// Named by the record, with a reason.
    Named,
}

impl Rule {
    /// The rules an editor can name.
    pub(super) const NAMED: [(&'static str, Self); 4] = [
        ("contents", Self::Contents),
        ("private-path", Self::PrivatePath),
        ("link-address", Self::LinkAddress),
        ("range", Self::Named),
    ];

    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PageHeader => "page header",
            Self::PageNumber => "page number",
            Self::Contents => "table of contents",
            Self::PrivatePath => "private path",
            Self::LinkAddress => "dumped link address",
            Self::Named => "named range",
        }
    }
}

/// Words to drop.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct DropHint {
    /// Why.
    pub rule: Rule,
    /// The reason, in the editor's words.
    pub reason: String,
    /// The first and last line.
    pub range: Option<(Locator, Locator)>,
    /// Only this text, in the range or wherever it occurs.
    pub text: Option<Spanned<String>>,
}

/// What a range of lines is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum RangeKind {
    /// A table: its number and the names of its columns, the first that of the row labels (which may be empty).
    Table {
        /// "3.1"
        number: Option<String>,
        /// As they are printed.
        columns: Vec<String>,
    },
    /// A figure whose graphic is lost.
    Figure {
        /// "3.1"
        number: Option<String>,
    },
    /// A box, with the number of lines in its title.
    Boxed {
        /// lovboks, infoboks, …
        kind: String,
        /// How many lines the title has.
        title_lines: usize,
    },
    /// Lines left as they are: forms, questionnaires, tables whose cells are lost.
    Plain,
    /// A quotation.
    Quote,
    /// Running text that looks like something else.
    Prose,
    /// A list whose items begin with white space, or without a bullet.
    List,
    /// Text that is on another page of the site.
    Elsewhere {
        /// `@/…`
        page: Spanned<String>,
        /// The kind of box it is in the publication, if it is one.
        kind: Option<String>,
    },
}

/// A range of lines and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct RangeHint {
    /// What it is.
    pub kind: RangeKind,
    /// First line.
    pub from: Locator,
    /// Last line.
    pub to: Locator,
}

/// Where pages begin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PageHints {
    /// The printed number of the first page; `None` if only `starts` and `header` begin pages.
    pub first: Option<u32>,
    /// Line on which the first page begins; otherwise the first line of the file.
    pub from: Option<Locator>,
    /// Whether a line that begins with one space begins a page.
    pub space: bool,
    /// Whether it does so only directly after a line of text.
    pub behind_text: bool,
    /// Pages that are printed blank and missing from the text.
    pub empty: Vec<u32>,
    /// A line of its own on each page, with `{n}` for the page's number: "Side {n} af 18".
    pub header: Option<String>,
    /// Lines that look like the beginning of a page but are not.
    pub not: Vec<Locator>,
    /// Pages whose beginning nothing in the text shows, with their numbers.
    pub starts: Vec<(u32, Locator)>,
    /// From here on, page numbers are unknown.
    pub unknown_from: Option<Locator>,
}

/// How footnotes look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct NoteHints {
    /// What follows a note's number at its beginning: "." or ")" or "".
    pub after_number: Option<String>,
    /// Minimum number of blank lines before a note.
    pub blanks: usize,
    /// Whether a note extends to the end of its page, rather than to a blank line.
    pub to_page_end: bool,
    /// Marks that follow digits: "899: januar 2007|4".
    pub marks: Vec<Spanned<String>>,
}

/// How boxes look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct BoxHints {
    /// How a box begins, and what it is: "Lovboks:" = "lovboks".
    pub markers: Vec<(String, String)>,
    /// Titles that give a box another kind: "hovedpointer" = "hovedpointer".
    pub titles: Vec<(String, String)>,
    /// How a box ends.
    pub ends: Vec<String>,
    /// The kind of box that tells a step of a case.
    pub case: Option<String>,
    /// How the title of a case's first box begins.
    pub case_title: String,
    /// Names in titles that are printed in capitals: "Anders".
    pub names: Vec<String>,
    /// Lines in a step's box that begin another step.
    pub steps: Vec<String>,
}

/// A reference in the text that the program cannot resolve by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ReferenceHint {
    /// The line with the reference.
    pub at: Locator,
    /// The words that become the link.
    pub text: String,
    /// Where it leads: a line of the text, or a web address; `None` if it leads nowhere.
    pub to: Option<Locator>,
    /// What readers should know, such as that the page number is stale.
    pub note: Option<String>,
}

/// All the hints for one publication's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the file, described in docs/publications.md")]
pub(crate) struct Hints {
    pub file: Spanned<String>,
    pub sha256: Option<Spanned<String>>,
    /// Name of the text, if it lies in the record's own folder.
    pub own_text: Option<Spanned<String>>,
    /// Headings down to this level begin a page of the site.
    pub page_level: u8,
    /// The edition to which references to the law belong.
    pub law: Option<Spanned<String>>,
    /// The edition to which anvisninger belong.
    pub edition: Option<Spanned<String>>,
    pub headings: Vec<HeadingHint>,
    /// The heading that begins the annex, which is not indexed.
    pub annex: Option<Spanned<String>>,
    /// Sections that only introduce or repeat, with everything under them.
    pub aside: Vec<String>,
    pub pages: PageHints,
    pub notes: NoteHints,
    pub boxes: BoxHints,
    pub bullets: Vec<String>,
    /// Average width of lines up to which a paragraph after a colon is a quotation.
    pub quote_width: Option<usize>,
    /// Average width of lines up to which a paragraph of three lines or more is a quotation without a colon before it.
    pub quote_alone: Option<usize>,
    /// How a quotation ends: "(leder", "(medarbejder".
    pub quote_ends: Vec<String>,
    /// Whether a short line that ends a sentence ends a paragraph.
    pub short_lines_end: bool,
    /// Beginnings of paragraphs that are the publisher's remarks.
    pub remarks: Vec<String>,
    pub subheadings: Vec<Locator>,
    /// Words that keep their hyphen at the end of a line: "SCID-", "kan-tilbud".
    pub hyphens: Vec<Spanned<String>>,
    pub drops: Vec<DropHint>,
    pub ranges: Vec<RangeHint>,
    pub references: Vec<ReferenceHint>,
}
