//! Watches the site's folders and calls back when something has changed, once per burst of changes.
//!
//! What has to be watched changes too: folders are created, moved away and moved back, links get other targets,
//! `config.toml` allows more. So the plan is remade after every burst, and the identity of the folders is checked every
//! second: a system's watch follows a folder that is moved away, and does not notice the one that takes its place.
//!
//! Bursts are debounced here. notify-debouncer-mini (0.7) drops the kind of an event, so that a build, which opens every
//! file, would look like a change and start the next build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::load::{self, language, walk};

/// The pause that ends a burst: editors write several times in a row when they save.
const QUIET: Duration = Duration::from_millis(80);
/// How often the identity of the folders is checked.
const LOOK: Duration = Duration::from_secs(1);

/// The folders whose files make up the site.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// Watches the site in `root` in a separate thread. Links are followed as far as a build follows them.
pub(super) fn start(root: &Path, changed: impl Fn() + Send + 'static) -> Result<(), Error> {
    let root = root.to_path_buf();
    let (sender, receiver) = mpsc::channel();
    let mut watch = Watch { plan: Plan::of(&root), identities: identities(&root), watcher: None, sender };
    watch.begin()?;
    std::thread::spawn(move || {
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(()) => while receiver.recv_timeout(QUIET).is_ok() {},
                Err(RecvTimeoutError::Timeout) if watch.identities == identities(&root) => continue,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if let Err(error) = watch.renew(&root) {
                eprintln!("vejviser: {error}");
            }
            changed();
        }
    });
    Ok(())
}

/// What distinguishes a folder from another one at the same path; `None` if there is no folder.
type Identity = Option<(u64, u64)>;

/// The identities of the site's folders.
fn identities(root: &Path) -> Vec<Identity> {
    let folders = ["", language::FOLDER].into_iter().chain(FOLDERS);
    folders.map(|folder| fs::metadata(root.join(folder)).ok().map(|found| identity(&found))).collect()
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn identity(found: &fs::Metadata) -> (u64, u64) {
    let made =
        found.created().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    (made.as_secs(), u64::from(made.subsec_nanos()))
}

/// What is watched, and which changes matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Plan {
    /// The site's folder, with links resolved.
    root: PathBuf,
    /// Targets of links that are not inside a watched folder.
    linked: Vec<PathBuf>,
    /// The folders to watch, and whether recursively.
    folders: BTreeMap<PathBuf, bool>,
}

impl Plan {
    /// The plan for the site in `root` as it is now; empty if the site cannot be read.
    fn of(root: &Path) -> Self {
        Self::made(root).unwrap_or_default()
    }

    fn made(root: &Path) -> Result<Self, Error> {
        let bounds = load::bounds(root)?;
        let root = root.canonicalize().map_err(Error::read(root))?;
        let mut linked = Vec::new();
        for folder in FOLDERS {
            linked.extend(walk::linked(&bounds, folder)?);
        }
        // Targets inside a watched folder are already covered.
        linked.retain(|path| !FOLDERS.iter().any(|folder| path.starts_with(root.join(folder))));
        linked.sort();
        linked.dedup();
        let mut folders = BTreeMap::from([(root.clone(), false)]);
        let is_folder = |folder: &Path| matches!(bounds.find(folder), Ok(Some(load::bounds::Standing::Folder)));
        folders.extend(
            FOLDERS.iter().filter(|folder| is_folder(Path::new(folder))).map(|folder| (root.join(folder), true)),
        );
        folders.extend(is_folder(Path::new(language::FOLDER)).then(|| (root.join(language::FOLDER), false)));
        for path in &linked {
            // Saving often replaces a file with another one of the same name, so its folder is watched.
            match path.parent().filter(|_| path.is_file()) {
                Some(folder) => {
                    folders.entry(folder.to_path_buf()).or_insert(false);
                }
                None => {
                    folders.insert(path.clone(), true);
                }
            }
        }
        Ok(Self { root, linked, folders })
    }

    /// Whether a change at `path` is a change of the site.
    fn concerns(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        if inside.starts_with(language::FOLDER) && inside != Path::new(language::FOLDER) {
            // The folder also contains the built index, which every build writes.
            return inside.parent() == Some(Path::new(language::FOLDER))
                && inside.extension().is_some_and(|ending| ending == "toml");
        }
        FOLDERS.iter().any(|folder| inside.starts_with(folder))
            || self.linked.iter().any(|linked| path.starts_with(linked))
            || inside == Path::new("config.toml")
    }
}

struct Watch {
    plan: Plan,
    identities: Vec<Identity>,
    /// Stops watching when dropped.
    watcher: Option<RecommendedWatcher>,
    sender: Sender<()>,
}

impl Watch {
    fn begin(&mut self) -> Result<(), Error> {
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |error: notify::Error| Error::Usage(format!("cannot watch {path}: {error}"))
        };
        let (plan, sender) = (self.plan.clone(), self.sender.clone());
        let handler = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| plan.concerns(path)) {
                // The receiver is dropped only when the program ends.
                let _ = sender.send(());
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, config).map_err(failed(&self.plan.root))?;
        for (folder, deep) in &self.plan.folders {
            let mode = if *deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            watcher.watch(folder, mode).map_err(failed(folder))?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// Updates the watch to what the site consists of now.
    fn renew(&mut self, root: &Path) -> Result<(), Error> {
        let (plan, identities) = (Plan::of(root), identities(root));
        if plan == self.plan && identities == self.identities {
            return Ok(());
        }
        (self.plan, self.identities) = (plan, identities);
        self.begin()
    }
}
