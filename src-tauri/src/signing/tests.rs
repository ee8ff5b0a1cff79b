//! Signing in and out of a shared database, without one.

use super::*;
use crate::testing::{MemorySecrets, PASSWORD, TestDesk, at, typed};
use coe_store::StoreError;
use coe_store_postgres::ConnectError;
use coe_wire::command;
use coe_wire::event::DeskEvent;
use coe_wire::session::{DatabaseKind, SecretService};

fn unlocking(password: &str) -> Unlock {
    Unlock {
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn a_shared_database_is_open_from_sign_in_to_sign_out() {
    let desk = TestDesk::shared().await;
    let state = &desk.state;
    let view = state.view();
    assert!(!view.needs_setup);
    assert_eq!(view.database.kind, DatabaseKind::Shared);
    assert_eq!(
        view.database.server.as_deref(),
        Some("desk.example/coe_desk")
    );
    assert_eq!(view.database.error, None, "nobody signed in is no error");
    let refused = state.admit(command::QUEUE_PAGE).map(|_| ()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotSignedIn);

    sign_in(state, typed(" Somchai ", PASSWORD, false))
        .await
        .unwrap();
    assert!(state.admit(command::QUEUE_PAGE).is_ok());
    assert_eq!(desk.server.open(), 1);

    sign_out(state).await.unwrap();
    assert_eq!(desk.server.open(), 0, "the connections are closed");
    assert!(state.view().staff.is_none());
    assert!(state.desk().is_err());
    let database = state.view().database;
    assert_eq!(database.last_username.as_deref(), Some("somchai"));
    assert_eq!(state.places.last_username().as_deref(), Some("somchai"));
}

#[tokio::test]
async fn a_wrong_password_leaves_no_connection_and_nobody_signed_in() {
    let desk = TestDesk::shared().await;
    let input = typed("somchai", "guessed", true);
    let error = sign_in(&desk.state, input).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongCredentials);
    assert!(desk.state.view().staff.is_none());
    assert_eq!((desk.server.open(), desk.secrets.count()), (0, 0));
    assert_eq!(desk.state.view().database.last_username, None);
}

#[tokio::test]
async fn whoever_signs_in_next_takes_the_place_of_the_one_before() {
    let desk = TestDesk::shared().await;
    desk.sign_in(false).await;
    let error = sign_in(&desk.state, typed("somchai", "guessed", false))
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongCredentials);
    assert!(
        desk.state.view().staff.is_some(),
        "a failed try ends no session"
    );
    desk.sign_in(false).await;
    assert_eq!(desk.server.open(), 1, "the first connection is closed");
}

#[tokio::test]
async fn a_remembered_password_signs_in_until_it_is_wrong() {
    let desk = TestDesk::shared().await;
    let state = &desk.state;
    desk.sign_in(true).await;
    assert_eq!(state.view().remembered.as_deref(), Some("somchai"));
    // The window was closed and opened again.
    end(state).await;
    database::put_away(state).await;

    desk.server.refuses(Some(|| ConnectError::Unreachable));
    let error = sign_in_remembered(state).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ServerUnreachable);
    assert!(error.retryable);
    assert_eq!(
        desk.secrets.count(),
        1,
        "a server that is away forgets nobody"
    );

    desk.server.refuses(None);
    sign_in_remembered(state).await.unwrap();
    assert!(state.view().staff.is_some());
    end(state).await;
    database::put_away(state).await;

    desk.server.new_password("changed-since");
    let error = sign_in_remembered(state).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::RememberedExpired);
    assert_eq!(desk.secrets.count(), 0);
    assert_eq!(state.view().remembered, None);
}

#[tokio::test]
async fn signing_out_forgets_this_computer() {
    let desk = TestDesk::shared().await;
    desk.sign_in(true).await;
    sign_out(&desk.state).await.unwrap();
    assert_eq!(desk.secrets.count(), 0);
    let error = sign_in_remembered(&desk.state).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::RememberedExpired);
}

#[tokio::test]
async fn without_a_secret_service_a_sign_in_lasts_for_the_session_only() {
    let desk = TestDesk::shared_with(MemorySecrets::absent()).await;
    desk.sign_in(true).await;
    let view = desk.state.view();
    assert!(view.staff.is_some());
    assert_eq!(view.secret_service, SecretService::Unavailable);
    assert_eq!(view.remembered, None);
}

