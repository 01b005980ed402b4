//! The documentation: every link in it leads to a file, and to a heading of that file.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

/// The documents of the repository.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "benches/README.md", "search-index/README.md"]
        .map(|name| root.join(name))
        .into();
    let docs = fs::read_dir(root.join("docs")).expect("there are docs");
    found.extend(
        docs.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "md")),
    );
    found.sort();
    found
}

fn parsed(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES)
}

/// The anchors that GitHub gives the headings of a document.
fn anchors(text: &str) -> BTreeSet<String> {
    let (mut anchors, mut heading) = (BTreeSet::new(), None::<String>);
    for event in parsed(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
                let title = heading.take().unwrap_or_default().to_lowercase();
                anchors.insert(
                    title.chars().filter(kept).map(|letter| if letter == ' ' { '-' } else { letter }).collect(),
                );
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    anchors
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("documents can be read");
        for event in parsed(&text) {
            let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) = event
            else {
                continue;
            };
            if dest_url.contains("://") || link_type == LinkType::Autolink {
                continue;
            }
            let (path, anchor) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let folder = document.parent().expect("a document is in a folder");
            let target = if path.is_empty() { document.clone() } else { folder.join(path) };
            let is_right = match fs::read_to_string(&target) {
                Ok(text) => anchor.is_empty() || anchors(&text).contains(anchor),
                // A picture, or a folder.
                Err(_) => anchor.is_empty() && target.exists(),
            };
            if !is_right {
                wrong.push(format!("{}: {dest_url}", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

/// `docs/security.md` names the test that holds each promise: a file in `tests/`, then titles in italics.
#[test]
fn promises_of_security_are_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/security.md")).expect("it can be read");
    let (mut tests, mut title, mut found, mut wrong) = (String::new(), None::<String>, 0, Vec::new());
    for event in parsed(&text) {
        match event {
            Event::Code(path) if path.starts_with("tests/") => {
                tests = fs::read_to_string(root.join(&*path)).unwrap_or_default();
            }
            Event::Start(Tag::Emphasis) => title = Some(String::new()),
            Event::End(TagEnd::Emphasis) => {
                let title = title.take().unwrap_or_default();
                found += 1;
                if !tests.contains(&title) {
                    wrong.push(title);
                }
            }
            Event::Text(part) => title.iter_mut().for_each(|title| title.push_str(&part)),
            Event::SoftBreak => title.iter_mut().for_each(|title| title.push(' ')),
            _ => {}
        }
    }
    assert!(
        wrong.is_empty() && found > 30,
        "of {found} tests these are not where they should be:\n{}",
        wrong.join("\n")
    );
}

/// README names every option of the program.
#[test]
fn options_are_documented() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("it can be read");
    let help = assert_cmd::Command::cargo_bin("vejviser").expect("built").arg("--help").output().expect("it runs");
    let help = String::from_utf8(help.stdout).expect("help is text");
    let options = help.split_whitespace().filter(|word| word.starts_with("--"));
    let missing: BTreeSet<&str> = options
        .map(|option| option.split("[=").next().unwrap_or_default().trim_end_matches([',', '.', ';', ']', ')', '`']))
        .filter(|option| !matches!(*option, "--help" | "--version") && !readme.contains(option))
        .collect();
    assert!(missing.is_empty(), "options that README.md does not name: {missing:?}");
}
