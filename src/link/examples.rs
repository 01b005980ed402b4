//! The reverse index of examples: which examples belong to an indicator, a recommendation, a theme or a source, and
//! why.

use std::collections::BTreeMap;

use typed_index_collections::TiSlice;

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::ids::PageId;
use crate::link::{Destination, Links};
use crate::load::example::Reason;
use crate::load::front::{Kind, Strength};
use crate::model::Site;
use crate::text::Text;

/// Why an example is shown on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExampleLink {
    /// The example.
    pub example: PageId,
    /// The indicator or recommendation that the reason is about.
    pub target: PageId,
    /// Why the example belongs there.
    pub reason: String,
    /// How well it fits.
    pub strength: Strength,
}

/// All links between examples and pages, in both directions.
#[derive(Debug, Default)]
pub(crate) struct ExampleLinks {
    /// By example: its indicators, then its recommendations, the best fit first within each.
    by_example: BTreeMap<PageId, Vec<ExampleLink>>,
    /// By indicator, recommendation, theme or source: the best fit first, each example once.
    by_page: BTreeMap<PageId, Vec<ExampleLink>>,
}

impl ExampleLinks {
    /// The examples shown on `page`, the best fit first. A theme has the links of its indicators, a source those of its
    /// examples.
    pub(crate) fn at(&self, page: PageId) -> &[ExampleLink] {
        self.by_page.get(&page).map_or(&[], Vec::as_slice)
    }

    /// The links of the example on `page`: indicators, then recommendations.
    pub(crate) fn of(&self, page: PageId) -> &[ExampleLink] {
        self.by_example.get(&page).map_or(&[], Vec::as_slice)
    }
}

/// Collects the links of all examples. Reports recommendations that no question of the example's indicators cites.
pub(super) fn collect(
    site: &Site,
    texts: &TiSlice<PageId, Text>,
    links: &Links,
    diagnostics: &mut Vec<Diagnostic>,
) -> ExampleLinks {
    let mut found = ExampleLinks::default();
    for (page, entry) in site.pages.iter_enumerated() {
        let Some(example) = entry.example() else { continue };
        let reasons = example.indicators.iter().chain(&example.recommendations);
        let mut own = Vec::new();
        for (Reason { id, reason, strength }, pointer) in reasons.zip(&texts[page].outline.example_targets) {
            let Some(Destination::Page(target, _)) = links.destination(page, *pointer) else { continue };
            own.push((ExampleLink { example: page, target: *target, reason: reason.clone(), strength: *strength }, id));
        }
        check(site, links, page, &own, diagnostics);
        let mut own: Vec<ExampleLink> = own.into_iter().map(|(link, _)| link).collect();
        own.sort_by_key(|link| (site.pages[link.target].kind() != Kind::Indicator, link.strength));
        let mut places: BTreeMap<PageId, ExampleLink> = BTreeMap::new();
        for link in &own {
            places.entry(link.target).or_insert_with(|| link.clone());
            let theme = site.pages[link.target].parent.filter(|theme| site.pages[*theme].kind() == Kind::Theme);
            let source = site.sources.get(&example.source.value).copied();
            // `own` is sorted, so the best link is inserted first.
            for above in [theme, source].into_iter().flatten() {
                places.entry(above).or_insert_with(|| link.clone());
            }
        }
        for (place, link) in places {
            found.by_page.entry(place).or_default().push(link);
        }
        found.by_example.insert(page, own);
    }
    for links in found.by_page.values_mut() {
        links.sort_by_cached_key(|link| (link.strength, site.example_rank(link.example)));
    }
    found
}

/// An example may link a recommendation only if a question of one of its indicators cites it.
fn check(
    site: &Site,
    links: &Links,
    page: PageId,
    own: &[(ExampleLink, &Spanned<String>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of_kind = |kind| own.iter().filter(move |(link, _)| site.pages[link.target].kind() == kind);
    let file = &site.pages[page].source.file;
    let indicators: Vec<PageId> = of_kind(Kind::Indicator).map(|(link, _)| link.target).collect();
    if site.pages[page].example().is_some_and(|example| example.indicators.is_empty()) {
        diagnostics.push(
            Diagnostic::warning(Code::MissingKey, file, None, "this example is not linked to an indicator")
                .help("add an [[indicators]] table with `id`, `reason` and `strength`"),
        );
    }
    let mut names: Vec<&str> = indicators.iter().map(|indicator| site.pages[*indicator].id()).collect();
    names.dedup();
    for (link, id) in of_kind(Kind::Recommendation) {
        if !indicators.is_empty()
            && !links.uses.citations_of(&[link.target]).any(|used| indicators.contains(&used.indicator))
        {
            let names = names.join(", ");
            let message = format!("no question of indikator {names} cites anvisning {}", id.value);
            diagnostics.push(
                Diagnostic::warning(Code::UncitedRecommendation, file, id.span, message)
                    .help("remove it, or name the indicator whose question cites it"),
            );
        }
    }
}
