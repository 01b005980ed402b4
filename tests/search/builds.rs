//! When the index is built anew, and what becomes of a damaged one.

use crate::*;

/// Whatever is done to the files of an index: an error or an answer, never a panic; and the next build mends it.
#[test]
fn a_damaged_index_is_an_error_and_the_next_build_mends_it() {
    let site = built();
    let whole = tree(&site.path(BUILT));
    let expected = site.ids("naloxon");
    let damaged = |bytes: &[u8], way: usize| match way {
        0 => Vec::new(),
        1 => bytes[..bytes.len() / 2].to_vec(),
        2 => bytes[..bytes.len() - 1].to_vec(),
        // As long as before, with one bit that fell over.
        way => {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() * (way - 2) / 8;
            bytes[at] ^= 4;
            bytes
        }
    };
    let mut refusals = 0;
    for (name, bytes) in whole.iter().filter(|(_, bytes)| bytes.len() > 2) {
        // tantivy keeps sums of its files; ours are JSON, in which another letter is another word.
        let ways = if name.ends_with(".json") || name.ends_with(".txt") { 3 } else { 9 };
        for way in 0..ways {
            site.write(&format!("{BUILT}/{name}"), damaged(bytes, way));
            let run = site.run(&["search", "naloxon", "--format", "json"]);
            assert!(!run.stderr.contains("panicked"), "{name}: {run:?}");
            match run.code {
                0 => assert_eq!(site.ids("naloxon"), expected, "{name}: a wrong answer"),
                code => {
                    refusals += 1;
                    assert_eq!(code, 2, "{name}: {run:?}");
                    assert_eq!(run.stdout, "", "{name}: half an answer");
                    assert!(run.stderr.contains("search index"), "{name}: {run:?}");
                }
            }
        }
        site.write(&format!("{BUILT}/{name}"), bytes);
    }
    assert!(refusals > 10, "{refusals}");
    for ending in [".term", ".store", "meta.json", "vejviser.json", "record"] {
        let name = || tree(&site.path(BUILT)).into_keys().find(|path| path.ends_with(ending)).expect("an index");
        site.write(&format!("{BUILT}/{}", name()), "");
        site.build();
        assert_eq!(site.ids("naloxon"), expected, "{ending} was emptied");
        site.remove(&format!("{BUILT}/{}", name()));
        site.build();
        assert_eq!(site.ids("naloxon"), expected, "{ending} was gone");
    }
}

#[test]
fn nothing_changed_nothing_indexed() {
    let site = site();
    settle();
    site.build();
    let before = stamps(&site.path(BUILT));
    settle();
    for arguments in [&["build"][..], &["build", "--threads", "1"], &["check"]] {
        site.run(arguments).ended(0);
        assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new(), "{arguments:?}");
    }
    site.edit("themes/test/templates/base.html", "<h1>", "<h1 class=\"ny\">");
    site.build();
    assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new(), "templates say nothing");
}

