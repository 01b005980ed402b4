//! Search documents as hits: what search shows for each, and where it leads.

use rayon::prelude::*;
use typed_index_collections::TiSlice;

use crate::error::Error;
use crate::ids::PageId;
use crate::link::SiteAddress;
use crate::load::front::{Detail, Kind, Sort};
use crate::model::{Site, Unit, UnitPart};
use crate::text::{self, Part, Reading, SearchDocument, Text};

/// A search document with everything a hit shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Unique, and stable as long as the document stays in place: its address, with `~2` for the second chunk of the
    /// text at that address.
    pub id: String,
    /// Its heading, or the name of its page.
    pub title: String,
    /// Names of the pages and headings above it, outermost first.
    pub path: Vec<String>,
    /// A kind from the front matter, or `question`.
    pub kind: &'static str,
    /// The edition its numbers belong to, such as "kvalitetsmodel-2021".
    pub edition: Option<String>,
    /// Relative to the output folder, with its anchor.
    pub url: String,
    /// The record of the source whose wording it contains; `None` for the editors' own text.
    pub doc: Option<String>,
    /// Whether its edition is not the one that readers are led to.
    pub is_of_other_edition: bool,
    /// The address of what it became in the current edition, if it is of an older one.
    pub successor: Option<String>,
    /// The theme of the quality model it belongs to.
    pub theme: Option<String>,
    /// The title of the publication it comes from.
    pub source: Option<String>,
    /// Its full text.
    pub text: String,
    /// Words that lead to it but do not occur in it.
    pub hint: String,
}

/// Returns every search document of the site, in page order; those of editions that are not the current one come last,
/// since equally good hits keep this order. Pages with a cached outline are parsed again.
pub(super) fn entries(site: &Site, texts: &TiSlice<PageId, Text>, reading: Reading<'_>) -> Result<Vec<Entry>, Error> {
    let of_page = |id: PageId| -> Result<Vec<Entry>, Error> {
        let page = &site.pages[id];
        if !page.front().render || page.front().redirect_to.is_some() || !is_searched(site, id) {
            return Ok(Vec::new());
        }
        let reparsed;
        let documents = match &texts[id].parsed {
            Some(parsed) => &parsed.documents,
            None => {
                reparsed = text::reparse(page, reading)?;
                &reparsed.documents
            }
        };
        let frame = Frame::of(site, id);
        Ok(documents.iter().map(|document| frame.entry(site, document)).collect())
    };
    let mut ids: Vec<PageId> = site.pages.keys().collect();
    ids.sort_by_key(|id| site.pages[*id].edition.is_some_and(|edition| !site.is_current(edition)));
    let pages: Vec<Vec<Entry>> = ids.into_par_iter().map(of_page).collect::<Result<_, _>>()?;
    Ok(pages.into_iter().flatten().collect())
}

/// Whether the page `id` is searched: neither it nor its section opts out.
fn is_searched(site: &Site, id: PageId) -> bool {
    let own_and_section = [Some(id), site.pages[id].parent.filter(|_| !site.pages[id].kind().is_section())];
    own_and_section.into_iter().flatten().all(|id| site.pages[id].front().in_search_index)
}

/// The unit that a document of `page` is, or a part of the text of.
fn unit_of(page: PageId, document: &SearchDocument) -> Unit {
    let part = match document.part {
        Part::Question(position) => Some(UnitPart::Question(position)),
        Part::Subsection(number) => Some(UnitPart::Subsection(number)),
        Part::Body => None,
    };
    Unit { page, part }
}

/// What a unit of a replaced edition became, if it has another name or place now: a search for a number of an old report leads to
/// the number of today. `None` for documents that are no unit.
fn became(site: &Site, page: PageId, document: &SearchDocument) -> Option<String> {
    if document.part == Part::Body && document.anchor.is_some() {
        return None;
    }
    let unit = unit_of(page, document);
    let (_, comparison) = site.compared_with_newer(site.pages[page].edition?)?;
    let (_, change) = comparison.of(unit)?;
    let labels: Vec<String> = change.to.iter().map(|unit| unit.label(site)).collect();
    let year = &site.editions[comparison.newer].id;
    if change.sort == Sort::Removed {
        return Some(format!("udgået ({year})"));
    }
    (labels != [unit.label(site)] && !labels.is_empty()).then(|| format!("{} ({year})", labels.join(", ")))
}

/// What all documents of a page have in common.
struct Frame {
    page: PageId,
    /// Names of the numbered pages it lists.
    lists: String,
    above: Vec<String>,
    edition: Option<String>,
    theme: Option<String>,
    source: Option<String>,
}

