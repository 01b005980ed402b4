//! What goes out: nothing by accident, and nothing is left out in silence that somebody may have meant to publish.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{Run, Site, tree};

const DRAFT: &str = "+++\ntitle = \"Q\"\ndraft = true\n+++\nkun i kladden\n";

/// The site, built; gives its files and what the build said.
fn built(site: &Site, arguments: &[&str]) -> (Vec<String>, Run) {
    let run = site.run(&[&["build"], arguments].concat()).ended(0);
    let files = tree(&site.public());
    for (path, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("kun i kladden"), "{path}");
    }
    (files.into_keys().collect(), run)
}

#[test]
fn what_programs_leave_behind_stays_at_home() {
    let site = Site::fixture("portal");
    let (before, _) = built(&site, &[]);
    let names = [
        "p.md~",
        "p.md.orig",
        "#p.md#",
        "~$p.docx",
        "Thumbs.db",
        ".DS_Store",
        "p.md.bak",
        ".p.md.swp",
        "._p.md",
        "desktop.ini",
    ];
    for folder in ["content/sider", "static", "static/billeder", "themes/test/assets"] {
        for name in names {
            site.write(&format!("{folder}/{name}"), DRAFT);
        }
        site.write(&format!("{folder}/__MACOSX/p.md"), DRAFT);
    }
    let (after, run) = built(&site, &["--verbose"]);
    assert_eq!(before, after);
    assert!(!run.stdout.contains("p.md") && !run.stderr.contains("warning"), "{run:?}");
    for told in ["content/sider/p.md~", "static/billeder/Thumbs.db", "themes/test/assets/#p.md#", "static/__MACOSX"] {
        assert!(run.stderr.contains(&format!("left out: {told} (")), "{told}: {}", run.stderr);
    }
    assert!(!built(&site, &[]).1.stderr.contains("left out"), "only who asks is told");
}

#[test]
fn a_page_with_a_wrong_ending_is_told_of() {
    let site = Site::fixture("portal");
    let (before, _) = built(&site, &[]);
    let names = ["Q.MD", "q.markdown", "q.md.txt", "q.md (kopi)", "q", "q.txt"];
    for name in names {
        site.write(&format!("content/sider/{name}"), DRAFT);
    }
    site.write("content/sider/noter.txt", "Bare noter");
    site.write("content/sider/bilag.md.pdf", "%PDF");
    let (after, _) = built(&site, &[]);
    let new: Vec<&String> = after.iter().filter(|path| !before.contains(path)).collect();
    assert_eq!(new, ["sider/bilag.md.pdf", "sider/noter.txt"]);
    let run = site.run(&["check", "--format", "json"]);
    let told: Vec<_> = run.diagnostics().into_iter().filter(|found| found.code == "not-published").collect();
    let mut files: Vec<&str> = told.iter().map(|found| found.file.as_str()).collect();
    files.sort_unstable();
    let mut wanted = names.map(|name| format!("content/sider/{name}"));
    wanted.sort_unstable();
    assert_eq!(files, wanted);
    assert!(told.iter().all(|found| found.severity == "warning" && found.text.contains(".md")), "{told:?}");
}

#[test]
fn hidden_files_go_out_by_rule() {
    let site = Site::fixture("portal");
    let (before, _) = built(&site, &[]);
    for path in
        [".well-known/security.txt", ".well-known/.skjult", ".htaccess", "a/.htaccess", "_redirects", ".nojekyll"]
    {
        site.write(&format!("static/{path}"), "x");
    }
    for path in [
        "static/.env",
        "static/.gitkeep",
        "static/_note.txt",
        "content/.htaccess",
        "static/.a/b.txt",
        "static/.a/c.txt",
    ] {
        site.write(path, "kun i kladden");
    }
    let new = |site: &Site| built(site, &[]).0.into_iter().filter(|path| !before.contains(path)).collect::<Vec<_>>();
    let known =
        [".htaccess", ".nojekyll", ".well-known/.skjult", ".well-known/security.txt", "_redirects", "a/.htaccess"];
    assert_eq!(new(&site), known);
    let told = |site: &Site| {
        let run = site.run(&["check", "--format", "json"]);
        let told =
            run.diagnostics().into_iter().filter(|found| ["not-published", "no-effect"].contains(&found.code.as_str()));
        told.map(|found| found.file).collect::<Vec<_>>()
    };
    assert_eq!(told(&site), ["static/.a", "static/.env"]);
    site.write("static/.a/b.txt", "x");
    site.edit("config.toml", "title =", "build.publish = [\".a/b.txt\", \"_note.txt\", \".mangler\"]\ntitle =");
    site.write("static/_note.txt", "x");
    assert_eq!(new(&site), [&[".a/b.txt"], &known[..4], &["_note.txt"], &known[4..]].concat());
    assert_eq!(told(&site), ["config.toml", "static/.a/c.txt", "static/.env"]);
}

/// What tells a server how to serve is no file that a browser can keep.
#[test]
fn readers_browsers_do_not_ask_for_what_servers_hide() {
    let site = Site::fixture("portal");
    for path in [".htaccess", ".well-known/security.txt", "_headers", "plan.txt"] {
        site.write(&format!("static/{path}"), "x");
    }
    site.build();
    let list = std::fs::read_to_string(site.public().join("data/filer.json")).expect("the portal keeps packs");
    assert!(list.contains("\"plan.txt\""), "{list}");
    for hidden in [".htaccess", "security.txt", "_headers"] {
        assert!(!list.contains(hidden), "{hidden}: {list}");
    }
}

/// Sites are unpacked on Windows too.
#[test]
fn names_that_windows_cannot_hold_are_mistakes() {
    let site = Site::fixture("portal");
    let page = "+++\ntitle = \"P\"\n+++\n";
    for path in ["content/sider/con.md", "content/aux/_index.md", "content/aux/p.md", "static/nul.txt"] {
        site.write(path, page);
    }
    let told: Vec<_> = site.errors(&[]).into_iter().map(|found| found.place()).collect();
    assert_eq!(
        told,
        [
            "reserved-name content/aux/_index.md:1:1",
            "reserved-name content/sider/con.md:1:1",
            "reserved-name static/nul.txt:1:1"
        ]
    );
    #[cfg(unix)]
    {
        let site = Site::fixture("portal");
        for name in ["slut.", "a?b.txt", "a:b.txt", "linje\nskift.txt"] {
            site.write(&format!("static/{name}"), "x");
        }
        assert_eq!(site.errors(&[]).iter().filter(|found| found.code == "reserved-name").count(), 4);
    }
}
