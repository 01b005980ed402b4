//! `vejviser search --compare` (hidden): what texts become and find, for the tests that compare it with the browser's
//! search. The texts are a JSON list on standard input; each line of the output answers one of them.

use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use crate::error::Error;
use crate::index::analysis::{fold, term, tokens};
use crate::index::ask::{Answer, Asking, Unknown, ask};
use crate::index::references;
use crate::index::store::Store;

/// Number of hits that are compared.
const HITS: usize = 20;

#[derive(Serialize)]
struct Line {
    /// The word, its index term, and whether the token repeats others.
    tokens: Vec<(String, String, bool)>,
    key: String,
    fold: String,
    corrected: Option<String>,
    /// The name of a reference that leads nowhere, and the ids of the closest.
    unknown: Option<(String, Vec<String>)>,
    /// The ids of the first hits.
    hits: Vec<String>,
}

pub(super) fn run(store: &Store) -> Result<bool, Error> {
    let mut given = String::new();
    io::stdin().read_to_string(&mut given).map_err(Error::read(Path::new("standard input")))?;
    let texts: Vec<String> = serde_json::from_str(&given)
        .map_err(|error| Error::Usage(format!("standard input is not a list of texts: {error}")))?;
    for text in texts {
        let line = line(store, &text)?;
        write(&line).map_err(Error::write(Path::new("standard output")))?;
    }
    Ok(true)
}

fn line(store: &Store, text: &str) -> Result<Line, Error> {
    let Answer { query, found, unknown } = ask(store, text, Asking { wanted: &|_| true, pinned: true });
    let id = |document: u32| store.document(document).map(|document| document.id);
    let unknown = match unknown {
        Some(Unknown { label, nearest }) => Some((label, nearest.into_iter().map(id).collect::<Result<_, Error>>()?)),
        None => None,
    };
    let hits = found.iter().take(HITS).map(|found| id(found.document));
    Ok(Line {
        tokens: tokens(text).iter().map(|token| (token.word.clone(), term(token), token.extra)).collect(),
        key: references::asked(text).map(|asked| references::key(&asked.reference)).unwrap_or_default(),
        fold: fold(text),
        corrected: query.corrected,
        unknown,
        hits: hits.collect::<Result<_, _>>()?,
    })
}

fn write(line: &Line) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, line)?;
    writeln!(out)
}
