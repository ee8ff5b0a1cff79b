//! What the database must hold.

use crate::databases::{self, superuser};
use crate::own_cluster::run;
use crate::people::{hire, role_in};
use crate::told::{let_in, refused};
use coe_domain::Role;
use coe_store_postgres::{ConnectError, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_schema_of_this_program_is_worked_on() {
    let database = databases::fresh_database().await;
    let mut administrator = superuser(&database).await;
    let name = format!("{database}_officer");
    let officer = hire(&mut administrator, &name, Role::Officer).await;
    let server = databases::server(&database);
    let schema = let_in(&server, &officer.credentials).await.schema;

    run(
        &mut administrator,
        "INSERT INTO desk._sqlx_migrations
             (version, description, success, checksum, execution_time)
         SELECT max(version) + 1, 'of a later program', true, '', 0 FROM desk._sqlx_migrations",
    )
    .await;
    let newer = refused(&server, &officer.credentials).await;
    assert!(
        matches!(newer, ConnectError::NewerSchema { found, known }
                 if (found, known) == (schema + 1, schema)),
        "{newer:?}"
    );
    for _ in 0..2 {
        run(
            &mut administrator,
            "DELETE FROM desk._sqlx_migrations
             WHERE version = (SELECT max(version) FROM desk._sqlx_migrations)",
        )
        .await;
    }
    let older = refused(&server, &officer.credentials).await;
    assert!(
        matches!(older, ConnectError::OlderSchema { found, known }
                 if (found, known) == (schema - 1, schema)),
        "{older:?}"
    );
    run(&mut administrator, "TRUNCATE desk._sqlx_migrations").await;
    let empty = refused(&server, &officer.credentials).await;
    assert!(matches!(empty, ConnectError::NotPrepared), "{empty:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_holds_no_desk_says_so() {
    let prepared = databases::fresh_database().await;
    let bare = format!("{prepared}_bare");
    let mut administrator = superuser("postgres").await;
    run(
        &mut administrator,
        &format!("CREATE DATABASE {bare} TEMPLATE template0"),
    )
    .await;
    let officer = role_in(
        &mut administrator,
        &format!("{prepared}_role"),
        "desk_officer",
    )
    .await;
    let server = databases::server(&bare);
    let unprepared = refused(&server, &officer).await;
    assert!(
        matches!(unprepared, ConnectError::NotPrepared),
        "{unprepared:?}"
    );
    let missing = Server {
        database: format!("{prepared}_missing"),
        ..server
    };
    let missing = refused(&missing, &officer).await;
    assert!(
        matches!(missing, ConnectError::NoSuchDatabase),
        "{missing:?}"
    );
}
