//! The search: what a hit is, what finds it, what the command says, and the index it asks. With the real binary, on a
//! portal of few words in which every way to a word has one example.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

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
    site.write("library/rapport.txt", include_str!("sites/library/library/rapport.txt"));
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

// Units

#[test]
fn a_unit_is_a_question_a_stykke_a_term_or_what_stands_under_a_heading() {
    let site = site();
    site.write(
        "content/byer/maribo.md",
        "+++\ntitle = \"Maribo\"\n+++\n\nIndgangen.\n\n## Havnen\n\nVed vandet.\n\n### Kajen\n\nAf træ.\n\n## Tom\n\n\
         ## Havnen\n\nIgen.\n",
    );
    let units = site.units(&[]);
    let unit = |id: &str| units.iter().find(|unit| unit["id"] == id).unwrap_or_else(|| panic!("no unit {id}"));
    let folder = "kvalitetsmodel/2021/trivsel/4.c.html";
    for (id, title, kind, edition, text) in [
        (
            format!("{folder}#spoergsmaal-2"),
            "Spørgsmål 4.c.2",
            "question",
            Some("kvalitetsmodel-2021"),
            "Bruges retten i servicelovens § 101, stk. 2 og 1?",
        ),
        (folder.to_owned(), "Indikator 4.c", "indicator", Some("kvalitetsmodel-2021"), "Borgerne kender loven."),
        (
            "lovgivning/2021/serviceloven-101.html#stk-1".to_owned(),
            "Serviceloven § 101, stk. 1",
            "paragraph",
            Some("lovgivning-2021"),
            "Kommunen skal tilbyde behandling af stofmisbrugere.",
        ),
        (
            "begreber/behandlingsplan.html".to_owned(),
            "Behandlingsplan",
            "term",
            None,
            "Planen for den enkelte borgers behandling.\nSpørg VISO. Se tema trivsel, anvisning 3.1.2 b (2020) og \
             indikator 4.a (2021).",
        ),
        (town("maribo"), "Maribo", "page", None, "Indgangen."),
        (town("maribo") + "#havnen", "Havnen", "page", None, "Ved vandet."),
        (town("maribo") + "#kajen", "Kajen", "page", None, "Af træ."),
        (town("maribo") + "#havnen-2", "Havnen", "page", None, "Igen."),
    ] {
        let unit = unit(&id);
        assert_eq!(unit["url"], *id);
        assert_eq!(unit["title"], title, "{id}");
        assert_eq!(unit["kind"], kind, "{id}");
        assert_eq!(unit["edition"].as_str(), edition, "{id}");
        assert_eq!(unit["text"], text, "{id}");
    }
    assert!(!units.iter().any(|unit| unit["id"] == town("maribo") + "#tom"), "a heading alone is no hit");
}

/// Every address of a unit leads to a page that is there, and to an id on it.
#[test]
fn addresses_lead_to_their_places() {
    let site = with_library();
    site.run(&["build", "--library", "library"]).ended(0);
    let portal = built();
    for (site, units) in [(&site, site.units(&["--library", "library"])), (&portal, portal.units(&[]))] {
        for unit in units {
            let url = text_of(&unit, "url");
            let (page, anchor) = url.split_once('#').unwrap_or((&url, ""));
            let html = site.read(&format!("public/{page}"));
            let has = |id: String| html.contains(&format!("id={id}")) || html.contains(&format!("id=\"{id}\""));
            assert!(anchor.is_empty() || has(anchor.to_owned()), "{url} leads nowhere");
        }
    }
}

#[test]
fn long_texts_are_cut_and_no_word_is_in_two_units() {
    let site = site();
    let words = new_words(1500);
    let paragraphs: Vec<String> = words[700..1100].chunks(100).map(sentences).collect();
    // One paragraph of many sentences, four paragraphs, and words without an end.
    let body = format!(
        "{}\n\n## Anden del\n\n{}\n\n## Tredje del\n\n{}\n",
        sentences(&words[..700]),
        paragraphs.join("\n\n"),
        words[1100..].join(" ")
    );
    site.write("content/byer/nykøbing.md", format!("+++\ntitle = \"Nykøbing\"\n+++\n\n{body}"));
    let units = site.units(&[]);
    let mut holders: BTreeMap<&str, usize> = words.iter().map(|word| (word.as_str(), 0)).collect();
    let mut pieces = 0;
    for unit in &units {
        let text = text_of(unit, "text");
        let found: BTreeSet<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
        let own = found.iter().filter(|word| holders.contains_key(**word)).count();
        pieces += usize::from(own > 0);
        for word in found {
            if let Some(count) = holders.get_mut(word) {
                *count += 1;
            }
        }
        assert!(text.split_whitespace().count() <= 250, "too long: {unit}");
    }
    let lost: Vec<_> = holders.iter().filter(|(_, count)| **count != 1).collect();
    assert!(lost.is_empty(), "words that are not in one unit: {lost:?}");
    assert!((9..=12).contains(&pieces), "about 170 words each: {pieces}");
}

/// Sentences of the fixtures, too: no text stands in two units, and none is empty twice at the same place.
#[test]
fn ids_are_unique_and_no_text_is_there_twice() {
    let (portal, library) = (site(), with_library());
    for units in [portal.units(&[]), library.units(&["--library", "library"])] {
        let ids: BTreeSet<String> = units.iter().map(|unit| text_of(unit, "id")).collect();
        assert_eq!(ids.len(), units.len(), "ids are unique");
        let lines: Vec<String> = units
            .iter()
            .flat_map(|unit| text_of(unit, "text").lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|line| line.split_whitespace().count() > 3)
            .collect();
        let different: BTreeSet<&String> = lines.iter().collect();
        assert_eq!(different.len(), lines.len(), "a sentence stands in two units: {lines:#?}");
    }
}

#[test]
fn ids_stay_from_build_to_build_and_when_others_change() {
    let ids = |site: &Site| -> Vec<String> { site.units(&[]).iter().map(|unit| text_of(unit, "id")).collect() };
    let (one, other) = (site(), site());
    let before = ids(&one);
    assert_eq!(before, ids(&other), "two folders");
    other.write("content/byer/aars.md", format!("+++\ntitle = \"Aars\"\n+++\n\n{}\n", sentences(&new_words(400))));
    let after: BTreeSet<String> = ids(&other).into_iter().collect();
    let gone: Vec<&String> = before.iter().filter(|id| !after.contains(*id)).collect();
    assert!(gone.is_empty() && after.len() > before.len(), "{gone:?}");
    assert!(after.contains(&(town("aars") + "~2")), "the second piece of a text without headings: {after:?}");
}

#[test]
fn doc_is_the_source_of_its_own_words_and_null_for_editors() {
    let site = site();
    site.edit("content/lovgivning/2021/_index.md", "status =", "source = \"guideline-2021\"\nstatus =");
    let docs: BTreeMap<String, Value> =
        site.units(&[]).into_iter().map(|unit| (text_of(&unit, "id"), unit["doc"].clone())).collect();
    let model = "kvalitetsmodel/2021";
    for (id, doc) in [
        (format!("{model}/trivsel/4.a.html"), Some("guideline-2021")),
        // The editors' own words on the same page.
        (format!("{model}/trivsel/4.a.html~2"), None),
        (format!("{model}/trivsel/4.a.html#spoergsmaal-1"), Some("guideline-2021")),
        (format!("{model}/trivsel/4.c.html"), Some("guideline-2021")),
        (format!("{model}/trivsel/4.html"), Some("guideline-2021")),
        (format!("{model}/trivsel/index.html"), Some("guideline-2021")),
        ("lovgivning/2021/serviceloven-101.html#stk-2".to_owned(), Some("guideline-2021")),
        (format!("{model}/index.html"), None),
        ("begreber/viso.html".to_owned(), None),
        ("eksempler/bo.html".to_owned(), None),
        ("sider/om.html".to_owned(), None),
        ("kilder/guideline-2021/index.html".to_owned(), None),
        (town("arden"), None),
    ] {
        let found = docs.get(&id).unwrap_or_else(|| panic!("no unit {id}"));
        assert_eq!(found.as_str(), doc, "{id}");
    }
    for unit in with_library().units(&["--library", "library"]) {
        let own = unit["kind"] == "passage";
        assert_eq!(unit["doc"].as_str(), own.then_some("rapport"), "{unit}");
    }
}

