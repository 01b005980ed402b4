//! The front matter of an edition: what it is an edition of, how current it is, and what became of the one before.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Spanned;
use crate::load::kinds::{Family, Sort, Status};
use crate::load::table::{Table, visible_only};

/// The keys that only an edition has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct EditionFront {
    /// What it is an edition of.
    pub family: Family,
    /// The year.
    pub id: Spanned<String>,
    /// How current it is.
    pub status: Status,
    /// The day on which an editor last checked the status.
    pub confirmed: Option<Spanned<String>>,
    /// What readers must know about the edition.
    pub notice: Option<String>,
    /// Editions of other families to which its references lead.
    pub based_on: Vec<Spanned<String>>,
    /// The folder name of its source record.
    pub source: Option<Spanned<String>>,
    /// When it was published, for readers.
    pub published: Option<String>,
    /// Sections of the publication that can be cited, such as ("1.1", "Formål").
    pub sections: Vec<(Spanned<String>, String)>,
    /// The year of the edition of the same family that it replaces.
    pub replaces: Option<Spanned<String>>,
    /// Whether the site has only a part of the edition.
    pub is_incomplete: bool,
    /// What became of the units of the edition it replaces.
    pub changes: Vec<ChangeFront>,
    /// Whether a change was reported and left out, so that nobody can say which units are missing.
    pub has_faulty_changes: bool,
    /// What is known to have changed since, although the site has no newer edition that says so.
    pub known_changes: Vec<KnownChange>,
}

/// One `[[changes]]` table: what became of some units of the edition before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct ChangeFront {
    /// What happened.
    pub sort: Spanned<Sort>,
    /// Names of units of the older edition: "5.c", "5.c#7".
    pub from: Vec<Spanned<String>>,
    /// Names of units of this edition.
    pub to: Vec<Spanned<String>>,
    /// Why, or what is uncertain about it.
    pub reason: Option<String>,
    /// Where that is written.
    pub source: Option<String>,
    /// When it took effect.
    pub date: Option<String>,
}

/// One `[[known_changes]]` table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct KnownChange {
    /// What has changed.
    pub what: Spanned<String>,
    /// Where that is written.
    pub source: String,
    /// When it was decided or took effect.
    pub date: Option<String>,
    /// Names of the units that it concerns; empty if it concerns the edition as a whole.
    pub touches: Vec<Spanned<String>>,
    /// What is not known about it.
    pub unknown: Option<String>,
}

/// Reads the keys of an edition.
pub(super) fn edition(table: &mut Table<'_, '_>) -> EditionFront {
    let changes = table.tables("changes", change);
    EditionFront {
        family: table.choice_or("family", Family::ALL, Family::Guidelines),
        id: table.identifier("id", "give the year, such as \"2021\""),
        status: table.choice_or("status", Status::ALL, Status::Unknown),
        confirmed: table.dated("confirmed"),
        notice: table.string("notice").map(|text| text.value),
        based_on: table.strings("based_on"),
        source: table.string("source").map(visible_only),
        published: table.string("published").map(|text| text.value),
        sections: table.tables("sections", |table| {
            (table.identifier("id", "give its number"), table.required("title", "give its title").value)
        }),
        replaces: table.string("replaces").map(visible_only),
        is_incomplete: table.boolean("incomplete").unwrap_or(false),
        has_faulty_changes: changes.iter().any(Option::is_none),
        changes: changes.into_iter().flatten().collect(),
        known_changes: table.tables("known_changes", known_change),
    }
}

/// A change; `None` if its sort is missing or the numbers of its units do not suit it, which is reported.
fn change(table: &mut Table<'_, '_>) -> Option<ChangeFront> {
    let span = table.span_of("sort");
    if !table.has("sort") {
        let names: Vec<_> = Sort::ALL.iter().map(|(name, _)| *name).collect();
        table.missing("sort", &format!("one of: {}", names.join(", ")));
    }
    let sort = table.choice("sort", Sort::ALL);
    let units = |table: &mut Table<'_, '_>, key| -> Vec<_> {
        table.texts(key, "a name").into_iter().map(visible_only).collect()
    };
    let (from, to) = (units(table, "from"), units(table, "to"));
    let reason = table.string("reason").map(|text| text.value);
    let source = table.string("source").map(|text| text.value);
    let date = table.date("date");
    // All keys are read by now: a key that is not counts as unknown.
    let change = ChangeFront { sort: Spanned { value: sort?, span }, from, to, reason, source, date };
    let (from, to) = (change.from.len(), change.to.len());
    let (fits, wanted) = match change.sort.value {
        Sort::Unchanged | Sort::Reworded | Sort::Moved => (from == 1 && to == 1, "one name in `from` and one in `to`"),
        Sort::Split => (from == 1 && to > 1, "one name in `from` and several in `to`"),
        Sort::Merged => (from > 1 && to == 1, "several names in `from` and one in `to`"),
        Sort::Removed => (from > 0 && to == 0, "names in `from` and none in `to`"),
        Sort::New => (from == 0 && to > 0, "names in `to` and none in `from`"),
    };
    if !fits {
        let message = format!("a change of sort `{}` has {wanted}", change.sort.value.name());
        table.invalid(span, message, "correct `from` and `to`, or choose another sort");
    }
    fits.then_some(change)
}

fn known_change(table: &mut Table<'_, '_>) -> KnownChange {
    KnownChange {
        what: table.required("what", "say in Danish what has changed"),
        source: table.required("source", "say where it is written").value,
        date: table.date("date"),
        touches: table.texts("touches", "a name").into_iter().map(visible_only).collect(),
        unknown: table.string("unknown").map(|text| text.value),
    }
}
