//! One module, parsed into what linking needs: its imports and exports, the names it declares with every place that
//! uses them, and the parts of its text that are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::{Semantic, SemanticBuilder, SymbolId};
use oxc_span::SourceType;

use super::Module;
use crate::diagnostic::{Code, Diagnostic, Span};

mod statements;
mod walk;

/// The name of a default export.
pub(super) const DEFAULT: &str = "default";

/// A module as linking sees it. All ranges are bytes of its text.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// The modules it refers to, in the order in which they run.
    pub(super) requests: Vec<Request>,
    /// Its imports by local name.
    pub(super) imports: BTreeMap<String, Import>,
    /// Its exports by exported name.
    pub(super) exports: BTreeMap<String, Export>,
    /// The names it declares at the top, in the order of the text.
    pub(super) declared: Vec<Declared>,
    /// Every name that it declares anywhere, imports included.
    pub(super) names: BTreeSet<String>,
    /// Names that it uses and does not declare: those of the browser.
    pub(super) globals: BTreeSet<String>,
    /// Parts of the text, and what replaces them.
    pub(super) edits: Vec<(Range<usize>, String)>,
}

/// A module that another one names in `from "…"`.
#[derive(Debug)]
pub(super) struct Request {
    /// Its path in the theme; nothing is known of whether it is there.
    pub(super) path: String,
    /// Where it is named.
    pub(super) at: Range<usize>,
}

/// `import { name as local } from "…"`.
#[derive(Debug)]
pub(super) struct Import {
    /// The path of the module it comes from.
    pub(super) from: String,
    /// The name under which that module exports it.
    pub(super) name: String,
    /// Where it is imported.
    pub(super) at: Range<usize>,
    /// Where it is used.
    pub(super) uses: Vec<Use>,
}

/// What an exported name stands for.
#[derive(Debug)]
pub(super) struct Export {
    /// A module and its export for `export { a } from "…"`; else none and a local name.
    pub(super) target: (Option<String>, String),
    /// Where it is exported.
    pub(super) at: Range<usize>,
}

/// A name that is declared at the top of a module.
#[derive(Debug)]
pub(super) struct Declared {
    /// The name.
    pub(super) name: String,
    /// Where it is written, the declaration included.
    pub(super) uses: Vec<Use>,
}

/// A place where a name is written.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The place.
    pub(super) at: Range<usize>,
    /// What it stands for besides the name.
    pub(super) kind: UseKind,
}

/// How a name is written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UseKind {
    /// The name alone.
    Plain,
    /// The name of a property too: `{ name }`.
    Shorthand,
    /// `export default`, in front of something that has no name.
    Default,
}

/// Parses the module at `path`. Also returns the mistakes that show in the module alone; with any, there is no result.
pub(super) fn parse(path: &str, module: &Module) -> (Option<Parsed>, Vec<Diagnostic>) {
    let allocator = Allocator::default();
    let read = Parser::new(&allocator, &module.text, SourceType::mjs()).parse();
    let analysed = SemanticBuilder::new().with_check_syntax_error(true).build(&read.program);
    let mut report = Report { file: &module.file, found: Vec::new() };
    let mut parsed = Parsed::default();
    if let Some(mistake) = read.errors.first().or(analysed.errors.first()) {
        let label = mistake.labels.as_ref().and_then(|labels| labels.first());
        let at = label.map(|label| label.offset()..label.offset() + label.len());
        let message = format!("the script cannot be parsed: {}", mistake.message.trim_end_matches('.'));
        report.add(at, message, "the modules of its folder are served as one script, and none of it would run");
    } else {
        let seen = walk::look(&read.program, &mut report);
        names(&analysed.semantic, &seen, &mut parsed);
        statements::read(path, &read.program, &mut parsed, &mut report);
        is_assigned(&analysed.semantic, &parsed, &mut report);
    }
    (report.found.is_empty().then_some(parsed), report.found)
}

/// Collects the mistakes of a module.
struct Report<'m> {
    file: &'m str,
    found: Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(&mut self, at: Option<Range<usize>>, message: impl Into<String>, help: &str) {
        let span = at.map(|at| Span::new(at, 0));
        self.found.push(Diagnostic::error(Code::Script, self.file, span, message.into()).help(help));
    }
}

/// A range of the parser as one of ours.
fn range(span: oxc_span::Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// Every place where the name of `symbol` is written.
fn uses(semantic: &Semantic<'_>, shorthands: &BTreeSet<usize>, symbol: SymbolId) -> Vec<Use> {
    let scoping = semantic.scoping();
    let declarations = scoping.symbol_redeclarations(symbol).iter().map(|again| again.span);
    let references = semantic.symbol_references(symbol).map(|reference| semantic.reference_span(reference));
    let spans: BTreeSet<(usize, usize)> = std::iter::once(scoping.symbol_span(symbol))
        .chain(declarations)
        .chain(references)
        .map(|span| (span.start as usize, span.end as usize))
        .collect();
    let kind = |start| if shorthands.contains(&start) { UseKind::Shorthand } else { UseKind::Plain };
    spans.into_iter().map(|(start, end)| Use { at: start..end, kind: kind(start) }).collect()
}

/// Notes every name, and those at the top with their uses. Imports are moved from there by `statements::read`.
fn names(semantic: &Semantic<'_>, shorthands: &BTreeSet<usize>, parsed: &mut Parsed) {
    let scoping = semantic.scoping();
    parsed.names = scoping.symbol_names().map(str::to_owned).collect();
    parsed.globals = scoping.root_unresolved_references().keys().map(|name| (*name).to_owned()).collect();
    let mut top: Vec<SymbolId> = scoping.iter_bindings_in(scoping.root_scope_id()).collect();
    top.sort_by_key(|symbol| scoping.symbol_span(*symbol).start);
    let declared =
        |symbol| Declared { name: scoping.symbol_name(symbol).to_owned(), uses: uses(semantic, shorthands, symbol) };
    parsed.declared = top.into_iter().map(declared).collect();
}

/// Reports imports that the module assigns to: browsers throw there, and the linked script would not.
fn is_assigned(semantic: &Semantic<'_>, parsed: &Parsed, report: &mut Report<'_>) {
    for local in parsed.imports.keys() {
        let Some(symbol) = semantic.scoping().get_root_binding(local) else { continue };
        for written in semantic.symbol_references(symbol).filter(|reference| reference.is_write()) {
            let at = range(semantic.reference_span(written));
            report.add(
                Some(at),
                format!("`{local}` is imported and cannot be assigned to"),
                "export a function from its module that does it",
            );
        }
    }
}
