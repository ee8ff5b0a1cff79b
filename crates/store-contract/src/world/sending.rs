//! What dispatchers and gateways do with messages.

use super::World;
use chrono::TimeDelta;
use coe_domain::{DispatcherCondition, MessageFailure, MessageId, ReportedState};
use coe_store::{
    Answer, Answered, DispatcherId, Message, NewDispatcher, Pulse, Report, ReportAnswer, Subject,
};

/// The gateway of every dispatcher in these cases.
pub const GATEWAY: &str = "thaibulksms";

/// A pulse of a dispatcher that works, for half a minute more.
pub fn working() -> Pulse {
    Pulse {
        lease: TimeDelta::seconds(30),
        condition: DispatcherCondition::Working,
        cause: None,
        credit: None,
    }
}

/// Taken under this reference; the gateway reports by itself.
pub fn taken(reference: &str) -> Answered {
    Answered::Taken {
        gateway_ref: Some(reference.to_owned()),
        poll_in: None,
    }
}

/// Not taken; to be tried after so many minutes.
pub fn not_now(minutes: i64) -> Answered {
    Answered::NotNow {
        cause: MessageFailure::CreditEmpty,
        retry_in: TimeDelta::minutes(minutes),
    }
}

/// Not taken for good.
pub const REFUSED: Answered = Answered::Refused {
    cause: MessageFailure::BadNumber,
};

/// Nobody knows.
pub const UNKNOWN: Answered = Answered::Unknown {
    cause: MessageFailure::NoAnswer,
};

/// A report on what was taken under this reference.
pub fn report(reference: &str, state: ReportedState) -> Report {
    Report {
        gateway: GATEWAY.to_owned(),
        subject: Subject::Reference(reference.to_owned()),
        state,
        cause: (state == ReportedState::Failed).then_some(MessageFailure::NotReachable),
    }
}

impl World {
    /// Starts a dispatcher with a lease of half a minute.
    pub async fn dispatcher(&self) -> DispatcherId {
        let id = DispatcherId(format!("dispatcher-{}", self.next()));
        let new = NewDispatcher {
            id: id.clone(),
            gateway: GATEWAY.to_owned(),
            simulated: false,
        };
        let lease = TimeDelta::seconds(30);
        change!(self, unit => unit.register_dispatcher(&new, lease)).expect("registers");
        id
    }

    /// Takes messages for a dispatcher that is alive.
    pub async fn takes(&self, by: &DispatcherId, limit: u32) -> Vec<Message> {
        change!(self, unit => unit.take_due_messages(by, limit)).expect("takes")
    }

    /// Takes the only message that is due.
    pub async fn takes_one(&self, by: &DispatcherId) -> Message {
        let mut taken = self.takes(by, 10).await;
        assert_eq!(taken.len(), 1, "one message is due");
        taken.remove(0)
    }

    /// Puts the answer to an attempt on record; whether a message moved.
    pub async fn answers(&self, message: MessageId, attempt: u32, answered: Answered) -> bool {
        let answer = Answer {
            message,
            attempt,
            answered,
        };
        change!(self, unit => unit.note_answers(std::slice::from_ref(&answer))).expect("notes") > 0
    }

    /// Puts a report on record.
    pub async fn reports(&self, report: &Report) -> ReportAnswer {
        change!(self, unit => unit.note_report(report)).expect("notes")
    }

    /// A message as stored.
    pub async fn the_message(&self, id: MessageId) -> Message {
        look!(self, unit => unit.message_by_id(id)).expect("the message exists")
    }

    /// A message that was taken by a dispatcher and answered so.
    pub async fn answered(&self, answered: Answered) -> Message {
        self.filed().await;
        let by = self.dispatcher().await;
        let message = self.takes_one(&by).await;
        self.answers(message.id, 1, answered).await;
        self.the_message(message.id).await
    }
}
