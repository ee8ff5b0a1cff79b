//! A database of its own for each story, and the way to it that another process can be told.

use crate::people::{filing, member};
use coe_domain::{MessageState, Role, StaffId};
use coe_pg_cluster::{Cluster, SharedCluster};
use coe_store::{Message, MessageFilter, MessageList, NewStaff, Store};
use coe_store_postgres::admin::Admin;
use coe_store_postgres::{Acting, Credentials, Options, PgStore, Server, Tls};
use coe_store_sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Mutex;

/// How long to wait for what should happen: much, on a busy computer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

const PASSWORD: &str = "only-for-tests";

/// Where a database is, as it is told to another process.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres { database: String },
}

pub(crate) struct Desk {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) place: Place,
    /// Who chooses what to do about messages.
    pub(crate) supervisor: StaffId,
    filed: AtomicU32,
    _folder: Option<TempDir>,
}

pub(crate) fn cluster() -> &'static SharedCluster {
    Cluster::shared().unwrap_or_else(|error| panic!("{error}"))
}

fn server(database: &str) -> Server {
    Server {
        host: cluster().host().to_owned(),
        port: cluster().port(),
        database: database.to_owned(),
        tls: Tls::Off,
    }
}

impl Place {
    /// Opens it as a dispatcher would.
    pub(crate) async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(path) => Arc::new(
                SqliteStore::open(path, &coe_store_sqlite::Options::default())
                    .await
                    .unwrap(),
            ),
            Self::Postgres { database } => {
                let credentials = Credentials {
                    username: format!("{database}_sender"),
                    password: PASSWORD.to_owned(),
                };
                let options = Options::default();
                let store = PgStore::connect(&server(database), &credentials, &options).await;
                Arc::new(store.unwrap())
            }
        }
    }

    pub(crate) fn told(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite {}", path.display()),
            Self::Postgres { database } => format!("postgres {database}"),
        }
    }

    pub(crate) fn of(told: &str) -> Self {
        match told.split_once(' ').unwrap() {
            ("sqlite", path) => Self::Sqlite(Path::new(path).to_owned()),
            (_, database) => Self::Postgres {
                database: database.to_owned(),
            },
        }
    }
}

impl Desk {
    pub(crate) async fn embedded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        let options = coe_store_sqlite::Options::default();
        let store = SqliteStore::create(&path, &options).await.unwrap();
        Self::new(Arc::new(store), Place::Sqlite(path), Some(folder)).await
    }

    pub(crate) async fn shared() -> Self {
        let database = prepared().await;
        let superuser = Credentials {
            username: cluster().superuser().to_owned(),
            password: String::new(),
        };
        let options = Options {
            acting: Acting::Anyone {
                role_prefix: format!("{database}_"),
            },
            ..Options::default()
        };
        let store = PgStore::connect(&server(&database), &superuser, &options).await;
        Self::new(Arc::new(store.unwrap()), Place::Postgres { database }, None).await
    }

    async fn new(store: Arc<dyn Store>, place: Place, folder: Option<TempDir>) -> Self {
        let mut unit = store.write().await.unwrap();
        let supervisor = NewStaff {
            username: "chanida".to_owned(),
            display_name: "Chanida".to_owned(),
            role: Role::Supervisor,
            password_hash: "$argon2id$none".to_owned(),
        };
        let supervisor = unit.add_staff(&supervisor).await.unwrap();
        unit.commit().await.unwrap();
        Self {
            store,
            place,
            supervisor,
            filed: AtomicU32::new(0),
            _folder: folder,
        }
    }

    /// Has members file requests; each queues a message.
    pub(crate) async fn queue(&self, messages: u32) {
        let first = self.filed.fetch_add(messages, Ordering::SeqCst);
        let mut unit = self.store.write().await.unwrap();
        let now = unit.database_now().await.unwrap();
        for number in first + 1..=first + messages {
            let id = unit.add_member(&member(number)).await.unwrap();
            unit.file_request(&filing(number, id, now)).await.unwrap();
        }
        unit.commit().await.unwrap();
    }

    pub(crate) async fn messages(&self) -> Vec<Message> {
        self.those(MessageFilter::default()).await
    }

    /// The messages that somebody has to choose about.
    pub(crate) async fn need_person(&self) -> Vec<Message> {
        let filter = MessageFilter {
            list: MessageList::NeedsPerson,
            ..MessageFilter::default()
        };
        self.those(filter).await
    }

    async fn those(&self, mut filter: MessageFilter) -> Vec<Message> {
        filter.limit = 100;
        let mut found = Vec::new();
        let mut unit = self.store.read().await.unwrap();
        loop {
            let page = unit.messages(&filter).await.unwrap();
            filter.before = page.last().map(|(message, _)| message.id);
            if page.is_empty() {
                return found;
            }
            found.extend(page.into_iter().map(|(message, _)| message));
        }
    }

    /// How many messages wait.
    pub(crate) async fn queued(&self) -> u64 {
        let mut unit = self.store.read().await.unwrap();
        unit.message_totals().await.unwrap().queued
    }

    async fn under_way(&self) -> usize {
        let filter = MessageFilter {
            state: Some(MessageState::Sending),
            ..MessageFilter::default()
        };
        self.those(filter).await.len()
    }

    /// Waits until nothing is queued or under way.
    pub(crate) async fn settles(&self) {
        let settled = async {
            while self.queued().await > 0 || self.under_way().await > 0 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, settled).await.is_err() {
            let (queued, sending) = (self.queued().await, self.under_way().await);
            panic!("messages are left over: {queued} queued, {sending} sending");
        }
    }
}

/// A prepared database with a role that may send. One at a time: roles belong to the whole server.
async fn prepared() -> String {
    static TURN: Mutex<u32> = Mutex::const_new(0);
    let mut turn = TURN.lock().await;
    *turn += 1;
    let database = format!("sending_{}_{}", std::process::id(), *turn);
    let ask = |database: &str, sql: String| {
        cluster()
            .query(database, &sql)
            .unwrap_or_else(|error| panic!("{error}"))
    };
    ask(
        "postgres",
        format!("CREATE DATABASE {database} TEMPLATE template0"),
    );
    let superuser = Credentials {
        username: cluster().superuser().to_owned(),
        password: String::new(),
    };
    let mut admin = Admin::connect(&server(&database), &superuser)
        .await
        .unwrap();
    admin.migrate().await.unwrap();
    admin.close().await;
    ask(
        &database,
        format!(
            "CREATE ROLE {database}_sender LOGIN PASSWORD '{PASSWORD}' IN ROLE desk_dispatcher"
        ),
    );
    database
}

/// What the program's configuration says of a database.
pub(crate) fn described(place: &Place) -> (String, &'static str) {
    let Place::Postgres { database } = place else {
        panic!("the program works on a shared database");
    };
    let text = format!(
        "[database]\nhost = \"{}\"\nport = {}\ndatabase = \"{database}\"\nuser = \"{database}_sender\"\ntls = false\n",
        cluster().host(),
        cluster().port(),
    );
    (text, PASSWORD)
}
