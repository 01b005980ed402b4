//! The output: the same bytes from the same content, nothing written that did not change, nothing lost.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{MEMORY, Run, Site, changed, same, settle, stamps, tree, vejviser};

#[test]
fn the_same_bytes_every_time() {
    let site = Site::fixture("portal");
    site.overlay("zola");
    site.edit("config.toml", "title =", "description = \"Alt på én gang\"\ntitle =");
    let first = site.clean_build();
    for threads in ["1", "2", "4", "4", "7"] {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("ud");
        site.run(&["--threads", threads, "--output", output.to_str().expect("a plain path")]).ended(0);
        same(&format!("{threads} threads"), &first, &tree(&output));
    }
    // The order in which files came to the disk is the order in which many file systems list them.
    let files: Vec<(String, Vec<u8>)> = tree(site.root()).into_iter().collect();
    for step in [7, 31] {
        let other = Site::new();
        for at in 0..files.len() {
            let (path, bytes) = &files[(files.len() - 1 - at) * step % files.len()];
            other.write(path, bytes);
        }
        for (path, bytes) in &files {
            other.write(path, bytes);
        }
        same("a shuffled folder", &first, &other.clean_build());
    }
}

#[test]
fn nothing_changed_nothing_written() {
    let site = Site::built();
    let (before, remembered) = (stamps(&site.public()), stamps(&site.path(MEMORY)));
    settle();
    let run = site.build();
    assert!(run.stdout.contains(" 0 written"), "{run:?}");
    assert_eq!(changed(&before, &stamps(&site.public())), Vec::<String>::new());
    let written = changed(&remembered, &stamps(&site.path(MEMORY)));
    assert!(written.iter().all(|path| path == "lock"), "{written:?}");
}

#[test]
fn touching_a_file_is_no_change() {
    let site = Site::built();
    let before = stamps(&site.public());
    let page = site.read("content/sider/om.md");
    site.write("content/sider/om.md", page);
    settle();
    let run = site.build();
    assert!(run.stdout.contains(" 0 written"), "{run:?}");
    assert_eq!(changed(&before, &stamps(&site.public())), Vec::<String>::new());
}

#[test]
fn one_changed_body_one_written_page() {
    let site = Site::built();
    site.edit("content/sider/om.md", "Her står", "Der står");
    let pages = |why: &str| -> Vec<String> {
        site.rebuilt(why).into_iter().filter(|path| !path.starts_with("search/")).collect()
    };
    assert_eq!(pages("a changed body"), ["sider/om.html"]);
    site.edit("content/begreber/viso.md", "Ordet Viso", "Navnet Viso");
    assert_eq!(pages("another"), ["begreber/viso.html"]);
}

#[test]
fn what_is_removed_is_gone_and_what_is_foreign_stays() {
    let site = Site::fixture("portal");
    site.write("content/bilag/dybt/nede.md", "+++\ntitle = \"Nede\"\n+++\n");
    site.write("content/bilag/billede.png", "png");
    site.write("content/andet/side.md", "+++\ntitle = \"Side\"\n+++\n");
    site.build();
    site.write("public/andet/fremmed.txt", "not ours");
    site.write("public/CNAME", "tilsyn.example");
    fs::remove_dir_all(site.path("content/bilag")).expect("folders can be removed");
    fs::remove_dir_all(site.path("content/andet")).expect("folders can be removed");
    let run = site.build();
    assert!(run.stdout.contains(" removed"), "{run:?}");
    assert!(!site.path("public/andet/side.html").exists(), "gone with its file");
    assert!(!site.path("public/bilag").exists(), "an empty folder goes with its last file");
    let mut wanted = site.clean_build();
    wanted.insert("andet/fremmed.txt".to_owned(), b"not ours".to_vec());
    wanted.insert("CNAME".to_owned(), b"tilsyn.example".to_vec());
    same("the output", &wanted, &tree(&site.public()));
}

#[test]
fn what_somebody_spoiled_is_restored() {
    let site = Site::built();
    let wanted = tree(&site.public());
    settle();
    let page = site.read("public/sider/om.html");
    site.write("public/sider/om.html", page.replace("Om siden", "Om sider"));
    site.remove("public/begreber/viso.html");
    fs::remove_dir_all(site.path("public/data")).expect("folders can be removed");
    site.write("public/robots.txt", "");
    site.build();
    same("the output", &wanted, &tree(&site.public()));
    fs::remove_dir_all(site.public()).expect("folders can be removed");
    site.build();
    same("the whole output", &wanted, &tree(&site.public()));
    fs::remove_dir_all(site.path(MEMORY)).expect("folders can be removed");
    let before = stamps(&site.public());
    site.build();
    assert_eq!(changed(&before, &stamps(&site.public())), Vec::<String>::new(), "known by their bytes");
}

/// A file becomes a folder, a folder becomes a file.
#[test]
fn files_and_folders_change_places() {
    let site = Site::built();
    site.write("static/ting", "a file");
    site.rebuilt("a file");
    site.remove("static/ting");
    site.write("static/ting/inde.txt", "in a folder");
    site.rebuilt("a file became a folder");
    site.remove("static/ting/inde.txt");
    fs::remove_dir(site.path("static/ting")).expect("folders can be removed");
    site.write("static/ting", "a file again");
    site.rebuilt("a folder became a file");
}

