//! The files that the browser loads.

use crate::*;

/// The files for the browser of a build by a program that remembers nothing.
fn search_files(site: &Site, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("ud");
    site.run(&[&["build", "--output", output.to_str().expect("a plain path")], arguments].concat()).ended(0);
    tree(&output.join("search"))
}

#[test]
fn the_browser_gets_the_same_bytes_every_time() {
    let (portal, library) = (site(), with_library());
    portal.write("content/byer/aars.md", format!("+++\ntitle = \"Aars\"\n+++\n\n{}\n", sentences(&new_words(900))));
    for (site, more) in [(&portal, &[][..]), (&library, &["--library", "library"])] {
        let first = search_files(site, more);
        assert!(first.len() > 2);
        for threads in ["1", "4"] {
            fs::remove_dir_all(site.path(BUILT)).expect("folders can be removed");
            let again = search_files(site, &[more, &["--threads", threads]].concat());
            same(&format!("{threads} threads"), &first, &again);
        }
    }
    let elsewhere = site();
    elsewhere.write("content/byer/aars.md", portal.read("content/byer/aars.md"));
    same("another folder", &search_files(&portal, &[]), &search_files(&elsewhere, &[]));
}

/// The argument of the one call that a script file is.
#[track_caller]
fn called(text: &str, name: &str) -> Value {
    let inner = text.strip_prefix(&format!("vejviserSearch.{name}(")).and_then(|rest| rest.strip_suffix(");\n"));
    let inner = inner.unwrap_or_else(|| panic!("no call of {name}: {}", &text[..text.len().min(200)]));
    serde_json::from_str(&format!("[{inner}]")).expect("arguments are JSON")
}

fn base36(number: usize) -> String {
    let digit = |value: usize| char::from_digit(value as u32, 36).expect("a digit").to_string();
    if number < 36 { digit(number) } else { base36(number / 36) + &digit(number % 36) }
}

#[test]
fn every_file_that_is_named_is_there_and_no_other() {
    let (portal, library) = (built(), with_library());
    library.run(&["build", "--library", "library"]).ended(0);
    for (site, units) in [(&portal, portal.units(&[])), (&library, library.units(&["--library", "library"]))] {
        let found: BTreeSet<String> = tree(&site.public().join("search")).into_keys().collect();
        let file = |path: &str| site.read(&format!("public/search/{path}"));
        let loader = called(&file("loader.js"), "begin")[0].take();
        assert_eq!(keys(&loader), ["index", "version", "words"]);
        let index = text_of(&loader, "index");
        let data = called(&file(&index), "index")[0].take();
        assert_eq!(data["version"], loader["version"]);
        assert_eq!(data["units"], units.len());
        let words = text_of(&loader, "words");
        let endings = called(&file(&words), "words")[0].take();
        let lines = |value: &Value| value.as_str().expect("lines").split('\n').count();
        assert_eq!(lines(&endings), lines(&data["terms"]), "one line of words for each term");
        let mut named = BTreeSet::from(["loader.js".to_owned(), index, words]);
        let hashes = text_of(&data, "fragments");
        assert_eq!(hashes.len(), 4 * units.len().div_ceil(8));
        let mut shown = Vec::new();
        for number in 0..hashes.len() / 4 {
            let path = format!("f/{}-{}.js", base36(number), &hashes[4 * number..4 * number + 4]);
            let fragment = called(&file(&path), "fragment");
            assert_eq!(fragment[0], number);
            shown.extend(fragment[1].as_array().expect("a list").clone());
            named.insert(path);
        }
        assert_eq!(found, named);
        assert_eq!(shown.len(), units.len());
        for (shown, unit) in shown.iter().zip(&units) {
            for key in ["url", "title", "text", "kind", "edition"] {
                assert_eq!(shown[key], unit[key], "{key} of {unit}");
            }
            assert_eq!(*shown.get("id").unwrap_or(&shown["url"]), unit["id"]);
        }
    }
}

/// Above what a browser loads in one go: terms in shards by their range, each in a file that the index names.
#[test]
fn a_large_index_is_cut_into_shards() {
    let site = Site::new();
    // Letters in no order, since words that look alike would compress into one file.
    let mut state: u64 = 7;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    let mut word = || (0..8).map(|_| letter()).collect::<String>();
    let mut known = Vec::new();
    for page in 0..220 {
        let words: Vec<String> = (0..300).map(|_| word()).collect();
        let text = format!("Det er og bliver {}.", words.join(" "));
        site.write(&format!("content/sider/s{page}.md"), format!("+++\ntitle = \"Side {page}\"\n+++\n\n{text}\n"));
        known.push(words[150].clone());
    }
    site.build();
    let found: BTreeSet<String> = tree(&site.public().join("search")).into_keys().collect();
    let file = |path: &str| site.read(&format!("public/search/{path}"));
    let index = text_of(&called(&file("loader.js"), "begin")[0], "index");
    let data = called(&file(&index), "index")[0].take();
    assert!(data.get("terms").is_none(), "not in one file any more");
    let shards = data["shards"].as_array().expect("a list");
    assert!(shards.len() > 10, "{}", shards.len());
    let mut named = BTreeSet::from(["loader.js".to_owned(), index]);
    let hashes = text_of(&data, "fragments");
    named.extend((0..hashes.len() / 4).map(|at| format!("f/{}-{}.js", base36(at), &hashes[4 * at..4 * at + 4])));
    let mut last = String::new();
    for (number, shard) in shards.iter().enumerate() {
        let (first, hash) = (shard[0].as_str().expect("a term"), shard[1].as_str().expect("a hash"));
        assert!(*first > *last, "shards are in order: {last} {first}");
        let path = format!("t/{}-{hash}.js", base36(number));
        let terms = called(&file(&path), "shard");
        assert_eq!(terms[0], number);
        let lines: Vec<&str> = terms[1].as_str().expect("lines").lines().collect();
        assert!(lines[0].starts_with(&format!("0{first} ")), "{first}: {}", lines[0]);
        assert!(file(&path).len() < 40_000, "{path} is {} bytes", file(&path).len());
        last = first.to_owned();
        named.insert(path);
    }
    assert_eq!(found, named);
    for page in [0, 77, 219] {
        let hits = site.search(&[&known[page]])["hits"].take();
        let first = text_of(&hits[0], "url");
        assert_eq!(first.split('#').next(), Some(format!("sider/s{page}.html").as_str()), "{}", known[page]);
    }
    assert_eq!(site.ids("det er og bliver"), Vec::<String>::new(), "words that say little are left out");
}
