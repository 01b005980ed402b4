//! Last station: bytes → files.
//!
//! Files are staged beside the output folder and renamed into it at the end, so that a failed build leaves the old site
//! as it was. A manifest remembers what was written: only what changed is written again, and only what an earlier
//! build wrote is ever removed. Beside `public` all this lives in `.public.vejviser`.

mod archive;
mod manifest;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::load::Stamp;
use crate::model::Key;
pub use archive::Archive;
pub use manifest::{Manifest, Written};

/// What a build may do to an output folder without asking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Write over files that no build wrote.
    pub overwrite: bool,
    /// Remove more than half of the files of a site.
    pub remove: bool,
}

/// Writes one site. Holds a lock on the output until dropped.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    folder: PathBuf,
    prior: Manifest,
    /// Whether it is known what earlier builds wrote.
    remembers: bool,
    may: Permissions,
    /// Files of others where the site's would go.
    foreign: Mutex<BTreeSet<String>>,
    /// Whether the output folder was not there when the build began.
    fresh: bool,
    _lock: File,
}

/// What a finished build did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files the site consists of.
    pub files: usize,
    /// Files written.
    pub written: usize,
    /// Files of an earlier build removed.
    pub removed: usize,
}

/// The folder that remembers things for `output`, beside it.
pub fn memory_folder(output: &Path) -> PathBuf {
    let name = output.file_name().map_or_else(|| "site".into(), |name| name.to_string_lossy());
    output.with_file_name(format!(".{name}.vejviser"))
}

