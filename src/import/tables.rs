//! Tables and figures: captions, rows and notes, recovered from lines that have lost their columns.

use crate::import::block::{Block, Leaf, Table};
use crate::import::blocks::Builder;
use crate::import::structure::letters;

impl Builder<'_> {
    /// Builds a table from its lines. If the cells cannot be separated, the lines stay as they are.
    pub(super) fn table(&self, number: Option<&str>, columns: &[String], lines: &[usize]) -> Block {
        // If the columns are not named, the caption ends with its sentence.
        let ends = |index: usize| match columns {
            [] => lines
                .iter()
                .rev()
                .find(|line| **line < index)
                .is_some_and(|line| self.lines.all[*line].text.ends_with('.')),
            _ => self.begins_head(lines, index, columns),
        };
        let (caption, rest) = self.caption(lines, ends);
        let table = self.cells(columns, rest).map(|(head, rows, notes)| Table {
            number: number.map(str::to_owned),
            caption: self.leaf(caption),
            head,
            columns: columns.to_vec(),
            rows,
            notes,
        });
        match table {
            Some(table) => Block::Table(Box::new(table)),
            None => Block::PlainTable {
                number: number.map(str::to_owned),
                caption: self.leaf(caption),
                lines: self.plain(rest),
            },
        }
    }

    /// Builds a figure from its lines: its caption, and what is left of it.
    pub(super) fn figure(&self, number: Option<&str>, lines: &[usize]) -> Block {
        let ends = |index: usize| {
            let text = &self.lines.all[index].text;
            text.starts_with("Anm.") || text.starts_with(|letter: char| letter.is_ascii_digit())
        };
        let (caption, rest) = self.caption(lines, ends);
        let at = rest.iter().position(|line| is_note(&self.lines.all[*line].text)).unwrap_or(rest.len());
        let (values, notes) = rest.split_at(at);
        let mut rest = self.plain(values);
        rest.extend(self.note_leaves(notes));
        Block::Figure { number: number.map(str::to_owned), caption: self.leaf(caption), rest }
    }

    /// Splits off the caption, which ends before the first line for which `ends` holds.
    fn caption<'l>(&self, lines: &'l [usize], ends: impl Fn(usize) -> bool) -> (&'l [usize], &'l [usize]) {
        let at = lines.iter().enumerate().skip(1).find(|(_, index)| ends(**index)).map_or(lines.len(), |(at, _)| at);
        lines.split_at(at)
    }

    /// How many of `lines` are the header: those that together spell the names of the columns.
    fn head_length(&self, lines: &[usize], columns: &[String]) -> Option<usize> {
        let wanted = letters(&columns.concat());
        let mut seen = String::new();
        let mut length = 0;
        while seen != wanted {
            seen.push_str(&letters(&self.lines.all[*lines.get(length)?].text));
            length += 1;
            if !wanted.starts_with(&seen) {
                return None;
            }
        }
        Some(length)
    }

    /// Whether the header begins on line `index`.
    fn begins_head(&self, lines: &[usize], index: usize, columns: &[String]) -> bool {
        let from = lines.partition_point(|line| *line < index);
        self.head_length(&lines[from..], columns).is_some_and(|length| length > 0)
    }

    /// Splits `lines` into header, rows and notes; `None` if they do not fit the columns.
    #[allow(clippy::type_complexity, reason = "the parts of one table, taken apart at once")]
    fn cells(
        &self,
        columns: &[String],
        lines: &[usize],
    ) -> Option<(Option<Leaf>, Vec<(Leaf, Vec<String>)>, Vec<Leaf>)> {
        let cells = columns.len().checked_sub(1).filter(|count| *count > 0)?;
        let head = self.head_length(lines, columns)?;
        let mut rows = Vec::new();
        let mut from = head;
        for at in head..lines.len() {
            let text = &self.lines.all[lines[at]].text;
            if from == at && is_note(text) {
                break;
            }
            let tokens: Vec<&str> = text.split(' ').collect();
            let Some(label) = tokens.len().checked_sub(cells) else { continue };
            if tokens[label..].iter().all(|token| is_number(token)) {
                let row = self.leaf(&lines[from..=at]);
                let values = tokens[label..].iter().map(|token| (*token).to_owned()).collect();
                rows.push((row, values));
                from = at + 1;
            }
        }
        let notes = self.note_leaves(&lines[from..]);
        let is_complete = !rows.is_empty() && lines.get(from).is_none_or(|line| is_note(&self.lines.all[*line].text));
        is_complete.then(|| ((head > 0).then(|| self.leaf(&lines[..head])), rows, notes))
    }

    /// Notes under a table or figure: each but the first begins with "Anm.", "Kilde:" or "Note:".
    fn note_leaves(&self, lines: &[usize]) -> Vec<Leaf> {
        let mut notes = Vec::new();
        let mut from = 0;
        for at in 1..=lines.len() {
            if at == lines.len() || is_note(&self.lines.all[lines[at]].text) {
                notes.push(self.leaf(&lines[from..at]));
                from = at;
            }
        }
        notes.retain(|note| !note.lines.is_empty());
        notes
    }
}

fn is_note(text: &str) -> bool {
    ["Anm.", "Kilde:", "Note:"].iter().any(|word| text.starts_with(word))
}

/// Whether `token` is a number as found in cells: 43, 13,0, 5.134, or - for none.
fn is_number(token: &str) -> bool {
    let digits = token.trim_start_matches(['<', '>']).trim_end_matches(['%', '*']);
    digits == "-"
        || (digits.starts_with(|letter: char| letter.is_ascii_digit())
            && digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')))
}
