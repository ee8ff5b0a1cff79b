//! Choosing what to do about a message that failed, or of which nobody knows. The database does what
//! follows, and writes the event `message.choice`.

use crate::message_detail::read;
use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_store::NewChoice;
use coe_wire::messages::{ChooseMessage, MessageDetail};
use coe_wire::{ErrorCode, UiError};

/// Makes the choice, and tells what the message is then. The same choice of the same person made again
/// answers as at first.
///
/// # Errors
/// `not_allowed`, `message_not_found`, the refusal `message_moved` where the message is no longer as it
/// was on screen, or what the database answers.
pub async fn choose_message(
    desk: &Desk,
    actor: &Actor,
    input: &ChooseMessage,
) -> DeskResult<MessageDetail> {
    actor.must_review()?;
    settled(desk, || choose_once(desk, actor, input)).await
}

async fn choose_once(
    desk: &Desk,
    actor: &Actor,
    input: &ChooseMessage,
) -> DeskResult<MessageDetail> {
    let mut unit = desk.store.write().await?;
    if unit.message_by_id(input.message).await?.is_none() {
        return Err(UiError::new(ErrorCode::MessageNotFound).into());
    }
    let choice = NewChoice {
        message: input.message,
        attempts: input.attempts,
        choice: input.choice,
        by: actor.id,
    };
    unit.choose(&choice).await?;
    let detail = read(unit.as_mut(), input.message).await?;
    unit.commit().await?;
    Ok(detail)
}
