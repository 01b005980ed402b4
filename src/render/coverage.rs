//! Values of the coverage matrix: which guidelines the indicators of a model cite, and the blind spots.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::{EditionId, PageId};
use crate::link::{Citation, SiteAddress};
use crate::load::front::Family;
use crate::model::{GuidelineEntry, coverage_path};
use crate::render::RenderContext;
use crate::render::cards::{Anchor, Card};
use crate::render::lists::ListedView;
use crate::text::references::Target;

/// The matrix of indicators and guidelines.
#[derive(Debug, Serialize)]
pub(super) struct CoverageView {
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    total: usize,
    /// The cited sections of the guidelines' introduction: name, and link to the citing question.
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
    /// One per column: a count and a link to the first question, or nothing.
    cells: Vec<Option<CellView>>,
    total: usize,
}

#[derive(Debug, Serialize)]
struct CellView {
    count: usize,
    url: String,
}

/// What the model leaves out. Facts, without reasons.
#[derive(Debug, Serialize)]
struct BlindSpots {
    /// Numbers missing among the criteria.
    criteria: Vec<String>,
    /// Ids missing among the indicators.
    indicators: Vec<String>,
    /// Guidelines that are never cited.
    uncited: Vec<Card>,
    /// Guidelines cited only as a whole.
    only_whole: Vec<Card>,
    /// Questions that cite no recommendation.
    without_recommendation: Vec<Anchor>,
}

/// The citations of one model, counted by indicator and guideline.
struct Matrix<'a> {
    cx: &'a RenderContext<'a>,
    folder: &'a str,
    edition: EditionId,
    guidelines: Vec<&'a GuidelineEntry>,
    /// (indicator, guideline) → count and first question.
    cells: BTreeMap<(PageId, PageId), (usize, usize)>,
}

impl RenderContext<'_> {
    /// The matrix of a model's indicators and the guidelines they cite.
    pub(super) fn coverage(&self, folder: &str, edition: EditionId) -> ListedView<CoverageView> {
        let site = self.site;
        let found = &site.editions[edition];
        let matrix = Matrix::new(self, folder, edition);
        let rows = matrix.rows();
        let detail = CoverageView {
            total: rows.iter().map(|row| row.total).sum(),
            columns: matrix.columns(),
            rows,
            sections: matrix.sections(),
            blind_spots: matrix.blind_spots(),
        };
        let title = "Dækning: indikatorer og retningslinjer".to_owned();
        let description =
            "Se, hvilke retningslinjer hver indikator henviser til, og hvor der ikke er spørgsmål.".to_owned();
        let updated = site.pages[found.page].front().updated.clone();
        let path = coverage_path(site, edition);
        self.listed((&path, found.page), (title, description), Some((edition, updated)), detail)
    }
}

impl<'a> Matrix<'a> {
    fn new(cx: &'a RenderContext<'a>, folder: &'a str, edition: EditionId) -> Self {
        let editions = &cx.site.editions;
        let based = editions[edition].based_on.iter().find(|id| editions[**id].family == Family::Guidelines);
        let guidelines = based.map(|id| &editions[*id].guidelines).into_iter().flatten().collect();
        let mut matrix = Self { cx, folder, edition, guidelines, cells: BTreeMap::new() };
        for used in matrix.citations() {
            let holds =
                |entry: &&&GuidelineEntry| entry.page == used.cited || entry.recommendations.contains(&used.cited);
            if let Some(guideline) = matrix.guidelines.iter().find(holds).map(|entry| entry.page) {
                matrix.cells.entry((used.indicator, guideline)).or_insert((0, used.question)).0 += 1;
            }
        }
        matrix
    }

    fn citations(&self) -> impl Iterator<Item = &'a Citation> + use<'a> {
        let edition = self.edition;
        self.cx.links.uses.citations.iter().filter(move |used| used.edition == edition)
    }

