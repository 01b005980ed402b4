//! Units of editions: everything that has a number or a name of its own, and so can be cited, and changed by the next
//! edition.
//!
//! An editor names a unit like its address: `sundhed-og-trivsel` (a theme), `5` (a criterion), `5.c` (an indicator), `5.c#7`
//! (a question), `3.1` (a guideline), `3.1.1` (a recommendation), `3.1.1#a` (one of its letters), `serviceloven 101` (a
//! paragraph), `serviceloven 101#4` (a subsection). The part after `#` belongs to the address and stays; the number that
//! readers see is a question's position and may change.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::ids::{EditionId, PageId};
use crate::load::front::{Detail, Family, Kind};
use crate::model::{Page, Site, subsection_anchor};

/// Something that an edition numbers or names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Unit {
    /// The page that it is on, or that it is.
    pub page: PageId,
    /// Which part of the page it is; `None` for the page as a whole.
    pub part: Option<UnitPart>,
}

/// A part of a page that is a unit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum UnitPart {
    /// A question of an indicator, by its position from 1.
    Question(usize),
    /// A subsection (stykke) of a paragraph, by its number from 1.
    Subsection(usize),
    /// A letter of a recommendation. The site does not know which letters there are.
    Letter(char),
}

impl Unit {
    /// The page as a whole.
    pub(crate) fn page(page: PageId) -> Self {
        Self { page, part: None }
    }

    fn of(page: PageId, part: UnitPart) -> Self {
        Self { page, part: Some(part) }
    }

    /// The anchor of its part, on its page.
    pub(crate) fn anchor(self, site: &Site) -> Option<String> {
        match self.part? {
            UnitPart::Question(position) => Some(site.pages[self.page].question_anchor(position)),
            UnitPart::Subsection(number) => Some(subsection_anchor(number)),
            UnitPart::Letter(_) => None,
        }
    }

    /// The name by which editors refer to it.
    pub(crate) fn name(self, site: &Site) -> String {
        let page = &site.pages[self.page];
        let whole = match &page.front().detail {
            Detail::Paragraph { statute, id, .. } => format!("{} {}", statute.value, id.value),
            _ => page.id().to_owned(),
        };
        match self.part {
            None => whole,
            Some(UnitPart::Question(position)) => format!("{whole}#{}", page.question_key(position)),
            Some(UnitPart::Subsection(number)) => format!("{whole}#{number}"),
            Some(UnitPart::Letter(letter)) => format!("{whole}#{letter}"),
        }
    }

    /// What readers call it, without its edition: "Spørgsmål 5.c.7", "Anvisning 3.1.1", "Tema: Sundhed og trivsel".
    pub(crate) fn label(self, site: &Site) -> String {
        let page = &site.pages[self.page];
        match self.part {
            None => page.plain_label.clone(),
            Some(UnitPart::Question(position)) => format!("Spørgsmål {}", page.question_id(position)),
            Some(UnitPart::Subsection(number)) => format!("{}, stk. {number}", page.plain_label),
            Some(UnitPart::Letter(letter)) => format!("{}, litra {letter}", page.plain_label),
        }
    }

    /// The unit it is a part of, within its edition: the indicator of a question, the criterion of an indicator.
    pub(crate) fn parent(self, site: &Site) -> Option<Self> {
        match self.part {
            Some(_) => Some(Self::page(self.page)),
            None => site.up(self.page).filter(|above| site.pages[*above].kind().family().is_some()).map(Self::page),
        }
    }

    /// Whether `other`, of another edition, has its name and is a part of what has the same name.
    pub(crate) fn has_place_of(self, site: &Site, other: Self) -> bool {
        let parent = |unit: Self| unit.parent(site).map(|parent| parent.name(site));
        self.name(site) == other.name(site) && parent(self) == parent(other)
    }

    /// Whether both are questions, both are indicators, and so on.
    pub(crate) fn is_of_kind_of(self, site: &Site, other: Self) -> bool {
        let kind = |unit: Self| (site.pages[unit.page].kind(), unit.part.is_some());
        kind(self) == kind(other)
    }

    /// Whether its wording is that of `other` to the letter; `None` if one of them is not known.
    pub(crate) fn has_wording_of(self, site: &Site, other: Self) -> Option<bool> {
        self.wording(site).zip(other.wording(site)).map(|(own, other)| own == other)
    }

