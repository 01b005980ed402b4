//! `vejviser import --law FILE`: compares a statute from retsinformation.dk with the site's quotations of it, or writes its
//! paragraphs to an edition.

mod compare;
mod edition;
mod words;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::build::{self, LawEdition};
use crate::cli::{Cli, ImportOptions};
use crate::diagnostic::{Severity, did_you_mean};
use crate::error::Error;
use crate::import::law::{self, LIMIT, Law};
use crate::load;
use crate::report::Format;

/// Runs the command on `file`. Returns `false` if the site quotes the law differently.
pub(super) fn run(cli: &Cli, file: &Path, options: &ImportOptions) -> Result<bool, Error> {
    let law = law::read(bytes(file)?).map_err(|flaw| {
        // As compilers write it: the file, then the place without a blank.
        let separator = if flaw.place.is_some() { ":" } else { ": " };
        Error::Usage(format!("{}{separator}{flaw}", file.display()))
    })?;
    let wanted = Wanted { statute: statute(&law, options, file)?, numbers: numbers(&law, options, file)? };
    let console = |error| Error::write("console output")(error);
    tell_notes(&law, file).map_err(console)?;
    let editions = editions(cli)?;
    match &options.to {
        Some(path) => {
            edition::write(&cli.options.root, path, &law, &wanted, &editions)?;
            Ok(true)
        }
        None => {
            let comparison = compare::editions(&law, &wanted, &editions)?;
            let mut out = io::stdout().lock();
            let told = match cli.options.format {
                Format::Json => serde_json::to_writer_pretty(&mut out, &comparison).map_err(io::Error::from),
                Format::Text => comparison.tell(&mut out),
            };
            told.and_then(|()| if cli.options.format == Format::Json { writeln!(out) } else { Ok(()) })
                .map_err(console)?;
            Ok(!comparison.differs())
        }
    }
}

/// What of a law the command is about.
struct Wanted {
    /// The statute, as the site cites it.
    statute: String,
    /// The numbers of the paragraphs; `None` for all.
    numbers: Option<Vec<String>>,
}

impl Wanted {
    /// Whether the paragraph `number` is one of them.
    fn has(&self, number: &str) -> bool {
        self.numbers.as_ref().is_none_or(|numbers| numbers.iter().any(|wanted| wanted == number))
    }
}

/// The bytes of `file`, which must be a regular one: reading a pipe would not end.
fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    if !fs::metadata(file).map_err(Error::read(file))?.is_file() {
        return Err(Error::Usage(format!("{} is not a regular file; give the LexDania file itself", file.display())));
    }
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(Error::read(file))?;
    opened.take(LIMIT + 1).read_to_end(&mut bytes).map_err(Error::read(file))?;
    if bytes.len() as u64 > LIMIT {
        let limit = LIMIT / 1_048_576;
        let message = format!("the file is larger than {limit} MB, as no law is; check that it is the right file");
        return Err(Error::Usage(format!("{}: {message}", file.display())));
    }
    Ok(bytes)
}

/// The name that the statute is cited by: the given one, or the one in the file.
fn statute(law: &Law, options: &ImportOptions, file: &Path) -> Result<String, Error> {
    let Some(name) = &options.statute else {
        let title = law.document.title.as_deref().unwrap_or("it has no title");
        return law.document.statute.clone().ok_or_else(|| {
            Error::Usage(format!(
                "{}: the file does not say what the statute is cited by ({title}); give its name, such as --statute serviceloven",
                file.display()
            ))
        });
    };
    let name = name.to_lowercase();
    if name.is_empty() || !name.chars().all(char::is_alphabetic) {
        return Err(Error::Usage(format!("--statute: `{name}` is not a name of one word, such as serviceloven")));
    }
    Ok(name)
}

/// The numbers of the paragraphs that were asked for, in their canonical form.
fn numbers(law: &Law, options: &ImportOptions, file: &Path) -> Result<Option<Vec<String>>, Error> {
    if options.paragraphs.is_empty() {
        return Ok(None);
    }
    let find = |written: &String| {
        let number = law::number(written).ok_or_else(|| {
            Error::Usage(format!(
                "--paragraphs: `{written}` is not the number of a paragraph, such as 101 or \"101 a\""
            ))
        })?;
        // What the law no longer has can still be compared, so that the answer says so.
        if options.to.is_some() && law.paragraph(&number).is_none() {
            let known = law.paragraphs.iter().map(|paragraph| paragraph.number.as_str());
            let help = match law.range_with(&number) {
                Some(range) => format!("it has {}", range.name()),
                None => match did_you_mean(&number, known) {
                    Some(near) => format!("did you mean {near}?"),
                    None => "leave --paragraphs out to write all".to_owned(),
                },
            };
            return Err(Error::Usage(format!("{} has no § {number}; {help}", file.display())));
        }
        Ok(number)
    };
    options.paragraphs.iter().map(find).collect::<Result<_, _>>().map(Some)
}

/// Prints what the file says about itself that an editor must know, and what was left out.
fn tell_notes(law: &Law, file: &Path) -> io::Result<()> {
    let mut err = io::stderr().lock();
    if law.document.is_historic {
        writeln!(err, "{}: note: the file says that a later version has replaced this one", file.display())?;
    }
    law.notes.iter().try_for_each(|note| writeln!(err, "{}:{}: note: {}", file.display(), note.line, note.message))
}

/// The editions of the law that the site has. Errors in its content are counted, but do not stop the command: a file that
/// is to be corrected with its help may be what is wrong.
fn editions(cli: &Cli) -> Result<Vec<LawEdition>, Error> {
    let mut diagnostics = Vec::new();
    let config = load::configuration(&cli.options.root, &mut diagnostics)?;
    let mut options = cli.options.validate(&config)?;
    // An edition that is not published yet is there all the same.
    options.drafts = true;
    cli.options.set_threads(&config)?;
    let (outcome, editions) = build::law(&options, config, diagnostics)?;
    let errors = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    if errors > 0 {
        let what = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
        let told = writeln!(
            io::stderr(),
            "The site has {what}; pages that cite the law may be missing below. `vejviser check` shows what is wrong."
        );
        told.map_err(Error::write("console output"))?;
    }
    Ok(editions)
}
