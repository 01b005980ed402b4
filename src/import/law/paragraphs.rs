//! The paragraphs of a statute and their subsections (stykker), from the elements of the file.
//!
//! On a site a subsection is known by its position. So a paragraph whose subsections are not numbered 1, 2, 3 … in the file
//! is not quotable: a reference would lead to the wrong words.

use std::collections::BTreeSet;

use crate::import::law::flaw::{AGAIN, Flaw};
use crate::import::law::meta::Document;
use crate::import::law::wording::{Wording, collapsed};
use crate::import::law::xml::Element;
use crate::import::law::{Law, Note, Paragraph, number};

/// Maximum number of notes about one file.
const MOST_NOTES: usize = 100;

/// Reads the paragraphs in `root`, which was made from `text`.
pub(super) fn read(root: &Element, text: &str, document: Document) -> Result<Law, Flaw> {
    let lines = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut found = Found { lines, paragraphs: Vec::new(), numbers: BTreeSet::new(), notes: Vec::new() };
    found.walk(root);
    if found.paragraphs.is_empty() || document.amends() {
        return Err(no_statute(root, text, &document));
    }
    found.notes.truncate(MOST_NOTES);
    Ok(Law { document, paragraphs: found.paragraphs, notes: found.notes })
}

/// Why a document has no statute to quote.
fn no_statute(root: &Element, text: &str, document: &Document) -> Flaw {
    let content = root.child("DokumentIndhold");
    let at = content.map_or(root.at, |content| content.at);
    if document.amends() {
        let message = "this act only amends others: it has instructions, not the text of a law";
        return Flaw::at(text, at, message, "use the latest lovbekendtgørelse of the law itself");
    }
    if content.is_none() {
        let message = "the document has no text, only what is said about it (<Meta>)";
        return Flaw::at(text, at, message, "retsinformation.dk has old laws without their text; use a later version");
    }
    Flaw::at(text, at, "the document has no paragraphs", AGAIN)
}

/// What was found so far.
struct Found {
    /// The bytes of all line ends.
    lines: Vec<usize>,
    paragraphs: Vec<Paragraph>,
    /// The numbers that are taken.
    numbers: BTreeSet<String>,
    notes: Vec<Note>,
}

impl Found {
    /// Reads the paragraphs in `element`, whatever chapters and groups they are in. Amendments, annexes, footnotes and
    /// provisions of other acts on their entry into force have paragraphs of their own, which are not the statute's.
    fn walk(&mut self, element: &Element) {
        for child in element.children() {
            match child.name.as_str() {
                "Paragraf" => self.paragraph(child),
                name if name == "Bilag" || name.starts_with("Aendring") || name.starts_with("Ikraft") => {
                    if has_paragraph(child) {
                        let message = "the paragraphs here are not the statute's own, and are left out";
                        self.note(child, format!("<{name}>: {message}"));
                    }
                }
                "Meta" | "Nota" => {}
                _ => self.walk(child),
            }
        }
    }

    fn line(&self, element: &Element) -> usize {
        self.lines.partition_point(|end| *end < element.at) + 1
    }

    fn note(&mut self, element: &Element, message: String) {
        self.notes.push(Note { line: self.line(element), message });
    }

