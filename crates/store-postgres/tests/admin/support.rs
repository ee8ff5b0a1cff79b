//! A server of its own for each test: what is tested here belongs to the whole server.

use coe_domain::{Rng, Role};
use coe_pg_cluster::Cluster;
use coe_store_postgres::admin::{Admin, NewPerson, Verifier};
use coe_store_postgres::{Credentials, Server, Tls};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server, and an empty database on it.
pub(crate) struct Stage {
    pub(crate) cluster: Cluster,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
        let stage = Self { cluster };
        stage.psql("postgres", "CREATE DATABASE desk");
        stage
    }

    /// A server with a desk on it that nobody works at yet.
    pub(crate) async fn prepared() -> Self {
        let stage = Self::new();
        let mut admin = stage.admin().await;
        admin
            .migrate()
            .await
            .expect("an empty database is prepared");
        admin.seal_clock().await.expect("the clock is sealed");
        admin.close().await;
        stage
    }

    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        self.cluster
            .query(database, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// One statement in the desk's database, as the superuser.
    pub(crate) fn run(&self, sql: &str) -> String {
        self.psql("desk", sql)
    }

    pub(crate) fn server(&self) -> Server {
        Server {
            host: self.cluster.host().to_owned(),
            port: self.cluster.port(),
            database: "desk".to_owned(),
            tls: Tls::Off,
        }
    }

    pub(crate) async fn admin(&self) -> Admin {
        self.admin_as(self.cluster.superuser(), "").await
    }

    pub(crate) async fn admin_as(&self, username: &str, password: &str) -> Admin {
        Admin::connect(&self.server(), &credentials(username, password))
            .await
            .expect("the administrator connects")
    }

    /// Connects as another program would.
    pub(crate) async fn sign_in(&self, role: &str, password: &str) -> sqlx::Result<PgConnection> {
        PgConnectOptions::new_without_pgpass()
            .host(self.cluster.host())
            .port(self.cluster.port())
            .username(role)
            .password(password)
            .database("desk")
            .ssl_mode(PgSslMode::Disable)
            .disable_statement_logging()
            .connect()
            .await
    }
}

pub(crate) fn credentials(username: &str, password: &str) -> Credentials {
    Credentials {
        username: username.to_owned(),
        password: password.to_owned(),
    }
}

pub(crate) async fn ask(connection: &mut PgConnection, sql: &str) -> sqlx::Result<String> {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .fetch_one(connection)
        .await
}

pub(crate) async fn close(connection: PgConnection) {
    connection.close().await.expect("closes");
}

pub(crate) fn person(username: &str, role: Role, first: bool) -> NewPerson {
    NewPerson {
        username: username.parse().expect("a user name"),
        display_name: "Somebody".to_owned(),
        role,
        first,
    }
}

/// The verifier of [`PASSWORD`].
pub(crate) fn verifier() -> Verifier {
    verifier_of(PASSWORD)
}

pub(crate) fn verifier_of(password: &str) -> Verifier {
    Verifier::of(password, &Counting).expect("a password")
}

/// Not random: salts need not be here.
struct Counting;

impl Rng for Counting {
    fn fill(&self, out: &mut [u8]) {
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::try_from(at % 251).unwrap_or_default();
        }
    }
}
