//! What is typed is neither lost nor brought back; what is held is given back.

use super::case::{case, desk_with, opens, remembers};
use super::desk::{Mounted, TestDesk, find, get, press, session, settle, type_into, value};
use coe_domain::{CheckOutcome, DecisionKind, Language, Role};
use coe_wire::review::{Decide, DecisionResult, Draft, DraftSlot, NoteView, SaveDraft, SetCheck};
use coe_wire::session::SessionState;
use coe_wire::{ErrorCode, UiError};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Presses a key with Ctrl.
fn press_ctrl(key: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_ctrl_key(true);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    let target = leptos::prelude::document().active_element().unwrap();
    target.dispatch_event(&event).unwrap();
}

/// Waits until typing rested long enough to be saved.
async fn rest() {
    for _ in 0..4 {
        settle().await;
    }
}

/// Opens the first of two requests; what is asked is remembered as a list of words.
async fn open() -> (TestDesk, Mounted, Rc<RefCell<Vec<String>>>) {
    let desk = desk_with(vec![case(1), case(2)]);
    let told = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&told);
    desk.answers("save_draft", move |input: SaveDraft| {
        kept.borrow_mut().push(format!("save {}", input.body));
        Ok(())
    });
    let page = opens(&desk).await;
    (desk, page, told)
}

#[wasm_bindgen_test]
async fn a_note_is_added_after_its_draft_landed() {
    let (desk, _page, told) = open().await;
    let kept = Rc::clone(&told);
    desk.answers("add_note", move |_: serde_json::Value| {
        kept.borrow_mut().push("note".to_owned());
        Err::<NoteView, _>(UiError::new(ErrorCode::DatabaseBusy).retry())
    });
    type_into("note-body", "โทรแล้ว");
    settle().await;
    assert!(told.borrow().is_empty(), "typing did not rest yet");
    get("note-add").click();
    settle().await;
    assert_eq!(*told.borrow(), ["save โทรแล้ว", "note"]);
    assert_eq!(value("note-body"), "โทรแล้ว", "a failure keeps the text");
}

#[wasm_bindgen_test]
async fn a_text_that_could_not_be_saved_outlives_its_page() {
    let (desk, _page, told) = open().await;
    desk.answers("save_draft", |_: SaveDraft| {
        Err::<(), _>(UiError::new(ErrorCode::DatabaseUnavailable).retry())
    });
    type_into("note-body", "ยังไม่บันทึก");
    press_ctrl("2");
    settle().await;
    assert!(find("note-body").is_none(), "the page is gone");
    let kept = Rc::clone(&told);
    desk.answers("save_draft", move |input: SaveDraft| {
        kept.borrow_mut().push(format!("save {}", input.body));
        Ok(())
    });
    let kept = Rc::clone(&told);
    desk.answers("sign_out", move |(): ()| {
        kept.borrow_mut().push("out".to_owned());
        Ok(SessionState { ..session(None) })
    });
    get("sign-out").click();
    settle().await;
    assert_eq!(*told.borrow(), ["save ยังไม่บันทึก", "out"]);
}

#[wasm_bindgen_test]
async fn signing_out_that_fails_asks_who_is_signed_in() {
    let (desk, _page, _told) = open().await;
    let asked = desk.asked("session_state");
    desk.answers("sign_out", |(): ()| {
        Err::<SessionState, _>(UiError::new(ErrorCode::DatabaseUnavailable))
    });
    get("sign-out").click();
    settle().await;
    assert_eq!(desk.asked("session_state"), asked + 1);
}

#[wasm_bindgen_test]
async fn a_note_on_a_check_leaves_the_draft_with_its_check() {
    let (desk, _page, told) = open().await;
    let set = remembers(&desk, "set_check", |input: &SetCheck| {
        let mut case = case(1);
        let check = case.checks.iter_mut().find(|one| one.code == input.code);
        let check = check.unwrap();
        check.outcome = input.outcome;
        check.note.clone_from(&input.note);
        Ok(case)
    });
    type_into("check-note-name_matches", "สะกดต่าง");
    rest().await;
    assert_eq!(told.borrow().len(), 1, "the draft is saved");
    get("check-fail-name_matches").click();
    settle().await;
    assert_eq!(set.borrow()[0].note, "สะกดต่าง");
    assert_eq!(set.borrow()[0].outcome, Some(CheckOutcome::Failed));
    assert_eq!(value("check-note-name_matches"), "สะกดต่าง");
    rest().await;
    let last = told.borrow().last().cloned();
    assert_eq!(last.as_deref(), Some("save "), "the draft is cleared");
}

