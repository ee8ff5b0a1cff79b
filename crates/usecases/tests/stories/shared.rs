//! Stories of signing in where the database checked the password.

use crate::desk::{Story, told};
use coe_domain::StaffId;
use coe_usecases::shared_sign_in::{enter, reopened};
use coe_wire::ErrorCode;

#[tokio::test]
async fn who_is_on_the_staff_enters_and_is_on_record() {
    let story = Story::begins().await;
    let actor = enter(&story.desk, "anong").await.unwrap();
    assert_eq!(actor, story.officer);
    let mut unit = story.desk.store.read().await.unwrap();
    let staff = unit.staff_by_id(actor.id).await.unwrap().unwrap();
    let now = story.desk.clock.now().timestamp_millis();
    let at = staff.last_sign_in_at.map(|at| at.timestamp_millis());
    assert_eq!(at, Some(now));
    assert_eq!(story.own_actions(&actor).await, ["staff.signed_in"]);
}

#[tokio::test]
async fn an_unlock_answers_who_the_person_is_now() {
    let story = Story::begins().await;
    let mut before = story.officer.clone();
    before.display_name = "ANONG AS SHE WAS CALLED".to_owned();
    let now = reopened(&story.desk, &before).await.unwrap();
    assert_eq!(now, story.officer);
    assert_eq!(story.own_actions(&now).await, ["staff.unlocked"]);
}

#[tokio::test]
async fn a_role_of_the_database_without_an_account_does_not_enter() {
    let story = Story::begins().await;
    let unknown = told(enter(&story.desk, "postgres").await);
    assert_eq!(unknown.code, ErrorCode::NoStaffAccount);
    let mut gone = story.officer.clone();
    gone.id = StaffId(9_999);
    let gone = told(reopened(&story.desk, &gone).await);
    assert_eq!(gone.code, ErrorCode::NoStaffAccount);
}

#[tokio::test]
async fn a_closed_account_neither_enters_nor_unlocks() {
    let story = Story::begins().await;
    story.closes_account(&story.officer).await;
    let closed = told(enter(&story.desk, "anong").await);
    assert_eq!(closed.code, ErrorCode::AccountClosed);
    let closed = told(reopened(&story.desk, &story.officer).await);
    assert_eq!(closed.code, ErrorCode::AccountClosed);
    let done = story.own_actions(&story.officer).await;
    assert!(done.is_empty(), "nobody signed in: {done:?}");
}
