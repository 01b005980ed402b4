//! The index on disk: tantivy's files, and next to them what queries must know about the words of the site.
//!
//! One segment, written by one thread, so that documents are numbered in site order. Fields hold stems separated by
//! spaces, so any reader of tantivy's format can search them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{self, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, InvertedIndexReader, Searcher, TERMINATED, TantivyDocument, Term};

use crate::error::Error;
use crate::index::File;
use crate::index::analysis::stem;
use crate::index::entries::Entry;
use crate::index::field::Field;
use crate::index::lexicon::{self, Lexicon, VERSION};
use crate::index::query::Terms;
use crate::index::score::{Counts, Postings};
use crate::index::weights::Weights;
use crate::index::words::Analysed;

/// The metadata file next to tantivy's files; an index without it is invalid.
pub(super) const METADATA_FILE: &str = "vejviser.json";

/// Tantivy's list of its files, which is not on the list.
const MANAGED_FILE: &str = ".managed.json";

/// The metadata of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Metadata {
    /// The version of its layout and ranking.
    pub version: u32,
    /// The fingerprint of the stemmer that built it.
    pub stemmer: String,
    /// The title of the site.
    pub site: String,
    /// The number of documents.
    pub documents: usize,
    /// The number of documents by kind.
    pub kinds: BTreeMap<String, usize>,
    /// The documents that are what the authority says, or explain it: the first of each run, and the one after its last.
    pub authoritative: Vec<(u32, u32)>,
    /// Editions: id, and the label for readers.
    pub editions: BTreeMap<String, String>,
    /// The ids of the editions that readers are led to.
    pub current: BTreeSet<String>,
    /// The documents that a number or id leads to, by its key.
    pub numbers: BTreeMap<String, Vec<u32>>,
    /// Pinned answers, by folded phrase.
    pub answers: BTreeMap<String, u32>,
    /// The ranking weights.
    pub weights: Weights,
    /// The words of the site.
    pub lexicon: Lexicon,
    /// Terms of a large index that only stop words have as a stem. They are ignored, as if they occurred nowhere.
    pub dropped: BTreeSet<String>,
}

impl Metadata {
    /// The contents of [`METADATA_FILE`].
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(failed)
    }

    /// Drops what a large index can do without, for the command line as well as for the browser.
    pub(super) fn make_large(&mut self) {
        (self.weights.stop, self.weights.large) = (0.0, true);
        let mut stems: BTreeMap<String, bool> = BTreeMap::new();
        for word in self.lexicon.words.keys() {
            let all_stop = stems.entry(stem(word)).or_insert(true);
            *all_stop &= self.lexicon.is_stop(word);
        }
        self.dropped = stems.into_iter().filter(|(_, all_stop)| *all_stop).map(|(stem, _)| stem).collect();
        let dropped = &self.dropped;
        self.lexicon.words.retain(|word, _| !dropped.contains(&stem(word)));
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Usage(format!("search index error: {error}"))
}

/// The stored values of a document, in schema order.
const STORED_FIELDS: [&str; 8] = ["url", "heading", "above", "kind", "edition", "doc", "theme", "source"];

fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in Field::ALL {
        let indexing =
            TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs);
        builder.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing));
    }
    builder.add_text_field("id", STRING | STORED);
    for name in STORED_FIELDS {
        builder.add_text_field(name, STORED);
    }
    builder.add_text_field("whole", STORED);
    builder.build()
}

/// Builds the index of `entries`, whose words are `words`, in `directory`.
fn build(entries: &[Entry], words: Vec<Analysed>, directory: RamDirectory) -> Result<Index, Error> {
    let index_schema = schema();
    let builder = Index::builder().schema(index_schema.clone());
    let mut writer = builder.single_segment_index_writer(directory, 60_000_000).map_err(failed)?;
    let field = |name: &str| index_schema.get_field(name).map_err(failed);
    let searched: Vec<schema::Field> = Field::ALL.iter().map(|own| field(own.name())).collect::<Result<_, _>>()?;
    let (id, whole) = (field("id")?, field("whole")?);
    let stored: Vec<schema::Field> = STORED_FIELDS.iter().map(|name| field(name)).collect::<Result<_, _>>()?;
    for (entry, words) in entries.iter().zip(words) {
        let mut document = TantivyDocument::new();
        for (field, text) in searched.iter().zip(words.fields) {
            document.add_text(*field, text);
        }
        document.add_text(id, &entry.id);
        document.add_text(whole, &entry.text);
        let path = entry.path.join("\n");
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let values = [
            entry.url.clone(),
            entry.title.clone(),
            path,
            entry.kind.to_owned(),
            text(&entry.edition),
            text(&entry.doc),
            text(&entry.theme),
            text(&entry.source),
        ];
        for (field, value) in stored.iter().zip(&values) {
            document.add_text(*field, value);
        }
        writer.add_document(document).map_err(failed)?;
    }
    writer.finalize().map_err(failed)
}

