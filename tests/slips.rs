//! What editors mistype, and what Word, other editors and version control put into a file: taken as it was meant, or told with
//! its place, never passed over in silence.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{Site, tree};

/// What `check` tells of the portal with `body` as a page of its own: severity, code, line and column.
fn told(text: &str) -> Vec<String> {
    let site = Site::fixture("portal");
    site.write("content/sider/p.md", text);
    places(&site, "content/sider/p.md")
}

fn places(site: &Site, file: &str) -> Vec<String> {
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let found = found.into_iter().filter(|found| found.file == file && found.code != "readability");
    found.map(|found| format!("{} {} {}:{}", found.severity, found.code, found.line, found.column)).collect()
}

fn page(body: &str) -> String {
    format!("+++\ntitle = \"P\"\n+++\n{body}")
}

#[test]
fn front_matter_may_have_something_before_it() {
    for before in ["", "\n", "\u{feff}", "\u{feff}\r\n \n", "\u{200b}"] {
        let site = Site::fixture("portal");
        site.write("content/sider/p.md", format!("{before}+++\ntitle = \"En titel\"\nslug = \"q\"\n+++\nhej\n"));
        site.build();
        let page = site.read("public/sider/q.html");
        assert!(page.contains("En titel") && !page.contains("+++"), "{before:?}: {page}");
    }
    // Places are those of the file.
    assert_eq!(told("\n\n+++\ntitle = \"P\"\nukendt = 1\n+++\n"), ["error unknown-key 5:1"]);
}

#[test]
fn comments_that_do_not_end() {
    assert_eq!(told(&page("\n<!-- husk at spørge Hanne\n\nResten af siden.\n")), ["error open-comment 5:1"]);
    assert_eq!(told(&page("\nTekst <!-- husk Hanne\nog mere.\n")), ["error open-comment 5:7"]);
    assert_eq!(told(&page("\n- punkt\n\n  <!-- note\n")), ["error open-comment 7:3"]);
    assert_eq!(
        told(&page("\n<!-- note -->\n\nTekst <!-- en\nanden --> og `<!--` og \\<!-- og &lt;!--.\n\n```\n<!--\n```\n")),
        [""; 0]
    );
    // On a plain site too.
    let site = Site::new();
    site.write("content/p.md", page("\n<!-- note\n"));
    assert_eq!(places(&site, "content/p.md"), ["error open-comment 5:1"]);
}

#[test]
fn what_nobody_sees_is_looked_through_and_named_once() {
    let site = Site::fixture("portal");
    let body = "Se anvisningen\u{200b} 3.1.1. Og anvis\u{ad}ning 3.1.\u{200b}2. Og anv. 3.1.10. Og anvisning\u{a0}3.1.1.\n\nVI\u{ad}SO er kendt.\n";
    site.write("content/kvalitetsmodel/2021/note.md", page(body));
    assert_eq!(places(&site, "content/kvalitetsmodel/2021/note.md"), ["warning invisible-character 4:15"]);
    site.build();
    let shown = site.read("public/kvalitetsmodel/2021/note.html");
    for target in ["3.1.1.html", "3.1.2.html", "3.1.10.html", "viso.html"] {
        assert!(shown.contains(target), "{target}: {shown}");
    }
    // Words are shown as they were written.
    assert!(shown.contains("anvis\u{ad}ning 3.1.\u{200b}2"), "{shown}");
    // An id is the same with and without.
    site.edit("content/retningslinjer/2020/3.1.1.md", "id = \"3.1.1\"", "id = \"3.1.\u{200b}1 \"");
    assert_eq!(site.errors(&[]), []);
}

/// Names come in two parts from some systems.
#[test]
fn a_letter_is_the_same_in_one_part_and_in_two() {
    let build = |name: &str, title: &str| {
        let site = Site::fixture("portal");
        site.write(
            &format!("content/sider/{name}.md"),
            format!("+++\ntitle = \"{title}\"\n+++\n\n## {title}\n\nOrd: {title}.\n"),
        );
        site.write("content/sider/hen.md", page(&format!("\n[hen]({name}.md) [hen](@/sider/{name}.md)\n")));
        site.build();
        tree(&site.public())
    };
    let (one, two) = (build("ølsaå", "Ålä"), build("ølsaa\u{30a}", "A\u{30a}la\u{308}"));
    assert!(
        one.contains_key("sider/oelsaaa.html"),
        "{:?}",
        one.keys().filter(|path| path.starts_with("sider")).collect::<Vec<_>>()
    );
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    assert_eq!(one["sider/oelsaaa.html"], two["sider/oelsaaa.html"]);
}

