//! `vejviser new KIND PATH`: writes a complete, valid file, as a draft.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::suggest;
use crate::error::Error;
use crate::load;
use crate::load::bounds::Bounds;
use crate::load::config::Config;
use crate::load::front::{Detail, Family, KINDS, Kind};
use crate::load::unfinished::placeholder::{
    ASK, BODY, CRITERION, DESCRIPTION, EXAMPLE, INDICATOR, NOTICE, PARAGRAPH, QUESTION, REASON, SUBSECTION, YEAR,
};
use crate::model::address;

/// Writes the file; refuses to overwrite an existing one.
pub(super) fn run(root: &Path, kind: &str, path: &str) -> Result<bool, Error> {
    let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let names: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
        let help = suggest(kind, names.iter().copied(), &format!("use one of: {}", names.join(", ")));
        return Err(Error::Usage(format!("unknown kind `{kind}`; {help}")));
    };
    let path = file_path(*kind, path)?;
    fs::read_dir(root).map_err(Error::read(root))?;
    let bounds = load::bounds(root)?;
    load::require_content(&bounds)?;
    require_inside(&bounds, &path)?;
    let facts = match kind {
        Kind::Example => example_facts(&bounds, &path)?,
        Kind::Edition => format!("family = \"{}\"\n", family(&bounds, &path)?.name()),
        _ => String::new(),
    };
    let target = root.join("content").join(&path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    let mut file = match File::create_new(&target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::Usage(format!("{} already exists", target.display())));
        }
        created => created.map_err(Error::write(&target))?,
    };
    file.write_all(text(*kind, &path, &facts).as_bytes()).map_err(Error::write(&target))?;
    println!("{} (a draft; preview it with `vejviser serve --drafts`)", target.display());
    Ok(true)
}

/// Fails if a folder above the file `path`, from `content/`, is a link that leads out of the site.
pub(super) fn require_inside(bounds: &Bounds, path: &str) -> Result<(), Error> {
    for folder in Path::new("content").join(path).ancestors().skip(1) {
        bounds.find(folder).map_err(|refusal| {
            let mistake = refusal.diagnostic(bounds.root());
            Error::Usage(format!("{}: {}", mistake.file, mistake.message))
        })?;
    }
    Ok(())
}

/// The path of the file with its extension: a section is a folder with an `_index.md`.
pub(super) fn file_path(kind: Kind, path: &str) -> Result<String, Error> {
    let path = path.trim_start_matches("content/").trim_matches('/').replace('\\', "/");
    if path.split('/').any(|part| address::slug(part).is_empty() || part == "..") {
        return Err(Error::Usage(format!("`{path}` is not a path inside content/")));
    }
    let stem = path.trim_end_matches("/_index.md").trim_end_matches(".md");
    Ok(if kind.is_section() { format!("{stem}/_index.md") } else { format!("{stem}.md") })
}

/// The family of a new edition: that of its siblings, or the one that a folder in its path is named after.
fn family(bounds: &Bounds, path: &str) -> Result<Family, Error> {
    let sources = load::files(bounds, &Config::default(), Vec::new(), &mut Vec::new())?.sources;
    let above = |path: &str| address::folder(address::folder(path)).to_owned();
    let beside = sources.iter().filter(|source| above(&source.path) == above(path));
    let known = beside.filter_map(|source| match &source.front.detail {
        Detail::Edition(edition) => Some(edition.family),
        _ => None,
    });
    let named =
        || Family::ALL.iter().find(|(name, _)| path.split('/').any(|part| part == *name)).map(|(_, family)| *family);
    Ok(known.into_iter().next().or_else(named).unwrap_or(Family::Guidelines))
}

