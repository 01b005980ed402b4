//! The front matter of one file: what an editor wrote between the `+++` lines, typed and checked on its own.
//!
//! Knows Zola's documented keys and the portal's own, kind by kind; knows nothing about other files.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::load::characters::without_blanks;
use crate::load::edition;
pub(crate) use crate::load::edition::{ChangeFront, EditionFront, KnownChange};
use crate::load::editorial;
pub(crate) use crate::load::editorial::Editorial;
use crate::load::eli;
use crate::load::example::{self, Anonymity, ExampleFront};
pub(crate) use crate::load::kinds::{Family, KINDS, Kind, Rights, Sort, Status};
pub(crate) use crate::load::kinds::{Form, Perspective, Scope, Strength};
use crate::load::markdown::{ANCHOR_LINKS, AnchorLinks};
use crate::load::slug::slug;
use crate::load::table::{self, Anything, Table, visible_only};
use crate::load::zola::{self, Pagination};

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) struct Front {
    pub kind: Kind,
    pub title: Option<String>,
    pub description: Option<String>,
    pub date: Option<String>,
    pub updated: Option<String>,
    /// One sentence: what changed at `updated`. Becomes an entry of the feed.
    pub change: Option<String>,
    pub weight: Option<i64>,
    pub draft: bool,
    pub slug: Option<Spanned<String>>,
    pub path: Option<Spanned<String>>,
    pub aliases: Vec<Spanned<String>>,
    pub template: Option<Spanned<String>>,
    pub page_template: Option<Spanned<String>>,
    pub sort_by: SortBy,
    /// For a section: where headings on its pages get links to themselves.
    pub anchor_links: Option<AnchorLinks>,
    /// For a section: how its list of pages is paginated.
    pub pagination: Option<Pagination>,
    pub in_search_index: bool,
    pub render: bool,
    pub redirect_to: Option<Spanned<String>>,
    pub transparent: bool,
    pub taxonomies: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// `[extra]` as JSON text; empty if it is missing.
    pub extra: String,
    /// The strings under keys named `link` in `[extra]`; templates get them resolved.
    pub extra_links: Vec<Spanned<String>>,
    /// The other strings in `[extra]` that may be more than text: HTML, or a URL.
    pub extra_texts: Vec<Spanned<String>>,
    pub edition: Option<Spanned<String>>,
    pub see_also: Vec<Spanned<String>>,
    /// Text in the body that looks like a reference but is not one ("anvisning 3.2.4" as an example of the notation).
    pub not_references: Vec<Spanned<String>>,
    /// Zola's keys that have no effect here.
    pub without_effect: Vec<Spanned<String>>,
    pub detail: Detail,
}

/// How a section orders its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "Zola's names")]
pub(crate) enum SortBy {
    #[default]
    Weight,
    Date,
    UpdateDate,
    Title,
    TitleBytes,
    Slug,
    Permalink,
}

/// The keys that only one kind of file has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys of the front matter, described in docs/editing.md")]
pub(crate) enum Detail {
    None,
    Edition(Box<EditionFront>),
    Theme {
        id: Spanned<String>,
        page: Option<i64>,
        /// The body as written: the authority's framing text.
        framing: String,
    },
    Criterion {
        id: Spanned<String>,
        text: String,
        page: Option<i64>,
    },
    Indicator {
        id: Spanned<String>,
        text: Spanned<String>,
        lead: String,
        page: Option<i64>,
        law: Vec<Spanned<String>>,
        questions: Vec<QuestionFront>,
    },
    Guideline {
        id: Spanned<String>,
    },
    Recommendation {
        id: Spanned<String>,
        wording: Option<String>,
    },
    Paragraph {
        statute: Spanned<String>,
        id: Spanned<String>,
        /// The ELI address of the statute.
        eli: Option<String>,
        page: Option<i64>,
        subsections: Vec<Spanned<String>>,
    },
    Term {
        expansion: Option<String>,
        synonyms: Vec<String>,
        forms: Vec<Spanned<String>>,
        link: bool,
    },
    Example(Box<ExampleFront>),
    Source {
        subtitle: Option<String>,
        author: Option<String>,
        publisher: Option<String>,
        year: Option<i64>,
        isbn: Option<String>,
        issn: Option<String>,
        address: Option<String>,
        rights: Rights,
        anonymity: Option<Anonymity>,
    },
    Passage {
        page: Option<i64>,
    },
}

/// One `[[questions]]` table of an indicator's file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct QuestionFront {
    /// What its address is made from; if missing, its position. It stays when questions before it come and go.
    pub id: Option<Spanned<String>>,
    /// The authority's wording, with its reference ("Se anvisning 2.2.4").
    pub text: Spanned<String>,
    /// The editorial layer, if there is one.
    pub editorial: Option<Editorial>,
}

/// Zola's keys that are accepted but have no effect.
const NO_EFFECT: [&str; 3] = ["authors", "generate_feed", "generate_feeds"];

