//! References in queries: what is one, however it is written, and what is none.

use super::{asked, key};

fn keys(text: &str) -> String {
    asked(text).map(|asked| key(&asked.reference)).unwrap_or_default()
}

#[test]
fn what_leads_to_one_place_is_written_in_many_ways() {
    let written: [(&str, &[&str]); 14] = [
        (
            "anvisning 3.1.1",
            &[
                "3.1.1",
                "3.1.1.",
                "Anvisning 3.1.1",
                "anv. 3.1.1",
                "NR 3.1.1",
                "3-1-1",
                "3,1,1",
                "(3.1.1)",
                "anvisning 3 1 1",
            ],
        ),
        ("anvisning 3.1.2 b", &["anvisning 3.1.2b", "3.1.2 b", "3.1.2.B", "ANVISNINGEN 3.1.2 b"]),
        ("anvisning 3.1.1 (2016)", &["3.1.1 (2016)", "anvisning 3.1.1, 2016"]),
        ("retningslinje 3.1", &["3.1", "retningslinje 3.1", "Retningslinjerne 3,1", "NR 3.1"]),
        ("afsnit 1.1", &["afsnit 1.1"]),
        ("indikator 5.c", &["5.c", "5c", "5 c", "5 C", "indikator 5 c", "Indikator 5.c.", "ind. 5c"]),
        ("indikator 5.c (2021)", &["5.c (2021)", "indikator 5c 2021"]),
        (
            "spørgsmål 5.c 7",
            &[
                "5.c.7",
                "5c7",
                "spørgsmål 5.c.7",
                "spm 5c7",
                "indikator 5.c, spørgsmål 7",
                "Spørgsmål 7 i indikator 5.c",
                "spoergsmaal 5.c.7",
            ],
        ),
        ("spørgsmål 5.c 7 (2021)", &["indikator 5.c, spørgsmål 7 (2021)"]),
        ("kriterium 10", &["kriterium 10", "Kriterium 10.", "krit. 10"]),
        ("tema 4", &["tema 4", "temaet nr. 4"]),
        ("paragraf 101", &["§ 101", "§101", "paragraf 101", "§§ 101"]),
        ("paragraf 101 4", &["§ 101, stk. 4", "§101stk4", "101 stk 4", "§ 101, 4", "stk. 4 i § 101", "§ 101 stk.4."]),
        (
            "paragraf serviceloven 101 4",
            &["servicelovens § 101, stk. 4", "SEL § 101 stk. 4", "serviceloven 101 stk 4", "servicelov § 101, 4"],
        ),
    ];
    for (expected, texts) in written {
        for text in texts {
            assert_eq!(keys(text), expected, "{text}");
        }
    }
    assert_eq!(keys("servicelovens § 101 a, stk. 2"), "paragraf serviceloven 101 a 2");
}

#[test]
fn other_queries_are_no_references() {
    for text in [
        "",
        "…",
        "naloxon",
        "14 dage",
        "24 7",
        "3",
        "2021",
        "(2020)",
        "stk. 4",
        "3.1.1 naloxon",
        "5.x",
        "1.2.3.4",
        "indikator",
        "5c 6d",
        "tema sundhed",
        "anvisning 3",
        "lov",
    ] {
        assert_eq!(keys(text), "", "{text}");
    }
}

#[test]
fn only_what_can_be_nothing_else_is_certain() {
    let certain = |text: &str| asked(text).map(|asked| asked.is_certain);
    for text in ["anvisning 9.9.9", "9.9.9", "§ 999", "indikator 99.h", "kriterium 99", "5.c.99", "5 a 2019"] {
        assert_eq!(certain(text), Some(true), "{text}");
    }
    for text in ["2.5", "5 a", "2,5"] {
        assert_eq!(certain(text), Some(false), "{text}");
    }
}