impl Frame {
    fn of(site: &Site, id: PageId) -> Self {
        let page = &site.pages[id];
        let mut above: Vec<String> =
            std::iter::successors(site.up(id), |at| site.up(*at)).map(|at| site.pages[at].label.clone()).collect();
        // Drop the home page: it is above every page.
        above.pop();
        above.reverse();
        let edition = page.edition.filter(|_| !matches!(page.kind(), Kind::Example | Kind::Passage | Kind::Source));
        let theme_above = std::iter::successors(Some(id), |at| site.up(*at))
            .find(|at| site.pages[*at].kind() == Kind::Theme)
            .map(|at| site.pages[at].label.clone());
        let record = match &page.front().detail {
            Detail::Example(example) => Some(example.source.value.as_str()),
            _ => page.source.passage().map(|(publication, _)| site.publications[publication].record.as_str()),
        };
        let source = match page.kind() {
            Kind::Source => Some(id),
            _ => record.and_then(|record| site.sources.get(record)).copied(),
        };
        let listed = match (page.kind(), page.edition.map(|edition| &site.editions[edition])) {
            (Kind::Criterion, Some(edition)) => edition.indicators_of(id),
            (Kind::Guideline, Some(edition)) => edition.recommendations_of(id),
            _ => &[],
        };
        let lists = listed.iter().map(|page| site.pages[*page].label.as_str()).collect::<Vec<_>>().join("\n");
        Self {
            page: id,
            lists,
            above,
            edition: edition.map(|id| site.editions[id].full_id()),
            theme: theme_above,
            source: source.map(|page| site.pages[page].label.clone()),
        }
    }

    fn entry(&self, site: &Site, document: &SearchDocument) -> Entry {
        let page = &site.pages[self.page];
        let url = match &document.anchor {
            Some(anchor) => format!("{}#{anchor}", page.output),
            None => page.output.clone(),
        };
        let mut path = self.above.clone();
        let title = match (document.part, document.headings.split_last()) {
            (Part::Question(number), _) => match page.edition.filter(|edition| !site.is_current(*edition)) {
                Some(edition) => format!("Spørgsmål {}.{number} ({})", page.id(), site.editions[edition].id),
                None => format!("Spørgsmål {}.{number}", page.id()),
            },
            (Part::Subsection(number), _) => format!("{}, stk. {number}", page.label),
            (Part::Body, Some((own, above))) => {
                path.push(page.label.clone());
                path.extend_from_slice(above);
                own.clone()
            }
            (Part::Body, None) => page.label.clone(),
        };
        let title = match became(site, self.page, document) {
            Some(became) => format!("{title} → {became}"),
            None => title,
        };
        if document.part != Part::Body {
            path.push(page.label.clone());
        }
        let is_of_other_edition =
            page.edition.is_some_and(|edition| !site.is_current(edition)) && self.edition.is_some();
        let successor = Some(unit_of(self.page, document)).filter(|_| is_of_other_edition);
        Entry {
            id: if document.chunk > 1 { format!("{url}~{}", document.chunk) } else { url.clone() },
            title,
            path,
            kind: if matches!(document.part, Part::Question(_)) { "question" } else { page.kind().name() },
            edition: self.edition.clone(),
            is_of_other_edition,
            successor: successor
                .and_then(|unit| site.in_current_edition(unit))
                .map(|unit| SiteAddress::of_unit(site, unit).to_string()),
            url,
            doc: self.doc(site, document),
            theme: self.theme.clone(),
            source: self.source.clone(),
            text: document.text.clone(),
            hint: if document.anchor.is_none() && document.chunk == 1 {
                format!("{}\n{}", document.hint, self.lists).trim().to_owned()
            } else {
                document.hint.clone()
            },
        }
    }

    /// The record of the source whose wording the document contains.
    fn doc(&self, site: &Site, document: &SearchDocument) -> Option<String> {
        let page = &site.pages[self.page];
        if let Some((publication, _)) = page.source.passage() {
            return Some(site.publications[publication].record.clone());
        }
        let quoted = match page.kind() {
            Kind::Theme => true,
            // Their wording is a document of its own.
            Kind::Criterion | Kind::Indicator => {
                document.part != Part::Body || (document.anchor.is_none() && document.chunk == 1)
            }
            Kind::Paragraph => document.part != Part::Body,
            _ => false,
        };
        let edition = page.edition.filter(|_| quoted)?;
        match &site.pages[site.editions[edition].page].front().detail {
            Detail::Edition(edition) => edition.source.as_ref().map(|source| source.value.clone()),
            _ => None,
        }
    }
}
