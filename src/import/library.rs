//! Finds the texts: those in the repository, and those in the library folder that an installation supplies.
//!
//! Knows which source records there are and what their rights allow. A publication whose file, hints and companions
//! (the other texts) are unchanged since an earlier build is taken from its cache.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use typed_index_collections::TiVec;

use crate::diagnostic::{Code, Diagnostic, Severity, Span, Spanned};
use crate::error::Error;
use crate::ids::PublicationId;
use crate::import::decode::{Decoded, LIMIT};
use crate::import::hints::{self, HINTS_FILE, Hints};
use crate::import::words::Evidence;
use crate::import::{Material, Publication, publication, reader};
use crate::load::bounds::{Bounds, Refusal, Standing, allow};
use crate::load::front::{Detail, Rights};
use crate::load::{Source, hashed};

/// Where to look and what is allowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Library<'a> {
    /// The bounds of the site.
    pub bounds: &'a Bounds,
    /// The library folder, if there is one.
    pub folder: Option<&'a Path>,
    /// Whether the installation may publish texts that may otherwise only be summarised.
    pub permission: bool,
    /// Whether the site is built for a place where anybody can read it.
    pub public: bool,
}

/// A source record with hints.
struct Record<'s> {
    name: String,
    source: &'s Source,
    rights: Rights,
    hints: Hints,
    hints_file: String,
    /// Hash of the hints.
    digest: u64,
}

/// A record whose text was found.
struct Found<'r, 's> {
    record: &'r Record<'s>,
    file: String,
    bytes: Vec<u8>,
    digest: u64,
    /// The span of the expected checksum, if the file has another one.
    other_version: Option<Span>,
}

/// What became of the search for a record's text.
enum Search<'r, 's> {
    Found(Found<'r, 's>),
    Missing,
    /// It may not be used, and the reason has been reported.
    LeftOut,
}

