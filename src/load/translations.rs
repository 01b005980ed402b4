//! Pages in other languages, as sites made for Zola name them: `p.fr.md`. A site has one language here, so they are left out.

use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::config::Config;

/// Leaves out the pages whose names give a language, and reports them once: `p.fr.md` where `[languages]` has `fr`, or beside
/// `p.md`. In a site with `[languages]`, a name can give the site's own language too. `pages` are sorted by path.
pub(super) fn leave_out(
    pages: Vec<(String, PathBuf)>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, PathBuf)> {
    let Config { language: own_language, zola, .. } = config;
    let is_there = |path: &str| pages.binary_search_by(|(other, _)| other.as_str().cmp(path)).is_ok();
    let is_own = |code: &str| !zola.languages.is_empty() && code == own_language;
    // Whether the language in a name is the site's own; none for a name without a language.
    let names_own = |path: &str| {
        let (stem, code) = path.strip_suffix(".md")?.rsplit_once('.')?;
        let name = stem.rsplit('/').next().unwrap_or(stem);
        if name.starts_with('_') && name != "_index" {
            return None;
        }
        let (language, region) = code.split_once('-').unwrap_or((code, "XX"));
        let is_language = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_region = (2..=4).contains(&region.len()) && region.starts_with(|first: char| first.is_ascii_uppercase());
        let is_named = is_own(code) || zola.languages.iter().any(|named| named == code);
        (is_named || (is_language && is_region && is_there(&format!("{stem}.md")))).then(|| is_own(code))
    };
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (path, _) in &pages {
        match names_own(path) {
            Some(true) => own.push(path.clone()),
            Some(false) => others.push(path.clone()),
            None => {}
        }
    }
    let mistake =
        |path: &str, message: String| Diagnostic::error(Code::Translation, format!("content/{path}"), None, message);
    if let Some((first, rest)) = others.split_first() {
        let message = match rest.len() {
            0 => "this page is in another language, but a site can have only one".to_owned(),
            more => format!("this page and {more} more are in other languages, but a site can have only one"),
        };
        let help = "create a site for each language, or prefix the names of the other files with _";
        diagnostics.push(mistake(first, message).help(help));
    }
    if let Some((first, rest)) = own.split_first() {
        let names = match rest.len() {
            0 => "the file name contains".to_owned(),
            more => format!("this file name and {more} more contain"),
        };
        let message = format!("{names} the code of the site's own language, `{own_language}`, which must be omitted");
        diagnostics.push(mistake(first, message).help(format!("remove .{own_language} from the file names")));
    }
    let is_left = |path: &String| own.binary_search(path).is_err() && others.binary_search(path).is_err();
    pages.into_iter().filter(|(path, _)| is_left(path)).collect()
}
