//! Links as editors write them: `@/a/b.md#anchor`, `/a/b/`, `../b.html`, `b.md`, `#anchor`, `https://…`.

use std::borrow::Cow;
use std::sync::OnceLock;

use rapidhash::RapidHashMap;
use typed_index_collections::TiSlice;

use crate::diagnostic::{Code, Diagnostic, Severity, Span, suggest};
use crate::ids::{OutputId, PageId};
use crate::link::Destination;
use crate::link::places::Written;
use crate::link::zola::{self, ZolaAddresses};
use crate::model::{Item, MAIN_ANCHOR, Page, Site, address};
use crate::text::{Outline, Text, as_browsers_read};

/// Resolves addresses to destinations.
pub(super) struct Resolver<'s> {
    site: &'s Site,
    texts: &'s TiSlice<PageId, Text>,
    by_output: RapidHashMap<&'s str, OutputId>,
    by_zola: OnceLock<ZolaAddresses>,
    is_of_zola: bool,
}

impl<'s> Resolver<'s> {
    pub(super) fn new(site: &'s Site, texts: &'s TiSlice<PageId, Text>) -> Self {
        let by_output = site.outputs.iter_enumerated().map(|(id, output)| (output.path.as_str(), id)).collect();
        Self { site, texts, by_output, by_zola: OnceLock::new(), is_of_zola: site.is_of_zola() }
    }

