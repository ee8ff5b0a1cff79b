//! Table `change_request`. Photos are in [`image`].

mod image;

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, TimeZone, Utc};
use coe_domain::{
    ImageKind, MemberId, Phone, Refusal, RequestId, RequestNumber, RequestStatus, Risk, StaffId,
};
use coe_store::row::Row;
use coe_store::{
    ChangeRequest, ImageInfo, NewImage, NewRequest, RelatedRequest, RequestRepository, StoreError,
    StoreResult, both_kinds,
};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

pub(crate) const TABLE: &str = "change_request";

const COLUMNS: &str = "id, request_no, member_id, stated_name, stated_national_id, old_phone, \
    new_phone, status, risk, priority, submitted_at, revision, claimed_by, claim_expires_at, \
    login_state_before, returned_at, waited, closed_at, escalated_by, fraud_flagged";

/// The column `waited`.
pub(crate) type Waited = Json<Vec<(i64, i64)>>;

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
    submitted_at: DateTime<Utc>,
    revision: i32,
    claimed_by: Option<i64>,
    claim_expires_at: Option<DateTime<Utc>>,
    login_state_before: String,
    returned_at: Option<DateTime<Utc>>,
    waited: Waited,
    closed_at: Option<DateTime<Utc>>,
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
            submitted_at: self.submitted_at,
            revision: row.count("revision", self.revision.into())?,
            claimed_by: self.claimed_by.map(StaffId),
            claim_expires_at: self.claim_expires_at,
            login_state_before: row.parse("login_state_before", &self.login_state_before)?,
            returned_at: self.returned_at,
            waited: intervals(row, &self.waited)?,
            closed_at: self.closed_at,
            escalated_by: self.escalated_by.map(StaffId),
            fraud_flagged: self.fraud_flagged,
            stated_name: self.stated_name,
        })
    }
}

/// Reads `waited`.
pub(crate) fn intervals(
    row: Row,
    waited: &Waited,
) -> StoreResult<Vec<(DateTime<Utc>, DateTime<Utc>)>> {
    let moment = |millis| {
        Utc.timestamp_millis_opt(millis)
            .single()
            .ok_or_else(|| row.bad("waited"))
    };
    waited
        .iter()
        .map(|&(from, to)| Ok((moment(from)?, moment(to)?)))
        .collect()
}

#[async_trait]
impl RequestRepository for PgUnit {
    async fn file_request(&mut self, new: &NewRequest) -> StoreResult<(RequestId, RequestNumber)> {
        both_kinds(&new.images)?;
        self.act(Seat::Portal).await?;
        let filed: Option<(i64, String)> = guarded!(self, db => sqlx::query_as(
                "INSERT INTO desk.change_request
                     (member_id, stated_name, stated_national_id, old_phone, new_phone, risk,
                      submitted_at)
                 SELECT id, $1, $2, phone, $3, $4, $5
                 FROM desk.member
                 WHERE id = $6
                 RETURNING id, request_no",
            )
            .bind(&new.stated_name)
            .bind(new.stated_national_id.as_str())
            .bind(new.new_phone.as_str())
            .bind(new.risk.code())
            .bind(new.submitted_at)
            .bind(new.member_id.0)
            .fetch_optional(&mut *db));
        let Some((id, number)) = filed else {
            return Err(StoreError::Engine {
                code: "no_such_member".to_owned(),
            });
        };
        for photo in &new.images {
            self.add_image(RequestId(id), 1, photo).await?;
        }
        let number = Row::of(TABLE, id).parse("request_no", &number)?;
        Ok((RequestId(id), number))
    }

    async fn add_revision(&mut self, id: RequestId, images: &[NewImage]) -> StoreResult<u32> {
        both_kinds(images)?;
        self.act(Seat::Portal).await?;
        let found: Option<(String, i32)> =
            sqlx::query_as("SELECT status, revision FROM desk.change_request WHERE id = $1")
                .bind(id.0)
                .fetch_optional(self.db())
                .await
                .map_err(engine)?;
        let revision = match found {
            Some((status, revision)) if status == RequestStatus::Returned.code() => revision,
            _ => return Err(StoreError::Refused(Refusal::RequestNotOpen)),
        };
        let row = Row::of(TABLE, id.0);
        let next = row.count("revision", i64::from(revision) + 1)?;
        for photo in images {
            self.add_image(id, next, photo).await?;
        }
        let revision: i32 = guarded!(self, db => sqlx::query_scalar("SELECT desk.resubmit($1)")
            .bind(id.0)
            .fetch_one(&mut *db));
        row.count("revision", revision.into())
    }

    async fn cancel_request(&mut self, id: RequestId) -> StoreResult<()> {
        self.act(Seat::Portal).await?;
        guarded!(self, db => sqlx::query("SELECT desk.cancel($1)").bind(id.0).execute(&mut *db));
        Ok(())
    }

    async fn request_by_id(&mut self, id: RequestId) -> StoreResult<Option<ChangeRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.change_request WHERE id = $1");
        let row: Option<RequestRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(RequestRow::read).transpose()
    }

    async fn request_by_no(&mut self, no: &RequestNumber) -> StoreResult<Option<ChangeRequest>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.change_request WHERE request_no = $1");
        let row: Option<RequestRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(no.to_string())
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(RequestRow::read).transpose()
    }

    async fn requests_of(&mut self, member: MemberId) -> StoreResult<Vec<ChangeRequest>> {
        let sql = format!(
            "SELECT {COLUMNS}
             FROM desk.change_request
             WHERE member_id = $1
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
        self.announce_image(id, revision, kind, by).await
    }

    async fn fetch_photo(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<Option<Vec<u8>>> {
        self.bytes_of_image(id, revision, kind, by).await
    }

    async fn open_requests_for_phone(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<RelatedRequest>> {
        let rows = sqlx::query_as(
            "SELECT id, request_no, member_id
             FROM desk.change_request
             WHERE new_phone = $1 AND closed_at IS NULL AND member_id <> $2
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
             FROM desk.request_image AS i
             JOIN desk.change_request AS r ON r.id = i.request_id
             WHERE i.sha256 = $1 AND r.member_id <> $2
             ORDER BY r.id",
        )
        .bind(sha256)
        .bind(except.0)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        RelatedRequest::read_all(rows)
    }

    /// Whoever asks: on a desk, the person whose app assessed.
    async fn set_risk(&mut self, id: RequestId, risk: Risk) -> StoreResult<bool> {
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.set_risk($1, $2)")
            .bind(id.0)
            .bind(risk.code())
            .fetch_one(&mut *db)),
        )
    }
}
