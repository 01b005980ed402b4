//! `vejviser search --evaluate`: measures the quality of the search on judged queries.
//!
//! A judgement names a search document by its id, or by words in its text (`snippet`) and their
//! source (`doc`). Snippets and texts are compared without case, white space and punctuation. Only documents of the
//! sources that a query was judged on count, since others may answer it as well. The gain is 2^grade - 1; the ideal
//! ranking is taken over all documents.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::index::ask::{Answer, Asking, ask};
use crate::index::store::{Store, Stored};
use crate::report::Format;

#[derive(Deserialize)]
struct Judged {
    id: String,
    query: String,
    #[serde(default)]
    kind: String,
    relevant: Vec<Relevant>,
}

#[derive(Deserialize)]
struct Relevant {
    #[serde(default)]
    snippet: String,
    #[serde(default)]
    id: String,
    doc: Option<String>,
    grade: u32,
}

/// The figures of one kind of query, as sums.
#[derive(Debug, Default, Clone, Serialize)]
struct Figures {
    queries: usize,
    ndcg: f64,
    mrr: f64,
    recall: f64,
    top3: f64,
    without_hits: usize,
}

/// Number of hits that are judged, and number of hits from which they are taken.
const JUDGED: usize = 10;
const LOOKED_THROUGH: usize = 100;

pub(super) fn run(store: &Store, file: &Path, format: Format) -> Result<bool, Error> {
    let text = std::fs::read_to_string(file).map_err(Error::read(file))?;
    let documents: Vec<(Stored, String)> = (0..u32::try_from(store.metadata.documents).unwrap_or(u32::MAX))
        .map(|document| {
            let stored = store.document(document)?;
            let squashed = squashed(&format!("{} {}", stored.title, stored.text));
            Ok((stored, squashed))
        })
        .collect::<Result<_, Error>>()?;
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    let mut not_there = Vec::new();
    let mut missed = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let judged: Judged = serde_json::from_str(line).map_err(|error| {
            Error::Usage(format!("{}:{number}: this is not a valid judged query: {error}", file.display()))
        })?;
        let grades = grades(&judged, &documents);
        if grades.is_empty() {
            not_there.push(judged.id);
            continue;
        }
        let docs: BTreeSet<&str> = judged.relevant.iter().filter_map(|relevant| relevant.doc.as_deref()).collect();
        let Answer { found, .. } = ask(store, &judged.query, Asking { wanted: &|_| true, pinned: false });
        let hits: Vec<u32> = found.iter().take(LOOKED_THROUGH).map(|found| found.document).collect();
        let of_doc = |document: &u32| {
            let doc = documents[*document as usize].0.doc.as_deref();
            docs.is_empty() || doc.is_some_and(|doc| docs.iter().any(|wanted| is_source(wanted, doc)))
        };
        let seen: Vec<u32> = hits.iter().copied().filter(of_doc).take(JUDGED).collect();
        let one = judge(&seen, &grades, hits.is_empty());
        if one.ndcg < 0.5 {
            missed.push(format!("{:.2}  {} [{}] {}", one.ndcg, judged.id, judged.kind, judged.query));
        }
        for kind in [judged.kind.as_str(), "all"] {
            figures.entry(kind.to_owned()).or_default().add(&one);
        }
    }
    for id in not_there {
        eprintln!("{id}: none of its answers is in this index");
    }
    let means: BTreeMap<String, Figures> = figures.into_iter().map(|(kind, sums)| (kind, sums.means())).collect();
    print(&means, &missed, format).map_err(Error::write(Path::new("console output")))?;
    Ok(true)
}

/// Whether `wanted` is the source `doc`, or the number of its text in the library.
fn is_source(wanted: &str, doc: &str) -> bool {
    const NUMBERS: [(&str, &str); 5] = [
        ("000", "sfi-2009-delrapport-4"),
        ("001", "kl-2009-inspirationskatalog"),
        ("002", "socialstyrelsen-2021-guideline"),
        ("003", "ankestyrelsen-2021-visitation"),
        ("004", "sfi-2009-delrapport-1"),
    ];
    wanted == doc || NUMBERS.contains(&(wanted, doc))
}

