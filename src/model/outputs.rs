//! Plans the output: every file of the site is known before anything is rendered.
//!
//! Links can be checked against this plan. `paths` reports outputs that would collide.

mod paths;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typed_index_collections::TiVec;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ids::{AssetId, ComparisonId, EditionId, OutputId, PageId, TaxonomyId};
use crate::load::CONFIG_FILE;
use crate::load::front::{Detail, Family};
use crate::model::checks::outside;
use crate::model::{Page, Site, address, facet_path};

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
    /// The glossary.
    Terms,
    /// The examples.
    Examples,
    /// What has changed between editions, and what is known to have changed since.
    Changes,
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
/// The service worker.
pub(crate) const WORKER: &str = "sw.js";
/// The script of the visit pack's pages.
pub(crate) const PACK_SCRIPT: &str = "assets/js/pack.js";
/// The theme's part of the service worker; it is inserted there and not published as a file of its own.
pub(crate) const OFFLINE_SCRIPT: &str = "assets/js/worker.js";
/// The folder of the addresses that lead to the current edition.
const CURRENT: &str = "gaeldende";
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
    generated(site, &mut outputs, diagnostics);
    for (asset, file) in site.assets.iter_enumerated() {
        outputs.push(Output { path: file.path.clone(), item: Item::Asset(asset), origin: (file.file.clone(), None) });
    }
    let copied: Vec<String> = site.assets.iter().map(|asset| asset.path.clone()).collect();
    // A file of the site overrides the theme's file of the same name.
    let used = |path: &&String| match path.as_str() {
        OFFLINE_SCRIPT => false,
        PACK_SCRIPT => site.has_packs() && !copied.contains(path),
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

/// Plans addresses without an edition, which lead to the unit of that name in the current edition: `gaeldende/5.c.html` beside
/// the folders of the editions.
fn current_addresses(site: &Site, current: EditionId, outputs: &mut Vec<Output>) {
    let edition = &site.pages[site.editions[current].page];
    let Some((above, _)) = edition.folder().trim_end_matches('/').rsplit_once('/') else { return };
    let mut names = BTreeSet::new();
    let mut put = |name: String, page: &Page| {
        if names.insert(name.clone()) {
            let path = format!("{above}/{CURRENT}/{name}.html");
            outputs.push(Output {
                path,
                item: Item::Redirect(page.output.clone()),
                origin: (page.source.file.clone(), None),
            });
        }
    };
    put("index".to_owned(), edition);
    for unit in site.units(current).into_iter().filter(|unit| unit.part.is_none()) {
        put(address::slug(&unit.name(site)), &site.pages[unit.page]);
    }
}

fn generated(site: &Site, outputs: &mut Vec<Output>, diagnostics: &mut Vec<Diagnostic>) {
    let mut put_for = |path: String, item: Item, origin: (String, Option<Span>)| {
        outputs.push(Output { path, item, origin });
    };
    for (id, edition) in site.editions.iter_enumerated() {
        let page = &site.pages[edition.page];
        let span = match &page.front().detail {
            Detail::Edition(front) => Some(front.id.span),
            _ => None,
        };
        let mut put = |path: String, item: Item| put_for(path, item, (page.source.file.clone(), span));
        if let Some((comparison, _)) = site.compared_with_older(id) {
            put(changes_path(site, comparison), Item::Changes(comparison));
            put(numbers_path(site, comparison), Item::Numbers(comparison));
        }
        match edition.family {
            Family::QualityModel => {
                put(checklist_path(site, id, None), Item::Checklist(id, None));
                for theme in 0..edition.themes.len() {
                    put(checklist_path(site, id, Some(theme)), Item::Checklist(id, Some(theme)));
                }
                put(coverage_path(site, id), Item::Coverage(id));
                put(
                    format!("data/kvalitetsmodel-{}.json", address::slug(&edition.id)),
                    Item::Data(DataFile::QualityModel(id)),
                );
            }
            Family::Guidelines => {
                let path = format!("data/anvisninger-{}.json", address::slug(&edition.id));
                put(path, Item::Data(DataFile::Recommendations(id)));
            }
            Family::Law => {}
        }
    }
    for (_, family) in Family::ALL {
        if let Some(current) = site.current_edition(*family) {
            current_addresses(site, current, outputs);
        }
    }
    let mut put_for = |path: String, item: Item, origin: (String, Option<Span>)| {
        outputs.push(Output { path, item, origin });
    };
    let own = || (CONFIG_FILE.to_owned(), None);
    if !site.comparisons.is_empty() || site.editions.iter().any(|edition| !edition.known_changes.is_empty()) {
        put_for("data/aendringer.json".to_owned(), Item::Data(DataFile::Changes), own());
    }
    if !site.terms.is_empty() {
        put_for("data/begreber.json".to_owned(), Item::Data(DataFile::Terms), own());
    }
    if !site.sources.is_empty() {
        put_for("data/kilder.json".to_owned(), Item::Late(Late::Sources), own());
    }
    if !site.examples.by_id.is_empty() {
        put_for("data/eksempler.json".to_owned(), Item::Data(DataFile::Examples), own());
    }
    if let Some(index) = site.examples.index {
        for facet in 0..site.examples.facets.len() {
            put_for(facet_path(site, facet), Item::Examples(facet), (site.pages[index].source.file.clone(), None));
        }
    }
    for (id, taxonomy) in site.taxonomies.iter_enumerated().filter(|(_, taxonomy)| taxonomy.render) {
        let origin =
            || (CONFIG_FILE.to_owned(), site.config.taxonomies.get(usize::from(id)).map(|taxonomy| taxonomy.name.span));
        put_for(taxonomy.path(), Item::TaxonomyList(id), origin());
        for (term, entry) in taxonomy.terms.iter().enumerate() {
            let numbers = taxonomy.pagination.as_ref().map_or(1, |pagination| pagination.pages(entry.pages.len()));
            for number in 1..=numbers {
                put_for(taxonomy.term_path(term, number), Item::TaxonomyTerm(id, term, number), origin());
            }
        }
    }
    if let Some(statement) = &site.config.accessibility_statement {
        put_for("was/index.html".to_owned(), Item::Redirect(statement.clone()), own());
    }
    let taken = |path: &str| {
        let asset = site.assets.iter().find(|asset| asset.path == path).map(|asset| &asset.file);
        asset.or_else(|| site.pages.iter().find(|page| page.output == path).map(|page| &page.source.file))
    };
    let mut files = vec![(NOT_FOUND, Item::NotFound)];
    files.extend(site.config.zola.robots.then_some(("robots.txt", Item::Robots)));
    if site.is_searched() {
        files.extend([(SEARCH_PAGE, Item::Search), (LETTERS_PAGE, Item::Letters)]);
        files.extend(site.config.base_url.is_some().then_some(("opensearch.xml", Item::OpenSearch)));
    }
    if site.is_portal() {
        files.push((RECENT_PAGE, Item::Recent));
    }
    if site.has_model() {
        // Even without notes: browsers may still have an earlier worker, and this one removes it.
        files.extend([(PACK_PAGE, Item::Packs), (STORED_PAGE, Item::Stored), (WORKER, Item::Late(Late::Worker))]);
    }
    if site.has_packs() {
        files.extend([
            (QUESTIONS_SCRIPT, Item::Questions),
            ("data/pakke-i-en-fil.js", Item::Carry),
            ("data/filer.json", Item::Late(Late::FileList)),
        ]);
    }
    for (path, item) in files {
        match taken(path) {
            None => put_for(path.to_owned(), item, own()),
            // Any site may bring its own version of these.
            Some(_) if matches!(item, Item::Robots | Item::NotFound) => {}
            Some(file) => diagnostics.push(
                Diagnostic::warning(
                    Code::SameAddress,
                    file,
                    None,
                    format!("this replaces `{path}`, which the build generates"),
                )
                .help("rename the file, unless this is intended"),
            ),
        }
    }
    if site.config.base_url.is_some() {
        if site.config.zola.sitemap {
            put_for("sitemap.xml".to_owned(), Item::Sitemap, own());
        }
        if site.config.generate_feeds {
            put_for("atom.xml".to_owned(), Item::Feed, own());
        }
    }
}
