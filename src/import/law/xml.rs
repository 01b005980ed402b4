//! Text → a tree of elements, within limits.
//!
//! quick-xml finds the tags; this file only collects what they contain. Nothing is expanded but characters by number and
//! the five entities that every XML file has: a document type declaration, where others would be defined, is refused.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};

use crate::import::law::flaw::{AGAIN, Flaw};

/// The root element of a LexDania file.
const ROOT: &str = "Dokument";
/// Maximum depth of elements. A litra in a law is about 20 deep.
const MOST_DEEP: usize = 100;
/// Maximum number of elements. The longest statutes have some ten thousand.
const MOST_ELEMENTS: usize = 500_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, without a namespace.
    pub name: String,
    /// Its attribute `localId`: the number of a paragraph.
    pub local_id: Option<String>,
    /// Its attribute `formaChar`: what its letters look like.
    pub look: Option<String>,
    /// The byte at which it begins.
    pub at: usize,
    /// Its contents, in order.
    pub nodes: Vec<Node>,
}

/// A part of an element's contents.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

impl Element {
    /// The elements directly in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element named `name` directly in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// All characters in it, at any depth.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.collect(text),
                Node::Text(part) => text.push_str(part),
            }
        }
    }

    fn push(&mut self, text: &str) {
        match self.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.nodes.push(Node::Text(text.to_owned())),
        }
    }
}

/// Parses `text`, whose root element must be that of a LexDania file.
pub(super) fn parse(text: &str) -> Result<Element, Flaw> {
    let mut reader = Reader::from_str(text);
    let mut tree = Tree { text, open: Vec::new(), root: None, elements: 0 };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(at);
            tree.broken(at, &error)
        })?;
        match event {
            Event::Start(tag) => tree.open(&tag, at)?,
            Event::Empty(tag) => {
                tree.open(&tag, at)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(part) => tree.characters(&part.xml10_content(), at)?,
            Event::CData(part) => tree.characters(&part.xml10_content(), at)?,
            Event::GeneralRef(reference) => {
                let named = quick_xml::escape::resolve_predefined_entity(&reference);
                match (named, reference.resolve_char_ref()) {
                    (Some(characters), _) => tree.characters(characters, at)?,
                    (None, Ok(Some(letter))) => tree.characters(letter.encode_utf8(&mut [0; 4]), at)?,
                    (None, Ok(None)) => {
                        let message =
                            format!("the file uses the entity `&{};`, which XML does not define", shown(&reference));
                        return Err(tree.flaw(at, message, AGAIN));
                    }
                    (None, Err(_)) => {
                        let message = format!("`&{};` is not a character", shown(&reference));
                        return Err(tree.flaw(at, message, AGAIN));
                    }
                }
            }
            Event::DocType(declaration) => return Err(tree.declaration(&declaration, at)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return tree.end(),
        }
    }
}

/// The tree so far.
struct Tree<'t> {
    text: &'t str,
    /// The elements that are not closed yet, the outermost first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Tree<'_> {
    fn open(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Flaw> {
        let local = tag.local_name();
        let name = local.as_ref();
        if self.root.is_some() {
            let message = format!("there is a second root element, <{}>", shown(name));
            return Err(self.flaw(at, message, AGAIN));
        }
        if self.open.is_empty() && name != ROOT {
            return Err(self.other_root(name, at));
        }
        if self.open.len() == MOST_DEEP {
            let message = format!("the elements are nested more than {MOST_DEEP} deep, which no law is");
            return Err(self.flaw(at, message, AGAIN));
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            let message = format!("the file has more than {MOST_ELEMENTS} elements, which no law has");
            return Err(self.flaw(at, message, AGAIN));
        }
        let attribute = |name: &str| {
            let found = tag.try_get_attribute(name).ok().flatten();
            found.map(|attribute| attribute.value.into_owned())
        };
        let (local_id, look) = (attribute("localId"), attribute("formaChar"));
        self.open.push(Element { name: name.to_owned(), local_id, look, at, nodes: Vec::new() });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn characters(&mut self, text: &str, at: usize) -> Result<(), Flaw> {
        let is_control = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
        if let Some(control) = text.chars().find(|letter| is_control(*letter)) {
            let inside = text.find(control).unwrap_or_default();
            let message = format!("the file contains the control character U+{:04X}", u32::from(control));
            return Err(self.flaw(at + inside, message, AGAIN));
        }
        match self.open.last_mut() {
            Some(element) => element.push(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.flaw(at, "there is text outside the root element", AGAIN)),
        }
        Ok(())
    }

    fn end(mut self) -> Result<Element, Flaw> {
        match (self.open.last(), self.root.take()) {
            (None, Some(root)) => Ok(root),
            (None, None) => Err(Flaw::of_file("the file has no elements", AGAIN)),
            (Some(open), _) => {
                let message = format!("the file ends before <{}> is closed; it is incomplete", shown(&open.name));
                Err(self.flaw(open.at, message, AGAIN))
            }
        }
    }

    fn other_root(&self, name: &str, at: usize) -> Flaw {
        if name.eq_ignore_ascii_case("html") {
            return self.web_page(at);
        }
        let message = format!("this is not a LexDania file: its root element is <{}>, not <{ROOT}>", shown(name));
        self.flaw(at, message, AGAIN)
    }

    fn declaration(&self, declaration: &str, at: usize) -> Flaw {
        let name = declaration.trim_start().split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        if name.eq_ignore_ascii_case("html") {
            return self.web_page(at);
        }
        let message = "the file has a document type declaration, <!DOCTYPE …>, which could define entities or name \
                       other files; it is not read";
        self.flaw(at, message, AGAIN)
    }

    fn web_page(&self, at: usize) -> Flaw {
        self.flaw(at, "this is a web page (HTML), not a LexDania file", AGAIN)
    }

    fn broken(&self, at: usize, error: &Error) -> Flaw {
        let message = match error {
            Error::Syntax(_) => format!("the file is incomplete or broken here: {error}"),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                format!("</{}> is here, but <{}> is not closed yet", shown(found), shown(expected))
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                format!("</{}> is here, but no such element is open", shown(found))
            }
            _ => format!("this is not valid XML: {error}"),
        };
        self.flaw(at, message, AGAIN)
    }

    fn flaw(&self, at: usize, message: impl Into<String>, help: &'static str) -> Flaw {
        Flaw::at(self.text, at, message, help)
    }
}