    /// Its wording, if the site has it: the text of a question, the title and the framing text of a theme.
    pub(crate) fn wording(self, site: &Site) -> Option<Cow<'_, str>> {
        let page = &site.pages[self.page];
        let known = |text: &'_ str| !text.trim().is_empty();
        match (&page.front().detail, self.part) {
            (Detail::Indicator { questions, .. }, Some(UnitPart::Question(position))) => {
                questions.get(position - 1).map(|question| Cow::from(question.text.value.as_str()))
            }
            (Detail::Indicator { text, lead, .. }, None) => Some(joined(&text.value, lead)),
            (Detail::Criterion { text, .. }, None) => Some(Cow::from(text.as_str())),
            (Detail::Theme { framing, .. }, None) => Some(joined(page.front().title.as_deref()?, framing)),
            (Detail::Guideline { .. }, None) => page.front().title.as_deref().map(Cow::from),
            (Detail::Recommendation { wording, .. }, None) => {
                wording.as_deref().filter(|text| known(text)).or(page.front().title.as_deref()).map(Cow::from)
            }
            (Detail::Paragraph { subsections, .. }, Some(UnitPart::Subsection(number))) => {
                subsections.get(number - 1).map(|text| Cow::from(text.value.as_str()))
            }
            (Detail::Paragraph { .. }, None) => page.front().title.as_deref().map(Cow::from),
            _ => None,
        }
    }
}

fn joined<'a>(first: &'a str, second: &'a str) -> Cow<'a, str> {
    if second.trim().is_empty() { Cow::from(first) } else { Cow::from(format!("{first}\n\n{second}")) }
}

impl Page {
    /// What a question's address and its name are made from: its `id`, otherwise its position, counted from 1.
    pub(crate) fn question_key(&self, position: usize) -> Cow<'_, str> {
        match self.questions().get(position - 1).and_then(|question| question.id.as_ref()) {
            Some(id) => Cow::from(id.value.as_str()),
            None => Cow::from(position.to_string()),
        }
    }

    /// The anchor of the question at `position`, counted from 1, on this page.
    pub(crate) fn question_anchor(&self, position: usize) -> String {
        format!("spoergsmaal-{}", self.question_key(position))
    }
}

impl Site {
    /// All units of an edition, in its order; each is followed by its parts.
    pub(crate) fn units(&self, edition: EditionId) -> Vec<Unit> {
        let found = &self.editions[edition];
        let mut units = Vec::new();
        let mut put = |page: PageId| {
            units.push(Unit::page(page));
            match &self.pages[page].front().detail {
                Detail::Indicator { questions, .. } => {
                    units.extend((1..=questions.len()).map(|at| Unit::of(page, UnitPart::Question(at))));
                }
                Detail::Paragraph { subsections, .. } => {
                    units.extend((1..=subsections.len()).map(|at| Unit::of(page, UnitPart::Subsection(at))));
                }
                _ => {}
            }
        };
        match found.family {
            Family::QualityModel => {
                for theme in &found.themes {
                    put(theme.page);
                    for criterion in &theme.criteria {
                        put(criterion.page);
                        criterion.indicators.iter().copied().for_each(&mut put);
                    }
                }
            }
            Family::Guidelines => {
                for guideline in &found.guidelines {
                    put(guideline.page);
                    guideline.recommendations.iter().copied().for_each(&mut put);
                }
            }
            Family::Law => found.paragraphs.iter().copied().for_each(&mut put),
        }
        units
    }
}

/// The units of an edition by name.
pub(super) struct UnitNames(BTreeMap<String, Unit>);

impl UnitNames {
    /// The names of the units of `edition`. Calls `is_taken` with a unit whose name another has, and that other.
    pub(super) fn new(site: &Site, edition: EditionId, mut is_taken: impl FnMut(Unit, Unit)) -> Self {
        let mut names = BTreeMap::new();
        for unit in site.units(edition) {
            match names.entry(unit.name(site)) {
                // A theme may be named like a criterion; the theme comes first.
                Entry::Occupied(first) => is_taken(unit, *first.get()),
                Entry::Vacant(free) => {
                    free.insert(unit);
                }
            }
        }
        Self(names)
    }

    /// The unit called `name`.
    pub(super) fn find(&self, site: &Site, name: &str) -> Option<Unit> {
        if let Some(unit) = self.0.get(name) {
            return Some(*unit);
        }
        let (whole, letter) = name.split_once('#')?;
        let page = self.0.get(whole).filter(|unit| site.pages[unit.page].kind() == Kind::Recommendation)?.page;
        let mut letters = letter.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_alphabetic() => {
                let letter = letter.to_lowercase().next().unwrap_or(letter);
                Some(Unit::of(page, UnitPart::Letter(letter)))
            }
            _ => None,
        }
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
