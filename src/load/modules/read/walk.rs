//! What is found by walking through a whole module: names that are properties too, and what a classic script cannot do.

use std::collections::BTreeSet;
use std::ops::Range;

use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentTargetPropertyIdentifier, AwaitExpression, BindingProperty, ForOfStatement,
    Function, ImportExpression, MetaProperty, ObjectProperty, Program, VariableDeclaration, VariableDeclarationKind,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::ScopeFlags;

use super::{Report, range};

/// Walks through `program`. Returns the first byte of every name that is the name of a property too, as in `{ name }`;
/// reports what modules may do and one classic script cannot.
pub(super) fn look(program: &Program<'_>, report: &mut Report<'_>) -> BTreeSet<usize> {
    let mut seen = Seen::default();
    seen.visit_program(program);
    for at in seen.awaits {
        report.add(Some(at), "`await` is only possible in a function", "move it into an `async` function");
    }
    for at in seen.imports {
        let help = "write `import { … } from \"./file.js\"` at the top";
        report.add(Some(at), "`import()` is not possible: a folder is served as one script", help);
    }
    for at in seen.metas {
        let help = "use `document.currentScript`: the script that the folder becomes";
        report.add(Some(at), "`import.meta` is not possible in a classic script", help);
    }
    seen.shorthands
}

#[derive(Default)]
struct Seen {
    shorthands: BTreeSet<usize>,
    awaits: Vec<Range<usize>>,
    imports: Vec<Range<usize>>,
    metas: Vec<Range<usize>>,
    /// How many functions are around the current place.
    depth: usize,
}

impl<'a> Visit<'a> for Seen {
    fn visit_object_property(&mut self, property: &ObjectProperty<'a>) {
        if property.shorthand {
            self.shorthands.insert(property.span.start as usize);
        }
        walk::walk_object_property(self, property);
    }

    fn visit_binding_property(&mut self, property: &BindingProperty<'a>) {
        if property.shorthand {
            self.shorthands.insert(property.span.start as usize);
        }
        walk::walk_binding_property(self, property);
    }

    fn visit_assignment_target_property_identifier(&mut self, property: &AssignmentTargetPropertyIdentifier<'a>) {
        self.shorthands.insert(property.span.start as usize);
        walk::walk_assignment_target_property_identifier(self, property);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.depth += 1;
        walk::walk_function(self, function, flags);
        self.depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.depth += 1;
        walk::walk_arrow_function_expression(self, function);
        self.depth -= 1;
    }

    fn visit_await_expression(&mut self, expression: &AwaitExpression<'a>) {
        if self.depth == 0 {
            self.awaits.push(range(expression.span));
        }
        walk::walk_await_expression(self, expression);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        if self.depth == 0 && statement.r#await {
            self.awaits.push(range(statement.span));
        }
        walk::walk_for_of_statement(self, statement);
    }

    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        if self.depth == 0 && declaration.kind == VariableDeclarationKind::AwaitUsing {
            self.awaits.push(range(declaration.span));
        }
        walk::walk_variable_declaration(self, declaration);
    }

    fn visit_import_expression(&mut self, expression: &ImportExpression<'a>) {
        self.imports.push(range(expression.span));
        walk::walk_import_expression(self, expression);
    }

    fn visit_meta_property(&mut self, property: &MetaProperty<'a>) {
        if property.meta.name == "import" {
            self.metas.push(range(property.span));
        }
    }
}
