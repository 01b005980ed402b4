//! `check --against`: what an earlier build promised still answers.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use common::{Diagnostic, Run, Site, copy};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The portal, built with an archive, in which pages can be changed: the earlier build is in `public`.
fn built() -> Site {
    let site = Site::fixture("portal");
    site.write("static/bilag/figur.svg", "<svg/>");
    site.write("content/sider/vejledning.md", PAGE);
    site.run(&["build", "--zip"]).ended(0);
    site
}

const PAGE: &str = "+++\ntitle = \"Vejledning\"\n+++\n\n## Før besøget\n\nLæs.\n\n## Efter besøget\n\nSkriv.\n";

/// What a check against `what` tells about addresses and anchors.
#[track_caller]
fn lost(site: &Site, what: &[&str]) -> Vec<Diagnostic> {
    let run = site.run(&[&["check", "--format", "json", "--against"], what].concat());
    let mut found = run.diagnostics();
    let errors = found.iter().filter(|found| found.severity == "error").count();
    assert_eq!(run.code, i32::from(errors > 0), "{run:?}");
    found.retain(|found| matches!(found.code.as_str(), "lost-address" | "lost-anchor"));
    found
}

/// The only one, its severity and code, and parts of its text.
#[track_caller]
fn only(found: &[Diagnostic], kind: &str, parts: &[&str]) {
    let [one] = found else { panic!("one is expected: {found:?}") };
    assert_eq!(format!("{} {}", one.severity, one.code), kind, "{one:?}");
    for part in parts {
        assert!(one.text.contains(part), "no `{part}` in {one:?}");
    }
}

const GONE: &str = "error lost-address";
const MOVED: &str = "warning lost-anchor";

#[test]
fn a_build_keeps_its_own_promises() {
    let site = built();
    for what in [
        "public",
        "public/",
        "public.zip",
        "public/data/kvalitetsmodel-2021.json",
        "public/data/anvisninger-2020.json",
        "public/data/begreber.json",
        "public/data/eksempler.json",
        "public/data/filer.json",
    ] {
        assert_eq!(lost(&site, &[what]), [], "{what}");
    }
    let run = site.run(&["check", "--against", "public", "public.zip"]).ended(0);
    let counts: Vec<&str> =
        run.stdout.lines().filter_map(|line| line.strip_prefix("Compared with ")?.split(" of ").next()).collect();
    assert!(counts.len() == 2 && counts[0] == counts[1] && !counts[0].starts_with("0 "), "{run:?}");
}

#[test]
fn a_renamed_page_needs_an_alias() {
    let site = built();
    site.remove("content/sider/vejledning.md");
    site.write("content/sider/haandbog.md", PAGE);
    let alias = "if `sider/haandbog.html` now has its content, add `aliases = [\"/sider/vejledning.html\"]` to \
                 content/sider/haandbog.md";
    let found = lost(&site, &["public"]);
    only(&found, GONE, &["`sider/vejledning.html` is no longer an address", alias]);
    assert_eq!(found[0].place(), "lost-address public:1:1");

    // The build says it in the same words.
    let told = site.run(&["build", "--format", "json", "--output", "public"]).ended(0).diagnostics();
    let told: Vec<_> = told.into_iter().filter(|told| told.code == "lost-address").collect();
    only(&told, "warning lost-address", &[alias]);

    let aliased = PAGE.replace("\"Vejledning\"", "\"Vejledning\"\naliases = [\"/sider/vejledning.html\"]");
    site.write("content/sider/haandbog.md", aliased.clone());
    assert_eq!(lost(&site, &["public.zip"]), [], "the page answers, and so do its anchors");
    site.write("content/sider/haandbog.md", aliased.replace("Efter", "Under"));
    only(
        &lost(&site, &["public.zip"]),
        MOVED,
        &["`sider/vejledning.html#efter-besoeget` leads to `sider/haandbog.html`, which has no such anchor"],
    );
}

#[test]
fn a_page_is_suggested_by_its_name_or_its_title() {
    let site = built();
    site.remove("content/sider/vejledning.md");
    site.write("content/begreber/vejledning.md", PAGE.replace("Vejledning", "Andet"));
    only(&lost(&site, &["public"]), GONE, &["to content/begreber/vejledning.md"]);
    site.write("content/sider/bog.md", PAGE);
    only(&lost(&site, &["public"]), GONE, &["to content/sider/bog.md"]);
    site.remove("content/sider/bog.md");
    site.remove("content/begreber/vejledning.md");
    only(&lost(&site, &["public"]), GONE, &["to the page that now has its content"]);
}

