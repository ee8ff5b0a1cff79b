//! Table `audit_event`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use coe_store::{AuditEvent, AuditRepository, NewAuditEvent, StoreError, StoreResult};
use serde_json::{Map, Value};
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    at: DateTime<Utc>,
    actor: Option<i64>,
    action: String,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: Json<Map<String, Value>>,
}

impl From<EventRow> for AuditEvent {
    fn from(row: EventRow) -> Self {
        // Other systems may write numbers; null is no value.
        let texts = row
            .detail
            .0
            .into_iter()
            .filter_map(|(key, value)| match value {
                Value::Null => None,
                Value::String(text) => Some((key, text)),
                other => Some((key, other.to_string())),
            });
        Self {
            id: AuditEventId(row.id),
            at: row.at,
            actor: row.actor.map(StaffId),
            action: row.action,
            request_id: row.request_id.map(RequestId),
            member_id: row.member_id.map(MemberId),
            detail: texts.collect(),
        }
    }
}

#[async_trait]
impl AuditRepository for PgUnit {
    async fn append_event(&mut self, event: &NewAuditEvent) -> StoreResult<AuditEventId> {
        self.act(event.actor.map_or(Seat::System, Seat::Person))
            .await?;
        let detail = serde_json::to_value(&event.detail).map_err(|_| StoreError::Engine {
            code: "encode".to_owned(),
        })?;
        let id = guarded!(self, db => sqlx::query_scalar("SELECT desk.note_event($1, $2, $3, $4)")
            .bind(event.action)
            .bind(event.request_id.map(|id| id.0))
            .bind(event.member_id.map(|id| id.0))
            .bind(detail)
            .fetch_one(&mut *db));
        Ok(AuditEventId(id))
    }

    async fn events_of(&mut self, id: RequestId) -> StoreResult<Vec<AuditEvent>> {
        let rows: Vec<EventRow> = sqlx::query_as(
            "SELECT id, at, actor, action, request_id, member_id, detail
             FROM desk.audit_event_seen
             WHERE request_id = $1
             ORDER BY id",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        Ok(rows.into_iter().map(AuditEvent::from).collect())
    }
}
