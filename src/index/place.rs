//! Where the index lies: `search-index/built` in the site's root, put there when a build has succeeded. The index of a
//! site that cannot be written to lies with what builds remember.
//!
//! Beside tantivy's files stands what the next build must know to see that nothing has changed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::index::Passage;
use crate::model::PageId;

/// The folder of the built index, from the site's root.
pub const BUILT: &str = "search-index/built";
/// The name of the built index in its folder.
const IN_FOLDER: &str = "built";
/// How every compound of the site was cut.
const CUTS: &str = "cuts.txt";
/// What a build keeps for the next one.
const KEPT: &str = "kept.json";

/// What a build keeps for the next one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Stands for everything the index was made from.
    pub(super) key: u64,
    pub(super) in_browser: bool,
    /// Paths of the browser's files.
    pub(super) files: Vec<String>,
    pub(super) related: BTreeMap<PageId, Vec<Passage>>,
    /// What editors were told.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Bytes of the other files of the index: one that was cut short or is gone is made again.
    #[serde(default)]
    pub(super) sizes: BTreeMap<String, u64>,
}

impl Kept {
    /// What the last build kept in `folder`, if its index is whole.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let folder = folder.join(IN_FOLDER);
        let bytes = fs::read(folder.join(KEPT)).ok()?;
        let kept: Self = serde_json::from_slice(&bytes).ok()?;
        let sizes = sizes(&folder).ok()?;
        kept.sizes.iter().all(|(name, size)| sizes.get(name) == Some(size)).then_some(kept)
    }

    /// Writes it into the index in `folder`, as the last of its files.
    pub(super) fn write(mut self, folder: &Path) -> Result<(), Error> {
        self.sizes = sizes(folder).map_err(Error::read(folder))?;
        let path = folder.join(KEPT);
        let bytes = serde_json::to_vec(&self).map_err(|error| Error::Usage(format!("the search index: {error}")))?;
        fs::write(&path, bytes).map_err(Error::write(path))
    }
}

/// Bytes of the files in `folder`. Locks come and go.
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

/// An index that is not in its place yet. Dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    built: PathBuf,
}

impl Staged {
    /// An empty folder in the first of `folders` that can be written to.
    pub(super) fn new(folders: &[PathBuf]) -> Result<Self, Error> {
        let mut refused = None;
        for folder in folders {
            match Self::within(folder) {
                Err(error @ Error::Write { .. }) => refused = refused.or(Some(error)),
                made => return made,
            }
        }
        Err(refused.unwrap_or_else(|| Error::Usage("there is no folder for the index".to_owned())))
    }

    fn within(within: &Path) -> Result<Self, Error> {
        remove_forgotten(within);
        // Two builds of one site may run at the same time, into different folders.
        let folder = within.join(format!("{IN_FOLDER}.{}", std::process::id()));
        remove(&folder)?;
        fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        // Whatever keeps the site under version control need not be told.
        let ignore = folder.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(Error::write(ignore))?;
        Ok(Self { folder, built: within.join(IN_FOLDER) })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes for editors how every compound was cut.
    pub(super) fn write_cuts(&self, cuts: &BTreeMap<String, Vec<String>>) -> Result<(), Error> {
        let mut text = String::new();
        for (word, pieces) in cuts {
            text.push_str(&format!("{word} = {}\n", pieces.join(" ")));
        }
        let path = self.folder.join(CUTS);
        fs::write(&path, text).map_err(Error::write(path))
    }

    /// Puts the index where searches find it, and tells where that is. What stood there is moved away whole and then removed: another
    /// build may be doing the same.
    pub fn put_in_place(self) -> Result<PathBuf, Error> {
        let old = self.folder.with_extension(format!("{}.old", std::process::id()));
        let mut attempts = 0;
        loop {
            remove(&old)?;
            match fs::rename(&self.built, &old) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::write(&self.built)(error)),
                _ => {}
            }
            match fs::rename(&self.folder, &self.built) {
                // Another build was faster: its index goes.
                Err(error)
                    if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists)
                        && attempts < 100 =>
                {
                    attempts += 1;
                }
                Err(error) => {
                    // Rather the old index than none.
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
        // Nothing hangs on what stays behind: the next build of this name clears it away.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes what killed builds left in `folder`. No build takes an hour; what cannot be removed does no harm.
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
