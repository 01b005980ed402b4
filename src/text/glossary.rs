//! Finds glossary terms in running text: whole words, the longest form first, with the case that the form demands.

use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

use crate::load::characters::{Visible, visible};
use crate::load::front::{Detail, Kind};
use crate::load::hashed;
use crate::model::Site;

/// All forms of all terms that are to be linked.
#[derive(Debug)]
pub(crate) struct Glossary {
    automaton: Option<AhoCorasick>,
    forms: Vec<Form>,
    /// A hash of all forms. Results found with another glossary are invalid.
    pub digest: u64,
}

#[derive(Debug, Hash)]
struct Form {
    slug: String,
    text: String,
}

impl Glossary {
    /// The glossary of `site`.
    pub(crate) fn of(site: &Site) -> Self {
        let mut forms: Vec<Form> = Vec::new();
        for (slug, page) in &site.terms {
            let page = &site.pages[*page];
            let Detail::Term { expansion, forms: more, link: true, .. } = &page.front().detail else { continue };
            let own = page.front().title.iter().chain(expansion).cloned();
            for text in own.chain(more.iter().map(|form| form.value.clone())) {
                // An empty form would match everywhere.
                let text = visible(text.trim()).into_owned();
                if !text.is_empty() {
                    forms.push(Form { slug: slug.clone(), text });
                }
            }
        }
        let digest = hashed(&forms);
        let patterns = forms.iter().map(|form| folded(&form.text));
        let automaton = (!forms.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok())
            .flatten();
        Self { automaton, forms, digest }
    }

    /// Finds the terms in `text`: slugs with their byte ranges, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let seen = Visible::of(text);
        let text = seen.text.as_ref();
        let lower = folded(text);
        automaton
            .find_iter(&lower)
            .map(|found| (found.range(), &self.forms[found.pattern().as_usize()]))
            .filter(|(range, form)| whole_word(text, range) && same_case(&text[range.clone()], &form.text))
            .map(|(range, form)| (seen.original(range), form.slug.as_str()))
            .collect()
    }
}

/// `text` in lower case, with every byte in its place: letters whose lower case has another length are unchanged. A
/// line break counts as a space.
fn folded(text: &str) -> String {
    let fold = |letter: char| {
        let mut lower = letter.to_lowercase();
        match (lower.next(), lower.next()) {
            _ if letter == '\n' => ' ',
            (Some(low), None) if low.len_utf8() == letter.len_utf8() => low,
            _ => letter,
        }
    };
    text.chars().map(fold).collect()
}

fn whole_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '-') && !after.is_some_and(char::is_alphanumeric)
}

/// Whether the case matches: an abbreviation ("MI") must have its capitals, other words may begin a sentence.
fn same_case(found: &str, form: &str) -> bool {
    let shouted = form.chars().skip(1).any(char::is_uppercase);
    !shouted || found == form
}

/// Whether terms are linked in texts on pages of `kind`.
pub(super) fn applies(kind: Kind) -> bool {
    !matches!(kind, Kind::Edition | Kind::Criterion)
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn folding_keeps_every_byte_in_its_place() {
        for text in ["İ visoøø VISO ẞ", "Åben\ndør", "ÆØÅ"] {
            assert_eq!(folded(text).len(), text.len(), "{text}");
        }
        assert_eq!(folded("Åben\ndør"), "åben dør");
    }
}
