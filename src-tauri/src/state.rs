//! What the window's commands share.

use crate::configuration::{Decision, Places};
use crate::database::AtWork;
use crate::events::Tell;
use crate::gateway::{Environment, GatewayKeys, from_environment};
use crate::photo_cache::PhotoCache;
use crate::remembered::{Keyring, Secrets};
use crate::server::{Connector, Route};
use crate::system::SystemRng;
use crate::watch::Watch;
use coe_domain::{RequestId, Rng};
use coe_usecases::session::Session;
use coe_usecases::{Actor, Desk, DeskError, DeskResult};
use coe_wire::command::ALL;
use coe_wire::connection::{DEFAULT_PORT, DatabaseChoice, ServerAddress, SetupView};
use coe_wire::event::DeskEvent;
use coe_wire::session::{DatabaseKind, DatabaseView, SecretService, SessionState};
use coe_wire::{ErrorCode, UiError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The state of the one window.
pub(crate) struct AppState {
    /// Where configuration and embedded database are.
    pub(crate) places: Places,
    connector: Box<dyn Connector>,
    secrets: Arc<dyn Secrets>,
    environment: Environment,
    tell: Tell,
    /// Held by whoever signs somebody in or out or changes the database, which are several steps:
    /// one at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
    decision: Mutex<Decision>,
    at_work: Mutex<Option<AtWork>>,
    /// Why the embedded database is not open, while it is not.
    problem: Mutex<UiError>,
    /// Whether the database answered when it was last asked.
    available: AtomicBool,
    session: Mutex<Session>,
    /// The request whose claim this window believes to hold.
    held: Mutex<Option<RequestId>>,
    /// Pictures ready for the screen.
    pub(crate) photos: PhotoCache,
    /// Whether this computer keeps secrets.
    secret_service: Mutex<SecretService>,
    /// Wakes the watcher: this window changed something.
    pub(crate) changed: Notify,
    /// Who is remembered on this computer.
    remembered: Mutex<Option<String>>,
    /// Who signed in last to the shared database.
    last_username: Mutex<Option<String>>,
}

impl AppState {
    pub(crate) fn new(
        places: Places,
        connector: Box<dyn Connector>,
        secrets: Arc<dyn Secrets>,
        tell: Tell,
    ) -> Self {
        Self {
            connector,
            secrets,
            environment: from_environment,
            tell,
            turn: tokio::sync::Mutex::default(),
            decision: Mutex::new(places.decide()),
            at_work: Mutex::default(),
            problem: Mutex::new(unavailable()),
            available: AtomicBool::new(true),
            session: Mutex::default(),
            held: Mutex::default(),
            photos: PhotoCache::default(),
            secret_service: Mutex::new(SecretService::Unavailable),
            changed: Notify::new(),
            remembered: Mutex::default(),
            last_username: Mutex::new(places.last_username()),
            places,
        }
    }

    /// Reads again which database was chosen. Returns whether that is another than before.
    pub(crate) fn decide(&self) -> bool {
        let decision = self.places.decide();
        let before = std::mem::replace(&mut *locked(&self.decision), decision.clone());
        *locked(&self.problem) = unavailable();
        before != decision
    }

    /// Whether nobody may choose a database in the window.
    pub(crate) fn is_managed(&self) -> bool {
        locked(&self.decision).managed
    }

    /// The database that was chosen.
    ///
    /// # Errors
    /// `database_unavailable` where nobody chose one yet, or what is wrong with the configuration.
    pub(crate) fn choice(&self) -> Result<DatabaseChoice, UiError> {
        let choice = locked(&self.decision).choice.clone()?;
        choice.ok_or_else(|| UiError::new(ErrorCode::DatabaseUnavailable))
    }

    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.choice(), Ok(DatabaseChoice::Shared(_)))
    }

    /// The way to a server.
    pub(crate) fn route<'a>(&'a self, address: &'a ServerAddress) -> Route<'a> {
        Route {
            connector: self.connector.as_ref(),
            address,
        }
    }

    pub(crate) fn connector(&self) -> &dyn Connector {
        self.connector.as_ref()
    }

    /// What this computer remembers of the chosen database.
    pub(crate) fn keyring(&self) -> Keyring {
        let secrets = Arc::clone(&self.secrets);
        match self.choice() {
            Ok(DatabaseChoice::Shared(address)) => Keyring::of_server(secrets, &address),
            _ => Keyring::of_file(secrets, &self.places.embedded()),
        }
    }

    /// What this computer keeps of gateways.
    pub(crate) fn gateway_keys(&self) -> GatewayKeys {
        GatewayKeys::new(Arc::clone(&self.secrets), self.environment)
    }

    /// Asks the secret service who is remembered. It answers over D-Bus, which may be slow or
    /// absent: not on the UI thread.
    pub(crate) fn ask_secrets(&self) {
        let (service, kept) = self.keyring().ask();
        *locked(&self.secret_service) = service;
        *locked(&self.remembered) = kept.map(|kept| kept.username);
    }

    /// Says why the embedded database is not open.
    pub(crate) fn note_problem(&self, problem: UiError) {
        *locked(&self.problem) = problem;
    }

    /// Installs a database at work.
    pub(crate) fn install(&self, at_work: AtWork) {
        *locked(&self.at_work) = Some(at_work);
        if self.note_available(true) {
            self.tell(&DeskEvent::Database { available: true });
        }
    }

    /// Puts another sender to the database at work; `None` where nothing can be sent. Gives back the one
    /// before, or the new one where no database is at work any more.
    pub(crate) fn exchange_sender(&self, sender: Option<Watch>) -> Option<Watch> {
        match locked(&self.at_work).as_mut() {
            Some(at_work) => std::mem::replace(&mut at_work.sender, sender),
            None => sender,
        }
    }

    /// Takes out the database at work.
    pub(crate) fn take_out(&self) -> Option<AtWork> {
        locked(&self.at_work).take()
    }

    /// The desk.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn desk(&self) -> Result<Desk, UiError> {
        let desk = locked(&self.at_work)
            .as_ref()
            .map(|at_work| at_work.opened.desk.clone());
        match (desk, self.choice()?) {
            (Some(desk), _) => Ok(desk),
            (None, DatabaseChoice::Embedded) => Err(locked(&self.problem).clone()),
            // It is opened by signing in to it.
            (None, DatabaseChoice::Shared(_)) => Err(UiError::new(ErrorCode::NotSignedIn)),
        }
    }

    /// Minutes without activity before the window locks.
    pub(crate) fn idle_minutes(&self) -> u32 {
        let at_work = locked(&self.at_work);
        at_work
            .as_ref()
            .map_or(10, |at_work| at_work.opened.idle_minutes)
    }

    /// Notes whether the database answers. Returns whether that is news.
    pub(crate) fn note_available(&self, available: bool) -> bool {
        self.available.swap(available, Ordering::Relaxed) != available
    }

    pub(crate) fn tell(&self, event: &DeskEvent) {
        (self.tell)(event);
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

    /// Notes who signed in to the shared database, for the next time.
    pub(crate) fn note_username(&self, username: &str) {
        let before = locked(&self.last_username).replace(username.to_owned());
        if before.as_deref() != Some(username) {
            self.places.note_username(username);
        }
    }

    /// The desk and the actor, if `command` may run now. The one gate of all commands.
    ///
    /// # Errors
    /// `not_signed_in`, `locked`, `not_allowed`, or why there is no desk.
    pub(crate) fn admit(&self, command: &'static str) -> Result<(Desk, Actor), UiError> {
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
        result.map_err(|error| explain(command, error))
    }

    /// What the frame of the window shows.
    pub(crate) fn view(&self) -> SessionState {
        let session = self.session().clone();
        SessionState {
            staff: session.actor().map(Actor::view),
            locked: session.is_locked(),
            remembered: self.remembered().clone(),
            secret_service: *locked(&self.secret_service),
            database: self.database(),
            needs_setup: locked(&self.decision).choice == Ok(None),
            idle_minutes: self.idle_minutes(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// What the page that chooses a database shows at first.
    pub(crate) fn setup(&self) -> SetupView {
        let decision = locked(&self.decision).clone();
        SetupView {
            choice: decision.choice.ok().flatten(),
            managed: decision.managed,
            embedded_path: self.places.embedded().display().to_string(),
            last_username: locked(&self.last_username).clone(),
        }
    }

    fn database(&self) -> DatabaseView {
        let choice = locked(&self.decision).choice.clone();
        let demo = locked(&self.at_work)
            .as_ref()
            .is_some_and(|at_work| at_work.opened.demo);
        let embedded = |error| DatabaseView {
            kind: DatabaseKind::Embedded,
            demo,
            server: None,
            last_username: None,
            error,
        };
        match choice {
            Err(problem) => embedded(Some(problem)),
            Ok(None) => embedded(None),
            Ok(Some(DatabaseChoice::Embedded)) => embedded(self.desk().err()),
            Ok(Some(DatabaseChoice::Shared(address))) => DatabaseView {
                kind: DatabaseKind::Shared,
                demo,
                server: Some(name_of(&address)),
                last_username: locked(&self.last_username).clone(),
                error: None,
            },
        }
    }
}

fn unavailable() -> UiError {
    UiError::new(ErrorCode::DatabaseUnavailable).retry()
}

fn explain(command: &'static str, error: DeskError) -> UiError {
    let unexpected = error.is_unexpected();
    let text = error.to_string();
    let mut told = UiError::from(error);
    if unexpected {
        let reference = SystemRng.key()[..8].to_owned();
        tracing::error!(command, reference, error = text, "a command failed");
        told = told.with("reference", reference);
    }
    told
}

/// A server as people call it.
fn name_of(address: &ServerAddress) -> String {
    let (host, database) = (&address.host, &address.database);
    if address.port == DEFAULT_PORT {
        format!("{host}/{database}")
    } else {
        format!("{host}:{}/{database}", address.port)
    }
}

/// A poisoned lock means that another thread panicked between two plain assignments; the value is
/// whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
