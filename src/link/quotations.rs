//! Checks the quotations of examples against their source, if its text is available.
//!
//! A quotation must appear verbatim in its source, in the lines and on the page that it names.

use crate::diagnostic::{Code, Diagnostic};
use crate::import::{Publication, collapsed};
use crate::load::example::{Quotation, line_range};
use crate::load::front::Detail;
use crate::model::Site;

/// Reports every quotation that does not match its source.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let Detail::Example(example) = &page.front().detail else { continue };
        let Some((_, publication)) = site.publication(&example.source.value) else { continue };
        for quotation in example.quotations() {
            if let Err((message, help)) = holds(publication, quotation) {
                diagnostics.push(
                    Diagnostic::error(Code::Quotation, &page.source.file, quotation.text.span, message).help(help),
                );
            }
        }
    }
}

fn holds(publication: &Publication, quotation: &Quotation) -> Result<(), (String, String)> {
    let text = collapsed(&quotation.text.value);
    let named = quotation.lines.as_ref().and_then(|lines| line_range(&lines.value));
    let all = || Some((*publication.words.keys().next()?, *publication.words.keys().next_back()?));
    let Some((first, last)) = named.as_ref().map_or_else(all, |lines| Some((*lines.start(), *lines.end()))) else {
        return Err(("its source has no text".to_owned(), format!("take it out, or look at {}", publication.file)));
    };
    if !collapsed(&publication.text_of(first, last)).contains(&text) {
        let elsewhere = publication.line_of(&text);
        let help = match elsewhere {
            Some(line) => format!("correct `lines` and `page`: it is on line {line}"),
            None => format!("quote {} verbatim, without omissions and without line-break hyphens", publication.file),
        };
        let place = if named.is_some() { format!(" in lines {first}-{last}") } else { String::new() };
        return Err((format!("the source does not contain the quotation{place}"), help));
    }
    let pages = (publication.printed_page(first), publication.printed_page(last));
    match (quotation.page, pages, named) {
        (Some(page), (Some(from), Some(to)), Some(_)) if !(i64::from(from)..=i64::from(to)).contains(&page) => {
            let pages = if from == to { format!("page {from}") } else { format!("pages {from}-{to}") };
            Err((format!("the quotation is on {pages}, not on page {page}"), "correct `page` or `lines`".to_owned()))
        }
        _ => Ok(()),
    }
}
