//! Handing the units of the search over to an engine of others. No engine is started here: files are held against their
//! own schemas, against what `search` says, and Quickwit's are ranked by tantivy, which it is made of.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::{Site, json_lines, keys, same, settle, text_of, tree};
use serde_json::Value;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use vejviser::rules::{term, tokens};

const SYNONYMS: &str = r#"
[[same]]
words = ["gadeplan", "opsøgende arbejde"]
reason = "to navne for det samme"

[[broad]]
from = ["råd, hjælp", "støtte"]
to = ["behandling", "plan"]
reason = "dagligdags ord, og et komma"
"#;

/// Three kinds of site in one: a portal, a publication, and synonyms.
fn site() -> Site {
    let site = Site::fixture("library");
    site.overlay("portal");
    // Its own theme leaves the words of publications out, which a build does not let pass; and a text that may only be
    // summarised stands on no public site.
    site.edit("config.toml", "theme = \"test\"\n", "");
    site.write("content/_index.md", "+++\ntitle = \"Lille portal\"\n+++\n");
    site.edit("config.toml", "base_url = \"https://tilsyn.example/guide/\"\n", "");
    site.write("library/rapport.txt", include_str!("sites/library/library/rapport.txt"));
    site.write("search-index/synonyms.toml", SYNONYMS);
    site.write(
        "content/sider/krav.md",
        "+++\ntitle = \"Krav\"\n+++\n\n\"Kvalitetskrav\" \\ krav til\tkvalitet & <kvalitet>.\n",
    );
    site.write("content/sider/mere.md", "+++\ntitle = \"Mere\"\n+++\n\nKvalitetskrav 🙂 og kvalitetsmål.\n");
    site
}

