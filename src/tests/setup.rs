//! Choosing the database of this computer.

use super::case::remembers;
use super::desk::{
    Mounted, TestDesk, find, focused, get, press, session, settle, shared_session, text, type_into,
    value,
};
use coe_domain::Role;
use coe_wire::connection::{
    ConnectionFound, ConnectionTest, DatabaseChoice, ServerAddress, SetupView,
};
use coe_wire::session::{SessionState, SignIn};
use coe_wire::{ErrorCode, UiError};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn view() -> SetupView {
    SetupView {
        choice: None,
        managed: false,
        embedded_path: "/home/desk/coe-desk.db".to_owned(),
        last_username: None,
    }
}

fn server() -> ServerAddress {
    ServerAddress {
        host: "db.coe.example".to_owned(),
        port: 5432,
        database: "coe_desk".to_owned(),
        certificate: None,
    }
}

fn found(_: &ConnectionTest) -> Result<ConnectionFound, UiError> {
    Ok(ConnectionFound {
        server_version: "15.18".to_owned(),
        schema: 3,
        encrypted: true,
        display_name: "สมชาย ใจดี".to_owned(),
        role: Role::Officer,
    })
}

/// A computer on which nobody has chosen yet.
async fn first_start() -> (TestDesk, Mounted) {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| {
        Ok(SessionState {
            needs_setup: true,
            ..session(None)
        })
    });
    desk.answers("setup", |(): ()| Ok(view()));
    let page = desk.opens().await;
    (desk, page)
}

/// The form of the server, filled in.
async fn filled_in() -> (TestDesk, Mounted) {
    let (desk, page) = first_start().await;
    get("setup-shared").click();
    settle().await;
    type_into("setup-host", " db.coe.example ");
    type_into("setup-username", "somchai");
    type_into("setup-password", "secret-2569");
    (desk, page)
}

async fn test_fails_with(desk: &TestDesk, error: UiError) {
    desk.answers("test_connection", move |_: ConnectionTest| {
        Err::<ConnectionFound, _>(error.clone())
    });
    get("setup-test").click();
    settle().await;
}

fn is_marked(field: &str) -> bool {
    get(field).get_attribute("aria-invalid").as_deref() == Some("true")
}

fn is_disabled(button: &str) -> bool {
    get(button)
        .unchecked_into::<web_sys::HtmlButtonElement>()
        .disabled()
}

/// Remembers what was chosen, and answers that nobody is signed in to `then`.
fn chooses(desk: &TestDesk, then: SessionState) -> Rc<RefCell<Vec<DatabaseChoice>>> {
    remembers(desk, "choose_database", move |_: &DatabaseChoice| {
        Ok(then.clone())
    })
}

#[wasm_bindgen_test]
async fn the_first_start_asks_which_database() {
    let (desk, _page) = first_start().await;
    assert!(find("username").is_none(), "nobody can sign in yet");
    assert!(find("setup-back").is_none(), "there is no way round it");
    assert!(
        get("setup-embedded")
            .inner_text()
            .contains("/home/desk/coe-desk.db"),
        "it says where the file would be"
    );
    let chosen = chooses(&desk, session(None));
    press("1", "Digit1");
    settle().await;
    assert_eq!(*chosen.borrow(), [DatabaseChoice::Embedded]);
    assert!(find("username").is_some(), "the sign-in page is open");
}

#[wasm_bindgen_test]
async fn a_tested_server_is_taken_and_the_user_goes_on_to_sign_in() {
    let (desk, _page) = filled_in().await;
    let tested = remembers(&desk, "test_connection", found);
    let chosen = chooses(&desk, shared_session(None));
    assert!(is_disabled("setup-use"), "not before a test");
    get("setup-test").click();
    settle().await;
    let panel = get("setup-found").inner_text();
    for part in ["15.18", "สมชาย ใจดี", "เจ้าหน้าที่", "เข้ารหัส"]
    {
        assert!(panel.contains(part), "{part} is told in {panel}");
    }
    assert_eq!(focused(), "setup-use", "the next step has the focus");
    {
        let tested = tested.borrow();
        assert_eq!(tested[0].server, server(), "without spaces around");
        assert_eq!(
            (tested[0].username.as_str(), tested[0].password.as_str()),
            ("somchai", "secret-2569")
        );
    }
    get("setup-use").click();
    settle().await;
    assert_eq!(*chosen.borrow(), [DatabaseChoice::Shared(server())]);
    assert_eq!(value("username"), "somchai", "the user name is filled in");
    assert_eq!(value("password"), "", "the password is not kept");
    assert_eq!(focused(), "password");
}