    /// The destination of `address` on `page`; a broken link is reported.
    pub(super) fn link(
        &self,
        page: PageId,
        address: &str,
        image: bool,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Destination> {
        let file = &self.site.pages[page].source.file;
        let address = &*as_browsers_read(address);
        if let Some(scheme) = scheme(address) {
            if image {
                diagnostics.push(
                    Diagnostic::error(Code::ExternalResource, file, span, format!("`{address}` is not on this site"))
                        .help("put the file next to the page: pages must not load anything from elsewhere"),
                );
            } else if !matches!(scheme, "https" | "http" | "mailto" | "tel") {
                let message = format!("links to `{scheme}:` are not allowed");
                let told = Diagnostic::error(Code::BrokenLink, file, span, message)
                    .help("use https:, http:, mailto: or tel:, or link to a page of this site");
                let acts = matches!(scheme, "javascript" | "vbscript" | "data");
                diagnostics.push(if acts { told } else { self.weighed(told, address) });
            }
            return Some(Destination::Elsewhere(address.to_owned()));
        }
        let (path, anchor) = match address.split_once('#') {
            Some((path, anchor)) => (path, Some(decode(anchor))),
            None => (address, None),
        };
        let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
        let path = decode(path);
        let Some(found) = self.find(page, &path) else {
            let told = self.weighed(self.dead_end(page, address, &path, image, span), address);
            // Where a broken link is only a warning, the address may belong to another program on the same server.
            let written = (told.severity == Severity::Warning).then(|| Destination::Elsewhere(address.to_owned()));
            diagnostics.push(told);
            return written;
        };
        let anchor = match anchor.filter(|anchor| !anchor.is_empty()) {
            None => None,
            Some(anchor) => match self.anchor(&found, &anchor) {
                Ok(anchor) => Some(anchor),
                Err(known) => {
                    let otherwise = match known.len() {
                        0 => "remove the anchor: the page has none".to_owned(),
                        _ => {
                            format!("known anchors: {}", known.iter().take(12).cloned().collect::<Vec<_>>().join(", "))
                        }
                    };
                    let help = suggest(&anchor, known.iter().map(String::as_str), &otherwise);
                    let message = format!("`{address}`: the page has no anchor `#{anchor}`");
                    let told = Diagnostic::error(Code::BrokenAnchor, file, span, message).help(help);
                    diagnostics.push(self.weighed(told, address));
                    None
                }
            },
        };
        let found = match found {
            Destination::Page(page, _) => Destination::Page(page, anchor),
            Destination::Output(output, _) => Destination::Output(output, anchor),
            other => other,
        };
        // An image needs no query: its path alone identifies it.
        Some(if query.is_empty() || image { found } else { Destination::Asked(Box::new(found), query.to_owned()) })
    }

    /// Gives a mistake in the link `address` the severity that suits the site. Zola checks only links to files in
    /// `content/`, as strictly as `internal_level` says, so on sites made for it the others are often broken.
    fn weighed(&self, mistake: Diagnostic, address: &str) -> Diagnostic {
        let zola = &self.site.config.zola;
        let severity = match Written::parse(address) {
            _ if !self.is_of_zola => Severity::Error,
            Some(_) => zola.internal_links,
            None => Severity::Warning,
        };
        Diagnostic { severity, ..mistake }
    }

    fn find(&self, page: PageId, path: &str) -> Option<Destination> {
        let site = self.site;
        let own = &site.pages[page];
        if path.is_empty() {
            return Some(Destination::Page(page, None));
        }
        if let Some(Written { file, .. }) = Written::parse(path) {
            return self.rendered(file);
        }
        if let Some(path) = path.strip_prefix('/') {
            return self.output(path.trim_end_matches('/'));
        }
        if path.ends_with(".md") {
            let source = address::join(address::folder(&own.source.path), path)?;
            return self.rendered(&source);
        }
        // Relative to the page's own file; else as in Zola, where `p.md` becomes the folder `p/`.
        let beside = address::join(own.folder(), path).and_then(|path| self.output(&path));
        beside.or_else(|| {
            let folder = own.output.trim_end_matches("index.html").trim_end_matches(".html");
            address::join(folder, path).and_then(|path| self.output(&path))
        })
    }

    /// The page of the file at `path` in `content/`, if it has an address.
    fn rendered(&self, path: &str) -> Option<Destination> {
        let id = *self.site.by_path.get(path)?;
        let front = self.site.pages[id].front();
        (front.render || front.redirect_to.is_some()).then_some(Destination::Page(id, None))
    }

    fn output(&self, path: &str) -> Option<Destination> {
        let known = |path: &str| self.by_output.get(path).copied();
        let index = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
        let ours = known(path).or_else(|| known(&index)).or_else(|| known(&format!("{path}.html")));
        let id = ours
            .or_else(|| self.by_zola.get_or_init(|| ZolaAddresses::of(self.site)).find(path.trim_end_matches('/')))?;
        Some(match self.site.outputs[id].item {
            Item::Page(page) => Destination::Page(page, None),
            _ => Destination::Output(id, None),
        })
    }

    /// Resolves `anchor` to an id on `target`; the error contains the ids that exist there.
    fn anchor(&self, target: &Destination, anchor: &str) -> Result<String, Vec<String>> {
        let known = match target {
            Destination::Page(page, _) => {
                let outline = &self.texts[*page].outline;
                let known = anchors(&self.site.pages[*page], outline);
                let is_known = known.iter().any(|other| other == anchor);
                // Zola numbers repeated headings from 1, Vejviser from 2, so what a numbered anchor means depends on
                // the site.
                let is_numbered = anchor.ends_with(|last: char| last.is_ascii_digit());
                if (!is_known || (is_numbered && self.is_of_zola))
                    && let Some(heading) = zola::heading(&outline.headings, anchor)
                {
                    return Ok(heading.id.clone());
                }
                known
            }
            Destination::Output(output, _) => match &self.site.outputs[*output].item {
                // Anchors inside a PDF or an image are interpreted by the reader's viewer.
                Item::Asset(_) | Item::ThemeAsset => return Ok(anchor.to_owned()),
                Item::Checklist(edition, theme) => {
                    let edition = &self.site.editions[*edition];
                    let theme = theme.map(|theme| edition.themes[theme].page);
                    let shown = |page: &&PageId| theme.is_none() || self.site.pages[**page].parent == theme;
                    let ids = |page: &PageId| format!("indikator-{}", self.site.pages[*page].id());
                    edition.indicators.iter().filter(shown).map(ids).chain([MAIN_ANCHOR.to_owned()]).collect()
                }
                Item::Coverage(_) => [MAIN_ANCHOR, "blinde-vinkler", "retningslinjerne"].map(str::to_owned).to_vec(),
                _ => vec![MAIN_ANCHOR.to_owned()],
            },
            Destination::Elsewhere(_) | Destination::Asked(..) => return Ok(anchor.to_owned()),
        };
        if known.iter().any(|other| other == anchor) { Ok(anchor.to_owned()) } else { Err(known) }
    }

    /// The diagnostic for the broken link `address` on `page`. `path` is its path, percent-decoded, without query and
    /// anchor.
    fn dead_end(&self, page: PageId, address: &str, path: &str, image: bool, span: Span) -> Diagnostic {
        let source = &self.site.pages[page].source;
        if image {
            let message = format!("the image `{address}` does not exist");
            return Diagnostic::error(Code::MissingImage, &source.file, span, message)
                .help("put the file next to the page or in `static/`");
        }
        let from_content = Written::parse(path).map(|written| written.file.to_owned());
        let file = from_content.clone().or_else(|| address::join(address::folder(&source.path), path));
        if let Some(file) = file.filter(|file| self.site.by_path.contains_key(file)) {
            let message = format!("`{address}` links to a page that is not published: it has `render = false`");
            return Diagnostic::error(Code::BrokenLink, &source.file, span, message)
                .help(format!("link to a page that shows it, or remove `render` from content/{file}"));
        }
        let help = match from_content {
            Some(path) => {
                let paths = self.site.pages.iter().map(|page| page.source.path.as_str());
                suggest(&path, paths, "give the path of a file relative to `content/`")
            }
            None => {
                let outputs = self.site.outputs.iter().map(|output| output.path.as_str());
                suggest(path.trim_start_matches('/'), outputs, "link to a content file with `@/folder/file.md`")
            }
        };
        let message = format!("`{address}` does not lead to a page of this site");
        Diagnostic::error(Code::BrokenLink, &source.file, span, message).help(help)
    }
}

/// All anchors of a page.
fn anchors(page: &Page, outline: &Outline) -> Vec<String> {
    let mut known: Vec<String> = outline.headings.iter().map(|heading| heading.id.clone()).collect();
    known.extend(outline.anchors.iter().cloned());
    known.extend(page.anchors());
    known
}

/// The scheme of an absolute address; `//host` counts as https.
fn scheme(address: &str) -> Option<&str> {
    if address.starts_with("//") {
        return Some("https");
    }
    let (scheme, _) = address.split_once(':')?;
    let first = scheme.chars().next()?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    (first.is_ascii_alphabetic() && scheme.chars().all(plain)).then_some(scheme)
}

/// Undoes percent-encoding; text that would not be valid UTF-8 is returned unchanged.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let decoded: Cow<'_, [u8]> = percent_encoding::percent_decode_str(text).into();
    String::from_utf8(decoded.into_owned()).unwrap_or_else(|_| text.to_owned())
}

/// The characters that are percent-encoded in a path.
const UNSAFE: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Percent-encodes a path for use in a link.
pub(super) fn encode(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, UNSAFE).to_string()
}
