//! Everything that has changed, by date, for the page "Ændringer" and the feed: what editors say they changed, what the
//! comparisons of editions date, and what is known of changes of the law.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::load::front::Sort;
use crate::model::{RECENT_PAGE, address, changes_path};
use crate::render::RenderContext;
use crate::render::history::sort_text;
use crate::render::lists::ListedView;

/// A change as listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RecentChange {
    /// 2026-11-24
    pub(super) day: String,
    /// The path of the page that it is about.
    pub(super) path: String,
    /// The name of that page.
    pub(super) title: String,
    pub(super) text: String,
}

/// The page "Ændringer": its days, the newest first.
#[derive(Debug, Serialize)]
pub(super) struct RecentDetail {
    days: Vec<DayView>,
}

#[derive(Debug, Serialize)]
struct DayView {
    day: String,
    changes: Vec<EntryView>,
}

#[derive(Debug, Serialize)]
struct EntryView {
    title: String,
    url: String,
    text: String,
}

impl RenderContext<'_> {
    /// Every change with a date, the newest first; those of one day by page.
    pub(super) fn recent_changes(&self) -> Vec<RecentChange> {
        let mut found = self.changes_of_pages();
        found.extend(self.dated_changes());
        found.extend(self.dated_known_changes());
        found.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.cmp(b)));
        found
    }

    fn changes_of_pages(&self) -> Vec<RecentChange> {
        let described = self.site.pages.iter().filter_map(|page| {
            let front = page.front();
            let (day, text) = (front.updated.clone()?, front.change.clone()?);
            let (path, title) = (page.output.clone(), page.label.clone());
            front.render.then_some(RecentChange { day, path, title, text })
        });
        described.collect()
    }

    /// The changes between editions: one entry for all of a comparison that have the same date.
    fn dated_changes(&self) -> Vec<RecentChange> {
        let mut found = Vec::new();
        for (id, comparison) in self.site.comparisons.iter_enumerated() {
            let mut days: BTreeMap<&str, BTreeMap<Sort, usize>> = BTreeMap::new();
            for change in &comparison.changes {
                if let Some(day) = &change.date {
                    *days.entry(day).or_default().entry(change.sort).or_default() += 1;
                }
            }
            for (day, counts) in days {
                let counts: Vec<String> =
                    counts.iter().map(|(sort, count)| format!("{count} {}", sort_text(*sort))).collect();
                found.push(RecentChange {
                    day: day.to_owned(),
                    path: changes_path(self.site, id),
                    title: self.site.edition_label(comparison.newer),
                    text: format!("Ændret fra udgaven før: {}.", counts.join(", ")),
                });
            }
        }
        found
    }

    fn dated_known_changes(&self) -> Vec<RecentChange> {
        let mut found = Vec::new();
        for (id, edition) in self.site.editions.iter_enumerated() {
            for change in self.site.edition_front(id).into_iter().flat_map(|front| &front.known_changes) {
                if let Some(day) = &change.date {
                    found.push(RecentChange {
                        day: day.clone(),
                        path: self.site.pages[edition.page].output.clone(),
                        title: self.site.edition_label(id),
                        text: change.what.value.clone(),
                    });
                }
            }
        }
        found
    }

    /// The page "Ændringer".
    pub(super) fn recent_page(&self, path: &str) -> ListedView<RecentDetail> {
        let folder = address::folder(path);
        let mut days: Vec<DayView> = Vec::new();
        for RecentChange { day, path, title, text } in self.recent_changes() {
            let entry = EntryView { title, url: address::relative(folder, &path), text };
            match days.last_mut().filter(|last| last.day == day) {
                Some(last) => last.changes.push(entry),
                None => days.push(DayView { day, changes: vec![entry] }),
            }
        }
        let texts = ("Ændringer".to_owned(), "Ændringer, som har en dato, de nyeste først.".to_owned());
        self.listed((RECENT_PAGE, self.site.home), texts, None, RecentDetail { days })
    }
}
