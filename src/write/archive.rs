//! The site as one file: a zip archive beside the output folder, the same bytes from the same files.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::Error;
use crate::write::Writer;

/// An archive that was written.
#[derive(Debug, Clone)]
pub struct Archive {
    /// Where it is.
    pub path: PathBuf,
    /// Its bytes.
    pub size: u64,
}

impl Writer {
    /// Packs `files` of the output into one archive, under a folder `top`.
    pub fn archive(&self, files: &[String], top: &str) -> Result<Archive, Error> {
        let mut name = self.output.file_name().unwrap_or_default().to_os_string();
        name.push(".zip");
        let path = self.output.with_file_name(name);
        let staged = self.folder.join("archive");
        let failed = |error: zip::result::ZipError| Error::write(&staged)(error.into());
        let mut archive = ZipWriter::new(BufWriter::new(File::create(&staged).map_err(Error::write(&staged))?));
        for file in files {
            let bytes = self.read(file)?;
            add(&mut archive, &format!("{top}/{file}"), &bytes).map_err(failed)?;
        }
        let written = archive.finish().map_err(failed)?.into_inner();
        let file = written.map_err(|error| Error::write(&staged)(error.into_error()))?;
        let size = file.metadata().map_err(Error::write(&staged))?.len();
        fs::rename(&staged, &path).map_err(Error::write(&path))?;
        Ok(Archive { path, size })
    }
}

fn add(archive: &mut ZipWriter<BufWriter<File>>, name: &str, bytes: &[u8]) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    archive.start_file(name, options)?;
    Ok(archive.write_all(bytes)?)
}
