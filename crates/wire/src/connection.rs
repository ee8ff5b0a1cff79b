//! Which database a desk works on, and trying a server out.

use coe_domain::Role;
use serde::{Deserialize, Serialize};

/// The port PostgreSQL listens on unless told otherwise.
pub const DEFAULT_PORT: u16 = 5432;

/// Which database a desk works on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DatabaseChoice {
    /// One file on this computer.
    Embedded,
    /// PostgreSQL, for many desks.
    Shared(ServerAddress),
}

/// Where a shared database is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerAddress {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Name of the database.
    pub database: String,
    /// File with the certificate of the authority that vouches for the server (PEM); `None` for the
    /// authorities that this computer trusts anyway.
    pub certificate: Option<String>,
}

/// What the page that chooses a database shows at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupView {
    /// What is chosen now.
    pub choice: Option<DatabaseChoice>,
    /// Whether an administrator's file decides, so that the page only shows it.
    pub managed: bool,
    /// Where the embedded database is, or would be.
    pub embedded_path: String,
    /// The user name that signed in last.
    pub last_username: Option<String>,
}

/// A server to try out.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConnectionTest {
    /// Where it is.
    pub server: ServerAddress,
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for ConnectionTest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectionTest")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// What a server that can be worked on says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionFound {
    /// Version of PostgreSQL, such as `15.18`.
    pub server_version: String,
    /// Version of the desk's schema.
    pub schema: i64,
    /// Whether the connection is encrypted.
    pub encrypted: bool,
    /// Name of the person whose credentials were tried.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
}
