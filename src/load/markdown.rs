//! How page bodies are parsed: `[markdown]` in `config.toml`, with Zola's keys.
//!
//! Knows which of Zola's keys have an effect here; the effect itself is up to the *text* stage.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Spanned;
use crate::load::table::Table;

/// How page bodies are parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Markdown {
    /// Where headings get a link to themselves, on pages whose section does not specify it.
    pub anchor_links: AnchorLinks,
    /// Whether code is highlighted.
    pub highlights: bool,
    /// Whether quotation marks, dashes and ellipses become typographic ones.
    pub smart_punctuation: bool,
    /// Whether definition lists are enabled.
    pub definition_lists: bool,
}

impl Markdown {
    /// The same settings, with code highlighted if `highlights` is set.
    pub(crate) fn highlighting(self, highlights: bool) -> Self {
        Self { highlights: self.highlights || highlights, ..self }
    }
}

/// Where a heading gets a link to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(crate) enum AnchorLinks {
    /// Nowhere.
    #[default]
    None,
    /// Before its text.
    Left,
    /// After its text.
    Right,
    /// Its text is the link.
    Heading,
}

/// The places for a heading's link, by the names an editor writes.
pub(crate) const ANCHOR_LINKS: [(&str, AnchorLinks); 4] = [
    ("none", AnchorLinks::None),
    ("left", AnchorLinks::Left),
    ("right", AnchorLinks::Right),
    ("heading", AnchorLinks::Heading),
];

/// Keys of `[markdown]` without effect, including those of older releases of Zola.
const NO_EFFECT: [&str; 11] = [
    "bottom_footnotes",
    "external_links_class",
    "external_links_external",
    "external_links_no_follow",
    "external_links_no_referrer",
    "external_links_target_blank",
    "extra_syntaxes",
    "extra_syntaxes_and_themes",
    "highlight_theme",
    "highlight_themes_css",
    "render_emoji",
];

/// Keys of `[markdown.highlighting]` without effect: the colours come from the theme's stylesheet.
const NO_EFFECT_ON_CODE: [&str; 6] =
    ["dark_theme", "error_on_missing_language", "extra_grammars", "extra_themes", "light_theme", "theme"];

/// Reads `[markdown]`; known keys without effect are added to `no_effect`.
pub(crate) fn read(table: &mut Table<'_, '_>, no_effect: &mut Vec<Spanned<String>>) -> Markdown {
    // Both are always on.
    table.boolean("github_alerts");
    table.boolean("lazy_async_image");
    let mut highlights = table.boolean("highlight_code").unwrap_or(false);
    table.table("highlighting", |table| {
        highlights = true;
        table.choice("style", &[("class", ()), ("inline", ())]);
        no_effect.extend(table.without_effect(&NO_EFFECT_ON_CODE));
    });
    no_effect.extend(table.without_effect(&NO_EFFECT));
    Markdown {
        anchor_links: table.choice("insert_anchor_links", &ANCHOR_LINKS).unwrap_or_default(),
        highlights,
        smart_punctuation: table.boolean("smart_punctuation").unwrap_or(false),
        definition_lists: table.boolean("definition_list").unwrap_or(false),
    }
}
