//! The settings.

use super::{call, call0};
use coe_wire::gateway::{GatewayForm, GatewayTrial, GatewayView, TestAnswer, TestMessage};
use coe_wire::session::TemplateView;
use coe_wire::texts::{MessageNumbers, MessageTexts, TemplateEditView, TemplateKey};
use coe_wire::{UiError, command};

/// All texts of messages and their numbers.
pub async fn message_texts() -> Result<MessageTexts, UiError> {
    call0(command::MESSAGE_TEXTS).await
}

/// Changes a text.
pub async fn save_template(input: &TemplateView) -> Result<MessageTexts, UiError> {
    call(command::SAVE_TEMPLATE, input).await
}

/// What a text was before, the latest first.
pub async fn template_edits(input: TemplateKey) -> Result<Vec<TemplateEditView>, UiError> {
    call(command::TEMPLATE_EDITS, &input).await
}

/// Sets the numbers.
pub async fn save_message_numbers(input: MessageNumbers) -> Result<MessageNumbers, UiError> {
    call(command::SAVE_MESSAGE_NUMBERS, &input).await
}

/// The gateway.
pub async fn gateway() -> Result<GatewayView, UiError> {
    call0(command::GATEWAY).await
}

/// Remembers the gateway and puts it to work.
pub async fn save_gateway(input: &GatewayForm) -> Result<GatewayView, UiError> {
    call(command::SAVE_GATEWAY, input).await
}

/// Asks the gateway whether it knows us; sends nothing.
pub async fn try_gateway(input: &GatewayForm) -> Result<GatewayTrial, UiError> {
    call(command::TRY_GATEWAY, input).await
}

/// Sends one message to a number.
pub async fn send_test_message(input: &TestMessage) -> Result<TestAnswer, UiError> {
    call(command::SEND_TEST_MESSAGE, input).await
}
