//! Forging on a server: a superuser switches triggers and references off for the session.

use crate::forger::Forger;
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_pg_cluster::{Cluster, SharedCluster};
use coe_store::{Hash, Store};
use coe_store_contract::{Desk, Harness};
use coe_store_postgres::{Acting, Credentials, Options, PgStore, Server, Tls, admin};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

static MADE: AtomicUsize = AtomicUsize::new(0);

fn cluster() -> &'static SharedCluster {
    Cluster::shared().unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) async fn superuser(database: &str) -> PgConnection {
    PgConnectOptions::new_without_pgpass()
        .host(cluster().host())
        .port(cluster().port())
        .username(cluster().superuser())
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .disable_statement_logging()
        .connect()
        .await
        .expect("the test server answers")
}

/// A prepared database.
pub(crate) struct Databases {
    pub(crate) database: String,
}

impl Databases {
    pub(crate) async fn new() -> Self {
        let n = MADE.fetch_add(1, Ordering::Relaxed);
        let database = format!("forged_{}_{n}", std::process::id());
        let mut server = superuser("postgres").await;
        // Roles belong to the whole server: two tests must not both make them.
        execute(&mut server, "SELECT pg_advisory_lock(2569)").await;
        execute(
            &mut server,
            format!("CREATE DATABASE {database} TEMPLATE template0 STRATEGY wal_log"),
        )
        .await;
        let mut connection = superuser(&database).await;
        admin::migrate::apply(&mut connection)
            .await
            .expect("an empty database is prepared");
        server.close().await.expect("closes");
        Self { database }
    }

    /// Somebody at this database.
    pub(crate) fn forger(&self) -> Box<dyn Forger> {
        Box::new(Superuser(self.database.clone()))
    }
}

#[async_trait]
impl Harness for Databases {
    async fn fresh(&self) -> Box<dyn Desk> {
        let server = Server {
            host: cluster().host().to_owned(),
            port: cluster().port(),
            database: self.database.clone(),
            tls: Tls::Off,
        };
        let credentials = Credentials {
            username: cluster().superuser().to_owned(),
            password: String::new(),
        };
        let options = Options {
            acting: Acting::Anyone {
                role_prefix: format!("{}_", self.database),
            },
            ..Options::default()
        };
        let store = PgStore::connect(&server, &credentials, &options)
            .await
            .expect("connects");
        Box::new(ServerDesk(Arc::new(store)))
    }
}

/// No story here needs more than the store.
struct ServerDesk(Arc<PgStore>);

#[async_trait]
impl Desk for ServerDesk {
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

struct Superuser(String);

pub(crate) async fn execute(connection: &mut PgConnection, sql: impl Into<String>) -> u64 {
    let sql: String = sql.into();
    sqlx::query(AssertSqlSafe(sql.clone()))
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
        .rows_affected()
}

#[async_trait]
impl Forger for Superuser {
    async fn run(&self, sql: &str) {
        let mut session = superuser(&self.0).await;
        execute(&mut session, "SET search_path = desk").await;
        execute(&mut session, "SET session_replication_role = replica").await;
        let changed = execute(&mut session, sql).await;
        assert!(changed > 0 || sql.contains("NOT IN"), "{sql}");
        session.close().await.expect("closes");
    }

    async fn number(&self, sql: &str) -> i64 {
        let mut session = superuser(&self.0).await;
        execute(&mut session, "SET search_path = desk").await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut session)
            .await
            .expect("reads")
    }

    fn moved(&self, moment: &str, millis: i64) -> String {
        format!("{moment} + {millis} * interval '1 millisecond'")
    }

    fn bytes(&self, hash: Hash) -> String {
        format!("'\\x{hash}'::bytea")
    }

    fn with_id(&self) -> &'static str {
        "OVERRIDING SYSTEM VALUE"
    }

    fn now(&self) -> &'static str {
        "desk.clock()"
    }

    async fn append(&self, events: u32) {
        let mut session = superuser(&self.0).await;
        execute(
            &mut session,
            format!(
                "INSERT INTO desk.audit_event (action, detail)
                 SELECT 'app.started', jsonb_build_object('n', n, 'name', 'ไทย')
                 FROM generate_series(1, {events}) AS n"
            ),
        )
        .await;
        session.close().await.expect("closes");
    }
}
