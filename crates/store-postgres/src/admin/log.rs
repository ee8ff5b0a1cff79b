//! The log as an administrator verifies and seals it: as the owner, in one transaction.

use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner};
use super::session::Admin;
use crate::seal::statements;
use async_trait::async_trait;
use coe_domain::AuditEventId;
use coe_store::{
    ChainRepository, ChainSize, ChainTail, DatabaseId, Link, LinkedEvent, LoggedEvent, Seal,
    SealRepository, StoreResult, StoredSeal, UnlinkedEvent,
};
use sqlx::{Connection, Postgres, Transaction};

/// The log in a transaction. Dropped, it is rolled back.
#[derive(Debug)]
pub struct AdminLog<'a> {
    transaction: Transaction<'a, Postgres>,
}

impl Admin {
    /// The log as it stands now, for verifying it: one state, and nothing is written.
    ///
    /// # Errors
    /// [`AdminError::Connect`] where the schema is not this program's; what keeps the database from being read.
    pub async fn read_log(&mut self) -> Result<AdminLog<'_>, AdminError> {
        self.begin_log("BEGIN ISOLATION LEVEL REPEATABLE READ")
            .await
    }

    /// The log, for sealing it.
    ///
    /// # Errors
    /// As [`Admin::read_log`].
    pub async fn write_log(&mut self) -> Result<AdminLog<'_>, AdminError> {
        self.begin_log("BEGIN ISOLATION LEVEL READ COMMITTED").await
    }

    async fn begin_log(&mut self, sql: &'static str) -> Result<AdminLog<'_>, AdminError> {
        let found = crate::migrate::version(&mut self.connection).await?;
        crate::migrate::compare(found)?;
        let mut transaction = self.connection.begin_with(sql).await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        Ok(AdminLog { transaction })
    }
}

impl AdminLog<'_> {
    /// Puts on record that the administrator took a checkpoint out.
    ///
    /// # Errors
    /// What keeps the database from being written.
    pub async fn note_export(&mut self, events: u64) -> Result<(), AdminError> {
        let detail = serde_json::json!({ "events": events.to_string() });
        super::owner::note_event(&mut self.transaction, "checkpoint.exported", detail).await
    }

    /// Makes what was sealed durable.
    ///
    /// # Errors
    /// What keeps the database from being written.
    pub async fn commit(mut self) -> Result<(), AdminError> {
        be_oneself(&mut self.transaction).await?;
        self.transaction.commit().await.map_err(engine)
    }
}

#[async_trait]
impl ChainRepository for AdminLog<'_> {
    async fn database_id(&mut self) -> StoreResult<DatabaseId> {
        statements::database_id(&mut self.transaction).await
    }

    async fn chain_size(&mut self) -> StoreResult<ChainSize> {
        statements::chain_size(&mut self.transaction).await
    }

    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>> {
        statements::links_after(&mut self.transaction, position, limit).await
    }

    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        statements::unlinked_events_after(&mut self.transaction, id, limit).await
    }

    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>> {
        statements::seals_after(&mut self.transaction, id, limit).await
    }

    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>> {
        statements::last_seal(&mut self.transaction).await
    }
}

#[async_trait]
impl SealRepository for AdminLog<'_> {
    async fn chain_tail(&mut self) -> StoreResult<ChainTail> {
        statements::chain_tail(&mut self.transaction).await
    }

    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>> {
        statements::unsealed_events(&mut self.transaction, limit).await
    }

    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64> {
        statements::append_seal(&mut self.transaction, links, seal)
            .await
            .map_err(crate::error::engine)
    }
}
