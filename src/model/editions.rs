//! Editions: every number belongs to one. Builds each edition's quality model or guidelines from its pages.

use typed_index_collections::{TiSlice, TiVec};

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::ids::{EditionId, PageId};
use crate::load::front::{Detail, Family, Kind, KnownChange, Status};
use crate::model::units::{Unit, UnitNames};
use crate::model::{Page, Site, comparisons, order};

/// One published state of the quality model, the guidelines or the law.
#[derive(Debug)]
pub(crate) struct Edition {
    /// Its `_index.md`.
    pub page: PageId,
    /// What it is an edition of.
    pub family: Family,
    /// The year, such as "2021".
    pub id: String,
    /// Whether it is current, partly changed or historical.
    pub status: Status,
    /// Editions of other families to which its references lead.
    pub based_on: Vec<EditionId>,
    /// Sections of the publication that can be cited, such as ("1.1", "Formål").
    pub sections: Vec<(String, String)>,
    /// The themes of the quality model, in order.
    pub themes: Vec<QualityTheme>,
    /// All criteria in the model's order.
    pub criteria: Vec<PageId>,
    /// All indicators in the model's order.
    pub indicators: Vec<PageId>,
    /// The guidelines, in order.
    pub guidelines: Vec<GuidelineEntry>,
    /// The pages of the guidelines, in the same order.
    pub guideline_pages: Vec<PageId>,
    /// All recommendations in the guidelines' order.
    pub recommendations: Vec<PageId>,
    /// The paragraphs of the law, by id.
    pub paragraphs: Vec<PageId>,
    /// The units that each of its known changes concerns, in the order of its front matter.
    pub known_changes: Vec<Vec<Unit>>,
}

impl Edition {
    /// Family and year, such as "kvalitetsmodel-2021": the form used in `based_on`.
    pub(crate) fn full_id(&self) -> String {
        format!("{}-{}", self.family.name(), self.id)
    }

    /// The indicators of the criterion on `page`, in order.
    pub(crate) fn indicators_of(&self, page: PageId) -> &[PageId] {
        let mut criteria = self.themes.iter().flat_map(|theme| &theme.criteria);
        criteria.find(|criterion| criterion.page == page).map_or(&[], |criterion| &criterion.indicators)
    }

    /// The recommendations of the guideline on `page`, in order.
    pub(crate) fn recommendations_of(&self, page: PageId) -> &[PageId] {
        let guideline = self.guidelines.iter().find(|guideline| guideline.page == page);
        guideline.map_or(&[], |guideline| &guideline.recommendations)
    }
}

/// A theme of the quality model.
#[derive(Debug)]
pub(crate) struct QualityTheme {
    /// Its `_index.md`.
    pub page: PageId,
    /// Its criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// A criterion with its indicators.
#[derive(Debug)]
pub(crate) struct Criterion {
    /// Its page.
    pub page: PageId,
    /// Its indicators, in order.
    pub indicators: Vec<PageId>,
}

/// A guideline with its recommendations.
#[derive(Debug)]
pub(crate) struct GuidelineEntry {
    /// Its page.
    pub page: PageId,
    /// Its recommendations, in order.
    pub recommendations: Vec<PageId>,
}

/// The target of a typed reference: a kind and an id within an edition. Never a bare number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Numbered {
    /// The edition.
    pub edition: EditionId,
    /// The kind of page.
    pub kind: Kind,
    /// The id; for a paragraph it includes the statute, as in "serviceloven 101".
    pub id: String,
}

impl Numbered {
    /// A target of `kind`.
    pub(crate) fn new(edition: EditionId, kind: Kind, id: impl Into<String>) -> Self {
        Self { edition, kind, id: id.into() }
    }

    /// A criterion, such as "5".
    pub(crate) fn criterion(edition: EditionId, id: &str) -> Self {
        Self::new(edition, Kind::Criterion, id)
    }

    /// A guideline, such as "3.1".
    pub(crate) fn guideline(edition: EditionId, id: &str) -> Self {
        Self::new(edition, Kind::Guideline, id)
    }
}