#[test]
fn control_characters_are_mistakes_wherever_they_are() {
    assert_eq!(told(&page("x\u{10}y og \u{7f}\n")), ["error control-character 4:2", "error control-character 4:8"]);
    assert_eq!(
        told(
            "+++\ntitle = \"A\\u0010B\"\ndescription = \"D\\u0007\"\nchange = \"\\u0085\"\n[extra]\na = [\"\\u0000\"]\n+++\n"
        ),
        [2, 3, 4, 6].map(|line| format!("error control-character {line}:{}", [0, 0, 9, 15, 10, 0, 6][line])),
    );
    // A character that is no valid TOML is told once.
    assert_eq!(told("+++\ntitle = \"A\u{10}B\"\n+++\n").len(), 1);
    let site = Site::fixture("portal");
    let config = site.read("config.toml");
    site.write("config.toml", format!("{config}\n[extra]\nx = \"a\\u0008\"\n"));
    assert_eq!(places(&site, "config.toml").iter().filter(|place| place.contains("control-character")).count(), 1);
}

#[test]
fn footnotes_have_a_mark_and_a_note_each() {
    assert_eq!(
        told(&page("\nTekst[^1] og [^x].\n\n[^2]: aldrig brugt\n\n[^1]: brugt\n")),
        ["error broken-footnote 5:14", "warning broken-footnote 7:1"]
    );
    assert_eq!(
        told(&page("\nTekst[^1] [^A].\n\n[^1]: en\n\n[^1]: to\n\n[^A]: A\n\n[^a]: b\n")),
        ["error duplicate-id 9:1", "error duplicate-id 13:1"]
    );
    assert_eq!(told(&page("\nTekst[^1] og igen[^1], `[^x]` og \\[^y].\n\n[^1]: en\n")), [""; 0]);
}

#[test]
fn ids_are_there_once() {
    assert_eq!(
        told(&page("\n<div id=\"test\">\n\n## test\n\n</div>\n\n## Test\n\n<p id=uden>y</p> [m](#uden) [n](#test)\n")),
        [""; 0]
    );
    assert_eq!(told(&page("\n## A {#x}\n\n## B {#x}\n")), ["error duplicate-id 7:1"]);
    assert_eq!(told(&page("\n## A\n\n<p id=\"a\">x</p>\n")), ["error duplicate-id 7:8"]);
    assert_eq!(
        told(&page("\n## A {#t-menu}\n\n<b id=\"hovedindhold\">x</b>\n")),
        ["error duplicate-id 5:1", "error duplicate-id 7:8"]
    );
    // A heading that happens to be called so has another id.
    let site = Site::fixture("portal");
    site.write("content/sider/p.md", page("\n## t-q\n\n## t-menu\n"));
    site.build();
    let shown = site.read("public/sider/p.html");
    assert!(shown.contains("id=\"afsnit-t-q\"") && shown.contains("id=\"afsnit-t-menu\""), "{shown}");
    // Names of the old kind can be linked to.
    assert_eq!(told(&page("\n<a name=\"gl\">x</a> [l](#gl)\n")), [""; 0]);
}

#[test]
fn pages_that_take_the_place_of_the_builds_own() {
    for (file, warned) in [("soeg.md", true), ("a-til-z.md", true), ("besoegspakke.md", true), ("404.md", false)] {
        let site = Site::fixture("portal");
        site.write(&format!("content/{file}"), page("x"));
        let wanted: &[&str] = if warned { &["warning same-address 1:1"] } else { &[] };
        assert_eq!(places(&site, &format!("content/{file}")), wanted, "{file}");
    }
    let site = Site::fixture("portal");
    site.write("static/data/begreber.json", "{}");
    let found = site.errors(&[]);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.text.contains("a file that the build generates"), "{one:?}");
}

