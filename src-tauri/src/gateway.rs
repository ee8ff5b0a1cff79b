//! The gateway that an embedded desk sends by: its secrets, opening it, and trying it.
//!
//! Secrets are in the system's secret service, or in the environment, which goes first. They are typed in
//! the window and never go back there, and neither the database nor a log holds them.

mod keys;

pub(crate) use keys::{Environment, GatewayKeys, from_environment};

use crate::state::AppState;
use crate::system::SystemRng;
use coe_domain::{GatewayKind, Language, MessageId, Phone};
use coe_sms::{
    Gateway, GatewaySecrets, GatewaySettings, Misconfigured, Outgoing, Sent, describe_request, open,
};
use coe_wire::gateway::{
    GatewayChoice, GatewayForm, GatewayTrial, GatewayView, TestAnswer, TestMessage, TrialAnswer,
};
use coe_wire::{ErrorCode, UiError};
use std::sync::Arc;
use tauri::async_runtime::spawn_blocking;

/// The number in a request that is only shown.
const SHOWN_NUMBER: &str = "0812345678";

/// Opens the gateway that is chosen. There is no other in its place where it cannot be used: a simulator
/// would put messages on record as delivered that reached nobody.
///
/// # Errors
/// What is missing or wrong.
pub(crate) async fn open_chosen(
    state: &AppState,
    choice: &GatewayChoice,
) -> Result<Arc<dyn Gateway>, UiError> {
    let secrets = secrets_of(state, choice.kind, "", "").await;
    open_with(choice, &secrets)
}

/// Opens the gateway as typed.
///
/// # Errors
/// What is missing or wrong.
pub(crate) async fn open_typed(
    state: &AppState,
    form: &GatewayForm,
) -> Result<Arc<dyn Gateway>, UiError> {
    let secrets = secrets_of(state, form.choice.kind, &form.key, &form.secret).await;
    open_with(&form.choice, &secrets)
}

fn open_with(
    choice: &GatewayChoice,
    secrets: &GatewaySecrets,
) -> Result<Arc<dyn Gateway>, UiError> {
    let opened = open(&settings_of(choice), secrets, Arc::new(SystemRng));
    opened.map_err(|wrong| told(wrong, secrets))
}

/// What the page shows of the gateway that is chosen.
pub(crate) async fn view(state: &AppState, choice: GatewayChoice) -> GatewayView {
    let keys = state.gateway_keys();
    let known = spawn_blocking(move || keys.known()).await;
    let problem = open_chosen(state, &choice).await.err();
    GatewayView::Here {
        choice,
        secrets: known.unwrap_or_default(),
        problem,
    }
}

/// What the gateway would be asked, and whether it knows us. Sends nothing.
///
/// # Errors
/// What is missing or wrong.
pub(crate) async fn try_out(state: &AppState, form: &GatewayForm) -> Result<GatewayTrial, UiError> {
    let choice = &form.choice;
    let secrets = secrets_of(state, choice.kind, &form.key, &form.secret).await;
    let to = Phone::parse(SHOWN_NUMBER).map_err(|_| UiError::new(ErrorCode::Internal))?;
    let message = Outgoing {
        message: MessageId(0),
        attempt: 1,
        to: &to,
        body: test_text(Language::Th),
    };
    let request = describe_request(&settings_of(choice), &secrets, &message)
        .map_err(|wrong| told(wrong, &secrets))?;
    let gateway = open_with(choice, &secrets)?;
    let answer = match gateway.credit().await {
        Ok(credit) => TrialAnswer::Known { credit },
        Err(cause) => TrialAnswer::Failed { cause },
    };
    Ok(GatewayTrial { request, answer })
}

/// Sends one message straight to the gateway. It is in no outbox: nobody sends it again.
///
/// # Errors
/// `invalid_input` where the number is none, or what is missing or wrong of the gateway.
pub(crate) async fn send_test(
    state: &AppState,
    input: &TestMessage,
) -> Result<TestAnswer, UiError> {
    let to = test_number(input)?;
    let gateway = open_typed(state, &input.form).await?;
    let message = Outgoing {
        message: MessageId(0),
        attempt: 1,
        to: &to,
        body: test_text(input.language),
    };
    Ok(match gateway.send(&message).await {
        Sent::Taken { reference } => TestAnswer::Taken { reference },
        Sent::NotNow { cause, .. } | Sent::Refused { cause } => TestAnswer::NotTaken { cause },
        Sent::Unknown { cause } => TestAnswer::Unknown { cause },
    })
}

/// Where a test message goes.
///
/// # Errors
/// `invalid_input` where it is no mobile number.
pub(crate) fn test_number(input: &TestMessage) -> Result<Phone, UiError> {
    Phone::parse(&input.to).map_err(|_| UiError::new(ErrorCode::InvalidInput).with("field", "to"))
}

const fn test_text(language: Language) -> &'static str {
    match language {
        Language::Th => "สภาวิศวกร: ข้อความทดสอบระบบ ไม่ต้องดำเนินการใด ๆ",
        Language::En => "Council of Engineers: a test message. There is nothing to do.",
    }
}

/// The secrets to use: those of the environment, else those typed, else those that are kept.
async fn secrets_of(
    state: &AppState,
    kind: GatewayKind,
    key: &str,
    secret: &str,
) -> GatewaySecrets {
    let keys = state.gateway_keys();
    let (key, secret) = (key.to_owned(), secret.to_owned());
    // The secret service answers over D-Bus, which may be slow or absent.
    let found = spawn_blocking(move || keys.secrets(kind, &key, &secret)).await;
    found.unwrap_or_default()
}

fn settings_of(choice: &GatewayChoice) -> GatewaySettings {
    GatewaySettings {
        base_url: choice.base_url.clone(),
        ..GatewaySettings::of(choice.kind, choice.sender.trim())
    }
}

/// Which field is missing or wrong.
fn told(wrong: Misconfigured, secrets: &GatewaySecrets) -> UiError {
    let field = match wrong {
        Misconfigured::NoSender => "sender",
        Misconfigured::NoSecrets if secrets.key.is_empty() => "key",
        Misconfigured::NoSecrets => "secret",
        Misconfigured::BadSecrets if secrets.key.bytes().all(|byte| byte.is_ascii_graphic()) => {
            "secret"
        }
        Misconfigured::BadSecrets => "key",
        Misconfigured::BadAddress => "base_url",
        // Neither is chosen in the window.
        Misconfigured::BadTimeout | Misconfigured::NoTls => {
            return UiError::new(ErrorCode::Internal);
        }
    };
    UiError::new(ErrorCode::InvalidInput).with("field", field)
}

#[cfg(test)]
mod tests;
