//! ThaiBulkSMS, API v2: a form in, JSON out, reports by `GET`.

use super::{Form, basic};
use crate::answer::{Receipt, Refusal, json};
use crate::exchange::{Exchange, Order, Protocol};
use crate::gateway::Gateway;
use crate::report::{Callback, Style};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use std::sync::Arc;

/// The protocol.
pub(crate) struct ThaiBulkSms;

pub(crate) fn routes() -> Router<Arc<Exchange>> {
    Router::new()
        .route("/sms", post(send))
        .route("/credit", get(credit))
}

async fn send(State(exchange): State<Arc<Exchange>>, headers: HeaderMap, body: Bytes) -> Response {
    if basic(&headers).is_none() {
        return ThaiBulkSms::refused(Refusal::Credentials, "");
    }
    let mut form = Form::read(&body);
    let Some(to) = form.take("msisdn") else {
        return ThaiBulkSms::refused(Refusal::Field("msisdn"), "");
    };
    let Some(text) = form.take("message") else {
        return ThaiBulkSms::refused(Refusal::Field("message"), &to);
    };
    // The message's own address goes before the account's.
    let url = form.take("callback_url");
    let url = url.or_else(|| exchange.options.reports_to.clone());
    let callback = url.map(|url| Callback {
        url,
        style: Style::ThaiBulkSms,
    });
    let order = Order { to, text, callback };
    exchange.receive::<ThaiBulkSms>(order).await
}

async fn credit(State(exchange): State<Arc<Exchange>>, headers: HeaderMap) -> Response {
    if basic(&headers).is_none() {
        return ThaiBulkSms::refused(Refusal::Credentials, "");
    }
    let left = exchange.credit();
    let body = json!({"remaining_credit": {"standard": 0, "corporate": left}});
    exchange
        .answer::<ThaiBulkSms>(json(StatusCode::OK, body))
        .await
}

impl Protocol for ThaiBulkSms {
    const GATEWAY: Gateway = Gateway::ThaiBulkSms;
    const TAKEN: StatusCode = StatusCode::CREATED;

    fn taken(receipt: &Receipt) -> Response {
        let body = json!({
            "remaining_credit": receipt.credit,
            "total_use_credit": receipt.parts,
            "credit_type": "corporate",
            "phone_number_list": [{
                "number": receipt.number.to_string(),
                "message_id": receipt.reference,
                "used_credit": receipt.parts,
            }],
            "bad_phone_number_list": [],
        });
        json(Self::TAKEN, body)
    }

    fn refused(refusal: Refusal, to: &str) -> Response {
        let (status, code, name, description) = match refusal {
            Refusal::BadNumber => return bad_number(to),
            Refusal::Credentials => (401, 102, "ERROR_AUTHENTICATION", "Authentication failed."),
            Refusal::Field("msisdn") => (400, 104, "ERROR_PARAMETER", "msisdn is required."),
            Refusal::Field(_) => (400, 105, "ERROR_PARAMETER", "message is required."),
            Refusal::NoCredit => (
                402,
                108,
                "ERROR_INSUFFICIENT_CREDIT",
                "Insufficient credit.",
            ),
            Refusal::RateLimited => (429, 429, "ERROR_TOO_MANY_REQUESTS", "Too many requests."),
            Refusal::NoMessage => (404, 404, "ERROR_NOT_FOUND", "Not found."),
            Refusal::Broken => (500, 500, "ERROR_INTERNAL", "Internal server error."),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let error = json!({"code": code, "name": name, "description": description});
        json(status, json!({ "error": error }))
    }
}

/// A bad number is a success whose list of good numbers is empty.
fn bad_number(to: &str) -> Response {
    let body = json!({
        "remaining_credit": 0,
        "total_use_credit": 0,
        "credit_type": "corporate",
        "phone_number_list": [],
        "bad_phone_number_list": [{"number": to, "message": "Invalid phone number"}],
    });
    json(ThaiBulkSms::TAKEN, body)
}
