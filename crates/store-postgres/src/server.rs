//! Where a server is, who connects to it, and how that can fail.

use coe_store::StoreError;
use std::path::PathBuf;
use std::time::Duration;

/// Where a shared database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Name or address of the server, or the folder of its socket (begins with `/`).
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Name of the database.
    pub database: String,
    /// How the connection is protected.
    pub tls: Tls,
}

/// How a connection is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Encrypted, and the server's certificate must be vouched for and name the host. The default.
    Verified {
        /// File with the certificate of the authority (PEM); `None` for the authorities that this
        /// computer trusts anyway.
        authority: Option<PathBuf>,
    },
    /// Neither: for a socket or loopback only. Elsewhere [`ConnectError::TlsRequired`] is answered.
    Off,
}

/// Who connects. Neither value is ever printed.
#[derive(Clone)]
pub struct Credentials {
    /// Name of the database role, which is the user name at the desk.
    pub username: String,
    /// Its password; empty where the server asks for none.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// As whom a store acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acting {
    /// As whoever signed in to the server, and as nobody else: the database records `session_user`.
    SignedIn,
    /// As whomever each function names, by `SET SESSION AUTHORIZATION`, which only a superuser can
    /// do. For tests, and for playing the past of a demo. Roles of people who are added are called
    /// by this prefix and their user name.
    Anyone {
        /// What the names of the roles begin with.
        role_prefix: String,
    },
}

/// Which changes of others wake a store that waits for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// Whatever a desk shows.
    Desk,
    /// A message was queued, or is to be sent again. For dispatchers, whom the desks' doings, and their
    /// own, need not wake.
    Outbox,
}

/// How a store connects. [`Options::default`] is for a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The most connections at a time, the listening one aside.
    pub connections: u32,
    /// How long to wait for the server to answer, or for a free connection.
    pub patience: Duration,
    /// As whom.
    pub acting: Acting,
    /// What wakes it.
    pub hearing: Hearing,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 4,
            patience: Duration::from_secs(10),
            acting: Acting::SignedIn,
            hearing: Hearing::Desk,
        }
    }
}

/// What a server that can be worked on says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Version of PostgreSQL, such as `15.18`.
    pub server_version: String,
    /// Version of the desk's schema.
    pub schema: i64,
    /// Whether the connection is encrypted.
    pub encrypted: bool,
    /// The desk's account of whoever connected; `None` for a role that is no person.
    pub staff: Option<coe_store::Staff>,
}

/// Why a server cannot be worked on. No text holds a password or a server's own words.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Nothing answers there.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The server's certificate is not vouched for, has expired or names another host.
    #[error("the server's certificate is not trusted")]
    NotTrusted,
    /// The server offers no encryption.
    #[error("the server offers no encrypted connection")]
    NoTls,
    /// An unprotected connection was asked for to another computer.
    #[error("an unencrypted connection is for this computer only")]
    TlsRequired,
    /// The file of the authority cannot be read or holds no certificate.
    #[error("the file of the certificate authority cannot be read")]
    AuthorityUnreadable,
    /// User name or password is wrong, or the role may not log in.
    #[error("user name or password is wrong")]
    WrongPassword,
    /// There is no such database.
    #[error("there is no such database")]
    NoSuchDatabase,
    /// The database holds no desk.
    #[error("the database was never prepared for the desk")]
    NotPrepared,
    /// The schema is older than this program needs.
    #[error("the database has schema {found}, this program needs {known}")]
    OlderSchema {
        /// The schema found.
        found: i64,
        /// The schema this program needs.
        known: i64,
    },
    /// The schema is newer than this program knows.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The schema found.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The role is no member of the staff.
    #[error("the role has no staff account")]
    NoAccount,
    /// The staff account is closed.
    #[error("the staff account is closed")]
    AccountClosed,
    /// No connection is left.
    #[error("the server takes no further connection")]
    Full,
    /// Anything else.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ConnectError {
    fn from(error: StoreError) -> Self {
        match error {
            // One name for one thing, whatever was being done.
            StoreError::Unreachable => Self::Unreachable,
            error => Self::Store(error),
        }
    }
}
