//! One message with all that happened to it.

use crate::case_view::Names;
use crate::list_messages::message_view;
use crate::{Desk, DeskResult};
use coe_domain::{MessageId, Phone};
use coe_store::{Attempt, ChangeRequest, Unit};
use coe_wire::messages::{AttemptView, ChoiceView, MessageDetail};
use coe_wire::review::RevealField;
use coe_wire::{ErrorCode, UiError};

/// Reads a message, the calls to gateways and what people chose.
///
/// # Errors
/// `message_not_found`, or what the database answers.
pub async fn message_detail(desk: &Desk, id: MessageId) -> DeskResult<MessageDetail> {
    let mut unit = desk.store.read().await?;
    read(unit.as_mut(), id).await
}

pub(crate) async fn read(unit: &mut dyn Unit, id: MessageId) -> DeskResult<MessageDetail> {
    let message = unit
        .message_by_id(id)
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::MessageNotFound))?;
    let request = unit
        .request_by_id(message.request_id)
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::RequestNotFound))?;
    let attempts = unit.attempts_of(id).await?;
    let mut names = Names::default();
    let mut choices = Vec::new();
    for made in unit.choices_of(id).await? {
        choices.push(ChoiceView {
            attempts: made.attempts,
            choice: made.choice,
            by: names.of(unit, made.by).await?,
            at: made.at,
        });
    }
    Ok(MessageDetail {
        number: field_of(&message.to_phone, &request),
        message: message_view(message, request.request_no.to_string()),
        attempts: attempts.into_iter().map(attempt_view).collect(),
        choices,
    })
}

/// Which field of the request is this number. None, where the member's number was changed by something
/// else since.
fn field_of(phone: &Phone, request: &ChangeRequest) -> Option<RevealField> {
    if *phone == request.new_phone {
        Some(RevealField::NewPhone)
    } else if *phone == request.old_phone {
        Some(RevealField::OldPhone)
    } else {
        None
    }
}

fn attempt_view(attempt: Attempt) -> AttemptView {
    AttemptView {
        attempt: attempt.attempt,
        gateway: attempt.gateway,
        started_at: attempt.started_at,
        outcome: attempt.outcome,
        cause: attempt.cause,
        gateway_ref: attempt.gateway_ref,
        reported: attempt.reported,
        reported_at: attempt.reported_at,
    }
}