// What the command says

#[test]
fn an_answer_has_these_keys_and_no_others() {
    let site = built();
    let answer = site.search(&["naloxon"]);
    assert_eq!(keys(&answer), ["corrected", "hits", "query"]);
    assert_eq!(answer["query"], "naloxon");
    assert_eq!(answer["corrected"], Value::Null);
    let hit = &answer["hits"][0];
    assert_eq!(
        keys(hit),
        ["doc", "edition", "excerpt", "id", "kind", "score", "text", "title", "url", "why"],
        "edition and doc are there when they are null, too"
    );
    assert_eq!(hit["id"], town("gedser"));
    assert_eq!(hit["text"], "Naloxon virker hurtigt.");
    assert_eq!(hit["excerpt"], "Naloxon virker hurtigt.");
    assert_eq!((&hit["edition"], &hit["doc"]), (&Value::Null, &Value::Null));
    assert!(hit["score"].as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(hit["why"], serde_json::json!([{"word": "naloxon", "found": "naloxon", "reason": "word"}]));
    let many = site.search(&["hvad", "siger", "VISO"]);
    assert_eq!(many["query"], "hvad siger VISO", "words are one query, quoted or not");
}

/// What is piped stays clean: the answer on stdout, what the index holds on stderr.
#[test]
fn it_says_what_the_index_holds() {
    let site = built();
    let units = site.units(&[]);
    let questions = units.iter().filter(|unit| unit["kind"] == "question").count();
    let run = site.run(&["search", "naloxon"]).ended(0);
    assert!(run.stderr.starts_with(&format!("Lille portal: {} search documents (", units.len())), "{run:?}");
    assert!(run.stderr.contains(&format!(" {questions} question")), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    for part in ["Gedser – Byer", "byer/gedser.html", "Naloxon virker hurtigt."] {
        assert!(run.stdout.contains(part), "`{part}` in {run:?}");
    }
    let nothing = site.run(&["search", "xyzzyqwt"]).ended(0);
    assert_eq!(nothing.stdout, "No hits for: xyzzyqwt\n");
}

#[test]
fn hits_can_be_limited_by_number_kind_and_edition() {
    let site = built();
    let all = site.ids("viso råd behandling");
    assert!(all.len() > 5, "{all:?}");
    let ids = |arguments: &[&str]| -> Vec<String> {
        let hits = site.search(&[&["viso råd behandling"], arguments].concat())["hits"].take();
        hits.as_array().expect("a list").iter().map(|hit| text_of(hit, "id")).collect()
    };
    assert_eq!(ids(&[]), all[..all.len().min(10)]);
    assert_eq!(ids(&["--limit", "3"]), all[..3]);
    assert_eq!(ids(&["--limit", "0"]), Vec::<String>::new());
    let units = site.units(&[]);
    let having = |key: &str, wanted: &[&str]| -> Vec<String> {
        let has = |id: &&String| {
            let unit = units.iter().find(|unit| unit["id"] == **id).expect("hits are units");
            unit[key].as_str().is_some_and(|value| wanted.contains(&value))
        };
        all.iter().filter(has).cloned().collect()
    };
    let many: &[&str] = &["--limit", "1000"];
    for (arguments, key, wanted) in [
        (&["--kind", "question"][..], "kind", &["question"][..]),
        (&["--kind", "question,term"], "kind", &["question", "term"]),
        (&["--kind", "term", "--kind", "example"], "kind", &["term", "example"]),
        (&["--edition", "kvalitetsmodel-2021"], "edition", &["kvalitetsmodel-2021"]),
        (&["--edition", "2021"], "edition", &["kvalitetsmodel-2021", "lovgivning-2021"]),
    ] {
        let expected = having(key, wanted);
        assert!(!expected.is_empty(), "{arguments:?}");
        assert_eq!(ids(&[arguments, many].concat()), expected, "{arguments:?}: the same order, without the others");
    }
    for arguments in [["--kind", "ukendt"], ["--edition", "21"], ["--edition", "1999"]] {
        assert_eq!(ids(&arguments), Vec::<String>::new(), "{arguments:?}");
    }
    let both = ids(&["--kind", "question", "--edition", "lovgivning-2021"]);
    assert_eq!(both, Vec::<String>::new(), "both must hold");
}

#[test]
fn explained_hits_tell_what_each_word_was_worth() {
    let site = built();
    let plain = site.search(&["krav", "til", "cannabis"]);
    let explained = site.search(&["krav", "til", "cannabis", "--explain"]);
    let hits = |answer: &Value| answer["hits"].as_array().expect("a list").clone();
    assert_eq!(hits(&plain).len(), hits(&explained).len());
    for (plain, explained) in hits(&plain).iter().zip(hits(&explained)) {
        assert_eq!(plain["id"], explained["id"]);
        assert_eq!(plain["score"], explained["score"]);
        for (before, why) in
            plain["why"].as_array().expect("a list").iter().zip(explained["why"].as_array().expect("a list"))
        {
            assert_eq!(keys(before), ["found", "reason", "word"]);
            assert_eq!(keys(why), ["found", "reason", "score", "word"]);
            assert!(why["score"].as_f64().is_some_and(|score| score > 0.0), "{why}");
        }
    }
    let hash = &hits(&site.search(&["hash", "--explain"]))[0];
    assert_eq!(hash["why"][0]["score"].as_f64(), hash["why"][0]["score"].as_f64().filter(|score| *score > 0.1));
    let run = site.run(&["search", "hash", "--explain"]).ended(0);
    assert!(run.stdout.contains("hash ← cannabis (synonym)"), "{run:?}");
}

#[test]
fn queries_of_a_log_that_find_nothing_are_told() {
    let site = built();
    site.write("log.txt", "naloxon\nxyzzyqwt\n\n  \nhash\nqqwwxx zzxxqq\n");
    let run = site.run(&["search", "--zero", "log.txt"]).ended(0);
    assert_eq!(run.stdout, "xyzzyqwt\nqqwwxx zzxxqq\n");
    assert!(run.stderr.ends_with("2 of 4 queries have no hits\n"), "{run:?}");
    let missing = refused(&site, &["--zero", "ingen.txt"]);
    assert!(missing.contains("ingen.txt"), "{missing}");
}

#[test]
fn another_index_is_named_by_its_folder() {
    let site = built();
    let elsewhere = tempfile::tempdir().expect("a folder");
    copy(&site.path(BUILT), &elsewhere.path().join("indeks"));
    let expected = site.ids("naloxon");
    site.remove(&format!("{BUILT}/vejviser.json"));
    let run = Run::of(vejviser().current_dir(elsewhere.path()).args(["search", "naloxon", "--format", "json"]));
    assert_eq!(run.code, 2, "there is none here: {run:?}");
    for arguments in [vec!["--index", "indeks"], vec!["--index", "./indeks/", "--root", "ingen"]] {
        let arguments = [vec!["search", "naloxon", "--format", "json"], arguments].concat();
        let run = Run::of(vejviser().current_dir(elsewhere.path()).args(&arguments)).ended(0);
        let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(text_of(&answer["hits"][0], "id"), expected[0], "{arguments:?}");
    }
}

#[test]
fn an_evaluation_counts_judged_answers_by_unit_or_by_words_and_without_pins() {
    let site = built();
    let pinned = site.ids("ventetid");
    assert_eq!(pinned[..2], ["begreber/viso.html".to_owned(), town("faaborg")], "somebody pinned another answer");
    let figures = |lines: &[&str]| -> (Value, String) {
        site.write("dom.jsonl", lines.join("\n"));
        let run = site.run(&["search", "--evaluate", "dom.jsonl", "--format", "json"]).ended(0);
        (serde_json::from_str(&run.stdout).expect("JSON"), run.stderr)
    };
    let by_id =
        r#"{"id": "1", "query": "ventetid", "kind": "exact", "relevant": [{"id": "byer/faaborg.html", "grade": 3}]}"#;
    let by_words = r#"{"id": "2", "query": "naloxon", "kind": "exact", "relevant": [{"snippet": "naloxon, VIRKER  hur-tigt", "grade": 2}]}"#;
    let of_source = r#"{"id": "3", "query": "kender loven", "kind": "doc", "relevant": [{"snippet": "Borgerne kender loven", "doc": "guideline-2021", "grade": 3}]}"#;
    let wrong =
        r#"{"id": "4", "query": "xyzzyqwt", "kind": "none", "relevant": [{"id": "byer/gedser.html", "grade": 3}]}"#;
    let nowhere = r#"{"id": "5", "query": "naloxon", "relevant": [{"snippet": "det siger ingen", "grade": 3}]}"#;
    let (all, stderr) = figures(&[by_id, "", by_words, of_source, wrong, nowhere, ""]);
    assert_eq!(keys(&all), ["all", "doc", "exact", "none"]);
    for kind in ["exact", "doc"] {
        for figure in ["ndcg", "mrr", "recall", "top3"] {
            assert_eq!(all[kind][figure], 1.0, "{kind} {figure}: {all}");
        }
    }
    assert_eq!(keys(&all["all"]), ["mrr", "ndcg", "queries", "recall", "top3", "without_hits"]);
    assert_eq!(all["exact"]["queries"], 2);
    assert_eq!((&all["none"]["ndcg"], &all["none"]["without_hits"]), (&0.0.into(), &1.into()));
    assert_eq!((&all["all"]["queries"], &all["all"]["ndcg"]), (&4.into(), &0.75.into()));
    assert!(stderr.contains("5: none of its answers is in this index"), "{stderr}");
    // Two answers in the wrong order: (1/1 + 7/log2(3)) / (7/1 + 1/log2(3)).
    let (order, _) = figures(&[
        r#"{"id": "6", "query": "krav", "relevant": [{"id": "byer/billund.html", "grade": 1}, {"id": "byer/arden.html", "grade": 3}]}"#,
    ]);
    assert_eq!(site.ids("krav")[..2], [town("billund"), town("arden")]);
    assert_eq!(order["all"]["ndcg"], 0.7098, "{order}");
    let run = site.run(&["search", "--evaluate", "dom.jsonl"]).ended(0);
    assert!(
        run.stdout.starts_with("| kind | queries | nDCG@10 |") && run.stdout.contains("| all | 1 | 0.710 |"),
        "{run:?}"
    );
}

// What finds what

/// The words of a query and what they find: id, the words that found it, and how.
#[test]
fn every_way_to_a_word() {
    let site = built();
    for (query, name, found, reason) in [
        ("naloxon", "gedser", "naloxon", "word"),
        ("NALOXON", "gedser", "naloxon", "word"),
        // Compounds, together and apart.
        ("kvalitetskrav", "arden", "kvalitetskrav", "word"),
        ("kvalitetskrav", "billund", "krav", "piece"),
        ("kvalitets krav", "arden", "kvalitetskrav", "joined"),
        ("kvalitet krav", "arden", "kvalitetskrav", "joined"),
        ("krav", "arden", "krav", "word"),
        ("kvalitet?", "arden", "kvalit", "word"),
        ("vente tid", "faaborg", "ventetid", "joined"),
        ("kvalitetskravene", "billund", "krav", "piece"),
        // A compound that nobody wrote: what is known of it.
        ("naloxonspray", "gedser", "naloxon", "piece"),
        // Forms of a word.
        ("naloxonen", "gedser", "naloxon", "word"),
        ("samtalerne", "lemvig", "samtal", "word"),
        ("barn", "christiansfeld", "børn", "form"),
        ("barnet", "christiansfeld", "børn", "form"),
        // The word that is being typed.
        ("nalox", "gedser", "naloxon", "prefix"),
        ("hurtigt nal", "gedser", "naloxon", "prefix"),
        // Letters left out, put in, changed, in the wrong order.
        ("naloxn", "gedser", "naloxon", "spelling"),
        ("naloxxon", "gedser", "naloxon", "spelling"),
        ("naluxon", "gedser", "naloxon", "spelling"),
        ("nalxoon", "gedser", "naloxon", "spelling"),
        ("gvalitetskrav", "arden", "kvalitetskrav", "spelling"),
        ("vaerested", "hobro", "værested", "word"),
        ("varested", "hobro", "værested", "spelling"),
        // Synonyms, of one word and of several.
        ("hash", "dragsholm", "cannabis", "synonym"),
        ("pots", "dragsholm", "cannabis", "synonym"),
        ("gadeplan", "ebeltoft", "opsøg arbejd", "synonym"),
        ("vente på plads", "faaborg", "ventetid", "synonym"),
        ("venter man længe på plads", "faaborg", "ventetid", "synonym"),
        // å and aa are one letter.
        ("aalborg", "ikast", "ålborg", "word"),
        ("ålborg", "hobro", "ålborg", "word"),
        ("AALBORG", "hobro", "ålborg", "word"),
        // An ending behind an apostrophe says nothing.
        ("skp", "kolding", "skp", "word"),
        ("SKP'ere", "jelling", "skp", "word"),
        ("skp’erne", "kolding", "skp", "word"),
    ] {
        let hit = hit(&site, query, &town(name));
        let is_it = |why: &Value| why["found"] == found && why["reason"] == reason;
        let why = hit["why"].as_array().expect("a list");
        assert!(why.iter().any(is_it), "`{query}` should find {name} by `{found}` ({reason}): {why:#?}");
    }
}

#[test]
fn what_leads_one_way_does_not_lead_back() {
    let site = built();
    site.write("content/byer/odense.md", "+++\ntitle = \"Odense\"\n+++\n\nNogle ryger hash her.\n");
    site.write("content/byer/ribe.md", "+++\ntitle = \"Ribe\"\n+++\n\nDer er måling.\n");
    site.write("content/byer/randers.md", "+++\ntitle = \"Randers\"\n+++\n\nDer er maling.\n");
    site.build();
    assert_eq!(site.ids("måling"), site.ids("maaling"));
    for (query, name, other) in [("måling", "ribe", "randers"), ("maling", "randers", "ribe")] {
        let ids = site.ids(query);
        assert!(ids.contains(&town(name)) && !ids.contains(&town(other)), "{query}: {ids:?}");
    }
    assert!(site.ids("hash").contains(&town("dragsholm")));
    assert!(!site.ids("cannabis").contains(&town("odense")));
    let apart = hit(&site, "vente lidt og meget længe på en anden plads", &town("faaborg"));
    assert_eq!(reasons(&apart), ["prefix"], "the words of a phrase stand too far apart");
}

#[test]
fn a_synonym_of_the_glossary_leads_to_its_term() {
    let site = built();
    let question = "kvalitetsmodel/2021/trivsel/4.c.html#spoergsmaal-3";
    let found = hit(&site, "specialrådgivning", question);
    assert_eq!(found["why"][0], serde_json::json!({"word": "specialrådgivning", "found": "viso", "reason": "synonym"}));
    assert!(site.ids("specialrådgivning")[..3].contains(&"begreber/viso.html".to_owned()));
    assert!(site.ids("videns- og specialrådgivningsorganisationen").contains(&question.to_owned()), "its expansion");
}

#[test]
fn a_misspelled_query_is_corrected() {
    let site = built();
    for (query, corrected) in [
        ("naloxno", Some("naloxon")),
        ("får man naloxno?", Some("får man naloxon?")),
        ("Naloxno, cannabsi", Some("naloxon, cannabis")),
        ("naloxon", None),
        ("naloxonen", None),
        ("nalox", None),
        ("hash", None),
        // Another form of a word that is there, however little it looks like it.
        ("barn", None),
        ("xyzzyqwt", None),
        ("3.1.9", None),
    ] {
        let answer = site.search(&["--", query]);
        assert_eq!(answer["corrected"].as_str(), corrected, "{query}");
        assert_eq!(answer["query"], query, "what was asked stays");
    }
    let run = site.run(&["search", "naloxno"]).ended(0);
    assert!(run.stdout.starts_with("Also searched for: naloxon\n"), "{run:?}");
}

#[test]
fn a_number_leads_to_its_page_first() {
    let site = built();
    let recommendation = "retningslinjer/2020/3.1.1.html";
    let indicator = "kvalitetsmodel/2021/trivsel/4.a.html";
    let law = "lovgivning/2021/serviceloven-101.html";
    for (query, id) in [
        ("3.1.1", recommendation.to_owned()),
        (" 3.1.1. ", recommendation.to_owned()),
        ("anvisning 3.1.1", recommendation.to_owned()),
        ("Anvisning 3.1.1 (2020)", recommendation.to_owned()),
        ("3.1.10", "retningslinjer/2020/3.1.10.html".to_owned()),
        ("3.1", "retningslinjer/2020/3.1.html".to_owned()),
        ("retningslinje 3.1", "retningslinjer/2020/3.1.html".to_owned()),
        ("4.a", indicator.to_owned()),
        ("4a", indicator.to_owned()),
        ("4.A", indicator.to_owned()),
        ("indikator 4.a", indicator.to_owned()),
        ("4.a.2", format!("{indicator}#spoergsmaal-2")),
        ("spørgsmål 4.a.2", format!("{indicator}#spoergsmaal-2")),
        ("spoergsmaal 4.a.2 (2021)", format!("{indicator}#spoergsmaal-2")),
        ("§ 101", law.to_owned()),
        ("§101", law.to_owned()),
        ("§ 101 stk. 2", format!("{law}#stk-2")),
        ("§101, stk 2", format!("{law}#stk-2")),
        ("serviceloven § 101, stk. 1", format!("{law}#stk-1")),
        ("Servicelovens § 101 (2021)", law.to_owned()),
        ("kriterium 10", "kvalitetsmodel/2021/kompetencer/10.html".to_owned()),
        ("Kriterium 4", "kvalitetsmodel/2021/trivsel/4.html".to_owned()),
    ] {
        assert_eq!(site.ids(query).first(), Some(&id), "{query}");
    }
}

#[test]
fn a_number_of_two_editions_leads_to_both_and_with_a_year_to_one() {
    let site = Site::fixture("editions");
    site.build();
    let (old, new) = ("nr/2016/3.1.1.html".to_owned(), "nr/2020/3.1.1.html".to_owned());
    let first = |query: &str| -> Vec<String> { site.ids(query).into_iter().take(2).collect() };
    for query in ["3.1.1", "anvisning 3.1.1", "Anvisning 3.1.1."] {
        let found: BTreeSet<String> = first(query).into_iter().collect();
        assert_eq!(found, BTreeSet::from([old.clone(), new.clone()]), "{query}");
    }
    for (query, id) in [("3.1.1 (2016)", &old), ("anvisning 3.1.1 (2020)", &new), ("3.1.1(2020)", &new)] {
        assert_eq!(&first(query)[0], id, "{query}");
    }
    assert_eq!(first("3.1.2")[0], "nr/2020/3.1.2.html", "one that only one edition has");
    assert_eq!(first("1.a (2016)")[0], "model/2016/tema/1.a.html");
    let one = site.search(&["3.1.1", "--edition", "2016"]);
    assert_eq!(text_of(&one["hits"][0], "id"), old);
    let hits = one["hits"].as_array().expect("a list");
    assert!(hits.iter().all(|hit| text_of(hit, "edition").ends_with("-2016")), "{hits:#?}");
}

#[test]
fn a_pinned_answer_comes_first() {
    let site = built();
    for query in ["hvem rådgiver kommunen?", "HVEM RÅDGIVER   KOMMUNEN?", "hvem raadgiver kommunen?", "ventetid"] {
        assert_eq!(site.ids(query)[0], "begreber/viso.html", "{query}");
    }
    assert_eq!(site.ids("fristen")[0], "lovgivning/2021/serviceloven-101.html#stk-2", "a place on a page");
    assert_eq!(site.ids("ventetiden")[0], town("faaborg"), "another phrase is not pinned");
    let ids = site.ids("ventetid");
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "a hit is there once");
    let filtered = site.search(&["ventetid", "--kind", "page"]);
    assert_eq!(text_of(&filtered["hits"][0], "id"), town("faaborg"), "a filter holds for pinned answers too");
}

/// A site's own rules of Danish go before those that are built in.
#[test]
fn own_rules_replace_the_built_in_ones() {
    let site = built();
    let barn = |site: &Site| reasons(&hit(site, "barn", &town("christiansfeld")));
    assert_eq!(barn(&site), ["form"]);
    assert!(site.ids("krav").contains(&town("arden")) && !site.ids("værn").contains(&town("lemvig")));
    site.write(
        "search-index/language.toml",
        "stop = [\"et\"]\nforbid = [\"kvalitetskrav\"]\npin = [\"efterværn = værn\"]\nirregular = [\"fjord fjordene kystlinje\"]\n",
    );
    site.build();
    assert_ne!(barn(&site), ["form"], "no longer an irregular form");
    assert!(site.ids("kystlinje").contains(&town("ikast")), "one now");
    assert!(!site.ids("krav").contains(&town("arden")), "no longer cut");
    assert!(site.ids("værn").contains(&town("lemvig")), "cut now");
}

// Bad input

#[test]
fn a_query_is_text_whatever_it_is() {
    let site = built();
    let page = "Naloxon virker ikke, men hvem har kvalitetskrav? ".repeat(205);
    let queries = [
        ("one endless word", "a".repeat(10_000)),
        ("an endless compound", "kvalitetskrav".repeat(770)),
        ("a known word and an endless one", format!("naloxon{}", "å".repeat(10_000))),
        ("a page pasted by mistake", page),
        ("endless numbers", "3.1.".repeat(2500)),
        ("endless paragraphs", "§".repeat(10_000) + " 101"),
        ("endless hyphens", "a-".repeat(5000)),
        ("endless apostrophes", "a'".repeat(5000)),
        ("endless accents", format!("a{}", "\u{301}".repeat(5000))),
        ("only words that say little", "og i på det er ikke".to_owned()),
        ("only punctuation", "?!…–»«.,;:·".to_owned()),
        ("right to left", "שלום בעולם \u{202e}naloxon\u{202c}".to_owned()),
        ("emoji", "🙂🙃 👨‍👩‍👧 naloxon🇩🇰".to_owned()),
        ("an unbalanced quote", "\"naloxon".to_owned()),
        ("another", "naloxon' OR '1'='1".to_owned()),
        ("a regex", "(.*)+$ [a-z]{3,} \\d ^nalox|on".to_owned()),
        ("operators", "+naloxon -cannabis title:x^2 AND NOT * ~".to_owned()),
        ("markup", "<img src=x onerror=alert(1)>".to_owned()),
        ("an option", "--limit".to_owned()),
        ("a format", "{} %s %n \\0 \\u0000".to_owned()),
        ("lines", "naloxon\r\n\tcannabis\u{2028}".to_owned()),
        ("odd space", "\u{feff}\u{200b}\u{ad}".to_owned()),
        ("spaces", "   ".to_owned()),
        ("nothing", String::new()),
    ];
    for (what, query) in &queries {
        let began = Instant::now();
        let answer = site.search(&["--", query]);
        assert!(began.elapsed() < Duration::from_secs(5), "{what} took {:?}", began.elapsed());
        assert_eq!(keys(&answer), ["corrected", "hits", "query"], "{what}");
        assert_eq!(answer["query"], **query, "{what}");
        let hits = answer["hits"].as_array().expect("a list");
        if query.contains("naloxon") && query.len() < 100 {
            let ids: Vec<&Value> = hits.iter().map(|hit| &hit["id"]).collect();
            assert!(ids.contains(&&town("gedser").into()), "{what}: the word in it is found all the same: {ids:?}");
        }
        if query.chars().all(|letter| !letter.is_alphanumeric()) {
            assert!(hits.is_empty(), "{what}: {hits:#?}");
        }
    }
    let nothing = site.search(&[]);
    assert_eq!((&nothing["query"], &nothing["hits"]), (&"".into(), &serde_json::json!([])));
}

#[test]
fn an_index_of_another_version_or_stemmer_is_refused() {
    let site = built();
    let about = format!("{BUILT}/vejviser.json");
    let original = site.read(&about);
    let value: Value = serde_json::from_str(&original).expect("JSON");
    for (key, other) in [("version", "999".to_owned()), ("stemmer", "\"0123456789abcdef\"".to_owned())] {
        let part = format!("\"{key}\":{}", value[key]);
        site.write(&about, original.replace(&part, &format!("\"{key}\":{other}")));
        assert_ne!(site.read(&about), original);
        for arguments in [&["naloxon"][..], &["--zero", "config.toml"], &["--evaluate", "config.toml"]] {
            let said = refused(&site, arguments);
            assert!(said.contains("another version of Vejviser") && said.contains("build the site again"), "{said}");
            assert!(said.contains("search-index"), "it says where: {said}");
        }
    }
    site.write(&about, "{}");
    assert!(refused(&site, &["naloxon"]).contains("build the site again"));
}

#[test]
fn no_index_is_no_answer() {
    let site = site();
    for arguments in [&["naloxon"][..], &["--index", "content"], &["--index", "ingen"], &["--index", "config.toml"]] {
        let said = refused(&site, arguments);
        assert!(said.contains("no search index") && said.contains("build the site first"), "{said}");
    }
    assert!(!site.path("search-index/built").exists(), "asking makes nothing");
}

/// Whatever is done to the files of an index: an error or an answer, never a panic; and the next build mends it.
#[test]
fn a_damaged_index_is_an_error_and_the_next_build_mends_it() {
    let site = built();
    let whole = tree(&site.path(BUILT));
    let expected = site.ids("naloxon");
    let damaged = |bytes: &[u8], way: usize| match way {
        0 => Vec::new(),
        1 => bytes[..bytes.len() / 2].to_vec(),
        2 => bytes[..bytes.len() - 1].to_vec(),
        // As long as before, with one bit that fell over.
        way => {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() * (way - 2) / 8;
            bytes[at] ^= 4;
            bytes
        }
    };
    let mut refusals = 0;
    for (name, bytes) in whole.iter().filter(|(_, bytes)| bytes.len() > 2) {
        // tantivy keeps sums of its files; ours are JSON, in which another letter is another word.
        let ways = if name.ends_with(".json") || name.ends_with(".txt") { 3 } else { 9 };
        for way in 0..ways {
            site.write(&format!("{BUILT}/{name}"), damaged(bytes, way));
            let run = site.run(&["search", "naloxon", "--format", "json"]);
            assert!(!run.stderr.contains("panicked"), "{name}: {run:?}");
            match run.code {
                0 => assert_eq!(site.ids("naloxon"), expected, "{name}: a wrong answer"),
                code => {
                    refusals += 1;
                    assert_eq!(code, 2, "{name}: {run:?}");
                    assert_eq!(run.stdout, "", "{name}: half an answer");
                    assert!(run.stderr.contains("search index"), "{name}: {run:?}");
                }
            }
        }
        site.write(&format!("{BUILT}/{name}"), bytes);
    }
    assert!(refusals > 10, "{refusals}");
    for ending in [".term", ".store", "meta.json", "vejviser.json", "kept.json"] {
        let name = || tree(&site.path(BUILT)).into_keys().find(|path| path.ends_with(ending)).expect("an index");
        site.write(&format!("{BUILT}/{}", name()), "");
        site.build();
        assert_eq!(site.ids("naloxon"), expected, "{ending} was emptied");
        site.remove(&format!("{BUILT}/{}", name()));
        site.build();
        assert_eq!(site.ids("naloxon"), expected, "{ending} was gone");
    }
}

#[test]
fn a_broken_file_of_judged_queries_is_told_with_its_line() {
    let site = built();
    let good = r#"{"id": "1", "query": "naloxon", "relevant": [{"id": "byer/gedser.html", "grade": 3}]}"#;
    for (line, part) in [
        ("ikke JSON", "expected value"),
        ("{\"id\": \"2\"", "EOF"),
        ("{\"id\": \"2\", \"relevant\": []}", "query"),
        ("{\"id\": \"2\", \"query\": \"a\"}", "relevant"),
        ("{\"id\": \"2\", \"query\": \"a\", \"relevant\": [{\"id\": \"x\"}]}", "grade"),
        ("{\"id\": \"2\", \"query\": \"a\", \"relevant\": [{\"id\": \"x\", \"grade\": -1}]}", "-1"),
    ] {
        site.write("dom.jsonl", format!("{good}\n\n{line}\n{good}\n"));
        let said = refused(&site, &["--evaluate", "dom.jsonl"]);
        assert!(said.contains("dom.jsonl:3:") && said.contains(part), "{line}: {said}");
    }
    assert!(refused(&site, &["--evaluate", "ingen.jsonl"]).contains("ingen.jsonl"));
    let both = site.run(&["search", "ord", "--evaluate", "dom.jsonl"]).ended(2);
    assert!(both.stderr.contains("--evaluate"), "a query and a file exclude each other: {both:?}");
}

// Mistakes in the language data; what is expected stands beside each, see `common/expected.rs`

const BROKEN_SYNONYMS: &str = r#"
[[broad]]
from = ["viso", "snak"]
#! error invalid-value 8 is part of a cycle: viso → plan → viso (put words that lead to each other in one [[same]]
to = ["plan"]
reason = "to grupper i ring"

[[broad]]
from = ["plan"]
#! error invalid-value 8 plan → viso → plan
to = ["viso"]
reason = "to grupper i ring"

[[broad]]
from = ["borger"]
#! error invalid-value 8 borger → kommune → tilbud → borger
to = ["kommune"]
reason = "tre grupper i ring"

[[broad]]
from = ["kommune"]
#! error invalid-value 8 kommune → tilbud → borger → kommune
to = ["lov", "tilbud"]
reason = "tre grupper i ring"

[[broad]]
from = ["tilbud"]
#! error invalid-value 8 tilbud → borger → kommune → tilbud
to = ["råd", "borger"]
reason = "tre grupper i ring"

[[broad]]
from = ["samtale", "råd"]
#! error invalid-value 8 `råd` is in both `from` and `to` (remove it from `from` or from `to`)
to = ["råd"]
reason = "fører til sig selv"

[[same]]
words = []
#! error invalid-value 9 `words` has no words, but needs at least two (add words, or remove the table)
reason = "tom"

[[same]]
words = ["viso"]
#! error invalid-value 9 `words` has one word, but needs at least two
reason = "ét ord"

[[broad]]
from = []
#! error invalid-value 8 `from` has no words
to = ["viso"]
reason = "tom"

[[broad]]
#! error missing-key 1 `to` is missing
from = ["alene"]
reason = "fører ingen steder hen"

[[same]]
#! error missing-key 1 `reason` is missing (explain why the words belong together)
words = ["kvalitet", "godhed"]

[[same]]
words = ["kvalitet", "højhed"]
reason = "  "
#! error invalid-value 10 `reason` is empty

[[same]]
words = ["Højhed", "viso", "kvalitet", "højhed", "høj  hed", "høj hed"]
#! error invalid-value 40 `højhed` is listed twice (remove one of them)
#! error invalid-value 62 `høj hed` is listed twice
reason = "to gange"

[[same]]
words = ["kvalitet", "viso", "…"]
#! error invalid-value 30 `…` is not a word (remove it)
reason = "intet ord"

[[opposite]]
words = ["ambulant", "døgn"]
reason = "to slags tilbud"

[[same]]
words = ["døgn", "behandling", "Ambulant"]
#! error invalid-value 9 joins `ambulant` and `døgn`, which are opposites (split the group, or remove the [[opposite]])
reason = "et ord og dets modsætning"

[[broad]]
from = ["ambulant"]
#! error invalid-value 8 joins `ambulant` and `døgn`
to = ["døgn", "behandling"]
reason = "et ord og dets modsætning"

[[opposite]]
words = ["indskrivning", "udskrivning"]
reason = "begyndelse og slutning"

[[broad]]
from = ["slut", "udskrivning"]
#! error invalid-value 8 joins `indskrivning` and `udskrivning`
to = ["indskrivning"]
reason = "den anden vej"

[[opposite]]
words = ["starte", "stoppe", "slutte"]
#! error invalid-value 9 an [[opposite]] must have exactly two words (add one table for each pair)
reason = "tre"

[[opposite]]
words = ["nat", "nat"]
#! error invalid-value 9 `words` has one word
#! error invalid-value 17 `nat` is listed twice
reason = "sin egen modsætning"

[[same]]
#! error missing-key 1 `words` is missing
word = ["viso", "råd"]
#! error unknown-key 1 did you mean `words`?
reason = "ukendt nøgle"

[[same]]
words = "viso"
#! error wrong-type 9 `words` must be a list of strings, found string
reason = "ikke en liste"

[[sames]]
#! error unknown-key 3 did you mean `same`?
words = ["viso", "råd"]
reason = "ukendt tabel"
"#;

const BROKEN_LANGUAGE: &str = r#"
stop = ["og"]
pin = ["efterværn", "tidsrum ="]
#! error invalid-value 8 `efterværn` does not say how to split it (use "word = part part"
#! error invalid-value 21 `tidsrum =` does not say how to split it
irregular = ["barn", "børn barn", ""]
#! error invalid-value 14 `barn` does not contain two or more forms (list all forms of the word in one string
#! error invalid-value 35 does not contain two or more forms
stops = ["i"]
#! error unknown-key 1 did you mean `stop`?
forbid = "ord"
#! error wrong-type 10 `forbid` must be a list of strings
"#;

const BROKEN_ANSWERS: &str = r#"
[[answer]]
asked = ["hjælp"]
page = "@/begreber/ingen.md"
#! error broken-link 8 `@/begreber/ingen.md` is not in the search index (write the page as in a link

[[answer]]
asked = ["råd"]
page = "begreber/viso.md"
#! error broken-link 8 write the page as in a link: "@/begreber/naloxon.md"

[[answer]]
asked = ["stykket"]
page = "@/lovgivning/2021/serviceloven-101.md#stk-9"
#! error broken-link 8 serviceloven-101.md#stk-9

[[answer]]
asked = []
#! error invalid-value 9 `asked` has no words
page = "@/begreber/viso.md"

[[answer]]
#! error missing-key 1 `page` is missing
asked = ["to", "to"]
#! error invalid-value 16 `to` is listed twice
pages = "@/begreber/viso.md"
#! error unknown-key 1 did you mean `page`?

[[answer]]
#! error missing-key 1 `asked` is missing
page = "@/begreber/viso.md"
"#;

fn with_mistakes() -> Site {
    let site = Site::fixture("portal");
    site.write("search-index/synonyms.toml", BROKEN_SYNONYMS);
    site.write("search-index/language.toml", BROKEN_LANGUAGE);
    site.write("search-index/answers.toml", BROKEN_ANSWERS);
    site
}

#[test]
fn mistakes_in_language_data_are_told_with_their_places() {
    let site = with_mistakes();
    let build = site.run(&["build", "--format", "json"]).ended(1);
    check_diagnostics(&site, &[], &build.diagnostics());
    let left: Vec<String> = tree(&site.path("search-index")).into_keys().collect();
    assert_eq!(left, ["answers.toml", "language.toml", "synonyms.toml"], "no index is left behind");
    assert!(!site.public().exists(), "nothing was written");
    let drawn = site.run(&["build"]).ended(1);
    let said = drawn.stdout + &drawn.stderr;
    assert!(said.contains("search-index/synonyms.toml:3:8"), "people get the place, too: {said}");
}

#[test]
fn a_check_tells_the_same_of_language_data_and_writes_nothing() {
    let site = with_mistakes();
    let before = tree(site.root());
    let check = site.run(&["check", "--format", "json"]).ended(1);
    check_diagnostics(&site, &[], &check.diagnostics());
    same("the folder", &before, &tree(site.root()));
    let fine = self::site();
    let before = tree(fine.root());
    fine.run(&["check"]).ended(0);
    same("a folder without mistakes", &before, &tree(fine.root()));
}

#[test]
fn broken_toml_is_told_with_its_place() {
    let site = site();
    for (name, text, place) in [
        ("synonyms.toml", "[[same]]\nwords = [\"a\" \"b\"]\n", "search-index/synonyms.toml:2:"),
        ("language.toml", "stop = [\"i\"]\npin =\n", "search-index/language.toml:2:"),
        ("answers.toml", "[[answer]\n", "search-index/answers.toml:1:"),
    ] {
        let before =
            site.path(&format!("search-index/{name}")).exists().then(|| site.read(&format!("search-index/{name}")));
        site.write(&format!("search-index/{name}"), text);
        let errors = site.errors(&[]);
        assert!(errors.iter().any(|error| error.place().starts_with(&format!("invalid-toml {place}"))), "{errors:#?}");
        site.write(&format!("search-index/{name}"), before.unwrap_or_default());
    }
}

/// A group is of use when a word that it leads to stands on the site; whatever it is typed as.
#[test]
fn a_group_without_a_word_of_the_site_is_a_warning() {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitle = \"A\"\n+++\n\nHer er naloxon. Her er opsøgende arbejde.\n");
    site.write(
        "search-index/synonyms.toml",
        "[[same]]\nwords = [\"xylofon\", \"marimba\"]\n#! warning unknown-word 9 occurs on the site (add a word that occurs \
         there, or remove the group)\nreason = \"nej\"\n\n[[broad]]\nfrom = [\"naloxon\"]\n#! warning unknown-word 8 occurs on the \
         site\nto = [\"marimba\", \"opsøgende marimba\"]\nreason = \"nej\"\n\n[[same]]\nwords = [\"marimba\", \
         \"naloxonen\"]\nreason = \"ja, i en anden form\"\n\n[[broad]]\nfrom = [\"trille\"]\nto = [\"opsøgende \
         arbejder\"]\nreason = \"ja\"\n",
    );
    for command in ["check", "build", "build"] {
        let found = site.run(&[command, "--format", "json"]).ended(0).diagnostics();
        let found: Vec<_> = found.into_iter().filter(|found| found.code != "readability").collect();
        check_diagnostics(&site, &[], &found);
    }
    assert_eq!(site.ids("marimba"), ["a.html"]);
    assert_eq!(site.ids("xylofon"), Vec::<String>::new());
}

