//! Editions: what an editor gets from `new edition --from` and `compare`, what the build says of mappings that are wrong,
//! and what it warns about.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::{Diagnostic, Site, vejviser};
use serde_json::Value;

/// A change as the tests compare it: sort, what it was, what it became.
type Change = (String, BTreeSet<String>, BTreeSet<String>);

/// The delivered model, with a copy of it as the next edition.
fn delivered() -> Site {
    let site = Site::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    common::copy(&content, &site.path("content"));
    site.write("config.toml", "title = \"Vejviser\"\n");
    site.run(&["new", "edition", "kvalitetsmodel/2026", "--from", "kvalitetsmodel/2021"]).ended(0);
    site
}

fn names(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The proposed changes, each with whether it is unsure.
fn proposed(text: &str) -> BTreeMap<Change, bool> {
    let blocks = text.split("\n\n").filter(|block| block.contains("[[changes]]"));
    let read = |block: &str| {
        let table: toml::Table = block.parse().expect("the proposal is TOML");
        let list = |key: &str| {
            let names = table["changes"][0].get(key).and_then(toml::Value::as_array);
            names.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let sort = table["changes"][0]["sort"].as_str().expect("a sort").to_owned();
        ((sort, list("from"), list("to")), block.contains("# UNSURE"))
    };
    blocks.map(read).collect()
}

/// Fifty edits such as an authority makes when it revises its model, five of each of ten sorts, written by somebody who did
/// not know how the mapping is proposed.
#[test]
fn most_of_a_mapping_is_proposed_and_the_rest_is_unsure() {
    let site = delivered();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editions");
    let json = |name: &str| -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(name)).expect("a file")).expect("JSON")
    };
    let path = |value: &Value| format!("content/kvalitetsmodel/2026/{}", value.as_str().expect("a path"));
    for edit in json("edits.json") {
        match edit.get("rename") {
            Some(from) => {
                fs::rename(site.path(&path(from)), site.path(&path(&edit["to"]))).expect("files can be renamed");
            }
            None => site.edit(
                &path(&edit["file"]),
                edit["find"].as_str().expect("a text"),
                edit["replace"].as_str().expect("a text"),
            ),
        }
    }
    let run = site.run(&["compare", "kvalitetsmodel/2021", "kvalitetsmodel-2026"]).ended(0);
    let proposed = proposed(&run.stdout);
    let (mut right, mut misleading, mut expected) = (0, Vec::new(), BTreeSet::new());
    for edit in json("truth.json") {
        let changes: Vec<Change> = edit["changes"]
            .as_array()
            .expect("changes")
            .iter()
            .map(|change| {
                (change["sort"].as_str().expect("a sort").to_owned(), names(&change["from"]), names(&change["to"]))
            })
            .collect();
        right += usize::from(changes.iter().all(|change| proposed.contains_key(change)));
        expected.extend(changes);
    }
    for (change, unsure) in &proposed {
        if !expected.contains(change) && !unsure {
            misleading.push(change);
        }
    }
    assert!(right >= 45, "{right} of 50 edits");
    assert!(misleading.is_empty(), "wrong, but not unsure: {misleading:?}");
}

/// The copy of an edition is a draft that keeps every address; with the proposed mapping it has no mistakes.
#[test]
fn the_next_edition_begins_as_a_copy() {
    let site = delivered();
    let index = site.read("content/kvalitetsmodel/2026/_index.md");
    for line in ["id = \"2026\"", "replaces = \"2021\"", "status = \"unknown\"", "draft = true"] {
        assert!(index.contains(line), "no `{line}` in {index}");
    }
    assert!(!index.contains("known_changes") && !index.contains("published"), "{index}");
    let indicator = site.read("content/kvalitetsmodel/2026/sundhed-og-trivsel/5.c.md");
    assert!(indicator.contains("id = \"7\"") && indicator.contains("Naloxon"), "{indicator}");
    assert_eq!(site.errors(&["--drafts", "--no-index"]), []);
    let again = site.run(&["new", "edition", "kvalitetsmodel/2026", "--from", "kvalitetsmodel/2021"]).ended(2);
    assert!(again.stderr.contains("already exists"), "{again:?}");
    let other = site.run(&["new", "term", "begreber/x", "--from", "kvalitetsmodel/2021"]).ended(2);
    assert!(other.stderr.contains("new edition"), "{other:?}");
    let nowhere = site.run(&["new", "edition", "kvalitetsmodel/2030", "--from", "kvalitetsmodel/1999"]).ended(2);
    assert!(nowhere.stderr.contains("there is no edition"), "{nowhere:?}");
    let old = site.read("content/kvalitetsmodel/2021/_index.md");
    site.run(&["new", "edition", "kvalitetsmodel/2031", "--from", "kvalitetsmodel/2021", "--supersede"]).ended(0);
    let superseded = site.read("content/kvalitetsmodel/2021/_index.md");
    assert_eq!(old.replace("status = \"partly-changed\"", "status = \"historical\""), superseded);
}

