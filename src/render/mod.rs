//! Sixth stage: a flat list of outputs → bytes.
//!
//! Every output can be made on its own, in any order, on any thread. Its values are hashed into a key before anything
//! is rendered; if the key is unchanged since the last build, the output is not rendered again. Navigation and footer
//! are the same on all pages of a folder: they are rendered and minified once and spliced in.

mod cards;
mod catalogue;
mod change_data;
mod changes;
mod concepts;
mod coverage;
mod data;
mod detail;
mod examples;
mod files;
mod guidelines;
mod history;
mod json;
mod law;
pub(crate) mod library_data;
mod lists;
mod minify;
mod page;
mod pages;
mod quality_model;
mod rdf;
mod reading;
mod recent;
mod schemas;
mod search;
mod shared;
mod templates;
mod visit;

use std::hash::Hasher;
use std::io::{self, Write};

use rapidhash::fast::RapidHasher;
use rayon::prelude::*;
use serde::Serialize;
use tera::Value;
use typed_index_collections::TiSlice;

use crate::diagnostic::{Code, Diagnostic, has_errors};
use crate::error::Error;
use crate::ids::PageId;
use crate::index::Index;
use crate::link::{Linked, Links};
use crate::load::hashed;
use crate::load::theme::ThemeFiles;
use crate::model::{Item, Key, NOT_FOUND, Output, Site, TEMPLATES, address};
use crate::text::{Reading, Text};
use shared::Shared;
use templates::{Templates, check_templates, named_template};

/// The results of the earlier stages, for code that makes template values.
#[derive(Clone, Copy)]
pub(crate) struct RenderContext<'a> {
    site: &'a Site,
    texts: &'a TiSlice<PageId, Text>,
    links: &'a Links,
    index: &'a Index,
}

impl<'a> RenderContext<'a> {
    fn linked(&self) -> Linked<'a> {
        Linked { site: self.site, texts: self.texts, links: self.links }
    }
}

/// Renders the outputs of one site.
pub(crate) struct Renderer<'a> {
    cx: RenderContext<'a>,
    templates: Templates,
    theme: &'a ThemeFiles,
    reading: Reading<'a>,
    shared: Shared,
    /// Part of every key: a hash of templates and configuration.
    base: u64,
    /// A hash of everything that one page can show of another.
    shape: u64,
    /// Whether the templates compile and the shared parts could be rendered.
    usable: bool,
}

/// The result of making an output.
#[derive(Debug)]
pub(crate) struct Made {
    /// The key of what it was made from.
    pub key: Key,
    /// Its bytes; `None` if it is unchanged.
    pub bytes: Option<Vec<u8>>,
}

/// The hash of an output's values, and its bytes unless the hash is unchanged since the last build.
type Remade = Result<(u64, Option<Vec<u8>>), Failure>;

/// Why an output could not be made.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error in a template.
    Mistake(Box<Diagnostic>),
    /// A file that cannot be read.
    Error(Error),
}

impl From<Box<Diagnostic>> for Failure {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Mistake(diagnostic)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Placeholders for ready-made parts. No file contains these characters: see `load::MARKS`.
const NAV: &str = "\u{e010}";
const FOOTER: &str = "\u{e011}";
const CONTENT: &str = "\u{e012}";

impl<'a> Renderer<'a> {
    /// Compiles the templates and renders the shared parts. Errors in templates are reported.
    pub(crate) fn new(
        Linked { site, texts, links }: Linked<'a>,
        index: &'a Index,
        theme: &'a ThemeFiles,
        reading: Reading<'a>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let cx = RenderContext { site, texts, links, index };
        let mut mistakes = Vec::new();
        let templates = Templates::compile(theme, &mut mistakes);
        check_templates(site, &templates, &mut mistakes);
        let usable = !has_errors(&mistakes);
        diagnostics.append(&mut mistakes);
        let base = hashed(&format!("{} {:?} {:?}", theme.digest(), site.config, cx.site_view()));
        let shape = shape(&cx);
        let mut renderer = Self { cx, templates, theme, reading, shared: Shared::default(), base, shape, usable };
        if usable {
            match shared::make(&renderer.cx, &renderer.templates) {
                Ok(shared) => renderer.shared = shared,
                Err(mistake) => {
                    diagnostics.push(*mistake);
                    renderer.usable = false;
                }
            }
        }
        renderer
    }

