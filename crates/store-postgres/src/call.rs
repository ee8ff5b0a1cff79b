//! Table `video_call`. What a call must be is in `migrations/postgres/0009`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{CallChannel, CallId, RequestId, StaffId};
use coe_store::row::Row;
use coe_store::{
    CallChallenge, CallReport, CallRepository, CallSeen, NewAppointment, StoreResult, VideoCall,
};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

const COLUMNS: &str = "id, request_id, revision, staff, channel, link, scheduled_at, started_at, \
    ended_at, outcome, real_card_shown, card_tilted, held_beside_face, face_matches, \
    record_answers_correct, challenges, notes, fraud_flag";

#[derive(sqlx::FromRow)]
struct CallRow {
    id: i64,
    request_id: i64,
    revision: i32,
    staff: i64,
    channel: String,
    link: Option<String>,
    scheduled_at: Option<DateTime<Utc>>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    real_card_shown: bool,
    card_tilted: bool,
    held_beside_face: bool,
    face_matches: bool,
    record_answers_correct: bool,
    challenges: serde_json::Value,
    notes: String,
    fraud_flag: Option<String>,
}

impl CallRow {
    fn read(self) -> StoreResult<VideoCall> {
        let row = Row::of("video_call", self.id);
        Ok(VideoCall {
            id: CallId(self.id),
            request_id: RequestId(self.request_id),
            revision: row.count("revision", self.revision.into())?,
            staff: StaffId(self.staff),
            channel: row.parse("channel", &self.channel)?,
            scheduled_for: self.scheduled_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            outcome: row.parse_some("outcome", self.outcome.as_deref())?,
            seen: CallSeen {
                real_card_shown: self.real_card_shown,
                card_tilted: self.card_tilted,
                held_beside_face: self.held_beside_face,
                face_matches: self.face_matches,
                record_answers_correct: self.record_answers_correct,
            },
            challenges: serde_json::from_value(self.challenges)
                .map_err(|_| row.bad("challenges"))?,
            fraud_flag: row.parse_some("fraud_flag", self.fraud_flag.as_deref())?,
            link: self.link,
            notes: self.notes,
        })
    }
}

#[async_trait]
impl CallRepository for PgUnit {
    async fn schedule_call(&mut self, new: &NewAppointment) -> StoreResult<CallId> {
        self.act(Seat::Person(new.by)).await?;
        let id = guarded!(self, db => sqlx::query_scalar("SELECT desk.schedule_call($1, $2, $3, $4)")
            .bind(new.request_id.0)
            .bind(new.at)
            .bind(new.channel.code())
            .bind(&new.link)
            .fetch_one(&mut *db));
        Ok(CallId(id))
    }

    async fn start_scheduled_call(
        &mut self,
        id: CallId,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.start_scheduled_call($1, $2)")
            .bind(id.0)
            .bind(Json(challenges))
            .execute(&mut *db));
        Ok(())
    }

    async fn start_call(
        &mut self,
        request: RequestId,
        channel: CallChannel,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<CallId> {
        self.act(Seat::Person(by)).await?;
        let id = guarded!(self, db => sqlx::query_scalar("SELECT desk.start_call($1, $2, $3)")
            .bind(request.0)
            .bind(channel.code())
            .bind(Json(challenges))
            .fetch_one(&mut *db));
        Ok(CallId(id))
    }

    async fn finish_call(&mut self, report: &CallReport) -> StoreResult<()> {
        self.act(Seat::Person(report.by)).await?;
        guarded!(self, db => sqlx::query(
                "SELECT desk.finish_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(report.id.0)
            .bind(report.outcome.code())
            .bind(report.seen.real_card_shown)
            .bind(report.seen.card_tilted)
            .bind(report.seen.held_beside_face)
            .bind(report.seen.face_matches)
            .bind(report.seen.record_answers_correct)
            .bind(Json(&report.challenges))
            .bind(&report.notes)
            .bind(report.fraud_flag.map(|flag| flag.code()))
            .execute(&mut *db));
        Ok(())
    }

    async fn call_by_id(&mut self, id: CallId) -> StoreResult<Option<VideoCall>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.video_call_seen WHERE id = $1");
        let row: Option<CallRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(CallRow::read).transpose()
    }

    async fn calls_of(&mut self, id: RequestId) -> StoreResult<Vec<VideoCall>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM desk.video_call_seen WHERE request_id = $1 ORDER BY id DESC"
        );
        let rows: Vec<CallRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(CallRow::read).collect()
    }
}
