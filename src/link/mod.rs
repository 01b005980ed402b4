//! Fourth stage: resolves every link and typed reference, and reports those without a target.
//!
//! Knows the whole site and all outlines. Also builds the reverse indexes: who cites a recommendation, who mentions a
//! term, which examples belong to a page.

mod address;
mod citations;
mod examples;
mod places;
mod quotations;
mod references;
mod zola;

use std::borrow::Cow;

use rayon::prelude::*;
use typed_index_collections::{TiSlice, TiVec};

pub(crate) use citations::{Citation, Uses};
pub(crate) use examples::{ExampleLink, ExampleLinks};
pub(crate) use places::{SiteAddress, written_address, written_page};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ids::{OutputId, PageId};
use crate::load::config::is_web_address;
use crate::load::front::Kind;
use crate::model::{Item, Site, address as paths};
use crate::text::{Pointer, PointerId, Text};

/// Where a pointer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A page of the site.
    Page(PageId, Option<String>),
    /// Another file of the output.
    Output(OutputId, Option<String>),
    /// An address outside the site, as written.
    Elsewhere(String),
    /// One of the above with a query, such as `?q=naloxon`.
    Asked(Box<Destination>, String),
}

impl Destination {
    /// Output file and anchor; the address as written if it is outside the site.
    pub(crate) fn address<'s>(&'s self, site: &'s Site) -> SiteAddress<'s> {
        let (path, anchor) = match self {
            Self::Page(page, anchor) => (&site.pages[*page].output, anchor.as_deref()),
            Self::Output(output, anchor) => (&site.outputs[*output].path, anchor.as_deref()),
            Self::Elsewhere(address) => (address, None),
            Self::Asked(destination, _) => return destination.address(site),
        };
        SiteAddress { path, anchor: anchor.map(Cow::Borrowed) }
    }

    /// The address to use in a link on a page in `folder`.
    pub(crate) fn href(&self, site: &Site, folder: &str) -> String {
        let query = match self {
            Self::Elsewhere(address) => return address.clone(),
            Self::Asked(_, query) => query.as_str(),
            Self::Page(..) | Self::Output(..) => "",
        };
        let SiteAddress { path, anchor } = self.address(site);
        let path = address::encode(&paths::relative(folder, path));
        match anchor {
            Some(anchor) => format!("{path}{query}#{anchor}"),
            None => format!("{path}{query}"),
        }
    }
}

/// The resolved links of the site.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Destinations by page and pointer. `None` is a reference that remains plain text, or a link that leads nowhere.
    pub destinations: TiVec<PageId, Vec<Option<Destination>>>,
    /// The redirects and their targets.
    pub redirects: Vec<(OutputId, Destination)>,
    /// The reverse index of references.
    pub uses: Uses,
    /// The reverse index of examples, with reasons.
    pub examples: ExampleLinks,
}

impl Links {
    /// The destination of pointer `id` on `page`.
    pub(crate) fn destination(&self, page: PageId, id: PointerId) -> Option<&Destination> {
        self.destinations.get(page)?.get(id as usize)?.as_ref()
    }
}

/// The site, the texts of its pages and their resolved links: the input of the later stages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linked<'a> {
    /// The site.
    pub site: &'a Site,
    /// One text per page.
    pub texts: &'a TiSlice<PageId, Text>,
    /// The links of the pages.
    pub links: &'a Links,
}

/// Resolves all links and references. `texts` has one entry per page.
pub(crate) fn resolve(site: &Site, texts: &TiSlice<PageId, Text>, diagnostics: &mut Vec<Diagnostic>) -> Links {
    let resolver = address::Resolver::new(site, texts);
    let resolved: Vec<(Vec<Option<Destination>>, Vec<Diagnostic>)> = texts
        .raw
        .par_iter()
        .enumerate()
        .map(|(page, text)| {
            let page = PageId::from(page);
            let mut diagnostics = Vec::new();
            let mut destination = |(pointer, span): &(Pointer, Span)| match pointer {
                Pointer::Link { address, image } => resolver.link(page, address, *image, *span, &mut diagnostics),
                Pointer::Reference(reference) => {
                    references::resolve(site, page, reference, *span).unwrap_or_else(|diagnostic| {
                        diagnostics.push(*diagnostic);
                        None
                    })
                }
                Pointer::Term(slug) => site.terms.get(slug).map(|term| Destination::Page(*term, None)),
            };
            let found = text.outline.pointers.iter().map(&mut destination).collect();
            (found, diagnostics)
        })
        .collect();
    let mut links = Links::default();
    for (found, mut messages) in resolved {
        links.destinations.push(found);
        diagnostics.append(&mut messages);
    }
    for (output, entry) in site.outputs.iter_enumerated() {
        if let Item::Redirect(target) = &entry.item
            && let Some(destination) = redirect(site, &resolver, target, &entry.origin, diagnostics)
        {
            links.redirects.push((output, destination));
        }
    }
    check_parts(site, diagnostics);
    quotations::check(site, diagnostics);
    links.uses = citations::collect(site, texts, &links);
    links.examples = examples::collect(site, texts, &links, diagnostics);
    links
}

fn redirect(
    site: &Site,
    resolver: &address::Resolver<'_>,
    target: &str,
    (file, span): &(String, Option<Span>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Destination> {
    if is_web_address(target) {
        return Some(Destination::Elsewhere(target.to_owned()));
    }
    let page = *site.by_path.get(file.strip_prefix("content/")?)?;
    // The target of an alias is the output path of its page; it is resolved like any address from the root.
    let target = if target.starts_with(['/', '@']) { target.to_owned() } else { format!("/{target}") };
    resolver.link(page, &target, false, span.unwrap_or_default(), diagnostics)
}

/// Reports indicators without questions: their pages would be empty, with nothing to refer to.
fn check_parts(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        if page.kind() == Kind::Indicator && page.questions().is_empty() {
            diagnostics.push(
                Diagnostic::error(Code::MissingKey, &page.source.file, None, "the indicator has no questions")
                    .help("add at least one [[questions]] table"),
            );
        }
    }
}
