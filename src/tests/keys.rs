//! Which key an event means.

use crate::keys::{Pressed, shown_key, token};
use wasm_bindgen_test::wasm_bindgen_test;

fn named(key: &str, code: &str, shift: bool) -> Option<String> {
    token(&Pressed {
        key: key.to_owned(),
        code: code.to_owned(),
        shift,
        ..Pressed::default()
    })
}

#[wasm_bindgen_test]
fn letters_work_in_every_layout() {
    assert_eq!(named("n", "KeyN", false).as_deref(), Some("n"));
    assert_eq!(named("N", "KeyN", false).as_deref(), Some("n"), "Caps Lock");
    assert_eq!(named("ื", "KeyN", false).as_deref(), Some("n"), "Thai");
    assert_eq!(
        named("n", "KeyL", false).as_deref(),
        Some("n"),
        "Dvorak: what is printed counts"
    );
    assert_eq!(named("N", "KeyN", true).as_deref(), Some("Shift+n"));
}

#[wasm_bindgen_test]
fn the_number_row_means_numbers() {
    assert_eq!(named("1", "Digit1", false).as_deref(), Some("1"));
    assert_eq!(named("/", "Digit2", false).as_deref(), Some("2"), "Thai");
    assert_eq!(named("ภ", "Digit4", false).as_deref(), Some("4"), "Thai");
    assert_eq!(
        named("+", "Digit1", true).as_deref(),
        Some("+"),
        "Thai, with Shift"
    );
}

#[wasm_bindgen_test]
fn signs_work_in_every_layout() {
    assert_eq!(named("?", "Slash", true).as_deref(), Some("?"));
    assert_eq!(named("ฦ", "Slash", true).as_deref(), Some("?"), "Thai");
    assert_eq!(named("ฝ", "Slash", false).as_deref(), Some("/"), "Thai");
    assert_eq!(
        named("บ", "BracketLeft", false).as_deref(),
        Some("["),
        "Thai"
    );
    assert_eq!(
        named("ArrowDown", "ArrowDown", false).as_deref(),
        Some("ArrowDown")
    );
}

#[wasm_bindgen_test]
fn chords_of_the_system_are_left_alone() {
    let pressed = Pressed {
        key: "n".to_owned(),
        alt: true,
        ..Pressed::default()
    };
    assert_eq!(token(&pressed), None);
    assert_eq!(shown_key("Ctrl+Enter"), "Ctrl+Enter");
    assert_eq!(shown_key("ArrowDown"), "↓");
    assert_eq!(shown_key("n"), "N");
}
