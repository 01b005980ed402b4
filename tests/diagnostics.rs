//! Mistakes in content: each is told with file, line and column, all of them in one run, and the old site stays.
//!
//! What is expected stands in `sites/broken/`, beside the mistakes; see `common/expected.rs` for how. What cannot be
//! written in a file, such as a symbolic link that leads back, is made here.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::expected::check_diagnostics;
use common::{Diagnostic, Site, same, stamps, tree};

fn error(file: &str, line: u64, column: u64, code: &str, text: &str) -> Diagnostic {
    let (file, code, text) = (file.to_owned(), code.to_owned(), text.to_owned());
    Diagnostic { file, line, column, severity: "error".to_owned(), code, text }
}

/// The places of the errors that a check of `site` finds.
fn places(site: &Site) -> Vec<String> {
    site.errors(&[]).iter().map(Diagnostic::place).collect()
}

/// The portal, built, and then everything that can be wrong with it.
fn broken() -> (Site, Vec<Diagnostic>) {
    let site = Site::fixture("portal");
    site.build();
    site.overlay("broken");
    let mut more = Vec::new();
    site.write("content/fejl/utf8.md", b"+++\ntitle = \"Latin-1\"\n+++\n\nEt \xe6ble.\n");
    more.push(error("content/fejl/utf8.md", 5, 4, "invalid-utf8", "save the file as UTF-8"));
    site.write("content/fejl/utf8-forord.md", b"+++\ntitle = \"\xc6ble\"\n+++\n");
    more.push(error("content/fejl/utf8-forord.md", 2, 10, "invalid-utf8", "save the file as UTF-8"));
    site.write("static/Bil.png", "a");
    site.write("static/bil.png", "b");
    more.push(error("static/bil.png", 1, 1, "case-collision", "differs only in case"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(".", site.path("content/fejl/rundt")).expect("links can be made");
        more.push(error("content/fejl/rundt", 1, 1, "symlink-loop", "remove the symbolic link"));
    }
    (site, more)
}

#[test]
fn every_mistake_is_told_in_one_run() {
    let (site, more) = broken();
    let run = site.run(&["build", "--format", "json"]).ended(1);
    let found = run.diagnostics();
    check_diagnostics(&site, &more, &found);
    let mut sorted = found.clone();
    sorted.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    assert_eq!(found, sorted, "sorted by file and place");
}

#[test]
fn a_check_tells_the_same() {
    let (site, more) = broken();
    let lix = |found: &Diagnostic| found.code == "readability";
    let found: Vec<_> = site.run(&["check", "--format", "json"]).ended(1).diagnostics();
    check_diagnostics(&site, &more, &found.into_iter().filter(|found| !lix(found)).collect::<Vec<_>>());
}

#[test]
fn the_old_site_stays() {
    let site = Site::fixture("portal");
    site.build();
    let (before, times) = (tree(&site.public()), stamps(&site.public()));
    site.overlay("broken");
    let run = site.run(&[]).ended(1);
    assert!(run.stdout.contains("Nothing was written"), "{run:?}");
    same("the old site", &before, &tree(&site.public()));
    assert_eq!(times, stamps(&site.public()));
}

/// People get the line with its mark, the code, what to do, and a sum.
#[test]
fn mistakes_are_drawn_for_people() {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitel = \"A\"\n+++\n");
    let run = site.run(&["check"]).ended(1);
    for part in ["content/a.md:2:1", "unknown-key", "titel = \"A\"", "did you mean `title`?", "1 error, 0 warnings"] {
        assert!(run.stderr.contains(part), "no `{part}` in {}", run.stderr);
    }
}

#[test]
fn a_template_that_fails_while_rendering() {
    let site = Site::fixture("portal");
    site.build();
    let before = tree(&site.public());
    site.edit("themes/test/templates/term.html", "<article>", "<article>{{ page.findes.ikke }}");
    assert_eq!(places(&site), ["template themes/test/templates/term.html:4:18"]);
    site.run(&["build"]).ended(1);
    same("the old site", &before, &tree(&site.public()));
}

