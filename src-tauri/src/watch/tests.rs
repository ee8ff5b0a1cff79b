//! What the page hears of a database that goes away, and of an account that was closed.

use super::*;
use crate::testing::TestDesk;

fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn unreachable() -> StoreError {
    StoreError::Unreachable
}

fn closed() -> StoreError {
    StoreError::Refused(Refusal::StaffInactive)
}

const AWAY: DeskEvent = DeskEvent::Database { available: false };
const BACK: DeskEvent = DeskEvent::Database { available: true };

#[tokio::test]
async fn the_page_hears_of_loss_and_return_and_of_what_others_change() {
    let desk = TestDesk::shared().await;
    desk.sign_in(false).await;
    desk.wait_watched().await;
    desk.forget_told();
    desk.server.changes().await;
    desk.wait_told(&DeskEvent::Changed).await;

    desk.server.goes_away(unreachable);
    desk.wait_told(&AWAY).await;
    desk.forget_told();
    let unit = desk.state.desk().unwrap().store.read().await;
    let failed = unit.map(|_| ()).map_err(DeskError::from);
    let told = desk.state.told("queue_page", failed).unwrap_err();
    assert_eq!(told.code, ErrorCode::DatabaseUnavailable);
    assert!(told.retryable);

    tokio::time::sleep(PAUSE * 2).await;
    desk.server.comes_back();
    desk.wait_told(&BACK).await;
    desk.wait_told(&DeskEvent::Changed).await;
    assert!(!desk.state.view().locked, "a short loss locks nobody out");
}

#[tokio::test]
async fn an_account_that_was_closed_locks_the_window_at_once() {
    let desk = TestDesk::shared().await;
    desk.sign_in(false).await;
    desk.wait_watched().await;
    desk.server.goes_away(closed);
    desk.wait_told(&DeskEvent::Locked).await;
    assert!(desk.state.view().locked);
}

#[tokio::test]
async fn the_next_sign_in_finds_the_page_told_that_the_database_answers() {
    let desk = TestDesk::shared().await;
    desk.sign_in(false).await;
    desk.wait_watched().await;
    desk.server.goes_away(unreachable);
    desk.wait_told(&AWAY).await;
    crate::signing::sign_out(&desk.state).await.unwrap();
    desk.server.comes_back();
    desk.forget_told();
    desk.sign_in(false).await;
    desk.wait_told(&BACK).await;
}

#[test]
fn a_window_stays_open_for_a_while_when_nobody_can_tell_and_then_locks() {
    let unknown = || Err(DeskError::from(unreachable()));
    let mut unsure = None;
    assert!(!must_lock(&unknown(), &mut unsure, minute(0), true));
    assert!(!must_lock(&unknown(), &mut unsure, minute(1), true));
    assert!(!must_lock(&Ok(true), &mut unsure, minute(2), true));
    assert!(
        !must_lock(&unknown(), &mut unsure, minute(3), true),
        "counted anew"
    );
    assert!(must_lock(&unknown(), &mut unsure, minute(5), true));
}

#[test]
fn a_file_that_does_not_answer_closes_no_account() {
    let mut unsure = None;
    for at in [0, 10] {
        let unknown = Err(DeskError::from(unreachable()));
        assert!(!must_lock(&unknown, &mut unsure, minute(at), false));
    }
    assert!(must_lock(&Ok(false), &mut unsure, minute(10), false));
    assert!(must_lock(
        &Err(closed().into()),
        &mut unsure,
        minute(10),
        true
    ));
}
