//! The law as a site quotes it, for a comparison with the law itself: its editions, their paragraphs, and the pages that
//! cite each.

use std::collections::BTreeMap;

use crate::build::analysis::Wanted;
use crate::build::{Outcome, Run};
use crate::cli::Options;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::ids::PageId;
use crate::link::{Destination, Linked};
use crate::load::characters::visible;
use crate::load::config::Config;
use crate::load::front::{Detail, Family};
use crate::model::subsection_anchor;
use crate::text::PointerId;

/// An edition of the law.
#[derive(Debug)]
pub(crate) struct LawEdition {
    /// Its file, from the site's root.
    pub file: String,
    /// Family and year, such as "lovgivning-2021".
    pub id: String,
    /// Its paragraphs, in the order of their files.
    pub paragraphs: Vec<QuotedParagraph>,
}

/// A paragraph as the site quotes it.
#[derive(Debug)]
pub(crate) struct QuotedParagraph {
    /// Its file, from the site's root.
    pub file: String,
    /// The statute, such as "serviceloven".
    pub statute: String,
    /// Its number, such as "101".
    pub number: String,
    /// The wordings of its subsections (stykker), in order, without invisible characters.
    pub subsections: Vec<String>,
    /// The files that cite it as a whole, in order.
    pub cited_by: Vec<String>,
    /// The files that cite a subsection, by its position, counted from 1.
    pub subsection_cited_by: BTreeMap<usize, Vec<String>>,
}

/// Finds the editions of the law and who cites them. Mistakes in the content are in the outcome; references that they
/// break are missing here.
pub(crate) fn law(
    options: &Options,
    config: Config,
    diagnostics: Vec<Diagnostic>,
) -> Result<(Outcome, Vec<LawEdition>), Error> {
    let mut run = Run::new(options, &config, diagnostics)?;
    let analysis = run.analyse(config, Wanted::default(), None)?;
    let editions = editions(analysis.linked());
    Ok((run.finish(None)?, editions))
}

fn editions(linked: Linked<'_>) -> Vec<LawEdition> {
    let Linked { site, .. } = linked;
    let mut citations = citations(linked);
    let editions = site.editions_of(Family::Law).map(|(id, edition)| {
        let pages = site.pages.iter_enumerated().filter(|(_, page)| page.edition == Some(id));
        let paragraphs = pages.filter_map(|(number, page)| {
            let Detail::Paragraph { statute, id, subsections, .. } = &page.front().detail else { return None };
            let mut cited_by = citations.remove(&number).unwrap_or_default();
            let of_subsection = |number: usize| Some((number, cited_by.remove(&Some(subsection_anchor(number)))?));
            Some(QuotedParagraph {
                file: page.source.file.clone(),
                statute: statute.value.clone(),
                number: id.value.clone(),
                subsections: subsections.iter().map(|text| visible(&text.value).into_owned()).collect(),
                subsection_cited_by: (1..=subsections.len()).filter_map(of_subsection).collect(),
                // What is left is the paragraph itself, or an anchor of the whole page.
                cited_by: merged(cited_by.into_values()),
            })
        });
        let paragraphs = paragraphs.collect();
        LawEdition { file: site.pages[edition.page].source.file.clone(), id: edition.full_id(), paragraphs }
    });
    editions.collect()
}

/// The files that point to a paragraph, by its page and the anchor.
fn citations(linked: Linked<'_>) -> BTreeMap<PageId, BTreeMap<Option<String>, Vec<String>>> {
    let Linked { site, texts, links } = linked;
    let mut citations: BTreeMap<PageId, BTreeMap<Option<String>, Vec<String>>> = BTreeMap::new();
    for (page, text) in texts.iter_enumerated() {
        let file = &site.pages[page].source.file;
        let pointers: std::ops::Range<PointerId> = 0..PointerId::try_from(text.outline.pointers.len()).unwrap_or(0);
        for pointer in pointers {
            let Some(Destination::Page(cited, anchor)) = links.destination(page, pointer) else { continue };
            if *cited == page || !matches!(site.pages[*cited].front().detail, Detail::Paragraph { .. }) {
                continue;
            }
            let files = citations.entry(*cited).or_default().entry(anchor.clone()).or_default();
            if files.last() != Some(file) {
                files.push(file.clone());
            }
        }
    }
    citations
}

/// All files of several lists, sorted, each once.
fn merged(lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut files: Vec<String> = lists.flatten().collect();
    files.sort();
    files.dedup();
    files
}
