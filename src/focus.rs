//! Brings the eye and the keyboard to a place.

use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// Focuses the element of a test id and scrolls it into sight.
pub fn by_test_id(id: &str) {
    by_selector(&format!("[data-testid=\"{id}\"]"));
}

/// Focuses what the first of `selectors` finds that finds anything.
pub fn first_of(selectors: &[&str]) {
    let found = |selector: &&&str| matches!(document().query_selector(selector), Ok(Some(_)));
    if let Some(selector) = selectors.iter().find(found) {
        by_selector(selector);
    }
}

/// Focuses the first element that `selector` finds, without moving more than is needed.
pub fn by_selector(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let _ = element.focus();
}
