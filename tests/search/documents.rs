//! What a search document is: its text, its address and its id.

use crate::*;

#[test]
fn a_unit_is_a_question_a_stykke_a_term_or_what_stands_under_a_heading() {
    let site = site();
    site.write(
        "content/byer/maribo.md",
        "+++\ntitle = \"Maribo\"\n+++\n\nIndgangen.\n\n## Havnen\n\nVed vandet.\n\n### Kajen\n\nAf træ.\n\n## Tom\n\n\
         ## Havnen\n\nIgen.\n",
    );
    let units = site.units(&[]);
    let unit = |id: &str| units.iter().find(|unit| unit["id"] == id).unwrap_or_else(|| panic!("no unit {id}"));
    let folder = "kvalitetsmodel/2021/trivsel/4.c.html";
    for (id, title, kind, edition, text) in [
        (
            format!("{folder}#spoergsmaal-2"),
            "Spørgsmål 4.c.2",
            "question",
            Some("kvalitetsmodel-2021"),
            "Bruges retten i servicelovens § 101, stk. 2 og 1?",
        ),
        (folder.to_owned(), "Indikator 4.c", "indicator", Some("kvalitetsmodel-2021"), "Borgerne kender loven."),
        (
            "lovgivning/2021/serviceloven-101.html#stk-1".to_owned(),
            "Serviceloven § 101, stk. 1",
            "paragraph",
            Some("lovgivning-2021"),
            "Kommunen skal tilbyde behandling af stofmisbrugere.",
        ),
        (
            "begreber/behandlingsplan.html".to_owned(),
            "Behandlingsplan",
            "term",
            None,
            "Planen for den enkelte borgers behandling.\nSpørg VISO. Se tema trivsel, anvisning 3.1.2 b (2020) og \
             indikator 4.a (2021).",
        ),
        (town("maribo"), "Maribo", "page", None, "Indgangen."),
        (town("maribo") + "#havnen", "Havnen", "page", None, "Ved vandet."),
        (town("maribo") + "#kajen", "Kajen", "page", None, "Af træ."),
        (town("maribo") + "#havnen-2", "Havnen", "page", None, "Igen."),
    ] {
        let unit = unit(&id);
        assert_eq!(unit["url"], *id);
        assert_eq!(unit["title"], title, "{id}");
        assert_eq!(unit["kind"], kind, "{id}");
        assert_eq!(unit["edition"].as_str(), edition, "{id}");
        assert_eq!(unit["text"], text, "{id}");
    }
    assert!(!units.iter().any(|unit| unit["id"] == town("maribo") + "#tom"), "a heading alone is no hit");
}

/// Every address of a unit leads to a page that is there, and to an id on it.
#[test]
fn addresses_lead_to_their_places() {
    let site = with_library();
    site.run(&["build", "--library", "library"]).ended(0);
    let portal = built();
    for (site, units) in [(&site, site.units(&["--library", "library"])), (&portal, portal.units(&[]))] {
        for unit in units {
            let url = text_of(&unit, "url");
            let (page, anchor) = url.split_once('#').unwrap_or((&url, ""));
            let html = site.read(&format!("public/{page}"));
            let has = |id: String| html.contains(&format!("id={id}")) || html.contains(&format!("id=\"{id}\""));
            assert!(anchor.is_empty() || has(anchor.to_owned()), "{url} leads nowhere");
        }
    }
}

#[test]
fn long_texts_are_cut_and_no_word_is_in_two_units() {
    let site = site();
    let words = new_words(1500);
    let paragraphs: Vec<String> = words[700..1100].chunks(100).map(sentences).collect();
    // One paragraph of many sentences, four paragraphs, and words without an end.
    let body = format!(
        "{}\n\n## Anden del\n\n{}\n\n## Tredje del\n\n{}\n",
        sentences(&words[..700]),
        paragraphs.join("\n\n"),
        words[1100..].join(" ")
    );
    site.write("content/byer/nykøbing.md", format!("+++\ntitle = \"Nykøbing\"\n+++\n\n{body}"));
    let units = site.units(&[]);
    let mut holders: BTreeMap<&str, usize> = words.iter().map(|word| (word.as_str(), 0)).collect();
    let mut pieces = 0;
    for unit in &units {
        let text = text_of(unit, "text");
        let found: BTreeSet<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
        let own = found.iter().filter(|word| holders.contains_key(**word)).count();
        pieces += usize::from(own > 0);
        for word in found {
            if let Some(count) = holders.get_mut(word) {
                *count += 1;
            }
        }
        assert!(text.split_whitespace().count() <= 250, "too long: {unit}");
    }
    let lost: Vec<_> = holders.iter().filter(|(_, count)| **count != 1).collect();
    assert!(lost.is_empty(), "words that are not in one unit: {lost:?}");
    assert!((9..=12).contains(&pieces), "about 170 words each: {pieces}");
}

