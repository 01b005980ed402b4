//! Mistakes in the data about the language.

use crate::*;

// Mistakes in the language data; what is expected stands beside each, see `common/expected.rs`

const BROKEN_SYNONYMS: &str = r#"
[[broad]]
from = ["viso", "snak"]
#! error invalid-value 8 is part of a cycle: viso → plan → viso (put words that lead to each other in one [[same]]
to = ["plan"]
reason = "to grupper i ring"

[[broad]]
from = ["plan"]
#! error invalid-value 8 plan → viso → plan
to = ["viso"]
reason = "to grupper i ring"

[[broad]]
from = ["borger"]
#! error invalid-value 8 borger → kommune → tilbud → borger
to = ["kommune"]
reason = "tre grupper i ring"

[[broad]]
from = ["kommune"]
#! error invalid-value 8 kommune → tilbud → borger → kommune
to = ["lov", "tilbud"]
reason = "tre grupper i ring"

[[broad]]
from = ["tilbud"]
#! error invalid-value 8 tilbud → borger → kommune → tilbud
to = ["råd", "borger"]
reason = "tre grupper i ring"

[[broad]]
from = ["samtale", "råd"]
#! error invalid-value 8 `råd` is in both `from` and `to` (remove it from `from` or from `to`)
to = ["råd"]
reason = "fører til sig selv"

[[same]]
words = []
#! error invalid-value 9 `words` has no words, but needs at least two (add words, or remove the table)
reason = "tom"

[[same]]
words = ["viso"]
#! error invalid-value 9 `words` has one word, but needs at least two
reason = "ét ord"

[[broad]]
from = []
#! error invalid-value 8 `from` has no words
to = ["viso"]
reason = "tom"

[[broad]]
#! error missing-key 1 `to` is missing
from = ["alene"]
reason = "fører ingen steder hen"

[[same]]
#! error missing-key 1 `reason` is missing (explain why the words belong together)
words = ["kvalitet", "godhed"]

[[same]]
words = ["kvalitet", "højhed"]
reason = "  "
#! error invalid-value 10 `reason` is empty

[[same]]
words = ["Højhed", "viso", "kvalitet", "højhed", "høj  hed", "høj hed"]
#! error invalid-value 40 `højhed` is listed twice (remove one of them)
#! error invalid-value 62 `høj hed` is listed twice
reason = "to gange"

[[same]]
words = ["kvalitet", "viso", "…"]
#! error invalid-value 30 `…` is not a word (remove it)
reason = "intet ord"

[[opposite]]
words = ["ambulant", "døgn"]
reason = "to slags tilbud"

[[same]]
words = ["døgn", "behandling", "Ambulant"]
#! error invalid-value 9 joins `ambulant` and `døgn`, which are opposites (split the group, or remove the [[opposite]])
reason = "et ord og dets modsætning"

[[broad]]
from = ["ambulant"]
#! error invalid-value 8 joins `ambulant` and `døgn`
to = ["døgn", "behandling"]
reason = "et ord og dets modsætning"

[[opposite]]
words = ["indskrivning", "udskrivning"]
reason = "begyndelse og slutning"

[[broad]]
from = ["slut", "udskrivning"]
#! error invalid-value 8 joins `indskrivning` and `udskrivning`
to = ["indskrivning"]
reason = "den anden vej"

[[opposite]]
words = ["starte", "stoppe", "slutte"]
#! error invalid-value 9 an [[opposite]] must have exactly two words (add one table for each pair)
reason = "tre"

[[opposite]]
words = ["nat", "nat"]
#! error invalid-value 9 `words` has one word
#! error invalid-value 17 `nat` is listed twice
reason = "sin egen modsætning"

[[same]]
#! error missing-key 1 `words` is missing
word = ["viso", "råd"]
#! error unknown-key 1 did you mean `words`?
reason = "ukendt nøgle"

[[same]]
words = "viso"
#! error wrong-type 9 `words` must be a list of strings, found string
reason = "ikke en liste"

[[sames]]
#! error unknown-key 3 did you mean `same`?
words = ["viso", "råd"]
reason = "ukendt tabel"
"#;

const BROKEN_LANGUAGE: &str = r#"
stop = ["og"]
pin = ["efterværn", "tidsrum ="]
#! error invalid-value 8 `efterværn` does not say how to split it (use "word = part part"
#! error invalid-value 21 `tidsrum =` does not say how to split it
irregular = ["barn", "børn barn", ""]
#! error invalid-value 14 `barn` does not contain two or more forms (list all forms of the word in one string
#! error invalid-value 35 does not contain two or more forms
stops = ["i"]
#! error unknown-key 1 did you mean `stop`?
forbid = "ord"
#! error wrong-type 10 `forbid` must be a list of strings
"#;

