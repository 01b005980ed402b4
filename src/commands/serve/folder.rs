//! The preview's own output folder: private to the user who started it, and removed when it ends or, if it was killed, by
//! the next preview.

use std::fs::{self, File, Metadata};
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::error::Error;

const PREFIX: &str = "vejviser-preview-";
/// The lock file, locked as long as the preview runs.
const LOCK: &str = "lock";
/// A preview creates and locks this file right after its folder. A folder that is older than this and has no lock file was
/// left by a preview that was killed in between.
const FORGOTTEN: Duration = Duration::from_secs(60);

/// The folder, removed when dropped.
pub(super) struct Folder {
    folder: TempDir,
    _lock: File,
}

impl Folder {
    /// Creates a folder that no other user can read, and removes those of previews that were killed.
    pub(super) fn new() -> Result<Self, Error> {
        let place = std::env::temp_dir();
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(&place).map_err(Error::write(&place))?;
        let path = folder.path().join(LOCK);
        let lock = File::create(&path).map_err(Error::write(&path))?;
        lock.lock().map_err(Error::write(&path))?;
        let own = fs::symlink_metadata(folder.path()).map_err(Error::read(folder.path()))?;
        for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
            let is_other = entry.path() != folder.path();
            if is_other && entry.file_name().to_string_lossy().starts_with(PREFIX) {
                remove_dead(&entry.path(), &own);
            }
        }
        Ok(Self { folder, _lock: lock })
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folder of a preview of the same user that is no longer running. A folder that cannot be removed does no harm.
fn remove_dead(folder: &Path, own: &Metadata) {
    let Ok(found) = fs::symlink_metadata(folder) else { return };
    if !found.is_dir() || !is_same_user(&found, own) {
        return;
    }
    let is_dead = match File::open(folder.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(_) => found.modified().ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > FORGOTTEN),
    };
    if is_dead {
        let _ = fs::remove_dir_all(folder);
    }
}

#[cfg(unix)]
fn is_same_user(found: &Metadata, own: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.uid() == own.uid()
}

/// On other systems, every user has their own temporary folder.
#[cfg(not(unix))]
fn is_same_user(_: &Metadata, _: &Metadata) -> bool {
    true
}