    /// Whether outputs can be made at all; if not, the reason has been reported.
    pub(crate) fn is_usable(&self) -> bool {
        self.usable
    }

    /// Makes `output`, unless one of its hashes equals that of `prior`. `None` is a late output, which needs all others.
    pub(crate) fn make(&self, output: &Output, prior: Option<Key>) -> Result<Option<Made>, Failure> {
        let mut prior = prior;
        let own = match &output.item {
            Item::Page(page) => self.cx.site.pages[*page].source.digest,
            Item::Asset(_) | Item::ThemeAsset | Item::Carry | Item::Templates => {
                let stamp = self.stamp(output);
                prior = prior.filter(|_| stamp.is_some());
                stamp.unwrap_or_default()
            }
            _ => 0,
        };
        let shape = match output.item {
            // Made from asset files alone: nothing else on the site can change them.
            Item::Asset(_) | Item::ThemeAsset | Item::Carry | Item::Templates => own,
            _ => self.key(&(self.shape, own), self.reading.digest()),
        };
        if let Some(prior) = prior.filter(|prior| prior.shape == shape) {
            return Ok(Some(Made { key: prior, bytes: None }));
        }
        let remade = self.remake(output, prior.map(|prior| prior.values)).transpose()?;
        Ok(remade.map(|(values, bytes)| Made { key: Key { shape, values }, bytes }))
    }

    /// The bytes of `data/kilder.json`, once the words on the finished pages are counted.
    pub(crate) fn library_data(&self, path: &str, kept: &library_data::KeptWords) -> Result<Vec<u8>, Error> {
        json::file(path, &self.cx.library_data(kept))
    }

    fn remake(&self, output: &Output, prior: Option<u64>) -> Option<Remade> {
        let cx = &self.cx;
        let path = output.path.as_str();
        let folder = address::folder(path);
        let whole = |made: Result<Vec<u8>, Error>| Ok((0, Some(made?)));
        Some(match &output.item {
            Item::Late(_) => return None,
            Item::Page(page) => self.page(*page, (path, 1), prior),
            Item::Pager(page, number) => self.page(*page, (path, *number), prior),
            Item::Checklist(edition, theme) => {
                self.listed("checklist.html", path, &cx.checklist(folder, *edition, *theme), prior)
            }
            Item::Coverage(edition) => self.listed("coverage.html", path, &cx.coverage(folder, *edition), prior),
            Item::Changes(comparison) => {
                self.spliced(("changes.html", Some("changes_list.html")), path, &cx.changes(folder, *comparison), prior)
            }
            Item::Numbers(comparison) => {
                self.spliced(("numbers.html", Some("numbers_list.html")), path, &cx.numbers(folder, *comparison), prior)
            }
            Item::Examples(facet) => self.listed("example_list.html", path, &cx.example_list(path, *facet), prior),
            Item::TaxonomyList(taxonomy) => {
                self.listed("taxonomy_list.html", path, &cx.taxonomy_list(path, *taxonomy), prior)
            }
            Item::TaxonomyTerm(taxonomy, term, number) => {
                let view = cx.taxonomy_term(path, *taxonomy, *term, *number);
                self.listed("taxonomy_single.html", path, &view, prior)
            }
            Item::NotFound => self.alone(NOT_FOUND, &cx.not_found(), prior),
            Item::Redirect(_) => self.alone("redirect.html", &cx.redirect(output), prior),
            Item::Asset(_) | Item::ThemeAsset => whole(self.copied(output)),
            Item::Data(file) => whole(cx.data(path, *file)),
            Item::Schema(name) => whole(Ok(schemas::schema(name).as_bytes().to_vec())),
            Item::Search => self.listed("search.html", path, &cx.search_page(path), prior),
            Item::Letters => self.listed("az.html", path, &cx.letters(path), prior),
            Item::Recent => self.listed("recent.html", path, &cx.recent_page(path), prior),
            Item::Packs => self.listed("pack.html", path, &cx.packs_page(path), prior),
            Item::Stored => self.listed("stored.html", path, &cx.stored_page(path), prior),
            Item::Questions => whole(cx.questions(path)),
            Item::Carry => self.carry(path, prior),
            Item::Templates => whole(self.document_templates(path)),
            Item::OpenSearch => whole(cx.open_search(path)),
            Item::Robots => whole(Ok(cx.robots())),
            Item::Sitemap => whole(cx.sitemap(path)),
            Item::Feed => whole(cx.feed(path)),
        })
    }

