//! Zola's keys in `config.toml`, beyond those that every site may use.
//!
//! Knows all of Zola's documented keys: those that have an effect here, those whose effect is always on, those without
//! effect. See `docs/zola.md`, which has a row for each.

use globset::Glob;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Severity, Span, Spanned};
use crate::load::kinds::SEVERITIES;
use crate::load::slug::slug;
use crate::load::table::Table;

/// What a site sets in Zola's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zola {
    /// Whether the site uses a key that only sites made for Zola have.
    pub is_used: bool,
    /// Whether a sitemap is written (it needs a base URL as well).
    pub sitemap: bool,
    /// Whether the feed may be in Atom format, the only one supported here.
    pub atom: bool,
    /// Whether robots.txt is written.
    pub robots: bool,
    /// Whether the sitemap includes the second and later pages of a list.
    pub pagers_in_sitemap: bool,
    /// The folder that contains the taxonomies; empty for the site's root.
    pub taxonomy_root: String,
    /// Patterns of files in `content/` that are ignored.
    pub ignored_content: Vec<Spanned<String>>,
    /// Patterns of files in `static/` that are ignored.
    pub ignored_static: Vec<Spanned<String>>,
    /// The languages other than that of the site.
    pub languages: Vec<String>,
    /// Severity of a broken internal link.
    pub internal_links: Severity,
}

/// A taxonomy that pages may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaxonomyConfig {
    /// Its name.
    pub name: Spanned<String>,
    /// Whether it has pages of its own.
    pub render: bool,
    /// How the list of a term's pages is paginated.
    pub pagination: Option<Pagination>,
}

/// How a long list is divided into pages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Pagination {
    /// Maximum number of entries on a page; never 0.
    pub by: usize,
    /// The folder of the second and later pages, relative to that of the first; may be empty.
    pub path: String,
    /// Whether the last entry comes first.
    pub is_reversed: bool,
    /// The span of the value of `paginate_by`.
    pub span: Span,
}

/// Keys without effect.
const NO_EFFECT: [&str; 15] = [
    "author",
    "compile_sass",
    "feed_filename",
    "feed_include_authors",
    "feed_limit",
    "generate_feed",
    "hard_link_static",
    "highlight_theme",
    "highlight_themes_css",
    "languages",
    "mode",
    "preserve_dotfiles_in_output",
    "search",
    "slugify",
    "translations",
];

/// Keys of `[link_checker]` without effect: external links are never requested.
const NO_EFFECT_ON_LINKS: [&str; 4] = ["external_level", "ignored_files", "skip_anchor_prefixes", "skip_prefixes"];

/// Keys that identify a site as made for Zola.
const OF_ZOLA: [&str; 10] = [
    "compile_sass",
    "feed_filenames",
    "highlight_code",
    "ignored_content",
    "languages",
    "link_checker",
    "markdown",
    "search",
    "slugify",
    "translations",
];

/// Reads the keys; known keys without effect are added to `no_effect`.
pub(crate) fn read(table: &mut Table<'_, '_>, no_effect: &mut Vec<Spanned<String>>) -> Zola {
    no_effect.extend(table.without_effect(&NO_EFFECT));
    let feeds = table.strings("feed_filenames");
    let mut internal_links = Severity::Error;
    table.table("link_checker", |table| {
        internal_links = table.choice("internal_level", &SEVERITIES).unwrap_or(Severity::Error);
        no_effect.extend(table.without_effect(&NO_EFFECT_ON_LINKS));
    });
    Zola {
        is_used: OF_ZOLA.iter().any(|key| table.has(key)),
        atom: feeds.is_empty() || feeds.iter().any(|name| name.value == "atom.xml"),
        sitemap: table.boolean("generate_sitemap").unwrap_or(true),
        robots: table.boolean("generate_robots_txt").unwrap_or(true),
        pagers_in_sitemap: table
            .choice("exclude_paginated_pages_in_sitemap", &[("none", true), ("all", false)])
            .unwrap_or(true),
        taxonomy_root: table.string("taxonomy_root").map(|root| folder_of(table, &root)).unwrap_or_default(),
        ignored_content: patterns(table, "ignored_content"),
        ignored_static: patterns(table, "ignored_static"),
        languages: table.names("languages"),
        internal_links,
    }
}

/// Patterns of file names, in globset's syntax.
fn patterns(table: &mut Table<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let mut patterns = table.strings(key);
    patterns.retain(|pattern| match Glob::new(&pattern.value) {
        Ok(_) => true,
        Err(error) => {
            let message = format!("invalid pattern `{}`: {}", pattern.value, error.kind());
            table.invalid(pattern.span, message, "use names with * and ?, such as \"*.xlsx\" or \"**/notes\"");
            false
        }
    });
    patterns
}

/// Reads `taxonomies`.
pub(crate) fn taxonomies(table: &mut Table<'_, '_>, no_effect: &mut Vec<Spanned<String>>) -> Vec<TaxonomyConfig> {
    table.tables("taxonomies", |table| {
        no_effect.extend(table.without_effect(&["feed", "lang", "slug"]));
        TaxonomyConfig {
            name: table.required("name", "give the taxonomy a name, such as \"tags\""),
            render: table.boolean("render").unwrap_or(true),
            pagination: pagination(table),
        }
    })
}

/// An output folder in the form used in addresses; reports a path with a component that has no such form.
fn folder_of(table: &mut Table<'_, '_>, path: &Spanned<String>) -> String {
    let parts: Vec<String> = path.value.split('/').filter(|part| !part.is_empty()).map(slug).collect();
    if parts.iter().all(|part| part.contains(|letter: char| letter != '.')) {
        return parts.join("/");
    }
    let message = format!("`{}` is not a folder inside the site", path.value);
    table.invalid(path.span, message, "use a name of letters, digits and hyphens, such as \"page\"");
    String::new()
}

/// Reads `paginate_by`, `paginate_path` and `paginate_reversed`.
pub(crate) fn pagination(table: &mut Table<'_, '_>) -> Option<Pagination> {
    let span = table.span_of("paginate_by");
    let by = table.integer("paginate_by");
    let path = table.string("paginate_path");
    let is_reversed = table.boolean("paginate_reversed").unwrap_or(false);
    let by = by.filter(|by| *by != 0)?;
    let Ok(by) = usize::try_from(by) else {
        table.invalid(span, format!("`paginate_by` is negative: {by}"), "give the page size, or 0 for all");
        return None;
    };
    let path = match path {
        None => "page".to_owned(),
        Some(path) => folder_of(table, &path),
    };
    Some(Pagination { by, path, is_reversed, span })
}
