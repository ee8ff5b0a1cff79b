//! What holds PostgreSQL to the contract suite.

mod databases;

use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::Store;
use coe_store_contract::Desk;
use coe_store_postgres::{Acting, Credentials, Options, PgStore};
pub(crate) use databases::*;
use sqlx::{AssertSqlSafe, Connection};
use std::sync::Arc;

/// Runs a statement as the superuser.
pub(crate) async fn run(database: &str, sql: impl Into<String>) -> u64 {
    let mut connection = superuser(database).await;
    let done = sqlx::query(AssertSqlSafe(sql.into()))
        .execute(&mut connection)
        .await
        .expect("the superuser may");
    let _ = connection.close().await;
    done.rows_affected()
}

pub(crate) struct PgDesk {
    pub(crate) database: String,
    store: Arc<PgStore>,
}

impl PgDesk {
    pub(crate) async fn new() -> Self {
        let database = fresh_database().await;
        let store = Arc::new(as_anyone(&database).await);
        Self { database, store }
    }
}

/// A store that acts as whomever a function names, so that one unit can tell a story of several people.
pub(crate) async fn as_anyone(database: &str) -> PgStore {
    let superuser = Credentials {
        username: cluster().superuser().to_owned(),
        password: String::new(),
    };
    let options = Options {
        acting: Acting::Anyone {
            role_prefix: format!("{database}_"),
        },
        ..Options::default()
    };
    PgStore::connect(&server(database), &superuser, &options)
        .await
        .expect("connects")
}

#[async_trait]
impl Desk for PgDesk {
    fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        Arc::new(as_anyone(&self.database).await)
    }

    async fn advance_clock(&self, by: TimeDelta) {
        let step = by.num_milliseconds();
        run(
            &self.database,
            format!("UPDATE desk.desk_clock SET offset_ms = offset_ms + {step}"),
        )
        .await;
    }

    async fn close_account(&self, staff: StaffId) {
        run(
            &self.database,
            format!("UPDATE desk.staff SET is_active = false WHERE id = {staff}"),
        )
        .await;
    }

    async fn purge_photo(&self, request: RequestId, revision: u32, kind: ImageKind) {
        run(
            &self.database,
            format!(
                "UPDATE desk.request_image
                 SET bytes = NULL, purged_at = desk.clock()
                 WHERE request_id = {request} AND revision = {revision} AND kind = '{kind}'"
            ),
        )
        .await;
    }

    async fn set_priority(&self, request: RequestId, priority: i64) {
        run(
            &self.database,
            format!("UPDATE desk.change_request SET priority = {priority} WHERE id = {request}"),
        )
        .await;
    }
}
