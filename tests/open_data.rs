//! The data for other programs that names its subjects by absolute addresses: the glossary in SKOS, the record of the data
//! files in DCAT; and the ELI addresses of statutes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{Site, tree};
use oxjsonld::JsonLdParser;
use oxttl::TurtleParser;
use serde_json::Value;

/// Subject, predicate and object, as N-Triples has them.
type Statements = BTreeSet<(String, String, String)>;

const BASE: &str = "https://vejviser.example/guide";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCT: &str = "http://purl.org/dc/terms/";
const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

fn turtle(text: &str) -> Statements {
    let triples = TurtleParser::new().for_slice(text.as_bytes()).map(|triple| triple.expect("the file is Turtle"));
    triples
        .map(|triple| (triple.subject.to_string(), triple.predicate.to_string(), triple.object.to_string()))
        .collect()
}

/// What a JSON-LD file states. The parser loads no context: the file must have its own.
fn json_ld(text: &str) -> Statements {
    let quads = JsonLdParser::new().for_slice(text.as_bytes()).map(|quad| quad.expect("the file is JSON-LD"));
    quads.map(|quad| (quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())).collect()
}

/// What both files of `name` state.
#[track_caller]
fn statements(site: &Site, name: &str) -> Statements {
    let read = |ending: &str| site.read(&format!("public/data/{name}.{ending}"));
    let stated = turtle(&read("ttl"));
    assert!(!stated.is_empty(), "{name} states nothing");
    assert_eq!(stated, json_ld(&read("jsonld")), "{name}: the two files differ");
    stated
}

/// The objects of `predicate` of `subject`, sorted.
fn objects<'s>(stated: &'s Statements, subject: &str, predicate: &str) -> Vec<&'s str> {
    let wanted = format!("<{predicate}>");
    let own = stated.iter().filter(|(of, word, _)| of == subject && (*word == wanted || word == predicate));
    own.map(|(_, _, object)| object.as_str()).collect()
}

/// Everything that is a `class`.
fn all<'s>(stated: &'s Statements, class: &str) -> Vec<&'s str> {
    let wanted = format!("<{class}>");
    stated.iter().filter(|(_, word, is)| word == TYPE && *is == wanted).map(|(of, ..)| of.as_str()).collect()
}

/// The address of a file of the delivered portal, in angle brackets as in N-Triples.
fn at(path: &str) -> String {
    format!("<{BASE}/{path}>")
}

/// The delivered portal.
fn delivered() -> Site {
    let site = Site::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    common::copy(&root.join("content"), &site.path("content"));
    site.write(
        "config.toml",
        "title = \"Vejviser\"\ndescription = \"Spørgsmål til tilsyn.\"\n[site]\npublisher = \"X\"\n",
    );
    site
}

fn build(site: &Site) {
    site.run(&["build", "--no-index", "--base-url", BASE]).ended(0);
}

#[test]
fn every_term_of_the_portal_is_a_concept() {
    let site = delivered();
    build(&site);
    let stated = statements(&site, "begreber");
    let terms: Value = serde_json::from_str(&site.read("public/data/begreber.json")).expect("JSON");
    let terms = terms.as_array().expect("a list");
    let mut pages: Vec<String> = terms.iter().map(|term| at(term["url"].as_str().expect("an address"))).collect();
    pages.sort();
    assert_eq!(all(&stated, &format!("{SKOS}Concept")), pages);
    let scheme = at("begreber/index.html");
    assert_eq!(all(&stated, &format!("{SKOS}ConceptScheme")), [scheme.as_str()]);
    assert_eq!(objects(&stated, &scheme, &format!("{SKOS}hasTopConcept")), pages);
    for page in &pages {
        for word in ["prefLabel", "definition", "inScheme", "topConceptOf"] {
            assert_eq!(objects(&stated, page, &format!("{SKOS}{word}")).len(), 1, "{word} of {page}");
        }
        // Terms are related to each other, never to themselves.
        for other in objects(&stated, page, &format!("{SKOS}related")) {
            assert!(pages.iter().any(|known| known == other) && other != page, "{page} is related to {other}");
            assert!(objects(&stated, other, &format!("{SKOS}related")).contains(&page.as_str()), "{page}, {other}");
        }
        let names = |word: &str| objects(&stated, page, &format!("{SKOS}{word}"));
        let labels = ["prefLabel", "altLabel", "hiddenLabel"].map(names).concat();
        assert_eq!(labels.len(), labels.iter().collect::<BTreeSet<_>>().len(), "{page} has a name twice: {labels:?}");
    }
    let mi = at("begreber/mi.html");
    assert_eq!(objects(&stated, &mi, &format!("{SKOS}prefLabel")), ["\"MI\"@da"]);
    let names = |word: &str| objects(&stated, &mi, &format!("{SKOS}{word}"));
    // Words that only lead to a term in a search are no names of it.
    assert!(
        names("altLabel") == ["\"Motivational Interviewing\"@da"]
            && names("hiddenLabel").contains(&"\"motivationssamtale\"@da"),
        "{names:?}",
        names = names("altLabel")
    );
    let guarantee = objects(&stated, &at("begreber/behandlingsgaranti.html"), &format!("{DCT}source"));
    assert_eq!(guarantee, [at("lovgivning/2021/serviceloven-101.html#stk-4")]);
}

