//! The source library: a publication's text → a reading edition.
//!
//! Part of loading: it produces pages like those from Markdown files, but with [`Block`]s for bodies. The steps:
//!
//! 1. `decode`: bytes → lines
//! 2. `lines`: what is dropped, by which rule, and where pages begin
//! 3. `structure`: headings, ranges, boxes, footnotes
//! 4. `words`: how lines that end in a hyphen continue
//! 5. `blocks` and `tables`: everything else
//! 6. `pages`: which sections are on which page of the site
//!
//! [`library`] finds the files. Every word is either in a block or in the list of dropped words; whether it arrived on
//! its page is checked by counting the words on the finished pages, at the end of the build.
//!
//! [`law`] reads another format, for a command: a statute as the state publishes it.

mod block;
mod blocks;
pub(crate) mod decode;
pub(crate) mod hints;
pub(crate) mod law;
pub(crate) mod library;
mod lines;
mod pages;
mod pdf;
mod places;
pub(crate) mod reader;
pub(crate) mod refusal;
mod structure;
mod tables;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use typed_index_collections::{TiSlice, TiVec};

pub(crate) use block::{Block, Leaf, Style, Table};
pub(crate) use lines::Dropped;
pub(crate) use lines::collapsed;
pub(crate) use places::SectionPlace;

use crate::diagnostic::Diagnostic;
use crate::ids::{LineNo, NoteId, ReadingPageId, SectionId};
use crate::import::blocks::Builder;
use crate::import::hints::{Hints, RangeKind, ReferenceHint};
use crate::import::lines::{Lines, Report, State};
use crate::import::structure::{Owner, Structure};
use crate::import::words::{End, Evidence, words, words_of_lines};

/// A publication's text, parsed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Publication {
    /// The name of its record's folder.
    pub record: String,
    /// The path of that folder, from `content/`.
    pub folder: String,
    /// Whether the text may be read only by whoever built the site.
    pub private: bool,
    /// The file the text came from, as diagnostics show it.
    pub file: String,
    /// Hash of everything it was made from.
    pub digest: u64,
    /// Its sections, in order. The first may be the text before any heading.
    pub sections: TiVec<SectionId, Section>,
    /// Footnotes, sorted by mark.
    pub notes: TiVec<NoteId, Note>,
    /// The pages of the site, and which sections are on each.
    pub pages: TiVec<ReadingPageId, ReadingPage>,
    /// Printed pages, and the line each begins on.
    pub printed: Vec<(u32, LineNo)>,
    /// The words of every line that is not dropped, by line.
    pub words: BTreeMap<LineNo, Vec<String>>,
    /// The words that were dropped.
    pub dropped: Vec<Dropped>,
    /// Number of words in the file.
    pub words_in: usize,
    /// Lines whose text is on other pages of the site, by page.
    pub elsewhere: Vec<(String, Vec<LineNo>)>,
    /// References that the hints resolve.
    pub references: Vec<Pointed>,
    /// The edition of the law its references belong to.
    pub law: Option<String>,
    /// The edition its anvisninger belong to.
    pub edition: Option<String>,
    /// Names in titles that are printed in capitals.
    pub names: Vec<String>,
    /// Mistakes in the hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading and the blocks under it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Section {
    /// 1 is a chapter.
    pub level: u8,
    /// "3.1", "Bilag 2"
    pub number: Option<String>,
    /// Without its number.
    pub title: String,
    /// What is printed before the title: "Kapitel 3", "3.1".
    pub label: String,
    /// The heading itself; without lines if it is not printed.
    pub heading: Leaf,
    /// The line it begins on.
    pub line: LineNo,
    /// The printed page it begins on.
    pub page: Option<u32>,
    /// Its anchor, unique in the publication.
    pub anchor: String,
    /// Whether it belongs to an annex that is not indexed.
    pub annex: bool,
    /// Whether it only introduces or repeats: it is shown, but never suggested as a related passage.
    pub aside: bool,
    /// The page of the site that has its text instead, `@/…`.
    pub elsewhere: Option<String>,
    /// The name of the page it begins, if its hint gives one.
    pub page_name: Option<String>,
    /// The blocks under it.
    pub blocks: Vec<Block>,
}

