//! Assembles the site: removes drafts, assigns pages to sections, and determines addresses, order and taxonomies.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rapidhash::RapidHashMap;

use rayon::prelude::*;
use typed_index_collections::{TiSlice, TiVec};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned, suggest};
use crate::ids::{AssetId, EditionId, PageId, PublicationId, ReadingPageId};
use crate::import::Publication;
use crate::load::config::Config;
use crate::load::dates::Dated;
use crate::load::front::{Detail, Family, Front, Kind, SortBy};
use crate::load::markdown::AnchorLinks;
use crate::load::{Asset, Loaded, Origin, Source};
use crate::model::{
    Edition, Examples, Page, Site, address, checks, comparisons, editions, examples, order, outputs, taxonomies,
};

/// Builds the site from the loaded sources. `theme_assets` are the paths of the theme's own files.
pub(crate) fn assemble(
    config: Config,
    loaded: Loaded,
    publications: TiVec<PublicationId, Publication>,
    drafts: bool,
    theme_assets: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let Loaded { mut sources, assets, .. } = without_drafts(loaded, drafts);
    sources.extend(publications.iter_enumerated().flat_map(|(number, publication)| passages(number, publication)));
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    if !sources.iter().any(|source| source.path == "_index.md") {
        sources.push(home_page(&config));
        sources.sort_by(|a, b| a.path.cmp(&b.path));
    }
    let placed: Vec<(Page, Vec<Diagnostic>)> = sources.into_par_iter().map(place).collect();
    let mut pages: TiVec<PageId, Page> = TiVec::with_capacity(placed.len());
    for (page, mut messages) in placed {
        pages.push(page);
        diagnostics.append(&mut messages);
    }
    let by_path: RapidHashMap<String, PageId> =
        pages.iter_enumerated().map(|(id, page)| (page.source.path.clone(), id)).collect();
    let home = by_path.get("_index.md").copied().unwrap_or(PageId::from(0));
    if pages[home].front().title.is_none() {
        pages[home].label.clone_from(&config.title);
    }
    for (id, page) in pages.iter_mut_enumerated().filter(|(id, _)| *id != home) {
        page.parent = parent(&page.source.path, &by_path).filter(|parent| *parent != id).or(Some(home));
    }
    set_anchor_links(&mut pages, config.markdown.anchor_links);
    let found = editions::find(&pages);
    let mut site = Site {
        config,
        home,
        editions: found,
        comparisons: TiVec::new(),
        numbered: BTreeMap::new(),
        terms: BTreeMap::new(),
        sources: BTreeMap::new(),
        examples: Examples::default(),
        taxonomies: TiVec::new(),
        reading_pages: reading_pages(&publications, &by_path, home),
        publications,
        assets: place_assets(assets, &pages, diagnostics),
        outputs: TiVec::new(),
        by_path,
        pages,
    };
    set_editions(&mut site, diagnostics);
    editions::register(&mut site, diagnostics);
    editions::fill(&mut site, diagnostics);
    editions::find_known_changes(&mut site, diagnostics);
    site.comparisons = comparisons::compare(&site, diagnostics);
    name_editions(&mut site);
    order_children(&mut site);
    name_terms_and_sources(&mut site, diagnostics);
    checks::all(&site, diagnostics);
    examples::register(&mut site, diagnostics);
    site.taxonomies = taxonomies::collect(&site, diagnostics);
    site.outputs = outputs::plan(&site, theme_assets, diagnostics);
    site
}

/// Removes drafts, including everything inside a draft section or page bundle.
fn without_drafts(loaded: Loaded, drafts: bool) -> Loaded {
    if drafts {
        return loaded;
    }
    let folder = |source: &Source| {
        let folder = source.path.strip_suffix("/_index.md").or_else(|| source.path.strip_suffix("/index.md"))?;
        Some(format!("{folder}/"))
    };
    let folders: Vec<String> = loaded.sources.iter().filter(|source| source.front.draft).filter_map(folder).collect();
    let inside = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
    let mut loaded = loaded;
    loaded.sources.retain(|source| !source.front.draft && !inside(&source.path));
    loaded.assets.retain(|asset| !(asset.file.starts_with("content/") && inside(&asset.path)));
    loaded
}

