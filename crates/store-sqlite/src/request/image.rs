//! Table `request_image`.

use crate::error::engine;
use crate::row::Row;
use crate::unit::SqliteUnit;
use coe_domain::{ImageKind, Refusal, RequestId};
use coe_store::{ImageInfo, NewImage, StoreError, StoreResult};

const TABLE: &str = "request_image";

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

/// A round of photos is one of each kind. Less could never be decided on.
pub(crate) fn both_kinds(images: &[NewImage]) -> StoreResult<()> {
    let has = |kind| images.iter().filter(|image| image.kind == kind).count() == 1;
    if images.len() == 2 && has(ImageKind::IdCard) && has(ImageKind::Selfie) {
        Ok(())
    } else {
        Err(StoreError::Refused(Refusal::EvidenceChanged))
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

    pub(crate) async fn bytes_of_image(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
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
        Ok(bytes.flatten())
    }
}
