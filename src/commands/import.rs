//! `vejviser import FILE --report`: shows what the importer makes of one file, for the editor who writes its hints.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::error::Error;
use crate::import::hints::{self, HINTS_FILE, Hints};
use crate::import::library::sha256;
use crate::import::words::Evidence;
use crate::import::{Block, Leaf, Material, Publication, decode, publication, reader};
use crate::load;
use crate::load::published::Exceptions;
use crate::load::walk::walk;
use crate::report::{self, Format};

/// Imports `file` with the hints that name it in the site at `root`, and prints what was found.
pub(super) fn run(root: &Path, file: &Path, format: Format) -> Result<bool, Error> {
    let size = fs::metadata(file).map_err(Error::read(file))?.len();
    if size > decode::LIMIT {
        let limit = decode::LIMIT / 1_048_576;
        return Err(Error::Usage(format!(
            "{} is {} MB, but the size limit is {limit} MB",
            file.display(),
            size / 1_048_576
        )));
    }
    let bytes = fs::read(file).map_err(Error::read(file))?;
    let decoded = reader::read(&bytes)?.map_err(|refusal| {
        let (message, help) = refusal.words();
        Error::Usage(format!("{}: {message}; {help}", file.display()))
    })?;
    let mut diagnostics = Vec::new();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (hints_file, hints) = find_hints(root, &name, &mut diagnostics)?;
    let known = hints_file.is_some();
    let mut evidence = Evidence::default();
    evidence.read(&decoded.lines);
    // The other texts in the folder are evidence too: they help to infer which hyphens are line-break hyphens.
    for other in file.parent().into_iter().flat_map(fs::read_dir).flatten().flatten() {
        let path = other.path();
        if path != file && path.is_file() && path.extension().is_some_and(|extension| extension == "txt") {
            let read = fs::read(&path).ok().and_then(|bytes| reader::read(&bytes).ok()?.ok());
            evidence.read(&read.map(|decoded| decoded.lines).unwrap_or_default());
        }
    }
    let hints_file = hints_file.unwrap_or_else(|| HINTS_FILE.to_owned());
    let shown = file.display().to_string();
    let material = Material { folder: "", private: true, file: &shown, hints_file: &hints_file, digest: 0 };
    let lines = decoded.lines.len();
    let made = publication(&material, decoded.lines, &hints, &evidence);
    diagnostics.extend(made.diagnostics.iter().cloned());
    report::print(root, &diagnostics, format).map_err(Error::write("console output"))?;
    let mut out = io::stdout().lock();
    let told = (|| {
        writeln!(out, "{shown}: {lines} lines, SHA-256 {}", sha256(&bytes))?;
        if !known {
            writeln!(out, "No record of the site names this file; this is the result without hints ({HINTS_FILE}).")?;
        }
        tell(&mut out, &made)
    })();
    told.map_err(Error::write("console output"))?;
    Ok(!crate::diagnostic::has_errors(&diagnostics))
}

/// Reads a publication from standard input and writes its text, or the reason why it has none, to standard output. This
/// is the child process of [`reader::read`].
pub(super) fn read_publication() -> Result<bool, Error> {
    reader::limit()?;
    let mut bytes = Vec::new();
    let input = Path::new("standard input");
    io::stdin().lock().take(decode::LIMIT).read_to_end(&mut bytes).map_err(Error::read(input))?;
    let read = decode::decode(&bytes);
    let answer = postcard::to_stdvec(&read).map_err(|error| Error::Usage(error.to_string()))?;
    io::stdout().lock().write_all(&answer).map_err(Error::write("standard output"))?;
    Ok(true)
}