/// The front matter that an example takes from its site: a source and its year, an edition if its section has none, an
/// indicator. The first of each is used; the editor replaces them with the right ones.
fn example_facts(bounds: &Bounds, path: &str) -> Result<String, Error> {
    let sources = load::files(bounds, &Config::default(), Vec::new(), &mut Vec::new())?.sources;
    let folder = |path: &str| address::folder(path).to_owned();
    let mut facts = String::new();
    let mut known: Vec<(String, Option<i64>)> = sources
        .iter()
        .filter_map(|source| match &source.front.detail {
            Detail::Source { year, .. } => Some((folder(&source.path), *year)),
            _ => None,
        })
        .collect();
    // Sources with a year come first: an example has the year of its source.
    known.sort_by_key(|(_, year)| year.is_none());
    let Some((source, year)) = known.into_iter().next() else {
        let told = "an example needs a source: create its record first with `vejviser new source kilder/NAME`";
        return Err(Error::Usage(told.to_owned()));
    };
    let year = year.map_or_else(|| format!("2000 # {YEAR}"), |year| year.to_string());
    let name = source.rsplit('/').next().unwrap_or_default();
    facts.push_str(&format!("source = {}\nyear = {year}\n", quoted(name)));
    let model = sources.iter().find_map(|source| match &source.front.detail {
        Detail::Edition(edition) if edition.family == Family::QualityModel => {
            Some((folder(&source.path), &edition.id.value))
        }
        _ => None,
    });
    let above = |index: &str| index.strip_suffix("_index.md").is_some_and(|folder| path.starts_with(folder));
    let dated = sources.iter().any(|source| source.front.edition.is_some() && above(&source.path));
    if let (Some((_, id)), false) = (&model, dated) {
        facts.push_str(&format!("edition = {}\n", quoted(&format!("{}-{id}", Family::QualityModel.name()))));
    }
    let indicator = sources.iter().find_map(|source| match &source.front.detail {
        Detail::Indicator { id, .. } => {
            model.as_ref().filter(|(folder, _)| source.path.starts_with(folder)).map(|_| id.value.as_str())
        }
        _ => None,
    });
    facts.push_str(&format!(
        "form = \"praksis\"\nperspective = \"tilbud\"\nscope = \"stoffer\"\n\
         ask = [\"{EXAMPLE}\"]\n",
    ));
    if let Some(indicator) = indicator {
        facts.push_str(&format!(
            "\n[[indicators]]\nid = {}\nreason = \"{REASON}\"\nstrength = \"middel\"\n",
            quoted(indicator)
        ));
    }
    Ok(facts)
}

fn text(kind: Kind, path: &str, facts: &str) -> String {
    let stem = path.trim_end_matches("/_index.md").trim_end_matches(".md");
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let title: String = {
        let spaced = name.replace(['-', '_'], " ");
        let mut letters = spaced.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    };
    let stem_name = name;
    let (name, title) = (quoted(name), quoted(&title));
    let heading = format!("title = {title}\ndescription = \"{DESCRIPTION}\"\n");
    let keys = match kind {
        Kind::Page | Kind::Section => heading,
        Kind::Edition => {
            format!("{heading}{facts}id = {name}\nstatus = \"unknown\"\nnotice = \"{NOTICE}\"\n")
        }
        Kind::Theme => format!("{heading}id = {name}\n"),
        Kind::Criterion => format!("id = {name}\ntext = \"{CRITERION}\"\n"),
        Kind::Indicator => format!(
            "id = {name}\ntext = \"{INDICATOR}\"\n\n[[questions]]\n\
             text = \"{QUESTION}\"\n\n[questions.editorial]\n\
             sources = [\"borgere\"]\ndocuments = []\nservices = [\"ambulant\", \"dag\", \"døgn\"]\nunannounced = true\n\
             \n[questions.editorial.ask]\nborgere = \"{ASK}\"\n"
        ),
        Kind::Guideline => format!("{heading}id = {name}\n"),
        Kind::Recommendation => format!("id = {name}\n"),
        Kind::Paragraph => {
            let (statute, number) = stem_name.rsplit_once('-').unwrap_or((stem_name, "1"));
            let law = statute.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            format!(
                "title = {}\ndescription = \"{PARAGRAPH}\"\nstatute = {}\nid = {}\n\n\
                 [[subsections]]\ntext = \"{SUBSECTION}\"\n",
                quoted(&format!("{law}{} § {number}", statute.get(law.len()..).unwrap_or_default())),
                quoted(statute),
                quoted(number)
            )
        }
        Kind::Example => format!("{heading}id = {name}\n{facts}"),
        Kind::Term => format!("{heading}synonyms = []\nforms = []\n"),
        Kind::Source => format!("{heading}rights = \"summary-only\"\n"),
        Kind::Passage => heading,
    };
    let kind = match kind {
        Kind::Page | Kind::Section => String::new(),
        kind => format!("kind = \"{}\"\n", kind.name()),
    };
    // Tables come last in TOML, so `draft` comes first.
    format!("+++\n{kind}draft = true\n{keys}+++\n\n{BODY}\n")
}

/// `text` as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
