//! Statements as RDF, written as Turtle and as JSON-LD: the same graph in both, sorted, so that the same site gives the same
//! bytes.
//!
//! Knows the two syntaxes and the vocabularies, and not what is stated. Every node has an IRI: there are no blank nodes.

use std::collections::BTreeMap;

use oxrdf::vocab::rdf;
use oxrdf::{Literal, NamedNode, Term, Triple};
use oxttl::TurtleSerializer;
use serde::Serialize;

use crate::error::Error;
use crate::model::Syntax;
use crate::render::json;

/// The vocabularies and their usual prefixes.
const PREFIXES: [(&str, &str); 6] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The statements of one file.
pub(super) struct Graph<'f> {
    /// The file, from the output folder.
    file: &'f str,
    triples: Vec<Triple>,
}

/// A JSON-LD file. Its context is in it, so no program has to fetch one.
#[derive(Serialize)]
struct JsonLd<'g> {
    #[serde(rename = "@context")]
    context: BTreeMap<&'static str, &'static str>,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'g>>,
}

/// Everything that is stated about one subject.
#[derive(Serialize)]
struct Node<'g> {
    #[serde(rename = "@id")]
    id: &'g str,
    #[serde(rename = "@type")]
    types: Vec<String>,
    /// Always lists, so that programs that know nothing of RDF can read them.
    #[serde(flatten)]
    values: BTreeMap<String, Vec<Value<'g>>>,
}

#[derive(Serialize, Default)]
struct Value<'g> {
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<&'g str>,
    #[serde(rename = "@value", skip_serializing_if = "Option::is_none")]
    value: Option<&'g str>,
    #[serde(rename = "@language", skip_serializing_if = "Option::is_none")]
    language: Option<&'g str>,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    datatype: Option<String>,
}

impl<'f> Graph<'f> {
    /// An empty graph for the file at `file`.
    pub(super) fn new(file: &'f str) -> Self {
        Self { file, triples: Vec::new() }
    }

    /// The resource at `address`, which must be an absolute IRI.
    pub(super) fn iri(&self, address: impl Into<String>) -> Result<NamedNode, Error> {
        NamedNode::new(address).map_err(Error::rdf(self.file))
    }

    /// The resource at `address`, and that it is a `class`.
    pub(super) fn typed(&mut self, address: impl Into<String>, class: &str) -> Result<NamedNode, Error> {
        let node = self.iri(address)?;
        self.is_a(&node, class);
        Ok(node)
    }

    /// States `predicate`, such as "skos:related", of `subject`.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), word(predicate), object));
    }

    /// States that `subject` is a `class`, such as "skos:Concept".
    pub(super) fn is_a(&mut self, subject: &NamedNode, class: &str) {
        self.triples.push(Triple::new(subject.clone(), rdf::TYPE, word(class)));
    }

    /// States a text in `language`, a language tag; nothing if the text is blank.
    pub(super) fn text(
        &mut self,
        subject: &NamedNode,
        predicate: &str,
        text: &str,
        language: &str,
    ) -> Result<(), Error> {
        if !text.trim().is_empty() {
            let literal = Literal::new_language_tagged_literal(text, language).map_err(Error::rdf(self.file))?;
            self.add(subject, predicate, literal);
        }
        Ok(())
    }

    /// States a day, such as 2026-11-24.
    pub(super) fn day(&mut self, subject: &NamedNode, predicate: &str, day: &str) {
        self.add(subject, predicate, Literal::new_typed_literal(day, word("xsd:date")));
    }

    /// The bytes of the file.
    pub(super) fn bytes(mut self, syntax: Syntax) -> Result<Vec<u8>, Error> {
        let order = |triple: &Triple| {
            let type_first = triple.predicate != rdf::TYPE;
            (triple.subject.to_string(), type_first, triple.predicate.to_string(), triple.object.to_string())
        };
        self.triples.sort_by_cached_key(order);
        self.triples.dedup();
        match syntax {
            Syntax::Turtle => self.turtle(),
            Syntax::JsonLd => json::file(self.file, &self.json_ld()),
        }
    }

    fn turtle(&self) -> Result<Vec<u8>, Error> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, vocabulary) in self.prefixes() {
            serializer = serializer.with_prefix(prefix, vocabulary).map_err(Error::rdf(self.file))?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            writer.serialize_triple(triple).map_err(Error::rdf(self.file))?;
        }
        writer.finish().map_err(Error::rdf(self.file))
    }

    fn json_ld(&self) -> JsonLd<'_> {
        let nodes = self.triples.chunk_by(|a, b| a.subject == b.subject).filter_map(|about| {
            let oxrdf::NamedOrBlankNode::NamedNode(subject) = &about.first()?.subject else { return None };
            let mut node = Node { id: subject.as_str(), types: Vec::new(), values: BTreeMap::new() };
            for Triple { predicate, object, .. } in about {
                match object {
                    Term::NamedNode(class) if *predicate == rdf::TYPE => node.types.push(compact(class)),
                    object => node.values.entry(compact(predicate)).or_default().push(value(object)),
                }
            }
            Some(node)
        });
        JsonLd { context: self.prefixes().collect(), graph: nodes.collect() }
    }

    /// The prefixes that occur.
    fn prefixes(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let occurs = |vocabulary: &str| {
            self.triples.iter().any(|Triple { predicate, object, .. }| {
                predicate.as_str().starts_with(vocabulary)
                    || match object {
                        Term::NamedNode(node) => node.as_str().starts_with(vocabulary),
                        Term::Literal(literal) => literal.datatype().as_str().starts_with(vocabulary),
                        Term::BlankNode(_) => false,
                    }
            })
        };
        PREFIXES.into_iter().filter(move |(_, vocabulary)| occurs(vocabulary))
    }
}

/// The IRI of a word with a prefix: "skos:Concept".
fn word(compact: &str) -> NamedNode {
    let split = compact.split_once(':');
    let known = split.and_then(|(prefix, name)| {
        let (_, vocabulary) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some(format!("{vocabulary}{name}"))
    });
    debug_assert!(known.is_some(), "{compact} has a known prefix");
    NamedNode::new_unchecked(known.unwrap_or_else(|| compact.to_owned()))
}

/// An IRI as short as it can be written: "skos:Concept".
fn compact(node: &NamedNode) -> String {
    let short =
        |(prefix, vocabulary): &(&str, &str)| Some(format!("{prefix}:{}", node.as_str().strip_prefix(vocabulary)?));
    PREFIXES.iter().find_map(short).unwrap_or_else(|| node.as_str().to_owned())
}

fn value(object: &Term) -> Value<'_> {
    match object {
        Term::NamedNode(node) => Value { id: Some(node.as_str()), ..Value::default() },
        Term::BlankNode(node) => Value { id: Some(node.as_str()), ..Value::default() },
        Term::Literal(literal) => {
            let language = literal.language();
            let is_plain = language.is_some() || literal.datatype() == oxrdf::vocab::xsd::STRING;
            Value {
                id: None,
                value: Some(literal.value()),
                language,
                datatype: (!is_plain).then(|| compact(&literal.datatype().into_owned())),
            }
        }
    }
}
