//! The outbox as staff see it.

use crate::review::RevealField;
use chrono::{DateTime, Utc};
use coe_domain::{
    AttemptOutcome, DispatcherCondition, MessageChoice, MessageId, MessageState, MessageTemplate,
    ReportedState, RequestId,
};
use serde::{Deserialize, Serialize};

/// The lists of messages.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MessageTab {
    /// All of them.
    #[default]
    All,
    /// Failed or unknown, and nobody has settled yet what to do.
    NeedsPerson,
    /// Those among them that tell a member of an approval: the member does not know yet.
    NotReached,
}

/// Which messages to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct MessagesQuery {
    /// Which list.
    pub tab: MessageTab,
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
    /// How often it was handed to a gateway.
    pub attempts: u32,
    /// Stable code of the last failure; a [`coe_domain::MessageFailure`], or of a newer version.
    pub failure: Option<String>,
    /// What a person chose after the last attempt.
    pub choice: Option<MessageChoice>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When its state last changed.
    pub changed_at: DateTime<Utc>,
}

impl MessageView {
    /// Whether a person has to do something about it: it failed or nobody knows, and nobody has settled
    /// it yet.
    #[must_use]
    pub fn needs_person(&self) -> bool {
        !self.choices().is_empty()
    }

    /// What a person may choose now, in the order in which it is offered.
    #[must_use]
    pub fn choices(&self) -> &'static [MessageChoice] {
        use MessageChoice::{Arrived, CallInstead, Called, SendAgain};
        if !matches!(self.state, MessageState::Failed | MessageState::Unknown) {
            return &[];
        }
        match self.choice {
            None => &[SendAgain, CallInstead, Arrived],
            Some(CallInstead) => &[Called, SendAgain, Arrived],
            Some(_) => &[],
        }
    }
}

/// A message with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDetail {
    /// The message.
    pub message: MessageView,
    /// The calls to gateways, oldest first.
    pub attempts: Vec<AttemptView>,
    /// What people chose, oldest first.
    pub choices: Vec<ChoiceView>,
    /// Which field of the request shows the number in full; `None` where none does any more.
    pub number: Option<RevealField>,
}

/// One call to a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Which of the message's, from 1.
    pub attempt: u32,
    /// Code of the gateway.
    pub gateway: String,
    /// When the message was taken for it.
    pub started_at: DateTime<Utc>,
    /// What the gateway answered; `None` while the answer is awaited.
    pub outcome: Option<AttemptOutcome>,
    /// Why it was not taken.
    pub cause: Option<String>,
    /// The gateway's reference.
    pub gateway_ref: Option<String>,
    /// What the gateway reported later.
    pub reported: Option<ReportedState>,
    /// When.
    pub reported_at: Option<DateTime<Utc>>,
}

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceView {
    /// After which attempt.
    pub attempts: u32,
    /// What.
    pub choice: MessageChoice,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Chooses what to do about a message that failed, or of which nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseMessage {
    /// Which message.
    pub message: MessageId,
    /// Its attempts as they are on screen. Refused where another was made since.
    pub attempts: u32,
    /// What to do.
    pub choice: MessageChoice,
}

/// How sending gets on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageHealth {
    /// Waiting to be sent.
    pub queued: u64,
    /// Since when the longest of them has been due.
    pub due_since: Option<DateTime<Utc>>,
    /// In [`MessageTab::NeedsPerson`].
    pub needs_person: u64,
    /// In [`MessageTab::NotReached`].
    pub not_reached: u64,
    /// The dispatchers that run, the latest first; where none does, the one that ran last.
    pub dispatchers: Vec<DispatcherView>,
}

impl MessageHealth {
    /// Whether messages are being sent, and none of them reaches a phone.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        let mut alive = self.dispatchers.iter().filter(|one| one.alive).peekable();
        alive.peek().is_some() && alive.all(|one| one.simulated)
    }
}

/// A program that sends messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatcherView {
    /// Code of its gateway.
    pub gateway: String,
    /// Whether its messages reach no phone.
    pub simulated: bool,
    /// Whether it runs.
    pub alive: bool,
    /// How it gets on.
    pub condition: DispatcherCondition,
    /// Why it waits; a [`coe_domain::MessageFailure`], or of a newer version.
    pub cause: Option<String>,
    /// What is left at the gateway, in the gateway's own words.
    pub credit: Option<String>,
    /// When it last said so.
    pub seen_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(state: MessageState, choice: Option<MessageChoice>) -> MessageView {
        MessageView {
            id: MessageId(1),
            request_id: RequestId(1),
            request_no: "69-11-1".to_owned(),
            template: MessageTemplate::Approved,
            to_masked: "xxx-xxx-8890".to_owned(),
            body: String::new(),
            segments: 1,
            state,
            attempts: 1,
            failure: None,
            choice,
            queued_at: DateTime::UNIX_EPOCH,
            changed_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn only_what_failed_or_is_unknown_needs_a_person_until_it_is_settled() {
        use MessageChoice::{Arrived, CallInstead, Called, SendAgain};
        use MessageState::{Accepted, Delivered, Failed, Queued, Sending, Unknown};
        for state in [Queued, Sending, Accepted, Delivered] {
            assert!(!message(state, None).needs_person(), "{state}");
        }
        for state in [Failed, Unknown] {
            assert_eq!(
                message(state, None).choices(),
                [SendAgain, CallInstead, Arrived],
                "{state}"
            );
        }
        let to_call = message(Failed, Some(CallInstead));
        assert_eq!(to_call.choices(), [Called, SendAgain, Arrived]);
        assert!(!message(Failed, Some(Called)).needs_person(), "it is done");
    }

    fn dispatcher(alive: bool, simulated: bool) -> DispatcherView {
        DispatcherView {
            gateway: "simulator".to_owned(),
            simulated,
            alive,
            condition: DispatcherCondition::Working,
            cause: None,
            credit: None,
            seen_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn messages_are_simulated_only_while_a_simulator_runs() {
        let health = |dispatchers| MessageHealth {
            queued: 0,
            due_since: None,
            needs_person: 0,
            not_reached: 0,
            dispatchers,
        };
        assert!(health(vec![dispatcher(true, true)]).is_simulated());
        assert!(!health(vec![dispatcher(false, true)]).is_simulated());
        assert!(!health(vec![dispatcher(true, true), dispatcher(true, false)]).is_simulated());
        assert!(!health(Vec::new()).is_simulated());
    }
}
