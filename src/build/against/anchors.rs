//! The anchors of a finished page that reports can cite.
//!
//! Reads a page with the tokenizer, without building a tree. Knows HTML, and nothing of what the site's templates do with
//! it, so that pages of any theme and any earlier version of the program are read alike.
//!
//! An anchor is the id of an element in the page's content. Two kinds of ids are none: those in parts that readers never
//! jump to (form fields, templates, drawings), and those that only tie parts of the page together, because an attribute
//! such as `for` or `aria-labelledby` names them and no link of the site leads there. Nobody has such an address: it is in
//! no link that could be copied.

use std::collections::BTreeSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use percent_encoding::percent_decode_str;

use crate::model::address;

/// What a finished page says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::build) struct PageAnchors {
    /// The text of its `title` element.
    pub(in crate::build) title: Option<String>,
    /// The ids to which a link can lead.
    pub(super) targets: BTreeSet<String>,
    /// The ids that attributes of other elements name.
    pub(super) named: BTreeSet<String>,
    /// Where its links with an anchor lead: path and anchor.
    pub(super) links: BTreeSet<(String, String)>,
}

/// Elements whose content is not part of the page as it is read: ids in them are for scripts and drawings.
const INERT: [&[u8]; 3] = [b"template", b"svg", b"math"];

/// Elements to which nobody jumps: parts of forms, whose ids are for labels and scripts, and elements that are not shown.
const UNSEEN: [&[u8]; 19] = [
    b"form",
    b"fieldset",
    b"legend",
    b"label",
    b"input",
    b"select",
    b"optgroup",
    b"option",
    b"datalist",
    b"textarea",
    b"button",
    b"output",
    b"meter",
    b"progress",
    b"template",
    b"script",
    b"style",
    b"link",
    b"meta",
];

/// Attributes that name other elements of the page by their ids, separated by spaces.
const NAMING: [&[u8]; 15] = [
    b"for",
    b"form",
    b"list",
    b"headers",
    b"itemref",
    b"popovertarget",
    b"commandfor",
    b"aria-labelledby",
    b"aria-describedby",
    b"aria-details",
    b"aria-controls",
    b"aria-owns",
    b"aria-flowto",
    b"aria-activedescendant",
    b"aria-errormessage",
];

impl PageAnchors {
    /// Reads the page at `path`.
    pub(in crate::build) fn read(path: &str, html: &[u8]) -> Self {
        let mut reader = Reader::default();
        let mut emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> { reader.event(event) });
        emitter.naively_switch_states(true);
        // The events have all been handled; the tokenizer has nothing left to return.
        Tokenizer::new_with_emitter(html, emitter).for_each(drop);
        reader.finish(path)
    }
}

/// The attributes that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Id,
    Name,
    Href,
    Naming,
    Other,
}

/// The start tag that is being read.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    ids: Vec<String>,
    href: Option<String>,
}

#[derive(Debug, Default)]
struct Reader {
    tag: Tag,
    attribute: Option<Attribute>,
    /// How many `main` elements are open, and how many inert ones.
    main: usize,
    inert: usize,
    has_main: bool,
    in_title: bool,
    title: Option<String>,
    inside: BTreeSet<String>,
    outside: BTreeSet<String>,
    named: BTreeSet<String>,
    hrefs: BTreeSet<String>,
}

