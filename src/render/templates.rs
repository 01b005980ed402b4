//! Templates: compiled once, rendered with plain values, their mistakes reported with line and column.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Kwargs, State, Tera};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned, suggest};
use crate::load::MONTHS;
use crate::load::front::Kind;
use crate::load::theme::{Template, ThemeFiles};
use crate::model::{PageId, Site};

/// The compiled templates of a theme.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    files: BTreeMap<String, Template>,
}

impl Templates {
    /// Compiles the templates. Every broken one is reported; the others are left out with it.
    pub(super) fn compile(theme: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut tera = Tera::new();
        tera.register_filter("danish_date", danish_date);
        let named = || theme.templates.iter().map(|(name, template)| (name.as_str(), template.text.as_str()));
        let mut templates = Self { tera, files: theme.templates.clone() };
        if templates.tera.add_raw_templates(named()).is_err() {
            // All together fail for one; each by itself tells which. A template that extends or includes another
            // is not wrong because the other is missing here.
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

    /// Whether there is a template `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The names of all templates.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Renders `name`.
    pub(super) fn render(&self, name: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        self.tera.render(name, context).map_err(|error| Box::new(self.diagnostic(name, &error)))
    }

    /// Where the template `name` says what it extends.
    fn extends(&self, name: &str) -> std::ops::Range<usize> {
        let text = self.files.get(name).map_or("", |template| template.text.as_str());
        let start = text.find("{%").unwrap_or(0);
        start..text[start..].find("%}").map_or(start, |end| start + end + 2)
    }

    fn diagnostic(&self, name: &str, error: &tera::Error) -> Diagnostic {
        let (message, at) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = if report.filename().is_empty() { name } else { report.filename() };
                (report.message().to_owned(), Some((name.to_owned(), report.span().range.clone())))
            }
            ErrorKind::MissingParent { current, .. } => {
                (error.to_string(), Some((current.clone(), self.extends(current))))
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                (error.to_string(), Some((tpl.clone(), self.extends(tpl))))
            }
            other => (other.to_string(), None),
        };
        let (name, span) = match at {
            Some((name, range)) => (name, Some(Span::new(range, 0))),
            None => (name.to_owned(), None),
        };
        let file = self.files.get(&name).map_or_else(|| format!("templates/{name}"), |template| template.file.clone());
        Diagnostic::error(Code::Template, file, span, format!("the template cannot be used: {message}"))
            .help("see the section on themes in the README for what templates get")
    }
}

/// "2026-11-24" as "24. november 2026".
fn danish_date(date: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<usize>().ok());
    match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
        (Some(year), Some(month @ 1..=12), Some(day)) => format!("{day}. {} {year}", MONTHS[month - 1]),
        _ => date.to_owned(),
    }
}

/// The template that a page's front matter names, or the nearest section's `page_template`.
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

/// A plain Zola page may name a template of its old theme: that is a warning, and the standard template is used.
pub(super) fn check_templates(site: &Site, templates: &Templates, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let front = page.front();
        for template in front.template.iter().chain(&front.page_template) {
            if !templates.has(&template.value) {
                let plain = matches!(page.kind(), Kind::Page | Kind::Section);
                let message = format!("there is no template `{}`; the standard one is used", template.value);
                diagnostics.push(Diagnostic::warning(Code::Template, &page.source.file, template.span, message).help(
                    suggest(
                        &template.value,
                        templates.names(),
                        if plain {
                            "add it to themes/<name>/templates/, or leave `template` out"
                        } else {
                            "leave `template` out"
                        },
                    ),
                ));
            }
        }
    }
}
