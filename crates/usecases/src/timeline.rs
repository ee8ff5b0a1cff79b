//! What happened to a request.

use crate::case_view::Names;
use crate::{Desk, DeskResult};
use coe_domain::RequestId;
use coe_wire::review::TimelineEntry;

/// Lists what happened, oldest first.
///
/// # Errors
/// What the database answers.
pub async fn timeline(desk: &Desk, id: RequestId) -> DeskResult<Vec<TimelineEntry>> {
    let mut unit = desk.store.read().await?;
    let mut names = Names::default();
    let mut entries = Vec::new();
    let events = unit.events_of(id).await?;
    for event in events.into_iter().filter(|event| is_told(&event.action)) {
        let by = match event.actor {
            Some(actor) => Some(names.of(unit.as_mut(), actor).await?),
            None => None,
        };
        entries.push(TimelineEntry {
            at: event.at,
            by,
            action: event.action,
            detail: event.detail,
        });
    }
    Ok(entries)
}

/// Whether people read of it. That a photo left the database is for whoever examines the log: the
/// window takes one out for each size and again after a restart. What a person looked at is told by
/// `photo.viewed`.
fn is_told(action: &str) -> bool {
    action != "photo.fetched"
}
