//! Exports search documents for external engines, for sites that outgrow the browser. Only writes files; no engine is
//! started.
//!
//! The ids are those that `vejviser search` returns. Quickwit has no Danish stemmer, so it gets our stems and splits
//! them on whitespace; OpenSearch has one, so it gets the plain words for its own filters.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::json;

use crate::error::Error;
use crate::index::entries::Entry;
use crate::index::field::Field;
use crate::index::words::{self, Words};
use crate::load::language::{Group, Language};

/// The engine to export for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    /// One JSON object per line, with id, title, text, doc, url, kind and edition
    Ndjson,
    /// Quickwit: index-config.yaml and sections.ndjson
    Quickwit,
    /// OpenSearch: index.json, bulk.ndjson, search.json and the word lists they need
    Opensearch,
}

/// A file: its name and bytes.
pub(crate) type File = (&'static str, Vec<u8>);

/// The files for `engine`.
pub(super) fn files(
    engine: Engine,
    entries: &[Entry],
    language: &Language,
    terms: &[Group],
) -> Result<Vec<File>, Error> {
    match engine {
        Engine::Ndjson => Ok(vec![("units.ndjson", lines(entries.iter().map(Exported::of))?)]),
        Engine::Quickwit => {
            let words = words::analyse(entries, &language.compounds);
            let sections = entries.iter().zip(&words.documents).map(|(entry, words)| Section::of(entry, &words.fields));
            Ok(vec![("index-config.yaml", QUICKWIT.as_bytes().to_vec()), ("sections.ndjson", lines(sections)?)])
        }
        Engine::Opensearch => opensearch(entries, language, terms),
    }
}

#[derive(Serialize)]
struct Exported<'e> {
    id: &'e str,
    title: &'e str,
    text: &'e str,
    doc: Option<&'e str>,
    url: &'e str,
    kind: &'e str,
    edition: Option<&'e str>,
}

impl<'e> Exported<'e> {
    fn of(entry: &'e Entry) -> Self {
        Self {
            id: &entry.id,
            title: &entry.title,
            text: &entry.text,
            doc: entry.doc.as_deref(),
            url: &entry.url,
            kind: entry.kind,
            edition: entry.edition.as_deref(),
        }
    }
}

/// One object in `sections.ndjson`: exactly the fields of the mapping, which is strict.
#[derive(Serialize)]
struct Section<'e> {
    id: &'e str,
    url: &'e str,
    title: &'e str,
    text: &'e str,
    kind: &'e str,
    edition: &'e str,
    doc: &'e str,
    theme: Vec<&'e str>,
    title_stems: &'e str,
    text_stems: &'e str,
    pieces_stems: &'e str,
    path_stems: &'e str,
    hint_stems: &'e str,
}

impl<'e> Section<'e> {
    fn of(entry: &'e Entry, fields: &'e [String; 5]) -> Self {
        let stems = |field: Field| fields[field as usize].as_str();
        Self {
            id: &entry.id,
            url: &entry.url,
            title: &entry.title,
            text: &entry.text,
            kind: entry.kind,
            edition: entry.edition.as_deref().unwrap_or_default(),
            doc: entry.doc.as_deref().unwrap_or_default(),
            theme: entry.theme.iter().map(String::as_str).collect(),
            title_stems: stems(Field::Title),
            text_stems: stems(Field::Text),
            pieces_stems: stems(Field::CompoundParts),
            path_stems: stems(Field::Path),
            hint_stems: stems(Field::Hint),
        }
    }
}

/// The Quickwit index: readable fields for display and phrase queries, stems for search.
const QUICKWIT: &str = "\
version: 0.7
index_id: vejviser
doc_mapping:
  mode: strict
  field_mappings:
    - {name: id, type: text, tokenizer: raw, fast: true}
    - {name: url, type: text, tokenizer: raw, indexed: false}
    - {name: title, type: text, tokenizer: default, record: position}
    - {name: text, type: text, tokenizer: default, record: position}
    - {name: kind, type: text, tokenizer: raw, fast: true}
    - {name: edition, type: text, tokenizer: raw, fast: true}
    - {name: doc, type: text, tokenizer: raw, fast: true}
    - {name: theme, type: array<text>, tokenizer: raw, fast: true}
    - {name: title_stems, type: text, tokenizer: whitespace, record: position, fieldnorms: true, stored: false}
    - {name: text_stems, type: text, tokenizer: whitespace, record: position, fieldnorms: true, stored: false}
    - {name: pieces_stems, type: text, tokenizer: whitespace, record: freq, fieldnorms: true, stored: false}
    - {name: path_stems, type: text, tokenizer: whitespace, record: freq, fieldnorms: true, stored: false}
    - {name: hint_stems, type: text, tokenizer: whitespace, record: freq, fieldnorms: true, stored: false}
search_settings:
  default_search_fields: [title_stems, text_stems, pieces_stems]
";

