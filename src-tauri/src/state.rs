//! What the window's commands share.

use crate::photo_cache::PhotoCache;
use crate::remembered::Keyring;
use coe_domain::RequestId;
use coe_usecases::session::Session;
use coe_usecases::{Actor, Desk, DeskError, DeskResult};
use coe_wire::command::ALL;
use coe_wire::session::{DatabaseKind, DatabaseView, SecretService};
use coe_wire::{ErrorCode, UiError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The state of the one window.
pub(crate) struct AppState {
    /// The desk, or why there is none.
    desk: Result<Desk, UiError>,
    session: Mutex<Session>,
    /// The request whose claim this window believes to hold.
    held: Mutex<Option<RequestId>>,
    /// Pictures ready for the screen.
    pub(crate) photos: PhotoCache,
    /// The secret service.
    pub(crate) keyring: Keyring,
    /// What the frame shows of the computer and the database; does not change while running.
    pub(crate) surroundings: Surroundings,
    /// Wakes the watcher: this window changed something.
    pub(crate) changed: Notify,
    /// Who is remembered on this computer.
    pub(crate) remembered: Mutex<Option<String>>,
}

/// Facts that hold while the app runs.
pub(crate) struct Surroundings {
    pub(crate) secret_service: SecretService,
    pub(crate) demo: bool,
    pub(crate) idle_minutes: u32,
}

impl AppState {
    pub(crate) fn new(
        desk: Result<Desk, UiError>,
        keyring: Keyring,
        surroundings: Surroundings,
        remembered: Option<String>,
    ) -> Self {
        Self {
            desk,
            session: Mutex::default(),
            held: Mutex::default(),
            photos: PhotoCache::default(),
            keyring,
            surroundings,
            changed: Notify::new(),
            remembered: Mutex::new(remembered),
        }
    }

    /// The desk.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn desk(&self) -> Result<&Desk, UiError> {
        self.desk.as_ref().map_err(Clone::clone)
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
        self.session().touch(desk.clock.now());
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
            demo: self.surroundings.demo,
            error: self.desk.as_ref().err().cloned(),
        }
    }
}

/// A poisoned lock means that another thread panicked between two plain assignments; the value is
/// whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
