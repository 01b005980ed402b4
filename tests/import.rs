//! The source library: a text as an extraction leaves it becomes a reading edition, every word is accounted for, and
//! bad input is told plainly.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, Site, same, tree, vejviser};
use serde_json::Value;

/// A publication with the traps of real extractions: page breaks of one space, divided words, footnotes in the middle
/// of a sentence, boxes, a case, a table without columns, and lines that are no text.
const TEXT: &str = include_str!("sites/library/library/rapport.txt");
const HINTS: &str = include_str!("sites/library/content/kilder/rapport/_import.toml");

/// A site with one record, and a library folder beside it.
fn site() -> Site {
    let site = Site::fixture("library");
    site.write("library/rapport.txt", TEXT);
    site
}

fn sources(site: &Site) -> Value {
    let text = fs::read_to_string(site.public().join("data/kilder.json")).expect("the site has sources");
    serde_json::from_str::<Value>(&text).expect("it is JSON")[0].clone()
}

fn page(site: &Site, name: &str) -> String {
    fs::read_to_string(site.public().join("kilder/rapport").join(name)).expect("the page is there")
}

/// What `check` tells with the library, as code and text.
fn told(site: &Site) -> Vec<(String, String)> {
    let run = site.run(&["check", "--format", "json", "--library", "library"]);
    run.diagnostics().into_iter().map(|found| (found.code, found.text)).collect()
}

#[track_caller]
fn tells(site: &Site, code: &str, words: &[&str]) {
    let told = told(site);
    let found = |(other, text): &(String, String)| other == code && words.iter().all(|word| text.contains(word));
    assert!(told.iter().any(found), "{code} {words:?} in {told:#?}");
}

#[test]
fn the_words_of_a_publication_add_up() {
    let site = site();
    site.run(&["build", "--library", "library"]).ended(0);
    let data = sources(&site);
    let number = |key: &str| data[key].as_u64().expect("a number");
    assert_eq!(number("words_in"), number("words_kept") + number("words_dropped"));
    // Indhold 1 Et kapitel 5 · Lovboks slut · Boks slut ×2 · Pil · the private path's six.
    assert_eq!(number("words_dropped"), 5 + 2 + 4 + 1 + 6);
    assert_eq!(data["sections"][0]["title"], "Om stofmisbrugsbehandling");
    assert_eq!(data["sections"][0]["number"], "1");
    assert_eq!(data["sections"][0]["page"], 4);
    assert_eq!(data["sections"][1]["url"], "kilder/rapport/2-1-det-naeste-afsnit.html");
    let pages = data["pages"].as_array().expect("a list");
    assert_eq!(pages.iter().map(|page| page["page"].as_u64()).collect::<Vec<_>>(), [Some(4), Some(5)]);
    assert_eq!(data["boxes"][0]["type"], "lovboks");
    assert_eq!(data["boxes"][0]["title"], "Behandlingsgaranti");
    assert_eq!(data["cases"][0]["title"], "Sagsforløb om Anne: Anne søger hjælp");
    assert_eq!(data["cases"][0]["steps"], serde_json::json!(["Forhistorie", "Valg af sted"]));
    assert_eq!(
        data["footnotes"],
        serde_json::json!([{"mark": "1", "url": "kilder/rapport/1-om-stofmisbrugsbehandling.html#note-1"}])
    );
    assert_eq!(data["tables"][0]["title"], "Hvor mange kommuner. Procent.");
}

