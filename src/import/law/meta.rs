//! What a LexDania document says about itself: what it is, its number and date, and the name its statute is cited by.

use crate::import::law::wording::collapsed;
use crate::import::law::xml::Element;
use crate::load::dates::{MONTHS, is_day};
use crate::load::eli;

/// What a document says about itself. A value that is missing or blank is `None`.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Its full title.
    pub title: Option<String>,
    /// The name its statute is cited by, in lower case, such as "serviceloven"; `None` if it has no name of one word.
    pub statute: Option<String>,
    /// Its type as it is coded, such as "LBK H".
    pub kind: Option<String>,
    /// Its number within its year.
    pub number: Option<String>,
    /// The year that its number belongs to.
    pub year: Option<String>,
    /// The date it was signed, `2024-07-03`.
    pub signed: Option<String>,
    /// Whether it says that it is historical: another document has replaced it.
    pub is_historic: bool,
}

/// The types of documents that have the text of a statute, and what Danes call them.
const KINDS: [(&str, &str); 3] = [("LBK", "lovbekendtgørelse"), ("LOV", "lov"), ("BEK", "bekendtgørelse")];

impl Document {
    /// What it is called where it is cited: "lovbekendtgørelse nr. 909 af 3. juli 2024", with the parts that are known.
    /// `None` if neither number nor date is.
    pub(crate) fn citation(&self) -> Option<String> {
        let word = self.word().map(str::to_owned);
        let number = self.number.as_ref().map(|number| format!("nr. {number}"));
        let date = self.signed.as_deref().and_then(in_words).map(|date| format!("af {date}"));
        (number.is_some() || date.is_some())
            .then(|| [word, number, date].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// What Danes call a document of its type; `None` if the type is not one that has the text of a statute.
    fn word(&self) -> Option<&'static str> {
        let kind = self.kind.as_deref()?.split(' ').next()?.to_uppercase();
        KINDS.iter().find(|(code, _)| *code == kind).map(|(_, word)| *word)
    }

    /// Its ELI address, if it states its type, its year and its number.
    pub(crate) fn eli(&self) -> Option<String> {
        self.word()?;
        eli::of_lovtidende(self.year.as_deref()?, self.number.as_deref()?)
    }

    /// Whether it only amends other statutes.
    pub(super) fn amends(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.split(' ').nth(1) == Some("Æ"))
    }
}

/// Reads what the document says in its `Meta` element.
pub(super) fn read(root: &Element) -> Document {
    let meta = root.child("Meta");
    let value = |name: &str| {
        let text = collapsed(&meta?.child(name)?.text());
        (!text.is_empty()).then_some(text)
    };
    let printed = || root.child("TitelGruppe")?.child("Titel").map(|title| collapsed(&title.text()));
    let title = value("DocumentTitle").or_else(printed).filter(|title| !title.is_empty());
    // "LBK H#LOKDOK03" is a type and the template it was written with.
    let kind = value("DocumentType").map(|kind| kind.split('#').next().unwrap_or_default().trim().to_owned());
    Document {
        statute: value("PopularTitle").as_deref().and_then(statute).or_else(|| statute(title.as_deref()?)),
        title,
        kind,
        number: value("Number").filter(|number| number.chars().all(|digit| digit.is_ascii_digit())),
        year: value("Year"),
        signed: value("DiesSigni").map(|date| date.chars().take(10).collect()).filter(|date: &String| is_day(date)),
        is_historic: value("Status").is_some_and(|status| status.eq_ignore_ascii_case("historic")),
    }
}

/// The name of a statute in `title`: "Serviceloven", "Bekendtgørelse af serviceloven". References recognise a name by its
/// ending.
fn statute(title: &str) -> Option<String> {
    let title = title.to_lowercase();
    let name = title.strip_prefix("bekendtgørelse af ").unwrap_or(&title);
    let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
    (is_word && (name.ends_with("lov") || name.ends_with("loven"))).then(|| name.to_owned())
}

/// `2024-07-03` as Danes write it: "3. juli 2024".
fn in_words(date: &str) -> Option<String> {
    let mut parts = date.split('-').map(|part| part.parse::<usize>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let month = MONTHS.get(month.checked_sub(1)?)?;
    Some(format!("{day}. {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::law::xml::parse;

    fn of(meta: &str) -> Document {
        parse(&format!("<Dokument><Meta>{meta}</Meta></Dokument>")).map(|root| read(&root)).unwrap_or_default()
    }

    #[test]
    fn documents_are_cited_by_what_is_known_of_them() {
        let whole = "<DocumentType>LBK H#LOKDOK03</DocumentType><Number>12</Number><DiesSigni>2026-03-01</DiesSigni>";
        assert_eq!(of(whole).citation().as_deref(), Some("lovbekendtgørelse nr. 12 af 1. marts 2026"));
        assert_eq!(
            of("<DiesSigni>2026-12-24T00:00:00</DiesSigni>").citation().as_deref(),
            Some("af 24. december 2026")
        );
        assert_eq!(of("<DocumentType>XYZ</DocumentType><Number>7</Number>").citation().as_deref(), Some("nr. 7"));
        assert_eq!(of("<DiesSigni>i går</DiesSigni><Number>7 b</Number>").citation(), None);
        assert_eq!(of("<DiesSigni>2026-13-01</DiesSigni>").signed, None);
    }

    #[test]
    fn an_eli_address_is_made_of_what_the_document_states() {
        let whole = "<DocumentType>LBK H#LOKDOK03</DocumentType><Year>2026</Year><Number>12</Number>";
        assert_eq!(of(whole).eli().as_deref(), Some("https://www.retsinformation.dk/eli/lta/2026/12"));
        for missing in ["<DocumentType>LBK H#LOKDOK03</DocumentType>", "<Year>2026</Year>", "<Number>12</Number>"] {
            assert_eq!(of(&whole.replace(missing, "<DiesSigni>2026-03-01</DiesSigni>")).eli(), None, "{missing}");
        }
        assert_eq!(of(&whole.replace("LBK", "XYZ")).eli(), None);
    }

    #[test]
    fn a_statute_is_named_by_one_word() {
        let named = |popular: &str, title: &str| {
            let popular = format!("<PopularTitle>{popular}</PopularTitle>");
            of(&format!("{popular}<DocumentTitle>{title}</DocumentTitle>")).statute
        };
        assert_eq!(named("Prøveloven", "Bekendtgørelse af lov om prøver").as_deref(), Some("prøveloven"));
        assert_eq!(named("", "Bekendtgørelse af prøveloven").as_deref(), Some("prøveloven"));
        assert_eq!(named("Prøvelov", "").as_deref(), Some("prøvelov"));
        assert_eq!(named("Lov om prøver", "Bekendtgørelse af lov om prøver"), None);
    }

    #[test]
    fn amending_and_historical_documents_are_recognised() {
        assert!(of("<DocumentType>LOV Æ#LOKDOK02</DocumentType>").amends());
        assert!(!of("<DocumentType>LOV H#LOKDOK01</DocumentType>").amends());
        assert!(of("<Status>Historic</Status>").is_historic && !of("<Status>Valid</Status>").is_historic);
    }
}
