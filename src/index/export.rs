//! The browser's index: script files that a page can load from a server or from a folder.
//!
//! Text rather than binary: it compresses to 5 % more, and people can read it. Terms share one file while the index is
//! small, and are sharded by term range otherwise; the texts of eight documents share a fragment. File names contain a
//! content hash, and only the small loader, which has none, refers to them: a changed word does not rewrite every page,
//! and no HTTP cache mixes two builds. ARCHITECTURE.md describes the formats.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use serde::Serialize;
use serde_json::json;

use crate::error::Error;
use crate::index::File;
use crate::index::analysis::stem;
use crate::index::entries::Entry;
use crate::index::field::Field;
use crate::index::lexicon::{Lexicon, VERSION};
use crate::index::score::Postings;
use crate::index::store::Store;

/// The output folder of the browser's files.
const FOLDER: &str = "search";
/// Documents per fragment.
const FRAGMENT: usize = 8;
/// Maximum compressed size in bytes of the index and words files together, without shards.
const ONE_FILE: usize = 300_000;
/// Upper bound on the compression ratio of terms: if they are larger than this times [`ONE_FILE`], they are sharded
/// without trying.
const MOST_RATIO: usize = 12;
/// Size in bytes of a shard, before compression.
const SHARD: usize = 16_000;
/// Minimum number of documents a compound part must occur in to be listed beside the shards.
const COMPOUND_PART_DOCUMENTS: usize = 2;

/// A term: its postings by field, and the words with this stem.
#[derive(Default)]
struct Line {
    fields: [String; 5],
    parts: usize,
    words: Vec<(String, u32)>,
}

impl Line {
    /// The words with the stem `term`, each as the letters after the stem and its document count. Begins with a bar
    /// unless empty.
    fn words(&self, term: &str) -> String {
        let mut text = String::new();
        for (number, (word, documents)) in self.words.iter().enumerate() {
            text.push(if number == 0 { '|' } else { ',' });
            text.push_str(word.get(term.len()..).unwrap_or_default());
            if *documents > 1 {
                text.push('*');
                text.push_str(&base36(*documents as usize));
            }
        }
        text
    }
}

/// The browser's files for the index in `store`, which was built from `entries`. If the terms need shards, the metadata
/// in `store` changes as well: stop words are dropped.
pub(super) fn files(store: &mut Store, entries: &[Entry]) -> Result<Vec<File>, Error> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for field in Field::ALL {
        store.each_term(field, |term, postings| {
            let line = lines.entry(term.to_owned()).or_default();
            line.fields[field as usize] = listed(&postings);
            if field == Field::CompoundParts {
                line.parts = postings.len();
            }
            Ok(())
        })?;
    }
    for (word, documents) in &store.metadata.lexicon.words {
        if let Some(line) = lines.get_mut(&stem(word)) {
            line.words.push((word.clone(), *documents));
        }
    }
    let mut files = Vec::new();
    let fragments = fragments(entries, &mut files)?;
    let terms = rendered(lines.iter().map(|(term, line)| (term.as_str(), line)), false);
    let words: Vec<String> = lines.iter().map(|(term, line)| line.words(term)).collect();
    let words = call("words", &json!(words.join("\n")))?;
    let mut index = base(store, entries, fragments);
    index["terms"] = json!(terms);
    let mut script = call("index", &index)?;
    let mut loader = json!({"version": VERSION});
    if terms.len() <= MOST_RATIO * ONE_FILE && compressed(&script) + compressed(&words) <= ONE_FILE {
        let name = format!("words-{}.js", hash(&words));
        loader["words"] = json!(name);
        files.push((format!("{FOLDER}/{name}"), words));
    } else {
        store.metadata.make_large();
        let Some(object) = index.as_object_mut() else { return Ok(files) };
        object.remove("terms");
        object.insert("weights".to_owned(), json!(store.metadata.weights));
        if let Some(lengths) =
            object.get_mut("lengths").and_then(|lengths| lengths.get_mut(Field::CompoundParts as usize))
        {
            *lengths = json!("");
        }
        lines.retain(|term, _| !store.metadata.dropped.contains(term));
        let shown = |(_, line): &(&String, &Line)| line.parts >= COMPOUND_PART_DOCUMENTS;
        let parts: Vec<String> =
            lines.iter().filter(shown).map(|(term, line)| format!("{term}*{}", base36(line.parts))).collect();
        object.insert("pieces".to_owned(), json!(parts.join(" ")));
        object.insert("shards".to_owned(), json!(shards(&lines, &mut files)?));
        script = call("index", &index)?;
    }
    let name = format!("index-{}.js", hash(&script));
    loader["index"] = json!(name);
    files.push((format!("{FOLDER}/loader.js"), call("begin", &loader)?));
    files.push((format!("{FOLDER}/{name}"), script));
    files.sort();
    Ok(files)
}

