//! How the service gets on, for those who watch it: `/healthz` and `/metrics`.

use crate::metrics::Metrics;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use coe_store::Store;
use http::{HeaderName, StatusCode, header};
use std::sync::Arc;
use std::time::Duration;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is watched. There is no store until the database was first reached.
#[derive(Clone)]
pub struct Watched {
    /// The numbers.
    pub metrics: Arc<Metrics>,
    /// The database.
    pub store: Arc<std::sync::OnceLock<Arc<dyn Store>>>,
}

/// Answers `/healthz` and `/metrics`.
pub fn router(watched: Watched) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state(watched)
}

/// 200 while the database answers and knows this dispatcher to be alive; else 503. The body says which.
async fn health(State(watched): State<Watched>) -> (StatusCode, String) {
    let database = watched.answers().await;
    let lease = watched.metrics.is_alive();
    let status = if database && lease {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |well| if well { "ok" } else { "failing" };
    let body = format!("database: {}\nlease: {}\n", word(database), word(lease));
    (status, body)
}

async fn metrics(State(watched): State<Watched>) -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, TEXT)], watched.metrics.text())
}

impl Watched {
    async fn answers(&self) -> bool {
        let Some(store) = self.store.get() else {
            return false;
        };
        let asked = async {
            let mut unit = store.read().await?;
            unit.database_now().await?;
            unit.rollback().await
        };
        matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(())))
    }
}
