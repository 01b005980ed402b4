//! Answers one query from an index: parses it, ranks the documents, and puts known answers first.

use crate::index::numbers;
use crate::index::query::{self, Query};
use crate::index::references;
use crate::index::score::{self, Found};
use crate::index::store::Store;

/// Options for a query.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    /// Accepts the documents that may be hits.
    pub wanted: &'a dyn Fn(u32) -> bool,
    /// Whether answers pinned by editors come first.
    pub pinned: bool,
}

/// What answers a query.
pub(crate) struct Answer {
    pub query: Query,
    /// Every document that answers it, best first.
    pub found: Vec<Found>,
    /// A reference that leads nowhere, if the query is one.
    pub unknown: Option<Unknown>,
}

/// A reference that leads nowhere.
pub(crate) struct Unknown {
    /// Its name.
    pub label: String,
    /// The documents of the closest references.
    pub nearest: Vec<u32>,
}

/// Answers `text`: first the documents that it refers to, then the answer pinned by editors, then the rest.
pub(crate) fn ask(store: &Store, text: &str, asking: Asking<'_>) -> Answer {
    let metadata = &store.metadata;
    let mut query = query::understand(text, store, &metadata.lexicon, &metadata.weights);
    let mut found = score::rank(&query, store, &metadata.weights, asking.wanted);
    let asked = references::asked(text);
    let numbered = asked.as_ref().map_or(&[][..], |asked| numbers::documents(&metadata.numbers, &asked.reference));
    if !numbered.is_empty() {
        query.corrected = None;
    }
    let unknown = asked.as_ref().filter(|asked| asked.is_certain && numbered.is_empty()).map(|asked| Unknown {
        label: references::label(&asked.reference),
        nearest: numbers::nearest(&metadata.numbers, &asked.reference),
    });
    let answer = metadata.answers.get(&query::plain(text)).filter(|_| asking.pinned);
    let mut first: Vec<Found> = Vec::new();
    for document in numbered.iter().chain(answer) {
        if (asking.wanted)(*document) && !first.iter().any(|other| other.document == *document) {
            let score = found.iter().find(|found| found.document == *document).map_or(0.0, |found| found.score);
            first.push(Found { document: *document, score });
        }
    }
    found.retain(|found| !first.iter().any(|other| other.document == found.document));
    first.append(&mut found);
    Answer { query, found: first, unknown }
}
