//! `config.toml`: the site's name, where it is published, whom readers write to, and how it is built.

use std::sync::LazyLock;

use crate::diagnostic::{Code, Diagnostic, Severity, Span, Spanned};
use crate::load::CONFIG_FILE;
use crate::load::kinds::SEVERITIES;
use crate::load::markdown::{self, Markdown};
use crate::load::slug::slug;
use crate::load::table::{self, Table};
use crate::load::theme::STANDARD_NAME;
use crate::load::zola::{self, TaxonomyConfig, Zola};

/// The configuration of a site, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Config {
    /// The URL the site is published at, without a trailing slash. Needed for sitemap, feed and canonical links only.
    pub base_url: Option<String>,
    /// The site's name.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// BCP 47 language of the site.
    pub language: String,
    /// Whether a search index is built.
    pub build_search_index: bool,
    /// Whether pages are minified with minify-html.
    pub minify_html: bool,
    /// Whether a feed is written (it needs a base URL as well).
    pub generate_feeds: bool,
    /// The taxonomies.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// How page bodies are parsed.
    pub markdown: Markdown,
    /// Everything else that is set in Zola's keys.
    pub zola: Zola,
    /// Folder in `themes/` whose files take precedence over the built-in theme's.
    pub theme: Spanned<String>,
    /// Whom readers write to: an e-mail address or a web address.
    pub contact: Option<String>,
    /// Who publishes the site's data.
    pub publisher: Option<String>,
    /// Web address of the licence that the site's data may be used under.
    pub license: Option<String>,
    /// Web address of the official accessibility statement.
    pub accessibility_statement: Option<String>,
    /// Identifies what visitors' browsers store for this site.
    pub id: String,
    /// Whether visitors can take notes, which their browsers store.
    pub notes: bool,
    /// Severity of an address that the last build had and this one lacks.
    pub keep_addresses: Severity,
    /// Severities that the site overrides, by code; `None` suppresses the diagnostic.
    pub levels: Vec<(Code, Option<Severity>)>,
    /// Output folder, relative to the root.
    pub output: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The folder with the texts of publications, relative to the root.
    pub library: Option<String>,
    /// The publishers' permission to show texts that may otherwise only be summarised; the texts' pages quote it.
    pub permission: Option<String>,
    /// Folders outside the site that links in it may lead into, relative to the root.
    pub allow: Vec<Spanned<String>>,
    /// Files and folders that are published whatever their names begin with, relative to `static/`.
    pub publish: Vec<Spanned<String>>,
    /// Number of threads; 0 for as many as there are cores.
    pub threads: u16,
    /// `[extra]` as JSON text.
    pub extra: String,
}

impl Default for Config {
    fn default() -> Self {
        read("", &mut Vec::new())
    }
}

