//! Joins modules into one script: each top-level name of a module gets a name of its own, and what imports it uses that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::check::resolve;
use super::read::{Parsed, Use, UseKind};
use super::{Module, SCRIPTS};

/// A declared name: the path of its module, and the name there.
type Symbol<'p> = (&'p str, &'p str);

/// One script of the modules at `paths` and of those that they import.
pub(super) fn script(paths: &[&str], parsed: &BTreeMap<&str, Parsed>, modules: &BTreeMap<String, Module>) -> String {
    let mut order = Vec::new();
    for path in paths {
        visit(path, parsed, &mut order);
    }
    let names = final_names(&order, parsed);
    // In a function, so that no other script sees the names.
    let mut script = String::from("(function () {\n\"use strict\";\n");
    for path in order {
        let (Some(module), Some(text)) = (parsed.get(path), modules.get(path).map(|module| &module.text)) else {
            continue;
        };
        script.push_str(&format!("\n// {}\n\n", path.trim_start_matches(SCRIPTS)));
        let changed = edited(text, edits(path, module, parsed, &names));
        script.push_str(changed.trim());
        // Neither a comment on the last line nor a statement without a semicolon may take in what comes next.
        script.push_str("\n;\n");
    }
    script.push_str("})();\n");
    script
}

/// Adds the module at `path` to `order`, after those that it imports.
fn visit<'p>(path: &'p str, parsed: &'p BTreeMap<&str, Parsed>, order: &mut Vec<&'p str>) {
    let Some(module) = parsed.get(path).filter(|_| !order.contains(&path)) else { return };
    for request in &module.requests {
        visit(&request.path, parsed, order);
    }
    order.push(path);
}

/// The name of every top-level declaration in the linked script: its own, unless that means something else somewhere.
fn final_names<'p>(order: &[&'p str], parsed: &'p BTreeMap<&str, Parsed>) -> BTreeMap<Symbol<'p>, String> {
    let all = || order.iter().filter_map(|path| Some((*path, parsed.get(path)?)));
    // What any module takes from the browser must not be declared by another.
    let mut occupied: BTreeSet<&str> = all().flat_map(|(_, module)| &module.globals).map(String::as_str).collect();
    let mut known: BTreeSet<String> = all().flat_map(|(_, module)| module.names.iter().cloned()).collect();
    known.extend(occupied.iter().map(|name| (*name).to_owned()));
    // Names that would be captured: a module imports one under another name and has the first for something else.
    let mut captured: BTreeSet<Symbol<'p>> = BTreeSet::new();
    for (_, module) in all() {
        for (local, import) in &module.imports {
            if let Some(symbol) = resolve(parsed, &import.from, &import.name)
                && symbol.1 != local
                && module.names.contains(symbol.1)
            {
                captured.insert(symbol);
            }
        }
    }
    let mut names = BTreeMap::new();
    for (path, module) in all() {
        for declared in &module.declared {
            let own = declared.name.as_str();
            let is_made = declared.uses.iter().any(|one| one.kind == UseKind::Default);
            let is_free = !occupied.contains(own) && !captured.contains(&(path, own));
            let name = if is_free && !(is_made && known.contains(own)) { own.to_owned() } else { fresh(own, &known) };
            known.insert(name.clone());
            if name == own {
                occupied.insert(own);
            }
            names.insert((path, own), name);
        }
    }
    names
}

/// A name like `own` that no module uses.
fn fresh(own: &str, known: &BTreeSet<String>) -> String {
    let mut number = 2;
    loop {
        let name = format!("{own}${number}");
        if !known.contains(&name) {
            return name;
        }
        number += 1;
    }
}

/// What changes in the text of the module at `path`.
fn edits(
    path: &str,
    module: &Parsed,
    parsed: &BTreeMap<&str, Parsed>,
    names: &BTreeMap<Symbol<'_>, String>,
) -> Vec<(Range<usize>, String)> {
    let mut edits = module.edits.clone();
    let mut rename = |uses: &[Use], own: &str, name: &str| {
        for Use { at, kind } in uses {
            match kind {
                UseKind::Default => edits.push((at.clone(), format!("const {name} = "))),
                _ if name == own => {}
                UseKind::Plain => edits.push((at.clone(), name.to_owned())),
                UseKind::Shorthand => edits.push((at.clone(), format!("{own}: {name}"))),
            }
        }
    };
    for declared in &module.declared {
        if let Some(name) = names.get(&(path, declared.name.as_str())) {
            rename(&declared.uses, &declared.name, name);
        }
    }
    for (local, import) in &module.imports {
        if let Some(name) = resolve(parsed, &import.from, &import.name).and_then(|symbol| names.get(&symbol)) {
            rename(&import.uses, local, name);
        }
    }
    edits
}

/// `text` with the edits made. An edit inside another one is left out: statements that are removed have names in them.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    // The longer of two that begin together comes first.
    edits.sort_by_key(|(at, _)| (at.start, usize::MAX - at.end));
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, new) in edits {
        if at.start < end {
            continue;
        }
        out.push_str(text.get(end..at.start).unwrap_or_default());
        out.push_str(&new);
        end = at.end;
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}