/// Finds the hints in the site that name the file `name`, and their path; otherwise returns empty hints.
fn find_hints(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<(Option<String>, Hints), Error> {
    let bounds = load::bounds(root)?;
    // Mistakes elsewhere in the site are of no interest here.
    for (path, disk) in walk(&bounds, "content", Exceptions::default(), &mut Vec::new())?.files {
        if path.rsplit('/').next() != Some(HINTS_FILE) {
            continue;
        }
        let text = fs::read_to_string(&disk).map_err(Error::read(&disk))?;
        let file = format!("content/{path}");
        let mut mistakes = Vec::new();
        let hints = hints::read(&file, &text, &mut mistakes);
        let is_own = |own: &Option<Spanned<String>>| own.as_ref().is_some_and(|own| own.value == name);
        if hints.file.value == name || is_own(&hints.own_text) {
            diagnostics.append(&mut mistakes);
            return Ok((Some(file), hints));
        }
    }
    let mut hints = hints::read(HINTS_FILE, "file = \"-\"", &mut Vec::new());
    hints.file = Spanned { value: name.to_owned(), span: Span::default() };
    Ok((None, hints))
}

fn tell(out: &mut impl Write, made: &Publication) -> io::Result<()> {
    let placed: usize =
        made.pages.iter().flat_map(|page| made.leaves(page)).map(|leaf| made.words_of(&leaf.lines).count()).sum();
    let elsewhere: usize = made.elsewhere.iter().map(|(_, lines)| made.words_of(lines).count()).sum();
    writeln!(
        out,
        "\nWords: {} in the file, {placed} in blocks, {elsewhere} on other pages, {} dropped",
        made.words_in,
        made.words_dropped()
    )?;
    writeln!(out, "\nDropped:")?;
    for dropped in &made.dropped {
        let reason = if dropped.reason.is_empty() { String::new() } else { format!(" ({})", dropped.reason) };
        writeln!(out, "  line {}: {}{reason}: {}", dropped.line, dropped.rule.name(), dropped.text)?;
    }
    writeln!(out, "\nPages of the site and their headings:")?;
    let page = |page: Option<u32>| page.map_or_else(|| "-".to_owned(), |page| page.to_string());
    for (id, section) in made.sections.iter_enumerated() {
        let name = made.pages.iter().find(|page| page.sections.start == id).map(|page| format!("  -> {}", page.name));
        let elsewhere = section.elsewhere.as_ref().map(|page| format!("  => {page}"));
        let indent = "  ".repeat(usize::from(section.level));
        writeln!(
            out,
            "{indent}{} [line {}, page {}]{}",
            section.name(),
            section.line,
            page(section.page),
            name.or(elsewhere).unwrap_or_default()
        )?;
    }
    writeln!(
        out,
        "\nPrinted pages: {}",
        made.printed.iter().map(|(page, line)| format!("{page}@{line}")).collect::<Vec<_>>().join(" ")
    )?;
    for section in &made.sections {
        for block in &section.blocks {
            tell_block(out, block, 1)?;
        }
    }
    writeln!(out, "\nFootnotes:")?;
    for note in &made.notes {
        let marked = note.marked.map_or_else(|| "mark not found".to_owned(), |line| format!("mark on line {line}"));
        let text = note
            .text
            .as_ref()
            .map_or_else(|| "text not found".to_owned(), |leaf| format!("text on line {}", line(leaf)));
        writeln!(out, "  {}: {marked}, {text}", note.mark)?;
    }
    Ok(())
}

/// The line that `leaf` begins on.
fn line(leaf: &Leaf) -> String {
    leaf.line().map_or_else(|| "-".to_owned(), |line| line.to_string())
}

fn tell_block(out: &mut impl Write, block: &Block, depth: usize) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    match block {
        Block::Table(table) => writeln!(
            out,
            "{indent}table {} [line {}] {} rows of {} columns: {}",
            table.number.as_deref().unwrap_or("-"),
            line(&table.caption),
            table.rows.len(),
            table.columns.len(),
            table.caption.text
        ),
        Block::PlainTable { number, caption, .. } => writeln!(
            out,
            "{indent}table {} [line {}] as plain lines: {}",
            number.as_deref().unwrap_or("-"),
            line(caption),
            caption.text
        ),
        Block::Figure { number, caption, .. } => writeln!(
            out,
            "{indent}figure {} [line {}]: {}",
            number.as_deref().unwrap_or("-"),
            line(caption),
            caption.text
        ),
        Block::Boxed { kind, title, lines, blocks } => {
            writeln!(out, "{indent}{kind} [lines {}-{}]: {}", lines.0, lines.1, title.text)?;
            blocks.iter().try_for_each(|block| tell_block(out, block, depth + 1))
        }
        Block::Case { title, boxes, steps, .. } => {
            writeln!(out, "{indent}case [line {}]: {} ({} boxes)", line(title), title.text, boxes.len())?;
            steps
                .iter()
                .try_for_each(|step| writeln!(out, "{indent}  step [line {}]: {}", line(&step.title), step.title.text))
        }
        Block::Paragraph { style: crate::import::Style::Quote, text } => {
            writeln!(out, "{indent}quotation [line {}]", line(text))
        }
        Block::Paragraph { .. } | Block::List(_) | Block::Plain(_) | Block::Elsewhere { .. } => Ok(()),
    }
}
