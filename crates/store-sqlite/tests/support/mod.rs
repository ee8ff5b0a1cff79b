//! A database file for one test.

use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::Store;
use coe_store_contract::{Desk, Harness};
use coe_store_sqlite::{Options, SqliteStore};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use tempfile::TempDir;

/// Makes databases in a folder, each in a file of its own. The folder goes with the harness.
pub(crate) struct SqliteHarness {
    folder: TempDir,
    made: AtomicUsize,
}

struct SqliteDesk {
    path: PathBuf,
    store: Arc<SqliteStore>,
    offset_ms: AtomicI64,
}

impl SqliteHarness {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("the test file can be used"),
            made: AtomicUsize::new(0),
        }
    }

    /// The file of the database that was made as the `n`th, from 0.
    pub(crate) fn path(&self, n: usize) -> PathBuf {
        self.folder.path().join(format!("desk-{n}.sqlite"))
    }
}

#[async_trait]
impl Harness for SqliteHarness {
    async fn fresh(&self) -> Box<dyn Desk> {
        let path = self.path(self.made.fetch_add(1, Ordering::Relaxed));
        let store = SqliteStore::create(&path, &Options::for_seeding())
            .await
            .expect("the test file can be used");
        Box::new(SqliteDesk {
            path,
            store: Arc::new(store),
            offset_ms: AtomicI64::new(0),
        })
    }
}

impl SqliteDesk {
    async fn run(&self, sql: String) {
        let mut connection = stranger(&self.path).await;
        let done = sqlx::query(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .expect("the test file can be used");
        assert_eq!(done.rows_affected(), 1, "one row is meant");
    }
}

/// Another program, which knows nothing of this crate: everything as the engine has it by default,
/// but for the foreign keys that the driver turns on.
pub(crate) async fn stranger(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .connect()
        .await
        .expect("the test file can be used")
}

#[async_trait]
impl Desk for SqliteDesk {
    fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        let store = SqliteStore::open(&self.path, &Options::for_seeding())
            .await
            .expect("the test file can be used");
        Arc::new(store)
    }

    async fn advance_clock(&self, by: TimeDelta) {
        let step = by.num_milliseconds();
        let offset = self.offset_ms.fetch_add(step, Ordering::Relaxed) + step;
        self.store
            .set_clock_offset(offset)
            .await
            .expect("the test file can be used");
    }

    async fn close_account(&self, staff: StaffId) {
        self.run(format!("UPDATE staff SET is_active = 0 WHERE id = {staff}"))
            .await;
    }

    async fn purge_photo(&self, request: RequestId, revision: u32, kind: ImageKind) {
        self.run(format!(
            "UPDATE request_image
             SET bytes = NULL, purged_at = (SELECT at FROM desk_now)
             WHERE request_id = {request} AND revision = {revision} AND kind = '{kind}'"
        ))
        .await;
    }

    async fn set_priority(&self, request: RequestId, priority: i64) {
        self.run(format!(
            "UPDATE change_request SET priority = {priority} WHERE id = {request}"
        ))
        .await;
    }
}
