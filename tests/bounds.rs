//! What a site is made of stays inside it: themes are named, links lead to nowhere outside unless `config.toml` allows
//! the folder, and nothing is read that never ends.

#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Diagnostic, Preview, Site, tree};
use tempfile::TempDir;

/// What nobody may publish.
const SECRET: &str = "HEMMELIGT";

/// A folder beside the site with a secret in a page, in a file and in a template.
fn outside() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    };
    write("hemmelig.txt", SECRET);
    write("side.md", &format!("+++\ntitle = \"{SECRET}\"\n+++\n"));
    write("dybt/nede/hemmelig.txt", SECRET);
    write("tema/templates/page.html", SECRET);
    write("tema/assets/hemmelig.txt", SECRET);
    folder
}

/// A site with one page, and what else a site may have.
fn site() -> Site {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitle = \"A\"\n+++\n\nTekst.\n");
    site.write("static/b.txt", "b");
    site
}

fn link(to: impl AsRef<Path>, site: &Site, at: &str) {
    let at = site.path(at);
    fs::create_dir_all(at.parent().expect("a folder")).expect("folders can be made");
    symlink(to, at).expect("links can be made");
}

fn real(path: &Path) -> String {
    fs::canonicalize(path).expect("it is there").display().to_string()
}

fn places(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(Diagnostic::place).collect()
}

/// What `check` finds. `build` tells the same, shows nothing of what is outside, and writes nothing.
#[track_caller]
fn refused(site: &Site) -> Vec<Diagnostic> {
    let found = site.errors(&[]);
    let built = site.run(&["build"]);
    assert_eq!(built.code, 1, "{built:?}");
    for found in &found {
        assert!(
            built.stderr.contains(&format!("{}:{}:{}", found.file, found.line, found.column)),
            "{found:?}: {built:?}"
        );
    }
    assert!(built.stderr.contains(&format!("{} error", found.len())), "{found:?}: {built:?}");
    assert!(!format!("{built:?}").contains(SECRET), "what is outside is not shown: {built:?}");
    assert!(!site.public().exists(), "nothing is written");
    found
}

/// The one error of `site`: an `outside-site` at `file` that tells where the link leads, and what to do.
#[track_caller]
fn leads_out(site: &Site, file: &str, to: &Path) {
    let found = refused(site);
    let [only] = found.as_slice() else { panic!("{file}: {found:?}") };
    assert_eq!(only.place(), format!("outside-site {file}:1:1"));
    assert!(only.text.contains(&real(to)), "{only:?}");
    assert!(only.text.contains("[build] allow"), "{only:?}");
}

#[test]
fn a_theme_is_a_name() {
    let outside = outside();
    let site = site();
    let inside = site.path("themes/test").display().to_string();
    let paths = [
        "/",
        "//",
        "..",
        ".",
        "./",
        "",
        " ",
        "../..",
        "test/..",
        "test/../..",
        "a/../../b",
        "test/",
        "./test",
        "../themes/test",
        "/etc",
        "C:\\\\",
        "..\\\\..",
        "test\\u0000",
        "\\u0000",
        "tema\\n/../..",
    ];
    let elsewhere = [outside.path().join("tema").display().to_string(), inside, "/proc/self/cwd".to_owned()];
    for theme in paths.into_iter().chain(elsewhere.iter().map(String::as_str)) {
        site.write("config.toml", format!("title = \"Prøve\"\ntheme = \"{theme}\"\n"));
        let found = site.errors(&["--no-index"]);
        let [only] = found.as_slice() else { panic!("{theme}: {found:?}") };
        assert_eq!(only.place(), "invalid-value config.toml:2:9", "{theme}");
        assert!(only.text.contains("is not a valid theme name") && only.text.contains("themes/"), "{only:?}");
    }
    refused(&site);
    for theme in ["test", "standard"] {
        site.write("config.toml", format!("theme = \"{theme}\"\n"));
        assert_eq!(site.errors(&[]), [], "{theme}");
    }
}

