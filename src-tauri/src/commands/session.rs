//! Signing in and out, and what the frame shows.

use super::Shared;
use crate::{signing, watch};
use coe_usecases::reference;
use coe_wire::session::{ReferenceData, SessionState, SignIn, Unlock};
use coe_wire::{UiError, command};

#[tauri::command]
pub(crate) async fn session_state(state: Shared<'_>) -> Result<SessionState, UiError> {
    signing::look_again(&state).await;
    Ok(state.view())
}

#[tauri::command]
pub(crate) async fn sign_in(state: Shared<'_>, input: SignIn) -> Result<SessionState, UiError> {
    signing::sign_in(&state, input).await?;
    Ok(state.view())
}

#[tauri::command]
pub(crate) async fn sign_in_remembered(state: Shared<'_>) -> Result<SessionState, UiError> {
    signing::sign_in_remembered(&state).await?;
    Ok(state.view())
}

#[tauri::command]
pub(crate) async fn unlock(state: Shared<'_>, input: Unlock) -> Result<SessionState, UiError> {
    signing::unlock(&state, input).await?;
    Ok(state.view())
}

#[tauri::command]
pub(crate) async fn lock(state: Shared<'_>) -> Result<SessionState, UiError> {
    watch::lock(&state, &state.desk()?).await;
    Ok(state.view())
}

#[tauri::command]
pub(crate) async fn sign_out(state: Shared<'_>) -> Result<SessionState, UiError> {
    signing::sign_out(&state).await?;
    Ok(state.view())
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
        reference::reference_data(&desk).await,
    )
}
