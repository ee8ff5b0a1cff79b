//! Table `sms_message`: the outbox.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{DecisionId, MemberId, MessageId, MessageState, RequestId, thai_text};
use coe_store::row::Row;
use coe_store::{Message, MessageFilter, MessageRepository, StoreResult};
use sqlx::{AssertSqlSafe, Postgres, QueryBuilder};

const COLUMNS: &str = "m.id, m.request_id, m.decision_id, m.member_id, m.template, m.to_phone, \
    m.body, m.segments, m.state, m.attempts, m.gateway_ref, m.failure, m.queued_at, \
    m.changed_at, m.next_attempt_at";

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: i64,
    request_id: i64,
    decision_id: Option<i64>,
    member_id: i64,
    template: String,
    to_phone: String,
    body: String,
    segments: i32,
    state: String,
    attempts: i32,
    gateway_ref: Option<String>,
    failure: Option<String>,
    queued_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    next_attempt_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    message: MessageRow,
    request_no: String,
}

impl MessageRow {
    fn read(self) -> StoreResult<Message> {
        let row = Row::of("sms_message", self.id);
        Ok(Message {
            id: MessageId(self.id),
            request_id: RequestId(self.request_id),
            decision_id: self.decision_id.map(DecisionId),
            member_id: MemberId(self.member_id),
            template: row.parse("template", &self.template)?,
            to_phone: row.parse("to_phone", &self.to_phone)?,
            segments: row.count("segments", self.segments.into())?,
            state: row.parse("state", &self.state)?,
            attempts: row.count("attempts", self.attempts.into())?,
            queued_at: self.queued_at,
            changed_at: self.changed_at,
            next_attempt_at: self.next_attempt_at,
            body: self.body,
            gateway_ref: self.gateway_ref,
            failure: self.failure,
        })
    }
}

fn narrow(query: &mut QueryBuilder<Postgres>, search: &str) {
    let text = thai_text::normalise(search);
    if text.is_empty() {
        return;
    }
    query
        .push(" AND (strpos(r.request_no, ")
        .push_bind(text.clone())
        .push(") > 0");
    // Fewer digits would find half of all numbers.
    if text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        query
            .push(" OR m.to_phone LIKE ")
            .push_bind(format!("%{text}"));
    }
    query.push(")");
}

#[async_trait]
impl MessageRepository for PgUnit {
    async fn messages(&mut self, filter: &MessageFilter) -> StoreResult<Vec<(Message, String)>> {
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(
            ", r.request_no
             FROM desk.sms_message AS m
             JOIN desk.change_request AS r ON r.id = m.request_id
             WHERE TRUE",
        );
        if let Some(state) = filter.state {
            query.push(" AND m.state = ").push_bind(state.code());
        }
        if let Some(before) = filter.before {
            query.push(" AND m.id < ").push_bind(before.0);
        }
        narrow(&mut query, &filter.search);
        query
            .push(" ORDER BY m.id DESC LIMIT ")
            .push_bind(i64::from(filter.limit));
        let rows: Vec<ListedRow> = query
            .build_query_as()
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter()
            .map(|row| Ok((row.message.read()?, row.request_no)))
            .collect()
    }

    async fn messages_of(&mut self, id: RequestId) -> StoreResult<Vec<Message>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM desk.sms_message AS m WHERE m.request_id = $1 ORDER BY m.id"
        );
        let rows: Vec<MessageRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(MessageRow::read).collect()
    }

    async fn take_due_messages(&mut self, limit: u32) -> StoreResult<Vec<Message>> {
        self.act(Seat::Dispatcher).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM desk.take_due_messages($1) AS m ORDER BY m.next_attempt_at, m.id"
        );
        let rows: Vec<MessageRow> = guarded!(self, db => sqlx::query_as(AssertSqlSafe(sql))
            .bind(i64::from(limit))
            .fetch_all(&mut *db));
        rows.into_iter().map(MessageRow::read).collect()
    }

    async fn settle_interrupted(&mut self, older_than: DateTime<Utc>) -> StoreResult<u64> {
        self.act(Seat::Dispatcher).await?;
        let settled: i64 = guarded!(self, db => sqlx::query_scalar("SELECT desk.settle_interrupted($1)")
            .bind(older_than)
            .fetch_one(&mut *db));
        Ok(settled.unsigned_abs())
    }

    async fn move_message(
        &mut self,
        id: MessageId,
        state: MessageState,
        gateway_ref: Option<&str>,
        failure: Option<&str>,
    ) -> StoreResult<bool> {
        self.act(Seat::Dispatcher).await?;
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.move_message($1, $2, $3, $4)")
            .bind(id.0)
            .bind(state.code())
            .bind(gateway_ref)
            .bind(failure)
            .fetch_one(&mut *db)),
        )
    }

    async fn retry_message(
        &mut self,
        id: MessageId,
        at: DateTime<Utc>,
        failure: &str,
    ) -> StoreResult<bool> {
        self.act(Seat::Dispatcher).await?;
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.retry_message($1, $2, $3)")
            .bind(id.0)
            .bind(at)
            .bind(failure)
            .fetch_one(&mut *db)),
        )
    }
}