// The index that is built

#[test]
fn nothing_changed_nothing_indexed() {
    let site = site();
    settle();
    site.build();
    let before = stamps(&site.path(BUILT));
    settle();
    for arguments in [&["build"][..], &["build", "--threads", "1"], &["check"]] {
        site.run(arguments).ended(0);
        assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new(), "{arguments:?}");
    }
    site.edit("themes/test/templates/base.html", "<h1>", "<h1 class=\"ny\">");
    site.build();
    assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new(), "templates say nothing");
}

#[test]
fn what_can_be_found_changes_with_what_it_is_made_from() {
    let site = built();
    let finds = |query: &str, id: &str| site.ids(query).contains(&id.to_owned());
    let change = |what: &str| {
        let before = stamps(&site.path(BUILT));
        settle();
        let written = site.rebuilt(what);
        assert!(!changed(&before, &stamps(&site.path(BUILT))).is_empty(), "{what} must reach the index");
        written
    };
    assert!(!finds("spanskrør", &town("gedser")));
    site.edit("content/byer/gedser.md", "virker hurtigt", "og spanskrør");
    let written = change("a changed body");
    assert!(finds("spanskrør", &town("gedser")) && !finds("hurtigt", &town("gedser")));
    assert!(
        written.iter().filter(|path| !path.starts_with("search/")).all(|path| *path == town("gedser")),
        "{written:?}"
    );
    let fragments = written.iter().filter(|path| path.starts_with("search/f/")).count();
    assert_eq!(fragments, 2, "one fragment goes, one comes: {written:?}");
    site.edit("search-index/synonyms.toml", "\"hash\"", "\"skunk\"");
    change("a changed synonym");
    assert!(finds("skunk", &town("dragsholm")) && !finds("hash", &town("dragsholm")));
    site.edit("search-index/answers.toml", "fristen", "tidsfristen");
    change("a changed answer");
    assert!(
        site.ids("tidsfristen")[0].ends_with("#stk-2")
            && site.ids("fristen").first() != site.ids("tidsfristen").first()
    );
    site.write("search-index/language.toml", "irregular = [\"naloxon modgift\"]\n");
    change("rules of its own");
    assert!(finds("modgift", &town("gedser")));
    site.edit("content/begreber/viso.md", "[\"specialrådgivning\"]", "[\"ekspertviden\"]");
    change("a synonym of the glossary");
    let question = "kvalitetsmodel/2021/trivsel/4.c.html#spoergsmaal-3";
    assert!(finds("ekspertviden", question) && !finds("specialrådgivning", question));
    site.edit("content/byer/gedser.md", "title = \"Gedser\"", "title = \"Gedser\"\nslug = \"syd\"");
    change("another address");
    assert!(finds("naloxon", &town("syd")) && !finds("naloxon", &town("gedser")));
    site.remove("content/byer/kolding.md");
    change("a page less");
    assert!(!finds("skp", &town("kolding")) && finds("skp", &town("jelling")));
    site.edit("config.toml", "title = \"Lille portal\"", "title = \"Stor portal\"");
    change("another name");
    assert!(site.run(&["search", "naloxon"]).stderr.starts_with("Stor portal: "));
}

