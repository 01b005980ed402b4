//! LIX, the measure used in Denmark for how hard a text is to read (Björnsson 1968): words per sentence plus the
//! percentage of words of more than six letters. Up to 40 is plain; texts by authorities are often above 55.

use serde::{Deserialize, Serialize};

/// Counts for LIX. Callers leave out headings, block quotes, tables, and links that are names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Readability {
    words: u32,
    long_words: u32,
    sentences: u32,
    /// Words since the end of the last sentence.
    open: u32,
}

impl Readability {
    /// Counts a stretch of running text. Skips words in quotation marks, which are somebody else's, and capitalised words
    /// inside a sentence, which are names.
    pub(crate) fn read(&mut self, text: &str) {
        let mut quoted = false;
        for word in text.split_whitespace() {
            let opens = word.starts_with(['"', '”', '“', '„', '»', '«']);
            let closes =
                word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).ends_with(['"', '”', '“', '»', '«']);
            let own = !(quoted || opens);
            quoted = (quoted || opens) && !closes;
            let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
            let name =
                self.open > 0 && word.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_uppercase);
            if own && letters > 0 && !name {
                self.words += 1;
                self.open += 1;
                self.long_words += u32::from(letters > 6);
            }
            if word.trim_end_matches([')', '"', '”', '“', '»', '«']).ends_with(['.', '!', '?', ':']) {
                self.end_sentence();
            }
        }
    }

    /// Ends a sentence, as a full stop or the end of a paragraph does.
    pub(crate) fn end_sentence(&mut self) {
        if self.open > 0 {
            self.sentences += 1;
            self.open = 0;
        }
    }

    /// The rounded LIX; `None` if there is no text.
    pub(crate) fn lix(&self) -> Option<u32> {
        let sentences = self.sentences + u32::from(self.open > 0);
        if self.words == 0 || sentences == 0 {
            return None;
        }
        let lix =
            f64::from(self.words) / f64::from(sentences) + 100.0 * f64::from(self.long_words) / f64::from(self.words);
        // At most the number of words plus 100.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
        Some(lix.round() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::Readability;

    fn lix(text: &str) -> Option<u32> {
        let mut counts = Readability::default();
        counts.read(text);
        counts.lix()
    }

    #[test]
    fn words_per_sentence_plus_long_words() {
        assert_eq!(lix("Du kan gå nu. Vi ses i dag."), Some(4));
        assert_eq!(lix("Borgerne bruger behandlingsplanen."), Some(3 + 67));
        assert_eq!(lix(""), None);
    }

    #[test]
    fn names_and_quotations_are_left_out() {
        assert_eq!(lix("Her er den fra Socialstyrelsen i dag."), lix("Her er den fra i dag."));
        assert_eq!(lix("Der står ”behandlingskrævende stofmisbrug” i den."), lix("Der står i den."));
    }
}
