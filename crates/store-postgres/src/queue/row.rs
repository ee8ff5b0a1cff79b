//! A row of the queue.

use crate::request::{TABLE, Waited, intervals};
use chrono::{DateTime, Utc};
use coe_domain::{PersonName, RequestId, StaffId};
use coe_store::cursor::Position;
use coe_store::row::Row;
use coe_store::{QueueItem, QueueOrder, StoreResult};

/// The columns that [`QueueRow`] reads.
pub(crate) const COLUMNS: &str = include_str!("columns.sql");

#[derive(sqlx::FromRow)]
pub(crate) struct QueueRow {
    id: i64,
    request_no: String,
    title_th: String,
    given_th: String,
    family_th: String,
    title_en: String,
    given_en: String,
    family_en: String,
    member_no: String,
    licence: Option<String>,
    new_phone: String,
    status: String,
    risk: String,
    risk_order: i64,
    priority_order: i64,
    submitted_at: DateTime<Utc>,
    returned_at: Option<DateTime<Utc>>,
    waited: Waited,
    closed_at: Option<DateTime<Utc>>,
    claimed_by: Option<i64>,
    is_held: bool,
    holder_name: Option<String>,
    call_at: Option<DateTime<Utc>>,
}

impl QueueRow {
    pub(crate) fn position(&self, order: QueueOrder) -> Position {
        let submitted = self.submitted_at.timestamp_millis();
        let closed = self.closed_at.map_or(0, |at| at.timestamp_millis());
        let (first, second, id) = match order {
            QueueOrder::Urgent => (self.priority_order, submitted, self.id),
            QueueOrder::Risk => (self.risk_order, submitted, self.id),
            QueueOrder::Newest => (-submitted, 0, -self.id),
            // Open requests come after all closed ones.
            QueueOrder::Closed => (-closed, 0, -self.id),
        };
        Position { first, second, id }
    }

    pub(crate) fn read(self) -> StoreResult<QueueItem> {
        let row = Row::of(TABLE, self.id);
        let holder = match (self.claimed_by, self.holder_name) {
            (Some(staff), Some(name)) if self.is_held => Some((StaffId(staff), name)),
            _ => None,
        };
        Ok(QueueItem {
            id: RequestId(self.id),
            request_no: row.parse("request_no", &self.request_no)?,
            name_th: PersonName::new(self.title_th, self.given_th, self.family_th).full(),
            name_en: PersonName::new(self.title_en, self.given_en, self.family_en).full(),
            member_no: self.member_no,
            licence: row.parse_some("licence", self.licence.as_deref())?,
            new_phone: row.parse("new_phone", &self.new_phone)?,
            status: row.parse("status", &self.status)?,
            risk: row.parse("risk", &self.risk)?,
            submitted_at: self.submitted_at,
            returned_at: self.returned_at,
            waited: intervals(row, &self.waited)?,
            closed_at: self.closed_at,
            holder,
            call_at: self.call_at,
        })
    }
}