/// The files that `export` writes for `engine`, by name.
#[track_caller]
fn exported(site: &Site, engine: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    // The folder is made where it is missing.
    let to = folder.path().join("nye/filer");
    let arguments = ["export", "--to", engine, "--library", "library", to.to_str().expect("a plain path")];
    let run = site.run(&arguments).ended(0);
    assert_eq!(run.stdout, "", "what is told goes to stderr: {run:?}");
    let files = tree(&to);
    assert!(files.keys().all(|name| run.stderr.contains(name)), "{run:?}");
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn built() -> Site {
    let site = site();
    site.run(&["build", "--library", "library"]).ended(0);
    site
}

fn ids(objects: &[Value]) -> Vec<String> {
    objects.iter().map(|object| text_of(object, "id")).collect()
}

#[test]
fn units_are_what_search_finds() {
    let site = built();
    let files = exported(&site, "ndjson");
    assert_eq!(files.keys().collect::<Vec<_>>(), ["units.ndjson"]);
    let units = json_lines(&files["units.ndjson"]);
    let by_id: BTreeMap<String, &Value> = units.iter().map(|unit| (text_of(unit, "id"), unit)).collect();
    assert_eq!(by_id.len(), units.len(), "ids are unique");
    for unit in &units {
        assert_eq!(keys(unit), ["doc", "edition", "id", "kind", "text", "title", "url"], "{unit}");
    }
    let mut seen = BTreeSet::new();
    for query in
        ["kvalitet krav", "viso", "behandling af borgere", "stofmisbrug", "anvisning 3.1.1", "§ 101", "kilder", "mere"]
    {
        let answer = site.search(&["--limit", "1000", query]);
        for hit in answer["hits"].as_array().expect("a list") {
            let id = text_of(hit, "id");
            let unit = by_id.get(&id).unwrap_or_else(|| panic!("`search` finds {id}, which is not exported"));
            for key in keys(unit) {
                assert_eq!(unit[key], hit[key], "{key} of {id}");
            }
            seen.insert(id);
        }
    }
    assert!(seen.len() > units.len() / 2, "{} of {}", seen.len(), units.len());
    let odd = by_id["sider/krav.html"];
    assert_eq!(odd["text"], "\"Kvalitetskrav\" \\ krav til kvalitet & .");
    assert!(units.iter().any(|unit| unit["doc"] == "rapport"), "the library is there");
    assert!(!site.units(&[]).iter().any(|unit| unit["doc"] == "rapport"), "and is not without --library");
}

/// The fields of the mapping in `index-config.yaml`: name, and what is said of it.
fn mapping(yaml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let fields: Vec<_> = yaml
        .lines()
        .filter_map(|line| line.strip_prefix("    - {").and_then(|rest| rest.strip_suffix('}')))
        .map(|line| {
            let mut values: BTreeMap<String, String> = line
                .split(", ")
                .map(|part| part.split_once(": ").expect("a key and its value"))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect();
            (values.remove("name").expect("a name"), values)
        })
        .collect();
    assert!(!fields.is_empty(), "{yaml}");
    fields
}

#[test]
fn quickwit_gets_exactly_the_fields_of_its_mapping() {
    let site = built();
    let files = exported(&site, "quickwit");
    assert_eq!(files.keys().collect::<Vec<_>>(), ["index-config.yaml", "sections.ndjson"]);
    let yaml = &files["index-config.yaml"];
    assert!(yaml.starts_with("version: 0.7\nindex_id: vejviser\n") && yaml.contains("\n  mode: strict\n"), "{yaml}");
    let fields = mapping(yaml);
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let sections = json_lines(&files["sections.ndjson"]);
    for section in &sections {
        assert_eq!(keys(section), names, "strict: one field more, and it is refused");
        for (name, values) in &fields {
            match values["type"].as_str() {
                "text" => assert!(section[name].is_string(), "{name}: {section}"),
                "array<text>" => {
                    let items = section[name].as_array().expect("a list");
                    assert!(items.iter().all(Value::is_string), "{name}: {section}");
                }
                other => panic!("{name} has the type {other}"),
            }
        }
    }
    let searched =
        yaml.split_once("default_search_fields: [").and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    for name in searched.split(", ") {
        assert!(names.contains(&name), "{name} is searched and not mapped");
    }
    // The units, in the same order, with the same texts.
    let units = json_lines(&exported(&site, "ndjson")["units.ndjson"]);
    assert_eq!(ids(&sections), ids(&units));
    for (section, unit) in sections.iter().zip(&units) {
        for key in ["title", "text", "url", "kind"] {
            assert_eq!(section[key], unit[key], "{key} of {unit}");
        }
        for key in ["edition", "doc"] {
            assert_eq!(section[key].as_str(), unit[key].as_str().or(Some("")), "{key} of {unit}");
        }
        let stems: Vec<String> = tokens(&text_of(unit, "text")).iter().map(term).collect();
        assert_eq!(text_of(section, "text_stems"), stems.join(" "), "{unit}");
    }
    let krav = sections.iter().find(|section| section["id"] == "sider/krav.html").expect("it is there");
    let pieces = text_of(krav, "pieces_stems");
    assert!(
        pieces.split(' ').any(|piece| piece == "krav") && pieces.split(' ').any(|piece| piece == "kvalit"),
        "{pieces}"
    );
    assert!(sections.iter().any(|section| section["theme"] == serde_json::json!(["Tema: Trivsel"])));
}

/// An index of `sections` in memory, as Quickwit would make it.
fn quickwit(fields: &[(String, BTreeMap<String, String>)], sections: &[Value]) -> Index {
    let mut schema = Schema::builder();
    for (name, values) in fields {
        let value = |key: &str| values.get(key).map_or("", String::as_str);
        let record = match value("record") {
            "position" => IndexRecordOption::WithFreqsAndPositions,
            "freq" => IndexRecordOption::WithFreqs,
            _ => IndexRecordOption::Basic,
        };
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(value("tokenizer"))
            .set_index_option(record)
            .set_fieldnorms(value("fieldnorms") == "true");
        let mut options = TextOptions::default();
        if value("indexed") != "false" {
            options = options.set_indexing_options(indexing);
        }
        if value("stored") != "false" {
            options = options | STORED;
        }
        schema.add_text_field(name, options);
    }
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).expect("a writer");
    for section in sections {
        let document = TantivyDocument::parse_json(&index.schema(), &section.to_string()).expect("it fits the schema");
        writer.add_document(document).expect("it can be added");
    }
    writer.commit().expect("it can be committed");
    index
}

/// The ids that `query` finds in `fields` of `index`, the best first, with scores to four digits.
fn ranked(index: &Index, fields: [&str; 3], query: &str) -> Vec<(String, i64)> {
    let schema = index.schema();
    let field = |name: &str| -> Field { schema.get_field(name).expect("a field of the schema") };
    let stems: Vec<String> = tokens(query).iter().map(term).collect();
    let clauses: Vec<(Occur, Box<dyn Query>)> = stems
        .iter()
        .flat_map(|stem| fields.map(|name| Term::from_field_text(field(name), stem)))
        .map(|term| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        })
        .collect();
    let searcher = index.reader().expect("a reader").searcher();
    assert_eq!(searcher.segment_readers().len(), 1, "one segment: equal scores stand in the order of the site");
    let top = TopDocs::with_limit(1000).order_by_score();
    let found = searcher.search(&BooleanQuery::new(clauses), &top).expect("a search");
    let id = |address| {
        let document: TantivyDocument = searcher.doc(address).expect("a document");
        document.get_first(field("id")).and_then(|id| id.as_str().map(str::to_owned)).expect("an id")
    };
    found.into_iter().map(|(score, address)| (id(address), (f64::from(score) * 1e4).round() as i64)).collect()
}

