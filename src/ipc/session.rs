//! Signing in, locking, and what the frame needs to know.

use super::{call, call0};
use coe_wire::session::{ReferenceData, SessionState, SignIn, Unlock};
use coe_wire::{UiError, command};

/// Who is signed in, and to which database.
pub async fn session_state() -> Result<SessionState, UiError> {
    call0(command::SESSION_STATE).await
}

/// Signs in with a password.
pub async fn sign_in(input: &SignIn) -> Result<SessionState, UiError> {
    call(command::SIGN_IN, input).await
}

/// Signs in with what this computer remembers.
pub async fn sign_in_remembered() -> Result<SessionState, UiError> {
    call0(command::SIGN_IN_REMEMBERED).await
}

/// Opens the locked window.
pub async fn unlock(input: &Unlock) -> Result<SessionState, UiError> {
    call(command::UNLOCK, input).await
}

/// Locks the window.
pub async fn lock() -> Result<SessionState, UiError> {
    call0(command::LOCK).await
}

/// Signs out and forgets this computer.
pub async fn sign_out() -> Result<SessionState, UiError> {
    call0(command::SIGN_OUT).await
}

/// Postpones the idle lock.
pub async fn touch() -> Result<(), UiError> {
    call0(command::TOUCH).await
}

/// The lists that rarely change.
pub async fn reference_data() -> Result<ReferenceData, UiError> {
    call0(command::REFERENCE_DATA).await
}
