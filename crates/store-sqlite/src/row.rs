//! Reading the values of a row, with the place named where one cannot be read.

use chrono::{DateTime, TimeZone, Utc};
use coe_store::{StoreError, StoreResult};
use std::str::FromStr;

/// A row that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    table: &'static str,
    id: i64,
}

impl Row {
    pub(crate) fn of(table: &'static str, id: i64) -> Self {
        Self { table, id }
    }

    pub(crate) fn bad(self, column: &'static str) -> StoreError {
        StoreError::BadRow {
            table: self.table,
            column,
            row: self.id,
        }
    }

    /// A code, number or other text with one written form.
    pub(crate) fn parse<T: FromStr>(self, column: &'static str, text: &str) -> StoreResult<T> {
        text.parse().map_err(|_| self.bad(column))
    }

    pub(crate) fn parse_some<T: FromStr>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> StoreResult<Option<T>> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    pub(crate) fn moment(self, column: &'static str, millis: i64) -> StoreResult<DateTime<Utc>> {
        Utc.timestamp_millis_opt(millis)
            .single()
            .ok_or_else(|| self.bad(column))
    }

    pub(crate) fn moment_some(
        self,
        column: &'static str,
        millis: Option<i64>,
    ) -> StoreResult<Option<DateTime<Utc>>> {
        millis.map(|millis| self.moment(column, millis)).transpose()
    }

    /// A count that is never negative.
    pub(crate) fn count<T: TryFrom<i64>>(self, column: &'static str, value: i64) -> StoreResult<T> {
        T::try_from(value).map_err(|_| self.bad(column))
    }
}