#[test]
fn a_changed_library_is_indexed() {
    let site = with_library();
    let build = || {
        settle();
        site.run(&["build", "--library", "library"]).ended(0);
    };
    build();
    let before = stamps(&site.path(BUILT));
    build();
    assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new());
    let hit = hit(&site, "videnspakke evalueringsmodeller", "kilder/rapport/1-om-stofmisbrugsbehandling.html");
    assert_eq!((&hit["kind"], &hit["doc"]), (&"passage".into(), &"rapport".into()));
    assert!(text_of(&hit, "text").contains("borgere med et stofmisbrug skal støtte"), "a divided word is whole: {hit}");
    site.edit("library/rapport.txt", "ringede\ntil mig", "bankede\npå hos mig");
    build();
    assert!(!changed(&before, &stamps(&site.path(BUILT))).is_empty());
    assert_eq!(site.ids("bankede").len(), 1);
    assert_eq!(site.ids("ringede"), Vec::<String>::new());
    settle();
    site.build();
    assert_eq!(site.ids("bankede"), Vec::<String>::new(), "without the library its words are gone");
}

#[test]
fn a_failed_build_leaves_the_old_index() {
    let site = built();
    let (bytes, times) = (tree(&site.path(BUILT)), stamps(&site.path("search-index")));
    let fails = |what: &str| {
        settle();
        site.run(&["build"]).ended(1);
        same(what, &bytes, &tree(&site.path(BUILT)));
        let now: BTreeMap<_, _> = stamps(&site.path("search-index"));
        let other: Vec<String> = changed(&times, &now).into_iter().filter(|path| !path.ends_with(".toml")).collect();
        assert_eq!(other, Vec::<String>::new(), "{what}");
        assert_eq!(site.ids("naloxon")[0], town("gedser"), "{what}");
    };
    site.edit("content/byer/gedser.md", "Naloxon virker", "[Noget](ingen.html) virker");
    fails("a mistake in a page");
    site.edit("content/byer/gedser.md", "[Noget](ingen.html) virker", "Noget andet virker");
    site.edit("search-index/synonyms.toml", "to = [\"cannabis\"]", "to = [\"hash\"]");
    fails("a mistake in a synonym");
    site.edit("search-index/synonyms.toml", "to = [\"hash\"]", "to = [\"cannabis\"]");
    site.edit("themes/test/templates/page.html", "<article>", "<article>{{ findes_ikke.slet }}");
    fails("a mistake in a template");
    site.edit("themes/test/templates/page.html", "{{ findes_ikke.slet }}", "");
    site.rebuilt("mended");
    assert_eq!(site.ids("naloxon"), Vec::<String>::new());
    assert_eq!(site.ids("noget andet")[0], town("gedser"));
}