#[test]
fn a_part_of_a_script_that_cannot_be_read() {
    let site = Site::fixture("portal");
    site.write("themes/test/assets/js/pack/own.js", "const own = 1;\nconst = 2;\n");
    assert_eq!(places(&site), ["script themes/test/assets/js/pack/own.js:2:7"]);
}

/// Modules of a folder become one script: none may swallow another, and none may be lost.
#[test]
fn modules_of_a_folder_are_served_as_one_script() {
    let site = Site::fixture("portal");
    site.write("themes/test/assets/js/menu/a.js", "import { b } from \"./b.js\";\nwindow.a = b; // no line break");
    site.write("themes/test/assets/js/menu/b.js", "export const b = 2;");
    site.build();
    assert!(site.read("public/assets/js/menu.js").contains("window.a=2"));
    site.write("themes/test/assets/js/menu.js", "window.c = 3;");
    assert_eq!(places(&site), ["same-address themes/test/assets/js/menu.js:1:1"]);
}

/// A theme can replace a single module of the standard theme; what the others import must be in it.
#[test]
fn a_module_of_the_standard_theme_is_replaced() {
    let site = Site::fixture("portal");
    let dates = "themes/test/assets/js/site/dates.js";
    site.write(dates, "export const dayOf = () => \"en dag\";\n");
    site.build();
    for script in ["public/assets/js/site.js", "public/assets/js/pack.js"] {
        assert!(site.read(script).contains("en dag"), "{script}");
    }
    site.write(dates, "export const day = () => \"en dag\";\n");
    let found = site.errors(&[]);
    assert!(found.len() > 1, "{found:?}");
    let expected = "assets/js/site/dates.js does not export `dayOf`";
    assert!(found.iter().all(|mistake| mistake.text.contains(expected)), "{found:?}");
}

/// Mistakes between modules are reported where somebody can mend them.
#[test]
fn modules_that_cannot_be_linked() {
    let site = Site::fixture("portal");
    let menu = |name: &str, text: &str| site.write(&format!("themes/test/assets/js/menu/{name}.js"), text);
    menu(
        "a",
        "import { b } from \"./b.js\";\nimport { nothing } from \"./nowhere.js\";\nexport const a = [b, nothing];\n",
    );
    menu("b", "import { c } from \"./c.js\";\nexport const b = c;\n");
    menu("c", "import { a } from \"./a.js\";\nexport const c = a;\n");
    menu("d", "import { a,\n  other } from \"./a.js\";\nexport { a, other };\n");
    let at = |place: &str| format!("script themes/test/assets/js/menu/{place}");
    assert_eq!(places(&site), [at("a.js:2:25"), at("c.js:1:19"), at("d.js:2:3")]);
    menu("a", "export const a = 1;\n");
    assert_eq!(places(&site), [at("d.js:2:3")]);
}

/// What a template calls and nobody has is told where it is called.
#[test]
fn names_that_no_template_has() {
    let site = Site::fixture("portal");
    site.edit("themes/test/templates/term.html", "<article>", "<article>{{ page.title | ukendt }}");
    let found = site.errors(&[]);
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((only.file.as_str(), only.line), ("themes/test/templates/term.html", 4), "{only:?}");
    let site = Site::new();
    site.write("config.toml", "title = \"Prøve\"\n");
    site.write("themes/standard/templates/egen.html", "{% extends \"base.html\" %}{% block main %}egen{% endblock %}");
    site.write("content/p.md", "+++\ntitle = \"P\"\ntemplate = \"egen.html\"\n+++\n");
    site.build();
    assert!(site.read("public/p.html").contains("egen"));
}

/// A mistake in the content does not hide one in a template.
#[test]
fn a_failing_template_is_told_with_the_rest() {
    let site = Site::fixture("portal");
    site.edit("themes/test/templates/term.html", "<article>", "<article>{{ page.findes.ikke }}");
    site.write("content/sider/ny.md", "+++\ntitel = \"Ny\"\n+++\n");
    assert_eq!(places(&site), ["unknown-key content/sider/ny.md:2:1", "template themes/test/templates/term.html:4:18"]);
}