#[test]
fn what_can_be_found_changes_with_what_it_is_made_from() {
    let site = built();
    let finds = |query: &str, id: &str| site.ids(query).contains(&id.to_owned());
    let change = |what: &str| {
        let before = stamps(&site.path(BUILT));
        settle();
        let written = site.rebuilt(what);
        assert!(!changed(&before, &stamps(&site.path(BUILT))).is_empty(), "{what} must reach the index");
        written
    };
    assert!(!finds("spanskrør", &town("gedser")));
    site.edit("content/byer/gedser.md", "virker hurtigt", "og spanskrør");
    let written = change("a changed body");
    assert!(finds("spanskrør", &town("gedser")) && !finds("hurtigt", &town("gedser")));
    assert!(
        written.iter().filter(|path| !path.starts_with("search/")).all(|path| *path == town("gedser")),
        "{written:?}"
    );
    let fragments = written.iter().filter(|path| path.starts_with("search/f/")).count();
    assert_eq!(fragments, 2, "one fragment goes, one comes: {written:?}");
    site.edit("search-index/synonyms.toml", "\"hash\"", "\"skunk\"");
    change("a changed synonym");
    assert!(finds("skunk", &town("dragsholm")) && !finds("hash", &town("dragsholm")));
    site.edit("search-index/answers.toml", "fristen", "tidsfristen");
    change("a changed answer");
    assert!(
        site.ids("tidsfristen")[0].ends_with("#stk-2")
            && site.ids("fristen").first() != site.ids("tidsfristen").first()
    );
    site.write("search-index/language.toml", "irregular = [\"naloxon modgift\"]\n");
    change("rules of its own");
    assert!(finds("modgift", &town("gedser")));
    site.edit("content/begreber/viso.md", "[\"specialrådgivning\"]", "[\"ekspertviden\"]");
    change("a synonym of the glossary");
    let question = "kvalitetsmodel/2021/trivsel/4.c.html#spoergsmaal-3";
    assert!(finds("ekspertviden", question) && !finds("specialrådgivning", question));
    site.edit("content/byer/gedser.md", "title = \"Gedser\"", "title = \"Gedser\"\nslug = \"syd\"");
    change("another address");
    assert!(finds("naloxon", &town("syd")) && !finds("naloxon", &town("gedser")));
    site.remove("content/byer/kolding.md");
    change("a page less");
    assert!(!finds("skp", &town("kolding")) && finds("skp", &town("jelling")));
    site.edit("config.toml", "title = \"Lille portal\"", "title = \"Stor portal\"");
    change("another name");
    assert!(site.run(&["search", "naloxon"]).stderr.starts_with("Stor portal: "));
}

#[test]
fn a_changed_library_is_indexed() {
    let site = with_library();
    let build = || {
        settle();
        site.run(&["build", "--library", "library"]).ended(0);
    };
    build();
    let before = stamps(&site.path(BUILT));
    build();
    assert_eq!(changed(&before, &stamps(&site.path(BUILT))), Vec::<String>::new());
    let hit = hit(&site, "videnspakke evalueringsmodeller", "kilder/rapport/1-om-stofmisbrugsbehandling.html");
    assert_eq!((&hit["kind"], &hit["doc"]), (&"passage".into(), &"rapport".into()));
    assert!(text_of(&hit, "text").contains("borgere med et stofmisbrug skal støtte"), "a divided word is whole: {hit}");
    site.edit("library/rapport.txt", "ringede\ntil mig", "bankede\npå hos mig");
    build();
    assert!(!changed(&before, &stamps(&site.path(BUILT))).is_empty());
    assert_eq!(site.ids("bankede").len(), 1);
    assert_eq!(site.ids("ringede"), Vec::<String>::new());
    settle();
    site.build();
    assert_eq!(site.ids("bankede"), Vec::<String>::new(), "without the library its words are gone");
}

#[test]
fn a_failed_build_leaves_the_old_index() {
    let site = built();
    // A search leaves tantivy's lock file behind.
    site.ids("naloxon");
    let (bytes, times) = (tree(&site.path(BUILT)), stamps(&site.path("search-index")));
    let fails = |what: &str| {
        settle();
        site.run(&["build"]).ended(1);
        same(what, &bytes, &tree(&site.path(BUILT)));
        let now: BTreeMap<_, _> = stamps(&site.path("search-index"));
        let other: Vec<String> = changed(&times, &now).into_iter().filter(|path| !path.ends_with(".toml")).collect();
        assert_eq!(other, Vec::<String>::new(), "{what}");
        assert_eq!(site.ids("naloxon")[0], town("gedser"), "{what}");
    };
    site.edit("content/byer/gedser.md", "Naloxon virker", "[Noget](ingen.html) virker");
    fails("a mistake in a page");
    site.edit("content/byer/gedser.md", "[Noget](ingen.html) virker", "Noget andet virker");
    site.edit("search-index/synonyms.toml", "to = [\"cannabis\"]", "to = [\"hash\"]");
    fails("a mistake in a synonym");
    site.edit("search-index/synonyms.toml", "to = [\"hash\"]", "to = [\"cannabis\"]");
    site.edit("themes/test/templates/page.html", "<article>", "<article>{{ findes_ikke.slet }}");
    fails("a mistake in a template");
    site.edit("themes/test/templates/page.html", "{{ findes_ikke.slet }}", "");
    site.rebuilt("mended");
    assert_eq!(site.ids("naloxon"), Vec::<String>::new());
    assert_eq!(site.ids("noget andet")[0], town("gedser"));
}