#[test]
fn mistakes_leave_the_old_site() {
    let site = Site::built();
    let (before, times) = (tree(&site.public()), stamps(&site.public()));
    site.remove("content/sider/om.md");
    site.edit("content/begreber/viso.md", "VISO rådgiver", "[VISO](ingen.html) rådgiver");
    site.run(&[]).ended(1);
    assert_eq!(times, stamps(&site.public()));
    same("the old site", &before, &tree(&site.public()));
    site.edit("content/begreber/viso.md", "[VISO](ingen.html) rådgiver", "VISO hjælper");
    site.rebuilt("after the mistake was mended");
    site.edit("themes/test/templates/page.html", "<article>", "<article>{{ findes_ikke.slet }}");
    let before = tree(&site.public());
    site.write("content/sider/ny.md", "+++\ntitle = \"Ny\"\n+++\n");
    site.run(&[]).ended(1);
    same("the old site", &before, &tree(&site.public()));
}

/// What an edit must reach, beyond the file that was edited.
#[test]
fn changes_reach_every_page_they_concern() {
    let site = Site::built();
    let count = |written: &[String], ending: &str| written.iter().filter(|path| path.ends_with(ending)).count();
    site.edit("themes/test/templates/base.html", "<h1>", "<h1 class=\"ny\">");
    let written = site.rebuilt("a changed template");
    assert!(count(&written, ".html") > 30, "{written:?}");
    site.edit("config.toml", "Lille portal", "Stor portal");
    assert!(site.rebuilt("a changed title").len() > 30);
    site.edit("config.toml", "https://tilsyn.example/guide/", "https://andet.example/");
    assert!(site.rebuilt("a changed base URL").contains(&"sitemap.xml".to_owned()));
    site.edit("content/begreber/viso.md", "title = \"VISO\"", "title = \"VISO\"\nforms = [\"Trivsel\"]");
    assert!(site.rebuilt("a new form of a term").contains(&"kilder/guideline-2021/formaal.html".to_owned()));
    site.edit("content/begreber/viso.md", "kind = \"term\"", "kind = \"term\"\nlink = false");
    assert!(site.rebuilt("a term that is not linked").contains(&"sider/om.html".to_owned()));
    site.edit("content/kvalitetsmodel/2021/trivsel/4.a.md", "Borgerne bliver hørt.", "Borgerne høres.");
    site.rebuilt("an indicator's wording");
    site.edit("content/kvalitetsmodel/2021/trivsel/4.a.md", "Se anvisning 3.1.2 b", "Se anvisning 3.1.10");
    site.rebuilt("a question's reference");
    site.edit("content/sider/_index.md", "title = \"Sider\"", "title = \"Alle sider\"");
    site.rebuilt("a section's title");
    site.edit("content/sider/om.md", "title = ", "slug = \"omtale\"\ntitle = ");
    site.rebuilt("a page's address");
    site.edit("content/retningslinjer/2020/_index.md", "\"unknown\"", "\"historical\"");
    site.rebuilt("an edition's status");
    site.write("static/assets/ny.css", "a { }");
    site.rebuilt("a new file");
    settle();
    site.write("static/assets/ny.css", "b { }");
    assert_eq!(site.rebuilt("a changed file of the same size"), ["assets/ny.css"]);
}

/// Pages take their template from the section above.
#[test]
fn a_section_gives_its_pages_a_template() {
    let site = Site::built();
    site.write(
        "themes/test/templates/anden.html",
        "{% extends \"page.html\" %}{% block main %}<p>Anden</p>{% endblock %}",
    );
    site.rebuilt("a template that nothing uses");
    site.edit("content/sider/_index.md", "title =", "page_template = \"anden.html\"\ntitle =");
    site.rebuilt("a section's page_template");
    site.edit("content/sider/_index.md", "page_template = \"anden.html\"", "");
    site.rebuilt("no page_template");
}

/// Outlines are kept by file; what a file's references mean depends on the edition it stands in.
#[test]
fn a_section_gives_its_pages_an_edition() {
    let site = Site::built();
    site.edit("content/sider/_index.md", "title =", "edition = \"retningslinjer-2020\"\ntitle =");
    site.rebuilt("a section's edition");
    site.edit("content/sider/om.md", "VISO er et begreb", "VISO er et ord, se anvisning 2.7.1,");
    site.rebuilt("a page in it");
    site.edit("content/sider/_index.md", "edition = \"retningslinjer-2020\"", "");
    site.rebuilt("no edition");
}

/// A template may ask whether the site is a portal; that changes with the content.
#[test]
fn becoming_a_portal_reaches_every_page() {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitle = \"A\"\n+++\n");
    site.edit("themes/test/templates/page.html", "<article>", "<article>{% if site.is_portal %}Portal{% endif %}");
    site.edit("themes/test/templates/nav.html", "{% for item in nav.top %}", "{% for item in [] %}");
    settle();
    site.build();
    site.write(
        "content/model/_index.md",
        "+++\nkind = \"edition\"\nfamily = \"kvalitetsmodel\"\nid = \"1\"\nstatus = \"unknown\"\n+++\n",
    );
    site.rebuilt("a portal now");
    assert!(site.read("public/a.html").contains("Portal"));
}

/// The output may lie far from the site, and two outputs of one site know nothing of each other.
#[test]
fn several_outputs_of_one_site() {
    let site = Site::built();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let outputs: Vec<_> = ["a/b/ud", "ud"].iter().map(|path| elsewhere.path().join(path)).collect();
    let built: Vec<BTreeMap<String, Vec<u8>>> = outputs
        .iter()
        .map(|output| {
            Run::of(vejviser().current_dir(site.root()).arg("--output").arg(output)).ended(0);
            tree(output)
        })
        .collect();
    same("two outputs", &built[0], &built[1]);
    let nearby = |path: &str| elsewhere.path().join(path).exists();
    assert!(nearby(".ud.vejviser/manifest") && nearby("a/b/.ud.vejviser/manifest"));
}
