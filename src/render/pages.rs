//! From values to the bytes of a page: the template, minified, with the ready-made parts spliced in.

use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::ids::PageId;
use crate::model::address;
use crate::render::{CONTENT, FOOTER, NAV, Remade, Renderer, minify, values};
use crate::text;

impl Renderer<'_> {
    /// The page `id`; if its list is paginated, part `number` of it, which is at `path`.
    pub(super) fn page(&self, id: PageId, (path, number): (&str, usize), prior: Option<u64>) -> Remade {
        let cx = &self.cx;
        let page = &cx.site.pages[id];
        let folder = address::folder(path);
        let mut view = cx.page(id, (path, number));
        let text = &cx.texts[id];
        // The body depends on its file, on where its links lead, and on the words that the glossary links.
        let leads: Vec<_> =
            cx.links.destinations[id].iter().map(|found| found.as_ref().map(|found| found.address(cx.site))).collect();
        let template = self.template(id);
        let body = (page.source.digest, self.reading.digest(), page.anchor_links);
        let key = self.key(&(&view, leads, body, &template), self.shared.key(folder));
        if prior == Some(key) {
            return Ok((key, None));
        }
        let reparsed;
        let content = match &text.parsed {
            _ if number > 1 => String::new(),
            Some(parsed) => cx.html(id, folder, &parsed.body),
            None => {
                reparsed = text::reparse(page, self.reading)?;
                cx.html(id, folder, &reparsed.body)
            }
        };
        // These depend only on the address and the breadcrumbs, so they are not part of the key.
        view.canonical = cx.absolute(path);
        view.structured_data = cx.structured_data(id, &view.crumbs);
        let mut context = self.context(path, &view)?;
        context.insert_value("content", Value::safe_string(CONTENT));
        let frame = self.templates.render(&template, &context)?;
        Ok((key, Some(self.finish(frame, folder, &content))))
    }

    /// A page without a source file.
    pub(super) fn listed(&self, template: &str, path: &str, view: &impl Serialize, prior: Option<u64>) -> Remade {
        self.spliced((template, None), path, view, prior)
    }

    /// A page without a source file, whose `list` may have a template of its own. The list is spliced in as it is, like the
    /// body of a page: minifying a list of thousands of units takes longer than rendering it.
    pub(super) fn spliced(
        &self,
        (template, list): (&str, Option<&str>),
        path: &str,
        view: &impl Serialize,
        prior: Option<u64>,
    ) -> Remade {
        let folder = address::folder(path);
        let key = self.key(view, self.shared.key(folder));
        if prior == Some(key) {
            return Ok((key, None));
        }
        let mut context = self.context(path, view)?;
        let mut content = String::new();
        if let Some(list) = list {
            content = self.templates.render(list, &context)?;
            context.insert_value("content", Value::safe_string(CONTENT));
        }
        let frame = self.templates.render(template, &context)?;
        Ok((key, Some(self.finish(frame, folder, &content))))
    }

    /// A page without navigation.
    pub(super) fn alone(&self, template: &str, view: &impl Serialize, prior: Option<u64>) -> Remade {
        let key = self.key(view, 0);
        if prior == Some(key) {
            return Ok((key, None));
        }
        let mut context = Context::new();
        context.insert_value("page", values(view)?);
        context.insert_value("site", values(&self.cx.site_view())?);
        let html = self.templates.render(template, &context)?;
        Ok((key, Some(self.finish(html, "", ""))))
    }

    fn context(&self, path: &str, view: &impl Serialize) -> Result<Context, Box<Diagnostic>> {
        let folder = address::folder(path);
        let mut context = Context::new();
        context.insert_value("page", values(view)?);
        context.insert_value("site", self.shared.site.clone());
        context.insert_value("root", Value::from(address::root_prefix(folder)));
        context.insert_value("nav", Value::safe_string(NAV));
        context.insert_value("footer", Value::safe_string(FOOTER));
        Ok(context)
    }

    /// Minifies the frame of a page and splices in the ready-made parts.
    fn finish(&self, frame: String, folder: &str, content: &str) -> Vec<u8> {
        let frame = if self.cx.site.config.minify_html { minify::html(&frame) } else { frame };
        let (nav, footer) = self.shared.parts(folder);
        let mut page = String::with_capacity(frame.len() + nav.len() + footer.len() + content.len());
        let mut rest = frame.as_str();
        let mark = |letter: char| matches!(letter, '\u{e010}'..='\u{e012}');
        while let Some(at) = rest.find(mark) {
            page.push_str(&rest[..at]);
            let (found, after) = rest[at..].split_at(NAV.len());
            page.push_str(match found {
                NAV => nav,
                FOOTER => footer,
                _ => content,
            });
            rest = after;
        }
        page.push_str(rest);
        page.into_bytes()
    }
}
