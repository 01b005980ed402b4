//! Values of pages that no file holds: checklists, the coverage matrix, taxonomies, redirects, 404.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::Destination;
use crate::load::front::{Family, Kind};
use crate::model::{
    EditionId, Item, Output, PageId, Taxonomy, address, checklist_path, coverage_path, question_anchor,
};
use crate::render::Room;
use crate::render::detail::ThemeView;
use crate::render::view::{Anchor, Card, EditionView};
use crate::text::references::Target;

/// What every page without a file has in common with those that have one.
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
    canonical: Option<String>,
    structured_data: Option<String>,
    draft: bool,
    is_home: bool,
    detail: T,
}

/// A checklist: all questions of a model or of one theme.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistView {
    themes: Vec<ThemeView>,
    questions: usize,
    /// The checklists of the themes, from the checklist of the whole model.
    parts: Vec<Card>,
    /// The checklist of the whole model, from that of a theme.
    whole: Option<String>,
}

/// The matrix indicators × guidelines.
#[derive(Debug, Serialize)]
pub(super) struct CoverageView {
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    total: usize,
    /// Sections of the guidelines' introduction that are cited: name and place of the citing question.
    sections: Vec<Anchor>,
    blind_spots: BlindSpots,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    id: String,
    card: Card,
    total: usize,
}

