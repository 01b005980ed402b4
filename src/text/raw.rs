//! Raw HTML in Markdown: its links, its ids, images without alternative text, and active content.
//!
//! It is parsed with a tokenizer that follows the HTML standard, so that we see what a browser sees. Each fragment is
//! read by itself. One that leaves a tag or comment open is reported, because a browser would make the text and tags
//! after it part of that tag or comment.

use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Error, Tokenizer};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::text::inserts::{Insert, marks};
use crate::text::{Collector, Pointer, active, as_browsers_read, html, unfinished};

/// A fragment of raw HTML, and the positions of its parts in the file.
#[derive(Debug, Default)]
pub(super) struct Raw {
    text: String,
    parts: Vec<RawPart>,
    /// Whether it is a block, whose words are part of the page's text.
    block: bool,
}

/// A part of a fragment; it ends where the next one begins.
#[derive(Debug)]
struct RawPart {
    /// Byte offsets in the fragment and in the body.
    start: usize,
    source: usize,
    /// Whether all of it maps to one position, as the output of a shortcode does.
    is_made: bool,
}

impl Raw {
    /// An empty block.
    pub(super) fn block() -> Self {
        Self { block: true, ..Self::default() }
    }

    /// Adds `text` from `range` of the body, with its marks replaced by `inserts`. Within a quotation or a list, `text`
    /// lacks the prefixes of its lines.
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>, body: &str, inserts: &[Insert]) {
        let source = body.get(range.clone()).unwrap_or_default();
        if source.len() == text.len() {
            return self.push_line(text, range.start, inserts);
        }
        let mut in_source = range.start;
        for (line, whole) in text.split_inclusive('\n').zip(source.split_inclusive('\n')) {
            let end = |line: &str| line.trim_end_matches(['\r', '\n']).len();
            self.push_line(line, in_source + end(whole).saturating_sub(end(line)), inserts);
            in_source += whole.len();
        }
    }

    /// Adds text that appears verbatim at byte `source` of the body.
    fn push_line(&mut self, text: &str, source: usize, inserts: &[Insert]) {
        let mut at = source;
        for (before, insert) in marks(text, inserts) {
            self.parts.push(RawPart { start: self.text.len(), source: at, is_made: false });
            self.text.push_str(before);
            at += before.len();
            if let Some(insert) = insert {
                self.insert(&insert.html, at);
                at += insert.mark.len();
            }
        }
    }

    /// Adds the output of a shortcode, whose mark is at byte `source` of the body.
    pub(super) fn insert(&mut self, html: &str, source: usize) {
        self.parts.push(RawPart { start: self.text.len(), source, is_made: true });
        self.text.push_str(html);
    }

    /// The position in the body of byte `at` of the text.
    fn place(&self, at: usize) -> usize {
        let before = self.parts.partition_point(|part| part.start <= at);
        match before.checked_sub(1).map(|last| &self.parts[last]) {
            None => at,
            Some(part) if part.is_made => part.source,
            Some(part) => part.source + (at - part.start),
        }
    }

    /// The span of a range of the text, in a body that starts at byte `base` of its file.
    fn span(&self, range: Range<usize>, base: usize) -> Span {
        let start = self.place(range.start);
        let end = range.end.checked_sub(1).map_or(start, |last| self.place(last) + 1);
        Span::new(start..end.max(start), base)
    }

    /// Reads the fragment and returns its text with holes for addresses. `title` carries over whether a fragment has
    /// left a `<title>` open.
    pub(super) fn read(&self, base: usize, title: &mut bool, collector: &mut Collector<'_>) -> String {
        let tokens = tokens(&self.text);
        let mut out = String::with_capacity(self.text.len());
        let mut from = 0;
        for token in &tokens {
            match token {
                Token::Start { name, range, attributes } => {
                    self.missing_alt(name, range, attributes, base, collector);
                    // An active element is reported on a portal; elsewhere it may lead anywhere.
                    let acts = active::element(name, Span::default()).is_some();
                    for attribute in attributes.iter().filter(|attribute| !attribute.value.is_empty()) {
                        if attribute.name == "id" {
                            collector.claim(&attribute.value, self.span(attribute.at.clone(), base));
                            collector.outline.anchors.push(attribute.value.clone());
                            continue;
                        }
                        if name == "a" && attribute.name == "name" {
                            collector.outline.anchors.push(attribute.value.clone());
                            continue;
                        }
                        if acts && is_elsewhere(&attribute.value) {
                            continue;
                        }
                        // An active address is reported as such.
                        let acting = |address: &String| active::address(address, Span::default()).is_some();
                        for address in resources(name, attribute).into_iter().filter(|address| !acting(address)) {
                            let link = Pointer::Link { address, image: true };
                            collector.point(link, self.span(attribute.at.clone(), base));
                        }
                        let image = (attribute.name == "src" && !acts)
                            || (attribute.name == "href" && SHOWN.contains(&name.as_str()));
                        if !matches!(attribute.name.as_str(), "src" | "href") {
                            continue;
                        }
                        let link = Pointer::Link { address: attribute.value.clone(), image };
                        let pointer = collector.point(link, self.span(attribute.at.clone(), base));
                        out.push_str(self.text.get(from..attribute.at.start).unwrap_or_default());
                        out.push_str(&html::address_hole(pointer));
                        from = attribute.at.end;
                    }
                    self.words(" ", collector);
                }
                Token::End { .. } => self.words(" ", collector),
                Token::Text(text, _) => self.words(text, collector),
                Token::Unfinished(COMMENT, range) => {
                    collector.report(unfinished::open_comment(self.span(range.clone(), base)));
                }
                Token::Comment(_) | Token::Cdata(_) | Token::Unfinished(..) => {}
            }
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
        collector.outline.active.extend(mistakes(&self.text, &tokens, title, |range| self.span(range, base)));
        out
    }

    fn words(&self, text: &str, collector: &mut Collector<'_>) {
        if self.block {
            collector.documents.text(text);
        }
    }

    /// An empty `alt` is deliberate; a missing one is an oversight.
    fn missing_alt(
        &self,
        name: &str,
        range: &Range<usize>,
        attributes: &[Attribute],
        base: usize,
        collector: &mut Collector<'_>,
    ) {
        if name == "img" && !attributes.iter().any(|attribute| attribute.name == "alt") {
            missing_alt(self.span(range.clone(), base), collector);
        }
    }
}