#[test]
fn a_template_that_extends_or_includes_what_is_not_there() {
    let site = Site::new();
    site.write("themes/test/templates/page.html", "\n{% extends \"grundlag.html\" %}\n");
    let errors = site.errors(&[]);
    let [only] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!((only.file.as_str(), only.code.as_str()), ("themes/test/templates/page.html", "template"));
    assert!(only.text.contains("grundlag.html"), "{only:?}");
}

#[test]
fn a_theme_that_is_not_there() {
    let site = Site::new();
    site.write("config.toml", "title = \"Prøve\"\ntheme = \"ingen\"\n");
    assert_eq!(places(&site), ["invalid-value config.toml:2:9"]);
}

#[test]
fn a_configuration_that_is_not_utf8() {
    let site = Site::new();
    site.write("config.toml", b"theme = \"test\"\ntitle = \"Pr\xf8ve\"\n");
    assert_eq!(places(&site), ["invalid-utf8 config.toml:2:12"]);
}

/// Names without a letter or a digit make no address. Only checked, never built: the address they used to make was
/// one outside the output.
#[test]
fn names_that_make_no_address() {
    let mut wrong = Vec::new();
    for path in ["content/§/side.md", "content/§.md", "content/a/«»/_index.md", "content/§/billede.png"] {
        let site = Site::new();
        site.write(path, "");
        let found = places(&site);
        if found != [format!("outside-output {path}:1:1")] {
            wrong.push(format!("{path}: {found:?}"));
        }
    }
    let site = Site::new();
    for name in ["§", "..", "/"] {
        site.write("config.toml", format!("theme = \"test\"\ntaxonomies = [{{ name = \"{name}\" }}]\n"));
        let found = places(&site);
        if !found.iter().any(|place| place.ends_with("config.toml:2:24")) {
            wrong.push(format!("taxonomy {name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two links to one folder are no loop; a loop in `static/` is one as well.
#[cfg(unix)]
#[test]
fn symbolic_links_may_lead_anywhere_but_back() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.write("andet/side.md", "+++\ntitle = \"Side\"\n+++\n");
    site.write("content/_index.md", "");
    symlink("../andet", site.path("content/a")).expect("links can be made");
    symlink("../andet", site.path("content/b")).expect("links can be made");
    assert_eq!(places(&site), Vec::<String>::new());
    site.write("static/x.txt", "x");
    symlink(".", site.path("static/igen")).expect("links can be made");
    assert_eq!(places(&site), ["symlink-loop static/igen:1:1"]);
}

/// A link to a folder far above is told once, and what is found behind it is not read as more content.
#[cfg(unix)]
#[test]
fn a_loop_is_told_once_and_not_walked() {
    for target in ["..", "../..", "../../content/a"] {
        let site = Site::new();
        site.write("content/a/b.md", "");
        site.write("content/begreber/ord.md", "+++\nkind = \"term\"\ntitle = \"Ord\"\n+++\n");
        std::os::unix::fs::symlink(target, site.path("content/a/rundt")).expect("links can be made");
        assert_eq!(places(&site), ["symlink-loop content/a/rundt:1:1"], "a link to {target}");
    }
}

/// A file where a folder of the output must be, two pages that only differ in case, a page where an asset is.
#[test]
fn addresses_that_collide() {
    let site = Site::new();
    site.write("content/a/b.md", "");
    site.write("static/a", "a file");
    assert_eq!(places(&site), ["same-address static/a:1:1"]);
    let site = Site::new();
    site.write("content/A.md", "");
    site.write("content/a.md", "");
    assert_eq!(places(&site), ["same-address content/a.md:1:1"]);
    let site = Site::new();
    site.write("content/a.md", "");
    site.write("static/a.html", "");
    site.write("content/mappe.md", "+++\naliases = [\"a.html\"]\n+++\n");
    let errors = places(&site);
    assert_eq!(errors.len(), 2, "{errors:?}");
}
