//! HTML with holes: text whose links are filled in when the page is rendered.
//!
//! The destination of a link depends on other pages; the text does not. So a body is parsed once, with holes for its
//! links, and the same HTML can be shown on pages in different folders.

use serde::{Deserialize, Serialize};

/// Index into the pointers of a page's [`Outline`](crate::text::Outline).
pub(crate) type PointerId = u32;

/// HTML with holes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Html {
    text: String,
    holes: Vec<Hole>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Hole {
    at: u32,
    kind: HoleKind,
    pointer: PointerId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum HoleKind {
    /// The address only.
    Address,
    /// The start tag of a link, or nothing.
    Open,
    /// Its end tag, or nothing.
    Close,
}

/// Delimiters of a hole, until it is cut out. No file contains these characters: see `load::MARKS`.
const MARK: char = '\u{e000}';
const END: char = '\u{e001}';

/// A hole for the address of pointer `id`.
pub(super) fn address_hole(id: PointerId) -> String {
    format!("{MARK}a{id}{END}")
}

/// The holes for the tags around words that become a link if pointer `id` leads anywhere.
pub(super) fn link_holes(id: PointerId) -> (String, String) {
    (format!("{MARK}o{id}{END}"), format!("{MARK}c{id}{END}"))
}

/// Escapes text for HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

impl Html {
    /// Cuts the marked holes out of `marked`.
    pub(super) fn cut(marked: &str) -> Self {
        let mut html = Self { text: String::with_capacity(marked.len()), holes: Vec::new() };
        let mut rest = marked;
        while let Some(start) = rest.find(MARK) {
            html.text.push_str(&rest[..start]);
            let inner = &rest[start + MARK.len_utf8()..];
            let Some(end) = inner.find(END) else {
                rest = inner;
                break;
            };
            let kind = match inner.as_bytes().first() {
                Some(b'o') => HoleKind::Open,
                Some(b'c') => HoleKind::Close,
                _ => HoleKind::Address,
            };
            if let Some(pointer) = inner.get(1..end).and_then(|number| number.parse().ok()) {
                let at = u32::try_from(html.text.len()).unwrap_or(u32::MAX);
                html.holes.push(Hole { at, kind, pointer });
            }
            rest = &inner[end + END.len_utf8()..];
        }
        html.text.push_str(rest);
        html
    }

    /// Whether the text is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The HTML with every hole filled. `fill` returns the address and the CSS class of a pointer, or `None` if its
    /// words remain plain text.
    pub(crate) fn fill<'a>(
        &self,
        fill: impl Fn(PointerId) -> Option<(std::borrow::Cow<'a, str>, &'static str)>,
    ) -> String {
        let mut filled = String::with_capacity(self.text.len() + self.holes.len() * 48);
        let mut from = 0;
        for hole in &self.holes {
            let at = hole.at as usize;
            filled.push_str(&self.text[from..at]);
            from = at;
            let Some((address, class)) = fill(hole.pointer) else { continue };
            match hole.kind {
                HoleKind::Address => filled.push_str(&escape(&address)),
                HoleKind::Open => {
                    filled.push_str("<a class=\"");
                    filled.push_str(class);
                    filled.push_str("\" href=\"");
                    filled.push_str(&escape(&address));
                    filled.push_str("\">");
                }
                HoleKind::Close => filled.push_str("</a>"),
            }
        }
        filled.push_str(&self.text[from..]);
        filled
    }
}
