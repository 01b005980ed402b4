//! Where the parts of a publication are shown: on which page of its reading edition, or elsewhere on the site.

use crate::ids::{LineNo, ReadingPageId, SectionId};
use crate::import::{Leaf, Publication};

/// Where a section is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SectionPlace<'p> {
    /// On a page of the reading edition, at an anchor unless it begins the page.
    Page(ReadingPageId, Option<&'p str>),
    /// On another page of the site, `@/…`.
    Elsewhere(&'p str),
}

impl Publication {
    /// Where `section` is shown; `None` if no page has it.
    pub(crate) fn place_of_section(&self, section: SectionId) -> Option<SectionPlace<'_>> {
        let found = &self.sections[section];
        if let Some(elsewhere) = &found.elsewhere {
            return Some(SectionPlace::Elsewhere(elsewhere));
        }
        let page = self.page_of_section(section)?;
        let is_first = self.pages[page].sections.start == section;
        Some(SectionPlace::Page(page, (!is_first).then_some(found.anchor.as_str())))
    }

    /// The leaf that contains `line`, and the page of the reading edition that it is on.
    pub(crate) fn place_of_line(&self, line: LineNo) -> Option<(ReadingPageId, &Leaf)> {
        self.pages.iter_enumerated().find_map(|(page, shown)| {
            let leaf = self.leaves(shown).into_iter().find(|leaf| leaf.lines.contains(&line))?;
            Some((page, leaf))
        })
    }
}