/// Everything in the index except its terms.
fn base(store: &Store, entries: &[Entry], fragments: String) -> serde_json::Value {
    let metadata = &store.metadata;
    let Lexicon { stop, particles, cuts, forms, groups, .. } = &metadata.lexicon;
    let spaced = |words: &BTreeSet<String>| words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let group = |(from, to): &(Vec<String>, Vec<String>)| match to.as_slice() {
        [] => from.join(";"),
        to => format!("{}>{}", from.join(";"), to.join(";")),
    };
    let lengths: Vec<(String, f64)> = Field::ALL.iter().map(|field| lengths(store, *field)).collect();
    let page = |document: usize| entries[document].url.split('#').next().unwrap_or_default();
    let begins = (0..entries.len()).filter(|document| *document == 0 || page(*document) != page(*document - 1));
    type Value = fn(&Entry) -> Option<&str>;
    let facets: [(&str, Value); 5] = [
        ("kind", |entry| Some(entry.kind)),
        ("theme", |entry| entry.theme.as_deref()),
        ("edition", |entry| entry.edition.as_deref()),
        ("source", |entry| entry.source.as_deref()),
        ("current", |entry| (!entry.is_of_other_edition).then_some("1")),
    ];
    // Without other editions, there is nothing to choose.
    let has_choice = |name: &str| name != "current" || entries.iter().any(|entry| entry.is_of_other_edition);
    let facets: BTreeMap<&str, BTreeMap<&str, String>> = facets
        .into_iter()
        .filter(|(name, _)| has_choice(name))
        .map(|(name, value)| {
            let mut documents: BTreeMap<&str, Postings> = BTreeMap::new();
            for (document, entry) in (0_u32..).zip(entries) {
                if let Some(value) = value(entry) {
                    documents.entry(value).or_default().push((document, 1));
                }
            }
            (name, documents.into_iter().map(|(value, documents)| (value, listed(&documents))).collect())
        })
        .collect();
    let bounds = metadata.authoritative.iter().flat_map(|(start, end)| [*start, *end]);
    json!({
        "version": VERSION,
        "stemmer": metadata.stemmer,
        "units": entries.len(),
        "means": lengths.iter().map(|(_, mean)| mean).collect::<Vec<_>>(),
        "weights": metadata.weights,
        "stop": spaced(stop),
        "particles": spaced(particles),
        "cuts": cuts.iter().map(|(word, parts)| (word, parts.join(" "))).collect::<BTreeMap<_, _>>(),
        "forms": forms.iter().map(|stems| stems.join(" ")).collect::<Vec<_>>().join("|"),
        "synonyms": groups.iter().map(group).collect::<Vec<_>>().join("|"),
        "lengths": lengths.iter().map(|(bytes, _)| bytes).collect::<Vec<_>>(),
        "pages": listed(&begins.map(|document| (u32::try_from(document).unwrap_or(u32::MAX), 1)).collect()),
        "authoritative": listed(&bounds.map(|document| (document, 1)).collect()),
        "facets": facets,
        "successors": successors(entries),
        "editions": metadata.editions,
        "numbers": metadata.numbers,
        "answers": metadata.answers,
        "fragments": fragments,
    })
}

/// The documents of older editions, and for each the document that it became in the current one.
fn successors(entries: &[Entry]) -> [String; 2] {
    let addresses: BTreeMap<&str, usize> =
        entries.iter().enumerate().rev().map(|(document, entry)| (entry.url.as_str(), document)).collect();
    let found = (0_u32..).zip(entries).filter_map(|(document, entry)| {
        let successor = addresses.get(entry.successor.as_deref()?)?;
        Some(((document, 1), base36(*successor)))
    });
    let (older, newer): (Postings, Vec<String>) = found.unzip();
    [listed(&older), newer.join(",")]
}

/// The lengths of a field as printable characters, one per document, and their mean.
fn lengths(store: &Store, field: Field) -> (String, f64) {
    let (bytes, mean) = store.lengths(field);
    // Start at `#` and skip the backslash, so that no character needs an escape.
    let letter = |byte: u8| char::from_u32(u32::from(byte) + 35 + u32::from(byte >= 57)).unwrap_or('#');
    (bytes.into_iter().map(letter).collect(), mean)
}

