//! Sending the outbox: tables `sms_message`, `sms_attempt`, `sms_report` and `dispatcher`.
//!
//! A dispatcher registers and keeps its lease alive. It takes due messages, which are `sending` from the
//! commit on, and only then talks to a gateway. What it took and nobody answered for when its lease is over
//! becomes `unknown`. Each call is an attempt of its own, so an answer or a report that comes late is noted
//! on the attempt that it belongs to, and never on a later one.

use crate::{Message, StoreResult};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::{AttemptOutcome, DispatcherCondition, MessageFailure, MessageId, ReportedState};

/// Identity of a running dispatcher: drawn by chance at its start, never used twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DispatcherId(pub String);

/// A dispatcher that starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDispatcher {
    /// Identity.
    pub id: DispatcherId,
    /// Code of the gateway that it sends by.
    pub gateway: String,
    /// Whether its messages reach no phone.
    pub simulated: bool,
}

/// A dispatcher as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DispatcherState {
    /// Identity.
    pub id: DispatcherId,
    /// Code of the gateway that it sends by.
    pub gateway: String,
    /// Whether its messages reach no phone.
    pub simulated: bool,
    /// Since when it runs.
    pub started_at: DateTime<Utc>,
    /// Whether its lease is alive and it was not stopped.
    pub alive: bool,
    /// How it gets on.
    pub condition: DispatcherCondition,
    /// Why it waits.
    pub cause: Option<String>,
    /// What is left at the gateway, in the gateway's own words.
    pub credit: Option<String>,
    /// When it last said so.
    pub seen_at: DateTime<Utc>,
}

/// How a dispatcher gets on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    /// How long the lease goes on from now.
    pub lease: TimeDelta,
    /// How it gets on.
    pub condition: DispatcherCondition,
    /// Why it waits.
    pub cause: Option<MessageFailure>,
    /// What is left at the gateway, in the gateway's own words; `None` leaves what was known.
    pub credit: Option<String>,
}

/// What a gateway answered to an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which message.
    pub message: MessageId,
    /// Which of its attempts.
    pub attempt: u32,
    /// What the answer means for the message.
    pub answered: Answered,
}

/// What an answer means for the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// `accepted`.
    Taken {
        /// The gateway's reference, where it gave one.
        gateway_ref: Option<String>,
        /// Ask for its fate after this long; `None` where the gateway reports by itself.
        poll_in: Option<TimeDelta>,
    },
    /// Back to `queued`, due after this long.
    NotNow {
        /// Why.
        cause: MessageFailure,
        /// How long to wait.
        retry_in: TimeDelta,
    },
    /// `failed`.
    Refused {
        /// Why.
        cause: MessageFailure,
    },
    /// `unknown`.
    Unknown {
        /// Why.
        cause: MessageFailure,
    },
}

/// An answer as it stands on record of its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted<'a> {
    /// What came of the call.
    pub outcome: AttemptOutcome,
    /// Why it was not taken; a code of [`MessageFailure`].
    pub cause: Option<&'static str>,
    /// Milliseconds until it is tried again.
    pub retry_ms: Option<i64>,
    /// The gateway's reference.
    pub gateway_ref: Option<&'a str>,
    /// Milliseconds until the gateway is asked for its fate.
    pub poll_ms: Option<i64>,
}

impl Answered {
    /// What is put on record.
    #[must_use]
    pub fn noted(&self) -> Noted<'_> {
        let of = |outcome, cause: Option<MessageFailure>| Noted {
            outcome,
            cause: cause.map(MessageFailure::code),
            retry_ms: None,
            gateway_ref: None,
            poll_ms: None,
        };
        match self {
            Self::Taken {
                gateway_ref,
                poll_in,
            } => Noted {
                gateway_ref: gateway_ref.as_deref(),
                poll_ms: poll_in.map(|wait| wait.num_milliseconds()),
                ..of(AttemptOutcome::Taken, None)
            },
            Self::NotNow { cause, retry_in } => Noted {
                retry_ms: Some(retry_in.num_milliseconds()),
                ..of(AttemptOutcome::NotNow, Some(*cause))
            },
            Self::Refused { cause } => of(AttemptOutcome::Refused, Some(*cause)),
            Self::Unknown { cause } => of(AttemptOutcome::Unknown, Some(*cause)),
        }
    }
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The message that a gateway took under this reference.
    Reference(String),
    /// An attempt: for gateways that give back what they were told.
    Attempt {
        /// Which message.
        message: MessageId,
        /// Which of its attempts.
        attempt: u32,
        /// The gateway's reference, which an answer that was lost would have told.
        gateway_ref: Option<String>,
    },
}

