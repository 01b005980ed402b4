//! One pass over a Markdown body: HTML with holes, headings, links, references, terms and readability.

mod beginnings;
mod endings;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use crate::diagnostic::Span;
use crate::load::markdown::Markdown;
use crate::model::address;
use crate::text::html::{self, Html};
use crate::text::inserts::{Insert, is_marked, marks, unmarked};
use crate::text::raw::Raw;
use crate::text::{Collector, unfinished};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    // Alerts, such as `> [!NOTE]`.
    .union(Options::ENABLE_GFM);

pub(super) fn options(how: Markdown) -> Options {
    let mut options = OPTIONS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, how.smart_punctuation);
    options.set(Options::ENABLE_DEFINITION_LIST, how.definition_lists);
    options
}

/// Parses `body`, which starts at byte `base` of its file, into `collector`. `inserts` replace the marks of shortcodes
/// in the body.
pub(super) fn parse(body: &str, base: usize, how: Markdown, inserts: &[Insert], collector: &mut Collector<'_>) -> Html {
    let mut reader = Reader {
        body,
        base,
        how,
        inserts,
        alone: false,
        collector,
        events: Vec::with_capacity(64),
        heading: None,
        heading_at: Span::default(),
        last_level: 1,
        image: None,
        links: 0,
        link_begins: (0, Span::default()),
        opening: false,
        naming: false,
        quotes: 0,
        tables: 0,
        tables_begun: 0,
        code: None,
        raw: None,
        title: false,
        footnotes: Footnotes::default(),
    };
    let mut undefined = Vec::new();
    let broken = |link: BrokenLink<'_>| {
        // A bare `[like this]` is often not meant as a link.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.push((link.span, link.reference.into_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(body, options(how), Some(broken));
    // A line break inside a paragraph becomes text, because references and terms may extend over it.
    let events = parser.into_offset_iter().map(|(event, range)| match event {
        Event::SoftBreak => (Event::Text("\n".into()), range),
        event => (event, range),
    });
    for (event, range) in TextMergeWithOffset::new(events) {
        reader.event(event, range);
    }
    reader.check_footnotes();
    let Reader { events, collector, .. } = reader;
    for (range, name) in undefined {
        collector.report(unfinished::undefined_link(Span::new(range, base), &name));
    }
    let mut marked = String::with_capacity(body.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut marked, events.into_iter());
    // Where HTML cannot be inserted, such as in the class of a heading, the call is restored as text.
    if is_marked(&marked) {
        marked = unmarked(&marked, inserts, |insert| html::escape(&insert.source));
    }
    Html::cut(&marked)
}

struct Reader<'b, 'c, 'g> {
    body: &'b str,
    base: usize,
    how: Markdown,
    inserts: &'b [Insert],
    /// Whether the current paragraph is a single shortcode, and so is not rendered as a paragraph.
    alone: bool,
    collector: &'c mut Collector<'g>,
    events: Vec<Event<'b>>,
    /// The current heading: its level, the index of its start event, its text.
    heading: Option<(usize, usize, String)>,
    heading_at: Span,
    last_level: usize,
    /// The current image: its address, title, alternative text, span.
    image: Option<(CowStr<'b>, CowStr<'b>, String, Span)>,
    links: usize,
    /// The index of the first event inside the last link, and the span of the link.
    link_begins: (usize, Span),
    /// Whether nothing of the paragraph or list item has been read yet: a link here is a name, not running text.
    opening: bool,
    naming: bool,
    quotes: usize,
    tables: usize,
    tables_begun: usize,
    /// The current code block: the index of its start event, its language.
    code: Option<(usize, String)>,
    /// The current block of raw HTML.
    raw: Option<Raw>,
    /// Whether raw HTML has opened a `<title>`, as SVG images have, and not closed it.
    title: bool,
    footnotes: Footnotes,
}

/// The footnotes of a body.
#[derive(Default)]
struct Footnotes {
    /// The slugs of footnotes that are referenced.
    marked: BTreeSet<String>,
    /// Slug, name and span of each definition.
    notes: Vec<(String, String, Span)>,
}

