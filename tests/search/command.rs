//! What `vejviser search` says, and when it refuses to answer.

use crate::*;

#[test]
fn an_answer_has_these_keys_and_no_others() {
    let site = built();
    let answer = site.search(&["naloxon"]);
    assert_eq!(keys(&answer), ["corrected", "hits", "query", "unknown"]);
    assert_eq!(answer["query"], "naloxon");
    assert_eq!((&answer["corrected"], &answer["unknown"]), (&Value::Null, &Value::Null));
    let hit = &answer["hits"][0];
    assert_eq!(
        keys(hit),
        ["doc", "edition", "excerpt", "id", "kind", "score", "text", "title", "url", "why"],
        "edition and doc are there when they are null, too"
    );
    assert_eq!(hit["id"], town("gedser"));
    assert_eq!(hit["text"], "Naloxon virker hurtigt.");
    assert_eq!(hit["excerpt"], "Naloxon virker hurtigt.");
    assert_eq!((&hit["edition"], &hit["doc"]), (&Value::Null, &Value::Null));
    assert!(hit["score"].as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(hit["why"], serde_json::json!([{"word": "naloxon", "found": "naloxon", "reason": "word"}]));
    let many = site.search(&["hvad", "siger", "VISO"]);
    assert_eq!(many["query"], "hvad siger VISO", "words are one query, quoted or not");
}

/// What is piped stays clean: the answer on stdout, what the index holds on stderr.
#[test]
fn it_says_what_the_index_holds() {
    let site = built();
    let units = site.units(&[]);
    let questions = units.iter().filter(|unit| unit["kind"] == "question").count();
    let run = site.run(&["search", "naloxon"]).ended(0);
    assert!(run.stderr.starts_with(&format!("Lille portal: {} search documents (", units.len())), "{run:?}");
    assert!(run.stderr.contains(&format!(" {questions} question")), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    for part in ["Gedser – Byer", "byer/gedser.html", "Naloxon virker hurtigt."] {
        assert!(run.stdout.contains(part), "`{part}` in {run:?}");
    }
    let nothing = site.run(&["search", "xyzzyqwt"]).ended(0);
    assert_eq!(nothing.stdout, "No hits for: xyzzyqwt\n");
}

#[test]
fn hits_can_be_limited_by_number_kind_and_edition() {
    let site = built();
    let all = site.ids("viso råd behandling");
    assert!(all.len() > 5, "{all:?}");
    let ids = |arguments: &[&str]| -> Vec<String> {
        let hits = site.search(&[&["viso råd behandling"], arguments].concat())["hits"].take();
        hits.as_array().expect("a list").iter().map(|hit| text_of(hit, "id")).collect()
    };
    assert_eq!(ids(&[]), all[..all.len().min(10)]);
    assert_eq!(ids(&["--limit", "3"]), all[..3]);
    assert_eq!(ids(&["--limit", "0"]), Vec::<String>::new());
    let units = site.units(&[]);
    let having = |key: &str, wanted: &[&str]| -> Vec<String> {
        let has = |id: &&String| {
            let unit = units.iter().find(|unit| unit["id"] == **id).expect("hits are units");
            unit[key].as_str().is_some_and(|value| wanted.contains(&value))
        };
        all.iter().filter(has).cloned().collect()
    };
    let many: &[&str] = &["--limit", "1000"];
    for (arguments, key, wanted) in [
        (&["--kind", "question"][..], "kind", &["question"][..]),
        (&["--kind", "question,term"], "kind", &["question", "term"]),
        (&["--kind", "term", "--kind", "example"], "kind", &["term", "example"]),
        (&["--edition", "kvalitetsmodel-2021"], "edition", &["kvalitetsmodel-2021"]),
        (&["--edition", "2021"], "edition", &["kvalitetsmodel-2021", "lovgivning-2021"]),
    ] {
        let expected = having(key, wanted);
        assert!(!expected.is_empty(), "{arguments:?}");
        assert_eq!(ids(&[arguments, many].concat()), expected, "{arguments:?}: the same order, without the others");
    }
    for arguments in [["--kind", "ukendt"], ["--edition", "21"], ["--edition", "1999"]] {
        assert_eq!(ids(&arguments), Vec::<String>::new(), "{arguments:?}");
    }
    let both = ids(&["--kind", "question", "--edition", "lovgivning-2021"]);
    assert_eq!(both, Vec::<String>::new(), "both must hold");
}

#[test]
fn explained_hits_tell_what_each_word_was_worth() {
    let site = built();
    let plain = site.search(&["krav", "til", "cannabis"]);
    let explained = site.search(&["krav", "til", "cannabis", "--explain"]);
    let hits = |answer: &Value| answer["hits"].as_array().expect("a list").clone();
    assert_eq!(hits(&plain).len(), hits(&explained).len());
    for (plain, explained) in hits(&plain).iter().zip(hits(&explained)) {
        assert_eq!(plain["id"], explained["id"]);
        assert_eq!(plain["score"], explained["score"]);
        for (before, why) in
            plain["why"].as_array().expect("a list").iter().zip(explained["why"].as_array().expect("a list"))
        {
            assert_eq!(keys(before), ["found", "reason", "word"]);
            assert_eq!(keys(why), ["found", "reason", "score", "word"]);
            assert!(why["score"].as_f64().is_some_and(|score| score > 0.0), "{why}");
        }
    }
    let hash = &hits(&site.search(&["hash", "--explain"]))[0];
    assert_eq!(hash["why"][0]["score"].as_f64(), hash["why"][0]["score"].as_f64().filter(|score| *score > 0.1));
    let run = site.run(&["search", "hash", "--explain"]).ended(0);
    assert!(run.stdout.contains("hash ← cannabis (synonym)"), "{run:?}");
}

#[test]
fn queries_of_a_log_that_find_nothing_are_told() {
    let site = built();
    site.write("log.txt", "naloxon\nxyzzyqwt\n\n  \nhash\nqqwwxx zzxxqq\n");
    let run = site.run(&["search", "--zero", "log.txt"]).ended(0);
    assert_eq!(run.stdout, "xyzzyqwt\nqqwwxx zzxxqq\n");
    assert!(run.stderr.ends_with("2 of 4 queries have no hits\n"), "{run:?}");
    let missing = refused(&site, &["--zero", "ingen.txt"]);
    assert!(missing.contains("ingen.txt"), "{missing}");
}

#[test]
fn another_index_is_named_by_its_folder() {
    let site = built();
    let elsewhere = tempfile::tempdir().expect("a folder");
    copy(&site.path(BUILT), &elsewhere.path().join("indeks"));
    let expected = site.ids("naloxon");
    site.remove(&format!("{BUILT}/vejviser.json"));
    let run = Run::of(vejviser().current_dir(elsewhere.path()).args(["search", "naloxon", "--format", "json"]));
    assert_eq!(run.code, 2, "there is none here: {run:?}");
    for arguments in [vec!["--index", "indeks"], vec!["--index", "./indeks/", "--root", "ingen"]] {
        let arguments = [vec!["search", "naloxon", "--format", "json"], arguments].concat();
        let run = Run::of(vejviser().current_dir(elsewhere.path()).args(&arguments)).ended(0);
        let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(text_of(&answer["hits"][0], "id"), expected[0], "{arguments:?}");
    }
}

#[test]
fn an_evaluation_counts_judged_answers_by_unit_or_by_words_and_without_pins() {
    let site = built();
    let pinned = site.ids("ventetid");
    assert_eq!(pinned[..2], ["begreber/viso.html".to_owned(), town("faaborg")], "somebody pinned another answer");
    let figures = |lines: &[&str]| -> (Value, String) {
        site.write("dom.jsonl", lines.join("\n"));
        let run = site.run(&["search", "--evaluate", "dom.jsonl", "--format", "json"]).ended(0);
        (serde_json::from_str(&run.stdout).expect("JSON"), run.stderr)
    };
    let by_id =
        r#"{"id": "1", "query": "ventetid", "kind": "exact", "relevant": [{"id": "byer/faaborg.html", "grade": 3}]}"#;
    let by_words = r#"{"id": "2", "query": "naloxon", "kind": "exact", "relevant": [{"snippet": "naloxon, VIRKER  hur-tigt", "grade": 2}]}"#;
    let of_source = r#"{"id": "3", "query": "kender loven", "kind": "doc", "relevant": [{"snippet": "Borgerne kender loven", "doc": "guideline-2021", "grade": 3}]}"#;
    let wrong =
        r#"{"id": "4", "query": "xyzzyqwt", "kind": "none", "relevant": [{"id": "byer/gedser.html", "grade": 3}]}"#;
    let nowhere = r#"{"id": "5", "query": "naloxon", "relevant": [{"snippet": "det siger ingen", "grade": 3}]}"#;
    let (all, stderr) = figures(&[by_id, "", by_words, of_source, wrong, nowhere, ""]);
    assert_eq!(keys(&all), ["all", "doc", "exact", "none"]);
    for kind in ["exact", "doc"] {
        for figure in ["ndcg", "mrr", "recall", "top3"] {
            assert_eq!(all[kind][figure], 1.0, "{kind} {figure}: {all}");
        }
    }
    assert_eq!(keys(&all["all"]), ["mrr", "ndcg", "queries", "recall", "top3", "without_hits"]);
    assert_eq!(all["exact"]["queries"], 2);
    assert_eq!((&all["none"]["ndcg"], &all["none"]["without_hits"]), (&0.0.into(), &1.into()));
    assert_eq!((&all["all"]["queries"], &all["all"]["ndcg"]), (&4.into(), &0.75.into()));
    assert!(stderr.contains("5: none of its answers is in this index"), "{stderr}");
    // Two answers in the wrong order: (1/1 + 7/log2(3)) / (7/1 + 1/log2(3)).
    let (order, _) = figures(&[
        r#"{"id": "6", "query": "krav", "relevant": [{"id": "byer/billund.html", "grade": 1}, {"id": "byer/arden.html", "grade": 3}]}"#,
    ]);
    assert_eq!(site.ids("krav")[..2], [town("billund"), town("arden")]);
    assert_eq!(order["all"]["ndcg"], 0.7098, "{order}");
    let run = site.run(&["search", "--evaluate", "dom.jsonl"]).ended(0);
    assert!(
        run.stdout.starts_with("| kind | queries | nDCG@10 |") && run.stdout.contains("| all | 1 | 0.710 |"),
        "{run:?}"
    );
}

#[test]
fn a_query_is_text_whatever_it_is() {
    let site = built();
    let page = "Naloxon virker ikke, men hvem har kvalitetskrav? ".repeat(205);
    let queries = [
        ("one endless word", "a".repeat(10_000)),
        ("an endless compound", "kvalitetskrav".repeat(770)),
        ("a known word and an endless one", format!("naloxon{}", "å".repeat(10_000))),
        ("a page pasted by mistake", page),
        ("endless numbers", "3.1.".repeat(2500)),
        ("endless paragraphs", "§".repeat(10_000) + " 101"),
        ("endless hyphens", "a-".repeat(5000)),
        ("endless apostrophes", "a'".repeat(5000)),
        ("endless accents", format!("a{}", "\u{301}".repeat(5000))),
        ("only words that say little", "og i på det er ikke".to_owned()),
        ("only punctuation", "?!…–»«.,;:·".to_owned()),
        ("right to left", "שלום בעולם \u{202e}naloxon\u{202c}".to_owned()),
        ("emoji", "🙂🙃 👨‍👩‍👧 naloxon🇩🇰".to_owned()),
        ("an unbalanced quote", "\"naloxon".to_owned()),
        ("another", "naloxon' OR '1'='1".to_owned()),
        ("a regex", "(.*)+$ [a-z]{3,} \\d ^nalox|on".to_owned()),
        ("operators", "+naloxon -cannabis title:x^2 AND NOT * ~".to_owned()),
        ("markup", "<img src=x onerror=alert(1)>".to_owned()),
        ("an option", "--limit".to_owned()),
        ("a format", "{} %s %n \\0 \\u0000".to_owned()),
        ("lines", "naloxon\r\n\tcannabis\u{2028}".to_owned()),
        ("odd space", "\u{feff}\u{200b}\u{ad}".to_owned()),
        ("spaces", "   ".to_owned()),
        ("nothing", String::new()),
    ];
    for (what, query) in &queries {
        let began = Instant::now();
        let answer = site.search(&["--", query]);
        assert!(began.elapsed() < Duration::from_secs(5), "{what} took {:?}", began.elapsed());
        assert_eq!(keys(&answer), ["corrected", "hits", "query", "unknown"], "{what}");
        assert_eq!(answer["query"], **query, "{what}");
        let hits = answer["hits"].as_array().expect("a list");
        if query.contains("naloxon") && query.len() < 100 {
            let ids: Vec<&Value> = hits.iter().map(|hit| &hit["id"]).collect();
            assert!(ids.contains(&&town("gedser").into()), "{what}: the word in it is found all the same: {ids:?}");
        }
        if query.chars().all(|letter| !letter.is_alphanumeric()) {
            assert!(hits.is_empty(), "{what}: {hits:#?}");
        }
    }
    let nothing = site.search(&[]);
    assert_eq!((&nothing["query"], &nothing["hits"]), (&"".into(), &serde_json::json!([])));
}

#[test]
fn an_index_of_another_version_or_stemmer_is_refused() {
    let site = built();
    let about = format!("{BUILT}/vejviser.json");
    let original = site.read(&about);
    let value: Value = serde_json::from_str(&original).expect("JSON");
    for (key, other) in [("version", "999".to_owned()), ("stemmer", "\"0123456789abcdef\"".to_owned())] {
        let part = format!("\"{key}\":{}", value[key]);
        site.write(&about, original.replace(&part, &format!("\"{key}\":{other}")));
        assert_ne!(site.read(&about), original);
        for arguments in [&["naloxon"][..], &["--zero", "config.toml"], &["--evaluate", "config.toml"]] {
            let said = refused(&site, arguments);
            assert!(said.contains("another version of Vejviser") && said.contains("build the site again"), "{said}");
            assert!(said.contains("search-index"), "it says where: {said}");
        }
    }
    site.write(&about, "{}");
    assert!(refused(&site, &["naloxon"]).contains("build the site again"));
}

#[test]
fn no_index_is_no_answer() {
    let site = site();
    for arguments in [&["naloxon"][..], &["--index", "content"], &["--index", "ingen"], &["--index", "config.toml"]] {
        let said = refused(&site, arguments);
        assert!(said.contains("no search index") && said.contains("build the site first"), "{said}");
    }
    assert!(!site.path("search-index/built").exists(), "asking makes nothing");
}

#[test]
fn a_broken_file_of_judged_queries_is_told_with_its_line() {
    let site = built();
    let good = r#"{"id": "1", "query": "naloxon", "relevant": [{"id": "byer/gedser.html", "grade": 3}]}"#;
    for (line, part) in [
        ("ikke JSON", "expected value"),
        ("{\"id\": \"2\"", "EOF"),
        ("{\"id\": \"2\", \"relevant\": []}", "query"),
        ("{\"id\": \"2\", \"query\": \"a\"}", "relevant"),
        ("{\"id\": \"2\", \"query\": \"a\", \"relevant\": [{\"id\": \"x\"}]}", "grade"),
        ("{\"id\": \"2\", \"query\": \"a\", \"relevant\": [{\"id\": \"x\", \"grade\": -1}]}", "-1"),
    ] {
        site.write("dom.jsonl", format!("{good}\n\n{line}\n{good}\n"));
        let said = refused(&site, &["--evaluate", "dom.jsonl"]);
        assert!(said.contains("dom.jsonl:3:") && said.contains(part), "{line}: {said}");
    }
    assert!(refused(&site, &["--evaluate", "ingen.jsonl"]).contains("ingen.jsonl"));
    let both = site.run(&["search", "ord", "--evaluate", "dom.jsonl"]).ended(2);
    assert!(both.stderr.contains("--evaluate"), "a query and a file exclude each other: {both:?}");
}
