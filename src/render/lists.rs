//! Values of pages without a source file: checklists, taxonomies, redirects, 404.

use serde::Serialize;

use crate::ids::{EditionId, PageId, TaxonomyId};
use crate::link::Destination;
use crate::load::front::Kind;
use crate::load::zola::Pagination;
use crate::model::{Item, Output, Taxonomy, address, checklist_path};
use crate::render::RenderContext;
use crate::render::cards::{Card, EditionView};
use crate::render::history::{HistoryView, KnownChangeView};
use crate::render::quality_model::ThemeView;

/// What every page without a source file has in common with the pages that have one.
#[derive(Debug, Serialize)]
pub(super) struct ListedView<T: Serialize> {
    title: String,
    full_title: String,
    description: String,
    kind: &'static str,
    address: String,
    updated: Option<String>,
    crumbs: Vec<Card>,
    edition: Option<EditionView>,
    /// What became of the edition, if it is historical.
    history: Option<HistoryView>,
    canonical: Option<String>,
    structured_data: Option<String>,
    draft: bool,
    noindex: bool,
    is_home: bool,
    detail: T,
}

/// A checklist: all questions of a model or of one theme.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistView {
    themes: Vec<ThemeView>,
    questions: usize,
    /// What is known to have changed about the edition as a whole.
    known_changes: Vec<KnownChangeView>,
    /// On the checklist of the whole model, the checklists of its themes.
    parts: Vec<Card>,
    /// On the checklist of a theme, the checklist of the whole model.
    whole: Option<String>,
}

/// The title of a model's checklist.
pub(super) const WHOLE_CHECKLIST: &str = "Tjekliste for hele kvalitetsmodellen";

/// The terms of a taxonomy.
#[derive(Debug, Serialize)]
pub(super) struct TaxonomyView {
    terms: Vec<TermView>,
}

#[derive(Debug, Serialize)]
struct TermView {
    name: String,
    url: String,
    count: usize,
}

/// The pages of a taxonomy term.
#[derive(Debug, Serialize)]
pub(super) struct TaggedView {
    name: String,
    taxonomy: String,
    pages: Vec<Card>,
    pager: Option<PagerView>,
}

/// One part of a paginated list.
#[derive(Debug, Serialize)]
pub(super) struct PagerView {
    /// The number of this part, from 1.
    number: usize,
    /// The number of parts.
    parts: usize,
    /// The number of entries in the whole list.
    entries: usize,
    first: String,
    previous: Option<String>,
    next: Option<String>,
    last: String,
}

/// A page that redirects.
#[derive(Debug, Serialize)]
pub(super) struct RedirectView {
    url: String,
    /// The title of the page that it leads to; `None` for a web address or another file.
    title: Option<String>,
    /// `../` for every folder that it is in.
    root: String,
    canonical: Option<String>,
}

/// The 404 page. It is served at any address, so its links are absolute or missing.
#[derive(Debug, Serialize)]
pub(super) struct NotFoundView {
    home: Option<String>,
    stylesheet: Option<String>,
}

