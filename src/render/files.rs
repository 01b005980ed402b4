//! Machine-readable files: robots.txt, sitemap.xml, atom.xml. All but the first need a base URL.

use crate::ids::PageId;
use crate::model::Item;
use crate::render::RenderContext;
use crate::text::escape;

impl RenderContext<'_> {
    /// Allows everyone to read everything.
    pub(super) fn robots(&self) -> Vec<u8> {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(sitemap) = self.absolute("sitemap.xml") {
            text.push_str(&format!("Sitemap: {sitemap}\n"));
        }
        text.into_bytes()
    }

    /// All listed pages, each with the day of its last change.
    pub(super) fn sitemap(&self) -> Vec<u8> {
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for output in &self.site.outputs {
            let updated = match output.item {
                Item::Page(page) if self.is_unlisted(page) => continue,
                Item::Pager(..) | Item::TaxonomyTerm(_, _, 2..) if !self.site.config.zola.pagers_in_sitemap => continue,
                Item::Page(page) => self.changed_at(page),
                Item::Checklist(..)
                | Item::Coverage(..)
                | Item::Examples(..)
                | Item::Letters
                | Item::TaxonomyList(..)
                | Item::Pager(..)
                | Item::TaxonomyTerm(..) => None,
                _ => continue,
            };
            let Some(address) = self.absolute(&output.path) else { continue };
            xml.push_str(&format!("<url><loc>{}</loc>", escape(&address)));
            if let Some(day) = updated {
                xml.push_str(&format!("<lastmod>{day}</lastmod>"));
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        xml.into_bytes()
    }

    fn changed_at(&self, page: PageId) -> Option<&str> {
        let front = self.site.pages[page].front();
        front.updated.as_deref().or(front.date.as_deref())
    }

    /// The pages that describe their latest change, newest first. The date of the feed is that of the newest change.
    pub(super) fn feed(&self) -> Vec<u8> {
        let site = self.site;
        let mut changes: Vec<(&str, &str, PageId)> = Vec::new();
        for (id, page) in site.pages.iter_enumerated() {
            let front = page.front();
            if let (Some(updated), Some(change), true) = (&front.updated, &front.change, front.render) {
                changes.push((updated, change, id));
            }
        }
        changes.sort_by(|a, b| b.0.cmp(a.0).then_with(|| site.pages[a.2].output.cmp(&site.pages[b.2].output)));
        let base = escape(site.config.base_url.as_deref().unwrap_or_default());
        let newest = changes.first().map_or("1970-01-01", |(day, ..)| day);
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <title>{}</title>\n<id>{base}/</id>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n\
             <link rel=\"self\" href=\"{base}/atom.xml\"/>\n<link href=\"{base}/index.html\"/>\n",
            escape(&site.config.language),
            escape(&site.config.title),
            escape(&site.config.title),
        );
        for (day, change, id) in changes {
            let address = escape(&self.absolute(&site.pages[id].output).unwrap_or_default());
            xml.push_str(&format!(
                "<entry>\n<title>{}</title>\n<id>{address}#{day}</id>\n<link href=\"{address}\"/>\n\
                 <updated>{day}T00:00:00Z</updated>\n<summary>{}</summary>\n</entry>\n",
                escape(&site.pages[id].label),
                escape(change),
            ));
        }
        xml.push_str("</feed>\n");
        xml.into_bytes()
    }
}