#[tokio::test]
async fn the_password_opens_the_lock_and_the_connection_stays() {
    let desk = TestDesk::shared().await;
    let state = &desk.state;
    desk.sign_in(false).await;
    crate::watch::lock(state, &state.desk().unwrap()).await;
    desk.wait_told(&DeskEvent::Locked).await;
    let error = unlock(state, unlocking("guessed")).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongCredentials);
    assert!(state.view().locked);
    unlock(state, unlocking(PASSWORD)).await.unwrap();
    assert!(!state.view().locked);
    assert_eq!(desk.server.open(), 1);
}

#[tokio::test]
async fn a_closed_account_is_told_at_the_lock() {
    let desk = TestDesk::shared().await;
    let state = &desk.state;
    desk.sign_in(false).await;
    desk.server.goes_away(|| StoreError::Unreachable);
    desk.server.refuses(Some(|| ConnectError::AccountClosed));
    crate::watch::lock(state, &state.desk().unwrap()).await;
    let error = unlock(state, unlocking(PASSWORD)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::AccountClosed);
    sign_out(state).await.unwrap();
    assert!(state.view().staff.is_none(), "signing out needs no server");
}

#[tokio::test]
async fn a_lock_opens_with_a_password_that_the_connection_does_not_know_yet() {
    let desk = TestDesk::shared().await;
    let state = &desk.state;
    desk.sign_in(false).await;
    state.session().show_case(coe_domain::RequestId(7));
    crate::watch::lock(state, &state.desk().unwrap()).await;
    desk.server.new_password("changed-since");
    unlock(state, unlocking("changed-since")).await.unwrap();
    assert!(!state.view().locked);
    assert!(
        state.desk().unwrap().store.version().await.is_ok(),
        "it works again"
    );
    assert_eq!(desk.server.open(), 1, "the one before is closed");
    let shown = state.session().open_case();
    assert_eq!(
        shown,
        Some(coe_domain::RequestId(7)),
        "the case is still on screen"
    );
}

#[tokio::test]
async fn a_new_computer_is_asked_and_its_choice_is_kept() {
    let desk = TestDesk::new(MemorySecrets::default()).await;
    let state = &desk.state;
    look_again(state).await;
    assert!(state.view().needs_setup);
    assert_eq!(state.view().database.error, None);
    assert_eq!(state.setup().choice, None);

    choose(state, DatabaseChoice::Embedded).await.unwrap();
    assert!(!state.view().needs_setup);
    assert_eq!(state.view().database.kind, DatabaseKind::Embedded);
    assert!(state.desk().is_ok(), "it is made and opened");

    let wrong = DatabaseChoice::Shared(at(" "));
    let error = choose(state, wrong).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidInput);
    assert!(
        state.desk().is_ok(),
        "a choice that is wrong changes nothing"
    );

    choose(state, DatabaseChoice::Shared(at("desk.example")))
        .await
        .unwrap();
    assert!(state.desk().is_err(), "the embedded database is put away");
    desk.sign_in(false).await;
    let error = choose(state, DatabaseChoice::Embedded).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn what_an_administrator_decided_is_not_chosen_in_the_window() {
    let desk = TestDesk::new(MemorySecrets::default()).await;
    let system = desk.home.path().join("system");
    std::fs::create_dir_all(&system).unwrap();
    let text = "[database]\nkind = \"shared\"\nhost = \"desk.example\"\nport = 5433\n\
                database = \"coe_desk\"\n";
    std::fs::write(system.join("config.toml"), text).unwrap();
    look_again(&desk.state).await;
    assert!(desk.state.setup().managed);
    let database = desk.state.view().database;
    assert_eq!(
        database.server.as_deref(),
        Some("desk.example:5433/coe_desk")
    );
    let error = choose(&desk.state, DatabaseChoice::Embedded)
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::ManagedByAdministrator);
}

#[tokio::test]
async fn a_wrong_configuration_is_shown_until_it_is_mended() {
    let desk = TestDesk::new(MemorySecrets::default()).await;
    let file = desk.home.path().join("user").join("config.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "[database]\nkind = \"both\"\n").unwrap();
    look_again(&desk.state).await;
    let view = desk.state.view();
    assert!(!view.needs_setup);
    let error = view.database.error.expect("the page shows what is wrong");
    assert_eq!(error.code, ErrorCode::ConfigurationInvalid);

    std::fs::write(&file, "[database]\nkind = \"embedded\"\n").unwrap();
    look_again(&desk.state).await;
    assert_eq!(desk.state.view().database.error, None);
    assert!(desk.state.desk().is_ok());
}