#[test]
fn the_pages_read_as_the_publication_does() {
    let site = site();
    site.run(&["build", "--library", "library"]).ended(0);
    let first = page(&site, "1-om-stofmisbrugsbehandling.html");
    for part in [
        "Kapitel 1 Om stofmisbrugsbehandling</h1>",
        "borgere med et stofmisbrug skal støtte",
        "videns-, styrings- og evalueringsmodeller i DanRIS-Ambulant",
        "<a class=\"noteref\" role=\"doc-noteref\" id=\"notehenvisning-1\" href=\"#note-1\">1</a>",
        "Sagsforløb om Anne",
        "<p class=\"remark\"",
        "<th scope=\"row\">Manglende tid til brugerkontakt</th> <td>11</td> <td>89</td>",
        "href=\"2-1-det-naeste-afsnit.html\">afsnit 2.1</a>",
        "href=\"#tabel-1.1\">tabel 1.1</a>",
        "Kun til eget brug – må ikke offentliggøres",
        "content=noindex name=robots",
    ] {
        let address = part.replace("href=\"#tabel", "href=\"1-om-stofmisbrugsbehandling.html#tabel");
        assert!(first.contains(part) || first.contains(&address), "`{part}` in {first}");
    }
    let break_in_word = "næ<span class=\"page-break\" id=\"side-5\"";
    assert!(first.contains(break_in_word), "the page breaks inside the word: {first}");
    let second = page(&site, "2-1-det-naeste-afsnit.html");
    assert!(second.contains("Et andet punkt, der går over to linjer.</li>"), "{second}");
    assert!(second.contains("<blockquote>"), "{second}");
    assert!(!second.contains("nogen/rapport"), "nobody's path is shown: {second}");
}

#[test]
fn without_a_library_record_and_digest_stand() {
    let site = site();
    site.run(&["build"]).ended(0);
    let data = sources(&site);
    assert_eq!(data["words_in"], Value::Null);
    assert_eq!(data["sections"], serde_json::json!([]));
    assert!(page(&site, "index.html").contains("Om rapporten."));
    assert!(!site.public().join("kilder/rapport/1-om-stofmisbrugsbehandling.html").exists());
}

#[test]
fn flag_environment_and_configuration_name_the_library() {
    let (flag, variable, config) = (site(), site(), site());
    flag.run(&["build", "--library", "library"]).ended(0);
    Run::of(vejviser().current_dir(variable.root()).env("VEJVISER_LIBRARY", "library")).ended(0);
    config.write("config.toml", "title = \"Prøve\"\n[library]\npath = \"library\"\n");
    config.run(&["build"]).ended(0);
    assert!(page(&config, "1-om-stofmisbrugsbehandling.html").contains("Behandlingsgaranti"));
    same("the environment does what the flag does", &tree(&flag.public()), &tree(&variable.public()));
}

#[test]
fn what_may_not_be_published_is_left_out_of_a_public_site() {
    let site = site();
    let run = site.run(&["build", "--library", "library", "--base-url", "https://example.org"]).ended(0);
    assert!(run.stderr.contains("`rapport` is left out") || run.stdout.contains("`rapport` is left out"), "{run:?}");
    assert!(!site.public().join("kilder/rapport/1-om-stofmisbrugsbehandling.html").exists());

    site.write(
        "config.toml",
        "title = \"Prøve\"\n[library]\npermission = \"Gengivet med tilladelse fra udgiveren.\"\n",
    );
    site.run(&["build", "--library", "library", "--base-url", "https://example.org"]).ended(0);
    let first = page(&site, "1-om-stofmisbrugsbehandling.html");
    assert!(first.contains("Gengivet med tilladelse fra udgiveren."), "{first}");
    assert!(!first.contains("noindex") && !first.contains("Kun til eget brug"), "{first}");
    let sitemap = fs::read_to_string(site.public().join("sitemap.xml")).expect("a sitemap");
    assert!(sitemap.contains("1-om-stofmisbrugsbehandling.html"), "{sitemap}");
}

#[test]
fn a_kept_publication_gives_the_same_site() {
    let (kept, clean) = (site(), site());
    kept.run(&["build", "--library", "library"]).ended(0);
    kept.write("content/kilder/_index.md", "+++\ntitle = \"Alle kilder\"\n+++\n");
    clean.write("content/kilder/_index.md", "+++\ntitle = \"Alle kilder\"\n+++\n");
    kept.run(&["build", "--library", "library"]).ended(0);
    clean.run(&["build", "--library", "library"]).ended(0);
    same("with and without what was kept", &tree(&clean.public()), &tree(&kept.public()));
    // Other hints, another edition.
    kept.write("content/kilder/rapport/_import.toml", HINTS.replace("remarks", "quote_ends"));
    kept.run(&["build", "--library", "library"]).ended(0);
    assert!(!page(&kept, "1-om-stofmisbrugsbehandling.html").contains("class=\"remark\""));
    // And without the library its pages go.
    kept.run(&["build"]).ended(0);
    assert!(!kept.public().join("kilder/rapport/1-om-stofmisbrugsbehandling.html").exists());
}