/// Section keys that have no effect in other files.
const OF_SECTIONS: [&str; 4] = ["insert_anchor_links", "paginate_by", "paginate_path", "paginate_reversed"];

/// Page keys that an editor may have meant for the page although she wrote them below `[extra]`.
const OF_PAGES: [&str; 13] = [
    "kind",
    "id",
    "updated",
    "change",
    "draft",
    "weight",
    "slug",
    "path",
    "aliases",
    "edition",
    "see_also",
    "redirect_to",
    "taxonomies",
];

/// Splits a file into the byte range of its front matter and the byte offset of its body.
/// A file without front matter is all body, as in Zola's templates; front matter that does not end is an error.
pub(crate) fn split(text: &str) -> Result<(std::ops::Range<usize>, usize), Span> {
    // Word and some text editors put a byte-order mark or a blank line before it.
    let rest = without_blanks(text);
    let start = text.len() - rest.len();
    let body = text.len() - text.trim_start_matches('\u{feff}').len();
    let Some(open) = rest.strip_prefix("+++").and_then(|after| after.find('\n').map(|end| (after, end))) else {
        return Ok((0..0, body));
    };
    if !open.0[..open.1].trim().is_empty() {
        return Ok((0..0, body));
    }
    let first = start + 3 + open.1 + 1;
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok((first..at, at + line.len()));
        }
        at += line.len();
    }
    Err(Span::new(start..start + 3, 0))
}

/// Reads the front matter `toml`, which starts at byte `base` of `file`. `index` is set for an `_index.md`.
pub(crate) fn read(file: &str, toml: &str, base: usize, index: bool, diagnostics: &mut Vec<Diagnostic>) -> Front {
    table::parse(file, toml, base, diagnostics, |table| front(table, index))
}

fn front(table: &mut Table<'_, '_>, index: bool) -> Front {
    let default = if index { Kind::Section } else { Kind::Page };
    let written = table.choice("kind", &KINDS);
    if written.is_none() && table.has("kind") {
        table.be_lenient();
    }
    let kind = written.unwrap_or(default);
    if index != kind.is_section() {
        let (is, must) =
            if index { ("a section", "never named `_index.md`") } else { ("a page", "always named `_index.md`") };
        table.misplaced(format!("this file is {is}, but files of kind `{}` are {must}", kind.name()));
    }
    let Anything { json: extra, links: extra_links, texts: extra_texts } = table.anything("extra").unwrap_or_default();
    table.behind("extra", &OF_PAGES);
    let mut front = Front {
        kind,
        title: title(table),
        description: table.string("description").map(|text| text.value),
        date: table.date("date"),
        updated: table.date("updated"),
        change: table.string("change").map(|text| text.value),
        weight: table.integer("weight"),
        draft: table.boolean("draft").unwrap_or(false),
        slug: table.string("slug"),
        path: table.string("path"),
        aliases: table.strings("aliases"),
        template: table.string("template"),
        page_template: table.string("page_template"),
        sort_by: table.choice("sort_by", &SORT_BY).unwrap_or_default(),
        anchor_links: if index { table.choice("insert_anchor_links", &ANCHOR_LINKS) } else { None },
        pagination: if kind == Kind::Section { zola::pagination(table) } else { None },
        in_search_index: table.boolean("in_search_index").unwrap_or(true),
        render: table.boolean("render").unwrap_or(true),
        redirect_to: table.string("redirect_to"),
        transparent: table.boolean("transparent").unwrap_or(false),
        taxonomies: table.lists("taxonomies"),
        extra,
        extra_links,
        extra_texts,
        edition: table.string("edition").map(visible_only),
        see_also: table.strings("see_also"),
        not_references: table.strings("not_references"),
        without_effect: Vec::new(),
        detail: Detail::None,
    };
    if !front.render && !kind.is_plain() {
        let span = table.span_of("render");
        let message = format!("a `{}` must have a page, because other pages link to it", kind.name());
        table.invalid(span, message, "remove `render`; to hide the file, set `draft = true`");
        front.render = true;
    }
    let title = match kind {
        Kind::Theme => Some("give the name of the theme"),
        Kind::Example => Some("give the title that lists show for the example"),
        _ => None,
    };
    if let Some(why) = title.filter(|_| front.title.is_none()) {
        table.missing("title", why);
    }
    front.detail = detail(table, kind);
    front.without_effect = table.without_effect(&NO_EFFECT);
    if kind != Kind::Section {
        front.without_effect.extend(table.without_effect(if index { &OF_SECTIONS[1..] } else { &OF_SECTIONS }));
    }
    front
}

/// The title, which readers see: a blank one is invalid, since it would make an invisible link.
fn title(table: &mut Table<'_, '_>) -> Option<String> {
    let text = table.string("title")?;
    if text.value.trim().is_empty() {
        table.invalid(text.span, "`title` is empty", "give a title, or remove the line");
    }
    Some(text.value)
}

