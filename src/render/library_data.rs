//! `data/kilder.json`: the source records and the contents of their reading editions. The field order is part of the
//! format.
//!
//! The word counts come from the finished pages, so this file is made after them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::PageId;
use crate::import::{Block, Publication};
use crate::load::front::Detail;
use crate::render::RenderContext;
use crate::text::places::{box_anchor, drawn_anchor, note_anchor, page_address, page_anchor, section_address};

/// The number of words of each publication that reached the finished pages, by record.
pub type Kept = BTreeMap<String, usize>;

#[derive(Serialize)]
struct SourceEntry<'a> {
    id: &'a str,
    title: &'a str,
    year: Option<i64>,
    rights: &'static str,
    words_in: Option<usize>,
    words_kept: Option<usize>,
    words_dropped: Option<usize>,
    sections: Vec<SectionEntry>,
    pages: Vec<PrintedEntry>,
    boxes: Vec<BoxEntry>,
    cases: Vec<CaseEntry>,
    footnotes: Vec<NoteEntry>,
    tables: Vec<DrawnEntry>,
    figures: Vec<DrawnEntry>,
}

#[derive(Serialize)]
struct SectionEntry {
    number: Option<String>,
    title: String,
    level: u8,
    url: String,
    page: Option<u32>,
}

#[derive(Serialize)]
struct PrintedEntry {
    page: u32,
    url: String,
}

#[derive(Serialize)]
struct BoxEntry {
    r#type: String,
    title: String,
    lines: (usize, usize),
    url: String,
}

#[derive(Serialize)]
struct CaseEntry {
    title: String,
    steps: Vec<String>,
}

#[derive(Serialize)]
struct NoteEntry {
    mark: String,
    url: String,
}

#[derive(Serialize)]
struct DrawnEntry {
    number: Option<String>,
    title: String,
    url: String,
}

