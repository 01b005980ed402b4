//! What the lines belong to: headings, tables, boxes, footnotes, and the remaining running text.

use regex::Regex;

use crate::ids::LineNo;
use crate::import::hints::{HeadingHint, Hints, NoteHints, RangeKind};
use crate::import::lines::{Lines, Report, State};

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Running text, perhaps in a box.
    Flow,
    /// A range that the hints name.
    Range(usize),
    /// A footnote.
    Note(usize),
    /// A heading.
    Heading(usize),
}

/// A heading and its lines; without lines if it is not printed.
pub(super) struct HeadingAt {
    pub(super) hint: usize,
    /// Its own first line or, if it is not printed, the first line of the text under it.
    pub(super) at: usize,
    pub(super) lines: Vec<usize>,
}

/// A box: its lines, from the title to the end.
pub(super) struct BoxAt {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The kind its marker indicates, unless the hints override it.
    pub(super) kind: String,
    pub(super) title_lines: usize,
    /// Length of the marker at the beginning of the first line, in bytes.
    pub(super) marker: usize,
}

/// A footnote: its mark and its lines.
pub(super) struct NoteAt {
    pub(super) mark: u32,
    pub(super) first: usize,
    pub(super) last: usize,
    /// Where its mark is: index of the line, and byte offset in the line's text.
    pub(super) marked: Option<(usize, usize)>,
}

pub(super) struct Structure {
    pub(super) headings: Vec<HeadingAt>,
    pub(super) ranges: Vec<(usize, usize, RangeKind)>,
    pub(super) boxes: Vec<BoxAt>,
    pub(super) notes: Vec<NoteAt>,
    pub(super) owners: Vec<Owner>,
}

impl Structure {
    pub(super) fn find(lines: &Lines, hints: &Hints, report: &mut Report<'_>) -> Self {
        let mut found = Self {
            headings: Vec::new(),
            ranges: Vec::new(),
            boxes: Vec::new(),
            notes: Vec::new(),
            owners: vec![Owner::Flow; lines.all.len()],
        };
        found.ranges(lines, hints, report);
        found.notes(lines, &hints.notes);
        found.boxes(lines, hints, report);
        found.headings(lines, hints, report);
        found.marks(lines, &hints.notes, report);
        found
    }

    fn ranges(&mut self, lines: &Lines, hints: &Hints, report: &mut Report<'_>) {
        for hint in &hints.ranges {
            let Some((first, last)) = lines.range(&hint.from, &hint.to, report) else { continue };
            if let RangeKind::Boxed { kind, title_lines } = &hint.kind {
                let marker = marker(&lines.all[first].text, hints).map_or(0, |(length, _)| length);
                self.boxes.push(BoxAt { first, last, kind: kind.clone(), title_lines: *title_lines, marker });
                continue;
            }
            if let Some(index) = (first..=last).find(|index| self.owners[*index] != Owner::Flow) {
                report
                    .hint(&hint.from.at, format!("this range overlaps with another one on line {}", LineNo::of(index)));
                continue;
            }
            self.owners[first..=last].fill(Owner::Range(self.ranges.len()));
            self.ranges.push((first, last, hint.kind.clone()));
        }
    }

    /// The range that line `index` belongs to.
    pub(super) fn range_of(&self, index: usize) -> Option<usize> {
        match self.owners[index] {
            Owner::Range(range) => Some(range),
            _ => None,
        }
    }

    /// Finds footnotes. They are numbered consecutively through the text; a list that starts again at "1." is not one.
    fn notes(&mut self, lines: &Lines, hints: &NoteHints) {
        let Some(after) = &hints.after_number else { return };
        let pattern = if after.is_empty() {
            r"^(\d{1,2}) \p{Lu}".to_owned()
        } else {
            format!(r"^(\d{{1,2}}){} ", regex::escape(after))
        };
        let Ok(pattern) = Regex::new(&pattern) else { return };
        let mut last_mark = 0;
        let mut index = 0;
        while index < lines.all.len() {
            let mark = self
                .note_mark(lines, index, &pattern, hints.blanks)
                .filter(|mark| (last_mark + 1..=last_mark + 3).contains(mark));
            let Some(mark) = mark else {
                index += 1;
                continue;
            };
            let mut end = index + 1;
            while end < lines.all.len() {
                let line = &lines.all[end];
                let next = self.note_mark(lines, end, &pattern, 0) == Some(mark + 1);
                let over = !hints.to_page_end && line.state == State::Blank;
                if line.starts_page || next || over || self.owners[end] != Owner::Flow {
                    break;
                }
                end += 1;
            }
            self.owners[index..end].fill(Owner::Note(self.notes.len()));
            self.notes.push(NoteAt { mark, first: index, last: end - 1, marked: None });
            last_mark = mark;
            index = end;
        }
    }

