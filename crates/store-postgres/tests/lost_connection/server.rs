//! The whole server goes and comes back.

use crate::own_cluster;
use crate::people::hire;
use crate::queue;
use crate::scene::{at_once, is_away, patient, until};
use coe_domain::Role;
use coe_pg_cluster::Cluster;
use coe_store::Store;
use coe_store_postgres::PgStore;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_is_missed_at_once_and_found_again() {
    let cluster = Cluster::start().expect("a server of its own");
    own_cluster::prepare(&cluster, "desk").await;
    let mut superuser = own_cluster::superuser(&cluster, "desk").await;
    let officer = hire(&mut superuser, "anong", Role::Officer).await;
    let requests = queue::waiting(&mut superuser, 2).await;
    let server = own_cluster::server(&cluster, "desk");
    let store = PgStore::connect(&server, &officer.credentials, &patient()).await;
    let store = Arc::new(store.expect("is let in"));

    let before = store.version().await.expect("the server answers");
    let waiter = tokio::spawn({
        let store = store.clone();
        async move { store.changed().await }
    });
    let mut open = store.write().await.expect("begins");
    let taken = open.take_next(officer.id, Role::Officer).await;
    assert_eq!(taken.expect("answers"), Some(requests[0]));
    // One connection lies in the pool.
    store
        .read()
        .await
        .expect("reads")
        .rollback()
        .await
        .expect("ends");

    cluster.stop().expect("stops");
    assert!(
        is_away(&at_once(store.read()).await.map(drop)),
        "no reading"
    );
    assert!(
        is_away(&at_once(store.write()).await.map(drop)),
        "no writing"
    );
    assert!(is_away(&at_once(store.version()).await), "no version");
    at_once(waiter).await.expect("whoever waited is woken");
    assert!(
        is_away(&at_once(open.commit()).await),
        "the unit that was open cannot be committed"
    );
    assert!(
        is_away(&at_once(store.read()).await.map(drop)),
        "still none"
    );

    cluster.start_again().expect("starts");
    let after = until(&store, Result::is_ok).await.expect("is back");
    assert_ne!(after, before, "whatever was said meanwhile is lost");
    let mut unit = store.write().await.expect("the same store goes on");
    let taken = unit.take_next(officer.id, Role::Officer).await;
    assert_eq!(
        taken.expect("answers"),
        Some(requests[0]),
        "the open unit left nothing"
    );
    unit.commit().await.expect("commits");
    assert_ne!(
        store.version().await.expect("answers"),
        after,
        "commits are heard of again"
    );
}
