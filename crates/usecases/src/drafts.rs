//! Saving text while it is typed. Needs no claim and no role: whoever types loses nothing.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_wire::review::SaveDraft;

/// Saves a draft; an empty body clears it.
///
/// # Errors
/// What the database answers.
pub async fn save(desk: &Desk, actor: &Actor, input: &SaveDraft) -> DeskResult<()> {
    settled(desk, || save_once(desk, actor, input)).await
}

async fn save_once(desk: &Desk, actor: &Actor, input: &SaveDraft) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    unit.save_draft(input.request_id, actor.id, input.slot.into(), &input.body)
        .await?;
    unit.commit().await?;
    Ok(())
}
