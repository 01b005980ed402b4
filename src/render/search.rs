//! Values of the search page and of the list of all pages from A to Å, and the OpenSearch description that browsers use
//! to add the search.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::PageId;
use crate::load::front::Kind;
use crate::model::order::dictionary;
use crate::render::RenderContext;
use crate::render::lists::ListedView;
use crate::text::escape;

/// All pages, grouped by first letter.
#[derive(Debug, Serialize)]
pub(super) struct LettersView {
    groups: Vec<LetterView>,
}

#[derive(Debug, Serialize)]
struct LetterView {
    letter: String,
    anchor: String,
    entries: Vec<EntryView>,
}

#[derive(Debug, Serialize)]
struct EntryView {
    title: String,
    url: String,
    text: String,
    kind: &'static str,
    edition: Option<String>,
}

/// What readers call a kind of page; empty if the name of the page says it.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Theme => "Tema",
        Kind::Guideline => "Retningslinje",
        Kind::Term => "Begreb",
        Kind::Example => "Eksempel",
        Kind::Source => "Kilde",
        Kind::Passage => "Fra en kilde",
        Kind::Page
        | Kind::Section
        | Kind::Edition
        | Kind::Criterion
        | Kind::Indicator
        | Kind::Recommendation
        | Kind::Paragraph => "",
    }
}

/// The group that a title belongs to: its first letter, or `0–9` if that is not a letter.
fn letter_of(title: &str) -> String {
    let key = dictionary(title);
    match key.chars().next() {
        Some('{') => "Æ".to_owned(),
        Some('|') => "Ø".to_owned(),
        Some('}') => "Å".to_owned(),
        Some(letter) if letter.is_alphabetic() => letter.to_uppercase().to_string(),
        _ => "0–9".to_owned(),
    }
}

impl RenderContext<'_> {
    /// The search page.
    pub(super) fn search_page(&self, path: &str) -> ListedView<()> {
        let description = format!("Søg i alt, hvad der står i {}.", self.site.config.title);
        self.listed((path, self.site.home), ("Søg".to_owned(), description), None, ())
    }

    /// Every page of the site, from A to Å.
    pub(super) fn letters(&self, path: &str) -> ListedView<LettersView> {
        let shown = |id: &PageId| {
            let front = self.site.pages[*id].front();
            front.render && front.redirect_to.is_none() && *id != self.site.home
        };
        let mut pages: Vec<(String, PageId)> =
            self.site.pages.keys().filter(shown).map(|id| (dictionary(&self.site.pages[id].label), id)).collect();
        pages.sort();
        let mut groups: BTreeMap<String, LetterView> = BTreeMap::new();
        for (key, id) in pages {
            let letter = letter_of(&self.site.pages[id].label);
            // Digits sort before letters, in the list as in a dictionary.
            let first = key.chars().next().filter(|first| first.is_alphabetic() || matches!(first, '{'..='}'));
            let group = groups.entry(first.map(String::from).unwrap_or_default()).or_insert_with(|| LetterView {
                anchor: match letter.as_str() {
                    "Æ" => "t-ae".to_owned(),
                    "Ø" => "t-oe".to_owned(),
                    "Å" => "t-aa".to_owned(),
                    "0–9" => "t-tal".to_owned(),
                    letter => format!("t-{}", letter.to_lowercase()),
                },
                letter,
                entries: Vec::new(),
            });
            group.entries.push(self.letter_entry(id));
        }
        let description = "Her står alle sider i alfabetisk orden.".to_owned();
        let title = "A til Å".to_owned();
        let detail = LettersView { groups: groups.into_values().collect() };
        self.listed((path, self.site.home), (title, description), None, detail)
    }

    fn letter_entry(&self, id: PageId) -> EntryView {
        let page = &self.site.pages[id];
        let card = self.card("", id);
        let text = match page.source.passage() {
            Some((publication, _)) => {
                let record = self.site.sources.get(&self.site.publications[publication].record);
                record.map(|source| self.site.pages[*source].label.clone()).unwrap_or_default()
            }
            None => card.text,
        };
        let numbered =
            matches!(page.kind(), Kind::Criterion | Kind::Indicator | Kind::Guideline | Kind::Recommendation);
        EntryView {
            title: card.title,
            url: card.url,
            text,
            kind: kind_name(page.kind()),
            edition: page.edition.filter(|_| numbered).map(|edition| self.site.edition_label(edition)),
        }
    }

    /// The description that lets a browser offer the search. It needs the base URL of the site.
    pub(super) fn open_search(&self) -> Vec<u8> {
        let config = &self.site.config;
        let base = escape(config.base_url.as_deref().unwrap_or_default());
        // Browsers show 16 characters.
        let short: String = config.title.chars().take(16).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
             <ShortName>{}</ShortName>\n<Description>{}</Description>\n<Language>{}</Language>\n\
             <InputEncoding>UTF-8</InputEncoding>\n\
             <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{base}/assets/vejviser.svg</Image>\n\
             <Url type=\"text/html\" template=\"{base}/soeg.html?q={{searchTerms}}\"/>\n</OpenSearchDescription>\n",
            escape(&short),
            escape(&config.description),
            escape(&config.language),
        )
        .into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::letter_of;

    #[test]
    fn letters_are_those_of_the_danish_alphabet() {
        assert_eq!(["Aalborg", "§ 101", "ære"].map(letter_of), ["Å", "0–9", "Æ"]);
    }
}
