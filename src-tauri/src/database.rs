//! Opening the embedded database, at the start and again when somebody asks.

use crate::system::{SystemClock, SystemRng};
use coe_store::Store;
use coe_store_sqlite::{Options, SqliteStore};
use coe_usecases::{Desk, DeskError, settings};
use coe_wire::{ErrorCode, UiError};
use std::path::Path;
use std::sync::Arc;

/// An open database, and what it says of itself.
pub(crate) struct Opened {
    pub(crate) desk: Desk,
    /// Whether it holds invented demo data.
    pub(crate) demo: bool,
    /// Minutes without activity before the window locks.
    pub(crate) idle_minutes: u32,
}

/// Opens the database, making it where there is none.
///
/// # Errors
/// What the page shows in place of the desk.
pub(crate) async fn open(path: &Path) -> Result<Opened, UiError> {
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
    let desk = Desk {
        store,
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
    };
    read_settings(desk).await.map_err(UiError::from)
}

async fn read_settings(desk: Desk) -> Result<Opened, DeskError> {
    let mut unit = desk.store.read().await?;
    let demo = settings::is_demo(unit.as_mut()).await?;
    let idle_minutes = settings::idle_lock_minutes(unit.as_mut()).await?;
    drop(unit);
    Ok(Opened {
        desk,
        demo,
        idle_minutes,
    })
}
