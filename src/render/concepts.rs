//! `data/begreber.ttl` and `data/begreber.jsonld`: the glossary as a thesaurus in SKOS. A concept is known by the address of
//! its page.

use std::collections::BTreeSet;

use oxrdf::NamedNode;

use crate::error::Error;
use crate::ids::PageId;
use crate::link::Destination;
use crate::load::front::{Detail, Kind};
use crate::model::Syntax;
use crate::render::RenderContext;
use crate::render::rdf::Graph;

impl RenderContext<'_> {
    /// The bytes of the glossary at `path`.
    pub(super) fn concepts(&self, path: &str, syntax: Syntax) -> Result<Vec<u8>, Error> {
        let mut graph = Graph::new(path);
        for term in self.site.terms.values() {
            self.concept(&mut graph, *term)?;
        }
        graph.bytes(syntax)
    }

    fn concept(&self, graph: &mut Graph<'_>, term: PageId) -> Result<(), Error> {
        let (page, language) = (&self.site.pages[term], self.site.config.language.as_str());
        let front = page.front();
        let concept = self.resource(graph, &Destination::Page(term, None))?;
        let scheme = self.scheme(graph, term)?;
        graph.is_a(&concept, "skos:Concept");
        graph.add(&concept, "skos:inScheme", scheme.clone());
        graph.add(&concept, "skos:topConceptOf", scheme.clone());
        graph.add(&scheme, "skos:hasTopConcept", concept.clone());
        graph.text(&concept, "skos:prefLabel", &page.plain_label, language)?;
        graph.text(&concept, "skos:definition", front.description.as_deref().unwrap_or_default(), language)?;
        if let Detail::Term { expansion, synonyms, .. } = &front.detail {
            // Synonyms are words that lead to a term in a search, and not always names of it. A word may be only one of
            // the three kinds of label.
            let mut labels: BTreeSet<&str> = BTreeSet::from([page.plain_label.as_str()]);
            let words = expansion.iter().map(|name| ("skos:altLabel", name));
            for (label, word) in words.chain(synonyms.iter().map(|word| ("skos:hiddenLabel", word))) {
                if labels.insert(word) {
                    graph.text(&concept, label, word, language)?;
                }
            }
        }
        for destination in self.links.destinations[term].iter().flatten() {
            let Destination::Page(target, _) = destination else { continue };
            let relation = match self.site.pages[*target].kind() {
                Kind::Term if *target != term => "skos:related",
                Kind::Paragraph | Kind::Source | Kind::Passage => "dct:source",
                kind if kind.family().is_some() => "dct:references",
                _ => continue,
            };
            if relation == "skos:related" {
                // Whatever part of its page the link leads to.
                let other = self.resource(graph, &Destination::Page(*target, None))?;
                graph.add(&other, relation, concept.clone());
                graph.add(&concept, relation, other);
            } else {
                graph.add(&concept, relation, self.resource(graph, destination)?);
            }
        }
        Ok(())
    }

    /// The scheme that `term` belongs to: the section it is in.
    fn scheme(&self, graph: &mut Graph<'_>, term: PageId) -> Result<NamedNode, Error> {
        let section = self.glossary_of(term);
        let language = self.site.config.language.as_str();
        let scheme = self.resource(graph, &Destination::Page(section, None))?;
        let found = &self.site.pages[section];
        graph.is_a(&scheme, "skos:ConceptScheme");
        graph.text(&scheme, "dct:title", &found.label, language)?;
        graph.text(&scheme, "dct:description", found.front().description.as_deref().unwrap_or_default(), language)?;
        Ok(scheme)
    }

    /// The page of the glossary that has `term`: its section, or the home page if that has no page.
    pub(super) fn glossary_of(&self, term: PageId) -> PageId {
        let section = self.site.pages[term].parent.filter(|section| self.site.pages[*section].front().render);
        section.unwrap_or(self.site.home)
    }

    /// What is at `destination` on this site, by its absolute address.
    pub(super) fn resource(&self, graph: &Graph<'_>, destination: &Destination) -> Result<NamedNode, Error> {
        let base = self.site.config.base_url.as_deref().unwrap_or_default();
        graph.iri(format!("{base}/{}", destination.href(self.site, "")))
    }
}
