//! Tables `dispatcher`, `sms_attempt` and `sms_report`: sending. What an answer or a report means for the
//! message is in `migrations/sqlite/0014`.

mod answers;
mod reports;

use crate::error::engine;
use crate::message::{COLUMNS, MessageRow};
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::MessageId;
use coe_store::{
    Answer, DispatcherId, DispatcherState, Message, NewDispatcher, OutboxRepository, Poll, Pulse,
    Report, ReportAnswer, StoreResult, Subject,
};
use sqlx::{QueryBuilder, Sqlite};

/// How long a dispatcher that ended stays on record.
const WEEK_MS: i64 = 7 * 86_400_000;
/// How long the fate of a message is asked for.
const THREE_DAYS_MS: i64 = 3 * 86_400_000;

#[derive(sqlx::FromRow)]
struct DispatcherRow {
    id: String,
    gateway: String,
    simulated: bool,
    started_at: i64,
    seen_at: i64,
    alive: bool,
    condition: String,
    cause: Option<String>,
    credit: Option<String>,
}

impl DispatcherRow {
    fn read(self) -> StoreResult<DispatcherState> {
        let row = Row::of("dispatcher", 0);
        Ok(DispatcherState {
            started_at: row.moment("started_at", self.started_at)?,
            seen_at: row.moment("seen_at", self.seen_at)?,
            condition: row.parse("condition", &self.condition)?,
            id: DispatcherId(self.id),
            gateway: self.gateway,
            simulated: self.simulated,
            alive: self.alive,
            cause: self.cause,
            credit: self.credit,
        })
    }
}

