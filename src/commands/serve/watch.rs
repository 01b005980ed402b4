//! Watches the site's folders and calls back when something changed, once for a burst of changes.
//!
//! What is to be watched changes too: folders are made, moved away and come back, links lead elsewhere, `config.toml` allows
//! more. So the plan is made anew after every burst, and the folders themselves are looked at every second: a system's watch
//! follows a folder that is moved away, and says nothing of the one that comes in its place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::load::{self, language, walk};

/// An editor that saves writes several times in a row.
const QUIET: Duration = Duration::from_millis(80);
/// How often the folders themselves are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The folders whose files make the site.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// Watches the site in `root` in a thread of its own. Links are followed as far as a build follows them.
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

/// What tells a folder from another one in its place.
type Identity = Option<(u64, u64)>;

/// The site's folders, and which they are; none for one that is not there.
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

/// What is watched, and which changes count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Plan {
    /// The site's folder, without links.
    root: PathBuf,
    /// What links lead to that is not watched already.
    linked: Vec<PathBuf>,
    /// The folders to watch, and whether with all in them.
    folders: BTreeMap<PathBuf, bool>,
}

impl Plan {
    /// What is to be watched of the site in `root` as it is now; nothing where it cannot be read.
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
        // What lies in a watched folder is watched there.
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
            // A file that an editor saves is often another file of its name, so its folder is watched.
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

    /// Whether a change at `path` is one of the site.
    fn concerns(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        if inside.starts_with(language::FOLDER) && inside != Path::new(language::FOLDER) {
            // The built index lies there too, and every build writes it.
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
    /// Stops when it is dropped.
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
                // The receiver is gone only when the program ends.
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

    /// Watches what the site consists of now.
    fn renew(&mut self, root: &Path) -> Result<(), Error> {
        let (plan, identities) = (Plan::of(root), identities(root));
        if plan == self.plan && identities == self.identities {
            return Ok(());
        }
        (self.plan, self.identities) = (plan, identities);
        self.begin()
    }
}
