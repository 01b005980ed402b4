//! Counts the words of the reading editions on the finished pages.
//!
//! Every element that shows a leaf of a publication has the id `linje-N`; its text must be exactly the words of the
//! leaf's lines, in order. Text that is shown on other pages of the site is searched for there, in runs of words.
//! Mismatches are reported with their lines.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};
use rapidhash::RapidHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ids::{LineNo, PageId, PublicationId};
use crate::import::words::words;
use crate::link::written_page;
use crate::model::Site;
use crate::text::places::leaf_anchor;

/// The words of a finished page: all words in `<main>`, and those of each leaf by its id.
#[derive(Debug, Default)]
pub(super) struct PageWords {
    all: Vec<String>,
    leaves: RapidHashMap<String, Vec<String>>,
}

/// The outputs that show words of publications.
pub(super) fn outputs(site: &Site) -> BTreeSet<&str> {
    let elsewhere = site.publications.iter().flat_map(|publication| &publication.elsewhere);
    let elsewhere = elsewhere.filter_map(|(page, _)| written_page(site, page));
    let pages = site.reading_pages.iter().flatten().copied().chain(elsewhere);
    pages.map(|page| site.pages[page].output.as_str()).collect()
}

/// Elements without an end tag.
const VOID: [&[u8]; 8] = [b"meta", b"link", b"br", b"hr", b"img", b"input", b"wbr", b"col"];
/// Inline elements: their boundaries do not end a word.
const INLINE: [&[u8]; 8] = [b"a", b"span", b"sup", b"em", b"strong", b"b", b"i", b"time"];

impl PageWords {
    /// Reads a finished page.
    pub(super) fn read(html: &[u8]) -> Self {
        let mut page = Self::default();
        // Name, id of a leaf, and whether the text is the site's own (class `ours`).
        let mut open: Vec<(Vec<u8>, Option<String>, bool)> = Vec::new();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut all = String::new();
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let name = tag.name.to_vec();
                    if !INLINE.contains(&name.as_slice()) {
                        all.push(' ');
                    }
                    if VOID.contains(&name.as_slice()) || tag.self_closing {
                        continue;
                    }
                    let attribute = |wanted: &[u8]| {
                        let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == wanted);
                        value.map(|(_, value)| String::from_utf8_lossy(value.as_slice()).into_owned())
                    };
                    let id = attribute(b"id").filter(|id| id.starts_with("linje-"));
                    let ours = attribute(b"class").is_some_and(|class| class.split(' ').any(|class| class == "ours"));
                    open.push((name, id, ours));
                }
                Token::EndTag(tag) => {
                    if !INLINE.contains(&tag.name.as_slice()) {
                        all.push(' ');
                        // Adjacent table cells must not run into one word.
                        if let Some(id) = open.iter().rev().find_map(|(_, id, _)| id.clone()) {
                            texts.entry(id).or_default().push(' ');
                        }
                    }
                    if let Some(at) = open.iter().rposition(|(name, ..)| name.as_slice() == tag.name.as_slice()) {
                        open.truncate(at);
                    }
                }
                Token::String(text) => {
                    if open.iter().any(|(name, _, ours)| *ours || matches!(name.as_slice(), b"script" | b"head")) {
                        continue;
                    }
                    let text = String::from_utf8_lossy(text.as_slice());
                    if open.iter().any(|(name, ..)| name.as_slice() == b"main") {
                        all.push_str(&text);
                    }
                    if let Some(id) = open.iter().rev().find_map(|(_, id, _)| id.clone()) {
                        texts.entry(id).or_default().push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page.all = words(&all).map(str::to_lowercase).collect();
        page.leaves = texts.into_iter().map(|(id, text)| (id, words(&text).map(str::to_lowercase).collect())).collect();
        page
    }
}

/// Counts the words of a publication that are on the finished `pages`, which are given by output path, and reports
/// missing ones.
pub(super) fn count(
    site: &Site,
    id: PublicationId,
    pages: &BTreeMap<&str, PageWords>,
    diagnostics: &mut Vec<Diagnostic>,
) -> usize {
    let mut kept = 0;
    let mut lost: Vec<(Vec<LineNo>, String)> = Vec::new();
    let publication = &site.publications[id];
    let finished = |page: PageId| pages.get(site.pages[page].output.as_str());
    for (shown, page) in site.reading_pages[id].iter_enumerated() {
        let Some(found) = finished(*page) else { continue };
        for leaf in publication.leaves(&publication.pages[shown]) {
            let expected: Vec<String> = publication.words_of(&leaf.lines).map(str::to_lowercase).collect();
            let shown = found.leaves.get(&leaf_anchor(leaf)).map_or(&[][..], Vec::as_slice);
            if shown == expected {
                kept += expected.len();
            } else {
                let same = expected.iter().zip(shown).take_while(|(a, b)| a == b).count();
                let wanted = expected.get(same).map_or("nothing more", String::as_str);
                let instead = shown.get(same).map_or("nothing more", String::as_str);
                lost.push((leaf.lines.clone(), format!("the text has `{wanted}` where the page has `{instead}`")));
                kept += expected.iter().filter(|word| shown.contains(word)).count();
            }
        }
    }
    for (page, lines) in &publication.elsewhere {
        let found = written_page(site, page).and_then(finished);
        let words: Vec<(LineNo, String)> = lines
            .iter()
            .flat_map(|line| publication.words_of(std::slice::from_ref(line)).map(|word| (*line, word.to_lowercase())))
            .collect();
        let (count, missing) = found.map_or((0, words.clone()), |found| runs(&words, &found.all));
        kept += count;
        if let Some((line, word)) = missing.first() {
            let message = format!("`{word}` and {} more words are missing from {page}", missing.len() - 1);
            lost.push((vec![*line], message));
        }
    }
    let expected = publication.words_in - publication.words_dropped();
    if kept != expected && lost.is_empty() {
        lost.push((Vec::new(), format!("{kept} of {expected} words are on the pages")));
    }
    for (lines, message) in lost {
        let place = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) if first != last => format!("lines {first}-{last}: "),
            (Some(first), _) => format!("line {first}: "),
            _ => String::new(),
        };
        diagnostics.push(
            Diagnostic::error(Code::WordsLost, &publication.file, None, format!("{place}{message}")).help(
                "account for every word of a source: correct the hints, or name the dropped range and the reason",
            ),
        );
    }
    kept
}