#[test]
fn only_editions_of_one_family_are_compared() {
    let site = Site::fixture("history");
    let compare = |older: &str, newer: &str| site.run(&["compare", older, newer]);
    assert!(compare("model/2016", "nr/2020").ended(2).stderr.contains("cannot be compared"));
    assert!(compare("model/2016", "model/2016").ended(2).stderr.contains("cannot be compared"));
    assert!(compare("model/2061", "model/2021").ended(2).stderr.contains("kvalitetsmodel-2016"));
    // What editors have said is not proposed again.
    assert!(!compare("model/2016", "model/2021").ended(0).stdout.contains("[[changes]]"));
}

/// The fixture of three editions with one change, and the mistakes it makes.
fn mistakes(file: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let site = Site::fixture("history");
    site.edit(file, from, to);
    let found = site.run(&["check", "--format", "json"]).diagnostics();
    let seen =
        |found: Diagnostic| (format!("{} {} {}:{}", found.severity, found.code, found.line, found.column), found.text);
    found.into_iter().map(seen).collect()
}

#[track_caller]
fn is_only(found: &[(String, String)], place: &str, text: &str) {
    assert!(matches!(found, [(at, said)] if at == place && said.contains(text)), "{found:#?}");
}

const NEWEST: &str = "content/model/2026/_index.md";

#[test]
fn a_mapping_names_what_exists() {
    let found = mistakes(NEWEST, "from = [\"3.a\"]", "from = [\"3.b\"]");
    assert!(
        found
            .iter()
            .any(|(at, text)| at == "error unknown-reference 23:9" && text.contains("`3.b` is not in the edition")),
        "{found:#?}"
    );
    // The unit that is left without a change is reported too.
    assert!(
        found.iter().any(|(at, text)| at.starts_with("error unmapped-unit") && text.contains(": 3.a (")),
        "{found:#?}"
    );
}

#[test]
fn a_unit_is_in_one_change() {
    let found = mistakes(NEWEST, "from = [\"3.a#2\", \"3\"", "from = [\"3.a#2\", \"3.a\", \"3\"");
    assert!(
        found.iter().any(|(at, text)| at.starts_with("error duplicate-id") && text.contains("`3.a` is already")),
        "{found:#?}"
    );
}

#[test]
fn a_mapping_says_everything() {
    let found = mistakes(NEWEST, "to = [\"1.a#rum\"]", "to = [\"1.a#1\"]");
    assert!(
        found.iter().any(|(at, text)| at.starts_with("error unmapped-unit") && text.contains("1.a#rum")),
        "{found:#?}"
    );
}

#[test]
fn a_mapping_does_not_contradict_the_wordings() {
    let found = mistakes(NEWEST, "sort = \"moved\"\nfrom = [\"3.a\"]", "sort = \"unchanged\"\nfrom = [\"3.a\"]");
    is_only(&found, "warning contradiction 22:8", "its name or place is not the same");
    let found = mistakes(
        "content/model/2021/_index.md",
        "sort = \"moved\"\nfrom = [\"2.a\"]",
        "sort = \"reworded\"\nfrom = [\"2.a\"]",
    );
    is_only(&found, "warning contradiction 24:8", "the same to the letter");
}

