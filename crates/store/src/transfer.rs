//! The tables of the desk as plain data, for moving one database into another.
//!
//! Each engine reads and writes rows of [`TABLES`] in its own types; between them a row is a list of
//! [`Value`]s. [`Digest`] turns rows into a hash that is the same on every engine.
//!
//! A column that a migration adds needs its line in [`tables`]: a test of each engine compares the
//! list with the real tables. What is left out on purpose: the password hashes and remembered
//! computers of the embedded desk, its clock, and whatever a database counts or derives by itself.

mod digest;
mod tables;

pub use digest::Digest;
pub use tables::TABLES;

use serde_json::Value as Json;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A moment, in whole milliseconds.
    Moment,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A text.
    Text,
    /// A JSON value; the order of its keys has no meaning.
    Json,
    /// A JSON array of texts.
    Texts,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, the same in every engine.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
}

/// How the rows of a table come to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// By work: an empty database has none.
    Work,
    /// By migrations, and changed since: a new database has the first of them.
    Migrations,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name, the same in every engine.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// The columns of its primary key. Rows are read in their order.
    pub key: &'static [&'static str],
    /// A column that names a row of a later table, so that it is written when all are there.
    pub late: Option<&'static str>,
    /// Where its rows come from.
    pub origin: Origin,
}

impl Table {
    /// Where the columns of the key stand among the columns.
    pub fn key_positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.key.iter().filter_map(|key| self.position(key))
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// Whether the database numbers its rows.
    #[must_use]
    pub fn has_ids(&self) -> bool {
        self.key == ["id"]
    }
}

/// A value of a row. `Debug` shows nothing of it.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, a flag (0 or 1) or a moment (unix milliseconds).
    Number(i64),
    /// A text or a day.
    Text(String),
    /// A JSON value.
    Json(Json),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The SHA-256 of bytes that were not fetched. A [`Digest`] takes it for the bytes.
    Sha256(Vec<u8>),
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Value(…)")
    }
}

impl Value {
    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Null | Self::Number(_) => 8,
            Self::Text(text) => text.len(),
            Self::Json(_) => 64,
            Self::Bytes(bytes) | Self::Sha256(bytes) => bytes.len(),
        }
    }
}

/// A row: one value for each column of its table, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferRow(pub Vec<Value>);

impl TransferRow {
    /// The values of the key.
    #[must_use]
    pub fn key(&self, table: &Table) -> Vec<Value> {
        table
            .key_positions()
            .filter_map(|at| self.0.get(at).cloned())
            .collect()
    }

    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.iter().map(Value::size).sum()
    }
}
