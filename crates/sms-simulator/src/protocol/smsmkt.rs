//! SMSMKT: JSON in, JSON out with status 200 and a code of three digits. No reports.
//!
//! Its list of codes is not public in full; these are the ones that its users name.

use crate::answer::{Receipt, Refusal, json};
use crate::exchange::{Exchange, Order, Protocol};
use crate::gateway::Gateway;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// The protocol.
pub(crate) struct SmsMkt;

/// A message as JSON.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    message: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    sender: String,
}

pub(crate) fn routes() -> Router<Arc<Exchange>> {
    Router::new()
        .route("/api/send-message", post(send))
        .route("/api/get-credit", get(credit).post(credit))
}

fn knows(headers: &HeaderMap) -> bool {
    let given = |name| headers.get(name).is_some_and(|value| !value.is_empty());
    given("api_key") && given("secret_key")
}

async fn send(State(exchange): State<Arc<Exchange>>, headers: HeaderMap, body: Bytes) -> Response {
    if !knows(&headers) {
        return SmsMkt::refused(Refusal::Credentials, "");
    }
    let Ok(message) = serde_json::from_slice::<Message>(&body) else {
        return SmsMkt::refused(Refusal::Field("body"), "");
    };
    let fields = [
        ("message", &message.message),
        ("phone", &message.phone),
        ("sender", &message.sender),
    ];
    if let Some((name, _)) = fields.iter().find(|(_, value)| value.is_empty()) {
        return SmsMkt::refused(Refusal::Field(name), &message.phone);
    }
    let order = Order {
        to: message.phone,
        text: message.message,
        callback: None,
    };
    exchange.receive::<SmsMkt>(order).await
}

async fn credit(State(exchange): State<Arc<Exchange>>, headers: HeaderMap) -> Response {
    if !knows(&headers) {
        return SmsMkt::refused(Refusal::Credentials, "");
    }
    let result = json!({"credit": exchange.credit()});
    exchange
        .answer::<SmsMkt>(coded("000", "OK.", Some(result)))
        .await
}

/// An answer as SMSMKT words all of them.
fn coded(code: &str, detail: &str, result: Option<serde_json::Value>) -> Response {
    let mut body = json!({"code": code, "detail": detail});
    if let Some(result) = result {
        body["result"] = result;
    }
    json(StatusCode::OK, body)
}

impl Protocol for SmsMkt {
    const GATEWAY: Gateway = Gateway::SmsMkt;
    const TAKEN: StatusCode = StatusCode::OK;

    fn taken(receipt: &Receipt) -> Response {
        let result = json!({"message_id": receipt.reference});
        coded("000", "OK.", Some(result))
    }

    fn refused(refusal: Refusal, _to: &str) -> Response {
        let (code, detail) = match refusal {
            Refusal::Credentials => ("200", "Invalid api_key or secret_key."),
            Refusal::NoCredit => ("400", "Insufficient credit."),
            Refusal::BadNumber | Refusal::Field("phone") => ("107", "Invalid phone number."),
            Refusal::Field("sender") => ("300", "Invalid sender."),
            Refusal::Field(_) => ("100", "Invalid message."),
            Refusal::NoMessage => ("100", "Not found."),
            Refusal::RateLimited => return broken(StatusCode::TOO_MANY_REQUESTS),
            Refusal::Broken => return broken(StatusCode::INTERNAL_SERVER_ERROR),
        };
        coded(code, detail, None)
    }
}

/// Trouble that its front door tells by the status, before the program behind it has a word.
fn broken(status: StatusCode) -> Response {
    let mut response = coded("999", "Try again later.", None);
    *response.status_mut() = status;
    response
}
