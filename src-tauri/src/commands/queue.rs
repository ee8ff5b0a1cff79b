//! The queue and claims.

use super::Shared;
use coe_domain::RequestId;
use coe_usecases::{claims, queue};
use coe_wire::queue::{QueueCounts, QueuePage, QueueQuery};
use coe_wire::review::ClaimView;
use coe_wire::{ErrorCode, UiError, command};

#[tauri::command]
pub(crate) async fn queue_page(state: Shared<'_>, input: QueueQuery) -> Result<QueuePage, UiError> {
    let (desk, actor) = state.admit(command::QUEUE_PAGE)?;
    state.told(
        command::QUEUE_PAGE,
        queue::page(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn queue_counts(state: Shared<'_>) -> Result<QueueCounts, UiError> {
    let (desk, actor) = state.admit(command::QUEUE_COUNTS)?;
    state.told(command::QUEUE_COUNTS, queue::counts(&desk, &actor).await)
}

#[tauri::command]
pub(crate) async fn take_next(state: Shared<'_>) -> Result<Option<RequestId>, UiError> {
    let (desk, actor) = state.admit(command::TAKE_NEXT)?;
    let taken = claims::take_next(&desk, &actor).await;
    if let Ok(Some(request)) = taken {
        state.hold(Some(request));
    }
    state.told(command::TAKE_NEXT, taken)
}

#[tauri::command]
pub(crate) async fn claim(state: Shared<'_>, input: RequestId) -> Result<ClaimView, UiError> {
    let (desk, actor) = state.admit(command::CLAIM)?;
    let claimed = claims::claim(&desk, &actor, input).await;
    if claimed.is_ok() {
        state.hold(Some(input));
    }
    state.told(command::CLAIM, claimed)
}

#[tauri::command]
pub(crate) async fn release(state: Shared<'_>, input: RequestId) -> Result<(), UiError> {
    let (desk, actor) = state.admit(command::RELEASE)?;
    // Before the database hears of it: the watcher must not report a claim given up as lost.
    state.hold(state.held().filter(|held| *held != input));
    state.told(
        command::RELEASE,
        claims::release(&desk, &actor, input).await,
    )
}

#[tauri::command]
pub(crate) async fn heartbeat(state: Shared<'_>, input: RequestId) -> Result<ClaimView, UiError> {
    let (desk, actor) = state.admit(command::HEARTBEAT)?;
    let renewed = claims::heartbeat(&desk, &actor, input).await;
    let renewed = state.told(command::HEARTBEAT, renewed);
    let lost = |error: &UiError| matches!(error.code, ErrorCode::ClaimLost | ErrorCode::Refused);
    if renewed.as_ref().is_err_and(lost) {
        state.hold(state.held().filter(|held| *held != input));
    }
    renewed
}
