//! What a query finds, checked against a lexicon and term counts that are written out by hand.

use std::collections::BTreeMap;

use super::{Query, Terms, Word, understand};
use crate::index::analysis::stem;
use crate::index::field::Reason;
use crate::index::lexicon::Lexicon;
use crate::index::weights::Weights;

/// The words of a site with the number of documents that contain them, and editors' lists.
struct Site {
    lexicon: Lexicon,
    counts: BTreeMap<String, u32>,
}

impl Site {
    fn new(words: &[(&str, u32)]) -> Self {
        let owned: BTreeMap<String, u32> = words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
        let counts = owned.iter().map(|(word, count)| (stem(word), *count)).collect();
        let stop = ["og", "en", "i"].map(str::to_owned).into();
        let mut lexicon = Lexicon::default();
        (lexicon.words, lexicon.stop) = (owned, stop);
        Self { lexicon, counts }
    }

    fn synonyms(mut self, from: &str, to: &str) -> Self {
        let stems = |text: &str| vec![text.split(' ').map(stem).collect::<Vec<_>>().join(" ")];
        self.lexicon.groups.push((stems(from), stems(to)));
        self
    }

    fn forms(mut self, forms: &[&str]) -> Self {
        self.lexicon.forms.push(forms.iter().map(|form| stem(form)).collect());
        self
    }

    fn parse(mut self, text: &str) -> Query {
        self.lexicon.prepare();
        understand(text, &self, &self.lexicon, &Weights::default())
    }
}

impl Terms for Site {
    fn frequency(&self, term: &str) -> u32 {
        self.counts.get(term).copied().unwrap_or(0)
    }

    fn compound_part_frequency(&self, term: &str) -> u32 {
        self.frequency(term)
    }

    fn beginning_with(&self, prefix: &str) -> Vec<(String, u32)> {
        self.counts
            .iter()
            .filter(|(term, _)| term.starts_with(prefix))
            .map(|(term, count)| (term.clone(), *count))
            .collect()
    }
}

/// The alternatives of a word as "terms weight reason".
fn ways(word: &Word) -> Vec<(String, f64, Reason)> {
    word.alternatives.iter().map(|found| (found.terms.join(" "), found.weight, found.reason)).collect()
}

fn way(terms: &str, weight: f64, reason: Reason) -> (String, f64, Reason) {
    (terms.split(' ').map(stem).collect::<Vec<_>>().join(" "), weight, reason)
}

#[test]
fn a_word_of_the_site_finds_itself() {
    let query = Site::new(&[("borger", 9), ("borgerne", 4)]).parse("borgerne ");
    assert_eq!(query.words.len(), 1);
    assert!(query.words[0].required);
    assert_eq!(ways(&query.words[0]), [way("borgerne", 1.0, Reason::Word)]);
    assert_eq!(query.corrected, None);
}

#[test]
fn a_stop_word_counts_for_half_and_in_running_text_only() {
    let query = Site::new(&[("borger", 9)]).parse("en borger ");
    let [en, borger] = query.words.as_slice() else { panic!("{query:?}") };
    assert_eq!((en.weight, en.required, en.alternatives[0].text_only), (0.5, false, true));
    assert_eq!((borger.weight, borger.required, borger.alternatives[0].text_only), (1.0, true, false));
}

#[test]
fn synonyms_lead_one_way_unless_all_are_equal() {
    let one_way = || Site::new(&[("junkie", 1), ("bruger", 5)]).synonyms("junkie", "bruger");
    assert_eq!(ways(&one_way().parse("junkie ").words[0])[1..], [way("bruger", 0.7, Reason::Synonym)]);
    assert_eq!(ways(&one_way().parse("bruger ").words[0])[1..], []);
}

#[test]
fn irregular_forms_find_each_other() {
    let query = Site::new(&[("mand", 3), ("mænd", 2)]).forms(&["mand", "mænd"]).parse("mand ");
    assert_eq!(ways(&query.words[0])[1..], [way("mænd", 0.75, Reason::Form)]);
}

#[test]
fn an_unknown_compound_finds_its_parts_one_by_one_and_together() {
    let query = Site::new(&[("behandling", 30), ("kvalitet", 20)]).parse("kvalitetsbehandling ");
    let parts = 0.6 / 2.0_f64.sqrt();
    assert_eq!(
        ways(&query.words[0])[1..],
        [
            way("kvalitet", parts, Reason::CompoundPart),
            way("behandling", parts, Reason::CompoundPart),
            way("kvalitet behandling", 0.6, Reason::CompoundPart),
        ]
    );
}

