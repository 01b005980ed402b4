//! The paragraphs of a law as files of an edition, in the form that editors write.
//!
//! The wordings are the law's. The rest is what the document says about itself; whether the edition is current, only an
//! editor can know. A file that exists is never touched.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::Wanted;
use crate::build::{LawEdition, QuotedParagraph};
use crate::commands::new;
use crate::error::Error;
use crate::import::law::{Document, Law, Paragraph};
use crate::load;
use crate::load::front::{Family, Kind};
use crate::model::address;

/// Writes the wanted paragraphs of `law` to the edition at `path`, from `content/`, and says what it wrote.
pub(super) fn write(root: &Path, path: &str, law: &Law, wanted: &Wanted, editions: &[LawEdition]) -> Result<(), Error> {
    let index = new::file_path(Kind::Edition, path)?;
    let folder = address::folder(&index);
    new::require_inside(&load::bounds(root)?, &index)?;
    let paragraphs = known_edition(root, folder, editions)?;
    let id = folder.rsplit('/').next().unwrap_or(folder);
    let mut files = Vec::new();
    let mut told = Vec::new();
    for (weight, paragraph) in (1..).zip(&law.paragraphs).filter(|(_, paragraph)| wanted.has(&paragraph.number)) {
        if let Some(why) = &paragraph.unquotable {
            told.push(format!("{}: not written: {why} (line {})", paragraph.name(), paragraph.line));
            continue;
        }
        let is_same = |known: &&QuotedParagraph| known.statute == wanted.statute && known.number == paragraph.number;
        if let Some(known) = paragraphs.iter().find(is_same) {
            told.push(format!("{}: exists; left as it is", known.file));
            continue;
        }
        let name = address::slug(&format!("{}-{}", wanted.statute, paragraph.number));
        let text = paragraph_text(&law.document, &wanted.statute, paragraph, weight);
        files.push((format!("{folder}/{name}.md"), text));
    }
    // An edition without any paragraph would be the current one all the same.
    if !files.is_empty() {
        let incomplete = files.len() < law.paragraphs.len();
        files.insert(0, (index.clone(), edition_text(&law.document, id, incomplete)));
    }
    let mut out = io::stdout().lock();
    let console = |error| Error::write("console output")(error);
    let mut written = 0;
    for (path, text) in &files {
        let file = format!("content/{path}");
        let done = match create(&root.join(&file), text)? {
            true => "written",
            false => "exists; left as it is",
        };
        written += usize::from(done == "written");
        writeln!(out, "{file}: {done}").map_err(console)?;
    }
    told.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(console)?;
    let what = if written == 1 { "1 file".to_owned() } else { format!("{written} files") };
    let next = "Set its `status` and what it `replaces`, and describe the pages in your own words";
    writeln!(out, "{what} written to content/{folder}/. {next}.").map_err(console)
}

/// The paragraphs of the edition in `folder`, if it exists. Refuses a folder of something else, and a second edition of the
/// same year.
fn known_edition<'e>(root: &Path, folder: &str, editions: &'e [LawEdition]) -> Result<&'e [QuotedParagraph], Error> {
    let index = format!("content/{folder}/_index.md");
    if let Some(edition) = editions.iter().find(|edition| edition.file == index) {
        return Ok(&edition.paragraphs);
    }
    if root.join(&index).exists() {
        let help = "choose another folder with --to";
        return Err(Error::Usage(format!("{index} is not an edition of the law; {help}")));
    }
    let id = format!("{}-{}", Family::Law.name(), folder.rsplit('/').next().unwrap_or(folder));
    match editions.iter().find(|edition| edition.id == id) {
        Some(edition) => {
            let there = address::folder(edition.file.trim_start_matches("content/"));
            Err(Error::Usage(format!("the site already has the edition {id}; use --to {there}")))
        }
        None => Ok(&[]),
    }
}

/// Writes a file that does not exist yet, and the folders above it; `false` if it exists.
fn create(target: &Path, text: &str) -> Result<bool, Error> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    match File::create_new(target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Error::write(target)(error)),
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(Error::write(target)).map(|()| true),
    }
}

fn edition_text(document: &Document, id: &str, incomplete: bool) -> String {
    let citation = document.citation();
    let quoted_from = citation.as_deref().unwrap_or("dokumentet fra retsinformation.dk");
    let mut keys = vec![
        ("title", document.title.clone().unwrap_or_else(|| "Lovgivning".to_owned())),
        ("description", format!("Her kan du læse loven, som den står i {quoted_from}.")),
        ("kind", "edition".to_owned()),
        ("family", Family::Law.name().to_owned()),
        ("id", id.to_owned()),
        ("status", "unknown".to_owned()),
        (
            "notice",
            format!(
                "Du ser loven, som den står i {quoted_from}. Den kan være ændret siden. Tjek den gældende lov på retsinformation.dk."
            ),
        ),
    ];
    keys.extend(citation.map(|citation| ("published", citation)));
    let lines = keys.iter().map(|(key, value)| format!("{key} = {}\n", new::quoted(value)));
    let incomplete = if incomplete { "incomplete = true\n" } else { "" };
    format!("+++\n{}{incomplete}+++\n", lines.collect::<String>())
}

fn paragraph_text(document: &Document, statute: &str, paragraph: &Paragraph, weight: usize) -> String {
    let mut letters = statute.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let title = format!("{first}{}s {}", letters.as_str(), paragraph.name());
    let quoted_from = document.citation().unwrap_or_else(|| "dokumentet fra retsinformation.dk".to_owned());
    let description = format!("Her kan du læse {}, som den står i {quoted_from}.", paragraph.name());
    let eli = document.eli().map(|address| format!("eli = {}\n", new::quoted(&address))).unwrap_or_default();
    let mut text = format!(
        "+++\ntitle = {}\ndescription = {}\nkind = \"paragraph\"\nstatute = {}\nid = {}\n{eli}weight = {weight}\n",
        new::quoted(&title),
        new::quoted(&description),
        new::quoted(statute),
        new::quoted(&paragraph.number)
    );
    for subsection in &paragraph.subsections {
        text.push_str(&format!("\n[[subsections]]\ntext = {}\n", new::quoted(subsection)));
    }
    text + "+++\n"
}