/// Reads `text`, the content of `config.toml`.
pub(crate) fn read(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Config {
    table::parse(CONFIG_FILE, text, 0, diagnostics, config)
}

fn config(table: &mut Table<'_, '_>) -> Config {
    let base_url =
        table.string("base_url").filter(|text| !text.value.is_empty()).and_then(|text| base_address(table, text));
    let title = table.string("title").map_or_else(|| "Vejviser".to_owned(), |text| text.value);
    let mut no_effect = Vec::new();
    // A top-level key in old releases of Zola.
    let highlights = table.boolean("highlight_code").unwrap_or(false);
    let zola = zola::read(table, &mut no_effect);
    let mut config = Config {
        base_url: base_url.map(|url| url.trim_end_matches('/').to_owned()),
        id: id_of(&title),
        title,
        description: table.string("description").map(|text| text.value).unwrap_or_default(),
        language: table
            .string("default_language")
            .and_then(|text| language(table, text))
            .unwrap_or_else(|| "da".to_owned()),
        build_search_index: table.boolean("build_search_index").unwrap_or(true),
        minify_html: table.boolean("minify_html").unwrap_or(true),
        generate_feeds: table.boolean("generate_feeds").unwrap_or(true) && zola.atom,
        taxonomies: zola::taxonomies(table, &mut no_effect),
        markdown: table
            .table("markdown", |table| markdown::read(table, &mut no_effect))
            .unwrap_or_default()
            .highlighting(highlights),
        zola,
        theme: table
            .string("theme")
            .unwrap_or_else(|| Spanned { value: STANDARD_NAME.to_owned(), span: Span::default() }),
        contact: None,
        publisher: None,
        license: None,
        accessibility_statement: None,
        notes: true,
        keep_addresses: Severity::Warning,
        levels: Vec::new(),
        output: table.string("output_dir").map(|text| text.value),
        drafts: false,
        library: None,
        permission: None,
        allow: Vec::new(),
        publish: Vec::new(),
        threads: 0,
        extra: table.anything("extra").unwrap_or_default().json,
    };
    no_effect.sort_by_key(|key| key.span);
    table.remark(without_effect(CONFIG_FILE, &no_effect));
    table.table("site", |table| {
        config.contact =
            table.string("contact").filter(|text| !text.value.is_empty()).and_then(|text| contact(table, text));
        config.publisher =
            table.string("publisher").filter(|text| !text.value.trim().is_empty()).map(|text| text.value);
        config.license = table
            .string("license")
            .filter(|text| !text.value.is_empty())
            .and_then(|text| address(table, text, "license"));
        config.accessibility_statement = table
            .string("accessibility_statement")
            .filter(|text| !text.value.is_empty())
            .and_then(|text| address(table, text, "accessibility_statement"));
        if let Some(id) = table.string("id").and_then(|text| checked_id(table, text)) {
            config.id = id;
        }
        config.notes = table.boolean("notes").unwrap_or(true);
        config.keep_addresses = table.choice("keep_addresses", &SEVERITIES).unwrap_or(Severity::Warning);
    });
    table.table("library", |table| {
        config.library = table.string("path").map(|text| text.value);
        config.permission =
            table.string("permission").filter(|text| !text.value.trim().is_empty()).map(|text| text.value);
    });
    table.table("check", |table| config.levels = levels(table));
    table.table("build", |table| {
        config.output = table.string("output").map(|text| text.value).or(config.output.take());
        config.drafts = table.boolean("drafts").unwrap_or(false);
        config.allow = table.strings("allow");
        config.publish = table.strings("publish");
        config.threads = threads(table).unwrap_or(0);
    });
    config
}

/// The diagnostic for `keys` that are known from Zola and have no effect here, at the first of them in `file`; `None`
/// if there are none.
pub(crate) fn without_effect(file: &str, keys: &[Spanned<String>]) -> Option<Diagnostic> {
    let first = keys.first()?;
    let mut names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.value)).collect();
    names.sort_unstable();
    names.dedup();
    Some(
        Diagnostic::warning(Code::NoEffect, file, first.span, format!("no effect here: {}", names.join(", ")))
            .help("you can leave Zola's keys in place"),
    )
}

/// Reads the severities that a site overrides, by code.
fn levels(table: &mut Table<'_, '_>) -> Vec<(Code, Option<Severity>)> {
    const WITH_OFF: [(&str, Option<Severity>); 3] =
        [("off", None), ("warn", Some(Severity::Warning)), ("error", Some(Severity::Error))];
    let mut levels = Vec::new();
    for (code, name) in CODES.iter() {
        let span = table.span_of(name);
        let Some(level) = table.choice(name, &WITH_OFF) else { continue };
        if level == Some(Severity::Error) || code.may_be_lowered() {
            levels.push((*code, level));
        } else {
            let help = "fix what it reports; the site cannot be built as written otherwise";
            table.invalid(span, format!("`{name}` is always an error"), help);
        }
    }
    levels
}

/// All codes with their names.
static CODES: LazyLock<Vec<(Code, &'static str)>> =
    LazyLock::new(|| Code::ALL.iter().map(|code| (*code, &*code.to_string().leak())).collect());

/// Maximum number of threads: starting thousands of them takes longer than building any site.
pub(crate) const MOST_THREADS: u16 = 256;

fn threads(table: &mut Table<'_, '_>) -> Option<u16> {
    let span = table.span_of("threads");
    let number = table.integer("threads")?;
    let threads = u16::try_from(number).ok().filter(|threads| *threads <= MOST_THREADS);
    if threads.is_none() {
        let message = format!("`threads` must be from 0 to {MOST_THREADS}, not {number}");
        let help = format!("use a number from 1 to {MOST_THREADS}, or 0 for one thread per core");
        table.invalid(span, message, help);
    }
    threads
}

/// Maximum length of a site's id.
const LONGEST_ID: usize = 40;

/// The id of a site that does not set one.
fn id_of(title: &str) -> String {
    let mut id = slug(title).replace(['.', '_'], "-");
    id.truncate(LONGEST_ID);
    if id.is_empty() { "vejviser".to_owned() } else { id }
}

fn checked_id(table: &mut Table<'_, '_>, text: Spanned<String>) -> Option<String> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if (1..=LONGEST_ID).contains(&text.value.len()) && text.value.bytes().all(plain) {
        return Some(text.value);
    }
    let help = format!("use 1 to {LONGEST_ID} lowercase letters, digits and hyphens: \"{}\"", id_of(&text.value));
    table.invalid(text.span, format!("`{}` is not a valid site id", text.value), help);
    None
}

