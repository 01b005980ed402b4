//! Last stage: bytes → files.
//!
//! Files are staged beside the output folder and renamed into it at the end, so that a failed build leaves the old site
//! unchanged. A manifest records what was written: only files that have changed are written again, and only files that
//! an earlier build wrote are ever removed. For `public`, all this is in the cache folder `.public.vejviser`.

mod archive;
mod cache;
mod folder;
mod manifest;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::model::Key;
pub(crate) use archive::Archive;
pub(crate) use cache::Cache;
pub use cache::{seal, unseal};
pub(crate) use folder::{StagedFolder, record};
pub(crate) use manifest::{Manifest, Written};

/// What a build is permitted to do to an output folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Overwrite files that no build wrote.
    pub overwrite: bool,
    /// Remove more than half of a site's files.
    pub remove: bool,
}

/// Writes one site. Holds a lock on the output until dropped.
#[derive(Debug)]
pub(crate) struct Writer {
    output: PathBuf,
    cache: Cache,
    prior: Manifest,
    /// Whether it is known what earlier builds wrote: false if the manifest is unreadable.
    remembers: bool,
    may: Permissions,
    /// What no build wrote and this one would overwrite.
    foreign: Mutex<BTreeSet<String>>,
    /// Whether the output folder did not exist when the build began.
    fresh: bool,
    _lock: File,
}

/// The result of a finished build.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Number of files in the site.
    pub files: usize,
    /// Number of files written.
    pub written: usize,
    /// Number of files of an earlier build that were removed.
    pub removed: usize,
}

/// The cache folder for `output`, beside it: manifest, lock, staged files, and the build cache.
pub(crate) fn cache_folder(output: &Path) -> PathBuf {
    let name = output.file_name().map_or_else(|| "site".into(), |name| name.to_string_lossy());
    output.with_file_name(format!(".{name}.vejviser"))
}

/// The files that builds of the site in `root` wrote to `output`; `None` if that is not known.
pub(crate) fn written(output: &Path, root: &Path) -> Option<Vec<String>> {
    let manifest = Manifest::read(&Cache::new(cache_folder(output), root))?;
    Some(manifest.files.into_keys().collect()).filter(|files: &Vec<String>| !files.is_empty())
}

