//! Values of examples: their own pages, their cards on the pages they belong to, their index and its lists.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::ids::PageId;
use crate::link::ExampleLink;
use crate::load::example::{ExampleFront, Quotation, line_range};
use crate::load::front::{Detail, Kind, Perspective, Scope};
use crate::model::{Facet, FacetKind, address, facet_path, step_anchor};
use crate::render::RenderContext;
use crate::render::cards::{Anchor, Card};
use crate::render::lists::ListedView;

/// An example as shown on its own page.
#[derive(Debug, Serialize)]
pub(super) struct ExampleView {
    id: String,
    form: &'static str,
    year: i64,
    place: Option<String>,
    /// Who acted, in Danish.
    perspective: &'static str,
    /// Whether it concerns alcohol only.
    alcohol: bool,
    source: Option<Card>,
    /// The author or publisher of the source.
    authority: Option<String>,
    /// As written: "24" or "24-25".
    printed_page: Option<String>,
    /// A link to its lines in the passage, if the site has the text of the source.
    passage_url: Option<String>,
    cautions: Vec<String>,
    ask: Vec<String>,
    steps: Vec<StepView>,
    quote: Option<QuotationView>,
    indicators: Vec<ReasonView>,
    recommendations: Vec<ReasonView>,
}

#[derive(Debug, Serialize)]
struct StepView {
    anchor: String,
    title: String,
    text: String,
    remarks: Vec<QuotationView>,
}

#[derive(Debug, Serialize)]
struct QuotationView {
    text: String,
    printed_page: Option<i64>,
}

/// A page that an example belongs to, and why.
#[derive(Debug, Serialize)]
struct ReasonView {
    card: Card,
    reason: String,
}

/// An example as a list entry.
#[derive(Debug, Serialize)]
pub(super) struct ExampleCard {
    pub(super) title: String,
    pub(super) url: String,
    text: String,
    form: &'static str,
    pub(super) year: i64,
    place: Option<String>,
    perspective: &'static str,
    alcohol: bool,
    /// Why it belongs in this list.
    reason: Option<String>,
    /// The page that the reason is about, if not the current one. A name without a link: on a theme's page, the link is
    /// given above.
    target: Option<String>,
    /// In the index: its values by facet, several of them separated by spaces.
    facets: BTreeMap<&'static str, String>,
}

/// The index of all examples.
#[derive(Debug, Serialize)]
pub(super) struct ExampleIndex {
    count: usize,
    facets: Vec<FacetView>,
    groups: Vec<GroupView>,
}

/// A facet that readers can filter by.
#[derive(Debug, Serialize)]
struct FacetView {
    /// As used in addresses.
    name: &'static str,
    label: &'static str,
    values: Vec<FacetValueView>,
}

#[derive(Debug, Serialize)]
struct FacetValueView {
    slug: String,
    name: String,
    url: String,
    count: usize,
}

/// The examples of one theme. Each example is in one group only, that of its best link.
#[derive(Debug, Serialize)]
struct GroupView {
    theme: Option<String>,
    /// The list of all examples that concern the theme, with their number as the name of the link.
    all: Option<Anchor>,
    cards: Vec<ExampleCard>,
}

/// The examples that share a facet value.
#[derive(Debug, Serialize)]
pub(super) struct ExampleList {
    facet: &'static str,
    /// The page of that facet value.
    about: Option<Card>,
    cards: Vec<ExampleCard>,
}

/// Who acted in an example, for readers.
fn perspective(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Service => "tilbud",
        Perspective::Both => "tilbud og myndighed",
        Perspective::Authority => "myndighed",
    }
}

fn facet_label(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Theme => "Tema",
        FacetKind::Indicator => "Indikator",
        FacetKind::Form => "Form",
        FacetKind::Perspective => "Set fra",
        FacetKind::Place => "Sted",
        FacetKind::Source => "Kilde",
        FacetKind::Year => "År",
    }
}

/// The name of a theme without its prefix, for places where it is evident that it is one.
pub(super) fn theme_name(title: &str) -> &str {
    title.trim_start_matches("Tema: ")
}