/// The words of `html`, as readers see them.
pub(super) fn words(html: &str) -> String {
    let text = |token: Token| if let Token::Text(text, _) = token { Some(text) } else { None };
    tokens(html).into_iter().filter_map(text).collect()
}

/// Reports an image without alternative text.
pub(super) fn missing_alt(span: Span, collector: &mut Collector<'_>) {
    collector.report(
        Diagnostic::error(Code::MissingAlt, "", span, "the image has no alternative text")
            .help("describe what the image shows: ![description](image.png)"),
    );
}

/// Finds active content in a text of the front matter, which a theme may put on a page as HTML or into an address.
pub(super) fn in_front_matter(text: &str, span: Span) -> Vec<Diagnostic> {
    let mut found = Vec::from_iter(active::address(text, span));
    if text.contains('<') {
        found.extend(mistakes(text, &tokens(text), &mut false, |_| span));
    }
    found
}

/// Finds active content in `text`, and what could hide it.
fn mistakes(text: &str, tokens: &[Token], title: &mut bool, span: impl Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if std::mem::take(title) && !ends_title(text) {
        found.push(active::title(span(0..text.len())));
    }
    for token in tokens {
        match token {
            Token::Start { name, range, attributes } => {
                found.extend(active::element(name, span(range.clone())));
                for attribute in attributes {
                    let span = span(attribute.name_at.clone());
                    found.extend(active::attribute(name, &attribute.name, &attribute.value, span));
                }
                if name == "title" {
                    let rest = text.get(range.end..).unwrap_or_default();
                    match rest.find('<') {
                        None => *title = true,
                        Some(at) if ends_title(rest.get(at..).unwrap_or_default()) => {}
                        Some(at) => found.push(active::title(span(range.end + at..range.end + at + 1))),
                    }
                }
            }
            Token::Cdata(range) => found.push(active::cdata(span(range.clone()))),
            // Reported by `Raw::read`, on every site.
            Token::Unfinished(COMMENT, _) => {}
            Token::Unfinished(what, range) => found.push(active::unfinished(what, span(range.clone()))),
            Token::End { .. } | Token::Text(..) | Token::Comment(_) => {}
        }
    }
    found
}

fn ends_title(text: &str) -> bool {
    text.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("</title"))
}

/// Whether an address leads outside the site.
fn is_elsewhere(address: &str) -> bool {
    let address = as_browsers_read(address);
    address.starts_with("//") || address.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '?']))
}

/// SVG elements that show what `href` leads to, while others only link to it.
const SHOWN: [&str; 3] = ["use", "image", "feimage"];

