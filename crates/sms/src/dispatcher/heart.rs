//! Signs of life, and what is done beside them.

use super::engine::Engine;
use super::observer::{Seen, Work};
use coe_domain::MessageFailure;
use coe_store::{DispatcherId, NewDispatcher};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The pause after a sign of life that did not arrive.
const AGAIN: Duration = Duration::from_secs(1);
/// How often reminders are queued.
const REMINDERS: Duration = Duration::from_secs(60);
/// How often the gateway is asked what is left on the account.
const CREDIT: Duration = Duration::from_secs(600);
/// And after it could not be asked.
const CREDIT_AGAIN: Duration = Duration::from_secs(60);

/// Keeps the dispatcher on record, and the outbox tidy.
pub(crate) async fn beat(engine: Arc<Engine>) {
    let mut reminders_due = Instant::now();
    loop {
        let alive = keep_alive(&engine).await;
        if alive {
            settle(&engine).await;
            if Instant::now() >= reminders_due {
                remind(&engine).await;
                reminders_due = Instant::now() + REMINDERS;
            }
            count(&engine).await;
        }
        let pause = if alive {
            engine.pace.heartbeat
        } else {
            engine.jitter(AGAIN.min(engine.pace.heartbeat))
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = engine.pulse_due.notified(), if alive => {}
        }
    }
}

/// Prolongs the lease, or begins a new one. Returns whether there is one.
async fn keep_alive(engine: &Engine) -> bool {
    let identity = engine.identity.borrow().clone();
    let Some(id) = identity else {
        return register(engine).await;
    };
    let renewed = engine.outbox.renew(&id, &engine.pulse()).await;
    match engine.told(Work::Lease, renewed) {
        Ok(true) => {
            engine.observer.saw(Seen::Renewed);
            true
        }
        Ok(false) => {
            tracing::warn!("the lease is over: what was under way may have become unknown");
            engine.give_up(&id);
            register(engine).await
        }
        Err(_) => false,
    }
}

/// Under an identity of its own each time: nobody knows whether a registration whose answer was lost took
/// place.
async fn register(engine: &Engine) -> bool {
    let new = NewDispatcher {
        id: DispatcherId(engine.rng.key()),
        gateway: engine.gateway.kind().code().to_owned(),
        simulated: engine.gateway.is_simulated(),
    };
    let registered = engine.outbox.register(&new, &engine.pace).await;
    let alive = engine.told(Work::Lease, registered).is_ok();
    if alive {
        engine.observer.saw(Seen::Registered);
        tracing::info!(dispatcher = %new.id.0, gateway = %new.gateway, simulated = new.simulated, "the dispatcher is on record");
        engine.identity.send_replace(Some(new.id));
        // How it gets on is not told by registering.
        engine.pulse_due.notify_one();
    }
    alive
}

async fn settle(engine: &Engine) {
    if let Ok(settled @ 1..) = engine.told(Work::Upkeep, engine.outbox.settle().await) {
        tracing::warn!(
            settled,
            "messages of a dispatcher that is gone became unknown"
        );
        engine.observer.saw(Seen::Interrupted(settled));
    }
}

async fn remind(engine: &Engine) {
    if let Ok(queued @ 1..) = engine.told(Work::Upkeep, engine.outbox.remind().await) {
        engine.observer.saw(Seen::Reminders(queued));
        engine.freed.notify_one();
    }
}

/// For those who watch; nothing hangs on it.
async fn count(engine: &Engine) {
    match engine.outbox.totals().await {
        Ok(totals) => engine.observer.saw(Seen::Outbox(totals)),
        Err(error) => tracing::debug!(%error, "the outbox cannot be counted"),
    }
}

/// Asks what is left on the account from time to time. Apart from the signs of life, which must not wait
/// for a gateway.
pub(crate) async fn ask_credit(engine: Arc<Engine>) {
    let mut known: Option<MessageFailure> = None;
    loop {
        let asked = tokio::time::timeout(engine.pace.call_limit, engine.gateway.credit()).await;
        let pause = match asked.unwrap_or(Err(MessageFailure::NoAnswer)) {
            Ok(credit) => {
                known = None;
                engine.note_credit(credit);
                CREDIT
            }
            Err(cause) => {
                if known.replace(cause) != Some(cause) {
                    tracing::warn!(
                        cause = cause.code(),
                        "the gateway does not tell what is left on the account"
                    );
                }
                CREDIT_AGAIN
            }
        };
        tokio::time::sleep(engine.jitter(pause)).await;
    }
}
