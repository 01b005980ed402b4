//! A law and the site's quotations of it: which paragraphs and subsections (stykker) have other words, which have moved or
//! are gone, and who cites them.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use super::Wanted;
use super::words::{Difference, difference, similarity, words};
use crate::build::{LawEdition, QuotedParagraph};
use crate::error::Error;
use crate::import::law::{self, Law, Paragraph};

/// How many words must be shared by two wordings under different numbers for one to be an edited version of the other, on
/// the scale of [`similarity`].
const ALIKE: f64 = 0.6;
/// How many words a wording must have to be recognised in another paragraph: "(Ophævet)" is in many.
const TELLING: usize = 5;

/// A comparison of a law with all editions of a site that quote it.
#[derive(Debug, Serialize)]
pub(super) struct Comparison {
    statute: String,
    paragraphs: Vec<Compared>,
}

/// A paragraph of the site, compared with the law.
#[derive(Debug, Serialize)]
struct Compared {
    edition: String,
    file: String,
    number: String,
    /// Number of its subsections on the site.
    subsections: usize,
    /// What is wrong with the paragraph as a whole.
    problem: Option<String>,
    /// The subsections that differ, in order.
    changes: Vec<Changed>,
    /// The subsections of the law that the site does not have.
    new: Vec<usize>,
    /// The files that cite the paragraph without a subsection.
    cited_by: Vec<String>,
}

/// What became of a subsection.
#[derive(Debug, Serialize)]
struct Changed {
    /// Its number on the site.
    subsection: usize,
    /// Its number in the law, or paragraph and number; `None` if it is gone.
    now: Option<String>,
    /// Where its words differ; `None` if they are the same, or if it is gone.
    difference: Option<Difference>,
    /// The files that cite it.
    cited_by: Vec<String>,
}