impl<'b> Reader<'b, '_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.clone(), self.base)
    }

    fn html(&mut self, html: impl Into<CowStr<'b>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    /// `text` with every mark replaced by what `put` returns for its insert.
    fn filled<'t>(&self, text: CowStr<'t>, put: impl Fn(&'b Insert) -> &'b str) -> CowStr<'t> {
        if is_marked(&text) { unmarked(&text, self.inserts, put).into() } else { text }
    }

    fn event(&mut self, event: Event<'b>, range: Range<usize>) {
        let event = match event {
            // In code, a call is shown as written.
            Event::Code(text) => Event::Code(self.filled(text, |insert| &insert.source)),
            Event::Text(text) if self.code.is_some() => Event::Text(self.filled(text, |insert| &insert.source)),
            Event::Text(text) if self.image.is_some() => Event::Text(self.filled(text, |insert| insert.words.trim())),
            event => event,
        };
        if let Some((_, _, alt, _)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        match (&mut self.raw, &event) {
            // A line of an indented block begins with a text event of spaces.
            (Some(raw), Event::Html(text) | Event::Text(text)) => {
                return raw.push(text, &range, self.body, self.inserts);
            }
            (raw @ Some(_), Event::End(TagEnd::HtmlBlock)) => {
                let read = raw.take().map(|raw| raw.read(self.base, &mut self.title, self.collector));
                self.events.push(Event::Html(read.unwrap_or_default().into()));
            }
            (raw, Event::Start(Tag::HtmlBlock)) => *raw = Some(Raw::block()),
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                match &mut self.heading {
                    Some((_, _, heading)) => heading.push_str(&code),
                    None => self.collector.documents.text(&code),
                }
                self.events.push(Event::Code(code));
            }
            Event::InlineHtml(raw) | Event::Html(raw) => {
                let mut piece = Raw::default();
                piece.push(&raw, &range, self.body, self.inserts);
                let read = piece.read(self.base, &mut self.title, self.collector);
                self.html(read);
            }
            Event::FootnoteReference(name) => {
                let name = self.filled(name, |insert| &insert.source);
                let slug = address::slug(&name);
                self.footnotes.marked.insert(slug.clone());
                let anchor = format!("fodnote-henvisning-{slug}");
                // The link back leads to the first of several references.
                let first = !self.collector.outline.anchors.contains(&anchor);
                let id = if first { format!(" id=\"{anchor}\"") } else { String::new() };
                self.collector.outline.anchors.push(anchor);
                self.html(format!(
                    "<sup class=\"footnote-mark\"><a{id} href=\"#fodnote-{slug}\" \
                     aria-label=\"Fodnote {0}\">{0}</a></sup>",
                    html::escape(&name)
                ));
            }
            Event::HardBreak => {
                self.collector.documents.text(" ");
                self.events.push(Event::HardBreak);
            }
            other => self.events.push(other),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::Link => {
                let (first, span) = self.link_begins;
                if !self.events.get(first..).unwrap_or_default().iter().any(is_seen) {
                    self.collector.report(unfinished::empty_link(span));
                }
                self.links = self.links.saturating_sub(1);
                self.naming = false;
                self.html("</a>");
            }
            TagEnd::Paragraph if std::mem::take(&mut self.alone) => {
                self.collector.end_sentence();
                self.collector.documents.end_block(None);
                self.html("\n");
            }
            TagEnd::CodeBlock => {
                self.end_code();
                self.collector.documents.end_block(None);
                self.events.push(Event::Html("</code></pre>\n".into()));
            }
            TagEnd::FootnoteDefinition => self.events.push(Event::Html("</div>\n".into())),
            TagEnd::Table => {
                self.tables -= 1;
                self.events.push(Event::End(tag));
                self.html("</div>");
            }
            _ => {
                match tag {
                    TagEnd::BlockQuote(None) => self.quotes -= 1,
                    TagEnd::Paragraph | TagEnd::Item => self.collector.end_sentence(),
                    _ => {}
                }
                match tag {
                    TagEnd::TableCell => self.collector.documents.text(" "),
                    TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::DefinitionListTitle
                    | TagEnd::DefinitionListDefinition
                    | TagEnd::HtmlBlock => self.collector.documents.end_block(None),
                    _ => {}
                }
                self.events.push(Event::End(tag));
            }
        }
    }

    /// Reports unfinished text, and typing errors in Markdown.
    fn check_text(&mut self, range: &Range<usize>) {
        if self.code.is_some() || self.raw.is_some() {
            return;
        }
        let source = self.body.get(range.clone()).unwrap_or_default();
        let at = self.base + range.start;
        let begins = self.opening && self.heading.is_none();
        for found in unfinished::in_text(source, begins, |part| Span::new(part, at)) {
            self.collector.report(found);
        }
    }

    fn text(&mut self, text: CowStr<'b>, range: Range<usize>) {
        if is_marked(&text) {
            let inserts = self.inserts;
            for (before, insert) in marks(&text, inserts) {
                if !before.is_empty() {
                    self.text(before.to_owned().into(), range.clone());
                }
                if let Some(insert) = insert {
                    if let Some((_, _, heading)) = &mut self.heading {
                        heading.push_str(&insert.words);
                    }
                    let mut piece = Raw::block();
                    let at = self.body[range.clone()].find(&insert.mark).unwrap_or(0);
                    piece.insert(&insert.html, range.start + at);
                    let read = piece.read(self.base, &mut self.title, self.collector);
                    self.html(read);
                }
            }
            return;
        }
        self.check_text(&range);
        if let Some((_, _, heading)) = &mut self.heading {
            heading.push_str(&text);
            self.events.push(Event::Text(text));
            return;
        }
        self.collector.documents.text(&text);
        if self.code.is_some() {
            self.events.push(Event::Text(text));
            return;
        }
        if self.quotes == 0 && self.tables == 0 && !self.naming {
            self.collector.read(&text);
        }
        self.opening = false;
        if self.links > 0 {
            self.events.push(Event::Text(text));
            return;
        }
        // The text of a single event is verbatim from the file, unless it contains an entity.
        let at = if range.len() == text.len() { range.start } else { usize::MAX };
        let whole = self.span(&range);
        let base = self.base;
        let found =
            self.collector.mentions(&text, |part| if at == usize::MAX { whole } else { Span::new(part, base + at) });
        let mut from = 0;
        for (part, pointer) in found {
            let (open, close) = html::link_holes(pointer);
            self.events.push(Event::Text(text[from..part.start].to_owned().into()));
            self.html(open);
            self.events.push(Event::Text(text[part.clone()].to_owned().into()));
            self.html(close);
            from = part.end;
        }
        if from == 0 {
            self.events.push(Event::Text(text));
        } else if from < text.len() {
            self.events.push(Event::Text(text[from..].to_owned().into()));
        }
    }
}

/// Whether an event produces anything visible.
fn is_seen(event: &Event<'_>) -> bool {
    match event {
        Event::Text(text) => !text.trim().is_empty(),
        Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => true,
        // An image, or HTML written by an editor.
        Event::InlineHtml(html) | Event::Html(html) => !html.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