#[test]
fn a_known_compound_finds_its_parts_but_not_both_together() {
    let query =
        Site::new(&[("behandling", 30), ("kvalitet", 20), ("kvalitetsbehandling", 2)]).parse("kvalitetsbehandling ");
    let ways = ways(&query.words[0]);
    assert_eq!(ways.len(), 3, "{ways:?}");
    assert!(ways.iter().all(|(terms, ..)| !terms.contains(' ')), "{ways:?}");
}

#[test]
fn of_a_compound_with_an_unknown_half_the_known_one_counts() {
    let query = Site::new(&[("behandling", 30)]).parse("zumbabehandling ");
    assert_eq!(ways(&query.words[0])[1..], [way("behandling", 0.4, Reason::CompoundPart)]);
}

#[test]
fn a_word_that_is_being_typed_finds_longer_ones() {
    let site = || Site::new(&[("naloxon", 3), ("naloxonkit", 1)]);
    let prefix = |more: f64| 0.7 / (1.0 + 0.1 * more);
    let typed = site().parse("nalo");
    assert_eq!(
        ways(&typed.words[0])[1..],
        [("naloxon".to_owned(), prefix(3.0), Reason::Prefix), (stem("naloxonkit"), prefix(6.0), Reason::Prefix)]
    );
    assert_eq!(ways(&site().parse("naloxon ").words[0]), [way("naloxon", 1.0, Reason::Word)]);
}

#[test]
fn a_misspelled_word_is_corrected_in_place() {
    let query = Site::new(&[("behandling", 30), ("borger", 9)]).parse("Behanlding af borger ");
    assert_eq!(query.corrected.as_deref(), Some("behandling af borger "));
    assert_eq!(ways(&query.words[0])[1..], [way("behandling", 0.8, Reason::Spelling)]);
}

#[test]
fn of_equally_near_words_the_most_frequent_is_the_correction() {
    let query = Site::new(&[("takst", 2), ("tekst", 7)]).parse("tikst ");
    assert_eq!(query.corrected.as_deref(), Some("tekst "));
}

#[test]
fn letters_of_other_keyboards_are_no_misspelling() {
    let query = Site::new(&[("rådgivning", 4)]).parse("radgivning ");
    assert_eq!(ways(&query.words[0])[1..], [way("rådgivning", 0.8, Reason::Spelling)]);
}

#[test]
fn a_known_word_is_never_corrected() {
    let query = Site::new(&[("takst", 2), ("tekst", 700)]).parse("takst ");
    assert_eq!((query.corrected, query.words[0].alternatives.len()), (None, 1));
}

#[test]
fn words_that_the_site_writes_as_one_are_joined() {
    let query = Site::new(&[("stof", 5), ("misbrug", 5), ("stofmisbrug", 8)]).parse("stof misbrug ");
    let joined = query.words.last().expect("a joined word");
    assert_eq!((joined.word.as_str(), joined.required), ("stof misbrug", false));
    assert_eq!(ways(joined), [way("stofmisbrug", 1.0, Reason::Joined)]);
}

#[test]
fn a_phrase_with_synonyms_may_have_two_words_in_between() {
    let site = || Site::new(&[("barn", 5), ("forælder", 5), ("familie", 4)]).synonyms("barn forælder", "familie");
    let phrase = |text: &str| site().parse(text).words.into_iter().find(|word| word.word == "barn forælder");
    let found = phrase("barn med en forælder ").expect("two words in between");
    assert_eq!((found.weight, found.required, found.covers), (1.5, false, vec![0, 3]));
    assert!(phrase("barn der har en forælder ").is_none(), "three words in between");
    assert!(phrase("forælder barn ").is_none(), "the other way round");
}

#[test]
fn a_number_with_its_label_is_one_word_and_its_parts_count_for_less() {
    let query = Site::new(&[("kriterium", 9), ("kriterium14", 1)]).parse("kriterium 14 ");
    let words: Vec<_> = query.words.iter().map(|word| (word.word.as_str(), word.weight, word.required)).collect();
    assert_eq!(words, [("kriterium", 0.3, true), ("kriterium14", 0.9, false), ("14", 0.6, true)]);
}

#[test]
fn a_pasted_page_is_cut_off() {
    let text = "ord ".repeat(5_000);
    assert!(Site::new(&[("ord", 1)]).parse(&text).words.len() <= 64);
}
