//! Values of the law: a paragraph and its subsections (stykker).

use serde::Serialize;

use crate::ids::PageId;
use crate::model::{Unit, UnitPart, subsection_anchor};
use crate::render::RenderContext;
use crate::render::cards::Card;
use crate::render::history::HistoryView;

/// The page of a paragraph.
#[derive(Debug, Serialize)]
pub(super) struct ParagraphDetail {
    printed_page: Option<i64>,
    /// The ELI address of the statute.
    eli: Option<String>,
    subsections: Vec<SubsectionView>,
    mentions: Vec<Card>,
}

#[derive(Debug, Serialize)]
struct SubsectionView {
    number: usize,
    anchor: String,
    text: String,
    /// What it was in other editions, and what it became.
    history: Option<HistoryView>,
}

impl RenderContext<'_> {
    /// The values of a paragraph's page.
    pub(super) fn paragraph_detail(&self, folder: &str, page: PageId) -> ParagraphDetail {
        let subsections = (1..).zip(&self.texts[page].outline.subsections).map(|(number, html)| SubsectionView {
            number,
            anchor: subsection_anchor(number),
            text: self.html(page, folder, html),
            history: self.part_history(folder, Unit { page, part: Some(UnitPart::Subsection(number)) }),
        });
        ParagraphDetail {
            printed_page: self.site.pages[page].printed_page(),
            eli: self.site.pages[page].eli().map(str::to_owned),
            subsections: subsections.collect(),
            mentions: self.mentions(folder, page),
        }
    }
}
