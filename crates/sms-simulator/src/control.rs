//! `/control` and `/ledger`: what tests ask and tell while the simulator runs.

use crate::exchange::Exchange;
use crate::fault::Fault;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// What is to change; what is left out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The faults from now on, in place of all others.
    faults: Option<Vec<Fault>>,
    /// Whether messages wait before they are taken.
    hold: Option<bool>,
    /// Whether messages wait after they were taken, before the answer.
    hold_after: Option<bool>,
}

/// How things stand.
#[derive(Serialize)]
struct Standing {
    faults: Vec<Fault>,
    hold: bool,
    hold_after: bool,
    /// How many messages wait that are not taken.
    held: usize,
    /// How many taken messages wait for their answer at the gate.
    held_after: usize,
    /// How many messages were taken.
    total: u64,
}

#[derive(Deserialize)]
struct Wish {
    /// `1` for totals only.
    summary: Option<u8>,
}

pub(crate) fn routes() -> Router<Arc<Exchange>> {
    Router::new()
        .route("/control", get(show).post(change))
        .route("/ledger", get(ledger))
}

async fn show(State(exchange): State<Arc<Exchange>>) -> Json<Standing> {
    Json(Standing {
        faults: exchange.faults.all(),
        hold: exchange.before.is_held(),
        hold_after: exchange.after.is_held(),
        held: exchange.before.waiting(),
        held_after: exchange.after.waiting(),
        total: exchange.book.total(),
    })
}

async fn change(State(exchange): State<Arc<Exchange>>, body: Bytes) -> Response {
    let change: Change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    if let Some(faults) = change.faults {
        exchange.faults.set(faults);
    }
    if let Some(held) = change.hold {
        exchange.before.hold(held);
    }
    if let Some(held) = change.hold_after {
        exchange.after.hold(held);
    }
    show(State(exchange)).await.into_response()
}

async fn ledger(State(exchange): State<Arc<Exchange>>, Query(wish): Query<Wish>) -> Response {
    if wish.summary == Some(1) {
        return Json(exchange.book.summary()).into_response();
    }
    // A million entries take seconds to write, and messages must not wait for them.
    let written = spawn_blocking(move || Json(exchange.book.ledger()).into_response());
    let broken = StatusCode::INTERNAL_SERVER_ERROR;
    written.await.unwrap_or_else(|_| broken.into_response())
}
