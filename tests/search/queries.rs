//! How the words of a query lead to hits: stems, parts of compounds, synonyms, corrections, numbers, pinned answers.

use crate::*;

/// The words of a query and what they find: id, the words that found it, and how.
#[test]
fn every_way_to_a_word() {
    let site = built();
    for (query, name, found, reason) in [
        ("naloxon", "gedser", "naloxon", "word"),
        ("NALOXON", "gedser", "naloxon", "word"),
        // Compounds, together and apart.
        ("kvalitetskrav", "arden", "kvalitetskrav", "word"),
        ("kvalitetskrav", "billund", "krav", "piece"),
        ("kvalitets krav", "arden", "kvalitetskrav", "joined"),
        ("kvalitet krav", "arden", "kvalitetskrav", "joined"),
        ("krav", "arden", "krav", "word"),
        ("kvalitet?", "arden", "kvalit", "word"),
        ("vente tid", "faaborg", "ventetid", "joined"),
        ("kvalitetskravene", "billund", "krav", "piece"),
        // A compound that nobody wrote: what is known of it.
        ("naloxonspray", "gedser", "naloxon", "piece"),
        // Forms of a word.
        ("naloxonen", "gedser", "naloxon", "word"),
        ("samtalerne", "lemvig", "samtal", "word"),
        ("barn", "christiansfeld", "børn", "form"),
        ("barnet", "christiansfeld", "børn", "form"),
        // The word that is being typed.
        ("nalox", "gedser", "naloxon", "prefix"),
        ("hurtigt nal", "gedser", "naloxon", "prefix"),
        // Letters left out, put in, changed, in the wrong order.
        ("naloxn", "gedser", "naloxon", "spelling"),
        ("naloxxon", "gedser", "naloxon", "spelling"),
        ("naluxon", "gedser", "naloxon", "spelling"),
        ("nalxoon", "gedser", "naloxon", "spelling"),
        ("gvalitetskrav", "arden", "kvalitetskrav", "spelling"),
        ("vaerested", "hobro", "værested", "word"),
        ("varested", "hobro", "værested", "spelling"),
        // Synonyms, of one word and of several.
        ("hash", "dragsholm", "cannabis", "synonym"),
        ("pots", "dragsholm", "cannabis", "synonym"),
        ("gadeplan", "ebeltoft", "opsøg arbejd", "synonym"),
        ("vente på plads", "faaborg", "ventetid", "synonym"),
        ("venter man længe på plads", "faaborg", "ventetid", "synonym"),
        // å and aa are one letter.
        ("aalborg", "ikast", "ålborg", "word"),
        ("ålborg", "hobro", "ålborg", "word"),
        ("AALBORG", "hobro", "ålborg", "word"),
        // An ending behind an apostrophe says nothing.
        ("skp", "kolding", "skp", "word"),
        ("SKP'ere", "jelling", "skp", "word"),
        ("skp’erne", "kolding", "skp", "word"),
    ] {
        let hit = hit(&site, query, &town(name));
        let is_it = |why: &Value| why["found"] == found && why["reason"] == reason;
        let why = hit["why"].as_array().expect("a list");
        assert!(why.iter().any(is_it), "`{query}` should find {name} by `{found}` ({reason}): {why:#?}");
    }
}

#[test]
fn what_leads_one_way_does_not_lead_back() {
    let site = built();
    site.write("content/byer/odense.md", "+++\ntitle = \"Odense\"\n+++\n\nNogle ryger hash her.\n");
    site.write("content/byer/ribe.md", "+++\ntitle = \"Ribe\"\n+++\n\nDer er måling.\n");
    site.write("content/byer/randers.md", "+++\ntitle = \"Randers\"\n+++\n\nDer er maling.\n");
    site.build();
    assert_eq!(site.ids("måling"), site.ids("maaling"));
    for (query, name, other) in [("måling", "ribe", "randers"), ("maling", "randers", "ribe")] {
        let ids = site.ids(query);
        assert!(ids.contains(&town(name)) && !ids.contains(&town(other)), "{query}: {ids:?}");
    }
    assert!(site.ids("hash").contains(&town("dragsholm")));
    assert!(!site.ids("cannabis").contains(&town("odense")));
    let apart = hit(&site, "vente lidt og meget længe på en anden plads", &town("faaborg"));
    assert_eq!(reasons(&apart), ["prefix"], "the words of a phrase stand too far apart");
}

