//! How an administrator's work can fail.

use crate::server::ConnectError;
use coe_store::StoreError;

/// How an administrator's work can fail. No text holds a value of a row or a password.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum AdminError {
    /// The server or its database cannot be worked on.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The role is neither a superuser nor one that may create roles and owns the database.
    #[error("the role is no administrator of this database")]
    NotAdministrator,
    /// A role that the desk needs exists already, with rights that the desk's must not have.
    #[error("the role {role} exists already and may do what the desk's must not")]
    RoleUnfit {
        /// Its name.
        role: String,
    },
    /// The schema `desk` exists already and belongs to another role.
    #[error("the schema desk belongs to another role")]
    SchemaTaken,
    /// A migration that was applied is not the one that this program knows.
    #[error("migration {version} was changed after it was applied")]
    MigrationModified {
        /// Its number.
        version: i64,
    },
    /// A migration failed; the ones before it are in force.
    #[error("migration {version} failed ({code})")]
    MigrationFailed {
        /// Its number; 0 where the table of migrations itself failed.
        version: i64,
        /// The code of the failure.
        code: String,
    },
    /// A role of this name exists on the server.
    #[error("a role {role} exists already on the server")]
    RoleExists {
        /// Its name.
        role: String,
    },
    /// The desk has no account of this name.
    #[error("the desk has no account of this name")]
    NoSuchPerson,
    /// The account's role on the server is gone.
    #[error("the account has no role on the server")]
    RoleMissing,
    /// The first supervisor is asked for, and there is one.
    #[error("there is a supervisor already")]
    SupervisorExists,
    /// A supervisor is added as one of many, and there is none.
    #[error("there is no supervisor yet")]
    NoSupervisorYet,
    /// A display name is empty, too long or holds control characters.
    #[error("the name is empty, longer than 100 characters or holds control characters")]
    BadDisplayName,
    /// The database that is moved into holds rows that the source does not hold.
    #[error("table {table} holds rows that are not in the source")]
    ForeignRows {
        /// The table.
        table: &'static str,
    },
    /// Somebody is named in a way that a role cannot be.
    #[error("the user name of row {row} of staff cannot be a role's")]
    BadUsername {
        /// The row.
        row: i64,
    },
    /// Anything else.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AdminError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// What a statement's failure means.
pub(super) fn engine(error: sqlx::Error) -> AdminError {
    AdminError::Store(crate::error::engine(error))
}
