//! Shortcodes as in Zola: calls in a body, `{{ name(key="value") }}` or `{% name() %}…{% end %}`, are replaced by the
//! output of one of the site's templates.
//!
//! The output of an `.md` template becomes part of the Markdown. The output of an `.html` template is kept out of it: a
//! placeholder, called a mark, takes its place while the body is parsed. Knows which bytes of the file every call came
//! from.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Map, Value, json};
use tera::{Context, Kwargs, State, Tera};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::config::Config;
use crate::load::markdown::Markdown;
use crate::load::theme::{Template, ThemeFiles, template_fault, template_mistake};
use crate::load::{self, hashed};
use crate::model::Page;
use crate::text::call::{self, Alike, Call, MOST_NESTED, Part};
use crate::text::inserts::Insert;
use crate::text::markdown::options;
use crate::text::raw;

/// The shortcodes of a site.
#[derive(Debug, Default)]
pub(crate) struct Shortcodes {
    tera: Tera,
    files: BTreeMap<String, Template>,
    /// Template names by the name used in calls, which has no extension.
    templates: BTreeMap<String, String>,
    /// The names of templates that failed to compile; the errors have been reported.
    broken: BTreeSet<String>,
    /// The part of `config.toml` that templates see.
    config: Value,
    language: String,
    /// A hash of the templates and of the values that all of them get.
    pub digest: u64,
}

/// A body with its shortcodes expanded.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// The body, with marks in place of HTML.
    pub(super) text: String,
    /// The HTML, by the numbers in the marks.
    pub(super) inserts: Vec<Insert>,
    /// Mistakes in calls. Spans are relative to the body.
    pub(super) mistakes: Vec<Diagnostic>,
    /// The replacements: the range in the text, and the range of the body that it replaced.
    replaced: Vec<(Range<usize>, Range<usize>)>,
}

