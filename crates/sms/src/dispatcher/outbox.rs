//! What the dispatcher asks of a database, each as one unit of work.

use super::pace::Pace;
use super::steps::{Step, Steps};
use super::verdict::delta;
use async_trait::async_trait;
use coe_store::{
    Answer, DispatcherId, Message, MessageTotals, NewDispatcher, Poll, Pulse, Report, ReportAnswer,
    Store, StoreError, StoreResult,
};
use std::sync::Arc;

/// Messages that were taken.
#[derive(Debug)]
pub(crate) enum Taking {
    /// They are ours and `sending`, on record.
    Ours(Vec<Message>),
    /// The answer to the commit was lost: they may be `sending`, or somebody else's by now. They must not
    /// be sent, nor answered for.
    Unsure,
}

/// The outbox of a database.
#[async_trait]
pub(crate) trait Outbox: Send + Sync {
    async fn register(&self, new: &NewDispatcher, pace: &Pace) -> StoreResult<()>;
    async fn renew(&self, id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool>;
    async fn end(&self, id: &DispatcherId) -> StoreResult<bool>;
    async fn take(&self, by: &DispatcherId, limit: u32) -> StoreResult<Taking>;
    async fn write(&self, answers: &[Answer]) -> StoreResult<u64>;
    async fn settle(&self) -> StoreResult<u64>;
    async fn remind(&self) -> StoreResult<u64>;
    async fn totals(&self) -> StoreResult<MessageTotals>;
    async fn polls(&self, gateway: &str, limit: u32) -> StoreResult<Vec<Poll>>;
    async fn report(&self, reports: &[Report]) -> StoreResult<Vec<ReportAnswer>>;
    /// Waits until somebody changed something. Whatever is changed after it returned is told the next time.
    ///
    /// # Errors
    /// When the database is away.
    async fn changed(&self) -> StoreResult<()>;
}

/// The outbox of a store.
pub(crate) struct StoreOutbox {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) steps: Arc<dyn Steps>,
}

#[async_trait]
impl Outbox for StoreOutbox {
    async fn register(&self, new: &NewDispatcher, pace: &Pace) -> StoreResult<()> {
        let mut unit = self.store.write().await?;
        unit.register_dispatcher(new, delta(pace.lease)).await?;
        unit.commit().await
    }

    async fn renew(&self, id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool> {
        let mut unit = self.store.write().await?;
        let alive = unit.renew_dispatcher(id, pulse).await?;
        unit.commit().await?;
        Ok(alive)
    }

    async fn end(&self, id: &DispatcherId) -> StoreResult<bool> {
        let mut unit = self.store.write().await?;
        let ended = unit.end_dispatcher(id).await?;
        unit.commit().await?;
        Ok(ended)
    }

    async fn take(&self, by: &DispatcherId, limit: u32) -> StoreResult<Taking> {
        self.steps.at(Step::BeforeTake).await;
        let mut unit = self.store.write().await?;
        let messages = unit.take_due_messages(by, limit).await?;
        if messages.is_empty() {
            unit.rollback().await?;
            return Ok(Taking::Ours(messages));
        }
        self.steps.at(Step::Taken).await;
        match unit.commit().await {
            Ok(()) => {
                self.steps.at(Step::Committed).await;
                Ok(Taking::Ours(messages))
            }
            Err(StoreError::Unreachable) => Ok(Taking::Unsure),
            Err(error) => Err(error),
        }
    }

    async fn write(&self, answers: &[Answer]) -> StoreResult<u64> {
        let mut unit = self.store.write().await?;
        let moved = unit.note_answers(answers).await?;
        self.steps.at(Step::Written).await;
        unit.commit().await?;
        self.steps.at(Step::Done).await;
        Ok(moved)
    }

    async fn settle(&self) -> StoreResult<u64> {
        let mut unit = self.store.write().await?;
        let settled = unit.settle_interrupted().await?;
        unit.commit().await?;
        Ok(settled)
    }

    async fn remind(&self) -> StoreResult<u64> {
        let mut unit = self.store.write().await?;
        let queued = unit.queue_reminders().await?;
        unit.commit().await?;
        Ok(queued)
    }

    async fn totals(&self) -> StoreResult<MessageTotals> {
        let mut unit = self.store.read().await?;
        let totals = unit.message_totals().await?;
        unit.rollback().await?;
        Ok(totals)
    }

    async fn polls(&self, gateway: &str, limit: u32) -> StoreResult<Vec<Poll>> {
        let mut unit = self.store.write().await?;
        let polls = unit.take_polls(gateway, limit).await?;
        if polls.is_empty() {
            unit.rollback().await?;
        } else {
            unit.commit().await?;
        }
        Ok(polls)
    }

    async fn report(&self, reports: &[Report]) -> StoreResult<Vec<ReportAnswer>> {
        let mut unit = self.store.write().await?;
        let mut answers = Vec::with_capacity(reports.len());
        for report in reports {
            answers.push(unit.note_report(report).await?);
        }
        unit.commit().await?;
        Ok(answers)
    }

    async fn changed(&self) -> StoreResult<()> {
        self.store.changed().await;
        // Tells the store what was heard, so that the next wait is for something new.
        self.store.version().await.map(|_| ())
    }
}