/// Compares `law` with the paragraphs of its statute in `editions`.
pub(super) fn editions(law: &Law, wanted: &Wanted, editions: &[LawEdition]) -> Result<Comparison, Error> {
    let Wanted { statute, numbers } = wanted;
    let all = || editions.iter().flat_map(|edition| edition.paragraphs.iter().map(move |quoted| (edition, quoted)));
    let of_statute = || all().filter(|(_, quoted)| quoted.statute == *statute);
    if of_statute().next().is_none() {
        let known: BTreeSet<&str> = all().map(|(_, quoted)| quoted.statute.as_str()).collect();
        let help = match known.is_empty() {
            true => "it quotes no law at all".to_owned(),
            false => format!("it quotes {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        };
        let next = "name another statute with --statute, or write an edition with --to, such as --to lovgivning/2026";
        return Err(Error::Usage(format!("the site has no paragraph of {statute}, {help}; {next}")));
    }
    for number in numbers.iter().flatten() {
        if !of_statute().any(|(_, quoted)| quoted.number == *number) {
            return Err(Error::Usage(format!("the site has no § {number} of {statute}; correct --paragraphs")));
        }
    }
    let quoted = of_statute().filter(|(_, quoted)| wanted.has(&quoted.number));
    let paragraphs = quoted.map(|(edition, quoted)| compared(law, edition, quoted)).collect();
    Ok(Comparison { statute: statute.clone(), paragraphs })
}

fn compared(law: &Law, edition: &LawEdition, quoted: &QuotedParagraph) -> Compared {
    let paragraph = law.paragraph(&quoted.number);
    let problem = match paragraph {
        None => Some(match law.range_with(&quoted.number) {
            Some(range) => format!("the law has no § {} of its own, only {}", quoted.number, range.name()),
            None => format!("the law has no § {}", quoted.number),
        }),
        Some(Paragraph { unquotable: Some(why), line, .. }) => {
            Some(format!("cannot be compared: {why} (line {line} of the file)"))
        }
        Some(_) => None,
    };
    let (changes, new) = match paragraph {
        Some(Paragraph { unquotable: Some(_), .. }) => Default::default(),
        paragraph => subsections(law, paragraph, quoted),
    };
    Compared {
        edition: edition.id.clone(),
        file: quoted.file.clone(),
        number: quoted.number.clone(),
        subsections: quoted.subsections.len(),
        problem,
        changes,
        new,
        cited_by: quoted.cited_by.clone(),
    }
}

/// The subsections of `quoted` that differ from those of `paragraph`, and the numbers of those that only the law has.
fn subsections(law: &Law, paragraph: Option<&Paragraph>, quoted: &QuotedParagraph) -> (Vec<Changed>, Vec<usize>) {
    let theirs: &[String] = paragraph.map_or(&[], |paragraph| &paragraph.subsections);
    let ours = &quoted.subsections;
    let mut pairs = Pairs::of_same_words(ours, theirs);
    let unpaired = |at: usize, text: &String| match pairs.of[at] {
        None => other_paragraph(law, &quoted.number, text),
        Some(_) => None,
    };
    let elsewhere: Vec<Option<String>> = ours.iter().enumerate().map(|(at, text)| unpaired(at, text)).collect();
    pairs.add_alike(ours, theirs, &elsewhere);
    let mut changes = Vec::new();
    for (at, elsewhere) in elsewhere.into_iter().enumerate() {
        let changed = |now: Option<String>, difference: Option<Difference>| {
            let cited_by = quoted.subsection_cited_by.get(&(at + 1)).cloned().unwrap_or_default();
            Changed { subsection: at + 1, now, difference, cited_by }
        };
        match pairs.of[at] {
            Some(other) => {
                let difference = difference(&ours[at], &theirs[other]);
                if other != at || difference.is_some() {
                    changes.push(changed(Some(format!("stk. {}", other + 1)), difference));
                }
            }
            None => changes.push(changed(elsewhere, None)),
        }
    }
    let new = (0..theirs.len()).filter(|at| pairs.is_free(*at)).map(|at| at + 1).collect();
    (changes, new)
}

/// Which subsection of the law each one of the site has become; all positions are counted from 0.
struct Pairs {
    of: Vec<Option<usize>>,
}

impl Pairs {
    /// Pairs those with the same words, first under the same number, then under another.
    fn of_same_words(ours: &[String], theirs: &[String]) -> Self {
        let is_same = |at: usize, other: usize| theirs.get(other).is_some_and(|other| words(&ours[at]) == words(other));
        let mut pairs = Self { of: (0..ours.len()).map(|at| is_same(at, at).then_some(at)).collect() };
        for at in 0..ours.len() {
            if pairs.of[at].is_none() {
                pairs.of[at] = (0..theirs.len()).find(|other| pairs.is_free(*other) && is_same(at, *other));
            }
        }
        pairs
    }

    /// Pairs what is left and not `elsewhere` in the law: those that share most words, then those under the same number.
    fn add_alike(&mut self, ours: &[String], theirs: &[String], elsewhere: &[Option<String>]) {
        let open: Vec<usize> =
            (0..ours.len()).filter(|at| self.of[*at].is_none() && elsewhere[*at].is_none()).collect();
        let free: Vec<usize> = (0..theirs.len()).filter(|other| self.is_free(*other)).collect();
        let all = open.iter().flat_map(|at| free.iter().map(move |other| (*at, *other)));
        let mut alike: Vec<(f64, usize, usize)> = all
            .map(|(at, other)| (similarity(&ours[at], &theirs[other]), at, other))
            .filter(|(similarity, ..)| *similarity >= ALIKE)
            .collect();
        // Of equally similar ones, those whose numbers are closest.
        alike.sort_by(|one, other| {
            other.0.total_cmp(&one.0).then_with(|| one.1.abs_diff(one.2).cmp(&other.1.abs_diff(other.2)))
        });
        let same_number = open.iter().filter(|at| **at < theirs.len()).map(|at| (*at, *at));
        for (at, other) in alike.into_iter().map(|(_, at, other)| (at, other)).chain(same_number) {
            if self.of[at].is_none() && self.is_free(other) {
                self.of[at] = Some(other);
            }
        }
    }

    /// Whether the subsection `other` of the law belongs to no pair.
    fn is_free(&self, other: usize) -> bool {
        !self.of.contains(&Some(other))
    }
}

/// Where the law has the words of `text` outside paragraph `number`: "§ 102, stk. 1".
fn other_paragraph(law: &Law, number: &str, text: &str) -> Option<String> {
    let text = words(text);
    if text.len() < TELLING {
        return None;
    }
    law.paragraphs.iter().filter(|other| other.number != number).find_map(|other| {
        let at = other.subsections.iter().position(|theirs| words(theirs) == text)?;
        Some(format!("{}, stk. {}", other.name(), at + 1))
    })
}

impl Compared {
    fn differs(&self) -> bool {
        self.problem.is_some() || !self.changes.is_empty() || !self.new.is_empty()
    }

    fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{} ({}): {}", law::name(&self.number), self.edition, self.file)?;
        if let Some(problem) = &self.problem {
            writeln!(out, "  {problem}")?;
        }
        for changed in &self.changes {
            let own = format!("stk. {}", changed.subsection);
            match (&changed.now, &changed.difference) {
                (None, _) => writeln!(out, "  {own} no longer exists")?,
                (Some(now), None) => writeln!(out, "  {own} is now {now}, in the same words")?,
                (Some(now), Some(_)) if *now == own => writeln!(out, "  {own} has other words:")?,
                (Some(now), Some(_)) => writeln!(out, "  {own} is now {now}, in other words:")?,
            }
            if let Some(Difference { before, site, law, after }) = &changed.difference {
                let sides = [("site", site), ("law", law)];
                for (side, words) in sides {
                    let shown = [before.as_str(), &format!("[{words}]"), after];
                    let shown: Vec<&str> = shown.into_iter().filter(|part| !part.is_empty()).collect();
                    writeln!(out, "    {:<6}{}", format!("{side}:"), shown.join(" "))?;
                }
            }
            tell_citing(out, "    cited by", &changed.cited_by)?;
        }
        for number in &self.new {
            writeln!(out, "  stk. {number} of the law is not on the site")?;
        }
        tell_citing(out, "  cited as a whole by", &self.cited_by)
    }
}

fn tell_citing(out: &mut impl Write, what: &str, files: &[String]) -> io::Result<()> {
    files.iter().try_for_each(|file| writeln!(out, "{what} {file}"))
}

impl Comparison {
    /// Whether anything differs.
    pub(super) fn differs(&self) -> bool {
        self.paragraphs.iter().any(Compared::differs)
    }

    /// Prints what differs, then a summary.
    pub(super) fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        for compared in self.paragraphs.iter().filter(|compared| compared.differs()) {
            compared.tell(out)?;
        }
        let all = self.paragraphs.len();
        match self.paragraphs.iter().filter(|compared| compared.differs()).count() {
            0 => {
                let stykker: usize = self.paragraphs.iter().map(|compared| compared.subsections).sum();
                writeln!(out, "Nothing differs. Paragraphs of {}: {all}; stykker: {stykker}.", self.statute)
            }
            different => writeln!(out, "The law differs in {different} of {all} paragraphs of {}.", self.statute),
        }
    }
}
