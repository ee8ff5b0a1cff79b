//! Tables `review_check`, `check_definition`, `note` and `draft`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{CheckCode, CheckOutcome, NoteId, RequestId, StaffId};
use coe_store::{CaseRepository, Note, ReviewCheck, StoreResult};

#[derive(sqlx::FromRow)]
struct CheckRow {
    request_id: i64,
    code: String,
    outcome: String,
    note: String,
    staff: i64,
    set_at: i64,
}

impl CheckRow {
    fn read(self) -> StoreResult<ReviewCheck> {
        let row = Row::of("review_check", self.request_id);
        Ok(ReviewCheck {
            code: row.parse("code", &self.code)?,
            outcome: row.parse("outcome", &self.outcome)?,
            staff: StaffId(self.staff),
            at: row.moment("set_at", self.set_at)?,
            note: self.note,
        })
    }
}

#[derive(sqlx::FromRow)]
struct NoteRow {
    id: i64,
    staff: i64,
    at: i64,
    body: String,
}

impl NoteRow {
    fn read(self) -> StoreResult<Note> {
        Ok(Note {
            id: NoteId(self.id),
            staff: StaffId(self.staff),
            at: Row::of("note", self.id).moment("at", self.at)?,
            body: self.body,
        })
    }
}

#[async_trait]
impl CaseRepository for SqliteUnit {
    async fn set_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        outcome: CheckOutcome,
        note: &str,
        by: StaffId,
    ) -> StoreResult<()> {
        sqlx::query(
            "INSERT INTO review_check (request_id, revision, code, outcome, note, staff, set_at)
             VALUES (?, ?, ?, ?, ?, ?, (SELECT at FROM desk_now))
             ON CONFLICT (request_id, revision, code) DO UPDATE
             SET outcome = excluded.outcome,
                 note = excluded.note,
                 staff = excluded.staff,
                 set_at = excluded.set_at",
        )
        .bind(id.0)
        .bind(revision)
        .bind(code.code())
        .bind(outcome.code())
        .bind(note)
        .bind(by.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn clear_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        by: StaffId,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE review_check
             SET outcome = NULL,
                 note = '',
                 staff = ?,
                 set_at = (SELECT at FROM desk_now)
             WHERE request_id = ? AND revision = ? AND code = ? AND outcome IS NOT NULL",
        )
        .bind(by.0)
        .bind(id.0)
        .bind(revision)
        .bind(code.code())
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn checks_of(&mut self, id: RequestId, revision: u32) -> StoreResult<Vec<ReviewCheck>> {
        let rows: Vec<CheckRow> = sqlx::query_as(
            "SELECT c.request_id, c.code, c.outcome, c.note, c.staff, c.set_at
             FROM review_check AS c
             JOIN check_definition AS d ON d.code = c.code
             WHERE c.request_id = ? AND c.revision = ? AND c.outcome IS NOT NULL
             ORDER BY d.position",
        )
        .bind(id.0)
        .bind(revision)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(CheckRow::read).collect()
    }

    async fn required_checks(&mut self) -> StoreResult<Vec<CheckCode>> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT position, code FROM check_definition WHERE required = 1 ORDER BY position",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter()
            .map(|(position, code)| Row::of("check_definition", position).parse("code", &code))
            .collect()
    }

    async fn add_note(&mut self, id: RequestId, body: &str, by: StaffId) -> StoreResult<NoteId> {
        let note = sqlx::query_scalar(
            "INSERT INTO note (request_id, staff, at, body)
             VALUES (?, ?, (SELECT at FROM desk_now), ?)
             RETURNING id",
        )
        .bind(id.0)
        .bind(by.0)
        .bind(body)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(NoteId(note))
    }

    async fn notes_of(&mut self, id: RequestId) -> StoreResult<Vec<Note>> {
        let rows: Vec<NoteRow> = sqlx::query_as(
            "SELECT id, staff, at, body FROM note WHERE request_id = ? ORDER BY id DESC",
        )
        .bind(id.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(NoteRow::read).collect()
    }

    async fn save_draft(
        &mut self,
        id: RequestId,
        by: StaffId,
        slot: &str,
        body: &str,
    ) -> StoreResult<()> {
        let query = if body.is_empty() {
            sqlx::query("DELETE FROM draft WHERE request_id = ? AND staff = ? AND slot = ?")
                .bind(id.0)
                .bind(by.0)
                .bind(slot)
        } else {
            sqlx::query(
                "INSERT INTO draft (request_id, staff, slot, body, updated_at)
                 VALUES (?, ?, ?, ?, (SELECT at FROM desk_now))
                 ON CONFLICT (request_id, staff, slot) DO UPDATE
                 SET body = excluded.body, updated_at = excluded.updated_at",
            )
            .bind(id.0)
            .bind(by.0)
            .bind(slot)
            .bind(body)
        };
        query.execute(self.db()).await.map_err(engine)?;
        Ok(())
    }

    async fn drafts_of(
        &mut self,
        id: RequestId,
        by: StaffId,
    ) -> StoreResult<Vec<(String, String)>> {
        sqlx::query_as(
            "SELECT slot, body FROM draft WHERE request_id = ? AND staff = ? ORDER BY slot",
        )
        .bind(id.0)
        .bind(by.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)
    }
}
