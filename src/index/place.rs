//! The location of the index: `search-index/built` in the site root, moved into place when a build has succeeded. The
//! index of a site that is not writable is stored with the build cache.
//!
//! Next to tantivy's files is a cache file, which the next build needs to see that nothing has changed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::ids::PageId;
use crate::index::Passage;

/// The folder of the built index, relative to the site root.
pub(crate) const BUILT: &str = "search-index/built";
/// The name of the built index within its folder.
const IN_FOLDER: &str = "built";
/// The file with the split of every compound of the site.
const CUTS: &str = "cuts.txt";
/// The cache file of a build.
const KEPT: &str = "kept.json";

/// Results that a build caches for the next one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Hash of everything the index was built from.
    pub(super) key: u64,
    pub(super) in_browser: bool,
    /// Paths of the browser's files.
    pub(super) files: Vec<String>,
    pub(super) related: BTreeMap<PageId, Vec<Passage>>,
    /// The diagnostics that were reported.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Sizes in bytes of the other files of the index: if one is truncated or missing, the index is rebuilt.
    #[serde(default)]
    pub(super) sizes: BTreeMap<String, u64>,
}

impl Kept {
    /// Reads the cache of the last build in `folder`, if its index is complete.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let folder = folder.join(IN_FOLDER);
        let bytes = fs::read(folder.join(KEPT)).ok()?;
        let kept: Self = serde_json::from_slice(&bytes).ok()?;
        let sizes = sizes(&folder).ok()?;
        kept.sizes.iter().all(|(name, size)| sizes.get(name) == Some(size)).then_some(kept)
    }

    /// Writes the cache into the index in `folder`, as the last of its files.
    pub(super) fn write(mut self, folder: &Path) -> Result<(), Error> {
        self.sizes = sizes(folder).map_err(Error::read(folder))?;
        let path = folder.join(KEPT);
        let bytes = serde_json::to_vec(&self).map_err(|error| Error::Usage(format!("search index error: {error}")))?;
        fs::write(&path, bytes).map_err(Error::write(path))
    }
}

/// Sizes in bytes of the files in `folder`. Lock files come and go, so they are ignored.
fn sizes(folder: &Path) -> io::Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != KEPT && !name.ends_with(".lock") {
            sizes.insert(name, entry.metadata()?.len());
        }
    }
    Ok(sizes)
}

/// An index that has not been moved into place yet. Dropping it deletes it.
#[derive(Debug)]
pub(crate) struct Staged {
    folder: PathBuf,
    built: PathBuf,
}

impl Staged {
    /// Creates an empty folder in the first of `folders` that is writable.
    pub(super) fn new(folders: &[PathBuf]) -> Result<Self, Error> {
        let mut refused = None;
        for folder in folders {
            match Self::within(folder) {
                Err(error @ Error::Write { .. }) => refused = refused.or(Some(error)),
                made => return made,
            }
        }
        Err(refused.unwrap_or_else(|| Error::Usage("there is no folder to write the index to".to_owned())))
    }

    fn within(within: &Path) -> Result<Self, Error> {
        remove_forgotten(within);
        // Two builds of one site may run at the same time, into different folders.
        let folder = within.join(format!("{IN_FOLDER}.{}", std::process::id()));
        remove(&folder)?;
        fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        // Keeps the index out of version control without any configuration by the site.
        let ignore = folder.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(Error::write(ignore))?;
        Ok(Self { folder, built: within.join(IN_FOLDER) })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the split of every compound, for editors.
    pub(super) fn write_cuts(&self, cuts: &BTreeMap<String, Vec<String>>) -> Result<(), Error> {
        let mut text = String::new();
        for (word, pieces) in cuts {
            text.push_str(&format!("{word} = {}\n", pieces.join(" ")));
        }
        let path = self.folder.join(CUTS);
        fs::write(&path, text).map_err(Error::write(path))
    }

    /// Moves the index to where searches find it, and returns that path. The previous index is first moved away as a
    /// whole and then removed: another build may be doing the same.
    pub(crate) fn put_in_place(self) -> Result<PathBuf, Error> {
        let old = self.folder.with_extension(format!("{}.old", std::process::id()));
        let mut attempts = 0;
        loop {
            remove(&old)?;
            match fs::rename(&self.built, &old) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::write(&self.built)(error)),
                _ => {}
            }
            match fs::rename(&self.folder, &self.built) {
                // Another build was faster: replace its index.
                Err(error)
                    if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists)
                        && attempts < 100 =>
                {
                    attempts += 1;
                }
                Err(error) => {
                    // Better an old index than none.
                    let _ = fs::rename(&old, &self.built);
                    return Err(Error::write(&self.built)(error));
                }
                Ok(()) => return remove(&old).map(|()| self.built.clone()),
            }
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // A leftover is harmless: the next build of this name removes it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes what killed builds left in `folder`. No build takes an hour, and what cannot be removed does no harm.
fn remove_forgotten(folder: &Path) {
    const HOUR: Duration = Duration::from_secs(3600);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let staged = entry.file_name().to_string_lossy().starts_with("built.");
        let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
        if staged && age.is_some_and(|age| age > HOUR) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::write(folder)(error)),
        _ => Ok(()),
    }
}
