//! The theme's files: built into the program, overridden file by file by the site's `themes/<name>/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};
use tera::ErrorKind;

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::error::Error;
use crate::load::CONFIG_FILE;
use crate::load::bounds::{Bounds, Standing};
use crate::load::hashed;
use crate::load::modules::{self, Module};
use crate::load::published::{Exceptions, LeftOut};
use crate::load::styles;
use crate::load::walk::walk;

static STANDARD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/standard");

/// The name of the built-in theme.
pub(crate) const STANDARD_NAME: &str = "standard";

/// A template as read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Template {
    /// Path from the site's root, or path of the built-in file, for diagnostics.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Templates and assets of a site's theme.
#[derive(Debug, Default)]
pub(crate) struct ThemeFiles {
    /// Templates by the name they are referred to by.
    pub templates: BTreeMap<String, Template>,
    /// The templates of shortcodes, by the name they are included by.
    pub shortcodes: BTreeMap<String, Template>,
    /// Assets by their path in the output.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Files of the site's own theme that are left out because of their names.
    pub left_out: Vec<LeftOut>,
    /// Modules by their path, until they are linked.
    modules: BTreeMap<String, Module>,
}

impl ThemeFiles {
    /// A hash that changes whenever a template does.
    pub(crate) fn digest(&self) -> u64 {
        hashed(&(&self.templates, &self.shortcodes))
    }

    /// Whether pages carry a content security policy, which limits what browsers may run and load.
    pub(crate) fn has_policy(&self) -> bool {
        self.templates.get("base.html").is_some_and(|base| base.text.contains("Content-Security-Policy"))
    }

    /// Links each folder of modules into one script of the same name.
    fn link_scripts(&mut self, theme: &str, diagnostics: &mut Vec<Diagnostic>) {
        for (path, script) in modules::link(&std::mem::take(&mut self.modules), diagnostics) {
            if self.assets.contains_key(&path) {
                let folder = path.trim_end_matches(".js");
                let message = format!("this name is taken by the combined scripts in {folder}/");
                diagnostics.push(
                    Diagnostic::error(Code::SameAddress, format!("themes/{theme}/{path}"), None, message)
                        .help("move the script into that folder, or rename it"),
                );
            }
            self.assets.insert(path, script.into_bytes());
        }
    }

    fn add(&mut self, path: &str, file: String, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) {
        let name = path.strip_prefix(TEMPLATES);
        if name.is_none() && !modules::is_module(path) {
            if path.starts_with(ASSETS) {
                self.assets.insert(path.to_owned(), bytes.to_vec());
            }
            return;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            diagnostics.push(Diagnostic::error(Code::InvalidUtf8, file, None, "this is not valid UTF-8"));
            return;
        };
        match name {
            Some(name) => {
                let files = if name.starts_with(SHORTCODES) { &mut self.shortcodes } else { &mut self.templates };
                files.insert(name.to_owned(), Template { file, text: text.trim_start_matches('\u{feff}').to_owned() });
            }
            None => {
                self.modules.insert(path.to_owned(), Module { file, text: text.to_owned() });
            }
        }
    }
}

