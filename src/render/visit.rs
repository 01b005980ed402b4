//! The visit pack: its two pages, and the data that their scripts load. Addresses in that data are relative to the site
//! root.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Value};

use crate::error::Error;
use crate::ids::{EditionId, PageId};
use crate::import::library::sha256;
use crate::link::{Citation, SiteAddress};
use crate::load::dates::MONTHS;
use crate::load::front::{Detail, Editorial, Family, Kind};
use crate::model::{
    OFFLINE_SCRIPT, Output, PACK_SCRIPT, QUESTIONS_SCRIPT, TEMPLATES, Unit, UnitPart, WORKER, checklist_path,
};
use crate::render::cards::{Card, EditionView};
use crate::render::examples::theme_name;
use crate::render::history::StepView;
use crate::render::lists::{ListedView, WHOLE_CHECKLIST};
use crate::render::{Remade, RenderContext, Renderer, json, minify, values};

/// The page on which visit packs are created and written up.
#[derive(Debug, Serialize)]
pub(super) struct PacksView {
    scripts: &'static [&'static str],
    /// The checklists of the newest edition, for readers without JavaScript: that of the whole model, then those of its
    /// themes.
    checklists: Vec<Card>,
}

/// The page that shows what a browser stores.
#[derive(Debug, Serialize)]
pub(super) struct StoredView {
    scripts: &'static [&'static str],
}

#[derive(Serialize)]
struct Model<'a> {
    site: Named<'a>,
    editions: Vec<Edition<'a>>,
    /// What questions cite, by address.
    cited: BTreeMap<String, Cited<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Edition<'a> {
    id: String,
    label: String,
    status: &'static str,
    status_text: &'static str,
    notice: Option<String>,
    /// What is known to have changed about the edition as a whole, with its source.
    known: Vec<String>,
    url: String,
    themes: Vec<Theme<'a>>,
}

#[derive(Serialize)]
struct Theme<'a> {
    id: &'a str,
    title: &'a str,
    url: String,
    criteria: Vec<Criterion<'a>>,
}

#[derive(Serialize)]
struct Criterion<'a> {
    id: &'a str,
    text: String,
    url: String,
    indicators: Vec<Indicator<'a>>,
}

#[derive(Serialize)]
struct Indicator<'a> {
    id: &'a str,
    text: &'a str,
    url: String,
    page: Option<i64>,
    /// What is known to have changed, with its source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<String>,
    examples: Vec<Example>,
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Example {
    title: String,
    url: String,
    year: i64,
}

#[derive(Serialize)]
struct Question<'a> {
    id: String,
    text: &'a str,
    url: String,
    /// Name and address.
    cites: Vec<(String, String)>,
    /// What it became in the edition that replaces its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    became: Option<StepView>,
    #[serde(flatten)]
    editorial: Editorial,
}

#[derive(Serialize)]
struct Cited<'a> {
    title: &'a str,
    edition: String,
    guideline: String,
    wording: &'a str,
}

/// Maximum number of examples shown with an indicator.
const MOST_EXAMPLES: usize = 3;

const WITHOUT_NOTES: &str = "Noter er slået fra på dette site. Siden gemmer intet.";