#[test]
fn a_word_that_a_page_does_not_show_stops_the_build() {
    let site = site();
    site.write("config.toml", "title = \"Prøve\"\ntheme = \"kort\"\n");
    site.write(
        "themes/kort/templates/passage.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}",
    );
    let run = site.run(&["build", "--library", "library"]).ended(1);
    assert!(run.stderr.contains("words-lost") && run.stderr.contains("lines 9-"), "{run:?}");
    assert!(!site.public().join("index.html").exists());
}

/// What a build tells of lost words, without the help; nothing if it succeeds.
fn lost_words(site: &Site) -> Vec<String> {
    let run = site.run(&["build", "--format", "json", "--library", "library"]);
    let lost = run.diagnostics().into_iter().filter(|found| found.code == "words-lost");
    let lost: Vec<String> =
        lost.map(|found| found.text.split(" (account for").next().unwrap_or_default().to_owned()).collect();
    run.ended(i32::from(!lost.is_empty()));
    lost
}

#[test]
fn a_heading_shows_the_words_of_its_lines_and_no_others() {
    for (from, to, told) in [
        ("Om ", "", "lines 4-7: the text has `om` where the page has `stofmisbrugsbehandling`"),
        ("Om ", "Om om ", "lines 4-7: the text has `stofmisbrugsbehandling` where the page has `om`"),
        ("Om stofmisbrugsbehandling", "", "lines 4-7: the text has `om` where the page has nothing more"),
        ("behandling", "behandling igen", "lines 4-7: the text has nothing more where the page has `igen`"),
        (
            "behandling",
            "<br>behandling",
            "lines 4-7: the text has `stofmisbrugsbehandling` where the page has `stofmisbrugs`",
        ),
        ("næste", "", "line 56: the text has `næste` where the page has `afsnit`"),
        // A word ends where a line does, and goes on across elements within a line.
        ("Om ", "Om<br>", ""),
        ("1 Om", "1<div>Om</div>", ""),
        ("behandling", "<wbr><em>be</em>handling", ""),
        ("Om ", "Om <span class='ours'>(side 4)</span> ", ""),
    ] {
        let site = site();
        let template = include_str!("../themes/standard/templates/passage.html");
        let heading = format!("{{{{ page.title | replace(from=\"{from}\", to=\"{to}\") | safe }}}}");
        site.write("config.toml", "title = \"Prøve\"\ntheme = \"kort\"\n");
        site.write("themes/kort/templates/passage.html", template.replace("{{ page.title }}", &heading));
        let expected: &[&str] = if told.is_empty() { &[] } else { &[told] };
        assert_eq!(lost_words(&site), expected, "`{from}` as `{to}`");
    }
}

#[test]
fn a_section_whose_text_is_on_another_page_is_searched_for_there() {
    let section = "2.1 Det næste afsnit\n\n- Et punkt\n- Et andet punkt, der går over to linjer.\n\nEn borger sagde: Det var \
                   hjælpsomt, at nogen ringede til mig, da jeg blev væk en dag.\n\nDanRIS-Ambulant er et register. \
                   Stofmisbrug er et ord.\n";
    let heading = "## 2.1 | Det næste afsnit";
    for (from, to, told) in [
        ("", "", ""),
        ("hjælpsomt", "<br>", "line 63: `hjælpsomt` is missing from @/afsnit.md"),
        ("Stofmisbrug er et ord", "Ord", "line 66: 2 words are missing from @/afsnit.md; the first is `stofmisbrug`"),
    ] {
        let site = site();
        site.write("content/kilder/rapport/_import.toml", HINTS.replace(heading, &format!("{heading} => @/afsnit.md")));
        site.write("content/afsnit.md", format!("+++\ntitle = \"Afsnittet\"\n+++\n{}", section.replace(from, to)));
        let expected: &[&str] = if told.is_empty() { &[] } else { &[told] };
        assert_eq!(lost_words(&site), expected, "`{from}` as `{to}`");
        if told.is_empty() {
            let data = sources(&site);
            let number = |key: &str| data[key].as_u64().expect("a number");
            assert_eq!(number("words_in"), number("words_kept") + number("words_dropped"));
        }
    }
}

