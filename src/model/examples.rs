//! Examples: checks that ids are unique, that sources exist and are of the same year, and that promises of anonymity
//! are kept, and builds the lists from which readers can pick examples.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Spanned, suggest};
use crate::ids::{EditionId, LineNo, PageId};
use crate::load::example::{Anonymity, ExampleFront, line_range};
use crate::load::front::{Detail, Family, Form, Kind, Perspective, Rights, Scope};
use crate::model::{Page, Site, address};

/// The examples of the site.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    /// By id.
    pub by_id: BTreeMap<String, PageId>,
    /// The section that contains all examples, unless that is the home page.
    pub index: Option<PageId>,
    /// The lists of examples that have something in common; empty without an index.
    pub facets: Vec<Facet>,
}

/// Examples that have something in common.
#[derive(Debug)]
pub(crate) struct Facet {
    /// What they have in common.
    pub kind: FacetKind,
    /// The shared value as used in addresses: "5.c", "praksis".
    pub slug: String,
    /// The shared value as readers see it.
    pub name: String,
    /// The page about the shared value, if there is one.
    pub page: Option<PageId>,
    /// The examples, the most useful first.
    pub examples: Vec<PageId>,
}

/// What examples can have in common, in the order in which it is offered to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the field's words, see the table in ARCHITECTURE.md")]
pub(crate) enum FacetKind {
    Theme,
    Indicator,
    Form,
    Perspective,
    Place,
    Source,
    Year,
}

impl FacetKind {
    /// The name used in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Theme => "tema",
            Self::Indicator => "indikator",
            Self::Form => "form",
            Self::Perspective => "set-fra",
            Self::Place => "sted",
            Self::Source => "kilde",
            Self::Year => "aar",
        }
    }
}

/// The sort key of examples where no link says which fits better. By perspective: tilbud, begge, myndighed; practice
/// before other forms; examples that are about alcohol alone last; then the newest first.
pub(crate) type Rank<'s> = (Perspective, Form, bool, Reverse<i64>, &'s str);

/// The longest quotation, in characters, from a source that may only be summarised.
const LONGEST_QUOTATION: usize = 300;

/// Registers the examples and reports what is wrong with them.
pub(super) fn register(site: &mut Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_id = BTreeMap::new();
    let mut pages = Vec::new();
    for (id, page) in site.pages.iter_enumerated() {
        let Some(example) = page.example() else { continue };
        pages.push(id);
        check_source(site, page, example, diagnostics);
        if example.id.value.is_empty() {
            // Already reported by the parser.
            continue;
        }
        match by_id.get(&example.id.value) {
            Some(first) => diagnostics.push(duplicate(page, &example.id, &site.pages[*first])),
            None => {
                by_id.insert(example.id.value.clone(), id);
            }
        }
    }
    let index = index(site, &pages);
    let facets = if index.is_some() { facets(site, &pages) } else { Vec::new() };
    site.examples = Examples { by_id, index, facets };
}

fn duplicate(page: &Page, id: &Spanned<String>, first: &Page) -> Diagnostic {
    let message = format!("the id `{}` is already used in {}", id.value, first.source.file);
    Diagnostic::error(Code::DuplicateId, &page.source.file, id.span, message)
        .help("give each example of the site a unique id")
}

/// The diagnostic for a `source` without a record.
pub(super) fn unknown_source(site: &Site, page: &Page, source: &Spanned<String>) -> Diagnostic {
    let known = site.sources.keys().map(String::as_str);
    let message = format!("there is no source `{}`", source.value);
    Diagnostic::error(Code::UnknownReference, &page.source.file, source.span, message).help(suggest(
        &source.value,
        known,
        "name the folder of a source in content/kilder/",
    ))
}

