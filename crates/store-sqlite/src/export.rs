//! Reading a whole database, table by table, for moving it into another.

use crate::error::engine;
use crate::migrate;
use coe_store::transfer::{Digest, Kind, Table, TransferRow, Value};
use coe_store::{StoreError, StoreResult};
use futures::TryStreamExt;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection};
use std::path::Path;

/// Why a file cannot be moved.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// An older version of the desk made the file, and it was never opened by this one.
    #[error("the file has schema {found}, this program needs {known}")]
    OlderSchema {
        /// The schema found.
        found: i64,
        /// The schema this program needs.
        known: i64,
    },
    /// What keeps a file from being read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How much is read at a time. At least one row is, however large.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    /// At most this many rows.
    pub rows: usize,
    /// At most about this many bytes.
    pub bytes: usize,
}

/// A database as it stood when it was opened: what others write meanwhile is not seen.
#[derive(Debug)]
pub struct Export {
    connection: SqliteConnection,
    /// What `data_version` was before the first look.
    version: i64,
}

impl Export {
    /// Opens a file for reading only. Nothing is migrated and nothing is written.
    ///
    /// # Errors
    /// [`ExportError::OlderSchema`] and [`StoreError::NewerSchema`] where the file has another schema
    /// than this program's, and what keeps a file from being read.
    pub async fn open(path: &Path) -> Result<Self, ExportError> {
        let mut connection = open_unchanged(path).await?;
        let version = data_version(&mut connection).await?;
        // Held until the end, so that all tables are read in one state.
        sqlx::raw_sql("BEGIN; SELECT count(*) FROM staff;")
            .execute(&mut connection)
            .await
            .map_err(engine)?;
        Ok(Self {
            connection,
            version,
        })
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub async fn count(&mut self, table: &Table) -> StoreResult<u64> {
        let sql = format!("SELECT count(*) FROM {}", table.name);
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut self.connection)
            .await
            .map_err(engine)?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The next rows in the order of the key, behind the row whose key is `after`.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] for a value that its column cannot hold, and for a photo that is not
    /// the one whose SHA-256 stands beside it; what keeps the file from being read.
    pub async fn rows(
        &mut self,
        table: &'static Table,
        after: Option<&TransferRow>,
        portion: Portion,
    ) -> StoreResult<Vec<TransferRow>> {
        let mut query = sqlx::query(AssertSqlSafe(select(table, after.is_some())));
        for value in after.map(|row| row.key(table)).unwrap_or_default() {
            query = bind(query, value);
        }
        let mut stream = query.fetch(&mut self.connection);
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while let Some(row) = stream.try_next().await.map_err(engine)? {
            let row = read(table, &row)?;
            check_photo(table, &row)?;
            bytes += row.size();
            rows.push(row);
            if rows.len() >= portion.rows || bytes >= portion.bytes {
                break;
            }
        }
        Ok(rows)
    }

    /// Ends the reading. Returns whether somebody changed the file since it was opened, so that
    /// what was read is no longer all.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub async fn close(mut self) -> StoreResult<bool> {
        sqlx::raw_sql("COMMIT")
            .execute(&mut self.connection)
            .await
            .map_err(engine)?;
        let now = data_version(&mut self.connection).await?;
        self.connection.close().await.map_err(engine)?;
        Ok(now != self.version)
    }
}

/// Opens a file of this program's schema for reading only. Nothing is migrated.
pub(crate) async fn open_unchanged(path: &Path) -> Result<SqliteConnection, ExportError> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
        .connect()
        .await
        .map_err(engine)?;
    let (found, known) = (migrate::applied(&mut connection).await?, migrate::known());
    if found > known {
        return Err(StoreError::NewerSchema { found, known }.into());
    }
    if found < known {
        return Err(ExportError::OlderSchema { found, known });
    }
    Ok(connection)
}

async fn data_version(connection: &mut SqliteConnection) -> StoreResult<i64> {
    sqlx::query_scalar("PRAGMA data_version")
        .fetch_one(connection)
        .await
        .map_err(engine)
}

/// All names come from the list of tables, which is part of the program.
fn select(table: &Table, behind: bool) -> String {
    let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let key = table.key.join(", ");
    let condition = if behind {
        let places = vec!["?"; table.key.len()].join(", ");
        format!("WHERE ({key}) > ({places})")
    } else {
        String::new()
    };
    format!(
        "SELECT {} FROM {} {condition} ORDER BY {key}",
        columns.join(", "),
        table.name
    )
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind(query: Query<'_>, value: Value) -> Query<'_> {
    match value {
        Value::Number(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        // No key is of another kind.
        Value::Null | Value::Json(_) | Value::Bytes(_) | Value::Sha256(_) => {
            query.bind(None::<i64>)
        }
    }
}

fn read(table: &'static Table, row: &SqliteRow) -> StoreResult<TransferRow> {
    let id = if table.has_ids() {
        row.try_get::<i64, _>(0).map_err(engine)?
    } else {
        0
    };
    let mut values = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        let bad = || StoreError::BadRow {
            table: table.name,
            column: column.name,
            row: id,
        };
        let value = match column.kind {
            Kind::Number | Kind::Flag | Kind::Moment => {
                let value: Option<i64> = row.try_get(at).map_err(|_| bad())?;
                value.map(Value::Number)
            }
            Kind::Day | Kind::Text => {
                let value: Option<String> = row.try_get(at).map_err(|_| bad())?;
                value.map(Value::Text)
            }
            Kind::Json | Kind::Texts => {
                let value: Option<String> = row.try_get(at).map_err(|_| bad())?;
                let json = value.map(|text| serde_json::from_str(&text)).transpose();
                json.map_err(|_| bad())?.map(Value::Json)
            }
            Kind::Bytes => {
                let value: Option<Vec<u8>> = row.try_get(at).map_err(|_| bad())?;
                value.map(Value::Bytes)
            }
        };
        values.push(value.unwrap_or(Value::Null));
    }
    Ok(TransferRow(values))
}

/// A photo must be the one that was seen and decided on.
fn check_photo(table: &'static Table, row: &TransferRow) -> StoreResult<()> {
    let value = |column| table.position(column).and_then(|at| row.0.get(at));
    let (Some(Value::Bytes(bytes)), Some(Value::Text(sha256))) = (value("bytes"), value("sha256"))
    else {
        return Ok(());
    };
    if Digest::of_bytes(bytes) == *sha256 {
        return Ok(());
    }
    let id = match value("id") {
        Some(Value::Number(id)) => *id,
        _ => 0,
    };
    Err(StoreError::BadRow {
        table: table.name,
        column: "bytes",
        row: id,
    })
}