/// A theme may have any name that a folder has.
#[test]
fn a_theme_may_be_called_anything() {
    for name in ["mit tema", "tema.2", "blåt", "..."] {
        let site = site();
        site.write("config.toml", format!("theme = \"{name}\"\n"));
        site.write(&format!("themes/{name}/assets/x.txt"), "x");
        site.build();
        assert_eq!(site.read("public/assets/x.txt"), "x", "{name}");
    }
}

#[test]
fn links_out_of_the_site_are_refused() {
    let outside = outside();
    let (file, folder) = (outside.path().join("hemmelig.txt"), outside.path().to_path_buf());
    let page = outside.path().join("side.md");
    let theme = outside.path().join("tema");
    let template = theme.join("templates/page.html");
    let cases: &[(&str, &PathBuf)] = &[
        ("static/x.txt", &file),
        ("static/dybt/x.txt", &file),
        ("static/x", &folder),
        ("content/x.txt", &file),
        ("content/x.md", &page),
        ("content/x", &folder),
        ("content/bundt/foto.png", &file),
        ("content/_index.md", &page),
        ("content/_note.txt", &file),
        ("themes/test/templates/page.html", &template),
        ("themes/test/assets/x.txt", &file),
        ("themes/test/assets", &folder),
        ("themes/test/andet", &folder),
        ("search-index/synonyms.toml", &file),
        ("search-index/answers.toml", &file),
        ("search-index/language.toml", &file),
        ("search-index/andet.toml", &file),
        ("search-index/built", &folder),
        ("search-index", &folder),
    ];
    for (at, to) in cases {
        let site = site();
        if at.ends_with("page.html") {
            site.remove(at);
        }
        if at.contains("bundt") {
            site.write("content/bundt/index.md", "+++\ntitle = \"Bundt\"\n+++\n\n![Foto](foto.png)\n");
            link(to, &site, at);
            // The image is not there, and the page says so as well.
            assert!(places(&refused(&site)).contains(&format!("outside-site {at}:1:1")));
            continue;
        }
        let before = tree(outside.path());
        link(to, &site, at);
        leads_out(&site, at, to);
        assert_eq!(before, tree(outside.path()), "{at}: nothing is written outside");
    }
    for folder in ["content", "static", "themes", "themes/test"] {
        let site = site();
        fs::remove_dir_all(site.path(folder)).expect("folders can be removed");
        let to = if folder.starts_with("themes") { &theme } else { &page };
        let to = to.parent().filter(|_| !folder.ends_with("test")).unwrap_or(to);
        if folder == "themes" {
            fs::create_dir(to.join("test")).expect("folders can be made");
        }
        link(to, &site, folder);
        leads_out(&site, folder, to);
    }
}

/// What the link itself says does not matter: it may be relative, lead over other links, or into a folder of its own.
#[test]
fn links_are_followed_to_their_end() {
    let outside = outside();
    let secret = outside.path().join("hemmelig.txt");
    let site = site();
    link(&secret, &site, "static/c");
    link("c", &site, "static/b2");
    link("../static/b2", &site, "static/a");
    let found = refused(&site);
    let wanted = ["static/a", "static/b2", "static/c"].map(|file| format!("outside-site {file}:1:1"));
    assert_eq!(places(&found), wanted);
    assert!(found.iter().all(|found| found.text.contains(&real(&secret))), "{found:?}");

    let site = self::site();
    let depth = site.root().components().count() + 2;
    link(format!("{}etc/passwd", "../".repeat(depth)), &site, "static/passwd");
    leads_out(&site, "static/passwd", Path::new("/etc/passwd"));

    // A folder that is inside, and in it a link that is not.
    let site = self::site();
    site.write("andet/x.txt", "x");
    link(outside.path(), &site, "andet/ud");
    link("../andet", &site, "static/andet");
    leads_out(&site, "static/andet/ud", outside.path());
}

/// The whole disk is not walked, and neither are the processes of the machine.
#[test]
fn what_is_refused_is_not_walked() {
    for (at, to) in
        [("static/alt", "/"), ("content/alt", "/"), ("themes/test/alt", "/proc"), ("themes/test/assets/alt", "/")]
    {
        let site = site();
        link(to, &site, at);
        assert_eq!(places(&refused(&site)), [format!("outside-site {at}:1:1")], "{to}");
    }
}

