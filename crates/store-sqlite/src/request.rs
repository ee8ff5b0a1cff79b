//! Table `change_request`. Photos are in [`image`].

mod image;

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{
    ImageKind, MemberId, Phone, Refusal, RequestId, RequestNumber, RequestStatus, Risk, StaffId,
};
use coe_store::{
    ChangeRequest, ImageInfo, NewImage, NewRequest, RelatedRequest, RequestRepository, StoreError,
    StoreResult, both_kinds,
};
use sqlx::AssertSqlSafe;

pub(crate) const TABLE: &str = "change_request";

const COLUMNS: &str = "id, request_no, member_id, stated_name, stated_national_id, old_phone, \
    new_phone, status, risk, priority, submitted_at, revision, claimed_by, claim_expires_at, \
    login_state_before, returned_at, waited, closed_at, escalated_by, fraud_flagged";

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: i64,
    request_no: String,
    member_id: i64,
    stated_name: String,
    stated_national_id: String,
    old_phone: String,
    new_phone: String,
    status: String,
    risk: String,
    priority: i64,
    submitted_at: i64,
    revision: i64,
    claimed_by: Option<i64>,
    claim_expires_at: Option<i64>,
    login_state_before: String,
    returned_at: Option<i64>,
    waited: String,
    closed_at: Option<i64>,
    escalated_by: Option<i64>,
    fraud_flagged: bool,
}

impl RequestRow {
    fn read(self) -> StoreResult<ChangeRequest> {
        let row = Row::of(TABLE, self.id);
        Ok(ChangeRequest {
            id: RequestId(self.id),
            request_no: row.parse("request_no", &self.request_no)?,
            member_id: MemberId(self.member_id),
            stated_national_id: row.parse("stated_national_id", &self.stated_national_id)?,
            old_phone: row.parse("old_phone", &self.old_phone)?,
            new_phone: row.parse("new_phone", &self.new_phone)?,
            status: row.parse("status", &self.status)?,
            risk: row.parse("risk", &self.risk)?,
            priority: self.priority,
            submitted_at: row.moment("submitted_at", self.submitted_at)?,
            revision: row.count("revision", self.revision)?,
            claimed_by: self.claimed_by.map(StaffId),
            claim_expires_at: row.moment_some("claim_expires_at", self.claim_expires_at)?,
            login_state_before: row.parse("login_state_before", &self.login_state_before)?,
            returned_at: row.moment_some("returned_at", self.returned_at)?,
            waited: intervals(row, &self.waited)?,
            closed_at: row.moment_some("closed_at", self.closed_at)?,
            escalated_by: self.escalated_by.map(StaffId),
            fraud_flagged: self.fraud_flagged,
            stated_name: self.stated_name,
        })
    }
}

/// Reads the JSON of `waited`.
pub(crate) fn intervals(row: Row, json: &str) -> StoreResult<Vec<(DateTime<Utc>, DateTime<Utc>)>> {
    let pairs: Vec<(i64, i64)> = serde_json::from_str(json).map_err(|_| row.bad("waited"))?;
    pairs
        .into_iter()
        .map(|(from, to)| Ok((row.moment("waited", from)?, row.moment("waited", to)?)))
        .collect()
}

impl SqliteUnit {
    async fn status_and_revision(
        &mut self,
        id: RequestId,
    ) -> StoreResult<Option<(RequestStatus, u32)>> {
        let found: Option<(String, i64)> =
            sqlx::query_as("SELECT status, revision FROM change_request WHERE id = ?")
                .bind(id.0)
                .fetch_optional(self.db())
                .await
                .map_err(engine)?;
        let row = Row::of(TABLE, id.0);
        found
            .map(|(status, revision)| {
                Ok((
                    row.parse("status", &status)?,
                    row.count("revision", revision)?,
                ))
            })
            .transpose()
    }
}

#[async_trait]
impl RequestRepository for SqliteUnit {
    async fn file_request(&mut self, new: &NewRequest) -> StoreResult<(RequestId, RequestNumber)> {
        both_kinds(&new.images)?;
        let id: Option<i64> = sqlx::query_scalar(
            "INSERT INTO change_request
                 (member_id, stated_name, stated_national_id, old_phone, new_phone, risk,
                  submitted_at)
             SELECT id, ?, ?, phone, ?, ?, ?
             FROM member
             WHERE id = ?
             RETURNING id",
        )
        .bind(&new.stated_name)
        .bind(new.stated_national_id.as_str())
        .bind(new.new_phone.as_str())
        .bind(new.risk.code())
        .bind(millis(new.submitted_at))
        .bind(new.member_id.0)
        .fetch_optional(self.db())
        .await
        .map_err(engine)?;
        let Some(id) = id.map(RequestId) else {
            return Err(StoreError::Engine {
                code: "no_such_member".to_owned(),
            });
        };
        for photo in &new.images {
            self.add_image(id, 1, photo).await?;
        }
        // The number is given by a trigger, so RETURNING could not see it.
        let number: String =
            sqlx::query_scalar("SELECT request_no FROM change_request WHERE id = ?")
                .bind(id.0)
                .fetch_one(self.db())
                .await
                .map_err(engine)?;
        Ok((id, Row::of(TABLE, id.0).parse("request_no", &number)?))
    }