    fn id(&self, page: PageId) -> String {
        self.cx.site.pages[page].id().to_owned()
    }

    /// The number of a question, and the link to it.
    fn question(&self, indicator: PageId, question: usize) -> Anchor {
        Anchor {
            name: self.cx.site.pages[indicator].question_id(question),
            url: SiteAddress::of_question(self.cx.site, indicator, question).relative_to(self.folder),
        }
    }

    fn columns(&self) -> Vec<ColumnView> {
        let column = |entry: &&GuidelineEntry| {
            let own = self.cells.iter().filter(|((_, guideline), _)| *guideline == entry.page);
            ColumnView {
                id: self.id(entry.page),
                card: self.cx.card(self.folder, entry.page),
                total: own.map(|(_, (count, _))| count).sum(),
            }
        };
        self.guidelines.iter().map(column).collect()
    }

    fn rows(&self) -> Vec<RowView> {
        let pages = &self.cx.site.pages;
        let row = |indicator: &PageId| {
            let cell = |entry: &&GuidelineEntry| {
                let (count, question) = self.cells.get(&(*indicator, entry.page))?;
                Some(CellView { count: *count, url: self.question(*indicator, *question).url })
            };
            let cells: Vec<_> = self.guidelines.iter().map(cell).collect();
            RowView {
                id: self.id(*indicator),
                card: self.cx.card(self.folder, *indicator),
                theme: pages[*indicator].parent.map(|theme| pages[theme].label.clone()).unwrap_or_default(),
                total: cells.iter().flatten().map(|cell| cell.count).sum(),
                cells,
            }
        };
        self.cx.site.editions[self.edition].indicators.iter().map(row).collect()
    }

    fn sections(&self) -> Vec<Anchor> {
        let sections = self.citations().filter(|used| used.reference.target == Target::Section);
        let named = |used: &Citation| {
            let place = self.question(used.indicator, used.question);
            Anchor { name: format!("{} (spørgsmål {})", used.reference.label(), place.name), url: place.url }
        };
        sections.map(named).collect()
    }

    fn blind_spots(&self) -> BlindSpots {
        let edition = &self.cx.site.editions[self.edition];
        let ids = |pages: &[PageId]| pages.iter().map(|page| self.id(*page)).collect::<Vec<_>>();
        let (mut uncited, mut only_whole) = (Vec::new(), Vec::new());
        for entry in &self.guidelines {
            let card = || self.cx.card(self.folder, entry.page);
            let inside = self.citations().any(|used| entry.recommendations.contains(&used.cited));
            match (inside, self.citations().any(|used| used.cited == entry.page)) {
                (false, false) => uncited.push(card()),
                (false, true) => only_whole.push(card()),
                (true, _) => {}
            }
        }
        BlindSpots {
            criteria: missing_numbers(&ids(&edition.criteria)),
            indicators: missing_letters(&ids(&edition.indicators)),
            uncited,
            only_whole,
            without_recommendation: self.without_recommendation(&edition.indicators),
        }
    }

    fn without_recommendation(&self, indicators: &[PageId]) -> Vec<Anchor> {
        let mut found = Vec::new();
        for indicator in indicators {
            for at in 1..=self.cx.site.pages[*indicator].questions().len() {
                let mut cites = self.cx.links.uses.citations_by_question(*indicator, at);
                if !cites.any(|used| used.reference.target == Target::Recommendation) {
                    found.push(self.question(*indicator, at));
                }
            }
        }
        found
    }
}

/// The whole numbers from 1 to the largest of `ids` that are missing from it.
fn missing_numbers(ids: &[String]) -> Vec<String> {
    let numbers: Vec<u32> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let largest = numbers.iter().copied().max().unwrap_or(0);
    (1..=largest).filter(|number| !numbers.contains(number)).map(|number| number.to_string()).collect()
}

/// Missing ids, such as 3.c if 3.b and 3.d exist.
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