/// The files for the browser of a build by a program that remembers nothing.
fn search_files(site: &Site, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("ud");
    site.run(&[&["build", "--output", output.to_str().expect("a plain path")], arguments].concat()).ended(0);
    tree(&output.join("search"))
}

#[test]
fn the_browser_gets_the_same_bytes_every_time() {
    let (portal, library) = (site(), with_library());
    portal.write("content/byer/aars.md", format!("+++\ntitle = \"Aars\"\n+++\n\n{}\n", sentences(&new_words(900))));
    for (site, more) in [(&portal, &[][..]), (&library, &["--library", "library"])] {
        let first = search_files(site, more);
        assert!(first.len() > 2);
        for threads in ["1", "4"] {
            fs::remove_dir_all(site.path(BUILT)).expect("folders can be removed");
            let again = search_files(site, &[more, &["--threads", threads]].concat());
            same(&format!("{threads} threads"), &first, &again);
        }
    }
    let elsewhere = site();
    elsewhere.write("content/byer/aars.md", portal.read("content/byer/aars.md"));
    same("another folder", &search_files(&portal, &[]), &search_files(&elsewhere, &[]));
}

/// The argument of the one call that a script file is.
#[track_caller]
fn called(text: &str, name: &str) -> Value {
    let inner = text.strip_prefix(&format!("vejviserSearch.{name}(")).and_then(|rest| rest.strip_suffix(");\n"));
    let inner = inner.unwrap_or_else(|| panic!("no call of {name}: {}", &text[..text.len().min(200)]));
    serde_json::from_str(&format!("[{inner}]")).expect("arguments are JSON")
}

