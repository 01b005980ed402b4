//! The values of a page that depend on its kind.

use serde::Serialize;

use crate::ids::{EditionId, PageId};
use crate::link::Citation;
use crate::load::front::{Detail, Kind};
use crate::model::{QualityTheme, address};
use crate::model::{checklist_path, question_anchor, section_anchor, subsection_anchor};
use crate::render::RenderContext;
use crate::render::examples::{ExampleIndex, ExampleView};
use crate::render::lists::PagerView;
use crate::render::parts::{
    CriterionView, GuidelineView, IndicatorView, QuestionView, RelatedView, SectionView, SubsectionView, ThemeUses,
    ThemeView, UseView,
};
use crate::render::reading::{ContentsView, PassageView, ReadingView};
use crate::render::view::{Anchor, Card};
use crate::text::{Html, PointerId};

/// The values of one kind of page. Templates see the fields directly under `page.detail`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "one at a time, and never in a list")]
pub(super) enum DetailView {
    Plain,
    Section {
        pages: Vec<Card>,
        sections: Vec<Card>,
        /// Links to the rest of the pages, if the list is paginated.
        pager: Option<PagerView>,
    },
    Model {
        themes: Vec<ThemeView>,
        questions: usize,
    },
    Guidelines {
        guidelines: Vec<GuidelineView>,
        sections: Vec<SectionView>,
    },
    Theme(ThemeView),
    Criterion {
        text: String,
        theme: Option<Card>,
        printed_page: Option<i64>,
        indicators: Vec<IndicatorView>,
    },
    Indicator {
        theme: Option<Card>,
        /// The checklist of the theme.
        checklist_url: Option<String>,
        criterion: Option<Card>,
        indicator: IndicatorView,
        law: Vec<Card>,
        related: Vec<RelatedView>,
        /// Related passages, found in the library by the program.
        passages: Vec<PassageView>,
    },
    Guideline {
        id: String,
        titled: bool,
        recommendations: Vec<Card>,
        uses: Vec<ThemeUses>,
        count: usize,
        mentions: Vec<Card>,
    },
    Recommendation {
        id: String,
        guideline: Option<Card>,
        wording: Option<String>,
        uses: Vec<ThemeUses>,
        count: usize,
        mentions: Vec<Card>,
        /// Related passages, found in the library by the program.
        passages: Vec<PassageView>,
    },
    Paragraph {
        printed_page: Option<i64>,
        subsections: Vec<SubsectionView>,
        mentions: Vec<Card>,
    },
    Term {
        expansion: Option<String>,
        synonyms: Vec<String>,
        mentions: Vec<Card>,
    },
    Examples(ExampleIndex),
    Example(ExampleView),
    Source {
        subtitle: Option<String>,
        author: Option<String>,
        publisher: Option<String>,
        year: Option<i64>,
        isbn: Option<String>,
        issn: Option<String>,
        address: Option<String>,
        rights: &'static str,
        pages: Vec<Card>,
        /// The sections of its reading edition.
        contents: Vec<ContentsView>,
        /// Whether its text may be read by the person who built the site, and by nobody else.
        private: bool,
        permission: Option<String>,
    },
    Passage {
        printed_page: Option<i64>,
        source: Option<Card>,
        /// Values that only a page of a reading edition has.
        reading: Option<ReadingView>,
    },
}