/// The number of `words` that occur in `all` in runs of two or more, and the words that do not.
fn runs(words: &[(LineNo, String)], all: &[String]) -> (usize, Vec<(LineNo, String)>) {
    let mut pairs: RapidHashMap<(&str, &str), Vec<usize>> = RapidHashMap::default();
    for (at, pair) in all.windows(2).enumerate() {
        if let [first, second] = pair {
            pairs.entry((first, second)).or_default().push(at);
        }
    }
    let mut missing = Vec::new();
    let mut count = 0;
    let mut at = 0;
    while at < words.len() {
        let places = words.get(at + 1).and_then(|next| pairs.get(&(words[at].1.as_str(), next.1.as_str())));
        let run = |place: &usize| words[at..].iter().zip(&all[*place..]).take_while(|((_, a), b)| a == *b).count();
        match places.into_iter().flatten().map(run).max() {
            Some(length) => {
                count += length;
                at += length;
            }
            None => {
                missing.push(words[at].clone());
                at += 1;
            }
        }
    }
    (count, missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words in `<main>`, and those of each leaf.
    fn read(main: &str) -> (String, Vec<String>) {
        let page = format!("<!doctype html><head><meta charset=utf-8><title>Titel</title></head><body>før{main}efter");
        let PageWords { all, leaves } = PageWords::read(page.as_bytes());
        let leaves: BTreeMap<_, _> = leaves.into_iter().collect();
        (all.join(" "), leaves.into_iter().map(|(id, words)| format!("{id}: {}", words.join(" "))).collect())
    }

    fn read_leaves(main: &str) -> Vec<String> {
        read(main).1
    }

    #[test]
    fn words_count_in_the_main_part_and_under_the_leaf_they_are_in() {
        let (all, leaves) = read("<main><h1>Navn</h1><p id=linje-3>Et <em>o</em>rd</p><p id=andet>til</p></main>");
        assert_eq!(all, "navn et ord til");
        assert_eq!(leaves, ["linje-3: et ord"]);
        assert_eq!(read_leaves("<main><p id=linje-1>a <b id=note-1>b</b></p></main>"), ["linje-1: a b"]);
        assert_eq!(
            read_leaves("<main><div id=linje-1>a <p id=linje-2>b</p></div></main>"),
            ["linje-1: a", "linje-2: b"]
        );
    }

    #[test]
    fn elements_that_are_no_part_of_a_line_end_words() {
        assert_eq!(read("<main>a<br>b<div>c</div>d<em>e</em></main>").0, "a b c de");
        let table = "<main><table id=linje-7><tr><td>a</td><td>b<i>c</i>d</td></tr></table></main>";
        assert_eq!(read(table), ("a bcd".to_owned(), vec!["linje-7: a bcd".to_owned()]));
    }

    #[test]
    fn what_the_site_adds_does_not_count() {
        let (all, leaves) = read(
            "<main><p id=linje-1>a <span class='x ours'>vores</span> b</p><script>c</script><p class=others>d</p></main>",
        );
        assert_eq!((all.as_str(), leaves), ("a b d", vec!["linje-1: a b".to_owned()]));
        // Such elements have no end and hold nothing.
        assert_eq!(read("<main>a <input class=ours> b <svg class=ours /> c</main>").0, "a b c");
    }

    /// How many of the words of a text are found in another, and which are not.
    fn found(text: &str, all: &str) -> (usize, String) {
        let text: Vec<_> = text.split(' ').map(|word| (LineNo::of(0), word.to_owned())).collect();
        let all: Vec<String> = all.split(' ').map(str::to_owned).collect();
        let (count, missing) = runs(&text, &all);
        (count, missing.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn words_are_found_in_runs() {
        assert_eq!(found("a b c", "x a b c y"), (3, String::new()));
        assert_eq!(found("a b", "a x b"), (0, "a b".to_owned()), "a word alone may be anybody's");
        assert_eq!(found("a b z c d", "c d x a b"), (4, "z".to_owned()));
        assert_eq!(found("a b c d", "a b x a b c d"), (4, String::new()), "the longest run is taken");
        assert_eq!(found("a b c", "a b"), (2, "c".to_owned()));
    }
}
