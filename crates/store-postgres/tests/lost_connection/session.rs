//! One session ends, the server stays.

use crate::scene::{Scene, is_away, until};
use coe_domain::Role;
use coe_store::Store;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_in_the_pool_is_replaced_unnoticed() {
    let mut scene = Scene::new().await;
    let store = scene.connects(&scene.server).await;
    for _ in 0..2 {
        let mut unit = store.read().await.expect("begins");
        unit.database_now().await.expect("answers");
        unit.commit().await.expect("ends");
        assert!(
            scene.ends_sessions("COMMIT%").await > 0,
            "it lay in the pool"
        );
    }
    let mut unit = store.write().await.expect("begins");
    let taken = unit.take_next(scene.officer.id, Role::Officer).await;
    assert_eq!(taken.expect("answers"), Some(scene.requests[0]));
    unit.commit().await.expect("commits");
    store.version().await.expect("the server was never away");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_takes_only_its_own_unit() {
    let mut scene = Scene::new().await;
    let store = scene.connects(&scene.server).await;
    let mut lost = store.write().await.expect("begins");
    let taken = lost.take_next(scene.officer.id, Role::Officer).await;
    assert_eq!(taken.expect("answers"), Some(scene.requests[0]));
    assert_eq!(
        scene.ends_sessions("RELEASE%").await,
        1,
        "it is in its unit"
    );
    let again = lost.take_next(scene.officer.id, Role::Officer).await;
    assert!(is_away(&again), "{again:?}");
    let committed = lost.commit().await;
    assert!(is_away(&committed), "nothing is committed: {committed:?}");
    let mut unit = store.write().await.expect("the next unit begins");
    let taken = unit.take_next(scene.officer.id, Role::Officer).await;
    assert_eq!(
        taken.expect("answers"),
        Some(scene.requests[0]),
        "the unit that was lost left nothing"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listening_session_that_ends_is_made_again() {
    let mut scene = Scene::new().await;
    let store = scene.connects(&scene.server).await;
    let before = store.version().await.expect("answers");
    assert_eq!(scene.ends_sessions("SELECT 1").await, 1, "it listened");
    let after = until(&store, |version| {
        version.as_ref().is_ok_and(|version| *version != before)
    })
    .await
    .expect("it listens again");
    // Others' commits are heard of as before.
    sqlx::query("UPDATE desk.reason_code SET position = position")
        .execute(&mut scene.superuser)
        .await
        .expect("the superuser may");
    assert_ne!(store.version().await.expect("answers"), after);
}