impl Site {
    /// The edition of `family` that numbers on `page` belong to, or the reason why it is ambiguous or unknown.
    /// Candidates, in this order: the page's own edition, the one that edition is based on, the one of the same year,
    /// the only one based on it.
    pub(crate) fn edition_meant(&self, page: PageId, family: Family) -> Result<EditionId, &'static str> {
        let own = self.pages[page].edition.ok_or("the page has no edition")?;
        if self.editions[own].family == family {
            return Ok(own);
        }
        let mut based = self.editions[own].based_on.iter().filter(|id| self.editions[**id].family == family);
        if let Some(first) = based.next() {
            return if based.next().is_none() { Ok(*first) } else { Err("the page's edition is based on several") };
        }
        let same_year =
            self.editions_of(family).find(|(_, edition)| edition.id == self.editions[own].id).map(|(id, _)| id);
        let mut on_own =
            self.editions_of(family).filter(|(_, edition)| edition.based_on.contains(&own)).map(|(id, _)| id);
        match (same_year, on_own.next(), on_own.next()) {
            (Some(id), ..) | (None, Some(id), None) => Ok(id),
            (None, Some(_), Some(_)) => Err("several editions are based on the page's"),
            (None, None, _) => Err("the page's edition is not related to one"),
        }
    }

    /// The page of `kind` that the number `id` on `page` refers to, if its edition is unambiguous and the page exists.
    pub(crate) fn numbered_on(&self, page: PageId, kind: Kind, id: &str) -> Option<PageId> {
        let edition = self.edition_meant(page, kind.family()?).ok()?;
        self.numbered.get(&Numbered::new(edition, kind, id)).copied()
    }
}

/// Finds the editions among `pages`; their contents are filled in later.
pub(super) fn find(pages: &TiSlice<PageId, Page>) -> TiVec<EditionId, Edition> {
    let mut editions = TiVec::new();
    for (page, Page { source, .. }) in pages.iter_enumerated() {
        if let Detail::Edition(front) = &source.front.detail {
            editions.push(Edition {
                page,
                family: front.family,
                id: front.id.value.clone(),
                status: front.status,
                based_on: Vec::new(),
                sections: front.sections.iter().map(|(id, title)| (id.value.clone(), title.clone())).collect(),
                themes: Vec::new(),
                criteria: Vec::new(),
                indicators: Vec::new(),
                guidelines: Vec::new(),
                guideline_pages: Vec::new(),
                recommendations: Vec::new(),
                paragraphs: Vec::new(),
                known_changes: Vec::new(),
            });
        }
    }
    editions
}

/// Resolves `based_on` and registers every numbered page. Reports duplicate ids and pages outside a suitable edition.
pub(super) fn register(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let names: TiVec<EditionId, String> = site.editions.iter().map(Edition::full_id).collect();
    for (edition, name) in names.iter_enumerated() {
        let page = &site.pages[site.editions[edition].page];
        let Detail::Edition(front) = &page.source.front.detail else { continue };
        if let Some(first) = names.position(|other| other == name).filter(|first| *first != edition) {
            diagnostics.push(duplicate(page, &front.id, name, &site.pages[site.editions[first].page]));
        }
        let mut found = Vec::new();
        for wanted in &front.based_on {
            match names.position(|other| *other == wanted.value) {
                Some(basis) => found.push(basis),
                None => diagnostics.push(
                    Diagnostic::error(
                        Code::UnknownReference,
                        &page.source.file,
                        wanted.span,
                        format!("there is no edition `{}`", wanted.value),
                    )
                    .help(crate::diagnostic::suggest(
                        &wanted.value,
                        names.iter().map(String::as_str),
                        &format!("use one of: {}", names.raw.join(", ")),
                    )),
                ),
            }
        }
        site.editions[edition].based_on = found;
    }
    for page in site.pages.keys() {
        register_page(site, page, diagnostics);
    }
}

fn register_page(site: &mut Site, id: PageId, diagnostics: &mut Vec<Diagnostic>) {
    let page = &site.pages[id];
    let Some(family) = page.kind().family() else { return };
    let Some(edition) = page.edition.filter(|edition| site.editions[*edition].family == family) else {
        diagnostics.push(
            Diagnostic::error(
                Code::NoEdition,
                &page.source.file,
                None,
                format!(
                    "a file of kind `{}` belongs in an edition of the family `{}`",
                    page.kind().name(),
                    family.name()
                ),
            )
            .help("move the file into the folder of its edition"),
        );
        return;
    };
    let (name, spanned) = match &page.source.front.detail {
        Detail::Paragraph { statute, id, .. } => (format!("{} {}", statute.value, id.value), id),
        Detail::Theme { id, .. }
        | Detail::Criterion { id, .. }
        | Detail::Indicator { id, .. }
        | Detail::Guideline { id }
        | Detail::Recommendation { id, .. } => (id.value.clone(), id),
        _ => return,
    };
    if spanned.value.is_empty() {
        // Already reported by the parser.
        return;
    }
    let key = Numbered::new(edition, page.kind(), name);
    match site.numbered.get(&key) {
        Some(first) => diagnostics.push(duplicate(page, spanned, &key.id, &site.pages[*first])),
        None => {
            site.numbered.insert(key, id);
        }
    }
}

fn duplicate(page: &Page, id: &Spanned<String>, name: &str, first: &Page) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateId,
        &page.source.file,
        id.span,
        format!("the id `{name}` is already used in {}", first.source.file),
    )
    .help("use each id only once in an edition")
}

