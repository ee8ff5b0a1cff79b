//! Signing in.

use super::desk::{TestDesk, find, get, session, settle, text, type_into, value};
use coe_domain::Role;
use coe_wire::session::{SecretService, SessionState, SignIn};
use coe_wire::{ErrorCode, UiError};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_wrong_password_keeps_the_user_name_and_says_what_to_do() {
    let desk = TestDesk::new(None);
    desk.answers("sign_in", |_: SignIn| -> Result<SessionState, _> {
        Err(UiError::new(ErrorCode::WrongCredentials))
    });
    let _page = desk.opens().await;
    type_into("username", "somchai");
    type_into("password", "wrong");
    get("sign-in").click();
    settle().await;
    assert_eq!(value("username"), "somchai", "the user name stays");
    assert_eq!(value("password"), "", "the password does not");
    let error = get("sign-in-error").inner_text();
    assert!(
        error.contains("รหัสผ่านไม่ถูกต้อง"),
        "the sentence stands in place: {error}"
    );
}

#[wasm_bindgen_test]
async fn signing_in_opens_the_queue_and_asks_once() {
    let desk = TestDesk::new(None);
    desk.has_rows(Vec::new());
    desk.answers("sign_in", |input: SignIn| {
        assert_eq!(
            (input.username.as_str(), input.remember),
            ("somchai", false)
        );
        Ok(session(Some(Role::Officer)))
    });
    let _page = desk.opens().await;
    type_into("username", " somchai ");
    type_into("password", "demo-desk-2569");
    get("sign-in").click();
    get("sign-in").click();
    settle().await;
    assert_eq!(desk.asked("sign_in"), 1, "a double click signs in once");
    assert!(find("nav-queue").is_some(), "the frame is there");
    assert!(find("queue-empty").is_some(), "an empty queue says so");
}

#[wasm_bindgen_test]
async fn a_missing_secret_service_is_said_plainly() {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| {
        Ok(SessionState {
            secret_service: SecretService::Unavailable,
            ..session(None)
        })
    });
    let _page = desk.opens().await;
    assert!(
        text().contains("จนกว่าจะปิดโปรแกรม"),
        "the page says how long the sign-in lasts"
    );
    assert!(
        get("remember").has_attribute("disabled"),
        "it cannot be ticked"
    );
}

#[wasm_bindgen_test]
async fn a_database_that_cannot_be_used_has_its_sentence() {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| {
        let mut state = session(None);
        state.database.error = Some(UiError::new(ErrorCode::DatabaseNewer));
        Ok(state)
    });
    let _page = desk.opens().await;
    assert!(
        text().contains("รุ่นใหม่กว่า"),
        "it says that the database is newer"
    );
    assert!(find("username").is_none(), "nobody can sign in");
}