impl Section {
    /// The leaves under the heading.
    pub(crate) fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        block::leaves(&self.blocks, &mut leaves);
        leaves
    }

    /// The heading as readers see it: label and title.
    pub(crate) fn name(&self) -> String {
        if self.label.is_empty() { self.title.clone() } else { format!("{} {}", self.label, self.title) }
    }
}

/// A footnote.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Its number.
    pub mark: u32,
    /// Its text; `None` if the text is lost.
    pub text: Option<Leaf>,
    /// The line its mark is on, if it was found.
    pub marked: Option<LineNo>,
}

/// A page of the site that shows some of the sections.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReadingPage {
    /// The last part of its address, without the extension.
    pub name: String,
    /// Its sections.
    pub sections: Range<SectionId>,
    /// The footnotes on it.
    pub notes: Vec<NoteId>,
}

/// A reference that the hints resolve: the words, and where they lead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pointed {
    /// The line with the words.
    pub line: LineNo,
    /// The words.
    pub text: String,
    /// A line of the text, a web address, or nowhere.
    pub to: PointedTo,
    /// What readers should know.
    pub note: Option<String>,
}

/// Where a reference in the hints leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PointedTo {
    /// A line of the same text.
    Line(LineNo),
    /// A web address.
    Web(String),
    /// Something that we do not have.
    Nowhere,
}

/// What one publication is made from.
pub(crate) struct Material<'a> {
    /// The path of its record's folder, from `content/`.
    pub(crate) folder: &'a str,
    pub(crate) private: bool,
    /// The file as diagnostics show it.
    pub(crate) file: &'a str,
    /// The hints' file.
    pub(crate) hints_file: &'a str,
    pub(crate) digest: u64,
}

/// Builds a publication from the lines of its text.
pub(crate) fn publication(
    material: &Material<'_>,
    texts: Vec<String>,
    hints: &Hints,
    evidence: &Evidence,
) -> Publication {
    let mut report = Report { hints: material.hints_file, diagnostics: Vec::new() };
    let lines = Lines::new(texts, hints, &mut report);
    let structure = Structure::find(&lines, hints, &mut report);
    let subheadings: Vec<usize> =
        hints.subheadings.iter().filter_map(|locator| lines.locate(locator, &mut report)).collect();
    let ends = line_ends(&lines, &structure, hints, evidence);
    let words = words_of_lines(reading_order(&lines, &structure).into_iter().map(|index| {
        let line = lines.all[index].text.as_str();
        (LineNo::of(index), line, ends[index])
    }));
    let builder = Builder { lines: &lines, structure: &structure, hints, ends: &ends, subheadings: &subheadings };
    let sections = pages::sections(&builder);
    check_tables(&sections, &lines, hints, &mut report);
    let notes: TiVec<NoteId, Note> = structure
        .notes
        .iter()
        .map(|note| {
            let own: Vec<usize> = (note.first..=note.last)
                .filter(|index| lines.all[*index].state == State::Text)
                .filter(|index| matches!(structure.owners[*index], Owner::Note(_)))
                .collect();
            let text = (!own.is_empty()).then(|| builder.leaf(&own));
            Note { mark: note.mark, text, marked: note.marked.map(|(index, _)| LineNo::of(index)) }
        })
        .collect();
    let pages = pages::pages(&sections, &notes, hints);
    let printed = lines.all.iter().enumerate().filter(|(_, line)| line.starts_page);
    let printed = printed.filter_map(|(index, line)| Some((line.page?, LineNo::of(index)))).collect();
    let dropped_words: usize = lines.dropped.iter().map(|dropped| dropped.words).sum();
    let references = hints.references.iter().filter_map(|hint| pointed(&lines, hint, &mut report)).collect();
    Publication {
        record: material.folder.rsplit('/').next().unwrap_or_default().to_owned(),
        folder: material.folder.to_owned(),
        private: material.private,
        file: material.file.to_owned(),
        digest: material.digest,
        elsewhere: pages::elsewhere(&sections, &lines),
        words_in: words.values().map(Vec::len).sum::<usize>() + dropped_words,
        words,
        dropped: lines.dropped,
        sections,
        notes,
        pages,
        printed,
        references,
        law: hints.law.as_ref().map(|law| law.value.clone()),
        edition: hints.edition.as_ref().map(|edition| edition.value.clone()),
        names: hints.boxes.names.clone(),
        diagnostics: report.diagnostics,
    }
}

