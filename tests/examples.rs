//! Examples where they belong: in the order of use, six at once, and never with a place that was promised away.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{Site, tree};

/// An example of the portal's indicator 4.a, with `more` before its links. Its name is its id.
fn example(id: &str, strength: &str, more: &str) -> String {
    let defaults = [("year", "2009"), ("form", "\"praksis\""), ("perspective", "\"tilbud\"")];
    let missing = defaults.iter().filter(|(key, _)| !more.contains(key));
    let missing: String = missing.map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!(
        "+++\ntitle = \"{id}\"\nkind = \"example\"\nid = \"{id}\"\nsource = \"bog\"\n{missing}{more}\n\
         ask = [\"Hvad nu?\"]\n\n[[indicators]]\nid = \"4.a\"\nreason = \"Fordi {id}.\"\nstrength = \"{strength}\"\n+++\n\nEn tekst.\n"
    )
}

/// The portal with a source without a year and examples of it; each is an id, a strength and other keys.
fn site(examples: &[(&str, &str, &str)]) -> Site {
    let site = Site::fixture("portal");
    site.write(
        "content/kilder/bog/_index.md",
        "+++\ntitle = \"Bog\"\nkind = \"source\"\nrights = \"summary-only\"\n+++\n",
    );
    for name in ["bo", "raad-paa-gaden"] {
        site.remove(&format!("content/eksempler/{name}.md"));
    }
    for (id, strength, more) in examples {
        site.write(&format!("content/eksempler/{id}.md"), example(id, strength, more));
    }
    site
}

/// The ids of the examples linked on a built page, in order.
fn listed(html: &str) -> Vec<&str> {
    let links = html.split("eksempler/").skip(1).filter_map(|rest| rest.split(".html").next());
    links.filter(|name| !matches!(*name, "index" | "efter/indikator-4.a")).collect()
}

#[test]
fn the_best_link_comes_first() {
    let site = site(&[
        ("a", "svag", ""),
        ("b", "stærk", "perspective = \"myndighed\""),
        ("c", "stærk", "perspective = \"begge\""),
        ("d", "stærk", "form = \"barriere\""),
        ("e", "stærk", "form = \"holdning\""),
        ("f", "stærk", "form = \"huskeliste\""),
        ("g", "stærk", "form = \"redskab\""),
        ("h", "stærk", "form = \"forløb\""),
        ("i", "stærk", "scope = \"alkohol\"\nyear = 2021"),
        ("j", "stærk", "scope = \"begge\""),
        ("k", "stærk", "year = 2021"),
        ("l", "stærk", ""),
        ("m", "middel", "year = 2021"),
    ]);
    site.build();
    let wanted = ["k", "j", "l", "i", "h", "g", "f", "e", "d", "c", "b", "m", "a"];
    for page in ["4.a.html", "index.html"] {
        let html = site.read(&format!("public/kvalitetsmodel/2021/trivsel/{page}"));
        let list = html.split("class=examples").nth(1).and_then(|rest| rest.split("</ul>").next());
        assert_eq!(listed(list.expect("a list of examples")), wanted, "{page}");
    }
}

/// Six are shown at once; with a seventh, a summary opens the rest.
#[test]
fn the_rest_is_behind_a_summary() {
    let ids = ["a", "b", "c", "d", "e", "f", "g"];
    for count in [6, 7] {
        let examples: Vec<_> = ids[..count].iter().map(|id| (*id, "stærk", "")).collect();
        let site = site(&examples);
        site.edit("config.toml", "theme = \"test\"", "theme = \"standard\"");
        site.write("content/_index.md", "");
        site.build();
        let html = site.read("public/kvalitetsmodel/2021/trivsel/4.a.html");
        let (_, section) = html.split_once("id=t-eksempler").expect("a list of examples");
        let (section, _) = section.split_once("</section>").expect("an end");
        let (at_once, rest) = section.split_once("<details>").unwrap_or((section, ""));
        assert_eq!(listed(at_once), ids[..6]);
        assert_eq!(listed(rest), ids[6..count]);
        assert_eq!(rest.contains("Vis alle 7 eksempler"), count == 7);
    }
}

