//! `data/katalog.ttl` and `data/katalog.jsonld`: the record of the data files for catalogues of open data, in the form of
//! DCAT-AP 3.0 and DCAT-AP-DK 2.0.
//!
//! It says what the site knows of its data and leaves out the rest: dates are those that editors wrote, publisher and licence
//! those of `config.toml`.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNode;

use crate::error::Error;
use crate::ids::{EditionId, PageId};
use crate::link::Destination;
use crate::load::config::is_web_address;
use crate::model::{CATALOGUE, DataFile, Item, Late, Output, Syntax, schema_of};
use crate::render::RenderContext;
use crate::render::rdf::Graph;

/// The language of the words below.
const DANISH: &str = "da";

/// The languages that catalogues know, by their first tag.
const LANGUAGES: [(&str, &str); 5] = [("da", "DAN"), ("de", "DEU"), ("en", "ENG"), ("nb", "NOB"), ("sv", "SWE")];

/// Where the Publications Office of the EU names languages and file types.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// Where IANA names media types.
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";

/// The formats of data files: ending, media type and name in the EU's list of file types.
const FORMATS: [(&str, &str, &str); 3] = [
    ("json", "application/json", "JSON"),
    ("jsonld", "application/ld+json", "JSON_LD"),
    ("ttl", "text/turtle", "RDF_TURTLE"),
];

/// What a data file has, whatever its format.
struct Dataset {
    title: String,
    description: &'static str,
    /// Where people can read it.
    landing_page: Option<PageId>,
    /// The pages it is made of.
    pages: BTreeSet<PageId>,
}

/// A data file, and the ending of its name.
type File<'o> = (&'o Output, &'o str);

/// What is the same for all datasets.
struct Shared {
    publisher: Option<NamedNode>,
    contact: Option<NamedNode>,
    licence: Option<NamedNode>,
    language: Option<NamedNode>,
}