impl RenderContext<'_> {
    /// The visit pack page.
    pub(super) fn packs_page(&self, path: &str) -> ListedView<PacksView> {
        let checklists = self.models().first().map(|newest| {
            let url = checklist_path(self.site, *newest, None);
            let whole =
                Card { title: WHOLE_CHECKLIST.to_owned(), url, text: String::new(), kind: Kind::Edition.name() };
            [vec![whole], self.theme_checklists("", *newest)].concat()
        });
        let description =
            "Vælg spørgsmål til et tilsyn, tag noter pr. kilde, og skriv det sammen. Alt bliver på din enhed.";
        let detail = PacksView {
            scripts: self.scripts(&[PACK_SCRIPT, QUESTIONS_SCRIPT]),
            checklists: checklists.unwrap_or_default(),
        };
        self.noting(path, "Besøgspakke", description, detail)
    }

    /// The page that shows what a browser stores.
    pub(super) fn stored_page(&self, path: &str) -> ListedView<StoredView> {
        let description = "Alt, hvad Vejviser gemmer i din browser, hvorfor, og hvor længe. Her kan du slette det.";
        self.noting(
            path,
            "Hvad der gemmes på din enhed",
            description,
            StoredView { scripts: self.scripts(&[PACK_SCRIPT]) },
        )
    }

    fn noting<T: Serialize>(&self, path: &str, title: &str, description: &str, detail: T) -> ListedView<T> {
        let description = if self.site.has_packs() { description } else { WITHOUT_NOTES };
        self.listed((path, self.site.home), (title.to_owned(), description.to_owned()), None, detail)
    }

    /// `scripts`, if visitors can take notes.
    fn scripts(&self, scripts: &'static [&str]) -> &'static [&'static str] {
        if self.site.has_packs() { scripts } else { &[] }
    }

    /// The editions of the quality model by date of publication, newest first; historical ones come last.
    fn models(&self) -> Vec<EditionId> {
        let mut models: Vec<EditionId> = self.site.editions_of(Family::QualityModel).map(|(id, _)| id).collect();
        models.sort_by_cached_key(|id| {
            let published = year_and_month(&self.site.edition_label(*id));
            (!self.site.is_current(*id), Reverse(published), self.site.editions[*id].id.clone())
        });
        models
    }

    /// All editions of the quality model, as a script.
    pub(super) fn questions(&self, path: &str) -> Result<Vec<u8>, Error> {
        let site = self.site;
        let cited = self.links.uses.citations.iter();
        let cited = cited.map(|citation| (citation.address(site).to_string(), self.cited_data(citation)));
        let model = Model {
            site: Named { id: &site.config.id, title: &site.config.title },
            editions: self.models().into_iter().map(|id| self.edition_data(id)).collect(),
            cited: cited.collect(),
        };
        call(path, "vejviserModel", &model)
    }

    fn edition_data(&self, edition: EditionId) -> Edition<'_> {
        let EditionView { id, label, status, status_text, notice, url, .. } = self.edition("", edition);
        let pages = &self.site.pages;
        let themes = self.site.editions[edition].themes.iter().map(|theme| Theme {
            id: pages[theme.page].id(),
            title: theme_name(&pages[theme.page].label),
            url: self.url("", theme.page),
            criteria: theme
                .criteria
                .iter()
                .map(|criterion| {
                    let Card { text, url, .. } = self.card("", criterion.page);
                    let indicators = criterion.indicators.iter().map(|page| self.indicator_for_packs(*page));
                    Criterion { id: pages[criterion.page].id(), text, url, indicators: indicators.collect() }
                })
                .collect(),
        });
        Edition {
            id,
            label,
            status,
            status_text,
            notice,
            known: self.known_texts(edition, None),
            url,
            themes: themes.collect(),
        }
    }

    fn indicator_for_packs(&self, id: PageId) -> Indicator<'_> {
        let page = &self.site.pages[id];
        let examples = self.examples_at("", id).into_iter().take(MOST_EXAMPLES);
        let texts = &self.texts[id].outline.questions;
        let questions = (1..).zip(texts.iter().zip(page.questions())).map(|(position, (text, question))| Question {
            id: page.question_id(position),
            text: &text.plain,
            url: SiteAddress::of_question(self.site, id, position).to_string(),
            cites: self.cites("", id, position).map(|cite| (cite.name, cite.url)).collect(),
            became: self.became(Unit { page: id, part: Some(UnitPart::Question(position)) }),
            editorial: question.editorial.clone().unwrap_or_default(),
        });
        Indicator {
            id: page.id(),
            text: page.wording(),
            url: self.url("", id),
            page: page.printed_page(),
            known: page.edition.map(|edition| self.known_texts(edition, Some(id))).unwrap_or_default(),
            examples: examples.map(|card| Example { title: card.title, url: card.url, year: card.year }).collect(),
            questions: questions.collect(),
        }
    }

    fn cited_data(&self, used: &Citation) -> Cited<'_> {
        let pages = &self.site.pages;
        let page = &pages[used.cited];
        let own = match page.kind() {
            Kind::Guideline => Some(used.cited),
            _ => self.site.up(used.cited).filter(|above| pages[*above].kind() == Kind::Guideline),
        };
        let wording = match &page.front().detail {
            Detail::Recommendation { wording, .. } => wording.as_deref(),
            _ => None,
        };
        Cited {
            title: own.and_then(|guideline| pages[guideline].front().title.as_deref()).unwrap_or_default(),
            edition: page.edition.map(|edition| self.site.edition_label(edition)).unwrap_or_default(),
            guideline: own.map(|guideline| self.url("", guideline)).unwrap_or_default(),
            wording: wording.unwrap_or_default().trim(),
        }
    }
}