#[wasm_bindgen_test]
async fn what_was_changed_after_a_test_needs_a_new_one() {
    let (desk, _page) = filled_in().await;
    desk.answers("test_connection", |input: ConnectionTest| found(&input));
    get("setup-test").click();
    settle().await;
    assert!(!is_disabled("setup-use"));
    type_into("setup-database", "coe_desk_2");
    settle().await;
    assert!(find("setup-found").is_none(), "the result is of the past");
    assert!(is_disabled("setup-use"));
    assert!(text().contains("เปลี่ยนไปหลังการทดสอบ"), "and it says why");
    type_into("setup-database", "coe_desk");
    settle().await;
    assert!(
        !is_disabled("setup-use"),
        "exactly these values were tested"
    );
    type_into("setup-password", "other");
    settle().await;
    assert!(is_disabled("setup-use"), "the password is one of them");
}

#[wasm_bindgen_test]
async fn what_is_plainly_wrong_is_said_without_asking_the_server() {
    let (desk, _page) = first_start().await;
    press("2", "Digit2");
    settle().await;
    assert_eq!(focused(), "setup-host", "the first empty field is ready");
    assert_eq!(value("setup-port"), "5432");
    assert_eq!(value("setup-database"), "coe_desk");
    get("setup-test").click();
    settle().await;
    for field in ["setup-host", "setup-username", "setup-password"] {
        assert!(is_marked(field), "{field} is missing");
    }
    assert_eq!(focused(), "setup-host");
    type_into("setup-username", "somchai");
    type_into("setup-password", "secret");
    for wrong in ["https://db.coe.example", "db.coe.example:5432", "a b"] {
        type_into("setup-host", wrong);
        get("setup-test").click();
        settle().await;
        assert!(is_marked("setup-host"), "{wrong} is no host");
    }
    type_into("setup-host", "db.coe.example");
    for wrong in ["0", "65536", "54a", ""] {
        type_into("setup-port", wrong);
        get("setup-test").click();
        settle().await;
        assert!(is_marked("setup-port"), "{wrong} is no port");
        assert_eq!(focused(), "setup-port");
    }
    assert_eq!(desk.asked("test_connection"), 0, "nobody was asked");
    let tested = remembers(&desk, "test_connection", found);
    type_into("setup-port", "๕๔๓๓");
    get("setup-test").click();
    settle().await;
    assert_eq!(tested.borrow()[0].server.port, 5433, "Thai digits count");
}

#[wasm_bindgen_test]
async fn an_error_marks_the_field_it_is_about_and_keeps_everything() {
    let (desk, _page) = filled_in().await;
    for (code, fields) in [
        (
            ErrorCode::ServerUnreachable,
            &["setup-host", "setup-port"][..],
        ),
        (ErrorCode::ServerNotTrusted, &["setup-certificate"]),
        (ErrorCode::CertificateUnreadable, &["setup-certificate"]),
        (ErrorCode::ServerDatabaseMissing, &["setup-database"]),
        (ErrorCode::ServerNotPrepared, &["setup-database"]),
        (
            ErrorCode::WrongCredentials,
            &["setup-password", "setup-username"],
        ),
        (ErrorCode::NoStaffAccount, &["setup-username"]),
    ] {
        test_fails_with(&desk, UiError::new(code)).await;
        let error = get("setup-error");
        assert_eq!(
            error.get_attribute("data-code").as_deref(),
            Some(code.code())
        );
        for field in fields {
            assert!(is_marked(field), "{} marks {field}", code.code());
        }
        assert_eq!(focused(), fields[0], "{} leads there", code.code());
        assert_eq!(
            get(fields[0]).get_attribute("aria-describedby").as_deref(),
            Some("setup-failure"),
            "readers hear the error with the field"
        );
    }
    assert_eq!(value("setup-host"), " db.coe.example ");
    assert_eq!(value("setup-password"), "secret-2569", "nothing is lost");
    type_into("setup-username", "somsri");
    settle().await;
    assert!(!is_marked("setup-username"), "a change takes the mark away");
    assert!(is_disabled("setup-use"));
}

