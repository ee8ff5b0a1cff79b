//! Taking the next request passes over what somebody else holds at this moment, whoever that is.

#[path = "support/databases.rs"]
mod databases;
#[path = "support/people.rs"]
mod people;
#[path = "support/queue.rs"]
mod queue;

use coe_domain::Role;
use coe_store::Store;
use coe_store_postgres::{Options, PgStore};
use people::hire;
use sqlx::Connection;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_another_program_locks_is_passed_over() {
    let database = databases::fresh_database().await;
    let mut superuser = databases::superuser(&database).await;
    let name = format!("{database}_officer");
    let officer = hire(&mut superuser, &name, Role::Officer).await;
    let requests = queue::waiting(&mut superuser, 3).await;
    let server = databases::server(&database);
    let store = PgStore::connect(&server, &officer.credentials, &Options::default())
        .await
        .expect("is let in");
    let mut holder = superuser.begin().await.expect("begins");
    sqlx::query("SELECT 1 FROM desk.change_request WHERE id = $1 FOR UPDATE")
        .bind(requests[0].0)
        .execute(&mut *holder)
        .await
        .expect("locks");

    let mut unit = store.write().await.expect("begins");
    let mut next = async || unit.take_next(officer.id, Role::Officer).await;
    assert_eq!(
        next().await.expect("waits for nobody"),
        Some(requests[1]),
        "the next one is given out"
    );
    assert_eq!(next().await.expect("answers"), Some(requests[2]));
    assert_eq!(
        next().await.expect("waits for nobody"),
        None,
        "what is locked does not hold anybody up, even as the last one"
    );
    holder.rollback().await.expect("lets go");
    assert_eq!(
        next().await.expect("answers"),
        Some(requests[0]),
        "it kept its place"
    );
    unit.commit().await.expect("commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_that_is_not_committed_yet_is_passed_over() {
    let database = databases::fresh_database().await;
    let mut superuser = databases::superuser(&database).await;
    let requests = queue::waiting(&mut superuser, 2).await;
    let server = databases::server(&database);
    let mut desks = Vec::new();
    for n in 0..2 {
        let name = format!("{database}_officer_{n}");
        let officer = hire(&mut superuser, &name, Role::Officer).await;
        let store = PgStore::connect(&server, &officer.credentials, &Options::default()).await;
        desks.push((officer.id, store.expect("is let in")));
    }
    let mut open = desks[0].1.write().await.expect("begins");
    let first = open.take_next(desks[0].0, Role::Officer).await;
    assert_eq!(first.expect("answers"), Some(requests[0]));
    let mut other = desks[1].1.write().await.expect("begins");
    let second = other.take_next(desks[1].0, Role::Officer).await;
    assert_eq!(
        second.expect("waits for nobody"),
        Some(requests[1]),
        "the one that is just being taken is passed over"
    );
    other.commit().await.expect("commits");
    // Given back untaken, it is the next one again.
    open.rollback().await.expect("rolls back");
    let mut other = desks[1].1.write().await.expect("begins");
    let third = other.take_next(desks[1].0, Role::Officer).await;
    assert_eq!(third.expect("answers"), Some(requests[0]));
}
