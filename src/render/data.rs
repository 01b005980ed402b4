//! `data/`: the quality model, the recommendations, the law, the glossary and the examples as data for other programs. The
//! field order is part of the format.

use serde::Serialize;

use crate::error::Error;
use crate::ids::{EditionId, PageId};
use crate::link::{Citation, SiteAddress};
use crate::load::example::Reason;
use crate::load::front::{Detail, Kind};
use crate::model::{DataFile, Page, Unit, UnitPart, address};
use crate::render::change_data::Identity;
use crate::render::{RenderContext, json};

#[derive(Serialize)]
struct Model<'a> {
    edition: &'a str,
    status: &'a str,
    themes: Vec<Theme<'a>>,
}

#[derive(Serialize)]
struct Theme<'a> {
    id: &'a str,
    title: &'a str,
    url: &'a str,
    #[serde(flatten)]
    identity: Identity,
    criteria: Vec<Criterion<'a>>,
}

#[derive(Serialize)]
struct Criterion<'a> {
    id: &'a str,
    text: &'a str,
    #[serde(flatten)]
    identity: Identity,
    indicators: Vec<Indicator<'a>>,
}

#[derive(Serialize)]
struct Indicator<'a> {
    id: &'a str,
    text: &'a str,
    url: &'a str,
    #[serde(flatten)]
    identity: Identity,
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: String,
    text: &'a str,
    url: String,
    #[serde(flatten)]
    identity: Identity,
    cites: Vec<Cite<'a>>,
}

#[derive(Serialize)]
struct Cite<'a> {
    kind: &'static str,
    id: &'a str,
    part: Option<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct Recommendation<'a> {
    id: &'a str,
    guideline: &'a str,
    url: &'a str,
    #[serde(flatten)]
    identity: Identity,
    used_by: Vec<UsedBy<'a>>,
}

#[derive(Serialize)]
struct UsedBy<'a> {
    question: String,
    indicator: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Paragraph<'a> {
    statute: &'a str,
    id: &'a str,
    title: &'a str,
    /// The address of the statute on retsinformation.dk.
    eli: Option<&'a str>,
    url: &'a str,
    #[serde(flatten)]
    identity: Identity,
    subsections: Vec<Subsection<'a>>,
    used_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct Subsection<'a> {
    number: usize,
    text: &'a str,
    url: String,
    #[serde(flatten)]
    identity: Identity,
}

#[derive(Serialize)]
struct Term<'a> {
    id: String,
    title: &'a str,
    expansion: Option<&'a str>,
    description: &'a str,
    synonyms: &'a [String],
    url: &'a str,
    used_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct Example<'a> {
    id: &'a str,
    title: &'a str,
    source: &'a str,
    year: i64,
    place: Option<&'a str>,
    page: Option<&'a str>,
    lines: Option<&'a str>,
    form: &'static str,
    perspective: &'static str,
    indicators: Vec<ReasonValue<'a>>,
    anvisninger: Vec<ReasonValue<'a>>,
    url: &'a str,
}

#[derive(Serialize)]
struct ReasonValue<'a> {
    id: &'a str,
    reason: &'a str,
}

