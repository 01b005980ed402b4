//! The visit pack: its pages, what their scripts load, what the service worker is told, and the site in one file.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use common::{OFFLINE, Run, Site, same, settle, tree, vejviser};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

const PAGES: [&str; 2] = ["besoegspakke.html", "gemt-paa-enheden.html"];
const QUESTIONS: &str = "data/spoergsmaal.js";
const CARRY: &str = "data/pakke-i-en-fil.js";
const SCRIPT: &str = "assets/js/pack.js";

/// What the script `text` hands to `function`.
#[track_caller]
fn handed(text: &str, function: &str) -> Value {
    let json = text.strip_prefix(&format!("{function}(")).and_then(|text| text.strip_suffix(");\n"));
    serde_json::from_str(json.unwrap_or_else(|| panic!("no call of {function}: {text}"))).expect("it is JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

/// The texts of the questions of an edition, by their ids.
fn questions(edition: &Value) -> BTreeMap<&str, &str> {
    let criteria = list(&edition["themes"]).flat_map(|theme| list(&theme["criteria"]));
    let indicators = criteria.flat_map(|criterion| list(&criterion["indicators"]));
    let questions = indicators.flat_map(|indicator| list(&indicator["questions"]));
    questions
        .map(|question| (question["id"].as_str().expect("an id"), question["text"].as_str().expect("a text")))
        .collect()
}

/// The addresses of the scripts of `page`, but for those of every page.
fn scripts(page: &str) -> Vec<&str> {
    let sources = page.split("<script defer src=").skip(1);
    sources.filter_map(|rest| rest.split('>').next()).map(|source| source.trim_matches('"')).collect()
}

/// Holds the list of files against the files. Gives the version, which the worker must name.
#[track_caller]
fn check_sums(site: &Site) -> String {
    let files = tree(&site.public());
    let listed: Value = serde_json::from_slice(&files[OFFLINE[0]]).expect("the list is JSON");
    let sum = |bytes: &[u8]| BASE64_STANDARD.encode(Sha256::digest(bytes));
    // Servers send the page of what is not found as an error.
    let others = files.iter().filter(|(path, _)| !OFFLINE.contains(&path.as_str()) && *path != "404.html");
    let wanted: Vec<Value> = others.map(|(path, bytes)| serde_json::json!([path, sum(bytes)])).collect();
    assert_eq!(listed["files"], Value::Array(wanted));
    let version = listed["version"].as_str().expect("a version").to_owned();
    let worker = String::from_utf8_lossy(&files[OFFLINE[1]]);
    let known = format!("\"version\":\"{version}\",\"list\":\"{}\"", sum(&files[OFFLINE[0]]));
    let named = format!("self.vejviserSite={{\"id\":\"lille-portal\",{known}}};\n");
    assert!(worker.strip_prefix(&named).is_some_and(|script| !script.is_empty()), "{worker}");
    version
}

#[test]
fn the_pages_name_their_scripts() {
    let site = Site::built();
    assert_eq!(scripts(&site.read("public/besoegspakke.html")), [SCRIPT, QUESTIONS]);
    assert_eq!(scripts(&site.read("public/gemt-paa-enheden.html")), [SCRIPT]);
    assert!(!site.read("public/sitemap.xml").contains("besoegspakke"));
}

#[test]
fn a_site_without_notes_has_the_pages_and_nothing_else() {
    let site = Site::built();
    site.edit("config.toml", "[site]", "[site]\nnotes = false");
    site.rebuilt("no notes");
    let files = tree(&site.public());
    for path in [QUESTIONS, CARRY, SCRIPT, OFFLINE[0]] {
        assert!(!files.contains_key(path), "{path}");
    }
    let worker = String::from_utf8_lossy(&files[OFFLINE[1]]);
    assert!(worker.contains("unregister()") && worker.contains("lille-portal"), "a worker from before goes: {worker}");
    for path in PAGES {
        let page = String::from_utf8_lossy(&files[path]);
        assert!(page.contains("Siden gemmer intet") && scripts(&page).is_empty(), "{page}");
    }
    assert!(String::from_utf8_lossy(&files[PAGES[0]]).contains("kvalitetsmodel/2021/trivsel/tjekliste.html"));
    site.edit("config.toml", "notes = false", "id = \"lille-portal\"");
    site.rebuilt("notes again");
    check_sums(&site);
}

#[test]
fn a_site_without_a_model_has_none_of_it() {
    let site = Site::fixture("zola");
    site.build();
    let files = tree(&site.public());
    let of_packs = |path: &&String| path.contains("pakke") || OFFLINE.contains(&path.as_str());
    assert_eq!(files.keys().filter(of_packs).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn a_page_of_ones_own_goes_before_the_pages() {
    let site = Site::fixture("portal");
    site.write("content/besoegspakke.md", "+++\ntitle = \"Vores egen\"\n+++\n");
    site.write("content/sider/henvis.md", "+++\ntitle = \"Hen\"\n+++\n\n[Gemt](/gemt-paa-enheden.html)\n");
    site.build();
    assert!(site.read("public/besoegspakke.html").contains("Vores egen"));
}

#[test]
fn every_file_is_listed_with_its_sum() {
    let site = Site::built();
    let first = check_sums(&site);
    site.edit("content/sider/om.md", "Her står", "Der står");
    site.rebuilt("a changed page");
    let second = check_sums(&site);
    assert_ne!(first, second);
    settle();
    let page = site.read("public/sider/om.html");
    site.write("public/sider/om.html", page.replace("Om siden", "Om sider"));
    site.write("public/sw.js", "");
    site.rebuilt("a page that somebody spoiled");
    assert_eq!(check_sums(&site), second);
    fs::remove_dir_all(site.path(common::MEMORY)).expect("folders can be removed");
    site.build();
    assert_eq!(check_sums(&site), second, "known by their bytes");
    site.write("themes/test/assets/js/worker/other.js", "self.other = 1;\n");
    site.rebuilt("another worker");
    assert!(site.read("public/sw.js").contains("self.other"));
}

/// A site may bring its own list of files: that must not be taken for a site that takes no notes.
#[test]
fn a_list_of_files_of_the_sites_own_leaves_the_worker_at_work() {
    let site = Site::fixture("portal");
    site.write("static/data/filer.json", "{}");
    site.build();
    let worker = site.read("public/sw.js");
    assert!(worker.contains("vejviserSite") && !worker.contains("unregister"), "{worker}");
    assert_eq!(site.read("public/data/filer.json"), "{}");
}

/// The newest edition comes first, and what questions cite is there once.
#[test]
fn scripts_know_every_edition() {
    let site = Site::fixture("editions");
    site.build();
    let model = handed(&site.read(&format!("public/{QUESTIONS}")), "vejviserModel");
    assert_eq!(model["site"], serde_json::json!({ "id": "to-udgaver", "title": "To udgaver" }));
    let editions: Vec<&str> = list(&model["editions"]).filter_map(|edition| edition["id"].as_str()).collect();
    assert_eq!(editions, ["2021", "2016"]);
    assert_eq!(model["cited"]["nr/2016/3.1.1.html"]["wording"], "Ordlyden i 2016.");
    assert_eq!(model["cited"]["nr/2020/3.1.1.html"]["guideline"], "nr/2020/3.1.html");
    site.edit("content/model/2016/_index.md", "\"historical\"", "\"current\"");
    site.edit("content/model/2021/_index.md", "\"current\"", "\"historical\"");
    site.rebuilt("a historical edition");
    let model = handed(&site.read(&format!("public/{QUESTIONS}")), "vejviserModel");
    assert_eq!(model["editions"][0]["id"], "2016");
}

#[test]
fn the_portals_questions_are_those_of_its_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("site");
    let arguments = ["--no-index", "--root", env!("CARGO_MANIFEST_DIR"), "--output"];
    Run::of(vejviser().args(arguments).arg(&output)).ended(0);
    let read = |path: &str| fs::read_to_string(output.join(path)).expect("files can be read");
    let model = handed(&read(QUESTIONS), "vejviserModel");
    let data: Value = serde_json::from_str(&read("data/kvalitetsmodel-2021.json")).expect("it is JSON");
    assert_eq!(questions(&model["editions"][0]), questions(&data));
    assert_eq!(questions(&data).len(), 86);
}

/// A wording has those whom it is for, in the order of a visit. Who is asked in the same words is named with them.
#[test]
fn wordings_say_whom_they_are_for() {
    let site = Site::fixture("portal");
    let file = "content/kvalitetsmodel/2021/trivsel/4.a.md";
    site.edit(file, "sources = [\"borgere\", \"ledelse\"]", "sources = [\"ledelse\", \"medarbejdere\", \"borgere\"]");
    let same = "Hvordan bliver I bedre?";
    site.edit(file, &format!("ledelse = \"{same}\""), &format!("ledelse = \"{same}\", medarbejdere = \"{same}\""));
    site.build();
    let wanted = serde_json::json!([
        { "sources": ["borgere"], "text": "Hvad bliver bedre?" },
        { "sources": ["medarbejdere", "ledelse"], "text": same },
    ]);
    let data = site.read(&format!("public/{QUESTIONS}"));
    assert!(data.contains(&format!("\"ask\":{wanted}")), "{data}");
    let page = site.read("public/kvalitetsmodel/2021/trivsel/4.a.html");
    assert!(page.contains("borgere: Hvad bliver bedre? medarbejdere/ledelse: Hvordan bliver I bedre?"), "{page}");
}

/// What the policy of `page` allows under `directive`.
fn allowed(page: &str, directive: &str) -> Vec<String> {
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let directives = policy.unwrap_or_default().split("; ");
    let sources = directives.filter_map(|one| one.strip_prefix(directive)).flat_map(str::split_whitespace);
    sources.map(str::to_owned).collect()
}

/// The hashes of the first `count` elements `name` of `page`.
fn hashes(page: &str, name: &str, count: usize) -> Vec<String> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let texts = page.split(&start).skip(1).take(count).filter_map(|part| part.split(&end).next());
    texts.map(|text| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))).collect()
}

