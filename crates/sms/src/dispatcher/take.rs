//! Taking due messages: exactly as many as may be handed to the gateway now.

use super::breaker::{Allowance, Breaker};
use super::call::{Taken, call};
use super::engine::Engine;
use super::observer::{Seen, Work};
use super::outbox::Taking;
use super::rate::Bucket;
use super::write::{BATCH, Waiting};
use coe_store::{Message, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// The pause after a taking that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// The pause after a taking that another one came in between of.
const AFTER_CONFLICT: Duration = Duration::from_millis(20);

/// Takes messages and has them handed to the gateway, until it is time to stop.
pub(crate) struct Taker {
    pub(crate) engine: Arc<Engine>,
    pub(crate) answers: mpsc::Sender<Waiting>,
    pub(crate) stop: watch::Receiver<()>,
}

/// What to do next.
enum Next {
    /// Look again at once.
    Again,
    /// Wait until somebody changed something.
    Idle,
    /// Wait until a place is free, or this long.
    Pause(Duration),
}

impl Taker {
    /// Returns the calls that are under way when it stops.
    pub(crate) async fn run(mut self) -> JoinSet<()> {
        let mut calls = JoinSet::new();
        let mut bucket = Bucket::new(self.engine.pace.rate, Instant::now());
        // The channel carries nothing: it changes only by its end.
        while self.stop.has_changed().is_ok() {
            while calls.try_join_next().is_some() {}
            let next = self.look(&mut bucket, &mut calls).await;
            self.wait(next).await;
        }
        calls
    }

    async fn look(&self, bucket: &mut Bucket, calls: &mut JoinSet<()>) -> Next {
        let engine = &self.engine;
        let identity = engine.identity.borrow().clone();
        let Some(id) = identity else {
            return Next::Pause(engine.pace.look);
        };
        let now = Instant::now();
        let allowance = engine.breaker(|breaker| breaker.allows(now));
        let allowed = match allowance {
            Allowance::All => BATCH,
            Allowance::Probe => 1,
            Allowance::Nothing => {
                let wait = engine.breaker(|breaker| breaker.opens_in(now));
                return Next::Pause(wait.unwrap_or(engine.pace.look));
            }
        };
        if engine.is_troubled() {
            return Next::Pause(engine.pace.look);
        }
        let free = bucket.free(now);
        if free == 0 {
            return Next::Pause(bucket.next_in());
        }
        let places = u32::try_from(engine.places.available_permits()).unwrap_or(u32::MAX);
        let limit = allowed.min(free).min(places);
        let Ok(mut permits) = Arc::clone(&engine.places).try_acquire_many_owned(limit) else {
            return Next::Pause(engine.pace.look);
        };
        if limit == 0 {
            return Next::Pause(engine.pace.look);
        }
        let taken_at = engine.moment();
        match engine.told(Work::Take, engine.outbox.take(&id, limit).await) {
            Ok(Taking::Ours(messages)) if messages.is_empty() => Next::Idle,
            Ok(Taking::Ours(messages)) => {
                let count = u32::try_from(messages.len()).unwrap_or(u32::MAX);
                bucket.spend(count);
                let probe = allowance == Allowance::Probe;
                if probe {
                    engine.breaker(Breaker::begins_probe);
                }
                for message in messages {
                    let Some(place) = permits.split(1) else { break };
                    let taken = Taken {
                        message,
                        by: id.clone(),
                        at: taken_at,
                        probe,
                    };
                    self.hand_over(taken, place, calls);
                }
                engine.observer.saw(Seen::Taken(count));
                engine.tell_in_flight();
                Next::Again
            }
            Ok(Taking::Unsure) => {
                tracing::warn!(
                    "nobody knows whether messages were taken: they are left to the lease"
                );
                engine.give_up(&id);
                Next::Pause(engine.jitter(AFTER_FAILURE))
            }
            Err(StoreError::Conflict) => Next::Pause(engine.jitter(AFTER_CONFLICT)),
            Err(_) => Next::Pause(engine.jitter(AFTER_FAILURE)),
        }
    }

    fn hand_over(&self, taken: Taken, place: OwnedSemaphorePermit, calls: &mut JoinSet<()>) {
        let (engine, answers) = (Arc::clone(&self.engine), self.answers.clone());
        let Message { id, attempts, .. } = taken.message;
        engine.begins(id, attempts);
        calls.spawn(async move {
            let waiting = call(&engine, taken, place).await;
            // Whoever writes them ends last.
            let _ = answers.send(waiting).await;
        });
    }

    async fn wait(&mut self, next: Next) {
        let engine = &self.engine;
        let mut identity = engine.identity.subscribe();
        match next {
            Next::Again => {}
            Next::Idle => tokio::select! {
                _ = self.stop.changed() => {}
                changed = engine.outbox.changed() => if changed.is_err() {
                    tokio::time::sleep(engine.jitter(AFTER_CONFLICT)).await;
                },
                () = tokio::time::sleep(engine.pace.look) => {}
            },
            Next::Pause(pause) => tokio::select! {
                _ = self.stop.changed() => {}
                _ = identity.changed() => {}
                () = engine.freed.notified() => {}
                () = tokio::time::sleep(pause) => {}
            },
        }
    }
}