fn base36(number: usize) -> String {
    let digit = |value: usize| char::from_digit(value as u32, 36).expect("a digit").to_string();
    if number < 36 { digit(number) } else { base36(number / 36) + &digit(number % 36) }
}

#[test]
fn every_file_that_is_named_is_there_and_no_other() {
    let (portal, library) = (built(), with_library());
    library.run(&["build", "--library", "library"]).ended(0);
    for (site, units) in [(&portal, portal.units(&[])), (&library, library.units(&["--library", "library"]))] {
        let found: BTreeSet<String> = tree(&site.public().join("search")).into_keys().collect();
        let file = |path: &str| site.read(&format!("public/search/{path}"));
        let loader = called(&file("loader.js"), "begin")[0].take();
        assert_eq!(keys(&loader), ["index", "version", "words"]);
        let index = text_of(&loader, "index");
        let data = called(&file(&index), "index")[0].take();
        assert_eq!(data["version"], loader["version"]);
        assert_eq!(data["units"], units.len());
        let words = text_of(&loader, "words");
        let endings = called(&file(&words), "words")[0].take();
        let lines = |value: &Value| value.as_str().expect("lines").split('\n').count();
        assert_eq!(lines(&endings), lines(&data["terms"]), "one line of words for each term");
        let mut named = BTreeSet::from(["loader.js".to_owned(), index, words]);
        let hashes = text_of(&data, "fragments");
        assert_eq!(hashes.len(), 4 * units.len().div_ceil(8));
        let mut shown = Vec::new();
        for number in 0..hashes.len() / 4 {
            let path = format!("f/{}-{}.js", base36(number), &hashes[4 * number..4 * number + 4]);
            let fragment = called(&file(&path), "fragment");
            assert_eq!(fragment[0], number);
            shown.extend(fragment[1].as_array().expect("a list").clone());
            named.insert(path);
        }
        assert_eq!(found, named);
        assert_eq!(shown.len(), units.len());
        for (shown, unit) in shown.iter().zip(&units) {
            for key in ["url", "title", "text", "kind", "edition"] {
                assert_eq!(shown[key], unit[key], "{key} of {unit}");
            }
            assert_eq!(*shown.get("id").unwrap_or(&shown["url"]), unit["id"]);
        }
    }
}

