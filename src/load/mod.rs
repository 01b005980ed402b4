//! First stage: files → typed sources.
//!
//! Walks `content/` and `static/` in sorted order, reads what changed since the last build and parses the front matter.
//! Looks at one file at a time; how files relate to each other is up to [`model`](crate::model).

pub(crate) mod bounds;
pub(crate) mod characters;
pub(crate) mod config;
pub(crate) mod dates;
pub(crate) mod edition;
mod editorial;
pub(crate) mod eli;
pub(crate) mod example;
pub(crate) mod front;
mod kinds;
pub(crate) mod language;
pub(crate) mod markdown;
mod modules;
pub(crate) mod published;
pub(crate) mod slug;
mod styles;
pub(crate) mod table;
pub(crate) mod theme;
mod translations;
pub(crate) mod unfinished;
pub(crate) mod walk;
pub(crate) mod zola;

use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::error::Error;
use crate::ids::{PublicationId, ReadingPageId};
use crate::load::bounds::{Bounds, Refusal, Standing};
use crate::load::characters::plain;
use crate::load::config::Config;
use crate::load::front::{Detail, Front};
use crate::load::published::{Exceptions, Ignored, LeftOut, Reason, looks_like_page};
use crate::load::walk::walk;

/// The times and size of a file, by which a later build recognises it as unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(crate) struct Stamp {
    modified: u64,
    changed: u64,
    size: u64,
}

/// A file younger than this may change again within the same clock tick of the file system, without a change of its
/// stamp.
const SETTLED: Duration = Duration::from_millis(50);

impl Stamp {
    /// The stamp of a file: times in nanoseconds since 1970, size in bytes.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let nanos = |time: SystemTime| {
            time.duration_since(UNIX_EPOCH).ok().and_then(|age| u64::try_from(age.as_nanos()).ok()).unwrap_or(0)
        };
        let modified = metadata.modified().map(nanos).unwrap_or(0);
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            u64::try_from(metadata.ctime()).unwrap_or(0).wrapping_mul(1_000_000_000)
                + u64::try_from(metadata.ctime_nsec()).unwrap_or(0)
        };
        #[cfg(not(unix))]
        let changed = modified;
        Self { modified, changed, size: metadata.len() }
    }

    /// Whether the stamp is old enough at `now` for a later build to trust it.
    fn settled(self, now: SystemTime) -> bool {
        let age = Duration::from_nanos(self.changed.max(self.modified)) + SETTLED;
        UNIX_EPOCH.checked_add(age).is_some_and(|then| then < now)
    }
}

/// A Markdown file as read from disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Source {
    /// Path from `content/`, with `/`.
    pub path: String,
    /// Path from the site's root, as diagnostics show it.
    pub file: String,
    stamp: Stamp,
    /// Hash of the file's text, as normalised when it is read, or of what else the source is made from.
    pub digest: u64,
    /// The parsed front matter. Boxed because sources are moved from stage to stage.
    pub front: Box<Front>,
    /// Byte offset of the body.
    pub body: usize,
    /// The mistakes found while reading the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The whole text, if the file was read in this run.
    #[serde(skip)]
    pub text: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a source comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// A file in `content/`.
    File,
    /// A page of a publication's reading edition.
    Passage(PublicationId, ReadingPageId),
    /// Nothing: the home page of a site that has no file for it.
    Generated,
}

/// Two sources with the same hash are the same version of the same file.
impl Hash for Source {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.path, self.stamp, self.digest).hash(state);
    }
}

impl Source {
    /// A source with no file of its own. `file` is what diagnostics about it refer to, `digest` a hash of everything it
    /// is made from.
    pub(crate) fn without_file(path: &str, file: String, digest: u64, front: Front, origin: Origin) -> Self {
        Self {
            path: path.to_owned(),
            file,
            stamp: Stamp::default(),
            digest,
            front: Box::new(front),
            body: 0,
            diagnostics: Vec::new(),
            text: Some(String::new()),
            origin,
        }
    }

    /// The publication and the page in it, if it is a page of a reading edition.
    pub(crate) fn passage(&self) -> Option<(PublicationId, ReadingPageId)> {
        match self.origin {
            Origin::Passage(publication, page) => Some((publication, page)),
            Origin::File | Origin::Generated => None,
        }
    }

    /// Whether `text` is identical to the text that was read.
    pub(crate) fn is_text(&self, text: &str) -> bool {
        self.digest == rapidhash::v3::rapidhash_v3(text.as_bytes())
    }

    /// Takes the text of the file, reading it again if necessary. `root` is the site's root.
    pub(crate) fn take_text(&mut self, root: &Path) -> Result<String, Error> {
        match self.text.take() {
            Some(text) => Ok(text),
            None => self.read_text(root),
        }
    }

