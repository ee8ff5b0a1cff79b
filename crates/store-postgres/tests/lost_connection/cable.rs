//! The cable was pulled: nothing breaks, and nothing answers.

use crate::scene::{Scene, at_once, is_away, until};
use crate::wire::Wire;
use coe_domain::Role;
use coe_store::Store;
use coe_store_postgres::Server;
use tokio::sync::watch;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_answers_no_more_is_given_up() {
    let scene = Scene::new().await;
    let (cable, whole) = watch::channel(0);
    let wire = Wire::to(&scene.server.host, scene.server.port, || false, whole).await;
    let server = Server {
        port: wire.port(),
        ..scene.server.clone()
    };
    let store = scene.connects(&server).await;
    let before = store.version().await.expect("answers");
    // One more connection lies in the pool.
    let unit = store.read().await.expect("begins");
    unit.rollback().await.expect("ends");

    cable.send_modify(|pulls| *pulls += 1);
    let lost = store.version().await;
    assert!(is_away(&lost), "silence is no answer: {lost:?}");
    let after = until(&store, Result::is_ok).await.expect("is back");
    assert_ne!(after, before);
    let begun = at_once(store.write()).await;
    let mut unit = begun.expect("the pool gives up its connection too");
    let taken = unit.take_next(scene.officer.id, Role::Officer).await;
    assert_eq!(taken.expect("answers"), Some(scene.requests[0]));
    unit.commit().await.expect("commits");
}
