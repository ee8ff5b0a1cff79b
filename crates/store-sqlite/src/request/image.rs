//! Table `request_image`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use coe_domain::{ImageKind, MemberId, Refusal, RequestId, StaffId};
use coe_store::{
    AuditRepository, ImageInfo, NewAuditEvent, NewImage, StaffRepository, StoreError, StoreResult,
};
use std::collections::BTreeMap;

const TABLE: &str = "request_image";

/// The event of somebody who takes a photo out.
const FETCHED: &str = "photo.fetched";

#[derive(sqlx::FromRow)]
struct ImageRow {
    id: i64,
    request_id: i64,
    revision: i64,
    kind: String,
    sha256: String,
    byte_len: i64,
    width: i64,
    height: i64,
    purged_at: Option<i64>,
}

impl ImageRow {
    fn read(self) -> StoreResult<ImageInfo> {
        let row = Row::of(TABLE, self.id);
        Ok(ImageInfo {
            request_id: RequestId(self.request_id),
            revision: row.count("revision", self.revision)?,
            kind: row.parse("kind", &self.kind)?,
            byte_len: row.count("byte_len", self.byte_len)?,
            width: row.count("width", self.width)?,
            height: row.count("height", self.height)?,
            purged_at: row.moment_some("purged_at", self.purged_at)?,
            sha256: self.sha256,
        })
    }
}

impl SqliteUnit {
    pub(crate) async fn add_image(
        &mut self,
        id: RequestId,
        revision: u32,
        image: &NewImage,
    ) -> StoreResult<()> {
        let byte_len = i64::try_from(image.bytes.len()).unwrap_or(i64::MAX);
        sqlx::query(
            "INSERT INTO request_image
                 (request_id, revision, kind, sha256, byte_len, width, height, added_at, bytes)
             VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT at FROM desk_now), ?)",
        )
        .bind(id.0)
        .bind(revision)
        .bind(image.kind.code())
        .bind(&image.sha256)
        .bind(byte_len)
        .bind(image.width)
        .bind(image.height)
        .bind(&image.bytes)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    pub(crate) async fn image_infos(
        &mut self,
        id: RequestId,
        revision: u32,
    ) -> StoreResult<Vec<ImageInfo>> {
        let rows: Vec<ImageRow> = sqlx::query_as(
            "SELECT id, request_id, revision, kind, sha256, byte_len, width, height, purged_at
             FROM request_image
             WHERE request_id = ? AND revision = ?
             ORDER BY kind",
        )
        .bind(id.0)
        .bind(revision)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ImageRow::read).collect()
    }

    /// Refuses whoever may not have a photo.
    pub(crate) async fn must_see_photos(&mut self, by: StaffId) -> StoreResult<()> {
        let staff = self.staff_by_id(by).await?;
        match staff.filter(|staff| staff.is_active) {
            Some(staff) if staff.role.sees_photos() => Ok(()),
            Some(_) => Err(StoreError::Refused(Refusal::RoleNotAllowed)),
            None => Err(StoreError::Refused(Refusal::StaffInactive)),
        }
    }

    /// Writes that somebody is about to take a photo.
    pub(crate) async fn announce_image(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<()> {
        let member: Option<i64> =
            sqlx::query_scalar("SELECT member_id FROM change_request WHERE id = ?")
                .bind(id.0)
                .fetch_optional(self.db())
                .await
                .map_err(engine)?;
        let Some(member) = member else {
            return Ok(());
        };
        let event = self
            .append_event(&NewAuditEvent {
                actor: Some(by),
                action: FETCHED,
                request_id: Some(id),
                member_id: Some(MemberId(member)),
                detail: BTreeMap::from([
                    ("kind".to_owned(), kind.code().to_owned()),
                    ("revision".to_owned(), revision.to_string()),
                ]),
            })
            .await?;
        self.not_committed_before(event);
        Ok(())
    }

    /// Whether somebody said in the last minutes, in a unit that was committed, that they would take
    /// this photo.
    async fn is_announced(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<bool> {
        let own = self.first_event();
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1
                            FROM audit_event
                            WHERE request_id = ?
                              AND actor = ?
                              AND action = ?
                              AND json_extract(detail, '$.kind') = ?
                              AND json_extract(detail, '$.revision') = ?
                              AND at > (SELECT at FROM desk_now) - 900000
                              AND id < ?)",
        )
        .bind(id.0)
        .bind(by.0)
        .bind(FETCHED)
        .bind(kind.code())
        .bind(revision.to_string())
        .bind(own)
        .fetch_one(self.db())
        .await
        .map_err(engine)
    }

    /// Reads the bytes of a photo, for those whose wish is on record.
    pub(crate) async fn take_image(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<Option<Vec<u8>>> {
        let bytes: Option<Option<Vec<u8>>> = sqlx::query_scalar(
            "SELECT bytes
             FROM request_image
             WHERE request_id = ? AND revision = ? AND kind = ?",
        )
        .bind(id.0)
        .bind(revision)
        .bind(kind.code())
        .fetch_optional(self.db())
        .await
        .map_err(engine)?;
        match bytes.flatten() {
            Some(_) if !self.is_announced(id, revision, kind, by).await? => {
                Err(StoreError::Refused(Refusal::NotAnnounced))
            }
            bytes => Ok(bytes),
        }
    }
}
