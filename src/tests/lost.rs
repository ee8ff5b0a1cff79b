//! A database that goes away and comes back.

use super::case::{case, desk_with, opens, remembers};
use super::desk::{
    TestDesk, find, get, press, request, session, settle, shared_session, text, type_into, value,
};
use coe_domain::{CheckOutcome, DecisionId, DecisionKind, LoginState, RequestStatus, Role};
use coe_wire::event::DeskEvent;
use coe_wire::review::{
    AddNote, CaseView, Decide, DecisionResult, NoteView, ScheduleCall, SetCheck,
};
use coe_wire::session::{SessionState, Unlock};
use coe_wire::{ErrorCode, UiError};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn gone() -> UiError {
    UiError::new(ErrorCode::DatabaseUnavailable).retry()
}

fn result(kind: DecisionKind, repeated: bool) -> DecisionResult {
    DecisionResult {
        decision_id: DecisionId(1),
        kind,
        status: RequestStatus::Returned,
        login_state: LoginState::Suspended,
        messages: Vec::new(),
        repeated,
    }
}

fn can_press(button: &str) -> bool {
    !get(button)
        .unchecked_into::<web_sys::HtmlButtonElement>()
        .disabled()
}

#[wasm_bindgen_test]
async fn a_lost_connection_is_told_and_its_return_refreshes() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.answers("session_state", |(): ()| {
        Ok(shared_session(Some(Role::Officer)))
    });
    desk.has_rows(vec![request(1)]);
    let _page = desk.opens().await;
    let line = get("status-line").inner_text();
    assert!(
        line.contains("ฐานข้อมูลกลาง") && line.contains("db.coe.example/coe_desk"),
        "the status line names the server: {line}"
    );
    desk.tell(&DeskEvent::Database { available: false });
    settle().await;
    let banner = get("database-gone").inner_text();
    for part in ["ขาดการเชื่อมต่อ", "ยังอยู่", "เชื่อมต่อใหม่ให้เอง"]
    {
        assert!(banner.contains(part), "{part} is said in {banner}");
    }
    let asked = desk.asked("queue_page");
    desk.tell(&DeskEvent::Database { available: true });
    settle().await;
    settle().await;
    assert!(find("database-gone").is_none(), "the notice is gone");
    assert!(
        text().contains("เชื่อมต่อฐานข้อมูลได้อีกครั้งแล้ว"),
        "and it says that the database is back"
    );
    assert!(
        desk.asked("queue_page") > asked,
        "the queue is asked for anew"
    );
}

#[wasm_bindgen_test]
async fn a_decision_without_an_answer_is_repeated_with_its_key() {
    let desk = desk_with(vec![case(1)]);
    let attempts = Cell::new(0);
    let decided = remembers(&desk, "decide", move |input: &Decide| {
        attempts.set(attempts.get() + 1);
        match attempts.get() {
            1 => Err(gone()),
            _ => Ok(result(input.kind, true)),
        }
    });
    let _page = opens(&desk).await;
    press("r", "KeyR");
    settle().await;
    press("1", "Digit1");
    type_into("member-text", "ถ่ายในที่สว่าง");
    settle().await;
    // The database had it: the request is no longer mine to work on.
    desk.answers("open_case", |_: i64| {
        let mut closed = case(1);
        closed.status = RequestStatus::Returned;
        closed.claim.holder = None;
        Ok(closed)
    });
    get("confirm-decision").click();
    settle().await;
    let error = get("decision-error").inner_text();
    assert!(
        error.contains("ไม่ทราบว่าบันทึกผลแล้วหรือไม่") && error.contains("อย่างปลอดภัย"),
        "it says what is known and that pressing again is safe: {error}"
    );
    assert!(!error.contains("ยังไม่ได้บันทึกผล"), "and claims no more");
    assert_eq!(value("member-text"), "ถ่ายในที่สว่าง", "the text is kept");
    assert!(can_press("confirm-decision"), "asking again is possible");
    get("confirm-decision").click();
    settle().await;
    assert!(find("decision-done").is_some());
    assert!(
        text().contains("ไม่ได้บันทึกซ้ำ"),
        "it says that nothing was recorded twice"
    );
    let decided = decided.borrow();
    assert_eq!(decided.len(), 2);
    assert_eq!(decided[0], decided[1], "the same again, key included");
}

