//! Leaving a note on a request.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_domain::RequestId;
use coe_wire::review::{AddNote, DraftSlot, NoteView};
use coe_wire::{ErrorCode, UiError};

/// The longest note, in characters.
pub const LONGEST: usize = 4000;

/// Leaves a note and clears its draft.
///
/// # Errors
/// `invalid_input` for an empty or overlong text, or what the database answers.
pub async fn add_note(desk: &Desk, actor: &Actor, input: &AddNote) -> DeskResult<NoteView> {
    let body = input.body.trim();
    if body.is_empty() || body.chars().count() > LONGEST {
        return Err(UiError::new(ErrorCode::InvalidInput)
            .with("field", "note")
            .into());
    }
    settled(desk, || add_note_once(desk, actor, input.request_id, body)).await
}

async fn add_note_once(
    desk: &Desk,
    actor: &Actor,
    request: RequestId,
    body: &str,
) -> DeskResult<NoteView> {
    let mut unit = desk.store.write().await?;
    let id = unit.add_note(request, body, actor.id).await?;
    unit.save_draft(request, actor.id, DraftSlot::Note.into(), "")
        .await?;
    let at = unit.database_now().await?;
    unit.commit().await?;
    Ok(NoteView {
        id,
        by: actor.display_name.clone(),
        at,
        body: body.to_owned(),
    })
}
