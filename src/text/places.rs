//! Places in a reading edition: their anchors and addresses, and references of a text to its own parts.
//!
//! "se afsnit 5.1.2", "bilag 2", "tabel 3.1" and "side 21" lead to that number in the same publication, never in
//! another: the numbers collide. References to the law belong to the edition named in the hints.

use std::ops::Range;

use regex::Captures;

use crate::diagnostic::Span;
use crate::ids::{LineNo, ReadingPageId, SectionId};
use crate::import::{Block, Leaf, PointedTo, Publication, Section, SectionPlace};
use crate::text::references::{self, Target};
use crate::text::{Collector, Pointer, PointerId};

pattern!(OWN, r"(?i)\b(?<word>afsnit|kapitel|bilag|tabel|figur|side|s\.)\s+(?<number>\d+(?:\.\d+)*)");

/// The anchor of `leaf`, from the line it begins on; empty for a leaf without lines, which is not shown.
pub(crate) fn leaf_anchor(leaf: &Leaf) -> String {
    leaf.line().map(|line| format!("linje-{line}")).unwrap_or_default()
}

/// The anchor of printed page `page`.
pub(crate) fn page_anchor(page: u32) -> String {
    format!("side-{page}")
}

/// The anchor of the box that begins on `line`.
pub(crate) fn box_anchor(line: LineNo) -> String {
    format!("boks-{line}")
}

/// The anchor of footnote `mark`.
pub(crate) fn note_anchor(mark: u32) -> String {
    format!("note-{mark}")
}

/// The anchor of a table (`tabel`) or figure (`figur`): from its number, or from its caption if it has none.
pub(crate) fn drawn_anchor(word: &str, number: Option<&str>, caption: &Leaf) -> String {
    format!("{word}-{}", number.map_or_else(|| leaf_anchor(caption), str::to_owned))
}

/// A reference in a leaf: its range, its pointer if it leads anywhere, and a note for readers.
pub(super) type Referring = (Range<usize>, Option<PointerId>, Option<String>);

/// Adds a pointer to `address`, which has the form that an editor would write.
pub(super) fn point(collector: &mut Collector<'_>, address: &str) -> PointerId {
    collector.point(Pointer::Link { address: address.to_owned(), image: false }, Span::default())
}

/// Finds references within the publication, to the law of its time and, if the publication has an edition, other typed
/// references. Those that lead nowhere remain plain text.
pub(super) fn references(publication: &Publication, collector: &mut Collector<'_>, leaf: &Leaf) -> Vec<Referring> {
    let mut found: Vec<Referring> = Vec::new();
    for pointed in &publication.references {
        let Some(at) = leaf.lines.contains(&pointed.line).then(|| leaf.text.find(&pointed.text)).flatten() else {
            continue;
        };
        let pointer = match &pointed.to {
            PointedTo::Line(line) => address_of_line(publication, *line).map(|address| point(collector, &address)),
            PointedTo::Web(address) => Some(point(collector, address)),
            PointedTo::Nowhere => None,
        };
        found.push((at..at + pointed.text.len(), pointer, pointed.note.clone()));
    }
    for captured in OWN.captures_iter(&leaf.text) {
        let Some(whole) = captured.get(0) else { continue };
        let known = found.iter().any(|(range, ..)| range.start < whole.end() && whole.start() < range.end);
        if let Some(address) =
            own_target(publication, &captured).filter(|_| !known && !is_caption(&leaf.text, whole.start()))
        {
            let pointer = point(collector, &address);
            found.push((whole.range(), Some(pointer), None));
        }
    }
    for reference in references::find(&leaf.text) {
        let known =
            found.iter().any(|(range, ..)| range.start < reference.range.end && reference.range.start < range.end);
        let mut target = reference.reference;
        let wanted = match target.target {
            Target::Paragraph => publication.law.as_ref().map(|law| target.edition = Some(law.clone())).is_some(),
            Target::Section => false,
            _ => publication.edition.is_some(),
        };
        if wanted && !known {
            let pointer = collector.point(Pointer::Reference(target), Span::default());
            found.push((reference.range, Some(pointer), None));
        }
    }
    found
}

/// Whether the words at `at` begin a caption: "TABEL 3.1" there is not a reference to itself.
fn is_caption(text: &str, at: usize) -> bool {
    at == 0 && (text.starts_with("TABEL") || text.starts_with("FIGUR"))
}

fn own_target(publication: &Publication, captured: &Captures<'_>) -> Option<String> {
    let (word, number) = (captured.name("word")?.as_str().to_lowercase(), captured.name("number")?.as_str());
    match word.as_str() {
        "side" | "s." => {
            let page: u32 = number.parse().ok()?;
            let (_, line) = publication.printed.iter().find(|(printed, _)| *printed == page)?;
            let shown = publication.page_of_line(*line)?;
            Some(format!("{}#{}", page_address(publication, shown), page_anchor(page)))
        }
        "tabel" | "figur" => drawn(publication, &word, number),
        word => {
            let wanted = if word == "bilag" { format!("bilag {number}") } else { number.to_owned() };
            let is_it = |section: &Section| section.number.as_ref().is_some_and(|own| own.to_lowercase() == wanted);
            let section = publication.sections.position(is_it)?;
            section_address(publication, section)
        }
    }
}

fn drawn(publication: &Publication, word: &str, wanted: &str) -> Option<String> {
    for (at, section) in publication.sections.iter_enumerated() {
        for block in &section.blocks {
            let (number, caption) = match (block, word) {
                (Block::Table(table), "tabel") => (table.number.as_deref(), &table.caption),
                (Block::PlainTable { number, caption, .. }, "tabel")
                | (Block::Figure { number, caption, .. }, "figur") => (number.as_deref(), caption),
                _ => continue,
            };
            if number == Some(wanted) {
                let page = publication.page_of_section(at)?;
                return Some(format!("{}#{}", page_address(publication, page), drawn_anchor(word, number, caption)));
            }
        }
    }
    None
}

/// The address of page `page`, as an editor would write it.
fn page_address(publication: &Publication, page: ReadingPageId) -> String {
    format!("@/{}", publication.path_of(&publication.pages[page]))
}

/// The address of a section: its page, and its anchor unless it begins the page.
fn section_address(publication: &Publication, section: SectionId) -> Option<String> {
    Some(match publication.place_of_section(section)? {
        SectionPlace::Elsewhere(address) => address.to_owned(),
        SectionPlace::Page(page, None) => page_address(publication, page),
        SectionPlace::Page(page, Some(anchor)) => format!("{}#{anchor}", page_address(publication, page)),
    })
}

/// The address of the leaf that contains `line`.
fn address_of_line(publication: &Publication, line: LineNo) -> Option<String> {
    let (page, leaf) = publication.place_of_line(line)?;
    Some(format!("{}#{}", page_address(publication, page), leaf_anchor(leaf)))
}
