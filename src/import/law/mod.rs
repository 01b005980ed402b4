//! A statute from its LexDania 2.1 file, the XML in which retsinformation.dk publishes Danish law.
//!
//! 1. `encoding`: bytes → text
//! 2. `xml`: text → elements
//! 3. `meta`: what the document says about itself
//! 4. `paragraphs`: elements → paragraphs and their subsections (stykker), with `wording` for the words of each
//!
//! Knows the format and nothing about a site. What cannot be quoted to the letter, such as a table, is not taken over in
//! part: the paragraph says why it is [`unquotable`](Paragraph::unquotable).

mod encoding;
mod flaw;
mod meta;
mod paragraphs;
mod wording;
mod xml;

pub(crate) use flaw::Flaw;
pub(crate) use meta::Document;

/// Maximum size of a file, in bytes. The longest statutes have one or two megabytes.
pub(crate) const LIMIT: u64 = 50 * 1024 * 1024;

/// A statute.
#[derive(Debug)]
pub(crate) struct Law {
    /// What the document says about itself.
    pub document: Document,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What was left out or needs a look.
    pub notes: Vec<Note>,
}

/// A paragraph of a statute.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its number as it is cited: "101", "101 a", "20-22".
    pub number: String,
    /// The line it begins on.
    pub line: usize,
    /// The wordings of its subsections (stykker), in order. Every number or letter of a list begins a line.
    pub subsections: Vec<String>,
    /// Why its wording cannot be quoted, if it cannot.
    pub unquotable: Option<String>,
}

/// Something in the file that an editor should know of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The line it is about.
    pub line: usize,
    /// What it is: a sentence without a full stop.
    pub message: String,
}

impl Law {
    /// The paragraph that is cited by `number`.
    pub(crate) fn paragraph(&self, number: &str) -> Option<&Paragraph> {
        self.paragraphs.iter().find(|paragraph| paragraph.number == number)
    }

    /// The paragraph that stands for several, `number` among them, as "§§ 20-22" does for § 21.
    pub(crate) fn range_with(&self, number: &str) -> Option<&Paragraph> {
        let first_number = |text: &str| text.split(' ').next()?.parse::<u32>().ok();
        let number = first_number(number)?;
        self.paragraphs.iter().find(|paragraph| {
            let ends = paragraph.number.split_once('-');
            ends.and_then(|(from, to)| Some((first_number(from)?..=first_number(to)?).contains(&number))) == Some(true)
        })
    }
}

impl Paragraph {
    /// Its sign and number: "§ 101", "§§ 20-22".
    pub(crate) fn name(&self) -> String {
        name(&self.number)
    }
}

/// A number with its sign: "§ 101", "§§ 20-22".
pub(crate) fn name(number: &str) -> String {
    format!("{} {number}", if number.contains('-') { "§§" } else { "§" })
}

/// A number as it is cited, from how it is written: "§ 101 a.", "101a" and "101 a" are "101 a". `None` if it does not
/// begin with a digit.
pub(crate) fn number(written: &str) -> Option<String> {
    let bare = written.trim().trim_start_matches('§').trim().trim_end_matches('.').trim();
    let mut number = String::new();
    let mut last = ' ';
    for letter in bare.chars() {
        let letter = match letter {
            '–' | '—' => '-',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        };
        let after_digit = last.is_ascii_digit() && letter.is_alphabetic();
        if after_digit {
            number.push(' ');
        }
        // Blanks are single, and there are none around the dash of a range.
        if letter == ' ' && matches!(last, ' ' | '-') {
            continue;
        }
        if letter == '-' {
            number.truncate(number.trim_end().len());
        }
        number.push(letter);
        last = letter;
    }
    let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-');
    let is_number = number.starts_with(|first: char| first.is_ascii_digit()) && number.chars().all(allowed);
    (is_number && number.len() <= 20).then_some(number)
}

/// Reads a statute from the `bytes` of its file.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Law, Flaw> {
    let text = encoding::decode(bytes)?;
    let root = xml::parse(&text)?;
    let document = meta::read(&root);
    paragraphs::read(&root, &text, document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for (written, cited) in [
            ("§ 101.", Some("101")),
            ("§ 101 a.", Some("101 a")),
            ("§ 101\u{a0}a.", Some("101 a")),
            ("101a", Some("101 a")),
            ("§§ 20-22.", Some("20-22")),
            ("§§ 20 – 22 b.", Some("20-22 b")),
            ("§ 7 P.", Some("7 P")),
            ("Kapitel 1", None),
            ("", None),
            ("1) a", None),
        ] {
            assert_eq!(number(written).as_deref(), cited, "{written}");
        }
    }

    #[test]
    fn a_range_has_the_paragraphs_between_its_ends() {
        let paragraph =
            |number: &str| Paragraph { number: number.to_owned(), line: 1, subsections: Vec::new(), unquotable: None };
        let law = Law {
            document: Document::default(),
            paragraphs: vec![paragraph("19"), paragraph("20-22")],
            notes: Vec::new(),
        };
        assert_eq!(law.range_with("21").map(Paragraph::name).as_deref(), Some("§§ 20-22"));
        assert_eq!(law.range_with("22 a").map(Paragraph::name).as_deref(), Some("§§ 20-22"));
        assert_eq!((law.range_with("19"), law.range_with("23")), (None, None));
    }

    /// Whatever a byte of a file is replaced by, the file is read or refused.
    #[test]
    fn damaged_files_are_read_or_refused() {
        let whole = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Dokument><Meta><DiesSigni>2026-01-01</DiesSigni></Meta>\
                     <DokumentIndhold><Paragraf localId=\"1\"><Explicatus>§ 1.</Explicatus><Stk><Exitus><Linea>a &amp; &#248;\
                     <Index><Indentatio><Explicatus>1)</Explicatus><![CDATA[b]]></Indentatio></Index></Linea></Exitus>\
                     </Stk></Paragraf></DokumentIndhold></Dokument>";
        let mut refused = 0;
        for at in 0..whole.len() {
            for byte in *b"<>&;\"'/! \0x9\xc3\xff" {
                let mut bytes = whole.as_bytes().to_vec();
                bytes[at] = byte;
                refused += usize::from(read(bytes).is_err());
            }
        }
        assert!(refused > whole.len() && read(whole.as_bytes().to_vec()).is_ok(), "{refused}");
    }
}
