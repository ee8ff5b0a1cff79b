//! An outbox in memory that fails when it is told to.

use crate::dispatcher::outbox::{Outbox, Taking};
use crate::dispatcher::pace::Pace;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use coe_domain::{MemberId, MessageId, MessageState, MessageTemplate, Phone, RequestId};
use coe_store::{
    Answer, Answered, DispatcherId, Message, MessageTotals, NewDispatcher, Poll, Pulse, Report,
    ReportAnswer, StoreError, StoreResult,
};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

pub(super) type Fault = fn() -> StoreError;

/// A message and what happened to it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) state: MessageState,
    pub(super) attempts: u32,
    pub(super) due: Instant,
    pub(super) answers: Vec<Answered>,
}

#[derive(Default)]
pub(super) struct Books {
    pub(super) rows: Vec<Row>,
    pub(super) registered: Vec<DispatcherId>,
    pub(super) ended: Vec<DispatcherId>,
    pub(super) pulses: Vec<Pulse>,
    pub(super) takes: Vec<u32>,
    /// How many answers each transaction wrote.
    pub(super) writes: Vec<usize>,
    pub(super) polls: VecDeque<Poll>,
    pub(super) reports: Vec<Report>,
    pub(super) settlings: u32,
    pub(super) remindings: u32,
    /// What the next takings, writings and renewals answer with.
    pub(super) take_faults: VecDeque<Fault>,
    pub(super) write_faults: VecDeque<Fault>,
    pub(super) renew_faults: VecDeque<Fault>,
    pub(super) register_faults: VecDeque<Fault>,
    /// The next commit of a taking arrives, and its answer does not.
    pub(super) lose_take: bool,
    /// The next renewal finds the lease over.
    pub(super) lease_over: bool,
    /// The answer of this message is never taken.
    pub(super) poison: Option<MessageId>,
}

/// An outbox in memory.
#[derive(Default)]
pub(super) struct FakeOutbox {
    books: Mutex<Books>,
    turned: Notify,
    /// How long a commit takes.
    pub(super) slow: Duration,
}

impl FakeOutbox {
    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Queues messages; their ids count from 1.
    pub(super) fn queue(&self, count: usize) {
        let row = Row {
            state: MessageState::Queued,
            attempts: 0,
            due: Instant::now(),
            answers: Vec::new(),
        };
        self.books().rows.extend(vec![row; count]);
        self.turned.notify_one();
    }

    pub(super) fn row(&self, id: i64) -> Row {
        self.books().rows[usize::try_from(id - 1).unwrap()].clone()
    }

    pub(super) fn states(&self) -> Vec<MessageState> {
        self.books().rows.iter().map(|row| row.state).collect()
    }
}

fn fails(faults: &mut VecDeque<Fault>) -> StoreResult<()> {
    faults.pop_front().map_or(Ok(()), |fault| Err(fault()))
}

fn message(id: i64, attempts: u32) -> Message {
    let at = DateTime::UNIX_EPOCH;
    Message {
        id: MessageId(id),
        request_id: RequestId(1),
        decision_id: None,
        member_id: MemberId(1),
        template: MessageTemplate::Approved,
        to_phone: Phone::parse("0812345678").unwrap(),
        body: "text".to_owned(),
        segments: 1,
        state: MessageState::Sending,
        attempts,
        gateway_ref: None,
        failure: None,
        choice: None,
        queued_at: at,
        changed_at: at,
        next_attempt_at: at,
    }
}

fn instant_in(span: TimeDelta) -> Instant {
    Instant::now() + span.to_std().unwrap_or_default()
}

#[async_trait]
impl Outbox for FakeOutbox {
    async fn register(&self, new: &NewDispatcher, _pace: &Pace) -> StoreResult<()> {
        let mut books = self.books();
        fails(&mut books.register_faults)?;
        books.registered.push(new.id.clone());
        Ok(())
    }

    async fn renew(&self, _id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool> {
        let mut books = self.books();
        fails(&mut books.renew_faults)?;
        books.pulses.push(pulse.clone());
        Ok(!std::mem::take(&mut books.lease_over))
    }

    async fn end(&self, id: &DispatcherId) -> StoreResult<bool> {
        self.books().ended.push(id.clone());
        Ok(true)
    }

    async fn take(&self, _by: &DispatcherId, limit: u32) -> StoreResult<Taking> {
        tokio::time::sleep(self.slow).await;
        let mut books = self.books();
        fails(&mut books.take_faults)?;
        let mut taken = Vec::new();
        for (id, row) in (1..).zip(&mut books.rows) {
            let due = row.state == MessageState::Queued && row.due <= Instant::now();
            if due && taken.len() < usize::try_from(limit).unwrap() {
                row.state = MessageState::Sending;
                row.attempts += 1;
                taken.push(message(id, row.attempts));
            }
        }
        if !taken.is_empty() {
            books.takes.push(u32::try_from(taken.len()).unwrap());
            if std::mem::take(&mut books.lose_take) {
                return Ok(Taking::Unsure);
            }
        }
        Ok(Taking::Ours(taken))
    }

    async fn write(&self, answers: &[Answer]) -> StoreResult<u64> {
        tokio::time::sleep(self.slow).await;
        let mut books = self.books();
        fails(&mut books.write_faults)?;
        if answers
            .iter()
            .any(|answer| Some(answer.message) == books.poison)
        {
            return Err(StoreError::Engine {
                code: "22021".to_owned(),
            });
        }
        books.writes.push(answers.len());
        for Answer {
            message, answered, ..
        } in answers
        {
            let row = &mut books.rows[usize::try_from(message.0 - 1).unwrap()];
            row.answers.push(answered.clone());
            row.state = match answered {
                Answered::Taken { .. } => MessageState::Accepted,
                Answered::NotNow { retry_in, .. } => {
                    row.due = instant_in(*retry_in);
                    MessageState::Queued
                }
                Answered::Refused { .. } => MessageState::Failed,
                Answered::Unknown { .. } => MessageState::Unknown,
            };
        }
        Ok(answers.len() as u64)
    }

    async fn settle(&self) -> StoreResult<u64> {
        self.books().settlings += 1;
        Ok(0)
    }

    async fn remind(&self) -> StoreResult<u64> {
        self.books().remindings += 1;
        Ok(0)
    }

    async fn totals(&self) -> StoreResult<MessageTotals> {
        Ok(MessageTotals::default())
    }

    async fn polls(&self, _gateway: &str, limit: u32) -> StoreResult<Vec<Poll>> {
        let mut books = self.books();
        let count = books.polls.len().min(usize::try_from(limit).unwrap());
        Ok(books.polls.drain(..count).collect())
    }

    async fn report(&self, reports: &[Report]) -> StoreResult<Vec<ReportAnswer>> {
        self.books().reports.extend_from_slice(reports);
        Ok(vec![ReportAnswer::Applied; reports.len()])
    }

    async fn changed(&self) -> StoreResult<()> {
        self.turned.notified().await;
        Ok(())
    }
}
