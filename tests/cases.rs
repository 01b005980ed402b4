//! Small inputs of editors and webmasters that once went wrong. Each folder of `tests/cases` is laid over a new site, or over an
//! empty one where it was made for Zola; `expected.txt` has what is told of it then, and which files it adds to the output.
//!
//! `VEJVISER_BLESS=1 cargo test --test cases` accepts what is told; look at the difference before you commit it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{Site, copy, tree, vejviser};

/// What was made for a site without kinds of the portal's own.
const PLAIN: [&str; 5] =
    ["11-tags-merged", "20-alias-own-address", "21-zola-init-config", "24-underscore-address", "37-i18n-files"];

/// A site that a case is laid over, and the files that its output has without it.
struct Base {
    site: Site,
    files: Vec<String>,
}

impl Base {
    fn of(site: Site) -> Self {
        site.build();
        let files = tree(&site.public()).into_keys().collect();
        Self { site, files }
    }

    fn new() -> Self {
        let site = Site::new();
        common::Run::of(vejviser().arg("init").arg(site.path("ny"))).ended(0);
        copy(&site.path("ny/content"), &site.path("content"));
        copy(&site.path("ny/config.toml"), &site.path("config.toml"));
        Self::of(site)
    }

    fn plain() -> Self {
        let site = Site::new();
        site.write("content/_index.md", "+++\ntitle = \"Forside\"\n+++\n");
        Self::of(site)
    }

    /// What a case leads to: what is told, and the files that the output has more than without it.
    fn outcome(&self, case: &Path) -> String {
        let site = Site::new();
        for folder in ["content", "config.toml"].iter().filter(|name| self.site.path(name).exists()) {
            copy(&self.site.path(folder), &site.path(folder));
        }
        copy(case, site.root());
        let _ = fs::remove_file(site.path("expected.txt"));
        let run = site.run(&["build", "--format", "json"]);
        let mut told = String::new();
        for found in run.diagnostics() {
            if !matches!(found.code.as_str(), "no-contact" | "no-accessibility-statement" | "incomplete-record") {
                let place = format!("{}:{}:{}", found.file, found.line, found.column);
                writeln!(told, "{} {} {place} {}", found.severity, found.code, found.text).expect("text");
            }
        }
        writeln!(told, "ends with {}", run.code).expect("text");
        for path in if run.code == 0 { tree(&site.public()) } else { BTreeMap::new() }.into_keys() {
            // The names of the search's files are made of what is in them.
            if !self.files.contains(&path) && !path.starts_with("search/") {
                writeln!(told, "+ {path}").expect("text");
            }
        }
        told
    }
}

#[test]
fn every_case_has_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (new, plain) = (Base::new(), Base::plain());
    let mut different = Vec::new();
    let mut cases: Vec<_> = fs::read_dir(&folder).expect("there").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    for case in &cases {
        let name = case.file_name().expect("named").to_string_lossy().into_owned();
        let found = if PLAIN.contains(&name.as_str()) { plain.outcome(case) } else { new.outcome(case) };
        let file = case.join("expected.txt");
        if std::env::var_os("VEJVISER_BLESS").is_some() {
            fs::write(&file, &found).expect("written");
        }
        let wanted = fs::read_to_string(&file).unwrap_or_default();
        if wanted != found {
            different.push(format!("{name}\n--- expected\n{wanted}--- found\n{found}"));
        }
    }
    assert!(cases.len() > 25, "{cases:?}");
    assert!(different.is_empty(), "{}", different.join("\n"));
}