/// The preview goes by the same rules: it neither shows nor watches what is outside, and watches what links lead to.
#[test]
fn a_preview_stays_inside_too() {
    let outside = outside();
    let site = site();
    site.write("andet/side.md", "+++\ntitle = \"Før\"\n+++\n");
    site.write("fil.txt", "før");
    link("../andet", &site, "content/andet");
    link("../fil.txt", &site, "static/fil.txt");
    link("/", &site, "static/alt");
    link(outside.path(), &site, "static/ud");
    let preview = Preview::of(&site);
    preview.shows("/", "outside-site");
    for path in ["/alt/etc/passwd", "/ud/hemmelig.txt", "/../config.toml", "/..%2fconfig.toml", "/%2e%2e/config.toml"] {
        let answer = preview.get(path);
        assert!(
            !answer.contains(SECRET) && !answer.contains("root:") && !answer.contains("theme ="),
            "{path}: {answer}"
        );
    }
    fs::remove_file(site.path("static/alt")).expect("links can be removed");
    fs::remove_file(site.path("static/ud")).expect("links can be removed");
    preview.shows("/andet/side.html", "Før");
    site.write("andet/side.md", "+++\ntitle = \"Efter\"\n+++\n");
    preview.shows("/andet/side.html", "Efter");
    site.write("fil.txt", "efter");
    preview.shows("/fil.txt", "efter");
}

#[test]
fn links_inside_the_site_are_fine() {
    let site = site();
    site.write("andet/side.md", "+++\ntitle = \"Side\"\n+++\n");
    site.write("andet/foto.txt", "foto");
    site.write("andet/tema.txt", "tema");
    site.write("andet/ord.toml", "");
    link("../andet", &site, "content/rel");
    link(site.path("andet"), &site, "content/abs");
    link("abs", &site, "content/kaede");
    link("../andet/foto.txt", &site, "static/foto.txt");
    link("../../../andet/tema.txt", &site, "themes/test/assets/tema.txt");
    link("../andet/ord.toml", &site, "search-index/synonyms.toml");
    assert_eq!(site.errors(&[]), []);
    site.build();
    for page in ["rel", "abs", "kaede"] {
        assert!(site.path(&format!("public/{page}/side.html")).exists(), "{page}");
    }
    assert_eq!(site.read("public/foto.txt"), "foto");
    assert_eq!(site.read("public/assets/tema.txt"), "tema");
    site.rebuilt("links");
}

#[test]
fn links_that_lead_nowhere() {
    for (at, to) in [
        ("static/x", "findes-ikke"),
        ("static/x", "/findes/ikke"),
        ("static/x", "x"),
        ("content/x.md", "findes-ikke.md"),
        ("themes/test/assets/x", "findes-ikke"),
        ("search-index/synonyms.toml", "findes-ikke"),
    ] {
        let site = site();
        link(to, &site, at);
        let found = refused(&site);
        assert_eq!(places(&found), [format!("broken-link {at}:1:1")]);
        assert!(found[0].text.contains(to), "{found:?}");
    }
    let site = site();
    link("b", &site, "static/a");
    link("a", &site, "static/b");
    assert_eq!(places(&refused(&site)), ["broken-link static/a:1:1", "broken-link static/b:1:1"]);
}

#[test]
fn loops_of_links_end() {
    for folder in ["static", "content", "themes/test"] {
        for to in [".", "..", "../a", "../.."] {
            let site = site();
            site.write(&format!("{folder}/a/fil.txt"), "x");
            link(to, &site, &format!("{folder}/a/rundt"));
            assert_eq!(places(&refused(&site)), [format!("symlink-loop {folder}/a/rundt:1:1")], "{to}");
        }
    }
    // Two folders that lead into each other.
    let site = site();
    site.write("static/a/a.txt", "a");
    site.write("static/b/b.txt", "b");
    link("../b", &site, "static/a/til-b");
    link("../a", &site, "static/b/til-a");
    assert_eq!(places(&refused(&site)), ["symlink-loop static/a/til-b:1:1", "symlink-loop static/b/til-a:1:1"]);
    // Twelve of them, of which each leads into all others: there are more ways through them than seconds in a year.
    let site = self::site();
    for (from, to) in (0..12).flat_map(|from| (0..12).map(move |to| (from, to))).filter(|(from, to)| from != to) {
        link(format!("../{to}"), &site, &format!("static/{from}/{to}"));
    }
    let found = site.errors(&["--no-index"]);
    assert!(!found.is_empty() && found.iter().all(|found| found.code == "symlink-loop"), "{found:?}");
}

