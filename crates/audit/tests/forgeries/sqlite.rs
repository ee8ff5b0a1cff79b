//! Forging a file: whoever can write it drops the triggers, and puts them back afterwards.

use crate::forger::Forger;
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::{Hash, Store};
use coe_store_contract::{Desk, Harness};
use coe_store_sqlite::{Options, SqliteStore};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

pub(crate) struct Files {
    folder: TempDir,
    made: AtomicUsize,
}

impl Files {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            made: AtomicUsize::new(0),
        }
    }

    fn path(&self, n: usize) -> PathBuf {
        self.folder.path().join(format!("desk-{n}.sqlite"))
    }

    /// Somebody at the file that is made as the `n`th.
    pub(crate) fn forger(&self, n: usize) -> Box<dyn Forger> {
        Box::new(FileForger(self.path(n)))
    }
}

#[async_trait]
impl Harness for Files {
    async fn fresh(&self) -> Box<dyn Desk> {
        let path = self.path(self.made.fetch_add(1, Ordering::Relaxed));
        let store = SqliteStore::create(&path, &Options::for_seeding())
            .await
            .expect("makes a file");
        Box::new(FileDesk(Arc::new(store)))
    }
}

/// No story here needs more than the store.
struct FileDesk(Arc<SqliteStore>);

#[async_trait]
impl Desk for FileDesk {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }

    async fn advance_clock(&self, _: TimeDelta) {}

    async fn close_account(&self, _: StaffId) {}

    async fn purge_photo(&self, _: RequestId, _: u32, _: ImageKind) {}

    async fn set_priority(&self, _: RequestId, _: i64) {}
}

struct FileForger(PathBuf);

async fn open(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .disable_statement_logging()
        .connect()
        .await
        .expect("opens the file")
}

async fn execute(connection: &mut SqliteConnection, sql: impl Into<String>) -> u64 {
    let sql: String = sql.into();
    sqlx::query(AssertSqlSafe(sql.clone()))
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
        .rows_affected()
}

#[async_trait]
impl Forger for FileForger {
    async fn run(&self, sql: &str) {
        let mut file = open(&self.0).await;
        let triggers: Vec<(String, String)> =
            sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                .fetch_all(&mut file)
                .await
                .expect("reads the schema");
        for (name, _) in &triggers {
            execute(&mut file, format!("DROP TRIGGER {name}")).await;
        }
        let changed = execute(&mut file, sql).await;
        for (_, definition) in triggers {
            execute(&mut file, definition).await;
        }
        assert!(changed > 0 || sql.contains("NOT IN"), "{sql}");
    }

    async fn number(&self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut open(&self.0).await)
            .await
            .expect("reads")
    }

    fn moved(&self, moment: &str, millis: i64) -> String {
        format!("{moment} + {millis}")
    }

    fn bytes(&self, hash: Hash) -> String {
        format!("x'{hash}'")
    }

    fn with_id(&self) -> &'static str {
        ""
    }

    fn now(&self) -> &'static str {
        "(SELECT at FROM desk_now)"
    }

    async fn append(&self, events: u32) {
        execute(
            &mut open(&self.0).await,
            format!(
                "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {events})
                 INSERT INTO audit_event (at, action, detail)
                 SELECT (SELECT at FROM desk_now), 'app.started', json_object('n', n, 'name', 'ไทย')
                 FROM n"
            ),
        )
        .await;
    }
}
