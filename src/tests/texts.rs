//! The texts of messages and their numbers.

use super::case::remembers;
use super::desk::{Mounted, TestDesk, find, get, press, session, settle, text, type_into, value};
use crate::pages::settings::{baht, satang};
use coe_domain::{Language, MessageTemplate, Role};
use coe_wire::event::DeskEvent;
use coe_wire::session::{TemplateView, Unlock};
use coe_wire::texts::{MessageNumbers, MessageTexts, TemplateEditView, TemplateKey};
use strum::VariantArray;
use wasm_bindgen_test::wasm_bindgen_test;

const SAVED: &str = "ได้รับคำร้อง {request_no} แล้ว";

fn texts(filed: &str) -> MessageTexts {
    let all = MessageTemplate::VARIANTS.iter().flat_map(|template| {
        [Language::Th, Language::En].map(|language| TemplateView {
            template: *template,
            language,
            body: if *template == MessageTemplate::Filed {
                filed.to_owned()
            } else {
                "{request_no} {reasons} {call_time} {channel}".to_owned()
            },
        })
    });
    MessageTexts {
        texts: all.collect(),
        numbers: MessageNumbers {
            call_reminder_minutes: 30,
            satang_per_segment: 25,
        },
    }
}

fn desk() -> TestDesk {
    let desk = TestDesk::new(Some(Role::Supervisor));
    desk.has_rows(Vec::new());
    desk.answers("message_texts", |(): ()| Ok(texts(SAVED)));
    desk.answers("template_edits", |_: TemplateKey| {
        Ok(vec![TemplateEditView {
            before: "ได้รับแล้ว {request_no}".to_owned(),
            after: SAVED.to_owned(),
            by: "ชัย".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
        }])
    });
    desk
}

async fn opened(desk: &TestDesk) -> Mounted {
    let page = desk.opens().await;
    get("nav-settings").click();
    settle().await;
    page
}

fn is_disabled(id: &str) -> bool {
    get(id).has_attribute("disabled")
}

#[wasm_bindgen_test]
async fn only_supervisors_have_settings() {
    for role in [Role::Officer, Role::Support] {
        let desk = TestDesk::new(Some(role));
        desk.has_rows(Vec::new());
        let _page = desk.opens().await;
        assert!(find("nav-settings").is_none(), "{role}");
    }
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_told_as_it_is_typed_and_cannot_be_saved() {
    let desk = desk();
    let _page = opened(&desk).await;
    assert!(is_disabled("template-save"), "nothing was changed");
    assert_eq!(get("template-problems").child_element_count(), 0);
    type_into("template-body", "ดูที่ coe.or.th {name}");
    settle().await;
    let told = get("template-problems").inner_text();
    assert!(
        told.contains("{name}") && told.contains("{request_no}") && told.contains("ที่อยู่เว็บ"),
        "{told}"
    );
    assert!(is_disabled("template-save"));
    get("chip-request_no").click();
    settle().await;
    assert!(
        value_of_body().contains("{request_no}"),
        "a chip inserts its placeholder"
    );
    get("template-reset").click();
    settle().await;
    assert_eq!(value_of_body(), SAVED);
    assert!(is_disabled("template-reset"));
}

fn value_of_body() -> String {
    use wasm_bindgen::JsCast;
    get("template-body")
        .unchecked_into::<web_sys::HtmlTextAreaElement>()
        .value()
}

#[wasm_bindgen_test]
async fn the_sample_shows_size_and_cost() {
    let desk = desk();
    let _page = opened(&desk).await;
    assert_eq!(
        get("template-sample").inner_text(),
        "ได้รับคำร้อง 69-11-1024 แล้ว"
    );
    let size = get("template-size").inner_text();
    assert!(size.contains("0.25"), "one part: {size}");
    type_into("template-body", &format!("{SAVED} {}", "ก".repeat(70)));
    settle().await;
    let size = get("template-size").inner_text();
    assert!(size.contains("0.50"), "two parts: {size}");
}

#[wasm_bindgen_test]
async fn what_was_typed_survives_other_pages_and_the_lock() {
    let desk = desk();
    desk.answers("unlock", |_: Unlock| Ok(session(Some(Role::Supervisor))));
    let _page = opened(&desk).await;
    let typed = format!("{SAVED} ขอบคุณ");
    type_into("template-body", &typed);
    get("nav-queue").click();
    settle().await;
    assert!(find("template-body").is_none());
    get("nav-settings").click();
    settle().await;
    assert_eq!(value_of_body(), typed);
    desk.tell(&DeskEvent::Locked);
    settle().await;
    type_into("unlock-password", "secret");
    get("unlock").click();
    settle().await;
    assert_eq!(value_of_body(), typed);
}

#[wasm_bindgen_test]
async fn a_text_is_saved_and_told_to_hold_from_now_on() {
    let desk = desk();
    let saved = remembers(&desk, "save_template", |input: &TemplateView| {
        Ok(texts(&input.body))
    });
    let _page = opened(&desk).await;
    let typed = format!("{SAVED} ขอบคุณ");
    type_into("template-body", &typed);
    settle().await;
    desk.answers("message_texts", {
        let typed = typed.clone();
        move |(): ()| Ok(texts(&typed))
    });
    get("template-save").click();
    settle().await;
    assert_eq!(saved.borrow()[0].body, typed);
    assert_eq!(saved.borrow()[0].language, Language::Th);
    assert!(is_disabled("template-save"), "nothing is left to save");
    assert!(text().contains("ตั้งแต่นี้ไป"));
}

#[wasm_bindgen_test]
async fn earlier_texts_are_shown_with_what_differs() {
    let desk = desk();
    let _page = opened(&desk).await;
    let edits = get("template-edits");
    assert!(edits.inner_text().contains("ชัย"));
    assert!(
        edits.query_selector("ins").unwrap().is_some(),
        "what was put in is marked"
    );
}

#[wasm_bindgen_test]
async fn numbers_are_checked_before_they_are_saved() {
    let desk = desk();
    let saved = remembers(&desk, "save_message_numbers", |input: &MessageNumbers| {
        Ok(*input)
    });
    let _page = opened(&desk).await;
    assert!(
        find("reminder-minutes").is_none(),
        "it stands beside its own message"
    );
    get("text-call_reminder").click();
    settle().await;
    for wrong in ["1441", "-1", "สิบ", ""] {
        type_into("reminder-minutes", wrong);
        settle().await;
        assert!(
            is_disabled("reminder-save"),
            "{wrong:?} is no number of minutes"
        );
    }
    type_into("reminder-minutes", "๐");
    settle().await;
    get("reminder-save").click();
    settle().await;
    assert_eq!(
        saved.borrow()[0].call_reminder_minutes,
        0,
        "Thai digits count; 0 is never"
    );
    assert_eq!(saved.borrow()[0].satang_per_segment, 25);
    assert_eq!(value("reminder-minutes"), "0");
    press("Escape", "Escape");
}

#[wasm_bindgen_test]
fn baht_are_read_as_they_are_written() {
    for (typed, wanted) in [
        ("0.25", Some(25)),
        (" ๑.๕ ", Some(150)),
        ("3", Some(300)),
        ("0.255", None),
        ("-1", None),
        ("+1", None),
        ("1.-5", None),
        ("", None),
        ("99999999999", None),
    ] {
        assert_eq!(satang(typed), wanted, "{typed:?}");
    }
    assert_eq!((baht(25).as_str(), baht(1205).as_str()), ("0.25", "12.05"));
}