#[test]
fn tags_that_would_be_mixed_up() {
    let site = Site::new();
    site.write("config.toml", "theme = \"test\"\ntaxonomies = [{name = \"tags\"}]\n");
    site.write(
        "content/p.md",
        "+++\ntitle = \"P\"\n[taxonomies]\ntags = [\"c#\", \"c++\", \"c\", \"å\", \"a\\u030a\"]\n+++\n",
    );
    assert_eq!(
        places(&site, "content/p.md"),
        ["error same-address 4:15", "error same-address 4:22", "error same-address 4:32"]
    );
}

#[test]
fn keys_below_a_table_that_ignores_them() {
    assert_eq!(
        told("+++\ntitle = \"P\"\n[extra]\na = 1\nupdated = 2026-01-01\ntitle = \"T\"\n+++\n"),
        ["warning no-effect 5:1"]
    );
}

#[test]
fn a_file_is_called_as_its_id() {
    let site = Site::fixture("portal");
    let from = site.read("content/kvalitetsmodel/2021/trivsel/4.a.md");
    site.remove("content/kvalitetsmodel/2021/trivsel/4.a.md");
    site.write("content/kvalitetsmodel/2021/trivsel/4.x.md", from);
    let found = places(&site, "content/kvalitetsmodel/2021/trivsel/4.x.md");
    assert!(found.iter().any(|place| place.starts_with("error invalid-value")), "{found:?}");
}

#[test]
fn a_word_leads_to_one_term() {
    let site = Site::fixture("portal");
    for (name, forms) in [("en", "[\"fælles ord\", \"eget\"]"), ("to", "[\"Fælles Ord\"]")] {
        site.write(
            &format!("content/begreber/{name}.md"),
            format!("+++\nkind = \"term\"\ntitle = \"{name}\"\nforms = {forms}\n+++\n\nTekst.\n"),
        );
    }
    assert_eq!(places(&site, "content/begreber/en.md"), [""; 0]);
    assert_eq!(places(&site, "content/begreber/to.md"), ["error duplicate-id 4:10"]);
}

#[test]
fn an_alias_leads_elsewhere() {
    assert_eq!(
        told(
            "+++\ntitle = \"P\"\npath = \"2018/11/29/P\"\naliases = [\"2018/11/29/p.html\", \"/x\", \"/x/\", \"/y\"]\n+++\n"
        ),
        ["warning no-effect 4:12", "warning no-effect 4:39"]
    );
}

#[test]
fn values_that_cannot_be_true() {
    for (line, key) in [
        ("base_url = \"https://example.dk/a b/\"", "base_url"),
        ("base_url = \"https://example.dk/?x=1\"", "base_url"),
        ("base_url = \"https://example.dk/#y\"", "base_url"),
        ("default_language = \"dansk sprog\"", "language"),
        ("default_language = \"dänisch\"", "language"),
        ("site.contact = \"ring til os\"", "e-mail"),
        ("site.contact = \"a b@example.dk\"", "e-mail"),
    ] {
        let site = Site::new();
        site.write("config.toml", format!("theme = \"test\"\n{line}\n"));
        let found = site.errors(&[]);
        let [one] = found.as_slice() else { panic!("{line}: {found:?}") };
        assert!(one.code == "invalid-value" && one.line == 2 && one.text.contains(key), "{line}: {one:?}");
    }
    for line in
        ["base_url = \"https://example.dk/a/\"", "default_language = \"en-GB\"", "site.contact = \"a.b@example.dk\""]
    {
        let site = Site::new();
        site.write("config.toml", format!("theme = \"test\"\n{line}\n"));
        assert_eq!(site.errors(&[]), [], "{line}");
    }
}

#[test]
fn titles_and_years_that_cannot_be_true() {
    for (key, column) in
        [("title = \"  \"", 9), ("updated = 1026-01-01", 11), ("date = \"20266-01-01\"", 8), ("date = 2226-01-01", 8)]
    {
        let more = if key.starts_with("title") { "" } else { "title = \"P\"" };
        assert_eq!(told(&format!("+++\n{key}\n{more}\n+++\n")), [format!("error invalid-value 2:{column}")], "{key}");
    }
    let site = Site::fixture("library");
    site.edit("content/kilder/rapport/_index.md", "year = 2009", "year = 20009");
    assert!(site.errors(&[]).iter().any(|found| found.text.contains("not a plausible year")));
}

