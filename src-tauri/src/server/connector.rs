//! The one door to the server, so that everything behind it can be tried without one.

use async_trait::async_trait;
use coe_store::Store;
use coe_store_postgres::{
    ConnectError, Credentials, Found, Options, PgStore, Server, check_password, probe,
};
use std::sync::Arc;

/// A shared database that somebody signed in to.
#[async_trait]
pub(crate) trait Connection: Store {
    /// Ends all connections and waits for it.
    async fn close(&self);
}

/// Connects to shared databases.
#[async_trait]
pub(crate) trait Connector: Send + Sync {
    /// Connects as a person.
    async fn connect(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Arc<dyn Connection>, ConnectError>;

    /// Asks what the server says of itself, and leaves again.
    async fn probe(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Found, ConnectError>;

    /// Asks whether the password is right, and leaves again.
    async fn check_password(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<(), ConnectError>;
}

/// PostgreSQL.
pub(crate) struct Postgres;

#[async_trait]
impl Connector for Postgres {
    async fn connect(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Arc<dyn Connection>, ConnectError> {
        let store = PgStore::connect(server, credentials, &Options::default()).await?;
        Ok(Arc::new(store))
    }

    async fn probe(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<Found, ConnectError> {
        probe(server, credentials).await
    }

    async fn check_password(
        &self,
        server: &Server,
        credentials: &Credentials,
    ) -> Result<(), ConnectError> {
        check_password(server, credentials).await
    }
}

#[async_trait]
impl Connection for PgStore {
    async fn close(&self) {
        Self::close(self).await;
    }
}
