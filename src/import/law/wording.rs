//! The wording of one subsection (stykke), from its elements: running text and lists, with their numbers and letters.
//!
//! No word and no punctuation mark is added or lost. Only white space is made uniform, since in XML it is layout, and
//! invisible characters are dropped.

use crate::import::law::xml::{Element, Node};
use crate::load::characters::{plain, visible};

/// How many unknown elements of one wording are named.
const MOST_UNKNOWN: usize = 5;

/// A wording, and what is odd about it.
#[derive(Debug, Default)]
pub(super) struct Wording {
    /// Its lines: the running text, and one for every number or letter of a list.
    lines: Vec<String>,
    /// Whether the next text begins a line.
    fresh: bool,
    /// The first element that words cannot stand for, such as a table.
    pub unquotable: Option<String>,
    /// Elements that are not known; their text is taken over.
    pub unknown: Vec<String>,
    /// Number of footnotes that were left out: they are not part of the law.
    pub notes: usize,
}

impl Wording {
    /// Takes over the contents of `element`, which is a paragraph, a subsection or a list item.
    pub(super) fn read(&mut self, element: &Element) {
        for node in &element.nodes {
            let Node::Element(child) = node else {
                if let Node::Text(text) = node {
                    self.add(text);
                }
                continue;
            };
            match child.name.as_str() {
                // The number and the heading; the caller has read them.
                "Explicatus" | "Rubrica" => {}
                "Index" => self.list(child),
                "Indentatio" => self.item(child),
                "Exitus" => {
                    self.read(child);
                    self.add(" ");
                }
                // A line of print: where the next one begins, there is a blank.
                "Linea" => {
                    self.read(child);
                    self.add(" ");
                }
                "Char" => self.characters(child),
                "Nota" => self.notes += 1,
                "Table" | "Billede" | "Image" | "Formel" => {
                    self.unquotable.get_or_insert_with(|| format!("it has a <{}>", child.name));
                }
                name => {
                    if self.unknown.len() < MOST_UNKNOWN && !self.unknown.iter().any(|known| known == name) {
                        self.unknown.push(name.to_owned());
                    }
                    self.read(child);
                }
            }
        }
    }

    fn list(&mut self, list: &Element) {
        self.read(list);
        self.fresh = true;
    }

    fn item(&mut self, item: &Element) {
        self.fresh = true;
        if let Some(number) = item.child("Explicatus") {
            self.add(&number.text());
            self.add(" ");
        }
        self.read(item);
        self.fresh = true;
    }

    fn characters(&mut self, element: &Element) {
        let raised = element.look.as_deref().is_some_and(|look| look.eq_ignore_ascii_case("superscript"));
        if !raised || element.children().next().is_some() {
            return self.read(element);
        }
        // "10 m²" must not become "10 m2".
        let raised = |letter: char| match letter {
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(letter) - u32::from('0')).unwrap_or(letter),
            letter => letter,
        };
        self.add(&element.text().chars().map(raised).collect::<String>());
    }

    fn add(&mut self, text: &str) {
        if text.trim().is_empty() {
            // White space begins no line.
            if let Some(last) = self.lines.last_mut().filter(|_| !self.fresh && !text.is_empty()) {
                last.push(' ');
            }
            return;
        }
        match self.lines.last_mut().filter(|_| !self.fresh) {
            Some(last) => last.push_str(text),
            None => self.lines.push(text.to_owned()),
        }
        self.fresh = false;
    }

    /// The text: a line for the running text and one for every number or letter of a list.
    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| collapsed(line)).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// `text` as it is printed: composed letters, no invisible characters, one blank where there is white space. Blanks that
/// keep words together stay.
pub(super) fn collapsed(text: &str) -> String {
    let text = plain(visible(text).into_owned());
    let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::law::xml::parse;

    fn read(xml: &str) -> Wording {
        let mut wording = Wording::default();
        if let Ok(root) = parse(&format!("<Dokument>{xml}</Dokument>")) {
            wording.read(&root);
        }
        wording
    }

    #[test]
    fn lines_of_print_and_parts_of_words_are_joined() {
        let xml = "<Explicatus>Stk. 2.</Explicatus><Exitus><Linea><Char>Enhver kan </Char><Char formaChar=\"Italic\">prø</Char>\
                   <Char>ve</Char>,</Linea>\n  <Linea><Char>jf.\n   stk. 1.</Char></Linea></Exitus>";
        assert_eq!(read(xml).text(), "Enhver kan prøve, jf. stk. 1.");
        assert_eq!(read("<Exitus>a</Exitus><Exitus>b</Exitus>").text(), "a b");
        assert_eq!(read("pr\u{ad}øve \u{200b}a\u{30a}§\u{a0}1").text(), "prøve å§\u{a0}1");
    }

    #[test]
    fn lists_keep_their_numbers_and_letters() {
        let xml = "<Exitus><Linea>Der er krav om</Linea><Index><Indentatio><Explicatus>1)</Explicatus><Exitus>\
                   <Linea>ro,</Linea><Index><Indentatio><Explicatus>a)</Explicatus><Exitus><Linea>om dagen og</Linea>\
                   </Exitus></Indentatio><Indentatio><Explicatus>b)</Explicatus><Exitus><Linea>om natten, og</Linea>\
                   </Exitus></Indentatio></Index></Exitus></Indentatio>\n<Indentatio><Explicatus>2)</Explicatus><Exitus>\
                   <Linea>orden.</Linea></Exitus></Indentatio></Index>\n<Linea>Kravene er ens.</Linea></Exitus>";
        let expected = "Der er krav om\n1) ro,\na) om dagen og\nb) om natten, og\n2) orden.\nKravene er ens.";
        assert_eq!(read(xml).text(), expected);
    }

    #[test]
    fn what_words_cannot_say_is_reported() {
        assert_eq!(read("a<Table><Tr><Td>1</Td></Tr></Table>").unquotable.as_deref(), Some("it has a <Table>"));
        let unknown = read("a <Ukendt>b</Ukendt> c<Ukendt/>");
        assert_eq!((unknown.text().as_str(), unknown.unknown), ("a b c", vec!["Ukendt".to_owned()]));
        let noted = read("a<Nota><Explicatus>1)</Explicatus><Exitus>Note.</Exitus></Nota> b");
        assert_eq!((noted.text().as_str(), noted.notes), ("a b", 1));
        assert_eq!(
            read("10 m<Char formaChar=\"Superscript\">2</Char> er 10<Char formaChar=\"Superscript\">40</Char>").text(),
            "10 m² er 10⁴⁰"
        );
    }
}