/// Fills each edition with its themes, guidelines or paragraphs. Themes are ordered by weight, then id; everything else by id.
pub(super) fn fill(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    for edition in site.editions.keys() {
        match site.editions[edition].family {
            Family::QualityModel => fill_model(site, edition, diagnostics),
            Family::Guidelines => fill_guidelines(site, edition, diagnostics),
            Family::Law => site.editions[edition].paragraphs = numbered(site, edition, Kind::Paragraph),
        }
    }
}

/// Finds the units that the known changes of each edition concern.
pub(super) fn find_known_changes(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    for edition in site.editions.keys() {
        let Some(front) = site.edition_front(edition).filter(|front| !front.known_changes.is_empty()) else { continue };
        let names = UnitNames::new(site, edition, |_, _| {});
        let touched = |change: &KnownChange| comparisons::touched(site, edition, &names, &change.touches, diagnostics);
        site.editions[edition].known_changes = front.known_changes.iter().map(touched).collect();
    }
}

/// The registered pages of one kind in an edition, in natural order of their ids.
fn numbered(site: &Site, edition: EditionId, kind: Kind) -> Vec<PageId> {
    let mut pages: Vec<(&str, PageId)> = site
        .numbered
        .iter()
        .filter(|(key, _)| key.edition == edition && key.kind == kind)
        .map(|(key, page)| (key.id.as_str(), *page))
        .collect();
    pages.sort_by(|a, b| order::natural(a.0, b.0));
    pages.into_iter().map(|(_, page)| page).collect()
}

fn fill_model(site: &mut Site, edition: EditionId, diagnostics: &mut Vec<Diagnostic>) {
    let criteria = numbered(site, edition, Kind::Criterion);
    let indicators = numbered(site, edition, Kind::Indicator);
    let weight = |page: &PageId| site.pages[*page].front().weight.unwrap_or(0);
    let mut theme_pages = numbered(site, edition, Kind::Theme);
    theme_pages.sort_by_key(weight);
    let of_criterion = |criterion: PageId| {
        let id = site.pages[criterion].id();
        let own =
            |indicator: &PageId| site.pages[*indicator].id().split_once('.').is_some_and(|(number, _)| number == id);
        indicators.iter().copied().filter(own).collect::<Vec<_>>()
    };
    let mut themes = Vec::new();
    for theme in theme_pages {
        let own = criteria.iter().filter(|page| site.pages[**page].parent == Some(theme));
        let criteria = own.map(|page| Criterion { page: *page, indicators: of_criterion(*page) }).collect();
        themes.push(QualityTheme { page: theme, criteria });
    }
    let placed: Vec<PageId> = themes.iter().flat_map(|theme| &theme.criteria).map(|criterion| criterion.page).collect();
    let ordered: Vec<PageId> =
        themes.iter().flat_map(|theme| &theme.criteria).flat_map(|criterion| criterion.indicators.clone()).collect();
    for page in &criteria {
        if !placed.contains(page) {
            diagnostics.push(missing_parent(
                &site.pages[*page],
                "a theme",
                "move the file into the folder of its theme",
            ));
        }
    }
    for page in &indicators {
        if !ordered.contains(page) {
            let help = "add the criterion or correct the id: indicator \"5.c\" belongs to criterion \"5\"";
            diagnostics.push(missing_parent(&site.pages[*page], "a criterion", help));
        }
    }
    let edition = &mut site.editions[edition];
    edition.themes = themes;
    edition.criteria = placed;
    edition.indicators = ordered;
}

fn fill_guidelines(site: &mut Site, edition: EditionId, diagnostics: &mut Vec<Diagnostic>) {
    let guideline_pages = numbered(site, edition, Kind::Guideline);
    let recommendations = numbered(site, edition, Kind::Recommendation);
    let mut guidelines = Vec::new();
    let belongs = |recommendation: &PageId, guideline: &PageId| {
        let id = site.pages[*recommendation].id();
        id.rsplit_once('.').is_some_and(|(above, _)| above == site.pages[*guideline].id())
    };
    for page in &guideline_pages {
        let own = recommendations.iter().copied().filter(|id| belongs(id, page)).collect();
        guidelines.push(GuidelineEntry { page: *page, recommendations: own });
    }
    for page in &recommendations {
        if !guideline_pages.iter().any(|guideline| belongs(page, guideline)) {
            let help = "add the retningslinje or correct the id: anvisning \"3.1.1\" belongs to retningslinje \"3.1\"";
            diagnostics.push(missing_parent(&site.pages[*page], "a guideline", help));
        }
    }
    let edition = &mut site.editions[edition];
    edition.guidelines = guidelines;
    edition.guideline_pages = guideline_pages;
    edition.recommendations = recommendations;
}

fn missing_parent(page: &Page, wanted: &str, help: &str) -> Diagnostic {
    let message = format!("`{}` belongs to {wanted} that does not exist", page.id());
    Diagnostic::error(Code::UnknownReference, &page.source.file, None, message).help(help)
}