#[wasm_bindgen_test]
async fn a_choice_that_cannot_be_saved_keeps_what_was_typed() {
    let (desk, _page) = filled_in().await;
    desk.answers("test_connection", |input: ConnectionTest| found(&input));
    desk.answers("choose_database", |_: DatabaseChoice| {
        Err::<SessionState, _>(UiError::new(ErrorCode::SettingsNotSaved))
    });
    get("setup-test").click();
    settle().await;
    get("setup-use").click();
    settle().await;
    assert_eq!(
        get("setup-error").get_attribute("data-code").as_deref(),
        Some("settings_not_saved")
    );
    assert_eq!(value("setup-password"), "secret-2569");
    assert!(!is_disabled("setup-use"), "it can be tried again");
}

#[wasm_bindgen_test]
async fn escape_steps_back_and_keeps_what_was_typed() {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| Ok(shared_session(None)));
    desk.answers("setup", |(): ()| {
        Ok(SetupView {
            choice: Some(DatabaseChoice::Shared(server())),
            last_username: Some("somchai".to_owned()),
            ..view()
        })
    });
    let _page = desk.opens().await;
    type_into("username", "somsri");
    type_into("password", "half-typed");
    get("change-database").click();
    settle().await;
    assert!(
        get("setup-shared")
            .inner_text()
            .contains("db.coe.example/coe_desk"),
        "it says what is in use"
    );
    get("setup-shared").click();
    settle().await;
    assert_eq!(value("setup-host"), "db.coe.example", "as it is now");
    assert_eq!(value("setup-username"), "somchai");
    type_into("setup-host", "other.coe.example");
    press("Escape", "Escape");
    settle().await;
    assert!(find("setup-embedded").is_some(), "back at the two ways");
    get("setup-back").click();
    settle().await;
    assert_eq!(value("username"), "somsri", "back at signing in");
    assert_eq!(value("password"), "half-typed");
    get("change-database").click();
    settle().await;
    get("setup-shared").click();
    settle().await;
    assert_eq!(value("setup-host"), "other.coe.example", "as it was left");
    press("Escape", "Escape");
    settle().await;
    press("Escape", "Escape");
    settle().await;
    desk.has_rows(Vec::new());
    desk.answers("sign_in", |_: SignIn| {
        Ok(shared_session(Some(Role::Officer)))
    });
    desk.answers("sign_out", |(): ()| Ok(shared_session(None)));
    get("sign-in").click();
    settle().await;
    get("sign-out").click();
    settle().await;
    assert_eq!(value("username"), "somchai", "who the desk knows last");
    assert_eq!(value("password"), "", "no password outlives signing in");
}

#[wasm_bindgen_test]
async fn what_an_administrator_chose_is_only_shown() {
    let desk = TestDesk::new(None);
    desk.answers("setup", |(): ()| {
        Ok(SetupView {
            choice: Some(DatabaseChoice::Shared(server())),
            managed: true,
            ..view()
        })
    });
    {
        let _page = desk.opens().await;
        assert!(
            find("change-database").is_none(),
            "there is no way to change it"
        );
    }
    desk.answers("session_state", |(): ()| {
        Ok(SessionState {
            needs_setup: true,
            ..session(None)
        })
    });
    let _page = desk.opens().await;
    let shown = get("setup-managed").inner_text();
    for part in ["db.coe.example:5432", "coe_desk"] {
        assert!(shown.contains(part), "{part} is shown in {shown}");
    }
    assert!(find("setup-embedded").is_none() && find("setup-host").is_none());
}

#[wasm_bindgen_test]
async fn a_database_that_cannot_be_used_has_a_way_to_another() {
    let desk = TestDesk::new(None);
    desk.answers("session_state", |(): ()| {
        let mut state = session(None);
        state.database.error = Some(UiError::new(ErrorCode::DatabaseCorrupt));
        Ok(state)
    });
    desk.answers("setup", |(): ()| Ok(view()));
    let _page = desk.opens().await;
    assert!(find("database-error").is_some());
    get("change-database").click();
    settle().await;
    assert!(find("setup-embedded").is_some());
    press("Escape", "Escape");
    settle().await;
    assert!(find("database-error").is_some(), "and back");
}
