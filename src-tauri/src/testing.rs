//! A desk without a window and a server without a network, for the tests of the shell.

use crate::configuration::Places;
use crate::remembered::{NoSecrets, Secrets};
use crate::server::{Connection, Connector};
use crate::state::AppState;
use crate::system::within;
use async_trait::async_trait;
use coe_domain::Role;
use coe_store::{NewStaff, Store, StoreError, StoreResult, Unit};
use coe_store_postgres::{ConnectError, Credentials, Found, Server, Tls};
use coe_store_sqlite::{Options, SqliteStore};
use coe_usecases::Actor;
use coe_wire::connection::{DEFAULT_PORT, DatabaseChoice, ServerAddress};
use coe_wire::event::DeskEvent;
use coe_wire::session::SignIn;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Notify;

/// The password of everybody at the fake server, at first.
pub(crate) const PASSWORD: &str = "open-sesame-2569";

/// How often to look.
const MOMENT: Duration = Duration::from_millis(10);
/// How long to wait for what should happen: much, on a busy computer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server's address.
pub(crate) fn at(host: &str) -> ServerAddress {
    ServerAddress {
        host: host.to_owned(),
        port: DEFAULT_PORT,
        database: "coe_desk".to_owned(),
        certificate: None,
    }
}

/// What a person types.
pub(crate) fn typed(username: &str, password: &str, remember: bool) -> SignIn {
    SignIn {
        username: username.to_owned(),
        password: password.to_owned(),
        remember,
    }
}

/// How the fake server behaves.
struct Behaviour {
    password: String,
    /// Why nobody gets in, whoever asks.
    refuses: Option<fn() -> ConnectError>,
    offers_tls: bool,
    /// Whether open connections answer.
    up: bool,
    /// What an open connection answers while it is not up.
    down: fn() -> StoreError,
    /// The protections that were asked for.
    asked: Vec<Tls>,
    /// Connections that were not closed.
    open: usize,
    /// Whether the newest connection was asked for its version: somebody watches it.
    watched: bool,
}

/// A server that knows the officer `somchai`. Behind it is an embedded database.
#[derive(Clone)]
pub(crate) struct FakeServer {
    store: Arc<SqliteStore>,
    behaviour: Arc<Mutex<Behaviour>>,
    turned: Arc<Notify>,
    _folder: Arc<TempDir>,
}

impl FakeServer {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.sqlite");
        let options = Options {
            durable: false,
            ..Options::default()
        };
        let store = SqliteStore::create(&path, &options).await.unwrap();
        let mut unit = store.write().await.unwrap();
        let somchai = NewStaff {
            username: "somchai".to_owned(),
            display_name: "Somchai".to_owned(),
            role: Role::Officer,
            password_hash: "checked by the server".to_owned(),
        };
        unit.add_staff(&somchai).await.unwrap();
        unit.commit().await.unwrap();
        Self {
            store: Arc::new(store),
            behaviour: Arc::new(Mutex::new(Behaviour {
                password: PASSWORD.to_owned(),
                refuses: None,
                offers_tls: true,
                up: true,
                down: || StoreError::Unreachable,
                asked: Vec::new(),
                open: 0,
                watched: false,
            })),
            turned: Arc::default(),
            _folder: Arc::new(folder),
        }
    }

    /// The protections asked for since the last question.
    pub(crate) fn asked(&self) -> Vec<Tls> {
        std::mem::take(&mut self.behaviour.lock().unwrap().asked)
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.behaviour.lock().unwrap().open
    }

    pub(crate) fn offers_no_tls(&self) {
        self.behaviour.lock().unwrap().offers_tls = false;
    }

    /// Lets nobody in, for a reason, or lets everybody in again.
    pub(crate) fn refuses(&self, why: Option<fn() -> ConnectError>) {
        self.behaviour.lock().unwrap().refuses = why;
    }

    /// Changes everybody's password.
    pub(crate) fn new_password(&self, password: &str) {
        self.behaviour.lock().unwrap().password = password.to_owned();
    }

    /// Cuts the open connections; they answer this from now on.
    pub(crate) fn goes_away(&self, answer: fn() -> StoreError) {
        let mut behaviour = self.behaviour.lock().unwrap();
        (behaviour.up, behaviour.down) = (false, answer);
        drop(behaviour);
        self.turned.notify_waiters();
    }

    /// The open connections answer again.
    pub(crate) fn comes_back(&self) {
        self.behaviour.lock().unwrap().up = true;
        self.turned.notify_waiters();
    }

    /// Somebody else changes something.
    pub(crate) async fn changes(&self) {
        let mut unit = self.store.write().await.unwrap();
        let staff = unit.staff_by_username("somchai").await.unwrap().unwrap();
        unit.record_failed_sign_in(staff.id, None).await.unwrap();
        unit.commit().await.unwrap();
        self.turned.notify_waiters();
    }

    fn lets_in(&self, server: &Server, credentials: &Credentials) -> Result<(), ConnectError> {
        let mut behaviour = self.behaviour.lock().unwrap();
        behaviour.asked.push(server.tls.clone());
        if !behaviour.offers_tls && server.tls != Tls::Off {
            return Err(ConnectError::NoTls);
        }
        if let Some(why) = behaviour.refuses {
            return Err(why());
        }
        if credentials.username != "somchai" || credentials.password != behaviour.password {
            return Err(ConnectError::WrongPassword);
        }
        Ok(())
    }
}