#[test]
fn quickwit_ranks_as_the_built_index_does() {
    let site = built();
    let files = exported(&site, "quickwit");
    let fields = mapping(&files["index-config.yaml"]);
    let theirs = quickwit(&fields, &json_lines(&files["sections.ndjson"]));
    let ours = Index::open_in_dir(site.path("search-index/built")).expect("the built index");
    for query in [
        "kvalitetskrav",
        "krav til kvalitet",
        "behandling af borgere med stofmisbrug",
        "hvem rådgiver kommunen",
        "anvisning 3.1.1",
        "servicelovens § 101, stk. 2",
        "borgerens behandlingsplaner",
        "VISO",
        "xyzzy",
    ] {
        let expected = ranked(&ours, ["title", "text", "pieces"], query);
        assert_eq!(ranked(&theirs, ["title_stems", "text_stems", "pieces_stems"], query), expected, "{query}");
        assert_eq!(expected.is_empty(), query == "xyzzy", "{query}");
    }
}

#[test]
fn opensearch_gets_an_index_a_bulk_a_search_and_its_words() {
    let site = built();
    let files = exported(&site, "opensearch");
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["bulk.ndjson", "index.json", "search.json", "vejviser-pieces.txt", "vejviser-synonyms.txt"]
    );
    let index: Value = serde_json::from_str(&files["index.json"]).expect("JSON");
    let properties = &index["mappings"]["properties"];
    assert_eq!(index["mappings"]["dynamic"], "strict");
    let units = json_lines(&exported(&site, "ndjson")["units.ndjson"]);
    let bulk = json_lines(&files["bulk.ndjson"]);
    assert_eq!(bulk.len(), 2 * units.len(), "an action and a document each");
    let mut seen = BTreeSet::new();
    for (pair, unit) in bulk.chunks(2).zip(&units) {
        let [action, document] = pair else { panic!("an action without a document") };
        assert_eq!(keys(action), ["index"]);
        assert_eq!(keys(&action["index"]), ["_id"]);
        let id = text_of(&action["index"], "_id");
        assert!(id.len() <= 512, "longer ids are refused: {id}");
        assert_eq!(unit["id"], *id);
        assert!(seen.insert(id), "twice: {action}");
        for key in keys(document) {
            assert!(properties[key].is_object(), "`{key}` is not mapped, and the mapping is strict");
        }
        for key in ["title", "text", "url", "kind", "edition", "doc"] {
            assert_eq!(document[key], unit[key], "{key} of {unit}");
        }
    }
    for (_, property) in properties.as_object().expect("an object") {
        for analyzer in ["analyzer", "search_analyzer"].iter().filter_map(|key| property[key].as_str()) {
            assert!(index["settings"]["analysis"]["analyzer"][analyzer].is_object(), "{analyzer} is not there");
        }
    }
    let analysis = &index["settings"]["analysis"];
    for (name, analyzer) in analysis["analyzer"].as_object().expect("an object") {
        assert!(analysis["tokenizer"][text_of(analyzer, "tokenizer")].is_object(), "{name}");
        for filter in analyzer["char_filter"].as_array().expect("a list") {
            assert!(analysis["char_filter"][filter.as_str().expect("a name")].is_object(), "{name}: {filter}");
        }
        for filter in analyzer["filter"].as_array().expect("a list").iter().filter(|filter| **filter != "lowercase") {
            assert!(analysis["filter"][filter.as_str().expect("a name")].is_object(), "{name}: {filter}");
        }
    }
    for file in ["vejviser-pieces.txt", "vejviser-synonyms.txt"] {
        assert!(index.to_string().contains(&format!("analysis/{file}")), "nothing says what {file} is for");
    }
    let search: Value = serde_json::from_str(&files["search.json"]).expect("JSON");
    let searched = search["query"]["bool"]["should"].as_array().expect("a list");
    assert!(!searched.is_empty());
    for part in searched.iter().flat_map(|part| part["multi_match"]["fields"].as_array().expect("a list")) {
        let name = part.as_str().expect("a name").split('^').next().expect("a name");
        assert!(properties[name].is_object(), "{name} is searched and not mapped");
    }
    assert!(files["search.json"].contains("{{query}}"));
}

