//! Deciding: one insert, and what the database did with it.

use crate::case_signals::reassess;
use crate::list_messages::message_view;
use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_domain::DecisionKind;
use coe_store::{NewDecision, StoreError};
use coe_wire::review::{Decide, DecisionResult, DraftSlot};
use coe_wire::{ErrorCode, UiError};

/// The longest text for the member, in characters: what fits a few message parts.
pub const LONGEST_MEMBER_TEXT: usize = 300;
/// The longest private note, in characters.
pub const LONGEST_NOTE: usize = 4000;

/// Decides. The drafts of the decision are cleared with it.
///
/// # Errors
/// `invalid_input` naming the field, `refused` naming the condition, `request_not_found`, or what
/// the database answers. Nothing is decided then.
pub async fn decide(desk: &Desk, actor: &Actor, input: &Decide) -> DeskResult<DecisionResult> {
    actor.must_review()?;
    let new = checked(actor, input)?;
    settled(desk, || decide_once(desk, &new)).await
}

async fn decide_once(desk: &Desk, new: &NewDecision) -> DeskResult<DecisionResult> {
    let id = new.request_id;
    let mut unit = desk.store.write().await?;
    if new.kind == DecisionKind::Approve {
        // Somebody may have filed with the same number or photo since the case was looked at.
        reassess(desk, unit.as_mut(), id).await?;
    }
    let decided = match unit.decide(new).await {
        Err(StoreError::Refused(refusal)) => {
            // The new risk is kept: it is why.
            unit.commit().await?;
            return Err(refusal.into());
        }
        decided => decided?,
    };
    for slot in [DraftSlot::MemberText, DraftSlot::PrivateNote] {
        unit.save_draft(id, new.staff, slot.into(), "").await?;
    }
    let missing = || UiError::new(ErrorCode::RequestNotFound);
    let request = unit.request_by_id(id).await?.ok_or_else(missing)?;
    let member = unit
        .member_by_id(request.member_id)
        .await?
        .ok_or_else(missing)?;
    let messages = unit.messages_of(id).await?;
    unit.commit().await?;
    Ok(DecisionResult {
        decision_id: decided.id,
        kind: new.kind,
        status: request.status,
        login_state: member.login_state,
        messages: messages
            .into_iter()
            .filter(|message| message.decision_id == Some(decided.id))
            .map(|message| message_view(message, request.request_no.to_string()))
            .collect(),
        repeated: decided.repeated,
    })
}

fn checked(actor: &Actor, input: &Decide) -> Result<NewDecision, UiError> {
    let invalid = |field: &str| UiError::new(ErrorCode::InvalidInput).with("field", field);
    let member_text = input.member_text.trim();
    let private_note = input.private_note.trim();
    let needs_reason = matches!(input.kind, DecisionKind::Return | DecisionKind::Reject);
    if needs_reason && input.reasons.is_empty() {
        return Err(invalid("reasons"));
    }
    if input.kind == DecisionKind::Escalate && private_note.is_empty() {
        return Err(invalid("private_note"));
    }
    if member_text.chars().count() > LONGEST_MEMBER_TEXT {
        return Err(invalid("member_text"));
    }
    if private_note.chars().count() > LONGEST_NOTE {
        return Err(invalid("private_note"));
    }
    if input.idempotency_key.len() < 16 {
        return Err(invalid("idempotency_key"));
    }
    Ok(NewDecision {
        request_id: input.request_id,
        kind: input.kind,
        staff: actor.id,
        revision: input.revision,
        id_card_sha256: input.id_card_sha256.clone(),
        selfie_sha256: input.selfie_sha256.clone(),
        reasons: input.reasons.clone(),
        member_text: member_text.to_owned(),
        private_note: private_note.to_owned(),
        idempotency_key: input.idempotency_key.clone(),
    })
}
