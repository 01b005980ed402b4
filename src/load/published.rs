//! Decides which files in a site's folders are published, by their names.
//!
//! Folders contain more than a site: leftovers of text editors, operating systems and sync programs, hidden files,
//! editors' notes. None of it is published by accident, and nothing that an editor may have meant to publish is left
//! out silently.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use globset::{Glob, GlobSet};

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::error::Error;
use crate::load::characters::without_blanks;

/// Why a file, or a folder with everything in it, is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// Left behind by a text editor, an operating system or a sync program.
    Leftover,
    /// Its name begins with a dot.
    Hidden,
    /// Its name begins with an underscore: an editors' note, or a file for the importer.
    Note,
    /// It looks like a page, but its name does not end in `.md`.
    Page,
    /// It matches a pattern in `config.toml`.
    Ignored,
}

impl Reason {
    /// A short description, for `--verbose`.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Leftover => "left behind by a program",
            Self::Hidden => "hidden",
            Self::Note => "a note: its name begins with _",
            Self::Page => "looks like a page",
            Self::Ignored => "ignored by config.toml",
        }
    }
}

/// A file or folder that is not published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LeftOut {
    /// Path from the site's root, with `/`.
    pub file: String,
    /// Why it is not published.
    pub reason: Reason,
}

impl LeftOut {
    /// A warning, if an editor or a webmaster may have meant to publish it.
    pub(super) fn diagnostic(&self) -> Option<Diagnostic> {
        let from_static = self.file.strip_prefix("static/");
        let (message, help) = match (self.reason, from_static) {
            (Reason::Page, _) => (
                "this file looks like a page but is not published: the name of a page must end in `.md`".to_owned(),
                "rename the file, or prefix its name with _ if it is a note".to_owned(),
            ),
            (Reason::Hidden, Some(path)) if !is_for_programs(path) => (
                "this is not published: names that begin with a dot are hidden".to_owned(),
                format!("to publish it, list it in config.toml: [build] publish = [\"{path}\"]"),
            ),
            _ => return None,
        };
        Some(Diagnostic::warning(Code::NotPublished, &self.file, None, message).help(help))
    }
}

/// A folder's exceptions to the rules that names are judged by.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Exceptions<'a> {
    /// Whether the folder is `static/`, where web servers look for certain hidden files.
    pub(crate) is_static: bool,
    /// The paths that `config.toml` publishes explicitly, relative to the folder.
    pub(crate) named: &'a [String],
    /// What `config.toml` ignores.
    pub(crate) ignored: Option<&'a Ignored>,
}

/// Glob patterns of ignored files, as in Zola: each is matched against the path from the folder, the path from the
/// site's root, and the name alone.
#[derive(Debug)]
pub(crate) struct Ignored(GlobSet);

impl Ignored {
    pub(crate) fn of(patterns: &[Spanned<String>]) -> Result<Self, Error> {
        let unusable = |error: globset::Error| Error::Usage(format!("invalid patterns of ignored files: {error}"));
        let mut set = GlobSet::builder();
        for pattern in patterns {
            set.add(Glob::new(&pattern.value).map_err(unusable)?);
        }
        Ok(Self(set.build().map_err(unusable)?))
    }

    fn has(&self, folder: &str, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        !self.0.is_empty()
            && (self.0.is_match(path) || self.0.is_match(name) || self.0.is_match(format!("{folder}/{path}")))
    }
}

/// Files beginning with a dot or an underscore by which webmasters configure their servers.
const WELL_KNOWN: [&str; 7] =
    [".well-known", ".htaccess", ".nojekyll", ".domains", "_headers", "_redirects", "_routes.json"];

impl Exceptions<'_> {
    /// Why the entry at `path` in the folder is left out, if it is.
    pub(crate) fn reason(&self, path: &str) -> Option<Reason> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if is_leftover(name) {
            return Some(Reason::Leftover);
        }
        let folder = if self.is_static { "static" } else { "content" };
        if self.ignored.is_some_and(|ignored| ignored.has(folder, path)) {
            return Some(Reason::Ignored);
        }
        // Everything in a hidden folder is hidden.
        let is_hidden = path.starts_with('.') || path.contains("/.");
        (is_hidden && !self.publishes(path)).then_some(Reason::Hidden)
    }

    /// Whether the file at `path` is a note.
    pub(crate) fn is_note(&self, path: &str) -> bool {
        path.rsplit('/').next().unwrap_or(path).starts_with('_') && !self.publishes(path)
    }

    fn publishes(&self, path: &str) -> bool {
        let under = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let is_named = |named: &String| path == named || under(path, named) || under(named, path);
        let is_known = |part: &str| WELL_KNOWN.contains(&part);
        self.is_static && (path.split('/').any(is_known) || self.named.iter().any(is_named))
    }
}

/// Whether the published file at `path` is meant for web servers. Servers do not hand out such files, so browsers
/// cannot fetch them.
pub(crate) fn is_for_servers(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || WELL_KNOWN.contains(&part))
}

/// Prefixes of the names that text editors, operating systems and sync programs give to files of their own.
const BEGINNINGS: [&str; 6] = ["~$", "~wrl", ".~lock.", "._", ".sync-conflict-", ".goutputstream-"];