#[wasm_bindgen_test]
async fn a_sheet_closed_without_an_answer_keeps_its_key() {
    let desk = desk_with(vec![case(1)]);
    let attempts = Cell::new(0);
    let decided = remembers(&desk, "decide", move |_: &Decide| {
        attempts.set(attempts.get() + 1);
        Err::<DecisionResult, _>(match attempts.get() {
            1 => UiError::new(ErrorCode::DatabaseBusy).retry(),
            _ => UiError::new(ErrorCode::Refused).with("refusal", "no_verified_call"),
        })
    });
    let _page = opens(&desk).await;
    for attempt in 0..3 {
        press("r", "KeyR");
        settle().await;
        if attempt == 0 {
            press("1", "Digit1");
            settle().await;
        }
        get("confirm-decision").click();
        settle().await;
        press("Escape", "Escape");
        settle().await;
    }
    let decided = decided.borrow();
    let key = |at: usize| decided[at].idempotency_key.as_str();
    assert_eq!(key(0), key(1), "nobody knows yet what became of it");
    assert_ne!(key(1), key(2), "the database answered: that one is over");
}

#[wasm_bindgen_test]
async fn a_sheet_waits_for_its_answer() {
    let desk = desk_with(vec![case(1)]);
    desk.keeps_waiting("decide");
    let _page = opens(&desk).await;
    press("r", "KeyR");
    settle().await;
    press("1", "Digit1");
    settle().await;
    get("confirm-decision").click();
    settle().await;
    press("Escape", "Escape");
    settle().await;
    assert!(find("sheet").is_some(), "the answer has a place to be told");
}

#[wasm_bindgen_test]
async fn checks_that_were_not_recorded_do_not_look_as_if() {
    let desk = desk_with(vec![case(1)]);
    let _page = opens(&desk).await;
    desk.answers("set_check", |_: SetCheck| Err::<CaseView, _>(gone()));
    desk.answers("open_case", |_: i64| Err::<CaseView, _>(gone()));
    type_into("check-note-name_matches", "สะกดต่าง");
    get("check-fail-name_matches").click();
    settle().await;
    assert_eq!(
        get("check-name_matches")
            .get_attribute("data-outcome")
            .as_deref(),
        Some("open"),
        "it is not shown as failed"
    );
    assert!(find("check-error").is_some(), "the error stands there");
    assert_eq!(
        value("check-note-name_matches"),
        "สะกดต่าง",
        "the note is kept"
    );
    let set = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&set);
    desk.answers("set_check", move |input: SetCheck| {
        *kept.borrow_mut() = Some((input.outcome, input.note));
        Ok(case(1))
    });
    get("check-fail-name_matches").click();
    settle().await;
    assert_eq!(
        *set.borrow(),
        Some((Some(CheckOutcome::Failed), "สะกดต่าง".to_owned())),
        "pressed again, it goes with its note"
    );
}

#[wasm_bindgen_test]
async fn notes_and_appointments_keep_their_text() {
    let desk = desk_with(vec![case(1)]);
    let _page = opens(&desk).await;
    desk.answers("add_note", |_: AddNote| Err::<NoteView, _>(gone()));
    desk.answers(
        "schedule_call",
        |_: ScheduleCall| Err::<CaseView, _>(gone()),
    );
    desk.answers("save_draft", |_: serde_json::Value| Err::<(), _>(gone()));
    type_into("note-body", "โทรแล้วไม่รับ");
    settle().await;
    get("note-add").click();
    settle().await;
    assert!(find("note-error").is_some());
    assert_eq!(value("note-body"), "โทรแล้วไม่รับ");
    get("call-schedule").click();
    settle().await;
    type_into("call-time", "14:30");
    type_into("call-link", "https://meet.example/abc");
    get("call-schedule-save").click();
    settle().await;
    assert!(find("schedule-error").is_some());
    assert_eq!(value("call-time"), "14:30");
    assert_eq!(value("call-link"), "https://meet.example/abc");
}

#[wasm_bindgen_test]
async fn unlocking_without_a_database_keeps_the_password() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(Vec::new());
    let _page = desk.opens().await;
    desk.tell(&DeskEvent::Locked);
    settle().await;
    desk.answers("unlock", |_: Unlock| Err::<SessionState, _>(gone()));
    type_into("unlock-password", "secret");
    get("unlock").click();
    settle().await;
    assert_eq!(value("unlock-password"), "secret");
    desk.answers("unlock", |_: Unlock| Ok(session(Some(Role::Officer))));
    get("unlock-error")
        .query_selector("button")
        .unwrap()
        .expect("it offers to try again")
        .unchecked_into::<web_sys::HtmlElement>()
        .click();
    settle().await;
    assert!(find("lock-screen").is_none());
}
