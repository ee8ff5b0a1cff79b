//! Table `video_call`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use coe_domain::{CallChannel, CallId, Refusal, RequestId, StaffId};
use coe_store::{
    CallChallenge, CallReport, CallRepository, CallSeen, NewAppointment, StoreError, StoreResult,
    VideoCall,
};
use sqlx::AssertSqlSafe;

const COLUMNS: &str = "id, request_id, revision, staff, channel, link, scheduled_at, started_at, \
    ended_at, outcome, real_card_shown, card_tilted, held_beside_face, face_matches, \
    record_answers_correct, challenges, notes, fraud_flag";

#[derive(sqlx::FromRow)]
struct CallRow {
    id: i64,
    request_id: i64,
    revision: i64,
    staff: i64,
    channel: String,
    link: Option<String>,
    scheduled_at: Option<i64>,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    outcome: Option<String>,
    real_card_shown: bool,
    card_tilted: bool,
    held_beside_face: bool,
    face_matches: bool,
    record_answers_correct: bool,
    challenges: String,
    notes: String,
    fraud_flag: Option<String>,
}

impl CallRow {
    fn read(self) -> StoreResult<VideoCall> {
        let row = Row::of("video_call", self.id);
        Ok(VideoCall {
            id: CallId(self.id),
            request_id: RequestId(self.request_id),
            revision: row.count("revision", self.revision)?,
            staff: StaffId(self.staff),
            channel: row.parse("channel", &self.channel)?,
            scheduled_for: row.moment_some("scheduled_at", self.scheduled_at)?,
            started_at: row.moment_some("started_at", self.started_at)?,
            ended_at: row.moment_some("ended_at", self.ended_at)?,
            outcome: row.parse_some("outcome", self.outcome.as_deref())?,
            seen: CallSeen {
                real_card_shown: self.real_card_shown,
                card_tilted: self.card_tilted,
                held_beside_face: self.held_beside_face,
                face_matches: self.face_matches,
                record_answers_correct: self.record_answers_correct,
            },
            challenges: serde_json::from_str(&self.challenges)
                .map_err(|_| row.bad("challenges"))?,
            fraud_flag: row.parse_some("fraud_flag", self.fraud_flag.as_deref())?,
            link: self.link,
            notes: self.notes,
        })
    }
}

fn json(challenges: &[CallChallenge]) -> StoreResult<String> {
    serde_json::to_string(challenges).map_err(|_| StoreError::Engine {
        code: "encode".to_owned(),
    })
}

#[async_trait]
impl CallRepository for SqliteUnit {
    async fn schedule_call(&mut self, new: &NewAppointment) -> StoreResult<CallId> {
        let id = sqlx::query_scalar(
            "INSERT INTO video_call (request_id, revision, staff, channel, link, scheduled_at)
             VALUES (?1, COALESCE((SELECT revision FROM change_request WHERE id = ?1), 0),
                     ?2, ?3, ?4, ?5)
             RETURNING id",
        )
        .bind(new.request_id.0)
        .bind(new.by.0)
        .bind(new.channel.code())
        .bind(&new.link)
        .bind(millis(new.at))
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(CallId(id))
    }

    async fn start_scheduled_call(
        &mut self,
        id: CallId,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<()> {
        // The revision is that of the appointment: new photos need a new one.
        let done = sqlx::query(
            "UPDATE video_call
             SET started_at = (SELECT at FROM desk_now), staff = ?, challenges = ?
             WHERE id = ? AND started_at IS NULL",
        )
        .bind(by.0)
        .bind(json(challenges)?)
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        match done.rows_affected() {
            0 => Err(StoreError::Refused(Refusal::RequestNotOpen)),
            _ => Ok(()),
        }
    }

    async fn start_call(
        &mut self,
        request: RequestId,
        channel: CallChannel,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<CallId> {
        let id = sqlx::query_scalar(
            "INSERT INTO video_call (request_id, revision, staff, channel, started_at, challenges)
             VALUES (?1, COALESCE((SELECT revision FROM change_request WHERE id = ?1), 0),
                     ?2, ?3, (SELECT at FROM desk_now), ?4)
             RETURNING id",
        )
        .bind(request.0)
        .bind(by.0)
        .bind(channel.code())
        .bind(json(challenges)?)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(CallId(id))
    }

    async fn finish_call(&mut self, report: &CallReport) -> StoreResult<()> {
        // `staff` is who reports: the guard compares it with who started.
        let done = sqlx::query(
            "UPDATE video_call
             SET ended_at = (SELECT at FROM desk_now),
                 staff = ?,
                 outcome = ?,
                 real_card_shown = ?,
                 card_tilted = ?,
                 held_beside_face = ?,
                 face_matches = ?,
                 record_answers_correct = ?,
                 challenges = ?,
                 notes = ?,
                 fraud_flag = ?
             WHERE id = ?",
        )
        .bind(report.by.0)
        .bind(report.outcome.code())
        .bind(report.seen.real_card_shown)
        .bind(report.seen.card_tilted)
        .bind(report.seen.held_beside_face)
        .bind(report.seen.face_matches)
        .bind(report.seen.record_answers_correct)
        .bind(json(&report.challenges)?)
        .bind(&report.notes)
        .bind(report.fraud_flag.map(|flag| flag.code()))
        .bind(report.id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        match done.rows_affected() {
            0 => Err(StoreError::Refused(Refusal::RequestNotOpen)),
            _ => Ok(()),
        }
    }

    async fn call_by_id(&mut self, id: CallId) -> StoreResult<Option<VideoCall>> {
        let sql = format!("SELECT {COLUMNS} FROM video_call WHERE id = ?");
        let row: Option<CallRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(CallRow::read).transpose()
    }

    async fn calls_of(&mut self, id: RequestId) -> StoreResult<Vec<VideoCall>> {
        let sql = format!("SELECT {COLUMNS} FROM video_call WHERE request_id = ? ORDER BY id DESC");
        let rows: Vec<CallRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(CallRow::read).collect()
    }
}