const SORT_BY: [(&str, SortBy); 8] = [
    ("weight", SortBy::Weight),
    ("none", SortBy::Weight),
    ("date", SortBy::Date),
    ("update_date", SortBy::UpdateDate),
    ("title", SortBy::Title),
    ("title_bytes", SortBy::TitleBytes),
    ("slug", SortBy::Slug),
    ("permalink", SortBy::Permalink),
];

fn detail(table: &mut Table<'_, '_>, kind: Kind) -> Detail {
    let number = "give the number it is cited by";
    match kind {
        Kind::Page | Kind::Section => Detail::None,
        Kind::Edition => Detail::Edition(Box::new(edition::edition(table))),
        Kind::Theme => {
            let id = table.identifier("id", "give a short name for addresses");
            Detail::Theme { id, page: table.integer("page"), framing: String::new() }
        }
        Kind::Criterion => Detail::Criterion {
            id: table.identifier("id", "give the criterion's number, such as \"5\""),
            text: table.required("text", "give the wording verbatim").value,
            page: table.integer("page"),
        },
        Kind::Indicator => Detail::Indicator {
            id: table.identifier("id", "give the indicator's id, such as \"5.c\""),
            text: table.required("text", "give the wording verbatim"),
            lead: table.string("lead").map(|text| text.value).unwrap_or_default(),
            page: table.integer("page"),
            law: table.strings("law"),
            questions: table.tables("questions", question),
        },
        Kind::Guideline => Detail::Guideline { id: table.identifier("id", number) },
        Kind::Recommendation => Detail::Recommendation {
            id: table.identifier("id", number),
            wording: table.string("wording").map(|text| text.value),
        },
        Kind::Paragraph => Detail::Paragraph {
            statute: table.identifier("statute", "give the statute's name as it is cited, such as \"serviceloven\""),
            id: table.identifier("id", "give the paragraph's number, such as \"101\""),
            eli: eli::eli(table),
            page: table.integer("page"),
            subsections: table.tables("subsections", |table| table.required("text", "give the wording of the stykke")),
        },
        Kind::Term => Detail::Term {
            expansion: table.string("expansion").map(|text| text.value),
            synonyms: table.strings("synonyms").into_iter().map(|text| text.value).collect(),
            forms: table.strings("forms"),
            link: table.boolean("link").unwrap_or(true),
        },
        Kind::Example => Detail::Example(Box::new(example::example(table))),
        Kind::Source => Detail::Source {
            subtitle: table.string("subtitle").map(|text| text.value),
            author: table.string("author").map(|text| text.value),
            publisher: table.string("publisher").map(|text| text.value),
            year: table.year("year"),
            isbn: table.string("isbn").map(|text| text.value),
            issn: table.string("issn").map(|text| text.value),
            address: table.string("address").map(|text| text.value),
            rights: table.choice_or("rights", Rights::ALL, Rights::SummaryOnly),
            anonymity: table.table("anonymity", example::anonymity),
        },
        Kind::Passage => Detail::Passage { page: table.integer("page") },
    }
}

fn question(table: &mut Table<'_, '_>) -> QuestionFront {
    QuestionFront {
        id: question_id(table),
        text: table.required("text", "give the question verbatim, with its reference"),
        editorial: table.table("editorial", editorial::editorial),
    }
}

/// The `id` of a question: letters, digits and hyphens, since it is a part of an address.
fn question_id(table: &mut Table<'_, '_>) -> Option<Spanned<String>> {
    let id = visible_only(table.string("id")?);
    let fits = slug(&id.value) == id.value && !id.value.is_empty();
    if !fits {
        let message = format!("`{}` cannot be part of an address", id.value);
        table.invalid(id.span, message, "use lower-case letters from a to z, digits and hyphens, such as \"naloxon\"");
    }
    fits.then_some(id)
}

/// The front matter of a file without any.
impl Default for Front {
    fn default() -> Self {
        read("", "", 0, false, &mut Vec::new())
    }
}

/// The diagnostic for a file that starts with front matter in YAML, as found on some sites made for Zola.
pub(crate) fn yaml(file: &str, text: &str) -> Option<Diagnostic> {
    let rest = without_blanks(text).strip_prefix("---")?;
    let mut lines = rest.lines();
    let opens = lines.next().is_some_and(|line| line.trim().is_empty());
    let closed = lines.any(|line| line.trim_end() == "---");
    (opens && closed).then(|| {
        Diagnostic::error(Code::InvalidFrontMatter, file, Span::new(0..3, 0), "YAML front matter is not supported")
            .help("convert it to TOML between +++ lines: `title: A` becomes `title = \"A\"`")
    })
}

/// The diagnostic for front matter that does not end.
pub(crate) fn unended(file: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::InvalidFrontMatter, file, span, "the front matter is not closed")
        .help("close it with a line that contains only +++")
}
