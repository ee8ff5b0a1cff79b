//! Signing in and out, and what the frame shows.

use super::Shared;
use crate::app::adopt;
use crate::remembered::Remembered;
use crate::state::AppState;
use crate::{database, watch};
use coe_usecases::{Actor, Desk, DeskResult, claims, reference, remembered, sign_in as signing};
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

fn begin(state: &AppState, desk: &Desk, actor: &Actor) -> SessionState {
    state.photos.clear();
    state.hold(None);
    state.session().begin(actor.clone(), desk.clock.now());
    view(state)
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
    Ok(begin(&state, desk, &actor))
}

/// Remembers the actor on this computer, as far as it can: signing in goes on without.
async fn remember(state: &AppState, desk: &Desk, actor: &Actor) {
    let Ok(token) = remembered::remember(desk, actor.id).await else {
        return;
    };
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
    }
}

#[tauri::command]
pub(crate) async fn sign_in_remembered(state: Shared<'_>) -> Result<SessionState, UiError> {
    let desk = state.desk()?;
    let result = sign_in_by_token(&state, desk).await;
    if result.is_err() {
        forget(&state, desk).await;
    }
    let actor = state.told(command::SIGN_IN_REMEMBERED, result)?;
    Ok(begin(&state, desk, &actor))
}

async fn sign_in_by_token(state: &AppState, desk: &Desk) -> DeskResult<Actor> {
    let keyring = state.keyring.clone();
    let kept = spawn_blocking(move || keyring.read()).await.ok().flatten();
    let kept = kept.ok_or_else(|| UiError::new(ErrorCode::RememberedExpired))?;
    remembered::sign_in(desk, &kept.token).await
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
    let opened = signing::sign_in(desk, &actor.username, &input.password).await;
    state.told(command::UNLOCK, opened)?;
    state.session().unlock(desk.clock.now());
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
    let held = state.held();
    state.hold(None);
    state.photos.clear();
    let ended = state.session().end();
    if let Some(actor) = ended {
        if let Some(request) = held {
            state.told(
                command::SIGN_OUT,
                claims::release(desk, &actor, request).await,
            )?;
        }
        forget(&state, desk).await;
        let noted = signing::note_session(desk, actor.id, "staff.signed_out").await;
        state.told(command::SIGN_OUT, noted)?;
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
