//! Reading moments, which are stored as unix milliseconds.

use chrono::{DateTime, TimeZone, Utc};
use coe_store::StoreResult;
pub(crate) use coe_store::row::Row;

/// Moments of a row that is being read.
pub(crate) trait Moments {
    fn moment(self, column: &'static str, millis: i64) -> StoreResult<DateTime<Utc>>;
    fn moment_some(
        self,
        column: &'static str,
        millis: Option<i64>,
    ) -> StoreResult<Option<DateTime<Utc>>>;
}

impl Moments for Row {
    fn moment(self, column: &'static str, millis: i64) -> StoreResult<DateTime<Utc>> {
        Utc.timestamp_millis_opt(millis)
            .single()
            .ok_or_else(|| self.bad(column))
    }

    fn moment_some(
        self,
        column: &'static str,
        millis: Option<i64>,
    ) -> StoreResult<Option<DateTime<Utc>>> {
        millis.map(|millis| self.moment(column, millis)).transpose()
    }
}
