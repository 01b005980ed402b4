//! Machine-readable files: robots.txt, sitemap.xml, atom.xml, opensearch.xml. All but the first need a base URL.
//!
//! The templates of the XML files are part of the program, not of a theme: their form is given by their standards
//! (sitemaps.org 0.9, RFC 4287, OpenSearch 1.1), and templates of the same names in a site made for Zola expect other
//! values.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use crate::error::Error;
use crate::ids::PageId;
use crate::model::Item;
use crate::render::RenderContext;

/// The pages of sitemap.xml.
#[derive(Serialize)]
struct Sitemap<'a> {
    pages: Vec<SitemapPage<'a>>,
}

#[derive(Serialize)]
struct SitemapPage<'a> {
    /// The absolute address.
    url: String,
    /// The day of the last change.
    updated: Option<&'a str>,
}

/// The values of atom.xml.
#[derive(Serialize)]
struct Feed<'a> {
    language: &'a str,
    title: &'a str,
    base: &'a str,
    /// The day of the newest change.
    newest: String,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    /// The address of the page with the day, and a number for all but the first of that day.
    id: String,
    day: String,
    title: String,
    text: String,
    /// The absolute address of the page.
    url: String,
}

/// The values of opensearch.xml.
#[derive(Serialize)]
struct OpenSearch<'a> {
    short_name: String,
    description: &'a str,
    language: &'a str,
    base: &'a str,
}

/// The length of the name that browsers show for a search, in characters (OpenSearch 1.1, "ShortName").
const SHORT_NAME: usize = 16;

/// The day of a feed without changes: Atom requires one.
const NO_CHANGE: &str = "1970-01-01";

impl RenderContext<'_> {
    /// Allows everyone to read everything.
    pub(super) fn robots(&self) -> Vec<u8> {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(sitemap) = self.absolute("sitemap.xml") {
            text.push_str(&format!("Sitemap: {sitemap}\n"));
        }
        text.into_bytes()
    }

    /// All listed pages, each with the day of its last change.
    pub(super) fn sitemap(&self, path: &str) -> Result<Vec<u8>, Error> {
        let pages = self.site.outputs.iter().filter_map(|output| {
            let updated = match output.item {
                Item::Page(page) if self.is_unlisted(page) => return None,
                Item::Pager(..) | Item::TaxonomyTerm(_, _, 2..) if !self.site.config.zola.pagers_in_sitemap => {
                    return None;
                }
                Item::Page(page) => self.changed_at(page),
                Item::Checklist(..)
                | Item::Coverage(..)
                | Item::Changes(..)
                | Item::Numbers(..)
                | Item::Recent
                | Item::Examples(..)
                | Item::Letters
                | Item::TaxonomyList(..)
                | Item::Pager(..)
                | Item::TaxonomyTerm(..) => None,
                _ => return None,
            };
            Some(SitemapPage { url: self.absolute(&output.path)?, updated })
        });
        xml(path, include_str!("xml/sitemap.xml"), &Sitemap { pages: pages.collect() })
    }

    /// The day of the last change of `page`, as its editor wrote it.
    pub(super) fn changed_at(&self, page: PageId) -> Option<&str> {
        let front = self.site.pages[page].front();
        front.updated.as_deref().or(front.date.as_deref())
    }

    /// Everything that has changed, newest first. The date of the feed is that of the newest change.
    pub(super) fn feed(&self, path: &str) -> Result<Vec<u8>, Error> {
        let config = &self.site.config;
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let changes: Vec<_> = self
            .recent_changes()
            .into_iter()
            .map(|change| {
                let url = self.absolute(&change.path).unwrap_or_default();
                let id = format!("{url}#{}", change.day);
                // A page may have changed twice on one day.
                let number = taken.entry(id.clone()).or_default();
                *number += 1;
                let id = if *number > 1 { format!("{id}-{number}") } else { id };
                Change { id, day: change.day, title: change.title, text: change.text, url }
            })
            .collect();
        let feed = Feed {
            language: &config.language,
            title: &config.title,
            base: config.base_url.as_deref().unwrap_or_default(),
            newest: changes.first().map_or_else(|| NO_CHANGE.to_owned(), |change| change.day.clone()),
            changes,
        };
        xml(path, include_str!("xml/atom.xml"), &feed)
    }

    /// The description that lets a browser offer the search.
    pub(super) fn open_search(&self, path: &str) -> Result<Vec<u8>, Error> {
        let config = &self.site.config;
        let description = OpenSearch {
            short_name: config.title.chars().take(SHORT_NAME).collect(),
            description: &config.description,
            language: &config.language,
            base: config.base_url.as_deref().unwrap_or_default(),
        };
        xml(path, include_str!("xml/opensearch.xml"), &description)
    }
}

/// Fills in `template` with `values`, escaped for XML. `path` is named if it fails.
fn xml(path: &str, template: &str, values: &impl Serialize) -> Result<Vec<u8>, Error> {
    let filled = Context::from_serialize(values).and_then(|context| Tera::one_off(template, &context, true));
    filled.map(String::into_bytes).map_err(Error::template(path))
}
