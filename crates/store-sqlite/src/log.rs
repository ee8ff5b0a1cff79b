//! Reading the log of a file, to verify it, without writing anything into the file.

use crate::error::engine;
use crate::export::{ExportError, open_unchanged};
use crate::seal;
use async_trait::async_trait;
use coe_domain::AuditEventId;
use coe_store::{
    ChainRepository, ChainSize, DatabaseId, LinkedEvent, StoreResult, StoredSeal, UnlinkedEvent,
};
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// The log of a database as it stood when it was opened.
#[derive(Debug)]
pub struct LogFile {
    connection: SqliteConnection,
}

impl LogFile {
    /// Opens a file for reading only.
    ///
    /// # Errors
    /// As [`crate::Export::open`].
    pub async fn open(path: &Path) -> Result<Self, ExportError> {
        let mut connection = open_unchanged(path).await?;
        // Held until the end, so that all is read in one state.
        sqlx::raw_sql("BEGIN; SELECT count(*) FROM staff;")
            .execute(&mut connection)
            .await
            .map_err(engine)?;
        Ok(Self { connection })
    }

    /// Ends the reading.
    pub async fn close(self) {
        // Nothing was written that could be lost.
        let _ = self.connection.close().await;
    }
}

#[async_trait]
impl ChainRepository for LogFile {
    async fn database_id(&mut self) -> StoreResult<DatabaseId> {
        seal::database_id(&mut self.connection).await
    }

    async fn chain_size(&mut self) -> StoreResult<ChainSize> {
        seal::chain_size(&mut self.connection).await
    }

    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>> {
        seal::links_after(&mut self.connection, position, limit).await
    }

    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        seal::unlinked_events_after(&mut self.connection, id, limit).await
    }

    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>> {
        seal::seals_after(&mut self.connection, id, limit).await
    }

    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>> {
        seal::last_seal(&mut self.connection).await
    }
}
