//! Reads a TOML table key by key and records which keys were requested.
//!
//! serde stops at the first mistake; an editor wants all of them. So a [`Table`] returns typed values, reports every
//! value that is missing or has the wrong type, and finally every key that was never requested.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned, suggest};
use crate::load::dates::{is_day, is_near};
use crate::load::{characters, unmarked};

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
            .help("put strings in double quotes and lists in [ ], and write dates as 2026-11-24, without quotes"),
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

fn whole_number(entry: &Entry<'_>) -> Option<i64> {
    let number = entry.get_ref().as_integer()?;
    i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
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

    /// A string, if the key is present.
    pub(crate) fn string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let entry = self.entry(key)?;
        match entry.get_ref() {
            DeValue::String(text) => Some(Spanned { value: unmarked(text.to_string()), span: self.span(entry) }),
            _ => {
                self.wrong(key, entry, "a string in quotes");
                None
            }
        }
    }

    /// A string that is not blank; if missing or blank, an error says `why` it is needed.
    pub(crate) fn required(&mut self, key: &'static str, why: &str) -> Spanned<String> {
        let present = self.table.contains_key(key);
        match self.string(key) {
            Some(text) if text.value.trim().is_empty() => {
                self.invalid(text.span, format!("`{key}` is empty"), why);
                text
            }
            Some(text) => text,
            None => {
                if !present {
                    self.missing(key, why);
                }
                Spanned { value: String::new(), span: self.whole }
            }
        }
    }

    /// A name that other files refer to: without invisible characters, and not blank.
    pub(crate) fn identifier(&mut self, key: &'static str, why: &str) -> Spanned<String> {
        visible_only(self.required(key, why))
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

    /// One of the values in `allowed`, by name.
    pub(crate) fn choice<T: Copy>(&mut self, key: &'static str, allowed: &[(&'static str, T)]) -> Option<T> {
        let text = self.string(key)?;
        self.pick(key, &text, allowed)
    }

    /// One of the values in `allowed`, by name; `otherwise`, and an error, if the key is missing.
    pub(crate) fn choice_or<T: Copy>(&mut self, key: &'static str, allowed: &[(&'static str, T)], otherwise: T) -> T {
        if !self.has(key) {
            let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
            self.missing(key, &format!("one of: {}", names.join(", ")));
        }
        self.choice(key, allowed).unwrap_or(otherwise)
    }

    /// A list of values in `allowed`, by name.
    pub(crate) fn choices<T: Copy>(&mut self, key: &'static str, allowed: &[(&'static str, T)]) -> Vec<T> {
        let texts = self.strings(key);
        texts.iter().filter_map(|text| self.pick(key, text, allowed)).collect()
    }

    fn pick<T: Copy>(&mut self, key: &str, text: &Spanned<String>, allowed: &[(&'static str, T)]) -> Option<T> {
        let found = allowed.iter().find(|(name, _)| *name == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
            let otherwise = format!("use one of: {}", names.join(", "));
            let help = suggest(&text.value, names, &otherwise);
            self.invalid(text.span, format!("invalid value `{}` for `{key}`", text.value), help);
        }
        found
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let entry = self.entry(key)?;
        let value = entry.get_ref().as_bool();
        if value.is_none() {
            self.wrong(key, entry, "true or false without quotes");
        }
        value
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, key: &'static str) -> Option<i64> {
        let entry = self.entry(key)?;
        let value = whole_number(entry);
        if value.is_none() {
            self.wrong(key, entry, "a whole number without quotes");
        }
        value
    }

    /// A year; reports one that no publication in the field can be from.
    pub(crate) fn year(&mut self, key: &'static str) -> Option<i64> {
        let span = self.span_of(key);
        let year = self.integer(key)?;
        if !(1800..=2100).contains(&year) {
            self.invalid(span, format!("{year} is not a plausible year"), "give the year of the source, such as 2009");
        }
        Some(year)
    }

    /// A list of whole numbers; empty if the key is missing.
    pub(crate) fn integers(&mut self, key: &'static str) -> Vec<i64> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.wrong(key, entry, "a list of whole numbers");
            return Vec::new();
        };
        let mut numbers = Vec::new();
        for item in items.iter() {
            match whole_number(item) {
                Some(number) => numbers.push(number),
                None => self.wrong(key, item, "a list of whole numbers"),
            }
        }
        numbers
    }

    /// A date (or date and time), as TOML's own type or as a string; returned as `2026-11-24`.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<String> {
        let entry = self.entry(key)?;
        let text = match entry.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong(key, entry, "a date such as 2026-11-24");
                return None;
            }
        };
        if text.is_empty() && !matches!(entry.get_ref(), DeValue::String(_)) {
            // A date that could not be parsed is reported as invalid TOML.
            return None;
        }
        match text.get(.."2026-11-24".len()).filter(|day| is_day(day)) {
            Some(day) if is_near(day) => Some(day.to_owned()),
            found => {
                let span = self.span(entry);
                let what = if found.is_some() { "is not a plausible date" } else { "is not a valid date" };
                self.invalid(span, format!("`{text}` {what}"), "use the form 2026-11-24");
                None
            }
        }
    }

    /// A list of strings; empty if the key is missing.
    pub(crate) fn strings(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(items) = entry.get_ref().as_array() else {
            self.wrong(key, entry, "a list of strings");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    texts.push(Spanned { value: unmarked(text.to_string()), span: self.span(item) })
                }
                _ => self.wrong(key, item, "a list of strings"),
            }
        }
        texts
    }

    /// A list of strings; reports blank ones. `what` says what one of them is.
    pub(crate) fn texts(&mut self, key: &'static str, what: &str) -> Vec<Spanned<String>> {
        let texts = self.strings(key);
        for text in texts.iter().filter(|text| text.value.trim().is_empty()) {
            self.invalid(text.span, format!("{what} in `{key}` is empty"), "fill it in, or remove the empty string");
        }
        texts
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
            let Some(items) = list.get_ref().as_array() else {
                self.wrong(name.get_ref(), list, "a list of strings");
                continue;
            };
            let mut texts = Vec::new();
            for item in items.iter() {
                match item.get_ref().as_str() {
                    Some(text) => texts.push(Spanned { value: text.to_owned(), span: self.span(item) }),
                    None => self.wrong(name.get_ref(), item, "a list of strings"),
                }
            }
            let span = Span::new(name.span(), self.base);
            lists.push((Spanned { value: name.get_ref().to_string(), span }, texts));
        }
        lists
    }

    /// A value of any type: for `[extra]`, which is passed on to templates with its links resolved.
    pub(crate) fn anything(&mut self, key: &'static str) -> Option<Anything> {
        let entry = self.entry(key)?;
        let mut found = Anything { json: json(entry.get_ref()).to_string(), ..Anything::default() };
        self.strings_in(entry, "", &mut found);
        Some(found)
    }

    fn strings_in(&self, entry: &Entry<'_>, name: &str, found: &mut Anything) {
        match entry.get_ref() {
            DeValue::Array(items) => items.iter().for_each(|item| self.strings_in(item, "", found)),
            DeValue::Table(table) => {
                table.iter().for_each(|(name, value)| self.strings_in(value, name.get_ref(), found));
            }
            DeValue::String(text) => {
                let text = Spanned { value: text.to_string(), span: self.span(entry) };
                match name {
                    "link" => found.links.push(text),
                    _ if text.value.contains(['<', ':']) => found.texts.push(text),
                    _ => {}
                }
            }
            _ => {}
        }
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

/// A value of any type.
#[derive(Debug, Default)]
pub(crate) struct Anything {
    /// As JSON text.
    pub(crate) json: String,
    /// The strings under keys named `link` in it.
    pub(crate) links: Vec<Spanned<String>>,
    /// The other strings that may be more than text: HTML, or a URL.
    pub(crate) texts: Vec<Spanned<String>>,
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::from(unmarked(text.to_string())),
        DeValue::Integer(number) => {
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
    }
}
