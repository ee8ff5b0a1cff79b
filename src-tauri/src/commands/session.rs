//! Signing in and out, and what the frame shows.

use super::Shared;
use crate::app::adopt;
use crate::remembered::Remembered;
use crate::state::AppState;
use crate::{database, watch};
use coe_usecases::{
    Actor, Desk, DeskError, DeskResult, claims, reference, remembered, sign_in as signing,
};
use coe_wire::session::{ReferenceData, SessionState, SignIn, Unlock};
use coe_wire::{ErrorCode, UiError, command};
use tauri::AppHandle;
use tauri::async_runtime::spawn_blocking;

fn view(state: &AppState) -> SessionState {
    let session = state.session();
    SessionState {
        staff: session.actor().map(Actor::view),
        locked: session.is_locked(),
        remembered: state.remembered().clone(),
        secret_service: state.secret_service,
        database: state.database(),
        idle_minutes: state.idle_minutes(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

async fn begin(state: &AppState, desk: &Desk, actor: &Actor) -> SessionState {
    end(state, desk).await;
    state.session().begin(actor.clone(), desk.clock.now());
    view(state)
}

/// Ends the session of whoever is signed in: the claim goes back, and the end is on record. What
/// fails here keeps nobody signed in; a claim that stays runs out by itself.
async fn end(state: &AppState, desk: &Desk) {
    let held = state.held();
    state.hold(None);
    state.photos.clear();
    let ended = state.session().end();
    let Some(actor) = ended else { return };
    let mut results = Vec::new();
    if let Some(request) = held {
        results.push(claims::release(desk, &actor, request).await);
    }
    results.push(signing::note_session(desk, actor.id, "staff.signed_out").await);
    for error in results.into_iter().filter_map(Result::err) {
        tracing::warn!(%error, "a session did not end on record");
    }
    state.changed.notify_one();
}

#[tauri::command]
pub(crate) async fn session_state(
    app: AppHandle,
    state: Shared<'_>,
) -> Result<SessionState, UiError> {
    if state.desk().is_err() {
        // Asked again: the disk may be back, or the program that held the file may be gone.
        adopt(&app, &state, database::open(&state.path).await);
    }
    Ok(view(&state))
}

#[tauri::command]
pub(crate) async fn sign_in(state: Shared<'_>, input: SignIn) -> Result<SessionState, UiError> {
    let desk = state.desk()?;
    let signed_in = signing::sign_in(desk, &input.username, &input.password).await;
    let actor = state.told(command::SIGN_IN, signed_in)?;
    if input.remember {
        remember(&state, desk, &actor).await;
    }
    Ok(begin(&state, desk, &actor).await)
}

/// Remembers the actor on this computer, as far as it can: signing in goes on without.
async fn remember(state: &AppState, desk: &Desk, actor: &Actor) {
    forget(state, desk).await;
    let Ok(token) = remembered::remember(desk, actor.id).await else {
        return;
    };
    let unused = token.clone();
    let secret = Remembered {
        username: actor.username.clone(),
        token,
    };
    let keyring = state.keyring.clone();
    let kept = spawn_blocking(move || keyring.write(&secret))
        .await
        .unwrap_or(false);
    if kept {
        *state.remembered() = Some(actor.username.clone());
    } else if let Err(error) = remembered::forget(desk, &unused).await {
        tracing::warn!(%error, "a token that nobody keeps stays known to the database");
    }
}

#[tauri::command]
pub(crate) async fn sign_in_remembered(state: Shared<'_>) -> Result<SessionState, UiError> {
    let desk = state.desk()?;
    if state.session().is_locked() {
        return Err(UiError::new(ErrorCode::Locked));
    }
    let result = sign_in_by_token(&state, desk).await;
    let actor = state.told(command::SIGN_IN_REMEMBERED, result)?;
    Ok(begin(&state, desk, &actor).await)
}

async fn sign_in_by_token(state: &AppState, desk: &Desk) -> DeskResult<Actor> {
    let keyring = state.keyring.clone();
    let kept = spawn_blocking(move || keyring.read()).await.ok().flatten();
    // A secret service that is locked or away says nothing of the token: it is not forgotten.
    let kept = kept.ok_or_else(|| UiError::new(ErrorCode::RememberedExpired))?;
    let result = remembered::sign_in(desk, &kept.token).await;
    if let Err(DeskError::Told(_)) = result {
        forget(state, desk).await;
    }
    result
}

async fn forget(state: &AppState, desk: &Desk) {
    state.remembered().take();
    let keyring = state.keyring.clone();
    let read = move || {
        let kept = keyring.read();
        keyring.clear();
        kept
    };
    let kept = spawn_blocking(read).await.ok().flatten();
    if let Some(kept) = kept
        && let Err(error) = remembered::forget(desk, &kept.token).await
    {
        tracing::warn!(%error, "the remembered sign-in stays known to the database");
    }
}

#[tauri::command]
pub(crate) async fn unlock(state: Shared<'_>, input: Unlock) -> Result<SessionState, UiError> {
    let desk = state.desk()?;
    let actor = state.session().actor().cloned();
    let actor = actor.ok_or_else(|| UiError::new(ErrorCode::NotSignedIn))?;
    let opened = signing::unlock(desk, &actor, &input.password).await;
    let actor = state.told(command::UNLOCK, opened)?;
    state.session().unlock(actor, desk.clock.now());
    Ok(view(&state))
}

#[tauri::command]
pub(crate) async fn lock(app: AppHandle, state: Shared<'_>) -> Result<SessionState, UiError> {
    watch::lock(&app, &state, state.desk()?).await;
    Ok(view(&state))
}

#[tauri::command]
pub(crate) async fn sign_out(state: Shared<'_>) -> Result<SessionState, UiError> {
    let desk = state.desk()?;
    if state.session().actor().is_some() {
        forget(&state, desk).await;
        end(&state, desk).await;
    }
    Ok(view(&state))
}

#[tauri::command]
pub(crate) async fn touch(state: Shared<'_>) -> Result<(), UiError> {
    let now = state.desk()?.clock.now();
    state.session().touch(now);
    Ok(())
}

#[tauri::command]
pub(crate) async fn reference_data(state: Shared<'_>) -> Result<ReferenceData, UiError> {
    let (desk, _) = state.admit(command::REFERENCE_DATA)?;
    state.told(
        command::REFERENCE_DATA,
        reference::reference_data(desk).await,
    )
}
