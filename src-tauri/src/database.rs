//! The open database: opening it, putting it to work, putting it away.

use crate::sending;
use crate::server::Connection;
use crate::state::AppState;
use crate::system::{SystemClock, SystemRng, within};
use crate::watch::{self, Watch};
use coe_store::Store;
use coe_store_sqlite::{Options, SqliteStore};
use coe_usecases::{Desk, DeskError, DeskResult, settings};
use coe_wire::connection::DatabaseChoice;
use coe_wire::{ErrorCode, UiError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long putting a database away may take; a server that is gone does not say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);
/// An open database, and what it says of itself.
pub(crate) struct Opened {
    pub(crate) desk: Desk,
    /// Whether it holds invented demo data.
    pub(crate) demo: bool,
    /// Minutes without activity before the window locks.
    pub(crate) idle_minutes: u32,
    /// The connection that somebody signed in with, where the database is a shared one.
    pub(crate) connection: Option<Arc<dyn Connection>>,
}

/// A database at work, with what runs beside the window for it.
pub(crate) struct AtWork {
    pub(crate) opened: Opened,
    pub(crate) watch: Watch,
    /// What sends its messages, where this desk does and can.
    pub(crate) sender: Option<Watch>,
}

/// Opens the embedded database, making it where there is none.
///
/// # Errors
/// What the page shows in place of the desk.
async fn open(path: &Path) -> Result<Opened, UiError> {
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
    let opened = read_settings(Arc::new(store), None).await;
    opened.map_err(UiError::from)
}

/// The desk on a shared database.
///
/// # Errors
/// What the database answers.
pub(crate) async fn of_connection(connection: Arc<dyn Connection>) -> DeskResult<Opened> {
    let store: Arc<dyn Store> = Arc::clone(&connection) as Arc<dyn Store>;
    read_settings(store, Some(connection)).await
}

async fn read_settings(
    store: Arc<dyn Store>,
    connection: Option<Arc<dyn Connection>>,
) -> DeskResult<Opened> {
    let desk = Desk {
        store,
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
    };
    let mut unit = desk.store.read().await?;
    let demo = settings::is_demo(unit.as_mut()).await?;
    let idle_minutes = settings::idle_lock_minutes(unit.as_mut()).await?;
    drop(unit);
    Ok(Opened {
        desk,
        demo,
        idle_minutes,
        connection,
    })
}

/// Opens what can be opened without signing in, unless it is open. The caller has the turn.
pub(crate) async fn open_chosen(state: &Arc<AppState>) {
    let Ok(DatabaseChoice::Embedded) = state.choice() else {
        return;
    };
    if state.desk().is_ok() {
        return;
    }
    match open(&state.places.embedded()).await {
        Ok(opened) => put_to_work(state, opened).await,
        Err(problem) => state.note_problem(problem),
    }
}

/// Puts an open database to work, in the place of the one before. The caller has the turn.
pub(crate) async fn put_to_work(state: &Arc<AppState>, opened: Opened) {
    put_away(state).await;
    let watch = watch::start(state, &opened.desk);
    // Messages of a shared database are sent beside the server, never by a desk.
    let sender = match opened.connection {
        None => sending::start(state, &opened.desk).await,
        Some(_) => None,
    };
    state.install(AtWork {
        opened,
        watch,
        sender,
    });
}

/// Puts the open database away: nothing runs for it any more, and its connections are closed. The
/// caller has the turn.
pub(crate) async fn put_away(state: &AppState) {
    let Some(at_work) = state.take_out() else {
        return;
    };
    let AtWork {
        opened,
        watch,
        sender,
    } = at_work;
    let sent = async {
        if let Some(sender) = sender {
            sender.stop().await;
        }
    };
    // At once: what runs may itself be waiting for a server that is gone.
    let closed = async { futures::join!(watch.stop(), sent, close(opened.connection)) };
    if within(GOODBYE, closed).await.is_none() {
        tracing::warn!("the database did not say goodbye in time");
    }
}

/// Closes a connection, if the database has one.
pub(crate) async fn close(connection: Option<Arc<dyn Connection>>) {
    if let Some(connection) = connection {
        let _ = within(GOODBYE, connection.close()).await;
    }
}
