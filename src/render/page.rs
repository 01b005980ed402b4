//! The values of a page with a source: plain data, built once per page. No template can query another page.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Spanned;
use crate::ids::PageId;
use crate::load::front::{Detail, Kind};
use crate::model::{Unit, address};
use crate::render::RenderContext;
use crate::render::cards::{Anchor, Card, EditionView};
use crate::render::detail::DetailView;
use crate::render::examples::ExampleCard;
use crate::render::history::{HistoryView, KnownChangeView};

/// The values of a page for its own template: everything but the body, which is added when the page is rendered.
#[derive(Debug, Serialize)]
pub(super) struct PageView {
    pub(super) title: String,
    /// For the `title` element: the title with its edition.
    pub(super) full_title: String,
    pub(super) description: String,
    pub(super) kind: &'static str,
    /// The page's address within the site.
    pub(super) address: String,
    pub(super) updated: Option<String>,
    pub(super) date: Option<String>,
    pub(super) draft: bool,
    /// Whether search engines should ignore it.
    pub(super) noindex: bool,
    pub(super) is_home: bool,
    pub(super) has_body: bool,
    pub(super) crumbs: Vec<Card>,
    pub(super) previous: Option<Card>,
    pub(super) next: Option<Card>,
    pub(super) edition: Option<EditionView>,
    /// What it was in earlier editions and what it became in later ones.
    pub(super) history: Option<HistoryView>,
    /// What is known to have changed, although no edition of the site says so.
    pub(super) known_changes: Vec<KnownChangeView>,
    pub(super) toc: Vec<Anchor>,
    pub(super) see_also: Vec<Card>,
    /// The examples that belong to this page, best first.
    pub(super) examples: Vec<ExampleCard>,
    pub(super) taxonomies: BTreeMap<String, Vec<Anchor>>,
    pub(super) extra: serde_json::Value,
    /// Filled in when the page is rendered.
    pub(super) canonical: Option<String>,
    /// Filled in when the page is rendered.
    pub(super) structured_data: Option<String>,
    pub(super) detail: DetailView,
}

