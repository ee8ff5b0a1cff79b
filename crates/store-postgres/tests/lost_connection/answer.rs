//! The server did it, and nobody heard.

use crate::scene::{Scene, is_away, rejection};
use crate::wire::Wire;
use coe_store::{NewDecision, Store, StoreResult};
use coe_store_postgres::{PgStore, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

async fn decides(store: &PgStore, new: &NewDecision) -> StoreResult<bool> {
    let mut unit = store.write().await?;
    let decided = unit.decide(new).await?;
    unit.commit().await?;
    Ok(decided.repeated)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_whose_answer_was_lost_is_made_once() {
    let mut scene = Scene::new().await;
    let (_cable, whole) = watch::channel(0);
    let lose = Arc::new(AtomicBool::new(false));
    let cuts = {
        let lose = lose.clone();
        move || lose.swap(false, Ordering::SeqCst)
    };
    let wire = Wire::to(&scene.server.host, scene.server.port, cuts, whole).await;
    let server = Server {
        port: wire.port(),
        ..scene.server.clone()
    };
    let store = scene.connects(&server).await;
    let new = rejection(&store, scene.requests[0]).await;

    lose.store(true, Ordering::SeqCst);
    let lost = decides(&store, &new).await;
    assert!(is_away(&lost), "nobody knows what became of it: {lost:?}");
    assert!(!lose.load(Ordering::SeqCst), "its answer was the lost one");
    let decided = "SELECT count(*) FROM desk.decision";
    assert_eq!(scene.count(decided).await, 1, "the server had done it");

    let repeated = decides(&store, &new).await;
    assert!(matches!(repeated, Ok(true)), "the same one: {repeated:?}");
    assert_eq!(scene.count(decided).await, 1);
    let told = "SELECT count(*) FROM desk.sms_message WHERE template = 'rejected'";
    assert_eq!(scene.count(told).await, 1, "the member is told once");
    let logged = "SELECT count(*) FROM desk.audit_event WHERE action = 'decision.reject'";
    assert_eq!(scene.count(logged).await, 1);
}
