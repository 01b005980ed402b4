//! The texts in the front matter: questions, subsections (stykker), wordings, and the references in them.

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::load::front::{Detail, Editorial, Kind};
use crate::model::{Page, subsection_anchor};
use crate::text::references::{self, Reference, Target};
use crate::text::{Collector, Part, Pointer, PointerId, QuestionText, raw};

impl Collector<'_> {
    /// Collects all texts in the front matter of `page`.
    pub(super) fn front_matter(&mut self, page: &Page) {
        let front = page.front();
        if matches!(front.kind, Kind::Term | Kind::Example | Kind::Edition | Kind::Section) {
            // The templates of these kinds begin with the description.
            self.documents.block(front.description.as_deref().unwrap_or_default(), None);
        }
        match &front.detail {
            Detail::Example(example) => self.example(page, example),
            Detail::Indicator { text, lead, law, questions, .. } => {
                self.documents.block(&text.value, None);
                self.documents.block(lead, None);
                self.documents.part();
                self.outline.law = self.alone("law", law);
                for (position, question) in (1..).zip(questions) {
                    for prompt in question.editorial.iter().flat_map(|editorial| &editorial.ask) {
                        self.read(&prompt.text);
                        self.end_sentence();
                    }
                    let hint = question.editorial.as_ref().map(editorial_words).unwrap_or_default();
                    let anchor = page.question_anchor(position);
                    self.documents.alone(Part::Question(position), anchor, &question.text.value, hint);
                    let text = self.question(&question.text);
                    self.outline.questions.push(text);
                }
            }
            Detail::Criterion { text, .. } => {
                self.documents.block(text, None);
                self.documents.part();
            }
            Detail::Recommendation { wording: Some(wording), .. } => self.documents.block(wording, None),
            Detail::Term { expansion, synonyms, forms, .. } => {
                self.documents.block(expansion.as_deref().unwrap_or_default(), None);
                for word in synonyms.iter().chain(forms.iter().map(|form| &form.value)) {
                    self.documents.hint(word);
                }
            }
            Detail::Paragraph { subsections, .. } => {
                // The law's own words ("jf. stk. 2") are not typed references.
                let references = std::mem::replace(&mut self.references, false);
                for (number, subsection) in (1..).zip(subsections) {
                    let anchor = subsection_anchor(number);
                    self.documents.alone(Part::Subsection(number), anchor, &subsection.value, String::new());
                    let html = self.inline(&subsection.value, subsection.span).0;
                    self.outline.subsections.push(html);
                }
                self.references = references;
            }
            _ => {}
        }
        self.outline.see_also = self.alone("see_also", &front.see_also);
        for text in &front.extra_texts {
            self.outline.active.extend(raw::in_front_matter(&text.value, text.span));
        }
        for link in &front.extra_links {
            let pointer = self.point(Pointer::Link { address: link.value.clone(), image: false }, link.span);
            self.outline.extra_links.push((link.value.clone(), pointer));
        }
    }

    fn question(&mut self, text: &Spanned<String>) -> QuestionText {
        let split = reference_start(&text.value);
        let plain = text.value[..split].trim_end();
        let tail = text.value[split..].trim_start();
        let start = u32::try_from(text.value.len() - tail.len()).unwrap_or(0);
        let (html, mut found) = self.inline(plain, text.span);
        let (tail, in_tail) = self.inline(tail, Span { start: text.span.start + start, end: text.span.end });
        found.extend(in_tail);
        let is_cite = |id: &PointerId| {
            matches!(
                self.outline.pointers.get(*id as usize),
                Some((
                    Pointer::Reference(Reference {
                        target: Target::Recommendation | Target::Guideline | Target::Section,
                        ..
                    }),
                    _
                ))
            )
        };
        let cites = found.into_iter().filter(is_cite).collect();
        QuestionText { plain: plain.to_owned(), text: html, tail, cites }
    }

    /// Parses references that are entries of a list in the front matter.
    fn alone(&mut self, key: &str, texts: &[Spanned<String>]) -> Vec<PointerId> {
        let mut pointers = Vec::new();
        for text in texts {
            match references::alone(&text.value) {
                Some(reference) => pointers.push(self.point(Pointer::Reference(reference), text.span)),
                None => self.report(
                    Diagnostic::error(Code::InvalidValue, "", text.span, format!("`{}` in `{key}` is not a reference", text.value))
                        .help("give one reference, such as \"anvisning 3.1.1 (2020)\", \"indikator 5.c\", \"begreb viso\" or \"servicelovens § 101, stk. 4\""),
                ),
            }
        }
        pointers
    }
}

/// The editors' suggestion for a question, as words that lead to it.
fn editorial_words(editorial: &Editorial) -> String {
    let prompts = editorial.ask.iter().map(|prompt| &prompt.text);
    prompts.chain(&editorial.documents).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Where the reference at the end of a question begins: "Se anvisning 2.2.4", "(se 3.1 Retningslinje for …)". The
/// reference must directly follow the word, and no other sentence may follow the reference; otherwise the text is not
/// split.
fn reference_start(text: &str) -> usize {
    let words = ["Se ", "(se ", "(Se "].into_iter().flat_map(|word| text.match_indices(word));
    let is_end = |&(at, word): &(usize, &str)| {
        let tail = &text[at + word.len()..];
        let alone = at == 0 || text[..at].ends_with(char::is_whitespace);
        let at_once = references::find(tail).first().is_some_and(|found| found.range.start == 0);
        let last = tail.trim_end_matches(['.', ')', ' ']);
        alone && at_once && !last.contains(['?', '!', ')']) && !last.contains(". ")
    };
    words.filter(is_end).map(|(at, _)| at).max().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::reference_start;

    #[test]
    fn a_reference_is_split_off_only_at_the_end() {
        let split = |text: &'static str| text.split_at(reference_start(text));
        assert_eq!(split("Gør I det? Se anvisning 3.1.1").1, "Se anvisning 3.1.1");
        assert_eq!(split("Gør I det?\nSe anvisning 3.1.1").1, "Se anvisning 3.1.1");
        assert_eq!(split("Gør I det? (Se anvisning 3.1.1)").1, "(Se anvisning 3.1.1)");
        assert_eq!(split("Gør I det? Se afsnit 1.1 om formål med NR").1, "Se afsnit 1.1 om formål med NR");
        assert_eq!(
            split("Gør I? (se 3.1 Retningslinje for samarbejde og 3.2 Retningslinje for netværk)").1,
            "(se 3.1 Retningslinje for samarbejde og 3.2 Retningslinje for netværk)"
        );
        for whole in [
            "Se på planen. Følger I den (jf. anvisning 3.1.1)?",
            "Gør I det (se anvisning 3.1.1), og hvordan følger I op?",
            "Er det kendt? Fx lovændringerne i servicelovens § 101?",
        ] {
            assert_eq!(split(whole).1, "", "{whole}");
        }
    }
}
