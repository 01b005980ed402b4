//! Detects unfinished files: placeholders that `vejviser new` wrote for an editor to replace, and conflict markers that
//! version control leaves where two changes meet.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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
    pub(super) const ALL: [&str; 12] =
        [BODY, DESCRIPTION, NOTICE, CRITERION, INDICATOR, QUESTION, ASK, PARAGRAPH, SUBSECTION, EXAMPLE, REASON, YEAR];
}

/// The lines that version control puts around the two texts where changes meet.
const CONFLICT: [&str; 2] = ["<<<<<<<", ">>>>>>>"];

/// Finds all of these in one pass over a text. No such text is part of another, so the order does not matter.
static SIGNS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(placeholder::ALL.iter().chain(&CONFLICT)).ok());

/// Reports the placeholders and conflict markers in the text of `file`.
pub(super) fn check(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut warn = |range: std::ops::Range<usize>, message: &str, help: &str| {
        diagnostics.push(Diagnostic::warning(Code::UnfinishedText, file, Span::new(range, 0), message).help(help));
    };
    let begins_line = |at: usize| at == 0 || text[..at].ends_with('\n');
    let ends_word = |at: usize| text[at..].is_empty() || text[at..].starts_with([' ', '\n', '\r']);
    for found in SIGNS.iter().flat_map(|signs| signs.find_iter(text)) {
        if placeholder::ALL.contains(&&text[found.range()]) {
            warn(found.range(), "placeholder text not replaced", "replace it, or remove the key or line");
        } else if begins_line(found.start()) && ends_word(found.end()) {
            let help = "choose which of the two texts to keep, and remove the lines with <<<<<<<, ======= and >>>>>>>";
            warn(found.range(), "unresolved conflict between two changes to this file", help);
        }
    }
}