fn pipe(at: &Path) {
    fs::create_dir_all(at.parent().expect("a folder")).expect("folders can be made");
    assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo is there").success());
}

/// The binary must come to an end by itself: a pipe nobody writes to would be read for ever.
#[test]
fn pipes_sockets_and_devices_are_not_read() {
    for at in [
        "static/x",
        "static/a/x",
        "content/x.md",
        "content/x.txt",
        "content/_import.toml",
        "themes/test/templates/page.html",
        "themes/test/assets/x",
        "search-index/synonyms.toml",
        "search-index/andet",
        "config.toml",
    ] {
        let site = site();
        if site.path(at).exists() {
            site.remove(at);
        }
        pipe(&site.path(at));
        let found = refused(&site);
        assert_eq!(places(&found), [format!("special-file {at}:1:1")], "{found:?}");
        assert!(found[0].text.contains("pipe") && found[0].text.contains("remove it"), "{found:?}");
    }
    let site = site();
    let _listener = UnixListener::bind(site.path("static/sok")).expect("sockets can be made");
    pipe(&site.path("rør"));
    link("../rør", &site, "static/til-et-roer");
    link("/dev/zero", &site, "static/nul");
    let wanted = ["outside-site static/nul:1:1", "special-file static/sok:1:1", "special-file static/til-et-roer:1:1"];
    assert_eq!(places(&refused(&site)), wanted);
}

/// A file of the built-in theme is told by its name there, which may be that of a pipe or a link here.
#[test]
fn a_mistake_beside_what_is_refused_is_told() {
    let outside = outside();
    let site = site();
    site.write("config.toml", "title = \"Prøve\"\n");
    site.write("themes/standard/templates/parts.html", "{{ ikke.her }}");
    pipe(&site.path("themes/standard/templates/page.html"));
    link(outside.path().join("hemmelig.txt"), &site, "themes/standard/templates/section.html");
    let run = site.run(&["check", "--format", "json"]).ended(1);
    let codes: Vec<String> = run.diagnostics().into_iter().map(|found| found.code).collect();
    for code in ["template", "special-file", "outside-site"] {
        assert!(codes.iter().any(|other| other == code), "{codes:?}");
    }
    let drawn = site.run(&["check"]).ended(1);
    assert!(!drawn.stderr.contains(SECRET), "{drawn:?}");
}

/// The webmaster allows a folder, and with it what lies in it; links in it are held to the same.
#[test]
fn config_allows_folders_outside() {
    let outside = outside();
    let shared = outside.path().join("dybt");
    for named in [shared.display().to_string(), format!("{}/../dybt/", shared.display())] {
        let site = site();
        link(shared.join("nede/hemmelig.txt"), &site, "static/fil.txt");
        link(&shared, &site, "static/mappe");
        assert_eq!(places(&refused(&site)), ["outside-site static/fil.txt:1:1", "outside-site static/mappe:1:1"]);
        site.write("config.toml", format!("theme = \"test\"\n\n[build]\nallow = [\"{named}\"]\n"));
        assert_eq!(site.errors(&[]), [], "{named}");
        site.build();
        assert_eq!(site.read("public/fil.txt"), SECRET);
        assert_eq!(site.read("public/mappe/nede/hemmelig.txt"), SECRET);
        link(outside.path().join("hemmelig.txt"), &site, "static/andet.txt");
        assert_eq!(places(&site.errors(&[])), ["outside-site static/andet.txt:1:1"], "{named}");
        fs::remove_file(site.path("static/andet.txt")).expect("links can be removed");
        symlink(outside.path().join("hemmelig.txt"), shared.join("ud")).expect("links can be made");
        assert_eq!(places(&site.errors(&[])), ["outside-site static/mappe/ud:1:1"], "{named}");
        fs::remove_file(shared.join("ud")).expect("links can be removed");
    }
}

