//! The body of a page of a reading edition: a publication's blocks → HTML with holes.
//!
//! Every leaf becomes one element with the id `linje-N`, where N is its first line. The text of the element is exactly
//! the text of the leaf, so that the words can be counted on the finished page. Anything we add has the class `ours` or
//! contains no letters.

use std::ops::Range;

use rapidhash::RapidHashMap;

use crate::diagnostic::Span;
use crate::import::{Block, Leaf, Publication, ReadingPage, Section, Style, Table};
use crate::model::Page;
use crate::text::places::{self, box_anchor, drawn_anchor, leaf_anchor, note_anchor, page_anchor};
use crate::text::search_documents::SearchDocuments;
use crate::text::{Collector, Heading, Html, Outline, Reading, Text, escape, glossary, html, scans};

/// Reads a page of a reading edition: its own references, and the terms of the glossary.
pub(super) fn page_text(page: &Page, publication: &Publication, shown: &ReadingPage, reading: Reading<'_>) -> Text {
    let mut collector = Collector {
        outline: Outline::default(),
        documents: SearchDocuments::new(reading.documents),
        glossary: glossary::applies(page.kind()).then_some(reading.glossary),
        own_slug: None,
        references: false,
        ignored: Vec::new(),
        counts: false,
        anchors: RapidHashMap::default(),
        file: &page.source.file,
    };
    let body = body(publication, shown, &mut collector);
    collector.outline.has_body = !body.is_empty();
    collector.outline.scanned = scans(page);
    collector.text(body)
}

