//! Pagination: the paths of a long list's pages and the entries on each.

use std::ops::Range;

use crate::load::zola::Pagination;
use crate::model::address;

impl Pagination {
    /// The number of pages for a list of `entries`. An empty list still has one.
    pub(crate) fn pages(&self, entries: usize) -> usize {
        entries.div_ceil(self.by).max(1)
    }

    /// The range of entries, out of `entries`, on page `number`, counted from 1.
    pub(crate) fn range(&self, number: usize, entries: usize) -> Range<usize> {
        let from = self.by.saturating_mul(number - 1).min(entries);
        from..from.saturating_add(self.by).min(entries)
    }

    /// The path of page `number`, given the path of the first page: `blog/page/2.html` for `blog/index.html`, and
    /// `tags/rust/page/2.html` for `tags/rust.html`.
    pub(crate) fn path(&self, first: &str, number: usize) -> String {
        if number == 1 {
            return first.to_owned();
        }
        let folder = match first.strip_suffix(".html") {
            Some(stem) if !stem.ends_with("index") => stem,
            _ => address::folder(first),
        };
        let parts = [folder, &self.path, &format!("{number}.html")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Span;
    use crate::load::zola::Pagination;

    #[test]
    fn every_entry_stands_on_one_page() {
        let two = Pagination { by: 2, path: "page".to_owned(), is_reversed: false, span: Span::default() };
        assert_eq!([0, 1, 2, 3, 5].map(|entries| two.pages(entries)), [1, 1, 1, 2, 3]);
        assert_eq!([1, 2, 3].map(|number| two.range(number, 5)), [0..2, 2..4, 4..5]);
        assert_eq!(two.range(1, 0), 0..0);
    }

    #[test]
    fn further_pages_stand_beside_the_first() {
        let pages = Pagination { by: 1, path: "page".to_owned(), is_reversed: false, span: Span::default() };
        assert_eq!(pages.path("blog/index.html", 1), "blog/index.html");
        assert_eq!(pages.path("blog/index.html", 2), "blog/page/2.html");
        assert_eq!(pages.path("index.html", 3), "page/3.html");
        assert_eq!(pages.path("tags/rust.html", 2), "tags/rust/page/2.html");
        assert_eq!(Pagination { path: String::new(), ..pages }.path("blog/index.html", 2), "blog/2.html");
    }
}
