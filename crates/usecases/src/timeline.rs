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
    for event in unit.events_of(id).await? {
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