#[derive(Serialize)]
struct Shown<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'e str>,
    url: &'e str,
    title: &'e str,
    path: &'e [String],
    kind: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'e str>,
    text: &'e str,
}

/// Writes the texts, eight documents per file; returns the hashes of the files.
fn fragments(entries: &[Entry], files: &mut Vec<File>) -> Result<String, Error> {
    let mut hashes = String::new();
    for (number, chunk) in entries.chunks(FRAGMENT).enumerate() {
        let documents: Vec<Shown<'_>> = chunk
            .iter()
            .map(|entry| Shown {
                id: Some(entry.id.as_str()).filter(|id| *id != entry.url),
                url: &entry.url,
                title: &entry.title,
                path: &entry.path,
                kind: entry.kind,
                edition: entry.edition.as_deref(),
                source: entry.source.as_deref(),
                text: &entry.text,
            })
            .collect();
        let bytes = numbered("fragment", number, &documents)?;
        let hash = hash(&bytes);
        files.push((format!("{FOLDER}/f/{}-{hash}.js", base36(number)), bytes));
        hashes.push_str(&hash);
    }
    Ok(hashes)
}

/// Writes the terms in ranges; returns the first term and the hash of each file.
fn shards(lines: &BTreeMap<String, Line>, files: &mut Vec<File>) -> Result<Vec<(String, String)>, Error> {
    let mut ranges: Vec<Vec<(&str, &Line)>> = Vec::new();
    let mut size = usize::MAX;
    for (term, line) in lines {
        let own = term.len() + 8 + line.fields.iter().map(String::len).sum::<usize>() + 6 * line.words.len();
        if size.saturating_add(own) > SHARD {
            ranges.push(Vec::new());
            size = 0;
        }
        size += own;
        if let Some(range) = ranges.last_mut() {
            range.push((term, line));
        }
    }
    let mut shards = Vec::new();
    for (number, range) in ranges.iter().enumerate() {
        let bytes = numbered("shard", number, &rendered(range.iter().copied(), true))?;
        let hash = hash(&bytes);
        files.push((format!("{FOLDER}/t/{}-{hash}.js", base36(number)), bytes));
        shards.push((range.first().map(|(term, _)| (*term).to_owned()).unwrap_or_default(), hash));
    }
    Ok(shards)
}

/// Renders terms as lines, each prefixed by the number of letters it shares with the term before; optionally with the
/// words of each stem.
fn rendered<'l>(lines: impl Iterator<Item = (&'l str, &'l Line)>, with_words: bool) -> String {
    let mut text = String::new();
    let mut before = "";
    for (term, line) in lines {
        let most = before.chars().zip(term.chars()).take(35).take_while(|(a, b)| a == b);
        let shared: usize = most.clone().map(|(letter, _)| letter.len_utf8()).sum();
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&base36(most.count()));
        text.push_str(&term[shared..]);
        text.push(' ');
        let lists = line.fields.join("|");
        if with_words && !line.words.is_empty() {
            text.push_str(&lists);
            text.push_str(&line.words(term));
        } else {
            text.push_str(lists.trim_end_matches('|'));
        }
        before = term;
    }
    text
}

/// Delta-encodes the numbers, each with its count if that is more than one.
fn listed(postings: &Postings) -> String {
    let mut text = String::new();
    let mut before = 0;
    for (document, count) in postings {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&base36((document - before) as usize));
        if *count > 1 {
            text.push('*');
            text.push_str(&base36(*count as usize));
        }
        before = *document;
    }
    text
}

fn base36(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.into_iter().rev().collect()
}

/// Four base-36 digits that depend on the bytes.
fn hash(bytes: &[u8]) -> String {
    let digits = base36((rapidhash::v3::rapidhash_v3(bytes) % 36_u64.pow(4)) as usize);
    format!("{digits:0>4}")
}

fn failed(error: serde_json::Error) -> Error {
    Error::Usage(format!("search index error: {error}"))
}

fn call(name: &str, value: &serde_json::Value) -> Result<Vec<u8>, Error> {
    let mut bytes = format!("vejviserSearch.{name}(").into_bytes();
    serde_json::to_writer(&mut bytes, value).map_err(failed)?;
    bytes.extend(b");\n");
    Ok(bytes)
}

fn numbered(name: &str, number: usize, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = format!("vejviserSearch.{name}({number},").into_bytes();
    serde_json::to_writer(&mut bytes, value).map_err(failed)?;
    bytes.extend(b");\n");
    Ok(bytes)
}

/// Size in bytes after gzip, as most servers send the files.
fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory cannot fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(usize::MAX, |bytes| bytes.len())
}
