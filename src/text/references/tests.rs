//! References in running text: what is found, with its words, and what is not.

use super::*;

fn ids(text: &str) -> Vec<String> {
    find(text)
        .into_iter()
        .map(|found| {
            let Reference { target, id, part, edition } = found.reference;
            let part = part.map(|part| format!(" {part}")).unwrap_or_default();
            let edition = edition.map(|edition| format!(" ({edition})")).unwrap_or_default();
            format!("{} {id}{part}{edition} [{}]", target.word(), &text[found.range])
        })
        .collect()
}

#[test]
fn lists_parts_and_long_numbers() {
    assert_eq!(ids("Se anvisning 2.7.2 og 2.7.1"), ["anvisning 2.7.2 [anvisning 2.7.2]", "anvisning 2.7.1 [2.7.1]"]);
    assert_eq!(
        ids("Se anvisning 3.1.2 b og 3.1.1"),
        ["anvisning 3.1.2 b [anvisning 3.1.2 b]", "anvisning 3.1.1 [3.1.1]"]
    );
    assert_eq!(ids("anvisning 3.1.2b."), ["anvisning 3.1.2 b [anvisning 3.1.2b]"]);
    assert_eq!(
        ids("Anvisningerne 2.6.13, 3.10.8 og 3.5.11"),
        ["anvisning 2.6.13 [Anvisningerne 2.6.13]", "anvisning 3.10.8 [3.10.8]", "anvisning 3.5.11 [3.5.11]"]
    );
}

#[test]
fn a_guideline_with_its_title_keeps_its_edition() {
    let expected = ["retningslinje 3.1 (2016) [3.1 Retningslinje for samarbejde]"];
    assert_eq!(ids("Se 3.1 Retningslinje for samarbejde (2016)."), expected);
    assert_eq!(ids("Se 3.1 Retningslinje for samarbejde (2016) og planen."), expected);
    let shown = ["retningslinje 3.1 [3.1 Retningslinje for samarbejde]"];
    assert_eq!(ids("(se 3.1 Retningslinje for samarbejde)"), shown);
}

#[test]
fn guidelines_with_titles_in_parentheses() {
    let text =
        "(se 3.1 Retningslinje for samarbejde med borgerne og 3.2 Retningslinje for inddragelse af borgernes netværk)";
    assert_eq!(
        ids(text),
        [
            "retningslinje 3.1 [3.1 Retningslinje for samarbejde med borgerne]",
            "retningslinje 3.2 [3.2 Retningslinje for inddragelse af borgernes netværk]"
        ]
    );
    assert_eq!(ids("Se afsnit 1.1 om formål med NR"), ["afsnit 1.1 [afsnit 1.1]"]);
}

#[test]
fn indicators_in_irregular_forms() {
    assert_eq!(
        ids("indikator 5 a, 3d og 10.b"),
        ["indikator 5.a [indikator 5 a]", "indikator 3.d [3d]", "indikator 10.b [10.b]"]
    );
    assert_eq!(ids("spørgsmål 5.c.7 (2021)"), ["spørgsmål 5.c 7 (2021) [spørgsmål 5.c.7]"]);
    assert_eq!(
        ids("Se indikator 5.c, spørgsmål 7 (2021), og indikator 5 a."),
        ["spørgsmål 5.c 7 (2021) [indikator 5.c, spørgsmål 7]", "indikator 5.a [indikator 5 a]"]
    );
    assert_eq!(
        ids("Spørgsmål 1 i indikator 4.a og spørgsmål 2 i indikator 4.a (2021)"),
        ["spørgsmål 4.a 1 [Spørgsmål 1 i indikator 4.a]", "spørgsmål 4.a 2 (2021) [spørgsmål 2 i indikator 4.a]"]
    );
    assert_eq!(ids("kriterium 2 beskrevet"), ["kriterium 2 [kriterium 2]"]);
}

#[test]
fn statutes_with_subsections() {
    assert_eq!(
        ids("servicelovens § 101, stk. 4 og 5"),
        ["paragraf serviceloven 101 4 [servicelovens § 101, stk. 4]", "paragraf serviceloven 101 5 [5]"]
    );
    assert_eq!(ids("lovændringerne i servicelovens § 101? Se"), ["paragraf serviceloven 101 [servicelovens § 101]"]);
    assert_eq!(ids("servicelovens § 101 a"), ["paragraf serviceloven 101 a [servicelovens § 101 a]"]);
}