    fn paragraph(&mut self, element: &Element) {
        let written = element.child("Explicatus").map(Element::text).as_deref().and_then(number);
        let Some(number) = written.or_else(|| number(element.local_id.as_deref()?)) else {
            return self.note(element, "a paragraph without a number is left out".to_owned());
        };
        let name = super::name(&number);
        if !self.numbers.insert(number.clone()) {
            return self.note(element, format!("{name} is there twice; the second one is left out"));
        }
        let mut subsections = Vec::new();
        let mut unquotable = outside(element);
        // A paragraph of one subsection may have its text directly in it.
        let parts: Vec<&Element> = match element.child("Stk") {
            Some(_) => element.children().filter(|child| child.name == "Stk").collect(),
            None => vec![element],
        };
        for (position, part) in (1..).zip(parts) {
            let mut wording = Wording::default();
            wording.read(part);
            let text = wording.text();
            let numbered =
                part.child("Explicatus").filter(|_| part.name == "Stk").map(|label| collapsed(&label.text()));
            let wrong = match numbered {
                // The first one has no number of its own.
                Some(label) if !label.is_empty() && label != format!("Stk. {position}.") => {
                    Some(format!("`{label}` is where stk. {position} should be"))
                }
                _ => match wording.unquotable {
                    Some(why) => Some(format!("stk. {position}: {why}")),
                    None => text.is_empty().then(|| format!("stk. {position} has no text")),
                },
            };
            unquotable = unquotable.or(wrong);
            for unknown in &wording.unknown {
                let unknown: String = unknown.chars().take(40).collect();
                let message = format!("{name}, stk. {position} has an unknown element <{unknown}>; its text is kept");
                self.note(part, message);
            }
            if wording.notes > 0 {
                self.note(part, format!("{name}, stk. {position}: {} left out", footnotes(wording.notes)));
            }
            subsections.push(text);
        }
        let line = self.line(element);
        self.paragraphs.push(Paragraph { number, line, subsections, unquotable });
    }
}

/// Why the subsections of a paragraph would not have all its words, or would have words of others: text beside them, or
/// subsections and paragraphs in places where none are read.
fn outside(paragraph: &Element) -> Option<String> {
    let has_subsections = paragraph.child("Stk").is_some();
    for child in paragraph.children() {
        match child.name.as_str() {
            "Explicatus" | "Nota" => {}
            "Stk" if !has_nested(child) => {}
            "Stk" => return Some("a stk. has another stk. or a paragraph in it".to_owned()),
            name if has_nested(child) => return Some(format!("<{name}> has stykker or a paragraph in it")),
            name if has_subsections && !collapsed(&child.text()).is_empty() => {
                return Some(format!("<{name}> has text that is in no stk."));
            }
            _ => {}
        }
    }
    None
}

fn has_nested(element: &Element) -> bool {
    element.children().any(|child| matches!(child.name.as_str(), "Stk" | "Paragraf") || has_nested(child))
}

fn has_paragraph(element: &Element) -> bool {
    element.children().any(|child| child.name == "Paragraf" || has_paragraph(child))
}

fn footnotes(number: usize) -> String {
    if number == 1 { "a footnote is".to_owned() } else { format!("{number} footnotes are") }
}

#[cfg(test)]
mod tests {
    use crate::import::law::{Law, read};

    fn law(content: &str) -> Result<Law, String> {
        let text = format!("<Dokument>\n<DokumentIndhold>\n{content}\n</DokumentIndhold></Dokument>");
        read(text.into_bytes()).map_err(|flaw| flaw.to_string())
    }

    fn stk(number: usize, text: &str) -> String {
        let label = if number == 1 { String::new() } else { format!("<Explicatus>Stk. {number}.</Explicatus>") };
        format!("<Stk>{label}<Exitus><Linea><Char>{text}</Char></Linea></Exitus></Stk>")
    }

    fn paragraph(number: &str, stykker: &str) -> String {
        format!("<Paragraf localId=\"x\"><Explicatus>{number}</Explicatus>{stykker}</Paragraf>\n")
    }

    #[test]
    fn paragraphs_are_found_in_chapters_and_groups() {
        let content = format!(
            "<Bog><Kapitel><Explicatus>Kapitel 1</Explicatus><Rubrica>Prøver</Rubrica><ParagrafGruppe>{}</ParagrafGruppe>\
             </Kapitel></Bog>{}",
            paragraph("§ 1.", &(stk(1, "Prøver er gratis.") + &stk(2, "De er korte."))),
            paragraph("§ 2 a.", "<Exitus>Slut.</Exitus>"),
        );
        let law = law(&content).unwrap();
        let found: Vec<_> =
            law.paragraphs.iter().map(|found| (found.number.as_str(), &found.subsections[..])).collect();
        let first = ["Prøver er gratis.".to_owned(), "De er korte.".to_owned()];
        assert_eq!(found, [("1", &first[..]), ("2 a", &["Slut.".to_owned()][..])]);
        assert_eq!((law.paragraphs[0].line, law.paragraphs[1].line), (3, 4));
        assert!(law.notes.is_empty() && law.paragraphs.iter().all(|found| found.unquotable.is_none()));
    }