#[test]
fn word_lists_for_opensearch_have_no_empty_lines() {
    let site = built();
    let files = exported(&site, "opensearch");
    let synonyms: Vec<&str> = files["vejviser-synonyms.txt"].lines().collect();
    for line in &synonyms {
        let sides: Vec<&str> = line.split("=>").collect();
        assert!(sides.len() <= 2, "{line}");
        for phrase in sides.iter().flat_map(|side| side.split(',')) {
            assert!(phrase.chars().any(char::is_alphanumeric), "a group with nothing in it: `{line}`");
        }
        let words = sides.iter().flat_map(|side| side.split(',')).count();
        assert!(words > 1, "a group of one word says nothing: `{line}`");
    }
    for line in [
        "gadeplan, opsøgende arbejde",
        "råd  hjælp => råd  hjælp, behandling, plan",
        "støtte => støtte, behandling, plan",
    ] {
        let spaced = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(synonyms.iter().any(|other| spaced(other) == spaced(line)), "`{line}` in {synonyms:#?}");
    }
    let pieces: Vec<&str> = files["vejviser-pieces.txt"].lines().collect();
    let sorted: BTreeSet<&str> = pieces.iter().copied().collect();
    assert_eq!(pieces, sorted.into_iter().collect::<Vec<_>>(), "sorted, each once");
    assert!(pieces.contains(&"krav") && pieces.contains(&"kvalitet"), "{pieces:?}");
    assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.chars().all(char::is_alphabetic)), "{pieces:?}");
}

#[test]
fn the_same_bytes_every_time() {
    let site = site();
    for engine in ["ndjson", "quickwit", "opensearch"] {
        let first = exported(&site, engine);
        settle();
        assert!(first == exported(&site, engine), "{engine}");
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("a plain path");
        site.run(&["export", "--to", engine, to, "--library", "library", "--threads", "1"]).ended(0);
        let bytes = first.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        same(engine, &bytes, &tree(folder.path()));
    }
    let left: Vec<String> = tree(&site.path("search-index")).into_keys().collect();
    assert_eq!(left, ["synonyms.toml"], "an export builds no index");
    assert!(!site.public().exists(), "and no site");
}

/// Options of `build` hold: drafts are units when they are asked for.
#[test]
fn options_of_a_build_hold() {
    let site = site();
    site.write("content/sider/kladde.md", "+++\ntitle = \"Kladde\"\ndraft = true\n+++\n");
    let has = |arguments: &[&str]| site.units(arguments).iter().any(|unit| unit["id"] == "sider/kladde.html");
    assert!(!has(&[]) && has(&["--drafts"]));
    let before = site.units(&[]);
    assert_eq!(site.units(&["--no-index"]), before, "who hands over needs no index of his own");
}

#[test]
fn with_mistakes_in_the_content_nothing_is_written() {
    let link = "VISO rådgiver kommunen, se [her](ingen.html).";
    for (file, text) in [
        ("content/begreber/viso.md", format!("+++\ntitle = \"VISO\"\nkind = \"term\"\n+++\n\n{link}\n")),
        ("search-index/synonyms.toml", "[[same]]\nwords = [\"viso\"]\nreason = \"ét ord\"\n".to_owned()),
        ("search-index/answers.toml", "[[answer]]\nasked = [\"a\"]\npage = \"@/ingen.md\"\n".to_owned()),
    ] {
        let site = site();
        site.write(file, text);
        for engine in ["ndjson", "quickwit", "opensearch"] {
            let run = site.run(&["export", "--to", engine, "ud", "--format", "json"]).ended(1);
            assert!(run.diagnostics().iter().any(|found| found.file == file), "{file}: {run:?}");
            assert!(!site.path("ud").exists(), "{file}: {engine}");
        }
        // What an earlier export wrote stays.
        fs::create_dir(site.path("ud")).expect("folders can be made");
        site.write("ud/units.ndjson", "before\n");
        site.run(&["export", "--to", "ndjson", "ud"]).ended(1);
        assert_eq!(site.read("ud/units.ndjson"), "before\n");
    }
}

#[test]
fn what_cannot_be_written_is_exit_code_2() {
    let site = site();
    for arguments in [
        &["export", "--to", "ukendt", "ud"][..],
        &["export", "ud"],
        &["export", "--to", "ndjson"],
        &["export", "--to", "ndjson", "config.toml"],
        &["export", "--to", "ndjson", "config.toml/under"],
        &["export", "--to", "ndjson", "ud", "--root", "ingen"],
    ] {
        let run = site.run(arguments).ended(2);
        assert!(!run.stderr.contains("panicked") && !run.stderr.is_empty(), "{run:?}");
        assert!(!site.path("ud").exists(), "{arguments:?}");
    }
}
