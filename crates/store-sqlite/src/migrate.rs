//! Bringing the schema up to date. A newer one is left alone.

use crate::error::engine;
use coe_store::{StoreError, StoreResult};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection, SqliteConnection};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");

/// Two programs that start at once both find work to do; the slower one fails and looks again.
const ATTEMPTS: u32 = 5;

/// The newest schema this program knows.
pub(crate) fn known() -> i64 {
    MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

/// Applies what is missing.
///
/// # Errors
/// [`StoreError::NewerSchema`] before anything is changed, and whatever keeps the file from being
/// read or written.
pub(crate) async fn run(connection: &mut SqliteConnection) -> StoreResult<()> {
    let mut attempt = 1;
    loop {
        let found = applied(connection).await?;
        if found > known() {
            return Err(StoreError::NewerSchema {
                found,
                known: known(),
            });
        }
        if found == known() {
            return Ok(());
        }
        // Not `run`: its `Acquire` bound makes the future of every caller lose `Send`.
        match MIGRATIONS.run_direct(None, &mut *connection, false).await {
            Ok(()) => tracing::info!(from = found, to = known(), "database schema migrated"),
            Err(error) if attempt == ATTEMPTS => return Err(failure(error)),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
        attempt += 1;
    }
}

fn failure(error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => engine(error),
        MigrateError::VersionMismatch(version) => StoreError::Engine {
            code: format!("migration_{version}_modified"),
        },
        _ => StoreError::Engine {
            code: "migration".to_owned(),
        },
    }
}

/// The newest schema that was applied; 0 for an empty file.
pub(crate) async fn applied(connection: &mut SqliteConnection) -> StoreResult<i64> {
    // One transaction, so that the table cannot come or go between the two questions.
    let mut look = connection.begin().await.map_err(engine)?;
    let exists: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')",
    )
    .fetch_one(&mut *look)
    .await
    .map_err(engine)?;
    let version = if exists {
        sqlx::query_scalar("SELECT COALESCE(max(version), 0) FROM _sqlx_migrations")
            .fetch_one(&mut *look)
            .await
            .map_err(engine)?
    } else {
        0
    };
    look.rollback().await.map_err(engine)?;
    Ok(version)
}
