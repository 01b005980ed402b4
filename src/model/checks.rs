//! What is wrong with how files fit together, beside what is found where they are put together.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::load::front::Detail;
use crate::load::{characters, config};
use crate::model::{Numbered, Site, address};

/// Everything that is wrong with the assembled `site`.
pub(super) fn all(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    forms(site, diagnostics);
    names(site, diagnostics);
    diagnostics.extend(without_effect(site));
}

/// Tells of words that lead to two terms: readers would come to one of them by chance.
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
                    let message = format!("`{text}` is a word for `{other}` too, and a word can lead to one term only");
                    diagnostics.push(
                        Diagnostic::error(Code::DuplicateId, &page.source.file, span, message)
                            .help("take it out of the `forms` of one of them"),
                    );
                }
                _ => {}
            }
        }
    }
}

/// Tells of files whose names say another number than they do.
fn names(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (number, page) in site.pages.iter().enumerate() {
        let id = match &page.front().detail {
            Detail::Criterion { id, .. }
            | Detail::Indicator { id, .. }
            | Detail::Guideline { id }
            | Detail::Recommendation { id, .. } => id,
            _ => continue,
        };
        let name = page.source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        let is_number = name.starts_with(|first: char| first.is_ascii_digit());
        // One that is there twice, or stands nowhere, has been told.
        let key = page.edition.map(|edition| Numbered::new(edition, page.kind(), id.value.as_str()));
        if key.is_none_or(|key| site.numbered.get(&key) != Some(&number)) {
            continue;
        }
        if is_number && address::slug(name) != address::slug(&id.value) && !id.value.is_empty() {
            let message = format!("the file is called `{name}`, its id is `{}`", id.value);
            diagnostics.push(
                Diagnostic::error(Code::InvalidValue, &page.source.file, id.span, message)
                    .help("correct the id, or rename the file: the address is made of its name"),
            );
        }
    }
}

/// The keys of Zola that pages have and that change nothing, told once for the site where the first of them stands.
fn without_effect(site: &Site) -> Option<Diagnostic> {
    let with_keys = site.pages.iter().filter(|page| !page.front().without_effect.is_empty());
    let keys: Vec<Spanned<String>> = with_keys.clone().flat_map(|page| &page.front().without_effect).cloned().collect();
    config::without_effect(&with_keys.clone().next()?.source.file, &keys)
}
