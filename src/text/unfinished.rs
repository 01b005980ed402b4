//! Finds text that an editor left unfinished, and Markdown that is broken by a typing error. Both are valid text, so
//! readers would see them.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Span};

pattern!(
    LINK_WITH_BLANK,
    r"\]\(\s*[^()<>\s]+(?: +[^()<>\s]+)*\.(?:md|html|pdf|png|jpe?g|svg|docx?|xlsx?)(?:#[^()\s]*)?\s*\)|\]\(@/[^)\n]*\)"
);
pattern!(LINK_APART, r"\] +\((?:@/|/|\.\.?/|https?://|mailto:)[^)\n]*\)");
pattern!(NO_BLANK, r"^(?:#{2,6}[^#\s]|#\p{Lu})");
pattern!(FOOTNOTE, r"\[\^([^\]\[\s]+)\]");

fn warning(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::warning(Code::UnfinishedText, "", span, message).help(help)
}

/// Mistakes in `source`, a stretch of running text as written in the file. `begins` says whether a paragraph begins
/// with it; `span` returns the span of a range of it.
pub(super) fn in_text(source: &str, begins: bool, span: impl Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if begins
        && source.starts_with('#')
        && let Some(hashes) = NO_BLANK.find(source)
    {
        found.push(warning(span(hashes.range()), "this is not a heading", "add a space after the #"));
    }
    // Nearly all text contains none of these.
    if memchr::memchr3(b'[', b']', b'<', source.as_bytes()).is_none() {
        return found;
    }
    for link in LINK_WITH_BLANK.find_iter(source) {
        let help = "put the address between < and >: [text](<my file.pdf>), or remove the space";
        found.push(warning(span(link.range()), "this is not a link: its address contains a space", help));
    }
    for link in LINK_APART.find_iter(source) {
        found.push(warning(span(link.range()), "this is not a link", "remove the space between ] and ("));
    }
    for mark in FOOTNOTE.captures_iter(source) {
        let (Some(whole), Some(name)) = (mark.get(0), mark.get(1)) else { continue };
        if is_escaped(source, whole.start()) {
            continue;
        }
        let message = format!("undefined footnote `{}`", name.as_str());
        let help = format!("define it on a line of its own: [^{}]: …", name.as_str());
        found.push(Diagnostic::error(Code::BrokenFootnote, "", span(whole.range()), message).help(help));
    }
    for (at, open) in source.match_indices("<!--") {
        if !is_escaped(source, at) {
            found.push(open_comment(span(at..at + open.len())));
        }
    }
    found
}

fn is_escaped(source: &str, at: usize) -> bool {
    source[..at].ends_with('\\')
}

/// A comment that is never closed: readers would see it, or nothing of what follows.
pub(super) fn open_comment(span: Span) -> Diagnostic {
    Diagnostic::error(Code::OpenComment, "", span, "this comment is not closed")
        .help("close it with --> in the same paragraph; to keep a note for other editors, move it into a file whose name begins with _")
}

/// A link without visible text.
pub(super) fn empty_link(span: Span) -> Diagnostic {
    warning(span, "this link has no text", "add text that describes the target: [text](address)")
}

/// A heading without visible text.
pub(super) fn empty_heading(span: Span) -> Diagnostic {
    warning(span, "this heading is empty", "add its text, or remove the #")
}

/// A heading that competes with the page's title.
pub(super) fn second_title(span: Span) -> Diagnostic {
    warning(span, "the page has two first-level headings: this one and its title", "use ## here")
}

/// A link reference without a definition.
pub(super) fn undefined_link(span: Span, name: &str) -> Diagnostic {
    let help = format!("define it on a line of its own, [{name}]: address, or put the address in ( )");
    warning(span, &format!("undefined link reference `{name}`"), &help)
}