#[test]
fn folders_that_are_not_there_or_empty() {
    let site = site();
    let run = site.run(&["build", "--library", "ingen"]).ended(2);
    assert!(run.stderr.contains("ingen is not a folder") && run.stderr.contains("VEJVISER_LIBRARY"), "{run:?}");
    fs::create_dir(site.path("tom")).expect("a folder");
    let run = site.run(&["check", "--format", "json", "--library", "tom"]).ended(0);
    let told = run.diagnostics();
    assert!(told.iter().any(|found| found.code == "import-file" && found.text.contains("right folder")), "{told:#?}");
}

#[test]
fn another_version_is_read_with_a_warning() {
    let site = site();
    let sum = "0000000000000000000000000000000000000000000000000000000000000000";
    site.write("content/kilder/rapport/_import.toml", format!("sha256 = \"{sum}\"\n{HINTS}"));
    tells(&site, "other-version", &["another version", sum, "vejviser import"]);
    tells(&site, "other-version", &["2 of 2 headings", "0 hints have no match"]);
    // What has changed in it is told, and stops nothing.
    site.write("library/rapport.txt", TEXT.replace("2.1 Det næste afsnit", "2.1 Noget andet"));
    tells(&site, "import-hint", &["`Det næste afsnit` is not found"]);
    tells(&site, "other-version", &["1 of 2 headings", "1 hints have no match"]);
    site.run(&["build", "--library", "library"]).ended(0);
}

#[test]
fn files_that_hold_no_text() {
    let site = site();
    site.write("library/rapport.txt", b"\x00\x01\x02rubbish\x00".as_slice());
    tells(&site, "no-text", &["this is not a text file", "UTF-8"]);
    site.write("library/rapport.txt", pdf("", "/Encrypt 9 0 R "));
    tells(&site, "no-text", &["encrypted"]);
    site.write("library/rapport.txt", pdf("", ""));
    tells(&site, "no-text", &["the PDF contains no text", "images"]);
    let file = fs::File::create(site.path("library/rapport.txt")).expect("a file");
    file.set_len(65 * 1024 * 1024).expect("a long one");
    tells(&site, "import-file", &["65 MB", "the limit is 64 MB"]);
}

#[test]
fn a_pdf_is_read_as_its_text() {
    let site = site();
    site.write("content/kilder/rapport/_import.toml", "file = \"rapport.pdf\"\nheadings = [\"# En overskrift\"]\n");
    let text = "BT /F1 12 Tf 72 720 Td (En overskrift) Tj 0 -40 Td (Der er tekst nok i denne fil til at laese.) Tj ET";
    site.write("library/rapport.pdf", pdf(text, ""));
    site.run(&["build", "--library", "library"]).ended(0);
    assert!(page(&site, "en-overskrift.html").contains("Der er tekst nok i denne fil"));
}

/// A small PDF of one page. Its table of objects is right.
fn pdf(content: &str, trailer: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {trailer}>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

#[test]
fn latin_1_is_read() {
    let site = site();
    let latin: Vec<u8> = TEXT.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'*')).collect();
    site.write("library/rapport.txt", latin);
    site.write("content/kilder/rapport/_import.toml", HINTS.replace("bullets = [\"•\"]", "bullets = [\"*\"]"));
    site.run(&["build", "--library", "library"]).ended(0);
    assert!(page(&site, "1-om-stofmisbrugsbehandling.html").contains("skal støtte"));
}

