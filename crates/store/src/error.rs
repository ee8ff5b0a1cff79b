//! How the database can fail.

use coe_domain::Refusal;

/// The result of a repository function.
pub type StoreResult<T> = Result<T, StoreError>;

/// How the database can fail. No text holds a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A rule of the contract forbids the change.
    #[error("the database refused: {0}")]
    Refused(Refusal),
    /// Another transaction came in between (a deadlock, or a state that no longer holds): the whole
    /// unit of work is to be tried again.
    #[error("another transaction came in between")]
    Conflict,
    /// Another program holds the database.
    #[error("the database is busy")]
    Busy,
    /// The database may not be written.
    #[error("the database is read-only")]
    ReadOnly,
    /// The file is damaged or is no database.
    #[error("the database is corrupt")]
    Corrupt,
    /// No room left.
    #[error("the disk is full")]
    DiskFull,
    /// A newer version of the app made the database.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The schema found.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The file or server cannot be reached.
    #[error("the database cannot be reached")]
    Unreachable,
    /// A unique value exists already.
    #[error("a value of {constraint} exists already")]
    Duplicate {
        /// Table and column.
        constraint: String,
    },
    /// A row holds what no version of this program wrote.
    #[error("{table}.{column} of row {row} cannot be read")]
    BadRow {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Row id.
        row: i64,
    },
    /// A page cursor that was not given out.
    #[error("the cursor is invalid")]
    BadCursor,
    /// Anything else of the engine; the code only, because its text may hold values.
    #[error("the database failed ({code})")]
    Engine {
        /// The engine's error code.
        code: String,
    },
}

impl StoreError {
    /// Whether the same call may succeed later, unchanged.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Conflict | Self::Busy | Self::Unreachable)
    }
}
