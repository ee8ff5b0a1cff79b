//! What the window's commands share.

use crate::database::Opened;
use crate::photo_cache::PhotoCache;
use crate::remembered::Keyring;
use coe_domain::RequestId;
use coe_usecases::session::Session;
use coe_usecases::{Actor, Desk, DeskError, DeskResult};
use coe_wire::command::ALL;
use coe_wire::session::{DatabaseKind, DatabaseView, SecretService};
use coe_wire::{ErrorCode, UiError};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Notify;

/// The state of the one window.
pub(crate) struct AppState {
    /// The database file.
    pub(crate) path: PathBuf,
    opened: OnceLock<Opened>,
    /// Why there is no desk, while there is none.
    problem: Mutex<UiError>,
    session: Mutex<Session>,
    /// The request whose claim this window believes to hold.
    held: Mutex<Option<RequestId>>,
    /// Pictures ready for the screen.
    pub(crate) photos: PhotoCache,
    /// The secret service.
    pub(crate) keyring: Keyring,
    /// Whether this computer keeps secrets.
    pub(crate) secret_service: SecretService,
    /// Wakes the watcher: this window changed something.
    pub(crate) changed: Notify,
    /// Who is remembered on this computer.
    remembered: Mutex<Option<String>>,
}

impl AppState {
    pub(crate) fn new(
        path: PathBuf,
        keyring: Keyring,
        secret_service: SecretService,
        remembered: Option<String>,
    ) -> Self {
        Self {
            path,
            opened: OnceLock::new(),
            problem: Mutex::new(UiError::new(ErrorCode::DatabaseUnavailable).retry()),
            session: Mutex::default(),
            held: Mutex::default(),
            photos: PhotoCache::default(),
            keyring,
            secret_service,
            changed: Notify::new(),
            remembered: Mutex::new(remembered),
        }
    }

    /// Takes in an open database, or why it did not open. Returns whether the desk is new.
    pub(crate) fn adopt(&self, opened: Result<Opened, UiError>) -> bool {
        match opened {
            Ok(opened) => self.opened.set(opened).is_ok(),
            Err(problem) => {
                *locked(&self.problem) = problem;
                false
            }
        }
    }

    /// The desk.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn desk(&self) -> Result<&Desk, UiError> {
        let opened = self.opened.get();
        opened
            .map(|opened| &opened.desk)
            .ok_or_else(|| locked(&self.problem).clone())
    }

    /// Minutes without activity before the window locks.
    pub(crate) fn idle_minutes(&self) -> u32 {
        self.opened.get().map_or(10, |opened| opened.idle_minutes)
    }

    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        locked(&self.session)
    }

    pub(crate) fn held(&self) -> Option<RequestId> {
        *locked(&self.held)
    }

    pub(crate) fn hold(&self, request: Option<RequestId>) {
        *locked(&self.held) = request;
    }

    pub(crate) fn remembered(&self) -> MutexGuard<'_, Option<String>> {
        locked(&self.remembered)
    }

    /// The desk and the actor, if `command` may run now. The one gate of all commands.
    ///
    /// # Errors
    /// `not_signed_in`, `locked`, `not_allowed`, or why there is no desk.
    pub(crate) fn admit(&self, command: &'static str) -> Result<(&Desk, Actor), UiError> {
        let access = ALL
            .iter()
            .find(|(name, _)| *name == command)
            .map(|(_, access)| *access);
        let access = access.ok_or_else(|| UiError::new(ErrorCode::NotAllowed))?;
        let desk = self.desk()?;
        let actor = self.session().admit(access)?;
        Ok((desk, actor))
    }

    /// Tells the page how a use case ended, logs a surprise once, and wakes the watcher.
    ///
    /// # Errors
    /// The failure, as the page is told.
    pub(crate) fn told<T>(
        &self,
        command: &'static str,
        result: DeskResult<T>,
    ) -> Result<T, UiError> {
        self.changed.notify_one();
        result.map_err(|error| self.explain(command, error))
    }

    fn explain(&self, command: &'static str, error: DeskError) -> UiError {
        let unexpected = error.is_unexpected();
        let text = error.to_string();
        let mut told = UiError::from(error);
        if unexpected {
            let reference = self.desk().map(|desk| desk.rng.key()[..8].to_owned());
            let reference = reference.unwrap_or_default();
            tracing::error!(command, reference, error = text, "a command failed");
            told = told.with("reference", reference);
        }
        told
    }

    pub(crate) fn database(&self) -> DatabaseView {
        DatabaseView {
            kind: DatabaseKind::Embedded,
            demo: self.opened.get().is_some_and(|opened| opened.demo),
            error: self.desk().err(),
        }
    }
}

/// A poisoned lock means that another thread panicked between two plain assignments; the value is
/// whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