impl RenderContext<'_> {
    /// The bytes of the file `path` in `data/`.
    pub(super) fn data(&self, path: &str, file: DataFile) -> Result<Vec<u8>, Error> {
        match file {
            DataFile::QualityModel(edition) => json::file(path, &self.model_data(edition)),
            DataFile::Recommendations(edition) => json::file(path, &self.recommendation_data(edition)),
            DataFile::Law(edition) => json::file(path, &self.law_data(edition)),
            DataFile::Terms => json::file(path, &self.term_data()),
            DataFile::Concepts(syntax) => self.concepts(path, syntax),
            DataFile::Examples => json::file(path, &self.example_data()),
            DataFile::Changes => json::file(path, &self.change_data()),
            DataFile::Catalogue(syntax) => self.catalogue(path, syntax),
        }
    }

    fn model_data(&self, edition: EditionId) -> Model<'_> {
        let site = self.site;
        let found = &site.editions[edition];
        let themes = found.themes.iter().map(|theme| {
            let page = &site.pages[theme.page];
            let criteria = theme.criteria.iter().map(|criterion| Criterion {
                id: site.pages[criterion.page].id(),
                text: site.pages[criterion.page].wording(),
                identity: self.identity(Unit::page(criterion.page)),
                indicators: criterion.indicators.iter().map(|indicator| self.indicator_data(*indicator)).collect(),
            });
            Theme {
                id: page.id(),
                title: page.front().title.as_deref().unwrap_or_default(),
                url: &page.output,
                identity: self.identity(Unit::page(theme.page)),
                criteria: criteria.collect(),
            }
        });
        Model { edition: &found.id, status: found.status.name(), themes: themes.collect() }
    }

    fn indicator_data(&self, id: PageId) -> Indicator<'_> {
        let page = &self.site.pages[id];
        let questions = (1..).zip(&self.texts[id].outline.questions).map(|(position, text)| Question {
            id: page.question_id(position),
            text: &text.plain,
            url: SiteAddress::of_question(self.site, id, position).to_string(),
            identity: self.identity(Unit { page: id, part: Some(UnitPart::Question(position)) }),
            cites: self.cite_data(id, position),
        });
        Indicator {
            id: page.id(),
            text: page.wording(),
            url: &page.output,
            identity: self.identity(Unit::page(id)),
            questions: questions.collect(),
        }
    }

    fn cite_data<'c>(&'c self, indicator: PageId, position: usize) -> Vec<Cite<'c>> {
        let cite = |citation: &'c Citation| Cite {
            kind: citation.reference.target.word(),
            id: &citation.reference.id,
            part: citation.reference.part.as_deref(),
            url: citation.address(self.site).to_string(),
        };
        self.links.uses.citations_by_question(indicator, position).map(cite).collect()
    }

    fn recommendation_data(&self, edition: EditionId) -> Vec<Recommendation<'_>> {
        let site = self.site;
        let entry = |id: &PageId| {
            let page = &site.pages[*id];
            let used_by = self.links.uses.citations_of(&[*id]).map(|used| UsedBy {
                question: used.question_id(site),
                indicator: site.pages[used.indicator].id(),
                url: used.question_address(site).to_string(),
            });
            Recommendation {
                id: page.id(),
                guideline: page.id().rsplit_once('.').map_or("", |(guideline, _)| guideline),
                url: &page.output,
                identity: self.identity(Unit::page(*id)),
                used_by: used_by.collect(),
            }
        };
        site.editions[edition].recommendations.iter().map(entry).collect()
    }

    fn law_data(&self, edition: EditionId) -> Vec<Paragraph<'_>> {
        let site = self.site;
        let units = site.units(edition).into_iter().filter(|unit| unit.part.is_none());
        let entry = |unit: Unit| {
            let page = &site.pages[unit.page];
            let Detail::Paragraph { statute, id, subsections, .. } = &page.front().detail else { return None };
            let subsections = (1..).zip(subsections).map(|(number, text)| {
                let unit = Unit { part: Some(UnitPart::Subsection(number)), ..unit };
                let url = SiteAddress::of_unit(site, unit).to_string();
                Subsection { number, text: &text.value, url, identity: self.identity(unit) }
            });
            Some(Paragraph {
                statute: &statute.value,
                id: &id.value,
                title: &page.plain_label,
                eli: page.eli(),
                url: &page.output,
                identity: self.identity(unit),
                subsections: subsections.collect(),
                used_by: self.used_by(unit.page),
            })
        };
        units.filter_map(entry).collect()
    }

    /// The addresses of the pages that mention `page`.
    fn used_by(&self, page: PageId) -> Vec<&str> {
        self.links.uses.mentions(page).iter().map(|page| self.site.pages[*page].output.as_str()).collect()
    }

    fn term_data(&self) -> Vec<Term<'_>> {
        let site = self.site;
        let term = |id: PageId| {
            let page = &site.pages[id];
            let (expansion, synonyms) = match &page.front().detail {
                Detail::Term { expansion, synonyms, .. } => (expansion.as_deref(), synonyms.as_slice()),
                _ => (None, &[][..]),
            };
            debug_assert_eq!(page.kind(), Kind::Term);
            Term {
                id: address::slug(page.id()),
                title: page.front().title.as_deref().unwrap_or_default(),
                expansion,
                description: page.front().description.as_deref().unwrap_or_default(),
                synonyms,
                url: &page.output,
                used_by: self.used_by(id),
            }
        };
        site.terms.values().map(|id| term(*id)).collect()
    }

    fn example_data(&self) -> Vec<Example<'_>> {
        let pages = self.site.examples.by_id.values().map(|id| &self.site.pages[*id]);
        let entry = |page| {
            let page: &Page = page;
            let example = page.example()?;
            Some(Example {
                id: &example.id.value,
                title: &page.label,
                source: &example.source.value,
                year: example.year.value,
                place: example.place.as_ref().map(|place| place.value.as_str()),
                page: example.page.as_deref(),
                lines: example.lines.as_ref().map(|lines| lines.value.as_str()),
                form: example.form.name(),
                perspective: example.perspective.name(),
                indicators: reason_values(&example.indicators),
                anvisninger: reason_values(&example.recommendations),
                url: &page.output,
            })
        };
        pages.filter_map(entry).collect()
    }
}

fn reason_values(reasons: &[Reason]) -> Vec<ReasonValue<'_>> {
    reasons.iter().map(|reason| ReasonValue { id: &reason.id.value, reason: &reason.reason }).collect()
}
