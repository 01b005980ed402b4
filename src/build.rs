//! One build from beginning to end: the stations in their order.

mod kept;
mod progress;

use std::collections::BTreeMap;
use std::time::Instant;

use rayon::prelude::*;

use crate::cli::Options;
use crate::diagnostic::{Code, Diagnostic, has_errors};
use crate::error::Error;
use crate::load::config::Config;
use crate::load::{self, theme};
use crate::model::{self, Output, Site};
use crate::render::{Failure, Renderer};
use crate::text::{self, Glossary, Reading, Text};
use crate::write::{self, Summary, Writer, Written};
use crate::{index, link, report};
use kept::Kept;
use progress::Progress;

/// How a build ended.
#[derive(Debug)]
pub struct Outcome {
    /// What editors should know, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written; `None` when errors kept the old site standing, or nothing was to be written.
    pub summary: Option<Summary>,
    /// Stations and how long they took.
    pub timings: Vec<(&'static str, std::time::Duration)>,
}

impl Outcome {
    /// Whether the content has errors.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Reads the site, finds every mistake, writes nothing.
pub fn check(options: &Options, config: Config, diagnostics: Vec<Diagnostic>) -> Result<Outcome, Error> {
    let mut run = Run::new(options, diagnostics);
    let theme = theme::read(&options.root, &config.theme, &mut run.diagnostics)?;
    let mut site = run.site(config, &theme, Vec::new())?;
    let glossary = Glossary::of(&site);
    let reading = Reading { root: &options.root, glossary: &glossary, readability: true };
    let none = vec![None; site.pages.len()];
    let texts = text::read(&mut site, reading, none)?;
    run.texts(&site, &texts);
    let links = link::resolve(&site, &texts, &mut run.diagnostics);
    let index = index::build(&site, &texts, &links);
    let renderer = Renderer::new((&site, &texts, &links), &index, &theme, reading, &mut run.diagnostics);
    run.rehearse(&site.outputs, &renderer)?;
    run.finish(None)
}

/// Builds the site. With errors in the content nothing is written and the old site stays.
pub fn build(options: &Options, config: Config, diagnostics: Vec<Diagnostic>) -> Result<Outcome, Error> {
    let mut run = Run::new(options, diagnostics);
    let program = write::program_fingerprint();
    let memory = write::memory_folder(&options.output);
    let (writer, mut kept) =
        rayon::join(|| Writer::open(&options.output, program), || Kept::read(&memory, program, &options.root));
    let mut writer = writer?;
    run.done("open");

    let theme = theme::read(&options.root, &config.theme, &mut run.diagnostics)?;
    let sources = kept.take_sources();
    // Assembling the site keeps one core busy; the other looks at the output meanwhile.
    let (site, ()) = rayon::join(|| run.site(config, &theme, sources), || writer.survey());
    let mut site = site?;
    let glossary = Glossary::of(&site);
    let reading = Reading { root: &options.root, glossary: &glossary, readability: false };
    let outlines = kept.take_outlines(&site.pages, glossary.digest);
    let texts = text::read(&mut site, reading, outlines)?;
    run.texts(&site, &texts);
    run.done("text");

    let links = link::resolve(&site, &texts, &mut run.diagnostics);
    run.done("link");

    let index = index::build(&site, &texts, &links);
    run.done("index");

    let renderer = Renderer::new((&site, &texts, &links), &index, &theme, reading, &mut run.diagnostics);
    if has_errors(&run.diagnostics) {
        run.rehearse(&site.outputs, &renderer)?;
        return run.finish(None);
    }
    let Some((files, staged)) = run.render(&site.outputs, &renderer, &writer)? else { return run.finish(None) };
    run.done("render");

    let summary = writer.commit(files, &staged, program)?;
    kept.save(&site, &texts, glossary.digest)?;
    run.done("write");
    drop(renderer);
    // Taking a large site apart takes a while; a program about to end need not wait for it.
    rayon::spawn(move || drop((site, texts, links, kept)));
    run.finish(Some(summary))
}

/// What one run gathers on its way.
struct Run<'o> {
    options: &'o Options,
    diagnostics: Vec<Diagnostic>,
    timings: Vec<(&'static str, std::time::Duration)>,
    last: Instant,
}

/// Files of the site, and the paths of those that were staged.
type Rendered = (BTreeMap<String, Written>, Vec<String>);

impl<'o> Run<'o> {
    fn new(options: &'o Options, diagnostics: Vec<Diagnostic>) -> Self {
        Self { options, diagnostics, timings: Vec::new(), last: Instant::now() }
    }

