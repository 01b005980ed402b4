//! Addresses within the site: of pages, of their parts, and of the parts of publications.
//!
//! Editors write such an address as `@/folder/page.md#anchor`. This is the only module that takes that form apart; later
//! stages get a [`SiteAddress`].

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::ids::{LineNo, PageId, PublicationId, ReadingPageId, SectionId};
use crate::import::SectionPlace;
use crate::link::Linked;
use crate::model::{Site, Unit, address};
use crate::text::places::leaf_anchor;

/// An address within the site. It is displayed relative to the output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SiteAddress<'a> {
    /// The path of the output file, from the output folder.
    pub path: &'a str,
    /// The anchor in it.
    pub anchor: Option<Cow<'a, str>>,
}

impl<'a> SiteAddress<'a> {
    /// The address of a page as a whole.
    pub(crate) fn of(site: &'a Site, page: PageId) -> Self {
        Self { path: &site.pages[page].output, anchor: None }
    }

    /// The address of the question at `position`, counted from 1, of the indicator on `page`.
    pub(crate) fn of_question(site: &'a Site, page: PageId, position: usize) -> Self {
        Self::of(site, page).at(site.pages[page].question_anchor(position))
    }

    /// The address of a unit of an edition.
    pub(crate) fn of_unit(site: &'a Site, unit: Unit) -> Self {
        let anchor = unit.anchor(site).map(Cow::from);
        Self { anchor, ..Self::of(site, unit.page) }
    }

    /// The same page, at `anchor`.
    pub(crate) fn at(self, anchor: impl Into<Cow<'a, str>>) -> Self {
        Self { anchor: Some(anchor.into()), ..self }
    }

    /// The address for a page in `folder`, without percent-encoding.
    pub(crate) fn relative_to(&self, folder: &str) -> String {
        match &self.anchor {
            Some(anchor) => format!("{}#{anchor}", address::relative(folder, self.path)),
            None => address::relative(folder, self.path),
        }
    }
}

impl fmt::Display for SiteAddress<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.anchor {
            Some(anchor) => write!(formatter, "{}#{anchor}", self.path),
            None => formatter.write_str(self.path),
        }
    }
}

/// An address as editors write it, taken apart: `@/folder/page.md#anchor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written<'t> {
    /// The path of a file in `content/`.
    pub(super) file: &'t str,
    pub(super) anchor: Option<&'t str>,
}

impl<'t> Written<'t> {
    /// Takes `address` apart; `None` if it is of another form.
    pub(super) fn parse(address: &'t str) -> Option<Self> {
        let address = address.strip_prefix("@/")?;
        Some(match address.split_once('#') {
            Some((file, anchor)) => Self { file, anchor: Some(anchor) },
            None => Self { file: address, anchor: None },
        })
    }
}

/// The page at the address `@/folder/page.md`, with or without an anchor.
pub(crate) fn written_page(site: &Site, address: &str) -> Option<PageId> {
    site.by_path.get(Written::parse(address)?.file).copied()
}

/// The address that an editor wrote as `@/folder/page.md#anchor`. Whether the anchor exists is not checked.
pub(crate) fn written_address<'a>(site: &'a Site, address: &'a str) -> Option<SiteAddress<'a>> {
    let page = SiteAddress::of(site, written_page(site, address)?);
    Some(match Written::parse(address)?.anchor {
        Some(anchor) => page.at(anchor),
        None => page,
    })
}

impl<'a> Linked<'a> {
    /// The address of a page of a reading edition.
    pub(crate) fn reading_page(&self, publication: PublicationId, page: ReadingPageId) -> SiteAddress<'a> {
        SiteAddress::of(self.site, self.site.reading_pages[publication][page])
    }

    /// The address of a section of a publication: its page, with an anchor unless it begins the page; or the page that
    /// has its text instead.
    pub(crate) fn section(&self, publication: PublicationId, section: SectionId) -> Option<SiteAddress<'a>> {
        match self.site.publications[publication].place_of_section(section)? {
            SectionPlace::Elsewhere(address) => written_address(self.site, address),
            SectionPlace::Page(page, None) => Some(self.reading_page(publication, page)),
            SectionPlace::Page(page, Some(anchor)) => Some(self.reading_page(publication, page).at(anchor)),
        }
    }

    /// The address of the paragraph, heading or cell of a reading edition that contains `line`.
    pub(crate) fn line(&self, publication: PublicationId, line: LineNo) -> Option<SiteAddress<'a>> {
        let (page, leaf) = self.site.publications[publication].place_of_line(line)?;
        Some(self.reading_page(publication, page).at(leaf_anchor(leaf)))
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn only_the_form_of_editors_is_taken_apart() {
        let parsed = |address| Written::parse(address).map(|Written { file, anchor }| (file, anchor));
        assert_eq!(parsed("@/a/b.md#c#d"), Some(("a/b.md", Some("c#d"))));
        assert_eq!(parsed("@/a/b.md#"), Some(("a/b.md", Some(""))));
        assert_eq!(parsed("@/a/b.md"), Some(("a/b.md", None)));
        assert_eq!(parsed("/a/b.html"), None);
        assert_eq!(parsed("a@/b.md"), None);
    }
}