/// What a build puts into pages and folders of a site with the theme that is built in.
fn traces(site: &Site) -> Vec<String> {
    let is_trace = |(path, bytes): &(String, Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        path.starts_with("search/")
            || ["soeg.html", "a-til-z.html", "opensearch.xml"].contains(&path.as_str())
            || (path.ends_with(".html") && (text.contains("<form") && text.contains("soeg.html")))
            || (path.ends_with(".html") && (text.contains("loader.js") || text.contains("opensearch.xml")))
    };
    tree(&site.public()).into_iter().filter(is_trace).map(|(path, _)| path).collect()
}

/// What a browser needs to offer the search is an absolute address.
#[test]
fn with_a_base_url_a_browser_can_add_the_search() {
    let site = Site::fixture("portal");
    site.run(&["build", "--base-url", ""]).ended(0);
    assert!(!site.path("public/opensearch.xml").exists());
    site.run(&["build", "--base-url", "https://eksempel.test/a&b"]).ended(0);
    let told = site.read("public/opensearch.xml");
    assert!(told.contains("template=\"https://eksempel.test/a&amp;b/soeg.html?q={searchTerms}\""), "{told}");
}

#[test]
fn without_an_index_there_is_no_search_at_all() {
    let site = site();
    site.edit("config.toml", "theme = \"test\"\n", "");
    // The doors of the fixture are made for its own theme.
    site.write("content/_index.md", "+++\ntitle = \"Lille portal\"\n+++\n");
    site.run(&["build", "--no-index"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new());
    assert!(!site.path(BUILT).exists());
    site.build();
    let with = traces(&site);
    for part in ["soeg.html", "a-til-z.html", "opensearch.xml", "search/loader.js", "index.html", "byer/gedser.html"] {
        assert!(with.iter().any(|path| path == part), "{part} in {with:?}");
    }
    site.run(&["build", "--no-index"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new(), "what was there is taken away");
    site.edit("config.toml", "title =", "build_search_index = false\ntitle =");
    site.run(&["build"]).ended(0);
    assert_eq!(traces(&site), Vec::<String>::new(), "config.toml may say so, too");
    site.run(&["build", "--no-index=false"]).ended(0);
    assert_eq!(traces(&site), with);
}

/// Two builds of one site at the same time: both succeed, and one of their indexes is there, whole.
#[test]
fn two_builds_at_the_same_time_leave_a_whole_index() {
    let site = site();
    let folder = tempfile::tempdir().expect("a folder");
    let build = |name: &str| {
        let output = folder.path().join(name);
        Run::of(vejviser().current_dir(site.root()).arg("build").arg("--output").arg(output)).ended(0);
    };
    for _ in 0..3 {
        let _ = fs::remove_dir_all(site.path(BUILT));
        std::thread::scope(|scope| {
            for name in ["a", "b", "c"] {
                let build = &build;
                scope.spawn(move || build(name));
            }
        });
        assert_eq!(site.ids("naloxon")[0], town("gedser"));
        let left: Vec<String> =
            tree(&site.path("search-index")).into_keys().filter(|path| path.starts_with("built.")).collect();
        assert_eq!(left, Vec::<String>::new());
    }
}
