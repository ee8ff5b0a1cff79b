//! Table `sms_message`: the outbox.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{
    DecisionId, MemberId, MessageId, MessageState, MessageTemplate, Phone, RequestId,
};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Identity.
    pub id: MessageId,
    /// The request it is about.
    pub request_id: RequestId,
    /// The decision that queued it.
    pub decision_id: Option<DecisionId>,
    /// Whose request.
    pub member_id: MemberId,
    /// Which text.
    pub template: MessageTemplate,
    /// Where it goes.
    pub to_phone: Phone,
    /// The text.
    pub body: String,
    /// Parts on the network.
    pub segments: u32,
    /// Where it stands.
    pub state: MessageState,
    /// Attempts so far.
    pub attempts: u32,
    /// The gateway's own reference.
    pub gateway_ref: Option<String>,
    /// Stable code of the last failure.
    pub failure: Option<String>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When the state last changed.
    pub changed_at: DateTime<Utc>,
    /// Not before this moment.
    pub next_attempt_at: DateTime<Utc>,
}

/// Which messages to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageFilter {
    /// Only this state.
    pub state: Option<MessageState>,
    /// Part of the request number, or the last digits of the phone (4 or more).
    pub search: String,
    /// Only rows before this one.
    pub before: Option<MessageId>,
    /// At most this many.
    pub limit: u32,
}

/// Access to the outbox. Only a decision, a filing or an appointment queues a message.
#[async_trait]
pub trait MessageRepository {
    /// Messages, newest first, each with its request's number.
    async fn messages(&mut self, filter: &MessageFilter) -> StoreResult<Vec<(Message, String)>>;
    /// The messages of a request, oldest first.
    async fn messages_of(&mut self, id: RequestId) -> StoreResult<Vec<Message>>;
    /// Takes up to `limit` due messages for sending: `queued` becomes `sending`, the attempt is
    /// counted. The caller commits before it talks to a gateway.
    async fn take_due_messages(&mut self, limit: u32) -> StoreResult<Vec<Message>>;
    /// Whatever stands in `sending` since before `older_than` becomes `unknown`. Returns how many.
    async fn settle_interrupted(&mut self, older_than: DateTime<Utc>) -> StoreResult<u64>;
    /// Moves a message from `sending`/`accepted` to `state`; false where it was not there.
    async fn move_message(
        &mut self,
        id: MessageId,
        state: MessageState,
        gateway_ref: Option<&str>,
        failure: Option<&str>,
    ) -> StoreResult<bool>;
    /// Puts a message that the gateway did not take back to `queued`, due at `at`.
    async fn retry_message(
        &mut self,
        id: MessageId,
        at: DateTime<Utc>,
        failure: &str,
    ) -> StoreResult<bool>;
}
