//! Errors that stop the program: a file that cannot be read or written, options that cannot be met.
//!
//! Mistakes in content are not errors but [`Diagnostic`](crate::diagnostic::Diagnostic)s, which are collected and
//! reported together. An [`Error`] ends the run at once with exit code 2.

use std::io;
use std::path::{Path, PathBuf};

/// Why the program could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the site could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file or folder of the output could not be written, renamed or removed.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Values could not be written as JSON.
    #[error("cannot write {file} as JSON: {source}")]
    Json {
        /// The file, from the output folder.
        file: String,
        /// The error of the serializer.
        source: serde_json::Error,
    },
    /// A file with a template of its own could not be made.
    #[error("cannot make {file}: {source}")]
    Template {
        /// The file, from the output folder.
        file: String,
        /// The error of the template.
        source: tera::Error,
    },
    /// Values could not be written as RDF, for example because an address is no IRI.
    #[error("cannot write {file} as RDF: {source}")]
    Rdf {
        /// The file, from the output folder.
        file: String,
        /// The error of the RDF library.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The options or the environment do not permit the run.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// Wraps an I/O error that occurred while `path` was read.
    pub fn read(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Read { path, source }
    }

    /// Wraps an I/O error that occurred while `path` was written.
    pub fn write(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Write { path, source }
    }

    /// Wraps an error that occurred while the contents of `file` were written as JSON.
    pub fn json(file: &str) -> impl FnOnce(serde_json::Error) -> Self {
        let file = file.to_owned();
        move |source| Self::Json { file, source }
    }

    /// Wraps an error that occurred while the contents of `file` were written as RDF.
    pub fn rdf<E: std::error::Error + Send + Sync + 'static>(file: &str) -> impl FnOnce(E) -> Self {
        let file = file.to_owned();
        move |source| Self::Rdf { file, source: Box::new(source) }
    }

    /// Wraps an error that occurred while the template of `file` was filled in.
    pub fn template(file: &str) -> impl FnOnce(tera::Error) -> Self {
        let file = file.to_owned();
        move |source| Self::Template { file, source }
    }
}