/// The pages of a reading edition. Their weights keep them in order and place them after the pages that editors wrote.
fn passages(id: PublicationId, publication: &Publication) -> impl Iterator<Item = Source> {
    (1..).zip(publication.pages.iter_enumerated()).map(move |(weight, (shown, page))| {
        let section = &publication.sections[page.sections.start];
        let edition = publication.edition.clone();
        let front = Front {
            kind: Kind::Passage,
            title: Some(section.name()),
            weight: Some(weight),
            edition: edition.map(|value| Spanned { value, span: Span::default() }),
            detail: Detail::Passage { page: section.page.map(i64::from) },
            ..Front::default()
        };
        let (path, file) = (publication.path_of(page), publication.file.clone());
        Source::without_file(&path, file, publication.digest, front, Origin::Passage(id, shown))
    })
}

/// The page of every page of a reading edition. All of them are sources, so none is missing from `by_path`.
fn reading_pages(
    publications: &TiSlice<PublicationId, Publication>,
    by_path: &RapidHashMap<String, PageId>,
    home: PageId,
) -> TiVec<PublicationId, TiVec<ReadingPageId, PageId>> {
    let page = |path: String| by_path.get(&path).copied().unwrap_or(home);
    let pages =
        |publication: &Publication| publication.pages.iter().map(|shown| page(publication.path_of(shown))).collect();
    publications.iter().map(pages).collect()
}

/// Every site needs a home page, as in Zola, even if no editor wrote one.
fn home_page(config: &Config) -> Source {
    let front = Front { kind: Kind::Section, title: Some(config.title.clone()), ..Front::default() };
    Source::without_file("_index.md", "content/_index.md".to_owned(), 0, front, Origin::Generated)
}

fn place(mut source: Source) -> (Page, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let front = &mut source.front;
    let path = source.path.trim_end_matches("/index.md").trim_end_matches(".md");
    let dated = Dated::of(path.rsplit('/').next().unwrap_or_default());
    if front.date.is_none() {
        front.date = dated.day.map(str::to_owned);
    }
    if let Some(day) = dated.impossible {
        diagnostics.push(
            Diagnostic::warning(Code::InvalidValue, &source.file, None, format!("`{day}` is not a valid date"))
                .help("correct the date in the name; otherwise it is part of the address"),
        );
    }
    let plain = address::output(&source.path, None).unwrap_or_else(|| {
        diagnostics.push(nameless(&source.file));
        format!("{}.html", source.path)
    });
    let written = |key: &str, text: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>| {
        let flat = key != "slug" || !text.value.contains(['/', '\\']);
        let safe = address::written(&text.value).filter(|_| flat);
        if safe.is_none() {
            diagnostics.push(checks::outside(&source.file, text.span, key, &text.value));
        }
        safe
    };
    let output = match (&front.path, &front.slug) {
        // The files of a bundle are placed next to its page, so the page needs a folder of its own.
        (Some(path), _) if plain.ends_with("/index.html") => {
            written("path", path, &mut diagnostics).map_or(plain, address::as_folder)
        }
        (Some(path), _) => written("path", path, &mut diagnostics).unwrap_or(plain),
        (None, Some(slug)) => written("slug", slug, &mut diagnostics)
            .and_then(|_| address::output(&source.path, Some(&slug.value)))
            .unwrap_or(plain),
        (None, None) => plain,
    };
    let label = label(&source);
    let page = Page {
        source,
        output,
        parent: None,
        pages: Vec::new(),
        sections: Vec::new(),
        edition: None,
        plain_label: label.clone(),
        label,
        anchor_links: AnchorLinks::None,
    };
    (page, diagnostics)
}

/// The diagnostic for a file whose name contains nothing that an address can use.
fn nameless(file: &str) -> Diagnostic {
    Diagnostic::error(Code::OutsideOutput, file, None, "this path does not make a valid address")
        .help("rename the file or its folder, with letters, digits, hyphens and dots")
}