impl Shortcodes {
    /// Compiles the shortcodes of a site. Broken templates are reported and skipped.
    pub(crate) fn compile(theme: &ThemeFiles, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut shortcodes = Self::default();
        if theme.shortcodes.is_empty() {
            return shortcodes;
        }
        let how = config.markdown;
        shortcodes.tera.register_function("get_url", get_url);
        shortcodes.tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, _: &State<'_>| {
            let inline = kwargs.get::<bool>("inline")?.unwrap_or(false);
            Ok::<_, tera::Error>(tera::Value::safe_string(&as_html(text, how, inline)))
        });
        // Added together, they can include each other whatever their names are. If that fails, they are added one by
        // one, so that a broken template does not disable the others.
        let all = theme.shortcodes.iter().map(|(name, template)| (name.as_str(), template.text.as_str()));
        if shortcodes.tera.add_raw_templates(all).is_err() {
            for (name, template) in &theme.shortcodes {
                if let Err(error) = shortcodes.tera.add_raw_template(name, &template.text) {
                    diagnostics.push(template_mistake(&theme.shortcodes, name, &error));
                    shortcodes.broken.insert(name.clone());
                }
            }
        }
        for name in theme.shortcodes.keys() {
            let called = name.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
            if let Some((called, "html" | "md")) = called {
                shortcodes.templates.insert(called.to_owned(), name.clone());
            }
        }
        shortcodes.files.clone_from(&theme.shortcodes);
        shortcodes.language.clone_from(&config.language);
        shortcodes.config = json!({
            "base_url": config.base_url, "title": config.title, "description": config.description,
            "default_language": config.language, "extra": serde_json::from_str::<Value>(&config.extra).unwrap_or_default(),
        });
        let Self { config, language, .. } = &shortcodes;
        shortcodes.digest = hashed(&(&theme.shortcodes, config.to_string(), language));
        shortcodes
    }

    /// Expands the shortcodes in `body`, the body of `page`; `None` if it contains neither `{{` nor `{%`.
    pub(super) fn expand(&self, body: &str, page: &Page) -> Option<Expanded> {
        if !body.contains('{') || !(body.contains("{{") || body.contains("{%")) {
            return None;
        }
        let parts = self.parts(body, 0);
        let mut run = Run {
            shortcodes: self,
            context: self.context(page),
            counts: BTreeMap::new(),
            mistakes: self.misspelled(body, &parts, 0),
            depth: 0,
        };
        let (mut inserts, mut replaced) = (Vec::new(), Vec::new());
        let text = filled(body, &parts, |part, text| {
            let (range, start) = (part.range(), text.len());
            match part {
                Part::Escaped(_, literal) => text.push_str(literal),
                Part::Call(call) => match run.call(call, body, 0) {
                    (markdown, true) => text.push_str(&markdown),
                    (html, false) => {
                        let (mark, source) = (Insert::mark(inserts.len()), body[range.clone()].to_owned());
                        text.push_str(&mark);
                        inserts.push(Insert { mark, words: raw::words(&html), html, source });
                    }
                },
            }
            replaced.push((start..text.len(), range));
        });
        Some(Expanded { text, inserts, mistakes: run.mistakes, replaced })
    }

    /// Reports what looks like a call in `text` but is not one, outside its `parts` and outside code. `text` starts at
    /// byte `at` of the page's body.
    fn misspelled(&self, text: &str, parts: &[Part], at: usize) -> Vec<Diagnostic> {
        let parts: Vec<Range<usize>> = parts.iter().map(Part::range).collect();
        let mut outside = call::alike(text);
        outside.retain(|alike| !is_in(&parts, alike.range.start));
        if outside.is_empty() {
            return Vec::new();
        }
        let code = code_in(text);
        let mut mistakes = Vec::new();
        // The number of reported calls that still need an end.
        let mut open = 0_usize;
        for Alike { range, name, opens, is_call } in outside {
            if is_in(&code, range.start) {
                continue;
            }
            let written = &text[range.clone()];
            let (message, help) = match name {
                None if open > 0 => {
                    open -= 1;
                    continue;
                }
                None => (
                    format!("`{written}` does not close any shortcode"),
                    "remove it; to show it literally, even in the body of a shortcode, write {%/* end */%}".to_owned(),
                ),
                Some(name) => {
                    open += usize::from(opens);
                    match self.templates.contains_key(&name) {
                        // Of calls that are nested too deeply, only one is reported.
                        true if is_call && open > 1 => continue,
                        true if is_call => (
                            format!("`{written}` is not closed"),
                            format!("close it with {{% end %}}; shortcodes can be nested up to {MOST_NESTED} levels deep"),
                        ),
                        true => (
                            format!("`{written}` is not a valid call of the shortcode `{name}`"),
                            "use the form {{ name(key=\"value\", other=1) }}: values are quoted strings, numbers, true, false or lists; no trailing comma, no - inside the braces"
                                .to_owned(),
                        ),
                        false => (
                            format!("`{written}` calls an unknown shortcode"),
                            "add its template to templates/shortcodes/ and pass arguments as name=\"value\", or replace the call with Markdown or HTML"
                                .to_owned(),
                        ),
                    }
                }
            };
            let span = Span::new(range, at);
            mistakes.push(Diagnostic::error(Code::Shortcode, "", span, message).help(help));
        }
        mistakes
    }

    /// Finds the calls in a text that is nested in `depth` bodies.
    fn parts(&self, text: &str, depth: usize) -> Vec<Part> {
        call::find(text, MOST_NESTED - depth.min(MOST_NESTED), |name| self.templates.contains_key(name))
    }

    /// The values that every template gets besides its arguments.
    fn context(&self, page: &Page) -> Map<String, Value> {
        let front = page.front();
        let folder = page.source.path.strip_suffix("/index.md").or_else(|| page.source.path.strip_suffix("/_index.md"));
        let colocated = folder.map(|folder| format!("{folder}/"));
        let values = json!({
            "title": front.title, "description": front.description, "date": front.date, "updated": front.updated,
            "weight": front.weight, "draft": front.draft, "path": format!("/{}", page.output),
            "relative_path": page.source.path, "colocated_path": colocated,
            "extra": serde_json::from_str::<Value>(&front.extra).unwrap_or_default(),
        });
        let mut context = Map::new();
        context.insert("config".to_owned(), self.config.clone());
        context.insert("lang".to_owned(), Value::from(self.language.as_str()));
        context.insert("colocated_path".to_owned(), colocated.into());
        context.insert(if page.kind().is_section() { "section" } else { "page" }.to_owned(), values);
        context
    }
}

/// The expansion of one page's shortcodes.
struct Run<'s> {
    shortcodes: &'s Shortcodes,
    context: Map<String, Value>,
    /// How often each shortcode has been called so far.
    counts: BTreeMap<String, usize>,
    mistakes: Vec<Diagnostic>,
    /// How many bodies enclose the text being expanded.
    depth: usize,
}

