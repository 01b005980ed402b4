//! Reads a TOML table key by key and records which keys were requested.
//!
//! serde stops at the first mistake; an editor wants all of them. So a [`Table`] returns typed values, reports every
//! value that is missing or has the wrong type, and finally every key that was never requested.

mod anything;
mod values;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned, suggest};
use crate::load::characters;

pub(crate) use anything::Anything;

type Entry<'t> = toml::Spanned<DeValue<'t>>;

/// A table being read.
pub(crate) struct Table<'t, 'd> {
    table: &'t DeTable<'t>,
    file: &'t str,
    /// Byte offset of the TOML text in its file.
    base: usize,
    /// The span reported for a missing key.
    whole: Span,
    asked: Vec<&'static str>,
    /// Whether unknown keys are ignored.
    is_lenient: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// Parses `text`, which starts at byte `base` of `file`, and passes its top-level table to `read`.
/// All syntax errors are reported; what could be parsed is read all the same.
pub(crate) fn parse<T>(
    file: &str,
    text: &str,
    base: usize,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&mut Table<'_, '_>) -> T,
) -> T {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().map(|range| Span::new(range, base));
        diagnostics.push(
            Diagnostic::error(
                Code::InvalidToml,
                file,
                span,
                format!("this is not valid TOML: {}", first_line(error.message())),
            )
            .help(toml_help(error.message())),
        );
    }
    let broken = !errors.is_empty();
    if !broken {
        // Invalid TOML has been reported already; an unescaped control character is one reason for it.
        controls_in(table.get_ref(), &mut |range, letter| {
            diagnostics.push(characters::control(file, letter, Span::new(range, base)));
        });
    }
    let mut found = Vec::new();
    let whole = Span::new(0..text.len().min(1), base);
    let mut reader = Table {
        table: table.get_ref(),
        file,
        base,
        whole,
        asked: Vec::new(),
        is_lenient: false,
        diagnostics: &mut found,
    };
    let value = read(&mut reader);
    reader.finish();
    // In an invalid table, a key may be missing only because its line could not be parsed.
    found.retain(|d| !(broken && d.code == Code::MissingKey));
    diagnostics.append(&mut found);
    value
}

/// Passes `tell` the first control character of each key and string that contains one, written as an escape.
fn controls_in(table: &DeTable<'_>, tell: &mut impl FnMut(Range<usize>, char)) {
    fn of_value(entry: &Entry<'_>, tell: &mut impl FnMut(Range<usize>, char)) {
        match entry.get_ref() {
            DeValue::String(text) => {
                if let Some((_, letter)) = characters::controls(text).next() {
                    tell(entry.span(), letter);
                }
            }
            DeValue::Array(items) => items.iter().for_each(|item| of_value(item, tell)),
            DeValue::Table(table) => controls_in(table, tell),
            _ => {}
        }
    }
    for (key, value) in table.iter() {
        if let Some((_, letter)) = characters::controls(key.get_ref()).next() {
            tell(key.span(), letter);
        }
        of_value(value, tell);
    }
}

/// What to do about an error of the TOML parser.
fn toml_help(message: &str) -> &'static str {
    if message.starts_with("invalid unquoted key") || message.starts_with("key with no value") {
        "put a key that has spaces or other letters than a to z in double quotes, such as \"pårørende\" = \"…\""
    } else {
        "put strings in double quotes and lists in [ ], and write dates as 2026-11-24, without quotes"
    }
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

