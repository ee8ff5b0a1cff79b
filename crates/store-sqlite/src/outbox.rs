//! Tables `dispatcher`, `sms_attempt` and `sms_report`: sending. What an answer or a report means for the
//! message is in `migrations/sqlite/0014`.

use crate::error::engine;
use crate::message::{COLUMNS, MessageRow};
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{AttemptOutcome, MessageId};
use coe_store::{
    Answer, Answered, DispatcherId, DispatcherState, Message, NewDispatcher, OutboxRepository,
    Poll, Pulse, Report, ReportAnswer, StoreResult, Subject,
};
use sqlx::{QueryBuilder, Sqlite};

/// How long a dispatcher that ended stays on record, and how long a report of an unknown reference is kept.
const WEEK_MS: i64 = 7 * 86_400_000;
const THREE_DAYS_MS: i64 = 3 * 86_400_000;
/// The most reports of unknown references: whoever sends them shall not fill the disk.
const MOST_KEPT: i64 = 10_000;

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

/// What is put on record of an answer.
struct Noted<'a> {
    outcome: AttemptOutcome,
    cause: Option<&'static str>,
    retry_in: Option<TimeDelta>,
    gateway_ref: Option<&'a str>,
    poll_in: Option<TimeDelta>,
}

impl<'a> Noted<'a> {
    fn of(answered: &'a Answered) -> Self {
        let nothing = Self {
            outcome: AttemptOutcome::Unknown,
            cause: None,
            retry_in: None,
            gateway_ref: None,
            poll_in: None,
        };
        match answered {
            Answered::Taken {
                gateway_ref,
                poll_in,
            } => Self {
                outcome: AttemptOutcome::Taken,
                gateway_ref: gateway_ref.as_deref(),
                poll_in: *poll_in,
                ..nothing
            },
            Answered::NotNow { cause, retry_in } => Self {
                outcome: AttemptOutcome::NotNow,
                cause: Some(cause.code()),
                retry_in: Some(*retry_in),
                ..nothing
            },
            Answered::Refused { cause } => Self {
                outcome: AttemptOutcome::Refused,
                cause: Some(cause.code()),
                ..nothing
            },
            Answered::Unknown { cause } => Self {
                cause: Some(cause.code()),
                ..nothing
            },
        }
    }
}

