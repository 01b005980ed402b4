//! `vejviser new edition PATH --from EDITION`: copies an edition as the beginning of the next one.
//!
//! The copy is a draft. Its questions get the ids that their addresses had, so that they keep their identity when others are
//! inserted before them; what only the older edition can say (when it was published, what changed in it) is left out.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, value};

use crate::commands::new;
use crate::error::Error;
use crate::load;
use crate::load::config::Config;
use crate::load::front::{self, Detail, EditionFront, Kind};
use crate::load::unfinished::placeholder::NOTICE;
use crate::model::address;

/// Keys of any file that belong to the older edition: its addresses and its last change.
const NOT_COPIED: [&str; 6] = ["aliases", "path", "slug", "updated", "change", "draft"];
/// Keys of an edition that only the older one can have.
const OF_EDITION: [&str; 9] =
    ["id", "status", "confirmed", "notice", "source", "published", "replaces", "changes", "known_changes"];

/// Copies the files of the edition `from` to `to`; refuses to write into a folder that exists.
pub(super) fn run(root: &Path, kind: &str, to: &str, from: &str, supersede: bool) -> Result<bool, Error> {
    if kind != "edition" {
        return Err(Error::Usage(format!(
            "`--from` copies an edition, but the kind is `{kind}`; write `vejviser new edition`"
        )));
    }
    let (from, to) = (folder(from)?, folder(to)?);
    let bounds = load::bounds(root)?;
    load::require_content(&bounds)?;
    let sources = load::files(&bounds, &Config::default(), Vec::new(), &mut Vec::new())?.sources;
    let index = format!("{from}/_index.md");
    let found = sources.iter().find(|source| source.path == index);
    let Some(Detail::Edition(edition)) = found.map(|source| &source.front.detail) else {
        return Err(Error::Usage(format!(
            "there is no edition in content/{from}; give the folder of one, such as kvalitetsmodel/2021"
        )));
    };
    let target = root.join("content").join(&to);
    if target.exists() {
        return Err(Error::Usage(format!("{} already exists", target.display())));
    }
    new::require_inside(&bounds, &to)?;
    let year = to.rsplit('/').next().unwrap_or(&to).to_owned();
    let mut copied: Vec<(PathBuf, String)> = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with(&format!("{from}/"))) {
        let disk = root.join(&source.file);
        let text = fs::read_to_string(&disk).map_err(Error::read(&disk))?;
        let text = copy(&text, &source.file, (source.path == index).then_some((edition.as_ref(), year.as_str())))?;
        let text = text.replace(&format!("@/{from}/"), &format!("@/{to}/"));
        copied.push((root.join("content").join(&to).join(&source.path[from.len() + 1..]), text));
    }
    for (path, text) in &copied {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        fs::write(path, text).map_err(Error::write(path))?;
    }
    println!("{}: {} files (a draft; preview it with `vejviser serve --drafts`)", target.display(), copied.len());
    if supersede {
        let disk = root.join("content").join(&index);
        let text = fs::read_to_string(&disk).map_err(Error::read(&disk))?;
        let text = edited(&text, &index, |table| table["status"] = value("historical"))?;
        fs::write(&disk, text).map_err(Error::write(&disk))?;
        println!(
            "{}: status is now \"historical\", from the next build on, even while the new edition is a draft",
            disk.display()
        );
    }
    println!(
        "Look at: title, description, status, notice, source and published of the edition; wordings and page numbers of every file.\n\
         Then write what became of every unit: `vejviser compare {from} {to}` proposes it."
    );
    Ok(true)
}

/// The folder of the edition that `path` names, from `content/`.
fn folder(path: &str) -> Result<String, Error> {
    Ok(address::folder(&new::file_path(Kind::Edition, path)?).to_owned())
}

/// The text of a file as the next edition begins with it. `edition` is set for the file of the edition itself: what it
/// was, and the year of the new one.
fn copy(text: &str, file: &str, edition: Option<(&EditionFront, &str)>) -> Result<String, Error> {
    edited(text, file, |table| {
        for key in NOT_COPIED {
            table.remove(key);
        }
        if let Some(questions) = table.get_mut("questions").and_then(Item::as_array_of_tables_mut) {
            for (position, question) in (1..).zip(questions.iter_mut()) {
                if !question.contains_key("id") {
                    question["id"] = value(position.to_string());
                }
            }
        }
        if let Some((older, year)) = edition {
            for key in OF_EDITION {
                table.remove(key);
            }
            table["id"] = value(year);
            table["status"] = value("unknown");
            table["replaces"] = value(older.id.value.as_str());
            table["notice"] = value(NOTICE);
            table["draft"] = value(true);
        }
    })
}

/// `text` with its front matter changed; comments and order stay.
fn edited(text: &str, file: &str, change: impl FnOnce(&mut Table)) -> Result<String, Error> {
    let invalid = |why: &str| Error::Usage(format!("{file}: {why}; run `vejviser check` first"));
    let (front, _) = front::split(text).map_err(|_| invalid("the front matter is not closed"))?;
    let mut document: DocumentMut =
        text[front.clone()].parse().map_err(|_| invalid("the front matter is not valid TOML"))?;
    change(document.as_table_mut());
    Ok(format!("{}{document}{}", &text[..front.start], &text[front.end..]))
}
