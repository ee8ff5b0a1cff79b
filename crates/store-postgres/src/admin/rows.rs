//! Rows of a table of the desk, as statements write and read them.
//!
//! All names in the statements come from the list of tables, which is part of the program.

use super::copy::{plain, write_row};
use super::error::AdminError;
use coe_store::transfer::{Column, Kind, Table, TransferRow, Value};
use coe_store::{StoreError, StoreResult};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// The event that tells of a move. It is no row of the source, so it does not count.
pub(super) const MOVED: &str = "database.moved";

/// The columns that are written at once.
pub(super) fn written(table: &Table) -> impl Iterator<Item = &Column> {
    let later = |name| table.late == Some(name);
    table
        .columns
        .iter()
        .filter(move |column| !later(column.name))
}

pub(super) fn value<'a>(table: &Table, row: &'a TransferRow, column: &str) -> Option<&'a Value> {
    table.position(column).and_then(|at| row.0.get(at))
}

pub(super) fn bad(table: &'static Table, row: &TransferRow, column: &'static str) -> AdminError {
    let row = match value(table, row, "id") {
        Some(Value::Number(id)) => *id,
        _ => 0,
    };
    AdminError::Store(StoreError::BadRow {
        table: table.name,
        column,
        row,
    })
}

pub(super) fn write(
    table: &'static Table,
    row: &TransferRow,
    text: &mut String,
) -> Result<(), AdminError> {
    let values = table.columns.iter().zip(&row.0);
    let mut values: Vec<_> = values
        .filter(|(column, _)| table.late != Some(column.name))
        .map(|(column, value)| (column.kind, value))
        .collect();
    if table.name == "staff"
        && let Some(username) = value(table, row, "username")
    {
        values.push((Kind::Text, username));
    }
    let odd = table
        .columns
        .iter()
        .zip(&row.0)
        .find(|(column, value)| plain(column.kind, value).is_err());
    if let Some((column, _)) = odd {
        return Err(bad(table, row, column.name));
    }
    write_row(text, values.into_iter()).map_err(|_| bad(table, row, "id"))
}

/// Reads all rows in the order of their key, in the types of [`read`].
pub(super) fn select(table: &Table) -> String {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| {
            let name = column.name;
            match column.kind {
                Kind::Number => format!("{name}::bigint"),
                Kind::Flag => format!("{name}::integer::bigint"),
                Kind::Moment => format!("(extract(epoch FROM {name}) * 1000)::bigint"),
                Kind::Day | Kind::Text | Kind::Json => format!("{name}::text"),
                Kind::Texts => format!("to_json({name})::text"),
                Kind::Bytes => format!("sha256({name})"),
            }
        })
        .collect();
    let is_text = |key: &str| {
        let column = table.columns.iter().find(|column| column.name == key);
        column.is_some_and(|column| column.kind == Kind::Text)
    };
    // By bytes, as the other engine sorts.
    let key: Vec<_> = table
        .key
        .iter()
        .map(|key| {
            if is_text(key) {
                format!("{key} COLLATE \"C\"")
            } else {
                (*key).to_owned()
            }
        })
        .collect();
    let condition = if table.name == "audit_event" {
        format!("WHERE action <> '{MOVED}'")
    } else {
        String::new()
    };
    format!(
        "SELECT {} FROM desk.{} {condition} ORDER BY {}",
        columns.join(", "),
        table.name,
        key.join(", ")
    )
}

pub(super) fn read(table: &'static Table, row: &PgRow) -> StoreResult<TransferRow> {
    let id = if table.has_ids() {
        row.try_get::<i64, _>(0).unwrap_or_default()
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
                value.map(Value::Sha256)
            }
        };
        values.push(value.unwrap_or(Value::Null));
    }
    Ok(TransferRow(values))
}

pub(super) fn upsert(table: &Table) -> String {
    let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let places: Vec<_> = (1..)
        .zip(table.columns)
        .map(|(place, column)| {
            let of = match column.kind {
                Kind::Number => "bigint",
                Kind::Flag => "boolean",
                Kind::Moment => "timestamptz",
                Kind::Day => "date",
                Kind::Text => "text",
                Kind::Json => "json",
                Kind::Texts => "text[]",
                Kind::Bytes => "bytea",
            };
            format!("${place}::text::{of}")
        })
        .collect();
    let changes: Vec<_> = names
        .iter()
        .filter(|name| !table.key.contains(name))
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    format!(
        "INSERT INTO desk.{} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
        table.name,
        names.join(", "),
        places.join(", "),
        table.key.join(", "),
        changes.join(", ")
    )
}
