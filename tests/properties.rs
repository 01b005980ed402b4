//! Rules that hold for every input, tried on thousands that a generator makes: references, names, addresses, tokens,
//! decoding.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use vejviser::rules::{Reference, Target, alone, decode, find, fold, join, relative, slug, stem, tokens, words};

/// Danish text with what is hard about it: numbers, references, marks, invisible characters, other scripts.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zæøåA-ZÆØÅ]{1,12}",
        "[0-9]{1,2}(\\.[0-9]{1,2}){0,3}",
        Just("anvisning".to_owned()),
        Just("retningslinje".to_owned()),
        Just("indikator 5.c".to_owned()),
        Just("servicelovens § 101, stk. 4".to_owned()),
        Just("(2020)".to_owned()),
        Just("an\u{ad}vis\u{200b}ning".to_owned()),
        "[\\PC]{0,4}",
    ];
    prop::collection::vec((word, prop_oneof![" ", "-", ", ", "\n", ""]), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

/// A reference as an editor would write it, with its canonical form.
fn reference() -> impl Strategy<Value = Reference> {
    let number = || 1_u8..99;
    let target = prop_oneof![
        (number(), number(), number(), prop::option::of("[a-h]")).prop_map(|(a, b, c, part)| (
            Target::Recommendation,
            format!("{a}.{b}.{c}"),
            part
        )),
        (number(), number()).prop_map(|(a, b)| (Target::Guideline, format!("{a}.{b}"), None)),
        (number(), number()).prop_map(|(a, b)| (Target::Section, format!("{a}.{b}"), None)),
        (number(), "[a-z]").prop_map(|(a, letter)| (Target::Indicator, format!("{a}.{letter}"), None)),
        (number(), "[a-z]", number()).prop_map(|(a, letter, at)| (
            Target::Question,
            format!("{a}.{letter}"),
            Some(at.to_string())
        )),
        (number(), prop::option::of(number())).prop_map(|(a, stk)| (
            Target::Paragraph,
            format!("serviceloven {a}"),
            stk.map(|stk| stk.to_string())
        )),
    ];
    (target, prop::option::of(2000_u16..2100)).prop_map(|((target, id, part), year)| Reference {
        target,
        id,
        part,
        edition: year.map(|year| year.to_string()),
    })
}

fn written(reference: &Reference) -> String {
    match &reference.edition {
        Some(year) => format!("{} ({year})", reference.label()),
        None => reference.label(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a reference is called is read as that reference, alone and within a sentence. The year is no part of the link.
    #[test]
    fn a_label_is_read_as_its_reference(reference in reference()) {
        let written = written(&reference);
        prop_assert_eq!(alone(&written), Some(reference.clone()));
        let sentence = format!("Følger I det, se {written}, når I planlægger?");
        let found = find(&sentence);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].reference, &reference);
        prop_assert_eq!(&sentence[found[0].range.clone()], reference.label());
    }

    /// References are found in order, never overlap, and are cut between letters.
    #[test]
    fn references_are_apart(text in text()) {
        let mut end = 0;
        for found in find(&text) {
            prop_assert!(end <= found.range.start && found.range.start < found.range.end);
            prop_assert!(text.get(found.range.clone()).is_some());
            end = found.range.end;
        }
    }

    /// Characters that nobody sees change nothing about what is referred to.
    #[test]
    fn invisible_characters_hide_no_reference(reference in reference(), at in 0_usize..40) {
        let written = written(&reference);
        let letters: Vec<char> = written.chars().collect();
        let at = at % letters.len();
        let hidden: String = letters[..at].iter().chain(&['\u{ad}']).chain(&letters[at..]).collect();
        prop_assert_eq!(alone(&hidden), Some(reference));
    }

    /// A name is made of safe characters, and a name is its own name.
    #[test]
    fn slugs_are_safe_and_stay(text in any::<String>()) {
        let name = slug(&text);
        prop_assert!(name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')), "{}", name);
        prop_assert_eq!(slug(&name), name);
    }

    /// A relative link leads to where it was made for.
    #[test]
    fn relative_links_arrive(folder in "([a-c]{1,2}(/[a-c]{1,2}){0,3})?", target in "([a-c]{1,2}/){0,3}[a-c]{1,2}\\.html") {
        let link = relative(&folder, &target);
        prop_assert_eq!(join(&folder, &link), Some(target));
    }

    /// Tokens come in the order of the text, and every one of them is in the form that the index has.
    #[test]
    fn tokens_are_folded_and_in_order(text in text()) {
        let mut start = 0;
        for token in tokens(&text) {
            prop_assert!(!token.word.is_empty());
            prop_assert_eq!(fold(&token.word), token.word.clone());
            let (from, to) = token.range;
            prop_assert!(start <= from && text.get(from..to).is_some(), "{}..{} after {}", from, to, start);
            start = from;
        }
    }

    /// A stem is the beginning of its word: the index stores words as what follows their stem.
    #[test]
    fn a_stem_begins_its_word(word in "[a-zæøå]{1,20}") {
        prop_assert!(word.starts_with(&stem(&word)), "{}", stem(&word));
    }

    /// No bytes bring the reader of publications down, and of text no word is lost.
    #[test]
    fn decoding_keeps_every_word(text in text(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
        if let Ok(decoded) = decode(text.as_bytes()) {
            let lines = decoded.lines.join("\n");
            prop_assert_eq!(words(&lines).collect::<Vec<_>>(), words(&text).collect::<Vec<_>>());
        }
    }
}
