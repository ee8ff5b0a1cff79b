//! The outbox, and looking up members.

use super::Shared;
use coe_domain::{MessageId, RequestId};
use coe_usecases::{
    choose_message as choosing, find_members as finding, list_messages, message_detail as detail,
    message_health as health,
};
use coe_wire::lookup::MemberMatches;
use coe_wire::messages::{
    ChooseMessage, MessageDetail, MessageHealth, MessageView, MessagesPage, MessagesQuery,
};
use coe_wire::{UiError, command};

#[tauri::command]
pub(crate) async fn messages_page(
    state: Shared<'_>,
    input: MessagesQuery,
) -> Result<MessagesPage, UiError> {
    let (desk, _) = state.admit(command::MESSAGES_PAGE)?;
    state.told(
        command::MESSAGES_PAGE,
        list_messages::list_messages(&desk, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn request_messages(
    state: Shared<'_>,
    input: RequestId,
) -> Result<Vec<MessageView>, UiError> {
    let (desk, _) = state.admit(command::REQUEST_MESSAGES)?;
    state.told(
        command::REQUEST_MESSAGES,
        list_messages::messages_of(&desk, input).await,
    )
}

#[tauri::command]
pub(crate) async fn message_detail(
    state: Shared<'_>,
    input: MessageId,
) -> Result<MessageDetail, UiError> {
    let (desk, _) = state.admit(command::MESSAGE_DETAIL)?;
    state.told(
        command::MESSAGE_DETAIL,
        detail::message_detail(&desk, input).await,
    )
}

#[tauri::command]
pub(crate) async fn message_health(state: Shared<'_>) -> Result<MessageHealth, UiError> {
    let (desk, _) = state.admit(command::MESSAGE_HEALTH)?;
    state.told(command::MESSAGE_HEALTH, health::message_health(&desk).await)
}

#[tauri::command]
pub(crate) async fn choose_message(
    state: Shared<'_>,
    input: ChooseMessage,
) -> Result<MessageDetail, UiError> {
    let (desk, actor) = state.admit(command::CHOOSE_MESSAGE)?;
    state.told(
        command::CHOOSE_MESSAGE,
        choosing::choose_message(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn find_members(
    state: Shared<'_>,
    input: String,
) -> Result<MemberMatches, UiError> {
    let (desk, actor) = state.admit(command::FIND_MEMBERS)?;
    state.told(
        command::FIND_MEMBERS,
        finding::find_members(&desk, &actor, &input).await,
    )
}
