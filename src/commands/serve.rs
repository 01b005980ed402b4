//! `vejviser serve`: previews the site, rebuilds it when a file changes, and notifies the browser.
//!
//! The preview has its own output folder, in the system's temporary folder; the site's output is not touched. After a
//! broken edit, the last good pages stay, with the diagnostics on top of them.

mod folder;
mod hosts;
mod server;
mod watch;

use std::net::{TcpListener, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch as channel;

use crate::cli::Cli;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::write::Permissions;
use crate::{build, load, report};
use folder::Folder;
use hosts::Hosts;

/// The state that is sent to the browser: the number of successful builds, and the current errors.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    version: u64,
    /// The errors as text; empty if there are none.
    report: String,
}

/// Serves until interrupted.
pub(super) fn run(cli: &Cli, host: &str, port: u16) -> Result<bool, Error> {
    let mut ignored = Vec::new();
    let config = load::configuration(&cli.options.root, &mut ignored)?;
    cli.options.set_threads(&config)?;
    let address = (host, port).to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = address.ok_or_else(|| Error::Usage(format!("{host}:{port} is not a valid address to listen on")))?;
    let failed = |error| Error::Usage(format!("cannot listen on {address}: {error}"));
    let listener = TcpListener::bind(address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let folder = Folder::new()?;
    let site = folder.path().join("site");
    let preview = Arc::new(Preview { cli: cli.clone(), url: format!("http://{address}"), site });
    let (sender, receiver) = channel::channel(State::default());
    preview.rebuild(&sender)?;
    watch::start(&cli.options.root, {
        let preview = Arc::clone(&preview);
        move || {
            if let Err(error) = preview.rebuild(&sender) {
                eprintln!("vejviser: {error}");
                // The site stays unchanged, with the error on top of it.
                sender.send_modify(|state| state.report = error.to_string());
            }
        }
    })?;
    println!("Preview at {}/ (stop with Ctrl-C)", preview.url);
    server::run(listener, Hosts::new(host), preview.site.clone(), receiver)
        .map_err(|error| Error::Usage(format!("the server stopped: {error}")))?;
    Ok(true)
}

struct Preview {
    cli: Cli,
    url: String,
    site: PathBuf,
}

impl Preview {
    /// Builds once, prints the diagnostics, and passes the outcome on to `state`.
    fn rebuild(&self, state: &channel::Sender<State>) -> Result<(), Error> {
        let root = &self.cli.options.root;
        let mut diagnostics = Vec::new();
        let config = load::configuration(root, &mut diagnostics)?;
        let mut options = self.cli.options.validate(&config)?;
        options.output.clone_from(&self.site);
        options.base_url = Some(self.url.clone());
        options.zip = false;
        // The folder belongs to the preview alone, so anything in it may be overwritten or removed.
        options.may = Permissions { overwrite: true, remove: true };
        options.progress = false;
        let outcome = build::build(&options, config, diagnostics)?;
        report::print(root, &outcome.diagnostics, report::Format::Text).map_err(Error::write("console output"))?;
        let mut errors = outcome.diagnostics;
        errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
        state.send_modify(|state| {
            state.report = if errors.is_empty() { String::new() } else { report::text(root, &errors, false) };
            if let Some(summary) = outcome.summary {
                state.version += 1;
                eprintln!("built: {} files, {} written", summary.files, summary.written);
            }
        });
        Ok(())
    }
}
