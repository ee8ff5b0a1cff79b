//! The review of a request.

use super::case::{Later, PIXEL, case, click, desk_with, opens, remembers};
use super::desk::{all, find, get, press, settle, type_into, value};
use coe_domain::{CheckCode, CheckOutcome, DecisionId, LoginState, RequestId, RequestStatus};
use coe_wire::event::DeskEvent;
use coe_wire::queue::Holder;
use coe_wire::review::{
    Decide, DecisionResult, Draft, DraftSlot, Reveal, Revealed, SaveDraft, SetCheck,
};
use coe_wire::{ErrorCode, UiError};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn the_bar_says_what_is_missing_and_leads_there() {
    let desk = desk_with(vec![case(1)]);
    let _page = opens(&desk).await;
    let bar = get("blockers").inner_text();
    assert!(
        bar.contains("ตรวจอีก 4 ข้อ"),
        "it says how many checks are missing: {bar}"
    );
    assert!(
        bar.contains("ยังไม่มีสายที่ยืนยันตัวตน"),
        "and that there is no call: {bar}"
    );
    click("[data-code='checks_missing']");
    settle().await;
    let row = get("check-card_not_expired");
    assert!(
        row.class_list().contains("is-current"),
        "the first open check is the current one"
    );
    let focused = leptos::prelude::document().active_element().unwrap();
    assert!(row.contains(Some(&focused)), "and has the focus");
    press("a", "KeyA");
    settle().await;
    assert!(
        find("sheet").is_none(),
        "approving leads there, too, and opens nothing"
    );
}

#[wasm_bindgen_test]
async fn keys_set_checks_and_go_on() {
    let desk = desk_with(vec![case(1)]);
    let set = remembers(&desk, "set_check", |input: &SetCheck| {
        let mut case = case(1);
        for check in &mut case.checks {
            if check.code == input.code {
                check.outcome = input.outcome;
            }
        }
        Ok(case)
    });
    let _page = opens(&desk).await;
    press("2", "Digit2");
    // The Thai layout gives another letter in the place of P.
    press("ย", "KeyP");
    settle().await;
    let asked = set
        .borrow()
        .iter()
        .map(|one| (one.code, one.outcome))
        .collect::<Vec<_>>();
    assert_eq!(
        asked,
        [(CheckCode::IdNumberMatches, Some(CheckOutcome::Passed))]
    );
    let outcome = get("check-id_number_matches").get_attribute("data-outcome");
    assert_eq!(outcome.as_deref(), Some("passed"));
    assert!(
        get("check-birth_date_matches")
            .class_list()
            .contains("is-current"),
        "a pass goes on to the next open check"
    );
    press("u", "KeyU");
    settle().await;
    assert!(
        get("check-birth_date_matches")
            .class_list()
            .contains("is-current"),
        "an unreadable one stays for a note"
    );
}

#[wasm_bindgen_test]
async fn a_revealed_number_hides_again() {
    let desk = desk_with(vec![case(1)]);
    desk.answers("reveal", |_: Reveal| {
        Ok(Revealed {
            value: "1-2345-67890-12-1".to_owned(),
        })
    });
    let _page = opens(&desk).await;
    press("v", "KeyV");
    settle().await;
    assert_eq!(get("value-national_id").inner_text(), "1-2345-67890-12-1");
    let _later = Later::by(20_001.0);
    gloo_timers::future::TimeoutFuture::new(1_200).await;
    assert_eq!(
        get("value-national_id").inner_text(),
        "1-xxxx-xxxxx-12-1",
        "it is masked again"
    );
    assert_eq!(desk.asked("reveal"), 1, "and nothing was asked again");
}

#[wasm_bindgen_test]
async fn a_note_is_kept_as_it_is_typed_and_comes_back() {
    let mut kept = case(1);
    kept.drafts = vec![Draft {
        slot: DraftSlot::MemberText,
        body: "กรุณาถ่ายใหม่".to_owned(),
    }];
    let desk = desk_with(vec![kept]);
    let saved = remembers(&desk, "save_draft", |_: &SaveDraft| Ok(()));
    let _page = opens(&desk).await;
    type_into("note-body", "ที่ ปู่ ฐาน");
    type_into("note-body", "ที่ ปู่ ฐาน ญี่ปุ่น");
    gloo_timers::future::TimeoutFuture::new(600).await;
    {
        let saved = saved.borrow();
        assert_eq!(saved.len(), 1, "one save once typing rests");
        assert_eq!(
            (saved[0].slot, saved[0].body.as_str()),
            (DraftSlot::Note, "ที่ ปู่ ฐาน ญี่ปุ่น")
        );
    }
    desk.tell(&DeskEvent::Changed);
    settle().await;
    settle().await;
    assert_eq!(
        value("note-body"),
        "ที่ ปู่ ฐาน ญี่ปุ่น",
        "a refresh takes nothing away"
    );
    document_blur();
    press("r", "KeyR");
    settle().await;
    assert_eq!(
        value("member-text"),
        "กรุณาถ่ายใหม่",
        "what was typed before is back"
    );
}

fn document_blur() {
    if let Some(focused) = leptos::prelude::document().active_element() {
        let _ = focused.unchecked_into::<web_sys::HtmlElement>().blur();
    }
}