#[test]
fn the_numbers_of_units_suit_the_sort() {
    let found = mistakes(NEWEST, "sort = \"split\"", "sort = \"merged\"");
    assert!(
        found.iter().any(|(at, text)| at == "error invalid-value 16:8" && text.contains("several names in `from`")),
        "{found:#?}"
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    let found = mistakes(NEWEST, "sort = \"split\"", "sort = \"delt\"");
    assert_eq!(found.len(), 1, "only the sort is wrong: {found:#?}");
    assert!(found[0].1.contains("delt"), "{found:#?}");
}

#[test]
fn an_edition_replaces_one_that_is_older() {
    let found = mistakes(
        "content/model/2016/_index.md",
        "status = \"historical\"",
        "status = \"historical\"\nreplaces = \"2026\"",
    );
    assert!(found.iter().any(|(_, text)| text.contains("in a circle")), "{found:#?}");
    let found = mistakes(NEWEST, "replaces = \"2021\"", "replaces = \"2016\"");
    assert!(found.iter().any(|(_, text)| text.contains("already replaced")), "{found:#?}");
    let found = mistakes(NEWEST, "replaces = \"2021\"", "replaces = \"2012\"");
    assert!(
        found.iter().any(|(at, text)| at == "error unknown-reference 9:12" && text.contains("`kvalitetsmodel-2012`")),
        "{found:#?}"
    );
    let found = mistakes(NEWEST, "replaces = \"2021\"\n", "");
    assert!(
        found
            .iter()
            .any(|(at, text)| at.starts_with("error missing-key") && text.contains("`changes` without `replaces`")),
        "{found:#?}"
    );
}

#[test]
fn a_family_has_one_current_edition() {
    let found = mistakes("content/model/2021/_index.md", "status = \"partly-changed\"", "status = \"current\"");
    assert!(
        found.iter().any(|(at, text)| at == "error invalid-value 4:6" && text.contains("is current, but so is")),
        "{found:#?}"
    );
}

#[test]
fn a_question_has_an_address_of_its_own() {
    let file = "content/model/2026/trivsel/1.c.md";
    let found = mistakes(file, "id = \"plan\"", "id = \"leder\"");
    assert!(
        found.iter().any(|(at, text)| at == "error duplicate-id 15:6" && text.contains("question above")),
        "{found:#?}"
    );
    let found = mistakes(file, "id = \"plan\"", "id = \"Én plan\"");
    assert!(
        found.iter().any(|(at, text)| at == "error invalid-value 15:6" && text.contains("part of an address")),
        "{found:#?}"
    );
}

#[test]
fn a_known_change_names_what_it_touches() {
    let found = mistakes("content/model/2021/_index.md", "touches = [\"ledelse\"", "touches = [\"ledels\"");
    is_only(&found, "error unknown-reference 42:12", "did you mean `ledelse`?");
}

/// Whether an edition is still current is confirmed once a year.
#[test]
fn a_status_is_confirmed_every_year() {
    let found = mistakes(NEWEST, "confirmed = 2026-11-01", "confirmed = 2020-11-01");
    is_only(&found, "warning unconfirmed 7:13", "2020-11-01");
    let found = mistakes(NEWEST, "confirmed = 2026-11-01\n", "");
    is_only(&found, "warning unconfirmed 4:6", "confirmed");
    // A build does not ask what day it is.
    let site = Site::fixture("history");
    site.edit(NEWEST, "confirmed = 2026-11-01", "confirmed = 2020-11-01");
    assert_eq!(site.run(&["--format", "json"]).ended(0).diagnostics(), []);
}

/// Options that a command does not have are refused.
#[test]
fn superseding_needs_a_source() {
    let run = vejviser().args(["new", "edition", "x/2026", "--supersede"]).output().expect("the binary starts");
    assert_eq!(run.status.code(), Some(2));
}

/// A number of an old report leads to what it is called today; the current edition comes first.
#[test]
fn an_old_number_leads_to_the_new_one() {
    let site = Site::fixture("history");
    site.edit("config.toml", "build_search_index = false\n", "");
    site.build();
    let found = |query: &str| site.run(&["search", query]).ended(0).stdout;
    let old = found("3.a.1");
    assert!(old.contains("Spørgsmål 3.a.1 (2021) → Spørgsmål 1.c.1, Spørgsmål 1.c.2, Spørgsmål 1.c.3 (2026)"), "{old}");
    let number = found("1.a");
    let place = |year: &str| {
        number.find(&format!("model/{year}/trivsel/1.a.html")).unwrap_or_else(|| panic!("{year}: {number}"))
    };
    assert!(place("2026") < place("2021") && place("2021") < place("2016"), "{number}");
    // A number that means something else in an older edition leads to both; one that means the same, to the current one.
    let file = std::fs::read(site.path("search-index/built/vejviser.json")).expect("metadata");
    let metadata: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    let led_to = |key: &str| metadata["numbers"][key].as_array().map_or(0, Vec::len);
    assert_eq!((led_to("spørgsmål 1.a 1"), led_to("indikator 1.b"), led_to("indikator 3.a")), (3, 1, 1));
    let moved = found("1.a.1");
    let question = |at: &str| moved.find(at).unwrap_or_else(|| panic!("{at}: {moved}"));
    assert!(question("#spoergsmaal-rum") < question("Spørgsmål 1.a.1 (2021) → Spørgsmål 1.a.2 (2026)"), "{moved}");
    let words = found("tilbuddet støtter borgeren og de pårørende");
    assert!(words.find("model/2026/trivsel/1.html") < words.find("model/2021/trivsel/1.html"), "{words}");
    let current = site.run(&["search", "--current", "tilbuddet støtter borgeren og de pårørende"]).ended(0).stdout;
    assert!(current.contains("model/2026/trivsel/1.html"), "{current}");
    assert!(!current.contains("model/2021/") && !current.contains("model/2016/"), "{current}");
}

/// Indicators that share a recommendation are those of the page's own edition.
#[test]
fn see_also_stays_in_its_edition() {
    let site = Site::fixture("history");
    let share = |year: &str, file: &str| {
        let number = if year == "2016" { "2.2.1" } else { "3.1.1" };
        site.edit(
            &format!("content/model/{year}/trivsel/{file}.md"),
            "Er de pårørende med?",
            &format!("Er de pårørende med? Se anvisning {number}"),
        );
    };
    share("2021", "1.b");
    share("2026", "1.b");
    site.edit(
        "content/model/2021/_index.md",
        "sort = \"moved\"\nfrom = [\"2.a#1\"]",
        "sort = \"moved\"\nfrom = [\"2.a#1\"]\nreason = \"Med henvisning.\"",
    );
    site.edit(
        "content/model/2026/_index.md",
        "based_on = [\"retningslinjer-2024\"",
        "based_on = [\"retningslinjer-2020\"",
    );
    site.build();
    let html = site.read("public/model/2021/trivsel/1.a.html");
    let section = &html[html.find("t-se-ogsaa").expect("a section")..];
    let section = &section[..section.find("</section>").expect("its end")];
    assert!(section.contains("href=1.b.html") && !section.contains("2026"), "{section}");
}

/// When the next edition comes, every address of the portal still answers: those without a year, and the lists of examples,
/// which belong to the older edition.
#[test]
fn every_address_answers_when_the_next_edition_comes() {
    let site = delivered();
    site.run(&["build", "--no-index", "--output", "before"]).ended(0);
    let index = "content/kvalitetsmodel/2026/_index.md";
    site.edit(index, "draft = true\n", "");
    site.remove("content/kvalitetsmodel/2026/kompetencer/10.b.md");
    let text = site.read("content/kvalitetsmodel/2021/kompetencer/10.b.md");
    let questions = (1..=text.matches("[[questions]]").count()).map(|number| format!("\"10.b#{number}\""));
    let gone: Vec<String> = std::iter::once("\"10.b\"".to_owned()).chain(questions).collect();
    let text = site.read(index);
    let end = text.rfind("+++").expect("the end of the front matter");
    let change = format!("\n[[changes]]\nsort = \"removed\"\nfrom = [{}]\n", gone.join(", "));
    site.write(index, format!("{}{change}{}", &text[..end], &text[end..]));
    let run = site.run(&["check", "--no-index", "--against", "before", "--format", "json"]).ended(0);
    let lost: Vec<_> = run.diagnostics().into_iter().filter(|found| found.code.starts_with("lost")).collect();
    assert_eq!(lost, [], "{}", run.stderr);
    site.run(&["build", "--no-index", "--output", "after"]).ended(0);
    let page = site.read("after/kvalitetsmodel/gaeldende/10.b.html");
    assert!(page.contains("../2021/kompetencer/10.b.html"), "{page}");
}

/// A fourth edition, in which one part of a question that was split is gone and another is reworded.
fn fourth() -> Site {
    let site = Site::fixture("history");
    common::copy(&site.path("content/model/2026"), &site.path("content/model/2030"));
    let index = "content/model/2030/_index.md";
    let head = "+++\nkind = \"edition\"\nfamily = \"kvalitetsmodel\"\nid = \"2030\"\ntitle = \"Modellen 2030\"\nstatus = \"unknown\"\n\
                based_on = [\"retningslinjer-2024\", \"lovgivning-2026\"]\nreplaces = \"2026\"\n\n[[changes]]\nsort = \"removed\"\n\
                from = [\"1.c#stedfortraeder\"]\n\n[[changes]]\nsort = \"reworded\"\nfrom = [\"1.c#plan\"]\nto = [\"1.c#plan\"]\n+++\n";
    site.write(index, head);
    let file = "content/model/2030/trivsel/1.c.md";
    site.edit(file, "\n[[questions]]\nid = \"stedfortraeder\"\ntext = \"Er der en stedfortræder?\"\n", "");
    site.edit(file, "Er der en plan?", "Er der en skriftlig plan?");
    site
}

#[test]
fn a_line_of_editions_says_only_what_is_so() {
    let site = fourth();
    site.build();
    let page = site.read("public/model/2021/ledelse/3.a.html");
    let question = |anchor: &str| {
        let start = page.find(&format!("id={anchor}>")).expect("a question");
        &page[start..start + page[start..].find("lines print-only").expect("its end")]
    };
    // Its parts fared differently.
    assert!(question("spoergsmaal-1").contains("ændret på flere måder"), "{}", question("spoergsmaal-1"));
    // What is gone has no later history.
    assert!(!question("spoergsmaal-2").contains("2030"), "{}", question("spoergsmaal-2"));
    let new = site.read("public/model/2026/trivsel/1.a.html");
    assert!(new.contains("fandtes ikke") && !new.contains("ikke kendt her"), "{new}");
    // 2026 says that it is current, whatever replaces it.
    assert!(site.read("public/model/gaeldende/1.a.html").contains("../2026/trivsel/1.a.html"));
    assert!(new.contains("Der er en nyere udgave") && !new.contains("gælder ikke længere"), "{new}");
}

#[test]
fn what_is_removed_and_new_with_one_wording_has_moved() {
    let site = Site::fixture("history");
    site.edit(NEWEST, "from = [\"3.a#2\"", "from = [\"1.b#1\", \"3.a#2\"");
    site.edit(NEWEST, "to = [\"1.a#rum\"]", "to = [\"1.a#rum\", \"1.b#1\"]");
    let found = site.run(&["check", "--format", "json"]).ended(0).diagnostics();
    assert!(
        matches!(found.as_slice(), [one] if one.code == "contradiction" && one.text.contains("`1.b#1` is removed")),
        "{found:?}"
    );
}

#[test]
fn names_of_units_are_not_ambiguous() {
    let site = Site::fixture("history");
    site.edit("content/model/2016/trivsel/_index.md", "id = \"trivsel\"", "id = \"1\"");
    let errors = site.errors(&[]);
    assert!(
        errors.iter().any(|found| found.code == "duplicate-id" && found.text.contains("cannot tell them apart")),
        "{errors:?}"
    );
}

/// Where a wording is not known, a number alone is no reason to publish anything.
#[test]
fn what_nothing_speaks_for_is_proposed_as_a_comment() {
    let site = delivered();
    site.run(&["new", "edition", "retningslinjer/2026", "--from", "retningslinjer/2020"]).ended(0);
    let proposed = site.run(&["compare", "retningslinjer/2020", "retningslinjer/2026"]).ended(0).stdout;
    assert!(proposed.contains("# [[changes]]\n# sort = \"reworded\"\n# from = [\"3.1.1\"]"), "{proposed}");
    assert!(!proposed.contains("\n[[changes]]"), "{proposed}");
}

/// A number that is given to something else is said to have been given, on both pages.
#[test]
fn a_number_that_was_something_else_says_so() {
    let site = Site::fixture("history");
    site.write("content/nr/2024/2.2.md", "+++\nkind = \"guideline\"\nid = \"2.2\"\ntitle = \"viden\"\n+++\n");
    site.write(
        "content/nr/2024/2.2.1.md",
        "+++\nkind = \"recommendation\"\nid = \"2.2.1\"\nwording = \"Personalet ved noget.\"\n+++\n",
    );
    site.edit(
        "content/nr/2024/_index.md",
        "[[changes]]\nsort = \"removed\"",
        "[[changes]]\nsort = \"new\"\nto = [\"2.2\", \"2.2.1\"]\n\n[[changes]]\nsort = \"removed\"",
    );
    site.build();
    let said = |path: &str, link: &str| {
        let html = site.read(&format!("public/{path}"));
        let link = format!("Samme nummer, men noget andet: <a href={link}>Anvisning 2.2.1");
        html.contains(&link)
    };
    assert!(said("nr/2024/2.2.1.html", "../2016/2.2.1.html"));
    assert!(said("nr/2016/2.2.1.html", "../2024/2.2.1.html"));
    assert!(!site.read("public/nr/2024/3.1.1.html").contains("noget andet"));
}