/// The year and month in a label such as "Kvalitetsmodellen, juli 2021"; 0 for what is missing.
fn year_and_month(label: &str) -> (u32, usize) {
    let label = label.to_lowercase();
    let words = || label.split(|letter: char| !letter.is_alphanumeric());
    let year = words().filter(|word| word.len() == 4).find_map(|word| word.parse().ok());
    let month = MONTHS.iter().position(|month| words().any(|word| word == *month));
    (year.unwrap_or_default(), month.map_or(0, |at| at + 1))
}

/// The script `path`, which calls the function `name` with `value`.
fn call(path: &str, name: &str, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    Ok(format!("{name}({});\n", json::line(path, value)?).into_bytes())
}

/// What the single-file page of a visit pack is made of.
#[derive(Default, Serialize)]
struct CarryView {
    style: String,
    scripts: Vec<String>,
    /// What the page's policy allows: the hash of `style`, and those of `scripts`.
    style_hash: String,
    script_hashes: Vec<String>,
}

/// The list of all files, as it is written.
pub(crate) struct FileList {
    /// The name of this edition of the site, made from all sums.
    version: String,
    pub(crate) bytes: Vec<u8>,
}

/// The service worker of a site that has stopped taking notes.
const RETIREMENT: &str = r#"
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const own = `vejviser|${ID}|${new URL(self.registration.scope).pathname}|`;
  for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
  await self.registration.unregister();
})()));
"#;

/// The stylesheet and the script of every page.
const STYLE: &str = "assets/vejviser.css";
const SCRIPT: &str = "assets/js/site.js";

