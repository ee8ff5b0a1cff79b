//! Signing in to the embedded database.

use super::begin;
use crate::remembered::Remembered;
use crate::state::AppState;
use coe_usecases::{Actor, Desk, DeskError, DeskResult, remembered, sign_in as use_case};
use coe_wire::session::{SignIn, Unlock};
use coe_wire::{ErrorCode, UiError, command};
use tauri::async_runtime::spawn_blocking;

pub(super) async fn sign_in(state: &AppState, input: &SignIn) -> Result<(), UiError> {
    let desk = state.desk()?;
    let signed_in = use_case::sign_in(&desk, &input.username, &input.password).await;
    let actor = state.told(command::SIGN_IN, signed_in)?;
    if input.remember {
        remember(state, &desk, &actor).await;
    }
    begin(state, actor).await
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
        secret: token,
    };
    let keyring = state.keyring();
    let kept = spawn_blocking(move || keyring.write(&secret))
        .await
        .unwrap_or(false);
    if kept {
        *state.remembered() = Some(actor.username.clone());
    } else if let Err(error) = remembered::forget(desk, &unused).await {
        tracing::warn!(%error, "a token that nobody keeps stays known to the database");
    }
}

pub(super) async fn sign_in_remembered(state: &AppState) -> Result<(), UiError> {
    let desk = state.desk()?;
    let result = sign_in_by_token(state, &desk).await;
    let actor = state.told(command::SIGN_IN_REMEMBERED, result)?;
    begin(state, actor).await
}

async fn sign_in_by_token(state: &AppState, desk: &Desk) -> DeskResult<Actor> {
    let keyring = state.keyring();
    let kept = spawn_blocking(move || keyring.read()).await.ok().flatten();
    // A secret service that is locked or away says nothing of the token: it is not forgotten.
    let kept = kept.ok_or_else(|| UiError::new(ErrorCode::RememberedExpired))?;
    let result = remembered::sign_in(desk, &kept.secret).await;
    if let Err(DeskError::Told(_)) = result {
        forget(state, desk).await;
    }
    result
}

pub(super) async fn forget(state: &AppState, desk: &Desk) {
    state.remembered().take();
    let keyring = state.keyring();
    let read = move || {
        let kept = keyring.read();
        keyring.clear();
        kept
    };
    let kept = spawn_blocking(read).await.ok().flatten();
    if let Some(kept) = kept
        && let Err(error) = remembered::forget(desk, &kept.secret).await
    {
        tracing::warn!(%error, "the remembered sign-in stays known to the database");
    }
}

pub(super) async fn unlock(state: &AppState, actor: &Actor, input: &Unlock) -> Result<(), UiError> {
    let desk = state.desk()?;
    let opened = use_case::unlock(&desk, actor, &input.password).await;
    let actor = state.told(command::UNLOCK, opened)?;
    state.session().unlock(actor, desk.clock.now());
    Ok(())
}
