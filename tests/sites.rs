//! Fixture sites, built by the real binary: of pages the `<main>` is compared, other files whole.
//!
//! `VEJVISER_BLESS=1 cargo test --test sites` accepts what is built; look at the difference before you commit it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::expected::{check_diagnostics, check_pages};
use common::{Site, tree};

#[track_caller]
fn check(name: &str) -> Site {
    let site = Site::fixture(name);
    let run = site.run(&["--format", "json"]).ended(0);
    check_diagnostics(&site, &[], &run.diagnostics());
    check_pages(&site, name);
    site
}

#[test]
fn a_portal_with_every_kind_of_page() {
    check("portal");
}

/// A tree as Zola takes it. What Zola knows and this program does not do is one warning a file; a template of an old
/// theme is another.
#[test]
fn a_plain_zola_tree() {
    let site = check("zola");
    let built: Vec<String> = tree(&site.public()).into_keys().collect();
    let there = |path: &str| built.iter().any(|built| built == path);
    assert!(!there("blog/kladde.html"), "a draft stays at home");
    assert!(!built.iter().any(|path| path.contains("udkast")), "so do notes");
    assert!(there("blog/tredje.html") && there("blog/nyt-navn.html") && !there("blog/slug.html"), "{built:?}");
    assert!(there("blog/bundle/foto.png") && there("logo.svg"), "assets are copied");
    assert!(!there("skjult/index.html"), "a section with `render = false` has no page");
    assert!(there("videre/index.html") && there("emner/rust.html") && there("tags/smaa-ting.html"), "{built:?}");
}

/// The number 3.1.1 means one thing in 2016 and another in 2020: every page says which.
#[test]
fn two_editions_of_everything() {
    let site = check("editions");
    let main = |path: &str| common::expected::main_part(&site.read(&format!("public/{path}")));
    assert!(main("nr/2016/3.1.1.html").contains("Ordlyden i 2016."));
    assert!(main("nr/2020/3.1.1.html").contains("Ordlyden i 2020."));
}

/// Three editions of each family, with every sort of change.
#[test]
fn what_became_of_every_unit() {
    let site = check("history");
    let read = |path: &str| site.read(&format!("public/{path}"));
    // A question keeps its anchor when others are inserted before it.
    assert!(read("model/2026/trivsel/1.a.html").contains("spoergsmaal-1"));
    // Addresses without a year lead to the current edition.
    assert!(read("model/gaeldende/1.c.html").contains("../2026/trivsel/1.c.html"));
    assert!(read("lov/gaeldende/serviceloven-1.html").contains("../2026/serviceloven-1.html"));
}

const IMAGE: &str = "\u{89}PNG";

/// In Zola a bundle is one thing: where its page goes, its files go too.
#[test]
fn the_files_of_a_bundle_follow_its_page() {
    let site = Site::new();
    site.write("content/gammel/index.md", "+++\ntitle = \"Ny\"\nslug = \"ny\"\n+++\n\n![Et foto](foto.png)\n");
    site.write("content/gammel/foto.png", IMAGE);
    site.write(
        "content/sti/index.md",
        "+++\ntitle = \"Sti\"\npath = \"et/helt/andet/sted/\"\n+++\n\n![Et foto](foto.png)\n",
    );
    site.write("content/sti/foto.png", IMAGE);
    assert_eq!(site.errors(&[]), []);
    site.build();
    let built: Vec<String> = tree(&site.public()).into_keys().filter(|path| path.ends_with(".png")).collect();
    assert_eq!(built, ["et/helt/andet/sted/foto.png", "ny/foto.png"]);
}

/// The date may stand in the name of a bundle's folder.
#[test]
fn a_bundle_may_carry_its_date() {
    let site = Site::new();
    site.write("content/2021-07-01-nyt/index.md", "+++\ntitle = \"Nyt\"\n+++\n\n![Et foto](foto.png)\n");
    site.write("content/2021-07-01-nyt/foto.png", IMAGE);
    site.build();
    let built: Vec<String> = tree(&site.public()).into_keys().filter(|path| path.contains("nyt/")).collect();
    assert_eq!(built, ["nyt/foto.png", "nyt/index.html"]);
    assert!(site.read("public/nyt/index.html").contains("2021-07-01"));
}

/// What belongs to a draft is not published before it is.
#[test]
fn the_files_of_a_draft_stay_at_home() {
    let site = Site::new();
    site.write("content/kladde/index.md", "+++\ntitle = \"Kladde\"\ndraft = true\n+++\n");
    site.write("content/kladde/hemmeligt.pdf", "%PDF");
    site.write("content/mappe/_index.md", "+++\ntitle = \"Mappe\"\ndraft = true\n+++\n");
    site.write("content/mappe/dybt/hemmeligt.pdf", "%PDF");
    site.build();
    let built: Vec<String> = tree(&site.public()).into_keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(built, Vec::<String>::new());
    site.run(&["build", "--drafts"]).ended(0);
    assert!(site.path("public/kladde/hemmeligt.pdf").exists() && site.path("public/mappe/dybt/hemmeligt.pdf").exists());
}

/// A transparent section passes its pages on, also those it got from one inside it, whatever the folders are called.
#[test]
fn transparent_sections_pass_on_what_they_get() {
    for inner in ["arkiv", "2021", "zeta"] {
        let site = Site::new();
        site.write("content/blog/_index.md", "+++\ntitle = \"Blog\"\ntransparent = true\n+++\n");
        site.write(&format!("content/blog/{inner}/_index.md"), "+++\ntitle = \"Inde\"\ntransparent = true\n+++\n");
        site.write(&format!("content/blog/{inner}/indlaeg.md"), "+++\ntitle = \"Et indlæg\"\n+++\n");
        site.build();
        assert!(site.read("public/blog/index.html").contains("Et indlæg"), "{inner}: not in the section above");
        assert!(site.read("public/index.html").contains("Et indlæg"), "{inner}: not on the home page");
    }
}

/// A page that is not written is not linked to.
#[test]
fn nothing_links_to_what_is_not_rendered() {
    let site = Site::new();
    site.write("content/skjult/_index.md", "+++\ntitle = \"Skjult\"\nrender = false\n+++\n");
    site.write("content/skjult/foerst.md", "+++\ntitle = \"Først\"\n+++\n");
    site.write("content/skjult/under/_index.md", "+++\ntitle = \"Under\"\n+++\n");
    site.build();
    for (path, bytes) in tree(&site.public()) {
        assert!(!String::from_utf8_lossy(&bytes).contains("skjult/index.html"), "{path} links to it");
    }
}
