//! Watches the site's folders and calls back when something changed, once for a burst of changes.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::load::bounds::{Bounds, Standing};
use crate::load::{language, walk};

/// An editor that saves writes several times in a row.
const QUIET: Duration = Duration::from_millis(80);

/// The folders whose files make the site.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// Starts watching; stops when the watcher is dropped. Links are followed as far as a build follows them.
pub(super) fn start(bounds: &Bounds, changed: impl Fn() + Send + 'static) -> Result<RecommendedWatcher, Error> {
    let root = bounds.root();
    let failed = |error: notify::Error| Error::Usage(format!("cannot watch {}: {error}", root.display()));
    let (sender, receiver) = mpsc::channel();
    let root_of_site = root.canonicalize().map_err(Error::read(root))?;
    let mut linked = Vec::new();
    for folder in FOLDERS {
        linked.extend(walk::linked(bounds, folder)?);
    }
    // What lies in a watched folder is watched there.
    linked.retain(|path| !FOLDERS.iter().any(|folder| path.starts_with(root_of_site.join(folder))));
    linked.sort();
    linked.dedup();
    let of_site = {
        let (root, linked) = (root_of_site.clone(), linked.clone());
        move |path: &Path| {
            let inside = path.strip_prefix(&root).unwrap_or(path);
            if inside.starts_with(language::FOLDER) {
                // The built index lies there too, and every build writes it.
                return inside.parent() == Some(Path::new(language::FOLDER))
                    && inside.extension().is_some_and(|ending| ending == "toml");
            }
            FOLDERS.iter().any(|folder| inside.starts_with(folder))
                || linked.iter().any(|linked| path.starts_with(linked))
                || inside == Path::new("config.toml")
        }
    };
    let handler = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| of_site(path)) {
            // The receiver is gone only when the program ends.
            let _ = sender.send(());
        }
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).map_err(failed)?;
    watcher.watch(&root_of_site, RecursiveMode::NonRecursive).map_err(failed)?;
    let stands = |folder: &str| matches!(bounds.find(Path::new(folder)), Ok(Some(Standing::Folder)));
    for folder in FOLDERS.into_iter().filter(|folder| stands(folder)) {
        watcher.watch(&root_of_site.join(folder), RecursiveMode::Recursive).map_err(failed)?;
    }
    for path in &linked {
        // A file that an editor saves is often another file of its name, so its folder is watched.
        match path.parent().filter(|_| path.is_file()) {
            Some(folder) => watcher.watch(folder, RecursiveMode::NonRecursive).map_err(failed)?,
            None => watcher.watch(path, RecursiveMode::Recursive).map_err(failed)?,
        }
    }
    if stands(language::FOLDER) {
        watcher.watch(&root_of_site.join(language::FOLDER), RecursiveMode::NonRecursive).map_err(failed)?;
    }
    std::thread::spawn(move || {
        while receiver.recv().is_ok() {
            while receiver.recv_timeout(QUIET).is_ok() {}
            changed();
        }
    });
    Ok(watcher)
}
