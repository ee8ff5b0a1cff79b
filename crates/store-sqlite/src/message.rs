//! Table `sms_message`: the outbox.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{DecisionId, MemberId, MessageId, MessageState, RequestId, thai_text};
use coe_store::{Message, MessageFilter, MessageRepository, StoreResult};
use sqlx::{QueryBuilder, Sqlite};

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
    segments: i64,
    state: String,
    attempts: i64,
    gateway_ref: Option<String>,
    failure: Option<String>,
    queued_at: i64,
    changed_at: i64,
    next_attempt_at: i64,
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
            segments: row.count("segments", self.segments)?,
            state: row.parse("state", &self.state)?,
            attempts: row.count("attempts", self.attempts)?,
            queued_at: row.moment("queued_at", self.queued_at)?,
            changed_at: row.moment("changed_at", self.changed_at)?,
            next_attempt_at: row.moment("next_attempt_at", self.next_attempt_at)?,
            body: self.body,
            gateway_ref: self.gateway_ref,
            failure: self.failure,
        })
    }
}

/// From which states a message may come into this one by an answer or a report of the gateway.
/// `unknown` is settled by a report that comes late.
fn sources(state: MessageState) -> &'static str {
    match state {
        MessageState::Accepted | MessageState::Unknown => "'sending'",
        MessageState::Delivered => "'accepted', 'unknown'",
        MessageState::Failed => "'sending', 'accepted', 'unknown'",
        // By `retry_message` and `take_due_messages` only.
        MessageState::Queued | MessageState::Sending => "",
    }
}

fn narrow(query: &mut QueryBuilder<Sqlite>, search: &str) {
    let text = thai_text::normalise(search);
    if text.is_empty() {
        return;
    }
    query
        .push(" AND (instr(r.request_no, ")
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
impl MessageRepository for SqliteUnit {
    async fn messages(&mut self, filter: &MessageFilter) -> StoreResult<Vec<(Message, String)>> {
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(
            ", r.request_no
             FROM sms_message AS m
             JOIN change_request AS r ON r.id = m.request_id
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
            .push_bind(filter.limit);
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
        let mut query = QueryBuilder::new("SELECT ");
        query
            .push(COLUMNS)
            .push(" FROM sms_message AS m WHERE m.request_id = ");
        query.push_bind(id.0).push(" ORDER BY m.id");
        let rows: Vec<MessageRow> = query
            .build_query_as()
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(MessageRow::read).collect()
    }

    async fn take_due_messages(&mut self, limit: u32) -> StoreResult<Vec<Message>> {
        let mut query = QueryBuilder::new(
            "UPDATE sms_message AS m
             SET state = 'sending',
                 attempts = attempts + 1,
                 changed_at = (SELECT at FROM desk_now)
             WHERE id IN (SELECT id
                          FROM sms_message
                          WHERE state = 'queued'
                            AND next_attempt_at <= (SELECT at FROM desk_now)
                          ORDER BY next_attempt_at, id
                          LIMIT ",
        );
        query
            .push_bind(limit)
            .push(") RETURNING ")
            .push(COLUMNS.replace("m.", ""));
        let mut rows: Vec<MessageRow> = query
            .build_query_as()
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        // RETURNING promises no order.
        rows.sort_by_key(|row| (row.next_attempt_at, row.id));
        rows.into_iter().map(MessageRow::read).collect()
    }

    async fn settle_interrupted(&mut self, older_than: DateTime<Utc>) -> StoreResult<u64> {
        let done = sqlx::query(
            "UPDATE sms_message
             SET state = 'unknown',
                 failure = 'interrupted',
                 changed_at = (SELECT at FROM desk_now)
             WHERE state = 'sending' AND changed_at < ?",
        )
        .bind(millis(older_than))
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected())
    }

    async fn move_message(
        &mut self,
        id: MessageId,
        state: MessageState,
        gateway_ref: Option<&str>,
        failure: Option<&str>,
    ) -> StoreResult<bool> {
        let mut query = QueryBuilder::new("UPDATE sms_message SET state = ");
        query
            .push_bind(state.code())
            .push(", gateway_ref = COALESCE(")
            .push_bind(gateway_ref)
            .push(", gateway_ref), failure = ")
            .push_bind(failure)
            .push(", changed_at = (SELECT at FROM desk_now) WHERE id = ")
            .push_bind(id.0)
            .push(" AND state IN (")
            .push(sources(state))
            .push(")");
        let done = query.build().execute(self.db()).await.map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }

    async fn retry_message(
        &mut self,
        id: MessageId,
        at: DateTime<Utc>,
        failure: &str,
    ) -> StoreResult<bool> {
        let done = sqlx::query(
            "UPDATE sms_message
             SET state = 'queued',
                 failure = ?,
                 next_attempt_at = ?,
                 changed_at = (SELECT at FROM desk_now)
             WHERE id = ? AND state = 'sending'",
        )
        .bind(failure)
        .bind(millis(at))
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }
}