#[test]
fn a_synonym_of_the_glossary_leads_to_its_term() {
    let site = built();
    let question = "kvalitetsmodel/2021/trivsel/4.c.html#spoergsmaal-3";
    let found = hit(&site, "specialrådgivning", question);
    assert_eq!(found["why"][0], serde_json::json!({"word": "specialrådgivning", "found": "viso", "reason": "synonym"}));
    assert!(site.ids("specialrådgivning")[..3].contains(&"begreber/viso.html".to_owned()));
    assert!(site.ids("videns- og specialrådgivningsorganisationen").contains(&question.to_owned()), "its expansion");
}

#[test]
fn a_misspelled_query_is_corrected() {
    let site = built();
    for (query, corrected) in [
        ("naloxno", Some("naloxon")),
        ("får man naloxno?", Some("får man naloxon?")),
        ("Naloxno, cannabsi", Some("naloxon, cannabis")),
        ("naloxon", None),
        ("naloxonen", None),
        ("nalox", None),
        ("hash", None),
        // Another form of a word that is there, however little it looks like it.
        ("barn", None),
        ("xyzzyqwt", None),
        ("3.1.9", None),
    ] {
        let answer = site.search(&["--", query]);
        assert_eq!(answer["corrected"].as_str(), corrected, "{query}");
        assert_eq!(answer["query"], query, "what was asked stays");
    }
    let run = site.run(&["search", "naloxno"]).ended(0);
    assert!(run.stdout.starts_with("Also searched for: naloxon\n"), "{run:?}");
}

#[test]
fn a_number_leads_to_its_page_first() {
    let site = built();
    let recommendation = "retningslinjer/2020/3.1.1.html";
    let indicator = "kvalitetsmodel/2021/trivsel/4.a.html";
    let law = "lovgivning/2021/serviceloven-101.html";
    for (query, id) in [
        ("3.1.1", recommendation.to_owned()),
        (" 3.1.1. ", recommendation.to_owned()),
        ("anvisning 3.1.1", recommendation.to_owned()),
        ("Anvisning 3.1.1 (2020)", recommendation.to_owned()),
        ("3.1.10", "retningslinjer/2020/3.1.10.html".to_owned()),
        ("3.1", "retningslinjer/2020/3.1.html".to_owned()),
        ("retningslinje 3.1", "retningslinjer/2020/3.1.html".to_owned()),
        ("4.a", indicator.to_owned()),
        ("4a", indicator.to_owned()),
        ("4.A", indicator.to_owned()),
        ("indikator 4.a", indicator.to_owned()),
        ("4.a.2", format!("{indicator}#spoergsmaal-2")),
        ("spørgsmål 4.a.2", format!("{indicator}#spoergsmaal-2")),
        ("spoergsmaal 4.a.2 (2021)", format!("{indicator}#spoergsmaal-2")),
        ("§ 101", law.to_owned()),
        ("§101", law.to_owned()),
        ("§ 101 stk. 2", format!("{law}#stk-2")),
        ("§101, stk 2", format!("{law}#stk-2")),
        ("SEL § 101, 2", format!("{law}#stk-2")),
        ("stk. 2 i § 101", format!("{law}#stk-2")),
        ("NR 3.1.1", recommendation.to_owned()),
        ("3-1-1", recommendation.to_owned()),
        ("anvisning 3.1.1b", recommendation.to_owned()),
        ("serviceloven § 101, stk. 1", format!("{law}#stk-1")),
        ("Servicelovens § 101 (2021)", law.to_owned()),
        ("kriterium 10", "kvalitetsmodel/2021/kompetencer/10.html".to_owned()),
        ("Kriterium 4", "kvalitetsmodel/2021/trivsel/4.html".to_owned()),
    ] {
        assert_eq!(site.ids(query).first(), Some(&id), "{query}");
    }
}

