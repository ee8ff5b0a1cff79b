//! The outbox.

use super::{call, call0};
use coe_domain::{MessageId, RequestId};
use coe_wire::messages::{
    ChooseMessage, MessageDetail, MessageHealth, MessageView, MessagesPage, MessagesQuery,
};
use coe_wire::{UiError, command};

/// A page of messages, newest first.
pub async fn messages_page(input: &MessagesQuery) -> Result<MessagesPage, UiError> {
    call(command::MESSAGES_PAGE, input).await
}

/// The messages of a request, oldest first.
pub async fn request_messages(request: RequestId) -> Result<Vec<MessageView>, UiError> {
    call(command::REQUEST_MESSAGES, &request).await
}

/// A message with all that happened to it.
pub async fn message_detail(id: MessageId) -> Result<MessageDetail, UiError> {
    call(command::MESSAGE_DETAIL, &id).await
}

/// How sending gets on.
pub async fn message_health() -> Result<MessageHealth, UiError> {
    call0(command::MESSAGE_HEALTH).await
}

/// Chooses what to do about a message.
pub async fn choose_message(input: &ChooseMessage) -> Result<MessageDetail, UiError> {
    call(command::CHOOSE_MESSAGE, input).await
}
