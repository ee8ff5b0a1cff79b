//! Somebody is let in no more.

use crate::own_cluster::run;
use crate::scene::{Scene, at_once, until};
use coe_domain::Refusal;
use coe_store::{Store, StoreError, StoreResult};

fn is_closed<T>(result: &StoreResult<T>) -> bool {
    matches!(result, Err(StoreError::Refused(Refusal::StaffInactive)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_may_log_in_no_more_is_told_so() {
    let mut scene = Scene::new().await;
    let store = scene.connects(&scene.server).await;
    let before = store.version().await.expect("answers");
    let role = scene.officer.credentials.username.clone();
    run(&mut scene.superuser, &format!("ALTER ROLE {role} NOLOGIN")).await;
    assert!(
        scene.ends_sessions("%").await > 0,
        "sessions outlive the right"
    );

    let closed = until(&store, is_closed).await;
    assert!(is_closed(&closed), "{closed:?}");
    assert!(is_closed(&at_once(store.read()).await.map(drop)));
    assert!(is_closed(&at_once(store.write()).await.map(drop)));

    run(&mut scene.superuser, &format!("ALTER ROLE {role} LOGIN")).await;
    let after = until(&store, Result::is_ok).await.expect("is let in again");
    assert_ne!(after, before);
    store.write().await.expect("and works on");
}
