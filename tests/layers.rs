//! The architecture, held to the code: a stage may use earlier stages, never later ones.
//!
//! Reads every `crate::` path in `src/` and fails on an edge that the table does not draw.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

/// What each module may use. Data flows down the stages: load → model → text → link → index → render → write.
/// A single item stands for itself, `load::Stamp`; a module stands for everything in it.
const ALLOWED: &[(&str, &[&str])] = &[
    // What everybody may speak of.
    ("diagnostic", &[]),
    ("error", &[]),
    ("ids", &[]),
    // The stages.
    ("load", &["diagnostic", "error", "ids"]),
    // The texts of publications: pages like those that load reads.
    ("import", &["diagnostic", "error", "ids", "load"]),
    ("model", &["diagnostic", "error", "ids", "load", "import"]),
    ("text", &["diagnostic", "error", "ids", "load", "import", "model"]),
    ("link", &["diagnostic", "error", "ids", "load", "import", "model", "text"]),
    ("index", &["diagnostic", "error", "ids", "load", "import", "model", "text", "link"]),
    ("render", &["diagnostic", "error", "ids", "load", "import", "model", "text", "link", "index"]),
    // Bytes and their keys in, files out: what they are is nothing to the last stage.
    ("write", &["diagnostic", "error", "load::Stamp", "load::hashed", "model::Key"]),
    // Around the stages.
    ("report", &["diagnostic", "error", "load::characters::plain"]),
    (
        "cli",
        &[
            "diagnostic",
            "error",
            "load",
            "import::library::check_folder",
            "import::reader::COMMAND",
            "index::handover::Engine",
            "report",
            "write::Permissions",
        ],
    ),
    (
        "build",
        &[
            "cli",
            "diagnostic",
            "error",
            "ids",
            "load",
            "import",
            "model",
            "text",
            "link",
            "index",
            "render",
            "write",
            "report",
        ],
    ),
    (
        "commands",
        &["build", "cli", "diagnostic", "error", "ids", "load", "import", "model", "text", "index", "report", "write"],
    ),
];

#[test]
fn every_edge_is_drawn() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = BTreeSet::new();
    let mut wrong = Vec::new();
    for entry in WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.expect("sources can be read");
        let path = entry.path().strip_prefix(&src).expect("it is inside");
        let top = path.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let module = top.unwrap_or_default().trim_end_matches(".rs").to_owned();
        let rust = path.extension().is_some_and(|extension| extension == "rs");
        if !rust || matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("sources can be read");
        for used in paths(&text) {
            let own = used.split("::").next() == Some(module.as_str());
            if !own && !drawn(&module, &used) {
                wrong.push(format!("{}: {module} uses crate::{used}", path.display()));
            }
        }
        modules.insert(module);
    }
    assert!(wrong.is_empty(), "edges that are not drawn:\n{}", wrong.join("\n"));
    let named: BTreeSet<String> = ALLOWED.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(modules, named, "the table names every module, and no other");
}

/// Files of one stage depend on each other in one direction too. A `mod.rs` is left out: it has the words that all files
/// of its stage share, and calls them in their order.
#[test]
fn no_files_go_in_circles() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.expect("sources can be read");
        let path = entry.path().strip_prefix(&src).expect("it is inside").with_extension("");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
            let module = parts.filter(|part| part != "mod").collect::<Vec<_>>().join("::");
            files.insert(module, fs::read_to_string(entry.path()).expect("sources can be read"));
        }
    }
    let is_parent = |module: &str| files.keys().any(|other| other.starts_with(&format!("{module}::")));
    let file_of = |path: &str| {
        let mut path = path;
        while !files.contains_key(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned()).filter(|module| !is_parent(module))
    };
    let mut uses: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in files.iter().filter(|(module, _)| !is_parent(module)) {
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        uses.insert(
            module,
            paths(code).iter().filter_map(|path| file_of(path)).filter(|used| used != module).collect(),
        );
    }
    // Files that use nothing but files already removed are removed, until only circles and their users are left.
    while let Some(done) = uses.iter().find(|(_, used)| used.is_empty()).map(|(module, _)| (*module).to_owned()) {
        uses.remove(done.as_str());
        uses.values_mut().for_each(|used| used.retain(|other| *other != done));
    }
    assert!(uses.is_empty(), "files that depend on each other, or on such files:\n{uses:#?}");
}

fn drawn(module: &str, used: &str) -> bool {
    let allowed = ALLOWED.iter().find(|(name, _)| *name == module).map_or(&[][..], |(_, allowed)| allowed);
    allowed.iter().any(|path| used == *path || used.starts_with(&format!("{path}::")))
}

/// Every path after `crate::` in the code of `text`, groups taken apart as deep as they go. Comments do not count.
fn paths(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = code.join("\n");
    let crates = Regex::new(r"\bcrate::").expect("a literal pattern");
    crates.find_iter(&code).flat_map(|found| tree("", &code[found.end()..]).0).collect()
}

/// Reads one use tree, `a::b`, `a::{b, c::d}` or `{a, b}`: its paths, and what follows it.
fn tree<'t>(prefix: &str, text: &'t str) -> (Vec<String>, &'t str) {
    let word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut path = prefix.to_owned();
    let mut rest = text.trim_start();
    loop {
        if let Some(group) = rest.strip_prefix('{') {
            let mut paths = Vec::new();
            let mut inner = group.trim_start();
            while !inner.is_empty() && !inner.starts_with('}') {
                let (mut found, after) = tree(&path, inner);
                paths.append(&mut found);
                let after = after.trim_start();
                let end = after.find([',', '}']).unwrap_or(after.len());
                inner = after[end..].trim_start_matches(',').trim_start();
            }
            return (paths, inner.strip_prefix('}').unwrap_or(inner));
        }
        let end = rest.find(|letter| !word(letter)).unwrap_or(rest.len());
        if !path.is_empty() {
            path.push_str("::");
        }
        path.push_str(if end == 0 && rest.starts_with('*') { "*" } else { &rest[..end] });
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(further) => rest = further.trim_start(),
            None => return (vec![path], rest),
        }
    }
}

#[test]
fn paths_are_taken_apart() {
    let text = "use crate::a;\nuse crate::b::{C, d::{E, F as G}, self};\n// crate::no\nlet x = crate::h::i::<J>();\n\
                use crate::{k, l::M};\npub(crate) fn n() {}";
    assert_eq!(paths(text), ["a", "b::C", "b::d::E", "b::d::F", "b::self", "h::i::", "k", "l::M"]);
}
