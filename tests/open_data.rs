//! Data for other programs: the law, and the ELI addresses of its statutes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use common::Site;
use serde_json::Value;

const BASE: &str = "https://vejviser.example/guide";

/// The delivered portal.
fn delivered() -> Site {
    let site = Site::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    common::copy(&root.join("content"), &site.path("content"));
    site.write("config.toml", "title = \"Vejviser\"\ndescription = \"Spørgsmål til tilsyn.\"\n");
    site
}

fn build(site: &Site) {
    site.run(&["build", "--no-index", "--base-url", BASE]).ended(0);
}

const ELI: &str = "https://www.retsinformation.dk/eli/lta/2021/999999";

#[test]
fn the_eli_address_of_a_statute_is_on_the_page_and_in_the_data() {
    let site = delivered();
    let file = "content/lovgivning/2021/serviceloven-101.md";
    site.edit(file, "id = \"101\"\n", &format!("id = \"101\"\neli = \"{ELI}\"\n"));
    build(&site);
    let path = "public/lovgivning/2021/serviceloven-101.html";
    let data =
        || -> Value { serde_json::from_str(&site.read("public/data/lovgivning-2021.json")).expect("the data is JSON") };
    let page = site.read(path);
    assert!(page.contains(&format!(">{ELI}</a>")), "{page}");
    let from = page.find("{\"@context\":\"https://schema.org\"").expect("structured data");
    let block = &page[from..from + page[from..].find("</script>").expect("its end")];
    let block: Value = serde_json::from_str(block).expect("JSON");
    let paragraph = block["@graph"].as_array().expect("a list").iter().find(|node| node["@type"] == "Legislation");
    let paragraph = paragraph.expect("the paragraph");
    // The address is that of the statute, and the paragraph is a part of it.
    assert_eq!(paragraph["@id"], format!("{BASE}/lovgivning/2021/serviceloven-101.html"));
    assert_eq!(paragraph["isPartOf"]["@id"], ELI);
    assert_eq!(paragraph["isPartOf"]["legislationIdentifier"], ELI);
    assert_eq!(data()[0]["eli"], ELI);
    assert_eq!(data()[0]["subsections"][3]["url"], "lovgivning/2021/serviceloven-101.html#stk-4");
    // Nothing is made up where no editor has given one.
    site.edit(file, &format!("eli = \"{ELI}\"\n"), "");
    build(&site);
    let page = site.read(path);
    assert!(!page.contains("retsinformation.dk/eli") && !page.contains("isPartOf"), "{page}");
    assert_eq!(data()[0]["eli"], Value::Null);
}

#[test]
fn an_eli_address_of_another_form_is_an_error() {
    let told = |written: &str| {
        let site = Site::fixture("portal");
        site.edit("content/lovgivning/2021/serviceloven-101.md", ELI, written);
        let mut found = site.run(&["check", "--format", "json"]).ended(1).diagnostics();
        found.retain(|found| found.severity == "error");
        assert_eq!(found.len(), 1, "{found:?}");
        let found = found.remove(0);
        let line = site.read(&found.file);
        let line = line.lines().nth(usize::try_from(found.line).expect("a line") - 1).expect("the line").to_owned();
        assert!(line.starts_with("eli = ") && found.column == 7, "{found:?}: {line}");
        assert_eq!(found.code, "invalid-value");
        found.text
    };
    assert!(told("https://www.retsinformation.dk/eli/lta/2021/999999/xml").contains(&format!("write \"{ELI}\"")));
    assert!(told("http://retsinformation.dk/eli/lta/2021/999999").contains(&format!("write \"{ELI}\"")));
    assert!(told("LBK nr. 12 af 01/03/2026").contains("eli/lta/<year>/<number>"));
}