const BROKEN_ANSWERS: &str = r#"
[[answer]]
asked = ["hjælp"]
page = "@/begreber/ingen.md"
#! error broken-link 8 `@/begreber/ingen.md` is not in the search index (write the page as in a link

[[answer]]
asked = ["råd"]
page = "begreber/viso.md"
#! error broken-link 8 write the page as in a link: "@/begreber/naloxon.md"

[[answer]]
asked = ["stykket"]
page = "@/lovgivning/2021/serviceloven-101.md#stk-9"
#! error broken-link 8 serviceloven-101.md#stk-9

[[answer]]
asked = []
#! error invalid-value 9 `asked` has no words
page = "@/begreber/viso.md"

[[answer]]
#! error missing-key 1 `page` is missing
asked = ["to", "to"]
#! error invalid-value 16 `to` is listed twice
pages = "@/begreber/viso.md"
#! error unknown-key 1 did you mean `page`?

[[answer]]
#! error missing-key 1 `asked` is missing
page = "@/begreber/viso.md"
"#;

fn with_mistakes() -> Site {
    let site = Site::fixture("portal");
    site.write("search-index/synonyms.toml", BROKEN_SYNONYMS);
    site.write("search-index/language.toml", BROKEN_LANGUAGE);
    site.write("search-index/answers.toml", BROKEN_ANSWERS);
    site
}

#[test]
fn mistakes_in_language_data_are_told_with_their_places() {
    let site = with_mistakes();
    let build = site.run(&["build", "--format", "json"]).ended(1);
    check_diagnostics(&site, &[], &build.diagnostics());
    let left: Vec<String> = tree(&site.path("search-index")).into_keys().collect();
    assert_eq!(left, ["answers.toml", "language.toml", "synonyms.toml"], "no index is left behind");
    assert!(!site.public().exists(), "nothing was written");
    let drawn = site.run(&["build"]).ended(1);
    let said = drawn.stdout + &drawn.stderr;
    assert!(said.contains("search-index/synonyms.toml:3:8"), "people get the place, too: {said}");
}

#[test]
fn a_check_tells_the_same_of_language_data_and_writes_nothing() {
    let site = with_mistakes();
    let before = tree(site.root());
    let check = site.run(&["check", "--format", "json"]).ended(1);
    check_diagnostics(&site, &[], &check.diagnostics());
    same("the folder", &before, &tree(site.root()));
    let fine = self::site();
    let before = tree(fine.root());
    fine.run(&["check"]).ended(0);
    same("a folder without mistakes", &before, &tree(fine.root()));
}

#[test]
fn broken_toml_is_told_with_its_place() {
    let site = site();
    for (name, text, place) in [
        ("synonyms.toml", "[[same]]\nwords = [\"a\" \"b\"]\n", "search-index/synonyms.toml:2:"),
        ("language.toml", "stop = [\"i\"]\npin =\n", "search-index/language.toml:2:"),
        ("answers.toml", "[[answer]\n", "search-index/answers.toml:1:"),
    ] {
        let before =
            site.path(&format!("search-index/{name}")).exists().then(|| site.read(&format!("search-index/{name}")));
        site.write(&format!("search-index/{name}"), text);
        let errors = site.errors(&[]);
        assert!(errors.iter().any(|error| error.place().starts_with(&format!("invalid-toml {place}"))), "{errors:#?}");
        site.write(&format!("search-index/{name}"), before.unwrap_or_default());
    }
}

/// A group is of use when a word that it leads to stands on the site; whatever it is typed as.
#[test]
fn a_group_without_a_word_of_the_site_is_a_warning() {
    let site = Site::new();
    site.write("content/a.md", "+++\ntitle = \"A\"\n+++\n\nHer er naloxon. Her er opsøgende arbejde.\n");
    site.write(
        "search-index/synonyms.toml",
        "[[same]]\nwords = [\"xylofon\", \"marimba\"]\n#! warning unknown-word 9 occurs on the site (add a word that occurs \
         there, or remove the group)\nreason = \"nej\"\n\n[[broad]]\nfrom = [\"naloxon\"]\n#! warning unknown-word 8 occurs on the \
         site\nto = [\"marimba\", \"opsøgende marimba\"]\nreason = \"nej\"\n\n[[same]]\nwords = [\"marimba\", \
         \"naloxonen\"]\nreason = \"ja, i en anden form\"\n\n[[broad]]\nfrom = [\"trille\"]\nto = [\"opsøgende \
         arbejder\"]\nreason = \"ja\"\n",
    );
    for command in ["check", "build", "build"] {
        let found = site.run(&[command, "--format", "json"]).ended(0).diagnostics();
        let found: Vec<_> = found.into_iter().filter(|found| found.code != "readability").collect();
        check_diagnostics(&site, &[], &found);
    }
    assert_eq!(site.ids("marimba"), ["a.html"]);
    assert_eq!(site.ids("xylofon"), Vec::<String>::new());
}
