//! One transaction. The repositories are implemented for it, each in the file of its table.

use crate::error::engine;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::AuditEventId;
use coe_store::{StoreResult, Unit};
use sqlx::{Sqlite, SqliteConnection, Transaction};

/// A transaction on the writer or on a reader. Dropped, it rolls back.
pub(crate) struct SqliteUnit {
    tx: Transaction<'static, Sqlite>,
    /// The first announcement of this unit: it, and what comes after it, may be rolled back yet.
    first_event: Option<AuditEventId>,
}

impl SqliteUnit {
    pub(crate) fn new(tx: Transaction<'static, Sqlite>) -> Self {
        Self {
            tx,
            first_event: None,
        }
    }

    /// The connection, for a statement.
    pub(crate) fn db(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// Remembers an event of this unit.
    pub(crate) fn not_committed_before(&mut self, event: AuditEventId) {
        self.first_event.get_or_insert(event);
    }

    /// Events before this id are there to stay, as far as this unit is concerned.
    pub(crate) fn first_event(&self) -> i64 {
        self.first_event.map_or(i64::MAX, |event| event.0)
    }

    /// The database's clock, in unix milliseconds.
    pub(crate) async fn now_ms(&mut self) -> StoreResult<i64> {
        sqlx::query_scalar("SELECT at FROM desk_now")
            .fetch_one(self.db())
            .await
            .map_err(engine)
    }
}

/// What a column stores of a moment.
pub(crate) fn millis(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_millis()
}

#[async_trait]
impl Unit for SqliteUnit {
    async fn commit(self: Box<Self>) -> StoreResult<()> {
        self.tx.commit().await.map_err(engine)
    }

    async fn rollback(self: Box<Self>) -> StoreResult<()> {
        self.tx.rollback().await.map_err(engine)
    }
}
