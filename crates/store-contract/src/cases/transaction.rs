//! Units of work: all or nothing, and on one consistent state.

use crate::harness::Harness;
use crate::world::{World, change, look};
use coe_domain::{DecisionKind, LoginState};
use coe_store::Store;
use std::sync::Arc;
use std::time::Duration;

pub(crate) async fn a_rollback_leaves_nothing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let member = world.member().await;
    let form = world.form(member).await;
    let mut unit = world.write().await;
    let (id, _) = unit.file_request(&form).await.expect("files");
    unit.add_note(id, "x", world.officer).await.expect("adds");
    assert!(
        unit.request_by_id(id).await.expect("reads").is_some(),
        "the unit sees its own changes"
    );
    unit.rollback().await.expect("rolls back");
    assert_eq!(look!(world, unit => unit.request_by_id(id)), None);
    assert!(look!(world, unit => unit.notes_of(id)).is_empty());
    assert!(look!(world, unit => unit.messages_of(id)).is_empty());
    assert!(look!(world, unit => unit.events_of(id)).is_empty());
    assert_eq!(
        world.the_member(member).await.login_state,
        LoginState::Enabled
    );
}

pub(crate) async fn a_dropped_unit_is_rolled_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let mut unit = world.write().await;
    unit.add_note(filed.id, "lost", world.officer)
        .await
        .expect("adds");
    drop(unit);
    assert!(look!(world, unit => unit.notes_of(filed.id)).is_empty());
    change!(world, unit => unit.add_note(filed.id, "kept", world.officer))
        .expect("the next unit is not held up");
}

pub(crate) async fn a_refusal_leaves_the_rest_of_the_unit(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let new = world.decision(&filed, DecisionKind::Approve, world.officer);
    let mut unit = world.write().await;
    unit.save_draft(filed.id, world.officer, "note", "typed")
        .await
        .expect("saves");
    unit.decide(&new).await.expect_err("nobody claimed it");
    unit.commit().await.expect("what succeeded is kept");
    assert_eq!(
        look!(world, unit => unit.drafts_of(filed.id, world.officer)).len(),
        1
    );
    assert!(look!(world, unit => unit.decisions_of(filed.id)).is_empty());
}

pub(crate) async fn a_reading_unit_writes_nothing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let mut unit = world.read().await;
    let result = unit.add_note(filed.id, "x", world.officer).await;
    assert!(result.is_err(), "a reading unit cannot write");
    drop(unit);
    assert!(look!(world, unit => unit.notes_of(filed.id)).is_empty());
}

pub(crate) async fn a_reading_unit_sees_one_state(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let mut early = world.read().await;
    assert!(early.notes_of(filed.id).await.expect("reads").is_empty());
    change!(world, unit => unit.add_note(filed.id, "x", world.officer))
        .expect("readers do not hold up the writer");
    assert!(
        early.notes_of(filed.id).await.expect("reads").is_empty(),
        "nothing changes under it"
    );
    early.rollback().await.expect("ends");
    assert_eq!(look!(world, unit => unit.notes_of(filed.id)).len(), 1);
}

pub(crate) async fn a_writer_does_not_hold_up_readers(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let mut writer = world.write().await;
    writer
        .add_note(filed.id, "x", world.officer)
        .await
        .expect("adds");
    assert!(
        look!(world, unit => unit.notes_of(filed.id)).is_empty(),
        "not committed yet"
    );
    writer.commit().await.expect("commits");
    assert_eq!(look!(world, unit => unit.notes_of(filed.id)).len(), 1);
}

pub(crate) async fn the_version_tells_every_commit(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let store = world.store();
    let other = world.desk.another_store().await;
    let version =
        |store: Arc<dyn Store>| async move { store.version().await.expect("tells its version") };
    let (mut mine, mut theirs) = (version(store.clone()).await, version(other.clone()).await);
    assert_eq!(version(store.clone()).await, mine, "nothing happened");
    for writer in [&store, &other] {
        let mut unit = writer.write().await.expect("begins");
        unit.add_note(filed.id, "x", world.officer)
            .await
            .expect("adds");
        unit.commit().await.expect("commits");
        let (now, there) = (version(store.clone()).await, version(other.clone()).await);
        assert_ne!(now, mine, "seen here");
        assert_ne!(there, theirs, "seen there");
        (mine, theirs) = (now, there);
    }
    let mut unit = store.write().await.expect("begins");
    unit.add_note(filed.id, "x", world.officer)
        .await
        .expect("adds");
    unit.rollback().await.expect("rolls back");
    assert_eq!(version(store).await, mine, "a rollback is no change");
}

pub(crate) async fn a_change_elsewhere_wakes_who_waits(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let other = world.desk.another_store().await;

    let before = other.version().await.expect("tells its version");
    let waiting = tokio::spawn(wait_for_another(other.clone(), before));
    // Long enough for the other to wait in earnest, short enough to find it waiting.
    tokio::time::sleep(Duration::from_millis(100)).await;
    change!(world, unit => unit.add_note(filed.id, "x", world.officer)).expect("adds");
    let now = waiting.await.expect("ends");
    assert_ne!(now, before, "woken by a change made elsewhere");

    change!(world, unit => unit.add_note(filed.id, "y", world.officer)).expect("adds");
    let late = wait_for_another(other, now).await;
    assert_ne!(late, now, "a change before the wait is not slept through");
}

/// Waits as a desk does, until the version is another than `before`.
async fn wait_for_another(store: Arc<dyn Store>, before: i64) -> i64 {
    let waiting = async {
        loop {
            store.changed().await;
            let now = store.version().await.expect("tells its version");
            if now != before {
                return now;
            }
        }
    };
    let patience = Duration::from_secs(5);
    tokio::time::timeout(patience, waiting)
        .await
        .expect("whoever waits is woken")
}
