//! The queue.

use super::desk::{TestDesk, all, find, get, held, press, request, settle, type_into};
use coe_domain::{RequestId, Role};
use coe_wire::event::DeskEvent;
use coe_wire::queue::{QueuePage, QueueQuery};
use coe_wire::{ErrorCode, UiError};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

fn numbers() -> Vec<String> {
    all("queue-row")
        .iter()
        .filter_map(|row| row.get_attribute("data-request-no"))
        .collect()
}

#[wasm_bindgen_test]
async fn shows_rows_and_dims_those_of_others() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(vec![request(1), held(2)]);
    let _page = desk.opens().await;
    let rows = all("queue-row");
    assert_eq!(rows.len(), 2);
    assert!(
        !rows[0].class_list().contains("held"),
        "a free row is not dimmed"
    );
    assert!(
        rows[1].class_list().contains("held"),
        "a held row is dimmed"
    );
    assert!(rows[1].inner_text().contains("ปวีณ์"), "and says by whom");
    let first = rows[0].inner_text();
    for part in [
        "69-11-1",
        "นาย ตัวอย่าง ทดสอบดี",
        "xxx-xxx-8890",
        "ปานกลาง",
        "เกินกำหนด 1 ชม. 20 น.",
    ] {
        assert!(first.contains(part), "{part} stands in {first}");
    }
}

#[wasm_bindgen_test]
async fn draws_few_of_many_rows_and_fetches_as_it_scrolls() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows((1..=20_000).map(request).collect());
    let _page = desk.opens().await;
    assert!(
        all("queue-row").len() < 80,
        "only what is on screen is drawn"
    );
    let before = desk.asked("queue_page");
    let list = leptos::prelude::document()
        .query_selector(".vlist")
        .unwrap()
        .unwrap();
    list.set_scroll_top(42 * 450);
    settle().await;
    assert!(desk.asked("queue_page") > before, "it fetches on");
    assert!(
        numbers().contains(&"69-11-452".to_owned()),
        "and shows what was scrolled to"
    );
}

#[wasm_bindgen_test]
async fn keys_move_the_current_row_and_a_fetch_keeps_it() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(vec![request(1), request(2), request(3)]);
    let _page = desk.opens().await;
    press("ArrowDown", "ArrowDown");
    // The Thai layout gives another letter in the place of J.
    press("่", "KeyJ");
    settle().await;
    desk.has_rows(vec![request(9), request(1), request(2), request(3)]);
    desk.tell(&DeskEvent::Changed);
    for _ in 0..4 {
        settle().await;
    }
    assert_eq!(numbers().len(), 4, "the new row is there");
    let current: Vec<_> = all("queue-row")
        .into_iter()
        .filter(|row| row.get_attribute("aria-selected").as_deref() == Some("true"))
        .filter_map(|row| row.get_attribute("data-request-no"))
        .collect();
    assert_eq!(current, ["69-11-2"], "the current row is the same request");
}

#[wasm_bindgen_test]
async fn letters_are_text_while_somebody_types() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(vec![request(1)]);
    desk.answers("take_next", |(): ()| Ok(None::<RequestId>));
    let _page = desk.opens().await;
    type_into("queue-search", "น");
    press("n", "KeyN");
    press("?", "Slash");
    settle().await;
    assert_eq!(desk.asked("take_next"), 0, "N does not take while typing");
    assert!(find("keys-help").is_none(), "nor does ? open the list");
    press("Escape", "Escape");
    press("ื", "KeyN");
    settle().await;
    assert_eq!(
        desk.asked("take_next"),
        1,
        "outside the field it does, in a Thai layout, too"
    );
}

#[wasm_bindgen_test]
async fn an_error_stands_in_place_and_can_be_tried_again() {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.answers("queue_page", |_: QueueQuery| -> Result<QueuePage, _> {
        Err(UiError::new(ErrorCode::DatabaseBusy).retry())
    });
    let _page = desk.opens().await;
    let error = leptos::prelude::document()
        .query_selector("[data-code=database_busy]")
        .unwrap();
    assert!(error.is_some(), "the sentence is there");
    assert!(
        find("queue-empty").is_none(),
        "it does not claim that nothing waits"
    );
}

#[wasm_bindgen_test]
async fn filters_and_tabs_ask_anew() {
    let desk = TestDesk::new(Some(Role::Officer));
    let asked = Rc::new(RefCell::new(Vec::<QueueQuery>::new()));
    let seen = Rc::clone(&asked);
    desk.answers("queue_page", move |query: QueueQuery| {
        seen.borrow_mut().push(query);
        Ok(QueuePage {
            rows: Vec::new(),
            next: None,
            total: 0,
        })
    });
    let _page = desk.opens().await;
    get("tab-returned").click();
    get("filter-unclaimed").click();
    settle().await;
    let last = asked.borrow().last().cloned().expect("a question");
    assert!(last.unclaimed, "only free ones");
    assert_eq!(last.tab, coe_wire::queue::QueueTab::Returned);
}

#[wasm_bindgen_test]
async fn support_cannot_take() {
    let desk = TestDesk::new(Some(Role::Support));
    desk.has_rows(vec![request(1)]);
    let _page = desk.opens().await;
    assert!(find("take-next").is_none(), "support does not review");
    press("n", "KeyN");
    settle().await;
    assert_eq!(desk.asked("take_next"), 0);
}
