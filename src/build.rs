//! Runs the stages in order, for a build, a check, an export or a look at the law that the site quotes.

mod against;
mod analysis;
mod cached;
mod late;
mod law;
mod lost;
mod progress;
mod proof;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use crate::build::against::{Now, PageAnchors};
use crate::build::analysis::{Analysis, Earlier, Wanted};
pub(crate) use crate::build::law::{LawEdition, QuotedParagraph, law};
use crate::build::lost::Lost;
use crate::build::progress::Progress;
use crate::build::proof::PageWords;
use crate::cli::Options;
use crate::diagnostic::{Code, Diagnostic, Severity, has_errors};
use crate::error::Error;
use crate::index::Index;
use crate::index::handover::{self, Engine};
use crate::load::CONFIG_FILE;
use crate::load::bounds::Bounds;
use crate::load::config::Config;
use crate::load::dates::today;
use crate::load::language::FOLDER;
use crate::load::published::LeftOut;
use crate::model::{Key, Site};
use crate::render::library_data::KeptWords;
use crate::render::{Failure, Renderer};
use crate::write::{Archive, StagedFolder, Summary, Writer, Written};
use crate::{index, load, model, report};

/// The outcome of a run: a build, a check or an export.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// All diagnostics, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written; `None` if errors left the old site in place, or if the run writes no site.
    pub summary: Option<Summary>,
    /// The site as one archive, if requested.
    pub archive: Option<Archive>,
    /// The location of the index, if the site's own folder is not writable.
    pub index_elsewhere: Option<PathBuf>,
    /// The earlier builds that were compared: the path given, and the number of addresses and of anchors.
    pub compared: Vec<(PathBuf, usize, usize)>,
    /// Files that are not published because of their names, sorted.
    pub left_out: Vec<LeftOut>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, std::time::Duration)>,
}

impl Outcome {
    /// Whether the content has errors.
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Finds every mistake in the site and writes nothing. Every address of the earlier builds at `against` must still answer.
pub(crate) fn check(
    options: &Options,
    config: Config,
    diagnostics: Vec<Diagnostic>,
    against: &[PathBuf],
) -> Result<Outcome, Error> {
    let mut run = Run::new(options, &config, diagnostics)?;
    let earlier = against::read(against, &options.root)?;
    if !earlier.is_empty() {
        run.record_timing("earlier");
    }
    let wanted = Wanted { readability: true, documents: options.index, index: options.index };
    let analysis = run.analyse(config, wanted, None)?;
    run.diagnostics.extend(model::unconfirmed(&analysis.site, &today()));
    let renderer = run.renderer(&analysis);
    let pages = run.dry_render(&analysis.site, &renderer, !earlier.is_empty())?;
    run.record_timing("render");
    let now = Now { site: &analysis.site, links: &analysis.links, pages: &pages };
    for (path, promised) in against.iter().zip(&earlier) {
        now.compare(promised, &mut run.diagnostics);
        let (addresses, anchors) = promised.counts();
        run.compared.push((path.clone(), addresses, anchors));
    }
    if !earlier.is_empty() {
        run.record_timing("compare");
    }
    run.finish(None)
}

/// Loads and assembles the site, for commands that ask about its editions. Mistakes in it are left to `check`.
pub(crate) fn assemble(options: &Options, config: Config, diagnostics: Vec<Diagnostic>) -> Result<Site, Error> {
    Run::new(options, &config, diagnostics)?.assemble(config)
}

/// Exports the search documents of the site as files for `engine`; no files if the content has errors.
pub(crate) fn export_documents(
    options: &Options,
    config: Config,
    diagnostics: Vec<Diagnostic>,
    engine: Engine,
) -> Result<(Outcome, Vec<handover::File>), Error> {
    let mut run = Run::new(options, &config, diagnostics)?;
    let wanted = Wanted { documents: true, ..Wanted::default() };
    let analysis = run.analyse(config, wanted, None)?;
    let language = load::language::read(&run.bounds, &mut run.diagnostics)?;
    let files = match run.has_errors() {
        true => Vec::new(),
        false => {
            index::export_documents(analysis.linked(), analysis.reading(), &language, engine, &mut run.diagnostics)?
        }
    };
    Ok((run.finish(None)?, files))
}

/// Builds the site. If the content has errors, nothing is written and the old site stays.
pub(crate) fn build(options: &Options, config: Config, diagnostics: Vec<Diagnostic>) -> Result<Outcome, Error> {
    let mut run = Run::new(options, &config, diagnostics)?;
    let mut earlier = Earlier::open(options)?;
    run.record_timing("open");

    let wanted = Wanted { documents: options.index, index: options.index, ..Wanted::default() };
    let analysis = run.analyse(config, wanted, Some(&mut earlier))?;

    let renderer = run.renderer(&analysis);
    let site = &analysis.site;
    if run.has_errors() {
        run.dry_render(site, &renderer, false)?;
        return run.finish(None);
    }
    let writer = &earlier.writer;
    let Some(mut rendered) = run.render(site, &renderer, writer)? else { return run.finish(None) };
    for (path, bytes) in &analysis.index.files {
        let made = match bytes {
            None => (writer.keep(path, Key::default())?, false),
            Some(bytes) => writer.stage(path, Key::default(), bytes)?,
        };
        rendered.add(path, made);
    }
    late::offline(site, &renderer, writer, &mut rendered)?;
    run.lost_addresses(site, writer, &rendered);
    if run.has_errors() {
        return run.finish(None);
    }
    run.record_timing("render");

    let Rendered { files, staged } = rendered;
    let packed: Vec<String> = files.keys().filter(|_| options.zip).cloned().collect();
    let Index { built, record, .. } = &analysis.index;
    let stage_index = || StagedFolder::write(&earlier.cache, &earlier.index_folders(options), built, record);
    let staged_index = (!built.is_empty()).then(stage_index).transpose()?;
    let summary = writer.commit(files, &staged)?;
    let index_at = staged_index.map(StagedFolder::put_in_place).transpose()?;
    run.index_elsewhere = index_at.filter(|at| !at.starts_with(options.root.join(FOLDER)));
    earlier.pages.save(site, &analysis.texts, analysis.reading().digest())?;
    earlier.publications.save(site)?;
    run.record_timing("write");
    if options.zip {
        run.archive = Some(writer.archive(&packed, &site.config.id)?);
        run.record_timing("archive");
    }
    drop(renderer);
    // Dropping a large site takes a while, and a program about to exit need not wait for it.
    let Analysis { site, texts, links, .. } = analysis;
    rayon::spawn(move || drop((site, texts, links, earlier.pages)));
    run.finish(Some(summary))
}

/// The state of one run.
struct Run<'o> {
    options: &'o Options,
    /// Severities by code that override those of the diagnostics; `None` drops them. Later entries take precedence.
    levels: Vec<(Code, Option<Severity>)>,
    bounds: Bounds,
    diagnostics: Vec<Diagnostic>,
    archive: Option<Archive>,
    index_elsewhere: Option<PathBuf>,
    compared: Vec<(PathBuf, usize, usize)>,
    left_out: Vec<LeftOut>,
    timings: Vec<(&'static str, std::time::Duration)>,
    last: Instant,
}

/// An output file, whether it was staged, and its path and words if they must be counted.
type Finished<'s> = (Written, bool, Option<(&'s str, PageWords)>);