#[test]
fn a_number_that_nothing_has_says_so_with_the_nearest() {
    let site = Site::fixture("editions");
    site.build();
    for (query, name, nearest) in [
        ("anvisning 3.1.9", "anvisning 3.1.9", "nr/2020/3.1.2.html"),
        ("3.1.2 (2016)", "anvisning 3.1.2 (2016)", "nr/2020/3.1.2.html"),
        ("1.a 2000", "indikator 1.a (2000)", "model/2016/tema/1.a.html"),
    ] {
        let answer = site.search(&[query]);
        let unknown = &answer["unknown"];
        assert_eq!(unknown["reference"], name, "{query}");
        assert_eq!(unknown["nearest"][0]["url"], nearest, "{query}: {unknown:#}");
    }
    for query in ["3.1.2", "9.9", "naloxon", "24 7"] {
        assert!(site.search(&[query])["unknown"].is_null(), "{query}");
    }
    let run = site.run(&["search", "anvisning 3.1.9"]);
    assert!(run.stdout.starts_with("There is no anvisning 3.1.9; the closest: "), "{run:?}");
}

#[test]
fn a_number_of_two_editions_leads_to_both_and_with_a_year_to_one() {
    let site = Site::fixture("editions");
    site.build();
    let (old, new) = ("nr/2016/3.1.1.html".to_owned(), "nr/2020/3.1.1.html".to_owned());
    let first = |query: &str| -> Vec<String> { site.ids(query).into_iter().take(2).collect() };
    for query in ["3.1.1", "anvisning 3.1.1", "Anvisning 3.1.1."] {
        let found: BTreeSet<String> = first(query).into_iter().collect();
        assert_eq!(found, BTreeSet::from([old.clone(), new.clone()]), "{query}");
    }
    for (query, id) in [("3.1.1 (2016)", &old), ("anvisning 3.1.1 (2020)", &new), ("3.1.1(2020)", &new)] {
        assert_eq!(&first(query)[0], id, "{query}");
    }
    assert_eq!(first("3.1.2")[0], "nr/2020/3.1.2.html", "one that only one edition has");
    assert_eq!(first("1.a (2016)")[0], "model/2016/tema/1.a.html");
    let one = site.search(&["3.1.1", "--edition", "2016"]);
    assert_eq!(text_of(&one["hits"][0], "id"), old);
    let hits = one["hits"].as_array().expect("a list");
    assert!(hits.iter().all(|hit| text_of(hit, "edition").ends_with("-2016")), "{hits:#?}");
}

#[test]
fn a_pinned_answer_comes_first() {
    let site = built();
    for query in ["hvem rådgiver kommunen?", "HVEM RÅDGIVER   KOMMUNEN?", "hvem raadgiver kommunen?", "ventetid"] {
        assert_eq!(site.ids(query)[0], "begreber/viso.html", "{query}");
    }
    assert_eq!(site.ids("fristen")[0], "lovgivning/2021/serviceloven-101.html#stk-2", "a place on a page");
    assert_eq!(site.ids("ventetiden")[0], town("faaborg"), "another phrase is not pinned");
    let ids = site.ids("ventetid");
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "a hit is there once");
    let filtered = site.search(&["ventetid", "--kind", "page"]);
    assert_eq!(text_of(&filtered["hits"][0], "id"), town("faaborg"), "a filter holds for pinned answers too");
}

/// A site's own rules of Danish go before those that are built in.
#[test]
fn own_rules_replace_the_built_in_ones() {
    let site = built();
    let barn = |site: &Site| reasons(&hit(site, "barn", &town("christiansfeld")));
    assert_eq!(barn(&site), ["form"]);
    assert!(site.ids("krav").contains(&town("arden")) && !site.ids("værn").contains(&town("lemvig")));
    site.write(
        "search-index/language.toml",
        "stop = [\"et\"]\nforbid = [\"kvalitetskrav\"]\npin = [\"efterværn = værn\"]\nirregular = [\"fjord fjordene kystlinje\"]\n",
    );
    site.build();
    assert_ne!(barn(&site), ["form"], "no longer an irregular form");
    assert!(site.ids("kystlinje").contains(&town("ikast")), "one now");
    assert!(!site.ids("krav").contains(&town("arden")), "no longer cut");
    assert!(site.ids("værn").contains(&town("lemvig")), "cut now");
}