impl RenderContext<'_> {
    /// The kind-specific values of `page`, with links for a page in `folder`; `number` selects the part of a section's
    /// paginated list.
    pub(super) fn detail(&self, page: PageId, folder: &str, number: usize) -> DetailView {
        let site = self.site;
        let found = &site.pages[page];
        let edition = found.edition;
        match &found.front().detail {
            Detail::None if site.examples.index == Some(page) => DetailView::Examples(self.example_index(folder)),
            Detail::Example(example) => DetailView::Example(self.example(folder, page, example)),
            Detail::None if found.kind().is_section() => {
                let pagination = found.front().pagination.as_ref();
                let (pages, pager) = self.pager(folder, pagination, (&found.output, number), &found.pages);
                let sections = if number == 1 { self.cards(folder, &found.sections) } else { Vec::new() };
                DetailView::Section { pages, sections, pager }
            }
            Detail::None => DetailView::Plain,
            Detail::Edition { .. } => self.edition_detail(page, folder),
            Detail::Theme { .. } => match edition.and_then(|id| Some((id, self.theme_position(id, page)?))) {
                Some((edition, theme)) => DetailView::Theme(self.theme(folder, edition, theme)),
                None => DetailView::Plain,
            },
            Detail::Criterion { text, page: printed_page, .. } => {
                let indicators = edition.map(|edition| &site.editions[edition].themes).into_iter().flatten();
                let own = indicators.flat_map(|theme| &theme.criteria).find(|criterion| criterion.page == page);
                DetailView::Criterion {
                    text: text.clone(),
                    theme: found.parent.map(|theme| self.card(folder, theme)),
                    printed_page: *printed_page,
                    indicators: own.map(|own| self.indicators(folder, &own.indicators)).unwrap_or_default(),
                }
            }
            Detail::Indicator { .. } => self.indicator_detail(page, folder),
            Detail::Guideline { id } => {
                let own = edition
                    .and_then(|edition| site.editions[edition].guidelines.iter().find(|entry| entry.page == page));
                let recommendations = own.map(|own| own.recommendations.clone()).unwrap_or_default();
                let uses = self.uses_of(folder, &[&[page], &recommendations[..]].concat());
                DetailView::Guideline {
                    id: id.value.clone(),
                    titled: found.front().title.is_some(),
                    recommendations: self.cards(folder, &recommendations),
                    count: count(&uses),
                    uses,
                    mentions: self.mentions(folder, page),
                }
            }
            Detail::Recommendation { id, wording } => {
                let uses = self.uses_of(folder, &[page]);
                DetailView::Recommendation {
                    id: id.value.clone(),
                    guideline: site.up(page).map(|guideline| self.card(folder, guideline)),
                    wording: wording.clone().filter(|wording| !wording.trim().is_empty()),
                    count: count(&uses),
                    uses,
                    mentions: self.mentions(folder, page),
                    passages: self.passages(folder, page),
                }
            }
            Detail::Paragraph { page: printed_page, .. } => {
                let texts = self.texts[page].outline.subsections.iter().enumerate();
                let subsection = |(at, html): (usize, &Html)| SubsectionView {
                    number: at + 1,
                    anchor: subsection_anchor(at + 1),
                    text: self.html(page, folder, html),
                };
                let subsections = texts.map(subsection).collect();
                DetailView::Paragraph {
                    printed_page: *printed_page,
                    subsections,
                    mentions: self.mentions(folder, page),
                }
            }
            Detail::Term { expansion, synonyms, .. } => DetailView::Term {
                expansion: expansion.clone(),
                synonyms: synonyms.clone(),
                mentions: self.mentions(folder, page),
            },
            Detail::Source { subtitle, author, publisher, year, isbn, issn, address, rights, .. } => {
                DetailView::Source {
                    subtitle: subtitle.clone(),
                    author: author.clone(),
                    publisher: publisher.clone(),
                    year: *year,
                    isbn: isbn.clone(),
                    issn: issn.clone(),
                    address: address.clone(),
                    rights: rights.name(),
                    pages: self.cards(folder, &found.pages),
                    contents: self.contents(folder, page),
                    private: self.publication_of(page).is_some_and(|(_, publication)| publication.private),
                    permission: self.permission(page),
                }
            }
            Detail::Passage { page: printed_page } => DetailView::Passage {
                printed_page: *printed_page,
                reading: self.reading(page),
                source: found
                    .parent
                    .filter(|parent| site.pages[*parent].kind() == Kind::Source)
                    .map(|id| self.card(folder, id)),
            },
        }
    }

    fn edition_detail(&self, page: PageId, folder: &str) -> DetailView {
        let site = self.site;
        let found = &site.pages[page];
        let Some(id) = found.edition else { return DetailView::Plain };
        let edition = &site.editions[id];
        if !edition.themes.is_empty() {
            let themes: Vec<_> = (0..edition.themes.len()).map(|theme| self.theme(folder, id, theme)).collect();
            return DetailView::Model { questions: themes.iter().map(|theme| theme.questions).sum(), themes };
        }
        if edition.guidelines.is_empty() {
            return DetailView::Section {
                pages: self.cards(folder, &found.pages),
                sections: self.cards(folder, &found.sections),
                pager: None,
            };
        }
        let guidelines = edition
            .guidelines
            .iter()
            .map(|entry| GuidelineView {
                card: self.card(folder, entry.page),
                titled: site.pages[entry.page].front().title.is_some(),
                recommendations: self.cards(folder, &entry.recommendations),
                count: count(&self.uses_of(folder, &[&[entry.page], &entry.recommendations[..]].concat())),
            })
            .collect();
        let sections = edition
            .sections
            .iter()
            .map(|(section, title)| SectionView {
                id: section.clone(),
                title: title.clone(),
                anchor: section_anchor(section),
                uses: self.group(folder, self.links.uses.of(page).filter(|used| used.reference.id == *section)),
            })
            .collect();
        DetailView::Guidelines { guidelines, sections }
    }

    fn indicator_detail(&self, page: PageId, folder: &str) -> DetailView {
        let site = self.site;
        let criterion = site.up(page).filter(|id| site.pages[*id].kind() == Kind::Criterion);
        let (theme, edition) = (site.pages[page].parent, site.pages[page].edition);
        let position = edition.zip(theme).and_then(|(edition, theme)| self.theme_position(edition, theme));
        let outline = &self.texts[page].outline;
        let Detail::Indicator { law: written, .. } = &site.pages[page].front().detail else { return DetailView::Plain };
        let law = outline.law.iter().zip(written).filter_map(|(pointer, written)| {
            let destination = self.links.destination(page, *pointer)?;
            Some(self.destination_card(folder, destination, &written.value))
        });
        let related = self.links.uses.related(site, page).into_iter().map(|related| RelatedView {
            card: self.card(folder, related.indicator),
            shared: self.cards(folder, &related.shared),
        });
        DetailView::Indicator {
            theme: theme.map(|theme| self.card(folder, theme)),
            checklist_url: edition
                .zip(position)
                .map(|(edition, position)| address::relative(folder, &checklist_path(site, edition, Some(position)))),
            criterion: criterion.map(|criterion| self.card(folder, criterion)),
            indicator: self.indicator(folder, page),
            law: law.collect(),
            related: related.collect(),
            passages: self.passages(folder, page),
        }
    }

    fn theme_position(&self, edition: EditionId, page: PageId) -> Option<usize> {
        self.site.editions[edition].themes.iter().position(|theme| theme.page == page)
    }

    /// The theme at index `position` of an edition, with all its questions.
    pub(super) fn theme(&self, folder: &str, edition: EditionId, position: usize) -> ThemeView {
        let QualityTheme { page, criteria } = &self.site.editions[edition].themes[position];
        let criteria: Vec<_> = criteria
            .iter()
            .map(|criterion| CriterionView {
                card: self.card(folder, criterion.page),
                indicators: self.indicators(folder, &criterion.indicators),
            })
            .collect();
        let indicators = criteria.iter().flat_map(|criterion| &criterion.indicators);
        let printed_page = match &self.site.pages[*page].front().detail {
            Detail::Theme { page, .. } => *page,
            _ => None,
        };
        ThemeView {
            card: self.card(folder, *page),
            printed_page,
            checklist_url: address::relative(folder, &checklist_path(self.site, edition, Some(position))),
            questions: indicators.map(|indicator| indicator.questions.len()).sum(),
            criteria,
        }
    }

    fn indicators(&self, folder: &str, pages: &[PageId]) -> Vec<IndicatorView> {
        pages.iter().map(|page| self.indicator(folder, *page)).collect()
    }

    fn indicator(&self, folder: &str, page: PageId) -> IndicatorView {
        let found = &self.site.pages[page];
        let (lead, printed_page) = match &found.front().detail {
            Detail::Indicator { lead, page, .. } => (lead.clone(), *page),
            _ => (String::new(), None),
        };
        let questions = (0..found.questions().len()).map(|at| self.question(folder, page, at)).collect();
        IndicatorView {
            id: found.id().to_owned(),
            card: self.card(folder, page),
            text: found.wording().to_owned(),
            lead,
            printed_page,
            questions,
        }
    }

    fn question(&self, folder: &str, indicator: PageId, at: usize) -> QuestionView {
        let found = &self.site.pages[indicator];
        let text = &self.texts[indicator].outline.questions[at];
        let anchor = question_anchor(at + 1);
        let cites = self.links.uses.by_question(indicator, at + 1);
        QuestionView {
            id: format!("{}.{}", found.id(), at + 1),
            url: format!("{}#{anchor}", self.url(folder, indicator)),
            anchor,
            plain: text.plain.clone(),
            text: self.html(indicator, folder, &text.text),
            reference: self.html(indicator, folder, &text.tail),
            cites: cites
                .map(|citation| Anchor {
                    name: citation.reference.label(),
                    url: citation.address(self.site).from(folder),
                })
                .collect(),
            editorial: found.questions()[at].editorial.clone(),
        }
    }

    /// The uses of any of `pages`, in the order of the model, grouped by theme.
    fn uses_of(&self, folder: &str, pages: &[PageId]) -> Vec<ThemeUses> {
        self.group(folder, self.links.uses.citations.iter().filter(|used| pages.contains(&used.cited)))
    }

    fn group<'u>(&self, folder: &str, uses: impl Iterator<Item = &'u Citation>) -> Vec<ThemeUses> {
        let mut groups: Vec<(PageId, ThemeUses)> = Vec::new();
        for used in uses {
            let Some(theme) = self.site.pages[used.indicator].parent else { continue };
            let text = self.texts[used.indicator].outline.questions.get(used.question - 1);
            let view = UseView {
                question: used.question_id(self.site),
                url: used.question_address(self.site).from(folder),
                text: text.map(|text| text.plain.clone()).unwrap_or_default(),
                indicator: self.card(folder, used.indicator),
                cited: used.reference.label(),
            };
            match groups.last_mut().filter(|(last, _)| *last == theme) {
                Some((_, group)) => group.uses.push(view),
                None => {
                    let edition = self.edition(folder, used.edition).label;
                    groups.push((theme, ThemeUses { theme: self.card(folder, theme), edition, uses: vec![view] }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn mentions(&self, folder: &str, page: PageId) -> Vec<Card> {
        self.cards(folder, self.links.uses.mentions(page))
    }

    /// The HTML of `page` with its links resolved for a page in `folder`.
    pub(super) fn html(&self, page: PageId, folder: &str, html: &Html) -> String {
        html.fill(|pointer: PointerId| {
            let destination = self.links.destination(page, pointer)?;
            Some((destination.href(self.site, folder).into(), self.link_class(page, pointer)))
        })
    }

    fn link_class(&self, page: PageId, pointer: PointerId) -> &'static str {
        match self.texts[page].outline.pointers.get(pointer as usize) {
            Some((crate::text::Pointer::Term(_), _)) => "term",
            _ => "ref",
        }
    }
}

fn count(groups: &[ThemeUses]) -> usize {
    groups.iter().map(|group| group.uses.len()).sum()
}