/// What a build puts into pages and folders of a site with the theme that is built in.
fn traces(site: &Site) -> Vec<String> {
    let is_trace = |(path, bytes): &(String, Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        path.starts_with("search/")
            || ["soeg.html", "a-til-z.html", "opensearch.xml"].contains(&path.as_str())
            || (path.ends_with(".html") && (text.contains("<form") && text.contains("soeg.html")))
            || (path.ends_with(".html") && (text.contains("loader.js") || text.contains("opensearch.xml")))
    };
    tree(&site.public()).into_iter().filter(is_trace).map(|(path, _)| path).collect()
}

/// What a browser needs to offer the search is an absolute address.
#[test]
fn with_a_base_url_a_browser_can_add_the_search() {
    let site = Site::fixture("portal");
    site.run(&["build", "--base-url", ""]).ended(0);
    assert!(!site.path("public/opensearch.xml").exists());
    site.run(&["build", "--base-url", "https://eksempel.test/a&b"]).ended(0);
    let told = site.read("public/opensearch.xml");
    assert!(told.contains("template=\"https://eksempel.test/a&amp;b/soeg.html?q={searchTerms}\""), "{told}");
}

#[test]
fn without_an_index_there_is_no_search_at_all() {
    let site = site();
    site.edit("config.toml", "theme = \"test\"\n", "");
    // The doors of the fixture are made for its own theme.
    site.write("content/_index.md", "+++\ntitle = \"Lille portal\"\n+++\n");
    site.run(&["build", "--no-index"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new());
    assert!(!site.path(BUILT).exists());
    site.build();
    let with = traces(&site);
    for part in ["soeg.html", "a-til-z.html", "opensearch.xml", "search/loader.js", "index.html", "byer/gedser.html"] {
        assert!(with.iter().any(|path| path == part), "{part} in {with:?}");
    }
    site.run(&["build", "--no-index"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new(), "what was there is taken away");
    site.edit("config.toml", "title =", "build_search_index = false\ntitle =");
    site.run(&["build"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new(), "config.toml may say so, too");
    site.run(&["build", "--no-index=false"]).ended(0);
    assert_eq!(traces(&site), with);
}

/// Two builds of one site at the same time: both succeed, and one of their indexes is there, whole.
#[test]
fn two_builds_at_the_same_time_leave_a_whole_index() {
    let site = site();
    let folder = tempfile::tempdir().expect("a folder");
    let build = |name: &str| {
        let output = folder.path().join(name);
        Run::of(vejviser().current_dir(site.root()).arg("build").arg("--output").arg(output)).ended(0);
    };
    for _ in 0..3 {
        let _ = fs::remove_dir_all(site.path(BUILT));
        std::thread::scope(|scope| {
            for name in ["a", "b", "c"] {
                let build = &build;
                scope.spawn(move || build(name));
            }
        });
        assert_eq!(site.ids("naloxon")[0], town("gedser"));
        let left: Vec<String> =
            tree(&site.path("search-index")).into_keys().filter(|path| path.starts_with("built.")).collect();
        assert_eq!(left, Vec::<String>::new());
    }
}

/// Above what a browser loads in one go: terms in shards by their range, each in a file that the index names.
#[test]
fn a_large_index_is_cut_into_shards() {
    let site = Site::new();
    // Letters in no order, since words that look alike would compress into one file.
    let mut state: u64 = 7;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    let mut word = || (0..8).map(|_| letter()).collect::<String>();
    let mut known = Vec::new();
    for page in 0..220 {
        let words: Vec<String> = (0..300).map(|_| word()).collect();
        let text = format!("Det er og bliver {}.", words.join(" "));
        site.write(&format!("content/sider/s{page}.md"), format!("+++\ntitle = \"Side {page}\"\n+++\n\n{text}\n"));
        known.push(words[150].clone());
    }
    site.build();
    let found: BTreeSet<String> = tree(&site.public().join("search")).into_keys().collect();
    let file = |path: &str| site.read(&format!("public/search/{path}"));
    let index = text_of(&called(&file("loader.js"), "begin")[0], "index");
    let data = called(&file(&index), "index")[0].take();
    assert!(data.get("terms").is_none(), "not in one file any more");
    let shards = data["shards"].as_array().expect("a list");
    assert!(shards.len() > 10, "{}", shards.len());
    let mut named = BTreeSet::from(["loader.js".to_owned(), index]);
    let hashes = text_of(&data, "fragments");
    named.extend((0..hashes.len() / 4).map(|at| format!("f/{}-{}.js", base36(at), &hashes[4 * at..4 * at + 4])));
    let mut last = String::new();
    for (number, shard) in shards.iter().enumerate() {
        let (first, hash) = (shard[0].as_str().expect("a term"), shard[1].as_str().expect("a hash"));
        assert!(*first > *last, "shards are in order: {last} {first}");
        let path = format!("t/{}-{hash}.js", base36(number));
        let terms = called(&file(&path), "shard");
        assert_eq!(terms[0], number);
        let lines: Vec<&str> = terms[1].as_str().expect("lines").lines().collect();
        assert!(lines[0].starts_with(&format!("0{first} ")), "{first}: {}", lines[0]);
        assert!(file(&path).len() < 40_000, "{path} is {} bytes", file(&path).len());
        last = first.to_owned();
        named.insert(path);
    }
    assert_eq!(found, named);
    for page in [0, 77, 219] {
        let hits = site.search(&[&known[page]])["hits"].take();
        let first = text_of(&hits[0], "url");
        assert_eq!(first.split('#').next(), Some(format!("sider/s{page}.html").as_str()), "{}", known[page]);
    }
    assert_eq!(site.ids("det er og bliver"), Vec::<String>::new(), "words that say little are left out");
}