/// The files of the output, and the paths of those that were staged.
#[derive(Default)]
struct Rendered {
    files: BTreeMap<String, Written>,
    staged: Vec<String>,
}

impl Rendered {
    fn add(&mut self, path: &str, (written, new): (Written, bool)) {
        self.staged.extend(new.then(|| path.to_owned()));
        self.files.insert(path.to_owned(), written);
    }
}

impl<'o> Run<'o> {
    fn new(options: &'o Options, config: &Config, mut diagnostics: Vec<Diagnostic>) -> Result<Self, Error> {
        let bounds = Bounds::of(&options.root)?.allowing(&config.allow, &mut diagnostics);
        load::require_content(&bounds)?;
        Ok(Self {
            options,
            levels: config.levels.clone(),
            bounds,
            diagnostics,
            archive: None,
            index_elsewhere: None,
            compared: Vec::new(),
            left_out: Vec::new(),
            timings: Vec::new(),
            last: Instant::now(),
        })
    }

    /// Applies the severities of this site and `--strict` to the diagnostics.
    fn apply_levels(&mut self) {
        for (code, level) in &self.levels {
            match level {
                None => self.diagnostics.retain(|found| found.code != *code),
                Some(level) => {
                    let of_code = self.diagnostics.iter_mut().filter(|found| found.code == *code);
                    of_code.for_each(|found| found.severity = *level);
                }
            }
        }
        if self.options.strict {
            self.diagnostics.iter_mut().for_each(|found| found.severity = Severity::Error);
        }
    }

    /// Whether an error prevents the site from being written.
    fn has_errors(&mut self) -> bool {
        self.apply_levels();
        has_errors(&self.diagnostics)
    }

    fn record_timing(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.timings.push((stage, now - self.last));
        self.last = now;
    }

    fn renderer<'a>(&mut self, analysis: &'a Analysis<'_>) -> Renderer<'a> {
        let Analysis { index, theme, .. } = analysis;
        Renderer::new(analysis.linked(), index, theme, analysis.reading(), &mut self.diagnostics)
    }

