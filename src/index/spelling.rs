//! Words with almost the same spelling.

use crate::index::lexicon::Lexicon;

/// Words of the site within edit distance `most` of `word`, each with its distance and the number of documents that
/// contain it; the nearest first, then the most frequent. å and æ count as a, ø as o; a different first letter counts
/// as one edit more.
pub(super) fn spelled_like(word: &str, most: usize, lexicon: &Lexicon) -> Vec<(usize, String, u32)> {
    let plain = |text: &str| -> Vec<char> {
        text.chars()
            .map(|letter| match letter {
                'å' | 'æ' => 'a',
                'ø' => 'o',
                other => other,
            })
            .collect()
    };
    let own = plain(word);
    let mut found = Vec::new();
    for (other, count) in &lexicon.words {
        if other == word || other.contains(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        let letters = plain(other);
        if letters.len().abs_diff(own.len()) > most || letters.len() < 3 {
            continue;
        }
        let first = usize::from(letters[0] != own[0]);
        if first > most {
            continue;
        }
        if let Some(distance) = distance(&own, &letters, most - first) {
            found.push((distance + first, other.clone(), *count));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
    found
}

/// The edit distance between two words: letters deleted, inserted, substituted, or two neighbours swapped. `None` above
/// `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}
