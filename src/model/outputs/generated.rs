//! Plans the files without a source: checklists, comparisons, data files, and all that belongs to the site as a whole.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ids::EditionId;
use crate::load::CONFIG_FILE;
use crate::load::front::{Detail, Family};
use crate::model::outputs::{
    DataFile, Item, LETTERS_PAGE, Late, NOT_FOUND, Output, PACK_PAGE, QUESTIONS_SCRIPT, RECENT_PAGE, SEARCH_PAGE,
    STORED_PAGE, Syntax, WORKER, changes_path, checklist_path, coverage_path, numbers_path,
};
use crate::model::{Page, Site, address, facet_path, facets_of_older_editions};

/// The folder of the addresses that lead to the current edition.
const CURRENT: &str = "gaeldende";

/// Plans addresses without an edition, which lead to the unit of that name in the current edition: `gaeldende/5.c.html` beside
/// the folders of the editions.
fn current_addresses(site: &Site, current: EditionId, outputs: &mut Vec<Output>) {
    let edition = &site.pages[site.editions[current].page];
    let Some((above, _)) = edition.folder().trim_end_matches('/').rsplit_once('/') else { return };
    let pages = |edition| site.units(edition).into_iter().filter(|unit| unit.part.is_none());
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
    for unit in pages(current) {
        put(address::slug(&unit.name(site)), &site.pages[unit.page]);
    }
    // What only older editions have leads to what it became, or to the page that says what became of it.
    let mut newer = current;
    while let Some((_, comparison)) = site.compared_with_older(newer) {
        for unit in pages(comparison.older) {
            put(address::slug(&unit.name(site)), &site.pages[site.in_current_edition(unit).unwrap_or(unit).page]);
        }
        newer = comparison.older;
    }
}

pub(super) fn generated(site: &Site, outputs: &mut Vec<Output>, diagnostics: &mut Vec<Diagnostic>) {
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
            Family::Law => {
                let path = format!("data/lovgivning-{}.json", address::slug(&edition.id));
                put(path, Item::Data(DataFile::Law(id)));
            }
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
        let origin = || (site.pages[index].source.file.clone(), None);
        for facet in 0..site.examples.facets.len() {
            put_for(facet_path(site, facet), Item::Examples(facet), origin());
        }
        for (from, facet) in facets_of_older_editions(site) {
            put_for(from, Item::Redirect(facet_path(site, facet)), origin());
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
            ("data/skabeloner.js", Item::Templates),
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
    let schemas: BTreeSet<&str> = outputs.iter().filter_map(|output| schema_of(&output.item)).collect();
    let mut put_for = |path: String, item: Item, origin: (String, Option<Span>)| {
        outputs.push(Output { path, item, origin });
    };
    let has_data = !schemas.is_empty();
    for name in schemas {
        put_for(format!("data/skema/{name}.json"), Item::Schema(name), own());
    }
    if site.config.base_url.is_some() {
        // Statements name their subjects by absolute addresses.
        for (syntax, ending) in [(Syntax::Turtle, "ttl"), (Syntax::JsonLd, "jsonld")] {
            if !site.terms.is_empty() {
                put_for(format!("data/begreber.{ending}"), Item::Data(DataFile::Concepts(syntax)), own());
            }
            if has_data {
                put_for(format!("data/katalog.{ending}"), Item::Data(DataFile::Catalogue(syntax)), own());
            }
        }
        if site.config.zola.sitemap {
            put_for("sitemap.xml".to_owned(), Item::Sitemap, own());
        }
        if site.config.generate_feeds {
            put_for("atom.xml".to_owned(), Item::Feed, own());
        }
    }
}

/// The name of the JSON Schema that a data file follows.
pub(crate) fn schema_of(item: &Item) -> Option<&'static str> {
    match item {
        Item::Data(DataFile::QualityModel(_)) => Some("kvalitetsmodel"),
        Item::Data(DataFile::Recommendations(_)) => Some("anvisninger"),
        Item::Data(DataFile::Law(_)) => Some("lovgivning"),
        Item::Data(DataFile::Terms) => Some("begreber"),
        Item::Data(DataFile::Examples) => Some("eksempler"),
        Item::Data(DataFile::Changes) => Some("aendringer"),
        Item::Late(Late::Sources) => Some("kilder"),
        _ => None,
    }
}
