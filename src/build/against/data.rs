//! The addresses in a file that an earlier build wrote into `data/`.
//!
//! Knows two forms: values that name the address of a thing (`url`) or of its uses (`used_by`), at any depth, as in the
//! data about the model, the guidelines, the glossary, examples and sources; and the list of all files, `filer.json`.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::build::against::promised::{Promise, is_promised};
use crate::error::Error;
use crate::write::is_inside;

/// The addresses in `text`, the content of the file at `file`.
pub(super) fn addresses(file: &Path, text: &[u8]) -> Result<BTreeMap<String, Promise>, Error> {
    let refuse = |reason: String| Error::Usage(format!("{}: {reason}", file.display()));
    let value: Value =
        serde_json::from_slice(text).map_err(|error| refuse(format!("this is not valid JSON: {error}")))?;
    let mut found = BTreeMap::new();
    let odd = match value.get("files").and_then(Value::as_array) {
        Some(files) => list(files, &mut found),
        None => thing(&value, &mut found),
    };
    match odd {
        Err(odd) => {
            Err(refuse(format!("`{odd}` is not an address of a site; a file in `data/` of an earlier build has them")))
        }
        Ok(()) if found.is_empty() => {
            Err(refuse("there are no addresses in this file; give a file in `data/` of an earlier build".to_owned()))
        }
        Ok(()) => Ok(found),
    }
}

/// Adds the paths in a list of files: each entry is a path and a checksum.
fn list(files: &[Value], found: &mut BTreeMap<String, Promise>) -> Result<(), String> {
    for file in files {
        let path = file.get(0).and_then(Value::as_str).ok_or_else(|| file.to_string())?;
        if is_promised(path) || !is_inside(path) {
            add(path, None, found)?;
        }
    }
    Ok(())
}

/// Adds the addresses in `value` and in everything it contains.
fn thing(value: &Value, found: &mut BTreeMap<String, Promise>) -> Result<(), String> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| thing(item, found)),
        Value::Object(map) => {
            let title = map.get("title").and_then(Value::as_str);
            map.iter().try_for_each(|(key, value)| match (key.as_str(), value) {
                ("url", Value::String(url)) => add(url, title, found),
                ("used_by", Value::Array(users)) => users.iter().try_for_each(|user| match user {
                    Value::String(url) => add(url, None, found),
                    user => thing(user, found),
                }),
                (_, value) => thing(value, found),
            })
        }
        _ => Ok(()),
    }
}

fn add(url: &str, title: Option<&str>, found: &mut BTreeMap<String, Promise>) -> Result<(), String> {
    let (path, anchor) = match url.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (url, None),
    };
    if !is_inside(path) || path.contains([':', '\\']) {
        return Err(url.escape_debug().to_string());
    }
    let promise = found.entry(path.to_owned()).or_default();
    match anchor {
        Some(anchor) => {
            promise.anchors.insert(anchor.to_owned());
        }
        // The title beside an address with an anchor is that of the part.
        None => promise.title = promise.title.take().or_else(|| title.map(str::to_owned)),
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::addresses;
    use std::path::Path;

    fn read(text: &str) -> Result<String, String> {
        let found = addresses(Path::new("d.json"), text.as_bytes()).map_err(|error| error.to_string())?;
        let told = found.iter().map(|(path, promise)| format!("{path} {:?} {:?}", promise.title, promise.anchors));
        Ok(told.collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn addresses_are_found_at_any_depth() {
        let model = r#"{"edition":"2021","themes":[{"title":"T","url":"t/index.html","criteria":[{"questions":
            [{"id":"4.a.1","url":"t/4.a.html#spoergsmaal-1","cites":[{"url":"r/3.1.html"}]}]}]}]}"#;
        let told = r#"r/3.1.html None {}; t/4.a.html None {"spoergsmaal-1"}; t/index.html Some("T") {}"#;
        assert_eq!(read(model).unwrap(), told);
        let terms = r#"[{"title":"Viso","url":"b/viso.html","used_by":["a.html"]},{"used_by":[{"url":"c.html#x"}]}]"#;
        assert_eq!(read(terms).unwrap(), r#"a.html None {}; b/viso.html Some("Viso") {}; c.html None {"x"}"#);
        let files = r#"{"version":"1","files":[["a.html","12"],["assets/a.css","3"],["data/begreber.json","4"]]}"#;
        assert_eq!(read(files).unwrap(), "a.html None {}; data/begreber.json None {}");
    }

    #[test]
    fn other_files_are_refused() {
        for (text, told) in [
            ("", "not valid JSON"),
            ("{\"url\": \"a.html\"", "not valid JSON"),
            ("[]", "no addresses"),
            ("{\"files\": [1]}", "`1` is not an address"),
            ("{\"files\": [[\"../a.html\", \"1\"]]}", "`../a.html` is not an address"),
            ("{\"name\": \"x\", \"version\": 2}", "no addresses"),
            ("[{\"url\": \"https://a.dk/b.html\"}]", "`https://a.dk/b.html` is not an address"),
            ("[{\"url\": \"../b.html\"}]", "`../b.html` is not an address"),
            ("[{\"url\": \"/b.html\"}]", "`/b.html` is not an address"),
            ("[{\"url\": \"\"}]", "`` is not an address"),
            (&"[".repeat(100_000), "not valid JSON"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with("d.json: ") && error.contains(told), "{error}");
        }
    }
}