/// A link that the questions do not bear out is told, and the site is built all the same.
#[test]
fn an_anvisning_that_no_question_cites() {
    let site = site(&[("a", "stærk", "")]);
    let link = |id: &str| {
        format!("\n[[recommendations]]\nid = \"{id}\"\nreason = \"En grund.\"\nstrength = \"svag\"\n+++\n\nEn")
    };
    site.edit("content/eksempler/a.md", "+++\n\nEn", &link("2.7.1"));
    let warnings = || {
        let found = site.run(&["build", "--format", "json"]).ended(0).diagnostics();
        found.into_iter().map(|found| (found.place(), found.text)).collect::<Vec<_>>()
    };
    assert_eq!(warnings(), []);
    site.edit("content/eksempler/a.md", "id = \"2.7.1\"", "id = \"3.1.1\"");
    let [(place, text)] = &warnings()[..] else { panic!("one warning") };
    assert_eq!(place, "uncited-recommendation content/eksempler/a.md:18:6");
    assert!(text.contains("no question of indikator 4.a cites anvisning 3.1.1"), "{text}");
}

/// Whether an example may name its place depends on its source, wherever the record stands.
#[test]
fn a_place_needs_lines_that_the_source_itself_names() {
    let site = site(&[("a", "stærk", "place = \"Ærø\"\nlines = \"5-6\"")]);
    assert_eq!(site.errors(&[]), []);
    let promise = "rights = \"summary-only\"\n\n[anonymity]\nnote = \"De er lovet det.\"\nnamed = [\"5-6\", \"8-9\"]\n";
    site.edit("content/kilder/bog/_index.md", "rights = \"summary-only\"\n", promise);
    assert_eq!(site.errors(&[]), []);
    for lines in ["lines = \"4-6\"", "lines = \"6-8\"", "lines = \"7-7\"", ""] {
        let text = example("a", "stærk", &format!("place = \"Ærø\"\n{lines}"));
        site.write("content/eksempler/a.md", text);
        let errors = site.errors(&[]);
        let [error] = &errors[..] else { panic!("{lines}: {errors:?}") };
        assert_eq!((error.line, error.code.as_str()), (9, "invalid-value"), "{lines}");
        assert!(error.text.contains("De er lovet det.") && error.text.contains("5-6, 8-9"), "{}", error.text);
    }
    site.write("content/eksempler/a.md", example("a", "stærk", "lines = \"4-6\""));
    assert_eq!(site.errors(&[]), [], "without a place nothing is told");
}

/// Only a source that may not be quoted freely has a limit, and it is counted in characters, not bytes.
#[test]
fn long_quotations() {
    let site = site(&[("a", "stærk", "")]);
    let text = |length| {
        let quote = format!("[quote]\ntext = \"{}\"\n+++\n\nEn", "å".repeat(length));
        example("a", "stærk", "").replace("+++\n\nEn", &quote)
    };
    for (rights, length, wrong) in
        [("summary-only", 300, 0), ("summary-only", 301, 1), ("free-quotation", 301, 0), ("permission", 301, 0)]
    {
        site.write(
            "content/kilder/bog/_index.md",
            format!("+++\ntitle = \"Bog\"\nkind = \"source\"\nrights = \"{rights}\"\n+++\n"),
        );
        site.write("content/eksempler/a.md", text(length));
        assert_eq!(site.errors(&[]).len(), wrong, "{length} characters of a source with {rights}");
    }
}

/// An example counts as our own text: long words in its questions and reasons are told by a check.
#[test]
fn readability_counts_what_editors_wrote() {
    let site = site(&[("a", "stærk", "")]);
    let hard = "Forudsætningsbetingede myndighedsafgørelsers tilsynsmæssige konsekvensvurderinger";
    let count = || {
        let found = site.run(&["check", "--format", "json"]).ended(0).diagnostics();
        found.iter().filter(|found| found.code == "readability" && found.file.contains("eksempler/a.md")).count()
    };
    assert_eq!(count(), 0);
    for (place, from) in [("ask", "Hvad nu?"), ("reason", "Fordi a."), ("body", "En tekst.")] {
        let text = example("a", "stærk", "");
        site.write("content/eksempler/a.md", text.replace(from, &format!("{hard} {hard} {hard}.")));
        assert_eq!(count(), 1, "{place}");
    }
    let quote = format!("\n[quote]\ntext = \"{hard}\"\n+++\n\nEn");
    site.write("content/eksempler/a.md", example("a", "stærk", "").replace("+++\n\nEn", &quote));
    assert_eq!(count(), 0, "a quotation is the source's");
}