impl<'t> Table<'t, '_> {
    fn entry(&mut self, key: &'static str) -> Option<&'t Entry<'t>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn span(&self, entry: &Entry<'_>) -> Span {
        Span::new(entry.span(), self.base)
    }

    fn wrong(&mut self, key: &str, entry: &Entry<'_>, wanted: &str) {
        let span = self.span(entry);
        let found = match entry.get_ref() {
            DeValue::Integer(number) if wanted.starts_with("a whole number") => {
                format!("{}, which is out of range", number.as_str())
            }
            other => other.type_str().to_owned(),
        };
        self.diagnostics.push(
            Diagnostic::error(Code::WrongType, self.file, span, format!("`{key}` must be {wanted}, found {found}"))
                .help(format!("write {wanted}")),
        );
    }

    /// Reports an invalid value.
    pub(crate) fn invalid(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(Code::InvalidValue, self.file, span, message).help(help));
    }

    /// Adds a diagnostic of the caller's own, if any.
    pub(crate) fn remark(&mut self, diagnostic: Option<Diagnostic>) {
        self.diagnostics.extend(diagnostic);
    }

    /// Those of `keys` that are present. They are known, but have no effect.
    pub(crate) fn without_effect(&mut self, keys: &[&'static str]) -> Vec<Spanned<String>> {
        self.asked.extend(keys);
        let there = self.table.iter().filter(|(key, _)| keys.contains(&key.get_ref().as_ref()));
        there
            .map(|(key, _)| Spanned { value: key.get_ref().to_string(), span: Span::new(key.span(), self.base) })
            .collect()
    }

    /// The keys of the table `name`, which an editor chooses.
    pub(crate) fn names(&self, name: &str) -> Vec<String> {
        let inner = self.table.get(name).and_then(|entry| entry.get_ref().as_table());
        inner.into_iter().flat_map(|inner| inner.keys()).map(|key| key.get_ref().to_string()).collect()
    }

    /// Warns about `keys` in the table `name`, where they have no effect: a TOML table extends to the next header.
    pub(crate) fn behind(&mut self, name: &str, keys: &[&str]) {
        let Some(inner) = self.table.get(name).and_then(|entry| entry.get_ref().as_table()) else { return };
        for (key, _) in inner.iter().filter(|(key, _)| keys.contains(&key.get_ref().as_ref())) {
            let message = format!("`{}` is part of [{name}], where it does not apply to the page", key.get_ref());
            self.diagnostics.push(
                Diagnostic::warning(Code::NoEffect, self.file, Span::new(key.span(), self.base), message)
                    .help(format!("if it is meant for the page, move it above the line [{name}]")),
            );
        }
    }

    /// Reports that `key` is missing.
    pub(crate) fn missing(&mut self, key: &str, why: &str) {
        self.diagnostics
            .push(Diagnostic::error(Code::MissingKey, self.file, self.whole, format!("`{key}` is missing")).help(why));
    }

    /// Whether `key` is present, whatever its type.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether the value of `key` is a list.
    pub(crate) fn is_list(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|entry| entry.get_ref().as_array().is_some())
    }

    /// Whether the value of `key` is a string.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|entry| entry.get_ref().as_str().is_some())
    }

    /// Whether the value of `key` is a table without keys.
    pub(crate) fn is_empty(&self, key: &str) -> bool {
        self.table.get(key).and_then(|entry| entry.get_ref().as_table()).is_some_and(DeTable::is_empty)
    }

    /// The number of items in the list `key`; 0 if it is not a list.
    pub(crate) fn length(&self, key: &str) -> usize {
        self.table.get(key).and_then(|entry| entry.get_ref().as_array()).map_or(0, |items| items.len())
    }

    /// Has `key` count as known although it is not read.
    pub(crate) fn knows(&mut self, key: &'static str) {
        self.asked.push(key);
    }

    /// The span of `key` itself, or the span reported for missing keys if there is none.
    pub(crate) fn span_of_key(&self, key: &str) -> Span {
        self.table.get_key_value(key).map_or(self.whole, |(key, _)| Span::new(key.span(), self.base))
    }

    /// The span of the value of `key`, or the span reported for missing keys if there is none.
    pub(crate) fn span_of(&self, key: &str) -> Span {
        self.table.get(key).map_or(self.whole, |entry| Span::new(entry.span(), self.base))
    }

    /// Reports that a file of this kind does not belong here.
    pub(crate) fn misplaced(&mut self, message: impl Into<String>) {
        let span = self.span_of("kind");
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidValue, self.file, span, message).help(
                "put editions, themes and sources in an `_index.md` in a folder of their own, and other kinds in files with other names",
            ),
        );
    }

    /// Reads a nested table.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Table<'_, '_>) -> T) -> Option<T> {
        let entry = self.entry(key)?;
        match entry.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, entry, read)),
            _ => {
                self.wrong(key, entry, "a table");
                None
            }
        }
    }

    /// Reads a list of tables, `[[key]]` in the file.
    pub(crate) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Table<'_, '_>) -> T) -> Vec<T> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.wrong(key, entry, "a list of tables ([[…]])");
            return Vec::new();
        };
        let mut values = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => values.push(self.inner(table, item, &mut read)),
                _ => self.wrong(key, item, "a table"),
            }
        }
        values
    }

    fn inner<T>(&mut self, table: &DeTable<'_>, entry: &Entry<'_>, read: impl FnOnce(&mut Table<'_, '_>) -> T) -> T {
        let whole = self.span(entry);
        let mut reader = Table {
            table,
            file: self.file,
            base: self.base,
            whole,
            asked: Vec::new(),
            is_lenient: false,
            diagnostics: self.diagnostics,
        };
        let value = read(&mut reader);
        reader.finish();
        value
    }

    /// A table whose keys an editor chooses, each with a list of strings.
    pub(crate) fn lists(&mut self, key: &'static str) -> Vec<(Spanned<String>, Vec<Spanned<String>>)> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(table) = entry.get_ref().as_table() else {
            self.wrong(key, entry, "a table of lists");
            return Vec::new();
        };
        let mut lists = Vec::new();
        for (name, list) in table.iter() {
            let text = |item: &DeValue<'_>| item.as_str().map(str::to_owned);
            let Some(texts) = self.items(name.get_ref(), list, "a list of strings", text) else { continue };
            let span = Span::new(name.span(), self.base);
            lists.push((Spanned { value: name.get_ref().to_string(), span }, texts));
        }
        lists
    }

    /// Ignores unknown keys: which of them belong here cannot be known.
    pub(crate) fn be_lenient(&mut self) {
        self.is_lenient = true;
    }

    /// Reports every key that was not requested.
    fn finish(self) {
        if self.is_lenient {
            return;
        }
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let mut known = self.asked.clone();
                known.sort_unstable();
                let help = suggest(name, known.iter().copied(), &format!("known keys: {}", known.join(", ")));
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::UnknownKey,
                        self.file,
                        Span::new(key.span(), self.base),
                        format!("unknown key `{name}`"),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// `text`, trimmed and without invisible characters.
pub(crate) fn visible_only(text: Spanned<String>) -> Spanned<String> {
    Spanned { value: characters::visible(text.value.trim()).into_owned(), span: text.span }
}
