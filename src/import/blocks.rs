//! Running text → blocks: paragraphs, lists, quotations, boxes with their steps.
//!
//! Every line belongs to exactly one leaf, and a leaf's text is its lines joined. So no word can be lost or duplicated,
//! whatever block it ends up in.

use crate::ids::LineNo;
use crate::import::block::{Block, Leaf, Step, Style};
use crate::import::hints::{Hints, RangeKind};
use crate::import::lines::{Lines, State};
use crate::import::structure::{BoxAt, Owner, Structure};
use crate::import::words::End;
use crate::load::dates::MONTHS;

/// Builds blocks from lines.
pub(super) struct Builder<'a> {
    pub(super) lines: &'a Lines,
    pub(super) structure: &'a Structure,
    pub(super) hints: &'a Hints,
    /// How each line continues.
    pub(super) ends: &'a [End],
    pub(super) subheadings: &'a [usize],
}

/// What lies between two lines of running text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    /// A page break, a footnote, dropped lines: the text may continue.
    Over,
}

/// A paragraph or a list item under construction.
struct Open {
    item: bool,
    lines: Vec<usize>,
}

impl Builder<'_> {
    /// Joins `lines` (ascending indices) into one text.
    pub(super) fn leaf(&self, lines: &[usize]) -> Leaf {
        self.leaf_without(lines, 0)
    }

    /// The same without the first `skip` bytes: the bullet of a list.
    fn leaf_without(&self, lines: &[usize], skip: usize) -> Leaf {
        let mut leaf = Leaf::default();
        let mut end = End::Tight;
        for (number, index) in lines.iter().enumerate() {
            let line = &self.lines.all[*index];
            if end == End::Join {
                leaf.text.pop();
            } else if end == End::Space && !leaf.text.is_empty() {
                leaf.text.push(' ');
            }
            let skip = if number == 0 { skip } else { 0 };
            let from = leaf.text.len();
            if let (true, Some(page)) = (line.starts_page, line.page) {
                leaf.pages.push((from, page));
            } else if let Some(page) = self.page_behind(*index, number.checked_sub(1).map(|before| lines[before])) {
                leaf.pages.push((from, page));
            }
            for note in &self.structure.notes {
                if let Some((marked, at)) = note.marked
                    && marked == *index
                    && at >= skip
                {
                    leaf.marks.push((from + at - skip, note.mark));
                }
            }
            leaf.text.push_str(line.text.get(skip..).unwrap_or_default());
            leaf.lines.push(LineNo::of(*index));
            end = self.ends[*index];
        }
        leaf
    }

    /// The page that begins on a dropped line (its number or its header) before line `index`.
    fn page_behind(&self, index: usize, before: Option<usize>) -> Option<u32> {
        let first = before.map_or_else(|| index.saturating_sub(12), |before| before + 1);
        let dropped = self.lines.all[first..index].iter().rev().take_while(|line| line.state != State::Text);
        let found = dropped.filter(|line| line.starts_page && line.state == State::Gone).last()?;
        found.page
    }

    /// Each line by itself, except that divided words are joined.
    pub(super) fn plain(&self, lines: &[usize]) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut from = 0;
        for at in 0..lines.len() {
            if self.ends[lines[at]] == End::Space || at + 1 == lines.len() {
                leaves.push(self.leaf(&lines[from..=at]));
                from = at + 1;
            }
        }
        leaves
    }

    /// The blocks of `lines`: running text, ranges and boxes. `inside` is the box that contains them.
    pub(super) fn blocks(&self, lines: &[usize], inside: Option<&BoxAt>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut floats = Vec::new();
        let mut open: Option<Open> = None;
        let mut at = 0;
        while at < lines.len() {
            let index = lines[at];
            let boxed = self.structure.boxes.iter().find(|found| {
                (found.first..=found.last).contains(&index) && inside.is_none_or(|inside| inside.first != found.first)
            });
            if let Some(boxed) = boxed {
                self.close(&mut open, &mut blocks, &mut floats);
                let count = lines[at..].iter().take_while(|index| **index <= boxed.last).count();
                self.boxed(boxed, &lines[at..at + count], &mut blocks);
                at += count;
                continue;
            }
            if let Owner::Range(range) = self.structure.owners[index] {
                let count = lines[at..]
                    .iter()
                    .take_while(|index| self.structure.owners[**index] == Owner::Range(range))
                    .count();
                let block = self.range(range, &lines[at..at + count]);
                at += count;
                let goes_on = open
                    .as_ref()
                    .and_then(|open| open.lines.last())
                    .zip(lines.get(at))
                    .is_some_and(|(last, next)| self.goes_on(*last, *next));
                if goes_on && matches!(self.structure.owners[lines[at]], Owner::Flow) {
                    floats.extend(block);
                } else {
                    self.close(&mut open, &mut blocks, &mut floats);
                    blocks.extend(block);
                }
                continue;
            }
            let sign = self.sign(index, open.as_ref());
            let continues = sign.is_none() && open.as_ref().is_some_and(|open| self.continues(open, index));
            match &mut open {
                Some(open) if continues => open.lines.push(index),
                _ => {
                    self.close(&mut open, &mut blocks, &mut floats);
                    open = Some(Open { item: sign.is_some(), lines: vec![index] });
                }
            }
            at += 1;
        }
        self.close(&mut open, &mut blocks, &mut floats);
        blocks
    }

    /// Whether a sentence that line `last` leaves open continues on line `next`, with something in between.
    fn goes_on(&self, last: usize, next: usize) -> bool {
        let open = !ends_sentence(&self.lines.all[last].text);
        self.ends[last] != End::Space || (open && self.lines.all[next].text.starts_with(char::is_lowercase))
    }

    fn gap(&self, before: usize, index: usize) -> Gap {
        let between = &self.lines.all[before + 1..index];
        let over = (before + 1..index).any(|between| {
            self.lines.all[between].state == State::Gone || matches!(self.structure.owners[between], Owner::Note(_))
        });
        match (over || self.lines.all[index].starts_page, between.iter().any(|line| line.state == State::Blank)) {
            (true, blank) if over || !blank => Gap::Over,
            (_, true) => Gap::Blank,
            _ => Gap::None,
        }
    }

    fn continues(&self, open: &Open, index: usize) -> bool {
        let Some(last) = open.lines.last().copied() else { return false };
        if self.ends[last] != End::Space {
            return true;
        }
        if self.subheadings.contains(&index) || self.subheadings.contains(&last) {
            return false;
        }
        let (text, next) = (&self.lines.all[last].text, &self.lines.all[index].text);
        let ended = ends_sentence(text);
        match self.gap(last, index) {
            Gap::None => {
                let short = self.hints.short_lines_end && ended && text.chars().count() < 70;
                !(short && next.starts_with(char::is_uppercase))
            }
            Gap::Over => !ended,
            Gap::Blank => !ended && next.starts_with(char::is_lowercase),
        }
    }

    /// The length of the bullet that makes line `index` a list item; 0 for a number, which is kept.
    fn sign(&self, index: usize, open: Option<&Open>) -> Option<usize> {
        let last = open.and_then(|open| open.lines.last().copied());
        if last.is_some_and(|last| self.ends[last] != End::Space) {
            return None;
        }
        let text = self.lines.all[index].text.as_str();
        // A dash or a number may just as well begin a line of running text.
        let fresh = last.is_none_or(|last| {
            open.is_some_and(|open| open.item)
                || self.gap(last, index) == Gap::Blank
                || self.lines.all[last].text.ends_with(':')
        });
        let sign = self.hints.bullets.iter().find(|sign| {
            text.strip_prefix(sign.as_str()).is_some_and(|rest| rest.starts_with(' '))
                && (fresh || matches!(sign.as_str(), "•" | "·"))
        });
        match sign {
            Some(sign) => Some(sign.len() + 1),
            None => (fresh && is_numbered(text)).then_some(0),
        }
    }

    fn close(&self, open: &mut Option<Open>, blocks: &mut Vec<Block>, floats: &mut Vec<Block>) {
        if let Some(Open { item, lines }) = open.take() {
            let first = lines[0];
            if item {
                let text = &self.lines.all[first].text;
                let sign = self.hints.bullets.iter().find(|sign| text.starts_with(sign.as_str()));
                let leaf = self.leaf_without(&lines, sign.map_or(0, |sign| sign.len() + 1));
                match blocks.last_mut() {
                    Some(Block::List(items)) => items.push(leaf),
                    _ => blocks.push(Block::List(vec![leaf])),
                }
            } else {
                let text = self.leaf(&lines);
                let style = self.style(&lines, &text, blocks.last());
                blocks.push(Block::Paragraph { style, text });
            }
        }
        blocks.append(floats);
    }

    fn style(&self, lines: &[usize], leaf: &Leaf, before: Option<&Block>) -> Style {
        if self.subheadings.contains(&lines[0]) {
            return Style::Subheading;
        }
        if self.hints.remarks.iter().any(|remark| leaf.text.starts_with(remark.as_str())) {
            return Style::Remark;
        }
        let signed = self.hints.quote_ends.iter().any(|end| {
            let tail: String = leaf.text.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            tail.contains(end.as_str())
        });
        if signed && leaf.text.starts_with('”') {
            return Style::Quote;
        }
        let Some(width) = self.hints.quote_width else { return Style::Plain };
        let introduced = match before {
            Some(Block::Paragraph { text, .. }) => text.text.ends_with(':'),
            _ => false,
        };
        let full = &lines[..lines.len().max(2) - 1];
        let total: usize = full.iter().map(|index| self.lines.all[*index].text.chars().count()).sum();
        let narrow = |width: usize| total <= width * full.len();
        let widest = full.iter().map(|index| self.lines.all[*index].text.chars().count()).max().unwrap_or(0);
        let alone = full.len() > 1 && self.hints.quote_alone.is_some_and(|width| narrow(width) && widest <= width + 3);
        if alone || (introduced && narrow(width)) { Style::Quote } else { Style::Plain }
    }

    fn range(&self, range: usize, lines: &[usize]) -> Vec<Block> {
        let (_, _, kind) = &self.structure.ranges[range];
        if lines.is_empty() {
            return Vec::new();
        }
        match kind {
            RangeKind::Table { number, columns } => vec![self.table(number.as_deref(), columns, lines)],
            RangeKind::Figure { number } => vec![self.figure(number.as_deref(), lines)],
            RangeKind::Plain | RangeKind::Boxed { .. } => vec![Block::Plain(self.plain(lines))],
            RangeKind::Quote => self.paragraphs(lines, Style::Quote),
            RangeKind::Prose => self.paragraphs(lines, Style::Plain),
            RangeKind::List => vec![Block::List(self.items(lines))],
            RangeKind::Elsewhere { .. } => self.elsewhere(range).into_iter().collect(),
        }
    }

    /// The block for range `range`, if its text is on another page of the site.
    pub(super) fn elsewhere(&self, range: usize) -> Option<Block> {
        let (first, last, kind) = &self.structure.ranges[range];
        let RangeKind::Elsewhere { page, kind } = kind else { return None };
        let label = self.lines.all[*first].text.clone();
        Some(Block::Elsewhere {
            page: page.value.clone(),
            kind: kind.clone(),
            label,
            lines: (LineNo::of(*first), LineNo::of(*last)),
        })
    }

    fn paragraphs(&self, lines: &[usize], style: Style) -> Vec<Block> {
        let mut paragraphs: Vec<Vec<usize>> = Vec::new();
        for index in lines {
            let goes_on = paragraphs
                .last()
                .and_then(|last| last.last())
                .is_some_and(|last| self.ends[*last] != End::Space || self.gap(*last, *index) != Gap::Blank);
            match paragraphs.last_mut().filter(|_| goes_on) {
                Some(last) => last.push(*index),
                None => paragraphs.push(vec![*index]),
            }
        }
        paragraphs.iter().map(|lines| Block::Paragraph { style, text: self.leaf(lines) }).collect()
    }

    /// Splits `lines` into items, which begin with white space or, if no line does, with a capital letter.
    fn items(&self, lines: &[usize]) -> Vec<Leaf> {
        let spaced = |index: usize| self.lines.all[index].raw.starts_with([' ', '\t']);
        let by_space = lines.iter().any(|index| spaced(*index));
        let begins = |index: usize| {
            if by_space { spaced(index) } else { self.lines.all[index].text.starts_with(char::is_uppercase) }
        };
        let mut items: Vec<Vec<usize>> = Vec::new();
        for index in lines {
            let divided = items.last().and_then(|last| last.last()).is_some_and(|last| self.ends[*last] != End::Space);
            match items.last_mut().filter(|_| divided || !begins(*index)) {
                Some(last) => last.push(*index),
                None => items.push(vec![*index]),
            }
        }
        items.iter().map(|lines| self.leaf(lines)).collect()
    }

    /// Adds a box. Boxes of the same case are joined.
    fn boxed(&self, found: &BoxAt, lines: &[usize], blocks: &mut Vec<Block>) {
        let (titled, rest) = lines.split_at(found.title_lines.min(lines.len()));
        let title = self.leaf(titled);
        let span = (LineNo::of(found.first), LineNo::of(found.last));
        if self.hints.boxes.case.as_deref() != Some(found.kind.as_str()) {
            let blocks_in = self.blocks(rest, Some(found));
            blocks.push(Block::Boxed { kind: found.kind.clone(), title, lines: span, blocks: blocks_in });
            return;
        }
        let bare = title.text.get(found.marker..).unwrap_or_default().trim();
        let named = (span.0, span.1, bare.to_owned());
        let begins = bare.to_lowercase().starts_with(&self.hints.boxes.case_title.to_lowercase());
        if begins || !matches!(blocks.last(), Some(Block::Case { .. })) {
            let (subtitled, rest) = rest.split_at(rest.len().min(1));
            let subtitle = self.leaf(subtitled);
            let intro = self.blocks(rest, Some(found));
            let kind = found.kind.clone();
            blocks.push(Block::Case { title, subtitle, kind, boxes: vec![named], intro, steps: Vec::new() });
            return;
        }
        let Some(Block::Case { boxes, steps, .. }) = blocks.last_mut() else { return };
        boxes.push(named);
        let begins_step = |index: &usize| self.hints.boxes.steps.contains(&self.lines.all[*index].text);
        let mut title = title;
        let mut rest = rest;
        while let Some(at) = rest.iter().position(begins_step) {
            steps.push(Step { title, blocks: self.blocks(&rest[..at], Some(found)) });
            title = self.leaf(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        steps.push(Step { title, blocks: self.blocks(rest, Some(found)) });
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|letter: char| letter.is_ascii_digit()).ends_with(['.', ':', '?', '!', '”'])
        || text.ends_with(['.', ':', '?', '!', '”'])
}

/// Whether `text` begins with the number of a list item: "1. Hvordan", "2) At", but not "1. juli".
fn is_numbered(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let Some(rest) = text.get(digits..).filter(|_| (1..=2).contains(&digits)) else { return false };
    let Some(rest) = rest.strip_prefix(['.', ')']) else { return false };
    rest.strip_prefix(' ').is_some_and(|rest| !MONTHS.iter().any(|month| rest.starts_with(month)))
}
