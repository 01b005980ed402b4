//! Search documents, each a possible hit. Collected while a page is parsed, never from finished
//! HTML.
//!
//! A search document is a question, a subsection (stykke), a page's own words, or the text under one heading. Long ones
//! are split between paragraphs, so that a hit leads to the place and not to a long page. Every word is in exactly one
//! search document.

use crate::import::collapsed;

/// The number of words beyond which a text is split.
const CUT: usize = 170;
/// The maximum number of words in a search document.
const MOST: usize = 250;

/// Which part of its page a search document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The page's own words, or the text under a heading.
    Body,
    /// A question of an indicator, by its position, counted from 1.
    Question(usize),
    /// A subsection of a paragraph, by its number, counted from 1.
    Subsection(usize),
}

/// A search document: a part of a page that is found by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchDocument {
    /// Which part of the page it is.
    pub part: Part,
    /// The headings above it, the outermost first; empty for the text before the first heading.
    pub headings: Vec<String>,
    /// The anchor where it begins; `None` for the beginning of the page.
    pub anchor: Option<String>,
    /// Which chunk of the text at that anchor it is, counted from 1.
    pub chunk: usize,
    /// Its full text.
    pub text: String,
    /// Words from elsewhere that lead here too: the editors' suggestion for a question, a term's synonyms, a quotation
    /// that belongs to its source.
    pub hint: String,
}

/// Collects the search documents of one page.
#[derive(Debug, Default)]
pub(super) struct SearchDocuments {
    done: Vec<SearchDocument>,
    headings: Vec<(u8, String)>,
    anchor: Option<String>,
    /// Paragraphs under the current heading, with their anchors.
    blocks: Vec<(Option<String>, String)>,
    block: String,
    hint: String,
    wanted: bool,
    muted: bool,
    /// Whether the text before the first heading has already begun with a search document of its own.
    parted: bool,
}

impl SearchDocuments {
    /// Collects search documents only if they are `wanted`.
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Adds running text.
    pub(super) fn text(&mut self, text: &str) {
        if self.wanted && !self.muted {
            self.block.extend(text.chars().filter(|letter| *letter != '\u{ad}'));
        }
    }

    /// Ends a paragraph, a list item or a row; `anchor` is where it can be reached.
    pub(super) fn end_block(&mut self, anchor: Option<&str>) {
        let text = collapsed(&self.block);
        if !text.is_empty() {
            self.blocks.push((anchor.map(str::to_owned), text));
        }
        self.block.clear();
    }

    /// Adds a whole paragraph.
    pub(super) fn block(&mut self, text: &str, anchor: Option<&str>) {
        self.text(text);
        self.end_block(anchor);
    }

    /// Ends the search document collected so far: it contains the words of others, which are separate from those of the
    /// page's editors that follow.
    pub(super) fn part(&mut self) {
        self.end();
        self.parted = true;
    }

    /// Adds words that lead to the search document without being in its text.
    pub(super) fn hint(&mut self, text: &str) {
        if !self.hint.is_empty() && !text.is_empty() {
            self.hint.push('\n');
        }
        self.hint.push_str(text);
    }

    /// Stops or resumes collecting.
    pub(super) fn mute(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// Adds a heading, which ends the text before it.
    pub(super) fn heading(&mut self, level: u8, text: &str, anchor: &str) {
        self.end();
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, collapsed(text)));
        self.anchor = Some(anchor.to_owned());
    }

    /// Adds a text that is a search document of its own.
    pub(super) fn alone(&mut self, part: Part, anchor: String, text: &str, hint: String) {
        if !self.wanted {
            return;
        }
        for (number, text) in chunks(collapsed(text)).into_iter().enumerate() {
            self.done.push(SearchDocument {
                part,
                headings: Vec::new(),
                anchor: Some(anchor.clone()),
                chunk: number + 1,
                text,
                hint: if number == 0 { hint.clone() } else { String::new() },
            });
        }
    }

    /// Ends the text under the last heading, which is split if it is long. The first search document of a page always
    /// exists: a page without any words is still found by its name.
    fn end(&mut self) {
        self.end_block(None);
        let blocks = std::mem::take(&mut self.blocks);
        let first = self.headings.is_empty() && !self.parted;
        if blocks.is_empty() && !first {
            return;
        }
        let parted = self.headings.is_empty() && self.parted;
        let (mut anchor, mut chunk) = (self.anchor.clone(), usize::from(parted));
        for (number, (begins, text)) in cut(blocks).into_iter().enumerate() {
            match begins.filter(|_| number > 0) {
                Some(begins) if anchor.as_ref() != Some(&begins) => (anchor, chunk) = (Some(begins), 1),
                _ => chunk += 1,
            }
            self.done.push(SearchDocument {
                part: Part::Body,
                headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
                anchor: anchor.clone(),
                chunk,
                text,
                hint: std::mem::take(&mut self.hint),
            });
        }
    }

    /// Returns all search documents, the page's own first.
    pub(super) fn finish(&mut self) -> Vec<SearchDocument> {
        self.end();
        let mut documents = std::mem::take(&mut self.done);
        // Texts from the front matter are added before the beginning of the body is complete.
        documents.sort_by_key(|document| {
            usize::from(document.anchor.is_some() && document.part == Part::Body)
                + usize::from(document.anchor.is_some())
        });
        documents
    }
}

