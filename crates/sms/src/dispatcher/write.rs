//! Putting answers on record, all that wait in one transaction.

use super::engine::Engine;
use super::observer::{Seen, Work};
use coe_store::{Answer, DispatcherId, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

/// Messages in one transaction, at most.
pub(crate) const BATCH: u32 = 256;
/// The first pause after answers could not be written; doubled up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How often an answer alone may be turned down by a database that is well, before it is given up.
const TURNED_DOWN: u32 = 10;

/// An answer that is not on record yet.
pub(crate) struct Waiting {
    pub(crate) answer: Answer,
    /// Who took the message.
    pub(crate) by: DispatcherId,
    /// Since when it waits.
    pub(crate) since: Instant,
    /// How often it was turned down alone.
    pub(crate) failures: u32,
    /// Its place among the messages under way.
    pub(crate) _place: OwnedSemaphorePermit,
}

/// Writes answers until nobody sends any more.
pub(crate) async fn write(engine: Arc<Engine>, mut answers: mpsc::Receiver<Waiting>) {
    let most = usize::try_from(BATCH).unwrap_or(usize::MAX);
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut pause = FIRST_PAUSE;
    loop {
        if waiting.is_empty() {
            if answers.recv_many(&mut waiting, most).await == 0 {
                return;
            }
        } else {
            while waiting.len() < most {
                let Ok(another) = answers.try_recv() else {
                    break;
                };
                waiting.push(another);
            }
        }
        waiting = round(&engine, waiting).await;
        engine.set_troubled(!waiting.is_empty());
        engine.tell_in_flight();
        engine.freed.notify_one();
        if waiting.is_empty() {
            pause = FIRST_PAUSE;
        } else {
            tokio::time::sleep(engine.jitter(pause)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Writes what waits; returns what still does.
async fn round(engine: &Engine, waiting: Vec<Waiting>) -> Vec<Waiting> {
    match put(engine, &waiting).await {
        Ok(()) => Vec::new(),
        Err(error) if may_pass(&error) => waiting,
        // One of them may be what the database does not take; the others shall not wait for it.
        Err(_) => one_by_one(engine, waiting).await,
    }
}

async fn one_by_one(engine: &Engine, waiting: Vec<Waiting>) -> Vec<Waiting> {
    let mut left = Vec::new();
    for mut one in waiting {
        match put(engine, std::slice::from_ref(&one)).await {
            Ok(()) => {}
            Err(error) if may_pass(&error) => left.push(one),
            Err(_) if one.failures < TURNED_DOWN => {
                one.failures += 1;
                left.push(one);
            }
            Err(error) => give_up(engine, &one, &error),
        }
    }
    left
}

/// Whether an error is the state of the database, and not of the answers.
fn may_pass(error: &StoreError) -> bool {
    error.is_transient() || matches!(error, StoreError::DiskFull | StoreError::ReadOnly)
}

async fn put(engine: &Engine, waiting: &[Waiting]) -> Result<(), StoreError> {
    let answers: Vec<Answer> = waiting.iter().map(|one| one.answer.clone()).collect();
    let written = engine.outbox.write(&answers).await;
    let moved = engine.told(Work::Write, written)?;
    for answer in &answers {
        engine.ends(answer.message, answer.attempt);
    }
    engine.observer.saw(Seen::Written {
        answers: u32::try_from(answers.len()).unwrap_or(u32::MAX),
        moved,
        took: waiting
            .last()
            .map_or(Duration::ZERO, |last| last.since.elapsed()),
    });
    Ok(())
}

/// Leaves the message to the lease, by which it becomes `unknown`.
fn give_up(engine: &Engine, one: &Waiting, error: &StoreError) {
    let Answer {
        message, attempt, ..
    } = one.answer;
    tracing::error!(%message, attempt, %error, "the answer cannot be put on record: the message becomes unknown");
    engine.observer.saw(Seen::Unwritten);
    engine.ends(message, attempt);
    engine.give_up(&one.by);
}