#[test]
fn text_that_is_not_finished() {
    for (body, place) in [
        ("[](@/sider/om.md)", "5:1"),
        ("Se [ ](@/sider/om.md)", "5:4"),
        ("# P igen", "5:1"),
        ("##", "5:1"),
        ("Et [ord][mangler] her", "5:4"),
        ("Et [ord][] her", "5:4"),
        ("[b](mine filer/x.pdf)", "5:3"),
        ("[c] (@/sider/om.md)", "5:3"),
        ("##Overskrift", "5:1"),
        ("#Overskrift", "5:1"),
        ("Skriv teksten her.", "5:1"),
        ("<<<<<<< HEAD\nhej\n", "5:1"),
        ("hej\n>>>>>>> gren", "6:1"),
    ] {
        assert_eq!(told(&page(&format!("\n{body}\n"))), [format!("warning unfinished-text {place}")], "{body}");
    }
    for body in [
        "[sic] og [1]",
        "#dkpol er et mærke",
        "`[b](a b.md)`",
        "## [![x](/logo.svg)](@/sider/om.md)",
        "Skriv teksten i en fil.",
        "a (b) [c](<d e.md>) ",
    ] {
        let found = told(&page(&format!("\n{body}\n")));
        assert!(!found.iter().any(|place| place.contains("unfinished")), "{body}: {found:?}");
    }
    let site = Site::fixture("portal");
    site.run(&["new", "term", "begreber/nyt"]).ended(0);
    let run = site.run(&["check", "--drafts", "--format", "json"]).ended(0);
    assert_eq!(run.diagnostics().iter().filter(|found| found.code == "unfinished-text").count(), 2, "{run:?}");
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for html in [
        "<img src=\"/logo.svg\" alt=\"a\" srcset=\"https://evil.dk/x.png 2x\">",
        "<img src=\"/logo.svg\" alt=\"a\" srcset=\"/logo.svg 1x, //evil.dk/x.png 2x\">",
        "<video src=\"https://a.dk/b.mp4\"></video>",
        "<video poster=\"https://a.dk/b.png\"></video>",
        "<svg><use href=\"https://e.dk/#a\"/></svg>",
        "<svg><image href=\"https://e.dk/a.png\"/></svg>",
        "<svg><use xlink:href=\"https://e.dk/#a\"/></svg>",
        "<table background=\"https://e.dk/x\"><tr><td>x</td></tr></table>",
        "<svg><rect fill=\"url(https://e.dk/a.svg#b)\"/></svg>",
    ] {
        let site = Site::fixture("portal");
        site.write("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site.write("content/sider/p.md", page(&format!("\n{html}\n")));
        let found = site.errors(&[]);
        assert!(
            found.len() == 1 && found[0].line == 5 && found[0].text.contains("not on this site"),
            "{html}: {found:?}"
        );
    }
    let site = Site::fixture("portal");
    site.write("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write(
        "content/sider/p.md",
        page("\n<img src=\"/logo.svg\" alt=\"a\" srcset=\"/logo.svg 1x, /logo.svg 2x\"> <a href=\"https://x.dk\">x</a>\n\n<svg><g id=\"a\"/><use href=\"#a\"/><rect fill=\"url(#a)\"/></svg>\n"),
    );
    assert_eq!(site.errors(&[]), []);
}

/// A hundred kilobytes where a few words belong: slow is one thing, without end another.
#[test]
fn a_title_of_a_megabyte() {
    let site = Site::fixture("portal");
    site.write("content/sider/p.md", format!("+++\ntitle = \"{}\"\n+++\n\nTekst.\n", "P".repeat(1_000_000)));
    site.write("content/sider/q.md", format!("+++\ntitle = \"{}\"\n+++\n\nTekst.\n", "ord og ".repeat(30_000)));
    site.build();
    assert!(fs::metadata(site.public().join("sider/p.html")).is_ok());
}

/// What `new` writes can be checked at once, whatever there is beside it.
#[test]
fn what_new_writes_is_sound() {
    let site = Site::new();
    site.remove("config.toml");
    fs::remove_dir_all(site.path("themes")).expect("it is there");
    fs::remove_dir_all(site.path("content")).expect("it is there");
    site.run(&["init", "s"]).ended(0);
    let run = |arguments: &[&str], code: i32| site.run(&[&["--root", "s"], arguments].concat()).ended(code);
    let refused = run(&["new", "example", "eksempler/for-tidligt.md"], 2);
    assert!(refused.stderr.contains("new source"), "{refused:?}");
    run(&["new", "source", "kilder/rapport"], 0);
    run(&["new", "example", "eksempler/a.md"], 0);
    run(&["check", "--drafts"], 0);
    let told = run(&["check", "--drafts", "--strict"], 1);
    assert!(told.stderr.contains("unfinished-text"), "{told:?}");
    for (path, family) in [
        ("kvalitetsmodel/2026", "kvalitetsmodel"),
        ("retningslinjer/2026", "retningslinjer"),
        ("lovgivning/2026", "lovgivning"),
    ] {
        run(&["new", "edition", path], 0);
        let text = site.read(&format!("s/content/{path}/_index.md"));
        assert!(text.contains(&format!("family = \"{family}\"")), "{text}");
    }
}

#[test]
fn one_mistake_one_message() {
    let errors = |text: &str| {
        let site = Site::fixture("portal");
        site.write("content/sider/1.z.md", text);
        site.errors(&[])
    };
    let indicator = "kind = \"indicator\"\nid = \"1.z\"\ntext = \"T\"\n\n[[questions]]\ntext = \"Q?\"\n";
    let outside = errors(&format!("+++\n{indicator}+++\n"));
    assert!(outside.len() == 1 && outside[0].code == "no-edition", "{outside:?}");
    let unknown = errors(&format!("+++\n{}+++\n", indicator.replace("indicator", "indikator")));
    assert!(unknown.len() == 1 && unknown[0].line == 2 && unknown[0].text.contains("indicator"), "{unknown:?}");
    let frame = errors("+++\ntitle = \"P\"\n+++\n\n<iframe src=\"https://e.dk/\" title=\"x\"></iframe>\n");
    assert!(frame.len() == 1 && frame[0].code == "active-html", "{frame:?}");
    let plain = Site::new();
    plain.write("content/p.md", page("\n<iframe src=\"mangler.html\" title=\"x\"></iframe>\n"));
    assert_eq!(places(&plain, "content/p.md"), ["error broken-link 5:14"]);
    // A warning in a file says nothing of the templates for what it asks for.
    let warned = Site::new();
    warned.write("config.toml", "theme = \"test\"\ncompile_sass = true\n");
    warned.write("themes/test/templates/404.html", "{{ findes_ikke.her }}");
    assert!(warned.errors(&[]).iter().any(|found| found.code == "template"));
}

#[test]
fn a_site_says_how_bad_a_mistake_is() {
    let site = Site::new();
    site.write("content/p.md", page("\n#### Spring\n\n![](x.png)\n\n##Nej\n"));
    let severities = |config: &str, arguments: &[&str]| {
        site.write("config.toml", format!("theme = \"test\"\n{config}"));
        let run = site.run(&[&["check", "--format", "json"], arguments].concat());
        let mut found = run.diagnostics();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        (run.code, found.into_iter().map(|found| format!("{} {}", found.severity, found.code)).collect::<Vec<_>>())
    };
    let usual = ["warning heading-jump", "warning missing-alt", "error missing-image", "warning unfinished-text"];
    assert_eq!(severities("", &[]), (1, usual.map(str::to_owned).to_vec()));
    let raised = severities("[check]\nheading-jump = \"error\"\n", &[]).1;
    assert_eq!(raised[0], "error heading-jump", "a plain site is free to be strict");
    let lowered = "[check]\nheading-jump = \"off\"\nmissing-alt = \"warn\"\nmissing-image = \"warn\"\n";
    let wanted =
        ["warning missing-alt", "warning missing-image", "warning unfinished-text"].map(str::to_owned).to_vec();
    assert_eq!(severities(lowered, &[]), (0, wanted));
    site.build();
    assert_eq!(severities(lowered, &["--strict"]).0, 1);
    site.run(&["build", "--strict"]).ended(1);
    let raised = severities("[check]\nunfinished-text = \"error\"\n", &[]).1;
    assert_eq!(raised.last().map(String::as_str), Some("error unfinished-text"));
    for (line, what) in
        [("same-address = \"warn\"", "always an error"), ("mising-alt = \"warn\"", "did you mean `missing-alt`")]
    {
        site.write("config.toml", format!("theme = \"test\"\n[check]\n{line}\n"));
        let found = site.errors(&[]);
        assert!(
            found.iter().any(|found| found.file == "config.toml" && found.line == 3 && found.text.contains(what)),
            "{found:?}"
        );
    }
}

/// Sites made for Zola: what is not done here is told, and the rest is as it was there.
#[test]
fn sites_of_others() {
    let site = Site::new();
    site.write("config.toml", "theme = \"test\"\ncompile_sass = true\ngenerate_feeds = false\n[markdown]\nhighlight_code = true\n[languages.fr]\ntitle = \"F\"\n");
    assert_eq!(places(&site, "config.toml"), ["warning no-effect 2:1"]);
    site.write("content/sider/min_side.md", page(""));
    site.write("content/sider/p.md", page("\n[x](/sider/min-side/) [y](min_side.md)\n"));
    site.build();
    assert!(site.read("public/sider/p.html").contains("href=\"min-side.html\""));
    site.write(
        "content/sider/p.md",
        page("\n{{ youtube(id=\"x\") }}\n\n{% quote(author=\"V\") %}\ntekst\n{% end %}\n\n`{{ a() }}` og {{ ord }}\n"),
    );
    assert_eq!(places(&site, "content/sider/p.md"), ["error shortcode 5:1", "error shortcode 7:1"]);
    for language in ["", ".fr", ".it"] {
        site.write(&format!("content/sider/q{language}.md"), "+++\ntitle = \"Q\"\nslug = \"andet\"\n+++\n");
    }
    site.write("content/sider/p.md", page(""));
    let found = site.errors(&[]);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.place() == "translation content/sider/q.fr.md:1:1" && one.text.contains("1 more"), "{one:?}");
}

