//! Checks of the assembled site that are not part of the assembly itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::load::dates::a_year_before;
use crate::load::front::{Detail, Status};
use crate::load::{characters, config};
use crate::model::{Numbered, Site, address};

/// Runs all checks on the assembled `site`.
pub(super) fn all(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    forms(site, diagnostics);
    names(site, diagnostics);
    questions(site, diagnostics);
    diagnostics.extend(without_effect(site));
}

/// The diagnostic for an address that would be outside the output folder.
pub(super) fn outside(file: &str, span: Span, key: &str, value: &str) -> Diagnostic {
    let message = match value.contains(char::is_alphanumeric) {
        true => format!("`{value}` is not an address inside the site"),
        false => format!("`{value}` has no letter or digit for an address"),
    };
    Diagnostic::error(Code::OutsideOutput, file, span, message)
        .help(format!("use names of letters, digits and hyphens in `{key}`, without `..`"))
}

/// Reports words that belong to two terms: which of them such a word leads to would be arbitrary.
fn forms(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (slug, page) in &site.terms {
        let page = &site.pages[*page];
        let Detail::Term { expansion, forms, link: true, .. } = &page.front().detail else { continue };
        let own = page.front().title.iter().chain(expansion).map(|text| (text, None));
        for (text, span) in own.chain(forms.iter().map(|form| (&form.value, Some(form.span)))) {
            let word = characters::visible(text.trim()).to_lowercase();
            if word.is_empty() {
                continue;
            }
            match known.insert(word, slug) {
                Some(other) if other != slug => {
                    let message = format!("`{text}` is also a form of `{other}`, but a word can link to only one term");
                    diagnostics.push(
                        Diagnostic::error(Code::DuplicateId, &page.source.file, span, message)
                            .help("remove it from the `forms` of one of them"),
                    );
                }
                _ => {}
            }
        }
    }
}

/// Reports files that are named after a different number than their id.
fn names(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (number, page) in site.pages.iter_enumerated() {
        let id = match &page.front().detail {
            Detail::Criterion { id, .. }
            | Detail::Indicator { id, .. }
            | Detail::Guideline { id }
            | Detail::Recommendation { id, .. } => id,
            _ => continue,
        };
        let name = page.source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        let is_number = name.starts_with(|first: char| first.is_ascii_digit());
        // Pages with a duplicate id or without a valid edition are not registered, and were reported by
        // `editions::register`.
        let key = page.edition.map(|edition| Numbered::new(edition, page.kind(), id.value.as_str()));
        if key.is_none_or(|key| site.numbered.get(&key) != Some(&number)) {
            continue;
        }
        if is_number && address::slug(name) != address::slug(&id.value) && !id.value.is_empty() {
            let message = format!("the file is named `{name}`, but its id is `{}`", id.value);
            diagnostics.push(
                Diagnostic::error(Code::InvalidValue, &page.source.file, id.span, message)
                    .help("correct the id, or rename the file: its address is made from its name"),
            );
        }
    }
}

/// Reports questions of an indicator that would have the same address.
fn questions(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let mut taken = BTreeSet::new();
        for (position, question) in (1..).zip(page.questions()) {
            let key = page.question_key(position);
            if !taken.insert(key.to_string()) {
                let span = question.id.as_ref().map_or(question.text.span, |id| id.span);
                let message = format!("the id `{key}` is already used by a question above");
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateId, &page.source.file, span, message)
                        .help("give the question another id; one without an id has its position for one"),
                );
            }
        }
    }
}

/// Editions whose status nobody has confirmed for a year. Depends on the day, so only `check` asks.
pub(crate) fn unconfirmed(site: &Site, today: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, edition) in site.editions.iter_enumerated() {
        let Some(front) = site.edition_front(id) else { continue };
        let warn = |span, message: String| {
            let file = &site.pages[edition.page].source.file;
            Diagnostic::warning(Code::Unconfirmed, file, span, message)
                .help(format!("check whether the status is still true, then set `confirmed = {today}`"))
        };
        let status = edition.status.name();
        match &front.confirmed {
            _ if edition.status == Status::Historical => {}
            Some(day) if day.value.as_str() > today => {
                found.push(warn(
                    day.span,
                    format!("{} is in the future, so nobody has confirmed anything on it", day.value),
                ));
            }
            Some(day) if day.value < a_year_before(today) => found.push(warn(
                day.span,
                format!("the status `{status}` was last confirmed on {}, more than a year ago", day.value),
            )),
            None if edition.status == Status::Current => {
                found.push(warn(front.id.span, "nobody has confirmed that this edition is current".to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// Collects the Zola keys in front matter that have no effect here into one diagnostic, reported in the first file that
/// has any.
fn without_effect(site: &Site) -> Option<Diagnostic> {
    let with_keys = site.pages.iter().filter(|page| !page.front().without_effect.is_empty());
    let keys: Vec<Spanned<String>> = with_keys.clone().flat_map(|page| &page.front().without_effect).cloned().collect();
    config::without_effect(&with_keys.clone().next()?.source.file, &keys)
}
