//! The texts in an example's front matter: its references and the editors' own words.

use crate::diagnostic::Spanned;
use crate::load::example::{ExampleFront, Reason};
use crate::model::Page;
use crate::text::references::{Reference, Target};
use crate::text::{Collector, Pointer, PointerId};

impl Collector<'_> {
    /// Collects pointers and words. Quotations and remarks are the source's words and are not counted.
    pub(super) fn example(&mut self, page: &Page, example: &ExampleFront) {
        let indicators = self.reasons(Target::Indicator, &example.indicators);
        let recommendations = self.reasons(Target::Recommendation, &example.recommendations);
        self.outline.example_targets = [indicators, recommendations].concat();
        let reasons = example.indicators.iter().chain(&example.recommendations).map(|reason| &reason.reason);
        let steps = example.steps.iter().flat_map(|step| [&step.title, &step.text]);
        let own = page.front().description.iter().chain(&example.cautions).chain(&example.ask);
        for text in own.chain(steps).chain(reasons) {
            self.read(text);
            self.end_sentence();
        }
        let steps = example.steps.iter().flat_map(|step| [&step.title, &step.text]);
        for text in example.cautions.iter().chain(steps).chain(&example.ask) {
            self.documents.block(text, None);
        }
        // Quotations belong to their sources, and the reasons are about other pages.
        for quotation in example.quotations() {
            self.documents.hint(&quotation.text.value);
        }
    }

    fn reasons(&mut self, target: Target, reasons: &[Reason]) -> Vec<PointerId> {
        let mut pointers = Vec::new();
        for Reason { id: Spanned { value, span }, .. } in reasons {
            let reference = Reference { target, id: value.clone(), part: None, edition: None };
            pointers.push(self.point(Pointer::Reference(reference), *span));
        }
        pointers
    }
}
