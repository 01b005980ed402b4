//! Answers one query from an index: parses it, ranks the documents, and puts known answers first.

use crate::index::numbers::key;
use crate::index::query::{self, Query};
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

/// Returns every document that answers `text`, best first: those its number leads to, then the answer pinned by
/// editors, then the rest.
pub(crate) fn ask(store: &Store, text: &str, asking: Asking<'_>) -> (Query, Vec<Found>) {
    let metadata = &store.metadata;
    let query = query::understand(text, store, &metadata.lexicon, &metadata.weights);
    let mut found = score::rank(&query, store, &metadata.weights, asking.wanted);
    let numbered = metadata.numbers.get(&key(text)).into_iter().flatten();
    let answer = metadata.answers.get(&query::plain(text)).filter(|_| asking.pinned);
    let mut first: Vec<Found> = Vec::new();
    for document in numbered.chain(answer) {
        if (asking.wanted)(*document) && !first.iter().any(|other| other.document == *document) {
            let score = found.iter().find(|found| found.document == *document).map_or(0.0, |found| found.score);
            first.push(Found { document: *document, score });
        }
    }
    found.retain(|found| !first.iter().any(|other| other.document == found.document));
    first.append(&mut found);
    (query, first)
}