/// The files of `index` in `directory`, by name.
fn files(index: &Index, directory: &RamDirectory) -> Result<Vec<File>, Error> {
    let mut paths: BTreeSet<PathBuf> = index.directory().list_managed_files().into_iter().collect();
    paths.insert(PathBuf::from(MANAGED_FILE));
    let read = |path: &PathBuf| -> Result<File, Error> {
        let bytes = directory.open_read(path).map_err(failed)?.read_bytes().map_err(failed)?;
        Ok((path.display().to_string(), bytes.to_vec()))
    };
    paths.iter().map(read).collect()
}

/// A document as stored in the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stored {
    /// Unique.
    pub id: String,
    /// Relative to the output folder, with its anchor.
    pub url: String,
    /// Its heading.
    pub title: String,
    /// Names of the pages and headings above it.
    pub path: Vec<String>,
    /// A kind from the front matter, or `question`.
    pub kind: String,
    /// The edition its numbers belong to.
    pub edition: Option<String>,
    /// The record of the source whose wording it contains.
    pub doc: Option<String>,
    /// Its theme.
    pub theme: Option<String>,
    /// The title of the publication it comes from.
    pub source: Option<String>,
    /// Its full text.
    pub text: String,
}

/// An open index.
pub(crate) struct Store {
    /// Its metadata.
    pub metadata: Metadata,
    searcher: Searcher,
    fields: Vec<OpenField>,
}

struct OpenField {
    field: schema::Field,
    terms: std::sync::Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    mean: f64,
}

impl Store {
    /// Reads the metadata of the index in `folder`. Fails if another version or another stemmer built the index.
    pub(crate) fn metadata(folder: &Path) -> Result<Metadata, Error> {
        let path = folder.join(METADATA_FILE);
        let missing =
            |_| Error::Usage(format!("there is no search index in {}; build the site first", folder.display()));
        let bytes = fs::read(&path).map_err(missing)?;
        let stale = || {
            Error::Usage(format!(
                "the search index in {} was built by another version of Vejviser; build the site again",
                folder.display()
            ))
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| stale())?;
        let is = |key: &str, expected: serde_json::Value| value.get(key) == Some(&expected);
        if !is("version", VERSION.into()) || !is("stemmer", lexicon::stemmer_fingerprint().into()) {
            return Err(stale());
        }
        let mut metadata: Metadata = serde_json::from_value(value).map_err(|_| stale())?;
        metadata.lexicon.prepare();
        Ok(metadata)
    }

