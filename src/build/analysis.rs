//! The analysis of a site, from its files to its index, shared by `check`, `export` and `build`.

use std::path::PathBuf;

use typed_index_collections::{TiSlice, TiVec};

use crate::build::Run;
use crate::build::cached::{CachedPages, CachedPublications};
use crate::cli::Options;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Error;
use crate::ids::PageId;
use crate::import::Publication;
use crate::import::library::{self, Library};
use crate::index::{self, BUILT, Index, Record};
use crate::link::{self, Linked, Links};
use crate::load::config::Config;
use crate::load::theme::{self, ThemeFiles};
use crate::load::{self, Source};
use crate::model::{self, CATALOGUE, Site};
use crate::text::{self, Glossary, Reading, Shortcodes, Text};
use crate::write::{self, Cache, Writer};

/// A site after all stages up to *index*.
pub(super) struct Analysis<'o> {
    pub(super) site: Site,
    pub(super) texts: TiVec<PageId, Text>,
    pub(super) links: Links,
    pub(super) index: Index,
    pub(super) theme: ThemeFiles,
    glossary: Glossary,
    shortcodes: Shortcodes,
    wanted: Wanted,
    options: &'o Options,
}

/// What a command needs beyond pages and links.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted {
    /// The readability of the editors' own texts.
    pub(super) readability: bool,
    /// The search documents.
    pub(super) documents: bool,
    /// The search index.
    pub(super) index: bool,
}

/// The last build: its output and its cache.
pub(super) struct Earlier {
    pub(super) writer: Writer,
    pub(super) cache: Cache,
    pub(super) pages: CachedPages,
    pub(super) publications: CachedPublications,
}

impl Earlier {
    pub(super) fn open(options: &Options) -> Result<Self, Error> {
        let cache = Cache::new(write::cache_folder(&options.output), &options.root);
        let (writer, pages) =
            rayon::join(|| Writer::open(&options.output, cache.clone(), options.may), || CachedPages::read(&cache));
        let publications = CachedPublications::of(&cache);
        Ok(Self { writer: writer?, cache, pages, publications })
    }

    /// The folders that may hold the index, in order of preference: that of a site that is not writable is in the cache
    /// folder.
    pub(super) fn index_folders(&self, options: &Options) -> [PathBuf; 2] {
        [options.root.join(BUILT), self.cache.folder().join(BUILT)]
    }

    /// The records of earlier indexes that are still whole, and so are the files made from them in the output.
    fn index_records(&self, options: &Options) -> Vec<Record> {
        let folders = self.index_folders(options).into_iter();
        let records = folders.filter_map(|folder| write::record(&self.cache.within(folder)));
        records.filter(|record: &Record| record.files.iter().all(|path| self.writer.intact(path).is_some())).collect()
    }
}

impl Analysis<'_> {
    pub(super) fn linked(&self) -> Linked<'_> {
        Linked { site: &self.site, texts: &self.texts, links: &self.links }
    }

    /// What the texts were parsed with.
    pub(super) fn reading(&self) -> Reading<'_> {
        reading(self.options, self.wanted, &self.site, &self.glossary, &self.shortcodes)
    }
}

fn reading<'a>(
    options: &'a Options,
    wanted: Wanted,
    site: &Site,
    glossary: &'a Glossary,
    shortcodes: &'a Shortcodes,
) -> Reading<'a> {
    let (markdown, Wanted { readability, documents, .. }) = (site.config.markdown, wanted);
    Reading { root: &options.root, glossary, shortcodes, markdown, readability, documents }
}

impl<'o> Run<'o> {
    /// Runs the stages from *load* to *index*. Given the `earlier` build, only what has changed since is read and parsed,
    /// and the index is staged.
    pub(super) fn analyse(
        &mut self,
        config: Config,
        wanted: Wanted,
        mut earlier: Option<&mut Earlier>,
    ) -> Result<Analysis<'o>, Error> {
        let options = self.options;
        let theme = theme::read(&self.bounds, &config.theme, &mut self.diagnostics)?;
        let mut site = match &mut earlier {
            None => self.site(config, &theme, Vec::new(), |_| None)?,
            Some(Earlier { writer, pages, publications, .. }) => {
                let sources = pages.take_sources();
                // Assembling the site keeps one core busy; meanwhile, another one surveys the output.
                let assemble = || self.site(config, &theme, sources, |digest| publications.read(digest));
                let (site, ()) = rayon::join(assemble, || writer.survey());
                site?
            }
        };
        let glossary = Glossary::of(&site);
        let shortcodes = Shortcodes::compile(&theme, &site.config, &mut self.diagnostics);
        let reading = reading(options, wanted, &site, &glossary, &shortcodes);
        let outlines = match &mut earlier {
            None => vec![None; site.pages.len()],
            Some(earlier) => earlier.pages.take_outlines(&site.pages, reading.digest()),
        };
        let texts = text::read(&mut site, reading, outlines)?;
        self.texts(&site, &texts, &theme);
        self.record_timing("text");

