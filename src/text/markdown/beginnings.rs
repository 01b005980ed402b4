//! Handles the beginnings of parts of a body: of a heading, a link, an image, a table, a code block, a footnote.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::address;
use crate::text::inserts::is_mark;
use crate::text::markdown::Reader;
use crate::text::{Pointer, active, highlight, html, unfinished};

impl<'b> Reader<'b, '_, '_> {
    pub(super) fn start(&mut self, tag: Tag<'b>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                let level_number = level as usize;
                if level_number > self.last_level + 1 {
                    let message = format!("the heading level jumps from {} to {level_number}", self.last_level);
                    let help = format!("use {} here", "#".repeat(self.last_level + 1));
                    let span = self.span(&range);
                    self.collector.report(Diagnostic::error(Code::HeadingJump, "", span, message).help(help));
                }
                let span = self.span(&range);
                for (name, value) in &attrs {
                    let value = value.as_deref().unwrap_or_default();
                    self.collector.outline.active.extend(active::heading_attribute(name, value, span));
                }
                // Conflict markers of version control turn the line above into a heading; they are reported as such.
                if level_number == 1 && !self.body[range.clone()].starts_with("<<<<<<<") {
                    self.collector.report(unfinished::second_title(span));
                }
                self.last_level = level_number;
                self.collector.end_sentence();
                self.heading = Some((level_number, self.events.len(), String::new()));
                self.heading_at = span;
                let id = id.map(|id| self.filled(id, |insert| insert.html.trim()));
                self.events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Tag::Paragraph if is_mark(self.body[range.clone()].trim(), self.inserts) => {
                self.collector.documents.end_block(None);
                self.alone = true;
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let dest_url = self.filled(dest_url, |insert| insert.html.trim());
                let title = self.filled(title, |insert| insert.html.trim());
                self.links += 1;
                self.naming = self.opening;
                let span = self.span(&range);
                self.link_begins = (self.events.len() + 1, span);
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                let address = format!("{scheme}{dest_url}");
                let pointer = self.collector.point(Pointer::Link { address, image: false }, span);
                let title =
                    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", html::escape(&title)) };
                self.html(format!("<a href=\"{}\"{title}>", html::address_hole(pointer)));
            }
            Tag::Image { dest_url, title, .. } => {
                let dest_url = self.filled(dest_url, |insert| insert.html.trim());
                let title = self.filled(title, |insert| insert.html.trim());
                let span = self.span(&range);
                self.image = Some((dest_url, title, String::new(), span));
            }
            Tag::BlockQuote(None) => {
                self.quotes += 1;
                self.events.push(Event::Start(Tag::BlockQuote(None)));
            }
            Tag::BlockQuote(Some(kind)) => {
                self.events.push(Event::Start(Tag::BlockQuote(Some(kind))));
                self.events.push(Event::Html(format!("<p class=\"alert-title\">{}</p>\n", alert_title(kind)).into()));
            }
            Tag::Table(columns) => {
                self.tables += 1;
                // Alignment would become a style attribute, which the content security policy forbids.
                let plain = vec![pulldown_cmark::Alignment::None; columns.len()];
                self.tables_begun += 1;
                // A scrollable region needs its own name and a place in the tab order.
                let number = self.tables_begun;
                self.html(format!("<div class=\"wide\" role=\"region\" aria-label=\"Tabel {number}\" tabindex=\"0\">"));
                self.events.push(Event::Start(Tag::Table(plain)));
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(fence) => {
                        highlight::language(&self.filled(fence.clone(), |insert| &insert.source)).to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                let class = match language.is_empty() {
                    true => String::new(),
                    false => format!(" class=\"language-{}\"", html::escape(&language)),
                };
                self.code = Some((self.events.len(), language));
                // Long lines scroll; the tab index makes that possible with the keyboard too.
                self.events.push(Event::Html(format!("<pre tabindex=\"0\"><code{class}>").into()));
            }
            Tag::FootnoteDefinition(name) => {
                let line = range.start..range.start + name.len() + "[^]".len();
                let name = self.filled(name, |insert| &insert.source);
                let slug = address::slug(&name);
                self.footnotes.notes.push((slug.clone(), name.to_string(), self.span(&line)));
                self.collector.outline.anchors.push(format!("fodnote-{slug}"));
                self.events.push(Event::Html(
                    format!(
                        "<div class=\"footnote\" id=\"fodnote-{slug}\" role=\"note\"><a class=\"footnote-back\" \
                         href=\"#fodnote-henvisning-{slug}\" aria-label=\"Tilbage til teksten ved fodnote {0}\">{0}</a>",
                        html::escape(&name)
                    )
                    .into(),
                ));
            }
            other => {
                if matches!(other, Tag::Paragraph | Tag::List(_)) {
                    // The text of an item ends where a paragraph or list inside it begins.
                    self.collector.documents.end_block(None);
                }
                self.opening = matches!(other, Tag::Paragraph | Tag::Item) || self.opening;
                self.events.push(Event::Start(other));
            }
        }
    }
}

/// The title of an alert such as `> [!NOTE]`.
fn alert_title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Bemærk",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Vigtigt",
        BlockQuoteKind::Warning => "Advarsel",
        BlockQuoteKind::Caution => "Pas på",
    }
}
