//! Typed references: resolves the edition that a number belongs to, and the target in that edition.
//!
//! The edition is the one written after the reference, else the page's own, else the one that the page's edition is
//! based on, else the one of the same year, else the only one based on the page's. If none of these applies, the
//! reference is an error: the same number means different things in different editions. An example is not linked to a
//! law that is newer than it.

use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::ids::{EditionId, PageId};
use crate::link::Destination;
use crate::load::front::{Detail, Family, Kind};
use crate::model::{Numbered, Site, section_anchor, subsection_anchor};
use crate::text::references::{Reference, Target};

type Outcome = Result<Option<Destination>, Box<Diagnostic>>;

/// The destination of `reference` on `page`. `Ok(None)` is a paragraph that stays plain text: the site does not have
/// it, or the example is older than the law.
pub(super) fn resolve(site: &Site, page: PageId, reference: &Reference, span: Span) -> Outcome {
    let Some(family) = reference.target.family() else { return term(site, page, reference, span) };
    if reference.target == Target::Paragraph && !carried(site, &reference.id) {
        return Ok(None);
    }
    let edition = edition(site, page, family, reference, span)?;
    match reference.target {
        Target::Section => section(site, page, edition, reference, span),
        Target::Question => question(site, page, edition, reference, span),
        Target::Paragraph => paragraph(site, page, edition, reference, span),
        _ => match numbered(site, edition, reference) {
            Some(target) => Ok(Some(Destination::Page(target, None))),
            None => Err(not_there(site, page, edition, reference, span)),
        },
    }
}

fn carried(site: &Site, id: &str) -> bool {
    site.numbered.keys().any(|key| key.kind == Kind::Paragraph && key.id == id)
}

fn term(site: &Site, page: PageId, reference: &Reference, span: Span) -> Outcome {
    if let Some(term) = site.terms.get(&reference.id) {
        return Ok(Some(Destination::Page(*term, None)));
    }
    let help = suggest(&reference.id, site.terms.keys().map(String::as_str), "see content/begreber/ for its terms");
    Err(unknown(site, page, reference, span, "the glossary", help))
}

fn edition(
    site: &Site,
    page: PageId,
    family: Family,
    reference: &Reference,
    span: Span,
) -> Result<EditionId, Box<Diagnostic>> {
    let editions = || site.editions_of(family);
    let words = reference.label();
    let file = &site.pages[page].source.file;
    if let Some(year) = &reference.edition {
        let known: Vec<&str> = editions().map(|(_, edition)| edition.id.as_str()).collect();
        return editions().find(|(_, edition)| edition.id == *year).map(|(id, _)| id).ok_or_else(|| {
            let message = format!("`{words} ({year})`: there is no edition {year} of {}", family.name());
            let otherwise = match known.len() {
                0 => "add an edition: this site has none".to_owned(),
                _ => format!("use one of: {}", known.join(", ")),
            };
            let help = suggest(year, known.iter().copied(), &otherwise);
            Box::new(Diagnostic::error(Code::NoEdition, file, span, message).help(help))
        });
    }
    let year = editions().last().map_or("2020", |(_, edition)| edition.id.as_str());
    let untold = |why: &str| {
        let help = match site.pages[page].kind() {
            Kind::Example => "set `edition` on the page or its section".to_owned(),
            _ => format!("add the year after it, `{words} ({year})`, or set `edition` on the page"),
        };
        Box::new(
            Diagnostic::error(
                Code::NoEdition,
                file,
                span,
                format!("cannot determine which edition `{words}` belongs to: {why}"),
            )
            .help(help),
        )
    };
    site.edition_meant(page, family).map_err(untold)
}

fn numbered(site: &Site, edition: EditionId, reference: &Reference) -> Option<PageId> {
    site.numbered.get(&Numbered::new(edition, reference.target.kind(), reference.id.as_str())).copied()
}

fn section(site: &Site, page: PageId, edition: EditionId, reference: &Reference, span: Span) -> Outcome {
    let found = &site.editions[edition];
    if found.sections.iter().any(|(id, _)| *id == reference.id) {
        return Ok(Some(Destination::Page(found.page, Some(section_anchor(&reference.id)))));
    }
    Err(not_there(site, page, edition, reference, span))
}

fn question(site: &Site, page: PageId, edition: EditionId, reference: &Reference, span: Span) -> Outcome {
    let position: usize = reference.part.as_deref().and_then(|part| part.parse().ok()).unwrap_or(0);
    match numbered(site, edition, reference) {
        Some(indicator) if (1..=site.pages[indicator].questions().len()).contains(&position) => {
            Ok(Some(Destination::Page(indicator, Some(site.pages[indicator].question_anchor(position)))))
        }
        Some(indicator) => {
            let help = format!("indikator {} has {} questions", reference.id, site.pages[indicator].questions().len());
            Err(unknown(site, page, reference, span, &site.editions[edition].full_id(), help))
        }
        None => Err(not_there(site, page, edition, reference, span)),
    }
}

fn paragraph(site: &Site, page: PageId, edition: EditionId, reference: &Reference, span: Span) -> Outcome {
    let Some(target) = numbered(site, edition, reference) else { return Ok(None) };
    if reference.edition.is_none() && is_older(site, page, edition) {
        return Ok(None);
    }
    let Some(part) = &reference.part else { return Ok(Some(Destination::Page(target, None))) };
    let Detail::Paragraph { subsections, .. } = &site.pages[target].front().detail else { return Ok(None) };
    match part.parse::<usize>() {
        Ok(number) if (1..=subsections.len()).contains(&number) => {
            Ok(Some(Destination::Page(target, Some(subsection_anchor(number)))))
        }
        _ => {
            let help = format!("the paragraph has {} stykker in this edition", subsections.len());
            Err(unknown(site, page, reference, span, &site.editions[edition].full_id(), help))
        }
    }
}

/// Whether `page` is an example that predates the law of `edition`: back then the number meant another subsection.
fn is_older(site: &Site, page: PageId, edition: EditionId) -> bool {
    let example = site.pages[page].example();
    example.is_some_and(|example| site.editions[edition].id.parse().is_ok_and(|year| example.year.value < year))
}

fn not_there(site: &Site, page: PageId, edition: EditionId, reference: &Reference, span: Span) -> Box<Diagnostic> {
    let kind = reference.target.kind();
    let known =
        site.numbered.keys().filter(|key| key.edition == edition && key.kind == kind).map(|key| key.id.as_str());
    let name = site.editions[edition].full_id();
    let folder = crate::model::address::folder(&site.pages[site.editions[edition].page].source.file).to_owned();
    let above = |id: &str| id.rsplit_once('.').map(|(above, _)| above.to_owned());
    let near: Vec<&str> = known.filter(|id| above(id) == above(&reference.id)).collect();
    let otherwise = match reference.target {
        Target::Section => format!("add the section to `[[sections]]` in {folder}/_index.md, or correct the number"),
        _ => format!("add the file to {folder}/, or correct the number"),
    };
    let help = match reference.target {
        Target::Theme => suggest(&reference.id, near.iter().copied(), &otherwise),
        _ if near.is_empty() || near.len() > 12 => otherwise,
        _ => format!("{otherwise}; known numbers: {}", near.join(", ")),
    };
    unknown(site, page, reference, span, &name, help)
}

fn unknown(site: &Site, page: PageId, reference: &Reference, span: Span, place: &str, help: String) -> Box<Diagnostic> {
    let message = format!("there is no `{}` in {place}", reference.label());
    Box::new(Diagnostic::error(Code::UnknownReference, &site.pages[page].source.file, span, message).help(help))
}