/// What a gateway reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Code of the gateway.
    pub gateway: String,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub state: ReportedState,
    /// Why it did not arrive.
    pub cause: Option<MessageFailure>,
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportAnswer {
    /// The message moved by it.
    Applied,
    /// It is on record and changed nothing: told before, or overtaken.
    Noted,
    /// Nobody knows the reference yet. It is kept for three days, for an answer that is still on its way.
    Kept,
    /// There is no such attempt, or nobody can tell which of several it is.
    Unknown,
}

/// A message whose fate is to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// Which message.
    pub message: MessageId,
    /// Which of its attempts.
    pub attempt: u32,
    /// The gateway's reference.
    pub gateway_ref: String,
}

/// Access to the outbox for dispatchers.
///
/// # How a message moves
/// After each answer and each report the database looks at all attempts of the message: one that was
/// reported delivered makes it `delivered`, unless the message is being sent at this moment; the current one
/// reported failed makes an accepted or unknown message `failed`. `delivered` is never left.
#[async_trait]
pub trait OutboxRepository {
    /// Puts a starting dispatcher on record, with a lease from now. Forgets those that ended a week ago.
    async fn register_dispatcher(
        &mut self,
        new: &NewDispatcher,
        lease: TimeDelta,
    ) -> StoreResult<()>;
    /// Keeps a lease alive; false where it is over or the dispatcher was stopped: it registers anew then,
    /// under another identity.
    async fn renew_dispatcher(&mut self, id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool>;
    /// Ends a dispatcher in good order; false where it was not running. It has no message under way.
    async fn end_dispatcher(&mut self, id: &DispatcherId) -> StoreResult<bool>;
    /// The dispatchers on record, the latest first.
    async fn dispatchers(&mut self) -> StoreResult<Vec<DispatcherState>>;
    /// Takes up to `limit` due messages for sending, the longest due first: `queued` becomes `sending`, and
    /// an attempt begins. Nothing without a live lease. No two dispatchers take the same message. The caller
    /// commits before it talks to a gateway.
    async fn take_due_messages(
        &mut self,
        by: &DispatcherId,
        limit: u32,
    ) -> StoreResult<Vec<Message>>;
    /// Whatever is `sending` for a dispatcher whose lease is over or that was stopped becomes `unknown`
    /// (`interrupted`). Returns how many.
    async fn settle_interrupted(&mut self) -> StoreResult<u64>;
    /// Puts answers on record. One for an attempt that has an answer is ignored, except that an answer
    /// replaces the `interrupted` of [`OutboxRepository::settle_interrupted`]. A message moves only by the
    /// answer to its last attempt, and only from `sending` or `unknown`. Returns how many messages moved.
    async fn note_answers(&mut self, answers: &[Answer]) -> StoreResult<u64>;
    /// Puts a report on record.
    async fn note_report(&mut self, report: &Report) -> StoreResult<ReportAnswer>;
    /// Up to `limit` attempts by `gateway` whose fate is to be asked for now. Each is due again after half of
    /// its age, at least ten seconds, and no more after three days.
    async fn take_polls(&mut self, gateway: &str, limit: u32) -> StoreResult<Vec<Poll>>;
    /// Queues the reminders of calls that begin within `call_reminder_minutes` (a setting; 0: none), each
    /// once, while the request is open. Returns how many.
    async fn queue_reminders(&mut self) -> StoreResult<u64>;
}