    fn note_mark(&self, lines: &Lines, index: usize, pattern: &Regex, blanks: usize) -> Option<u32> {
        let line = &lines.all[index];
        let behind = || lines.all[..index].iter().rev().take_while(|line| line.state != State::Text).count();
        let mark = pattern.captures(&line.text)?.get(1)?.as_str().parse().ok()?;
        (line.state == State::Text && self.owners[index] == Owner::Flow && behind() >= blanks).then_some(mark)
    }

    fn boxes(&mut self, lines: &Lines, hints: &Hints, report: &mut Report<'_>) {
        let ends = |text: &str| hints.boxes.ends.iter().any(|end| text.to_lowercase().starts_with(&end.to_lowercase()));
        let mut open: Option<BoxAt> = None;
        for index in 0..lines.all.len() {
            if self.boxes.iter().any(|named| (named.first..=named.last).contains(&index)) {
                continue;
            }
            if self.owners[index] != Owner::Flow {
                continue;
            }
            let raw = lines.all[index].raw.trim();
            if ends(raw) {
                if let Some(mut ended) = open.take() {
                    ended.last = index;
                    self.boxes.push(ended);
                }
            } else if let Some((length, kind)) = marker(raw, hints).filter(|_| lines.all[index].state == State::Text) {
                if let Some(unended) = &open {
                    let message = format!("the box on line {} has no end", LineNo::of(unended.first));
                    report.hint(&hints.file, format!("{message}; give its lines in a [[range]] of kind \"box\""));
                }
                open = Some(BoxAt { first: index, last: index, kind, title_lines: 1, marker: length });
            }
        }
        self.boxes.sort_by_key(|found| found.first);
        for found in &mut self.boxes {
            let title = lines.all[found.first].text.get(found.marker..).unwrap_or_default().trim().to_lowercase();
            if let Some((_, kind)) = hints.boxes.titles.iter().find(|(begins, _)| title.starts_with(begins.as_str())) {
                found.kind.clone_from(kind);
            }
        }
    }

    fn headings(&mut self, lines: &Lines, hints: &Hints, report: &mut Report<'_>) {
        let letters: Vec<String> = lines.all.iter().map(|line| letters(&line.text)).collect();
        let mut cursor = 0;
        for (number, hint) in hints.headings.iter().enumerate() {
            let place = match &hint.place {
                Some(place) => match lines.locate(place, report) {
                    Some(place) => Some(place),
                    None => continue,
                },
                None => None,
            };
            if !hint.printed {
                let Some(at) = place else {
                    report.hint(
                        &hint.at,
                        "a heading that is not printed needs a position: ` @ 118: how the line begins`".to_owned(),
                    );
                    continue;
                };
                self.headings.push(HeadingAt { hint: number, at, lines: Vec::new() });
                cursor = at;
                continue;
            }
            let targets = targets(hint);
            let starts = match place {
                Some(place) => place..place + 1,
                None => cursor..lines.all.len(),
            };
            let found = starts.into_iter().find_map(|start| self.heading_lines(lines, &letters, &targets, start));
            let Some(own) = found else {
                let after = self.headings.last().map_or(0, |last| last.at + 1);
                report.hint(&hint.at, format!("the heading `{}` is not found after line {after}", hint.title));
                continue;
            };
            for index in own.iter().copied() {
                self.owners[index] = Owner::Heading(self.headings.len());
            }
            cursor = own.last().map_or(cursor, |last| last + 1);
            self.headings.push(HeadingAt { hint: number, at: own[0], lines: own });
        }
    }

