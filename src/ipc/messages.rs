//! The outbox.

use super::call;
use coe_wire::messages::{MessagesPage, MessagesQuery};
use coe_wire::{UiError, command};

/// A page of messages, newest first.
pub async fn messages_page(input: &MessagesQuery) -> Result<MessagesPage, UiError> {
    call(command::MESSAGES_PAGE, input).await
}
