//! `vejviser export`: the search documents as files for another search engine.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::build;
use crate::cli::Cli;
use crate::error::Error;
use crate::index::handover::Engine;
use crate::{load, report};

/// Writes the files for `engine` into `folder`, which is created if necessary.
pub(super) fn run(cli: &Cli, engine: Engine, folder: &Path) -> Result<bool, Error> {
    let mut diagnostics = Vec::new();
    let config = load::configuration(&cli.options.root, &mut diagnostics)?;
    let options = cli.options.validate(&config)?;
    cli.options.set_threads(&config)?;
    let (outcome, files) = build::export_documents(&options, config, diagnostics, engine)?;
    let told = |error| Error::write("console output")(error);
    report::print(&options.root, &outcome.diagnostics, options.format).map_err(told)?;
    if outcome.has_errors() {
        return Ok(false);
    }
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    for (name, bytes) in &files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(Error::write(path))?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    writeln!(io::stderr(), "{}: {}", folder.display(), names.join(", ")).map_err(told)?;
    Ok(true)
}