    /// The lines from `start` on that together spell one of `targets`.
    fn heading_lines(&self, lines: &Lines, letters: &[String], targets: &[String], start: usize) -> Option<Vec<usize>> {
        let is_free = |index: usize| {
            lines.all[index].state == State::Text
                && self.owners[index] == Owner::Flow
                && !self.boxes.iter().any(|found| (found.first..=found.last).contains(&index))
        };
        if !is_free(start) || letters[start].is_empty() {
            return None;
        }
        'targets: for target in targets {
            if !target.starts_with(&letters[start]) {
                continue;
            }
            let mut own = Vec::new();
            let mut rest = target.as_str();
            for (index, own_letters) in letters.iter().enumerate().skip(start) {
                if lines.all[index].state != State::Text {
                    continue;
                }
                match rest.strip_prefix(own_letters.as_str()).filter(|_| is_free(index)) {
                    Some(after) => rest = after,
                    None => continue 'targets,
                }
                own.push(index);
                if rest.is_empty() {
                    return Some(own);
                }
            }
        }
        None
    }

    /// Finds the mark of each note: digits attached to a word on its page, or on the page before or after.
    fn marks(&mut self, lines: &Lines, hints: &NoteHints, report: &mut Report<'_>) {
        let mut named: Vec<(u32, (usize, usize))> = Vec::new();
        for hint in &hints.marks {
            let place = hint.value.split_once(": ").and_then(|(line, rest)| {
                let (before, mark) = rest.rsplit_once('|')?;
                let index = line.parse::<usize>().ok()?.checked_sub(1)?;
                let at = lines.all.get(index)?.text.find(&format!("{before}{mark}"))? + before.len();
                Some((mark.parse().ok()?, (index, at)))
            });
            match place {
                Some(place) => named.push(place),
                None => report.hint(hint, "this mark is not found; use the form \"899: januar 2007|4\"".to_owned()),
            }
        }
        for number in 0..self.notes.len() {
            let NoteAt { mark, first, .. } = self.notes[number];
            let marked = named
                .iter()
                .find(|(named, _)| *named == mark)
                .map(|(_, place)| *place)
                .or_else(|| self.mark_near(lines, mark, first));
            self.notes[number].marked = marked;
        }
        // The hints also name marks whose notes are lost.
        for (mark, place) in named {
            if !self.notes.iter().any(|note| note.mark == mark) {
                self.notes.push(NoteAt { mark, first: place.0, last: place.0, marked: Some(place) });
            }
        }
        self.notes.sort_by_key(|note| note.mark);
    }

    fn mark_near(&self, lines: &Lines, mark: u32, note: usize) -> Option<(usize, usize)> {
        let page = lines.all[note].page;
        let near = |offset: i64| page.map(|page| i64::from(page) + offset);
        for offset in [0, -1, 1] {
            let on_page = |index: &usize| match page {
                Some(_) => lines.all[*index].page.map(i64::from) == near(offset),
                None => index.abs_diff(note) < 80,
            };
            let open = |index: &usize| matches!(self.owners[*index], Owner::Flow | Owner::Heading(_) | Owner::Range(_));
            let from = note.saturating_sub(160);
            let lines_there = (from..(note + 160).min(lines.all.len())).filter(on_page).filter(open);
            let marked = |index: usize| Some((index, mark_in(&lines.all[index].text, mark)?));
            let found = lines_there.rev().find_map(marked);
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Byte offset of the last place in `text` where `mark` is attached to a word.
fn mark_in(text: &str, mark: u32) -> Option<usize> {
    let digits = mark.to_string();
    let is_mark = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + digits.len()..]);
        let Some(last) = before.chars().next_back() else { return false };
        let ends = !after.starts_with(|letter: char| letter.is_alphanumeric());
        let token = before.split(|letter: char| !letter.is_alphanumeric()).next_back().unwrap_or_default();
        // "FA2" and "d2" are names; "3.1" is a number.
        let word = token.chars().count() > 1 && !token.chars().all(char::is_uppercase);
        let sign = matches!(last, '.' | ',' | '?' | '!' | '”' | '’' | ')')
            && before
                .chars()
                .rev()
                .nth(1)
                .is_some_and(|letter| letter.is_alphabetic() || matches!(letter, '.' | '’' | '”' | ')'));
        ends && ((last.is_alphabetic() && word) || sign)
    };
    text.match_indices(&digits).map(|(at, _)| at).filter(is_mark).last()
}

/// The marker at the beginning of a box: its length in bytes, and the kind it indicates.
fn marker(text: &str, hints: &Hints) -> Option<(usize, String)> {
    hints.boxes.markers.iter().find_map(|(marker, kind)| {
        let begins = text.get(..marker.len())?.to_lowercase();
        (begins == marker.to_lowercase()).then(|| (marker.len(), kind.clone()))
    })
}

/// The letters and digits of `text` in lower case: headings that agree in these are the same.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the lines of a heading may spell: the title with its number, with "Kapitel" or "Bilag" before it, or alone.
fn targets(hint: &HeadingHint) -> Vec<String> {
    let title = letters(&hint.title);
    let Some(number) = &hint.number else { return vec![title] };
    let number = letters(number);
    vec![format!("{number}{title}"), format!("kapitel{number}{title}"), format!("bilag{number}{title}"), title]
}
