//! What the tasks of one dispatcher share.

use super::breaker::{Breaker, Health};
use super::observer::{Observer, Seen, Work};
use super::outbox::Outbox;
use super::pace::Pace;
use super::steps::Steps;
use crate::Gateway;
use chrono::{DateTime, Utc};
use coe_domain::{Clock, DispatcherCondition, MessageFailure, MessageId, Rng};
use coe_store::{DispatcherId, Pulse, StoreError, StoreResult};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

/// What the tasks of one dispatcher share.
pub(crate) struct Engine {
    pub(crate) outbox: Arc<dyn Outbox>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) pace: Pace,
    pub(crate) steps: Arc<dyn Steps>,
    pub(crate) observer: Arc<dyn Observer>,
    /// As whom messages are taken; `None` until it is registered, and after it gave its identity up.
    pub(crate) identity: watch::Sender<Option<DispatcherId>>,
    /// A place for each message that is taken and not answered for on record.
    pub(crate) places: Arc<Semaphore>,
    /// It may be possible to take messages again.
    pub(crate) freed: Notify,
    /// A sign of life is due before its time: how it gets on has changed.
    pub(crate) pulse_due: Notify,
    /// Answers wait because the database does not take them.
    troubled: AtomicBool,
    breaker: Mutex<Breaker>,
    credit: Mutex<Option<String>>,
    under_way: Mutex<BTreeSet<(MessageId, u32)>>,
    away: AtomicBool,
}

impl Engine {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts {
            outbox,
            gateway,
            clock,
            rng,
            pace,
            steps,
            observer,
        } = parts;
        Self {
            outbox,
            gateway,
            clock,
            rng,
            pace,
            steps,
            observer,
            identity: watch::Sender::new(None),
            places: Arc::new(Semaphore::new(pace.places())),
            freed: Notify::new(),
            pulse_due: Notify::new(),
            troubled: AtomicBool::new(false),
            breaker: Mutex::new(Breaker::new(&pace)),
            credit: Mutex::default(),
            under_way: Mutex::default(),
            away: AtomicBool::new(false),
        }
    }

    /// The breaker, for a moment. What changes by it is told.
    pub(crate) fn breaker<T>(&self, ask: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut breaker = locked(&self.breaker);
        let before = breaker.state(Instant::now());
        let answer = ask(&mut breaker);
        let after = breaker.state(Instant::now());
        let cause = breaker.cause();
        drop(breaker);
        if before != after {
            self.observer.saw(Seen::Breaker(after));
            tracing::info!(state = ?after, cause = cause.map(MessageFailure::code), "the gateway's state changed");
            self.pulse_due.notify_one();
            self.freed.notify_one();
        }
        answer
    }

    /// Notes what an answer said of the gateway.
    pub(crate) fn note_health(&self, health: Health, probe: bool) {
        self.breaker(|breaker| breaker.note(Instant::now(), health, probe));
        if probe {
            self.freed.notify_one();
        }
    }

    /// How it gets on, as staff read it.
    pub(crate) fn pulse(&self) -> Pulse {
        let cause = locked(&self.breaker).cause();
        Pulse {
            lease: super::verdict::delta(self.pace.lease),
            condition: match cause {
                None => DispatcherCondition::Working,
                Some(_) => DispatcherCondition::Waiting,
            },
            cause,
            credit: locked(&self.credit).clone(),
        }
    }

    pub(crate) fn note_credit(&self, credit: Option<String>) {
        *locked(&self.credit) = credit;
        self.pulse_due.notify_one();
    }

    /// Works under this identity no more. What it took and did not answer for becomes `unknown` by its
    /// lease.
    pub(crate) fn give_up(&self, id: &DispatcherId) {
        let given_up = self.identity.send_if_modified(|identity| {
            let current = identity.as_ref() == Some(id);
            if current {
                *identity = None;
            }
            current
        });
        if given_up {
            self.pulse_due.notify_one();
        }
    }

    pub(crate) fn set_troubled(&self, troubled: bool) {
        self.troubled.store(troubled, Ordering::SeqCst);
    }

    pub(crate) fn is_troubled(&self) -> bool {
        self.troubled.load(Ordering::SeqCst)
    }

    pub(crate) fn begins(&self, message: MessageId, attempt: u32) {
        locked(&self.under_way).insert((message, attempt));
    }

    pub(crate) fn ends(&self, message: MessageId, attempt: u32) {
        locked(&self.under_way).remove(&(message, attempt));
    }

    /// The messages that were taken and not answered for on record, each with its attempt.
    pub(crate) fn under_way(&self) -> Vec<(MessageId, u32)> {
        locked(&self.under_way).iter().copied().collect()
    }

    pub(crate) fn tell_in_flight(&self) {
        let count = locked(&self.under_way).len();
        self.observer
            .saw(Seen::InFlight(u32::try_from(count).unwrap_or(u32::MAX)));
    }

    /// Tells what the database did not do, and logs that it went away and came back: once each.
    pub(crate) fn told<T>(&self, work: Work, result: StoreResult<T>) -> StoreResult<T> {
        match &result {
            Ok(_) => {
                if self.away.swap(false, Ordering::SeqCst) {
                    tracing::info!("the database does what it is asked for again");
                }
            }
            // Others came in between: that is daily life where several work on one outbox.
            Err(StoreError::Conflict) => {}
            Err(error) => {
                self.observer.saw(Seen::Database(work));
                if !self.away.swap(true, Ordering::SeqCst) {
                    tracing::error!(%error, ?work, "the database does not do what it is asked for");
                }
            }
        }
        result
    }

    /// The present moment by both clocks.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            steady: Instant::now(),
            wall: self.clock.now(),
        }
    }

    /// How long ago a moment was, by the clock that says more: the steady one stands still while the
    /// computer sleeps, and the other one may be set back.
    pub(crate) fn age(&self, moment: Moment) -> Duration {
        let wall = (self.clock.now() - moment.wall).to_std();
        moment.steady.elapsed().max(wall.unwrap_or_default())
    }

    /// A pause that differs between those who wait for the same thing.
    pub(crate) fn jitter(&self, pause: Duration) -> Duration {
        let quarter = u32::try_from(pause.as_millis() / 4).unwrap_or(u32::MAX);
        pause + Duration::from_millis(u64::from(self.rng.below(quarter)))
    }
}

/// What an engine is made of.
pub(crate) struct Parts {
    pub(crate) outbox: Arc<dyn Outbox>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) pace: Pace,
    pub(crate) steps: Arc<dyn Steps>,
    pub(crate) observer: Arc<dyn Observer>,
}

/// A moment by the steady clock and by the one on the wall.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    steady: Instant,
    wall: DateTime<Utc>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