/// A folder of that name beside the allowed one is another folder.
#[test]
fn a_folder_is_allowed_by_name_and_not_by_its_beginning() {
    let outside = outside();
    fs::create_dir(outside.path().join("dyb")).expect("folders can be made");
    let site = site();
    site.write("config.toml", format!("theme = \"test\"\n[build]\nallow = [\"{}/dyb\"]\n", outside.path().display()));
    link(outside.path().join("dybt"), &site, "static/x");
    leads_out(&site, "static/x", &outside.path().join("dybt"));
}

#[test]
fn a_site_and_a_theme_may_be_shared() {
    let outside = outside();
    let site = site();
    fs::create_dir_all(outside.path().join("delt")).expect("folders can be made");
    fs::write(outside.path().join("delt/side.md"), "+++\ntitle = \"Delt\"\n+++\n").expect("files can be written");
    let fixture = common::fixtures().join("theme");
    common::copy(&fixture, &outside.path().join("delt-tema"));
    let (pages, theme) = (outside.path().join("delt"), outside.path().join("delt-tema"));
    site.write(
        "config.toml",
        format!("theme = \"fælles\"\n[build]\nallow = [\"{}\", \"{}\"]\n", pages.display(), theme.display()),
    );
    link(&pages, &site, "content/delt");
    link(&theme, &site, "themes/fælles");
    site.build();
    assert!(site.read("public/delt/side.html").contains("Delt"));
}

#[test]
fn what_is_allowed_must_be_a_folder() {
    let site = site();
    site.write("en-fil", "x");
    for (folder, wanted) in [
        ("\"findes-ikke\"", "the folder `findes-ikke`"),
        ("\"/findes/ikke\"", "the folder `/findes/ikke`"),
        ("\"en-fil\"", "`en-fil` is not a folder"),
        ("\"\"", "contains an empty path"),
        ("\"/\"", "is the root of the file system"),
        ("\"static/../../../../../../../../../../../..\"", "is the root of the file system"),
        ("\"a\\u0000b\"", "does not exist"),
    ] {
        site.write("config.toml", format!("theme = \"test\"\n\n[build]\nallow = [\"static\", {folder}]\n"));
        let found = refused(&site);
        let [only] = found.as_slice() else { panic!("{folder}: {found:?}") };
        assert_eq!(only.place(), "invalid-value config.toml:4:20");
        assert!(only.text.contains(wanted), "{only:?}");
    }
    site.write("config.toml", "theme = \"test\"\n\n[build]\nallow = \"static\"\n");
    assert_eq!(places(&refused(&site)), ["wrong-type config.toml:4:9"]);
}

/// The site's folder as a whole may be reached by a link; its configuration, which allows the others, may not lie outside.
#[test]
fn the_root_may_be_a_link_and_the_configuration_may_not_leave_it() {
    let outside = outside();
    let site = site();
    let way = outside.path().join("vej");
    symlink(site.root(), &way).expect("links can be made");
    let run = common::Run::of(common::vejviser().current_dir(&way).arg("--root").arg(&way).arg("build"));
    assert_eq!(run.code, 0, "{run:?}");

    site.write("andet.toml", site.read("config.toml"));
    site.remove("config.toml");
    link("andet.toml", &site, "config.toml");
    assert_eq!(site.errors(&[]), [], "a link inside");
    fs::remove_file(site.path("config.toml")).expect("links can be removed");
    link(outside.path().join("hemmelig.txt"), &site, "config.toml");
    let run = site.run(&["check", "--format", "json"]).ended(1);
    assert_eq!(places(&run.diagnostics()), ["outside-site config.toml:1:1"]);
    assert!(run.diagnostics()[0].text.contains("replace the link with the file itself"), "{run:?}");
    let drawn = site.run(&["build"]).ended(1);
    assert!(!format!("{drawn:?}").contains(SECRET), "{drawn:?}");
}

