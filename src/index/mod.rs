//! Fifth station: what search will find, and which passages speak of the same matter.
//!
//! Gets the site and its texts after all links are resolved and before anything is rendered, since pages show related
//! passages. The units are the sections of the reading editions.

mod related;

use std::collections::BTreeMap;

use crate::error::Error;
use crate::link::Links;
use crate::model::{PageId, Site};
use crate::text::Text;

/// A section of a reading edition: the publication, and the section in it.
pub type Passage = (usize, usize);

/// The index of a site.
#[derive(Debug, Default, Hash)]
pub struct Index {
    /// Per page of an indicator or an anvisning, the passages of the library that speak of the same matter, the
    /// nearest first. Found by the program, never by an editor.
    pub related: BTreeMap<PageId, Vec<Passage>>,
}

/// Builds the index of `site`.
pub fn build(site: &Site, texts: &[Text], links: &Links) -> Result<Index, Error> {
    let related = related::find(site, texts, links).map_err(|error| Error::Usage(format!("the index: {error}")))?;
    Ok(Index { related })
}
