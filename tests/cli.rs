//! The real binary: commands, exit codes, and which of flag, environment and `config.toml` has its way.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{Run, Site, changed, same, tree, vejviser};

/// A run in the folder of `site`, with variables of the environment.
fn run_with(site: &Site, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    Run::of(vejviser().current_dir(site.root()).envs(variables.iter().copied()).args(arguments))
}

/// Sites whose home page tells what it was built with.
fn telling(config: &str) -> Site {
    let site = Site::new();
    site.write("config.toml", format!("title = \"Prøve\"\ntheme = \"test\"\n{config}"));
    site.write("content/kladde.md", "+++\ntitle = \"Kladde\"\ndraft = true\n+++\n");
    site
}

#[test]
fn building_is_the_default() {
    let (bare, named) = (Site::fixture("portal"), Site::fixture("portal"));
    let run = bare.run(&[]).ended(0);
    named.run(&["build"]).ended(0);
    same("`vejviser` and `vejviser build`", &tree(&named.public()), &tree(&bare.public()));
    assert!(run.stdout.contains(&bare.public().join("index.html").display().to_string()), "it says where: {run:?}");
}

#[test]
fn another_folder_is_named_by_root() {
    let site = Site::fixture("portal");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let root = site.root().to_str().expect("a plain path");
    Run::of(vejviser().current_dir(elsewhere.path()).args(["--root", root])).ended(0);
    assert!(site.path("public/index.html").exists(), "the output is in the site's folder");
    Run::of(vejviser().current_dir(elsewhere.path()).args(["--root", root, "--output", "her"])).ended(0);
    same("--output counts from where you are", &tree(&site.public()), &tree(&elsewhere.path().join("her")));
    let variable = Run::of(vejviser().current_dir(elsewhere.path()).env("VEJVISER_ROOT", root).arg("check"));
    assert_eq!(variable.code, 0, "{variable:?}");
}