impl RenderContext<'_> {
    /// The bytes of `data/kilder.json`: JSON with two-space indentation. `kept` holds the counts from the finished
    /// pages.
    pub(super) fn library_data(&self, kept: &Kept) -> Vec<u8> {
        let entries: Vec<_> = self.site.sources.iter().map(|(id, page)| self.source_entry(id, *page, kept)).collect();
        let mut bytes = serde_json::to_vec_pretty(&entries).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    fn source_entry<'s>(&'s self, id: &'s str, page: PageId, kept: &Kept) -> SourceEntry<'s> {
        let found = &self.site.pages[page];
        let (year, rights) = match &found.front().detail {
            Detail::Source { year, rights, .. } => (*year, rights.name()),
            _ => (None, ""),
        };
        let publication = self.publication_of(page);
        let mut entry = SourceEntry {
            id,
            title: &found.label,
            year,
            rights,
            words_in: publication.map(|publication| publication.words_in),
            words_kept: publication.and_then(|publication| kept.get(&publication.record).copied()),
            words_dropped: publication.map(Publication::words_dropped),
            sections: Vec::new(),
            pages: Vec::new(),
            boxes: Vec::new(),
            cases: Vec::new(),
            footnotes: Vec::new(),
            tables: Vec::new(),
            figures: Vec::new(),
        };
        if let Some(publication) = publication {
            self.fill(&mut entry, publication);
        }
        entry
    }

    fn fill(&self, entry: &mut SourceEntry<'_>, publication: &Publication) {
        let mut printed_before = false;
        for (id, section) in publication.sections.iter_enumerated() {
            let address = section_address(publication, id);
            let Some(url) = address.as_deref().and_then(|address| self.output_of(address)) else { continue };
            printed_before |= !section.heading.lines.is_empty();
            if printed_before {
                entry.sections.push(SectionEntry {
                    number: section.number.clone(),
                    title: section.title.clone(),
                    level: section.level,
                    url,
                    page: section.page,
                });
            }
            let page = publication.page_of_section(id).map(|page| page_address(publication, page));
            for block in &section.blocks {
                self.block_entries(entry, (publication, page.as_deref()), block);
            }
        }
        for (page, line) in &publication.printed {
            let url = match publication.break_of_page(*page) {
                Some(shown) => {
                    self.output_of(&page_address(publication, shown)).map(|url| format!("{url}#{}", page_anchor(*page)))
                }
                None => publication.elsewhere_of(*line).and_then(|page| self.output_of(page)),
            };
            entry.pages.extend(url.map(|url| PrintedEntry { page: *page, url }));
        }
        for (id, note) in publication.notes.iter_enumerated() {
            let shown = publication.pages.position(|page| page.notes.contains(&id));
            let url = match shown {
                Some(shown) => self
                    .output_of(&page_address(publication, shown))
                    .map(|url| format!("{url}#{}", note_anchor(note.mark))),
                None => {
                    let line = note.text.as_ref().map(|text| text.line());
                    line.and_then(|line| publication.elsewhere_of(line)).and_then(|page| self.output_of(page))
                }
            };
            entry.footnotes.extend(url.map(|url| NoteEntry { mark: note.mark.to_string(), url }));
        }
    }

    fn block_entries(
        &self,
        entry: &mut SourceEntry<'_>,
        (publication, page): (&Publication, Option<&str>),
        block: &Block,
    ) {
        let at = |anchor: String| {
            let output = self.output_of(page?)?;
            Some(format!("{output}#{anchor}"))
        };
        match block {
            Block::Boxed { kind, title, lines, blocks } => {
                if let Some(url) = at(box_anchor(lines.0)) {
                    let title = unmarked(publication, &title.text);
                    entry.boxes.push(BoxEntry { r#type: kind.clone(), title, lines: *lines, url });
                }
                blocks.iter().for_each(|block| self.block_entries(entry, (publication, page), block));
            }
            Block::Case { title, subtitle, kind, boxes, steps, .. } => {
                for (first, last, title) in boxes {
                    if let Some(url) = at(box_anchor(*first)) {
                        let title = publication.shown_title(title);
                        entry.boxes.push(BoxEntry { r#type: kind.clone(), title, lines: (*first, *last), url });
                    }
                }
                entry.cases.push(CaseEntry {
                    title: format!("{}: {}", unmarked(publication, &title.text), subtitle.text),
                    steps: steps.iter().map(|step| unmarked(publication, &step.title.text)).collect(),
                });
            }
            Block::Elsewhere { page, kind: Some(kind), label, lines } => {
                if let Some(url) = self.output_of(page) {
                    entry.boxes.push(BoxEntry { r#type: kind.clone(), title: label.clone(), lines: *lines, url });
                }
            }
            Block::Table(table) => {
                let url = at(drawn_anchor("tabel", table.number.as_deref(), table.caption.line()));
                entry.tables.extend(drawn(table.number.as_ref(), &table.caption.text, url));
            }
            Block::PlainTable { number, caption, .. } => {
                let url = at(drawn_anchor("tabel", number.as_deref(), caption.line()));
                entry.tables.extend(drawn(number.as_ref(), &caption.text, url));
            }
            Block::Figure { number, caption, .. } => {
                let url = at(drawn_anchor("figur", number.as_deref(), caption.line()));
                entry.figures.extend(drawn(number.as_ref(), &caption.text, url));
            }
            Block::Paragraph { .. } | Block::List(_) | Block::Plain(_) | Block::Elsewhere { kind: None, .. } => {}
        }
    }
}

/// The title of a box without its label.
fn unmarked(publication: &Publication, title: &str) -> String {
    let title = publication.shown_title(title);
    title.split_once(": ").map_or_else(|| title.clone(), |(_, rest)| rest.to_owned())
}

fn drawn(number: Option<&String>, caption: &str, url: Option<String>) -> Option<DrawnEntry> {
    let title = match number {
        Some(number) => caption.split_once(number.as_str()).map_or(caption, |(_, rest)| rest),
        None => caption,
    };
    let title = title.trim_start_matches([':', '.', ' ']).to_owned();
    Some(DrawnEntry { number: number.cloned(), title, url: url? })
}