/// Renders the body of `page`, and collects its headings, anchors and pointers in `collector`.
fn body(publication: &Publication, page: &ReadingPage, collector: &mut Collector<'_>) -> Html {
    let mut writer = Writer { publication, page, collector, out: String::new(), annex: false };
    let sections = &publication.sections[page.sections.clone()];
    // Levels are ranked within this page, so a level that the publication skips leaves no gap here.
    let mut levels: Vec<u8> = sections.iter().map(|section| section.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let mut last = 1;
    for (number, section) in sections.iter().enumerate() {
        writer.annex = section.annex;
        writer.collector.documents.mute(section.annex);
        if number == 0 {
            writer.page_breaks(&section.heading);
            if section.heading.lines.is_empty() {
                // The heading is ours, and the template shows it.
            } else {
                writer.collector.outline.anchors.push(leaf_anchor(&section.heading));
            }
        } else {
            let rank = levels.iter().position(|level| *level == section.level).unwrap_or(0);
            last = u8::try_from(rank + 1).unwrap_or(6).clamp(2, last + 1);
            writer.heading(section, last);
        }
        writer.blocks(&section.blocks);
    }
    writer.notes();
    Html::cut(&writer.out)
}

struct Writer<'w, 'g> {
    publication: &'w Publication,
    page: &'w ReadingPage,
    collector: &'w mut Collector<'g>,
    out: String,
    annex: bool,
}

impl Writer<'_, '_> {
    fn heading(&mut self, section: &Section, level: u8) {
        self.page_breaks(&section.heading);
        let name = section.name();
        let inner = if section.heading.lines.is_empty() {
            format!("<span class=\"ours\">{}</span>", escape(&name))
        } else {
            format!("<span id=\"{}\">{}</span>", self.anchor(&section.heading), escape(&name))
        };
        self.out.push_str(&format!("<h{level} id=\"{}\">{inner}</h{level}>\n", section.anchor));
        self.collector.documents.heading(section.level, &name, &section.anchor);
        self.collector.outline.headings.push(Heading {
            level,
            text: name,
            id: section.anchor.clone(),
            is_written: false,
        });
    }

    /// Returns the anchor of a leaf, and records it.
    fn anchor(&mut self, leaf: &Leaf) -> String {
        let anchor = leaf_anchor(leaf);
        self.collector.outline.anchors.push(anchor.clone());
        anchor
    }

    /// Writes the page breaks of a leaf whose element cannot contain them.
    fn page_breaks(&mut self, leaf: &Leaf) {
        for (_, page) in &leaf.pages {
            let mark = self.page_break(*page);
            self.out.push_str(&mark);
        }
    }

    fn page_break(&mut self, page: u32) -> String {
        let anchor = page_anchor(page);
        let mark = format!("<span class=\"page-break\" id=\"{anchor}\" data-page=\"{page}\"></span>");
        self.collector.outline.anchors.push(anchor);
        mark
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { style, text } => {
                let (open, close) = match style {
                    Style::Plain => ("<p id=\"", "</p>\n"),
                    Style::Quote => ("<blockquote><p id=\"", "</p></blockquote>\n"),
                    Style::Remark => ("<p class=\"remark\" id=\"", "</p>\n"),
                    Style::Subheading => ("<p class=\"subheading\" id=\"", "</p>\n"),
                };
                self.leaf(open, text, close);
            }
            Block::List(items) => {
                let numbered = items.iter().all(|item| item.text.starts_with(|letter: char| letter.is_ascii_digit()));
                self.out.push_str(if numbered { "<ul class=\"numbered\">\n" } else { "<ul>\n" });
                for item in items {
                    self.leaf("<li id=\"", item, "</li>\n");
                }
                self.out.push_str("</ul>\n");
            }
            Block::Plain(lines) => self.plain(lines),
            Block::Table(table) => self.table(table),
            Block::PlainTable { number, caption, lines } => {
                let anchor = self.drawn("tabel", number.as_deref(), caption);
                self.page_breaks(caption);
                self.out.push_str(&format!("<div class=\"drawn\" id=\"{anchor}\">\n"));
                self.leaf("<p class=\"caption\" id=\"", &unpaged(caption), "</p>\n");
                self.plain(lines);
                self.out.push_str("</div>\n");
            }
            Block::Figure { number, caption, rest } => {
                let anchor = self.drawn("figur", number.as_deref(), caption);
                self.page_breaks(caption);
                self.out.push_str(&format!("<figure class=\"drawn\" id=\"{anchor}\">\n"));
                self.leaf("<figcaption id=\"", &unpaged(caption), "</figcaption>\n");
                self.plain(rest);
                self.out.push_str("<p class=\"ours\">Grafikken findes kun i den trykte udgave.</p></figure>\n");
            }
            Block::Boxed { kind, title, lines, blocks } => {
                let anchor = box_anchor(lines.0);
                self.page_breaks(title);
                let labelled = leaf_anchor(title);
                let class = crate::model::address::slug(kind);
                self.out.push_str(&format!(
                    "<div class=\"box box-{class}\" id=\"{anchor}\" role=\"note\" aria-labelledby=\"{labelled}\">\n"
                ));
                self.collector.outline.anchors.push(anchor);
                self.title("box-title", title, "");
                self.blocks(blocks);
                self.out.push_str("</div>\n");
            }
            Block::Case { title, subtitle, boxes, intro, steps, .. } => {
                self.page_breaks(title);
                self.out.push_str("<div class=\"box case\" role=\"group\" aria-labelledby=\"");
                self.out.push_str(&leaf_anchor(title));
                self.out.push_str("\">\n");
                for (first, ..) in boxes {
                    let anchor = box_anchor(*first);
                    self.out.push_str(&format!("<span id=\"{anchor}\"></span>"));
                    self.collector.outline.anchors.push(anchor);
                }
                self.title("box-title", title, ":");
                self.leaf("<p class=\"subtitle\" id=\"", subtitle, "</p>\n");
                self.blocks(intro);
                self.out.push_str("<ol class=\"steps\">\n");
                for step in steps {
                    self.out.push_str("<li>");
                    self.page_breaks(&step.title);
                    self.title("step-title", &step.title, ":");
                    self.blocks(&step.blocks);
                    self.out.push_str("</li>\n");
                }
                self.out.push_str("</ol></div>\n");
            }
            Block::Elsewhere { page, label, .. } => {
                let pointer = places::point(self.collector, page);
                let (open, close) = html::link_holes(pointer);
                self.out.push_str(&format!("<p class=\"ours elsewhere\">{open}{}{close}</p>\n", escape(label)));
            }
        }
    }

    fn drawn(&mut self, word: &str, number: Option<&str>, caption: &Leaf) -> String {
        let anchor = drawn_anchor(word, number, caption);
        self.collector.outline.anchors.push(anchor.clone());
        anchor
    }

    fn plain(&mut self, lines: &[Leaf]) {
        if lines.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"plain\">\n");
        for line in lines {
            self.leaf("<p id=\"", line, "</p>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// Writes the title of a box. If `hides` is not empty, the marker up to the colon is for screen readers only.
    fn title(&mut self, class: &str, title: &Leaf, hides: &str) {
        let anchor = self.anchor(title);
        let text = self.publication.shown_title(&title.text);
        let shown = match text.split_once(':').filter(|_| !hides.is_empty()) {
            Some((marker, rest)) => format!("<span class=\"hidden\">{}:</span>{}", escape(marker), escape(rest)),
            None => escape(&text),
        };
        self.collector.documents.block(&text, Some(&anchor));
        self.out.push_str(&format!("<p class=\"{class}\" id=\"{anchor}\">{shown}</p>\n"));
    }

    fn table(&mut self, table: &Table) {
        let anchor = self.drawn("tabel", table.number.as_deref(), &table.caption);
        self.page_breaks(&table.caption);
        for leaf in table.head.iter().chain(table.rows.iter().map(|(row, _)| row)) {
            self.page_breaks(leaf);
        }
        let labelled = leaf_anchor(&table.caption);
        self.out.push_str(&format!(
            "<div class=\"drawn scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{labelled}\"><table id=\"{anchor}\">\n"
        ));
        self.leaf("<caption id=\"", &unpaged(&table.caption), "</caption>\n");
        if let Some(head) = &table.head {
            let anchor = self.anchor(head);
            self.collector.documents.block(&head.text, Some(&anchor));
            self.out.push_str(&format!("<thead><tr id=\"{anchor}\">"));
            for name in &table.columns {
                let cell = if name.is_empty() {
                    "<td></td>".to_owned()
                } else {
                    format!("<th scope=\"col\">{}</th> ", escape(name))
                };
                self.out.push_str(&cell);
            }
            self.out.push_str("</tr></thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for (row, cells) in &table.rows {
            let anchor = self.anchor(row);
            self.collector.documents.block(&row.text, Some(&anchor));
            let tokens: Vec<&str> = row.text.split(' ').collect();
            let label = tokens[..tokens.len().saturating_sub(cells.len())].join(" ");
            self.out.push_str(&format!("<tr id=\"{anchor}\"><th scope=\"row\">{}</th>", escape(&label)));
            for cell in cells {
                self.out.push_str(&format!(" <td>{}</td>", escape(cell)));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>\n");
        for note in &table.notes {
            self.leaf("<p class=\"table-note\" id=\"", note, "</p>\n");
        }
    }

    fn notes(&mut self) {
        let notes: Vec<_> = self.page.notes.iter().map(|note| &self.publication.notes[*note]).collect();
        if notes.is_empty() {
            return;
        }
        self.collector.documents.heading(2, "Fodnoter", &note_anchor(self.publication.notes[self.page.notes[0]].mark));
        self.out.push_str("<div class=\"footnotes\" role=\"note\" aria-label=\"Fodnoter\">\n");
        for note in notes {
            let anchor = note_anchor(note.mark);
            self.out.push_str(&format!("<div class=\"footnote\" id=\"{anchor}\">"));
            self.collector.outline.anchors.push(anchor);
            match &note.text {
                Some(text) => self.leaf("<p id=\"", text, "</p>"),
                None => {
                    self.out.push_str("<p class=\"ours\">Notens tekst findes ikke i den fil, teksten kommer fra.</p>")
                }
            }
            if note.marked.is_some() {
                self.out.push_str(&format!(
                    "<a class=\"ours back\" href=\"#notehenvisning-{0}\" aria-label=\"Tilbage til note {0} i teksten\">↩</a>",
                    note.mark
                ));
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// Writes one element: `open`, which ends with the opening quote of its id, then the text, then `close`.
    fn leaf(&mut self, open: &str, leaf: &Leaf, close: &str) {
        let anchor = self.anchor(leaf);
        self.collector.documents.block(&without_marks(leaf), Some(&anchor));
        let mut cuts: Vec<(Range<usize>, String, String)> = Vec::new();
        for (at, page) in &leaf.pages {
            cuts.push((*at..*at, self.page_break(*page), String::new()));
        }
        for (at, mark) in &leaf.marks {
            let id = format!("notehenvisning-{mark}");
            self.collector.outline.anchors.push(id.clone());
            let has_note = self.page.notes.iter().any(|note| self.publication.notes[*note].mark == *mark);
            let (open, close) = if has_note {
                (
                    format!(
                        "<sup><a class=\"noteref\" role=\"doc-noteref\" id=\"{id}\" href=\"#{}\">",
                        note_anchor(*mark)
                    ),
                    "</a></sup>".to_owned(),
                )
            } else {
                (format!("<sup id=\"{id}\">"), "</sup>".to_owned())
            };
            cuts.push((*at..at + mark.to_string().len(), open, close));
        }
        let inside = |cuts: &[(Range<usize>, String, String)], range: &Range<usize>| {
            cuts.iter().any(|(other, ..)| other.start < range.end && range.start < other.end)
        };
        for (range, pointer, note) in places::references(self.publication, self.collector, leaf) {
            if inside(&cuts, &range) {
                continue;
            }
            let (link, mut end) = match pointer {
                Some(pointer) => html::link_holes(pointer),
                None => (String::new(), String::new()),
            };
            if let Some(note) = note {
                end.push_str(&format!(" <span class=\"ours\">[{}]</span>", escape(&note)));
            }
            cuts.push((range, link, end));
        }
        if !self.annex {
            for (range, pointer) in self.collector.mentions(&leaf.text, |_| Span::default()) {
                if !inside(&cuts, &range) {
                    let (link, end) = html::link_holes(pointer);
                    cuts.push((range, link, end));
                }
            }
        }
        cuts.sort_by_key(|(range, ..)| (range.start, range.end));
        self.out.push_str(open);
        self.out.push_str(&anchor);
        self.out.push_str("\">");
        let mut from = 0;
        for (range, before, after) in cuts {
            let (Some(plain), Some(marked)) = (leaf.text.get(from..range.start), leaf.text.get(range.clone())) else {
                continue;
            };
            self.out.push_str(&escape(plain));
            self.out.push_str(&before);
            self.out.push_str(&escape(marked));
            self.out.push_str(&after);
            from = range.end;
        }
        self.out.push_str(&escape(leaf.text.get(from..).unwrap_or_default()));
        self.out.push_str(close);
    }
}

/// A leaf without its page breaks, which are written before the element.
fn unpaged(leaf: &Leaf) -> Leaf {
    Leaf { pages: Vec::new(), ..leaf.clone() }
}

/// The text of a leaf without its footnote marks: "behandling1" is not a word.
fn without_marks(leaf: &Leaf) -> String {
    let mut text = leaf.text.clone();
    for (at, mark) in leaf.marks.iter().rev() {
        let range = *at..at + mark.to_string().len();
        if text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            text.replace_range(range, "");
        }
    }
    text
}
