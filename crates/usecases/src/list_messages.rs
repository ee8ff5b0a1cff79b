//! The outbox as staff see it.

use crate::{Desk, DeskResult};
use coe_domain::{MessageId, MessageState, RequestId};
use coe_store::{Message, MessageFilter, MessageList};
use coe_wire::messages::{MessageTab, MessageView, MessagesPage, MessagesQuery};
use coe_wire::{ErrorCode, UiError};

/// The most rows of a page.
pub const MOST: u32 = 200;

/// Lists messages, newest first.
///
/// # Errors
/// `invalid_cursor`, or what the database answers.
pub async fn list_messages(desk: &Desk, input: &MessagesQuery) -> DeskResult<MessagesPage> {
    let before = match &input.after {
        Some(text) => Some(MessageId(
            text.parse()
                .map_err(|_| UiError::new(ErrorCode::InvalidCursor))?,
        )),
        None => None,
    };
    let limit = input.limit.clamp(1, MOST);
    let filter = MessageFilter {
        list: match input.tab {
            MessageTab::All => MessageList::All,
            MessageTab::NeedsPerson => MessageList::NeedsPerson,
            MessageTab::NotReached => MessageList::NotReached,
        },
        state: input.state,
        search: input.search.trim().to_owned(),
        before,
        limit,
    };
    let mut unit = desk.store.read().await?;
    let rows = unit.messages(&filter).await?;
    let full = rows.len() == limit as usize;
    let next = rows
        .last()
        .filter(|_| full)
        .map(|(message, _)| message.id.to_string());
    let rows = rows
        .into_iter()
        .map(|(message, no)| message_view(message, no))
        .collect();
    Ok(MessagesPage { rows, next })
}

/// Lists the messages of a request, oldest first.
///
/// # Errors
/// `request_not_found`, or what the database answers.
pub async fn messages_of(desk: &Desk, id: RequestId) -> DeskResult<Vec<MessageView>> {
    let mut unit = desk.store.read().await?;
    let request = unit
        .request_by_id(id)
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::RequestNotFound))?;
    let number = request.request_no.to_string();
    let messages = unit.messages_of(id).await?.into_iter();
    Ok(messages
        .map(|message| message_view(message, number.clone()))
        .collect())
}

/// A message as staff see it: the number masked.
pub(crate) fn message_view(message: Message, request_no: String) -> MessageView {
    MessageView {
        id: message.id,
        request_id: message.request_id,
        request_no,
        template: message.template,
        to_masked: message.to_phone.masked(),
        body: message.body,
        segments: message.segments,
        state: message.state,
        attempts: message.attempts,
        choice: message.choice,
        failure: message.failure.filter(|_| {
            matches!(
                message.state,
                MessageState::Failed | MessageState::Unknown | MessageState::Queued
            )
        }),
        queued_at: message.queued_at,
        changed_at: message.changed_at,
    }
}