    /// A hash that represents the bytes of files served as they are; `None` if one is so recent that it may change
    /// again without a new stamp.
    fn stamp(&self, output: &Output) -> Option<u64> {
        let site = self.cx.site;
        match output.item {
            Item::Asset(asset) => site.assets[asset].stamp.map(|stamp| self.key(&stamp, 0)),
            Item::Carry => self.stamp_of_all(self.carried()),
            Item::Templates => self.stamp_of_all(TEMPLATES.iter().filter_map(|path| site.output(path))),
            _ => Some(self.key(&self.theme.assets.get(&output.path), 0)),
        }
    }

    fn stamp_of_all<'o>(&self, outputs: impl Iterator<Item = &'o Output>) -> Option<u64> {
        let stamps: Option<Vec<u64>> = outputs.map(|output| self.stamp(output)).collect();
        stamps.map(|stamps| self.key(&stamps, 0))
    }

    /// The bytes of a file of the site or its theme, as served.
    fn copied(&self, output: &Output) -> Result<Vec<u8>, Error> {
        let Item::Asset(asset) = output.item else { return Ok(self.asset(&output.path)) };
        let path = self.reading.root.join(&self.cx.site.assets[asset].file);
        std::fs::read(&path).map_err(Error::read(path))
    }

    /// A file of the theme. Scripts and stylesheets stay readable in the theme and are served minified.
    fn asset(&self, path: &str) -> Vec<u8> {
        let bytes = self.theme.assets.get(path).cloned().unwrap_or_default();
        let minify: fn(&str) -> String = match path.rsplit_once('.') {
            _ if !self.cx.site.config.minify_html || path.ends_with(".min.js") => return bytes,
            Some((_, "js")) => minify::script,
            Some((_, "css")) => minify::style,
            _ => return bytes,
        };
        String::from_utf8(bytes).map_or_else(|error| error.into_bytes(), |text| minify(&text).into_bytes())
    }

    /// The template that the page or its section names, or else that of its kind.
    fn template(&self, id: PageId) -> String {
        let site = self.cx.site;
        let page = &site.pages[id];
        if let Some(own) = named_template(site, id)
            && self.templates.has(&own.value, page.kind())
        {
            return own.value.clone();
        }
        match page.kind() {
            _ if id == site.home => "index.html".to_owned(),
            _ if site.examples.index == Some(id) => "examples.html".to_owned(),
            kind => format!("{}.html", kind.name()),
        }
    }

    fn key(&self, view: &impl Serialize, other: u64) -> u64 {
        let mut hasher = Hashing(RapidHasher::default());
        // Writing to a hasher cannot fail, and the values are plain.
        let written = postcard::to_io(&(self.base, other, view), &mut hasher);
        debug_assert!(written.is_ok(), "plain values can be hashed");
        hasher.0.finish()
    }
}

/// A hash of everything that one page can show of another: the path of every output, the front matter and outline of
/// every page, the publications, the related passages, and whether the site is searched in the browser. If the shape is unchanged, a page
/// can differ only in its own body.
fn shape(cx: &RenderContext<'_>) -> u64 {
    let pages: Vec<u64> = cx
        .site
        .pages
        .raw
        .par_iter()
        .zip(&cx.texts.raw)
        .map(|(page, text)| hashed(&(&page.source.path, page.front(), &text.outline)))
        .collect();
    let outputs: Vec<&str> = cx.site.outputs.iter().map(|output| output.path.as_str()).collect();
    let publications: Vec<u64> = cx.site.publications.iter().map(|publication| publication.digest).collect();
    hashed(&(pages, publications, outputs, &cx.index.record.related, cx.index.record.in_browser))
}

struct Hashing(RapidHasher<'static>);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn values(view: &impl Serialize) -> Result<Value, Box<Diagnostic>> {
    Value::try_from_serializable(view).map_err(|error| {
        Box::new(Diagnostic::error(
            Code::Template,
            "templates",
            None,
            format!("the values of a page cannot be passed to its template: {error}"),
        ))
    })
}
