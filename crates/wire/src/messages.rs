//! The outbox as staff see it.

use chrono::{DateTime, Utc};
use coe_domain::{MessageId, MessageState, MessageTemplate, RequestId};
use serde::{Deserialize, Serialize};

/// Which messages to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct MessagesQuery {
    /// Only this state.
    pub state: Option<MessageState>,
    /// Request number or last digits of the phone.
    pub search: String,
    /// Where to go on.
    pub after: Option<String>,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A page of messages, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesPage {
    /// The rows.
    pub rows: Vec<MessageView>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Whether messages go to the simulator in the app and to no phone.
    pub simulated: bool,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Identity.
    pub id: MessageId,
    /// The request that it is about.
    pub request_id: RequestId,
    /// Its number.
    pub request_no: String,
    /// Which message.
    pub template: MessageTemplate,
    /// Where it went, masked.
    pub to_masked: String,
    /// The text that was sent.
    pub body: String,
    /// Parts the text takes on the network.
    pub segments: u32,
    /// Where it stands.
    pub state: MessageState,
    /// Stable code of the last failure.
    pub failure: Option<String>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When its state last changed.
    pub changed_at: DateTime<Utc>,
}