impl Reader {
    fn event(&mut self, event: CallbackEvent<'_>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.name.clear();
                self.tag.name.extend(name);
                self.tag.ids.clear();
                self.tag.href = None;
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute = Some(self.attribute_named(name)),
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.in_title => {
                self.title.get_or_insert_default().push_str(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
        None
    }

    fn attribute_named(&self, name: &[u8]) -> Attribute {
        match name {
            b"id" => Attribute::Id,
            b"name" if self.tag.name == b"a" => Attribute::Name,
            b"href" if self.tag.name == b"a" || self.tag.name == b"area" => Attribute::Href,
            name if NAMING.contains(&name) => Attribute::Naming,
            _ => Attribute::Other,
        }
    }

    fn value(&mut self, value: &[u8]) {
        let text = || String::from_utf8_lossy(value).into_owned();
        match self.attribute {
            Some(Attribute::Id | Attribute::Name) => self.tag.ids.push(text()),
            Some(Attribute::Href) if value.contains(&b'#') => self.tag.href = Some(text()),
            Some(Attribute::Naming) => self.named.extend(text().split_ascii_whitespace().map(str::to_owned)),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let name = self.tag.name.as_slice();
        if self.inert == 0 {
            self.hrefs.extend(self.tag.href.take());
            if !UNSEEN.contains(&name) {
                let ids = if self.main > 0 { &mut self.inside } else { &mut self.outside };
                ids.append(&mut self.tag.ids.drain(..).collect());
            }
        }
        match name {
            b"main" => {
                // The id of the content itself is left out: without it, a reader still arrives at the same place.
                self.main += 1;
                self.has_main = true;
            }
            b"title" => self.in_title = self.title.is_none() && self.inert == 0,
            // Only foreign elements can close themselves.
            name if INERT.contains(&name) && !(self_closing && matches!(name, b"svg" | b"math")) => self.inert += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"main" => self.main = self.main.saturating_sub(1),
            b"title" => self.in_title = false,
            name if INERT.contains(&name) => self.inert = self.inert.saturating_sub(1),
            _ => {}
        }
    }

    fn finish(self, path: &str) -> PageAnchors {
        let title = self.title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
        PageAnchors {
            title: title.filter(|title| !title.is_empty()),
            targets: if self.has_main { self.inside } else { self.outside },
            named: self.named,
            links: self.hrefs.iter().filter_map(|href| linked(path, href)).collect(),
        }
    }
}

/// Path and anchor that the link `href` on the page at `path` leads to; `None` if it leads out of the site.
fn linked(path: &str, href: &str) -> Option<(String, String)> {
    let (before, anchor) = href.split_once('#')?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
    let anchor = decoded(anchor)?;
    let page = before.split('?').next().unwrap_or_default();
    if page.is_empty() {
        return Some((path.to_owned(), anchor));
    }
    if page.starts_with("//") || page.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let folder = if page.starts_with('/') { "" } else { address::folder(path) };
    Some((address::join(folder, &decoded(page)?)?, anchor))
}

#[cfg(test)]
mod tests {
    use super::{PageAnchors, linked};

    fn read(html: &str) -> PageAnchors {
        PageAnchors::read("a/b.html", html.as_bytes())
    }

    fn targets(html: &str) -> Vec<String> {
        read(html).targets.into_iter().collect()
    }

    #[test]
    fn what_readers_jump_to_is_an_anchor() {
        let html = "<title>En &amp; to</title><nav id=nav></nav><main id=top><h2 id=h>H</h2><li id='spoergsmaal-1'>\
                    <p id=linje-3><a name=gammel></a><section id=afsnit-1.1></section></main><footer id=f></footer>";
        assert_eq!(targets(html), ["afsnit-1.1", "gammel", "h", "linje-3", "spoergsmaal-1"]);
        assert_eq!(read(html).title.as_deref(), Some("En & to"));
        assert_eq!(targets("<body><h2 id=h></h2></body>"), ["h"], "a page without `main` is all content");
        assert_eq!(targets("<main><p id=\"&aelig;&#x2f;\"></main>"), ["æ/"], "as a browser reads it");
    }

    #[test]
    fn what_readers_never_jump_to_is_none() {
        for html in [
            "<form id=x></form>",
            "<label id=x></label>",
            "<input id=x>",
            "<button id=x></button>",
            "<select id=x></select>",
            "<textarea id=x></textarea>",
            "<textarea><p id=x></textarea>",
            "<template id=x><p id=y></p></template>",
            "<script id=x></script>",
            "<svg><g id=x></g></svg>",
            "<script>'<p id=x>'</script>",
            "<style>/*<p id=x>*/</style>",
            "<!-- <p id=x> -->",
            "<p data-id=x></p>",
            "<p id></p>",
            "<p id=''></p>",
            "<p title='<p id=x>'></p>",
            "<input name=x>",
        ] {
            assert_eq!(targets(&format!("<main>{html}</main>")), [""; 0], "{html}");
        }
        let around = "<main><svg/><template></template></template><svg id=tegning></svg><template/><p id=x></template>\
                      <p id=efter></main>";
        assert_eq!(targets(around), ["efter", "tegning"]);
    }

    #[test]
    fn what_ties_a_page_together_is_named() {
        let html = "<main><section aria-labelledby='a b'><h2 id=a></h2></section><label for=c></label>\
                    <td headers=d><div aria-describedby=\"e\" title=f></main>";
        assert_eq!(read(html).named.into_iter().collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn links_lead_to_anchors_of_the_site() {
        let to = |href: &str| linked("a/b.html", href);
        let at = |path: &str, anchor: &str| Some((path.to_owned(), anchor.to_owned()));
        assert_eq!(to("#h"), at("a/b.html", "h"));
        assert_eq!(to("c.html#h"), at("a/c.html", "h"));
        assert_eq!(to("../c.html?q=1#h"), at("c.html", "h"));
        assert_eq!(to("/c.html#h"), at("c.html", "h"));
        assert_eq!(to("5%2Ec.html#%C3%A6"), at("a/5.c.html", "æ"));
        for outside in ["c.html", "https://a.dk/c.html#h", "//a.dk/#h", "../../c.html#h", "mailto:a#h", "#%ff"] {
            assert_eq!(to(outside), None, "{outside}");
        }
        assert_eq!(read("<a href=#x></a><link href=#y><area href='c.html#z'>").links.len(), 2);
    }
}
