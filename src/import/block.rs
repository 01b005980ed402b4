//! The pieces a publication's text is made of.

use serde::{Deserialize, Serialize};

use crate::import::tables::Table;

/// Lines joined to one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// Its lines, counted from 1.
    pub lines: Vec<usize>,
    /// As it is shown.
    pub text: String,
    /// Where a page begins in it, and which.
    pub pages: Vec<(usize, u32)>,
    /// Marks of footnotes: place in the text, and the mark's number.
    pub marks: Vec<(usize, u32)>,
}

impl Leaf {
    /// The line it begins on.
    pub fn line(&self) -> usize {
        self.lines.first().copied().unwrap_or(0)
    }
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// Running text.
    Plain,
    /// Somebody's words.
    Quote,
    /// The publisher's remark on what was just told.
    Remark,
    /// A heading inside a box.
    Subheading,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// As printed.
    pub title: Leaf,
    /// What happened.
    pub blocks: Vec<Block>,
}

/// A piece of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field says what it is")]
pub enum Block {
    Paragraph {
        style: Style,
        text: Leaf,
    },
    List(Vec<Leaf>),
    /// Lines as they stand.
    Plain(Vec<Leaf>),
    Table(Box<Table>),
    PlainTable {
        number: Option<String>,
        caption: Leaf,
        lines: Vec<Leaf>,
    },
    Figure {
        number: Option<String>,
        caption: Leaf,
        rest: Vec<Leaf>,
    },
    Boxed {
        kind: String,
        title: Leaf,
        lines: (usize, usize),
        blocks: Vec<Block>,
    },
    /// Boxes that tell one story: the lines of each box, the introduction, the steps.
    Case {
        title: Leaf,
        subtitle: Leaf,
        kind: String,
        boxes: Vec<(usize, usize, String)>,
        intro: Vec<Block>,
        steps: Vec<Step>,
    },
    /// Text that stands on another page of the site: the page, and the lines.
    /// The first of the lines is its name.
    Elsewhere {
        page: String,
        kind: Option<String>,
        label: String,
        lines: (usize, usize),
    },
}

/// Every leaf of `blocks`, in order.
pub(super) fn leaves<'b>(blocks: &'b [Block], found: &mut Vec<&'b Leaf>) {
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } => found.push(text),
            Block::List(items) | Block::Plain(items) => found.extend(items),
            Block::Table(table) => {
                found.push(&table.caption);
                found.extend(&table.head);
                found.extend(table.rows.iter().map(|(row, _)| row));
                found.extend(&table.notes);
            }
            Block::PlainTable { caption, lines, .. } | Block::Figure { caption, rest: lines, .. } => {
                found.push(caption);
                found.extend(lines);
            }
            Block::Boxed { title, blocks, .. } => {
                found.push(title);
                leaves(blocks, found);
            }
            Block::Case { title, subtitle, intro, steps, .. } => {
                found.extend([title, subtitle]);
                leaves(intro, found);
                for step in steps {
                    found.push(&step.title);
                    leaves(&step.blocks, found);
                }
            }
            Block::Elsewhere { .. } => {}
        }
    }
}
