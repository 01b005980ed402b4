//! Sections with their blocks, and which of them are on which page of the site.

use typed_index_collections::{TiSlice, TiVec};

use crate::ids::{LineNo, NoteId, ReadingPageId, SectionId};
use crate::import::block::{Block, Leaf};
use crate::import::blocks::Builder;
use crate::import::hints::Hints;
use crate::import::lines::{Lines, State};
use crate::import::structure::{Owner, letters};
use crate::import::{Note, ReadingPage, Section};
use crate::load::slug::slug;

/// Maximum length of a page's name, in bytes.
const NAME: usize = 60;

/// The sections: every heading with the blocks under it.
pub(super) fn sections(builder: &Builder<'_>) -> TiVec<SectionId, Section> {
    let Builder { lines, structure, hints, .. } = builder;
    let kept = |index: &usize| {
        lines.all[*index].state == State::Text && matches!(structure.owners[*index], Owner::Flow | Owner::Range(_))
    };
    let mut sections: TiVec<SectionId, Section> = TiVec::new();
    let first = structure.headings.first().map_or(lines.all.len(), |heading| heading.at);
    let before: Vec<usize> = (0..first).filter(kept).collect();
    if !before.is_empty() {
        // Text before the first heading gets a section of its own, without a title from the publication.
        let mut section = unnamed(before[0]);
        section.page = lines.all[before[0]].page;
        section.blocks = builder.blocks(&before, None);
        sections.push(section);
    }
    let mut annex = false;
    let mut aside: Option<u8> = None;
    for (position, heading) in structure.headings.iter().enumerate() {
        let hint = &hints.headings[heading.hint];
        let next = structure.headings.get(position + 1).map_or(lines.all.len(), |next| next.at);
        let from = heading.lines.last().map_or(heading.at, |last| last + 1);
        let own: Vec<usize> = (from..next).filter(kept).collect();
        let leaf = builder.leaf(&heading.lines);
        if hint.level == 1 {
            annex = hints.annex.as_ref().is_some_and(|annex| annex.value == hint.title);
        }
        // Everything under a section that only introduces or repeats does so as well.
        aside = aside.filter(|level| hint.level > *level);
        if aside.is_none() && hints.aside.contains(&hint.title) {
            aside = Some(hint.level);
        }
        let (elsewhere, page_name) = match hint.page.clone() {
            Some(page) if page.starts_with("@/") => (Some(page), None),
            page => (None, page),
        };
        let blocks = match &elsewhere {
            // Only ranges that the hints send to a page become blocks; the rest is on the section's `elsewhere` page.
            Some(_) => {
                let mut ranges: Vec<usize> = own.iter().filter_map(|index| structure.range_of(*index)).collect();
                ranges.dedup();
                ranges.into_iter().filter_map(|range| builder.elsewhere(range)).collect()
            }
            None => builder.blocks(&own, None),
        };
        sections.push(Section {
            level: hint.level,
            number: hint.number.clone(),
            title: hint.title.clone(),
            label: label(&leaf, &hint.title),
            page: lines.all[heading.at].page,
            line: LineNo::of(heading.at),
            heading: leaf,
            anchor: String::new(),
            annex,
            aside: aside.is_some(),
            elsewhere,
            page_name,
            blocks,
        });
    }
    name_anchors(&mut sections);
    sections
}

fn unnamed(index: usize) -> Section {
    Section {
        level: 1,
        number: None,
        title: "Før første overskrift".to_owned(),
        label: String::new(),
        heading: Leaf::default(),
        line: LineNo::of(index),
        page: None,
        anchor: String::new(),
        annex: false,
        aside: true,
        elsewhere: None,
        page_name: None,
        blocks: Vec::new(),
    }
}

/// What the publication prints before the title: "KAPITEL 3" becomes "Kapitel 3".
fn label(printed: &Leaf, title: &str) -> String {
    let count = letters(&printed.text).chars().count().saturating_sub(letters(title).chars().count());
    let mut label = String::new();
    let mut left = count;
    for letter in printed.text.chars() {
        if left == 0 {
            if matches!(letter, '.' | ':' | ')') {
                label.push(letter);
            }
            break;
        }
        if letter.is_alphanumeric() {
            left -= 1;
        }
        label.push(letter);
    }
    let label = label.trim();
    let shouted =
        label.chars().filter(|letter| letter.is_alphabetic()).count() > 1 && !label.chars().any(char::is_lowercase);
    if !shouted {
        return label.to_owned();
    }
    let mut letters = label.chars();
    let first: String = letters.next().into_iter().collect();
    first + &letters.as_str().to_lowercase()
}