    /// Dry render: renders every output, discards it and keeps the diagnostics, since some template errors surface only
    /// in rendering. If `anchors`, returns those of each rendered page, by path.
    fn dry_render<'s>(
        &mut self,
        site: &'s Site,
        renderer: &Renderer<'_>,
        anchors: bool,
    ) -> Result<BTreeMap<&'s str, PageAnchors>, Error> {
        if !renderer.is_usable() {
            return Ok(BTreeMap::new());
        }
        let proven = proof::outputs(site);
        let made: Vec<Result<_, Failure>> = site
            .outputs
            .raw
            .par_iter()
            .map(|output| {
                let path = output.path.as_str();
                let Some(bytes) = renderer.make(output, None)?.and_then(|made| made.bytes) else {
                    return Ok((None, None));
                };
                let words = proven.contains(path).then(|| (path, PageWords::read(&bytes)));
                let is_page = anchors && path.ends_with(".html");
                Ok((words, is_page.then(|| (path, PageAnchors::read(path, &bytes)))))
            })
            .collect();
        let errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let wrong: BTreeSet<&str> = errors.map(|found| found.file.as_str()).collect();
        let (mut words, mut pages, mut failures) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for (output, made) in site.outputs.iter().zip(made) {
            match made {
                Ok((shown, page)) => {
                    words.extend(shown);
                    pages.extend(page);
                }
                // A page with an error may lack values that its template needs; the cause has already been reported.
                Err(Failure::Mistake(_)) if wrong.contains(output.origin.0.as_str()) => {}
                Err(failure) => failures.push(failure),
            }
        }
        self.failures(failures)?;
        self.count_words(site, &words);
        Ok(pages)
    }

    /// Renders every output that has changed and stages it, except those that need files of the index too. `None` if
    /// there were errors.
    fn render(&mut self, site: &Site, renderer: &Renderer<'_>, writer: &Writer) -> Result<Option<Rendered>, Error> {
        let proven = proof::outputs(site);
        let progress = Progress::new(site.outputs.len(), self.options.progress);
        let made: Vec<Result<Option<Finished<'_>>, Failure>> = site
            .outputs
            .raw
            .par_iter()
            .map(|output| {
                let prior = writer.intact(&output.path).map(|written| written.key);
                progress.step();
                let Some(made) = renderer.make(output, prior)? else { return Ok(None) };
                let words = match &made.bytes {
                    _ if !proven.contains(output.path.as_str()) => None,
                    Some(bytes) => Some(PageWords::read(bytes)),
                    None => Some(PageWords::read(&writer.read(&output.path)?)),
                };
                let (written, new) = match made.bytes {
                    None => (writer.keep(&output.path, made.key)?, false),
                    Some(bytes) => writer.stage(&output.path, made.key, &bytes)?,
                };
                Ok(Some((written, new, words.map(|words| (output.path.as_str(), words)))))
            })
            .collect();
        progress.finish();
        let mut rendered = Rendered::default();
        let (mut words, mut failures) = (BTreeMap::new(), Vec::new());
        for (output, made) in site.outputs.iter().zip(made) {
            match made {
                Ok(None) => {}
                Ok(Some((written, new, shown))) => {
                    words.extend(shown);
                    rendered.add(&output.path, (written, new));
                }
                Err(failure) => failures.push(failure),
            }
        }
        self.failures(failures)?;
        let kept = self.count_words(site, &words);
        late::sources(site, renderer, writer, &kept, &mut rendered)?;
        Ok((!self.has_errors()).then_some(rendered))
    }

    /// Counts the words of every publication on the finished pages and reports missing ones.
    fn count_words(&mut self, site: &Site, words: &BTreeMap<&str, PageWords>) -> KeptWords {
        let publications = site.publications.iter_enumerated();
        publications
            .map(|(id, publication)| (publication.record.clone(), proof::count(site, id, words, &mut self.diagnostics)))
            .collect()
    }

    /// Reports addresses that the last build had and this one lacks: reports and bookmarks may still refer to them.
    fn lost_addresses(&mut self, site: &Site, writer: &Writer, rendered: &Rendered) {
        if self.options.may.remove {
            return;
        }
        for path in writer.gone(&rendered.files).filter(|path| path.ends_with(".html")) {
            // The page is still there until the build is finished, unless somebody has removed it.
            let title = writer.read(path).ok().and_then(|bytes| PageAnchors::read(path, &bytes).title);
            let severity = site.config.keep_addresses;
            let lost = Lost { path, title: title.as_deref(), file: CONFIG_FILE, severity };
            self.diagnostics.push(lost.diagnostic(site, |path| writer.wrote(path)));
        }
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
        self.apply_levels();
        report::sort(&mut self.diagnostics);
        Ok(Outcome {
            diagnostics: self.diagnostics,
            summary,
            archive: self.archive,
            index_elsewhere: self.index_elsewhere,
            compared: self.compared,
            left_out: self.left_out,
            timings: self.timings,
        })
    }
}
