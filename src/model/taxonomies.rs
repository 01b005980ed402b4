//! Taxonomies: the terms of each page, and the paths of the lists.

use rapidhash::RapidHashMap;
use typed_index_collections::TiVec;

use crate::diagnostic::{Code, Diagnostic, Severity, Spanned, suggest};
use crate::ids::{PageId, TaxonomyId};
use crate::load::CONFIG_FILE;
use crate::load::zola::{Pagination, TaxonomyConfig};
use crate::model::checks::outside;
use crate::model::{Site, address};

/// A taxonomy with its terms, sorted by slug.
#[derive(Debug)]
pub(crate) struct Taxonomy {
    /// The name in config.toml.
    pub name: String,
    /// The folder of its pages.
    pub folder: String,
    /// Whether its pages are rendered.
    pub render: bool,
    /// How a term's list is divided into pages.
    pub pagination: Option<Pagination>,
    /// Its terms.
    pub terms: Vec<TaxonomyTerm>,
}

/// One term of a taxonomy.
#[derive(Debug)]
pub(crate) struct TaxonomyTerm {
    /// The name as first written.
    pub name: String,
    /// The last part of its address.
    pub slug: String,
    /// The pages with this term, in site order.
    pub pages: Vec<PageId>,
}

impl Taxonomy {
    /// The path of its list of terms.
    pub(crate) fn path(&self) -> String {
        format!("{}/index.html", self.folder)
    }

    /// The position of the term that an editor wrote as `written`.
    pub(crate) fn position(&self, written: &str, is_of_zola: bool) -> Option<usize> {
        let slug = term_slug(written, is_of_zola);
        self.terms.binary_search_by(|term| term.slug.cmp(&slug)).ok()
    }

    /// The path of page `number` of the term at position `term`.
    pub(crate) fn term_path(&self, term: usize, number: usize) -> String {
        let first = format!("{}/{}.html", self.folder, self.terms[term].slug);
        self.pagination.as_ref().map_or_else(|| first.clone(), |pagination| pagination.path(&first, number))
    }
}

/// Collects the taxonomies of `site` with the terms used by its pages. Reports unknown taxonomies and conflicting
/// terms.
pub(super) fn collect(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> TiVec<TaxonomyId, Taxonomy> {
    let names: TiVec<TaxonomyId, &str> =
        site.config.taxonomies.iter().map(|taxonomy| taxonomy.name.value.as_str()).collect();
    let mut taxonomies: TiVec<TaxonomyId, Taxonomy> = TiVec::new();
    for TaxonomyConfig { name, render, pagination } in &site.config.taxonomies {
        let slug = address::slug(&name.value);
        if slug.is_empty() && !name.value.is_empty() {
            diagnostics.push(outside(CONFIG_FILE, name.span, "name", &name.value));
        }
        let folder = address::join(&site.config.zola.taxonomy_root, &slug).unwrap_or_default();
        let (name, pagination) = (name.value.clone(), pagination.clone());
        taxonomies.push(Taxonomy { name, folder, render: *render, pagination, terms: Vec::new() });
    }
    let is_of_zola = site.is_of_zola();
    // The position of a term, as written, in its taxonomy. Each spelling is slugified only once.
    let mut known: RapidHashMap<(TaxonomyId, &str), usize> = RapidHashMap::default();
    for (id, page) in site.pages.iter_enumerated().filter(|(_, page)| page.front().render) {
        for (taxonomy, terms) in &page.front().taxonomies {
            let Some(at) = names.position(|name| *name == taxonomy.value) else {
                let message = format!("unknown taxonomy `{}`", taxonomy.value);
                let help = suggest(
                    &taxonomy.value,
                    names.iter().copied(),
                    &format!("add it to `taxonomies` in {CONFIG_FILE}"),
                );
                let file = &page.source.file;
                diagnostics.push(Diagnostic::error(Code::UnknownKey, file, taxonomy.span, message).help(help));
                continue;
            };
            for term in terms {
                let listed = &mut taxonomies[at].terms;
                let place = *known.entry((at, &term.value)).or_insert_with(|| {
                    let slug = term_slug(&term.value, is_of_zola);
                    let alike = listed.iter().position(|other| other.slug == slug);
                    if let Some(other) = alike.filter(|_| !slug.is_empty()) {
                        let told = alike_terms(&page.source.file, term, &listed[other].name);
                        // Zola silently merges the two terms.
                        diagnostics.push(if is_of_zola {
                            Diagnostic { severity: Severity::Warning, ..told }
                        } else {
                            told
                        });
                    }
                    alike.unwrap_or_else(|| {
                        listed.push(TaxonomyTerm { name: term.value.clone(), slug, pages: Vec::new() });
                        listed.len() - 1
                    })
                });
                if listed[place].slug.is_empty() {
                    diagnostics.push(outside(&page.source.file, term.span, &taxonomy.value, &term.value));
                }
                if listed[place].pages.last() != Some(&id) {
                    listed[place].pages.push(id);
                }
            }
        }
    }
    for taxonomy in &mut taxonomies {
        taxonomy.terms.sort_by(|a, b| a.slug.cmp(&b.slug));
    }
    taxonomies
}

/// The last part of a term's address.
fn term_slug(written: &str, is_of_zola: bool) -> String {
    match address::slug(written) {
        // Zola also has names for symbols.
        slug if slug.is_empty() && is_of_zola => address::zola_slug(written),
        slug => slug,
    }
}

/// The diagnostic for a term that would share its address, and so its list, with another.
fn alike_terms(file: &str, term: &Spanned<String>, other: &str) -> Diagnostic {
    let message = format!("`{}` and `{other}` have the same address", term.value);
    let is_twin = term.value.to_lowercase() == other.to_lowercase();
    Diagnostic::error(if is_twin { Code::CaseCollision } else { Code::SameAddress }, file, term.span, message)
        .help("spell both alike, or rename one so that its letters differ: c++ as cpp, c# as c-sharp")
}
