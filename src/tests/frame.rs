//! The frame.

use super::desk::{TestDesk, find, get, press, request, session, settle, text, type_into, value};
use coe_domain::{RequestId, Role};
use coe_wire::event::DeskEvent;
use coe_wire::session::{SessionState, Unlock};
use wasm_bindgen_test::wasm_bindgen_test;

async fn open() -> (TestDesk, super::desk::Mounted) {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(vec![request(1)]);
    let page = desk.opens().await;
    (desk, page)
}

#[wasm_bindgen_test]
async fn one_switch_changes_every_label() {
    let (_desk, _page) = open().await;
    let thai = text();
    assert!(thai.contains("รับเรื่องถัดไป"));
    get("toggle-language").click();
    settle().await;
    let english = text();
    assert!(english.contains("Take next") && english.contains("Mr. Tuayang Thotsopdi"));
    for word in [
        "คิว",
        "ข้อความ",
        "รอตรวจ",
        "กำหนด",
        "ทุกระดับ",
        "ล็อก",
        "สด",
        "รายการ",
    ] {
        assert!(!english.contains(word), "{word} is still Thai");
    }
    let root = leptos::prelude::document().document_element().unwrap();
    assert_eq!(
        root.get_attribute("lang").as_deref(),
        Some("en"),
        "readers know the language"
    );
}

#[wasm_bindgen_test]
async fn the_question_mark_lists_the_keys_that_work_here() {
    let (_desk, _page) = open().await;
    press("?", "Slash");
    settle().await;
    let help = get("keys-help").inner_text();
    for part in ["รับเรื่องถัดไป", "ค้นหา", "ล็อกหน้าต่าง", "หน้านี้", "ทุกหน้า"]
    {
        assert!(help.contains(part), "{part} is listed in {help}");
    }
    press("Escape", "Escape");
    settle().await;
    assert!(find("keys-help").is_none(), "Escape closes it");
}

#[wasm_bindgen_test]
async fn a_locked_window_hides_and_keeps_everything() {
    let (desk, _page) = open().await;
    desk.answers("unlock", |_: Unlock| Ok(session(Some(Role::Officer))));
    type_into("queue-search", "สม");
    desk.tell(&DeskEvent::Locked);
    settle().await;
    assert!(find("lock-screen").is_some(), "it is locked");
    assert!(
        !text().contains("xxx-xxx-8890"),
        "nothing of the page is to be read"
    );
    press("n", "KeyN");
    assert_eq!(desk.asked("take_next"), 0, "keys of the page do not work");
    type_into("unlock-password", "secret");
    get("unlock").click();
    settle().await;
    assert!(find("lock-screen").is_none(), "it is open again");
    assert_eq!(value("queue-search"), "สม", "what was typed is kept");
}

#[wasm_bindgen_test]
async fn a_lost_claim_is_told_with_its_new_holder() {
    let (desk, _page) = open().await;
    let holder = Some("ปวีณ์".to_owned());
    desk.tell(&DeskEvent::ClaimLost {
        request_id: RequestId(5),
        holder,
    });
    settle().await;
    assert!(get("claim-lost").inner_text().contains("ปวีณ์"));
}

#[wasm_bindgen_test]
async fn signing_out_leaves_nothing_behind() {
    let (desk, _page) = open().await;
    desk.answers("sign_out", |(): ()| Ok(SessionState { ..session(None) }));
    get("sign-out").click();
    settle().await;
    assert!(find("username").is_some(), "the sign-in page is back");
    assert!(!text().contains("69-11-1"), "no request is on screen");
}