#[derive(Debug, Serialize)]
struct RowView {
    id: String,
    card: Card,
    theme: String,
    /// One per column; a count and the place of the first question, or nothing.
    cells: Vec<Option<CellView>>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct CellView {
    count: usize,
    url: String,
}

/// What the guideline leaves out. Facts, without reasons.
#[derive(Debug, Serialize)]
struct BlindSpots {
    /// Numbers missing among the criteria.
    criteria: Vec<String>,
    /// Ids missing among the indicators.
    indicators: Vec<String>,
    /// Guidelines cited nowhere.
    uncited: Vec<Card>,
    /// Guidelines cited only as a whole.
    only_whole: Vec<Card>,
    /// Questions that cite no recommendation.
    without_recommendation: Vec<Anchor>,
}

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

/// The pages of a term.
#[derive(Debug, Serialize)]
pub(super) struct TaggedView {
    name: String,
    taxonomy: String,
    pages: Vec<Card>,
}

/// A page that sends readers on.
#[derive(Debug, Serialize)]
pub(super) struct RedirectView {
    url: String,
    canonical: Option<String>,
}

/// The page for what is not there. Served at any address, so its links are absolute or missing.
#[derive(Debug, Serialize)]
pub(super) struct NotFoundView {
    home: Option<String>,
    stylesheet: Option<String>,
}

impl Room<'_> {
    /// The values of the page at `path`, which stands under the page `above` and belongs to the edition of `dated`.
    fn listed<T: Serialize>(
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
        let mut own = self.card(folder, above);
        if crumbs.is_empty() {
            "Forside".clone_into(&mut own.title);
        }
        crumbs.push(own);
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
            canonical: self.absolute(path),
            structured_data: None,
            draft: false,
            is_home: false,
            detail,
        }
    }

    /// The checklist of a model, or of its theme at `theme`.
    pub(super) fn checklist(
        &self,
        folder: &str,
        edition: EditionId,
        theme: Option<usize>,
    ) -> ListedView<ChecklistView> {
        let found = &self.site.editions[edition];
        let all = 0..found.themes.len();
        let themes: Vec<ThemeView> = all
            .clone()
            .filter(|at| theme.is_none_or(|theme| theme == *at))
            .map(|at| self.theme(folder, edition, at))
            .collect();
        let name = |page: PageId| self.site.pages[page].front().title.clone().unwrap_or_default();
        let title = match theme {
            Some(theme) => format!("Tjekliste: {}", name(found.themes[theme].page)),
            None => "Tjekliste for hele kvalitetsmodellen".to_owned(),
        };
        let path = checklist_path(self.site, edition, theme);
        let parts = all.filter(|_| theme.is_none()).map(|at| {
            let url = address::relative(folder, &checklist_path(self.site, edition, Some(at)));
            Card { title: name(found.themes[at].page), url, text: String::new(), kind: Kind::Theme.name() }
        });
        let questions = themes.iter().map(|theme| theme.questions).sum();
        let pages = found
            .indicators
            .iter()
            .filter(|page| theme.is_none_or(|theme| self.site.pages[**page].parent == Some(found.themes[theme].page)));
        let updated = pages.filter_map(|page| self.site.pages[*page].front().updated.clone()).max();
        let detail = ChecklistView {
            questions,
            themes,
            parts: parts.collect(),
            whole: theme.map(|_| address::relative(folder, &checklist_path(self.site, edition, None))),
        };
        let description = format!("{questions} spørgsmål til udskrift på papir.");
        let above = theme.map_or(found.page, |theme| found.themes[theme].page);
        self.listed((&path, above), (title, description), Some((edition, updated)), detail)
    }

    /// The matrix of a model's indicators and the guidelines they cite.
    pub(super) fn coverage(&self, folder: &str, edition: EditionId) -> ListedView<CoverageView> {
        let site = self.site;
        let found = &site.editions[edition];
        let cites = || self.links.uses.cites.iter().filter(|used| used.edition == edition);
        let based = found.based_on.iter().find(|id| site.editions[**id].family == Family::Guidelines);
        let guidelines = based.map(|id| &site.editions[*id].guidelines).into_iter().flatten();
        let guidelines: Vec<_> = guidelines.collect();
        // (indicator, guideline) → count and first question
        let mut cells: BTreeMap<(PageId, PageId), (usize, usize)> = BTreeMap::new();
        let column = |cited: PageId| {
            guidelines
                .iter()
                .find(|entry| entry.page == cited || entry.recommendations.contains(&cited))
                .map(|entry| entry.page)
        };
        for used in cites() {
            if let Some(guideline) = column(used.cited) {
                cells.entry((used.indicator, guideline)).or_insert((0, used.question)).0 += 1;
            }
        }
        let columns: Vec<ColumnView> = guidelines
            .iter()
            .map(|entry| ColumnView {
                id: site.pages[entry.page].id().to_owned(),
                card: self.card(folder, entry.page),
                total: cells
                    .iter()
                    .filter(|((_, guideline), _)| *guideline == entry.page)
                    .map(|(_, (count, _))| count)
                    .sum(),
            })
            .collect();
        let rows: Vec<RowView> = found
            .indicators
            .iter()
            .map(|indicator| {
                let cell = |guideline: PageId| {
                    cells.get(&(*indicator, guideline)).map(|(count, question)| CellView {
                        count: *count,
                        url: format!("{}#{}", self.url(folder, *indicator), question_anchor(*question)),
                    })
                };
                let cells: Vec<_> = guidelines.iter().map(|entry| cell(entry.page)).collect();
                RowView {
                    id: site.pages[*indicator].id().to_owned(),
                    card: self.card(folder, *indicator),
                    theme: site.pages[*indicator]
                        .parent
                        .map(|theme| site.pages[theme].label.clone())
                        .unwrap_or_default(),
                    total: cells.iter().flatten().map(|cell| cell.count).sum(),
                    cells,
                }
            })
            .collect();
        let question = |indicator: PageId, question: usize| Anchor {
            name: format!("{}.{question}", site.pages[indicator].id()),
            url: format!("{}#{}", self.url(folder, indicator), question_anchor(question)),
        };
        let sections = cites().filter(|used| used.target == Target::Section).map(|used| {
            let place = question(used.indicator, used.question);
            Anchor { name: format!("afsnit {} (spørgsmål {})", used.id, place.name), url: place.url }
        });
        let cited_whole = |page: PageId| cites().any(|used| used.cited == page);
        let cited_inside = |pages: &[PageId]| cites().any(|used| pages.contains(&used.cited));
        let cards = |wanted: &dyn Fn(&crate::model::GuidelineEntry) -> bool| {
            guidelines.iter().filter(|entry| wanted(entry)).map(|entry| self.card(folder, entry.page)).collect()
        };
        let mut without_recommendation = Vec::new();
        for indicator in &found.indicators {
            for at in 1..=site.pages[*indicator].questions().len() {
                let recommends = self
                    .links
                    .uses
                    .by(*indicator)
                    .any(|used| used.question == at && used.target == Target::Recommendation);
                if !recommends {
                    without_recommendation.push(question(*indicator, at));
                }
            }
        }
        let ids = |pages: &[PageId]| pages.iter().map(|page| site.pages[*page].id().to_owned()).collect::<Vec<_>>();
        let detail = CoverageView {
            total: rows.iter().map(|row| row.total).sum(),
            columns,
            rows,
            sections: sections.collect(),
            blind_spots: BlindSpots {
                criteria: missing_numbers(&ids(&found.criteria)),
                indicators: missing_letters(&ids(&found.indicators)),
                uncited: cards(&|entry| !cited_whole(entry.page) && !cited_inside(&entry.recommendations)),
                only_whole: cards(&|entry| cited_whole(entry.page) && !cited_inside(&entry.recommendations)),
                without_recommendation,
            },
        };
        let path = coverage_path(site, edition);
        let title = "Dækning: indikatorer og retningslinjer".to_owned();
        let description =
            "Se, hvilke retningslinjer hver indikator henviser til, og hvor der ikke er spørgsmål.".to_owned();
        let updated = site.pages[found.page].front().updated.clone();
        self.listed((&path, found.page), (title, description), Some((edition, updated)), detail)
    }

    /// The terms of the taxonomy at `taxonomy`.
    pub(super) fn taxonomy_list(&self, path: &str, taxonomy: usize) -> ListedView<TaxonomyView> {
        let Taxonomy { name, terms } = &self.site.taxonomies[taxonomy];
        let terms = terms.iter().map(|term| TermView {
            name: term.name.clone(),
            url: format!("{}.html", term.slug),
            count: term.pages.len(),
        });
        let detail = TaxonomyView { terms: terms.collect() };
        self.listed((path, self.site.home), (capitalised(name), String::new()), None, detail)
    }

    /// The pages of a term.
    pub(super) fn taxonomy_term(&self, path: &str, taxonomy: usize, term: usize) -> ListedView<TaggedView> {
        let folder = address::folder(path);
        let Taxonomy { name, terms } = &self.site.taxonomies[taxonomy];
        let term = &terms[term];
        let detail =
            TaggedView { name: term.name.clone(), taxonomy: capitalised(name), pages: self.cards(folder, &term.pages) };
        self.listed((path, self.site.home), (term.name.clone(), String::new()), None, detail)
    }

    /// The redirect that `output` is.
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
        let canonical = match destination {
            Some(Destination::Page(page, _)) => self.absolute(&self.site.pages[*page].output),
            _ => None,
        };
        RedirectView { url, canonical }
    }

    /// The page for what is not there.
    pub(super) fn not_found(&self) -> NotFoundView {
        NotFoundView { home: self.absolute("index.html"), stylesheet: self.absolute("assets/vejviser.css") }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The whole numbers from 1 to the largest that are not among `ids`.
fn missing_numbers(ids: &[String]) -> Vec<String> {
    let numbers: Vec<u32> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let largest = numbers.iter().copied().max().unwrap_or(0);
    (1..=largest).filter(|number| !numbers.contains(number)).map(|number| number.to_string()).collect()
}

/// Ids such as 3.c when there are 3.b and 3.d.
fn missing_letters(ids: &[String]) -> Vec<String> {
    let mut by_criterion: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    let mut order = Vec::new();
    for id in ids {
        let Some((criterion, letter)) = id.split_once('.') else { continue };
        let letters = by_criterion.entry(criterion).or_default();
        letters.extend(letter.chars().next());
        if !order.contains(&criterion) {
            order.push(criterion);
        }
    }
    let mut missing = Vec::new();
    for criterion in order {
        let letters = &by_criterion[criterion];
        let last = letters.iter().copied().max().unwrap_or('a');
        missing.extend(
            ('a'..=last).filter(|letter| !letters.contains(letter)).map(|letter| format!("{criterion}.{letter}")),
        );
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::{missing_letters, missing_numbers};

    fn ids(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn gaps_are_facts() {
        assert_eq!(missing_numbers(&ids("1 2 3 4 5 7 8 9 10 14")), ids("6 11 12 13"));
        assert_eq!(missing_letters(&ids("3.a 3.b 3.d 4.a 10.a 10.b")), ids("3.c"));
    }
}