/// A site without examples has no trace of them; examples in several places have no index in common.
#[test]
fn lists_only_where_there_is_an_index() {
    let site = site(&[]);
    site.build();
    let made = || tree(&site.public()).into_keys().filter(|path| path.contains("efter/")).collect::<Vec<_>>();
    assert_eq!(made(), Vec::<String>::new());
    assert!(!site.path("public/data/eksempler.json").exists());
    site.write("content/eksempler/a.md", example("a", "stærk", "place = \"Ærø\""));
    site.build();
    let wanted =
        ["aar-2009", "form-praksis", "indikator-4.a", "kilde-bog", "set-fra-tilbud", "sted-aeroe", "tema-trivsel"];
    assert_eq!(made(), wanted.map(|name| format!("eksempler/efter/{name}.html")));
    site.write("content/sider/b.md", example("b", "stærk", "edition = \"kvalitetsmodel-2021\""));
    site.build();
    assert_eq!(made(), Vec::<String>::new());
    assert!(site.path("public/data/eksempler.json").exists());
}

/// The same number means another indicator in another edition, in addresses too.
#[test]
fn numbers_belong_to_editions() {
    let site = Site::fixture("editions");
    site.write(
        "content/kilder/bog/_index.md",
        "+++\ntitle = \"Bog\"\nkind = \"source\"\nrights = \"summary-only\"\n+++\n",
    );
    site.write("content/eksempler/_index.md", "+++\ntitle = \"Eksempler\"\n+++\n");
    let write = |id: &str, edition: &str| {
        let text = example(id, "stærk", edition).replace("\"4.a\"", "\"1.a\"");
        site.write(&format!("content/eksempler/{id}.md"), text);
    };
    write("a", "edition = \"kvalitetsmodel-2016\"");
    write("b", "edition = \"kvalitetsmodel-2021\"");
    site.build();
    // The lists of the current edition have no year in their addresses: they stay when another edition comes.
    for (year, id, list) in [("2016", "a", "1.a-2016"), ("2021", "b", "1.a")] {
        let html = site.read(&format!("public/model/{year}/tema/1.a.html"));
        assert_eq!(listed(&html), [id], "{year}");
        let list = site.read(&format!("public/eksempler/efter/indikator-{list}.html"));
        assert_eq!(listed(&list), [] as [&str; 0]);
        assert!(list.contains(&format!("../{id}.html")));
    }
    write("c", "");
    let errors = site.errors(&[]);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].text.contains("the page has no edition"), "{errors:?}");
}

/// What one page says of an example changes with it, in a build that remembers the last one.
#[test]
fn cards_follow_their_example() {
    let site = site(&[("a", "stærk", "place = \"Ærø\""), ("b", "svag", "")]);
    site.build();
    site.edit("content/eksempler/a.md", "Fordi a.", "Derfor.");
    let written = site.rebuilt("a reason");
    for path in ["data/eksempler.json", "eksempler/a.html", "kvalitetsmodel/2021/trivsel/4.a.html"] {
        assert!(written.iter().any(|file| file == path), "{path} is not in {written:?}");
    }
    site.edit("content/eksempler/a.md", "\"Ærø\"", "\"Fanø\"");
    let written = site.rebuilt("a place");
    for path in ["eksempler/efter/sted-aeroe.html", "eksempler/efter/sted-fanoe.html", "eksempler/index.html"] {
        assert!(written.iter().any(|file| file == path), "{path} is not in {written:?}");
    }
    site.remove("content/eksempler/a.md");
    site.rebuilt("an example is gone");
    assert!(!site.path("public/eksempler/efter/sted-fanoe.html").exists());
}
