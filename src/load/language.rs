//! The language data for search, in `search-index/`: stop words, compounds, irregular forms, synonyms, answers.
//!
//! Checks each file on its own; whether the words of a group occur on the site is checked when the index is built. The
//! rules for Danish are built in, and a site's own `language.toml` overrides them; synonyms and answers are the site's.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::error::Error;
use crate::load::bounds::Bounds;
use crate::load::table::{self, Table};

/// The folder of the language data, in the site's root.
pub(crate) const FOLDER: &str = "search-index";

/// What editors have specified about words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Language {
    /// Stop words: they have half the weight, and match in running text only.
    pub stop: Vec<String>,
    /// How words are split.
    pub compounds: Compounds,
    /// Forms of one word that the stemmer does not unify.
    pub irregular: Vec<Vec<String>>,
    /// Synonyms, and words that lead to others.
    pub groups: Vec<Group>,
    /// Pairs of words that no group may join.
    pub opposites: Vec<(String, String)>,
    /// Phrases and the page that answers them best.
    pub answers: Vec<Answer>,
}

/// How compounds are split.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Compounds {
    /// Words and endings that are never a compound part.
    pub particles: Vec<String>,
    /// Words that are never the last part.
    pub never_last: Vec<String>,
    /// Words that are not split.
    pub forbid: Vec<String>,
    /// Words with their parts given.
    pub pin: Vec<(String, Vec<String>)>,
}

/// Words of a query, and the words of texts that they also find.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Group {
    /// What people type.
    pub from: Vec<String>,
    /// What the texts say. The same as `from` in a group of synonyms.
    pub to: Vec<String>,
    /// The span of the group in its file.
    pub span: Span,
}

/// Phrases and their best answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// What people type.
    pub asked: Vec<String>,
    /// The page, as an editor writes it: `@/…`.
    pub page: Spanned<String>,
}

/// The built-in rules for Danish.
const DANISH: &str = include_str!("../../search-index/language.toml");

/// The file with the rules of the language.
pub(crate) const LANGUAGE_FILE: &str = "search-index/language.toml";
/// The file with the groups of synonyms.
pub(crate) const SYNONYMS_FILE: &str = "search-index/synonyms.toml";
/// The file with the best answers.
pub(crate) const ANSWERS_FILE: &str = "search-index/answers.toml";

/// Reads the language data of a site.
pub(crate) fn read(bounds: &Bounds, diagnostics: &mut Vec<Diagnostic>) -> Result<Language, Error> {
    let refused = links(bounds, diagnostics);
    let file = |name: &str| {
        let path = bounds.root().join(name);
        match bounds.find(Path::new(name)) {
            Ok(Some(_)) if !refused => std::fs::read_to_string(&path).map(Some).map_err(Error::read(&path)),
            _ => Ok(None),
        }
    };
    let mut language = Language::default();
    let own = file(LANGUAGE_FILE)?;
    let text = own.as_deref().unwrap_or(DANISH);
    table::parse(LANGUAGE_FILE, text, 0, diagnostics, |table| rules(table, &mut language));
    if let Some(text) = file(SYNONYMS_FILE)? {
        table::parse(SYNONYMS_FILE, &text, 0, diagnostics, |table| synonyms(table, &mut language));
        contradictions(&language, diagnostics);
    }
    if let Some(text) = file(ANSWERS_FILE)? {
        table::parse(ANSWERS_FILE, &text, 0, diagnostics, |table| {
            language.answers = table.tables("answer", |table| Answer {
                asked: words(table, "asked", 1),
                page: table.required("page", "name the page with the answer, such as \"@/begreber/naloxon.md\""),
            });
        });
    }
    Ok(language)
}

/// Whether the folder contains links that are not followed; reports each of them. The folder is written to as well, so
/// all its entries except hidden ones are checked, not just the files that are read.
fn links(bounds: &Bounds, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let mut refused = Vec::from_iter(bounds.find(Path::new(FOLDER)).err());
    if refused.is_empty() {
        let entries = std::fs::read_dir(bounds.root().join(FOLDER)).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name()).filter(|name| !name.as_encoded_bytes().starts_with(b"."));
        refused.extend(names.filter_map(|name| bounds.find(&Path::new(FOLDER).join(name)).err()));
    }
    diagnostics.extend(refused.iter().map(|refusal| refusal.diagnostic(bounds.root())));
    !refused.is_empty()
}

