//! Opening the embedded database.

use crate::system::{SystemClock, SystemRng};
use coe_store::Store;
use coe_store_sqlite::{Options, SqliteStore};
use coe_usecases::{Desk, DeskError};
use coe_wire::{ErrorCode, UiError};
use std::path::Path;
use std::sync::Arc;

/// Opens the database, making it where there is none.
///
/// # Errors
/// What the page shows in place of the desk.
pub(crate) async fn open(path: &Path) -> Result<Desk, UiError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|_| UiError::new(ErrorCode::DatabaseUnavailable).retry())?;
    }
    let options = Options::default();
    let opened = if path.exists() {
        SqliteStore::open(path, &options).await
    } else {
        SqliteStore::create(path, &options).await
    };
    let store = opened.map_err(|error| {
        tracing::error!(%error, "the database cannot be opened");
        UiError::from(DeskError::from(error))
    })?;
    let store: Arc<dyn Store> = Arc::new(store);
    Ok(Desk {
        store,
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
    })
}
