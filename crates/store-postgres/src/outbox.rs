//! Tables `dispatcher`, `sms_attempt` and `sms_report`: sending, by the functions of
//! `migrations/postgres/0017`.

use crate::error::engine;
use crate::message::{COLUMNS, MessageRow};
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::MessageId;
use coe_store::row::Row;
use coe_store::{
    Answer, DispatcherId, DispatcherState, Message, NewDispatcher, OutboxRepository, Poll, Pulse,
    Report, ReportAnswer, StoreResult, Subject,
};
use serde_json::json;
use sqlx::AssertSqlSafe;

#[derive(sqlx::FromRow)]
struct DispatcherRow {
    id: String,
    gateway: String,
    simulated: bool,
    started_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    alive: bool,
    condition: String,
    cause: Option<String>,
    credit: Option<String>,
}

impl DispatcherRow {
    fn read(self) -> StoreResult<DispatcherState> {
        Ok(DispatcherState {
            condition: Row::of("dispatcher", 0).parse("condition", &self.condition)?,
            id: DispatcherId(self.id),
            gateway: self.gateway,
            simulated: self.simulated,
            started_at: self.started_at,
            seen_at: self.seen_at,
            alive: self.alive,
            cause: self.cause,
            credit: self.credit,
        })
    }
}

/// An answer as `desk.note_answers` reads it.
fn written(answer: &Answer) -> serde_json::Value {
    let noted = answer.answered.noted();
    json!({
        "message": answer.message.0,
        "attempt": answer.attempt,
        "outcome": noted.outcome.code(),
        "cause": noted.cause,
        "retry_ms": noted.retry_ms,
        "gateway_ref": noted.gateway_ref,
        "poll_ms": noted.poll_ms,
    })
}

fn report_answer(text: &str) -> StoreResult<ReportAnswer> {
    match text {
        "applied" => Ok(ReportAnswer::Applied),
        "noted" => Ok(ReportAnswer::Noted),
        "kept" => Ok(ReportAnswer::Kept),
        "unknown" => Ok(ReportAnswer::Unknown),
        _ => Err(Row::of("sms_report", 0).bad("reported")),
    }
}

#[async_trait]
impl OutboxRepository for PgUnit {
    async fn register_dispatcher(
        &mut self,
        new: &NewDispatcher,
        lease: TimeDelta,
    ) -> StoreResult<()> {
        self.act(Seat::Dispatcher).await?;
        guarded!(self, db => sqlx::query("SELECT desk.register_dispatcher($1, $2, $3, $4)")
            .bind(&new.id.0)
            .bind(&new.gateway)
            .bind(new.simulated)
            .bind(lease)
            .execute(&mut *db));
        Ok(())
    }

    async fn renew_dispatcher(&mut self, id: &DispatcherId, pulse: &Pulse) -> StoreResult<bool> {
        self.act(Seat::Dispatcher).await?;
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.renew_dispatcher($1, $2, $3, $4, $5)")
            .bind(&id.0)
            .bind(pulse.lease)
            .bind(pulse.condition.code())
            .bind(pulse.cause.map(|cause| cause.code()))
            .bind(&pulse.credit)
            .fetch_one(&mut *db)),
        )
    }

    async fn end_dispatcher(&mut self, id: &DispatcherId) -> StoreResult<bool> {
        self.act(Seat::Dispatcher).await?;
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.end_dispatcher($1)")
            .bind(&id.0)
            .fetch_one(&mut *db)),
        )
    }

    async fn dispatchers(&mut self) -> StoreResult<Vec<DispatcherState>> {
        let rows: Vec<DispatcherRow> = sqlx::query_as(
            "SELECT id, gateway, simulated, started_at, seen_at, alive, condition, cause, credit
             FROM desk.dispatcher_state
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
        self.act(Seat::Dispatcher).await?;
        let sql = format!(
            "SELECT {COLUMNS}
             FROM desk.take_due_messages($1, $2) AS m
             ORDER BY m.next_attempt_at, m.id"
        );
        let rows: Vec<MessageRow> = guarded!(self, db => sqlx::query_as(AssertSqlSafe(sql))
            .bind(&by.0)
            .bind(i64::from(limit))
            .fetch_all(&mut *db));
        rows.into_iter().map(MessageRow::read).collect()
    }

    async fn settle_interrupted(&mut self) -> StoreResult<u64> {
        self.act(Seat::Dispatcher).await?;
        let settled: i64 = guarded!(self, db => sqlx::query_scalar("SELECT desk.settle_interrupted()")
            .fetch_one(&mut *db));
        Ok(settled.unsigned_abs())
    }

    async fn note_answers(&mut self, answers: &[Answer]) -> StoreResult<u64> {
        self.act(Seat::Dispatcher).await?;
        let answers: serde_json::Value = answers.iter().map(written).collect();
        let moved: i64 = guarded!(self, db => sqlx::query_scalar("SELECT desk.note_answers($1)")
            .bind(&answers)
            .fetch_one(&mut *db));
        Ok(moved.unsigned_abs())
    }

    async fn note_report(&mut self, report: &Report) -> StoreResult<ReportAnswer> {
        self.act(Seat::Dispatcher).await?;
        let (reference, attempt) = match &report.subject {
            Subject::Reference(reference) => (Some(reference), None),
            Subject::Attempt {
                message,
                attempt,
                gateway_ref,
            } => (gateway_ref.as_ref(), Some((*message, *attempt))),
        };
        let answer: String = guarded!(self, db => sqlx::query_scalar(
                "SELECT desk.note_report($1, $2, $3, $4, $5, $6)",
            )
            .bind(&report.gateway)
            .bind(reference)
            .bind(attempt.map(|(message, _)| message.0))
            .bind(attempt.map(|(_, attempt)| i32::try_from(attempt).unwrap_or(i32::MAX)))
            .bind(report.state.code())
            .bind(report.cause.map(|cause| cause.code()))
            .fetch_one(&mut *db));
        report_answer(&answer)
    }

    async fn take_polls(&mut self, gateway: &str, limit: u32) -> StoreResult<Vec<Poll>> {
        self.act(Seat::Dispatcher).await?;
        let rows: Vec<(i64, i32, String)> = guarded!(self, db => sqlx::query_as(
                "SELECT message_id, attempt, gateway_ref FROM desk.take_polls($1, $2)",
            )
            .bind(gateway)
            .bind(i64::from(limit))
            .fetch_all(&mut *db));
        rows.into_iter()
            .map(|(message, attempt, gateway_ref)| {
                let row = Row::of("sms_attempt", message);
                Ok(Poll {
                    message: MessageId(message),
                    attempt: row.count("attempt", attempt.into())?,
                    gateway_ref,
                })
            })
            .collect()
    }

    async fn queue_reminders(&mut self) -> StoreResult<u64> {
        self.act(Seat::Dispatcher).await?;
        let queued: i64 = guarded!(self, db => sqlx::query_scalar("SELECT desk.queue_reminders()")
            .fetch_one(&mut *db));
        Ok(queued.unsigned_abs())
    }
}
