//! The subcommands.

mod compare;
mod export;
mod import;
mod init;
mod law;
mod new;
mod new_edition;
mod search;
mod serve;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::build::{self, Outcome};
use crate::cli::{Cli, Command, Options};
use crate::error::Error;
use crate::load::published::LeftOut;
use crate::{load, report};

/// Runs the command. Returns `false` if the content has errors.
pub fn run(cli: &Cli) -> Result<bool, Error> {
    match &cli.command {
        Some(Command::New { kind, path, from: None, .. }) => new::run(&cli.options.root, kind, path),
        Some(Command::New { kind, path, from: Some(from), supersede }) => {
            new_edition::run(&cli.options.root, kind, path, from, *supersede)
        }
        Some(Command::Compare { older, newer }) => compare::run(cli, older, newer),
        Some(Command::Init { dir }) => init::run(dir),
        Some(Command::Import(import)) => match (&import.law, &import.file) {
            (Some(file), _) => law::run(cli, file, import),
            (None, Some(file)) => import::run(&cli.options.root, file, cli.options.format),
            // The options require one of them.
            (None, None) => Err(Error::Usage("give a file to import".to_owned())),
        },
        Some(Command::ReadPublication) => import::read_publication(),
        Some(Command::Export { to, dir }) => export::run(cli, *to, dir),
        Some(Command::Search(search)) => search::run(&cli.options, search),
        Some(Command::Serve { host, port }) => serve::run(cli, host, *port),
        Some(Command::Check { against }) => {
            let (options, outcome) = once(cli, Some(against))?;
            tell(&options, &outcome)?;
            Ok(!outcome.has_errors())
        }
        Some(Command::Build) | None => {
            let (options, outcome) = once(cli, None)?;
            tell(&options, &outcome)?;
            Ok(!outcome.has_errors())
        }
    }
}

/// Reads the configuration and builds the site once; or checks it, against the earlier builds in `check`.
fn once(cli: &Cli, check: Option<&Vec<PathBuf>>) -> Result<(Options, Outcome), Error> {
    let mut diagnostics = Vec::new();
    let config = load::configuration(&cli.options.root, &mut diagnostics)?;
    let mut options = cli.options.validate(&config)?;
    cli.options.set_threads(&config)?;
    options.check = check.is_some();
    let outcome = match check {
        Some(against) => build::check(&options, config, diagnostics, against)?,
        None => build::build(&options, config, diagnostics)?,
    };
    Ok((options, outcome))
}

/// Prints the diagnostics, then a summary. With JSON, only the diagnostics go to standard output.
fn tell(options: &Options, outcome: &Outcome) -> Result<(), Error> {
    let failed = Error::write(Path::new("console output"));
    tell_all(options, outcome).map_err(failed)
}

fn tell_all(options: &Options, outcome: &Outcome) -> io::Result<()> {
    report::print(&options.root, &outcome.diagnostics, options.format)?;
    let mut out: Box<dyn Write> = match options.format {
        report::Format::Text => Box::new(io::stdout().lock()),
        report::Format::Json => Box::new(io::stderr().lock()),
    };
    if options.verbose {
        let mut err = io::stderr().lock();
        for LeftOut { file, reason } in &outcome.left_out {
            writeln!(err, "left out: {file} ({})", reason.words())?;
        }
    }
    if options.timings {
        let mut err = io::stderr().lock();
        let total: Duration = outcome.timings.iter().map(|(_, took)| *took).sum();
        for (stage, took) in outcome.timings.iter().chain(&[("total", total)]) {
            writeln!(err, "{stage:>8} {:8.1} ms", took.as_secs_f64() * 1000.0)?;
        }
        writeln!(err, "{:>8} {:6}", "threads", rayon::current_num_threads())?;
    }
    for (path, addresses, anchors) in &outcome.compared {
        writeln!(out, "Compared with {addresses} addresses and {anchors} anchors of {}.", path.display())?;
    }
    let output = options.output.display();
    match &outcome.summary {
        Some(summary) => {
            let removed = if summary.removed == 0 { String::new() } else { format!(", {} removed", summary.removed) };
            writeln!(out, "{} files, {} written{removed}: {output}", summary.files, summary.written)?;
            if let Some(index) = &outcome.index_elsewhere {
                let index = index.display();
                writeln!(out, "search-index/ is not writable; search with `vejviser search --index {index}`")?;
            }
            if let Some(archive) = &outcome.archive {
                writeln!(
                    out,
                    "Also packed into one file of {} kB: {}",
                    archive.size.div_ceil(1000),
                    archive.path.display()
                )?;
            }
            writeln!(
                out,
                "Open {} in a browser, or copy the folder to any web server.",
                options.output.join("index.html").display()
            )
        }
        None if outcome.has_errors() && !options.check => {
            writeln!(out, "Nothing was written; {output} is unchanged.")
        }
        None if outcome.diagnostics.is_empty() => writeln!(out, "No mistakes found."),
        None => Ok(()),
    }
}
