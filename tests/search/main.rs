//! The search: what a hit is, what finds it, what the command says, and the index it asks. With the real binary, on a
//! portal of few words in which every way to a word has one example.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod browser;
mod builds;
mod command;
mod documents;
mod language;
mod queries;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use common::expected::check_diagnostics;
use common::{Run, Site, changed, copy, keys, same, settle, stamps, text_of, tree, vejviser};
use serde_json::Value;

/// The folder of the built index.
const BUILT: &str = "search-index/built";

const SYNONYMS: &str = r#"
[[same]]
words = ["gadeplan", "opsøgende arbejde"]
reason = "to navne for det samme"

[[broad]]
from = ["hash", "pot"]
to = ["cannabis"]
reason = "dagligdags ord"

[[broad]]
from = ["vente på plads"]
to = ["ventetid"]
reason = "dagligdags ord"

[[opposite]]
words = ["ambulant", "døgn"]
reason = "to slags tilbud"
"#;

const ANSWERS: &str = r#"
[[answer]]
asked = ["Hvem  rådgiver kommunen?", "ventetid"]
page = "@/begreber/viso.md"

[[answer]]
asked = ["fristen"]
page = "@/lovgivning/2021/serviceloven-101.md#stk-2"
"#;

/// Pages of one sentence each, by name. Their titles are names of towns, so that only the sentence is found.
const SENTENCES: &[(&str, &str)] = &[
    ("arden", "Kommunen stiller kvalitetskrav."),
    ("billund", "Der er krav om kvalitet. Et krav er et krav, og kvalitet er kvalitet."),
    ("christiansfeld", "Børn bor hjemme."),
    ("dragsholm", "Cannabis er et rusmiddel."),
    ("ebeltoft", "Opsøgende arbejde sker om natten."),
    ("faaborg", "Der er ventetid."),
    ("gedser", "Naloxon virker hurtigt."),
    ("hobro", "I Aalborg er et værested."),
    ("ikast", "Ved Ålborg ligger en fjord."),
    ("jelling", "Hver SKP har en nøgle."),
    ("kolding", "Flere SKP'ere mødes."),
    ("nakskov", "Faglige kvalitetskrav er skrevet ned."),
    ("lemvig", "Efterværn følger efter en samtale."),
];

/// The portal with those pages and that language data, not built.
fn site() -> Site {
    let site = Site::fixture("portal");
    site.write("search-index/synonyms.toml", SYNONYMS);
    site.write("search-index/answers.toml", ANSWERS);
    site.write("content/byer/_index.md", "+++\ntitle = \"Byer\"\n+++\n");
    for (name, sentence) in SENTENCES {
        let title = name[..1].to_uppercase() + &name[1..];
        site.write(&format!("content/byer/{name}.md"), format!("+++\ntitle = \"{title}\"\n+++\n\n{sentence}\n"));
    }
    site
}

fn built() -> Site {
    let site = site();
    site.build();
    site
}

/// A site with a publication, and the folder of its text beside it.
fn with_library() -> Site {
    let site = Site::fixture("library");
    site.write("library/rapport.txt", include_str!("../sites/library/library/rapport.txt"));
    site
}

fn town(name: &str) -> String {
    format!("byer/{name}.html")
}

/// The hit with id `id` among those for `query`.
#[track_caller]
fn hit(site: &Site, query: &str, id: &str) -> Value {
    let found = site.search(&["--limit", "1000", "--", query]);
    let hits = found["hits"].as_array().expect("a list of hits");
    let hit = hits.iter().find(|hit| hit["id"] == id);
    hit.unwrap_or_else(|| panic!("`{query}` does not find {id}: {:#?}", site.ids(query))).clone()
}

/// How the words of a query found a hit.
fn reasons(hit: &Value) -> Vec<String> {
    hit["why"].as_array().expect("a list").iter().map(|why| text_of(why, "reason")).collect()
}

/// What `search` says when it cannot run.
#[track_caller]
fn refused(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(&[&["search", "--format", "json"], arguments].concat()).ended(2);
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    assert_eq!(run.stdout, "", "nothing that could be taken for an answer");
    run.stderr
}

/// `count` words that stand nowhere else, without an end.
fn new_words(count: usize) -> Vec<String> {
    let syllables = ["ba", "do", "fi", "gu", "ky", "lo", "mi", "nu", "pø", "ra"];
    let word = |number: usize| {
        let digits = [number / 1000 % 10, number / 100 % 10, number / 10 % 10, number % 10];
        digits.iter().map(|digit| syllables[*digit]).collect::<String>()
    };
    (0..count).map(word).collect()
}

/// `words` as sentences of twenty words.
fn sentences(words: &[String]) -> String {
    words.chunks(20).map(|sentence| sentence.join(" ") + ".").collect::<Vec<_>>().join(" ")
}
