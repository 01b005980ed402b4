//! Reports an address that the site no longer has, with the place where its content probably is now.
//!
//! Used by a build, which compares with the last one, and by a check against any earlier build. Knows the plan of the
//! output, and of the earlier site only what each address was called.

use std::cmp::Reverse;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::model::{Item, NOT_FOUND, Output, Site, address};

/// A lost address.
pub(super) struct Lost<'l> {
    /// Its path.
    pub(super) path: &'l str,
    /// The title of the page that was there.
    pub(super) title: Option<&'l str>,
    /// The file the diagnostic is about.
    pub(super) file: &'l str,
    /// How severe it is.
    pub(super) severity: Severity,
}

impl Lost<'_> {
    /// The diagnostic. `was_there` says which addresses the earlier site had.
    pub(super) fn diagnostic(&self, site: &Site, was_there: impl Fn(&str) -> bool) -> Diagnostic {
        let message = format!("`{}` is no longer an address of this site", self.path);
        let help = if self.path.ends_with(".html") { self.page_help(site, was_there) } else { self.file_help(site) };
        Diagnostic {
            severity: self.severity,
            ..Diagnostic::error(Code::LostAddress, self.file, None, message).help(help)
        }
    }

    fn page_help(&self, site: &Site, was_there: impl Fn(&str) -> bool) -> String {
        let path = self.path;
        let Some(nearest) = self.nearest(site, was_there) else {
            return format!("add an alias to the page that now has its content: aliases = [\"/{path}\"]");
        };
        let (found, file) = (&nearest.path, &nearest.origin.0);
        match nearest.item {
            Item::Page(page) if site.pages[page].source.passage().is_none() => {
                format!("if `{found}` now has its content, add `aliases = [\"/{path}\"]` to {file}")
            }
            // Nobody can give an alias to a page that has no file of its own.
            _ => format!(
                "if `{found}` now has its content, add a page with `path = \"/{path}\"` and `redirect_to = \"/{found}\"`"
            ),
        }
    }

    fn file_help(&self, site: &Site) -> String {
        if self.path == "atom.xml" {
            return "a site has a feed only with a base URL: set `base_url`, or use --base-url".to_owned();
        }
        let others = site.outputs.iter().filter(|output| !output.path.ends_with(".html"));
        match others.filter(|output| name(&output.path) == name(self.path)).map(|output| &output.path).min() {
            Some(found) => format!("if `{found}` is the same file, keep a copy at the old address, in static/"),
            None => "keep the file, or a copy of what replaces it, at the old address, in static/".to_owned(),
        }
    }

    /// The page that most likely has the content now: one with the same title, a new one with the same file name, or a new
    /// one beside it with a similar name. A page that was there before and merely has the same name is another page: many
    /// folders have a checklist.
    fn nearest<'s>(&self, site: &'s Site, was_there: impl Fn(&str) -> bool) -> Option<&'s Output> {
        let is_page = |output: &&Output| {
            let home = matches!(output.item, Item::Page(page) if page == site.home);
            let redirect = matches!(output.item, Item::Redirect(_));
            output.path.ends_with(".html") && output.path != NOT_FOUND && !home && !redirect
        };
        let pages = || site.outputs.iter().filter(is_page);
        let likely = pages().filter_map(|output| {
            let is_new = !was_there(&output.path);
            let same_title = match output.item {
                Item::Page(page) => self.title.is_some_and(|title| is_title_of(title, &site.pages[page].label)),
                _ => false,
            };
            let same_name = name(&output.path) == name(self.path);
            let distance = || Reverse(strsim::damerau_levenshtein(&output.path, self.path));
            (same_title || same_name && is_new).then(|| (is_new, same_title, same_name, distance(), output))
        });
        // Of equally likely ones, the first.
        let best = likely.reduce(|best, other| {
            let rank = |of: &(bool, bool, bool, Reverse<usize>, &Output)| (of.0, of.1, of.2, of.3);
            if rank(&other) > rank(&best) { other } else { best }
        });
        best.map(|(.., output)| output).or_else(|| {
            let beside = pages().map(|output| output.path.as_str());
            let beside = beside.filter(|path| address::folder(path) == address::folder(self.path) && !was_there(path));
            let beside: Vec<&str> = beside.take(MANY + 1).collect();
            (beside.len() <= MANY).then(|| site.output(did_you_mean(self.path, beside)?)).flatten()
        })
    }
}

/// Among more new pages in one folder than this, a similar name means nothing.
const MANY: usize = 200;

/// What a file is called: its name without the extension of pages; for the index of a folder, the folder's.
fn name(path: &str) -> &str {
    let stem = path.strip_suffix(".html").unwrap_or(path);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.rsplit('/').next().unwrap_or(stem)
}

/// Whether `title`, the title of a finished page, begins with the page's own, which the edition and the site's title may
/// follow.
fn is_title_of(title: &str, label: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || [" (", " –", ", "].iter().any(|end| rest.starts_with(end));
    !label.is_empty() && title.strip_prefix(label).is_some_and(ends)
}

#[cfg(test)]
mod tests {
    use super::{is_title_of, name};

    #[test]
    fn a_folder_and_a_file_can_have_the_same_name() {
        for path in ["a/viso.html", "b/viso/index.html", "viso/index.html", "viso.html"] {
            assert_eq!(name(path), "viso", "{path}");
        }
        assert_eq!((name("index.html"), name("a/5.c.html"), name("a/b.pdf")), ("index", "5.c", "b.pdf"));
    }

    #[test]
    fn the_edition_and_the_site_follow_a_title() {
        for title in ["Viso", "Viso (begreb) – Vejviser", "Viso – Vejviser", "Viso, side 2 – Vejviser"] {
            assert!(is_title_of(title, "Viso"), "{title}");
        }
        assert!(!is_title_of("Visoen – Vejviser", "Viso") && !is_title_of("En Viso", "Viso") && !is_title_of("a", ""));
    }
}