impl Writer {
    /// Prepares to write to `output`. The files of another owner of the `cache` are compared byte by byte.
    pub(crate) fn open(output: &Path, cache: Cache, may: Permissions) -> Result<Self, Error> {
        if output.exists() && !output.is_dir() {
            return Err(Error::write(output)(io::Error::new(ErrorKind::NotADirectory, "a file of that name exists")));
        }
        let folder = cache.folder();
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        let lock_path = folder.join("lock");
        let lock = File::create(&lock_path).map_err(Error::write(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Usage(format!(
                    "another build is writing to {}; wait for it to finish",
                    output.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(Error::write(&lock_path)(error)),
        }
        remove_folder(&folder.join(STAGE))?;
        let prior = Manifest::read(&cache);
        Ok(Self {
            output: output.to_path_buf(),
            fresh: !output.exists(),
            cache,
            remembers: prior.is_some(),
            prior: prior.unwrap_or_default(),
            may,
            foreign: Mutex::default(),
            _lock: lock,
        })
    }

    fn stage_folder(&self) -> PathBuf {
        self.cache.folder().join(STAGE)
    }

    /// Checks every file of an earlier build. Those that have changed since will be made again.
    pub(crate) fn survey(&mut self) {
        let output = &self.output;
        self.prior.files.par_iter_mut().for_each(|(path, written)| {
            let metadata = fs::symlink_metadata(output.join(path));
            if !metadata.is_ok_and(|metadata| metadata.is_file() && written.matches(&metadata)) {
                *written = Written::LOST;
            }
        });
    }

    /// The manifest entry of `path` from an earlier build, if the survey found the file unchanged.
    pub(crate) fn intact(&self, path: &str) -> Option<&Written> {
        self.prior.files.get(path).filter(|written| **written != Written::LOST)
    }

    /// Keeps the file at `path` as an earlier build wrote it; now it is made from what `key` identifies.
    pub(crate) fn keep(&self, path: &str, key: Key) -> Result<Written, Error> {
        let kept = self.intact(path).map(|written| written.with_key(key));
        kept.ok_or_else(|| Error::Usage(format!("`{path}` changed in the output during the build; build again")))
    }

    /// Reads the file at `path` in the output.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let path = self.output.join(path);
        fs::read(&path).map_err(Error::read(path))
    }

    /// Stages `bytes` for `path` unless the output already has them. `key` identifies what they were made from. Returns the
    /// entry for the manifest and whether the file was staged.
    pub(crate) fn stage(&self, path: &str, key: Key, bytes: &[u8]) -> Result<(Written, bool), Error> {
        let digest = rapidhash::v3::rapidhash_v3(bytes);
        if let Some(written) = self.intact(path).filter(|written| written.digest == digest) {
            return Ok((written.with_key(key), false));
        }
        if !self.fresh {
            let target = self.output.join(path);
            if let Some(metadata) = fs::symlink_metadata(&target).ok().filter(|data| data.is_file())
                && metadata.len() == bytes.len() as u64
                && has_that_name(&target)
                && fs::read(&target).is_ok_and(|old| old == bytes)
            {
                return Ok((Written::new(key, digest, &metadata), false));
            }
            self.find_foreign(path);
        }
        if !is_inside(path) {
            return Err(Error::Usage(format!("`{path}` is not a path inside the output folder")));
        }
        let staged = self.stage_folder().join(path);
        let file = write_file(&staged, bytes)?;
        let metadata = file.metadata().map_err(Error::write(&staged))?;
        Ok((Written::new(key, digest, &metadata), true))
    }

    /// Records what no build wrote and writing `path` would overwrite: a file, a non-empty folder, or a file where a folder
    /// is needed.
    fn find_foreign(&self, path: &str) {
        if self.may.overwrite || !self.remembers || self.prior.files.contains_key(path) {
            return;
        }
        let is_ours = |folder: &str| {
            let first = self.prior.files.range(format!("{folder}/")..).next();
            first.is_some_and(|(file, _)| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
        };
        let is_empty = |folder: &Path| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for part in ends.map(|end| &path[..end]) {
            let target = self.output.join(part);
            let Ok(found) = fs::symlink_metadata(&target) else { return };
            let is_foreign = match (part == path, found.is_dir()) {
                (true, true) => !is_ours(part) && !is_empty(&target),
                (true, false) => true,
                (false, _) => !target.is_dir() && !self.prior.files.contains_key(part),
            };
            if is_foreign && let Ok(mut foreign) = self.foreign.lock() {
                foreign.insert(part.to_owned());
            }
        }
    }

    /// Fails if the build would overwrite files that no build wrote, or remove most of a site without permission.
    fn ask(&self, files: &BTreeMap<String, Written>, gone: &[&String]) -> Result<(), Error> {
        let foreign = self.foreign.lock().map(|foreign| foreign.clone()).unwrap_or_default();
        let output = self.output.display();
        if !foreign.is_empty() {
            let first = first_of(foreign.iter());
            return Err(Error::Usage(format!(
                "{output} contains files that no build wrote and that this one would overwrite: {first}. \
                 Choose another folder with --output, or build with --force"
            )));
        }
        // Files of the search index change their names with its words.
        let counts = |path: &&String| !path.starts_with(INDEX);
        let (before, removed) = (self.prior.files.keys().filter(counts), gone.iter().copied().filter(counts));
        let (before, removed) = (before.count(), removed.count());
        if !self.may.remove && before >= SMALL && removed * 2 > before {
            let first = first_of(gone.iter().copied().filter(counts));
            return Err(Error::Usage(format!(
                "this build would remove {removed} of the {before} files in {output} ({first}) and leave {}; nothing was \
                 written. If this is intended, build with --allow-removals",
                files.len()
            )));
        }
        Ok(())
    }

    /// Computes the checksums that `files` lack. The files in `staged` are not in the output yet.
    pub(crate) fn sum(&self, files: &mut BTreeMap<String, Written>, staged: &[String]) -> Result<(), Error> {
        let staged: HashSet<&String> = staged.iter().collect();
        let unknown = files.par_iter_mut().filter(|(_, written)| written.sum.is_none());
        unknown.try_for_each(|(path, written)| {
            let folder = if staged.contains(path) { self.stage_folder() } else { self.output.clone() };
            let path = folder.join(path);
            written.sum = Some(Sha256::digest(fs::read(&path).map_err(Error::read(path))?).into());
            Ok(())
        })
    }

    /// Whether an earlier build wrote a file at `path`.
    pub(crate) fn wrote(&self, path: &str) -> bool {
        self.prior.files.contains_key(path)
    }

    /// Files that an earlier build wrote and that are not among `files`.
    pub(crate) fn gone<'w>(&'w self, files: &'w BTreeMap<String, Written>) -> impl Iterator<Item = &'w String> {
        self.prior.files.keys().filter(|path| !files.contains_key(*path))
    }

    /// Moves the staged files into place, removes files that are no longer part of the site, and saves the manifest.
    pub(crate) fn commit(&self, files: BTreeMap<String, Written>, staged: &[String]) -> Result<Summary, Error> {
        let gone: Vec<&String> = self.gone(&files).collect();
        let summary = Summary { files: files.len(), written: staged.len(), removed: gone.len() };
        if staged.is_empty() && gone.is_empty() && self.prior.complete && self.prior.files == files {
            return Ok(summary);
        }
        if let Err(refusal) = self.ask(&files, &gone) {
            remove_folder(&self.stage_folder())?;
            return Err(refusal);
        }
        if !staged.is_empty() || !gone.is_empty() {
            // From here until the manifest is complete again, a killed build leaves a mixture of old and new files, which
            // the next build repairs.
            let all = self.prior.files.iter().chain(&files).map(|(path, written)| (path.clone(), *written)).collect();
            Manifest { complete: false, files: all }.save(&self.cache)?;
            // Deletions run before renames: a new file may be where a folder was, or differ from it only in case.
            self.remove(&gone)?;
            self.put_in_place(staged)?;
        }
        Manifest { complete: true, files }.save(&self.cache)?;
        remove_folder(&self.stage_folder())?;
        Ok(summary)
    }

    fn put_in_place(&self, staged: &[String]) -> Result<(), Error> {
        let stage = self.stage_folder();
        if self.fresh {
            if let Some(above) = self.output.parent() {
                fs::create_dir_all(above).map_err(Error::write(above))?;
            }
            if fs::rename(&stage, &self.output).is_ok() {
                return Ok(());
            }
        }
        staged.par_iter().try_for_each(|path| {
            let (from, to) = (stage.join(path), self.output.join(path));
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(Error::write(folder))?;
            }
            move_file(&from, &to)
        })
    }

    fn remove(&self, gone: &[&String]) -> Result<(), Error> {
        for path in gone {
            let target = self.output.join(path);
            match fs::remove_file(&target) {
                Ok(()) => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
                    ) => {}
                Err(error) => return Err(Error::write(target)(error)),
            }
            let mut folder = target.parent();
            while let Some(empty) = folder.filter(|folder| *folder != self.output) {
                if fs::remove_dir(empty).is_err() {
                    break;
                }
                folder = empty.parent();
            }
        }
        Ok(())
    }
}

/// The folder of staged files, within the cache folder.
const STAGE: &str = "stage";
/// Below this number of files, a site may be replaced without `--allow-removals`.
const SMALL: usize = 20;
/// The folder of the search index.
const INDEX: &str = "search/";

/// The first few of `paths`, for a message.
fn first_of<'p>(paths: impl Iterator<Item = &'p String>) -> String {
    const SHOWN: usize = 3;
    let paths: Vec<&str> = paths.map(String::as_str).collect();
    let more = paths.len().saturating_sub(SHOWN);
    let shown = paths[..paths.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Whether the file at `path` has exactly that name: a case-insensitive file system finds `Foo.txt` as `foo.txt` too.
fn has_that_name(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|real| real.file_name() == path.file_name())
}

/// Renames a file, or copies it if the output is on another file system.
fn move_file(from: &Path, to: &Path) -> Result<(), Error> {
    if to.is_dir() {
        // An empty folder of an earlier build. One with foreign files in it is not ours to remove, and this fails.
        fs::remove_dir(to).map_err(Error::write(to))?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let mut name = to.file_name().unwrap_or_default().to_os_string();
            name.push(".new");
            let beside = to.with_file_name(name);
            fs::copy(from, &beside).and_then(|_| fs::rename(&beside, to)).map_err(Error::write(to))
        }
        renamed => renamed.map_err(Error::write(to)),
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<File, Error> {
    use std::io::Write as _;
    let create = || File::create(path);
    let mut file = match create() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(Error::write(folder))?;
            }
            create()
        }
        created => created,
    }
    .map_err(Error::write(path))?;
    file.write_all(bytes).map_err(Error::write(path))?;
    Ok(file)
}

fn remove_folder(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::write(folder)(error)),
        _ => Ok(()),
    }
}

/// Whether `path` stays inside the folder that it is joined to.
pub(crate) fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests;
