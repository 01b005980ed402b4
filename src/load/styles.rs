//! Puts the parts of the stylesheet in the place of the `@import` rules that name them: browsers would load one after
//! the other.

use std::collections::BTreeMap;

use regex::Captures;

use crate::diagnostic::{Code, Diagnostic, Span, suggest};

/// The stylesheet of every page.
const STYLE: &str = "assets/vejviser.css";
/// The folder of its parts.
const PARTS: &str = "assets/vejviser/";

// `@import "address" conditions;`
pattern!(IMPORT, r#"@import\s+(?:url\(\s*)?["']([^"']*)["']\s*\)?\s*([^;{}]*);"#);

/// Joins the stylesheet among `assets`, which comes from `file`, with its parts. Parts are not served by themselves,
/// even if a theme's stylesheet imports none of them. Mistakes are reported.
pub(super) fn join(assets: &mut BTreeMap<String, Vec<u8>>, file: &str, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<String> =
        assets.keys().filter(|path| path.starts_with(PARTS) && path.ends_with(".css")).cloned().collect();
    let parts: BTreeMap<String, String> = names
        .into_iter()
        .filter_map(|path| {
            let text = String::from_utf8_lossy(&assets.remove(&path)?).into_owned();
            Some((path.strip_prefix("assets/")?.to_owned(), text))
        })
        .collect();
    let Some(style) = assets.get_mut(STYLE) else { return };
    let Ok(text) = std::str::from_utf8(style) else { return };
    let folder = PARTS.trim_start_matches("assets/");
    let joined = IMPORT.replace_all(text, |found: &Captures<'_>| {
        let name = found[1].trim_start_matches("./");
        if !name.starts_with(folder) {
            return found[0].to_owned();
        }
        let mistake = match parts.get(name) {
            Some(part) if found[2].trim().is_empty() => return part.trim_end().to_owned(),
            Some(_) => (
                "a part of the stylesheet cannot be imported under a condition".to_owned(),
                "write the condition in the part, as `@media (…) { … }`".to_owned(),
            ),
            None => (
                format!("there is no stylesheet assets/{}", name.escape_debug()),
                suggest(name, parts.keys().map(String::as_str), "parts of the stylesheet are in assets/vejviser/"),
            ),
        };
        let span = found.get(0).map(|whole| Span::new(whole.range(), 0));
        diagnostics.push(Diagnostic::error(Code::Style, file, span, mistake.0).help(mistake.1));
        String::new()
    });
    *style = joined.into_owned().into_bytes();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(style: &str) -> (String, Vec<String>, Vec<Diagnostic>) {
        let mut assets: BTreeMap<String, Vec<u8>> = [
            (STYLE, style),
            ("assets/vejviser/base.css", "a { b: c }\n"),
            ("assets/vejviser/print.css", "@media print { a { b: d } }\n"),
            ("assets/vejviser/x.svg", ""),
            ("assets/other/y.css", ""),
        ]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into();
        let mut diagnostics = Vec::new();
        join(&mut assets, "themes/t/assets/vejviser.css", &mut diagnostics);
        let style = String::from_utf8_lossy(&assets[STYLE]).into_owned();
        (style, assets.into_keys().collect(), diagnostics)
    }

    #[test]
    fn parts_take_the_place_of_their_imports() {
        let (style, served, found) =
            joined("/* why */\n@import \"vejviser/base.css\";\n@import url('./vejviser/print.css');\ni { j: k }\n");
        assert_eq!(style, "/* why */\na { b: c }\n@media print { a { b: d } }\ni { j: k }\n");
        assert_eq!(served, ["assets/other/y.css", STYLE, "assets/vejviser/x.svg"]);
        assert_eq!(found, []);
        assert_eq!(joined("@import \"more.css\" print;\n").0, "@import \"more.css\" print;\n");
    }

    #[test]
    fn parts_that_are_not_there_are_reported() {
        let (_, _, found) = joined("@import \"vejviser/bse.css\";\n@import \"vejviser/print.css\" print;\n");
        let told: Vec<(u32, &str)> = found
            .iter()
            .map(|mistake| (mistake.span.map_or(0, |span| span.start), mistake.help.as_deref().unwrap_or_default()))
            .collect();
        let condition = "write the condition in the part, as `@media (…) { … }`";
        assert_eq!(told, [(0, "did you mean `vejviser/base.css`?"), (28, condition)]);
    }
}
