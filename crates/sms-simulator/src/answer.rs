//! What a message is answered with, before a protocol gives it its shape.

use crate::number::Number;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// A message that was taken.
pub(crate) struct Receipt {
    /// The gateway's reference.
    pub(crate) reference: String,
    /// The number as the client wrote it.
    pub(crate) to: String,
    /// The same, as the gateway reads it.
    pub(crate) number: Number,
    /// In how many parts the text goes.
    pub(crate) parts: u32,
    /// What is left on the account, in parts.
    pub(crate) credit: u64,
}

/// Why a request is refused; nothing was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The credentials are missing or wrong.
    Credentials,
    /// A field is missing or unreadable; its name in the protocol.
    Field(&'static str),
    /// No phone has this number.
    BadNumber,
    /// The account is empty.
    NoCredit,
    /// Too many requests.
    RateLimited,
    /// The gateway is broken.
    Broken,
    /// There is no such message.
    NoMessage,
}

/// Tells the connection to close without an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

/// No answer: the connection is closed.
pub(crate) fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}

/// Never answers. The connection ends with the client, or with the server.
pub(crate) async fn silence() -> Response {
    std::future::pending().await
}

/// JSON with a status.
pub(crate) fn json(status: StatusCode, body: Value) -> Response {
    (status, Json(body)).into_response()
}

/// An answer that says JSON and breaks off in the middle.
pub(crate) fn unreadable(status: StatusCode) -> Response {
    let body = Bytes::from_static(br#"{"phone_number_list":[{"nu"#);
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// The same answer, with the request to wait a second.
pub(crate) fn wait_a_second(mut response: Response) -> Response {
    let second = HeaderValue::from_static("1");
    response.headers_mut().insert(header::RETRY_AFTER, second);
    response
}
