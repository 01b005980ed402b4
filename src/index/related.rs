//! Related passages: for every indicator and recommendation, the sections of the library that share its rare words.
//!
//! Like tantivy's `MoreLikeThisQuery`: every word of the questions becomes a term, weighted by its rarity times the
//! square root of its frequency. That query takes its terms from a hash map, so equal scores come in any order; here
//! the terms are sorted, and the same site gets the same passages in every build.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::ids::PageId;
use crate::import::Section;
use crate::index::Passage;
use crate::link::Linked;
use crate::load::front::Kind;
use crate::model::Site;

/// Maximum number of passages on a page.
const SHOWN: usize = 5;
/// Maximum number of passages from one publication.
const FROM_ONE: usize = 2;
/// Minimum number of words in a section that is worth suggesting.
const SUBSTANCE: usize = 60;
/// Minimum score of a passage, as a share of the best score.
const NEAR: f32 = 0.5;

/// Finds the passages for every indicator and recommendation.
pub(super) fn find(linked: Linked<'_>) -> tantivy::Result<BTreeMap<PageId, Vec<Passage>>> {
    let site = linked.site;
    let documents = documents(site);
    if documents.is_empty() {
        return Ok(BTreeMap::new());
    }
    let library = Library::build(&documents)?;
    let asked = asked(linked);
    let found: Vec<(PageId, Vec<Passage>)> = asked
        .par_iter()
        .map(|(page, words)| Ok((*page, library.near(&documents, words)?)))
        .collect::<tantivy::Result<_>>()?;
    Ok(found.into_iter().filter(|(_, passages)| !passages.is_empty()).collect())
}

/// A section and its text.
struct PassageText {
    passage: Passage,
    text: String,
}

/// The sections with substance of their own. Publications with an edition are left out: their text is in the
/// repository, and its editors link it.
fn documents(site: &Site) -> Vec<PassageText> {
    let mut documents = Vec::new();
    for (id, publication) in site.publications.iter_enumerated().filter(|(_, found)| found.edition.is_none()) {
        for (at, section) in publication.sections.iter_enumerated() {
            if section.annex || section.aside || publication.page_of_section(at).is_none() {
                continue;
            }
            let text = text_of(section);
            if crate::import::count_words(&text) >= SUBSTANCE {
                documents.push(PassageText { passage: (id, at), text });
            }
        }
    }
    documents
}

fn text_of(section: &Section) -> String {
    let mut text = section.title.clone();
    for leaf in section.leaves() {
        text.push('\n');
        text.push_str(&leaf.text);
    }
    text
}

/// The text to compare for each indicator and recommendation: wording and questions.
fn asked(Linked { site, texts, links }: Linked<'_>) -> Vec<(PageId, String)> {
    let question = |indicator: PageId, position: usize| {
        texts[indicator].outline.questions.get(position).map_or("", |question| question.plain.as_str())
    };
    let mut asked = Vec::new();
    for (id, page) in site.pages.iter_enumerated() {
        let words: Vec<&str> = match page.kind() {
            Kind::Indicator => {
                let questions = (0..page.questions().len()).map(|position| question(id, position));
                std::iter::once(page.wording()).chain(questions).collect()
            }
            Kind::Recommendation => {
                links.uses.citations_of(&[id]).map(|used| question(used.indicator, used.question - 1)).collect()
            }
            _ => continue,
        };
        if !words.is_empty() {
            asked.push((id, words.join("\n")));
        }
    }
    asked
}

/// A searchable index of the sections.
struct Library {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    text: Field,
    number: Field,
}

impl Library {
    fn build(documents: &[PassageText]) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("danish").set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", STORED);
        let index = Index::create_in_ram(schema.build());
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::Danish))
            .build();
        index.tokenizers().register("danish", analyzer.clone());
        // One thread writes one segment, and the same one every time.
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
        for (at, found) in (0_u64..).zip(documents) {
            let mut document = TantivyDocument::new();
            document.add_text(text, &found.text);
            document.add_u64(number, at);
            writer.add_document(document)?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        Ok(Self { searcher, analyzer, text, number })
    }

    /// The sections nearest to `words`, nearest first.
    fn near(&self, documents: &[PassageText], words: &str) -> tantivy::Result<Vec<Passage>> {
        let mut frequencies: BTreeMap<String, f32> = BTreeMap::new();
        let mut analyzer = self.analyzer.clone();
        let mut tokens = analyzer.token_stream(words);
        tokens.process(&mut |token| {
            if token.text.chars().count() > 3 {
                *frequencies.entry(token.text.clone()).or_default() += 1.0;
            }
        });
        let all = self.searcher.num_docs() as f32;
        let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (word, frequency) in frequencies {
            let term = Term::from_field_text(self.text, &word);
            let with = self.searcher.doc_freq(&term)? as f32;
            if with == 0.0 {
                continue;
            }
            let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            terms.push((Occur::Should, Box::new(BoostQuery::new(Box::new(query), frequency.sqrt() * rarity))));
        }
        let top = self.searcher.search(&BooleanQuery::new(terms), &TopDocs::with_limit(4 * SHOWN).order_by_score())?;
        let best = top.first().map_or(0.0, |(score, _)| *score);
        let mut passages: Vec<Passage> = Vec::new();
        for (score, address) in top {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let number = document.get_first(self.number).and_then(|value| value.as_u64()).unwrap_or(0);
            let Some(found) = usize::try_from(number).ok().and_then(|number| documents.get(number)) else {
                continue;
            };
            let publication = found.passage.0;
            let before = passages.iter().filter(|(other, _)| *other == publication).count();
            if score >= best * NEAR && before < FROM_ONE && passages.len() < SHOWN {
                passages.push(found.passage);
            }
        }
        Ok(passages)
    }
}