#[test]
fn a_redirect_is_an_address_too() {
    let site = built();
    site.write(
        "content/sider/om.md",
        site.read("content/sider/om.md").replace("title", "aliases = [\"gammel\"]\ntitle"),
    );
    site.build();
    let before = site.read("content/sider/om.md");
    site.edit("content/sider/om.md", "aliases = [\"gammel\"]\n", "");
    only(&lost(&site, &["public"]), GONE, &["`gammel/index.html`"]);
    site.write("content/sider/om.md", before.replace("gammel", "aeldre"));
    site.write("content/gammel.md", "+++\npath = \"gammel/\"\nredirect_to = \"/aeldre/index.html\"\n+++\n");
    assert_eq!(lost(&site, &["public"]), [], "one redirect after another");
    site.write("content/gammel.md", "+++\npath = \"gammel/\"\nredirect_to = \"https://tilsyn.example/\"\n+++\n");
    assert_eq!(lost(&site, &["public"]), [], "an address elsewhere");
}

#[test]
fn an_anchor_that_is_gone_is_a_warning() {
    let site = built();
    site.edit("content/sider/vejledning.md", "Før besøget", "Før besøgene");
    let found = lost(&site, &["public"]);
    only(
        &found,
        MOVED,
        &[
            "`sider/vejledning.html#foer-besoeget` is no longer on its page",
            "if `#foer-besoegene` is the same, give its heading the old anchor: `{#foer-besoeget}`",
        ],
    );
    site.run(&["check", "--strict", "--against", "public"]).ended(1);
    site.edit("content/sider/vejledning.md", "Før besøgene", "Forberedelse");
    only(&lost(&site, &["public"]), MOVED, &["if `#forberedelse` is the same"]);
    site.edit("content/sider/vejledning.md", "Forberedelse", "Før besøgene");
    site.edit("content/sider/vejledning.md", "Før besøgene", "Før besøgene {#foer-besoeget}");
    assert_eq!(lost(&site, &["public"]), []);

    let indicator = "content/kvalitetsmodel/2021/trivsel/4.a.md";
    let text = site.read(indicator);
    let (before, last) = text.rsplit_once("[[questions]]").expect("questions");
    let (_, body) = last.split_once("+++").expect("a body");
    site.write(indicator, format!("{before}+++{body}"));
    let told = ["`kvalitetsmodel/2021/trivsel/4.a.html#spoergsmaal-4` is no longer on its page", "new edition"];
    only(&lost(&site, &["public"]), MOVED, &told);
    only(&lost(&site, &["public/data/kvalitetsmodel-2021.json"]), MOVED, &told);
    site.edit("config.toml", "[site]", "[check]\nlost-anchor = \"error\"\n\n[site]");
    only(&lost(&site, &["public.zip"]), "error lost-anchor", &told);
}

#[test]
fn every_kind_of_file_is_looked_up_in_one_run() {
    let site = built();
    site.remove("static/bilag/figur.svg");
    site.write("static/figurer/figur.svg", "<svg/>");
    site.remove("content/sider/vejledning.md");
    fs::remove_dir_all(site.path("content/eksempler")).expect("examples can be removed");
    let (folder, archive) = (lost(&site, &["public"]), lost(&site, &["public.zip"]));
    let told = |found: &[Diagnostic]| -> Vec<(String, String)> {
        found.iter().map(|found| (found.severity.clone(), found.text.clone())).collect()
    };
    assert_eq!(told(&folder), told(&archive), "the folder and the archive are the same site");
    let texts: Vec<&str> = folder.iter().map(|found| found.text.as_str()).collect();
    let gone = |path: &str| texts.iter().find(|text| text.starts_with(&format!("`{path}` is no longer")));
    for path in ["data/eksempler.json", "eksempler/bo.html", "eksempler/index.html", "sider/vejledning.html"] {
        assert!(gone(path).is_some(), "{path}: {texts:#?}");
    }
    assert!(gone("bilag/figur.svg").is_some_and(|text| text.contains("`figurer/figur.svg`")), "{texts:#?}");
    assert!(folder.is_sorted_by_key(|found| (found.severity.clone(), found.code.clone(), found.text.clone())));
    let both = lost(&site, &["public", "public.zip"]);
    assert_eq!(both.len(), 2 * folder.len());
    let data = lost(&site, &["public/data/eksempler.json"]);
    assert!(data.iter().any(|found| found.text.contains("`eksempler/bo.html`")), "{data:?}");
    let list = lost(&site, &["public/data/filer.json"]);
    assert_eq!(list.iter().filter(|found| found.severity == "error").count(), {
        folder.iter().filter(|found| found.severity == "error").count()
    });
}

