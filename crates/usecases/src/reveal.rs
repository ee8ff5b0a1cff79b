//! Showing a number in full. The audit event is written before the number leaves.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_store::NewAuditEvent;
use coe_wire::review::{Reveal, RevealField, Revealed};
use coe_wire::{ErrorCode, UiError};
use std::collections::BTreeMap;

/// Shows a field in full.
///
/// # Errors
/// `not_allowed`, `request_not_found`, or what the database answers.
pub async fn reveal(desk: &Desk, actor: &Actor, input: &Reveal) -> DeskResult<Revealed> {
    actor.must_review()?;
    settled(desk, || reveal_once(desk, actor, input)).await
}

async fn reveal_once(desk: &Desk, actor: &Actor, input: &Reveal) -> DeskResult<Revealed> {
    let mut unit = desk.store.write().await?;
    let missing = || UiError::new(ErrorCode::RequestNotFound);
    let request = unit
        .request_by_id(input.request_id)
        .await?
        .ok_or_else(missing)?;
    let member = unit
        .member_by_id(request.member_id)
        .await?
        .ok_or_else(missing)?;
    let value = match input.field {
        RevealField::NationalId => member.national_id.formatted(),
        RevealField::OldPhone => request.old_phone.formatted(),
        RevealField::NewPhone => request.new_phone.formatted(),
    };
    let field: &'static str = input.field.into();
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "field.revealed",
        request_id: Some(request.id),
        member_id: Some(member.id),
        detail: BTreeMap::from([("field".to_owned(), field.to_owned())]),
    })
    .await?;
    unit.commit().await?;
    Ok(Revealed { value })
}
