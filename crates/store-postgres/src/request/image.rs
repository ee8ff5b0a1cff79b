//! Table `request_image`.

use crate::case::revision_of;
use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use chrono::{DateTime, Utc};
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::row::Row;
use coe_store::{ImageInfo, NewImage, StoreResult};

#[derive(sqlx::FromRow)]
struct ImageRow {
    id: i64,
    request_id: i64,
    revision: i32,
    kind: String,
    sha256: String,
    byte_len: i64,
    width: i64,
    height: i64,
    purged_at: Option<DateTime<Utc>>,
}

impl ImageRow {
    fn read(self) -> StoreResult<ImageInfo> {
        let row = Row::of("request_image", self.id);
        Ok(ImageInfo {
            request_id: RequestId(self.request_id),
            revision: row.count("revision", self.revision.into())?,
            kind: row.parse("kind", &self.kind)?,
            byte_len: row.count("byte_len", self.byte_len)?,
            width: row.count("width", self.width)?,
            height: row.count("height", self.height)?,
            purged_at: self.purged_at,
            sha256: self.sha256,
        })
    }
}

impl PgUnit {
    pub(super) async fn add_image(
        &mut self,
        id: RequestId,
        revision: u32,
        image: &NewImage,
    ) -> StoreResult<()> {
        let byte_len = i64::try_from(image.bytes.len()).unwrap_or(i64::MAX);
        guarded!(self, db => sqlx::query(
                "INSERT INTO desk.request_image
                     (request_id, revision, kind, sha256, byte_len, width, height, bytes)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(id.0)
            .bind(revision_of(revision))
            .bind(image.kind.code())
            .bind(&image.sha256)
            .bind(byte_len)
            .bind(i64::from(image.width))
            .bind(i64::from(image.height))
            .bind(&image.bytes)
            .execute(&mut *db));
        Ok(())
    }

    pub(super) async fn image_infos(
        &mut self,
        id: RequestId,
        revision: u32,
    ) -> StoreResult<Vec<ImageInfo>> {
        let rows: Vec<ImageRow> = sqlx::query_as(
            "SELECT id, request_id, revision, kind, sha256, byte_len, width, height, purged_at
             FROM desk.request_image
             WHERE request_id = $1 AND revision = $2
             ORDER BY kind",
        )
        .bind(id.0)
        .bind(revision_of(revision))
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ImageRow::read).collect()
    }

    pub(super) async fn announce_image(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.announce_photo($1, $2, $3)")
            .bind(id.0)
            .bind(revision_of(revision))
            .bind(kind.code())
            .execute(&mut *db));
        Ok(())
    }

    pub(super) async fn bytes_of_image(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<Option<Vec<u8>>> {
        self.act(Seat::Person(by)).await?;
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.fetch_photo($1, $2, $3)")
            .bind(id.0)
            .bind(revision_of(revision))
            .bind(kind.code())
            .fetch_one(&mut *db)),
        )
    }
}