/// What a browser loads because of an attribute other than `src` and `href`: the addresses as written.
fn resources(element: &str, Attribute { name, value, .. }: &Attribute) -> Vec<String> {
    let first = |text: &str| text.split_whitespace().next().map(str::to_owned);
    match name.as_str() {
        // "a.png 2x, b.png 640w". An address may contain commas, but not at its end.
        "srcset" | "imagesrcset" => value.split(", ").flat_map(|one| one.split(",\n")).filter_map(first).collect(),
        "poster" | "background" => vec![value.clone()],
        "xlink:href" if SHOWN.contains(&element) => vec![value.clone()],
        "data" if element == "object" => vec![value.clone()],
        _ => {
            let inside =
                value.match_indices("url(").filter_map(|(at, open)| value[at + open.len()..].split(')').next());
            let bare = inside.map(|address| address.trim().trim_matches(['"', '\'']).to_owned());
            bare.filter(|address| !address.starts_with('#') && !address.is_empty()).collect()
        }
    }
}

/// An attribute of a tag.
#[derive(Debug, Default)]
struct Attribute {
    /// In lower case.
    name: String,
    name_at: Range<usize>,
    /// Without entities.
    value: String,
    at: Range<usize>,
}

/// A token of raw HTML, with its byte range.
#[derive(Debug)]
enum Token {
    Start {
        name: String,
        range: Range<usize>,
        attributes: Vec<Attribute>,
    },
    End {
        range: Range<usize>,
    },
    Text(String, Range<usize>),
    Comment(Range<usize>),
    /// A CDATA section, which only XML has; it is read as a comment.
    Cdata(Range<usize>),
    /// Something that is never closed.
    Unfinished(&'static str, Range<usize>),
}

impl Token {
    fn range(&self) -> &Range<usize> {
        match self {
            Self::Start { range, .. }
            | Self::End { range }
            | Self::Text(_, range)
            | Self::Comment(range)
            | Self::Cdata(range)
            | Self::Unfinished(_, range) => range,
        }
    }
}

/// Assembles tokens from the tokenizer's events.
#[derive(Debug, Default)]
struct Tags {
    name: String,
    start: usize,
    attributes: Vec<Attribute>,
}

impl Callback<Token, usize> for Tags {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: html5gum::Span) -> Option<Token> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let range = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                *self = Self { name: text(name), start: span.start, attributes: Vec::new() };
                None
            }
            CallbackEvent::AttributeName { name } => {
                self.attributes.push(Attribute { name: text(name), name_at: range, ..Attribute::default() });
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.attributes.last_mut() {
                    (attribute.value, attribute.at) = (text(value), range);
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => {
                let Self { name, start, attributes } = std::mem::take(self);
                Some(Token::Start { name, range: start..span.end, attributes })
            }
            CallbackEvent::EndTag { .. } => {
                self.attributes.clear();
                Some(Token::End { range })
            }
            CallbackEvent::String { value } => Some(Token::Text(text(value), range)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => Some(Token::Comment(range)),
            CallbackEvent::Error(Error::CdataInHtmlContent) => Some(Token::Cdata(range)),
            CallbackEvent::Error(Error::EofInTag | Error::EofBeforeTagName) => Some(Token::Unfinished(TAG, range)),
            CallbackEvent::Error(Error::EofInComment | Error::EofInDoctype) => Some(Token::Unfinished(COMMENT, range)),
            CallbackEvent::Error(_) => None,
        }
    }
}

const TAG: &str = "this tag";
const COMMENT: &str = "this comment";

/// Tokenizes `text`.
fn tokens(text: &str) -> Vec<Token> {
    let mut emitter = CallbackEmitter::<Tags, Token, usize>::default();
    emitter.naively_switch_states(true);
    let tokenizer = Tokenizer::new_with_emitter(text, emitter);
    let (open, mut tokens): (Vec<Token>, Vec<Token>) =
        tokenizer.flatten().partition(|token| matches!(token, Token::Unfinished(..)));
    for token in &mut tokens {
        // The tokenizer reports where it recognises the section, not where that begins.
        if let Token::Cdata(range) = token {
            let start = text.get(..range.start).and_then(|before| before.rfind("<![")).unwrap_or(range.start);
            *range = start..range.start;
        }
    }
    let open =
        open.into_iter().find_map(|token| if let Token::Unfinished(what, _) = token { Some(what) } else { None });
    let unfinished = match (open, tokens.last()) {
        // The tokenizer ends an unfinished comment by itself; for other kinds (`<?`, `<!`) it does so without an error.
        (Some(COMMENT), Some(Token::Comment(range))) => Some((COMMENT, range.start)),
        (None, Some(Token::Comment(range))) if !text.ends_with('>') => Some((COMMENT, range.start)),
        (Some(what), _) => {
            let ended = tokens.iter().map(|token| token.range().end).max().unwrap_or(0);
            let behind = text.get(ended..).and_then(|rest| rest.find('<')).map(|at| ended + at);
            Some((what, behind.or_else(|| text.rfind('<')).unwrap_or(0)))
        }
        (None, _) => None,
    };
    tokens.extend(unfinished.map(|(what, start)| Token::Unfinished(what, start..start + 1)));
    tokens
}
