//! Handing one message to the gateway.

use super::breaker::Health;
use super::engine::{Engine, Moment};
use super::observer::{Outcome, Seen};
use super::steps::Step;
use super::verdict;
use super::write::Waiting;
use crate::{Outgoing, Sent};
use coe_domain::MessageFailure;
use coe_store::{Answer, Answered, DispatcherId, Message};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

/// A message that is `sending` on record.
pub(crate) struct Taken {
    pub(crate) message: Message,
    /// By whom.
    pub(crate) by: DispatcherId,
    /// When the taking began.
    pub(crate) at: Moment,
    /// Whether it tries if the gateway works again.
    pub(crate) probe: bool,
}

/// Hands a message to the gateway. The answer keeps its place until it is on record.
pub(crate) async fn call(engine: &Engine, taken: Taken, place: OwnedSemaphorePermit) -> Waiting {
    engine.steps.at(Step::Calling).await;
    // Whoever slept longer may find that others settled the message and a person sent it again.
    let answered = if engine.age(taken.at) < engine.pace.late_after() {
        send(engine, &taken).await
    } else {
        tracing::warn!(message = %taken.message.id, attempt = taken.message.attempts, "taken too long ago to be sent now");
        engine.note_health(Health::Silent, taken.probe);
        verdict::late()
    };
    Waiting {
        answer: Answer {
            message: taken.message.id,
            attempt: taken.message.attempts,
            answered,
        },
        by: taken.by,
        since: Instant::now(),
        failures: 0,
        _place: place,
    }
}

async fn send(engine: &Engine, taken: &Taken) -> Answered {
    let Message { id, attempts, .. } = taken.message;
    let started = Instant::now();
    let sent = ask(engine, taken).await;
    let took = started.elapsed();
    engine.steps.at(Step::Answered).await;
    engine.note_health(verdict::health(&sent), taken.probe);
    let cause = cause(&sent);
    let tells_fate = engine.gateway.tells_fate();
    let answered = verdict::answered(
        sent,
        attempts,
        &engine.pace,
        tells_fate,
        engine.rng.as_ref(),
    );
    let outcome = Outcome::from(&answered);
    engine.observer.saw(Seen::Called {
        outcome,
        cause,
        took,
    });
    tracing::debug!(message = %id, attempt = attempts, ?outcome, cause = cause.map(MessageFailure::code), "the gateway answered");
    answered
}

/// Asks the gateway. One that breaks down, or does not keep its own time limit, leaves it open whether the
/// message was taken.
async fn ask(engine: &Engine, taken: &Taken) -> Sent {
    let outgoing = Outgoing {
        message: taken.message.id,
        attempt: taken.message.attempts,
        to: &taken.message.to_phone,
        body: &taken.message.body,
    };
    let call = AssertUnwindSafe(engine.gateway.send(&outgoing)).catch_unwind();
    match tokio::time::timeout(engine.pace.call_limit, call).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_panic)) => Sent::Unknown {
            cause: MessageFailure::Interrupted,
        },
        Err(_elapsed) => Sent::Unknown {
            cause: MessageFailure::NoAnswer,
        },
    }
}

fn cause(sent: &Sent) -> Option<MessageFailure> {
    match *sent {
        Sent::Taken { .. } => None,
        Sent::NotNow { cause, .. } | Sent::Refused { cause } | Sent::Unknown { cause } => {
            Some(cause)
        }
    }
}