impl RenderContext<'_> {
    /// The values of the page at `path`, which belongs under the page `above`. `dated` is its edition and the date of
    /// its last update.
    pub(super) fn listed<T: Serialize>(
        &self,
        (path, above): (&str, PageId),
        (title, description): (String, String),
        dated: Option<(EditionId, Option<String>)>,
        detail: T,
    ) -> ListedView<T> {
        let folder = address::folder(path);
        let (edition, updated) = dated.unzip();
        let updated = updated.flatten();
        let mut crumbs = self.crumbs(folder, above);
        let mut own = self.crumb(folder, above);
        if crumbs.is_empty() {
            "Forside".clone_into(&mut own.title);
        }
        crumbs.push(own);
        let history = edition.and_then(|id| self.edition_history(folder, id));
        let edition = edition.map(|id| self.edition(folder, id));
        let full_title = match &edition {
            Some(edition) => format!("{title} ({})", edition.label),
            None => title.clone(),
        };
        ListedView {
            title,
            full_title,
            description,
            kind: Kind::Page.name(),
            address: path.to_owned(),
            updated,
            crumbs,
            edition,
            history,
            canonical: self.absolute(path),
            structured_data: None,
            draft: false,
            noindex: false,
            is_home: false,
            detail,
        }
    }

    /// The checklist of a model, or of its theme at index `theme`.
    pub(super) fn checklist(
        &self,
        folder: &str,
        edition: EditionId,
        theme: Option<usize>,
    ) -> ListedView<ChecklistView> {
        let found = &self.site.editions[edition];
        let themes: Vec<ThemeView> = (0..found.themes.len())
            .filter(|at| theme.is_none_or(|theme| theme == *at))
            .map(|at| self.theme(folder, edition, at))
            .collect();
        let title = match theme {
            Some(theme) => format!("Tjekliste: {}", self.theme_title(edition, theme)),
            None => WHOLE_CHECKLIST.to_owned(),
        };
        let path = checklist_path(self.site, edition, theme);
        let questions = themes.iter().map(|theme| theme.questions).sum();
        let pages = found
            .indicators
            .iter()
            .filter(|page| theme.is_none_or(|theme| self.site.pages[**page].parent == Some(found.themes[theme].page)));
        let updated = pages.filter_map(|page| self.site.pages[*page].front().updated.clone()).max();
        let detail = ChecklistView {
            known_changes: self.known_changes_of_all(folder, edition),
            questions,
            themes,
            parts: theme.map_or_else(|| self.theme_checklists(folder, edition), |_| Vec::new()),
            whole: theme.map(|_| address::relative(folder, &checklist_path(self.site, edition, None))),
        };
        let description = format!("{questions} spørgsmål til udskrift på papir.");
        let above = theme.map_or(found.page, |theme| found.themes[theme].page);
        self.listed((&path, above), (title, description), Some((edition, updated)), detail)
    }

    /// The checklists of a model's themes, with the titles of the themes.
    pub(super) fn theme_checklists(&self, folder: &str, edition: EditionId) -> Vec<Card> {
        let checklist = |theme| Card {
            title: self.theme_title(edition, theme),
            url: address::relative(folder, &checklist_path(self.site, edition, Some(theme))),
            text: String::new(),
            kind: Kind::Theme.name(),
        };
        (0..self.site.editions[edition].themes.len()).map(checklist).collect()
    }

    fn theme_title(&self, edition: EditionId, theme: usize) -> String {
        let page = self.site.editions[edition].themes[theme].page;
        self.site.pages[page].front().title.clone().unwrap_or_default()
    }

    /// The terms of a taxonomy.
    pub(super) fn taxonomy_list(&self, path: &str, taxonomy: TaxonomyId) -> ListedView<TaxonomyView> {
        let Taxonomy { name, terms, .. } = &self.site.taxonomies[taxonomy];
        let terms = terms.iter().map(|term| TermView {
            name: term.name.clone(),
            url: format!("{}.html", term.slug),
            count: term.pages.len(),
        });
        let detail = TaxonomyView { terms: terms.collect() };
        self.listed((path, self.site.home), (capitalised(name), String::new()), None, detail)
    }

    /// Part `number` of the paginated list of a term's pages.
    pub(super) fn taxonomy_term(
        &self,
        path: &str,
        taxonomy: TaxonomyId,
        term: usize,
        number: usize,
    ) -> ListedView<TaggedView> {
        let folder = address::folder(path);
        let taxonomy = &self.site.taxonomies[taxonomy];
        let first = taxonomy.term_path(term, 1);
        let term = &taxonomy.terms[term];
        let (pages, pager) = self.pager(folder, taxonomy.pagination.as_ref(), (&first, number), &term.pages);
        let detail = TaggedView { name: term.name.clone(), taxonomy: capitalised(&taxonomy.name), pages, pager };
        let mut view = self.listed((path, self.site.home), (term.name.clone(), String::new()), None, detail);
        if number > 1 {
            view.full_title = format!("{}, side {number}", term.name);
        }
        view
    }

    /// The entries of part `number` of a list whose first part is at `first`, and the links to the other parts, for a
    /// page in `folder`.
    pub(super) fn pager(
        &self,
        folder: &str,
        pagination: Option<&Pagination>,
        (first, number): (&str, usize),
        pages: &[PageId],
    ) -> (Vec<Card>, Option<PagerView>) {
        let Some(pagination) = pagination else { return (self.cards(folder, pages), None) };
        let mut pages = pages.to_vec();
        if pagination.is_reversed {
            pages.reverse();
        }
        let parts = pagination.pages(pages.len());
        let url = |number| address::relative(folder, &pagination.path(first, number));
        let view = PagerView {
            number,
            parts,
            entries: pages.len(),
            first: url(1),
            previous: (number > 1).then(|| url(number - 1)),
            next: (number < parts).then(|| url(number + 1)),
            last: url(parts),
        };
        (self.cards(folder, &pages[pagination.range(number, pages.len())]), Some(view))
    }

    /// The redirect at `output`.
    pub(super) fn redirect(&self, output: &Output) -> RedirectView {
        let at = self.site.outputs.binary_search_by(|other| other.path.cmp(&output.path)).ok();
        let redirects = &self.links.redirects;
        let place = at.and_then(|at| redirects.binary_search_by_key(&at, |(output, _)| *output).ok());
        let destination = place.map(|place| &redirects[place].1);
        let written = match &output.item {
            Item::Redirect(target) => target.clone(),
            _ => String::new(),
        };
        let url = destination.map_or(written, |found| found.href(self.site, address::folder(&output.path)));
        let page = match destination {
            Some(Destination::Page(page, _)) => Some(&self.site.pages[*page]),
            _ => None,
        };
        RedirectView {
            url,
            title: page.map(|page| page.label.clone()),
            root: address::root_prefix(address::folder(&output.path)),
            canonical: page.and_then(|page| self.absolute(&page.output)),
        }
    }

    /// The 404 page.
    pub(super) fn not_found(&self) -> NotFoundView {
        NotFoundView { home: self.absolute("index.html"), stylesheet: self.absolute("assets/vejviser.css") }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
