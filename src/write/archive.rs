//! The site as a zip archive beside the output folder. The same files give the same bytes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::PathBuf;

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::Error;
use crate::write::Writer;

/// A finished archive.
#[derive(Debug, Clone)]
pub(crate) struct Archive {
    /// Its path.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

impl Writer {
    /// Packs `files` of the output into one archive, inside a folder `top`.
    pub(crate) fn archive(&self, files: &[String], top: &str) -> Result<Archive, Error> {
        let mut name = self.output.file_name().unwrap_or_default().to_os_string();
        name.push(".zip");
        let path = self.output.with_file_name(name);
        let staged = self.cache.folder().join("archive");
        let failed = |error: zip::result::ZipError| Error::write(&staged)(error.into());
        let file = BufWriter::new(File::create(&staged).map_err(Error::write(&staged))?);
        let mut archive = ZipWriter::new(Sink { file, failure: None });
        for file in files {
            let bytes = self.read(file)?;
            add(&mut archive, &format!("{top}/{file}"), &bytes).map_err(failed)?;
        }
        let mut sink = archive.finish().map_err(failed)?;
        sink.keep(|file| file.flush());
        if let Some(failure) = sink.failure {
            // An incomplete archive only takes up space; that it cannot be removed is not the error to report.
            let _ = fs::remove_file(&staged);
            return Err(Error::write(&path)(failure));
        }
        let size = sink.file.get_ref().metadata().map_err(Error::write(&staged))?.len();
        fs::rename(&staged, &path).map_err(Error::write(&path))?;
        Ok(Archive { path, size })
    }
}

/// A file that accepts every write and records the first failure: a `ZipWriter` that is dropped after a failed write
/// tries again and prints an error of its own.
struct Sink {
    file: BufWriter<File>,
    failure: Option<io::Error>,
}

impl Sink {
    fn keep<T: Default>(&mut self, work: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> T {
        if self.failure.is_some() {
            return T::default();
        }
        work(&mut self.file).unwrap_or_else(|failure| {
            self.failure = Some(failure);
            T::default()
        })
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.keep(|file| file.write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.keep(|file| file.flush());
        Ok(())
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        Ok(self.keep(|file| file.seek(to)))
    }
}

fn add(archive: &mut ZipWriter<Sink>, name: &str, bytes: &[u8]) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    archive.start_file(name, options)?;
    Ok(archive.write_all(bytes)?)
}