/// `ask` was a string once, and some names of sources need quotes as keys.
#[test]
fn whom_a_wording_is_for() {
    let editorial = |lines: &str| {
        let site = Site::fixture("portal");
        let file = "content/kvalitetsmodel/2021/trivsel/4.a.md";
        site.edit(file, "ask = { ledelse = \"Hvordan bliver I bedre?\", borgere = \"Hvad bliver bedre?\" }", lines);
        site.errors(&[]).into_iter().filter(|found| found.file == file).collect::<Vec<_>>()
    };
    assert_eq!(editorial("[questions.editorial.ask]\nborgere = \"Hvordan?\""), []);
    let plain = editorial("ask = \"Siger I \\\"hej\\\"?\"");
    assert!(plain.len() == 1 && (plain[0].line, plain[0].column) == (18, 7), "{plain:?}");
    assert!(plain[0].text.contains("ask = { borgere = 'Siger I \"hej\"?' }"), "{plain:?}");
    for line in ["ask = { pårørende = \"Hvordan?\" }", "ask.visiterende kommune = \"Hvordan?\""] {
        let told = editorial(line);
        let help = "in double quotes, such as \"pårørende\"";
        assert!(told.iter().any(|found| found.code == "invalid-toml" && found.text.contains(help)), "{told:?}");
    }
    assert_eq!(editorial("").iter().map(|found| found.text.as_str()).filter(|text| text.contains("`ask`")).count(), 1);
}

/// The editors' wordings are the site's own text.
#[test]
fn wordings_are_to_be_plain() {
    let hard = |wording: &str| {
        let site = Site::fixture("portal");
        let file = "content/kvalitetsmodel/2021/trivsel/4.a.md";
        site.edit(file, "Hvad bliver bedre?", wording);
        let found = site.run(&["check", "--format", "json"]).diagnostics();
        found.iter().any(|found| found.file == file && found.code == "readability")
    };
    assert!(hard("Hvordan tilrettelægges behandlingsforløbets koordinerede kompetenceudviklingsindsatser?"));
    assert!(!hard("Hvad er der blevet bedre, siden du kom her?"));
}
