//! Receiving one report.

use super::door::{Counted, Counts, Door};
use crate::serve::Peer;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::routing::get;
use axum::{Extension, Router};
use coe_sms::{Incoming, NotAReport};
use coe_store::{Report, ReportAnswer, Store, StoreError, StoreResult};
use http::StatusCode;
use http::request::Parts;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a body, at most.
const LONGEST: usize = 16 * 1024;
/// How long a body may take to come.
const BODY: Duration = Duration::from_secs(10);
/// How long the database may take; gateways wait some fifteen seconds for an answer.
const RECORD: Duration = Duration::from_secs(10);
/// How often a report that others came in between of is tried.
const TRIES: u32 = 5;

struct Receiver {
    store: Arc<dyn Store>,
    doors: Vec<Door>,
    counts: Arc<dyn Counts>,
}

/// Answers requests at `/reports/<gateway>/<token>`. Whoever serves it tells each request where it comes
/// from ([`Peer`]).
pub fn router(store: Arc<dyn Store>, doors: Vec<Door>, counts: Arc<dyn Counts>) -> Router {
    let receiver = Receiver {
        store,
        doors,
        counts,
    };
    Router::new()
        .route("/reports/{gateway}/{token}", get(receive).post(receive))
        .with_state(Arc::new(receiver))
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    Extension(Peer(peer)): Extension<Peer>,
    Path((gateway, token)): Path<(String, String)>,
    request: Request,
) -> StatusCode {
    let (parts, body) = request.into_parts();
    let known = receiver
        .doors
        .iter()
        .find(|door| door.reader.gateway().code() == gateway);
    let Some(door) = known else {
        return receiver.turn_away(Counted::Lost);
    };
    if !door.sources.admit(peer, &parts.headers) {
        return receiver.turn_away(Counted::Stranger);
    }
    if !door.token.is(&token) {
        return receiver.turn_away(Counted::Lost);
    }
    let Ok(_place) = door.places.try_acquire() else {
        return receiver.turn_away(Counted::TooMany);
    };
    if !door.has_room() {
        return receiver.turn_away(Counted::TooMany);
    }
    match read(door, &parts, body).await {
        Ok(reports) => receiver.put(&reports).await,
        Err(counted) => receiver.turn_away(counted),
    }
}

async fn read(door: &Door, parts: &Parts, body: Body) -> Result<Vec<Report>, Counted> {
    let body = tokio::time::timeout(BODY, to_bytes(body, LONGEST)).await;
    let Ok(Ok(body)) = body else {
        return Err(Counted::TooMuch);
    };
    let path = parts.uri.path_and_query();
    let url = format!(
        "{}{}",
        door.public_url,
        path.map_or("/", |path| path.as_str())
    );
    let incoming = Incoming {
        url: &url,
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        body: &body,
    };
    door.reader.read(&incoming).map_err(Counted::Not)
}

impl Receiver {
    fn turn_away(&self, counted: Counted) -> StatusCode {
        self.counts.count(counted);
        match counted {
            // Whoever looks around learns nothing.
            Counted::Stranger | Counted::Lost => StatusCode::NOT_FOUND,
            Counted::TooMany | Counted::Away => StatusCode::SERVICE_UNAVAILABLE,
            Counted::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Counted::Not(NotAReport::Signature) => StatusCode::FORBIDDEN,
            Counted::Not(NotAReport::Unreadable) => StatusCode::BAD_REQUEST,
            Counted::Report { .. } => StatusCode::OK,
        }
    }

    /// Puts reports on record, all or none, before the gateway is told that they arrived.
    async fn put(&self, reports: &[Report]) -> StatusCode {
        if reports.is_empty() {
            return StatusCode::OK;
        }
        let put = tokio::time::timeout(RECORD, self.record(reports)).await;
        match put.unwrap_or(Err(StoreError::Busy)) {
            Ok(answers) => {
                for (report, answer) in reports.iter().zip(answers) {
                    let state = report.state;
                    self.counts.count(Counted::Report { state, answer });
                }
                StatusCode::OK
            }
            Err(error) => {
                tracing::error!(%error, gateway = %reports[0].gateway, "a report cannot be put on record; the gateway is asked to repeat it");
                self.turn_away(Counted::Away)
            }
        }
    }

    async fn record(&self, reports: &[Report]) -> StoreResult<Vec<ReportAnswer>> {
        let mut tries = 1;
        loop {
            match self.record_once(reports).await {
                Err(StoreError::Conflict) if tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    async fn record_once(&self, reports: &[Report]) -> StoreResult<Vec<ReportAnswer>> {
        let mut unit = self.store.write().await?;
        let mut answers = Vec::with_capacity(reports.len());
        for report in reports {
            answers.push(unit.note_report(report).await?);
        }
        unit.commit().await?;
        Ok(answers)
    }
}