impl Run<'_> {
    /// The output of `call`, and whether that is Markdown. `text` contains the call and starts at byte `at` of the
    /// page's body.
    fn call(&mut self, call: &Call, text: &str, at: usize) -> (String, bool) {
        let Some(name) = self.shortcodes.templates.get(&call.name) else { return (String::new(), false) };
        if self.shortcodes.broken.contains(name) {
            return (String::new(), false);
        }
        let count = self.counts.entry(call.name.clone()).or_default();
        *count += 1;
        let mut values = self.context.clone();
        values.insert("nth".to_owned(), Value::from(*count));
        values.extend(call.arguments.clone());
        // As in Zola, these override arguments of the same name.
        for key in ["config", "page", "section"] {
            values.extend(self.context.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        if let Some(range) = &call.body {
            let body = self.body(&text[range.clone()], at + range.start, &call.name);
            values.insert("body".to_owned(), Value::from(body.trim()));
        }
        let rendered = Context::from_serialize(&values).and_then(|context| self.shortcodes.tera.render(name, &context));
        let text = rendered.unwrap_or_else(|error| {
            let files = &self.shortcodes.files;
            let (why, _, _) = template_fault(files, name, &error);
            let message = format!("the shortcode `{}` failed: {why}", call.name);
            let file = files.get(name).map_or(name, |template| &template.file);
            self.mistakes.push(
                Diagnostic::error(Code::Shortcode, "", Span::new(call.range.clone(), at), message)
                    .help(format!("correct its arguments or its template, {file}")),
            );
            String::new()
        });
        (load::unmarked(text), name.ends_with(".md"))
    }

    /// Expands the calls in the body of a call of `name`. `body` starts at byte `at` of the page's body.
    fn body(&mut self, body: &str, at: usize, name: &str) -> String {
        self.depth += 1;
        let parts = self.shortcodes.parts(body, self.depth);
        self.mistakes.extend(self.shortcodes.misspelled(body, &parts, at));
        if let Some(fence) = open_fence(body) {
            let message = format!("the body of `{name}` ends inside this code block");
            self.mistakes.push(
                Diagnostic::error(Code::Shortcode, "", Span::new(fence, at), message)
                    .help("to show {% end %} literally, write {%/* end */%}: it closes a body even inside code"),
            );
        }
        let text = filled(body, &parts, |part, text| match part {
            Part::Escaped(_, literal) => text.push_str(literal),
            Part::Call(call) => text.push_str(&self.call(call, body, at).0),
        });
        self.depth -= 1;
        text
    }
}

/// `text` with each of its `parts` replaced by what `put` writes.
fn filled(text: &str, parts: &[Part], mut put: impl FnMut(&Part, &mut String)) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for part in parts {
        let range = part.range();
        filled.push_str(&text[from..range.start]);
        put(part, &mut filled);
        from = range.end;
    }
    filled.push_str(&text[from..]);
    filled
}

impl Expanded {
    /// Maps a span in the expanded text to the original body. Both bodies start at byte `base` of the file.
    pub(super) fn original(&self, span: Span, base: usize) -> Span {
        let at = |at: usize, is_end: bool| {
            let is_before = |(put, _): &(Range<usize>, _)| if is_end { put.start < at } else { put.start <= at };
            let before = self.replaced.partition_point(is_before);
            let Some((put, taken)) = before.checked_sub(1).map(|last| &self.replaced[last]) else { return at };
            let is_inside = if is_end { at <= put.end } else { at < put.end };
            match is_inside {
                true if is_end => taken.end,
                true => taken.start,
                false => taken.end + (at - put.end),
            }
        };
        let (start, end) = (span.start as usize, span.end as usize);
        if start < base {
            return span;
        }
        let start = at(start - base, false);
        Span::new(start..at(end.max(base) - base, true).max(start), base)
    }
}

/// Whether byte `at` is in one of `ranges`, which are sorted and disjoint.
fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    before.checked_sub(1).is_some_and(|last| at < ranges[last].end)
}

/// The ranges of code in a Markdown text.
fn code_in(text: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, options(Markdown::default())).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// The first line of a fenced code block that is still open at the end of a text.
fn open_fence(text: &str) -> Option<Range<usize>> {
    if !text.contains("```") && !text.contains("~~~") {
        return None;
    }
    let text = text.trim_end();
    let block = code_in(text).pop().filter(|code| code.end == text.len())?;
    let (first, rest) = text[block.clone()].split_once('\n').unwrap_or((&text[block.clone()], ""));
    let mark = first.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let is_fence = first.starts_with("```") || first.starts_with("~~~");
    let last = rest.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
    let is_closed = last.len() >= 3 && last.chars().all(|letter| letter == mark);
    (is_fence && !is_closed).then(|| block.start..block.start + first.len())
}

/// The address of a file of the site, relative to the root. Links and images that use it are resolved like those of
/// editors.
fn get_url(kwargs: Kwargs, _: &State<'_>) -> Result<String, tera::Error> {
    let path = kwargs.must_get::<&str>("path")?;
    let is_whole = path.starts_with(['@', '/']) || path.contains("://");
    Ok(if is_whole { path.to_owned() } else { format!("/{path}") })
}

/// Renders `text` as HTML; `inline` omits the enclosing paragraph.
fn as_html(text: &str, how: Markdown, inline: bool) -> String {
    let mut html = String::with_capacity(text.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options(how)));
    let html = html.trim_end();
    let paragraph = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    match paragraph.filter(|inner| inline && !inner.contains("<p>")) {
        Some(inner) => inner.to_owned(),
        None => html.to_owned(),
    }
}
