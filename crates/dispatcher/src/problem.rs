//! What can keep the service from running, and what to do then.

use crate::configuration::ConfigurationError;
use crate::secrets::SecretError;
use coe_audit::KeyFileError;
use coe_domain::MessageFailure;
use coe_sms::Misconfigured;
use coe_store_postgres::ConnectError;
use std::net::SocketAddr;

/// What can keep the service from running. Each text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The configuration cannot be used.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// A secret cannot be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The token in the reports' address is none.
    #[error(
        "the token of the reports is too short or holds other than letters, digits, '-', '_', '.' and '~': make one by \"openssl rand -hex 16\""
    )]
    Token,
    /// The gateway cannot be used as configured.
    #[error("the gateway cannot be used: {0}: see [gateway] and the secrets")]
    Gateway(#[from] Misconfigured),
    /// The key that seals the audit log cannot be used.
    #[error(
        "the sealing key cannot be used: {0}: make one by \"coe-desk-admin audit keygen\", readable by the service's user only"
    )]
    SealingKey(#[from] KeyFileError),
    /// It sends no reports.
    #[error("this gateway sends no reports: leave [reports] out, its fates are asked for")]
    NoReports,
    /// The gateway does not answer well (only told by `--check`).
    #[error("the gateway cannot be used now ({}): {}", .0.code(), of_failure(*.0))]
    GatewayTrouble(MessageFailure),
    /// The database cannot be worked on.
    #[error("the database cannot be used: {0}: {advice}", advice = of_connect(.0))]
    Database(ConnectError),
    /// The role is a person's.
    #[error(
        "the database role is a person's: connect as a role made by \"CREATE ROLE … LOGIN IN ROLE desk_dispatcher\""
    )]
    APerson,
    /// An address cannot be listened on.
    #[error(
        "{0} cannot be listened on: see that the address is this computer's and that nobody else uses the port"
    )]
    Listen(SocketAddr),
    /// The system gives no signals.
    #[error("the signals of the system cannot be heard")]
    Signals,
}

impl Problem {
    /// 2 where the configuration is wrong, 1 otherwise.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Configuration(_)
            | Self::Secret(_)
            | Self::Token
            | Self::Gateway(_)
            | Self::SealingKey(_)
            | Self::NoReports => 2,
            _ => 1,
        }
    }
}

/// What to do about a database.
fn of_connect(error: &ConnectError) -> &'static str {
    match error {
        ConnectError::Unreachable => {
            "check database.host and database.port, and that the server runs"
        }
        ConnectError::NotTrusted => "name the certificate of its authority in database.certificate",
        ConnectError::NoTls => "switch encryption on at the server (ssl = on)",
        ConnectError::TlsRequired => {
            "leave database.tls out: it may be off only on the server itself"
        }
        ConnectError::AuthorityUnreadable => "name a readable PEM file in database.certificate",
        ConnectError::WrongPassword => "check database.user and its password",
        ConnectError::NoSuchDatabase => "check database.database",
        ConnectError::NotPrepared | ConnectError::OlderSchema { .. } => {
            "run \"coe-desk-admin migrate\" first"
        }
        ConnectError::NewerSchema { .. } => "use the newer version of this program",
        ConnectError::NoAccount | ConnectError::AccountClosed => {
            "make the role a member of desk_dispatcher: GRANT desk_dispatcher TO …"
        }
        ConnectError::Full => "try again later, or raise max_connections",
        ConnectError::Store(_) => "the server's log tells more",
    }
}

/// What to do about a gateway.
fn of_failure(failure: MessageFailure) -> &'static str {
    match failure {
        MessageFailure::CredentialsRefused => "check its key and secret",
        MessageFailure::CreditEmpty => "buy credit",
        MessageFailure::SenderRefused => "check gateway.sender",
        _ => "check that it can be reached from here, and try again",
    }
}
