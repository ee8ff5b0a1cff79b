//! What supervisors set: texts of messages, their numbers, the gateway.

use super::Shared;
use crate::{gateway, sending};
use coe_usecases::gateway::{self as choosing, Trial};
use coe_usecases::templates;
use coe_wire::gateway::{GatewayForm, GatewayTrial, GatewayView, TestAnswer, TestMessage};
use coe_wire::session::TemplateView;
use coe_wire::texts::{MessageNumbers, MessageTexts, TemplateEditView, TemplateKey};
use coe_wire::{ErrorCode, UiError, command};
use tauri::async_runtime::spawn_blocking;

#[tauri::command]
pub(crate) async fn message_texts(state: Shared<'_>) -> Result<MessageTexts, UiError> {
    let (desk, actor) = state.admit(command::MESSAGE_TEXTS)?;
    state.told(
        command::MESSAGE_TEXTS,
        templates::message_texts(&desk, &actor).await,
    )
}

#[tauri::command]
pub(crate) async fn save_template(
    state: Shared<'_>,
    input: TemplateView,
) -> Result<MessageTexts, UiError> {
    let (desk, actor) = state.admit(command::SAVE_TEMPLATE)?;
    state.told(
        command::SAVE_TEMPLATE,
        templates::save_template(&desk, &actor, &input).await,
    )
}

#[tauri::command]
pub(crate) async fn template_edits(
    state: Shared<'_>,
    input: TemplateKey,
) -> Result<Vec<TemplateEditView>, UiError> {
    let (desk, actor) = state.admit(command::TEMPLATE_EDITS)?;
    state.told(
        command::TEMPLATE_EDITS,
        templates::template_edits(&desk, &actor, input).await,
    )
}

#[tauri::command]
pub(crate) async fn save_message_numbers(
    state: Shared<'_>,
    input: MessageNumbers,
) -> Result<MessageNumbers, UiError> {
    let (desk, actor) = state.admit(command::SAVE_MESSAGE_NUMBERS)?;
    state.told(
        command::SAVE_MESSAGE_NUMBERS,
        templates::save_message_numbers(&desk, &actor, input).await,
    )
}

#[tauri::command]
pub(crate) async fn gateway(state: Shared<'_>) -> Result<GatewayView, UiError> {
    let (desk, _) = state.admit(command::GATEWAY)?;
    if state.is_shared() {
        return Ok(GatewayView::Elsewhere);
    }
    let choice = choosing::gateway_choice(&desk).await;
    let choice = state.told(command::GATEWAY, choice)?;
    Ok(gateway::view(&state, choice).await)
}

#[tauri::command]
pub(crate) async fn save_gateway(
    state: Shared<'_>,
    input: GatewayForm,
) -> Result<GatewayView, UiError> {
    let (desk, actor) = state.admit(command::SAVE_GATEWAY)?;
    must_send_here(&state)?;
    choosing::check(&input.choice)?;
    gateway::open_typed(&state, &input).await?;
    // One at a time: the choice and the secrets belong together.
    let _turn = state.turn.lock().await;
    let keys = state.gateway_keys();
    let GatewayForm {
        choice,
        key,
        secret,
    } = input;
    let kind = choice.kind;
    let kept = spawn_blocking(move || keys.keep(kind, &key, &secret)).await;
    if !matches!(kept, Ok(Ok(()))) {
        return Err(UiError::new(ErrorCode::SecretsNotKept));
    }
    let saved = choosing::save_gateway_choice(&desk, &actor, &choice).await;
    state.told(command::SAVE_GATEWAY, saved)?;
    sending::restart(&state, &desk).await;
    Ok(gateway::view(&state, choice).await)
}

#[tauri::command]
pub(crate) async fn try_gateway(
    state: Shared<'_>,
    input: GatewayForm,
) -> Result<GatewayTrial, UiError> {
    let (desk, actor) = state.admit(command::TRY_GATEWAY)?;
    must_send_here(&state)?;
    choosing::check(&input.choice)?;
    let noted = choosing::note_trial(&desk, &actor, input.choice.kind, Trial::Asked).await;
    state.told(command::TRY_GATEWAY, noted)?;
    gateway::try_out(&state, &input).await
}

#[tauri::command]
pub(crate) async fn send_test_message(
    state: Shared<'_>,
    input: TestMessage,
) -> Result<TestAnswer, UiError> {
    let (desk, actor) = state.admit(command::SEND_TEST_MESSAGE)?;
    must_send_here(&state)?;
    choosing::check(&input.form.choice)?;
    gateway::test_number(&input)?;
    let noted = choosing::note_trial(&desk, &actor, input.form.choice.kind, Trial::Sent).await;
    state.told(command::SEND_TEST_MESSAGE, noted)?;
    gateway::send_test(&state, &input).await
}

/// # Errors
/// `gateway_elsewhere` where a program beside the server sends.
fn must_send_here(state: &Shared<'_>) -> Result<(), UiError> {
    if state.is_shared() {
        return Err(UiError::new(ErrorCode::GatewayElsewhere));
    }
    Ok(())
}