/// The page in one file holds what is served, and nothing in a script ends it.
#[test]
fn the_page_in_one_file_is_whole() {
    let site = Site::fixture("portal");
    site.write("themes/test/assets/js/pack/zz.js", "window.own = \"</script><!--\";\n");
    site.write("themes/test/assets/vejviser.css", "/* why */\na { color: red; }\n");
    site.build();
    let page = handed(&site.read(&format!("public/{CARRY}")), "vejviserCarry");
    let page = page.as_str().expect("a text");
    assert!(page.contains("own=`<\\/script><\\!--`"), "{page}");
    assert!(page.contains("<style>a{color:red}</style>"), "{page}");
    assert_eq!(allowed(page, "style-src"), hashes(page, "style", 1));
    assert_eq!(allowed(page, "script-src"), hashes(page, "script", 2));
    settle();
    site.build();
    site.write("themes/test/assets/js/pack/zz.js", "window.own = \"another\";\n");
    assert_eq!(site.rebuilt("a changed script"), [SCRIPT, CARRY]);
}

#[test]
fn the_site_fits_in_one_file() {
    let site = Site::built();
    site.write("public/fremmed.txt", "not ours");
    let pack = || {
        let run = Run::of(vejviser().current_dir(site.root()).env("VEJVISER_ZIP", "1")).ended(0);
        assert!(run.stdout.contains("public.zip"), "{run:?}");
        fs::read(site.path("public.zip")).expect("the archive is there")
    };
    let first = pack();
    settle();
    assert_eq!(first, pack(), "the same bytes");
    let mut archive =
        ZipArchive::new(File::open(site.path("public.zip")).expect("it opens")).expect("it is an archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let name = file.name().expect("a plain name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it is whole");
        files.insert(name.strip_prefix("lille-portal/").expect("a folder of its own").to_owned(), bytes);
    }
    same("the archive", &site.clean_build(), &files);
    site.remove("public.zip");
    fs::create_dir(site.path("public.zip")).expect("folders can be made");
    let run = site.run(&["build", "--zip"]).ended(2);
    assert!(run.stderr.contains("cannot write") && run.stderr.contains("public.zip"), "{run:?}");
    assert_eq!(site.run(&["check", "--zip"]).ended(0).stdout, "No mistakes found.\n");
}

/// The templates of documents are a script too, since a page opened from a folder can load nothing else.
#[test]
fn a_sites_own_templates_go_before_the_themes() {
    let site = Site::fixture("history");
    site.build();
    let themes = site.read("public/data/skabeloner.js");
    assert!(themes.starts_with("vejviserTemplates({\"brevskabelon\":\"UEsDB"), "{}", &themes[..60.min(themes.len())]);
    assert!(themes.contains("\"rapportskabelon\":\"UEsDB"), "both are there");
    site.write("static/assets/report/brevskabelon.docx", b"letter");
    site.write("static/assets/report/rapportskabelon.docx", b"own");
    site.build();
    let own = "vejviserTemplates({\"brevskabelon\":\"bGV0dGVy\",\"rapportskabelon\":\"b3du\"});\n";
    assert_eq!(site.read("public/data/skabeloner.js"), own);
    site.edit("config.toml", "[site]\n", "[site]\nnotes = false\n");
    site.remove("static/assets/report/rapportskabelon.docx");
    site.remove("static/assets/report/brevskabelon.docx");
    site.build();
    for file in ["data/skabeloner.js", "assets/report", "assets/js/report.js"] {
        assert!(!site.path(&format!("public/{file}")).exists(), "{file}");
    }
}