fn facet_name(facet: &Facet) -> String {
    match facet.kind {
        FacetKind::Theme => theme_name(&facet.name).to_owned(),
        FacetKind::Perspective => {
            let word = Perspective::ALL.iter().find(|(name, _)| *name == facet.name);
            word.map_or(facet.name.as_str(), |(_, value)| perspective(*value)).to_owned()
        }
        _ => facet.name.clone(),
    }
}

impl QuotationView {
    fn of(quotation: &Quotation) -> Self {
        Self { text: quotation.text.value.clone(), printed_page: quotation.page }
    }
}

impl RenderContext<'_> {
    /// A link to the lines of an example, if the site has the text of its source.
    fn passage_url(&self, folder: &str, example: &ExampleFront) -> Option<String> {
        let (publication, _) = self.site.publication(&example.source.value)?;
        let lines = example.lines.as_ref().and_then(|lines| line_range(&lines.value))?;
        Some(self.linked().line(publication, *lines.start())?.relative_to(folder))
    }

    /// The values that only an example has.
    pub(super) fn example(&self, folder: &str, page: PageId, example: &ExampleFront) -> ExampleView {
        let source = self.site.sources.get(&example.source.value).copied();
        let authority = source.and_then(|source| match &self.site.pages[source].front().detail {
            Detail::Source { author, publisher, .. } => author.clone().or_else(|| publisher.clone()),
            _ => None,
        });
        let steps = example.steps.iter().enumerate().map(|(at, step)| StepView {
            anchor: step_anchor(at + 1),
            title: step.title.clone(),
            text: step.text.clone(),
            remarks: step.remarks.iter().map(QuotationView::of).collect(),
        });
        let reasons = |kind: Kind| {
            let links = self.links.examples.of(page).iter();
            let own = links.filter(move |link| self.site.pages[link.target].kind() == kind);
            own.map(|link| ReasonView { card: self.card(folder, link.target), reason: link.reason.clone() }).collect()
        };
        ExampleView {
            id: example.id.value.clone(),
            form: example.form.name(),
            year: example.year.value,
            place: example.place.as_ref().map(|place| place.value.clone()),
            perspective: perspective(example.perspective),
            alcohol: example.scope == Scope::Alcohol,
            source: source.map(|source| self.card(folder, source)),
            authority,
            printed_page: example.page.clone(),
            passage_url: self.passage_url(folder, example),
            cautions: example.cautions.clone(),
            ask: example.ask.clone(),
            steps: steps.collect(),
            quote: example.quote.as_ref().map(QuotationView::of),
            indicators: reasons(Kind::Indicator),
            recommendations: reasons(Kind::Recommendation),
        }
    }

    /// The examples that belong to `page`, best first.
    pub(super) fn examples_at(&self, folder: &str, page: PageId) -> Vec<ExampleCard> {
        let card = |link: &ExampleLink| self.linked_card(folder, page, link);
        self.links.examples.at(page).iter().filter_map(card).collect()
    }

    fn linked_card(&self, folder: &str, page: PageId, link: &ExampleLink) -> Option<ExampleCard> {
        let mut card = self.example_card(folder, link.example)?;
        card.reason = Some(link.reason.clone());
        card.target = (link.target != page).then(|| self.site.pages[link.target].label.clone());
        Some(card)
    }

    fn example_card(&self, folder: &str, page: PageId) -> Option<ExampleCard> {
        let example = self.site.pages[page].example()?;
        let Card { title, url, text, .. } = self.card(folder, page);
        Some(ExampleCard {
            title,
            url,
            text,
            form: example.form.name(),
            year: example.year.value,
            place: example.place.as_ref().map(|place| place.value.clone()),
            perspective: perspective(example.perspective),
            alcohol: example.scope == Scope::Alcohol,
            reason: None,
            target: None,
            facets: BTreeMap::new(),
        })
    }

    /// The values of the example index, which is in `folder`.
    pub(super) fn example_index(&self, folder: &str) -> ExampleIndex {
        let examples = &self.site.examples;
        let mut facets: Vec<FacetView> = Vec::new();
        let mut common: HashMap<PageId, BTreeMap<&'static str, String>> = HashMap::new();
        for (at, facet) in examples.facets.iter().enumerate() {
            let name = facet.kind.name();
            let value = FacetValueView {
                slug: facet.slug.clone(),
                name: facet_name(facet),
                url: address::relative(folder, &facet_path(self.site, at)),
                count: facet.examples.len(),
            };
            match facets.last_mut().filter(|last| last.name == name) {
                Some(last) => last.values.push(value),
                None => facets.push(FacetView { name, label: facet_label(facet.kind), values: vec![value] }),
            }
            for example in &facet.examples {
                let names = common.entry(*example).or_default().entry(name).or_default();
                if !names.is_empty() {
                    names.push(' ');
                }
                names.push_str(&facet.slug);
            }
        }
        let mut card = |page: PageId| {
            let mut card = self.example_card(folder, page)?;
            card.facets = common.remove(&page).unwrap_or_default();
            Some(card)
        };
        let mut groups = Vec::new();
        let themes = examples.facets.iter().enumerate().filter(|(_, facet)| facet.kind == FacetKind::Theme);
        for (at, facet) in themes {
            let links = facet.page.map_or(&[][..], |theme| self.links.examples.at(theme));
            let own = links.iter().filter(|link| self.best_theme(link.example) == facet.page);
            let cards: Vec<_> = own.filter_map(|link| card(link.example)).collect();
            let url = address::relative(folder, &facet_path(self.site, at));
            let all = Anchor { name: facet.examples.len().to_string(), url };
            groups.push(GroupView { theme: Some(facet_name(facet)), all: Some(all), cards });
        }
        let without = examples.by_id.values().filter(|page| self.best_theme(**page).is_none());
        let cards = without.filter_map(|page| card(*page)).collect();
        groups.push(GroupView { theme: None, all: None, cards });
        groups.retain(|group| !group.cards.is_empty());
        ExampleIndex { count: examples.by_id.len(), facets, groups }
    }

    /// The theme of an example's best link, if that leads to an indicator.
    fn best_theme(&self, example: PageId) -> Option<PageId> {
        let best = self.links.examples.of(example).first()?;
        self.site.pages[best.target].parent.filter(|theme| self.site.pages[*theme].kind() == Kind::Theme)
    }

    /// A list of examples that share a facet value.
    pub(super) fn example_list(&self, path: &str, facet: usize) -> ListedView<ExampleList> {
        let site = self.site;
        let folder = address::folder(path);
        let found = &site.examples.facets[facet];
        let name = facet_name(found);
        let about = found.page;
        let cards = match about {
            Some(page) if found.kind != FacetKind::Source => self.examples_at(folder, page),
            _ => found.examples.iter().filter_map(|page| self.example_card(folder, *page)).collect(),
        };
        let title = match found.kind {
            FacetKind::Theme => format!("Eksempler til temaet {name}"),
            FacetKind::Indicator => format!("Eksempler til {}", name.replacen("Indikator", "indikator", 1)),
            FacetKind::Form => format!("Eksempler: {name}"),
            FacetKind::Perspective => format!("Eksempler set fra {name}"),
            FacetKind::Place | FacetKind::Source | FacetKind::Year => format!("Eksempler fra {name}"),
        };
        let noun = if cards.len() == 1 { "eksempel" } else { "eksempler" };
        let description = format!("{} {noun} i en liste, de bedste først.", cards.len());
        let edition = about.filter(|_| found.kind != FacetKind::Source).and_then(|page| site.pages[page].edition);
        let detail =
            ExampleList { facet: facet_label(found.kind), about: about.map(|page| self.card(folder, page)), cards };
        let above = site.examples.index.unwrap_or(site.home);
        self.listed((path, above), (title, description), edition.map(|id| (id, None)), detail)
    }
}