/// Reads every publication whose text is available. `kept` returns the one that an earlier build cached under a key.
pub(crate) fn read(
    library: Library<'_>,
    sources: &[Source],
    kept: impl Fn(u64) -> Option<Publication> + Sync,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<TiVec<PublicationId, Publication>, Error> {
    let records = records(library, sources, diagnostics)?;
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for record in &records {
        match find(library, record, diagnostics)? {
            Search::Found(text) => found.push(text),
            Search::Missing => missing.push(record),
            Search::LeftOut => {}
        }
    }
    report_missing(library, &missing, found.len(), diagnostics);
    // Line-break hyphens are inferred from all texts together, so each key depends on all of them.
    let companions = hashed(&found.iter().map(|text| text.digest).collect::<Vec<_>>());
    let keys: Vec<u64> = found
        .iter()
        .map(|text| {
            hashed(&(text.digest, text.record.digest, text.record.rights, library.permission, &text.file, companions))
        })
        .collect();
    let before: Vec<Option<Publication>> = keys.par_iter().map(|key| kept(*key)).collect();
    let decoded: Vec<Option<Decoded>> = if before.iter().all(Option::is_some) {
        found.iter().map(|_| None).collect()
    } else {
        let read: Vec<_> = found.par_iter().map(|text| reader::read(&text.bytes)).collect::<Result<_, Error>>()?;
        let pairs = found.iter().zip(read);
        pairs
            .map(|(text, read)| match read {
                Ok(decoded) => Some(decoded),
                Err(refusal) => {
                    let (message, help) = refusal.words();
                    diagnostics.push(
                        Diagnostic::error(
                            Code::NoText,
                            &text.record.hints_file,
                            text.record.hints.file.span,
                            format!("{}: {message}", text.file),
                        )
                        .help(help),
                    );
                    None
                }
            })
            .collect()
    };
    let mut evidence = Evidence::default();
    for decoded in decoded.iter().flatten() {
        evidence.read(&decoded.lines);
    }
    let jobs: Vec<_> = found.into_iter().zip(keys).zip(before).zip(decoded).collect();
    let made: Vec<(Publication, Found<'_, '_>)> = jobs
        .into_par_iter()
        .filter_map(|(((text, key), before), decoded)| {
            let made = before.or_else(|| {
                let Decoded { lines } = decoded?;
                let record = text.record;
                let material = Material {
                    folder: record.source.path.trim_end_matches("/_index.md"),
                    private: record.rights == Rights::SummaryOnly && !library.permission,
                    file: &text.file,
                    hints_file: &record.hints_file,
                    digest: key,
                };
                Some(publication(&material, lines, &record.hints, &evidence))
            })?;
            Some((made, text))
        })
        .collect();
    for (publication, text) in &made {
        match text.other_version {
            None => diagnostics.extend(publication.diagnostics.iter().cloned()),
            Some(span) => report_coverage(publication, text.record, span, diagnostics),
        }
    }
    Ok(made.into_iter().map(|(publication, _)| publication).collect())
}

/// Reports how much of another version the hints still fit. What they do not find there is not the editor's mistake.
fn report_coverage(publication: &Publication, record: &Record<'_>, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    let warning = |found: &Diagnostic| Diagnostic { severity: Severity::Warning, ..found.clone() };
    diagnostics.extend(publication.diagnostics.iter().map(warning));
    let headings = publication.sections.iter().filter(|section| !section.heading.lines.is_empty()).count();
    let printed = record.hints.headings.iter().filter(|heading| heading.printed).count();
    let (kept, all) = (publication.words_in - publication.words_dropped(), publication.words_in);
    let missed = publication.diagnostics.len();
    let message = format!(
        "in this version, {headings} of {printed} headings are found, {kept} of {all} words are kept, and {missed} hints have no match"
    );
    diagnostics.push(
        Diagnostic::warning(Code::OtherVersion, &record.hints_file, span, message)
            .help("correct the hints until everything matches"),
    );
}

/// The records with hints, and their hints.
fn records<'s>(
    library: Library<'_>,
    sources: &'s [Source],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Record<'s>>, Error> {
    let mut records = Vec::new();
    for source in sources {
        let Detail::Source { rights, .. } = &source.front.detail else { continue };
        let folder = source.file.trim_end_matches("/_index.md");
        let hints_file = format!("{folder}/{HINTS_FILE}");
        // A link that is not followed was reported when the folder was walked.
        if !matches!(library.bounds.find(Path::new(&hints_file)), Ok(Some(Standing::File))) {
            continue;
        }
        let path = library.bounds.root().join(&hints_file);
        let text = fs::read_to_string(&path).map_err(Error::read(&path))?;
        let hints = hints::read(&hints_file, &text, diagnostics);
        let name = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        records.push(Record { name, source, rights: *rights, hints, hints_file, digest: hashed(&text) });
    }
    Ok(records)
}

/// The text of `record`, if it is available and may be used.
fn find<'r, 's>(
    library: Library<'_>,
    record: &'r Record<'s>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Search<'r, 's>, Error> {
    let hint = record.hints.own_text.as_ref().unwrap_or(&record.hints.file);
    let mut mistake = |code: Code, message: String, help: &str| {
        diagnostics.push(Diagnostic::error(code, &record.hints_file, hint.span, message).help(help));
    };
    if hint.value.contains(['/', '\\', '\0']) || hint.value.starts_with('.') {
        let message = format!("`{}` is not a file name", hint.value.escape_debug());
        mistake(Code::InvalidValue, message, "give only the file name, without a folder and without a leading dot");
        return Ok(Search::LeftOut);
    }
    let folder = match (&record.hints.own_text, library.folder) {
        (Some(_), _) => library.bounds.root().join(record.source.file.trim_end_matches("/_index.md")),
        (None, Some(folder)) => folder.to_path_buf(),
        (None, None) => return Ok(Search::Missing),
    };
    let path = folder.join(&hint.value);
    let file = match &record.hints.own_text {
        Some(own) => format!("{}/{}", record.source.file.trim_end_matches("/_index.md"), own.value),
        None => path.display().to_string(),
    };
    match library.bounds.around(&folder)?.find(Path::new(&hint.value)) {
        Ok(Some(Standing::File)) => {}
        // Missing texts are reported together.
        Ok(_) | Err(Refusal::Nowhere { .. }) => return Ok(Search::Missing),
        // A link beside the record was reported when its folder was walked.
        Err(_) if record.hints.own_text.is_some() => return Ok(Search::LeftOut),
        Err(Refusal::Outside { to, .. }) => {
            let message = format!("{file} is a symbolic link that points outside the library, to {}", to.display());
            mistake(Code::OutsideSite, message, &format!("replace it with a copy of the file, or {}", allow(&to)));
            return Ok(Search::LeftOut);
        }
        Err(Refusal::Special { what, .. }) => {
            mistake(Code::SpecialFile, format!("{file} is {what} and cannot be read"), "put a regular file there");
            return Ok(Search::LeftOut);
        }
    }
    if record.rights == Rights::SummaryOnly && !library.permission && library.public {
        diagnostics.push(
            Diagnostic::warning(Code::Rights, &record.source.file, None, format!("the text of `{}` is left out: it may be summarised but not published, and this site has a base URL", record.name))
                .help("if the publisher permits it, quote the permission in config.toml: [library] permission = \"…\"; for your own use, build without a base URL"),
        );
        return Ok(Search::LeftOut);
    }
    let size = fs::metadata(&path).map_err(Error::read(&path))?.len();
    if size > LIMIT {
        diagnostics.push(
            Diagnostic::error(
                Code::ImportFile,
                &record.hints_file,
                hint.span,
                format!("{file} is {} MB; the limit is {} MB", size / 1_048_576, LIMIT / 1_048_576),
            )
            .help("remove its images, or save its text as a .txt file"),
        );
        return Ok(Search::LeftOut);
    }
    let bytes = fs::read(&path).map_err(Error::read(&path))?;
    let other_version = other_version(record, &file, &bytes, diagnostics);
    let digest = rapidhash::v3::rapidhash_v3(&bytes);
    Ok(Search::Found(Found { record, file, bytes, digest, other_version }))
}

/// Warns if the file is another version, and returns the span of the expected checksum. Another version is read all the
/// same: its words are counted, and the hints may fit.
fn other_version(record: &Record<'_>, file: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Option<Span> {
    let Spanned { value: known, span } = record.hints.sha256.as_ref()?;
    let found = sha256(bytes);
    let other = !known.eq_ignore_ascii_case(&found);
    if other {
        diagnostics.push(
            Diagnostic::warning(
                Code::OtherVersion,
                &record.hints_file,
                *span,
                format!("{file} is another version: its SHA-256 is {found}, but the hints are for {known}"),
            )
            .help("check the hints with `vejviser import FILE --report`, then update the checksum here"),
        );
    }
    other.then_some(*span)
}

/// The SHA-256 of `bytes` in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn report_missing(library: Library<'_>, missing: &[&Record<'_>], found: usize, diagnostics: &mut Vec<Diagnostic>) {
    for record in missing {
        if let Some(own) = &record.hints.own_text {
            diagnostics.push(
                Diagnostic::error(
                    Code::ImportFile,
                    &record.hints_file,
                    own.span,
                    format!("the file `{}` does not exist next to the record", own.value),
                )
                .help("add the file, or remove `own_text`"),
            );
        }
    }
    let Some(folder) = library.folder else { return };
    for record in missing.iter().filter(|record| record.hints.own_text.is_none()) {
        diagnostics.push(
            Diagnostic::warning(
                Code::ImportFile,
                &record.hints_file,
                record.hints.file.span,
                format!("the library {} has no file `{}`", folder.display(), record.hints.file.value),
            )
            .help(if found > 0 {
                "add the file to the library; without it, the site shows only the record and its summary"
            } else {
                "check that it is the right folder; the site shows only the record and its summary"
            }),
        );
    }
}

/// Fails if the library folder that was named is missing.
pub(crate) fn check_folder(folder: &Path) -> Result<PathBuf, Error> {
    if folder.is_dir() {
        return Ok(folder.to_path_buf());
    }
    Err(Error::Usage(format!(
        "the library {} is not a folder; check --library, VEJVISER_LIBRARY and [library] path in config.toml",
        folder.display()
    )))
}