#[test]
fn what_cannot_run_is_exit_code_2() {
    let cases: &[(&[&str], &str)] = &[
        (&["--root", "ingen/mappe"], "cannot read ingen/mappe"),
        (&["check", "--root", "ingen/mappe"], "cannot read ingen/mappe"),
        (&["--root", "en-fil"], "cannot read en-fil"),
        (&["new", "page", "a", "--root", "ingen/mappe"], "ingen/mappe"),
        (&["--output", "en-fil"], "en-fil"),
        (&["--output", "en-fil/under"], "en-fil"),
        (&["--output", "content/public"], "contains sources"),
        (&["--output", "content"], "contains sources"),
        (&["--output", "static/../content/public"], "contains sources"),
        (&["--output", "findes-ikke/../content/public"], "contains sources"),
        (&["--output", "."], "contains sources"),
        (&["--output", ".."], "contains sources"),
        (&["--base-url", "tilsyn.example"], "--base-url"),
        (&["check", "--base-url", "ftp://tilsyn.example"], "--base-url"),
        (&["new", "anbefaling", "a"], "unknown kind `anbefaling`"),
        (&["new", "indicatr", "a"], "did you mean `indicator`?"),
        (&["new", "page", "../a"], "not a path inside content/"),
        (&["new", "page", ""], "not a path inside content/"),
        (&["new", "page", "sider/om.md"], "already exists"),
        (&["init", "content"], "is not empty"),
        (&["--threads", "mange"], "invalid value 'mange'"),
        (&["--threads", "257"], "257 is not in 0..=256"),
        (&["--threads", "20000"], "20000 is not in 0..=256"),
        (&["--threads", "-1"], "-1 is not in 0..=256"),
        (&["check", "--threads=99999999999999999999"], "invalid value"),
        (&["--format", "xml"], "invalid value 'xml'"),
        (&["byg"], "unrecognized subcommand"),
    ];
    let mut wrong = Vec::new();
    for (arguments, part) in cases {
        let site = Site::fixture("portal");
        site.write("en-fil", "x");
        let before = tree(site.root());
        let run = site.run(arguments);
        let written = changed(&before, &tree(site.root()));
        if run.code != 2 || !run.stderr.contains(part) || !run.stdout.is_empty() || !written.is_empty() {
            wrong.push(format!("{arguments:?}, expected `{part}`: {run:?}, {} files written", written.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The root is a link: the folders behind it are the site's all the same.
#[cfg(unix)]
#[test]
fn a_root_behind_a_link_keeps_its_sources() {
    let site = Site::fixture("portal");
    let beside = tempfile::tempdir().expect("a folder");
    let link = beside.path().join("link");
    std::os::unix::fs::symlink(site.root(), &link).expect("links can be made");
    let output = link.join("content/public");
    let run = Run::of(vejviser().current_dir(&link).arg("--root").arg(&link).arg("--output").arg(output));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(!site.path("content/public").exists());
}

#[test]
fn mistakes_are_exit_code_1_and_warnings_are_not() {
    let site = Site::fixture("portal");
    site.edit("config.toml", "contact = \"fejl@tilsyn.example\"", "");
    let run = site.run(&["check", "--format", "json"]).ended(0);
    assert!(run.diagnostics().iter().all(|found| found.severity == "warning"), "{run:?}");
    assert_eq!(run.diagnostics().iter().filter(|found| found.code == "no-contact").count(), 1);
    site.run(&["build"]).ended(0);
    site.write("content/ny.md", "+++\ntitel = \"Ny\"\n+++\n");
    site.run(&["check"]).ended(1);
    site.run(&["build"]).ended(1);
    site.run(&[]).ended(1);
}

#[test]
fn the_output_comes_from_flag_environment_config() {
    let site = telling("[build]\noutput = \"fra-config\"\n");
    let variable = [("VEJVISER_OUTPUT", "fra-miljoe")];
    run_with(&site, &[], &[]).ended(0);
    assert!(site.path("fra-config/index.html").exists() && !site.public().exists());
    run_with(&site, &variable, &[]).ended(0);
    assert!(site.path("fra-miljoe/index.html").exists());
    run_with(&site, &variable, &["--output", "fra-flag"]).ended(0);
    assert!(site.path("fra-flag/index.html").exists());
}

#[test]
fn the_base_url_comes_from_flag_environment_config() {
    let site = telling("");
    site.write("config.toml", "theme = \"test\"\nbase_url = \"https://config.example/\"\n");
    let variable = [("VEJVISER_BASE_URL", "https://miljoe.example/a/")];
    let sitemap = || site.read("public/robots.txt").lines().last().expect("a line").to_owned();
    run_with(&site, &[], &[]).ended(0);
    assert_eq!(sitemap(), "Sitemap: https://config.example/sitemap.xml");
    run_with(&site, &variable, &[]).ended(0);
    assert_eq!(sitemap(), "Sitemap: https://miljoe.example/a/sitemap.xml");
    run_with(&site, &variable, &["--base-url", "https://flag.example"]).ended(0);
    assert_eq!(sitemap(), "Sitemap: https://flag.example/sitemap.xml");
    run_with(&site, &variable, &["--base-url", ""]).ended(0);
    assert_eq!(sitemap(), "Allow: /", "an empty one is none");
    assert!(!site.path("public/sitemap.xml").exists());
}

#[test]
fn drafts_come_from_flag_environment_config() {
    let built = |site: &Site| site.path("public/kladde.html").exists();
    let site = telling("[build]\ndrafts = true\n");
    run_with(&site, &[], &[]).ended(0);
    assert!(built(&site), "config.toml");
    run_with(&site, &[("VEJVISER_DRAFTS", "false")], &[]).ended(0);
    assert!(!built(&site), "the environment goes before config.toml");
    run_with(&site, &[("VEJVISER_DRAFTS", "false")], &["--drafts"]).ended(0);
    assert!(built(&site), "the flag goes before the environment");
    let site = telling("");
    run_with(&site, &[], &[]).ended(0);
    assert!(!built(&site));
    run_with(&site, &[("VEJVISER_DRAFTS", "true")], &[]).ended(0);
    assert!(built(&site), "the environment alone");
}

#[test]
fn threads_come_from_flag_environment_config() {
    let threads = |config: &str, variable: Option<&str>, flag: &[&str]| {
        let site = telling(config);
        let variables: Vec<(&str, &str)> = variable.map(|number| ("VEJVISER_THREADS", number)).into_iter().collect();
        let run = run_with(&site, &variables, &[&["check", "--timings"], flag].concat()).ended(0);
        let line = run.stderr.lines().find(|line| line.contains("threads")).expect("the number is told").to_owned();
        line.split_whitespace().last().expect("a number").parse::<usize>().expect("a number")
    };
    let three = "[build]\nthreads = 3\n";
    assert_eq!(threads(three, None, &[]), 3, "config.toml");
    assert_eq!(threads(three, Some("5"), &[]), 5, "the environment goes before config.toml");
    assert_eq!(threads(three, Some("5"), &["--threads", "7"]), 7, "the flag goes before both");
}

/// Thousands of threads took longer to start than any site to build.
#[test]
fn there_is_an_end_to_threads() {
    let site = Site::new();
    for (number, wanted) in [
        ("20000", "from 1 to 256"),
        ("257", "from 1 to 256"),
        ("-1", "0 for one thread per core"),
        ("99999999999999999999", "a whole number"),
        ("2.5", "a whole number"),
    ] {
        site.write("config.toml", format!("theme = \"test\"\n\n[build]\nthreads = {number}\n"));
        for command in ["check", "build"] {
            let found = site.run(&[command, "--format", "json"]).ended(1).diagnostics();
            let [only] = found.as_slice() else { panic!("{number}: {found:?}") };
            assert_eq!((only.file.as_str(), only.line, only.column), ("config.toml", 4, 11), "{number}");
            assert!(only.text.contains(wanted), "{number}: {only:?}");
        }
    }
    for number in ["0", "1", "256"] {
        site.write("config.toml", format!("theme = \"test\"\n\n[build]\nthreads = {number}\n"));
        assert_eq!(site.errors(&[]), [], "{number}");
        assert_eq!(site.errors(&["--threads", number]), [], "{number}");
    }
    for number in ["257", "-1", "mange"] {
        let run = run_with(&site, &[("VEJVISER_THREADS", number)], &["check"]).ended(2);
        assert!(run.stderr.contains("--threads"), "{number}: {run:?}");
    }
}

/// The portal of this repository, as its users may build it.
#[test]
fn the_portal_has_no_mistakes_with_or_without_an_index() {
    let root = env!("CARGO_MANIFEST_DIR");
    for options in [&["check", "--root", root][..], &["check", "--root", root, "--no-index"]] {
        Run::of(vejviser().args(options)).ended(0);
    }
}

#[test]
fn a_check_writes_nothing() {
    let site = Site::fixture("portal");
    let before = tree(site.root());
    site.run(&["check"]).ended(0);
    same("the folder after a check", &before, &tree(site.root()));
    assert!(!site.public().exists());
    site.build();
    let before = tree(site.root());
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.run(&["check"]).ended(0);
    let different = changed(&before, &tree(site.root()));
    assert_eq!(different, ["content/sider/om.md"], "only what was edited");
}

/// Every kind in a place that fits it: the file is complete, and so is its folder.
#[test]
fn new_files_are_valid() {
    let site = Site::fixture("portal");
    let model = "kvalitetsmodel/2021";
    let cases = [
        ("page", "sider/ny-side.md".to_owned(), "sider/ny-side.md".to_owned()),
        ("section", "nyt-afsnit".to_owned(), "nyt-afsnit/_index.md".to_owned()),
        ("edition", "retningslinjer/2030".to_owned(), "retningslinjer/2030/_index.md".to_owned()),
        ("theme", format!("{model}/nyt-tema/_index.md"), format!("{model}/nyt-tema/_index.md")),
        ("criterion", format!("{model}/nyt-tema/9.md"), format!("{model}/nyt-tema/9.md")),
        ("indicator", format!("content/{model}/nyt-tema/9.a.md"), format!("{model}/nyt-tema/9.a.md")),
        ("guideline", "retningslinjer/2020/3.9".to_owned(), "retningslinjer/2020/3.9.md".to_owned()),
        ("recommendation", "retningslinjer/2020/3.9.1".to_owned(), "retningslinjer/2020/3.9.1.md".to_owned()),
        (
            "paragraph",
            "lovgivning/2021/serviceloven-141.md".to_owned(),
            "lovgivning/2021/serviceloven-141.md".to_owned(),
        ),
        ("term", "begreber/naloxon.md".to_owned(), "begreber/naloxon.md".to_owned()),
        ("example", "eksempler/nyt.md".to_owned(), "eksempler/nyt.md".to_owned()),
        ("example", "andre/nyt-igen".to_owned(), "andre/nyt-igen.md".to_owned()),
        ("source", "kilder/ny-kilde/".to_owned(), "kilder/ny-kilde/_index.md".to_owned()),
        ("passage", "kilder/ny-kilde/indledning.md".to_owned(), "kilder/ny-kilde/indledning.md".to_owned()),
    ];
    for (kind, path, file) in &cases {
        site.run(&["new", kind, path]).ended(0);
        assert!(site.path(&format!("content/{file}")).exists(), "{kind}: {file}");
        assert_eq!(site.errors(&["--drafts"]), [], "{kind}");
    }
    site.run(&["build", "--drafts"]).ended(0);
    assert!(site.read("public/lovgivning/2021/serviceloven-141.html").contains("§ 141"));
    site.run(&["build"]).ended(0);
    assert!(!site.path("public/begreber/naloxon.html").exists(), "a new file is a draft");
    assert_eq!(cases.len(), 14, "every kind of file is here, an example also without an edition above it");
}

/// A name that is no plain word, and one that TOML must quote.
#[test]
fn new_files_may_have_odd_names() {
    let site = Site::fixture("portal");
    for path in ["sider/Åben \"dør\".md", "sider/med\\skråstreg.md", "sider/enkelt"] {
        site.run(&["new", "page", path]).ended(0);
        assert_eq!(site.errors(&["--drafts"]), [], "{path}");
    }
}

#[test]
fn a_started_site_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("mit/site");
    let root = root.to_str().expect("a plain path");
    Run::of(vejviser().current_dir(folder.path()).args(["init", root])).ended(0);
    let check = Run::of(vejviser().args(["--root", root, "check", "--drafts", "--format", "json"])).ended(0);
    assert!(check.diagnostics().iter().all(|found| found.severity == "warning"), "{check:?}");
    Run::of(vejviser().args(["--root", root])).ended(0);
    let built = tree(&folder.path().join("mit/site/public"));
    let has = |end: &str| built.keys().any(|path| path.ends_with(end));
    assert!(has("index.html") && has("tjekliste.html") && has("data/begreber.json"), "{:?}", built.keys());
    let index = String::from_utf8_lossy(&built["index.html"]);
    assert!(index.contains("<h1"), "{index}");
    Run::of(vejviser().args(["init", root])).ended(2);
    fs::create_dir(folder.path().join("tom")).expect("folders can be made");
    Run::of(vejviser().current_dir(folder.path()).args(["init", "tom"])).ended(0);
}

#[test]
fn json_is_all_that_goes_to_standard_output() {
    let site = Site::fixture("portal");
    for arguments in [&["build", "--format", "json", "--timings"][..], &["check", "--format", "json", "--timings"]] {
        let run = site.run(arguments).ended(0);
        assert_eq!(run.diagnostics(), [], "an empty list");
    }
    site.write("content/ny.md", "+++\ntitel = \"Å\\\"\"\n+++\n");
    for command in ["build", "check"] {
        let run = run_with(&site, &[("VEJVISER_FORMAT", "json")], &[command]).ended(1);
        let found = run.diagnostics();
        assert_eq!(found.len(), 1, "{run:?}");
        assert_eq!(found[0].place(), "unknown-key content/ny.md:2:1");
        assert!(!run.stderr.contains("unknown-key"), "{run:?}");
    }
}

/// No terminal: no colours, no progress bar, two lines about what was done and nothing else.
#[test]
fn it_is_quiet_when_nobody_watches() {
    let site = Site::fixture("portal");
    let run = site.build();
    assert_eq!(run.stderr, "");
    assert_eq!(run.stdout.lines().count(), 2, "{run:?}");
    let timed = site.run(&["--timings"]).ended(0);
    for stage in ["load", "model", "text", "link", "index", "render", "write", "total"] {
        assert!(timed.stderr.contains(stage), "{timed:?}");
    }
    site.write("content/ny.md", "+++\ntitel = \"Ny\"\n+++\n");
    let run = site.run(&["build"]).ended(1);
    assert!(!format!("{}{}", run.stdout, run.stderr).contains('\u{1b}'), "{run:?}");
}

#[test]
fn it_tells_what_it_is() {
    let help = Run::of(vejviser().arg("--help")).ended(0);
    for word in ["build", "check", "serve", "new", "init", "--root", "--output", "--base-url", "--drafts", "--threads"]
    {
        assert!(help.stdout.contains(word), "{word}");
    }
    let version = Run::of(vejviser().arg("--version")).ended(0);
    assert_eq!(version.stdout.trim(), format!("vejviser {}", env!("CARGO_PKG_VERSION")));
}
