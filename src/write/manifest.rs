//! The manifest: what was written, so that the next build knows what has changed and what it may remove.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::Key;
use crate::write::cache::{Cache, Entry};
use crate::write::is_inside;

/// The files of the output, as a build left them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Whether the build that wrote it finished.
    pub complete: bool,
    /// Every file, by path.
    pub files: BTreeMap<String, Written>,
}

/// One written file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    /// What the file was made from.
    pub key: Key,
    /// Hash of its bytes.
    pub digest: u64,
    /// Its SHA-256, if the site needs it.
    pub sum: Option<[u8; 32]>,
    size: u64,
    modified: u64,
}

impl Written {
    /// A file of which nothing is known except that a build wrote it.
    pub(super) const LOST: Self =
        Self { key: Key { shape: 0, values: 0 }, digest: 0, sum: None, size: u64::MAX, modified: 0 };

    pub(super) fn new(key: Key, digest: u64, metadata: &Metadata) -> Self {
        Self { key, digest, sum: None, size: metadata.len(), modified: modified(metadata) }
    }

    /// The same file with another key.
    pub(crate) fn with_key(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Whether size and modification time of the file are unchanged. Renaming preserves both.
    pub(super) fn matches(&self, metadata: &Metadata) -> bool {
        self.size == metadata.len() && self.modified == modified(metadata)
    }
}

fn modified(metadata: &Metadata) -> u64 {
    let age = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    age.and_then(|age| u64::try_from(age.as_nanos()).ok()).unwrap_or(0)
}

/// The manifest's name in the cache.
const NAME: &str = "manifest";

impl Manifest {
    /// Reads the manifest in `cache`: empty if there has been no build, `None` if it is unreadable. The files of another
    /// owner, or of a build that did not finish, are known by path only.
    pub(super) fn read(cache: &Cache) -> Option<Self> {
        let (mut manifest, is_own): (Self, bool) = match cache.entry(NAME) {
            Entry::Missing => return Some(Self::default()),
            Entry::Unreadable => return None,
            Entry::Value(manifest, is_own) => (manifest, is_own),
        };
        manifest.files.retain(|path, _| is_inside(path));
        if !is_own || !manifest.complete {
            manifest.complete = false;
            for written in manifest.files.values_mut() {
                *written = Written::LOST;
            }
        }
        Some(manifest)
    }

    pub(super) fn save(&self, cache: &Cache) -> Result<(), Error> {
        cache.write(NAME, self)
    }
}