#[test]
fn hints_that_do_not_fit_are_named_with_their_place() {
    let site = site();
    let broken = HINTS
        .replace("\"## 2.1 | Det næste afsnit\"", "\"## 2.1 | Det forkerte afsnit\", \"uden tegn\"")
        .replace("\"Svar\"", "\"Svaret\"")
        .replace("text = \"(Pil)\"", "text = \"(Intet)\"")
        .replace("from = \"Indhold\"", "from = \"Findes ikke\"");
    let overlap = "\n[[range]]\nkind = \"quote\"\nfrom = \"Svar Ja\"\nto = \"Nej\"\n\n[[range]]\nkind = \"ord\"\nfrom = \"Svar Ja\"\n";
    site.write("content/kilder/rapport/_import.toml", format!("{broken}{overlap}"));
    let run = site.run(&["check", "--format", "json", "--library", "library"]).ended(1);
    let told = run.diagnostics();
    let lines: Vec<(&str, u64)> = told.iter().map(|found| (found.code.as_str(), found.line)).collect();
    for (code, line, words) in [
        ("import-hint", 5, "`Det forkerte afsnit` is not found"),
        ("invalid-value", 5, "this is not a heading"),
        ("import-hint", 26, "no line of the text begins with `Findes ikke`"),
        ("import-hint", 39, "`(Intet)` is not found"),
        ("import-hint", 45, "the columns given for this table do not match"),
        ("import-hint", 50, "overlaps with another one"),
        ("invalid-value", 54, "invalid value `ord` for `kind`"),
    ] {
        let found = told.iter().any(|found| found.code == code && found.line == line && found.text.contains(words));
        assert!(found, "{code} on line {line}: {words}; told {lines:?} {told:#?}");
        assert!(told.iter().all(|found| !found.file.is_empty()));
    }
}

#[test]
fn import_tells_what_it_finds_in_one_file() {
    let site = site();
    let run = site.run(&["import", "library/rapport.txt", "--report"]).ended(0);
    for part in [
        "table of contents (indholdsfortegnelse): Indhold",
        "private path",
        "Kapitel 1 Om stofmisbrugsbehandling",
        "table 1.1",
        "case [line",
        "mark on line 10, text on line 14",
    ] {
        assert!(run.stdout.contains(part), "`{part}` in {}", run.stdout);
    }
    // A file nobody has hints for is shown as it is.
    site.write("library/ny.txt", "Noget tekst uden overskrifter, som nogen vil have med.\n");
    let run = site.run(&["import", "library/ny.txt"]).ended(0);
    assert!(run.stdout.contains("No record of the site names this file"), "{run:?}");
    assert!(Path::new(&site.root()).exists());
}

/// What is told of a quotation in an example of the publication: the message and the help.
fn told_of_quotation(quotation: &str) -> Option<String> {
    let site = site();
    let front = "title = \"Hjælp\"\nkind = \"example\"\nid = \"e-1\"\nsource = \"rapport\"\nyear = 2009\nform = \"praksis\"\n\
        perspective = \"tilbud\"\nask = [\"Hvem hjælper?\"]";
    site.write("content/eksempler/_index.md", "+++\ntitle = \"Eksempler\"\n+++\n");
    site.write("content/eksempler/hjaelp.md", format!("+++\n{front}\n\n[quote]\n{quotation}\n+++\n\nHun fik hjælp.\n"));
    told(&site).into_iter().find_map(|(code, text)| (code == "quotation").then_some(text))
}

#[test]
fn quotations_are_held_against_the_text() {
    let divided = "text = \"Behandlingen af borgere med et stofmisbrug skal støtte dem\"";
    assert_eq!(told_of_quotation(divided), None);
    assert_eq!(told_of_quotation(&format!("{divided}\nlines = \"9-10\"\npage = 4")), None);
    let on_page_5 = "text = \"Kommunen skal tilbyde behandling.\"";
    for (quotation, parts) in [
        ("text = \"Kommunen kan tilbyde behandling.\"", ["does not contain the quotation", "rapport.txt verbatim"]),
        (format!("{on_page_5}\nlines = \"9-10\"").as_str(), ["in lines 9-10", "it is on line 19"]),
        (
            format!("{on_page_5}\nlines = \"18-19\"\npage = 4").as_str(),
            ["is on page 5, not on page 4", "`page` or `lines`"],
        ),
        (
            format!("{on_page_5}\nlines = \"9-19\"\npage = 6").as_str(),
            ["is on pages 4-5, not on page 6", "`page` or `lines`"],
        ),
    ] {
        let told = told_of_quotation(quotation).unwrap_or_default();
        assert!(parts.iter().all(|part| told.contains(part)), "{quotation}: {told}");
    }
}