#[test]
fn every_data_file_is_in_the_record() {
    let site = delivered();
    build(&site);
    let stated = statements(&site, "katalog");
    let built = tree(&site.public());
    let is_data = |path: &&String| {
        let name = path.strip_prefix("data/").unwrap_or_default();
        let tool = ["filer.json", "katalog.ttl", "katalog.jsonld"].contains(&name) || name.ends_with(".js");
        !name.is_empty() && !name.contains('/') && !tool
    };
    let files: BTreeSet<String> = built.keys().filter(is_data).map(|path| at(path)).collect();
    assert!(files.len() > 8, "{files:?}");
    let mut recorded = BTreeSet::new();
    for distribution in all(&stated, &format!("{DCAT}Distribution")) {
        for word in ["accessURL", "downloadURL", "mediaType"] {
            assert_eq!(objects(&stated, distribution, &format!("{DCAT}{word}")).len(), 1, "{word} of {distribution}");
        }
        recorded.extend(objects(&stated, distribution, &format!("{DCAT}downloadURL")).into_iter().map(str::to_owned));
    }
    assert_eq!(recorded, files);
    // What DCAT-AP and DCAT-AP-DK require.
    let catalogue = at("data/katalog.ttl#katalog");
    assert_eq!(all(&stated, &format!("{DCAT}Catalog")), [catalogue.as_str()]);
    let datasets = all(&stated, &format!("{DCAT}Dataset"));
    assert_eq!(objects(&stated, &catalogue, &format!("{DCAT}dataset")), datasets);
    for resource in datasets.iter().copied().chain([catalogue.as_str()]) {
        for word in ["title", "description", "publisher"] {
            assert_eq!(objects(&stated, resource, &format!("{DCT}{word}")).len(), 1, "{word} of {resource}");
        }
    }
    let publisher = objects(&stated, &catalogue, &format!("{DCT}publisher"))[0];
    assert_eq!(objects(&stated, publisher, "http://xmlns.com/foaf/0.1/name"), ["\"X\"@da"]);
    // Nobody has said under which licence, or whom to ask.
    for unknown in [format!("{DCT}license"), format!("{DCAT}contactPoint")] {
        assert!(!stated.iter().any(|(_, word, _)| *word == format!("<{unknown}>")), "{unknown}");
    }
    // Every address on this site is that of a page or a file.
    let own = stated
        .iter()
        .flat_map(|(of, _, is)| [of, is])
        .filter_map(|node| node.strip_prefix(&format!("<{BASE}/"))?.trim_end_matches('>').split('#').next());
    for path in own {
        assert!(built.contains_key(path), "{path} does not exist");
    }
}

#[test]
fn without_a_base_url_there_is_neither() {
    let site = Site::fixture("portal");
    site.edit("config.toml", "base_url = \"https://tilsyn.example/guide/\"\n", "");
    site.build();
    let odd = |path: &String| path.ends_with(".ttl") || path.ends_with(".jsonld");
    assert!(!tree(&site.public()).keys().any(odd));
    assert!(site.path("public/data/begreber.json").exists());
}

#[test]
fn the_two_files_of_each_hold_the_same_graph() {
    let site = Site::fixture("portal");
    site.build();
    statements(&site, "begreber");
    let stated = statements(&site, "katalog");
    let licence = format!("{DCT}license");
    assert!(stated.iter().any(|(_, word, is)| *word == format!("<{licence}>") && is.contains("/by/4.0/")));
    assert!(stated.iter().any(|(_, word, is)| word.ends_with("#hasEmail>") && is == "<mailto:fejl@tilsyn.example>"));
}

/// Texts of editors are text in every syntax, whatever they contain.
#[test]
fn texts_are_escaped() {
    let site = Site::fixture("portal");
    let odd = "\\\"@da . <b> & \\\\ {}\\ttab\\nlinje 😀 </script>";
    site.write(
        "content/begreber/odd.md",
        format!("+++\nkind = \"term\"\ntitle = \"Odd\"\ndescription = \"{odd}\"\nsynonyms = [\"Odd\", \"odd\", \"odd\"]\n+++\n"),
    );
    site.build();
    let stated = statements(&site, "begreber");
    let concept = "<https://tilsyn.example/guide/begreber/odd.html>";
    assert_eq!(objects(&stated, concept, &format!("{SKOS}hiddenLabel")), ["\"odd\"@da"]);
    let definition = objects(&stated, concept, &format!("{SKOS}definition"));
    assert_eq!(definition, ["\"\\\"@da . <b> & \\\\ {}\\ttab\\nlinje 😀 </script>\"@da"]);
}

#[test]
fn a_record_that_catalogues_would_refuse_is_reported() {
    let site = Site::fixture("portal");
    site.edit("config.toml", "publisher = \"Tilsynet i det små\"\n", "");
    site.edit("config.toml", "description = \"En portal i det små.\"\n", "");
    let told: Vec<String> = site
        .run(&["check", "--format", "json"])
        .diagnostics()
        .into_iter()
        .filter(|found| found.code == "incomplete-record")
        .map(|found| format!("{} {}: {}", found.severity, found.file, found.text))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("no description") && told[1].contains("no publisher"), "{told:?}");
    assert!(told.iter().all(|told| told.starts_with("warning config.toml: ")), "{told:?}");
    // Without a base URL there is no record.
    site.edit("config.toml", "base_url = \"https://tilsyn.example/guide/\"\n", "");
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    assert!(!found.iter().any(|found| found.code == "incomplete-record"));
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
