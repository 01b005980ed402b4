//! Odd but possible content: nothing is lost, nothing panics, nothing leads astray.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Diagnostic, Site};

fn site(body: &str) -> Site {
    let site = Site::new();
    site.write("content/a.md", format!("+++\ntitle = \"A\"\n+++\n\n{body}\n"));
    site.write("content/b.md", "+++\ntitle = \"B\"\n+++\n");
    site
}

fn places(site: &Site) -> Vec<String> {
    site.run(&["check", "--format", "json"]).ended(1).diagnostics().iter().map(Diagnostic::place).collect()
}

#[test]
fn private_use_characters_cannot_forge_holes() {
    let site = site("`kode \u{e000}a0\u{e001}` og [b](b.html) \u{e012}");
    site.write("content/c.md", "+++\ntitle = \"C \\uE012 C\"\n+++\n\nKun én gang.\n");
    site.build();
    let page = site.read("public/a.html");
    assert!(page.contains("<a href=\"b.html\">b</a>"), "{page}");
    assert_eq!(site.read("public/c.html").matches("Kun én gang").count(), 1);
}

#[test]
fn links_in_html_and_angle_brackets() {
    let site = site(
        "<post@example.dk> <a href=\"https://example.dk/?a=1&amp;b=2\">x</a> <!-- <a href=\"væk.html\"> -->\n\n\
         Note[^1] og igen[^1].\n\n[^1]: Noten.",
    );
    site.build();
    let page = site.read("public/a.html");
    assert!(page.contains("href=\"mailto:post@example.dk\""), "{page}");
    assert!(page.contains("?a=1&amp;b=2\""), "{page}");
    assert_eq!(page.matches("id=\"fodnote-henvisning-1\"").count(), 1, "{page}");
}

#[test]
fn references_and_terms_go_over_line_breaks() {
    let site = Site::fixture("portal");
    site.write(
        "content/kvalitetsmodel/2021/note.md",
        "+++\ntitle = \"Note\"\n+++\n\nHer står der anvisning\n2.7.1 med et linjeskift.\n",
    );
    site.build();
    let page = site.read("public/kvalitetsmodel/2021/note.html");
    assert!(page.contains("2.7.1.html\">anvisning\n2.7.1</a>"), "{page}");
}

#[test]
fn two_forms_of_one_reference_do_not_overlap() {
    let site = Site::fixture("portal");
    site.write(
        "content/kvalitetsmodel/2021/note.md",
        "+++\ntitle = \"Note\"\n+++\n\nSe retningslinje 3.1 Retningslinje for samarbejde. İ visoøø VISO ẞ\n",
    );
    site.build();
    assert!(site.read("public/kvalitetsmodel/2021/note.html").contains("Retningslinje for samarbejde"));
}

#[test]
fn what_others_link_to_must_be_there() {
    let site = Site::fixture("portal");
    site.write("content/begreber/skjult.md", "+++\ntitle = \"Skjult\"\nkind = \"term\"\nrender = false\n+++\n");
    assert_eq!(places(&site), ["invalid-value content/begreber/skjult.md:4:10"]);
}

#[test]
fn headings_do_not_take_the_anchors_of_the_page() {
    let site = Site::fixture("portal");
    site.write("content/begreber/nyt.md", "+++\ntitle = \"Nyt\"\nkind = \"term\"\n+++\n\n## Bruges i\n\n## Bruges i\n");
    site.build();
    let page = site.read("public/begreber/nyt.html");
    assert!(page.contains("<h2 id=\"bruges-i-2\">") && page.contains("<h2 id=\"bruges-i-3\">"), "{page}");
}

#[cfg(unix)]
#[test]
fn links_to_nowhere() {
    let site = site("Tekst.");
    std::os::unix::fs::symlink("nogen@maskine.1", site.path("content/.#a.md")).expect("a link");
    site.build();
    std::os::unix::fs::symlink("findes-ikke.md", site.path("content/c.md")).expect("a link");
    assert_eq!(places(&site), ["broken-link content/c.md:1:1"]);
}

#[test]
fn a_tag_and_the_list_of_tags_cannot_share_an_address() {
    let site = Site::new();
    site.write("config.toml", "taxonomies = [{ name = \"tags\" }]\n");
    site.write("content/a.md", "+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"Index\"]\n+++\n");
    assert_eq!(places(&site), ["same-address config.toml:1:24"]);
}

#[test]
fn a_draft_hides_itself_and_its_folder_only() {
    let site = site("Tekst.");
    site.write("content/_index.md", "+++\ntitle = \"Forside\"\ndraft = true\n+++\n");
    site.write("content/mappe_index.md", "+++\ntitle = \"Kladde\"\ndraft = true\n+++\n");
    site.write("content/mappe/c.md", "+++\ntitle = \"C\"\n+++\n");
    site.build();
    assert!(site.read("public/index.html").contains("Prøve"), "a home page is made, called like the site");
    for page in ["a", "b", "mappe/c"] {
        assert!(site.path(&format!("public/{page}.html")).exists(), "{page}");
    }
}

#[test]
fn old_addresses_stay_as_they_were_written() {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitle = \"A\"\naliases = [\"/Gammel/Side.htm\", \"gammel/\"]\n+++\n");
    site.build();
    for path in ["Gammel/Side.htm", "gammel/index.html"] {
        assert!(site.path(&format!("public/{path}")).exists(), "{path}");
    }
}

#[test]
fn words_before_and_after_a_reference_are_kept() {
    let site = Site::fixture("portal");
    site.edit(
        "content/kvalitetsmodel/2021/trivsel/4.a.md",
        "[[questions]]",
        "[[questions]]\ntext = \"Gør I det (se anvisning 2.7.1), og hvordan følger I op?\"\n\n[[questions]]",
    );
    site.build();
    let data = site.read("public/data/kvalitetsmodel-2021.json");
    assert!(data.contains("Gør I det (se anvisning 2.7.1), og hvordan følger I op?"), "{data}");
}