/// Suffixes of such names. The first are backup copies, the others are files still being written or transferred.
const ENDINGS: [&str; 16] = [
    "~",
    ".orig",
    ".rej",
    ".bak",
    ".save",
    ".swp",
    ".swo",
    ".swn",
    ".swx",
    ".un~",
    ".tmp",
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".kate-swp",
];

/// Complete names of such files.
const NAMES: [&str; 16] = [
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "icon\r",
    "__macosx",
    "@eadir",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "4913",
    ".ds_store",
    ".directory",
    ".localized",
    ".fseventsd",
    ".spotlight-v100",
];

/// Whether programs leave files of this name behind, even if an editor gave the name to a file of her own.
fn is_leftover(name: &str) -> bool {
    let name = name.to_lowercase();
    let between = |mark: &str| name.len() > 1 && name.starts_with(mark) && name.ends_with(mark);
    NAMES.contains(&name.as_str())
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || between("#")
        || name.starts_with(".#")
        || name.starts_with("___jb_")
        || name.contains(".sb-")
        || name.contains(".sync-conflict-")
        || name.contains("conflicted copy")
}

/// Prefixes of hidden files meant for programs that store or edit a site, not for its readers.
const FOR_PROGRAMS: [&str; 7] = [".git", ".hg", ".svn", ".keep", ".editorconfig", ".vscode", ".idea"];

/// Whether the hidden file or folder at `path` is unlikely to be meant for publication.
fn is_for_programs(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    FOR_PROGRAMS.iter().any(|known| name.starts_with(known))
}

/// Extensions of Markdown files. Only a lower-case `.md` makes a page.
const MARKDOWN: [&str; 7] = ["md", "markdown", "mdown", "mkdn", "mkd", "mdwn", "mdx"];

/// Extensions of files that are often stored beside a page. They are published whatever they contain.
const BESIDE_PAGES: [&str; 47] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff", "heic", "pdf", "doc", "docx",
    "dot", "dotx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "epub", "csv", "tsv", "json", "xml",
    "ics", "vcf", "zip", "gz", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "mov", "woff", "woff2", "ttf", "otf", "css",
    "js",
];

/// Whether the file `name` at `disk` looks like a page although its name does not end in `.md`: by another extension of
/// Markdown files, by something after the extension, or by front matter at its top.
pub(super) fn looks_like_page(name: &str, disk: &Path) -> bool {
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if MARKDOWN.contains(&ending) {
        return true;
    }
    if BESIDE_PAGES.contains(&ending) {
        return false;
    }
    let is_cut =
        |(at, _): (usize, &str)| !name[at + ".md".len()..].starts_with(|letter: char| letter.is_alphanumeric());
    name.match_indices(".md").any(is_cut) || has_front_matter(disk)
}

/// Whether the file begins with front matter; `false` if it cannot be read.
fn has_front_matter(disk: &Path) -> bool {
    let mut top = Vec::new();
    let read = File::open(disk).and_then(|file| file.take(64).read_to_end(&mut top));
    read.is_ok() && without_blanks(&String::from_utf8_lossy(&top)).starts_with("+++")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_leave_files_behind() {
        for name in [
            "p.md~",
            "p.md.orig",
            "#p.md#",
            "~$p.docx",
            "Thumbs.db",
            ".DS_Store",
            ".#p.md",
            ".p.md.swp",
            "p.md.bak",
            "._p.md",
            "~WRL0001.tmp",
            "p.sync-conflict-20261129.md",
            "p (conflicted copy 2026).md",
            "p.md.sb-1a2b-cd",
            "desktop.ini",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in ["p.md", "#hjerte.md", "orig.md", "tmp", "c#", "5.c.md", "lock.svg", "~", "backup.pdf"] {
            assert_eq!(is_leftover(name), name == "~", "{name}");
        }
    }

    #[test]
    fn servers_have_hidden_files() {
        let named = [".foo".to_owned(), ".a/b.txt".to_owned(), "_c".to_owned()];
        let (plain, own) = (Exceptions::default(), Exceptions { is_static: true, named: &named, ignored: None });
        for path in [
            ".well-known/security.txt",
            ".well-known",
            ".htaccess",
            "a/.htaccess",
            ".foo",
            ".foo/x",
            ".a",
            ".a/b.txt",
            "_c",
            "_headers",
        ] {
            assert_eq!((own.reason(path), own.is_note(path)), (None, false), "{path}");
        }
        assert_eq!(own.reason(".foobar"), Some(Reason::Hidden));
        assert_eq!(own.reason(".a/c.txt"), Some(Reason::Hidden));
        assert_eq!(own.reason("a/.htpasswd"), Some(Reason::Hidden));
        assert_eq!(own.reason(".well-known/.DS_Store"), Some(Reason::Leftover));
        assert!(own.is_note("_d") && plain.is_note("_headers"));
        assert_eq!(plain.reason(".well-known"), Some(Reason::Hidden));
    }

    #[test]
    fn pages_have_one_ending() {
        let nowhere = Path::new("/nowhere");
        for name in ["q.MD", "q.Md", "q.markdown", "q.mdx", "q.md.txt", "q.md (kopi)", "q.md.1", "q.md copy"] {
            assert!(looks_like_page(name, nowhere), "{name}");
        }
        for name in ["q.png", "q.md.pdf", "q.mdb", "admd", "q.txt", "MD"] {
            assert!(!looks_like_page(name, nowhere), "{name}");
        }
    }
}