#[async_trait]
impl Connector for FakeServer {
    async fn connect(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Arc<dyn Connection>, ConnectError> {
        self.lets_in(server, credentials)?;
        let mut behaviour = self.behaviour.lock().unwrap();
        behaviour.open += 1;
        behaviour.watched = false;
        drop(behaviour);
        Ok(Arc::new(FakeConnection {
            server: self.clone(),
            knows: credentials.password.clone(),
        }))
    }

    async fn probe(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Found, ConnectError> {
        self.lets_in(server, credentials)?;
        let mut unit = self.store.read().await?;
        Ok(Found {
            server_version: "15.18".to_owned(),
            schema: 1,
            encrypted: server.tls != Tls::Off,
            staff: unit.staff_by_username(&credentials.username).await?,
        })
    }

    async fn check_password(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<(), ConnectError> {
        self.lets_in(server, credentials)
    }
}

struct FakeConnection {
    server: FakeServer,
    knows: String,
}

impl FakeConnection {
    fn answers(&self) -> StoreResult<()> {
        let behaviour = self.server.behaviour.lock().unwrap();
        // It cannot connect anew with a password that is none any more.
        if behaviour.up && self.knows == behaviour.password {
            Ok(())
        } else {
            Err((behaviour.down)())
        }
    }
}

#[async_trait]
impl Connection for FakeConnection {
    async fn close(&self) {
        self.server.behaviour.lock().unwrap().open -= 1;
    }
}

#[async_trait]
impl Store for FakeConnection {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        self.answers()?;
        self.server.store.read().await
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        self.answers()?;
        self.server.store.write().await
    }

    async fn version(&self) -> StoreResult<i64> {
        self.answers()?;
        let version = self.server.store.version().await;
        self.server.behaviour.lock().unwrap().watched = true;
        version
    }

    async fn changed(&self) {
        // Whoever comes too late for a notice asks a moment later.
        let _ = within(MOMENT, self.server.turned.notified()).await;
    }
}

/// Secrets in memory.
#[derive(Default)]
pub(crate) struct MemorySecrets {
    kept: Mutex<BTreeMap<String, String>>,
    absent: bool,
}

impl MemorySecrets {
    /// A computer that keeps no secrets.
    pub(crate) fn absent() -> Self {
        Self {
            absent: true,
            ..Self::default()
        }
    }

    /// How many secrets are kept.
    pub(crate) fn count(&self) -> usize {
        self.kept.lock().unwrap().len()
    }
}

impl Secrets for MemorySecrets {
    fn read(&self, account: &str) -> Result<Option<String>, NoSecrets> {
        let kept = self.kept.lock().unwrap().get(account).cloned();
        if self.absent {
            Err(NoSecrets)
        } else {
            Ok(kept)
        }
    }

    fn write(&self, account: &str, secret: &str) -> Result<(), NoSecrets> {
        if self.absent {
            return Err(NoSecrets);
        }
        let mut kept = self.kept.lock().unwrap();
        kept.insert(account.to_owned(), secret.to_owned());
        Ok(())
    }

    fn clear(&self, account: &str) {
        self.kept.lock().unwrap().remove(account);
    }
}

/// The state of a window that nobody sees.
pub(crate) struct TestDesk {
    pub(crate) state: Arc<AppState>,
    pub(crate) server: FakeServer,
    pub(crate) secrets: Arc<MemorySecrets>,
    pub(crate) home: TempDir,
    told: Arc<Mutex<Vec<DeskEvent>>>,
}

impl TestDesk {
    /// On which nobody chose a database.
    pub(crate) async fn new(secrets: MemorySecrets) -> Self {
        let home = tempfile::tempdir().unwrap();
        let server = FakeServer::new().await;
        let secrets = Arc::new(secrets);
        let told: Arc<Mutex<Vec<DeskEvent>>> = Arc::default();
        let state = Arc::new(AppState::new(
            Places::inside(home.path()),
            Box::new(server.clone()),
            Arc::clone(&secrets) as Arc<dyn Secrets>,
            Box::new({
                let told = Arc::clone(&told);
                move |event| told.lock().unwrap().push(event.clone())
            }),
        ));
        state.ask_secrets();
        Self {
            state,
            server,
            secrets,
            home,
            told,
        }
    }

    /// That works on the fake server.
    pub(crate) async fn shared() -> Self {
        Self::shared_with(MemorySecrets::default()).await
    }

    /// That works on the fake server and keeps secrets this way.
    pub(crate) async fn shared_with(secrets: MemorySecrets) -> Self {
        let desk = Self::new(secrets).await;
        let choice = DatabaseChoice::Shared(at("desk.example"));
        crate::signing::choose(&desk.state, choice).await.unwrap();
        desk
    }

    /// Signs in the officer.
    pub(crate) async fn sign_in(&self, remember: bool) {
        let input = typed("somchai", PASSWORD, remember);
        crate::signing::sign_in(&self.state, input).await.unwrap();
    }

    /// A supervisor of the embedded database.
    pub(crate) async fn supervisor(&self) -> Actor {
        let chief = NewStaff {
            username: "chai".to_owned(),
            display_name: "Chai".to_owned(),
            role: Role::Supervisor,
            password_hash: "nobody signs in".to_owned(),
        };
        let mut unit = self.state.desk().unwrap().store.write().await.unwrap();
        unit.add_staff(&chief).await.unwrap();
        let staff = unit.staff_by_username("chai").await.unwrap().unwrap();
        unit.commit().await.unwrap();
        Actor::from(&staff)
    }

    /// Waits until the page was told something.
    pub(crate) async fn wait_told(&self, event: &DeskEvent) {
        let told = async {
            while !self.told.lock().unwrap().contains(event) {
                tokio::time::sleep(MOMENT).await;
            }
        };
        assert!(
            within(PATIENCE, told).await.is_some(),
            "the page must be told {event:?}"
        );
    }

    /// Waits until somebody watches the database.
    pub(crate) async fn wait_watched(&self) {
        let watched = async {
            while !self.server.behaviour.lock().unwrap().watched {
                tokio::time::sleep(MOMENT).await;
            }
        };
        assert!(within(PATIENCE, watched).await.is_some(), "nobody watches");
    }

    /// Forgets what the page was told.
    pub(crate) fn forget_told(&self) {
        self.told.lock().unwrap().clear();
    }
}
