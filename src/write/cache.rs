//! The cache: values that one build leaves for the next, each in a file of its own.
//!
//! A value belongs to an owner: the program and the site it was computed for. To anybody else it is absent, as is one that
//! is damaged. Whether a value is still true is for its user to decide, who stores with it a digest of what it was made
//! from.
//!
//! Nothing is flushed to the disk: after a loss of power, values may be missing or damaged, never wrong.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::load::{Stamp, hashed};
use crate::write::write_file;

/// A folder of cached values.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
    owner: u64,
}

/// What is stored under a name.
pub(super) enum Entry<T> {
    /// Nothing.
    Missing,
    /// Something, but no value of this type.
    Unreadable,
    /// A value, and whether it belongs to the owner of the cache.
    Value(T, bool),
}

impl Cache {
    /// The cache in `folder` for the site in `root`, built by the running program.
    pub(crate) fn new(folder: PathBuf, root: &Path) -> Self {
        let program = std::env::current_exe().and_then(fs::metadata).map(|data| Stamp::of(&data)).unwrap_or_default();
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        Self { folder, owner: hashed(&(env!("CARGO_PKG_VERSION"), program, root)) }
    }

    /// The cache of the same owner in another folder.
    pub(crate) fn within(&self, folder: PathBuf) -> Self {
        Self { folder, owner: self.owner }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The value called `name`.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        match self.entry(name) {
            Entry::Value(value, true) => Some(value),
            _ => None,
        }
    }

    /// What is stored as `name`, whoever owns it.
    pub(super) fn entry<T: DeserializeOwned>(&self, name: &str) -> Entry<T> {
        let bytes = match fs::read(self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Entry::Missing,
            Err(_) => return Entry::Unreadable,
        };
        match unseal(&bytes).map(postcard::from_bytes::<(u64, T)>) {
            Some(Ok((owner, value))) => Entry::Value(value, owner == self.owner),
            _ => Entry::Unreadable,
        }
    }

    /// Stores `value` as `name`, in one step: a reader sees the old value or the new one.
    pub(crate) fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), Error> {
        let path = self.folder.join(name);
        let bytes = postcard::to_stdvec(&(self.owner, value)).map_err(|error| Error::Usage(error.to_string()))?;
        let beside = path.with_extension("new");
        write_file(&beside, &seal(bytes))?;
        fs::rename(&beside, &path).map_err(Error::write(path))
    }

    /// Whether there is a file called `name`.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.folder.join(name).is_file()
    }

    /// Deletes the file called `name`. One that cannot be deleted is absent to its reader all the same.
    pub(crate) fn forget(&self, name: &str) {
        let _ = fs::remove_file(self.folder.join(name));
    }

    /// The names of the files in the folder, in any order; none if the folder cannot be read.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        entries.filter(is_file).map(|entry| entry.file_name().to_string_lossy().into_owned())
    }

    /// Deletes every file whose name `wanted` does not accept.
    pub(crate) fn retain(&self, wanted: impl Fn(&str) -> bool) -> Result<(), Error> {
        for name in self.names().filter(|name| !wanted(name)) {
            let path = self.folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::write(path)(error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Prefixes `bytes` with their hash, so that data damaged by a crash or a fault is recognised.
pub fn seal(bytes: Vec<u8>) -> Vec<u8> {
    let mut sealed = rapidhash::v3::rapidhash_v3(&bytes).to_le_bytes().to_vec();
    sealed.extend(bytes);
    sealed
}

/// The bytes that were sealed, if intact.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (hash, bytes) = sealed.split_first_chunk()?;
    (rapidhash::v3::rapidhash_v3(bytes).to_le_bytes() == *hash).then_some(bytes)
}
