//! What can go wrong, and what to do then.

use crate::address::AddressError;
use crate::members::FileError;
use crate::moving::MoveError;
use coe_audit::{CheckpointError, KeyFileError};
use coe_store::StoreError;
use coe_store_postgres::ConnectError;
use coe_store_postgres::admin::{AdminError, PasswordError, UsernameError};
use coe_store_sqlite::ExportError;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// No server is named.
    #[error("no server is named")]
    NoServer,
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nobody says as whom to connect.
    #[error("no user is named")]
    NoUser,
    /// A password is needed, and there is none.
    #[error("a password is needed")]
    NoPassword,
    /// What was typed twice differs.
    #[error("the two passwords differ")]
    PasswordsDiffer,
    /// It would be asked whether to do it, and nobody is there.
    #[error("nobody is there to say yes")]
    NobodyToAsk,
    /// The answer was no.
    #[error("nothing was done")]
    NotConfirmed,
    /// A user name cannot be one.
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// A password cannot be one.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A first supervisor with another role.
    #[error("the first person of a desk is a supervisor")]
    FirstIsSupervisor,
    /// The file of members cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The report cannot be written.
    #[error("the report of refused rows cannot be written")]
    Report,
    /// A move failed.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// A key's file cannot be used.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The file of a checkpoint cannot be read.
    #[error("the checkpoint cannot be read")]
    CheckpointUnreadable,
    /// A file is no checkpoint, or was changed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// There is no seal to export.
    #[error("nothing was sealed yet")]
    NothingSealed,
    /// The last seal is none.
    #[error("the last seal is not signed by the key that it names")]
    NotSigned,
    /// A checkpoint cannot be written.
    #[error("the checkpoint cannot be written, or the file exists already")]
    CheckpointUnwritable,
    /// An embedded database cannot be worked on.
    #[error(transparent)]
    Embedded(#[from] ExportError),
    /// The number of a test message is none.
    #[error("this is no Thai mobile number")]
    NotAPhone,
    /// Key and secret of a gateway are needed, and nobody is there to be asked.
    #[error("the gateway's key and secret are needed")]
    NoGatewaySecrets,
    /// A gateway cannot be used as it was said.
    #[error(transparent)]
    Gateway(#[from] coe_sms::Misconfigured),
    /// The database could not be worked on.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl Problem {
    /// 2 where the command line is wrong, 1 otherwise.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoServer
            | Self::Address(_)
            | Self::NoUser
            | Self::NobodyToAsk
            | Self::Username(_)
            | Self::NotAPhone
            | Self::Gateway(_)
            | Self::FirstIsSupervisor => 2,
            _ => 1,
        }
    }

    /// What happened and what to do, as it is shown.
    #[must_use]
    pub fn told(&self) -> String {
        match self.advice() {
            "" => format!("error: {self}."),
            advice => format!("error: {self}.\n{advice}"),
        }
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NoServer => {
                "Say --server postgres://user@host:port/database, or set COE_DESK_SERVER."
            }
            Self::NoUser => "Write it into the address (postgres://user@host/…), or set PGUSER.",
            Self::NoPassword => {
                "Set COE_DESK_PASSWORD or PGPASSWORD, or run this on a terminal to be asked."
            }
            Self::PasswordsDiffer => "Nothing was changed. Try again.",
            Self::NobodyToAsk => "Say --yes to do it without being asked.",
            Self::FirstIsSupervisor => "Leave --role out, or say --role supervisor.",
            Self::Report => "Name a file in a folder that you may write.",
            Self::NotAPhone => "Write it like 0812345678.",
            Self::NoGatewaySecrets => {
                "Set COE_DESK_GATEWAY_KEY and COE_DESK_GATEWAY_SECRET, or run this on a terminal to be asked."
            }
            Self::File(error) => error.advice(),
            Self::Move(MoveError::Admin(error)) | Self::Admin(error) => of_admin(error),
            Self::Move(error) => error.advice(),
            Self::Key(error) => of_key(*error),
            Self::CheckpointUnreadable => {
                "Name a readable file that \"audit export-checkpoint\" wrote."
            }
            Self::Checkpoint(CheckpointError::Form) => {
                "Name a file that \"audit export-checkpoint\" wrote."
            }
            Self::Checkpoint(CheckpointError::Signature) => {
                "Use another copy of it, and find out who changed this one."
            }
            Self::NothingSealed => "Run \"audit seal\" first, or start the dispatcher.",
            Self::NotSigned => "Nothing was exported. Run \"audit verify\".",
            Self::CheckpointUnwritable => "Name a new file in a folder that you may write.",
            Self::Embedded(ExportError::OlderSchema { .. }) => {
                "Open it once with the desk of this version."
            }
            Self::Embedded(ExportError::Store(error)) => of_file(error),
            Self::Address(_)
            | Self::NotConfirmed
            | Self::Username(_)
            | Self::Password(_)
            | Self::Gateway(_) => "",
        }
    }
}

