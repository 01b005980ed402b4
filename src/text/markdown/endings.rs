//! Handles the ends of parts of a body: of a heading, a code block, an image and, at the end of the body, the
//! footnotes.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::AnchorLinks;
use crate::text::markdown::{Footnotes, Reader, is_seen};
use crate::text::raw::missing_alt;
use crate::text::{Heading, Pointer, highlight, html, unfinished};

impl Reader<'_, '_, '_> {
    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        if let Some((number, start, text)) = self.heading.take() {
            let written = match self.events.get(start) {
                Some(Event::Start(Tag::Heading { id: Some(id), .. })) => Some(id.to_string()),
                _ => None,
            };
            if text.trim().is_empty() && !self.events[start..].iter().any(is_seen) {
                self.collector.report(unfinished::empty_heading(self.heading_at));
            }
            let is_written = written.as_ref().is_some_and(|written| !written.is_empty());
            let slug = self.collector.heading_id(written, &text, self.heading_at);
            if let Some(Event::Start(Tag::Heading { id, .. })) = self.events.get_mut(start) {
                *id = Some(slug.clone().into());
            }
            self.link_to_heading(start, text.trim(), &slug);
            let number = u8::try_from(number).unwrap_or(6);
            self.collector.documents.heading(number, &text, &slug);
            self.collector.outline.headings.push(Heading {
                level: number,
                text: text.trim().to_owned(),
                id: slug,
                is_written,
            });
        }
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    /// Gives the heading whose start event has the index `start` a link to itself, if its section asks for one.
    fn link_to_heading(&mut self, start: usize, text: &str, id: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (id, text) = (html::escape(id), html::escape(&text));
        let beside = format!("<a class=\"zola-anchor\" href=\"#{id}\" aria-label=\"Link til {text}\">#</a>");
        let has_link = |event: &Event<'_>| matches!(event, Event::InlineHtml(html) if html.contains("<a "));
        match self.how.anchor_links {
            AnchorLinks::None => {}
            AnchorLinks::Left => self.events.insert(start + 1, Event::InlineHtml(format!("{beside} ").into())),
            // Links cannot be nested.
            AnchorLinks::Heading if !self.events[start..].iter().any(has_link) => {
                let open = format!("<a class=\"zola-anchor\" href=\"#{id}\">");
                self.events.insert(start + 1, Event::InlineHtml(open.into()));
                self.html("</a>");
            }
            AnchorLinks::Right | AnchorLinks::Heading => self.html(format!(" {beside}")),
        }
    }

    /// Replaces plain code with highlighted code, if the site wants that and the language is known.
    pub(super) fn end_code(&mut self) {
        let Some((start, language)) = self.code.take() else { return };
        if !self.how.highlights || language.is_empty() {
            return;
        }
        let mut code = String::new();
        for event in &self.events[start..] {
            if let Event::Text(text) = event {
                code.push_str(text);
            }
        }
        if let Some(marked) = highlight::highlight(&code, &language) {
            self.events.truncate(start + 1);
            self.html(marked);
        }
    }

    pub(super) fn end_image(&mut self) {
        let Some((address, title, alt, span)) = self.image.take() else { return };
        if alt.trim().is_empty() {
            missing_alt(span, self.collector);
        }
        self.collector.documents.text(alt.trim());
        let pointer = self.collector.point(Pointer::Link { address: address.to_string(), image: true }, span);
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", html::escape(&title)) };
        self.html(format!(
            "<img src=\"{}\" alt=\"{}\"{title} loading=\"lazy\">",
            html::address_hole(pointer),
            html::escape(alt.trim())
        ));
    }

    /// Reports footnotes that are defined twice or never referenced.
    pub(super) fn check_footnotes(&mut self) {
        let Footnotes { marked, notes } = std::mem::take(&mut self.footnotes);
        let mut known = BTreeSet::new();
        for (slug, name, span) in notes {
            let twice = !known.insert(slug.clone());
            let found = if twice {
                Diagnostic::error(Code::DuplicateId, "", span, format!("duplicate footnote `{name}`"))
                    .help("rename one of them and its references; names are case-insensitive")
            } else if !marked.contains(&slug) {
                Diagnostic::warning(Code::BrokenFootnote, "", span, format!("unreferenced footnote `{name}`"))
                    .help(format!("add [^{name}] where it belongs, or remove the footnote"))
            } else {
                continue;
            };
            self.collector.report(found);
        }
    }
}
