//! Watches the site's folders and calls back when something changed, once for a burst of changes.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::load::language;

/// An editor that saves writes several times in a row.
const QUIET: Duration = Duration::from_millis(80);

/// Starts watching; stops when the watcher is dropped.
pub(super) fn start(root: &Path, changed: impl Fn() + Send + 'static) -> Result<RecommendedWatcher, Error> {
    let failed = |error: notify::Error| Error::Usage(format!("cannot watch {}: {error}", root.display()));
    let (sender, receiver) = mpsc::channel();
    let root_of_site = root.canonicalize().map_err(Error::read(root))?;
    let of_site = {
        let root = root_of_site.clone();
        move |path: &Path| {
            let inside = path.strip_prefix(&root).unwrap_or(path);
            ["content", "static", "themes"].iter().any(|folder| inside.starts_with(folder))
                || inside == Path::new("config.toml")
                // The built index lies there too, and every build writes it.
                || (inside.parent() == Some(Path::new(language::FOLDER)) && inside.extension().is_some_and(|ending| ending == "toml"))
        }
    };
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| of_site(path)) {
            // The receiver is gone only when the program ends.
            let _ = sender.send(());
        }
    })
    .map_err(failed)?;
    watcher.watch(&root_of_site, RecursiveMode::NonRecursive).map_err(failed)?;
    for folder in ["content", "static", "themes"] {
        let folder = root_of_site.join(folder);
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed)?;
        }
    }
    let folder = root_of_site.join(language::FOLDER);
    if folder.is_dir() {
        watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(failed)?;
    }
    std::thread::spawn(move || {
        while receiver.recv().is_ok() {
            while receiver.recv_timeout(QUIET).is_ok() {}
            changed();
        }
    });
    Ok(watcher)
}