/// The lines with text, ordered so that a divided word continues on the next one: the running text with its headings,
/// then range by range, then note by note.
fn reading_order(lines: &Lines, structure: &Structure) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.all.len()).filter(|index| lines.all[*index].state == State::Text).collect();
    order.sort_by_key(|index| match structure.owners[*index] {
        Owner::Flow | Owner::Heading(_) => (0, 0, *index),
        Owner::Range(range) => (1, range, *index),
        Owner::Note(note) => (2, note, *index),
    });
    order
}

/// How every line continues. Words are divided within the running text, within a range and within a footnote, but never
/// across them.
fn line_ends(lines: &Lines, structure: &Structure, hints: &Hints, evidence: &Evidence) -> Vec<End> {
    let mut ends = vec![End::Space; lines.all.len()];
    let mut last: Vec<(Owner, usize)> = Vec::new();
    for index in 0..lines.all.len() {
        if lines.all[index].state != State::Text {
            continue;
        }
        let owner = structure.owners[index];
        if let Some((_, before)) = last.iter().find(|(other, _)| *other == owner).copied() {
            let heading_between = owner == Owner::Flow
                && (before + 1..index).any(|between| matches!(structure.owners[between], Owner::Heading(_)));
            let (line, next) = (&lines.all[before].text, &lines.all[index].text);
            if line.ends_with('-') && !heading_between {
                ends[before] = evidence.end(line, next, &hints.hyphens);
            }
        }
        last.retain(|(other, _)| *other != owner);
        last.push((owner, index));
    }
    ends
}

/// Reports tables whose columns are named but do not fit their lines; they are shown line by line.
fn check_tables(sections: &TiSlice<SectionId, Section>, lines: &Lines, hints: &Hints, report: &mut Report<'_>) {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let plain: Vec<LineNo> = blocks
        .filter_map(|block| match block {
            Block::PlainTable { caption, .. } => caption.line(),
            _ => None,
        })
        .collect();
    for hint in &hints.ranges {
        let RangeKind::Table { columns, .. } = &hint.kind else { continue };
        let first = lines.locate(&hint.from, &mut Report::silent());
        if !columns.is_empty() && first.is_some_and(|first| plain.contains(&LineNo::of(first))) {
            let message = "the columns given for this table do not match its lines".to_owned();
            report.hint(&hint.from.at, message);
        }
    }
}

fn pointed(lines: &Lines, hint: &ReferenceHint, report: &mut Report<'_>) -> Option<Pointed> {
    let line = lines.locate(&hint.at, report)?;
    let to = match &hint.to {
        None => PointedTo::Nowhere,
        Some(to) if crate::load::config::is_web_address(&to.at.value) => PointedTo::Web(to.at.value.clone()),
        Some(to) => PointedTo::Line(LineNo::of(lines.locate(to, report)?)),
    };
    Some(Pointed { line: LineNo::of(line), text: hint.text.clone(), to, note: hint.note.clone() })
}