/// The base URL of a site: nothing may follow its path, since the paths of pages are appended to it.
fn base_address(table: &mut Table<'_, '_>, text: Spanned<String>) -> Option<String> {
    let url = address(table, text.clone(), "base_url")?;
    if let Some(wrong) = url.chars().find(|letter| matches!(letter, '?' | '#') || letter.is_whitespace()) {
        let what = if wrong.is_whitespace() { "whitespace".to_owned() } else { format!("`{wrong}`") };
        let message = format!("`base_url` must not contain {what}: the paths of pages are appended to it");
        table.invalid(text.span, message, "give only the address of the site, such as https://example.dk/guide");
        return None;
    }
    Some(url)
}

/// A BCP 47 language tag: `da`, `en-GB`.
fn language(table: &mut Table<'_, '_>, text: Spanned<String>) -> Option<String> {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = text.value.split('-').next().unwrap_or_default();
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_language && text.value.split('-').all(is_part) {
        return Some(text.value);
    }
    let message = format!("`{}` is not a language code", text.value);
    table.invalid(text.span, message, "use a code such as \"da\" for Danish or \"en\" for English");
    None
}

/// An e-mail or web address that readers can write to.
fn contact(table: &mut Table<'_, '_>, text: Spanned<String>) -> Option<String> {
    let is_mail = |text: &str| {
        let parts =
            text.split_once('@').filter(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
        parts.is_some() && !text.contains(|letter: char| letter.is_whitespace() || "<>,;\"".contains(letter))
    };
    if is_web_address(&text.value) || is_mail(&text.value) {
        return Some(text.value);
    }
    let message = format!("`{}` is neither an e-mail address nor a web address", text.value);
    table.invalid(text.span, message, "use the form name@example.dk or https://…");
    None
}

/// An absolute web address, which a browser can open from anywhere.
fn address(table: &mut Table<'_, '_>, text: Spanned<String>, key: &str) -> Option<String> {
    if is_web_address(&text.value) {
        return Some(text.value);
    }
    table.invalid(text.span, format!("`{key}` is not a web address"), "give the full address: https://…");
    None
}

/// Whether `text` is an absolute `http` or `https` URL.
pub(crate) fn is_web_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

impl Config {
    /// Reports what an editor of a portal should add: an address for readers, the accessibility statement.
    /// `portal` says whether the site has pages of the portal's own kinds; for a plain site, none of this is reported.
    /// `record` says whether the site has a record of its data files, which is reported if catalogues would refuse it.
    pub(crate) fn remarks(&self, portal: bool, record: bool, diagnostics: &mut Vec<Diagnostic>) {
        let top = Span::default();
        let mut incomplete = |is_missing: bool, what: &str, key: &str| {
            if record && is_missing {
                let message = format!("the record of the data files has no {what}, which DCAT-AP requires");
                diagnostics.push(
                    Diagnostic::warning(Code::IncompleteRecord, CONFIG_FILE, top, message).help(format!("add {key}")),
                );
            }
        };
        incomplete(self.publisher.is_none(), "publisher", "`publisher = \"…\"` to [site]");
        incomplete(self.description.trim().is_empty(), "description", "`description = \"…\"` above the first table");
        if !portal {
            return;
        }
        if self.contact.is_none() {
            diagnostics.push(
                Diagnostic::warning(Code::NoContact, CONFIG_FILE, top, "readers are given no contact address")
                    .help("add `contact = \"…\"` to [site], with an e-mail address or a web address"),
            );
        }
        if self.accessibility_statement.is_none() {
            diagnostics.push(
                Diagnostic::warning(
                    Code::NoAccessibilityStatement,
                    CONFIG_FILE,
                    top,
                    "the site has no accessibility statement",
                )
                .help("add `accessibility_statement = \"https://…\"` to [site]"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_ID, read};

    fn id(config: &str) -> (String, usize) {
        let mut diagnostics = Vec::new();
        (read(config, &mut diagnostics).id, diagnostics.len())
    }

    #[test]
    fn a_site_without_an_id_is_named_by_its_title() {
        assert_eq!(id("title = \"Tilsyn på Øen 2.0\""), ("tilsyn-paa-oeen-2-0".to_owned(), 0));
        assert_eq!(id("title = \"§\""), ("vejviser".to_owned(), 0));
        assert_eq!(id(&format!("title = \"{}\"", "navn ".repeat(20))).0.len(), LONGEST_ID);
    }

    #[test]
    fn an_id_is_plain_letters() {
        assert_eq!(id("[site]\nid = \"mit-site-2\""), ("mit-site-2".to_owned(), 0));
        for wrong in ["", "Mit", "mit site", "på", "a.b", &"a".repeat(LONGEST_ID + 1)] {
            assert_eq!(id(&format!("[site]\nid = \"{wrong}\"")), ("vejviser".to_owned(), 1), "{wrong}");
        }
    }
}
