//! The statements that make a script a module: `import` and `export`. They are taken out of the text, and what they say
//! is noted.

use std::collections::btree_map::Entry;
use std::ops::Range;

use oxc_ast::ast::{
    Declaration, ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportNamedDeclaration, ImportDeclaration,
    ImportDeclarationSpecifier, ModuleExportName, Program, Statement,
};
use oxc_span::GetSpan;

use super::{DEFAULT, Declared, Export, Import, Parsed, Report, Request, Use, UseKind, range};
use crate::load::modules::SCRIPTS;

const ONE_BY_ONE: &str = "name each: `{ a, b }`";

/// Reads the statements of the module at `path`.
pub(super) fn read(path: &str, program: &Program<'_>, parsed: &mut Parsed, report: &mut Report<'_>) {
    let mut reader = Reader { path, parsed, report, is_head: true };
    if program.source_text.starts_with('\u{feff}') {
        reader.parsed.edits.push((0..'\u{feff}'.len_utf8(), String::new()));
    }
    if let Some(hashbang) = &program.hashbang {
        reader.parsed.edits.push((range(hashbang.span), String::new()));
    }
    for statement in &program.body {
        match statement {
            Statement::ImportDeclaration(import) => reader.import(import),
            Statement::ExportNamedDeclaration(export) => reader.named(export),
            Statement::ExportDefaultDeclaration(export) => reader.default(export),
            Statement::ExportAllDeclaration(export) => {
                reader.report.add(Some(range(export.span)), "`export *` is not supported", ONE_BY_ONE);
            }
            _ => {}
        }
        reader.is_head = reader.is_head && matches!(statement, Statement::ImportDeclaration(_));
    }
}

struct Reader<'r, 'm> {
    path: &'r str,
    parsed: &'r mut Parsed,
    report: &'r mut Report<'m>,
    /// Whether nothing but imports came so far.
    is_head: bool,
}

impl Reader<'_, '_> {
    /// Takes a statement out.
    fn remove(&mut self, statement: Range<usize>) {
        // Further down, what is before and after it must not become one statement.
        let rest = if self.is_head { "" } else { ";" };
        self.parsed.edits.push((statement, rest.to_owned()));
    }

    /// Notes that the module refers to what it calls `name`. Returns the path of that.
    fn request(&mut self, name: &str, at: Range<usize>) -> String {
        let path = resolve(self.path, name);
        match &path {
            Some(path) => self.parsed.requests.push(Request { path: path.clone(), at }),
            None => self.report.add(
                Some(at),
                format!("`{}` is not the address of a module", name.escape_debug()),
                "write its path from this file, with `./` or `../` in front: \"./menu.js\", \"../site/copy.js\"",
            ),
        }
        path.unwrap_or_default()
    }

    fn import(&mut self, import: &ImportDeclaration<'_>) {
        if import.phase.is_some() || import.with_clause.is_some() {
            self.report.add(Some(range(import.span)), "attributes of imports are not supported", "leave them out");
        }
        let from = self.request(&import.source.value, range(import.source.span));
        self.remove(range(import.span));
        for specifier in import.specifiers.iter().flatten() {
            let (name, local) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => (text(&one.imported), &one.local),
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => (DEFAULT.to_owned(), &one.local),
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                    self.report.add(Some(range(one.span)), "`import * as` is not supported", ONE_BY_ONE);
                    continue;
                }
            };
            let local = local.name.to_string();
            let Some(at) = self.parsed.declared.iter().position(|declared| declared.name == local) else { continue };
            let Declared { uses, .. } = self.parsed.declared.remove(at);
            let at = range(specifier.span());
            self.parsed.imports.insert(local, Import { from: from.clone(), name, at, uses });
        }
    }

    fn named(&mut self, export: &ExportNamedDeclaration<'_>) {
        let from = export.source.as_ref().map(|source| self.request(&source.value, range(source.span)));
        if export.with_clause.is_some() {
            self.report.add(Some(range(export.span)), "attributes of imports are not supported", "leave them out");
        }
        match &export.declaration {
            Some(declaration) => {
                for (name, at) in bound(declaration) {
                    self.export(name.clone(), (None, name), at);
                }
                let start = export.span.start as usize;
                self.parsed.edits.push((start..declaration.span().start as usize, String::new()));
            }
            None => self.remove(range(export.span)),
        }
        for specifier in &export.specifiers {
            self.export(text(&specifier.exported), (from.clone(), text(&specifier.local)), range(specifier.span));
        }
    }

    fn default(&mut self, export: &ExportDefaultDeclaration<'_>) {
        use ExportDefaultDeclarationKind as Kind;
        let start = export.span.start as usize;
        let value = export.declaration.span();
        let prefix = start..value.start as usize;
        let named = match &export.declaration {
            Kind::FunctionDeclaration(function) => function.id.as_ref(),
            Kind::ClassDeclaration(class) => class.id.as_ref(),
            _ => None,
        };
        let local = if let Some(id) = named {
            self.parsed.edits.push((prefix, String::new()));
            id.name.to_string()
        } else {
            let local = default_name(self.path);
            let uses = vec![Use { at: prefix, kind: UseKind::Default }];
            self.parsed.declared.push(Declared { name: local.clone(), uses });
            if matches!(export.declaration, Kind::FunctionDeclaration(_) | Kind::ClassDeclaration(_)) {
                let end = value.end as usize;
                self.parsed.edits.push((end..end, ";".to_owned()));
            }
            local
        };
        self.export(DEFAULT.to_owned(), (None, local), range(export.span));
    }

    fn export(&mut self, name: String, target: (Option<String>, String), at: Range<usize>) {
        match self.parsed.exports.entry(name) {
            Entry::Vacant(free) => {
                free.insert(Export { target, at });
            }
            Entry::Occupied(taken) => {
                let message = format!("`{}` is exported twice", taken.key());
                self.report.add(Some(at), message, "export it once, or under another name: `a as b`");
            }
        }
    }
}

/// The names that a declaration declares.
fn bound(declaration: &Declaration<'_>) -> Vec<(String, Range<usize>)> {
    let name = |id: &oxc_ast::ast::BindingIdentifier<'_>| (id.name.to_string(), range(id.span));
    match declaration {
        Declaration::VariableDeclaration(variables) => {
            let ids = variables.declarations.iter().flat_map(|one| one.id.get_binding_identifiers());
            ids.map(name).collect()
        }
        Declaration::FunctionDeclaration(function) => function.id.iter().map(name).collect(),
        Declaration::ClassDeclaration(class) => class.id.iter().map(name).collect(),
        _ => Vec::new(),
    }
}

fn text(name: &ModuleExportName<'_>) -> String {
    name.name().to_string()
}

/// A name for what a module exports without one: that of its file.
fn default_name(path: &str) -> String {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file).trim_end_matches(".js");
    let letters = file.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    format!("{}_default", letters.collect::<String>().trim_start_matches(|letter: char| letter.is_ascii_digit()))
}

/// The path of what a module at `path` calls `name`; none if it leads out of the scripts, or is no path.
fn resolve(path: &str, name: &str) -> Option<String> {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    if !name.starts_with("./") && !name.starts_with("../") {
        return None;
    }
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop()?;
            }
            part => folders.push(part),
        }
    }
    let joined = folders.join("/");
    joined.starts_with(SCRIPTS).then_some(joined)
}
