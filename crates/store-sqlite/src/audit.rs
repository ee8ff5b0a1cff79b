//! Table `audit_event`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use coe_store::{AuditEvent, AuditRepository, NewAuditEvent, StoreResult};
use serde_json::Value;
use std::collections::BTreeMap;

const TABLE: &str = "audit_event";

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    at: i64,
    actor: Option<i64>,
    action: String,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: String,
}

impl EventRow {
    fn read(self) -> StoreResult<AuditEvent> {
        let row = Row::of(TABLE, self.id);
        Ok(AuditEvent {
            id: AuditEventId(self.id),
            at: row.moment("at", self.at)?,
            actor: self.actor.map(StaffId),
            action: self.action,
            request_id: self.request_id.map(RequestId),
            member_id: self.member_id.map(MemberId),
            detail: values(&self.detail).ok_or_else(|| row.bad("detail"))?,
        })
    }
}

/// The values of a JSON object as texts. Other systems may write numbers; null is no value.
fn values(json: &str) -> Option<BTreeMap<String, String>> {
    let Value::Object(object) = serde_json::from_str(json).ok()? else {
        return None;
    };
    let texts = object.into_iter().filter_map(|(key, value)| match value {
        Value::Null => None,
        Value::String(text) => Some((key, text)),
        other => Some((key, other.to_string())),
    });
    Some(texts.collect())
}

#[async_trait]
impl AuditRepository for SqliteUnit {
    async fn append_event(&mut self, event: &NewAuditEvent) -> StoreResult<AuditEventId> {
        let detail: serde_json::Map<String, Value> = event
            .detail
            .iter()
            .map(|(key, value)| (key.clone(), Value::String(value.clone())))
            .collect();
        let id = sqlx::query_scalar(
            "INSERT INTO audit_event (at, actor, action, request_id, member_id, detail)
             VALUES ((SELECT at FROM desk_now), ?, ?, ?, ?, ?)
             RETURNING id",
        )
        .bind(event.actor.map(|id| id.0))
        .bind(event.action)
        .bind(event.request_id.map(|id| id.0))
        .bind(event.member_id.map(|id| id.0))
        .bind(Value::Object(detail).to_string())
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(AuditEventId(id))
    }

    async fn events_of(&mut self, id: RequestId) -> StoreResult<Vec<AuditEvent>> {
        let rows: Vec<EventRow> = sqlx::query_as(
            "SELECT id, at, actor, action, request_id, member_id, detail
             FROM audit_event
             WHERE request_id = ?
             ORDER BY id",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(EventRow::read).collect()
    }
}