/// The grades of the documents that answer a query. A snippet that no document contains as a whole counts for those that
/// contain its first or last 60 %.
fn grades(judged: &Judged, documents: &[(Stored, String)]) -> BTreeMap<u32, u32> {
    let mut grades: BTreeMap<u32, u32> = BTreeMap::new();
    for relevant in &judged.relevant {
        let snippet = squashed(&relevant.snippet);
        let of_doc = |doc: &Option<String>| match (&relevant.doc, doc) {
            (Some(wanted), Some(doc)) => is_source(wanted, doc),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let mut put = |holds: &dyn Fn(&Stored, &str) -> bool| {
            let mut any = false;
            for (document, (stored, text)) in (0_u32..).zip(documents) {
                if of_doc(&stored.doc) && holds(stored, text) {
                    let grade = grades.entry(document).or_default();
                    *grade = (*grade).max(relevant.grade);
                    any = true;
                }
            }
            any
        };
        if snippet.is_empty() {
            put(&|stored, _| stored.id == relevant.id);
        } else if snippet.chars().count() >= 4 && !put(&|_, text| text.contains(&snippet)) {
            let letters: Vec<char> = snippet.chars().collect();
            let most = letters.len() * 3 / 5;
            if most >= 20 {
                let head: String = letters[..most].iter().collect();
                let tail: String = letters[letters.len() - most..].iter().collect();
                put(&|_, text| text.contains(&head) || text.contains(&tail));
            }
        }
    }
    grades
}

fn judge(seen: &[u32], grades: &BTreeMap<u32, u32>, nothing: bool) -> Figures {
    let gain = |grade: u32| f64::from(2_u32.pow(grade.min(8)) - 1);
    let discount = |place: usize| ((place + 2) as f64).log2();
    let mut ideal: Vec<u32> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = ideal.iter().take(JUDGED).enumerate().map(|(place, grade)| gain(*grade) / discount(place)).sum();
    let answers: Vec<(usize, u32)> = seen
        .iter()
        .enumerate()
        .filter_map(|(place, document)| grades.get(document).map(|grade| (place, *grade)))
        .collect();
    let gained: f64 = answers.iter().map(|(place, grade)| gain(*grade) / discount(*place)).sum();
    Figures {
        queries: 1,
        ndcg: if best > 0.0 && gained > 0.0 { gained / best } else { 0.0 },
        mrr: answers.first().map_or(0.0, |(place, _)| 1.0 / (place + 1) as f64),
        recall: answers.len() as f64 / grades.len().min(JUDGED) as f64,
        top3: f64::from(u8::from(answers.iter().any(|(place, grade)| *place < 3 && *grade >= 2))),
        without_hits: usize::from(nothing),
    }
}

impl Figures {
    fn add(&mut self, one: &Self) {
        self.queries += one.queries;
        self.ndcg += one.ndcg;
        self.mrr += one.mrr;
        self.recall += one.recall;
        self.top3 += one.top3;
        self.without_hits += one.without_hits;
    }

    fn means(mut self) -> Self {
        let all = self.queries.max(1) as f64;
        for sum in [&mut self.ndcg, &mut self.mrr, &mut self.recall, &mut self.top3] {
            *sum = (*sum / all * 1e4).round() / 1e4;
        }
        self
    }
}

fn print(figures: &BTreeMap<String, Figures>, missed: &[String], format: Format) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if format == Format::Json {
        serde_json::to_writer(&mut out, figures)?;
        return writeln!(out);
    }
    writeln!(out, "| kind | queries | nDCG@10 | MRR | recall@10 | top 3 | no hits |")?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|")?;
    for (kind, Figures { queries, ndcg, mrr, recall, top3, without_hits }) in figures {
        writeln!(out, "| {kind} | {queries} | {ndcg:.3} | {mrr:.3} | {recall:.3} | {top3:.3} | {without_hits} |")?;
    }
    writeln!(out, "\nnDCG below 0.5:")?;
    for line in missed {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn squashed(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() || "æøåäöüé§".contains(letter) {
            squashed.push(letter);
        }
    }
    squashed
}
