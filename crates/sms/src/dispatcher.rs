//! Moves messages from the outbox to a gateway and notes what became of them.

use crate::{Delivery, Gateway, Sent};
use chrono::{DateTime, Duration, Utc};
use coe_domain::{Clock, MessageState, Rng};
use coe_store::{Message, MessageFilter, Store, StoreResult};
use std::sync::Arc;

/// Messages taken in one round.
const BATCH: u32 = 20;
/// Tries before a message that is not taken counts as failed.
const TRIES: u32 = 6;
/// After this long in `sending`, whoever sent it is gone.
const INTERRUPTED_AFTER_SECONDS: i64 = 120;

/// Sends what is due, one round at a time.
pub struct Dispatcher {
    store: Arc<dyn Store>,
    gateway: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Messages handed to the gateway.
    pub sent: usize,
    /// Messages whose delivery was settled.
    pub settled: usize,
}

impl Dispatcher {
    /// A dispatcher.
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
        }
    }

    /// Sends one batch, after asking what became of the messages accepted before.
    ///
    /// # Errors
    /// What the database answers. Whatever was being sent then stays in `sending` and is settled
    /// as interrupted.
    pub async fn round(&self) -> StoreResult<Round> {
        let settled = self.ask_deliveries().await?;
        let mut unit = self.store.write().await?;
        let now = unit.database_now().await?;
        unit.settle_interrupted(now - Duration::seconds(INTERRUPTED_AFTER_SECONDS))
            .await?;
        let due = unit.take_due_messages(BATCH).await?;
        // Committed before the first call: from here on a crash leaves a trace.
        unit.commit().await?;
        for message in &due {
            let answer = self.gateway.send(&message.to_phone, &message.body).await;
            self.note(message, &answer).await?;
        }
        Ok(Round {
            sent: due.len(),
            settled,
        })
    }

    async fn note(&self, message: &Message, answer: &Sent) -> StoreResult<()> {
        let mut unit = self.store.write().await?;
        let id = message.id;
        match *answer {
            Sent::Taken { ref reference } => {
                unit.move_message(id, MessageState::Accepted, Some(reference), None)
                    .await?;
            }
            Sent::NotNow { cause } if message.attempts < TRIES => {
                let at = self.next_try(message.attempts);
                unit.retry_message(id, at, cause).await?;
            }
            Sent::NotNow { cause } | Sent::Refused { cause } => {
                unit.move_message(id, MessageState::Failed, None, Some(cause))
                    .await?;
            }
            Sent::Unknown { cause } => {
                unit.move_message(id, MessageState::Unknown, None, Some(cause))
                    .await?;
            }
        }
        unit.commit().await?;
        tracing::debug!(message = %id, attempt = message.attempts, taken = matches!(answer, Sent::Taken { .. }), "message handed to the gateway");
        Ok(())
    }

    /// Two seconds, doubling with each try, at most ten minutes, plus up to a quarter by chance so
    /// that many messages do not come back at once.
    fn next_try(&self, attempts: u32) -> DateTime<Utc> {
        let base = (1000_i64 << attempts.clamp(1, 10)).min(600_000);
        let extra = self.rng.below(u32::try_from(base / 4).unwrap_or(1));
        self.clock.now() + Duration::milliseconds(base + i64::from(extra))
    }

    async fn ask_deliveries(&self) -> StoreResult<usize> {
        let mut unit = self.store.read().await?;
        let filter = MessageFilter {
            state: Some(MessageState::Accepted),
            limit: BATCH,
            ..MessageFilter::default()
        };
        let accepted = unit.messages(&filter).await?;
        unit.rollback().await?;
        let mut settled = 0;
        for (message, _) in accepted {
            let Some(reference) = message.gateway_ref.as_deref() else {
                continue;
            };
            let (state, failure) = match self.gateway.delivery(reference).await {
                Delivery::Pending => continue,
                Delivery::Delivered => (MessageState::Delivered, None),
                Delivery::Failed { cause } => (MessageState::Failed, Some(cause)),
            };
            let mut unit = self.store.write().await?;
            unit.move_message(message.id, state, None, failure).await?;
            unit.commit().await?;
            settled += 1;
        }
        Ok(settled)
    }
}
