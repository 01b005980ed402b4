//! Counts the words of the reading editions on the finished pages.
//!
//! Every element that shows a leaf of a publication has the id `linje-N`; its text must be exactly the words of the
//! leaf's lines, in order. Text that is shown on other pages of the site is searched for there, in runs of words.
//! Mismatches are reported with their lines.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{DefaultEmitter, Token, Tokenizer};
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
const VOID: [&[u8]; 13] =
    [b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track", b"wbr"];
/// Elements within a line: a word may go on across their boundaries.
const INLINE: [&[u8]; 25] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"cite", b"code", b"del", b"dfn", b"em", b"i", b"ins", b"kbd", b"mark", b"q",
    b"s", b"samp", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"u", b"wbr",
];
/// Elements whose content is not shown as text.
const UNSHOWN: [&[u8]; 4] = [b"head", b"noscript", b"script", b"style"];

impl PageWords {
    /// Reads a finished page.
    pub(super) fn read(html: &[u8]) -> Self {
        let mut page = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut all = String::new();
        let mut emitter = DefaultEmitter::default();
        // What looks like a tag in a script is none.
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let name = tag.name.to_vec();
                    if !INLINE.contains(&name.as_slice()) {
                        all.push(' ');
                        end_word(&open, &mut texts);
                    }
                    if VOID.contains(&name.as_slice()) || tag.self_closing {
                        continue;
                    }
                    let attribute = |wanted: &[u8]| {
                        let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == wanted);
                        value.map(|(_, value)| String::from_utf8_lossy(value.as_slice()).into_owned())
                    };
                    let leaf = attribute(b"id").filter(|id| id.starts_with("linje-"));
                    let ours = attribute(b"class").is_some_and(|class| class.split(' ').any(|class| class == "ours"));
                    open.push(Open { name, leaf, ours });
                }
                Token::EndTag(tag) => {
                    if !INLINE.contains(&tag.name.as_slice()) {
                        all.push(' ');
                        end_word(&open, &mut texts);
                    }
                    if let Some(at) = open.iter().rposition(|element| element.name == tag.name.as_slice()) {
                        open.truncate(at);
                    }
                }
                Token::String(text) => {
                    if open.iter().any(|element| element.ours || UNSHOWN.contains(&element.name.as_slice())) {
                        continue;
                    }
                    let text = String::from_utf8_lossy(text.as_slice());
                    if open.iter().any(|element| element.name == b"main") {
                        all.push_str(&text);
                    }
                    if let Some(leaf) = leaf_of(&open) {
                        texts.entry(leaf.to_owned()).or_default().push_str(&text);
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

/// An element that has not ended.
#[derive(Debug)]
struct Open {
    name: Vec<u8>,
    /// Its id, if it shows a leaf.
    leaf: Option<String>,
    /// Whether its text is the site's own (class `ours`).
    ours: bool,
}

/// The leaf that text belongs to: the innermost one.
fn leaf_of(open: &[Open]) -> Option<&str> {
    open.iter().rev().find_map(|element| element.leaf.as_deref())
}

/// Ends the last word of the leaf, if there is one: lines and cells must not run into one word.
fn end_word(open: &[Open], texts: &mut BTreeMap<String, String>) {
    if let Some(text) = leaf_of(open).and_then(|leaf| texts.get_mut(leaf)) {
        text.push(' ');
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
    let mut tally = Tally::default();
    let publication = &site.publications[id];
    let finished = |page: PageId| pages.get(site.pages[page].output.as_str());
    for (shown, page) in site.reading_pages[id].iter_enumerated() {
        let Some(found) = finished(*page) else { continue };
        for leaf in publication.leaves(&publication.pages[shown]) {
            let expected: Vec<String> = publication.words_of(&leaf.lines).map(str::to_lowercase).collect();
            let shown = found.leaves.get(&leaf_anchor(leaf)).map_or(&[][..], Vec::as_slice);
            tally.leaf(&leaf.lines, &expected, shown);
        }
    }
    for (page, lines) in &publication.elsewhere {
        let found = written_page(site, page).and_then(finished);
        let words: Vec<(LineNo, String)> = lines
            .iter()
            .flat_map(|line| publication.words_of(std::slice::from_ref(line)).map(|word| (*line, word.to_lowercase())))
            .collect();
        tally.elsewhere(page, &words, found.map_or(&[], |found| &found.all));
    }
    let kept = tally.kept;
    for message in tally.told(publication.words_in - publication.words_dropped()) {
        diagnostics.push(
            Diagnostic::error(Code::WordsLost, &publication.file, None, message).help(
                "account for every word of a source: correct the hints, or name the dropped range and the reason",
            ),
        );
    }
    kept
}

/// What became of the words of a publication.
#[derive(Debug, Default)]
struct Tally {
    /// How many are where they belong.
    kept: usize,
    /// Lines whose words are not, and what is wrong.
    lost: Vec<(Vec<LineNo>, String)>,
}

impl Tally {
    /// Compares the words of the lines of a leaf with those that its element shows: they must be the same, in order.
    fn leaf(&mut self, lines: &[LineNo], expected: &[String], shown: &[String]) {
        if shown == expected {
            self.kept += expected.len();
            return;
        }
        let same = expected.iter().zip(shown).take_while(|(a, b)| a == b).count();
        let next =
            |words: &[String]| words.get(same).map_or_else(|| "nothing more".to_owned(), |word| format!("`{word}`"));
        let message = format!("the text has {} where the page has {}", next(expected), next(shown));
        self.lost.push((lines.to_vec(), message));
    }

    /// Searches for words on another page of the site.
    fn elsewhere(&mut self, page: &str, words: &[(LineNo, String)], all: &[String]) {
        let (count, missing) = runs(words, all);
        self.kept += count;
        let Some((line, word)) = missing.first() else { return };
        let message = match missing.len() {
            1 => format!("`{word}` is missing from {page}"),
            count => format!("{count} words are missing from {page}; the first is `{word}`"),
        };
        self.lost.push((vec![*line], message));
    }

    /// What is told of lost words. `expected` is how many words there are: those of a line that no page was to show
    /// are noticed by it alone.
    fn told(mut self, expected: usize) -> Vec<String> {
        if self.kept != expected && self.lost.is_empty() {
            self.lost.push((Vec::new(), format!("{} of {expected} words are on the pages", self.kept)));
        }
        let told = self.lost.into_iter().map(|(lines, message)| match (lines.first(), lines.last()) {
            (Some(first), Some(last)) if first != last => format!("lines {first}-{last}: {message}"),
            (Some(first), _) => format!("line {first}: {message}"),
            _ => message,
        });
        told.collect()
    }
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
    fn a_word_ends_where_a_browser_begins_a_new_line_or_cell() {
        assert_eq!(read("<main>a<br>b<div>c</div>d<em>e</em></main>").0, "a b c de");
        for (leaf, words) in [
            ("a<br>b", "a b"),
            ("a<br/>b", "a b"),
            ("a<img src=x>b", "a b"),
            ("a<p>b</p>c", "a b c"),
            ("<p>a</p>b", "a b"),
            ("a<ul><li>b<li>c</ul>d", "a b c d"),
            ("a<mark>b</mark><abbr>c</abbr>d", "abcd"),
            ("a<wbr>b<sub>2</sub>", "ab2"),
        ] {
            let (all, leaves) = read(&format!("<main><div id=linje-1>{leaf}</div></main>"));
            assert_eq!((all.as_str(), leaves), (words, vec![format!("linje-1: {words}")]), "{leaf}");
        }
        let table = "<main><table id=linje-7><tr><td>a</td><td>b<i>c</i>d</td></tr></table></main>";
        assert_eq!(read(table), ("a bcd".to_owned(), vec!["linje-7: a bcd".to_owned()]));
        assert_eq!(
            read_leaves("<main><div id=linje-1>a<p id=linje-2>b</p>c</div></main>"),
            ["linje-1: a c", "linje-2: b"],
            "a leaf in a leaf"
        );
    }

    #[test]
    fn what_no_reader_sees_holds_no_words_and_no_elements() {
        let script = "<script>if (a<b) go('</p>')</script><script>if (a<b) go()</script>\
                      <style>p > b { color: red }</style><noscript>Slået fra.</noscript>";
        assert_eq!(read_leaves(&format!("<main><p id=linje-1>a {script}b</p></main>")), ["linje-1: a b"]);
        assert_eq!(read(&format!("<main>a {script}b</main>")).0, "a b");
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

    fn split(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// The words of a text, three to a line.
    fn on_lines(text: &str) -> Vec<(LineNo, String)> {
        split(text).into_iter().enumerate().map(|(at, word)| (LineNo::of(at / 3), word)).collect()
    }

    #[test]
    fn the_first_difference_of_a_leaf_is_told() {
        for (text, page, told) in [
            ("a b c", "a c", "the text has `b` where the page has `c`"),
            ("a b c", "a b b c", "the text has `c` where the page has `b`"),
            ("a b c", "a b", "the text has `c` where the page has nothing more"),
            ("a b c", "a b c c", "the text has nothing more where the page has `c`"),
            ("a b c", "", "the text has `a` where the page has nothing more"),
            ("a b", "b a", "the text has `a` where the page has `b`"),
        ] {
            let mut tally = Tally::default();
            tally.leaf(&[LineNo::of(6)], &split(text), &split(page));
            assert_eq!(tally.kept, 0, "{text} | {page}");
            assert_eq!(tally.told(3), [format!("line 7: {told}")], "{text} | {page}");
        }
        let mut tally = Tally::default();
        tally.leaf(&[LineNo::of(6), LineNo::of(7), LineNo::of(8)], &split("a"), &[]);
        assert_eq!(tally.told(1), ["lines 7-9: the text has `a` where the page has nothing more"]);
    }

    #[test]
    fn words_that_are_where_they_belong_add_up() {
        let mut tally = Tally::default();
        tally.leaf(&[LineNo::of(0)], &split("a b a"), &split("a b a"));
        tally.leaf(&[LineNo::of(1)], &[], &[]);
        tally.leaf(&[LineNo::of(2)], &split("c d"), &split("c d"));
        tally.elsewhere("@/x.md", &on_lines("e f g h"), &split("x e f g h"));
        assert_eq!(tally.kept, 3 + 2 + 4);
        assert_eq!(tally.told(9), Vec::<String>::new());
    }

    #[test]
    fn words_missing_from_another_page_are_counted_and_the_first_is_named() {
        for (all, kept, told) in [
            ("a b c d e x", 5, "line 2: `f` is missing from @/x.md"),
            ("a b e f", 4, "line 1: 2 words are missing from @/x.md; the first is `c`"),
            ("", 0, "line 1: 6 words are missing from @/x.md; the first is `a`"),
        ] {
            let mut tally = Tally::default();
            tally.elsewhere("@/x.md", &on_lines("a b c d e f"), &split(all));
            assert_eq!(tally.kept, kept, "{all}");
            assert_eq!(tally.told(6), [told]);
        }
    }

    #[test]
    fn a_word_that_no_page_was_to_show_is_missed_in_the_sum() {
        let mut tally = Tally::default();
        tally.leaf(&[LineNo::of(0)], &split("a b"), &split("a b"));
        assert_eq!(tally.told(3), ["2 of 3 words are on the pages"]);
        // One that is shown twice as well.
        let mut tally = Tally::default();
        tally.leaf(&[LineNo::of(0)], &split("a b"), &split("a b"));
        tally.elsewhere("@/x.md", &on_lines("a b"), &split("a b"));
        assert_eq!(tally.told(2), ["4 of 2 words are on the pages"]);
        // Where lines are named already, the sum says nothing more.
        let mut tally = Tally::default();
        tally.leaf(&[LineNo::of(0)], &split("a b"), &split("a"));
        assert_eq!(tally.told(5), ["line 1: the text has `b` where the page has nothing more"]);
    }

    /// How many of the words of a text are found in another, and which are not.
    fn found(text: &str, all: &str) -> (usize, String) {
        let (count, missing) = runs(&on_lines(text), &split(all));
        (count, missing.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn words_are_found_in_runs() {
        assert_eq!(found("a b c", "x a b c y"), (3, String::new()));
        assert_eq!(found("a b", "a x b"), (0, "a b".to_owned()), "a word alone may be anybody's");
        assert_eq!(found("a b z c d", "c d x a b"), (4, "z".to_owned()));
        assert_eq!(found("a b c", "a b x a b c x a b"), (3, String::new()), "the longest run is taken");
        assert_eq!(found("a b c", "a b"), (2, "c".to_owned()));
        assert_eq!(found("a b c d", "a b c x b c d"), (3, "d".to_owned()), "what is found is not searched for again");
        assert_eq!(found("a", "a"), (0, "a".to_owned()));
        assert_eq!(found("a b a b", "a b"), (4, String::new()), "the page may have once what the text has twice");
    }
}
