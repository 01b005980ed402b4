//! Detects unfinished files: placeholders that `vejviser new` wrote for an editor to replace, and conflict markers that
//! version control leaves where two changes meet.

use crate::diagnostic::{Code, Diagnostic, Span};

/// The texts that `vejviser new` writes for an editor to replace.
pub(crate) mod placeholder {
    pub(crate) const BODY: &str = "Skriv teksten her.";
    pub(crate) const DESCRIPTION: &str = "Skriv én sætning om siden.";
    pub(crate) const NOTICE: &str = "Skriv, hvad læseren skal vide om udgaven.";
    pub(crate) const CRITERION: &str = "Skriv kriteriets ordlyd, ord for ord.";
    pub(crate) const INDICATOR: &str = "Skriv indikatorens ordlyd, ord for ord.";
    pub(crate) const QUESTION: &str = "Skriv spørgsmålet med dets henvisning, ord for ord.";
    pub(crate) const ASK: &str = "Skriv spørgsmålet, som man kan sige det højt?";
    pub(crate) const PARAGRAPH: &str = "Skriv én sætning om paragraffen.";
    pub(crate) const SUBSECTION: &str = "Skriv stykkets ordlyd, ord for ord.";
    pub(crate) const EXAMPLE: &str = "Skriv et åbent spørgsmål, som eksemplet giver anledning til?";
    pub(crate) const REASON: &str = "Skriv, hvorfor eksemplet hører til her.";
    pub(crate) const YEAR: &str = "Skriv kildens år.";
    /// The common prefix of all of them.
    pub(super) const BEGINNING: &str = "Skriv";
    pub(super) const ALL: [&str; 12] =
        [BODY, DESCRIPTION, NOTICE, CRITERION, INDICATOR, QUESTION, ASK, PARAGRAPH, SUBSECTION, EXAMPLE, REASON, YEAR];
}

/// Reports the placeholders and conflict markers in the text of `file`.
pub(super) fn check(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut warn = |range: std::ops::Range<usize>, message: &str, help: &str| {
        diagnostics.push(Diagnostic::warning(Code::UnfinishedText, file, Span::new(range, 0), message).help(help));
    };
    for (at, _) in text.match_indices(placeholder::BEGINNING) {
        if let Some(found) = placeholder::ALL.iter().find(|one| text[at..].starts_with(*one)) {
            warn(at..at + found.len(), "placeholder text not replaced", "replace it, or remove the key or line");
        }
    }
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mark = ["<<<<<<<", ">>>>>>>"].into_iter().find(|mark| {
            line.strip_prefix(mark).is_some_and(|rest| rest.starts_with([' ', '\n', '\r']) || rest.is_empty())
        });
        if let Some(mark) = mark {
            let help = "choose which of the two texts to keep, and remove the lines with <<<<<<<, ======= and >>>>>>>";
            warn(at..at + mark.len(), "unresolved conflict between two changes to this file", help);
        }
        at += line.len();
    }
}
