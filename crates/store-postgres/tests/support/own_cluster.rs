//! A desk on a server of its own, which a test may stop or let show wrong certificates.

use coe_pg_cluster::Cluster;
use coe_store_postgres::{Server, Tls, admin};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// Connects as the superuser of a server.
pub(crate) async fn superuser(cluster: &Cluster, database: &str) -> PgConnection {
    PgConnectOptions::new_without_pgpass()
        .host(cluster.host())
        .port(cluster.port())
        .username(cluster.superuser())
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .disable_statement_logging()
        .connect()
        .await
        .expect("the test server answers")
}

/// Makes a database and prepares it.
pub(crate) async fn prepare(cluster: &Cluster, database: &str) {
    let mut server = superuser(cluster, "postgres").await;
    run(&mut server, &format!("CREATE DATABASE {database}")).await;
    server.close().await.expect("closes");
    let mut connection = superuser(cluster, database).await;
    admin::migrate::apply(&mut connection)
        .await
        .expect("an empty database is prepared");
    connection.close().await.expect("closes");
}

/// Runs a statement.
pub(crate) async fn run(superuser: &mut PgConnection, sql: &str) {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(superuser)
        .await
        .expect("the superuser may");
}

/// Where a database of this server is, without encryption.
pub(crate) fn server(cluster: &Cluster, database: &str) -> Server {
    Server {
        host: cluster.host().to_owned(),
        port: cluster.port(),
        database: database.to_owned(),
        tls: Tls::Off,
    }
}