impl SqliteUnit {
    /// The state of a message, to tell whether something moved it.
    async fn state_of(&mut self, id: MessageId) -> StoreResult<Option<String>> {
        sqlx::query_scalar("SELECT state FROM sms_message WHERE id = ?")
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)
    }

    async fn note_answer(&mut self, answer: &Answer) -> StoreResult<bool> {
        let before = self.state_of(answer.message).await?;
        let noted = Noted::of(&answer.answered);
        sqlx::query(
            "UPDATE sms_attempt
             SET outcome = ?3,
                 cause = ?4,
                 answered_at = (SELECT at FROM desk_now),
                 retry_at = (SELECT at FROM desk_now) + ?5,
                 gateway_ref = COALESCE(gateway_ref, ?6),
                 poll_at = CASE WHEN reported IS NULL THEN (SELECT at FROM desk_now) + ?7 END
             WHERE message_id = ?1
               AND attempt = ?2
               AND (outcome IS NULL OR (outcome = 'unknown' AND cause = 'interrupted'))",
        )
        .bind(answer.message.0)
        .bind(answer.attempt)
        .bind(noted.outcome.code())
        .bind(noted.cause)
        .bind(noted.retry_in.map(|wait| wait.num_milliseconds()))
        .bind(noted.gateway_ref)
        .bind(noted.poll_in.map(|wait| wait.num_milliseconds()))
        .execute(self.db())
        .await
        .map_err(engine)?;
        if noted.gateway_ref.is_some() {
            self.apply_kept(answer).await?;
        }
        Ok(self.state_of(answer.message).await? != before)
    }

    /// Reports that came before the answer that names their reference.
    async fn apply_kept(&mut self, answer: &Answer) -> StoreResult<()> {
        let kept: Vec<(String, Option<String>)> = sqlx::query_as(
            "DELETE FROM sms_report
             WHERE (gateway, gateway_ref) IN (SELECT gateway, gateway_ref
                                              FROM sms_attempt
                                              WHERE message_id = ? AND attempt = ?)
             RETURNING reported, cause",
        )
        .bind(answer.message.0)
        .bind(answer.attempt)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        for (reported, cause) in kept {
            self.report(answer.message, answer.attempt, &reported, cause.as_deref())
                .await?;
        }
        Ok(())
    }

    async fn report(
        &mut self,
        message: MessageId,
        attempt: u32,
        reported: &str,
        cause: Option<&str>,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE sms_attempt
             SET reported = ?3,
                 report_cause = ?4,
                 reported_at = (SELECT at FROM desk_now),
                 poll_at = NULL
             WHERE message_id = ?1
               AND attempt = ?2
               AND (reported IS NULL OR (reported = 'failed' AND ?3 = 'delivered'))",
        )
        .bind(message.0)
        .bind(attempt)
        .bind(reported)
        .bind(cause)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    /// The attempts that a report may be about.
    async fn subjects(&mut self, report: &Report) -> StoreResult<Vec<(MessageId, u32)>> {
        let found: Vec<(i64, u32)> = match &report.subject {
            Subject::Reference(reference) => {
                sqlx::query_as(
                    "SELECT message_id, attempt
                     FROM sms_attempt
                     WHERE gateway = ? AND gateway_ref = ?
                     LIMIT 2",
                )
                .bind(&report.gateway)
                .bind(reference)
                .fetch_all(self.db())
                .await
            }
            Subject::Attempt {
                message, attempt, ..
            } => {
                sqlx::query_as(
                    "SELECT message_id, attempt
                     FROM sms_attempt
                     WHERE gateway = ? AND message_id = ? AND attempt = ?",
                )
                .bind(&report.gateway)
                .bind(message.0)
                .bind(attempt)
                .fetch_all(self.db())
                .await
            }
        }
        .map_err(engine)?;
        Ok(found
            .into_iter()
            .map(|(message, attempt)| (MessageId(message), attempt))
            .collect())
    }

    /// A reference that an answer did not bring, because it was lost.
    async fn name_reference(
        &mut self,
        message: MessageId,
        attempt: u32,
        reference: &str,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE sms_attempt
             SET gateway_ref = ?3
             WHERE message_id = ?1 AND attempt = ?2 AND gateway_ref IS NULL",
        )
        .bind(message.0)
        .bind(attempt)
        .bind(reference)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn keep(&mut self, report: &Report, reference: &str) -> StoreResult<ReportAnswer> {
        let now = self.now_ms().await?;
        sqlx::query("DELETE FROM sms_report WHERE received_at < ?")
            .bind(now - THREE_DAYS_MS)
            .execute(self.db())
            .await
            .map_err(engine)?;
        let done = sqlx::query(
            "INSERT INTO sms_report (gateway, gateway_ref, reported, cause, received_at)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE (SELECT count(*) FROM sms_report) < ?6
             ON CONFLICT DO NOTHING",
        )
        .bind(&report.gateway)
        .bind(reference)
        .bind(report.state.code())
        .bind(report.cause.map(|cause| cause.code()))
        .bind(now)
        .bind(MOST_KEPT)
        .execute(self.db())
        .await
        .map_err(engine)?;
        let known: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM sms_report
                            WHERE gateway = ? AND gateway_ref = ? AND reported = ?)",
        )
        .bind(&report.gateway)
        .bind(reference)
        .bind(report.state.code())
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(if done.rows_affected() > 0 || known {
            ReportAnswer::Kept
        } else {
            ReportAnswer::Unknown
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
