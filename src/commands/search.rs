//! `vejviser search`: searches the index of the last build.

mod compare;
mod evaluate;

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::cli::{RawOptions, SearchOptions};
use crate::error::Error;
use crate::index::BUILT;
use crate::index::ask::{Answer, Asking, Unknown, ask};
use crate::index::query::Query;
use crate::index::score::{self, Found, Why};
use crate::index::store::{Store, Stored};
use crate::report::Format;

/// Runs the command. A search without hits is not an error.
pub(super) fn run(options: &RawOptions, search: &SearchOptions) -> Result<bool, Error> {
    let folder = search.index.clone().unwrap_or_else(|| options.root.join(BUILT));
    let store = Store::open(&folder)?;
    eprintln!("{}", holds(&store));
    let failed = Error::write(Path::new("console output"));
    if let Some(file) = &search.evaluate {
        return evaluate::run(&store, file, options.format);
    }
    if search.compare {
        return compare::run(&store);
    }
    if let Some(file) = &search.zero {
        return zero(&store, file).map(|()| true);
    }
    let text = search.query.join(" ");
    let asking = Asking { wanted: &|document| wanted(&store, search, document), pinned: true };
    let Answer { query, found, unknown } = ask(&store, &text, asking);
    let unknown = unknown.map(|unknown| UnknownView::of(unknown, &store)).transpose()?;
    let hits: Vec<(Found, Stored, Vec<Why>)> = found
        .into_iter()
        .take(search.limit)
        .map(|found| {
            let stored = store.document(found.document)?;
            let why = score::explain(&query, found.document, &store, &store.metadata.weights);
            Ok((found, stored, why))
        })
        .collect::<Result<_, Error>>()?;
    match options.format {
        Format::Json => json(&text, &query, unknown, hits, search.explain).map_err(failed)?,
        Format::Text => show(&text, &query, unknown.as_ref(), &hits, search.explain).map_err(failed)?,
    }
    Ok(true)
}

fn holds(store: &Store) -> String {
    let kinds: Vec<String> = store.metadata.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    format!("{}: {} search documents ({})", store.metadata.site, store.metadata.documents, kinds.join(", "))
}

fn wanted(store: &Store, search: &SearchOptions, number: u32) -> bool {
    if search.kind.is_empty() && search.edition.is_none() && !search.current {
        return true;
    }
    let Ok(document) = store.document(number) else { return false };
    let of_edition = |wanted: &String| {
        document.edition.as_ref().is_some_and(|own| own == wanted || own.ends_with(&format!("-{wanted}")))
    };
    let is_current = document.edition.as_ref().is_none_or(|own| store.metadata.current.contains(own));
    (search.kind.is_empty() || search.kind.contains(&document.kind))
        && search.edition.as_ref().is_none_or(of_edition)
        && (is_current || !search.current)
}

fn zero(store: &Store, file: &Path) -> Result<(), Error> {
    let text = std::fs::read_to_string(file).map_err(Error::read(file))?;
    let queries: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut out = io::stdout().lock();
    let nothing: Vec<&&str> = queries
        .iter()
        .filter(|query| ask(store, query, Asking { wanted: &|_| true, pinned: true }).found.is_empty())
        .collect();
    let write = |out: &mut io::StdoutLock<'_>| -> io::Result<()> {
        for query in &nothing {
            writeln!(out, "{query}")?;
        }
        Ok(())
    };
    write(&mut out).map_err(Error::write(Path::new("console output")))?;
    eprintln!("{} of {} queries have no hits", nothing.len(), queries.len());
    Ok(())
}

#[derive(Serialize)]
struct AnswerView<'a> {
    query: &'a str,
    corrected: Option<&'a String>,
    unknown: Option<UnknownView>,
    hits: Vec<Hit>,
}

/// A reference that leads nowhere.
#[derive(Serialize)]
struct UnknownView {
    reference: String,
    nearest: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    title: String,
    url: String,
}

