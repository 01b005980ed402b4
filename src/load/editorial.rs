//! The editorial layer of a question, `[questions.editorial]`: who can answer it, and how to ask each of them.
//!
//! Staff and citizens are not asked in the same words, so there is one wording for each source, and none for a source
//! that nobody talks to.

use serde::{Deserialize, Serialize};

use crate::load::kinds::{Evidence, Service};
use crate::load::table::Table;

/// What the editors suggest for a question. Never the authority's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Editorial {
    /// Who or what can answer it, most useful first.
    pub sources: Vec<Evidence>,
    /// What to ask for in advance or look at on site.
    pub documents: Vec<String>,
    /// The kinds of service it applies to.
    pub services: Vec<Service>,
    /// Whether it can be examined during an unannounced (uanmeldt) visit.
    pub unannounced: bool,
    /// How to ask, in the order of a visit. Not every source has a wording.
    pub ask: Vec<Prompt>,
}

/// An open-ended wording that can be said aloud.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Prompt {
    /// Who is asked in these words.
    pub sources: Vec<Evidence>,
    /// The words.
    pub text: String,
}

/// Reads `[questions.editorial]`.
pub(super) fn editorial(table: &mut Table<'_, '_>) -> Editorial {
    let sources = table.choices("sources", Evidence::ALL);
    // A misspelt source has been reported; a wording for it is no second mistake.
    let are_known = sources.len() == table.length("sources");
    Editorial {
        ask: ask(table, &sources, are_known),
        sources,
        documents: table.strings("documents").into_iter().map(|text| text.value).collect(),
        services: table.choices("services", Service::ALL),
        unannounced: table.boolean("unannounced").unwrap_or(false),
    }
}

/// Reads `ask`. It is needed as soon as there is somebody to ask, but not every source needs a wording of its own.
fn ask(table: &mut Table<'_, '_>, sources: &[Evidence], are_known: bool) -> Vec<Prompt> {
    let why = "give at least one open-ended wording that can be said aloud, by source: ask = { borgere = \"…\" }";
    let (found, span) = (table.has("ask"), table.span_of("ask"));
    if table.is_text("ask") {
        let source = sources.iter().find(|source| source.is_person()).unwrap_or(&Evidence::Citizens);
        let text = table.string("ask").map(|text| text.value).unwrap_or_default();
        let help = format!("write whom it is for: ask = {{ {} = {} }}", key(*source), toml::Value::from(text));
        table.invalid(span, "`ask` does not say who is asked", help);
        return Vec::new();
    }
    if !found && sources.iter().any(|source| source.is_person()) {
        table.missing("ask", why);
    }
    if table.is_empty("ask") {
        table.invalid(span, "`ask` is empty", why);
    }
    table.table("ask", |table| prompts(table, sources, are_known)).unwrap_or_default()
}

fn prompts(table: &mut Table<'_, '_>, sources: &[Evidence], are_known: bool) -> Vec<Prompt> {
    let mut prompts: Vec<Prompt> = Vec::new();
    for (name, source) in Evidence::ALL {
        let span = table.span_of_key(name);
        if source.is_person() {
            let Some(text) = table.string(name) else { continue };
            if text.value.trim().is_empty() {
                let help = "write the question as it is said aloud, or remove the line";
                table.invalid(text.span, format!("`{name}` is empty"), help);
            } else if are_known && !sources.contains(source) {
                let message = format!("`{name}` is not one of the `sources` of this question");
                table.invalid(span, message, format!("add \"{name}\" to `sources`, or remove the line"));
            }
            match prompts.iter_mut().find(|prompt| prompt.text == text.value) {
                Some(same) => same.sources.push(*source),
                None => prompts.push(Prompt { sources: vec![*source], text: text.value }),
            }
        } else if table.has(name) {
            table.knows(name);
            table.invalid(span, format!("nobody is asked under `{name}`"), "say in `documents` what to look at");
        }
    }
    prompts
}

/// The name of a source as a TOML key.
fn key(source: Evidence) -> String {
    let is_bare = source.name().bytes().all(|letter| letter.is_ascii_alphanumeric());
    if is_bare { source.name().to_owned() } else { format!("\"{}\"", source.name()) }
}
