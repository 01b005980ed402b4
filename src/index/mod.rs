//! Fifth station: what search will find.
//!
//! The place of the index in the flow: it gets the site and its texts after all links are resolved and before anything
//! is rendered, since pages will show related passages. Nothing is indexed yet.

use crate::link::Links;
use crate::model::Site;
use crate::text::Text;

/// The index of a site.
#[derive(Debug, Default)]
pub struct Index {}

/// Builds the index of `site`.
pub fn build(_site: &Site, _texts: &[Text], _links: &Links) -> Index {
    Index::default()
}
