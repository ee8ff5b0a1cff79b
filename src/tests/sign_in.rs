//! Signing in.

use super::desk::{
    TestDesk, find, focused, get, session, settle, shared_session, text, type_into, value,
};
use coe_domain::Role;
use coe_wire::session::{SecretService, SessionState, SignIn};
use coe_wire::{ErrorCode, UiError};
use wasm_bindgen::JsCast;
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

/// A desk on a server.
async fn on_a_server() -> (TestDesk, super::desk::Mounted) {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| Ok(shared_session(None)));
    let page = desk.opens().await;
    (desk, page)
}

#[wasm_bindgen_test]
async fn a_shared_desk_names_its_server_and_its_last_user() {
    let (_desk, _page) = on_a_server().await;
    let line = get("sign-in-database").inner_text();
    assert!(
        line.contains("ฐานข้อมูลกลาง") && line.contains("db.coe.example/coe_desk"),
        "it says which server: {line}"
    );
    assert_eq!(value("username"), "somchai", "who signed in last");
    assert_eq!(focused(), "password", "only the password is missing");
    assert!(
        text().contains("เก็บรหัสผ่านในที่เก็บรหัสลับของเครื่องนี้"),
        "it says what remembering means"
    );
}

#[wasm_bindgen_test]
async fn an_embedded_desk_remembers_as_before() {
    let desk = TestDesk::new(None);
    let _page = desk.opens().await;
    assert!(text().contains("จำฉันไว้บนเครื่องนี้"));
    assert!(!text().contains("ที่เก็บรหัสลับ"));
}

#[wasm_bindgen_test]
async fn a_server_that_does_not_answer_keeps_everything_and_is_tried_again() {
    let (desk, _page) = on_a_server().await;
    desk.answers("sign_in", |_: SignIn| -> Result<SessionState, _> {
        let error = UiError::new(ErrorCode::ServerUnreachable);
        Err(error.with("host", "db.coe.example").with("port", 5432))
    });
    type_into("password", "secret-2569");
    get("sign-in").click();
    settle().await;
    assert!(find("database-error").is_none(), "the page stays");
    let error = get("sign-in-error");
    assert!(error.inner_text().contains("db.coe.example:5432"));
    assert_eq!(value("username"), "somchai");
    assert_eq!(value("password"), "secret-2569", "it may well be right");
    desk.has_rows(Vec::new());
    desk.answers("sign_in", |input: SignIn| {
        assert_eq!(input.password, "secret-2569");
        Ok(shared_session(Some(Role::Officer)))
    });
    let again = error.query_selector("button").unwrap();
    again
        .expect("it offers to try again")
        .unchecked_into::<web_sys::HtmlElement>()
        .click();
    settle().await;
    assert!(find("nav-queue").is_some());
}

#[wasm_bindgen_test]
async fn connecting_is_seen() {
    let (desk, _page) = on_a_server().await;
    desk.keeps_waiting("sign_in");
    type_into("password", "secret-2569");
    get("sign-in").click();
    settle().await;
    let button = get("sign-in");
    assert_eq!(button.get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(button.inner_text().contains("กำลังเชื่อมต่อ"));
    assert!(
        get("username").has_attribute("readonly"),
        "what is being tried stays on screen"
    );
}

#[wasm_bindgen_test]
async fn a_server_that_was_away_at_the_start_is_a_matter_of_the_sign_in_page() {
    let desk = TestDesk::new(None);
    let state = |code: Option<ErrorCode>| {
        let mut state = shared_session(None);
        state.database.error = code.map(UiError::new);
        state
    };
    desk.answers("session_state", move |(): ()| {
        Ok(state(Some(ErrorCode::ServerUnreachable)))
    });
    {
        let _page = desk.opens().await;
        assert!(find("username").is_some());
        let again = get("sign-in-error").query_selector("button").unwrap();
        desk.answers("session_state", move |(): ()| Ok(state(None)));
        again
            .expect("it offers to try again")
            .unchecked_into::<web_sys::HtmlElement>()
            .click();
        settle().await;
        assert!(find("sign-in-error").is_none(), "it is back");
    }
    desk.answers("session_state", move |(): ()| {
        Ok(state(Some(ErrorCode::CertificateUnreadable)))
    });
    let _page = desk.opens().await;
    assert!(
        find("database-error").is_some() && find("username").is_none(),
        "what cannot pass by itself has its own page"
    );
}