#[test]
fn the_edition_behind_a_list_is_that_of_all() {
    assert_eq!(ids("anvisning 3.1.1 og 3.1.2 (2016)").len(), 2);
    assert!(ids("anvisning 3.1.1 og 3.1.2 (2016)").iter().all(|id| id.contains("(2016)")));
}

#[test]
fn what_nobody_sees_is_looked_through() {
    for text in [
        "anvisningen\u{200b} 3.1.1",
        "an\u{ad}vis\u{ad}ning 3.1.1",
        "anvisning\u{a0}3.1.1",
        "anvisning  3.1.1",
        "anv. 3.1.1",
        "Anv.3.1.1",
        "anvisning 3.1.\u{200b}1",
        "anvisning 3\u{2060}.1.1\u{ad}",
    ] {
        assert_eq!(ids(text).len(), 1, "{text:?}");
        assert!(ids(text)[0].starts_with("anvisning 3.1.1 ["), "{:?}", ids(text));
    }
    assert_eq!(ids("indikator 5\u{a0}a og anvisning 3.1.2\u{a0}b").len(), 2);
    assert_eq!(ids("Tanv. 3.1.1"), Vec::<String>::new());
    assert!(alone("anvis\u{ad}ning 3.1.1").is_some());
}

#[test]
fn bare_numbers_and_longer_numbers_are_nothing() {
    for text in [
        "3.1.1",
        "kapitel 3.1",
        "anvisning 3.1",
        "retningslinje 3.1.1",
        "anvisning 3.1.1.2",
        "retningslinjer? Se",
        "afsnit 4.2.5",
        "anvisning 3.1.123",
        "servicelovens § 1015",
        "2.3.1 Retningslinje for samarbejde",
    ] {
        assert_eq!(ids(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn references_never_overlap() {
    for text in [
        "Se retningslinje 3.1 Retningslinje for samarbejde",
        "anvisning 2.3.1 Retningslinje for x og 3.1 Retningslinje for y og anvisning\n3.1.1",
        "servicelovens § 101, stk. 4 og 5 samt indikator 5.c, 5.d og spørgsmål 5.c.7 (2021)",
    ] {
        let mut end = 0;
        for found in find(text) {
            assert!(found.range.start >= end && text.get(found.range.clone()).is_some(), "{text}");
            end = found.range.end;
        }
    }
    assert_eq!(ids("anvisning\n3.1.1"), ["anvisning 3.1.1 [anvisning\n3.1.1]"]);
}

#[test]
fn front_matter_references_stand_alone() {
    let id = |text| alone(text).map(|reference| (reference.target, reference.id, reference.edition));
    assert_eq!(id("begreb viso"), Some((Target::Term, "viso".to_owned(), None)));
    assert_eq!(
        id("anvisning 3.1.1 (2020)"),
        Some((Target::Recommendation, "3.1.1".to_owned(), Some("2020".to_owned())))
    );
    assert_eq!(id("3.1.1"), None);
    assert_eq!(id("anvisning 3.1.1 og 3.1.2"), None);
}

#[test]
fn a_reference_has_a_name_and_may_belong_to_an_edition() {
    let of = |text: &str| alone(text).map(|reference| (reference.label(), reference.target.family()));
    for (text, family) in [
        ("anvisning 3.1.2 b", Some(Family::Guidelines)),
        ("retningslinje 3.7", Some(Family::Guidelines)),
        ("afsnit 1.1", Some(Family::Guidelines)),
        ("spørgsmål 5.c.7", Some(Family::QualityModel)),
        ("kriterium 2", Some(Family::QualityModel)),
        ("tema kompetencer", Some(Family::QualityModel)),
        ("servicelovens § 101", Some(Family::Law)),
        ("servicelovens § 101, stk. 4", Some(Family::Law)),
        ("begreb viso", None),
    ] {
        assert_eq!(of(text), Some((text.to_owned(), family)));
    }
}
