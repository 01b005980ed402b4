//! The blocks that a publication's text consists of.

use serde::{Deserialize, Serialize};

use crate::ids::LineNo;

/// Lines joined into one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leaf {
    /// Its lines.
    pub lines: Vec<LineNo>,
    /// The text as shown.
    pub text: String,
    /// Printed pages that begin in it: byte offset in the text, and page number.
    pub pages: Vec<(usize, u32)>,
    /// Footnote marks: byte offset in the text, and the mark's number.
    pub marks: Vec<(usize, u32)>,
}

impl Leaf {
    /// The line it begins on; `None` if it has no lines.
    pub(crate) fn line(&self) -> Option<LineNo> {
        self.lines.first().copied()
    }
}

/// What kind of paragraph it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Style {
    /// Running text.
    Plain,
    /// A quotation.
    Quote,
    /// The publisher's remark on what precedes it.
    Remark,
    /// A heading inside a box.
    Subheading,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// As printed.
    pub title: Leaf,
    /// What happened.
    pub blocks: Vec<Block>,
}

/// A table whose cells could be separated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// "3.1"
    pub number: Option<String>,
    /// "Tabel 3.1" and the title, as printed.
    pub caption: Leaf,
    /// The names of the columns, as printed; the first is that of the row labels.
    pub head: Option<Leaf>,
    /// The same, one by one.
    pub columns: Vec<String>,
    /// For each row, a leaf with all its words, the label included, and its cells without the label.
    pub rows: Vec<(Leaf, Vec<String>)>,
    /// The notes below it.
    pub notes: Vec<Leaf>,
}

/// A block of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field says what it is")]
pub(crate) enum Block {
    Paragraph {
        style: Style,
        text: Leaf,
    },
    List(Vec<Leaf>),
    /// Lines left as they are.
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
        lines: (LineNo, LineNo),
        blocks: Vec<Block>,
    },
    /// Boxes that tell one story: the lines and title of each box, the introduction, the steps.
    Case {
        title: Leaf,
        subtitle: Leaf,
        kind: String,
        boxes: Vec<(LineNo, LineNo, String)>,
        intro: Vec<Block>,
        steps: Vec<Step>,
    },
    /// Text that is on another page of the site: the page, and the lines.
    /// The text of the first line is the label.
    Elsewhere {
        page: String,
        kind: Option<String>,
        label: String,
        lines: (LineNo, LineNo),
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
