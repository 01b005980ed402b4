//! Reads values of any type, for `[extra]`.

use toml::de::DeValue;

use crate::diagnostic::Spanned;
use crate::load::table::values::whole_number;
use crate::load::table::{Entry, Table};
use crate::load::unmarked;

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

impl Table<'_, '_> {
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
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::from(unmarked(text.to_string())),
        DeValue::Integer(_) => whole_number(value).map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
    }
}