impl Writer {
    /// Prepares to write to `output`. `fingerprint` names the program and its settings: what another program made is
    /// compared byte by byte.
    pub fn open(output: &Path, fingerprint: u64, may: Permissions) -> Result<Self, Error> {
        if output.exists() && !output.is_dir() {
            return Err(Error::write(output)(io::Error::new(ErrorKind::NotADirectory, "there is a file of that name")));
        }
        let folder = memory_folder(output);
        fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
        let lock_path = folder.join("lock");
        let lock = File::create(&lock_path).map_err(Error::write(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Usage(format!(
                    "another build is writing to {}; wait for it to end",
                    output.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(Error::write(&lock_path)(error)),
        }
        remove_stage(&folder)?;
        let prior = Manifest::read(&folder, fingerprint);
        Ok(Self {
            output: output.to_path_buf(),
            fresh: !output.exists(),
            folder,
            remembers: prior.is_some(),
            prior: prior.unwrap_or_default(),
            may,
            foreign: Mutex::default(),
            _lock: lock,
        })
    }

    fn stage_folder(&self) -> PathBuf {
        self.folder.join("stage")
    }

    /// Looks at every file of an earlier build; what is no longer as that build left it will be made again.
    pub fn survey(&mut self) {
        let output = &self.output;
        self.prior.files.par_iter_mut().for_each(|(path, written)| {
            let metadata = fs::symlink_metadata(output.join(path));
            if !metadata.is_ok_and(|metadata| metadata.is_file() && written.matches(&metadata)) {
                *written = Written::LOST;
            }
        });
    }

    /// What an earlier build wrote to `path`, if the survey found it as that build left it.
    pub fn intact(&self, path: &str) -> Option<&Written> {
        self.prior.files.get(path).filter(|written| **written != Written::LOST)
    }

    /// The file at `path` as it stands in the output.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let path = self.output.join(path);
        fs::read(&path).map_err(Error::read(path))
    }

    /// Stages `bytes` for `path` unless the output has them already. `key` stands for what they were made from.
    /// Gives the entry for the manifest and whether anything will be written.
    pub fn stage(&self, path: &str, key: Key, bytes: &[u8]) -> Result<(Written, bool), Error> {
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

    /// Notes what no build wrote and `path` would write over: a file, a folder with something in it, a file where a
    /// folder must stand.
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

    /// Fails where the build would write over files of others, or remove most of a site.
    fn ask(&self, files: &BTreeMap<String, Written>, gone: &[&String]) -> Result<(), Error> {
        let foreign = self.foreign.lock().map(|foreign| foreign.clone()).unwrap_or_default();
        let output = self.output.display();
        if !foreign.is_empty() {
            let first = first_of(foreign.iter());
            return Err(Error::Usage(format!(
                "{output} has files that no build wrote, and this one would write over them: {first}. \
                 Choose another folder with --output, or build with --force"
            )));
        }
        // The names of the index's files change with its words.
        let counts = |path: &&String| !path.starts_with(INDEX);
        let (before, removed) = (self.prior.files.keys().filter(counts), gone.iter().copied().filter(counts));
        let (before, removed) = (before.count(), removed.count());
        if !self.may.remove && before >= SMALL && removed * 2 > before {
            let first = first_of(gone.iter().copied().filter(counts));
            return Err(Error::Usage(format!(
                "this build would remove {removed} of the {before} files in {output} ({first}) and leave {}; nothing was \
                 written. If that is meant, build with --allow-removals",
                files.len()
            )));
        }
        Ok(())
    }

    /// Adds the sums of `files` that no earlier build knew; those at `staged` are not in the output yet.
    pub fn sum(&self, files: &mut BTreeMap<String, Written>, staged: &[String]) -> Result<(), Error> {
        let staged: HashSet<&String> = staged.iter().collect();
        let unknown = files.par_iter_mut().filter(|(_, written)| written.sum.is_none());
        unknown.try_for_each(|(path, written)| {
            let folder = if staged.contains(path) { self.stage_folder() } else { self.output.clone() };
            let path = folder.join(path);
            let digest = Sha256::digest(fs::read(&path).map_err(Error::read(path))?);
            written.sum = digest.first_chunk().map(|first| u64::from_be_bytes(*first));
            Ok(())
        })
    }

    /// What an earlier build wrote and is none of `files`.
    pub fn gone<'w>(&'w self, files: &'w BTreeMap<String, Written>) -> impl Iterator<Item = &'w String> {
        self.prior.files.keys().filter(|path| !files.contains_key(*path))
    }

    /// Puts the staged files in place, removes what is no longer part of the site, remembers what is.
    pub fn commit(
        &self,
        files: BTreeMap<String, Written>,
        staged: &[String],
        fingerprint: u64,
    ) -> Result<Summary, Error> {
        let gone: Vec<&String> = self.gone(&files).collect();
        let summary = Summary { files: files.len(), written: staged.len(), removed: gone.len() };
        if staged.is_empty() && gone.is_empty() && self.prior.complete && self.prior.files == files {
            return Ok(summary);
        }
        if let Err(refusal) = self.ask(&files, &gone) {
            remove_stage(&self.folder)?;
            return Err(refusal);
        }
        if !staged.is_empty() || !gone.is_empty() {
            // From here until the manifest is complete again, a killed build leaves a mixture that the next one repairs.
            let all = self.prior.files.iter().chain(&files).map(|(path, written)| (path.clone(), *written)).collect();
            Manifest { complete: false, files: all }.save(&self.folder, fingerprint)?;
            // First out, then in: a file may stand where a folder stood, or differ from it only in case.
            self.remove(&gone)?;
            self.put_in_place(staged)?;
        }
        Manifest { complete: true, files }.save(&self.folder, fingerprint)?;
        remove_stage(&self.folder)?;
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

/// A site with fewer files may become another one without a question.
const SMALL: usize = 20;
/// Where the files of the index are.
const INDEX: &str = "search/";

/// The first few of `paths`, for a message.
fn first_of<'p>(paths: impl Iterator<Item = &'p String>) -> String {
    const SHOWN: usize = 3;
    let paths: Vec<&str> = paths.map(String::as_str).collect();
    let more = paths.len().saturating_sub(SHOWN);
    let shown = paths[..paths.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Whether the file at `path` is called so to the letter: a case-blind system finds `Foo.txt` under `foo.txt` too.
fn has_that_name(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|real| real.file_name() == path.file_name())
}

/// Renames, or copies where the output is another file system.
fn move_file(from: &Path, to: &Path) -> Result<(), Error> {
    if to.is_dir() {
        // An empty folder of an earlier build; one with foreign files in it is not ours to remove.
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

fn remove_stage(folder: &Path) -> Result<(), Error> {
    let stage = folder.join("stage");
    match fs::remove_dir_all(&stage) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::write(stage)(error)),
        _ => Ok(()),
    }
}

/// Writes `bytes` to `path` in one step: a reader sees the old file or the new one.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = path.with_extension("new");
    write_file(&beside, bytes)?;
    fs::rename(&beside, path).map_err(Error::write(path))
}

/// Whether `path` names a file under the folder it is joined to.
fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// `bytes` with a hash in front: what a crash or a fault left behind is told from what was written.
pub fn seal(bytes: Vec<u8>) -> Vec<u8> {
    let mut sealed = rapidhash::v3::rapidhash_v3(&bytes).to_le_bytes().to_vec();
    sealed.extend(bytes);
    sealed
}

/// What was sealed, if it is whole.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (hash, bytes) = sealed.split_first_chunk()?;
    (rapidhash::v3::rapidhash_v3(bytes).to_le_bytes() == *hash).then_some(bytes)
}

/// A number that changes when the running program is another one.
pub fn program_fingerprint() -> u64 {
    let stamp = std::env::current_exe().and_then(fs::metadata).map(|data| Stamp::of(&data)).unwrap_or_default();
    rapidhash::v3::rapidhash_v3(format!("{} {stamp:?}", env!("CARGO_PKG_VERSION")).as_bytes())
}
