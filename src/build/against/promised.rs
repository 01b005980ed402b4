//! What an earlier build promises: its addresses, and the anchors on its pages.
//!
//! Knows which files somebody may have cited: all but those that pages and programs are made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::published::is_for_servers;

/// The addresses of an earlier build.
#[derive(Debug)]
pub(in crate::build) struct Promised {
    /// The path that was given, for diagnostics.
    pub(super) given: String,
    /// What is promised at each path.
    pub(super) paths: BTreeMap<String, Promise>,
}

/// What is promised at one path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Promise {
    /// The title of the page.
    pub(super) title: Option<String>,
    /// The anchors on the page.
    pub(super) anchors: BTreeSet<String>,
}

/// File types that pages are made of: each build brings its own.
const PARTS: [&str; 10] = ["js", "mjs", "css", "map", "wasm", "woff", "woff2", "ttf", "otf", "eot"];
/// Images, which the theme has too.
const IMAGES: [&str; 8] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico"];
/// Files that only programs ask for, each time they need them.
const FOR_PROGRAMS: [&str; 4] = ["robots.txt", "sitemap.xml", "opensearch.xml", "data/filer.json"];
/// The folder of the theme's files.
const ASSETS: &str = "assets/";

/// Whether somebody may have cited the file at `path`.
pub(super) fn is_promised(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let of_theme = path.starts_with(ASSETS) && IMAGES.contains(&ending.as_str());
    !(PARTS.contains(&ending.as_str()) || of_theme || FOR_PROGRAMS.contains(&path) || is_for_servers(path))
}

impl Promised {
    /// The number of paths and of anchors.
    pub(in crate::build) fn counts(&self) -> (usize, usize) {
        (self.paths.len(), self.paths.values().map(|promise| promise.anchors.len()).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::is_promised;

    #[test]
    fn what_pages_are_made_of_is_not_promised() {
        for path in [
            "index.html",
            "assets/index.html",
            "data/begreber.json",
            "atom.xml",
            "bilag/rapport.pdf",
            "assets/rapport.pdf",
            "bilag/figur.svg",
            "LICENSE",
        ] {
            assert!(is_promised(path), "{path}");
        }
        for path in [
            "assets/vejviser.css",
            "assets/vejviser.svg",
            "assets/js/site.js",
            "search/index-1f0a.js",
            "data/spoergsmaal.js",
            "data/filer.json",
            "sw.js",
            "robots.txt",
            "sitemap.xml",
            ".well-known/security.txt",
            "_headers",
            "skrift.WOFF2",
        ] {
            assert!(!is_promised(path), "{path}");
        }
    }
}
