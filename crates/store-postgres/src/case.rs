//! Tables `review_check`, `check_definition`, `note` and `draft`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{CheckCode, CheckOutcome, NoteId, RequestId, StaffId};
use coe_store::row::Row;
use coe_store::{CaseRepository, Note, ReviewCheck, StoreResult};

#[derive(sqlx::FromRow)]
struct CheckRow {
    request_id: i64,
    code: String,
    outcome: String,
    note: String,
    staff: i64,
    set_at: DateTime<Utc>,
}

impl CheckRow {
    fn read(self) -> StoreResult<ReviewCheck> {
        let row = Row::of("review_check", self.request_id);
        Ok(ReviewCheck {
            code: row.parse("code", &self.code)?,
            outcome: row.parse("outcome", &self.outcome)?,
            staff: StaffId(self.staff),
            at: self.set_at,
            note: self.note,
        })
    }
}

#[derive(sqlx::FromRow)]
struct NoteRow {
    id: i64,
    staff: i64,
    at: DateTime<Utc>,
    body: String,
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        Self {
            id: NoteId(row.id),
            staff: StaffId(row.staff),
            at: row.at,
            body: row.body,
        }
    }
}

/// As the column has it. No request comes near its end.
pub(crate) fn revision_of(revision: u32) -> i32 {
    i32::try_from(revision).unwrap_or(i32::MAX)
}

#[async_trait]
impl CaseRepository for PgUnit {
    async fn set_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        outcome: CheckOutcome,
        note: &str,
        by: StaffId,
    ) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.set_check($1, $2, $3, $4, $5)")
            .bind(id.0)
            .bind(revision_of(revision))
            .bind(code.code())
            .bind(outcome.code())
            .bind(note)
            .execute(&mut *db));
        Ok(())
    }

    async fn clear_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        by: StaffId,
    ) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.clear_check($1, $2, $3)")
            .bind(id.0)
            .bind(revision_of(revision))
            .bind(code.code())
            .execute(&mut *db));
        Ok(())
    }

    async fn checks_of(&mut self, id: RequestId, revision: u32) -> StoreResult<Vec<ReviewCheck>> {
        let rows: Vec<CheckRow> = sqlx::query_as(
            "SELECT c.request_id, c.code, c.outcome, c.note, c.staff, c.set_at
             FROM desk.review_check_seen AS c
             JOIN desk.check_definition AS d ON d.code = c.code
             WHERE c.request_id = $1 AND c.revision = $2 AND c.outcome IS NOT NULL
             ORDER BY d.position",
        )
        .bind(id.0)
        .bind(revision_of(revision))
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(CheckRow::read).collect()
    }

    async fn required_checks(&mut self) -> StoreResult<Vec<CheckCode>> {
        let rows: Vec<(i32, String)> = sqlx::query_as(
            "SELECT position, code FROM desk.check_definition WHERE required ORDER BY position",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter()
            .map(|(position, code)| {
                Row::of("check_definition", position.into()).parse("code", &code)
            })
            .collect()
    }

    async fn add_note(&mut self, id: RequestId, body: &str, by: StaffId) -> StoreResult<NoteId> {
        self.act(Seat::Person(by)).await?;
        let note = guarded!(self, db => sqlx::query_scalar("SELECT desk.add_note($1, $2)")
            .bind(id.0)
            .bind(body)
            .fetch_one(&mut *db));
        Ok(NoteId(note))
    }

    async fn notes_of(&mut self, id: RequestId) -> StoreResult<Vec<Note>> {
        let rows: Vec<NoteRow> = sqlx::query_as(
            "SELECT id, staff, at, body FROM desk.note WHERE request_id = $1 ORDER BY id DESC",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        Ok(rows.into_iter().map(Note::from).collect())
    }

    async fn save_draft(
        &mut self,
        id: RequestId,
        by: StaffId,
        slot: &str,
        body: &str,
    ) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.save_draft($1, $2, $3)")
            .bind(id.0)
            .bind(slot)
            .bind(body)
            .execute(&mut *db));
        Ok(())
    }

    async fn drafts_of(
        &mut self,
        id: RequestId,
        by: StaffId,
    ) -> StoreResult<Vec<(String, String)>> {
        sqlx::query_as(
            "SELECT slot, body
             FROM desk.draft
             WHERE request_id = $1 AND staff = $2
             ORDER BY slot",
        )
        .bind(id.0)
        .bind(by.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)
    }
}