    /// Opens the index in `folder`. Fails if another version or another stemmer built it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let metadata = Self::metadata(folder)?;
        let index = Index::open_in_dir(folder).map_err(failed)?;
        if let Some(file) = index.validate_checksum().map_err(failed)?.iter().min() {
            let path = folder.join(file);
            return Err(failed(format!("{} is damaged; delete the folder and build the site again", path.display())));
        }
        Self::of(&index, metadata)
    }

    /// Builds the index of `entries`, whose words are `words`, and returns it with tantivy's files by name.
    pub(super) fn build(
        entries: &[Entry],
        words: Vec<Analysed>,
        metadata: Metadata,
    ) -> Result<(Self, Vec<File>), Error> {
        let directory = RamDirectory::create();
        let index = build(entries, words, directory.clone())?;
        Ok((Self::of(&index, metadata)?, files(&index, &directory)?))
    }

    fn of(index: &Index, metadata: Metadata) -> Result<Self, Error> {
        let searcher = index.reader().map_err(failed)?.searcher();
        let mut fields = Vec::new();
        for own in Field::ALL {
            let field = index.schema().get_field(own.name()).map_err(failed)?;
            let segment = searcher.segment_readers().first().ok_or_else(|| failed("the index is empty"))?;
            let terms = segment.inverted_index(field).map_err(failed)?;
            let lengths = segment.get_fieldnorms_reader(field).map_err(failed)?;
            let mean = terms.total_num_tokens() as f64 / f64::from(segment.max_doc().max(1));
            fields.push(OpenField { field, terms, lengths, mean: mean.max(1e-9) });
        }
        Ok(Self { metadata, searcher, fields })
    }

    fn field(&self, field: Field) -> &OpenField {
        &self.fields[field as usize]
    }

    fn frequency_in(&self, field: Field, term: &str) -> u32 {
        if self.metadata.dropped.contains(term) {
            return 0;
        }
        let open = self.field(field);
        open.terms.doc_freq(&Term::from_field_text(open.field, term)).unwrap_or(0)
    }

    /// Returns the document `number` as shown in a hit.
    pub(crate) fn document(&self, number: u32) -> Result<Stored, Error> {
        let document: TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(0, number)).map_err(failed)?;
        let schema = self.searcher.schema();
        let text = |name: &str| -> String {
            let field = schema.get_field(name).ok();
            let value = field.and_then(|field| document.get_first(field));
            value.and_then(|value| value.as_str()).unwrap_or_default().to_owned()
        };
        let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        Ok(Stored {
            id: text("id"),
            url: text("url"),
            title: text("heading"),
            path: text("above").split('\n').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            kind: text("kind"),
            edition: some("edition"),
            doc: some("doc"),
            theme: some("theme"),
            source: some("source"),
            text: text("whole"),
        })
    }

    /// Calls `take` for every term of a field with its postings, sorted.
    pub(super) fn each_term(
        &self,
        field: Field,
        mut take: impl FnMut(&str, Postings) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let open = self.field(field);
        let mut stream = open.terms.terms().stream().map_err(failed)?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let info = stream.value().clone();
            let postings =
                open.terms.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs).map_err(failed)?;
            take(term, read(postings))?;
        }
        Ok(())
    }

    /// The lengths of a field as stored in the index, one byte per document, and their mean in tokens.
    pub(super) fn lengths(&self, field: Field) -> (Vec<u8>, f64) {
        let open = self.field(field);
        ((0..self.documents() as u32).map(|document| open.lengths.fieldnorm_id(document)).collect(), open.mean)
    }
}

fn read(mut postings: impl tantivy::postings::Postings) -> Postings {
    let mut found = Vec::new();
    let mut document = postings.doc();
    while document != TERMINATED {
        found.push((document, postings.term_freq()));
        document = postings.advance();
    }
    found
}

impl Counts for Store {
    fn documents(&self) -> usize {
        self.metadata.documents
    }

    fn relative_length(&self, field: Field, document: u32) -> f64 {
        let open = self.field(field);
        f64::from(open.lengths.fieldnorm(document)) / open.mean
    }

    fn is_authoritative(&self, document: u32) -> bool {
        let ranges = &self.metadata.authoritative;
        let at = ranges.partition_point(|(_, end)| *end <= document);
        ranges.get(at).is_some_and(|(start, _)| *start <= document)
    }

    fn postings(&self, field: Field, term: &str) -> Postings {
        if self.metadata.dropped.contains(term) {
            return Postings::new();
        }
        let open = self.field(field);
        let term = Term::from_field_text(open.field, term);
        let postings = open.terms.read_postings(&term, IndexRecordOption::WithFreqs);
        postings.ok().flatten().map(read).unwrap_or_default()
    }
}

impl Terms for Store {
    fn frequency(&self, term: &str) -> u32 {
        // Hints and paths are ignored: a word that only leads elsewhere is not a word of a text.
        self.frequency_in(Field::Text, term).max(self.frequency_in(Field::Title, term))
    }

    fn compound_part_frequency(&self, term: &str) -> u32 {
        self.frequency_in(Field::CompoundParts, term)
    }

    fn beginning_with(&self, prefix: &str) -> Vec<(String, u32)> {
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        for field in [Field::Text, Field::Title, Field::CompoundParts] {
            let open = self.field(field);
            let Ok(mut stream) = open.terms.terms().range().ge(prefix.as_bytes()).into_stream() else { continue };
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                if self.metadata.dropped.contains(term) {
                    continue;
                }
                let count = found.entry(term.to_owned()).or_default();
                *count = (*count).max(stream.value().doc_freq);
            }
        }
        found.into_iter().collect()
    }
}
