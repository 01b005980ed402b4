//! Active content in raw HTML: anything that runs, loads, frames, sends or restyles instead of marking up text.
//!
//! The Content-Security-Policy of the standard theme forbids most of it, so it would be dead at best; a custom theme
//! may have no such policy. On a portal it is an error; see [`Site::is_plain`](crate::model::Site::is_plain).

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic, Span};

const SCRIPTS: &str = "move the script to a file in the theme's `assets/js/`";
const STYLES: &str = "move the style to the theme's stylesheet, and use its classes here";
const FRAMES: &str = "link to it instead: [what it is](https://…)";
const FORMS: &str = "link to a page with the form: [what it is](https://…)";
const HEAD: &str = "move it to the theme's `base.html`";
const PLAIN: &str = "remove it: browsers do not parse what follows as written";

/// Elements that do not mark up text, and what to do instead.
const ELEMENTS: [(&str, &str); 19] = [
    ("script", SCRIPTS),
    ("style", STYLES),
    ("iframe", FRAMES),
    ("frame", FRAMES),
    ("frameset", FRAMES),
    ("fencedframe", FRAMES),
    ("object", FRAMES),
    ("embed", FRAMES),
    ("applet", FRAMES),
    ("form", FORMS),
    ("base", HEAD),
    ("link", HEAD),
    ("meta", HEAD),
    // A browser reads these as plain text up to the end tag, or drops their content: what looks like a comment or a tag
    // in them is not one, and vice versa.
    ("textarea", FORMS),
    ("noscript", PLAIN),
    ("noembed", PLAIN),
    ("noframes", PLAIN),
    ("xmp", PLAIN),
    ("plaintext", PLAIN),
];

/// Active attributes, besides all that begin with `on`.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("style", STYLES),
    ("srcdoc", FRAMES),
    ("formaction", FORMS),
    ("http-equiv", HEAD),
    ("ping", "remove it: a portal does not track its readers"),
    ("attributionsrc", "remove it: a portal does not track its readers"),
];

/// Attributes that contain addresses, except those that are resolved as links, where their schemes are checked.
const ADDRESSES: [&str; 13] = [
    "xlink:href",
    "action",
    "data",
    "poster",
    "background",
    "cite",
    "longdesc",
    "codebase",
    "classid",
    "archive",
    "manifest",
    "srcset",
    "usemap",
];

/// SVG elements that change an attribute of another element.
const ANIMATIONS: [&str; 5] = ["animate", "set", "animatetransform", "animatemotion", "animatecolor"];

const ADDRESS: &str = "use https:, http:, mailto: or tel:, or link to a page of this site";

fn mistake(span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::ActiveHtml, "", span, message).help(help)
}

/// The diagnostic for an active element. `name` is in lower case.
pub(super) fn element(name: &str, span: Span) -> Option<Diagnostic> {
    let (_, help) = ELEMENTS.iter().find(|(other, _)| *other == name)?;
    Some(mistake(span, format!("`<{name}>` is active content, which does not belong in the text of a page"), help))
}

/// The diagnostic for an active attribute of `element`. `name` is in lower case; `value` is without entities.
pub(super) fn attribute(element: &str, name: &str, value: &str, span: Span) -> Option<Diagnostic> {
    let acts = |help| {
        Some(mistake(span, format!("`{name}` is active content, which does not belong in the text of a page"), help))
    };
    if name.len() > 2 && name.starts_with("on") {
        return acts(SCRIPTS);
    }
    if let Some((_, help)) = ATTRIBUTES.iter().find(|(other, _)| *other == name) {
        return acts(help);
    }
    let changed = value.trim().to_ascii_lowercase();
    if ANIMATIONS.contains(&element)
        && name == "attributename"
        && (changed.ends_with("href") || changed.starts_with("on") || changed == "src")
    {
        return Some(mistake(
            span,
            format!("an animation of the attribute `{}` is active content", value.trim()),
            "remove it",
        ));
    }
    let scheme = acting_scheme(value).filter(|_| ADDRESSES.contains(&name))?;
    Some(mistake(span, format!("links to `{scheme}:` are not allowed"), ADDRESS))
}

/// The diagnostic for a text that a theme may put into an address.
pub(super) fn address(value: &str, span: Span) -> Option<Diagnostic> {
    let scheme = acting_scheme(value)?;
    Some(mistake(span, format!("links to `{scheme}:` are not allowed"), ADDRESS))
}

/// The diagnostic for an active attribute of a heading: `## Title { onclick=… }`.
pub(super) fn heading_attribute(name: &str, value: &str, span: Span) -> Option<Diagnostic> {
    attribute("h1", &name.to_ascii_lowercase(), value, span)
}

/// The diagnostic for a fragment that leaves something open.
pub(super) fn unfinished(what: &str, span: Span) -> Diagnostic {
    mistake(
        span,
        format!("{what} is not closed; browsers take what follows as part of it"),
        "close it before the next blank line, where raw HTML ends",
    )
}

/// The diagnostic for a title that contains more than text.
pub(super) fn title(span: Span) -> Diagnostic {
    mistake(span, "`<title>` contains more than text, which is ambiguous to browsers".to_owned(), "use only text in it")
}

/// The diagnostic for a CDATA section, which only XML has.
pub(super) fn cdata(span: Span) -> Diagnostic {
    mistake(span, "a CDATA section is ambiguous to browsers".to_owned(), "write the text without CDATA")
}

/// Prefixes of the media types that a browser runs in `data:` addresses.
const DOCUMENTS: [&str; 4] = ["text/", "application/", "image/svg", "multipart/"];

/// The scheme of an address that, as a browser reads it, runs code or replaces the page.
fn acting_scheme(address: &str) -> Option<&'static str> {
    let address = as_browsers_read(address);
    let (scheme, rest) = address.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "javascript" => Some("javascript"),
        "vbscript" => Some("vbscript"),
        "data" => {
            let kind = rest.trim_start().to_ascii_lowercase();
            DOCUMENTS.iter().any(|document| kind.starts_with(document)).then_some("data")
        }
        _ => None,
    }
}

/// An address without what browsers ignore: control characters and spaces at both ends, tabs and line breaks anywhere.
pub(crate) fn as_browsers_read(address: &str) -> Cow<'_, str> {
    let trimmed = address.trim_matches(|letter: char| letter <= ' ');
    if trimmed.contains(['\t', '\n', '\r']) {
        Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}
