//! The files in an archive of an earlier build, such as `build --zip` writes.
//!
//! An archive may come from anywhere, so nothing that it says about itself is believed: names that lead out of it are
//! refused, and what is unpacked is counted. Nothing is unpacked to the disk.

use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Error;
use crate::model::NOT_FOUND;
use crate::write::is_inside;

/// Largest archive that is read, in bytes.
const MOST: u64 = 1 << 30;
/// Most that is unpacked of one archive, in bytes: fifty times what the texts of a site with 10,000 pages take.
const MOST_UNPACKED: u64 = 4 << 30;
/// Most files in an archive.
const MOST_FILES: usize = 1_000_000;

/// The bytes of an archive.
pub(super) struct Bytes {
    file: PathBuf,
    bytes: Vec<u8>,
}

/// An open archive.
pub(super) struct Archive<'b> {
    file: &'b Path,
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The folder in the archive that has the site, with `/`.
    top: String,
    unpacked: AtomicU64,
}

impl Bytes {
    /// Reads the file at `file`.
    pub(super) fn read(file: &Path) -> Result<Self, Error> {
        let size = fs::metadata(file).map_err(Error::read(file))?.len();
        if size > MOST {
            return Err(refused(file, &format!("this is larger than {} GiB", MOST >> 30)));
        }
        let bytes = fs::read(file).map_err(Error::read(file))?;
        Ok(Self { file: file.to_owned(), bytes })
    }

    /// Opens the archive, and lists the files of the site in it.
    pub(super) fn open(&self) -> Result<(Archive<'_>, Vec<String>), Error> {
        let file = self.file.as_path();
        let zip = ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(|error| broken(file, &error))?;
        if zip.len() > MOST_FILES {
            return Err(refused(file, &format!("there are more than {MOST_FILES} files in this archive")));
        }
        let mut names = Vec::new();
        for name in zip.file_names() {
            let name = name.map_err(|error| broken(file, &error))?;
            if !is_inside(name.trim_end_matches('/')) || name.contains(['\\', ':', '\0']) {
                let name = name.escape_debug();
                return Err(refused(
                    file,
                    &format!("the archive contains `{name}`, which is not a path inside a site"),
                ));
            }
            names.push(name.into_owned());
        }
        // Programs that pack a folder differ in whether they pack its name too.
        let tops = names.iter().filter_map(|name| name.strip_suffix(NOT_FOUND));
        let top = tops.filter(|top| top.is_empty() || top.ends_with('/')).min_by_key(|top| top.len());
        let top = top.unwrap_or_default().to_owned();
        let files = names.iter().filter(|name| !name.ends_with('/')).filter_map(|name| name.strip_prefix(&top));
        let files = files.map(str::to_owned).collect();
        Ok((Archive { file, zip, top, unpacked: AtomicU64::new(0) }, files))
    }
}

impl Archive<'_> {
    /// Unpacks the file at `path` of the site, which may have at most `most` bytes.
    pub(super) fn unpack(&self, path: &str, most: u64) -> Result<Vec<u8>, Error> {
        let name = format!("{}{path}", self.top);
        // A copy shares the directory and the bytes, and has its own position in them.
        let mut zip = self.zip.clone();
        let failed = |error: ZipError| broken(self.file, &error);
        let mut bytes = Vec::new();
        let entry = zip.by_name(&name).map_err(failed)?;
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed(error.into()))?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(refused(self.file, &format!("`{name}` is larger than {} MiB when it is unpacked", most >> 20)));
        }
        if self.unpacked.fetch_add(size, Ordering::Relaxed) + size > MOST_UNPACKED {
            let limit = MOST_UNPACKED >> 30;
            return Err(refused(self.file, &format!("the archive is larger than {limit} GiB when it is unpacked")));
        }
        Ok(bytes)
    }
}

/// Whether the file at `path` begins as an archive does.
pub(super) fn is_archive(path: &Path) -> Result<bool, Error> {
    let mut start = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).map_err(Error::read(path))?;
    Ok(read == 2 && start == *b"PK")
}

fn broken(file: &Path, error: &ZipError) -> Error {
    refused(file, &format!("this is not a complete zip archive: {error}"))
}

fn refused(file: &Path, reason: &str) -> Error {
    Error::Usage(format!("{}: {reason}", file.display()))
}