#[wasm_bindgen_test]
async fn a_photo_never_shows_another_requests_picture() {
    let desk = desk_with(vec![case(1), case(2)]);
    let _page = opens(&desk).await;
    let shown = |id: &str| {
        let photo = get(id);
        (
            photo.get_attribute("src").unwrap(),
            photo.get_attribute("data-request").unwrap(),
        )
    };
    let before = get("photo-id_card");
    assert_eq!(
        shown("photo-id_card"),
        (format!("{PIXEL}#1"), "1".to_owned())
    );
    press("n", "KeyN");
    settle().await;
    assert_eq!(
        shown("photo-id_card"),
        (format!("{PIXEL}#2"), "2".to_owned())
    );
    assert_eq!(
        shown("photo-selfie"),
        (format!("{PIXEL}#2"), "2".to_owned())
    );
    assert_eq!(all("photo-id_card").len(), 1, "there is one card on screen");
    assert!(!before.is_connected(), "and its element is a new one");
}

#[wasm_bindgen_test]
async fn a_request_that_cannot_be_opened_shows_no_photo() {
    let desk = desk_with(vec![case(1)]);
    let next = RefCell::new(vec![RequestId(7), RequestId(1)]);
    desk.answers("take_next", move |(): ()| Ok(next.borrow_mut().pop()));
    let _page = opens(&desk).await;
    assert!(find("photo-id_card").is_some());
    press("n", "KeyN");
    settle().await;
    assert!(
        find("photo-id_card").is_none(),
        "the photos of the request before are gone"
    );
    assert_eq!(
        get("open-error").get_attribute("data-code").as_deref(),
        Some("database_busy")
    );
}

#[wasm_bindgen_test]
async fn a_failed_decision_keeps_the_text_and_its_key() {
    let desk = desk_with(vec![case(1)]);
    let attempts = RefCell::new(0);
    let decided = remembers(&desk, "decide", move |input: &Decide| {
        *attempts.borrow_mut() += 1;
        match *attempts.borrow() {
            1 => Err(UiError::new(ErrorCode::DatabaseBusy).retry()),
            2 => Err(UiError::new(ErrorCode::Refused).with("refusal", "no_verified_call")),
            _ => Ok(DecisionResult {
                decision_id: DecisionId(1),
                kind: input.kind,
                status: RequestStatus::Returned,
                login_state: LoginState::Suspended,
                messages: Vec::new(),
                repeated: false,
            }),
        }
    });
    let _page = opens(&desk).await;
    press("r", "KeyR");
    settle().await;
    press("1", "Digit1");
    type_into("member-text", "ถ่ายในที่สว่าง");
    type_into("private-note", "บัตรพร่าทั้งใบ");
    settle().await;
    get("confirm-decision").click();
    settle().await;
    assert!(
        find("decision-error").is_some(),
        "the error stands in the sheet"
    );
    assert_eq!(value("member-text"), "ถ่ายในที่สว่าง", "the text is kept");
    assert_eq!(value("private-note"), "บัตรพร่าทั้งใบ", "so is the note");
    get("confirm-decision").click();
    settle().await;
    assert!(
        find("decision-error-lead").is_some(),
        "a refusal leads to its condition"
    );
    get("confirm-decision").click();
    settle().await;
    assert!(
        find("decision-done").is_some(),
        "done once the database said so"
    );
    let decided = decided.borrow();
    assert_eq!(decided.len(), 3);
    assert_eq!(
        decided[0], decided[1],
        "a retry sends the same, key included"
    );
    assert_eq!(decided[1], decided[2], "and again");
    assert_eq!(decided[0].idempotency_key.len(), 32);
    assert_eq!(decided[0].reasons, ["photo_blurred"]);
    assert_eq!(
        decided[0].id_card_sha256, "id_card-of-1",
        "it binds to the photos on screen"
    );
}

#[wasm_bindgen_test]
async fn every_sheet_has_its_own_key() {
    let desk = desk_with(vec![case(1)]);
    let refused = |_: &Decide| {
        let error = UiError::new(ErrorCode::Refused).with("refusal", "no_verified_call");
        Err::<DecisionResult, _>(error)
    };
    let decided = remembers(&desk, "decide", refused);
    let _page = opens(&desk).await;
    for attempt in 0..2 {
        press("r", "KeyR");
        settle().await;
        // The closed sheet keeps its reasons.
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
    assert_eq!(decided.len(), 2);
    assert_ne!(decided[0].idempotency_key, decided[1].idempotency_key);
}

#[wasm_bindgen_test]
async fn a_lost_claim_keeps_what_was_typed() {
    let desk = desk_with(vec![case(1)]);
    let _page = opens(&desk).await;
    type_into("note-body", "ยังพิมพ์อยู่");
    let mut lost = case(1);
    lost.claim.holder = Some(Holder {
        display_name: "ปวีณ์".to_owned(),
        me: false,
    });
    desk.answers("open_case", move |_: RequestId| Ok(lost.clone()));
    desk.tell(&DeskEvent::ClaimLost {
        request_id: RequestId(1),
        holder: Some("ปวีณ์".to_owned()),
    });
    settle().await;
    assert!(
        get("claim-lost").inner_text().contains("ปวีณ์"),
        "it says who holds it"
    );
    assert_eq!(value("note-body"), "ยังพิมพ์อยู่", "the text stays readable");
    assert!(desk.asked("save_draft") > 0, "and was saved");
    let pass: web_sys::HtmlButtonElement = get("check-pass-name_matches").unchecked_into();
    assert!(pass.disabled(), "nothing can be changed");
}