impl RenderContext<'_> {
    /// The bytes of the record at `path`.
    pub(super) fn catalogue(&self, path: &str, syntax: Syntax) -> Result<Vec<u8>, Error> {
        let (site, config) = (self.site, &self.site.config);
        let mut graph = Graph::new(path);
        let catalogue = self.entry(&graph, "katalog")?;
        let shared = self.shared(&mut graph)?;
        graph.is_a(&catalogue, "dcat:Catalog");
        graph.text(&catalogue, "dct:title", &config.title, &config.language)?;
        graph.text(&catalogue, "dct:description", &config.description, &config.language)?;
        let home = self.resource(&graph, &Destination::Page(site.home, None))?;
        graph.is_a(&home, "foaf:Document");
        graph.add(&catalogue, "foaf:homepage", home);
        shared.add(&mut graph, &catalogue);
        if let Some(licence) = &shared.licence {
            graph.add(&catalogue, "dct:license", licence.clone());
        }
        let mut datasets: BTreeMap<&str, (Dataset, Vec<File<'_>>)> = BTreeMap::new();
        for output in &site.outputs {
            let file = output.path.strip_prefix("data/").and_then(|name| name.rsplit_once('.'));
            let Some(((name, ending), about)) = file.zip(self.dataset(&output.item)) else { continue };
            datasets.entry(name).or_insert((about, Vec::new())).1.push((output, ending));
        }
        let modified = datasets.values().filter_map(|(about, _)| self.modified(about)).max();
        if let Some(day) = modified {
            graph.day(&catalogue, "dct:modified", day);
        }
        for (name, (about, files)) in &datasets {
            let dataset = self.entry(&graph, name)?;
            graph.add(&catalogue, "dcat:dataset", dataset.clone());
            shared.add(&mut graph, &dataset);
            self.describe(&mut graph, &dataset, about)?;
            if let Some(contact) = &shared.contact {
                graph.add(&dataset, "dcat:contactPoint", contact.clone());
            }
            for (output, ending) in files {
                let distribution = self.entry(&graph, &format!("{name}.{ending}"))?;
                graph.add(&dataset, "dcat:distribution", distribution.clone());
                self.distribution(&mut graph, &distribution, (output, ending), &shared)?;
            }
        }
        graph.bytes(syntax)
    }

    /// States what `dataset` is.
    fn describe(&self, graph: &mut Graph<'_>, dataset: &NamedNode, about: &Dataset) -> Result<(), Error> {
        graph.is_a(dataset, "dcat:Dataset");
        graph.text(dataset, "dct:title", &about.title, DANISH)?;
        graph.text(dataset, "dct:description", about.description, DANISH)?;
        if let Some(page) = about.landing_page.filter(|page| self.site.pages[*page].front().render) {
            let page = self.resource(graph, &Destination::Page(page, None))?;
            graph.is_a(&page, "foaf:Document");
            graph.add(dataset, "dcat:landingPage", page);
        }
        if let Some(day) = self.modified(about) {
            graph.day(dataset, "dct:modified", day);
        }
        Ok(())
    }

    /// The newest day that editors wrote on the pages of a dataset.
    fn modified(&self, about: &Dataset) -> Option<&str> {
        about.pages.iter().filter_map(|page| self.changed_at(*page)).max()
    }

    fn distribution(
        &self,
        graph: &mut Graph<'_>,
        distribution: &NamedNode,
        (output, ending): File<'_>,
        shared: &Shared,
    ) -> Result<(), Error> {
        let file = self.file(graph, &output.path)?;
        graph.is_a(distribution, "dcat:Distribution");
        graph.add(distribution, "dcat:accessURL", file.clone());
        graph.add(distribution, "dcat:downloadURL", file);
        if let Some((_, media_type, name)) = FORMATS.iter().find(|(known, ..)| *known == ending) {
            let media_type = graph.typed(format!("{MEDIA_TYPES}/{media_type}"), "dct:MediaType")?;
            graph.add(distribution, "dcat:mediaType", media_type);
            let format = graph.typed(format!("{AUTHORITY}/file-type/{name}"), "dct:MediaTypeOrExtent")?;
            graph.add(distribution, "dct:format", format);
        }
        if let Some(licence) = &shared.licence {
            graph.add(distribution, "dct:license", licence.clone());
        }
        if let Some(schema) = schema_of(&output.item) {
            let schema = self.file(graph, &format!("data/skema/{schema}.json"))?;
            graph.is_a(&schema, "dct:Standard");
            graph.add(distribution, "dct:conformsTo", schema);
        }
        Ok(())
    }

    /// States who publishes the data and whom to write to.
    fn shared(&self, graph: &mut Graph<'_>) -> Result<Shared, Error> {
        let config = &self.site.config;
        let mut shared = Shared { publisher: None, contact: None, licence: None, language: None };
        if let Some(name) = &config.publisher {
            let publisher = self.entry(graph, "udgiver")?;
            graph.is_a(&publisher, "foaf:Agent");
            graph.text(&publisher, "foaf:name", name, &config.language)?;
            shared.publisher = Some(publisher);
        }
        if let Some(address) = &config.contact {
            let contact = self.entry(graph, "kontakt")?;
            graph.is_a(&contact, "vcard:Kind");
            graph.text(&contact, "vcard:fn", config.publisher.as_ref().unwrap_or(&config.title), &config.language)?;
            let (predicate, address) = match is_web_address(address) {
                true => ("vcard:hasURL", graph.iri(address)?),
                false => ("vcard:hasEmail", graph.iri(format!("mailto:{address}"))?),
            };
            graph.add(&contact, predicate, address);
            shared.contact = Some(contact);
        }
        if let Some(address) = &config.license {
            shared.licence = Some(graph.typed(address, "dct:LicenseDocument")?);
        }
        let first = config.language.split('-').next().unwrap_or_default();
        if let Some((_, name)) = LANGUAGES.iter().find(|(tag, _)| first.eq_ignore_ascii_case(tag)) {
            shared.language = Some(graph.typed(format!("{AUTHORITY}/language/{name}"), "dct:LinguisticSystem")?);
        }
        Ok(shared)
    }

    /// What the data file `item` has; `None` if it is not one for other programs.
    fn dataset(&self, item: &Item) -> Option<Dataset> {
        let site = self.site;
        let of_edition = |what: &str, description, edition: EditionId| {
            let index = site.editions[edition].page;
            let units = site.units(edition).into_iter().map(|unit| unit.page);
            let title = format!("{what}, udgave {}", site.editions[edition].id);
            Dataset { title, description, landing_page: Some(index), pages: units.chain([index]).collect() }
        };
        let of_pages = |title: &str, description, landing_page, pages: BTreeSet<PageId>| Dataset {
            title: title.to_owned(),
            description,
            landing_page,
            pages,
        };
        Some(match item {
            Item::Data(DataFile::QualityModel(edition)) => of_edition(
                "Kvalitetsmodellen",
                "Temaer, kriterier, indikatorer og spørgsmål med deres henvisninger.",
                *edition,
            ),
            Item::Data(DataFile::Recommendations(edition)) => of_edition(
                "Anvisningerne i retningslinjerne",
                "Anvisningernes numre, og de spørgsmål der henviser til hver af dem.",
                *edition,
            ),
            Item::Data(DataFile::Law(edition)) => {
                of_edition("Lovgivning", "Lovens paragraffer, stykke for stykke, og hvor de bliver nævnt.", *edition)
            }
            Item::Data(DataFile::Terms | DataFile::Concepts(_)) => of_pages(
                "Begreber og forkortelser",
                "Begreber med forklaring og synonymer, og hvor de bliver nævnt.",
                site.terms.values().next().map(|term| self.glossary_of(*term)),
                site.terms.values().copied().collect(),
            ),
            Item::Data(DataFile::Examples) => of_pages(
                "Eksempler fra praksis",
                "Eksempler med år og kilde, og hvorfor de hører til en indikator eller en anvisning.",
                site.examples.index,
                site.examples.by_id.values().copied().collect(),
            ),
            Item::Data(DataFile::Changes) => of_pages(
                "Ændringer mellem udgaver",
                "Hvad hver del af en udgave blev til i den næste, og hvilke ændringer der ellers er kendt.",
                None,
                site.editions.iter().map(|edition| edition.page).collect(),
            ),
            Item::Late(Late::Sources) => of_pages(
                "Kilder",
                "De publikationer, som indholdet bygger på, med rettigheder og indhold.",
                site.sources.values().next().and_then(|source| site.pages[*source].parent),
                site.sources.values().copied().collect(),
            ),
            _ => return None,
        })
    }

    /// Something that the record describes, by its name in it. Both files of the record have the same names.
    fn entry(&self, graph: &Graph<'_>, name: &str) -> Result<NamedNode, Error> {
        self.file(graph, &format!("{CATALOGUE}#{name}"))
    }

    /// The file of the site at `path`.
    fn file(&self, graph: &Graph<'_>, path: &str) -> Result<NamedNode, Error> {
        graph.iri(self.absolute(path).unwrap_or_default())
    }
}

impl Shared {
    /// States of `subject`, the catalogue or a dataset, who publishes it and in which language.
    fn add(&self, graph: &mut Graph<'_>, subject: &NamedNode) {
        for (predicate, object) in [("dct:publisher", &self.publisher), ("dct:language", &self.language)] {
            if let Some(object) = object {
                graph.add(subject, predicate, object.clone());
            }
        }
    }
}
