//! Finds the files under a folder of the site, following links within the site's bounds.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::load::bounds::{Bounds, Refusal, Standing, name_of};
use crate::load::published::{Exceptions, LeftOut};
use crate::load::slashed;

/// A file under a folder: its path relative to the folder, with `/`, and its path on disk.
pub(crate) type Found = (String, PathBuf);

/// What is under a folder of the site.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The files that may be published, sorted by path.
    pub(crate) files: Vec<Found>,
    /// What is left out because of its name, sorted.
    pub(crate) left_out: Vec<LeftOut>,
}

/// Walks `folder` of the site. The entries of the folder are walked in parallel: on a large site, the walk is a good
/// part of a build that changes nothing.
pub(crate) fn walk(
    bounds: &Bounds,
    folder: &str,
    exceptions: Exceptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    for mut walked in entries(bounds, folder, exceptions, diagnostics)? {
        tree.files.append(&mut walked.tree.files);
        tree.left_out.append(&mut walked.tree.left_out);
        diagnostics.append(&mut walked.diagnostics);
    }
    tree.files.sort_unstable();
    tree.left_out.sort_unstable();
    Ok(tree)
}

/// The real paths of the folders and files that links in `folder` of the site lead to.
pub(crate) fn linked(bounds: &Bounds, folder: &str) -> Result<Vec<PathBuf>, Error> {
    let walked = entries(bounds, folder, Exceptions::default(), &mut Vec::new())?;
    Ok(walked.into_iter().flat_map(|walked| walked.linked).collect())
}

/// What was found under one entry of a folder.
#[derive(Default)]
struct Walked {
    tree: Tree,
    diagnostics: Vec<Diagnostic>,
    /// Links that lead back to a folder that contains them.
    loops: Vec<PathBuf>,
    linked: Vec<PathBuf>,
}

fn entries(
    bounds: &Bounds,
    folder: &str,
    exceptions: Exceptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Walked>, Error> {
    let top = bounds.root().join(folder);
    match bounds.find(Path::new(folder)) {
        Ok(None) => return Ok(Vec::new()),
        Ok(Some(_)) => {}
        Err(refusal) => {
            diagnostics.push(refusal.diagnostic(bounds.root()));
            return Ok(Vec::new());
        }
    }
    let real = fs::canonicalize(&top).map_err(Error::read(&top))?;
    let walk = Walk { bounds, top: &top, exceptions };
    entries_of(&top)?.par_iter().map(|(entry, kind)| walk.entry(entry, *kind, &real)).collect()
}

fn entries_of(folder: &Path) -> Result<Vec<(DirEntry, FileType)>, Error> {
    let entries = fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| {
                let entry = entry?;
                let kind = entry.file_type()?;
                Ok((entry, kind))
            })
            .collect::<io::Result<Vec<_>>>()
    });
    entries.map_err(Error::read(folder))
}

/// A link that was followed: its path, and the real path of its folder.
struct Followed<'w> {
    link: &'w Path,
    folder: &'w Path,
    before: Option<&'w Followed<'w>>,
}

impl<'w> Followed<'w> {
    /// The last followed link that lies in or below the folder `real`, if any: the walk left that folder through it.
    fn opened(way: Option<&'w Self>, real: &Path) -> Option<&'w Path> {
        let links = std::iter::successors(way, |followed| followed.before);
        links.filter(|followed| followed.folder.starts_with(real)).map(|followed| followed.link).next()
    }
}

/// Folders that all link to each other have more paths through them than can be walked. After this many loops, links to
/// folders are no longer followed.
const MANY: usize = 100;

struct Walk<'b> {
    bounds: &'b Bounds,
    top: &'b Path,
    exceptions: Exceptions<'b>,
}

impl Walk<'_> {
    fn entry(&self, entry: &DirEntry, kind: FileType, real: &Path) -> Result<Walked, Error> {
        let mut walked = Walked::default();
        self.visit(entry, kind, real, None, &mut walked)?;
        // Files found through a link that leads back have already been found by their own path.
        let loops = std::mem::take(&mut walked.loops);
        walked.tree.files.retain(|(_, file)| !loops.iter().any(|link| file.starts_with(link)));
        let told = loops.iter().map(|link| {
            let file = self.file(link);
            Diagnostic::error(Code::SymlinkLoop, file, None, "this link leads back to a folder above it")
                .help("remove the symbolic link")
        });
        walked.diagnostics.extend(told);
        walked.diagnostics.sort();
        walked.diagnostics.dedup();
        Ok(walked)
    }

    /// Path from the site's root, as diagnostics show it.
    fn file(&self, path: &Path) -> String {
        slashed(path.strip_prefix(self.bounds.root()).unwrap_or(path))
    }

    /// `real` is the real path of the entry's folder, `way` the last link that was followed to it.
    fn visit(
        &self,
        entry: &DirEntry,
        kind: FileType,
        real: &Path,
        way: Option<&Followed<'_>>,
        walked: &mut Walked,
    ) -> Result<(), Error> {
        let path = entry.path();
        let from_top = path.strip_prefix(self.top).unwrap_or(&path);
        let name = slashed(from_top);
        if let Some(reason) = self.exceptions.reason(&name) {
            walked.tree.left_out.push(LeftOut { file: self.file(&path), reason });
            return Ok(());
        }
        if from_top.to_str().is_none() {
            let named = Diagnostic::error(Code::InvalidUtf8, self.file(&path), None, "the name is not valid UTF-8");
            walked.diagnostics.push(named.help("rename the file or folder"));
            return Ok(());
        }
        if kind.is_file() {
            walked.tree.files.push((name, path));
        } else if kind.is_dir() {
            self.folder(&path, &real.join(entry.file_name()), way, walked)?;
        } else if kind.is_symlink() {
            match self.bounds.follow(&path) {
                Ok((to, Standing::File)) => {
                    walked.tree.files.push((name, path));
                    walked.linked.push(to);
                }
                Ok((to, Standing::Folder)) if real.starts_with(&to) => walked.loops.push(path),
                Ok((to, Standing::Folder)) => match Followed::opened(way, &to) {
                    Some(link) => walked.loops.push(link.to_path_buf()),
                    None if walked.loops.len() >= MANY => {}
                    None => {
                        let way = Followed { link: &path, folder: real, before: way };
                        self.folder(&path, &to, Some(&way), walked)?;
                        walked.linked.push(to);
                    }
                },
                Err(refusal) => walked.diagnostics.push(refusal.diagnostic(self.bounds.root())),
            }
        } else {
            let refusal = Refusal::Special { what: name_of(kind), path };
            walked.diagnostics.push(refusal.diagnostic(self.bounds.root()));
        }
        Ok(())
    }

    fn folder(&self, path: &Path, real: &Path, way: Option<&Followed<'_>>, walked: &mut Walked) -> Result<(), Error> {
        for (entry, kind) in entries_of(path)? {
            self.visit(&entry, kind, real, way, walked)?;
        }
        Ok(())
    }
}
