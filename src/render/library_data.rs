//! `data/kilder.json`: the source records and the contents of their reading editions. The field order is part of the
//! format.
//!
//! The word counts come from the finished pages, so this file is made after them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::{LineNo, PageId, PublicationId};
use crate::import::{Block, Leaf, Publication};
use crate::link::{SiteAddress, written_address};
use crate::load::front::Detail;
use crate::render::RenderContext;
use crate::text::places::{box_anchor, drawn_anchor, note_anchor, page_anchor};

/// The number of words of each publication that reached the finished pages, by record.
pub(crate) type KeptWords = BTreeMap<String, usize>;

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
    lines: (LineNo, LineNo),
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
    /// The values of `data/kilder.json`. `kept` holds the counts from the finished pages.
    pub(super) fn library_data(&self, kept: &KeptWords) -> impl Serialize {
        let entries = self.site.sources.iter().map(|(id, page)| self.source_entry(id, *page, kept));
        entries.collect::<Vec<_>>()
    }

    fn source_entry<'s>(&'s self, id: &'s str, page: PageId, kept: &KeptWords) -> SourceEntry<'s> {
        let found = &self.site.pages[page];
        let (year, rights) = match &found.front().detail {
            Detail::Source { year, rights, .. } => (*year, rights.name()),
            _ => (None, ""),
        };
        let own = self.publication_of(page);
        let publication = own.map(|(_, publication)| publication);
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
        if let Some((publication, _)) = own {
            self.fill(&mut entry, publication);
        }
        entry
    }

    fn fill(&self, entry: &mut SourceEntry<'_>, id: PublicationId) {
        let (linked, publication) = (self.linked(), &self.site.publications[id]);
        let elsewhere = |line| written_address(self.site, publication.elsewhere_of(line)?);
        let mut printed_before = false;
        for (section_id, section) in publication.sections.iter_enumerated() {
            let Some(address) = linked.section(id, section_id) else { continue };
            printed_before |= !section.heading.lines.is_empty();
            if printed_before {
                entry.sections.push(SectionEntry {
                    number: section.number.clone(),
                    title: section.title.clone(),
                    level: section.level,
                    url: address.to_string(),
                    page: section.page,
                });
            }
            let page = publication.page_of_section(section_id).map(|page| linked.reading_page(id, page));
            for block in &section.blocks {
                self.block_entries(entry, (publication, page.as_ref()), block);
            }
        }
        for (page, line) in &publication.printed {
            let address = match publication.break_of_page(*page) {
                Some(shown) => Some(linked.reading_page(id, shown).at(page_anchor(*page))),
                None => elsewhere(*line),
            };
            entry.pages.extend(address.map(|address| PrintedEntry { page: *page, url: address.to_string() }));
        }
        for (note_id, note) in publication.notes.iter_enumerated() {
            let address = match publication.pages.position(|page| page.notes.contains(&note_id)) {
                Some(shown) => Some(linked.reading_page(id, shown).at(note_anchor(note.mark))),
                None => note.text.as_ref().and_then(Leaf::line).and_then(elsewhere),
            };
            let footnote =
                |address: SiteAddress<'_>| NoteEntry { mark: note.mark.to_string(), url: address.to_string() };
            entry.footnotes.extend(address.map(footnote));
        }
    }

    fn block_entries(
        &self,
        entry: &mut SourceEntry<'_>,
        (publication, page): (&Publication, Option<&SiteAddress<'_>>),
        block: &Block,
    ) {
        let at = |anchor: String| Some(page?.clone().at(anchor).to_string());
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
                if let Some(address) = written_address(self.site, page) {
                    let url = address.to_string();
                    entry.boxes.push(BoxEntry { r#type: kind.clone(), title: label.clone(), lines: *lines, url });
                }
            }
            Block::Table(table) => {
                let url = at(drawn_anchor("tabel", table.number.as_deref(), &table.caption));
                entry.tables.extend(drawn(table.number.as_ref(), &table.caption.text, url));
            }
            Block::PlainTable { number, caption, .. } => {
                let url = at(drawn_anchor("tabel", number.as_deref(), caption));
                entry.tables.extend(drawn(number.as_ref(), &caption.text, url));
            }
            Block::Figure { number, caption, .. } => {
                let url = at(drawn_anchor("figur", number.as_deref(), caption));
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
