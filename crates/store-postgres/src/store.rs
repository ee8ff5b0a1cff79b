//! Connecting, and handing out units of work.

use crate::connect::{look, open, options};
use crate::error::engine;
use crate::live::{ANSWER, Live};
use crate::server::{Acting, ConnectError, Credentials, Options, Server};
use crate::unit::PgUnit;
use async_trait::async_trait;
use coe_domain::StaffId;
use coe_store::{Store, StoreError, StoreResult, Unit};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool};
use std::sync::Arc;
use std::time::Duration;

/// The desk's shared database, as one person (or service) is connected to it.
#[derive(Debug)]
pub struct PgStore {
    pool: PgPool,
    live: Live,
    acting: Arc<Acting>,
    me: Option<StaffId>,
}

impl PgStore {
    /// Connects, and looks whether the desk there is of our version and knows us.
    ///
    /// # Errors
    /// Why the desk cannot work on it.
    pub async fn connect(
        server: &Server,
        credentials: &Credentials,
        wanted: &Options,
    ) -> Result<Self, ConnectError> {
        let mut first = open(server, credentials, wanted.patience).await?;
        let found = look(&mut first).await;
        // The pool opens its own.
        let _ = first.close().await;
        let me = found?.staff.map(|staff| staff.id);
        let connecting = options(server, credentials)?;
        let pool = PgPoolOptions::new()
            .max_connections(wanted.connections.max(1))
            .acquire_timeout(wanted.patience)
            .idle_timeout(Duration::from_secs(600))
            // The driver's own test waits for ever where the cable was pulled.
            .test_before_acquire(false)
            .before_acquire(|connection, _| Box::pin(is_there(connection)))
            .connect_lazy_with(connecting.clone());
        let live = Live::start(connecting, wanted.patience, wanted.hearing).await?;
        Ok(Self {
            pool,
            live,
            acting: Arc::new(wanted.acting.clone()),
            me,
        })
    }

    /// The person who is connected; `None` for a service.
    #[must_use]
    pub fn me(&self) -> Option<StaffId> {
        self.me
    }

    /// Closes all connections and waits for it.
    pub async fn close(&self) {
        self.live.stop();
        self.pool.close().await;
    }

    /// Begins a transaction. Once the server is known to be away this fails at once, and not after the
    /// patience of a pool.
    async fn begin(&self, sql: &'static str) -> StoreResult<Box<dyn Unit>> {
        self.live.state()?;
        let begun = tokio::select! {
            begun = self.pool.begin_with(sql) => begun,
            error = self.live.lost() => return Err(error),
        };
        match begun {
            Ok(tx) => Ok(Box::new(PgUnit::new(tx, self.acting.clone(), self.me))),
            Err(error) => {
                self.live.doubt();
                // A pool waits for a server that is away until its patience ends, too.
                Err(match engine(error) {
                    StoreError::Busy if !self.is_used_up() => StoreError::Unreachable,
                    error => error,
                })
            }
        }
    }

    /// Whether every connection is in somebody's hands.
    fn is_used_up(&self) -> bool {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        let most = self.pool.options().get_max_connections();
        self.pool.size().saturating_sub(idle) >= most
    }
}

/// Whether the other end of a connection from the pool still answers; if not, the pool makes another.
async fn is_there(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let answer = tokio::time::timeout(ANSWER, connection.ping()).await;
    Ok(matches!(answer, Ok(Ok(()))))
}

#[async_trait]
impl Store for PgStore {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            .await
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        self.begin("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE")
            .await
    }

    async fn version(&self) -> StoreResult<i64> {
        self.live.version().await
    }

    async fn changed(&self) {
        self.live.changed().await;
    }
}