fn rules(table: &mut Table<'_, '_>, language: &mut Language) {
    let plain = |list: Vec<Spanned<String>>| list.into_iter().map(|word| word.value.to_lowercase()).collect();
    language.stop = plain(table.strings("stop"));
    language.compounds.particles = plain(table.strings("particles"));
    language.compounds.never_last = plain(table.strings("never_last"));
    language.compounds.forbid = plain(table.strings("forbid"));
    for pin in table.strings("pin") {
        let text = pin.value.to_lowercase();
        let Some((word, parts)) = text.split_once('=') else {
            table.invalid(pin.span, format!("`{text}` does not say how to split it"), "use \"word = part part\"");
            continue;
        };
        let parts: Vec<String> = parts.split_whitespace().map(str::to_owned).collect();
        if parts.is_empty() || word.trim().is_empty() {
            let help = "use \"word = part part\", or move a word that must not be split to `forbid`";
            table.invalid(pin.span, format!("`{text}` does not say how to split it"), help);
            continue;
        }
        language.compounds.pin.push((word.trim().to_owned(), parts));
    }
    for forms in table.strings("irregular") {
        let words: Vec<String> = forms.value.split_whitespace().map(str::to_lowercase).collect();
        if words.len() < 2 {
            let message = format!("`{}` does not contain two or more forms", forms.value);
            table.invalid(forms.span, message, "list all forms of the word in one string, such as \"barn børn\"");
            continue;
        }
        language.irregular.push(words);
    }
}

/// The words under `key`, of which there must be at least `least`.
fn words(table: &mut Table<'_, '_>, key: &'static str, least: usize) -> Vec<String> {
    let is_list = table.is_list(key);
    let found = table.strings(key);
    let mut words: Vec<String> = Vec::new();
    for word in found {
        let text = word.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if !text.chars().any(char::is_alphanumeric) {
            table.invalid(word.span, format!("`{}` is not a word", word.value), "remove it");
        } else if words.contains(&text) {
            table.invalid(word.span, format!("`{text}` is listed twice"), "remove one of them");
        } else {
            words.push(text);
        }
    }
    if words.len() < least && is_list {
        let span = table.span_of(key);
        let needed = if least > 1 { "at least two" } else { "at least one" };
        let message = format!("`{key}` has {}, but needs {needed}", count(words.len()));
        table.invalid(span, message, "add words, or remove the table");
    } else if !table.has(key) {
        table.missing(key, "list the words");
    }
    words
}

fn count(words: usize) -> String {
    match words {
        0 => "no words".to_owned(),
        1 => "one word".to_owned(),
        more => format!("{more} words"),
    }
}

fn synonyms(table: &mut Table<'_, '_>, language: &mut Language) {
    let reason = |table: &mut Table<'_, '_>| {
        table.required("reason", "explain why the words belong together");
    };
    let mut groups = table.tables("same", |table| {
        let from = words(table, "words", 2);
        reason(table);
        Group { to: from.clone(), from, span: table.span_of("words") }
    });
    groups.extend(table.tables("broad", |table| {
        let (from, to) = (words(table, "from", 1), words(table, "to", 1));
        reason(table);
        Group { from, to, span: table.span_of("from") }
    }));
    let pairs = table.tables("opposite", |table| {
        let pair = words(table, "words", 2);
        reason(table);
        (pair, table.span_of("words"))
    });
    for (pair, span) in pairs {
        match pair.as_slice() {
            [first, second] => language.opposites.push((first.clone(), second.clone())),
            [] | [_] => {}
            _ => table.invalid(span, "an [[opposite]] must have exactly two words", "add one table for each pair"),
        }
    }
    language.groups = groups;
}

/// Reports groups that lead back to themselves, and groups that join opposites.
fn contradictions(language: &Language, diagnostics: &mut Vec<Diagnostic>) {
    let broad: Vec<&Group> = language.groups.iter().filter(|group| group.from != group.to).collect();
    let mut report = |span: Span, message: String, help: &str| {
        diagnostics.push(Diagnostic::error(Code::InvalidValue, SYNONYMS_FILE, span, message).help(help));
    };
    for group in &broad {
        if let Some(word) = group.from.iter().find(|word| group.to.contains(word)) {
            report(group.span, format!("`{word}` is in both `from` and `to`"), "remove it from `from` or from `to`");
        } else if let Some(way) = cycle(group, &broad) {
            let help = "put words that lead to each other in one [[same]] group";
            report(group.span, format!("this group is part of a cycle: {}", way.join(" → ")), help);
        }
    }
    for group in &language.groups {
        for (first, second) in &language.opposites {
            let joins = |a: &String, b: &String| group.from.contains(a) && group.to.contains(b);
            if joins(first, second) || joins(second, first) {
                let message = format!("the group joins `{first}` and `{second}`, which are opposites");
                report(group.span, message, "split the group, or remove the [[opposite]]");
            }
        }
    }
}

/// A path through other groups from one of `group`'s `to` back to one of its `from`.
fn cycle(group: &Group, groups: &[&Group]) -> Option<Vec<String>> {
    let mut ways: Vec<Vec<&String>> = group.to.iter().map(|word| vec![word]).collect();
    let mut seen: Vec<&String> = group.to.iter().collect();
    while let Some(way) = ways.pop() {
        let last = *way.last()?;
        if group.from.contains(last) {
            return Some(std::iter::once(last).chain(way.iter().copied()).cloned().collect());
        }
        for next in groups.iter().filter(|other| other.from.contains(last)).flat_map(|other| &other.to) {
            if !seen.contains(&next) {
                seen.push(next);
                ways.push(way.iter().copied().chain([next]).collect());
            }
        }
    }
    None
}