impl Renderer<'_> {
    /// The files embedded in the single-file page: the stylesheet, then the scripts.
    pub(super) fn carried(&self) -> impl Iterator<Item = &Output> {
        [STYLE, SCRIPT, PACK_SCRIPT].into_iter().filter_map(|path| self.cx.site.output(path))
    }

    /// The single-file page of a visit pack: a script, because pages opened from a folder can load nothing else.
    pub(super) fn carry(&self, path: &str, prior: Option<u64>) -> Remade {
        let mut view = CarryView::default();
        for output in self.carried() {
            let bytes = self.copied(output)?;
            let text = String::from_utf8_lossy(&bytes);
            if output.path == STYLE {
                view.style = embedded(&text, &["/style"]);
                view.style_hash = policy_hash(&view.style);
            } else {
                let script = embedded(&text, &["/script", "!--"]);
                view.script_hashes.push(policy_hash(&script));
                view.scripts.push(script);
            }
        }
        let key = self.key(&view, 0);
        if prior == Some(key) {
            return Ok((key, None));
        }
        let mut context = Context::new();
        context.insert_value("style", Value::from(view.style));
        context.insert_value("scripts", Value::from(view.scripts));
        context.insert_value("style_hash", Value::from(view.style_hash));
        context.insert_value("script_hashes", Value::from(view.script_hashes));
        context.insert_value("site", values(&self.cx.site_view())?);
        let page = self.templates.render("carry.html", &context)?;
        Ok((key, Some(call(path, "vejviserCarry", &page)?)))
    }

    /// The templates of documents by their file names without the ending, as a script in Base64.
    pub(super) fn document_templates(&self, path: &str) -> Result<Vec<u8>, Error> {
        let mut templates = BTreeMap::new();
        for output in TEMPLATES.iter().filter_map(|path| self.cx.site.output(path)) {
            let name = Path::new(&output.path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            templates.insert(name, BASE64_STANDARD.encode(self.copied(output)?));
        }
        call(path, "vejviserTemplates", &templates)
    }

    /// The list of all files of the site with the SHA-256 of each.
    pub(crate) fn file_list<'f>(&self, files: impl Iterator<Item = (&'f str, [u8; 32])>) -> Result<FileList, Error> {
        let files: Vec<_> = files.map(|(path, sum)| (path, BASE64_STANDARD.encode(sum))).collect();
        let files = json::line(WORKER, &files)?;
        let version = sha256(files.as_bytes())[..16].to_owned();
        let bytes = format!("{{\"version\":\"{version}\",\"files\":{files}}}\n").into_bytes();
        Ok(FileList { version, bytes })
    }

    /// The service worker for this list of files: it knows the list by its SHA-256, and the list the files.
    pub(crate) fn worker(&self, list: &FileList) -> Result<Vec<u8>, Error> {
        let id = json::line(WORKER, &self.cx.site.config.id)?;
        let (version, sum) = (&list.version, BASE64_STANDARD.encode(Sha256::digest(&list.bytes)));
        let named = format!("self.vejviserSite={{\"id\":{id},\"version\":\"{version}\",\"list\":\"{sum}\"}};\n");
        Ok([named.as_bytes(), &self.asset(OFFLINE_SCRIPT)].concat())
    }

    /// The service worker of a site without notes: it removes itself and its caches.
    pub(crate) fn retired_worker(&self) -> Result<Vec<u8>, Error> {
        let id = json::line(WORKER, &self.cx.site.config.id)?;
        Ok(minify::script(&RETIREMENT.replace("ID", &id)).into_bytes())
    }
}

/// Escapes `text` for a style or script element: inserts a backslash before whatever would end it, the names in `ends`
/// after a `<`. Line ends and NUL become what a browser reads for them, since it is that text whose hash must be known.
fn embedded(text: &str, ends: &[&str]) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at + 1);
        safe.push_str(before);
        let is_next = |end: &&str| from.get(..end.len()).is_some_and(|next| next.eq_ignore_ascii_case(end));
        safe.push_str(if ends.iter().any(is_next) { "\\" } else { "" });
        rest = from;
    }
    safe.push_str(rest);
    safe
}

/// The hash by which a content security policy allows the style or script element that contains `text`.
fn policy_hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::{embedded, policy_hash, year_and_month};

    #[test]
    fn nothing_in_a_script_ends_its_element() {
        let ends = ["/script", "!--"];
        assert_eq!(embedded("a < b; \"</SCRIPT><!-- </p>å\" <", &ends), "a < b; \"<\\/SCRIPT><\\!-- </p>å\" <");
        assert_eq!(embedded("<", &ends), "<");
    }

    #[test]
    fn a_script_is_embedded_as_browsers_read_it() {
        assert_eq!(embedded("a\r\nb\rc\nd\0", &[]), "a\nb\nc\nd\u{fffd}");
    }

    /// The example of Content Security Policy Level 2, "Hash usage for script elements".
    #[test]
    fn hashes_are_those_that_policies_have() {
        let known = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";
        assert_eq!(policy_hash("alert('Hello, world.');"), known);
    }

    #[test]
    fn editions_tell_when_they_were_published() {
        assert_eq!(year_and_month("Kvalitetsmodellen, Juli 2021"), (2021, 7));
        assert_eq!(year_and_month("Kvalitetsmodellen, 1. maj 2016"), (2016, 5));
        assert_eq!(year_and_month("Kvalitetsmodellen, ny"), (0, 0));
    }
}
