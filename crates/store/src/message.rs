//! Table `sms_message` as staff see it, and what they choose for a message: table `sms_choice`.
//!
//! Only a filing, a decision or an appointment queues a message. Sending is in [`crate::OutboxRepository`].

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{
    AttemptOutcome, DecisionId, MemberId, MessageChoice, MessageId, MessageState, MessageTemplate,
    Phone, ReportedState, RequestId, StaffId,
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
    /// Stable code of the last failure; a [`coe_domain::MessageFailure`].
    pub failure: Option<String>,
    /// What a person chose after the last attempt.
    pub choice: Option<MessageChoice>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When the state last changed.
    pub changed_at: DateTime<Utc>,
    /// Not before this moment.
    pub next_attempt_at: DateTime<Utc>,
}

/// Which messages to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageList {
    /// All of them.
    #[default]
    All,
    /// Failed or unknown, and nobody chose yet what to do, or chose to call and has not called.
    NeedsPerson,
    /// Those of [`MessageList::NeedsPerson`] that tell a member of an approval in force: the member does
    /// not know yet that they can sign in.
    NotReached,
}

/// Which messages to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageFilter {
    /// Which list.
    pub list: MessageList,
    /// Only this state.
    pub state: Option<MessageState>,
    /// Part of the request number, or the last digits of the phone (4 or more).
    pub search: String,
    /// Only rows before this one.
    pub before: Option<MessageId>,
    /// At most this many.
    pub limit: u32,
}

/// How many messages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MessageTotals {
    /// Waiting to be sent.
    pub queued: u64,
    /// Of these, since when the longest has been due.
    pub due_since: Option<DateTime<Utc>>,
    /// In [`MessageList::NeedsPerson`].
    pub needs_person: u64,
    /// In [`MessageList::NotReached`].
    pub not_reached: u64,
}

/// One call to a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which of the message's, from 1.
    pub attempt: u32,
    /// Which gateway.
    pub gateway: String,
    /// When the message was taken for it.
    pub started_at: DateTime<Utc>,
    /// When the answer was put on record.
    pub answered_at: Option<DateTime<Utc>>,
    /// What the answer was; `None` while it is under way.
    pub outcome: Option<AttemptOutcome>,
    /// Why, where it was not taken.
    pub cause: Option<String>,
    /// The gateway's reference, where it was taken.
    pub gateway_ref: Option<String>,
    /// What the gateway reported later.
    pub reported: Option<ReportedState>,
    /// When the report was put on record.
    pub reported_at: Option<DateTime<Utc>>,
}

/// What a person chose to do about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChoice {
    /// Which message.
    pub message: MessageId,
    /// Its attempts as the person saw them. Where another one was made since, the choice is refused.
    pub attempts: u32,
    /// What.
    pub choice: MessageChoice,
    /// Who.
    pub by: StaffId,
}

/// A choice that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeChoice {
    /// After which attempt.
    pub attempts: u32,
    /// What.
    pub choice: MessageChoice,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

impl MadeChoice {
    /// Whether it is this one, made before.
    #[must_use]
    pub fn is(&self, new: &NewChoice) -> bool {
        (self.attempts, self.choice, self.by) == (new.attempts, new.choice, new.by)
    }
}

/// Access to messages for people.
#[async_trait]
pub trait MessageRepository {
    /// Messages, newest first, each with its request's number.
    async fn messages(&mut self, filter: &MessageFilter) -> StoreResult<Vec<(Message, String)>>;
    /// How many there are.
    async fn message_totals(&mut self) -> StoreResult<MessageTotals>;
    /// The messages of a request, oldest first.
    async fn messages_of(&mut self, id: RequestId) -> StoreResult<Vec<Message>>;
    /// One message.
    async fn message_by_id(&mut self, id: MessageId) -> StoreResult<Option<Message>>;
    /// The calls to gateways that were made for a message, oldest first.
    async fn attempts_of(&mut self, id: MessageId) -> StoreResult<Vec<Attempt>>;
    /// What people chose for a message, oldest first.
    async fn choices_of(&mut self, id: MessageId) -> StoreResult<Vec<MadeChoice>>;
    /// Makes a choice: `Arrived` makes the message delivered, `SendAgain` queues it, `CallInstead` makes an
    /// unknown one failed, and `Called` settles one that somebody was to call about. Each writes the event
    /// `message.choice`. The same choice of the same person made again answers as at first.
    ///
    /// # Errors
    /// Refused (`MessageMoved`) where the message is neither failed nor unknown any more or was sent again,
    /// where the choice was made, and `Called` where nobody was to call; `RoleNotAllowed` for support.
    async fn choose(&mut self, new: &NewChoice) -> StoreResult<()>;
}