#[wasm_bindgen_test]
async fn notes_of_an_earlier_round_do_not_come_back() {
    let mut resubmitted = case(1);
    resubmitted.revision += 1;
    let revision = case(1).revision;
    resubmitted.drafts = vec![Draft {
        slot: DraftSlot::CheckNotes,
        body: format!(r#"{{"revision":{revision},"notes":{{"name_matches":"เก่า"}}}}"#),
    }];
    let desk = desk_with(vec![resubmitted]);
    let _page = opens(&desk).await;
    assert_eq!(value("check-note-name_matches"), "");
}

#[wasm_bindgen_test]
async fn going_on_gives_the_held_request_back() {
    let (desk, _page, _told) = open().await;
    let released = remembers(&desk, "release", |_: &i64| Ok(()));
    press("n", "KeyN");
    settle().await;
    assert_eq!(*released.borrow(), [1], "the one before");
    assert_eq!(
        get("review").get_attribute("data-request").as_deref(),
        Some("2")
    );
    press("n", "KeyN");
    settle().await;
    assert_eq!(*released.borrow(), [1], "nothing waits: it stays");
    assert!(find("review").is_some());
}

#[wasm_bindgen_test]
async fn after_the_last_decision_n_goes_back_to_the_queue() {
    let desk = desk_with(vec![case(1)]);
    let _page = opens(&desk).await;
    desk.answers("decide", |input: Decide| {
        Ok(DecisionResult {
            decision_id: coe_domain::DecisionId(1),
            kind: input.kind,
            status: coe_domain::RequestStatus::Returned,
            login_state: coe_domain::LoginState::Suspended,
            messages: Vec::new(),
            repeated: false,
        })
    });
    press("r", "KeyR");
    settle().await;
    press("1", "Digit1");
    settle().await;
    press_ctrl("Enter");
    settle().await;
    press("n", "KeyN");
    settle().await;
    assert!(find("review").is_none(), "the queue is open");
    let words = crate::i18n::review::NOTHING_WAITS.text(Language::Th);
    assert!(super::desk::text().contains(words), "and says why");
}

#[wasm_bindgen_test]
async fn a_closed_sheet_keeps_its_reasons() {
    let (_desk, _page, _told) = open().await;
    let chosen = || {
        let reason = get("reason-photo_blurred");
        reason.get_attribute("aria-checked").unwrap()
    };
    press("r", "KeyR");
    settle().await;
    press("1", "Digit1");
    settle().await;
    press("Escape", "Escape");
    settle().await;
    assert!(find("sheet").is_none());
    press("r", "KeyR");
    settle().await;
    assert_eq!(chosen(), "true");
}

#[wasm_bindgen_test]
async fn the_window_locks_over_a_sheet_and_takes_its_keys() {
    let (desk, _page, _told) = open().await;
    let locked = Rc::new(Cell::new(0));
    let count = Rc::clone(&locked);
    desk.answers("lock", move |(): ()| {
        count.set(count.get() + 1);
        Ok(SessionState {
            locked: true,
            ..session(Some(Role::Officer))
        })
    });
    press("r", "KeyR");
    settle().await;
    press_ctrl("l");
    settle().await;
    assert_eq!(locked.get(), 1);
    assert!(find("lock-screen").is_some());
    press("Escape", "Escape");
    press_ctrl("l");
    settle().await;
    assert!(find("sheet").is_some(), "the sheet is as it was");
    assert_eq!(locked.get(), 1, "and nothing below was pressed");
}

#[wasm_bindgen_test]
async fn a_confirmation_leads_to_a_button_that_is_there() {
    let mut escalated = case(1);
    escalated.approving_kind = DecisionKind::Confirm;
    escalated.blockers = vec![coe_domain::approval::Blocker::SamePerson];
    let desk = desk_with(vec![escalated]);
    let _page = opens(&desk).await;
    press(".", "Period");
    settle().await;
    let focused = leptos::prelude::document().active_element().unwrap();
    assert_eq!(
        focused.get_attribute("data-testid").as_deref(),
        Some("release")
    );
}
