//! Reaching the database, and waiting for one that is away.

use crate::problem::Problem;
use coe_store::StoreError;
use coe_store_postgres::{ConnectError, Credentials, Hearing, Options, PgStore, Server};
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Connects; waits as long as the server is away or full.
///
/// # Errors
/// What waiting does not mend.
pub(crate) async fn connect(
    server: &Server,
    credentials: &Credentials,
) -> Result<PgStore, Problem> {
    let options = Options {
        hearing: Hearing::Outbox,
        ..Options::default()
    };
    let mut pause = FIRST_PAUSE;
    loop {
        match PgStore::connect(server, credentials, &options).await {
            Ok(store) if store.me().is_some() => return Err(Problem::APerson),
            Ok(store) => return Ok(store),
            Err(error) if may_pass(&error) => {
                if pause == FIRST_PAUSE {
                    tracing::warn!(%error, "the database is waited for");
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(error) => return Err(Problem::Database(error)),
        }
    }
}

fn may_pass(error: &ConnectError) -> bool {
    match error {
        ConnectError::Unreachable | ConnectError::Full => true,
        ConnectError::Store(error) => {
            error.is_transient() || matches!(error, StoreError::Engine { .. })
        }
        _ => false,
    }
}
