//! Command-line options. A flag overrides its environment variable, which overrides `config.toml`.

use std::io;
use std::path::{Component, Path, PathBuf};

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand};

use crate::error::Error;
use crate::import::library::check_folder;
use crate::import::reader::COMMAND;
use crate::index::handover::Engine;
use crate::load::config::{Config, MOST_THREADS, is_web_address};
use crate::report::Format;
use crate::write::Permissions;

/// Builds a cross-linked portal of guidelines, quality model and checklists from a folder of Markdown.
#[derive(Debug, Clone, Parser)]
#[command(name = "vejviser", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: RawOptions,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Command {
    /// Build the site (the default)
    Build,
    /// Report every mistake without writing anything, and check readability (LIX)
    Check {
        /// Earlier build whose addresses must still answer: its folder, its archive, or files in its data/
        #[arg(long, value_name = "WHAT", num_args = 1..)]
        against: Vec<PathBuf>,
    },
    /// Preview the site and rebuild it when a file changes
    Serve {
        /// Port to listen on; 0 picks a free one
        #[arg(long, default_value_t = 1111, env = "VEJVISER_PORT")]
        port: u16,
        /// Address to listen on
        #[arg(long, default_value = "127.0.0.1", env = "VEJVISER_HOST")]
        host: String,
    },
    /// Create a new, valid file of the given kind, as a draft
    New {
        /// Kind of the file: page, section, theme, indicator, recommendation, term, …
        kind: String,
        /// Path of the file, relative to content/, such as begreber/naloxon.md
        path: String,
        /// For an edition: copy the files of this one, such as kvalitetsmodel/2021
        #[arg(long, value_name = "PATH")]
        from: Option<String>,
        /// With --from: mark the edition that is copied as historical
        #[arg(long, requires = "from")]
        supersede: bool,
    },
    /// Propose what became of every unit of an edition in a newer one, as `changes` to be corrected
    Compare {
        /// The older edition, such as kvalitetsmodel-2021 or kvalitetsmodel/2021
        older: String,
        /// The newer edition
        newer: String,
    },
    /// Show how a file of the library is imported; with --law, compare a statute with the site, or write its paragraphs
    Import(ImportOptions),
    /// Read a publication from standard input, for a build
    #[command(name = COMMAND, hide = true)]
    ReadPublication,
    /// Export the search documents for an external search engine, for sites too large for a browser
    Export {
        /// Search engine to export to
        #[arg(long, value_enum)]
        to: Engine,
        /// Folder to write the files to
        dir: PathBuf,
    },
    /// Search the index of the last build
    Search(SearchOptions),
    /// Create a small working site
    Init {
        /// Folder to create the site in; must be empty or not exist
        dir: PathBuf,
    },
}

/// The options of `vejviser import`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ImportOptions {
    /// File of the library: plain text, Markdown or PDF
    #[arg(required_unless_present = "law", conflicts_with = "law")]
    pub(crate) file: Option<PathBuf>,
    /// Report everything that was found in the file (the default)
    #[arg(long, conflicts_with = "law")]
    pub(crate) report: bool,
    /// LexDania file of a statute; compares its wording with the paragraphs of the site
    #[arg(long, value_name = "XML")]
    pub(crate) law: Option<PathBuf>,
    /// Write the paragraphs to this edition instead, such as lovgivning/2026; existing files stay as they are
    #[arg(long, requires = "law", conflicts_with = "file", value_name = "PATH")]
    pub(crate) to: Option<String>,
    /// Only these paragraphs, such as 101,101a [default: all]
    #[arg(long, requires = "law", conflicts_with = "file", value_delimiter = ',', value_name = "NUMBERS")]
    pub(crate) paragraphs: Vec<String>,
    /// Name that the statute is cited by, such as serviceloven [default: as the file says]
    #[arg(long, requires = "law", conflicts_with = "file", value_name = "NAME")]
    pub(crate) statute: Option<String>,
}

/// The options of `vejviser search`.
#[derive(Debug, Clone, Args)]
pub(crate) struct SearchOptions {
    /// Words to search for
    pub(crate) query: Vec<String>,
    /// Index to search [default: search-index/built in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// Number of hits to show
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    /// Show only hits of these kinds: question, recommendation, example, passage, …
    #[arg(long, value_delimiter = ',')]
    pub(crate) kind: Vec<String>,
    /// Show only hits of this edition, such as kvalitetsmodel-2021 or 2021
    #[arg(long)]
    pub(crate) edition: Option<String>,
    /// Leave out hits of editions that are not the current one of their family
    #[arg(long, conflicts_with = "edition")]
    pub(crate) current: bool,
    /// Show what matched in each hit, and how much it scored
    #[arg(long)]
    pub(crate) explain: bool,
    /// Evaluate the search on judged queries: nDCG, MRR, recall, hits in the first three
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "zero"])]
    pub(crate) evaluate: Option<PathBuf>,
    /// List the queries in a file (one per line) that have no hits
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) zero: Option<PathBuf>,
    /// Answer a JSON list of texts on standard input, to be compared with the browser's search
    #[arg(long, hide = true, conflicts_with_all = ["query", "evaluate", "zero"])]
    pub(crate) compare: bool,
}

