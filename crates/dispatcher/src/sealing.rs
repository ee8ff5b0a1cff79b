//! Sealing the audit log beside the sending. The key is here, on the server's side, and on no desk.

use crate::metrics::Metrics;
use coe_audit::SealingKey;
use coe_usecases::Desk;
use coe_usecases::seal_log::seal_log;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// How long what happened may wait for its seal.
const PAUSE: Duration = Duration::from_secs(60);

/// Seals what waits, now and every minute, until `stop` is over. Several may do so at once: they never fork the
/// chain, and a database that is away is asked again a minute later.
pub(crate) async fn run(
    desk: Desk,
    key: SealingKey,
    metrics: Arc<Metrics>,
    mut stop: Receiver<()>,
) {
    loop {
        if let Err(error) = catch_up(&desk, &key, &metrics, &stop).await {
            tracing::warn!(%error, "the audit log cannot be sealed now");
        }
        // The channel carries nothing: it changes only by its end.
        if tokio::time::timeout(PAUSE, stop.changed()).await.is_ok() {
            return;
        }
    }
}

/// Portion by portion, until nothing waits or it is time to stop.
async fn catch_up(
    desk: &Desk,
    key: &SealingKey,
    metrics: &Metrics,
    stop: &Receiver<()>,
) -> coe_usecases::DeskResult<()> {
    while stop.has_changed().is_ok() {
        let Some(sealed) = seal_log(desk, key).await? else {
            return Ok(());
        };
        metrics.sealed(sealed.events, sealed.sealed_at);
        tracing::debug!(
            events = sealed.events,
            total = sealed.total,
            "the audit log is sealed"
        );
        if sealed.caught_up {
            return Ok(());
        }
    }
    Ok(())
}