fn of_key(error: KeyFileError) -> &'static str {
    match error {
        KeyFileError::Unreadable => "Name a readable file that \"audit keygen\" wrote.",
        KeyFileError::OpenToOthers => {
            "Others may have read it or put another key in its place: make a new one by \"audit keygen\". \
             If you are sure that nobody did, take their rights away: chmod 600."
        }
        KeyFileError::NoKey => {
            "A sealing key is read from the file of \"audit keygen\", its public half from the one with \
             .pub at the end."
        }
        KeyFileError::Exists => "Name a new file: a key that is overwritten can never seal again.",
        KeyFileError::Unwritable => "Name a new file in a folder that you may write.",
    }
}

fn of_file(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unreachable => "Name a readable database of the desk.",
        StoreError::NewerSchema { .. } => "Use the newer version of this program.",
        error if error.is_transient() => "Try again.",
        _ => "",
    }
}

fn of_admin(error: &AdminError) -> &'static str {
    match error {
        AdminError::Connect(error) => of_connect(error),
        AdminError::NotAdministrator => {
            "Connect as a superuser, or as a role with CREATEROLE that owns the database \
             (ALTER DATABASE … OWNER TO …)."
        }
        AdminError::RoleUnfit { .. } => {
            "If it is another program's, use another server for the desk. If it is the desk's, take \
             the rights away: ALTER ROLE … NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB \
             NOREPLICATION NOBYPASSRLS."
        }
        AdminError::SchemaTaken => "Use another database for the desk.",
        AdminError::MigrationModified { .. } => {
            "The database was made by another build of the program. Use that build, or restore a \
             backup."
        }
        AdminError::MigrationFailed { .. } => {
            "Nothing was changed. The server's log tells more about the code."
        }
        AdminError::RoleExists { .. } => {
            "Choose another user name, or drop the role if nobody uses it: DROP ROLE …."
        }
        AdminError::NoSuchPerson => "See \"staff list\" for the user names.",
        AdminError::RoleMissing => {
            "Somebody dropped it. Make it again: CREATE ROLE … NOLOGIN; then \"staff role\", \"staff \
             unlock\" and \"staff reset\"."
        }
        AdminError::SupervisorExists => {
            "Further supervisors are added without --first: --role supervisor."
        }
        AdminError::NoSupervisorYet => {
            "If this is the database you mean, add the first one with --first."
        }
        AdminError::BadDisplayName => "Give a name of 1 to 100 characters.",
        AdminError::ForeignRows { .. } => {
            "A database can be moved only into one that was migrated and not used yet, and the file \
             must not have changed since the move began."
        }
        AdminError::BadUsername { .. } => {
            "User names on the server have 2 to 31 characters: a small letter, then small letters, \
             digits, '.', '-' or '_'."
        }
        AdminError::Store(error) if error.is_transient() => "Try again.",
        AdminError::Store(_) => "The server's log tells more about it.",
    }
}

fn of_connect(error: &ConnectError) -> &'static str {
    match error {
        ConnectError::Unreachable => {
            "Check host and port, and that the server runs and listens there."
        }
        ConnectError::NotTrusted => {
            "Name the certificate of the authority that vouches for the server: --certificate FILE. The \
             host must be the name in the server's certificate."
        }
        ConnectError::NoTls => {
            "Switch it on at the server (ssl = on), or use --no-tls on the server itself."
        }
        ConnectError::TlsRequired => "Leave --no-tls out, or run this on the server itself.",
        ConnectError::AuthorityUnreadable => "Name a readable PEM file: --certificate FILE.",
        ConnectError::WrongPassword => {
            "Check the user in the address and the password (COE_DESK_PASSWORD, PGPASSWORD)."
        }
        ConnectError::NoSuchDatabase => {
            "Make it first: createdb --template template0 --encoding UTF8 …."
        }
        ConnectError::NotPrepared => "Run \"coe-desk-admin migrate\" first.",
        ConnectError::OlderSchema { .. } => "Run \"coe-desk-admin migrate\" first.",
        ConnectError::NewerSchema { .. } => "Use the newer version of this program.",
        ConnectError::NoAccount | ConnectError::AccountClosed => "Connect as an administrator.",
        ConnectError::Full => "Try again later, or raise max_connections.",
        ConnectError::Store(error) if error.is_transient() => "Try again.",
        ConnectError::Store(_) => "The server's log tells more about it.",
    }
}
