//! Addresses and anchors as Zola generates them, for links written for Zola.

use rapidhash::{RapidHashMap, RapidHashSet};

use crate::ids::{OutputId, TaxonomyId};
use crate::load::dates::Dated;
use crate::model::{Item, Page, Site, address};
use crate::text::Heading;

/// The outputs of a site by their Zola address.
pub(super) struct ZolaAddresses(RapidHashMap<String, OutputId>);

impl ZolaAddresses {
    pub(super) fn of(site: &Site) -> Self {
        let mut known = RapidHashMap::default();
        let taxonomy_list = |taxonomy: TaxonomyId| {
            let name = address::zola_slug(&site.taxonomies[taxonomy].name);
            joined([&site.config.zola.taxonomy_root, &name])
        };
        for (id, output) in site.outputs.iter_enumerated() {
            let (list, pagination, number) = match output.item {
                Item::Page(page) => {
                    let page = &site.pages[page];
                    (page_address(page), page.front().pagination.as_ref(), 1)
                }
                Item::Pager(section, number) => {
                    let section = &site.pages[section];
                    (page_address(section), section.front().pagination.as_ref(), number)
                }
                Item::TaxonomyList(taxonomy) => (taxonomy_list(taxonomy), None, 1),
                Item::TaxonomyTerm(taxonomy, term, number) => {
                    let listed = &site.taxonomies[taxonomy];
                    let term = address::zola_slug(&listed.terms[term].name);
                    (joined([&taxonomy_list(taxonomy), &term]), listed.pagination.as_ref(), number)
                }
                _ => continue,
            };
            // Zola also gives the first page an address among the numbered ones.
            if let Some(pagination) = pagination {
                known.entry(joined([&list, &pagination.path, &number.to_string()])).or_insert(id);
            }
            if number == 1 {
                known.entry(list).or_insert(id);
            }
        }
        Self(known)
    }

    /// The output whose address in Zola is `path`, which has no leading or trailing slash.
    pub(super) fn find(&self, path: &str) -> Option<OutputId> {
        self.0.get(path).copied()
    }
}

fn joined<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn page_address(page: &Page) -> String {
    let front = page.front();
    if let Some(path) = &front.path {
        return path.value.trim().trim_matches('/').to_owned();
    }
    let path = page.source.path.trim_end_matches(".md");
    if page.kind().is_section() {
        return address::folder(path).to_owned();
    }
    let path = path.strip_suffix("/index").unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = front.slug.as_ref().map_or(Dated::of(name).name, |slug| &slug.value);
    joined([folder, &address::zola_slug(name)])
}

/// The heading that has `anchor` in Zola, which numbers repeated headings from 1, starting with the second.
pub(super) fn heading<'h>(headings: &'h [Heading], anchor: &str) -> Option<&'h Heading> {
    let written = headings.iter().filter(|heading| heading.is_written);
    let mut taken: RapidHashSet<String> = written.map(|heading| heading.id.clone()).collect();
    let mut counts: RapidHashMap<String, usize> = RapidHashMap::default();
    headings.iter().find(|heading| {
        if heading.is_written {
            return heading.id == anchor;
        }
        let base = address::zola_slug(&heading.text);
        let count = counts.entry(base.clone()).or_default();
        let id = loop {
            let id = if *count == 0 { base.clone() } else { format!("{base}-{count}") };
            *count += 1;
            if taken.insert(id.clone()) {
                break id;
            }
        };
        id == anchor
    })
}

#[cfg(test)]
mod tests {
    use super::heading;
    use crate::text::Heading;

    #[test]
    fn headings_of_one_name_are_numbered() {
        let made = [
            ("Mål", "maal"),
            ("Mål", "maal-x"),
            ("Mål", "maal-2"),
            ("Mål", "mal-2"),
            ("Mål", "maal-3"),
            ("Mal 1", "mal-1"),
        ];
        let headings = made.map(|(text, id)| Heading {
            level: 2,
            text: text.to_owned(),
            id: id.to_owned(),
            is_written: matches!(id, "maal-x" | "mal-2"),
        });
        let found = |anchor| heading(&headings, anchor).map(|heading| heading.id.as_str());
        let there = ["mal", "maal-x", "mal-1", "mal-2", "mal-3", "mal-1-1"];
        assert_eq!(there.map(found), ["maal", "maal-x", "maal-2", "mal-2", "maal-3", "mal-1"].map(Some));
        assert_eq!(["maal", "mal-4", ""].map(found), [None; 3]);
    }
}