/// Joins paragraphs into texts of about equal length.
fn cut(blocks: Vec<(Option<String>, String)>) -> Vec<(Option<String>, String)> {
    let mut small: Vec<(Option<String>, String, usize)> = Vec::new();
    for (anchor, text) in blocks {
        for text in chunks(text) {
            let words = text.split(' ').count();
            small.push((anchor.clone(), text, words));
        }
    }
    let all: usize = small.iter().map(|(.., words)| words).sum();
    let aim = all / all.div_ceil(CUT).max(1);
    let mut texts: Vec<(Option<String>, String)> = Vec::new();
    let mut long = 0;
    for (anchor, text, words) in small {
        match texts.last_mut() {
            Some((_, last)) if long + words / 2 <= aim && long + words <= MOST => {
                last.push('\n');
                last.push_str(&text);
                long += words;
            }
            _ => {
                texts.push((anchor, text));
                long = words;
            }
        }
    }
    if texts.is_empty() {
        texts.push((None, String::new()));
    }
    texts
}

/// Splits a paragraph that is too long between sentences, or between words if a sentence is too long as well.
fn chunks(text: String) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= CUT {
        return vec![text];
    }
    let mut chunks: Vec<Vec<&str>> = vec![Vec::new()];
    for sentence in words.split_inclusive(|word| word.ends_with(['.', '?', '!', ':', ';'])) {
        for part in sentence.chunks(CUT) {
            match chunks.last_mut() {
                Some(chunk) if chunk.is_empty() || chunk.len() + part.len() <= CUT => chunk.extend(part),
                _ => chunks.push(part.to_vec()),
            }
        }
    }
    chunks.into_iter().map(|chunk| chunk.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(gather: impl FnOnce(&mut SearchDocuments)) -> Vec<SearchDocument> {
        let mut documents = SearchDocuments::new(true);
        gather(&mut documents);
        documents.finish()
    }

    #[test]
    fn a_heading_begins_a_document_and_a_page_always_has_one() {
        let documents = gathered(|documents| {
            documents.heading(2, "En", "en");
            documents.block("ord og ord", None);
            documents.heading(3, "To", "to");
            documents.heading(3, "Tre", "tre");
            documents.block("flere", None);
        });
        let seen: Vec<_> =
            documents.iter().map(|document| (document.headings.join("/"), document.text.as_str())).collect();
        assert_eq!(seen, [(String::new(), ""), ("En".into(), "ord og ord"), ("En/Tre".into(), "flere")]);
    }

    #[test]
    fn words_of_others_are_parted_from_those_of_editors() {
        let documents = gathered(|documents| {
            documents.block("ordlyd", None);
            documents.part();
            documents.block("vores", None);
            documents.heading(2, "En", "en");
            documents.block("flere", None);
        });
        let seen: Vec<_> = documents
            .iter()
            .map(|document| (document.text.as_str(), document.anchor.as_deref(), document.chunk))
            .collect();
        assert_eq!(seen, [("ordlyd", None, 1), ("vores", None, 2), ("flere", Some("en"), 1)]);
        let alone = gathered(|documents| {
            documents.block("ordlyd", None);
            documents.part();
        });
        assert_eq!(alone.len(), 1);
    }

    #[test]
    fn long_texts_are_cut_between_paragraphs_then_sentences_then_words() {
        let paragraph = |words: usize, end: &str| format!("{}{end}", vec!["ord"; words].join(" "));
        for blocks in [vec![90, 90, 90, 90], vec![400], vec![169, 12, 169], vec![1; 500]] {
            let documents = gathered(|documents| {
                for (line, words) in blocks.iter().enumerate() {
                    documents.block(
                        &paragraph(*words, if line % 2 == 0 { "." } else { "" }),
                        Some(&format!("linje-{line}")),
                    );
                }
            });
            let counts: Vec<usize> =
                documents.iter().map(|document| document.text.split_whitespace().count()).collect();
            assert_eq!(counts.iter().sum::<usize>(), blocks.iter().sum::<usize>(), "{blocks:?}");
            assert!(counts.iter().all(|count| *count <= MOST), "{blocks:?}: {counts:?}");
            let mut places: Vec<_> = documents.iter().map(|document| (&document.anchor, document.chunk)).collect();
            places.dedup();
            assert_eq!(places.len(), documents.len(), "{blocks:?}");
        }
    }
}
