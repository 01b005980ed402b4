//! The values that every page is built from: links, list entries, breadcrumbs, editions, and HTML with its links.

use serde::Serialize;

use crate::ids::{EditionId, PageId};
use crate::link::Destination;
use crate::load::front::{Family, Kind, Status};
use crate::model::{address, changes_path, checklist_path, coverage_path};
use crate::render::RenderContext;
use crate::text::{Html, Pointer, PointerId};

/// A page as a list entry.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    pub(super) title: String,
    pub(super) url: String,
    /// The wording of a criterion or indicator, or the description of any other page.
    pub(super) text: String,
    pub(super) kind: &'static str,
}

/// A link with a name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Anchor {
    pub(super) name: String,
    pub(super) url: String,
}

/// An edition as shown on pages.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EditionView {
    /// "Kvalitetsmodellen, juli 2021"
    pub(super) label: String,
    pub(super) id: String,
    pub(super) family: &'static str,
    pub(super) status: &'static str,
    /// The status in Danish.
    pub(super) status_text: &'static str,
    /// The label as citations give it: with the status, if the edition is historical.
    pub(super) cited: String,
    pub(super) notice: Option<String>,
    /// Whether the site has only a part of it.
    pub(super) incomplete: bool,
    /// The page that says what has changed since the edition before.
    pub(super) changes_url: Option<String>,
    pub(super) url: String,
    pub(super) source: Option<Card>,
    pub(super) checklist_url: Option<String>,
    pub(super) coverage_url: Option<String>,
}

/// The status of an edition in Danish, for readers.
fn status_text(status: Status) -> &'static str {
    match status {
        Status::Current => "gældende",
        Status::PartlyChanged => "delvist ændret siden",
        Status::Historical => "historisk",
        Status::Unknown => "status ukendt",
    }
}

impl RenderContext<'_> {
    /// The link to `page` from a page in `folder`.
    pub(super) fn url(&self, folder: &str, page: PageId) -> String {
        Destination::Page(page, None).href(self.site, folder)
    }

    /// `page` as a list entry.
    pub(super) fn card(&self, folder: &str, page: PageId) -> Card {
        let found = &self.site.pages[page];
        let text = match found.wording() {
            "" => found.front().description.clone().unwrap_or_default(),
            wording => wording.to_owned(),
        };
        Card { title: found.label.clone(), url: self.url(folder, page), text, kind: found.kind().name() }
    }

    /// `pages` as list entries.
    pub(super) fn cards(&self, folder: &str, pages: &[PageId]) -> Vec<Card> {
        pages.iter().map(|page| self.card(folder, *page)).collect()
    }

    /// A destination as a list entry; `label` is for those without a name of their own.
    pub(super) fn destination_card(&self, folder: &str, destination: &Destination, label: &str) -> Card {
        match destination {
            Destination::Page(page, anchor) => {
                let mut card = self.card(folder, *page);
                if anchor.is_some() {
                    card.url = destination.href(self.site, folder);
                    label.clone_into(&mut card.title);
                }
                card
            }
            _ => Card {
                title: label.to_owned(),
                url: destination.href(self.site, folder),
                text: String::new(),
                kind: Kind::Page.name(),
            },
        }
    }

    /// `page` as a breadcrumb: an edition by its short name.
    pub(super) fn crumb(&self, folder: &str, page: PageId) -> Card {
        let found = &self.site.pages[page];
        let mut card = self.card(folder, page);
        if let (Kind::Edition, Some(edition)) = (found.kind(), found.edition) {
            card.title = self.edition(folder, edition).label;
        }
        card
    }

    /// The sections above `page`, starting with the home page.
    pub(super) fn crumbs(&self, folder: &str, page: PageId) -> Vec<Card> {
        let mut above = Vec::new();
        let mut at = self.site.up(page);
        while let Some(id) = at {
            if self.site.pages[id].front().render {
                above.push(self.crumb(folder, id));
            }
            at = self.site.up(id);
        }
        above.reverse();
        if let Some(home) = above.first_mut() {
            "Forside".clone_into(&mut home.title);
        }
        above
    }

    /// The edition as shown on a page in `folder`.
    pub(super) fn edition(&self, folder: &str, id: EditionId) -> EditionView {
        let site = self.site;
        let edition = &site.editions[id];
        let front = site.edition_front(id);
        let (notice, source) =
            (front.and_then(|front| front.notice.clone()), front.and_then(|front| front.source.as_ref()));
        let is_model = edition.family == Family::QualityModel;
        EditionView {
            label: site.edition_label(id),
            id: edition.id.clone(),
            family: edition.family.name(),
            status: edition.status.name(),
            status_text: status_text(edition.status),
            cited: match edition.status == Status::Historical {
                true => format!("{}, historisk udgave", site.edition_label(id)),
                false => site.edition_label(id),
            },
            notice,
            incomplete: front.is_some_and(|front| front.is_incomplete),
            changes_url: site
                .compared_with_older(id)
                .map(|(comparison, _)| address::relative(folder, &changes_path(site, comparison))),
            url: self.url(folder, edition.page),
            source: source.and_then(|name| site.sources.get(&name.value)).map(|page| self.card(folder, *page)),
            checklist_url: is_model.then(|| address::relative(folder, &checklist_path(site, id, None))),
            coverage_url: is_model.then(|| address::relative(folder, &coverage_path(site, id))),
        }
    }

    /// The absolute URL of an output file, if the site has a base URL.
    pub(super) fn absolute(&self, output: &str) -> Option<String> {
        let base = self.site.config.base_url.as_ref()?;
        Some(Destination::Elsewhere(format!("{base}/{output}")).href(self.site, ""))
    }

    /// The HTML of `page` with its links resolved for a page in `folder`.
    pub(super) fn html(&self, page: PageId, folder: &str, html: &Html) -> String {
        html.fill(|pointer: PointerId| {
            let destination = self.links.destination(page, pointer)?;
            Some((destination.href(self.site, folder).into(), self.link_class(page, pointer)))
        })
    }

    fn link_class(&self, page: PageId, pointer: PointerId) -> &'static str {
        match self.texts[page].outline.pointers.get(pointer as usize) {
            Some((Pointer::Term(_), _)) => "term",
            _ => "ref",
        }
    }
}
