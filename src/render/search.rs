//! Values of the search page and of the list of all pages from A to Å.

use serde::Serialize;

use crate::ids::PageId;
use crate::load::front::Kind;
use crate::model::order::{dictionary, initial};
use crate::render::RenderContext;
use crate::render::lists::ListedView;

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

impl LetterView {
    /// The group of titles with this initial, still empty.
    fn of(initial: Option<char>) -> Self {
        let anchor = match initial {
            Some('Æ') => "t-ae".to_owned(),
            Some('Ø') => "t-oe".to_owned(),
            Some('Å') => "t-aa".to_owned(),
            Some(letter) => format!("t-{}", letter.to_lowercase()),
            None => "t-tal".to_owned(),
        };
        Self { letter: initial.map_or("0–9".to_owned(), String::from), anchor, entries: Vec::new() }
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
        let mut pages: Vec<PageId> = self.site.pages.keys().filter(shown).collect();
        pages.sort_by_cached_key(|id| dictionary(&self.site.pages[*id].label));
        let mut groups: Vec<(Option<char>, LetterView)> = Vec::new();
        for id in pages {
            let letter = initial(&self.site.pages[id].label);
            let at = groups.iter().position(|(known, _)| *known == letter).unwrap_or_else(|| {
                groups.push((letter, LetterView::of(letter)));
                groups.len() - 1
            });
            groups[at].1.entries.push(self.letter_entry(id));
        }
        let description = "Her står alle sider i alfabetisk orden.".to_owned();
        let title = "A til Å".to_owned();
        let detail = LettersView { groups: groups.into_iter().map(|(_, group)| group).collect() };
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
}
