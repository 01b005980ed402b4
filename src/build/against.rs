//! Compares the site with an earlier build: every address and every anchor that it promised must still answer, or lead to
//! a successor.
//!
//! Reports cite these addresses, and go on citing them. What is compared is the plan of the output, its redirects, and the
//! pages as rendered now; `read` knows what an earlier build promised, `anchors` what an anchor is.

mod anchors;
mod archive;
mod data;
mod promised;
mod read;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub(super) use anchors::PageAnchors;
pub(super) use promised::Promised;

use crate::build::lost::Lost;
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::error::Error;
use crate::link::{Destination, Links};
use crate::model::{Item, Output, Site};

/// Reads what each of `paths` promises. `root` is the site's folder.
pub(super) fn read(paths: &[PathBuf], root: &Path) -> Result<Vec<Promised>, Error> {
    paths.par_iter().map(|path| read::promised(path, root)).collect()
}

/// The site as it is now.
pub(super) struct Now<'s> {
    pub(super) site: &'s Site,
    pub(super) links: &'s Links,
    /// The rendered pages by path, without those that could not be rendered.
    pub(super) pages: &'s BTreeMap<&'s str, PageAnchors>,
}

/// What answers at an address.
enum Answer<'s> {
    /// The file at this path.
    File(&'s str),
    /// Something that is not on this site, or a redirect whose target is reported as a mistake of its own.
    Elsewhere,
}

/// Most redirects that lead to one another.
const MOST_REDIRECTS: usize = 8;

/// Beginnings of anchors that end in a number: of questions, subsections, steps and lines.
const COUNTED: [&str; 4] = ["spoergsmaal-", "stk-", "trin-", "linje-"];

impl<'s> Now<'s> {
    /// Reports what `promised` promises and the site does not have.
    pub(super) fn compare(&self, promised: &Promised, diagnostics: &mut Vec<Diagnostic>) {
        for (path, promise) in &promised.paths {
            match self.answer(path) {
                None => {
                    let title = promise.title.as_deref();
                    let lost = Lost { path, title, file: &promised.given, severity: Severity::Error };
                    diagnostics.push(lost.diagnostic(self.site, |path| promised.paths.contains_key(path)));
                }
                Some(Answer::Elsewhere) => {}
                Some(Answer::File(found)) => {
                    // A page that could not be rendered has been reported.
                    let Some(page) = self.pages.get(found) else { continue };
                    let lost = promise.anchors.iter().filter(|anchor| !page.targets.contains(*anchor));
                    diagnostics.extend(lost.map(|anchor| self.lost_anchor(promised, (path, anchor), (found, page))));
                }
            }
        }
    }

    /// What answers at `path`; `None` if nothing does.
    fn answer(&self, path: &str) -> Option<Answer<'s>> {
        let outputs = &self.site.outputs;
        let mut path = path;
        for _ in 0..=MOST_REDIRECTS {
            let at = outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
            let output = outputs.get(at)?;
            if !matches!(output.item, Item::Redirect(_)) {
                return Some(Answer::File(&output.path));
            }
            let redirects = &self.links.redirects;
            let Ok(place) = redirects.binary_search_by_key(&at, |(output, _)| *output) else {
                return Some(Answer::Elsewhere);
            };
            let mut destination = &redirects.get(place)?.1;
            while let Destination::Asked(asked, _) = destination {
                destination = asked;
            }
            if matches!(destination, Destination::Elsewhere(_)) {
                return Some(Answer::Elsewhere);
            }
            path = destination.address(self.site).path;
        }
        None
    }

    fn lost_anchor(
        &self,
        promised: &Promised,
        (path, anchor): (&str, &str),
        (found, page): (&str, &PageAnchors),
    ) -> Diagnostic {
        let message = if path == found {
            format!("`{path}#{anchor}` is no longer on its page")
        } else {
            format!("`{path}#{anchor}` leads to `{found}`, which has no such anchor")
        };
        let help = self.anchor_help(promised, (path, anchor), (found, page));
        Diagnostic::warning(Code::LostAnchor, &promised.given, None, message).help(help)
    }

    fn anchor_help(
        &self,
        promised: &Promised,
        (path, anchor): (&str, &str),
        (found, page): (&str, &PageAnchors),
    ) -> String {
        let number = COUNTED.iter().find_map(|prefix| anchor.strip_prefix(prefix));
        if number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            return "it is numbered by its place: publish a changed text as a new edition, and keep this one"
                .to_owned();
        }
        let file = match self.site.output(found) {
            Some(Output { item: Item::Page(page), origin: (file, _), .. })
                if self.site.pages[*page].source.passage().is_none() =>
            {
                file
            }
            _ => return "readers arrive at the top of the page; make sure that they find it from there".to_owned(),
        };
        let before = promised.paths.get(path).map(|promise| &promise.anchors);
        let new = page.targets.iter().filter(|target| before.is_none_or(|before| !before.contains(*target)));
        let new: Vec<&str> = new.map(String::as_str).collect();
        let only_new = if let [only] = new.as_slice() { Some(*only) } else { None };
        if let Some(renamed) = did_you_mean(anchor, new).or(only_new) {
            return format!("if `#{renamed}` is the same, give its heading the old anchor: `{{#{anchor}}}` in {file}");
        }
        let mut elsewhere = self.pages.iter().filter(|(_, other)| other.targets.contains(anchor));
        match (elsewhere.next(), elsewhere.next()) {
            (Some((other, _)), None) => {
                format!("it is on `{other}` now: give a heading in {file} the anchor, `{{#{anchor}}}`, and link there")
            }
            _ => format!("give the heading that has its content now the old anchor: `{{#{anchor}}}` in {file}"),
        }
    }
}
