//! How a site is put together from its files.

use typed_index_collections::TiVec;

use super::assemble;
use crate::diagnostic::Diagnostic;
use crate::ids::PageId;
use crate::load::config::Config;
use crate::load::{Asset, Loaded, Origin, Source, front};
use crate::model::Site;

/// Builds a site from files, given as path below `content/` and front matter.
fn build(files: &[(&str, &str)], assets: &[&str], drafts: bool) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let source = |(path, toml): &(&str, &str)| {
        let file = format!("content/{path}");
        let front = front::read(&file, toml, 0, path.ends_with("_index.md"), &mut diagnostics);
        Source::without_file(path, file, 0, front, Origin::File)
    };
    let sources = files.iter().map(source).collect();
    let asset = |path: &&str| Asset { path: (*path).to_owned(), file: format!("content/{path}"), stamp: None };
    let loaded = Loaded { sources, assets: assets.iter().map(asset).collect(), left_out: Vec::new() };
    let site = assemble(Config::default(), loaded, TiVec::new(), drafts, &[], &mut diagnostics);
    (site, diagnostics)
}

fn site(files: &[(&str, &str)]) -> Site {
    let (site, diagnostics) = build(files, &[], false);
    assert_eq!(diagnostics, []);
    site
}

fn page(site: &Site, path: &str) -> PageId {
    site.by_path.get(path).copied().unwrap_or_else(|| panic!("no {path}"))
}

/// The paths of the pages in a section, in order.
fn listed<'s>(site: &'s Site, section: &str) -> Vec<&'s str> {
    site.pages[page(site, section)].pages.iter().map(|id| site.pages[*id].source.path.as_str()).collect()
}

#[test]
fn a_site_without_a_home_page_gets_one() {
    let site = site(&[("a.md", "title = \"A\"")]);
    assert_eq!(site.pages[site.home].source.path, "_index.md");
    assert_eq!(site.pages[site.home].label, site.config.title);
    assert_eq!(listed(&site, "_index.md"), ["a.md"]);
}

#[test]
fn a_page_belongs_to_the_nearest_section_above() {
    let site = site(&[
        ("_index.md", "title = \"Forside\""),
        ("a/_index.md", "title = \"A\""),
        ("a/b/c/side.md", "title = \"Side\""),
        ("a/bundt/index.md", "title = \"Bundt\""),
        ("alene/side.md", "title = \"Alene\""),
    ]);
    let parent = |path: &str| {
        let parent = site.pages[page(&site, path)].parent.expect("a parent");
        site.pages[parent].source.path.as_str()
    };
    assert_eq!(parent("a/b/c/side.md"), "a/_index.md");
    assert_eq!(parent("a/bundt/index.md"), "a/_index.md");
    assert_eq!(parent("alene/side.md"), "_index.md");
    assert_eq!(parent("a/_index.md"), "_index.md");
    assert_eq!(site.pages[site.home].parent, None);
}

#[test]
fn pages_are_sorted_as_their_section_says() {
    let order = |sort_by: &str| {
        let index = format!("title = \"A\"\nsort_by = \"{sort_by}\"");
        let site = site(&[
            ("a/_index.md", &index),
            ("a/2.10.md", "title = \"Ål\"\nweight = 1\ndate = 2026-01-01"),
            ("a/2.9.md", "title = \"Æble\"\nweight = 1\ndate = 2026-03-01"),
            ("a/x.md", "title = \"Zebra\"\ndate = 2026-02-01\nupdated = 2026-04-01"),
        ]);
        listed(&site, "a/_index.md").into_iter().map(|path| path[2..path.len() - 3].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order("weight"), ["x", "2.9", "2.10"], "equal weights keep the natural order of the names");
    assert_eq!(order("date"), ["2.9", "x", "2.10"]);
    assert_eq!(order("update_date"), ["x", "2.9", "2.10"]);
    assert_eq!(order("title"), ["x", "2.9", "2.10"]);
}

#[test]
fn a_transparent_section_passes_its_pages_on() {
    let site = site(&[
        ("a/_index.md", "title = \"A\""),
        ("a/b/_index.md", "title = \"B\"\ntransparent = true"),
        ("a/b/c/_index.md", "title = \"C\"\ntransparent = true"),
        ("a/b/c/x.md", "title = \"X\""),
        ("a/y.md", "title = \"Y\""),
    ]);
    assert_eq!(listed(&site, "a/b/_index.md"), ["a/b/c/x.md"]);
    assert_eq!(listed(&site, "a/_index.md"), ["a/b/c/x.md", "a/y.md"]);
}

#[test]
fn a_draft_takes_its_folder_along() {
    let files = [
        ("a/_index.md", "title = \"A\"\ndraft = true"),
        ("a/side.md", "title = \"Side\""),
        ("b/index.md", "title = \"B\"\ndraft = true"),
        ("c.md", "title = \"C\""),
    ];
    let paths = |drafts: bool| {
        let (site, _) = build(&files, &["a/billede.png", "b/fil.pdf", "c.png"], drafts);
        let assets: Vec<_> = site.assets.iter().map(|asset| asset.path.clone()).collect();
        (site.by_path.len(), assets)
    };
    assert_eq!(paths(false), (2, vec!["c.png".to_owned()]));
    assert_eq!(paths(true).0, 5);
    assert_eq!(paths(true).1.len(), 3);
}

#[test]
fn files_of_a_bundle_are_placed_with_its_page() {
    let files = [("Forløb/2026-05-01-møde/index.md", "title = \"Møde\""), ("a.md", "title = \"A\"")];
    let (site, diagnostics) = build(&files, &["Forløb/2026-05-01-møde/bilag/kort.png", "Løse filer/ark.pdf"], false);
    assert_eq!(diagnostics, []);
    let found = &site.pages[page(&site, files[0].0)];
    assert_eq!(
        (found.output.as_str(), found.front().date.as_deref()),
        ("forloeb/moede/index.html", Some("2026-05-01"))
    );
    let assets: Vec<_> = site.assets.iter().map(|asset| asset.path.as_str()).collect();
    assert_eq!(assets, ["forloeb/moede/bilag/kort.png", "loese-filer/ark.pdf"]);
}

#[test]
fn addresses_that_leave_the_site_are_mistakes() {
    for key in ["slug = \"../a\"", "path = \"../a\""] {
        let (site, diagnostics) = build(&[("side.md", key)], &[], false);
        assert_eq!(site.pages[page(&site, "side.md")].output, "side.html");
        assert_eq!(diagnostics.len(), 1, "{key}: {diagnostics:?}");
    }
}