    #[test]
    fn the_paragraphs_of_other_acts_are_not_the_statutes() {
        let other = paragraph("§ 1.", &stk(1, "Loven træder i kraft i morgen."));
        let content = paragraph("§ 1.", &stk(1, "Prøver er gratis."))
            + &format!("<Ikraft>{other}</Ikraft><Bilag>{other}</Bilag><AendringNyTekst>{other}</AendringNyTekst>");
        let law = law(&content).unwrap();
        assert_eq!(law.paragraphs.len(), 1, "{:?}", law.paragraphs);
        let notes: Vec<_> = law.notes.iter().map(|note| note.message.as_str()).collect();
        let left_out = "the paragraphs here are not the statute's own, and are left out";
        assert_eq!(notes, ["Ikraft", "Bilag", "AendringNyTekst"].map(|name| format!("<{name}>: {left_out}")));
    }

    #[test]
    fn what_cannot_be_quoted_says_why() {
        let reason = |stykker: &str| law(&paragraph("§ 1.", stykker)).unwrap().paragraphs.remove(0).unquotable;
        assert_eq!(reason(&(stk(1, "a") + &stk(3, "c"))).as_deref(), Some("`Stk. 3.` is where stk. 2 should be"));
        assert_eq!(reason(&(stk(1, "a") + &stk(2, " "))).as_deref(), Some("stk. 2 has no text"));
        assert_eq!(reason("").as_deref(), Some("stk. 1 has no text"));
        assert_eq!(
            reason(&format!("<Exitus>Før</Exitus>{}", stk(1, "a"))).as_deref(),
            Some("<Exitus> has text that is in no stk.")
        );
        let group = format!("<Gruppe>{}{}</Gruppe>", stk(1, "a"), stk(2, "b"));
        assert_eq!(reason(&group).as_deref(), Some("<Gruppe> has stykker or a paragraph in it"));
        assert_eq!(reason(&stk(1, "a</Char><Table/><Char>")).as_deref(), Some("stk. 1: it has a <Table>"));
    }

    #[test]
    fn what_is_left_out_is_noted_with_its_line() {
        let content = format!(
            "{}<Paragraf><Explicatus>Uden nummer</Explicatus></Paragraf>\n{}{}",
            paragraph("§ 1.", &stk(1, "a<Nota>b</Nota>")),
            paragraph("§ 1.", &stk(1, "c")),
            paragraph("§ 2.", &stk(1, "<Ukendt>d</Ukendt>")),
        );
        let notes: Vec<_> = law(&content).unwrap().notes.into_iter().map(|note| (note.line, note.message)).collect();
        let expected = [
            (3, "§ 1, stk. 1: a footnote is left out"),
            (4, "a paragraph without a number is left out"),
            (5, "§ 1 is there twice; the second one is left out"),
            (6, "§ 2, stk. 1 has an unknown element <Ukendt>; its text is kept"),
        ];
        assert_eq!(notes, expected.map(|(line, message)| (line, message.to_owned())));
    }

    #[test]
    fn a_document_without_a_statute_says_what_it_is() {
        assert!(law("").unwrap_err().starts_with("2:1: the document has no paragraphs"));
        let told = |text: &str| read(text.as_bytes().to_vec()).unwrap_err().to_string();
        assert!(told("<Dokument><Meta/></Dokument>").contains("the document has no text"));
        let amending = "<Dokument><Meta><DocumentType>LOV Æ</DocumentType></Meta><DokumentIndhold>\
                        <AendringCentreretParagraf/></DokumentIndhold></Dokument>";
        assert!(told(amending).contains("only amends others"));
    }
}
