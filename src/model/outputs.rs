//! Plans the output: every file of the site is known before anything is rendered.
//!
//! Links can be checked against this plan. `paths` reports outputs that would collide.

mod generated;
mod paths;

pub(crate) use generated::schema_of;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typed_index_collections::TiVec;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ids::{AssetId, ComparisonId, EditionId, OutputId, PageId, TaxonomyId};
use crate::model::checks::outside;
use crate::model::{Site, address};

/// One file of the output.
#[derive(Debug)]
pub(crate) struct Output {
    /// Path relative to the output folder, with `/`.
    pub path: String,
    /// What it is made from.
    pub item: Item,
    /// The file that causes this output, and the span in it, for diagnostics.
    pub origin: (String, Option<Span>),
}

/// What an output file is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A page with a source of its own.
    Page(PageId),
    /// The checklist of a quality model, or of one of its themes (by position).
    Checklist(EditionId, Option<usize>),
    /// The matrix indicators × guidelines of a quality model.
    Coverage(EditionId),
    /// What has changed since the edition before.
    Changes(ComparisonId),
    /// Which number of the edition before became which.
    Numbers(ComparisonId),
    /// A list of examples that have something in common: the position of its [`Facet`](crate::model::Facet).
    Examples(usize),
    /// The list of a taxonomy's terms.
    TaxonomyList(TaxonomyId),
    /// The second or a later page of a section's list.
    Pager(PageId, usize),
    /// One page of a term's list: taxonomy, term and page number.
    TaxonomyTerm(TaxonomyId, usize, usize),
    /// A page that redirects to another output file or to a web address.
    Redirect(String),
    /// A file copied from the site's folder.
    Asset(AssetId),
    /// A file of the theme.
    ThemeAsset,
    /// Machine-readable output.
    Data(DataFile),
    /// The JSON Schema of a kind of data file, by its name.
    Schema(&'static str),
    /// The search page.
    Search,
    /// The list of all pages from A to Å.
    Letters,
    /// Everything that has changed, by date.
    Recent,
    /// opensearch.xml
    OpenSearch,
    /// robots.txt
    Robots,
    /// 404.html
    NotFound,
    /// sitemap.xml
    Sitemap,
    /// atom.xml
    Feed,
    /// The page of the visit pack.
    Packs,
    /// The page that shows what the site has stored in the browser.
    Stored,
    /// All editions of the quality model, for the scripts of the visit pack.
    Questions,
    /// A script with the page that can hold a visit pack in one file.
    Carry,
    /// The templates of documents as a script, because pages opened from a folder can load nothing else.
    Templates,
    /// A file that depends on every other output.
    Late(Late),
}

/// An output that is made after all others, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Late {
    /// The source records, with the numbers of words on the finished pages.
    Sources,
    /// The list of all files of the site with their checksums.
    FileList,
    /// The service worker. Its version is a hash of the file list.
    Worker,
}

/// What an output was made from, as two hashes. If either equals that of the last build, the output is unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Key {
    /// Covers the shape of the whole site (everything that one page can show of another) and the output's own file.
    pub shape: u64,
    /// Covers the values passed to its template.
    pub values: u64,
}

/// A file in `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataFile {
    /// The quality model of an edition.
    QualityModel(EditionId),
    /// The recommendations of an edition.
    Recommendations(EditionId),
    /// The paragraphs of an edition of the law.
    Law(EditionId),
    /// The glossary.
    Terms,
    /// The glossary as a thesaurus, in SKOS.
    Concepts(Syntax),
    /// The examples.
    Examples,
    /// What has changed between editions, and what is known to have changed since.
    Changes,
    /// The record of the data files, in DCAT.
    Catalogue(Syntax),
}

/// A syntax of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Turtle, `.ttl`.
    Turtle,
    /// JSON-LD, `.jsonld`.
    JsonLd,
}

/// The search page.
pub(crate) const SEARCH_PAGE: &str = "soeg.html";
/// The list of all pages from A to Å.
pub(crate) const LETTERS_PAGE: &str = "a-til-z.html";
/// The page with everything that has changed, by date.
pub(crate) const RECENT_PAGE: &str = "aendringer.html";
/// The page of the visit pack.
const PACK_PAGE: &str = "besoegspakke.html";
/// The page that shows what the site has stored in the browser.
const STORED_PAGE: &str = "gemt-paa-enheden.html";
/// The page that servers send for an unknown address.
pub(crate) const NOT_FOUND: &str = "404.html";
/// All editions of the quality model, as a script.
pub(crate) const QUESTIONS_SCRIPT: &str = "data/spoergsmaal.js";
/// The record of the data files, in Turtle.
pub(crate) const CATALOGUE: &str = "data/katalog.ttl";
/// The service worker.
pub(crate) const WORKER: &str = "sw.js";
/// The script of the visit pack's pages.
pub(crate) const PACK_SCRIPT: &str = "assets/js/pack.js";
/// The templates of the report and of the letter that asks for documents. A site's own files in `static/` go before the
/// theme's.
pub(crate) const TEMPLATES: [&str; 2] = ["assets/report/rapportskabelon.docx", "assets/report/brevskabelon.docx"];
/// What only the report of a visit pack loads: the templates, and the libraries that fill them.
const REPORT_FOLDER: &str = "assets/report/";
/// The script of the report.
const REPORT_SCRIPT: &str = "assets/js/report.js";
/// The theme's part of the service worker; it is inserted there and not published as a file of its own.
pub(crate) const OFFLINE_SCRIPT: &str = "assets/js/worker.js";
/// The style sheet for highlighted code.
const CODE_STYLE: &str = "assets/kode.css";
/// The largest number of pages for which a browser search is offered.
pub(crate) const SEARCHED_PAGES: usize = 30_000;

