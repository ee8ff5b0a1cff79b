//! Setting and clearing a check.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult, case_view};
use coe_wire::review::{CaseView, SetCheck};

/// Sets a check, or opens it again. The database refuses it without the actor's live claim.
///
/// # Errors
/// `refused`, or what the database answers.
pub async fn set_check(desk: &Desk, actor: &Actor, input: &SetCheck) -> DeskResult<CaseView> {
    actor.must_review()?;
    settled(desk, || set_check_once(desk, actor, input)).await
}

async fn set_check_once(desk: &Desk, actor: &Actor, input: &SetCheck) -> DeskResult<CaseView> {
    let mut unit = desk.store.write().await?;
    let SetCheck {
        request_id,
        revision,
        code,
        outcome,
        note,
    } = input;
    match outcome {
        Some(outcome) => {
            unit.set_check(
                *request_id,
                *revision,
                *code,
                *outcome,
                note.trim(),
                actor.id,
            )
            .await?;
        }
        None => {
            unit.clear_check(*request_id, *revision, *code, actor.id)
                .await?
        }
    }
    let view = case_view::view(desk, unit.as_mut(), actor, *request_id).await?;
    unit.commit().await?;
    Ok(view)
}
