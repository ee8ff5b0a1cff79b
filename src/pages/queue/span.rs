//! Fresh rows in place of old ones.

use coe_wire::queue::{QueuePage, QueueRow};
use std::collections::{HashMap, HashSet};

/// Pages fetched one after the other.
pub struct Span {
    /// Their rows.
    pub rows: Vec<QueueRow>,
    /// Where each page begins in the list, with its cursor.
    pub starts: Vec<(usize, Option<String>)>,
    /// The last page, for what follows it.
    pub last: Option<QueuePage>,
}

/// Rows may move between pages while pages are fetched; each is shown once.
pub fn extend(rows: &mut Vec<QueueRow>, more: Vec<QueueRow>) {
    let known: HashSet<_> = rows.iter().map(|row| row.id).collect();
    rows.extend(more.into_iter().filter(|row| !known.contains(&row.id)));
}

/// By how many rows the row at `anchor` (or the next one that is still there) moved.
pub fn anchored_shift(old: &[QueueRow], fresh: &[QueueRow], anchor: usize) -> i64 {
    let places: HashMap<_, _> = fresh
        .iter()
        .enumerate()
        .map(|(at, row)| (row.id, at))
        .collect();
    old.iter()
        .enumerate()
        .skip(anchor)
        .find_map(|(_, row)| {
            let now = i64::try_from(*places.get(&row.id)?).ok()?;
            let before = i64::try_from(anchor).ok()?;
            Some(now - before)
        })
        .unwrap_or_default()
}