/// Checks the example against the record of its source.
fn check_source(site: &Site, page: &Page, example: &ExampleFront, diagnostics: &mut Vec<Diagnostic>) {
    let Some(record) = site.sources.get(&example.source.value) else {
        if !example.source.value.is_empty() {
            diagnostics.push(unknown_source(site, page, &example.source));
        }
        return;
    };
    let Detail::Source { year, rights, anonymity, .. } = &site.pages[*record].front().detail else { return };
    let invalid = |span, message: String| Diagnostic::error(Code::InvalidValue, &page.source.file, span, message);
    let Spanned { value, span } = example.year;
    if let Some(year) = year.filter(|year| *year != value && value != 0) {
        diagnostics.push(
            invalid(span, format!("the example is from {value}, but its source is from {year}"))
                .help(format!("set `year = {year}`, or name another `source`")),
        );
    }
    if *rights == Rights::SummaryOnly {
        for Spanned { value, span } in example.quotations().map(|quotation| &quotation.text) {
            let length = value.chars().count();
            if length > LONGEST_QUOTATION {
                diagnostics.push(
                    invalid(*span, format!("the quotation has {length} characters; the limit is {LONGEST_QUOTATION}"))
                        .help("quote less and paraphrase the rest; the source does not permit longer quotations"),
                );
            }
        }
    }
    if let (Some(Anonymity { note, named }), Some(place)) = (anonymity, &example.place) {
        let lines = example.lines.as_ref().and_then(|lines| line_range(&lines.value));
        let inside = |lines: &std::ops::RangeInclusive<LineNo>| {
            named.iter().any(|named| named.contains(lines.start()) && named.contains(lines.end()))
        };
        if !lines.is_some_and(|lines| inside(&lines)) {
            let named: Vec<_> = named.iter().map(|lines| format!("{}-{}", lines.start(), lines.end())).collect();
            let help = match named.as_slice() {
                [] => "remove `place`: the source itself names no place".to_owned(),
                named => format!("remove `place`: the source itself names places only in lines {}", named.join(", ")),
            };
            diagnostics.push(
                invalid(
                    place.span,
                    format!("`{}` may reveal who spoke, but the source promised anonymity: {note}", place.value),
                )
                .help(help),
            );
        }
    }
}

/// The section that contains all examples.
fn index(site: &Site, examples: &[PageId]) -> Option<PageId> {
    let above = |page: &PageId| std::iter::successors(site.pages[*page].parent, |id| site.pages[*id].parent);
    let (first, others) = examples.split_first()?;
    let common = above(first).find(|section| others.iter().all(|other| above(other).any(|id| id == *section)))?;
    (common != site.home && site.pages[common].kind() == Kind::Section).then_some(common)
}

fn facets(site: &Site, examples: &[PageId]) -> Vec<Facet> {
    let mut found: BTreeMap<(FacetKind, Position, String), Facet> = BTreeMap::new();
    for id in examples {
        for (kind, position, slug, name, page) in facets_of(site, *id) {
            let facet = Facet { kind, slug: slug.clone(), name, page, examples: Vec::new() };
            let facet = found.entry((kind, position, slug)).or_insert(facet);
            if facet.examples.last() != Some(id) {
                facet.examples.push(*id);
            }
        }
    }
    let mut facets: Vec<Facet> = found.into_values().collect();
    for facet in &mut facets {
        facet.examples.sort_by_cached_key(|id| site.example_rank(*id));
    }
    facets
}

/// Where something comes among others of its kind: by edition, then by the order in it.
type Position = (Option<EditionId>, usize);

/// Kind, position within its kind, slug, name and page of something the example has in common with others.
type Common = (FacetKind, Position, String, String, Option<PageId>);