/// The path of a model's or theme's checklist: `tjekliste.html` in its folder.
pub(crate) fn checklist_path(site: &Site, edition: EditionId, theme: Option<usize>) -> String {
    let edition = &site.editions[edition];
    let page = theme.map_or(edition.page, |theme| edition.themes[theme].page);
    address::join(site.pages[page].folder(), "tjekliste.html").unwrap_or_default()
}

/// The path of a model's coverage matrix.
pub(crate) fn coverage_path(site: &Site, edition: EditionId) -> String {
    beside_edition(site, edition, "daekning.html")
}

/// The path of the page that says what has changed since the edition before.
pub(crate) fn changes_path(site: &Site, comparison: ComparisonId) -> String {
    beside_edition(site, site.comparisons[comparison].newer, "aendringer.html")
}

/// The path of the page that says which number became which.
pub(crate) fn numbers_path(site: &Site, comparison: ComparisonId) -> String {
    beside_edition(site, site.comparisons[comparison].newer, "numre.html")
}

fn beside_edition(site: &Site, edition: EditionId, name: &str) -> String {
    address::join(site.pages[site.editions[edition].page].folder(), name).unwrap_or_default()
}

impl Site {
    /// The second and later pages of a section's list: number and path.
    pub(crate) fn pagers(&self, section: PageId) -> impl Iterator<Item = (usize, String)> {
        let page = &self.pages[section];
        // The section of the examples shows them by theme, all on one page.
        let pagination = page.front().pagination.as_ref().filter(|_| self.examples.index != Some(section));
        let last = pagination.map_or(1, |pagination| pagination.pages(page.pages.len()));
        let path = move |number| Some((number, pagination?.path(&page.output, number)));
        (2..=last).filter_map(path)
    }

    /// The output file at `path`.
    pub(crate) fn output(&self, path: &str) -> Option<&Output> {
        let at = self.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        self.outputs.get(at)
    }

    /// The late output, if the site has it.
    pub(crate) fn late(&self, late: Late) -> Option<&Output> {
        self.outputs.iter().find(|output| output.item == Item::Late(late))
    }
}

/// Lists every output of the site, sorted by path, and reports collisions.
pub(super) fn plan(site: &Site, theme_assets: &[String], diagnostics: &mut Vec<Diagnostic>) -> TiVec<OutputId, Output> {
    let mut outputs = Vec::new();
    pages(site, &mut outputs, diagnostics);
    generated::generated(site, &mut outputs, diagnostics);
    for (asset, file) in site.assets.iter_enumerated() {
        outputs.push(Output { path: file.path.clone(), item: Item::Asset(asset), origin: (file.file.clone(), None) });
    }
    let copied: Vec<String> = site.assets.iter().map(|asset| asset.path.clone()).collect();
    // A file of the site overrides the theme's file of the same name.
    let used = |path: &&String| match path.as_str() {
        OFFLINE_SCRIPT => false,
        own if [PACK_SCRIPT, REPORT_SCRIPT].contains(&own) || own.starts_with(REPORT_FOLDER) => {
            site.has_packs() && !copied.contains(path)
        }
        CODE_STYLE => site.config.markdown.highlights && !copied.contains(path),
        _ => !copied.contains(path),
    };
    for path in theme_assets.iter().filter(used) {
        let origin = (format!("themes/{}/{path}", site.config.theme.value), None);
        outputs.push(Output { path: path.clone(), item: Item::ThemeAsset, origin });
    }
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    paths::check(&outputs, diagnostics);
    outputs.into()
}

fn pages(site: &Site, outputs: &mut Vec<Output>, diagnostics: &mut Vec<Diagnostic>) {
    for (id, page) in site.pages.iter_enumerated() {
        let file = &page.source.file;
        let front = page.front();
        let mut put = |path: String, item: Item, span: Option<Span>| {
            outputs.push(Output { path, item, origin: (file.clone(), span) });
        };
        let own_address = front.path.as_ref().or(front.slug.as_ref()).map(|text| text.span);
        match &front.redirect_to {
            Some(target) => put(page.output.clone(), Item::Redirect(target.value.clone()), Some(target.span)),
            None if front.render => {
                put(page.output.clone(), Item::Page(id), own_address);
                for (number, path) in site.pagers(id) {
                    put(path, Item::Pager(id, number), front.pagination.as_ref().map(|pagination| pagination.span));
                }
            }
            None => {}
        }
        let mut own = BTreeSet::from([page.output.to_lowercase()]);
        for alias in &front.aliases {
            match address::alias(&alias.value) {
                // In Zola the page is `p/index.html`, so `p.html` can be an alias of it; here that is the page itself.
                Some(path) if path == page.output && site.is_of_zola() => {}
                Some(path) if !own.insert(path.to_lowercase()) => diagnostics.push(
                    Diagnostic::warning(
                        Code::NoEffect,
                        file,
                        alias.span,
                        format!("`{}` is the page's own address or a duplicate alias", alias.value),
                    )
                    .help("remove it"),
                ),
                Some(path) => put(path, Item::Redirect(page.output.clone()), Some(alias.span)),
                None => diagnostics.push(outside(file, alias.span, "aliases", &alias.value)),
            }
        }
    }
}
