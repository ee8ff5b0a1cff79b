//! Signing in to a shared database.
//!
//! The password is handed to the connection, and to the secret service where it is to be
//! remembered; it is kept nowhere else.

use super::begin;
use crate::database::{self, Opened};
use crate::remembered::Remembered;
use crate::server::{Connection, credentials};
use crate::state::AppState;
use coe_store_postgres::Credentials;
use coe_usecases::{Actor, DeskError, DeskResult, shared_sign_in};
use coe_wire::connection::ServerAddress;
use coe_wire::session::{SignIn, Unlock};
use coe_wire::{ErrorCode, UiError, command};
use std::sync::Arc;
use tauri::async_runtime::spawn_blocking;

pub(super) async fn sign_in(
    state: &Arc<AppState>,
    address: &ServerAddress,
    input: SignIn,
) -> Result<(), UiError> {
    let credentials = credentials(&input.username, input.password);
    enter(state, address, &credentials, command::SIGN_IN).await?;
    if input.remember {
        remember(state, credentials).await;
    }
    Ok(())
}

pub(super) async fn sign_in_remembered(
    state: &Arc<AppState>,
    address: &ServerAddress,
) -> Result<(), UiError> {
    let keyring = state.keyring();
    let kept = spawn_blocking(move || keyring.read()).await.ok().flatten();
    // A secret service that is locked or away says nothing of the password: it is not forgotten.
    let kept = kept.ok_or_else(|| UiError::new(ErrorCode::RememberedExpired))?;
    let credentials = credentials(&kept.username, kept.secret);
    let entered = enter(state, address, &credentials, command::SIGN_IN_REMEMBERED).await;
    match entered.as_ref().err().map(|error| error.code) {
        Some(ErrorCode::WrongCredentials) => {
            forget(state).await;
            Err(UiError::new(ErrorCode::RememberedExpired))
        }
        Some(ErrorCode::AccountClosed | ErrorCode::NoStaffAccount) => {
            forget(state).await;
            entered
        }
        _ => entered,
    }
}

/// Connects, and begins the session of whoever did.
async fn enter(
    state: &Arc<AppState>,
    address: &ServerAddress,
    credentials: &Credentials,
    command: &'static str,
) -> Result<(), UiError> {
    let (opened, actor) = connect(state, address, credentials, command, None).await?;
    state.note_username(&actor.username);
    // On the desk that it was begun on; only then does that one go.
    super::end(state).await;
    database::put_to_work(state, opened).await;
    begin(state, actor).await
}

/// Connects, and finds out who did: anybody, or the one whose locked window is to be opened. A
/// connection that nobody may work with is closed again.
async fn connect(
    state: &AppState,
    address: &ServerAddress,
    credentials: &Credentials,
    command: &'static str,
    locked: Option<&Actor>,
) -> Result<(Opened, Actor), UiError> {
    let connection = state.route(address).connect(credentials).await?;
    let entered = admit(Arc::clone(&connection), &credentials.username, locked).await;
    if entered.is_err() {
        database::close(Some(connection)).await;
    }
    state.told(command, entered)
}

async fn admit(
    connection: Arc<dyn Connection>,
    username: &str,
    locked: Option<&Actor>,
) -> DeskResult<(Opened, Actor)> {
    let opened = database::of_connection(connection).await?;
    let actor = match locked {
        None => shared_sign_in::enter(&opened.desk, username).await?,
        Some(actor) => shared_sign_in::reopened(&opened.desk, actor).await?,
    };
    Ok((opened, actor))
}

/// Remembers a password on this computer, as far as it can: signing in goes on without.
async fn remember(state: &AppState, credentials: Credentials) {
    let username = credentials.username.clone();
    let secret = Remembered {
        username: credentials.username,
        secret: credentials.password,
    };
    let keyring = state.keyring();
    let kept = spawn_blocking(move || keyring.write(&secret))
        .await
        .unwrap_or(false);
    if kept {
        *state.remembered() = Some(username);
    }
}

pub(super) async fn forget(state: &AppState) {
    state.remembered().take();
    let keyring = state.keyring();
    // What panicked has not cleared, and nothing more can be done about it here.
    let _ = spawn_blocking(move || keyring.clear()).await;
}

pub(super) async fn unlock(
    state: &Arc<AppState>,
    address: &ServerAddress,
    actor: &Actor,
    input: Unlock,
) -> Result<(), UiError> {
    let credentials = credentials(&actor.username, input.password);
    let route = state.route(address);
    route.check_password(&credentials).await?;
    let desk = state.desk()?;
    let reopened = match shared_sign_in::reopened(&desk, actor).await {
        // The password is right, but the open connection does not work: it may have been cut, and
        // know a password that was changed since.
        Err(DeskError::Store(error)) => {
            tracing::warn!(%error, "a locked window connects anew");
            let locked = Some(actor);
            let (opened, actor) =
                connect(state, address, &credentials, command::UNLOCK, locked).await?;
            database::put_to_work(state, opened).await;
            Ok(actor)
        }
        reopened => reopened,
    };
    let reopened = state.told(command::UNLOCK, reopened)?;
    let now = state.desk()?.clock.now();
    state.session().unlock(reopened, now);
    Ok(())
}