/// Sets anchors from titles; a repeated one is prefixed with its chapter's number, then numbered.
fn name_anchors(sections: &mut TiSlice<SectionId, Section>) {
    let mut taken: Vec<String> = Vec::new();
    let mut chapter: Option<String> = None;
    for section in sections {
        if section.level == 1 {
            chapter = section.number.clone();
        }
        let own = match &section.number {
            Some(number) => slug(&format!("{number} {}", section.title)),
            None => slug(&section.title),
        };
        let own = cut(&slug(&own.replace('.', "-")));
        let mut anchor = match &chapter {
            Some(chapter) if taken.contains(&own) => format!("{}-{own}", slug(chapter)),
            _ => own.clone(),
        };
        let mut number = 1;
        while taken.contains(&anchor) || anchor.is_empty() {
            number += 1;
            anchor = format!("{own}-{number}");
        }
        taken.push(anchor.clone());
        section.anchor = anchor;
    }
}

/// `name`, shortened for addresses: cut after a word.
fn cut(name: &str) -> String {
    match name.get(..NAME) {
        Some(start) if name.len() > NAME => start.rsplit_once('-').map_or(start, |(start, _)| start).to_owned(),
        _ => name.to_owned(),
    }
}

/// The pages: a section begins one if its level is high enough, if its hint names one, or if the text of the section
/// before it is elsewhere.
pub(super) fn pages(
    sections: &TiSlice<SectionId, Section>,
    notes: &TiSlice<NoteId, Note>,
    hints: &Hints,
) -> TiVec<ReadingPageId, ReadingPage> {
    let mut pages: TiVec<ReadingPageId, ReadingPage> = TiVec::new();
    let mut elsewhere = false;
    for (id, section) in sections.iter_enumerated() {
        let next = SectionId::from(usize::from(id) + 1);
        if section.elsewhere.is_some() {
            elsewhere = true;
            continue;
        }
        if section.level <= hints.page_level || section.page_name.is_some() || pages.is_empty() || elsewhere {
            let name = section.page_name.as_ref().unwrap_or(&section.anchor).clone();
            pages.push(ReadingPage { name, sections: id..next, notes: Vec::new() });
        } else if let Some(page) = pages.last_mut() {
            page.sections.end = next;
        }
        elsewhere = false;
    }
    for (id, note) in notes.iter_enumerated() {
        let line = note.marked.or(note.text.as_ref().and_then(Leaf::line));
        let before = |line: LineNo| sections.rposition(|section| section.line <= line);
        let section = line.and_then(before).unwrap_or(SectionId::from(0));
        let page = pages.iter_mut().find(|page| page.sections.contains(&section));
        if let Some(page) = page {
            page.notes.push(id);
        }
    }
    pages
}

/// The lines whose text is on other pages of the site, page by page.
pub(super) fn elsewhere(sections: &TiSlice<SectionId, Section>, lines: &Lines) -> Vec<(String, Vec<LineNo>)> {
    let text = |index: &usize| lines.all[*index].state == State::Text;
    let mut found = Vec::new();
    let mut following = sections.iter().skip(1);
    for section in sections {
        let following = following.next();
        let mut named = Vec::new();
        collect(&section.blocks, &mut named);
        for (page, (first, last)) in &named {
            found.push(((*page).clone(), (first.index()..=last.index()).filter(text).map(LineNo::of).collect()));
        }
        if let Some(page) = &section.elsewhere {
            let next = following.map_or(lines.all.len(), |next| next.line.index());
            let free =
                |index: &usize| !named.iter().any(|(_, (first, last))| (first.index()..=last.index()).contains(index));
            let own = (section.line.index()..next).filter(text).filter(free).map(LineNo::of).collect();
            found.push((page.clone(), own));
        }
    }
    found
}

fn collect<'b>(blocks: &'b [Block], found: &mut Vec<(&'b String, (LineNo, LineNo))>) {
    for block in blocks {
        match block {
            Block::Elsewhere { page, lines, .. } => found.push((page, *lines)),
            Block::Boxed { blocks, .. } => collect(blocks, found),
            _ => {}
        }
    }
}
