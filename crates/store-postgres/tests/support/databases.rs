//! Databases on a throw-away server, one for each test.

use coe_pg_cluster::{Cluster, SharedCluster};
use coe_store_postgres::{Server, Tls, admin};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static MADE: AtomicUsize = AtomicUsize::new(0);

/// The server of this test run. A missing one fails the test.
pub(crate) fn cluster() -> &'static SharedCluster {
    Cluster::shared().unwrap_or_else(|error| panic!("{error}"))
}

/// Connects as the superuser, as another program would: with the server's own settings.
pub(crate) async fn superuser(database: &str) -> PgConnection {
    stranger(database, cluster().superuser(), "").await
}

/// Connects as a role, as another program would.
pub(crate) async fn stranger(database: &str, role: &str, password: &str) -> PgConnection {
    try_stranger(database, role, password)
        .await
        .expect("the test server answers")
}

/// As [`stranger`], where the server may say no.
pub(crate) async fn try_stranger(
    database: &str,
    role: &str,
    password: &str,
) -> sqlx::Result<PgConnection> {
    PgConnectOptions::new_without_pgpass()
        .host(cluster().host())
        .port(cluster().port())
        .username(role)
        .password(password)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .disable_statement_logging()
        .connect()
        .await
}

/// Where a database of this test run is.
pub(crate) fn server(database: &str) -> Server {
    Server {
        host: cluster().host().to_owned(),
        port: cluster().port(),
        database: database.to_owned(),
        tls: Tls::Off,
    }
}

/// A name that no other process of this test run uses.
fn name(kind: &str) -> String {
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    format!("{kind}_{}_{n}", std::process::id())
}

/// A prepared database without people. The first one is migrated, the others are copies.
pub(crate) async fn fresh_database() -> String {
    let template = TEMPLATE
        .get_or_init(|| async {
            let template = name("template");
            let mut server = superuser("postgres").await;
            // Roles belong to the whole server: test programs that run at once must not both make them.
            lock(&mut server).await;
            create(&mut server, &template, "template0").await;
            let mut connection = superuser(&template).await;
            admin::migrate::apply(&mut connection)
                .await
                .expect("an empty database is prepared");
            connection.close().await.expect("closes");
            server.close().await.expect("closes");
            template
        })
        .await;
    let database = name("desk");
    let mut server = superuser("postgres").await;
    // A template in use cannot be copied: one at a time.
    lock(&mut server).await;
    create(&mut server, &database, template).await;
    server.close().await.expect("closes");
    // Rights on a database are not part of its template.
    let mut connection = superuser(&database).await;
    admin::migrate::apply(&mut connection)
        .await
        .expect("a copy is as good as the template");
    connection.close().await.expect("closes");
    database
}

async fn lock(server: &mut PgConnection) {
    sqlx::query("SELECT pg_advisory_lock(2569)")
        .execute(server)
        .await
        .expect("locks");
}

async fn create(server: &mut PgConnection, database: &str, template: &str) {
    let sql = format!("CREATE DATABASE {database} TEMPLATE {template} STRATEGY wal_log");
    sqlx::query(AssertSqlSafe(sql))
        .execute(server)
        .await
        .expect("makes a database");
}