        let links = link::resolve(&site, &texts, &mut self.diagnostics);
        self.record_timing("link");

        let linked = Linked { site: &site, texts: &texts, links: &links };
        let index = match &earlier {
            _ if !wanted.index => Index::default(),
            None => self.index(linked, reading, false, Vec::new())?,
            Some(earlier) => self.index(linked, reading, true, earlier.index_records(options))?,
        };
        self.record_timing("index");
        Ok(Analysis { site, texts, links, index, theme, glossary, shortcodes, wanted, options })
    }

    /// Loads and assembles the site, without anything from an earlier build.
    pub(super) fn assemble(&mut self, config: Config) -> Result<Site, Error> {
        let theme = theme::read(&self.bounds, &config.theme, &mut self.diagnostics)?;
        self.site(config, &theme, Vec::new(), |_| None)
    }

    /// Loads and assembles the site.
    fn site(
        &mut self,
        mut config: Config,
        theme: &ThemeFiles,
        cached: Vec<Source>,
        cached_publication: impl Fn(u64) -> Option<Publication> + Sync,
    ) -> Result<Site, Error> {
        let options = self.options;
        if let Some(url) = &options.base_url {
            config.base_url = Some(url.clone()).filter(|url| !url.is_empty());
        }
        config.build_search_index = options.index;
        let loaded = load::files(&self.bounds, &config, cached, &mut self.diagnostics)?;
        self.left_out.extend(loaded.left_out.iter().chain(&theme.left_out).cloned());
        self.left_out.sort();
        for source in &loaded.sources {
            self.diagnostics.extend(source.diagnostics.iter().cloned());
        }
        self.record_timing("load");
        let library = Library {
            bounds: &self.bounds,
            folder: options.library.as_deref(),
            permission: config.permission.is_some(),
            public: config.base_url.is_some(),
        };
        let publications = library::read(library, &loaded.sources, cached_publication, &mut self.diagnostics)?;
        self.record_timing("import");
        let assets: Vec<String> = theme.assets.keys().cloned().collect();
        let site = model::assemble(config, loaded, publications, options.drafts, &assets, &mut self.diagnostics);
        site.config.remarks(site.is_portal(), site.output(CATALOGUE).is_some(), &mut self.diagnostics);
        if site.is_plain() {
            // Plain sites are often written for other generators, which accept all of these.
            let lenient = LENIENT.map(|code| (code, Some(Severity::Warning)));
            self.levels.splice(0..0, lenient);
        }
        self.record_timing("model");
        Ok(site)
    }

    fn index(
        &mut self,
        linked: Linked<'_>,
        reading: Reading<'_>,
        with_files: bool,
        earlier: Vec<Record>,
    ) -> Result<Index, Error> {
        let language = load::language::read(&self.bounds, &mut self.diagnostics)?;
        // With errors, nothing is written.
        let with_files = with_files && !self.has_errors();
        index::build(linked, reading, &language, with_files, earlier, &mut self.diagnostics)
    }

    /// Collects the diagnostics of the texts, including those about active content and readability.
    fn texts(&mut self, site: &Site, texts: &TiSlice<PageId, Text>, theme: &ThemeFiles) {
        let active = texts.iter().flat_map(|text| &text.outline.active);
        if !site.is_plain() {
            self.diagnostics.extend(active.cloned());
        } else if theme.has_policy() {
            self.diagnostics.extend(blocked(active));
        }
        for (page, text) in site.pages.iter().zip(texts) {
            self.diagnostics.extend(text.outline.diagnostics.iter().cloned());
            if let Some(lix) = text.outline.readability.lix().filter(|lix| *lix > PLAIN) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Readability,
                        &page.source.file,
                        None,
                        format!("LIX is {lix}; the site's own text should be at most {PLAIN}"),
                    )
                    .help("use shorter sentences and words; quotations and names do not count"),
                );
            }
        }
    }
}

/// One warning, at the first occurrence, for all raw HTML on a plain site that the pages' content security policy blocks.
fn blocked<'d>(mut active: impl Iterator<Item = &'d Diagnostic>) -> Option<Diagnostic> {
    let first = active.next()?;
    let more = match active.count() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    let message = format!("{}; the pages' content security policy blocks it{more}", first.message);
    let help = "link to it instead, or give the theme a base.html whose policy allows it";
    Some(Diagnostic { severity: Severity::Warning, message, ..first.clone() }.help(help))
}

/// Mistakes that are only warnings on a plain site, unless its configuration says otherwise.
const LENIENT: [Code; 4] = [Code::HeadingJump, Code::MissingAlt, Code::ExternalResource, Code::CaseCollision];

/// The highest LIX at which a text counts as plain.
const PLAIN: u32 = 40;