impl Publication {
    /// A title as it is shown: "LOVBOKS: LOVGRUNDLAG" becomes "Lovboks: Lovgrundlag".
    pub(crate) fn shown_title(&self, title: &str) -> String {
        let capitalised = |part: &str| {
            let shouted = !part.chars().any(char::is_lowercase);
            let part = if shouted { part.to_lowercase() } else { part.to_owned() };
            let mut letters = part.chars();
            let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
            first + letters.as_str()
        };
        let title = title.split(": ").map(capitalised).collect::<Vec<_>>().join(": ");
        let named = |word: &str| self.names.iter().find(|name| name.to_lowercase() == word).cloned();
        title.split(' ').map(|word| named(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
    }

    /// The path of `page` from `content/`, as if it were a file.
    pub(crate) fn path_of(&self, page: &ReadingPage) -> String {
        format!("{}/{}.md", self.folder, page.name)
    }

    /// The words of `lines`, in that order.
    pub(crate) fn words_of<'p>(&'p self, lines: &'p [LineNo]) -> impl Iterator<Item = &'p str> {
        lines.iter().filter_map(|line| self.words.get(line)).flatten().map(String::as_str)
    }

    /// How many words were dropped.
    pub(crate) fn words_dropped(&self) -> usize {
        self.dropped.iter().map(|dropped| dropped.words).sum()
    }

    /// The page that shows the section of `line`.
    pub(crate) fn page_of_line(&self, line: LineNo) -> Option<ReadingPageId> {
        let section = self.sections.rposition(|section| section.line <= line)?;
        self.page_of_section(section)
    }

    /// The page of a section; `None` if its text is elsewhere.
    pub(crate) fn page_of_section(&self, section: SectionId) -> Option<ReadingPageId> {
        self.pages.position(|page| page.sections.contains(&section))
    }

    /// The page of the site on which printed page `page` begins.
    pub(crate) fn break_of_page(&self, page: u32) -> Option<ReadingPageId> {
        self.pages.position(|shown| {
            self.leaves(shown).iter().any(|leaf| leaf.pages.iter().any(|(_, begins)| *begins == page))
        })
    }

    /// The page of the site, `@/…`, that has `line` if the reading edition does not.
    pub(crate) fn elsewhere_of(&self, line: LineNo) -> Option<&str> {
        self.elsewhere.iter().find(|(_, lines)| lines.contains(&line)).map(|(page, _)| page.as_str())
    }

    /// The printed page that `line` is on.
    pub(crate) fn printed_page(&self, line: LineNo) -> Option<u32> {
        self.printed.iter().rev().find(|(_, first)| *first <= line).map(|(page, _)| *page)
    }

    /// Every leaf of `page`, including headings and footnotes.
    pub(crate) fn leaves(&self, page: &ReadingPage) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        for section in &self.sections[page.sections.clone()] {
            leaves.push(&section.heading);
            block::leaves(&section.blocks, &mut leaves);
        }
        leaves.extend(page.notes.iter().filter_map(|note| self.notes[*note].text.as_ref()));
        leaves.retain(|leaf| !leaf.lines.is_empty());
        leaves
    }

    /// The first line of the leaf that contains `text`.
    pub(crate) fn line_of(&self, text: &str) -> Option<LineNo> {
        let leaves = self.pages.iter().flat_map(|page| self.leaves(page));
        leaves.filter(|leaf| leaf.text.contains(text)).find_map(Leaf::line)
    }

    /// The text of the leaves with lines `first` to `last`, with divided words joined, for comparing quotations.
    pub(crate) fn text_of(&self, first: LineNo, last: LineNo) -> String {
        let mut texts: Vec<(Option<LineNo>, &str)> = Vec::new();
        for page in &self.pages {
            for leaf in self.leaves(page) {
                if leaf.lines.iter().any(|line| (first..=last).contains(line)) {
                    texts.push((leaf.line(), &leaf.text));
                }
            }
        }
        texts.sort_by_key(|(line, _)| *line);
        texts.dedup();
        texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }
}

/// How many words a text has, for reports.
pub(crate) fn count_words(text: &str) -> usize {
    words(text).count()
}