    async fn add_revision(&mut self, id: RequestId, images: &[NewImage]) -> StoreResult<u32> {
        both_kinds(images)?;
        let Some((RequestStatus::Returned, revision)) = self.status_and_revision(id).await? else {
            return Err(StoreError::Refused(Refusal::RequestNotOpen));
        };
        let next = revision.saturating_add(1);
        for photo in images {
            self.add_image(id, next, photo).await?;
        }
        sqlx::query(
            "UPDATE change_request
             SET status = 'pending',
                 revision = revision + 1,
                 waited = json_insert(waited, '$[#]',
                                      json_array(returned_at, (SELECT at FROM desk_now))),
                 returned_at = NULL,
                 effects_applied_at = NULL
             WHERE id = ?",
        )
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(next)
    }

    async fn cancel_request(&mut self, id: RequestId) -> StoreResult<()> {
        let done = sqlx::query(
            "UPDATE change_request
             SET status = 'cancelled',
                 closed_at = (SELECT at FROM desk_now),
                 returned_at = NULL,
                 claimed_by = NULL,
                 claimed_at = NULL,
                 claim_expires_at = NULL,
                 effects_applied_at = NULL
             WHERE id = ? AND status IN ('pending', 'returned')",
        )
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        match done.rows_affected() {
            0 => Err(StoreError::Refused(Refusal::RequestNotOpen)),
            _ => Ok(()),
        }
    }

    async fn request_by_id(&mut self, id: RequestId) -> StoreResult<Option<ChangeRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM change_request WHERE id = ?");
        let row: Option<RequestRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(RequestRow::read).transpose()
    }

    async fn request_by_no(&mut self, no: &RequestNumber) -> StoreResult<Option<ChangeRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM change_request WHERE request_no = ?");
        let row: Option<RequestRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(no.to_string())
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(RequestRow::read).transpose()
    }

    async fn requests_of(&mut self, member: MemberId) -> StoreResult<Vec<ChangeRequest>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM change_request
             WHERE member_id = ?
             ORDER BY submitted_at DESC, id DESC"
        );
        let rows: Vec<RequestRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(member.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(RequestRow::read).collect()
    }

    async fn images_of(&mut self, id: RequestId, revision: u32) -> StoreResult<Vec<ImageInfo>> {
        self.image_infos(id, revision).await
    }

    async fn announce_photo(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<()> {
        self.must_see_photos(by).await?;
        self.announce_image(id, revision, kind, by).await
    }

    async fn fetch_photo(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<Option<Vec<u8>>> {
        self.must_see_photos(by).await?;
        self.take_image(id, revision, kind, by).await
    }

    async fn open_requests_for_phone(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<RelatedRequest>> {
        let rows = sqlx::query_as(
            "SELECT id, request_no, member_id
             FROM change_request
             WHERE new_phone = ? AND closed_at IS NULL AND member_id <> ?
             ORDER BY id",
        )
        .bind(phone.as_str())
        .bind(except.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        RelatedRequest::read_all(rows)
    }

    async fn requests_with_photo(
        &mut self,
        sha256: &str,
        except: MemberId,
    ) -> StoreResult<Vec<RelatedRequest>> {
        let rows = sqlx::query_as(
            "SELECT DISTINCT r.id, r.request_no, r.member_id
             FROM request_image AS i
             JOIN change_request AS r ON r.id = i.request_id
             WHERE i.sha256 = ? AND r.member_id <> ?
             ORDER BY r.id",
        )
        .bind(sha256)
        .bind(except.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        RelatedRequest::read_all(rows)
    }

    async fn set_risk(&mut self, id: RequestId, risk: Risk) -> StoreResult<bool> {
        // A fraud flag settles the risk until a supervisor settles the flag.
        let done = sqlx::query(
            "UPDATE change_request
             SET risk = ?1
             WHERE id = ?2 AND risk <> ?1 AND fraud_flagged = 0",
        )
        .bind(risk.code())
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }
}
