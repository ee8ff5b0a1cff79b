//! Tables `sms_message`, `sms_attempt` and `sms_choice`, as people read and settle them.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{DecisionId, MemberId, MessageId, RequestId, StaffId, thai_text};
use coe_store::row::Row;
use coe_store::{
    Attempt, MadeChoice, Message, MessageFilter, MessageList, MessageRepository, MessageTotals,
    NewChoice, StoreResult,
};
use sqlx::{AssertSqlSafe, Postgres, QueryBuilder};

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
    segments: i32,
    state: String,
    attempts: i32,
    gateway_ref: Option<String>,
    failure: Option<String>,
    choice: Option<String>,
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
    pub(crate) fn read(self) -> StoreResult<Message> {
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
            choice: row.parse_some("choice", self.choice.as_deref())?,
            queued_at: self.queued_at,
            changed_at: self.changed_at,
            next_attempt_at: self.next_attempt_at,
            body: self.body,
            gateway_ref: self.gateway_ref,
            failure: self.failure,
        })
    }
}

#[derive(sqlx::FromRow)]
struct TotalsRow {
    queued: i64,
    due_since: Option<DateTime<Utc>>,
    needs_person: i64,
    not_reached: i64,
}

impl From<TotalsRow> for MessageTotals {
    fn from(row: TotalsRow) -> Self {
        Self {
            queued: row.queued.unsigned_abs(),
            due_since: row.due_since,
            needs_person: row.needs_person.unsigned_abs(),
            not_reached: row.not_reached.unsigned_abs(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct AttemptRow {
    attempt: i32,
    gateway: String,
    started_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    cause: Option<String>,
    gateway_ref: Option<String>,
    reported: Option<String>,
    reported_at: Option<DateTime<Utc>>,
}

impl AttemptRow {
    fn read(self, message: MessageId) -> StoreResult<Attempt> {
        let row = Row::of("sms_attempt", message.0);
        Ok(Attempt {
            attempt: row.count("attempt", self.attempt.into())?,
            outcome: row.parse_some("outcome", self.outcome.as_deref())?,
            reported: row.parse_some("reported", self.reported.as_deref())?,
            gateway: self.gateway,
            started_at: self.started_at,
            answered_at: self.answered_at,
            cause: self.cause,
            gateway_ref: self.gateway_ref,
            reported_at: self.reported_at,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ChoiceRow {
    id: i64,
    attempts: i32,
    choice: String,
    staff: i64,
    at: DateTime<Utc>,
}

impl ChoiceRow {
    fn read(self) -> StoreResult<MadeChoice> {
        let row = Row::of("sms_choice", self.id);
        Ok(MadeChoice {
            attempts: row.count("attempts", self.attempts.into())?,
            choice: row.parse("choice", &self.choice)?,
            by: StaffId(self.staff),
            at: self.at,
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

    async fn message_totals(&mut self) -> StoreResult<MessageTotals> {
        let totals: TotalsRow = sqlx::query_as("SELECT * FROM desk.message_totals()")
            .fetch_one(self.db())
            .await
            .map_err(engine)?;
        Ok(totals.into())
    }

    async fn message_by_id(&mut self, id: MessageId) -> StoreResult<Option<Message>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.sms_message AS m WHERE m.id = $1");
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
             FROM desk.sms_attempt
             WHERE message_id = $1
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
             FROM desk.sms_choice
             WHERE message_id = $1
             ORDER BY id",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ChoiceRow::read).collect()
    }

    async fn choose(&mut self, new: &NewChoice) -> StoreResult<()> {
        self.act(Seat::Person(new.by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.choose_message($1, $2, $3)")
            .bind(new.message.0)
            .bind(i32::try_from(new.attempts).unwrap_or(i32::MAX))
            .bind(new.choice.code())
            .execute(&mut *db));
        Ok(())
    }
}