/// The options as given by the user, not yet validated.
#[derive(Debug, Clone, Args)]
pub(crate) struct RawOptions {
    /// Folder of the site
    #[arg(long, global = true, env = "VEJVISER_ROOT", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Folder to write to, relative to the current directory [default: public in the site's folder]
    #[arg(long, global = true, env = "VEJVISER_OUTPUT")]
    pub(crate) output: Option<PathBuf>,
    /// Final address of the site, for sitemap, feed and canonical links
    #[arg(long, global = true, env = "VEJVISER_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// Folder with the texts of publications, for the reading editions
    #[arg(long, global = true, env = "VEJVISER_LIBRARY", value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,
    /// Also build drafts
    #[arg(long, global = true, env = "VEJVISER_DRAFTS", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_parser = BoolishValueParser::new(), value_name = "BOOL")]
    pub(crate) drafts: Option<bool>,
    /// Build without a search index
    #[arg(long, global = true, env = "VEJVISER_NO_INDEX", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_parser = BoolishValueParser::new(), value_name = "BOOL")]
    pub(crate) no_index: Option<bool>,
    /// Also pack the built site into an archive, <output>.zip next to the output folder
    #[allow(rustdoc::invalid_html_tags, reason = "written for a terminal")]
    #[arg(long, global = true, env = "VEJVISER_ZIP", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_parser = BoolishValueParser::new(), value_name = "BOOL")]
    pub(crate) zip: Option<bool>,
    /// Overwrite files that no build wrote
    #[arg(long, global = true, env = "VEJVISER_FORCE")]
    pub(crate) force: bool,
    /// Allow the build to remove more than half of the site's files
    #[arg(long, global = true, env = "VEJVISER_ALLOW_REMOVALS")]
    pub(crate) allow_removals: bool,
    /// List the files that are left out, and why
    #[arg(long, short, global = true, env = "VEJVISER_VERBOSE")]
    pub(crate) verbose: bool,
    /// Treat warnings as errors
    #[arg(long, global = true, env = "VEJVISER_STRICT")]
    pub(crate) strict: bool,
    /// Report how long each stage took
    #[arg(long, global = true, env = "VEJVISER_TIMINGS")]
    pub(crate) timings: bool,
    /// Format of diagnostics and search hits
    #[arg(long, global = true, env = "VEJVISER_FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Number of threads, up to 256; 0 means one per core [default: 0]
    #[arg(long, global = true, env = "VEJVISER_THREADS", allow_negative_numbers = true,
          value_parser = clap::value_parser!(u16).range(..=i64::from(MOST_THREADS)))]
    pub(crate) threads: Option<u16>,
}

/// The validated options.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the site.
    pub root: PathBuf,
    /// Folder to write to.
    pub output: PathBuf,
    /// Base URL that overrides the one in `config.toml`; an empty one removes it.
    pub base_url: Option<String>,
    /// Folder with the texts of publications.
    pub library: Option<PathBuf>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether the index is built.
    pub index: bool,
    /// Whether a build also packs the site into one archive.
    pub zip: bool,
    /// What a build may do to the output folder.
    pub may: Permissions,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// Whether to list the files that are left out.
    pub verbose: bool,
    /// Whether to print timings.
    pub timings: bool,
    /// The output format of diagnostics.
    pub format: Format,
    /// Whether the site is only checked, and nothing is written.
    pub check: bool,
    /// Whether a progress bar may be shown.
    pub progress: bool,
}

impl RawOptions {
    /// Validates the options and fills in the rest from `config`.
    pub(crate) fn validate(&self, config: &Config) -> Result<Options, Error> {
        let root = &self.root;
        if let Some(url) = self.base_url.as_ref().filter(|url| !url.is_empty() && !is_web_address(url)) {
            return Err(Error::Usage(format!("--base-url: `{url}` is not a web address; give it in full: https://…")));
        }
        let output = match (&self.output, &config.output) {
            (Some(output), _) => output.clone(),
            (None, Some(output)) => root.join(output),
            (None, None) => root.join("public"),
        };
        let output = std::path::absolute(&output).map_err(Error::write(&output))?;
        refuse_sources(root, &output)?;
        let library = self.library.clone().filter(|folder| !folder.as_os_str().is_empty());
        let library = library.or_else(|| config.library.as_ref().map(|folder| root.join(folder)));
        Ok(Options {
            root: root.clone(),
            output,
            base_url: self.base_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
            library: library.map(|folder| check_folder(&folder)).transpose()?,
            drafts: self.drafts.unwrap_or(config.drafts),
            index: self.no_index.map_or(config.build_search_index, |no_index| !no_index),
            zip: self.zip.unwrap_or(false),
            may: Permissions { overwrite: self.force, remove: self.allow_removals },
            strict: self.strict,
            verbose: self.verbose,
            timings: self.timings,
            format: self.format,
            check: false,
            progress: true,
        })
    }

    /// Sets the number of threads in the global thread pool.
    pub(crate) fn set_threads(&self, config: &Config) -> Result<(), Error> {
        let threads = usize::from(self.threads.unwrap_or(config.threads));
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global()
            .map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error}")))
    }
}

/// Refuses an output folder that contains the site's sources or is inside one of their folders: the output would be
/// mixed up with the site.
fn refuse_sources(root: &Path, output: &Path) -> Result<(), Error> {
    let (root, output) = (real(root).map_err(Error::read(root))?, real(output).map_err(Error::write(output))?);
    let among = ["content", "static", "themes", "src"].iter().any(|folder| output.starts_with(root.join(folder)));
    if root.starts_with(&output) || among {
        return Err(Error::Usage(format!(
            "the output folder {} contains sources of the site; choose another with --output",
            output.display()
        )));
    }
    Ok(())
}

/// `path` with `..` and symbolic links resolved, as far as it exists.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        if let Ok(found) = real.canonicalize() {
            real = found;
        }
    }
    Ok(real)
}