/// A new file is not written through a link either.
#[test]
fn nothing_new_is_written_outside() {
    let outside = outside();
    let site = site();
    link(outside.path(), &site, "content/ud");
    let before = tree(outside.path());
    for path in ["ud/ny.md", "ud/mappe/ny.md"] {
        let run = site.run(&["new", "page", path]).ended(2);
        assert!(run.stderr.contains("content/ud") && run.stderr.contains(&real(outside.path())), "{run:?}");
    }
    assert_eq!(before, tree(outside.path()));
}

/// A portal with one record whose text the library has.
fn library() -> (Site, TempDir) {
    let site = Site::new();
    site.write("config.toml", "title = \"Prøve\"\nbuild_search_index = false\n");
    site.write(
        "content/kilder/tekst/_index.md",
        "+++\nkind = \"source\"\ntitle = \"Tekst\"\nrights = \"free-quotation\"\nyear = 2009\n+++\n",
    );
    site.write("content/kilder/tekst/_import.toml", "file = \"tekst.txt\"\nheadings = [\"# Titel\"]\npage_level = 1\n");
    (site, tempfile::tempdir().expect("a folder"))
}

#[test]
fn links_in_the_library_stay_in_it() {
    let outside = outside();
    let (site, texts) = library();
    let run = |site: &Site| site.errors(&["--library", texts.path().to_str().expect("a plain path")]);
    fs::write(texts.path().join("rigtig.txt"), "Titel\n\nEt afsnit.\n").expect("files can be written");
    let at = texts.path().join("tekst.txt");
    symlink("rigtig.txt", &at).expect("links can be made");
    assert_eq!(run(&site), [], "a link inside the library");

    fs::remove_file(&at).expect("links can be removed");
    symlink(outside.path().join("hemmelig.txt"), &at).expect("links can be made");
    let found = run(&site);
    assert_eq!(places(&found), ["outside-site content/kilder/tekst/_import.toml:1:8"]);
    assert!(found[0].text.contains("points outside the library, to"), "{found:?}");
    assert!(found[0].text.contains(&real(&outside.path().join("hemmelig.txt"))), "{found:?}");

    fs::remove_file(&at).expect("links can be removed");
    pipe(&at);
    assert_eq!(places(&run(&site)), ["special-file content/kilder/tekst/_import.toml:1:8"]);

    for name in ["../tekst.txt", "/etc/passwd", "..", "mappe/x.txt"] {
        site.write("content/kilder/tekst/_import.toml", format!("file = \"{name}\"\n"));
        assert_eq!(places(&run(&site)), ["invalid-value content/kilder/tekst/_import.toml:1:8"], "{name}");
    }
}

#[test]
fn a_text_beside_its_record_stays_there() {
    let outside = outside();
    let hints =
        |name: &str| format!("file = \"tekst.txt\"\nown_text = \"{name}\"\nheadings = [\"# Titel\"]\npage_level = 1\n");
    for name in ["../tekst.txt", "/etc/passwd", "..", ".skjult", "mappe/x.txt"] {
        let (site, _texts) = library();
        site.write("content/kilder/tekst/_import.toml", hints(name));
        assert_eq!(places(&site.errors(&[])), ["invalid-value content/kilder/tekst/_import.toml:2:12"], "{name}");
    }
    for (at, to) in [("_tekst.txt", "hemmelig.txt"), ("_import.toml", "hemmelig.txt")] {
        let (site, _texts) = library();
        site.write("content/kilder/tekst/_import.toml", hints("_tekst.txt"));
        let at = format!("content/kilder/tekst/{at}");
        let _ = fs::remove_file(site.path(&at));
        link(outside.path().join(to), &site, &at);
        leads_out(&site, &at, &outside.path().join(to));
    }
    let (site, _texts) = library();
    site.write("content/kilder/tekst/_import.toml", hints("_tekst.txt"));
    site.write("tekster/t.txt", "Titel\n\nEt afsnit.\n");
    link("../../../tekster/t.txt", &site, "content/kilder/tekst/_tekst.txt");
    assert_eq!(site.errors(&[]), []);
}