    fn done(&mut self, station: &'static str) {
        let now = Instant::now();
        self.timings.push((station, now - self.last));
        self.last = now;
    }

    /// Loads and assembles.
    fn site(&mut self, mut config: Config, theme: &theme::ThemeFiles, kept: Vec<load::Source>) -> Result<Site, Error> {
        let options = self.options;
        if let Some(url) = &options.base_url {
            config.base_url = Some(url.clone()).filter(|url| !url.is_empty());
        }
        let loaded = load::files(&options.root, kept, &mut self.diagnostics)?;
        for source in &loaded.sources {
            self.diagnostics.extend(source.diagnostics.iter().cloned());
        }
        self.done("load");
        let assets: Vec<String> = theme.assets.keys().cloned().collect();
        let site = model::assemble(config, loaded, options.drafts, &assets, &mut self.diagnostics);
        site.config.remarks(site.is_portal(), &mut self.diagnostics);
        self.done("model");
        Ok(site)
    }

    /// Takes over what the texts said, and what was counted of their readability.
    fn texts(&mut self, site: &Site, texts: &[Text]) {
        for (page, text) in site.pages.iter().zip(texts) {
            self.diagnostics.extend(text.outline.diagnostics.iter().cloned());
            if let Some(lix) = text.outline.readability.lix().filter(|lix| *lix > PLAIN) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Readability,
                        &page.source.file,
                        None,
                        format!("LIX is {lix}; our own text should be at most {PLAIN}"),
                    )
                    .help("write shorter sentences and shorter words; quotations and names do not count"),
                );
            }
        }
    }

    /// Renders every output and keeps nothing but the mistakes: some of a template's show only then.
    fn rehearse(&mut self, outputs: &[Output], renderer: &Renderer<'_>) -> Result<(), Error> {
        if !renderer.is_usable() {
            return Ok(());
        }
        let failures = outputs.par_iter().filter_map(|output| renderer.make(output, None).err()).collect();
        self.failures(failures)
    }

    /// Renders every output that is not what it was, and stages it.
    fn render(
        &mut self,
        outputs: &[Output],
        renderer: &Renderer<'_>,
        writer: &Writer,
    ) -> Result<Option<Rendered>, Error> {
        let progress = Progress::new(outputs.len(), self.options.progress);
        let made: Vec<Result<(Written, bool), Failure>> = outputs
            .par_iter()
            .map(|output| {
                let intact = writer.intact(&output.path);
                let made = renderer.make(output, intact.map(|written| written.key))?;
                let made = match (made.bytes, intact) {
                    (None, Some(written)) => (written.with_key(made.key), false),
                    (bytes, _) => writer.stage(&output.path, made.key, &bytes.unwrap_or_default())?,
                };
                progress.step();
                Ok(made)
            })
            .collect();
        progress.finish();
        let mut files = BTreeMap::new();
        let mut staged = Vec::new();
        let mut failures = Vec::new();
        for (output, made) in outputs.iter().zip(made) {
            match made {
                Ok((written, new)) => {
                    files.insert(output.path.clone(), written);
                    if new {
                        staged.push(output.path.clone());
                    }
                }
                Err(failure) => failures.push(failure),
            }
        }
        self.failures(failures)?;
        Ok((!has_errors(&self.diagnostics)).then_some((files, staged)))
    }

    fn failures(&mut self, failures: Vec<Failure>) -> Result<(), Error> {
        for failure in failures {
            match failure {
                Failure::Mistake(diagnostic) => self.diagnostics.push(*diagnostic),
                Failure::Error(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn finish(mut self, summary: Option<Summary>) -> Result<Outcome, Error> {
        report::sort(&mut self.diagnostics);
        Ok(Outcome { diagnostics: self.diagnostics, summary, timings: self.timings })
    }
}

/// LIX up to which a text counts as plain.
const PLAIN: u32 = 40;