impl RenderContext<'_> {
    /// All values for the template of `page`. If its list is paginated, part `number` of it is at `path`; only the
    /// first part has the body.
    pub(super) fn page(&self, page: PageId, (path, number): (&str, usize)) -> PageView {
        let site = self.site;
        let found = &site.pages[page];
        let front = found.front();
        let folder = address::folder(path);
        let outline = &self.texts[page].outline;
        let card = |id: PageId| self.card(folder, id);
        let (previous, next) = site.neighbours(page);
        let edition = found.edition.map(|id| self.edition(folder, id));
        let crumbs = self.crumbs(folder, page);
        let full_title = match (&edition, found.kind()) {
            // An example belongs to its own year, whatever edition its numbers belong to.
            (_, Kind::Example) => match found.example() {
                Some(example) => format!("{} (eksempel fra {})", found.label, example.year.value),
                None => found.label.clone(),
            },
            _ if site.examples.index == Some(page) => found.label.clone(),
            (Some(edition), kind) if kind != Kind::Edition => format!("{} ({})", found.label, edition.label),
            (None, Kind::Term) => format!("{} (begreb)", found.label),
            (None, Kind::Source) => format!("{} (kilde)", found.label),
            (None, Kind::Passage) => {
                let record = found.parent.filter(|source| site.pages[*source].kind() == Kind::Source);
                // A publication can have several sections of the same name: "Opsummering".
                let printed = match &front.detail {
                    Detail::Passage { page: Some(page) } => format!(", side {page}"),
                    _ => String::new(),
                };
                let record = record.map(|source| format!(" ({})", site.pages[source].label)).unwrap_or_default();
                format!("{}{printed}{record}", found.label)
            }
            _ => found.label.clone(),
        };
        let full_title = if number > 1 { format!("{full_title}, side {number}") } else { full_title };
        let see_also = outline
            .see_also
            .iter()
            .zip(&front.see_also)
            .filter_map(|(pointer, written)| {
                let destination = self.links.destination(page, *pointer)?;
                Some(self.destination_card(folder, destination, &written.value))
            })
            .collect();
        let has_body = outline.has_body && number == 1;
        let toc = outline.headings.iter().filter(|heading| heading.level == 2 && has_body);
        PageView {
            title: found.label.clone(),
            full_title,
            description: self.description(page),
            kind: found.kind().name(),
            address: path.to_owned(),
            updated: front.updated.clone(),
            date: front.date.clone(),
            draft: front.draft,
            noindex: self.is_unlisted(page),
            is_home: page == site.home,
            has_body,
            previous: previous.map(card),
            next: next.map(card),
            edition,
            history: self.history_of(folder, page),
            known_changes: self.known_changes_on(folder, page),
            toc: toc.map(|heading| Anchor { name: heading.text.clone(), url: format!("#{}", heading.id) }).collect(),
            see_also,
            examples: self.examples_at(folder, page),
            taxonomies: self.taxonomies_of(page, folder),
            extra: self.extra(page, folder),
            canonical: None,
            structured_data: None,
            crumbs,
            detail: self.detail(page, folder, number),
        }
    }

    fn history_of(&self, folder: &str, page: PageId) -> Option<HistoryView> {
        let found = &self.site.pages[page];
        match found.kind() {
            Kind::Edition => self.edition_history(folder, found.edition?),
            kind => kind.family().and_then(|_| self.history(folder, Unit::page(page))),
        }
    }

    fn known_changes_on(&self, folder: &str, page: PageId) -> Vec<KnownChangeView> {
        let found = &self.site.pages[page];
        match (found.edition, found.kind()) {
            (Some(edition), Kind::Edition) => self.known_changes(folder, edition),
            (Some(edition), kind) if kind.family().is_some() => self.known_changes_of(folder, edition, &[page]),
            _ => Vec::new(),
        }
    }

    fn description(&self, page: PageId) -> String {
        let found = &self.site.pages[page];
        match (&found.front().description, found.wording()) {
            (Some(description), _) => description.clone(),
            (None, "") => String::new(),
            (None, wording) => format!("{}: {wording}", found.label),
        }
    }

    fn taxonomies_of(&self, page: PageId, folder: &str) -> BTreeMap<String, Vec<Anchor>> {
        let mut taxonomies = BTreeMap::new();
        for (name, terms) in &self.site.pages[page].front().taxonomies {
            // Without pages of its own, a term has nothing to link to.
            let mut rendered = self.site.taxonomies.iter().filter(|taxonomy| taxonomy.render);
            let Some(taxonomy) = rendered.find(|taxonomy| taxonomy.name == name.value) else { continue };
            let term = |term: &Spanned<String>| {
                let position = taxonomy.position(&term.value, self.site.is_of_zola())?;
                let url = address::relative(folder, &taxonomy.term_path(position, 1));
                Some(Anchor { name: term.value.clone(), url })
            };
            taxonomies.insert(name.value.clone(), terms.iter().filter_map(term).collect());
        }
        taxonomies
    }

    /// `[extra]` with its links resolved.
    fn extra(&self, page: PageId, folder: &str) -> serde_json::Value {
        let text = &self.site.pages[page].front().extra;
        if text.is_empty() {
            return serde_json::Value::Null;
        }
        let mut value = serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
        let links = &self.texts[page].outline.extra_links;
        if !links.is_empty() {
            self.resolve_links(&mut value, page, folder);
        }
        value
    }

    fn resolve_links(&self, value: &mut serde_json::Value, page: PageId, folder: &str) {
        match value {
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| self.resolve_links(item, page, folder)),
            serde_json::Value::Object(map) => {
                for (name, item) in map {
                    match item {
                        serde_json::Value::String(text) if name == "link" => {
                            let links = &self.texts[page].outline.extra_links;
                            let pointer =
                                links.iter().find(|(written, _)| written == text).map(|(_, pointer)| *pointer);
                            if let Some(found) = pointer.and_then(|pointer| self.links.destination(page, pointer)) {
                                *text = found.href(self.site, folder);
                            }
                        }
                        item => self.resolve_links(item, page, folder),
                    }
                }
            }
            _ => {}
        }
    }

    /// Breadcrumbs as JSON-LD, and what a term or a paragraph is, if the site has a base URL.
    pub(super) fn structured_data(&self, page: PageId, crumbs: &[Card]) -> Option<String> {
        self.site.config.base_url.as_ref()?;
        let mut above = Vec::new();
        let mut at = Some(page);
        while let Some(id) = at {
            if self.site.pages[id].front().render {
                above.push(id);
            }
            at = self.site.up(id);
        }
        above.reverse();
        let name =
            |at: usize, id: PageId| crumbs.get(at).map_or(self.site.pages[id].label.clone(), |card| card.title.clone());
        let items: Vec<_> = above
            .iter()
            .enumerate()
            .map(|(at, id)| {
                serde_json::json!({
                    "@type": "ListItem", "position": at + 1, "name": name(at, *id),
                    "item": self.absolute(&self.site.pages[*id].output),
                })
            })
            .collect();
        let list = serde_json::json!({ "@type": "BreadcrumbList", "itemListElement": items });
        let graph: Vec<_> = std::iter::once(list).chain(self.described(page)).collect();
        let data = serde_json::json!({ "@context": "https://schema.org", "@graph": graph });
        // Nothing in a data block may look like its end tag.
        Some(data.to_string().replace('<', "\\u003c"))
    }

    /// What a term or a paragraph of the law is, in the words of schema.org.
    fn described(&self, page: PageId) -> Option<serde_json::Value> {
        let found = &self.site.pages[page];
        let front = found.front();
        let url = self.absolute(&found.output)?;
        match &front.detail {
            // Synonyms are words that lead to a term in a search, and not always names of it.
            Detail::Term { expansion, .. } => {
                let set = found.parent.and_then(|section| self.absolute(&self.site.pages[section].output));
                Some(serde_json::json!({
                    "@type": "DefinedTerm", "@id": url, "name": found.label, "alternateName": expansion,
                    "description": front.description, "inDefinedTermSet": set,
                }))
            }
            Detail::Paragraph { statute, id, eli, .. } => {
                let mut paragraph = serde_json::json!({
                    "@type": "Legislation", "@id": url, "name": found.plain_label,
                    "legislationIdentifier": format!("{} § {}", statute.value, id.value),
                    "legislationJurisdiction": "DK", "inLanguage": "da",
                });
                // ELI identifies the statute. Its paragraphs have no address of their own on retsinformation.dk.
                if let Some(eli) = eli {
                    paragraph["isPartOf"] = serde_json::json!({
                        "@type": "Legislation", "@id": eli, "name": statute.value, "legislationIdentifier": eli,
                        "url": eli, "legislationJurisdiction": "DK", "inLanguage": "da",
                    });
                }
                Some(paragraph)
            }
            _ => None,
        }
    }
}
