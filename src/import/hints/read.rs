//! Reads the hints, key by key, so that every mistake is reported at its place.

use crate::diagnostic::{Diagnostic, Spanned};
use crate::import::hints::{
    BoxHints, DropHint, HeadingHint, Hints, Locator, NoteHints, PageHints, RangeHint, RangeKind, ReferenceHint, Rule,
};
use crate::load::table::{self, Table};

/// Reads `text`, the hints in `file`.
pub(crate) fn read(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Hints {
    table::parse(file, text, 0, diagnostics, hints)
}

fn hints(table: &mut Table<'_, '_>) -> Hints {
    let headings = table.strings("headings");
    let headings = headings.into_iter().filter_map(|at| {
        let span = at.span;
        let read = HeadingHint::new(at);
        if read.is_none() {
            table.invalid(
                span,
                "this is not a heading",
                "use one # per level, then `number | title`: \"## 3.1 | Titel\"",
            );
        }
        read
    });
    let headings = headings.collect();
    Hints {
        file: table.required("file", "give the name of the file in the library"),
        sha256: table.string("sha256"),
        own_text: table.string("own_text"),
        page_level: table.integer("page_level").and_then(|level| u8::try_from(level).ok()).unwrap_or(2),
        law: table.string("law"),
        edition: table.string("edition"),
        headings,
        annex: table.string("annex"),
        aside: plain(table.strings("aside")),
        pages: table.table("pages", pages).unwrap_or_default(),
        notes: table.table("notes", notes).unwrap_or_default(),
        boxes: table.table("boxes", boxes).unwrap_or_default(),
        bullets: plain(table.strings("bullets")),
        quote_width: table.integer("quote_width").and_then(|width| usize::try_from(width).ok()),
        quote_alone: table.integer("quote_alone").and_then(|width| usize::try_from(width).ok()),
        quote_ends: plain(table.strings("quote_ends")),
        short_lines_end: table.boolean("short_lines_end").unwrap_or(false),
        remarks: plain(table.strings("remarks")),
        subheadings: table.strings("subheadings").into_iter().map(Locator::new).collect(),
        hyphens: table.strings("hyphens"),
        drops: table.tables("drop", drop_hint),
        ranges: table.tables("range", range).into_iter().flatten().collect(),
        references: table.tables("reference", reference),
    }
}

fn plain(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn pages(table: &mut Table<'_, '_>) -> PageHints {
    let natural = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    PageHints {
        first: natural(table.integer("first")),
        from: table.string("from").map(Locator::new),
        space: table.boolean("space").unwrap_or(false),
        behind_text: table.boolean("behind_text").unwrap_or(false),
        empty: table.integers("empty").into_iter().filter_map(|page| u32::try_from(page).ok()).collect(),
        header: table.string("header").map(|text| text.value),
        not: table.strings("not").into_iter().map(Locator::new).collect(),
        starts: table.tables("start", |table| {
            let page = natural(table.integer("page")).unwrap_or_default();
            (page, Locator::new(table.required("at", "give the line at which the page begins")))
        }),
        unknown_from: table.string("unknown_from").map(Locator::new),
    }
}

fn notes(table: &mut Table<'_, '_>) -> NoteHints {
    NoteHints {
        after_number: table.string("after_number").map(|text| text.value),
        blanks: table.integer("blanks").and_then(|count| usize::try_from(count).ok()).unwrap_or(0),
        to_page_end: table.boolean("to_page_end").unwrap_or(false),
        marks: table.strings("marks"),
    }
}

fn boxes(table: &mut Table<'_, '_>) -> BoxHints {
    let pairs = |lists: Vec<Spanned<String>>| -> Vec<(String, String)> {
        lists
            .into_iter()
            .filter_map(|pair| pair.value.split_once(" = ").map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned())))
            .collect()
    };
    BoxHints {
        markers: pairs(table.strings("markers")),
        titles: pairs(table.strings("titles")),
        ends: plain(table.strings("ends")),
        case: table.string("case").map(|text| text.value),
        case_title: table.string("case_title").map(|text| text.value).unwrap_or_default(),
        names: plain(table.strings("names")),
        steps: plain(table.strings("steps")),
    }
}

fn drop_hint(table: &mut Table<'_, '_>) -> DropHint {
    let rule = table.choice("rule", &Rule::NAMED).unwrap_or(Rule::Named);
    let reason = table.required("reason", "explain why these words are dropped").value;
    let (from, to) = (table.string("from"), table.string("to"));
    let text = table.string("text");
    let range = from.map(|from| {
        let from = Locator::new(from);
        let to = to.map_or_else(|| from.clone(), Locator::new);
        (from, to)
    });
    if range.is_none() && text.is_none() {
        table.missing("from", "give a range (`from` and `to`) or a `text`");
    }
    DropHint { rule, reason, range, text }
}

fn range(table: &mut Table<'_, '_>) -> Option<RangeHint> {
    #[derive(Clone, Copy)]
    enum Word {
        Table,
        Figure,
        Boxed,
        Plain,
        Quote,
        Prose,
        List,
        Elsewhere,
    }
    let words = [
        ("table", Word::Table),
        ("figure", Word::Figure),
        ("box", Word::Boxed),
        ("plain", Word::Plain),
        ("quote", Word::Quote),
        ("prose", Word::Prose),
        ("list", Word::List),
        ("elsewhere", Word::Elsewhere),
    ];
    if !table.has("kind") {
        table.missing("kind", "use one of: table, figure, box, plain, quote, prose, list, elsewhere");
    }
    let word = table.choice("kind", &words);
    let from = Locator::new(table.required("from", "give the first line"));
    let to = table.string("to").map_or_else(|| from.clone(), Locator::new);
    let number = table.string("number").map(|text| text.value);
    let kind = match word? {
        Word::Table => RangeKind::Table { number, columns: plain(table.strings("columns")) },
        Word::Figure => RangeKind::Figure { number },
        Word::Boxed => RangeKind::Boxed {
            kind: table.required("type", "give the type of the box, such as lovboks").value,
            title_lines: table.integer("title_lines").and_then(|count| usize::try_from(count).ok()).unwrap_or(1),
        },
        Word::Plain => RangeKind::Plain,
        Word::Quote => RangeKind::Quote,
        Word::Prose => RangeKind::Prose,
        Word::List => RangeKind::List,
        Word::Elsewhere => RangeKind::Elsewhere {
            page: table.required("page", "give the page that has the text: @/…"),
            kind: table.string("type").map(|text| text.value),
        },
    };
    Some(RangeHint { kind, from, to })
}

fn reference(table: &mut Table<'_, '_>) -> ReferenceHint {
    ReferenceHint {
        at: Locator::new(table.required("at", "give the line with the reference")),
        text: table.required("text", "give the words that become the link").value,
        to: table.string("to").filter(|to| !to.value.is_empty()).map(Locator::new),
        note: table.string("note").map(|text| text.value),
    }
}