/// A copy of the output on a server has no manifest beside it, and files of the server in it.
#[test]
fn files_that_no_build_wrote_are_not_promised() {
    let site = built();
    site.write("public/CNAME", "tilsyn.example");
    site.write("public/.git/HEAD", "ref");
    assert_eq!(lost(&site, &["public"]), []);
    copy(&site.public(), &site.path("kopi"));
    only(&lost(&site, &["kopi"]), GONE, &["`CNAME`"]);
    assert_eq!(lost(&site, &["kopi"])[0].file, "kopi");
}

fn archive(path: &Path, files: &[(&str, &[u8])]) {
    let mut archive = ZipWriter::new(fs::File::create(path).expect("files can be written"));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a name");
        archive.write_all(bytes).expect("archives can be written");
    }
    archive.finish().expect("archives can be written");
}

/// The archive with zeros for the contents of one page; the list of its files stays whole.
fn with_a_damaged_page(mut archive: Vec<u8>) -> Vec<u8> {
    let mut files = ZipArchive::new(Cursor::new(&archive)).expect("the archive is whole");
    let names = files.file_names().map(|name| name.expect("names are text").into_owned());
    let name = names.into_iter().find(|name| name.ends_with(".html")).expect("a page");
    let page = files.by_name(&name).expect("the page is there");
    let start = usize::try_from(page.data_start().expect("a position")).expect("a position");
    let length = usize::try_from(page.compressed_size()).expect("a length");
    drop(page);
    drop(files);
    archive[start..start + length].fill(0);
    archive
}

#[test]
fn what_is_no_build_is_exit_code_2() {
    let site = built();
    let whole = fs::read(site.path("public.zip")).expect("the archive is there");
    site.write("halv.zip", &whole[..whole.len() / 2]);
    site.write("skadet.zip", with_a_damaged_page(whole));
    site.write("tekst.zip", "ikke et arkiv");
    site.write("pk.zip", "PK");
    site.write("tom.zip", "");
    archive(&site.path("ud.zip"), &[("site/404.html", b""), ("site/../../ud.html", b"")]);
    archive(&site.path("rod.zip"), &[("404.html", b""), ("/etc/passwd.html", b"")]);
    archive(&site.path("streg.zip"), &[("404.html", b""), ("..\\ud.html", b"")]);
    archive(&site.path("fremmed.zip"), &[("a/index.html", b"<p id=x>")]);
    archive(&site.path("bombe.zip"), &[("404.html", b""), ("bombe.html", &vec![b' '; 80 << 20])]);
    site.write("fremmed/index.html", "<p id=x>");
    site.write("andet.json", "{\"name\": \"x\"}");
    site.write("halv.json", "{\"url\": \"a.ht");
    site.write("ude.json", "[{\"url\": \"../../a.html\"}]");
    let cases = [
        ("ingen", "cannot read ingen"),
        ("ingen.zip", "cannot read ingen.zip"),
        ("ingen.json", "cannot read ingen.json"),
        ("halv.zip", "not a complete zip archive"),
        ("skadet.zip", "not a complete zip archive"),
        ("tekst.zip", "neither a zip archive nor"),
        ("pk.zip", "not a complete zip archive"),
        ("tom.zip", "neither a zip archive nor"),
        ("config.toml", "neither a zip archive nor"),
        ("ud.zip", "`site/../../ud.html`, which is not a path inside a site"),
        ("rod.zip", "`/etc/passwd.html`, which is not"),
        ("streg.zip", "which is not a path inside a site"),
        ("fremmed.zip", "was not written by a build"),
        ("bombe.zip", "`bombe.html` is larger than 64 MiB when it is unpacked"),
        ("fremmed", "was not written by a build"),
        ("content", "was not written by a build"),
        ("andet.json", "there are no addresses in this file"),
        ("halv.json", "not valid JSON"),
        ("ude.json", "`../../a.html` is not an address of a site"),
    ];
    let mut wrong = Vec::new();
    for (what, part) in cases {
        for whats in [&[what][..], &["public", what]] {
            let run: Run = site.run(&[&["check", "--format", "json", "--against"], whats].concat());
            let named = run.stderr.contains(what) && run.stderr.contains(part) && !run.stderr.contains("panicked");
            if run.code != 2 || !named || !run.stdout.is_empty() {
                wrong.push(format!("{what}, expected `{part}`: {run:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    site.run(&["check", "--against"]).ended(2);
}
