//! Opening the file, and handing out units of work.

use crate::error::engine;
use crate::migrate;
use crate::options::{ClockUse, Options};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_store::{Store, StoreError, StoreResult, Unit};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};
use std::path::Path;
use std::time::Duration;
use tokio::sync::Mutex;

/// How often a change by another program is looked for: SQLite tells nobody of one.
const LOOK: Duration = Duration::from_millis(400);

/// The desk's database in a file.
#[derive(Debug)]
pub struct SqliteStore {
    /// One connection: SQLite has one writer, and waiting here is fairer than waiting there.
    writer: SqlitePool,
    readers: SqlitePool,
    /// Never writes and never stays in a transaction, so that `data_version` tells every commit.
    watcher: Mutex<SqliteConnection>,
}

impl SqliteStore {
    /// Makes a new database.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] where the file exists, [`StoreError::Unreachable`] where it
    /// cannot be made.
    pub async fn create(path: &Path, options: &Options) -> StoreResult<Self> {
        // Claims the name, so that two programs that start at once do not both think they made it.
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => StoreError::Duplicate {
                    constraint: "database file".to_owned(),
                },
                std::io::ErrorKind::StorageFull => StoreError::DiskFull,
                std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
                _ => StoreError::Unreachable,
            })?;
        Self::open(path, options).await
    }

    /// Opens an existing database and applies missing migrations.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] where there is no such file, [`StoreError::Corrupt`] where it is
    /// no database, [`StoreError::NewerSchema`], [`StoreError::ReadOnly`], [`StoreError::Busy`].
    pub async fn open(path: &Path, options: &Options) -> StoreResult<Self> {
        let writing = writing(path, options);
        prepare_patiently(&writing, options).await?;

        // A writer in this program holds its turn for milliseconds; only a stuck one takes longer.
        let patience = options.busy_timeout + Duration::from_secs(5);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(patience)
            .connect_lazy_with(writing);
        let reading = reading(path, options);
        let watcher = Mutex::new(reading.connect().await.map_err(engine)?);
        let readers = SqlitePoolOptions::new()
            .max_connections(options.readers.max(1))
            .acquire_timeout(patience)
            .connect_lazy_with(reading);
        Ok(Self {
            writer,
            readers,
            watcher,
        })
    }

    /// Moves the database's clock by `offset_ms` milliseconds from the machine's. For tests and for
    /// seeding a demo with a past.
    ///
    /// # Errors
    /// Refused (`AppendOnly`) once the clock is sealed.
    pub async fn set_clock_offset(&self, offset_ms: i64) -> StoreResult<()> {
        sqlx::query("UPDATE desk_clock SET offset_ms = ? WHERE id = 1")
            .bind(offset_ms)
            .execute(&self.writer)
            .await
            .map_err(engine)?;
        Ok(())
    }

    /// Sets the clock to the machine's and forbids any further change, for ever. Does nothing where
    /// it is sealed already.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be written.
    pub async fn seal_clock(&self) -> StoreResult<()> {
        let mut connection = self.writer.acquire().await.map_err(engine)?;
        seal(&mut connection).await
    }

    /// Closes all connections and waits for it; the log is written back into the file.
    pub async fn close(self) {
        let watcher = self.watcher.into_inner();
        // Whatever fails here, the operating system closes the file when the program ends.
        let _ = watcher.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        let tx = self.readers.begin().await.map_err(engine)?;
        Ok(Box::new(SqliteUnit::new(tx)))
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        let tx = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(engine)?;
        Ok(Box::new(SqliteUnit::new(tx)))
    }

    async fn version(&self) -> StoreResult<i64> {
        let mut watcher = self.watcher.lock().await;
        sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(&mut *watcher)
            .await
            .map_err(engine)
    }

    async fn changed(&self) {
        tokio::time::sleep(LOOK).await;
    }
}

fn connecting(path: &Path, options: &Options) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(options.busy_timeout)
        .foreign_keys(true)
        // REPLACE fires the DELETE triggers only with this on.
        .pragma("recursive_triggers", "ON")
        // The schema may hold no function that reaches out of the database.
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

fn writing(path: &Path, options: &Options) -> SqliteConnectOptions {
    let synchronous = if options.durable {
        SqliteSynchronous::Full
    } else {
        SqliteSynchronous::Off
    };
    let connecting = connecting(path, options)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .pragma("secure_delete", "ON");
    match options.max_pages {
        Some(pages) => connecting.pragma("max_page_count", pages.to_string()),
        None => connecting,
    }
}

fn reading(path: &Path, options: &Options) -> SqliteConnectOptions {
    connecting(path, options).pragma("query_only", "ON")
}

/// Prepares the file, waiting for another program that does the same. SQLite does not wait by itself
/// there: switching to WAL answers `Busy` at once while anyone else looks at the file.
async fn prepare_patiently(writing: &SqliteConnectOptions, options: &Options) -> StoreResult<()> {
    let begun = tokio::time::Instant::now();
    loop {
        match prepare(writing, options).await {
            Err(StoreError::Busy) if begun.elapsed() < options.busy_timeout => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            prepared => return prepared,
        }
    }
}

/// Applies missing migrations, makes sure that the file can be written, and seals its clock.
async fn prepare(writing: &SqliteConnectOptions, options: &Options) -> StoreResult<()> {
    let mut first = writing.connect().await.map_err(engine)?;
    migrate::run(&mut first).await?;
    check_writable(&mut first).await?;
    if options.clock == ClockUse::Machine {
        seal(&mut first).await?;
    }
    first.close().await.map_err(engine)
}

/// SQLite opens a file that it may not write without a word, and fails at the first change.
async fn check_writable(connection: &mut SqliteConnection) -> StoreResult<()> {
    let look = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(engine)?;
    look.rollback().await.map_err(engine)
}

async fn seal(connection: &mut SqliteConnection) -> StoreResult<()> {
    sqlx::query("UPDATE desk_clock SET offset_ms = 0, sealed = 1 WHERE id = 1 AND sealed = 0")
        .execute(connection)
        .await
        .map_err(engine)?;
    Ok(())
}