    /// Reads the current text of the file from disk.
    pub(crate) fn read_text(&self, root: &Path) -> Result<String, Error> {
        let path = root.join(&self.file);
        let bytes = fs::read(&path).map_err(Error::read(path))?;
        Ok(plain(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// A file that is copied unchanged.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    /// Path in the output, with `/`.
    pub path: String,
    /// Path from the site's root.
    pub file: String,
    /// Its stamp; `None` if it changed so recently that it may change again with the same stamp.
    pub stamp: Option<Stamp>,
}

/// The content and static files of a site.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// Markdown files, sorted by path.
    pub sources: Vec<Source>,
    /// Other files, sorted by path.
    pub assets: Vec<Asset>,
    /// Files and folders that are not published, and why.
    pub left_out: Vec<LeftOut>,
}

/// The name of the file in the site's root.
pub(crate) const CONFIG_FILE: &str = "config.toml";
/// The name of the configuration in newer releases of Zola.
const ZOLA_FILE: &str = "zola.toml";

/// Reads the configuration of the site in `root`; a missing file is treated as empty.
pub(crate) fn configuration(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<Config, Error> {
    fs::read_dir(root).map_err(Error::read(root))?;
    let path = root.join(CONFIG_FILE);
    match Bounds::of(root)?.find(Path::new(CONFIG_FILE)) {
        Ok(Some(_)) => {}
        Ok(None) => {
            if root.join(ZOLA_FILE).is_file() {
                let message = format!("this file is not read; the configuration of a site must be named {CONFIG_FILE}");
                diagnostics.push(Diagnostic::warning(Code::NoEffect, ZOLA_FILE, None, message).help("rename the file"));
            }
            return Ok(config::read("", diagnostics));
        }
        Err(refusal) => {
            let mistake = refusal.diagnostic(root);
            // The file that permits links to lead out of the site must not itself lie outside it.
            let help = "replace the link with the file itself; only the site's folder as a whole may be a link";
            diagnostics.push(match refusal {
                Refusal::Outside { .. } => mistake.help(help),
                _ => mistake,
            });
            return Ok(config::read("", diagnostics));
        }
    }
    let bytes = fs::read(&path).map_err(Error::read(&path))?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(config::read(text, diagnostics)),
        Err(error) => {
            diagnostics.push(invalid_utf8(CONFIG_FILE, error.valid_up_to()));
            Ok(config::read("", diagnostics))
        }
    }
}

/// The bounds of the site in `root`, as configured. Mistakes in the configuration are left for a build to report.
pub(crate) fn bounds(root: &Path) -> Result<Bounds, Error> {
    let mut untold = Vec::new();
    let config = configuration(root, &mut untold)?;
    Ok(Bounds::of(root)?.allowing(&config.allow, &mut untold))
}

/// Fails if there is no folder `content/`: a wrong root, or a disk that is not mounted, must not produce an empty site.
pub(crate) fn require_content(bounds: &Bounds) -> Result<(), Error> {
    // A link that is not followed is reported later, as a mistake in the site.
    if matches!(bounds.find(Path::new("content")), Ok(Some(Standing::Folder)) | Err(_)) {
        return Ok(());
    }
    let root = bounds.root().display();
    Err(Error::Usage(format!(
        "there is no folder content/ in {root}; check that --root names the folder of a site and that its disk is mounted, or create a small site with `vejviser init DIR`"
    )))
}

/// Reads the content and static files of a site. `kept` holds the cached sources of the last build, sorted by path.
pub(crate) fn files(
    bounds: &Bounds,
    config: &Config,
    kept: Vec<Source>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Loaded, Error> {
    let now = SystemTime::now();
    let ignored_content = Ignored::of(&config.zola.ignored_content)?;
    let ignored_static = Ignored::of(&config.zola.ignored_static)?;
    let of_content = Exceptions { ignored: Some(&ignored_content), ..Exceptions::default() };
    let content = walk(bounds, "content", of_content, diagnostics)?;
    let (pages, others): (Vec<_>, Vec<_>) = content.files.into_iter().partition(|(path, _)| path.ends_with(".md"));
    let mut left_out = content.left_out;
    // On disk, a name has whatever Unicode normalisation form the system gave it.
    let mut pages: Vec<(String, PathBuf)> = pages.into_iter().map(|(path, disk)| (plain(path), disk)).collect();
    pages.sort_unstable();
    let pages = translations::leave_out(pages, config, diagnostics);
    let (pages, notes): (Vec<_>, Vec<_>) = pages.into_iter().partition(|(path, _)| is_page(path));
    left_out
        .extend(notes.into_iter().map(|(path, _)| LeftOut { file: format!("content/{path}"), reason: Reason::Note }));
    // Both are sorted by path.
    let mut kept = kept.into_iter().peekable();
    let mut pairs = Vec::with_capacity(pages.len());
    for (path, disk) in pages {
        while kept.next_if(|source| source.path < path).is_some() {}
        pairs.push((kept.next_if(|source| source.path == path), path, disk));
    }
    let sources = pairs
        .into_par_iter()
        .map(|(kept, path, disk)| {
            let stamp = fs::metadata(&disk).map(|data| Stamp::of(&data)).map_err(Error::read(&disk))?;
            match kept {
                Some(source) if source.stamp == stamp => Ok(source),
                _ => read_source(path, from_root(bounds, &disk), &disk, stamp, now),
            }
        })
        .collect::<Result<_, Error>>()?;
    let named: Vec<String> = config.publish.iter().map(|name| name.value.clone()).collect();
    let of_static = Exceptions { is_static: true, named: &named, ignored: Some(&ignored_static) };
    let statics = walk(bounds, "static", of_static, diagnostics)?;
    left_out.extend(statics.left_out);
    let mut assets = Vec::with_capacity(others.len() + statics.files.len());
    for (folder, files, exceptions) in [("content", others, of_content), ("static", statics.files, of_static)] {
        for (path, disk) in files {
            let file = format!("{folder}/{path}");
            let name = path.rsplit('/').next().unwrap_or(&path);
            if exceptions.is_note(&path) {
                left_out.push(LeftOut { file, reason: Reason::Note });
            } else if folder == "content" && looks_like_page(name, &disk) {
                left_out.push(LeftOut { file, reason: Reason::Page });
            } else {
                let stamp = fs::metadata(&disk).map(|data| Stamp::of(&data)).map_err(Error::read(&disk))?;
                assets.push(Asset { file, path: plain(path), stamp: Some(stamp).filter(|stamp| stamp.settled(now)) });
            }
        }
    }
    diagnostics.extend(left_out.iter().filter_map(LeftOut::diagnostic));
    diagnostics.extend(config.publish.iter().filter_map(|name| unpublished(name, &assets)));
    Ok(Loaded { sources, assets, left_out })
}

/// The diagnostic for a name in `publish` that matches no file in `static/`.
fn unpublished(name: &Spanned<String>, assets: &[Asset]) -> Option<Diagnostic> {
    let is_meant = |asset: &Asset| {
        let path = asset.file.strip_prefix("static/");
        path.and_then(|path| path.strip_prefix(&name.value))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let message = || format!("`{}` does not exist in static/", name.value);
    (!assets.iter().any(is_meant)).then(|| {
        Diagnostic::warning(Code::NoEffect, CONFIG_FILE, name.span, message())
            .help("give the path relative to static/, such as \".foo\" or \".foo/bar.txt\", or remove it")
    })
}

fn is_page(path: &str) -> bool {
    path.rsplit('/').next() == Some("_index.md") || !Exceptions::default().is_note(path)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn from_root(bounds: &Bounds, disk: &Path) -> String {
    slashed(disk.strip_prefix(bounds.root()).unwrap_or(disk))
}

fn read_source(path: String, file: String, disk: &Path, stamp: Stamp, now: SystemTime) -> Result<Source, Error> {
    let bytes = fs::read(disk).map_err(Error::read(disk))?;
    let mut diagnostics = Vec::new();
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        diagnostics.push(invalid_utf8(&file, error.utf8_error().valid_up_to()));
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    diagnostics.extend(characters::private(&file, &text));
    let text = plain(text);
    let (front, body) = front::split(&text).unwrap_or_else(|span| {
        diagnostics.push(front::unended(&file, span));
        (0..0, text.len())
    });
    diagnostics.extend(front::yaml(&file, &text));
    characters::check(&file, &text, body, &mut diagnostics);
    unfinished::check(&file, &text, &mut diagnostics);
    let index = path.rsplit('/').next() == Some("_index.md");
    let (start, toml) = (front.start, &text[front]);
    let mut front = Box::new(front::read(&file, toml, start, index, &mut diagnostics));
    if let Detail::Theme { framing, .. } = &mut front.detail {
        text[body..].trim().clone_into(framing);
    }
    Ok(Source {
        path,
        stamp: if stamp.settled(now) { stamp } else { Stamp::default() },
        digest: rapidhash::v3::rapidhash_v3(text.as_bytes()),
        front,
        body,
        diagnostics,
        file,
        text: Some(text),
        origin: Origin::File,
    })
}

/// Private-use characters that mark holes in HTML while a site is built. None may come from a file; their replacement
/// has the same length, so that spans stay valid.
pub(crate) const MARKS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e01f}';

/// `text` with all [`MARKS`] replaced by U+FFFD.
pub(crate) fn unmarked(text: String) -> String {
    // The first byte of all of them; hardly any text contains it.
    if text.as_bytes().contains(&0xee) { text.replace(|letter| MARKS.contains(&letter), "\u{fffd}") } else { text }
}

fn invalid_utf8(file: &str, at: usize) -> Diagnostic {
    Diagnostic::error(Code::InvalidUtf8, file, Span::new(at..at + 1, 0), "this is not valid UTF-8")
        .help("save the file as UTF-8")
}

/// A hash of `value` that is the same on every machine and in every run of the same program.
pub(crate) fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = rapidhash::fast::RapidHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
