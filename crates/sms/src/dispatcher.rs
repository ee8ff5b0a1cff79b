//! Moves messages from the outbox to a gateway, and notes what became of them.
//!
//! A [`Dispatcher`] runs as a few tasks: one takes messages and starts the calls, one writes the answers,
//! one keeps the lease alive, one asks for fates. A message is taken only when it may be handed to the
//! gateway at once, and keeps its place until its answer is on record; so no more are ever under way than
//! the pace allows, nothing else is buffered, and a slow database slows the taking.

mod breaker;
mod call;
mod engine;
mod fates;
mod heart;
mod observer;
mod outbox;
mod pace;
mod rate;
mod steps;
mod take;
#[cfg(test)]
mod tests;
mod verdict;
mod write;

pub use breaker::BreakerState;
pub use observer::{Observer, Outcome, Seen, Unobserved, Work};
pub use pace::{Pace, Rate};
pub use rate::Bucket;
pub use steps::{Step, Steps, Unwatched};

use crate::Gateway;
use coe_domain::{Clock, Rng};
use coe_store::Store;
use engine::{Engine, Parts};
use outbox::StoreOutbox;
use std::sync::Arc;
use std::time::Duration;
use take::Taker;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Sends what is due, until it is told to stop.
pub struct Dispatcher {
    store: Arc<dyn Store>,
    gateway: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    pace: Pace,
    steps: Arc<dyn Steps>,
    observer: Arc<dyn Observer>,
}

/// How a dispatcher ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every message that it took has its answer on record, and it is on record as stopped.
    InGoodOrder,
    /// It left this many messages to the lease, by which they become `unknown`.
    Leaving(usize),
    /// Every message has its answer, and the database does not know that it stopped.
    Unnoticed,
}

impl Dispatcher {
    /// A dispatcher with the usual pace, whom nobody watches.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        gateway: Arc<dyn Gateway>,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
    ) -> Self {
        Self {
            store,
            gateway,
            clock,
            rng,
            pace: Pace::default(),
            steps: Arc::new(Unwatched),
            observer: Arc::new(Unobserved),
        }
    }

    /// With another pace.
    #[must_use]
    pub fn paced(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// With somebody who is told what happens.
    #[must_use]
    pub fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = observer;
        self
    }

    /// With somebody who may hold it at each step.
    #[must_use]
    pub fn stepping(mut self, steps: Arc<dyn Steps>) -> Self {
        self.steps = steps;
        self
    }

    /// Sends what is due until `stop` is over. Then it takes nothing more, and waits for the calls under
    /// way and their answers to be written, as long as the pace says. May be dropped at any time: then
    /// whatever is under way is left to the lease.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Ended {
        let outbox = StoreOutbox {
            store: self.store,
            steps: Arc::clone(&self.steps),
        };
        let engine = Engine::new(Parts {
            outbox: Arc::new(outbox),
            gateway: self.gateway,
            clock: self.clock,
            rng: self.rng,
            pace: self.pace,
            steps: self.steps,
            observer: self.observer,
        });
        run(Arc::new(engine), stop).await
    }
}

async fn run(engine: Arc<Engine>, stop: impl Future<Output = ()> + Send) -> Ended {
    let (answers, written) = mpsc::channel(engine.pace.places());
    let (running, stopped) = watch::channel(());
    // Dropping a set ends what is in it.
    let mut beside = JoinSet::new();
    beside.spawn(heart::beat(Arc::clone(&engine)));
    beside.spawn(heart::ask_credit(Arc::clone(&engine)));
    beside.spawn(write::write(Arc::clone(&engine), written));
    let mut fates = JoinSet::new();
    if engine.gateway.tells_fate() {
        fates.spawn(fates::ask(Arc::clone(&engine)));
    }
    let mut taking = JoinSet::new();
    let taker = Taker {
        engine: Arc::clone(&engine),
        answers,
        stop: stopped,
    };
    taking.spawn(taker.run());

    stop.await;
    let until = Instant::now() + engine.pace.goodbye;
    drop(running);
    fates.abort_all();
    // Held until the end: the calls under way are in it.
    let _calls = tokio::time::timeout_at(until, taking.join_next()).await;
    let all = u32::try_from(engine.pace.places()).unwrap_or(u32::MAX);
    // Each message keeps its place until its answer is on record.
    let _ = tokio::time::timeout_at(until, engine.places.acquire_many(all)).await;
    beside.shutdown().await;
    goodbye(&engine, until).await
}

/// Tells the database that it stopped, unless messages are under way: these are left to the lease.
async fn goodbye(engine: &Engine, until: Instant) -> Ended {
    let left = engine.under_way();
    if !left.is_empty() {
        let messages: Vec<i64> = left.iter().map(|(message, _)| message.0).collect();
        tracing::error!(
            ?messages,
            "stopped before the answers were on record: they become unknown"
        );
        return Ended::Leaving(left.len());
    }
    let identity = engine.identity.borrow().clone();
    let Some(id) = identity else {
        return Ended::Unnoticed;
    };
    // At least a moment, also where the calls took all the time.
    let until = until.max(Instant::now() + Duration::from_millis(250));
    match tokio::time::timeout_at(until, engine.outbox.end(&id)).await {
        Ok(Ok(_)) => Ended::InGoodOrder,
        Ok(Err(_)) | Err(_) => Ended::Unnoticed,
    }
}

impl Pace {
    /// Places for messages under way: at least one.
    fn places(&self) -> usize {
        usize::try_from(self.concurrency.clamp(1, 10_000)).unwrap_or(1)
    }
}
