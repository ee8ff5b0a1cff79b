//! Tables `sms_message`, `sms_attempt` and `sms_choice`, as people read and settle them.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{DecisionId, MemberId, MessageId, RequestId, StaffId, thai_text};
use coe_store::{
    Attempt, MadeChoice, Message, MessageFilter, MessageList, MessageRepository, MessageTotals,
    NewChoice, StoreResult,
};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite};

pub(crate) const COLUMNS: &str = "m.id, m.request_id, m.decision_id, m.member_id, m.template, m.to_phone, \
    m.body, m.segments, m.state, m.attempts, m.gateway_ref, m.failure, m.choice, m.queued_at, \
    m.changed_at, m.next_attempt_at";

/// In the very words of the index `sms_message_needs_person`.
const NEEDS_PERSON: &str =
    "m.state IN ('failed', 'unknown') AND (m.choice IS NULL OR m.choice = 'call_instead')";
/// Of an approval that is in force.
const NOT_REACHED: &str = "m.template = 'approved' AND r.status = 'approved'";

#[derive(sqlx::FromRow)]
pub(crate) struct MessageRow {
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
    choice: Option<String>,
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
    pub(crate) fn read(self) -> StoreResult<Message> {
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
            choice: row.parse_some("choice", self.choice.as_deref())?,
            queued_at: row.moment("queued_at", self.queued_at)?,
            changed_at: row.moment("changed_at", self.changed_at)?,
            next_attempt_at: row.moment("next_attempt_at", self.next_attempt_at)?,
            body: self.body,
            gateway_ref: self.gateway_ref,
            failure: self.failure,
        })
    }
}

#[derive(sqlx::FromRow)]
struct TotalsRow {
    queued: i64,
    due_since: Option<i64>,
    needs_person: i64,
    not_reached: i64,
}

impl TotalsRow {
    fn read(self) -> StoreResult<MessageTotals> {
        let row = Row::of("sms_message", 0);
        Ok(MessageTotals {
            queued: self.queued.unsigned_abs(),
            due_since: row.moment_some("next_attempt_at", self.due_since)?,
            needs_person: self.needs_person.unsigned_abs(),
            not_reached: self.not_reached.unsigned_abs(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    attempt: i64,
    gateway: String,
    started_at: i64,
    answered_at: Option<i64>,
    outcome: Option<String>,
    cause: Option<String>,
    gateway_ref: Option<String>,
    reported: Option<String>,
    reported_at: Option<i64>,
}

impl AttemptRow {
    fn read(self, message: MessageId) -> StoreResult<Attempt> {
        let row = Row::of("sms_attempt", message.0);
        Ok(Attempt {
            attempt: row.count("attempt", self.attempt)?,
            started_at: row.moment("started_at", self.started_at)?,
            answered_at: row.moment_some("answered_at", self.answered_at)?,
            outcome: row.parse_some("outcome", self.outcome.as_deref())?,
            reported: row.parse_some("reported", self.reported.as_deref())?,
            reported_at: row.moment_some("reported_at", self.reported_at)?,
            gateway: self.gateway,
            cause: self.cause,
            gateway_ref: self.gateway_ref,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ChoiceRow {
    id: i64,
    attempts: i64,
    choice: String,
    staff: i64,
    at: i64,
}

impl ChoiceRow {
    fn read(self) -> StoreResult<MadeChoice> {
        let row = Row::of("sms_choice", self.id);
        Ok(MadeChoice {
            attempts: row.count("attempts", self.attempts)?,
            choice: row.parse("choice", &self.choice)?,
            by: StaffId(self.staff),
            at: row.moment("at", self.at)?,
        })
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
        match filter.list {
            MessageList::All => {}
            MessageList::NeedsPerson => {
                query.push(" AND ").push(NEEDS_PERSON);
            }
            MessageList::NotReached => {
                query.push(" AND ").push(NEEDS_PERSON);
                query.push(" AND ").push(NOT_REACHED);
            }
        }
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

    async fn message_totals(&mut self) -> StoreResult<MessageTotals> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM sms_message WHERE state = 'queued') AS queued,
                    (SELECT min(next_attempt_at)
                     FROM sms_message
                     WHERE state = 'queued' AND next_attempt_at <= (SELECT at FROM desk_now)) AS due_since,
                    count(*) AS needs_person,
                    count(*) FILTER (WHERE {NOT_REACHED}) AS not_reached
             FROM sms_message AS m
             JOIN change_request AS r ON r.id = m.request_id
             WHERE {NEEDS_PERSON}"
        );
        let totals: TotalsRow = sqlx::query_as(AssertSqlSafe(sql))
            .fetch_one(self.db())
            .await
            .map_err(engine)?;
        totals.read()
    }

    async fn message_by_id(&mut self, id: MessageId) -> StoreResult<Option<Message>> {
        let sql = format!("SELECT {COLUMNS} FROM sms_message AS m WHERE m.id = ?");
        let row: Option<MessageRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(MessageRow::read).transpose()
    }

    async fn attempts_of(&mut self, id: MessageId) -> StoreResult<Vec<Attempt>> {
        let rows: Vec<AttemptRow> = sqlx::query_as(
            "SELECT attempt, gateway, started_at, answered_at, outcome, cause, gateway_ref, reported,
                    reported_at
             FROM sms_attempt
             WHERE message_id = ?
             ORDER BY attempt",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(|row| row.read(id)).collect()
    }

    async fn choices_of(&mut self, id: MessageId) -> StoreResult<Vec<MadeChoice>> {
        let rows: Vec<ChoiceRow> = sqlx::query_as(
            "SELECT id, attempts, choice, staff, at
             FROM sms_choice
             WHERE message_id = ?
             ORDER BY id",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ChoiceRow::read).collect()
    }

    async fn choose(&mut self, new: &NewChoice) -> StoreResult<()> {
        let made = self.choices_of(new.message).await?;
        if made.iter().any(|made| made.is(new)) {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO sms_choice (message_id, attempts, choice, staff, at)
             SELECT ?, ?, ?, ?, at FROM desk_now",
        )
        .bind(new.message.0)
        .bind(new.attempts)
        .bind(new.choice.code())
        .bind(new.by.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }
}
