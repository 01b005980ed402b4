//! Mistakes that show between modules: files that are not there, names that nobody exports, circles.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Module;
use super::read::{DEFAULT, Parsed};
use crate::diagnostic::{Code, Diagnostic, Span, suggest};

/// Reports every mistake between `parsed` modules. Of modules that could not be parsed only the paths are known.
pub(super) fn check(
    modules: &BTreeMap<String, Module>,
    parsed: &BTreeMap<&str, Parsed>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut check = Check { modules, parsed, diagnostics };
    for (path, module) in parsed {
        for request in module.requests.iter().filter(|request| !modules.contains_key(&request.path)) {
            check.unknown_file(path, &request.path, &request.at);
        }
    }
    check.circles();
    for (path, module) in parsed {
        for import in module.imports.values() {
            check.name(path, &import.from, &import.name, &import.at);
        }
        for export in module.exports.values() {
            match &export.target {
                (Some(from), name) => check.name(path, from, name, &export.at),
                (None, local) => {
                    let is_there = module.imports.contains_key(local)
                        || module.declared.iter().any(|declared| declared.name == *local);
                    if !is_there {
                        check.report(path, &export.at, format!("`{local}` is not declared"), "declare or import it");
                    }
                }
            }
        }
    }
}

/// The module and the name in it that `name` of the module at `path` stands for, through re-exports.
pub(super) fn resolve<'p>(
    parsed: &'p BTreeMap<&str, Parsed>,
    path: &'p str,
    name: &'p str,
) -> Option<(&'p str, &'p str)> {
    let mut at = (path, name);
    // No circle leads through more modules than there are.
    for _ in 0..=parsed.len() {
        let module = parsed.get(at.0)?;
        let export = module.exports.get(at.1)?;
        at = match &export.target {
            (Some(from), name) => (from, name),
            (None, local) => match module.imports.get(local) {
                Some(import) => (&import.from, &import.name),
                None => return Some((at.0, local)),
            },
        };
    }
    None
}

struct Check<'c> {
    modules: &'c BTreeMap<String, Module>,
    parsed: &'c BTreeMap<&'c str, Parsed>,
    diagnostics: &'c mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn report(&mut self, path: &str, at: &Range<usize>, message: String, help: &str) {
        let file = self.modules.get(path).map_or(path, |module| &module.file);
        let span = Some(Span::new(at.clone(), 0));
        self.diagnostics.push(Diagnostic::error(Code::Script, file, span, message).help(help));
    }

    fn unknown_file(&mut self, path: &str, wanted: &str, at: &Range<usize>) {
        let known: Vec<String> = self.modules.keys().map(|known| relative(path, known)).collect();
        let otherwise = "modules are the files that end in .js, in folders of assets/js/";
        let help = suggest(&relative(path, wanted), known.iter().map(String::as_str), otherwise);
        self.report(path, at, format!("there is no module {wanted}"), &help);
    }

    /// Reports a name that a module does not export.
    fn name(&mut self, path: &str, from: &str, name: &str, at: &Range<usize>) {
        let Some(other) = self.parsed.get(from) else { return };
        if other.exports.contains_key(name) {
            return;
        }
        let message = match name {
            DEFAULT => format!("{from} has no `export default`"),
            name => format!("{from} does not export `{name}`"),
        };
        let known: Vec<String> = other.exports.keys().cloned().collect();
        let otherwise = match known.as_slice() {
            [] => "it exports nothing: write `export` in front of what others use".to_owned(),
            known => format!("it exports {}", known.join(", ")),
        };
        let help = suggest(name, known.iter().map(String::as_str), &otherwise);
        self.report(path, at, message, &help);
    }

    /// Reports each circle once, at the import that closes it.
    fn circles(&mut self) {
        let mut done = BTreeSet::new();
        let mut closing = Vec::new();
        for path in self.parsed.keys() {
            self.follow(path, &mut Vec::new(), &mut done, &mut closing);
        }
        for (path, at, circle) in &closing {
            let help = "move what both need into a module of its own";
            self.report(path, at, format!("these modules import each other: {}", circle.join(" → ")), help);
        }
    }

    fn follow<'p>(
        &'p self,
        path: &'p str,
        above: &mut Vec<&'p str>,
        done: &mut BTreeSet<&'p str>,
        closing: &mut Vec<(String, Range<usize>, Vec<String>)>,
    ) {
        let Some(module) = self.parsed.get(path).filter(|_| !done.contains(path)) else { return };
        above.push(path);
        for request in &module.requests {
            match above.iter().position(|one| *one == request.path) {
                Some(from) => {
                    let names = above[from..].iter().copied().chain([request.path.as_str()]);
                    let circle = names.map(|one| one.trim_start_matches(super::SCRIPTS).to_owned()).collect();
                    closing.push((path.to_owned(), request.at.clone(), circle));
                }
                None => self.follow(&request.path, above, done, closing),
            }
        }
        above.pop();
        done.insert(path);
    }
}

/// `to` as a module at `path` would write it.
fn relative(path: &str, to: &str) -> String {
    let from: Vec<&str> = path.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    let same = from.iter().zip(&parts).take_while(|(a, b)| a == b).count().min(from.len().saturating_sub(1));
    let up = from.len().saturating_sub(1 + same);
    let start = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    format!("{start}{}", parts[same..].join("/"))
}