impl UnknownView {
    fn of(unknown: Unknown, store: &Store) -> Result<Self, Error> {
        let place = |document: &u32| {
            let Stored { title, url, .. } = store.document(*document)?;
            Ok(Place { title, url })
        };
        let nearest = unknown.nearest.iter().map(place).collect::<Result<_, Error>>()?;
        Ok(Self { reference: unknown.label, nearest })
    }
}

#[derive(Serialize)]
struct Hit {
    id: String,
    url: String,
    title: String,
    kind: String,
    edition: Option<String>,
    doc: Option<String>,
    score: f64,
    excerpt: String,
    text: String,
    why: Vec<WhyView>,
}

#[derive(Serialize)]
struct WhyView {
    word: String,
    found: String,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

fn json(
    text: &str,
    query: &Query,
    unknown: Option<UnknownView>,
    hits: Vec<(Found, Stored, Vec<Why>)>,
    explain: bool,
) -> io::Result<()> {
    let hits = hits
        .into_iter()
        .map(|(found, stored, why)| Hit {
            excerpt: excerpt(&stored.text, &why),
            id: stored.id,
            url: stored.url,
            title: stored.title,
            kind: stored.kind,
            edition: stored.edition,
            doc: stored.doc,
            score: found.score,
            text: stored.text,
            why: why
                .into_iter()
                .map(|why| WhyView {
                    word: why.word,
                    found: why.found,
                    reason: why.reason.name(),
                    score: explain.then_some(why.score),
                })
                .collect(),
        })
        .collect();
    let answer = AnswerView { query: text, corrected: query.corrected.as_ref(), unknown, hits };
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &answer)?;
    writeln!(out)
}

fn show(
    text: &str,
    query: &Query,
    unknown: Option<&UnknownView>,
    hits: &[(Found, Stored, Vec<Why>)],
    explain: bool,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(UnknownView { reference, nearest }) = unknown {
        let nearest: Vec<String> = nearest.iter().map(|place| format!("{} ({})", place.title, place.url)).collect();
        let closest = if nearest.is_empty() { "." } else { "; the closest:" };
        writeln!(out, "There is no {reference}{closest} {}", nearest.join("; "))?;
    }
    if let Some(corrected) = &query.corrected {
        writeln!(out, "Also searched for: {corrected}")?;
    }
    if hits.is_empty() {
        return writeln!(out, "No hits for: {text}");
    }
    for (found, document, why) in hits {
        let above = document.path.join(" › ");
        let badge =
            document.edition.as_ref().or(document.doc.as_ref()).map(|badge| format!(" [{badge}]")).unwrap_or_default();
        writeln!(out, "{:7.3}  {} – {}{badge}\n         {}", found.score, document.title, above, document.url)?;
        writeln!(out, "         {}", excerpt(&document.text, why))?;
        if explain {
            for why in why {
                writeln!(out, "         {:7.3}  {} ← {} ({})", why.score, why.word, why.found, why.reason.name())?;
            }
        }
    }
    Ok(())
}

/// An excerpt of `text`: the first run of thirty words that has the most matches.
fn excerpt(text: &str, why: &[Why]) -> String {
    const LENGTH: usize = 30;
    let words: Vec<&str> = text.split_whitespace().collect();
    let stems: Vec<&str> = why.iter().flat_map(|why| why.found.split(' ')).collect();
    let is_found = |word: &&str| {
        let tokens = crate::index::analysis::tokens(word);
        tokens.iter().any(|token| stems.contains(&crate::index::analysis::term(token).as_str()))
    };
    let found: Vec<bool> = words.iter().map(is_found).collect();
    let last = words.len().saturating_sub(LENGTH);
    let hits = |from: usize| found[from..(from + LENGTH).min(found.len())].iter().filter(|found| **found).count();
    let best = (0..=last).rev().max_by_key(|from| hits(*from)).unwrap_or(0);
    let shown = words[best..(best + LENGTH).min(words.len())].join(" ");
    let before = if best > 0 { "… " } else { "" };
    let after = if best + LENGTH < words.len() { " …" } else { "" };
    format!("{before}{shown}{after}")
}
