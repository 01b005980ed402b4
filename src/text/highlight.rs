//! Syntax highlighting: a library's grammars assign classes to the parts of the code, and a stylesheet assigns colours
//! to the classes.
//!
//! As in Zola, the classes are the names of the grammars' scopes with the prefix `z-`.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Size limits in bytes, for a block and for a line in it. Grammars look far ahead, so longer code, which nobody wrote
/// by hand, is not highlighted.
const LONGEST_BLOCK: usize = 64 * 1024;
const LONGEST_LINE: usize = 1000;

/// The prefix of all class names.
const PREFIX: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "z-" };

/// The language of a code block: the first word of its info string, as in "rust,linenos".
pub(super) fn language(fence: &str) -> &str {
    fence.split([',', ' ', '\t']).next().unwrap_or_default()
}

/// Highlights `code` as HTML; `None` if `language` is unknown or the code is too long.
pub(super) fn highlight(code: &str, language: &str) -> Option<String> {
    if code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let grammar = GRAMMARS.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, PREFIX);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, highlight, language};

    #[test]
    fn known_languages_get_classes() {
        let html = highlight("let x = \"<b>\"; // y\n", "rust").unwrap_or_default();
        assert!(html.contains("z-storage") && html.contains("z-string") && html.contains("z-comment"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("style="), "{html}");
        assert!(highlight("a = 1\n", "toml").is_some_and(|html| html.contains("z-constant")));
    }

    #[test]
    fn what_is_not_known_or_too_long_stays_plain() {
        assert_eq!(highlight("x\n", "intet-sprog"), None);
        assert_eq!(highlight(&"x".repeat(LONGEST_LINE + 1), "rust"), None);
    }

    #[test]
    fn the_language_is_the_first_word() {
        assert_eq!(["rust,linenos", "toml", "js hl_lines=1", ""].map(language), ["rust", "toml", "js", ""]);
    }
}
