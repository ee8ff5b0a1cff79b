//! Signing in and out at this window, whichever database it works on.
//!
//! The embedded database is open before anybody signs in, and checks passwords by the desk's own
//! rules. A shared one is opened by signing in: its server checks the password, and signing out
//! closes it.

mod embedded;
mod shared;

use crate::database;
use crate::state::AppState;
use crate::system::within;
use coe_usecases::{Actor, claims, sign_in as use_case};
use coe_wire::connection::DatabaseChoice;
use coe_wire::session::{SignIn, Unlock};
use coe_wire::{ErrorCode, UiError};
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::spawn_blocking;

/// How long the end of a session may wait for a database to take note of it.
const FAREWELL: Duration = Duration::from_secs(5);

/// Signs somebody in by password.
///
/// # Errors
/// Why not; whoever was signed in before still is then.
pub(crate) async fn sign_in(state: &Arc<AppState>, input: SignIn) -> Result<(), UiError> {
    let _turn = state.turn.lock().await;
    match state.choice()? {
        DatabaseChoice::Embedded => embedded::sign_in(state, &input).await,
        DatabaseChoice::Shared(address) => shared::sign_in(state, &address, input).await,
    }
}

/// Signs in whoever this computer remembers.
///
/// # Errors
/// `remembered_expired`, or why not.
pub(crate) async fn sign_in_remembered(state: &Arc<AppState>) -> Result<(), UiError> {
    let _turn = state.turn.lock().await;
    if state.session().is_locked() {
        return Err(UiError::new(ErrorCode::Locked));
    }
    match state.choice()? {
        DatabaseChoice::Embedded => embedded::sign_in_remembered(state).await,
        DatabaseChoice::Shared(address) => shared::sign_in_remembered(state, &address).await,
    }
}

/// Opens a locked window.
///
/// # Errors
/// Why not.
pub(crate) async fn unlock(state: &Arc<AppState>, input: Unlock) -> Result<(), UiError> {
    let _turn = state.turn.lock().await;
    let actor = state.session().actor().cloned();
    let actor = actor.ok_or_else(|| UiError::new(ErrorCode::NotSignedIn))?;
    match state.choice()? {
        DatabaseChoice::Embedded => embedded::unlock(state, &actor, &input).await,
        DatabaseChoice::Shared(address) => shared::unlock(state, &address, &actor, input).await,
    }
}

/// Signs out, and forgets whoever this computer remembers.
///
/// # Errors
/// Why there is nothing to sign out of.
pub(crate) async fn sign_out(state: &Arc<AppState>) -> Result<(), UiError> {
    let _turn = state.turn.lock().await;
    if state.session().actor().is_none() {
        return Ok(());
    }
    match state.choice()? {
        DatabaseChoice::Embedded => {
            embedded::forget(state, &state.desk()?).await;
            end(state).await;
        }
        DatabaseChoice::Shared(_) => {
            shared::forget(state).await;
            end(state).await;
            database::put_away(state).await;
        }
    }
    Ok(())
}

/// Opens what can be opened without signing in, looking again at the configuration where there is
/// no desk: somebody may have mended the file, the disk may be back.
pub(crate) async fn look_again(state: &Arc<AppState>) {
    if state.desk().is_ok() {
        return;
    }
    let _turn = state.turn.lock().await;
    if state.desk().is_err() && state.session().actor().is_none() {
        if state.decide() {
            ask_secrets(state).await;
        }
        database::open_chosen(state).await;
    }
}

/// Takes the user's choice of a database, and opens it.
///
/// # Errors
/// `not_allowed` while somebody is signed in, `managed_by_administrator`, `invalid_input`, or
/// `settings_not_saved`. A database that does not open is no error here: the frame shows why.
pub(crate) async fn choose(state: &Arc<AppState>, choice: DatabaseChoice) -> Result<(), UiError> {
    let _turn = state.turn.lock().await;
    if state.session().actor().is_some() {
        return Err(UiError::new(ErrorCode::NotAllowed));
    }
    if state.is_managed() {
        return Err(UiError::new(ErrorCode::ManagedByAdministrator));
    }
    let choice = match choice {
        DatabaseChoice::Embedded => DatabaseChoice::Embedded,
        DatabaseChoice::Shared(address) => {
            let checked = crate::configuration::checked(&address);
            let wrong = |field| UiError::new(ErrorCode::InvalidInput).with("field", field);
            DatabaseChoice::Shared(checked.map_err(wrong)?)
        }
    };
    state.places.choose(&choice)?;
    database::put_away(state).await;
    state.decide();
    ask_secrets(state).await;
    database::open_chosen(state).await;
    Ok(())
}

/// Asks the secret service, off the UI thread.
async fn ask_secrets(state: &Arc<AppState>) {
    let state = Arc::clone(state);
    // What panicked has told nothing: nobody is remembered then.
    let _ = spawn_blocking(move || state.ask_secrets()).await;
}

/// Ends the session of whoever is signed in: the claim goes back, and the end is on record. What
/// fails here keeps nobody signed in; a claim that stays runs out by itself.
async fn end(state: &AppState) {
    let held = state.held();
    state.hold(None);
    state.photos.clear();
    let ended = state.session().end();
    let (Some(actor), Ok(desk)) = (ended, state.desk()) else {
        return;
    };
    let record = async {
        let mut results = Vec::new();
        if let Some(request) = held {
            results.push(claims::release(&desk, &actor, request).await);
        }
        results.push(use_case::note_session(&desk, actor.id, "staff.signed_out").await);
        for error in results.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "a session did not end on record");
        }
    };
    if within(FAREWELL, record).await.is_none() {
        tracing::warn!("a session did not end on record in time");
    }
    state.changed.notify_one();
}

/// Begins the session of somebody on the desk that is open.
async fn begin(state: &AppState, actor: Actor) -> Result<(), UiError> {
    end(state).await;
    let now = state.desk()?.clock.now();
    state.session().begin(actor, now);
    Ok(())
}

#[cfg(test)]
mod tests;
