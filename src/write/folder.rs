//! A folder that is replaced as a whole: the index beside the site's own files.
//!
//! It contains a record of what it was made from, with the sizes of its files: a folder with a truncated or missing file
//! is not used. Two builds of one site may run at the same time, with different outputs; the last one wins.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::write::cache::Cache;
use crate::write::{remove_folder, write_file};

/// The name of the record.
const RECORD: &str = "record";

/// Sizes in bytes, by the name of the file.
type Sizes = BTreeMap<String, u64>;

/// The record in the folder of `cache`, if all files that were written with it are there.
pub(crate) fn record<T: DeserializeOwned>(cache: &Cache) -> Option<T> {
    let (sizes, record): (Sizes, T) = cache.read(RECORD)?;
    let is_whole =
        |(name, size): (&String, &u64)| fs::metadata(cache.folder().join(name)).is_ok_and(|found| found.len() == *size);
    sizes.iter().all(is_whole).then_some(record)
}

/// A folder that has been written and not yet moved into place. Dropping it deletes it.
#[derive(Debug)]
pub(crate) struct StagedFolder {
    staged: PathBuf,
    target: PathBuf,
}

impl StagedFolder {
    /// Writes `files` and `record` beside the first of `targets` that is writable; `cache` owns the record.
    pub(crate) fn write(
        cache: &Cache,
        targets: &[PathBuf],
        files: &[(String, Vec<u8>)],
        record: &impl Serialize,
    ) -> Result<Self, Error> {
        let mut refused = None;
        for target in targets {
            match Self::beside(target, cache, files, record) {
                Err(error @ Error::Write { .. }) => refused = refused.or(Some(error)),
                written => return written,
            }
        }
        Err(refused.unwrap_or_else(|| Error::Usage("there is no folder to write the index to".to_owned())))
    }

    fn beside(
        target: &Path,
        cache: &Cache,
        files: &[(String, Vec<u8>)],
        record: &impl Serialize,
    ) -> Result<Self, Error> {
        remove_forgotten(target);
        let staged = Self { staged: with_ending(target, ""), target: target.to_path_buf() };
        remove_folder(&staged.staged)?;
        for (name, bytes) in files {
            write_file(&staged.staged.join(name), bytes)?;
        }
        // Keeps the folder out of version control without any configuration by the site.
        write_file(&staged.staged.join(".gitignore"), b"*\n")?;
        let sizes: Sizes = files.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u64)).collect();
        cache.within(staged.staged.clone()).write(RECORD, &(sizes, record))?;
        Ok(staged)
    }

    /// Moves the folder into place and returns its path. The previous one is first moved away as a whole and then removed:
    /// another build may be doing the same.
    pub(crate) fn put_in_place(self) -> Result<PathBuf, Error> {
        let old = with_ending(&self.target, ".old");
        let mut attempts = 0;
        loop {
            remove_folder(&old)?;
            match fs::rename(&self.target, &old) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::write(&self.target)(error)),
                _ => {}
            }
            match fs::rename(&self.staged, &self.target) {
                // Another build was faster: replace its folder.
                Err(error)
                    if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists)
                        && attempts < 100 =>
                {
                    attempts += 1;
                }
                Err(error) => {
                    // Better an old folder than none.
                    let _ = fs::rename(&old, &self.target);
                    return Err(Error::write(&self.target)(error));
                }
                Ok(()) => return remove_folder(&old).map(|()| self.target.clone()),
            }
        }
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        // A leftover is harmless: the next build with this process id removes it.
        let _ = fs::remove_dir_all(&self.staged);
    }
}

/// The name that this process uses beside `target`.
fn with_ending(target: &Path, ending: &str) -> PathBuf {
    target.with_extension(format!("{}{ending}", std::process::id()))
}

/// Removes what killed builds left beside `target`. No build takes an hour, and what cannot be removed does no harm.
fn remove_forgotten(target: &Path) {
    const HOUR: Duration = Duration::from_secs(3600);
    let (Some(beside), Some(name)) = (target.parent(), target.file_name()) else { return };
    let begins = format!("{}.", name.to_string_lossy());
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let is_staged = entry.file_name().to_string_lossy().starts_with(&begins);
        let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_staged && age.is_some_and(|age| age > HOUR) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