fn opensearch(entries: &[Entry], language: &Language, terms: &[Group]) -> Result<Vec<File>, Error> {
    let Words { cuts, .. } = words::analyse(entries, &language.compounds);
    let parts: BTreeSet<&str> = cuts.values().flatten().map(String::as_str).collect();
    let bulk = entries.iter().flat_map(|entry| {
        let document = json!({
            "title": entry.title, "path": entry.path, "text": entry.text, "hint": entry.hint, "url": entry.url,
            "kind": entry.kind, "edition": entry.edition, "doc": entry.doc, "theme": entry.theme,
            "source": entry.source,
        });
        [json!({"index": {"_id": entry.id}}), document]
    });
    let list =
        |words: &mut dyn Iterator<Item = &str>| words.fold(String::new(), |list, word| list + word + "\n").into_bytes();
    // A phrase must not contain commas: they separate the words of a group.
    let joined = |words: &[String]| words.iter().map(|word| word.replace(',', " ")).collect::<Vec<_>>().join(", ");
    let leads = |word: &String, to: &[String]| {
        let all: Vec<String> = std::iter::once(word).chain(to.iter().filter(|other| *other != word)).cloned().collect();
        (all.len() > 1).then(|| format!("{} => {}", joined(&all[..1]), joined(&all)))
    };
    let group = |from: &[String], to: &[String]| match from == to {
        true => joined(from),
        false => from.iter().filter_map(|word| leads(word, to)).collect::<Vec<_>>().join("\n"),
    };
    let forms = language.irregular.iter().map(|forms| group(forms, forms));
    let synonyms: Vec<String> =
        language.groups.iter().chain(terms).map(|found| group(&found.from, &found.to)).chain(forms).collect();
    Ok(vec![
        ("index.json", pretty(&opensearch_index(language))?),
        ("search.json", pretty(&opensearch_search())?),
        ("bulk.ndjson", lines(bulk)?),
        ("vejviser-pieces.txt", list(&mut parts.into_iter())),
        ("vejviser-synonyms.txt", list(&mut synonyms.iter().map(String::as_str))),
    ])
}

/// The OpenSearch index: our folding, numbers and compound parts, expressed with its filters. Stop words are indexed:
/// the built-in Danish analyzer would drop *ikke* and *skal*.
fn opensearch_index(language: &Language) -> serde_json::Value {
    let text = || json!({"type": "text", "analyzer": "vejviser", "search_analyzer": "vejviser_query"});
    let word = || json!({"type": "keyword"});
    json!({
        "settings": {"analysis": {
            "char_filter": {"vejviser_letters": {
                "type": "mapping",
                "mappings": ["aa => å", "ae => æ", "oe => ø", "Aa => å", "Ae => æ", "Oe => ø", "ä => æ", "ö => ø", "é => e", "ü => u"]
            }},
            "tokenizer": {"vejviser_words": {
                "type": "pattern",
                "pattern": "(§+ ?[0-9]+|[0-9]+(?:\\.[0-9]+)+|[0-9]{1,2}\\.[a-z](?![\\p{L}\\p{N}])|[\\p{L}\\p{N}]+)",
                "group": 1
            }},
            "filter": {
                "vejviser_pieces": {
                    "type": "dictionary_decompounder", "word_list_path": "analysis/vejviser-pieces.txt",
                    "min_word_size": 6, "min_subword_size": 3, "only_longest_match": false
                },
                "vejviser_synonyms": {"type": "synonym_graph", "synonyms_path": "analysis/vejviser-synonyms.txt", "lenient": true},
                "vejviser_stems": {"type": "stemmer", "language": "danish"}
            },
            "analyzer": {
                "vejviser": {
                    "type": "custom", "char_filter": ["vejviser_letters"], "tokenizer": "vejviser_words",
                    "filter": ["lowercase", "vejviser_pieces", "vejviser_stems"]
                },
                "vejviser_query": {
                    "type": "custom", "char_filter": ["vejviser_letters"], "tokenizer": "vejviser_words",
                    "filter": ["lowercase", "vejviser_synonyms", "vejviser_stems"]
                }
            }
        }},
        "mappings": {
            "dynamic": "strict",
            "_meta": {"stop_words": language.stop},
            "properties": {
                "title": text(), "path": text(), "text": text(), "hint": text(), "url": {"type": "keyword", "index": false},
                "kind": word(), "edition": word(), "doc": word(), "theme": word(), "source": word()
            }
        }
    })
}

/// The search template: the query replaces `{{query}}`.
fn opensearch_search() -> serde_json::Value {
    let fields = ["title", "text", "path^0.4", "hint^0.7"];
    let matching = |more: serde_json::Value| {
        let mut found = json!({"query": "{{query}}", "type": "best_fields", "tie_breaker": 0.3, "fields": fields});
        if let (Some(found), Some(more)) = (found.as_object_mut(), more.as_object()) {
            found.extend(more.clone());
        }
        json!({"multi_match": found})
    };
    json!({"query": {"bool": {
        "should": [matching(json!({})), matching(json!({"fuzziness": "AUTO", "prefix_length": 1, "boost": 0.4}))],
        "minimum_should_match": 1
    }}})
}

fn failed(error: serde_json::Error) -> Error {
    Error::Usage(format!("cannot export: {error}"))
}

fn lines<T: Serialize>(objects: impl Iterator<Item = T>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for object in objects {
        serde_json::to_writer(&mut bytes, &object).map_err(failed)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}