/// Sentences of the fixtures, too: no text stands in two units, and none is empty twice at the same place.
#[test]
fn ids_are_unique_and_no_text_is_there_twice() {
    let (portal, library) = (site(), with_library());
    for units in [portal.units(&[]), library.units(&["--library", "library"])] {
        let ids: BTreeSet<String> = units.iter().map(|unit| text_of(unit, "id")).collect();
        assert_eq!(ids.len(), units.len(), "ids are unique");
        let lines: Vec<String> = units
            .iter()
            .flat_map(|unit| text_of(unit, "text").lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|line| line.split_whitespace().count() > 3)
            .collect();
        let different: BTreeSet<&String> = lines.iter().collect();
        assert_eq!(different.len(), lines.len(), "a sentence stands in two units: {lines:#?}");
    }
}

#[test]
fn ids_stay_from_build_to_build_and_when_others_change() {
    let ids = |site: &Site| -> Vec<String> { site.units(&[]).iter().map(|unit| text_of(unit, "id")).collect() };
    let (one, other) = (site(), site());
    let before = ids(&one);
    assert_eq!(before, ids(&other), "two folders");
    other.write("content/byer/aars.md", format!("+++\ntitle = \"Aars\"\n+++\n\n{}\n", sentences(&new_words(400))));
    let after: BTreeSet<String> = ids(&other).into_iter().collect();
    let gone: Vec<&String> = before.iter().filter(|id| !after.contains(*id)).collect();
    assert!(gone.is_empty() && after.len() > before.len(), "{gone:?}");
    assert!(after.contains(&(town("aars") + "~2")), "the second piece of a text without headings: {after:?}");
}

#[test]
fn doc_is_the_source_of_its_own_words_and_null_for_editors() {
    let site = site();
    site.edit("content/lovgivning/2021/_index.md", "status =", "source = \"guideline-2021\"\nstatus =");
    let docs: BTreeMap<String, Value> =
        site.units(&[]).into_iter().map(|unit| (text_of(&unit, "id"), unit["doc"].clone())).collect();
    let model = "kvalitetsmodel/2021";
    for (id, doc) in [
        (format!("{model}/trivsel/4.a.html"), Some("guideline-2021")),
        // The editors' own words on the same page.
        (format!("{model}/trivsel/4.a.html~2"), None),
        (format!("{model}/trivsel/4.a.html#spoergsmaal-1"), Some("guideline-2021")),
        (format!("{model}/trivsel/4.c.html"), Some("guideline-2021")),
        (format!("{model}/trivsel/4.html"), Some("guideline-2021")),
        (format!("{model}/trivsel/index.html"), Some("guideline-2021")),
        ("lovgivning/2021/serviceloven-101.html#stk-2".to_owned(), Some("guideline-2021")),
        (format!("{model}/index.html"), None),
        ("begreber/viso.html".to_owned(), None),
        ("eksempler/bo.html".to_owned(), None),
        ("sider/om.html".to_owned(), None),
        ("kilder/guideline-2021/index.html".to_owned(), None),
        (town("arden"), None),
    ] {
        let found = docs.get(&id).unwrap_or_else(|| panic!("no unit {id}"));
        assert_eq!(found.as_str(), doc, "{id}");
    }
    for unit in with_library().units(&["--library", "library"]) {
        let own = unit["kind"] == "passage";
        assert_eq!(unit["doc"].as_str(), own.then_some("rapport"), "{unit}");
    }
}
