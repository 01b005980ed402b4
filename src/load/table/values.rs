//! Reads single values and lists of them, each of one type.

use toml::de::DeValue;

use crate::diagnostic::{Spanned, suggest};
use crate::load::dates::{is_day, is_near};
use crate::load::table::{Entry, Table, visible_only};
use crate::load::unmarked;

impl Table<'_, '_> {
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
        let value = whole_number(entry.get_ref());
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
        let numbers = self.items(key, entry, "a list of whole numbers", whole_number);
        numbers.unwrap_or_default().into_iter().map(|number| number.value).collect()
    }

    /// A date like that of [`Table::date`], with its span.
    pub(crate) fn dated(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let span = self.span_of(key);
        Some(Spanned { value: self.date(key)?, span })
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
        let text = |item: &DeValue<'_>| item.as_str().map(|text| unmarked(text.to_owned()));
        self.items(key, entry, "a list of strings", text).unwrap_or_default()
    }

    /// The items of a list; `None` if `entry` is not a list. Items that `read` cannot read are reported and left out.
    pub(super) fn items<T>(
        &mut self,
        key: &str,
        entry: &Entry<'_>,
        wanted: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<Vec<Spanned<T>>> {
        let Some(items) = entry.get_ref().as_array() else {
            self.wrong(key, entry, wanted);
            return None;
        };
        let mut values = Vec::new();
        for item in items.iter() {
            match read(item.get_ref()) {
                Some(value) => values.push(Spanned { value, span: self.span(item) }),
                None => self.wrong(key, item, wanted),
            }
        }
        Some(values)
    }

    /// A list of strings; reports blank ones. `what` says what one of them is.
    pub(crate) fn texts(&mut self, key: &'static str, what: &str) -> Vec<Spanned<String>> {
        let texts = self.strings(key);
        for text in texts.iter().filter(|text| text.value.trim().is_empty()) {
            self.invalid(text.span, format!("{what} in `{key}` is empty"), "fill it in, or remove the empty string");
        }
        texts
    }
}

/// A whole number; `None` for other values, and for one that is out of range.
pub(super) fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
}
