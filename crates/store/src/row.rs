//! Reading the values of a row, with the place named where one cannot be read.

use crate::{StoreError, StoreResult};
use std::str::FromStr;

/// A row that is being read.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    table: &'static str,
    id: i64,
}

impl Row {
    /// The row of this id.
    #[must_use]
    pub fn of(table: &'static str, id: i64) -> Self {
        Self { table, id }
    }

    /// The error that names the place and never the value.
    #[must_use]
    pub fn bad(self, column: &'static str) -> StoreError {
        StoreError::BadRow {
            table: self.table,
            column,
            row: self.id,
        }
    }

    /// A code, number or other text with one written form.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] where it cannot be read.
    pub fn parse<T: FromStr>(self, column: &'static str, text: &str) -> StoreResult<T> {
        text.parse().map_err(|_| self.bad(column))
    }

    /// The same for a column that may be empty.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] where it cannot be read.
    pub fn parse_some<T: FromStr>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> StoreResult<Option<T>> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    /// A count that is never negative.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] where it does not fit.
    pub fn count<T: TryFrom<i64>>(self, column: &'static str, value: i64) -> StoreResult<T> {
        T::try_from(value).map_err(|_| self.bad(column))
    }
}