/// The folder of templates.
const TEMPLATES: &str = "templates/";
/// The folder of shortcodes, among templates.
const SHORTCODES: &str = "shortcodes/";
/// The folder of the files that pages load.
const ASSETS: &str = "assets/";
/// Reads the theme `name` of a site.
pub(crate) fn read(
    bounds: &Bounds,
    name: &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<ThemeFiles, Error> {
    let mut files = ThemeFiles::default();
    built_in(&STANDARD, &mut files, diagnostics);
    own(bounds, name, &mut files, diagnostics)?;
    shortcodes(bounds, &mut files, diagnostics)?;
    files.link_scripts(&name.value, diagnostics);
    let style = format!("themes/{}/assets/vejviser.css", name.value);
    styles::join(&mut files.assets, &style, diagnostics);
    Ok(files)
}

/// Adds the files of the site's own theme.
fn own(
    bounds: &Bounds,
    Spanned { value: name, span }: &Spanned<String>,
    files: &mut ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let mut mistake = |message: String, help: String| {
        diagnostics.push(Diagnostic::error(Code::InvalidValue, CONFIG_FILE, *span, message).help(help));
    };
    let standard = format!("theme = \"{STANDARD_NAME}\"");
    if !is_name(name) {
        let message = format!("`{}` is not a valid theme name", name.escape_debug());
        mistake(message, format!("give the name of a folder in themes/, without a path, or use {standard}"));
        return Ok(());
    }
    let folder = format!("themes/{name}");
    if matches!(bounds.find(Path::new(&folder)), Ok(None | Some(Standing::File))) {
        if name != STANDARD_NAME {
            let message = format!("the theme folder {folder}/ does not exist");
            mistake(message, format!("create the folder, or use {standard}"));
        }
        return Ok(());
    }
    let tree = walk(bounds, &folder, Exceptions::default(), diagnostics)?;
    files.left_out = tree.left_out;
    for (path, disk) in tree.files {
        if path.starts_with(TEMPLATES) || path.starts_with(ASSETS) {
            let bytes = fs::read(&disk).map_err(Error::read(&disk))?;
            files.add(&path, format!("{folder}/{path}"), &bytes, diagnostics);
        }
    }
    Ok(())
}

/// Adds the shortcodes of the site itself, which take precedence over those of its theme.
fn shortcodes(bounds: &Bounds, files: &mut ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Result<(), Error> {
    let folder = format!("{TEMPLATES}{SHORTCODES}");
    let tree = walk(bounds, folder.trim_end_matches('/'), Exceptions::default(), diagnostics)?;
    for (path, disk) in tree.files {
        let bytes = fs::read(&disk).map_err(Error::read(&disk))?;
        files.add(&format!("{folder}{path}"), format!("{folder}{path}"), &bytes, diagnostics);
    }
    Ok(())
}

/// What is wrong with a template in `files`, the name of the template at fault, and the span. `name` is the template
/// that was requested.
pub(crate) fn template_fault(
    files: &BTreeMap<String, Template>,
    name: &str,
    error: &tera::Error,
) -> (String, String, Option<Span>) {
    // The range of a template's first tag, which says what it extends.
    let extends = |name: &str| {
        let text = files.get(name).map_or("", |template| template.text.as_str());
        let start = text.find("{%").unwrap_or(0);
        start..text[start..].find("%}").map_or(start, |end| start + end + 2)
    };
    let (message, at) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = if report.filename().is_empty() { name } else { report.filename() };
            (report.message().to_owned(), Some((name.to_owned(), report.span().range.clone())))
        }
        ErrorKind::MissingParent { current, .. } => (error.to_string(), Some((current.clone(), extends(current)))),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (error.to_string(), Some((tpl.clone(), extends(tpl))))
        }
        // Unknown names: one report for each, drawn for a terminal.
        ErrorKind::Msg(drawn) if drawn.starts_with("error: ") => {
            let first = drawn.lines().next().unwrap_or_default();
            let at = drawn_place(drawn).and_then(|(name, line, column)| {
                let text = &files.get(name)?.text;
                let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
                let at = text[start..].char_indices().nth(column.checked_sub(1)?).map(|(at, _)| start + at)?;
                Some((name.to_owned(), at..at + 1))
            });
            (first.trim_start_matches("error: ").to_owned(), at)
        }
        other => (other.to_string(), None),
    };
    match at {
        Some((name, range)) => (message, name, Some(Span::new(range, 0))),
        None => (message, name.to_owned(), None),
    }
}

/// The diagnostic for a template in `files` that cannot be used; `name` is the template that was requested.
pub(crate) fn template_mistake(files: &BTreeMap<String, Template>, name: &str, error: &tera::Error) -> Diagnostic {
    let (message, name, span) = template_fault(files, name, error);
    let file = files.get(&name).map_or_else(|| format!("templates/{name}"), |template| template.file.clone());
    Diagnostic::error(Code::Template, file, span, format!("invalid template: {message}"))
        .help("see docs/themes.md for the values that templates get")
}

/// Template, line and column in one of tera's reports: ` --> shortcodes/a.html:1:16`.
fn drawn_place(report: &str) -> Option<(&str, usize, usize)> {
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name.trim(), line.parse().ok()?, column.trim().parse().ok()?))
}

/// Whether the standard theme has a template of this name.
pub(crate) fn is_built_in(template: &str) -> bool {
    STANDARD.get_file(format!("{TEMPLATES}{template}")).is_some()
}

/// Whether `name` is that of a single folder; a path could lead anywhere.
fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !matches!(name, "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

fn built_in(folder: &Dir<'_>, files: &mut ThemeFiles, diagnostics: &mut Vec<Diagnostic>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.add(&path, format!("themes/{STANDARD_NAME}/{path}"), file.contents(), diagnostics);
    }
    for inner in folder.dirs() {
        built_in(inner, files, diagnostics);
    }
}
