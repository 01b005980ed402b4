//! Parts that many pages have in common, rendered once per folder: navigation and footer.

use std::collections::HashMap;

use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::ids::PageId;
use crate::load::hashed;
use crate::model::{CATALOGUE, address};
use crate::render::cards::Card;
use crate::render::templates::Templates;
use crate::render::{RenderContext, minify, values};

/// The ready-made parts.
#[derive(Debug)]
pub(super) struct Shared {
    /// The values of the site that every template gets.
    pub(super) site: Value,
    /// By output folder: navigation, footer and a hash of both.
    folders: HashMap<String, (String, String, u64)>,
}

impl Default for Shared {
    fn default() -> Self {
        Self { site: Value::none(), folders: HashMap::new() }
    }
}

impl Shared {
    pub(super) fn parts(&self, folder: &str) -> (&str, &str) {
        self.folders.get(folder).map_or(("", ""), |(nav, footer, _)| (nav, footer))
    }

    /// Changes whenever the parts of `folder` do.
    pub(super) fn key(&self, folder: &str) -> u64 {
        self.folders.get(folder).map_or(0, |(_, _, key)| *key)
    }
}

/// The values of the site that every template gets.
#[derive(Debug, Serialize)]
pub(super) struct SiteView {
    /// The name under which visitors' browsers store data of the site.
    id: String,
    title: String,
    description: String,
    language: String,
    base_url: Option<String>,
    contact: Option<String>,
    /// A `mailto:` link, or the web address.
    contact_url: Option<String>,
    accessibility_statement: Option<String>,
    has_feed: bool,
    /// Whether there is a search page.
    has_search: bool,
    has_opensearch: bool,
    is_portal: bool,
    /// Whether there is a record of the data files.
    has_catalogue: bool,
    /// Whether there are visit pack pages.
    has_model: bool,
    /// Whether visitors can create a visit pack.
    has_packs: bool,
    /// Whether code is highlighted.
    highlights: bool,
    taxonomies: Vec<String>,
    extra: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct NavView {
    /// The home page.
    home: Card,
    /// The sections of the home page, and its pages.
    top: Vec<NavItem>,
    /// The subsections of the top-level section that contains this folder.
    area: Vec<NavItem>,
}

#[derive(Debug, Serialize)]
struct NavItem {
    title: String,
    url: String,
    /// Whether it contains this folder.
    current: bool,
    /// `[extra] place`: "footer" keeps a section out of the navigation and puts its pages in the footer.
    place: String,
    pages: Vec<Card>,
}

/// Maximum number of pages in the home section that the navigation lists beside its sections.
const MOST_PAGES: usize = 12;

/// Renders the parts for every output folder.
pub(super) fn make(cx: &RenderContext<'_>, templates: &Templates) -> Result<Shared, Box<Diagnostic>> {
    let mut shared = Shared { site: values(&cx.site_view())?, folders: HashMap::new() };
    // The section that each folder belongs to; generated pages are in the folders of sections, or under the home page.
    let mut sections: HashMap<&str, PageId> = HashMap::new();
    for (id, page) in cx.site.pages.iter_enumerated() {
        let section = if page.kind().is_section() { id } else { page.parent.unwrap_or(cx.site.home) };
        if page.kind().is_section() {
            sections.insert(page.folder(), section);
        } else {
            sections.entry(page.folder()).or_insert(section);
        }
    }
    let mut folders: Vec<&str> = cx.site.outputs.iter().map(|output| address::folder(&output.path)).collect();
    folders.dedup();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        let mut above = std::iter::successors(Some(folder), |at| (!at.is_empty()).then(|| address::folder(at)));
        let section = above.find_map(|folder| sections.get(folder)).copied().unwrap_or(cx.site.home);
        let mut context = Context::new();
        context.insert_value("nav", values(&cx.navigation(folder, section))?);
        context.insert_value("site", shared.site.clone());
        context.insert_value("root", Value::from(address::root_prefix(folder)));
        let render = |name: &str| {
            templates
                .render(name, &context)
                .map(|html| if cx.site.config.minify_html { minify::html(&html) } else { html })
        };
        let (nav, footer) = (render("nav.html")?, render("footer.html")?);
        let key = hashed(&(&nav, &footer));
        shared.folders.insert(folder.to_owned(), (nav, footer, key));
    }
    Ok(shared)
}

impl RenderContext<'_> {
    pub(super) fn site_view(&self) -> SiteView {
        let config = &self.site.config;
        let contact_url = config.contact.as_ref().map(|contact| {
            if crate::load::config::is_web_address(contact) { contact.clone() } else { format!("mailto:{contact}") }
        });
        SiteView {
            id: config.id.clone(),
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            base_url: config.base_url.clone(),
            contact: config.contact.clone(),
            contact_url,
            accessibility_statement: config.accessibility_statement.clone(),
            has_catalogue: self.site.output(CATALOGUE).is_some(),
            has_feed: config.base_url.is_some() && config.generate_feeds,
            highlights: config.markdown.highlights,
            has_search: self.has_search(),
            has_opensearch: self.has_search() && config.base_url.is_some(),
            is_portal: self.site.is_portal(),
            has_model: self.site.has_model(),
            has_packs: self.site.has_packs(),
            taxonomies: config.taxonomies.iter().map(|taxonomy| taxonomy.name.value.clone()).collect(),
            extra: serde_json::from_str(&config.extra).unwrap_or(serde_json::Value::Null),
        }
    }

    fn has_search(&self) -> bool {
        self.site.is_searched() && self.index.record.in_browser
    }

    fn navigation(&self, folder: &str, section: PageId) -> NavView {
        let site = self.site;
        let mut line = vec![section];
        while let Some(above) = site.pages[line[line.len() - 1]].parent {
            line.push(above);
        }
        let item = |id: &PageId| {
            let extra: serde_json::Value = serde_json::from_str(&site.pages[*id].front().extra).unwrap_or_default();
            let place = extra.get("place").and_then(|place| place.as_str()).unwrap_or_default().to_owned();
            NavItem {
                title: site.pages[*id].label.clone(),
                url: self.url(folder, *id),
                current: line.contains(id),
                pages: if place.is_empty() { Vec::new() } else { self.cards(folder, &site.pages[*id].pages) },
                place,
            }
        };
        let shown = |id: &&PageId| site.pages[**id].front().render;
        let home = &site.pages[site.home];
        // The line ends with the home page, so the top-level section of this folder is last but one.
        let area = line.iter().rev().nth(1).map(|top| &site.pages[*top].sections).into_iter().flatten();
        // On a flat site, every page would list the whole site.
        let pages = if home.pages.len() <= MOST_PAGES { home.pages.as_slice() } else { &[] };
        NavView {
            home: self.card(folder, site.home),
            top: home.sections.iter().chain(pages).filter(shown).map(item).collect(),
            area: area.filter(shown).map(item).collect(),
        }
    }
}