/// The first page of a publication of this text with these hints.
fn shown(text: &str, hints: &str) -> String {
    let site = site();
    site.write("library/rapport.txt", text);
    let head = "file = \"rapport.txt\"\nheadings = [\"# En overskrift\"]\n";
    site.write("content/kilder/rapport/_import.toml", format!("{head}{hints}"));
    site.run(&["build", "--library", "library"]).ended(0);
    page(&site, "en-overskrift.html")
}

#[test]
fn ranges_are_what_their_hints_say() {
    let text = "EN OVERSKRIFT\n\nFIGUR 1.1\n\nSå mange kom.\n\n2008 12\nAnm.: Talt i 2010.\n\nNavn\nAdresse\n\n\
        Han fortalte, at det\nhjalp ham.\n\nKom igen, sagde de.\n\nBoks: om huset\nHuset er åbent.\n\n1 Et afsnit, der\n\
        ligner en overskrift.\n";
    let range =
        |kind: &str, from: &str, to: &str| format!("[[range]]\nkind = {kind}\nfrom = \"{from}\"\nto = \"{to}\"\n");
    let hints = [
        range("\"figure\"\nnumber = \"1.1\"", "FIGUR 1.1", "Anm."),
        range("\"plain\"", "Navn", "Adresse"),
        range("\"quote\"", "Han fortalte", "Kom igen"),
        range("\"box\"\ntype = \"lovboks\"", "Boks: om", "Huset"),
        range("\"prose\"", "1 Et afsnit", "ligner"),
    ];
    let shown = shown(text, &hints.concat());
    for part in [
        "<figure class=\"drawn\" id=\"figur-1.1\">\n<figcaption id=\"linje-3\">FIGUR 1.1 Så mange kom.</figcaption>",
        "<p id=\"linje-7\">2008 12</p>\n<p id=\"linje-8\">Anm.: Talt i 2010.</p>",
        "<div class=\"plain\">\n<p id=\"linje-10\">Navn</p>\n<p id=\"linje-11\">Adresse</p>\n</div>",
        "<blockquote><p id=\"linje-13\">Han fortalte, at det hjalp ham.</p></blockquote>",
        "<blockquote><p id=\"linje-16\">Kom igen, sagde de.</p></blockquote>",
        "<div class=\"box box-lovboks\" id=\"boks-18\"",
        "<p class=\"box-title\" id=\"linje-18\">Boks: Om huset</p>\n<p id=\"linje-19\">Huset er åbent.</p>",
        "<p id=\"linje-21\">1 Et afsnit, der ligner en overskrift.</p>",
    ] {
        assert!(shown.contains(part), "`{part}` in {shown}");
    }
}

#[test]
fn references_lead_where_hints_and_printed_pages_say() {
    let text =
        "EN OVERSKRIFT\n\nLæs videre i loven og i boksen nedenfor, se side 5.\n\nHer er den.\n\n5\n\nDen nye side.\n";
    let reference =
        |text: &str, to: &str| format!("[[reference]]\nat = \"Læs videre\"\ntext = \"{text}\"\nto = \"{to}\"\n");
    let references = reference("loven", "https://example.org/lov") + &reference("boksen nedenfor", "Her er");
    let shown = shown(text, &format!("[pages]\nfirst = 4\n{references}"));
    for part in [
        "href=\"https://example.org/lov\">loven</a>",
        "href=\"en-overskrift.html#linje-5\">boksen nedenfor</a>",
        "href=\"en-overskrift.html#side-5\">side 5</a>",
        "<span class=\"page-break\" id=\"side-5\" data-page=\"5\"></span>Den nye side.",
    ] {
        assert!(shown.contains(part), "`{part}` in {shown}");
    }
}