#[async_trait]
impl OutboxRepository for SqliteUnit {
    async fn register_dispatcher(
        &mut self,
        new: &NewDispatcher,
        lease: TimeDelta,
    ) -> StoreResult<()> {
        let now = self.now_ms().await?;
        sqlx::query("DELETE FROM dispatcher WHERE lease_expires_at < ?")
            .bind(now - WEEK_MS)
            .execute(self.db())
            .await
            .map_err(engine)?;
        sqlx::query(
            "INSERT INTO dispatcher (id, gateway, simulated, started_at, seen_at, lease_expires_at, condition)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, 'working')",
        )
        .bind(&new.id.0)
        .bind(&new.gateway)
        .bind(new.simulated)
        .bind(now)
        .bind(now + lease.num_milliseconds())
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn renew_dispatcher(&mut self, id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool> {
        let done = sqlx::query(
            "UPDATE dispatcher
             SET seen_at = (SELECT at FROM desk_now),
                 lease_expires_at = (SELECT at FROM desk_now) + ?,
                 condition = ?,
                 cause = ?,
                 credit = COALESCE(?, credit)
             WHERE id IN (SELECT id FROM dispatcher_alive) AND id = ?",
        )
        .bind(pulse.lease.num_milliseconds())
        .bind(pulse.condition.code())
        .bind(pulse.cause.map(|cause| cause.code()))
        .bind(&pulse.credit)
        .bind(&id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }

    async fn end_dispatcher(&mut self, id: &DispatcherId) -> StoreResult<bool> {
        let done = sqlx::query(
            "UPDATE dispatcher
             SET stopped_at = (SELECT at FROM desk_now),
                 seen_at = (SELECT at FROM desk_now),
                 condition = 'stopped',
                 cause = NULL
             WHERE id IN (SELECT id FROM dispatcher_alive) AND id = ?",
        )
        .bind(&id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }

    async fn dispatchers(&mut self) -> StoreResult<Vec<DispatcherState>> {
        let rows: Vec<DispatcherRow> = sqlx::query_as(
            "SELECT id, gateway, simulated, started_at, seen_at,
                    id IN (SELECT id FROM dispatcher_alive) AS alive,
                    condition, cause, credit
             FROM dispatcher
             ORDER BY started_at DESC, id",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(DispatcherRow::read).collect()
    }

    async fn take_due_messages(
        &mut self,
        by: &DispatcherId,
        limit: u32,
    ) -> StoreResult<Vec<Message>> {
        let mut query = QueryBuilder::<Sqlite>::new("UPDATE sms_message SET sent_by = ");
        query
            .push_bind(&by.0)
            .push(
                ",
                 state = 'sending',
                 choice = NULL,
                 attempts = attempts + 1,
                 changed_at = (SELECT at FROM desk_now)
             WHERE id IN (SELECT id
                          FROM sms_message
                          WHERE state = 'queued'
                            AND next_attempt_at <= (SELECT at FROM desk_now)
                            AND EXISTS (SELECT 1 FROM dispatcher_alive WHERE id = ",
            )
            .push_bind(&by.0)
            .push(
                ")
                          ORDER BY next_attempt_at, id
                          LIMIT ",
            )
            .push_bind(limit)
            .push(") RETURNING ")
            .push(COLUMNS.replace("m.", ""));
        let rows: Vec<MessageRow> = query
            .build_query_as()
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        let mut taken = rows
            .into_iter()
            .map(MessageRow::read)
            .collect::<StoreResult<Vec<_>>>()?;
        // RETURNING promises no order.
        taken.sort_by_key(|message| (message.next_attempt_at, message.id));
        Ok(taken)
    }

    async fn settle_interrupted(&mut self) -> StoreResult<u64> {
        let done = sqlx::query(
            "UPDATE sms_attempt
             SET outcome = 'unknown', cause = 'interrupted', answered_at = (SELECT at FROM desk_now)
             WHERE outcome IS NULL AND dispatcher NOT IN (SELECT id FROM dispatcher_alive)",
        )
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected())
    }

    async fn note_answers(&mut self, answers: &[Answer]) -> StoreResult<u64> {
        let mut moved = 0;
        for answer in answers {
            moved += u64::from(self.note_answer(answer).await?);
        }
        Ok(moved)
    }

    async fn note_report(&mut self, report: &Report) -> StoreResult<ReportAnswer> {
        let found = self.subjects(report).await?;
        let (message, attempt) = match (found.as_slice(), &report.subject) {
            ([found], _) => *found,
            ([], Subject::Reference(reference)) => return self.keep(report, reference).await,
            // A reference that several have tells none of them.
            _ => return Ok(ReportAnswer::Unknown),
        };
        if let Subject::Attempt {
            gateway_ref: Some(reference),
            ..
        } = &report.subject
        {
            self.name_reference(message, attempt, reference).await?;
        }
        let before = self.state_of(message).await?;
        let cause = report.cause.map(|cause| cause.code());
        self.report(message, attempt, report.state.code(), cause)
            .await?;
        Ok(if self.state_of(message).await? == before {
            ReportAnswer::Noted
        } else {
            ReportAnswer::Applied
        })
    }

    async fn take_polls(&mut self, gateway: &str, limit: u32) -> StoreResult<Vec<Poll>> {
        let now = self.now_ms().await?;
        let rows: Vec<(i64, u32, String)> = sqlx::query_as(
            "UPDATE sms_attempt
             SET poll_at = CASE
                               WHEN ?1 - answered_at < ?2
                                   THEN ?1 + max(10000, (?1 - answered_at) / 2)
                           END
             WHERE (message_id, attempt) IN (SELECT message_id, attempt
                                             FROM sms_attempt
                                             WHERE gateway = ?3 AND poll_at <= ?1
                                             ORDER BY poll_at
                                             LIMIT ?4)
             RETURNING message_id, attempt, gateway_ref",
        )
        .bind(now)
        .bind(THREE_DAYS_MS)
        .bind(gateway)
        .bind(limit)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        Ok(rows
            .into_iter()
            .map(|(message, attempt, gateway_ref)| Poll {
                message: MessageId(message),
                attempt,
                gateway_ref,
            })
            .collect())
    }

    async fn queue_reminders(&mut self) -> StoreResult<u64> {
        let done = sqlx::query(
            "INSERT INTO sms_message
                 (request_id, call_id, member_id, template, language, to_phone, body,
                  queued_at, changed_at, next_attempt_at)
             SELECT t.request_id, t.call_id, t.member_id, t.template, t.language, t.to_phone, t.body,
                    n.at, n.at, n.at
             FROM call_due_reminder AS d
             JOIN call_text AS t ON t.call_id = d.call_id AND t.template = 'call_reminder'
             CROSS JOIN desk_now AS n",
        )
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected())
    }
}
