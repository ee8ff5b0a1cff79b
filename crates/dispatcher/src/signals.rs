//! When it is time to stop.

use crate::problem::Problem;

/// Waits for SIGTERM or SIGINT (Ctrl-C elsewhere).
///
/// # Errors
/// Where the system gives no signals.
pub fn stop() -> Result<impl Future<Output = ()> + Send, Problem> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|_| Problem::Signals);
        let mut terminate = listen(SignalKind::terminate())?;
        let mut interrupt = listen(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