fn facets_of(site: &Site, id: PageId) -> Vec<Common> {
    let Some(example) = site.pages[id].example() else { return Vec::new() };
    let mut common: Vec<Common> = Vec::new();
    let current = site.current_edition(Family::QualityModel);
    for reason in &example.indicators {
        let Some(indicator) = site.numbered_on(id, Kind::Indicator, &reason.id.value) else { continue };
        let theme = site.pages[indicator].parent.filter(|theme| site.pages[*theme].kind() == Kind::Theme);
        for (kind, page) in [(FacetKind::Theme, theme), (FacetKind::Indicator, Some(indicator))] {
            let Some((page, found)) = page.map(|page| (page, &site.pages[page])) else { continue };
            let Some(edition) = found.edition else { continue };
            let model = &site.editions[edition];
            let among = match kind {
                FacetKind::Theme => model.themes.iter().position(|theme| theme.page == page),
                _ => model.indicators.iter().position(|indicator| *indicator == page),
            };
            let slug = address::slug(found.id());
            // The lists of the current edition keep their addresses when another edition is added.
            let slug = if current == Some(edition) { slug } else { format!("{slug}-{}", address::slug(&model.id)) };
            let position = (Some(edition), among.unwrap_or(usize::MAX));
            common.push((kind, position, slug, found.label.clone(), Some(page)));
        }
    }
    let mut plain = |kind, position: usize, name: &str, page: Option<PageId>| {
        let slug = address::slug(name);
        if !slug.is_empty() {
            let name = page.map_or(name, |page| &site.pages[page].label);
            common.push((kind, (None, position), slug, name.to_owned(), page));
        }
    };
    plain(FacetKind::Form, example.form as usize, example.form.name(), None);
    plain(FacetKind::Perspective, example.perspective as usize, example.perspective.name(), None);
    if let Some(place) = &example.place {
        plain(FacetKind::Place, 0, &place.value, None);
    }
    let source = &example.source.value;
    plain(FacetKind::Source, 0, source, site.sources.get(source).copied());
    let year = example.year.value;
    plain(FacetKind::Year, usize::try_from(9_999 - year).unwrap_or(0), &year.to_string(), None);
    common
}

/// The addresses without a year of lists that an older edition has and the current one lacks, each with its list. They were the
/// addresses of these lists while that edition was the current one.
pub(crate) fn facets_of_older_editions(site: &Site) -> Vec<(String, usize)> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (position, facet) in site.examples.facets.iter().enumerate() {
        let older = facet.page.and_then(|page| site.pages[page].edition).filter(|edition| !site.is_current(*edition));
        let year = older.map(|edition| format!("-{}", address::slug(&site.editions[edition].id)));
        if let Some(plain) = year.and_then(|year| facet.slug.strip_suffix(&year)) {
            let is_taken = site.examples.facets.iter().any(|other| other.kind == facet.kind && other.slug == plain);
            if !is_taken {
                // The last one is that of the newest edition.
                found.insert(facet_address(site, facet.kind, plain), position);
            }
        }
    }
    found.into_iter().collect()
}

fn facet_address(site: &Site, kind: FacetKind, slug: &str) -> String {
    let folder = site.examples.index.map_or("", |index| site.pages[index].folder());
    address::join(folder, &format!("efter/{}-{slug}.html", kind.name())).unwrap_or_default()
}

/// The path of a facet's list, below the folder of the section that contains all examples.
pub(crate) fn facet_path(site: &Site, facet: usize) -> String {
    let Facet { kind, slug, .. } = &site.examples.facets[facet];
    facet_address(site, *kind, slug)
}

impl Page {
    /// The front matter of an example; `None` for other kinds.
    pub(crate) fn example(&self) -> Option<&ExampleFront> {
        match &self.source.front.detail {
            Detail::Example(example) => Some(example),
            _ => None,
        }
    }
}

impl Site {
    /// The sort key of the example on `page`; `None` for other kinds.
    pub(crate) fn example_rank(&self, page: PageId) -> Option<Rank<'_>> {
        let example = self.pages[page].example()?;
        let ExampleFront { id, year, form, perspective, scope, .. } = example;
        Some((*perspective, *form, *scope == Scope::Alcohol, Reverse(year.value), &id.value))
    }
}
