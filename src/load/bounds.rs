//! The bounds of a site: everything it is built from lies in its folder. No symbolic link may lead out of it, unless
//! `config.toml` names the folder that the link leads into (`[build] allow`).
//!
//! Whoever can put a link into a site's folder must not be able to publish the rest of the machine with it. Only links
//! are checked: a path of plain folders and files cannot leave the folder it begins in.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::error::Error;
use crate::load::CONFIG_FILE;
use crate::load::slashed;

/// A folder, and where links in it may lead.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    root: PathBuf,
    /// The folder and the other allowed folders, with links resolved.
    allowed: Vec<PathBuf>,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A regular file.
    File,
    /// A folder.
    Folder,
}

/// Why a path is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A link leads out of the folder.
    Outside {
        /// The link.
        link: PathBuf,
        /// Where it leads.
        to: PathBuf,
    },
    /// A link is broken, or part of a cycle of links.
    Nowhere {
        /// The link.
        link: PathBuf,
    },
    /// Neither a regular file nor a folder: reading it may never end.
    Special {
        /// What it is, such as "a named pipe".
        what: &'static str,
        /// Where it is.
        path: PathBuf,
    },
}

impl Bounds {
    /// The bounds of the folder `root`, which may itself be reached through a link.
    pub(crate) fn of(root: &Path) -> Result<Self, Error> {
        let real = fs::canonicalize(root).map_err(Error::read(root))?;
        Ok(Self { root: root.to_path_buf(), allowed: vec![real] })
    }

    /// The same bounds, extended by the folders that `config.toml` allows.
    #[must_use]
    pub(crate) fn allowing(mut self, folders: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) -> Self {
        for folder in folders {
            let real = fs::canonicalize(self.root.join(&folder.value));
            let message = match real {
                Ok(_) if folder.value.trim().is_empty() => "`allow` contains an empty path".to_owned(),
                // Allowing the whole disk would leave no bounds.
                Ok(real) if real.parent().is_none() => format!("`{}` is the root of the file system", folder.value),
                Ok(real) if real.is_dir() => {
                    self.allowed.push(real);
                    continue;
                }
                Ok(_) => format!("`{}` is not a folder", folder.value),
                Err(_) => format!("the folder `{}` does not exist", folder.value),
            };
            diagnostics
                .push(Diagnostic::error(Code::InvalidValue, CONFIG_FILE, folder.span, message).help(
                    "give the path, absolute or relative to the site's folder, of a folder that links may point into; or remove it",
                ));
        }
        self
    }

    /// The bounds of another `folder`, whose links may also lead into this one and the folders allowed for it.
    pub(crate) fn around(&self, folder: &Path) -> Result<Self, Error> {
        let mut bounds = Self::of(folder)?;
        bounds.allowed.extend(self.allowed.iter().cloned());
        Ok(bounds)
    }

    /// The folder, as named by the caller.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What is at `path`, relative to the folder; `None` if nothing is.
    pub(crate) fn find(&self, path: &Path) -> Result<Option<Standing>, Refusal> {
        let disk = self.root.join(path);
        let real = match fs::canonicalize(&disk) {
            Ok(real) => real,
            Err(error) => {
                return match self.link_on(path) {
                    Some(link) => Err(Refusal::Nowhere { link }),
                    // Denied access is reported by whoever reads the file.
                    None if error.kind() == ErrorKind::PermissionDenied => Ok(Some(Standing::File)),
                    None => Ok(None),
                };
            }
        };
        self.standing(self.link_on(path).unwrap_or(disk), &real).map(Some)
    }

    /// The real path of what a link leads to, and what it is.
    pub(super) fn follow(&self, link: &Path) -> Result<(PathBuf, Standing), Refusal> {
        let real = fs::canonicalize(link).map_err(|_| Refusal::Nowhere { link: link.to_path_buf() })?;
        let standing = self.standing(link.to_path_buf(), &real)?;
        Ok((real, standing))
    }

    fn standing(&self, link: PathBuf, real: &Path) -> Result<Standing, Refusal> {
        if !self.allowed.iter().any(|folder| real.starts_with(folder)) {
            return Err(Refusal::Outside { link, to: real.to_path_buf() });
        }
        match fs::metadata(real) {
            Ok(data) if data.is_dir() => Ok(Standing::Folder),
            Ok(data) if data.is_file() => Ok(Standing::File),
            Ok(data) => Err(Refusal::Special { what: name_of(data.file_type()), path: link }),
            Err(_) => Err(Refusal::Nowhere { link }),
        }
    }

    /// The first component of `path` that is a link.
    fn link_on(&self, path: &Path) -> Option<PathBuf> {
        let mut way = self.root.clone();
        path.components().find_map(|part| {
            way.push(part);
            way.is_symlink().then(|| way.clone())
        })
    }
}

/// What to call something that is neither a regular file nor a folder.
pub(super) fn name_of(kind: fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    let _ = kind;
    "not a regular file"
}

impl Refusal {
    /// The diagnostic, located at the link or file itself. `root` is the site's root.
    pub(crate) fn diagnostic(&self, root: &Path) -> Diagnostic {
        let file = |path: &Path| slashed(path.strip_prefix(root).unwrap_or(path));
        match self {
            Self::Outside { link, to } => {
                let message = format!("this symbolic link points outside the site, to {}", to.display());
                Diagnostic::error(Code::OutsideSite, file(link), None, message)
                    .help(format!("replace it with a copy, or {}", allow(to)))
            }
            Self::Nowhere { link } => {
                let to = fs::read_link(link).map(|to| format!(": {}", to.display())).unwrap_or_default();
                let message = format!("this symbolic link is broken{to}");
                Diagnostic::error(Code::BrokenLink, file(link), None, message)
                    .help("remove the link, or restore its target")
            }
            Self::Special { what, path } => {
                Diagnostic::error(Code::SpecialFile, file(path), None, format!("this is {what} and cannot be read"))
                    .help("remove it; a site can contain only files and folders")
            }
        }
    }
}

/// The help text on how the webmaster allows links to `to`.
pub(crate) fn allow(to: &Path) -> String {
    let folder = if to.is_dir() { to } else { to.parent().unwrap_or(to) };
    format!("ask the webmaster to allow its folder in {CONFIG_FILE}: [build] allow = [\"{}\"]", folder.display())
}
