//! Twilio, API 2010-04-01: forms in, JSON out, signed reports.

use super::{Form, basic};
use crate::answer::{Receipt, Refusal, json};
use crate::exchange::{Exchange, Order, Protocol};
use crate::gateway::Gateway;
use crate::number::Number;
use crate::report::{Callback, Style, twilio_status};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use std::sync::Arc;

/// The protocol.
pub(crate) struct Twilio;

pub(crate) fn routes() -> Router<Arc<Exchange>> {
    let account = Router::new()
        .route("/Messages.json", post(send))
        .route("/Messages/{file}", get(fate))
        .route("/Balance.json", get(balance));
    Router::new().nest("/2010-04-01/Accounts/{account}", account)
}

async fn send(
    State(exchange): State<Arc<Exchange>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some((_, token)) = basic(&headers) else {
        return Twilio::refused(Refusal::Credentials, "");
    };
    let mut form = Form::read(&body);
    let Some(to) = form.take("To") else {
        return Twilio::refused(Refusal::Field("To"), "");
    };
    let from = form.take("MessagingServiceSid");
    if from.or_else(|| form.take("From")).is_none() {
        return Twilio::refused(Refusal::Field("From"), &to);
    }
    let Some(text) = form.take("Body") else {
        return Twilio::refused(Refusal::Field("Body"), &to);
    };
    let token = exchange.options.twilio_token.clone().unwrap_or(token);
    let callback = form.take("StatusCallback").map(|url| Callback {
        url,
        style: Style::Twilio { account, token },
    });
    let order = Order { to, text, callback };
    exchange.receive::<Twilio>(order).await
}

async fn fate(
    State(exchange): State<Arc<Exchange>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if basic(&headers).is_none() {
        return Twilio::refused(Refusal::Credentials, "");
    }
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    let reference = sid.strip_prefix("SM");
    let reference = reference.and_then(|hex| u128::from_str_radix(hex, 16).ok());
    let found = reference.and_then(|reference| exchange.fates.of(reference));
    let Some((number, state)) = found else {
        return Twilio::refused(Refusal::NoMessage, "");
    };
    let (status, error) = twilio_status(state);
    let body = json!({
        "account_sid": account,
        "sid": sid,
        "to": format!("+{number}"),
        "status": status,
        "error_code": error,
        "error_message": error.map(|_| "Unreachable destination handset"),
    });
    exchange.answer::<Twilio>(json(StatusCode::OK, body)).await
}

async fn balance(
    State(exchange): State<Arc<Exchange>>,
    Path(account): Path<String>,
    headers: HeaderMap,
) -> Response {
    if basic(&headers).is_none() {
        return Twilio::refused(Refusal::Credentials, "");
    }
    let cents = exchange.credit();
    let balance = format!("{}.{:02}", cents / 100, cents % 100);
    let body = json!({"account_sid": account, "balance": balance, "currency": "USD"});
    exchange.answer::<Twilio>(json(StatusCode::OK, body)).await
}

impl Protocol for Twilio {
    const GATEWAY: Gateway = Gateway::Twilio;
    const TAKEN: StatusCode = StatusCode::CREATED;

    /// Twilio takes international numbers only.
    fn number(text: &str) -> Option<Number> {
        text.starts_with('+').then(|| Number::parse(text)).flatten()
    }

    fn reference(random: u128) -> String {
        format!("SM{random:032x}")
    }

    fn taken(receipt: &Receipt) -> Response {
        let body = json!({
            "sid": receipt.reference,
            "status": "queued",
            "to": receipt.to,
            "num_segments": receipt.parts.to_string(),
            "error_code": null,
            "error_message": null,
        });
        json(Self::TAKEN, body)
    }

    fn refused(refusal: Refusal, to: &str) -> Response {
        let (status, code, message) = match refusal {
            Refusal::Credentials => (401, 20003, "Authenticate".to_owned()),
            Refusal::BadNumber => (400, 21211, format!("Invalid 'To' Phone Number: {to}")),
            Refusal::Field("To") => (400, 21604, "A 'To' phone number is required.".to_owned()),
            Refusal::Field("From") => (400, 21603, "A 'From' is required.".to_owned()),
            Refusal::Field(_) => (400, 21602, "Message body is required.".to_owned()),
            // Twilio suspends an account whose balance is used up.
            Refusal::NoCredit => (403, 20005, "Account is not active".to_owned()),
            Refusal::RateLimited => (429, 20429, "Too Many Requests".to_owned()),
            Refusal::NoMessage => (404, 20404, "The message was not found".to_owned()),
            Refusal::Broken => (500, 20500, "An internal server error".to_owned()),
        };
        let body = json!({
            "code": code,
            "message": message,
            "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
            "status": status,
        });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        json(status, body)
    }
}