fn label(source: &Source) -> String {
    let front = &source.front;
    let title = front.title.as_deref();
    match &front.detail {
        Detail::Criterion { id, .. } => format!("Kriterium {}", id.value),
        Detail::Indicator { id, .. } => format!("Indikator {}", id.value),
        Detail::Guideline { id } => match title {
            Some(title) => format!("{} {title}", id.value),
            None => format!("Retningslinje {}", id.value),
        },
        Detail::Recommendation { id, .. } => format!("Anvisning {}", id.value),
        Detail::Theme { .. } => title.map(|title| format!("Tema: {title}")).unwrap_or_default(),
        _ => match title {
            Some(title) => title.to_owned(),
            None => source
                .path
                .trim_end_matches("/_index.md")
                .trim_end_matches(".md")
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
        },
    }
}

/// The nearest section above the file at `path`.
fn parent(path: &str, by_path: &RapidHashMap<String, PageId>) -> Option<PageId> {
    let mut folder = match path.strip_suffix("/_index.md") {
        Some(own) => own.rsplit_once('/').map_or("", |(above, _)| above),
        None => address::folder(path),
    };
    loop {
        let index = if folder.is_empty() { "_index.md".to_owned() } else { format!("{folder}/_index.md") };
        if let Some(id) = by_path.get(&index) {
            return Some(*id);
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// `insert_anchor_links` applies to the section itself and to the pages in it, but not to its subsections.
fn set_anchor_links(pages: &mut TiSlice<PageId, Page>, otherwise: AnchorLinks) {
    for id in pages.keys() {
        let section = if pages[id].kind().is_section() { Some(id) } else { pages[id].parent };
        let said = section.and_then(|section| pages[section].front().anchor_links);
        pages[id].anchor_links = said.unwrap_or(otherwise);
    }
}

/// Gives every asset its output path. Assets of a page bundle (`a/index.md`) are placed with the bundle.
fn place_assets(
    assets: Vec<Asset>,
    pages: &TiSlice<PageId, Page>,
    diagnostics: &mut Vec<Diagnostic>,
) -> TiVec<AssetId, Asset> {
    let bundles: BTreeMap<&str, &str> =
        pages.iter().filter_map(|page| Some((page.source.path.strip_suffix("/index.md")?, page.folder()))).collect();
    let mut placed = TiVec::with_capacity(assets.len());
    for mut asset in assets {
        if asset.file.starts_with("content/") {
            let (mut above, name) = asset.path.rsplit_once('/').unwrap_or(("", &asset.path));
            let mut folders = vec![name.to_owned()];
            while !above.is_empty() {
                if let Some(bundle) = bundles.get(above) {
                    folders.extend(Some((*bundle).to_owned()).filter(|bundle| !bundle.is_empty()));
                    break;
                }
                let (rest, folder) = above.rsplit_once('/').unwrap_or(("", above));
                let slug = address::path_slug(folder);
                if slug.is_empty() {
                    diagnostics.push(nameless(&asset.file));
                }
                folders.push(slug);
                above = rest;
            }
            folders.reverse();
            asset.path = folders.join("/");
        }
        placed.push(asset);
    }
    placed
}

/// Sets the edition of each page: the one it names, or else the one whose folder contains it.
fn set_editions(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, edition) in site.editions.iter_enumerated() {
        site.pages[edition.page].edition = Some(id);
    }
    // Sorted by depth, sections come before their contents.
    let mut ids: Vec<PageId> = site.pages.keys().collect();
    ids.sort_by_cached_key(|id| {
        let path = &site.pages[*id].source.path;
        (path.matches('/').count(), !path.ends_with("_index.md"))
    });
    for id in ids {
        let inherited = site.pages[id].parent.and_then(|parent| site.pages[parent].edition);
        let named = site.pages[id].front().edition.clone();
        if let Some(name) = &named {
            let known: Vec<String> = site.editions.iter().map(Edition::full_id).collect();
            let found = site.editions.position(|edition| edition.id == name.value || edition.full_id() == name.value);
            if found.is_none() {
                let help = suggest(
                    &name.value,
                    known.iter().map(String::as_str),
                    &format!("use one of: {}", known.join(", ")),
                );
                let message = format!("there is no edition `{}`", name.value);
                diagnostics.push(
                    Diagnostic::error(Code::NoEdition, &site.pages[id].source.file, name.span, message).help(help),
                );
            }
            site.pages[id].edition = found;
        } else if site.pages[id].edition.is_none() {
            site.pages[id].edition = inherited;
        }
    }
}

/// Adds the edition to the labels of numbered pages, unless it is the current one of its family.
fn name_editions(site: &mut Site) {
    let families = Family::ALL.iter().filter_map(|(_, family)| Some((*family, site.current_edition(*family)?)));
    let current: BTreeMap<Family, EditionId> = families.collect();
    for page in &mut site.pages {
        let numbered = matches!(
            page.kind(),
            Kind::Criterion | Kind::Indicator | Kind::Guideline | Kind::Recommendation | Kind::Paragraph
        );
        let Some(edition) = page.edition.filter(|_| numbered).map(|id| &site.editions[id]) else { continue };
        if current.get(&edition.family) != page.edition.as_ref() {
            page.label = format!("{} ({})", page.plain_label, edition.id);
        }
    }
}

fn order_children(site: &mut Site) {
    for id in site.pages.keys() {
        let Some(parent) = site.pages[id].parent else { continue };
        if !site.pages[id].front().render {
            continue;
        }
        if site.pages[id].kind().is_section() {
            site.pages[parent].sections.push(id);
        } else {
            site.pages[parent].pages.push(id);
        }
    }
    // A transparent section passes its pages on to its parent, deepest first.
    let mut deepest_first: Vec<PageId> = site.pages.keys().collect();
    deepest_first.sort_by_cached_key(|id| Reverse(site.pages[*id].source.path.matches('/').count()));
    for id in deepest_first {
        if let (true, Some(parent)) = (site.pages[id].front().transparent, site.pages[id].parent) {
            let pages = site.pages[id].pages.clone();
            site.pages[parent].pages.extend(pages);
        }
    }
    for id in site.pages.keys() {
        let sort_by = site.pages[id].front().sort_by;
        let mut pages = std::mem::take(&mut site.pages[id].pages);
        let mut sections = std::mem::take(&mut site.pages[id].sections);
        let page = |id: &PageId| &site.pages[*id];
        let path = |a: &PageId, b: &PageId| order::natural(&page(a).source.path, &page(b).source.path);
        let weight = |id: &PageId| page(id).front().weight.unwrap_or(0);
        let date = |id: &PageId| Reverse(page(id).front().date.as_deref());
        let changed = |id: &PageId| {
            let front = page(id).front();
            Reverse(front.updated.as_deref().or(front.date.as_deref()))
        };
        // The sorts are stable: equal entries keep the order of their paths.
        pages.sort_by(path);
        match sort_by {
            SortBy::Weight => pages.sort_by_key(weight),
            SortBy::Date => pages.sort_by_key(date),
            SortBy::UpdateDate => pages.sort_by_key(changed),
            SortBy::Title => pages.sort_by_cached_key(|id| order::dictionary(&page(id).label)),
            SortBy::TitleBytes => pages.sort_by_key(|id| &page(id).label),
            SortBy::Slug | SortBy::Permalink => pages.sort_by_key(|id| &page(id).output),
        }
        sections.sort_by(path);
        sections.sort_by_key(weight);
        site.pages[id].pages = pages;
        site.pages[id].sections = sections;
    }
}

fn name_terms_and_sources(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, page) in site.pages.iter_enumerated() {
        match page.kind() {
            Kind::Term => {
                let slug = address::slug(page.id());
                if let Some(first) = site.terms.insert(slug.clone(), id) {
                    let message = format!("the term `{slug}` is already in {}", site.pages[first].source.file);
                    diagnostics.push(
                        Diagnostic::error(Code::DuplicateId, &page.source.file, None, message)
                            .help("rename one of the files"),
                    );
                }
            }
            Kind::Source => {
                let folder = page.source.path.trim_end_matches("/_index.md");
                let name = folder.rsplit('/').next().unwrap_or(folder).to_owned();
                if let Some(first) = site.sources.insert(name.clone(), id) {
                    let message = format!("the source `{name}` is already in {}", site.pages[first].source.file);
                    diagnostics.push(
                        Diagnostic::error(Code::DuplicateId, &page.source.file, None, message)
                            .help("rename one of the folders"),
                    );
                }
            }
            _ => {}
        }
    }
    for page in &site.pages {
        let Detail::Edition(front) = &page.front().detail else { continue };
        let Some(source) = &front.source else { continue };
        if !site.sources.contains_key(&source.value) {
            diagnostics.push(examples::unknown_source(site, page, source));
        }
    }
}

#[cfg(test)]
mod tests;
