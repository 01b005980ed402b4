//! Links ES modules: each folder in `assets/js/` becomes one classic script.
//!
//! Browsers refuse modules in pages that are opened from a folder, so the theme's scripts are modules in the source and
//! classic scripts as served. `read.rs` parses a module into what linking needs, `check.rs` finds mistakes that show
//! between modules, `join.rs` renames and joins. The linked script is the modules' own text, so it stays readable where
//! nothing is minified.
//!
//! No library does this at an acceptable price: rolldown 1.2 brings 277 crates, among them a second copy of the parser
//! that minify-html has already, and needs Rust 1.97.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;

mod check;
mod join;
mod read;

/// The folder of scripts.
const SCRIPTS: &str = "assets/js/";

/// A module as read.
#[derive(Debug, Clone)]
pub(super) struct Module {
    /// Path from the site's root, or path of the built-in file, for diagnostics.
    pub(super) file: String,
    /// Its text.
    pub(super) text: String,
}

/// Whether a file of the theme is a module, that is, a script in a folder of scripts.
pub(super) fn is_module(path: &str) -> bool {
    path.strip_prefix(SCRIPTS).is_some_and(|rest| rest.contains('/') && rest.ends_with(".js"))
}

/// Links the modules of each folder, by their path in the theme, into one script with the folder's name. All mistakes
/// are reported; if there are any, nothing is linked.
///
/// Every module of a folder runs, after those that it imports, and otherwise in the order of their paths. A module of
/// another folder is included if one of them imports it.
pub(super) fn link(modules: &BTreeMap<String, Module>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let before = diagnostics.len();
    let read: Vec<_> = modules.par_iter().map(|(path, module)| (path, read::parse(path, module))).collect();
    let mut parsed: BTreeMap<&str, read::Parsed> = BTreeMap::new();
    for (path, (module, mut mistakes)) in read {
        diagnostics.append(&mut mistakes);
        parsed.extend(module.map(|module| (path.as_str(), module)));
    }
    check::check(modules, &parsed, diagnostics);
    if diagnostics.len() > before {
        return BTreeMap::new();
    }
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in parsed.keys() {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(path);
    }
    let script = |(folder, paths): (&str, Vec<&str>)| (format!("{folder}.js"), join::script(&paths, &parsed, modules));
    folders.into_iter().map(script).collect()
}

#[cfg(test)]
mod tests;
