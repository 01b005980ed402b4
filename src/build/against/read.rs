//! Reads what an earlier build promises from its folder, its archive or its data files.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::build::against::anchors::PageAnchors;
use crate::build::against::promised::{Promise, Promised, is_promised};
use crate::build::against::{archive, data};
use crate::error::Error;
use crate::load::published::is_for_servers;
use crate::model::NOT_FOUND;
use crate::write;

/// Largest page or data file that is read, in bytes.
const MOST: u64 = 64 << 20;

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Reads `what`: the folder of an earlier build, its archive, or one of its data files. `root` is the site's folder.
pub(super) fn promised(what: &Path, root: &Path) -> Result<Promised, Error> {
    let found = fs::metadata(what).map_err(Error::read(what))?;
    let is_json = what.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let paths = if found.is_dir() {
        let files = folder(what, root)?;
        read(files, |path| bounded(&what.join(path)))?
    } else if !found.is_file() {
        return Err(refused(what, "this is neither a folder nor a file"));
    } else if is_json {
        data::addresses(what, &bounded(what)?)?
    } else if archive::is_archive(what)? {
        let bytes = archive::Bytes::read(what)?;
        let (archive, files) = bytes.open()?;
        if !files.iter().any(|file| file == NOT_FOUND) {
            return Err(foreign(what, "archive"));
        }
        read(files, |path| archive.unpack(path, MOST))?
    } else {
        return Err(refused(what, "this is neither a zip archive nor a file in `data/` of an earlier build"));
    };
    Ok(Promised { given: what.display().to_string(), paths })
}

/// What is promised by a site with these files; `open` reads one of them.
fn read(
    mut files: Vec<String>,
    open: impl Fn(&str) -> Result<Vec<u8>, Error> + Sync,
) -> Result<BTreeMap<String, Promise>, Error> {
    files.retain(|path| is_promised(path));
    let pages: Vec<(&String, PageAnchors)> = files
        .par_iter()
        .filter(|path| is_page(path))
        .map(|path| Ok((path, PageAnchors::read(path, &open(path)?))))
        .collect::<Result<_, Error>>()?;
    let linked: HashSet<&(String, String)> = pages.iter().flat_map(|(_, page)| &page.links).collect();
    let mut promised: BTreeMap<String, Promise> = BTreeMap::new();
    for (path, page) in &pages {
        let is_cited =
            |anchor: &&String| !page.named.contains(*anchor) || linked.contains(&((*path).clone(), (*anchor).clone()));
        let anchors = page.targets.iter().filter(is_cited).cloned().collect();
        promised.insert((*path).clone(), Promise { title: page.title.clone(), anchors });
    }
    for path in files.iter().filter(|path| !is_page(path)) {
        promised.entry(path.clone()).or_default();
    }
    Ok(promised)
}

/// The files that a build wrote into `folder`. Where its manifest is gone, as in a copy, all files are taken for its own
/// that could be addresses.
fn folder(folder: &Path, root: &Path) -> Result<Vec<String>, Error> {
    if let Some(mut files) = write::written(folder, root) {
        files.retain(|path| folder.join(path).is_file());
        return Ok(files);
    }
    if !folder.join(NOT_FOUND).is_file() {
        return Err(foreign(folder, "folder"));
    }
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inner) = open.pop() {
        let disk = folder.join(&inner);
        for entry in fs::read_dir(&disk).map_err(Error::read(&disk))? {
            let entry = entry.map_err(Error::read(&disk))?;
            // A build writes neither links nor names that are not UTF-8.
            let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            if kind.is_file() {
                files.push(path);
            } else if kind.is_dir() && !is_for_servers(&path) {
                open.push(path);
            }
        }
    }
    Ok(files)
}

/// Reads the file at `path`, unless it is too large to be one of ours.
fn bounded(path: &Path) -> Result<Vec<u8>, Error> {
    if fs::metadata(path).map_err(Error::read(path))?.len() > MOST {
        return Err(refused(path, &format!("this is larger than {} MiB", MOST >> 20)));
    }
    fs::read(path).map_err(Error::read(path))
}

fn foreign(what: &Path, kind: &str) -> Error {
    refused(what, &format!("this {kind} was not written by a build: it has no {NOT_FOUND}"))
}

fn refused(what: &Path, reason: &str) -> Error {
    Error::Usage(format!("{}: {reason}", what.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::read;

    #[test]
    fn an_id_that_only_labels_is_no_anchor_until_somebody_links_to_it() {
        let page = "<main><section aria-labelledby=t><h2 id=t></h2></section><p id=p></main>";
        let promised = |other: &str| {
            let files = vec!["a/b.html".to_owned(), "c.html".to_owned(), "d.css".to_owned()];
            let open = |path: &str| Ok(if path == "c.html" { other.to_owned() } else { page.to_owned() }.into_bytes());
            let read = read(files, open).unwrap();
            assert_eq!(read.keys().collect::<Vec<_>>(), ["a/b.html", "c.html"]);
            read["a/b.html"].anchors.iter().cloned().collect::<Vec<_>>()
        };
        assert_eq!(promised(""), ["p"]);
        assert_eq!(promised("<a href='a/b.html'></a><a href='b.html#t'></a>"), ["p"], "another page");
        assert_eq!(promised("<a href='a/b.html#t'></a>"), ["p", "t"]);
    }
}