/// A name from the file, cut to what a message can show.
fn shown(name: &str) -> String {
    let mut shown: String =
        name.chars().take(40).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if name.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match parse(text) {
            Ok(root) => root.text(),
            Err(flaw) => flaw.to_string(),
        }
    }

    #[test]
    fn characters_are_collected_in_order() {
        let text = "<?xml version=\"1.0\"?><!-- x --><Dokument a=\"1\">a<b>&lt;&amp;&#xF8;&#229;</b><![CDATA[<c>]]>d</Dokument>\n";
        assert_eq!(told(text), "a<&øå<c>d");
        assert_eq!(told("<p:Dokument xmlns:p=\"x\">a\r\nb</p:Dokument>"), "a\nb");
        let root = parse("<Dokument><Paragraf id=\"p\" localId=\"7\"/></Dokument>").ok();
        assert_eq!(root.and_then(|root| root.child("Paragraf")?.local_id.clone()).as_deref(), Some("7"));
    }

    #[test]
    fn what_is_not_closed_is_named_where_it_begins() {
        let ends = told("<Dokument>\n <Stk>a");
        assert!(ends.starts_with("2:2: the file ends before <Stk> is closed"), "{ends}");
        assert!(told("<Dokument>\n <Stk").starts_with("2:2: the file is incomplete or broken here"));
        let crossed = told("<Dokument><a><b></a></b></Dokument>");
        assert!(crossed.starts_with("1:17: </a> is here, but <b> is not closed yet"), "{crossed}");
        assert!(told("</Dokument>").contains("no such element is open"));
        assert!(told("<!-- a").contains("incomplete or broken"));
        assert!(told("<!-- a -->").contains("has no elements"));
        assert!(told("<Dokument>a & b</Dokument>").contains("not valid XML"));
    }

    #[test]
    fn nothing_is_defined_and_nothing_else_is_read() {
        let bomb = "<!DOCTYPE Dokument [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Dokument>&b;</Dokument>";
        assert!(told(bomb).contains("a document type declaration"), "{}", told(bomb));
        let other = "<!DOCTYPE Dokument [<!ENTITY a SYSTEM \"file:///etc/hosts\">]><Dokument>&a;</Dokument>";
        assert!(told(other).contains("a document type declaration"));
        assert!(told("<Dokument>&nbsp;</Dokument>").starts_with("1:11: the file uses the entity `&nbsp;`"));
        assert!(told("<Dokument>&#xD800;</Dokument>").contains("`&#xD800;` is not a character"));
        assert!(told("<Dokument>&#1;</Dokument>").contains("control character U+0001"));
        assert!(told("<Dokument>\na\u{2}</Dokument>").starts_with("2:2: the file contains the control character"));
    }

    #[test]
    fn other_files_are_named() {
        for page in ["<!DOCTYPE html><html><br></html>", "<html lang=\"da\">", "<HTML>"] {
            assert!(told(page).contains("this is a web page (HTML)"), "{page}");
        }
        assert!(told("<lov/>").contains("its root element is <lov>, not <Dokument>"));
        assert!(told("<Dokument/><Dokument/>").contains("a second root element"));
        assert!(told("<Dokument/>x").contains("text outside the root element"));
        let long = told(&format!("<{}/>", "x".repeat(100_000)));
        assert!(long.len() < 400, "{}", long.len());
    }

    #[test]
    fn depth_and_number_of_elements_are_limited() {
        let deep = |levels: usize| told(&format!("<Dokument>{}", "<a>".repeat(levels)));
        assert!(deep(MOST_DEEP - 1).contains("the file ends before"));
        assert!(deep(1_000_000).contains("nested more than 100 deep"));
        let many = format!("<Dokument>{}</Dokument>", "<a/>".repeat(MOST_ELEMENTS));
        assert!(told(&many).contains("more than 500000 elements"));
    }
}
