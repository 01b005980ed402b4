//! Templates: compiled once and rendered with plain values; errors are reported with line and column.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Kwargs, State, Tera};

use crate::diagnostic::{Code, Diagnostic, Spanned, suggest};
use crate::ids::PageId;
use crate::load::dates::MONTHS;
use crate::load::front::Kind;
use crate::load::theme::{Template, ThemeFiles, is_built_in, template_mistake};
use crate::model::Site;

/// The compiled templates of a theme.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    files: BTreeMap<String, Template>,
}

impl Templates {
    /// Compiles the templates and reports every broken one. If one is broken, none is added.
    pub(super) fn compile(theme: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut tera = Tera::new();
        tera.register_filter("danish_date", danish_date);
        let named = || theme.templates.iter().map(|(name, template)| (name.as_str(), template.text.as_str()));
        let mut templates = Self { tera, files: theme.templates.clone() };
        if templates.tera.add_raw_templates(named()).is_err() {
            // Adding all at once reports only one error; adding each on its own finds every broken one. A template that
            // extends or includes another is not broken because the other is missing here.
            let mut found = Vec::new();
            for (name, text) in named() {
                let mut alone = Tera::new();
                alone.register_filter("danish_date", danish_date);
                if let Err(error) = alone.add_raw_template(name, text)
                    && matches!(error.kind(), ErrorKind::SyntaxError(_))
                {
                    found.push(templates.diagnostic(name, &error));
                }
            }
            if found.is_empty()
                && let Err(error) = templates.tera.add_raw_templates(named())
            {
                found.push(templates.diagnostic("base.html", &error));
            }
            diagnostics.append(&mut found);
        }
        templates
    }

    /// Whether pages of `kind` can use the template `name`. Plain pages cannot use those that the standard theme has
    /// for one kind: they show values that only this kind has.
    pub(super) fn has(&self, name: &str, kind: Kind) -> bool {
        let is_for_one =
            |template: &Template| template.file.starts_with(STANDARD) && is_built_in(name) && !FOR_ALL.contains(&name);
        self.files.get(name).is_some_and(|template| !(kind.is_plain() && is_for_one(template)))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn render(&self, name: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        self.tera.render(name, context).map_err(|error| Box::new(self.diagnostic(name, &error)))
    }

    fn diagnostic(&self, name: &str, error: &tera::Error) -> Diagnostic {
        template_mistake(&self.files, name, error)
    }
}

/// Formats "2026-11-24" as "24. november 2026".
fn danish_date(date: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<usize>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month @ 1..=12), Some(day)) => format!("{day}. {} {year}", MONTHS[month - 1]),
        _ => date.to_owned(),
    }
}

/// The template that the front matter of a page names, or the `page_template` of the nearest section.
pub(super) fn named_template(site: &Site, id: PageId) -> Option<&Spanned<String>> {
    let page = &site.pages[id];
    if page.front().template.is_some() || page.kind().is_section() {
        return page.front().template.as_ref();
    }
    let mut above = page.parent;
    while let Some(section) = above {
        if let Some(template) = &site.pages[section].front().page_template {
            return Some(template);
        }
        above = site.pages[section].parent;
    }
    None
}

/// The folder of the standard theme.
const STANDARD: &str = "themes/standard/";

/// Templates of the standard theme that can show a page of any kind.
const FOR_ALL: [&str; 4] = ["index.html", "page.html", "report.html", "section.html"];

/// Checks that named templates exist. A plain Zola page may name a template of its old theme, so this is only a
/// warning, and the standard template is used.
pub(super) fn check_templates(site: &Site, templates: &Templates, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let front = page.front();
        for template in front.template.iter().chain(&front.page_template) {
            if !templates.has(&template.value, page.kind()) {
                let message = format!("there is no template `{}`; the standard one is used", template.value);
                diagnostics.push(Diagnostic::warning(Code::Template, &page.source.file, template.span, message).help(
                    suggest(
                        &template.value,
                        templates.names(),
                        if page.kind().is_plain() {
                            "add it to themes/<name>/templates/, or remove `template`"
                        } else {
                            "remove `template`"
                        },
                    ),
                ));
            }
        }
    }
}
