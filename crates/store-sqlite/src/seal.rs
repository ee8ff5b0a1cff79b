//! Tables `audit_link`, `audit_seal`, `audit_unsealed` and `database_identity`.
//!
//! Texts are read as bytes: what somebody wrote into the file behind the rules need not be UTF-8.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use coe_store::{
    ChainRepository, ChainSize, ChainTail, DatabaseId, Hash, Link, LinkedEvent, LoggedEvent, Seal,
    SealRepository, StoreError, StoreResult, StoredSeal, UnlinkedEvent,
};
use sqlx::SqliteConnection;

const LINK: &str = "audit_link";
const SEAL: &str = "audit_seal";

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    at: i64,
    actor: Option<i64>,
    action: Vec<u8>,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: Vec<u8>,
}

impl From<EventRow> for LoggedEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: AuditEventId(row.id),
            at_ms: row.at,
            actor: row.actor.map(StaffId),
            action: row.action,
            request_id: row.request_id.map(RequestId),
            member_id: row.member_id.map(MemberId),
            detail: row.detail,
        }
    }
}

#[derive(sqlx::FromRow)]
struct UnlinkedRow {
    #[sqlx(flatten)]
    event: EventRow,
    waits: bool,
}

#[derive(sqlx::FromRow)]
struct LinkedRow {
    position: i64,
    event_id: i64,
    body_hash: Vec<u8>,
    chain_hash: Vec<u8>,
    at: Option<i64>,
    actor: Option<i64>,
    action: Option<Vec<u8>>,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: Option<Vec<u8>>,
}

impl LinkedRow {
    fn read(self) -> StoreResult<LinkedEvent> {
        let row = Row::of(LINK, self.position);
        let link = Link {
            position: row.count("position", self.position)?,
            event: AuditEventId(self.event_id),
            body_hash: hash(row, "body_hash", self.body_hash)?,
            chain_hash: hash(row, "chain_hash", self.chain_hash)?,
        };
        let event = match (self.at, self.action, self.detail) {
            (Some(at_ms), Some(action), Some(detail)) => Some(LoggedEvent {
                id: link.event,
                at_ms,
                actor: self.actor.map(StaffId),
                action,
                request_id: self.request_id.map(RequestId),
                member_id: self.member_id.map(MemberId),
                detail,
            }),
            _ => None,
        };
        Ok(LinkedEvent { link, event })
    }
}

fn hash(row: Row, column: &'static str, bytes: Vec<u8>) -> StoreResult<Hash> {
    bytes.try_into().map(Hash).map_err(|_| row.bad(column))
}

#[derive(sqlx::FromRow)]
struct SealRow {
    id: i64,
    sealed_at: i64,
    event_id: i64,
    events: i64,
    chain_hash: String,
    caught_up: bool,
    key_id: String,
    public_key: String,
    signature: String,
}

impl SealRow {
    fn read(self) -> StoreResult<StoredSeal> {
        let row = Row::of(SEAL, self.id);
        let seal = Seal {
            sealed_at_ms: self.sealed_at,
            event: AuditEventId(self.event_id),
            events: row.count("events", self.events)?,
            chain_hash: self.chain_hash,
            caught_up: self.caught_up,
            key_id: self.key_id,
            public_key: self.public_key,
            signature: self.signature,
        };
        Ok(StoredSeal { id: self.id, seal })
    }
}

pub(crate) async fn database_id(db: &mut SqliteConnection) -> StoreResult<DatabaseId> {
    sqlx::query_scalar("SELECT database_id FROM database_identity WHERE id = 1")
        .fetch_one(db)
        .await
        .map(DatabaseId)
        .map_err(engine)
}

pub(crate) async fn chain_size(db: &mut SqliteConnection) -> StoreResult<ChainSize> {
    let (links, waiting): (i64, i64) = sqlx::query_as(
        "SELECT COALESCE((SELECT max(position) FROM audit_link), 0),
                (SELECT count(*) FROM audit_unsealed)",
    )
    .fetch_one(db)
    .await
    .map_err(engine)?;
    Ok(ChainSize {
        links: links.unsigned_abs(),
        waiting: waiting.unsigned_abs(),
    })
}

pub(crate) async fn links_after(
    db: &mut SqliteConnection,
    position: u64,
    limit: u32,
) -> StoreResult<Vec<LinkedEvent>> {
    let rows: Vec<LinkedRow> = sqlx::query_as(
        "SELECT l.position, l.event_id, l.body_hash, l.chain_hash, e.at, e.actor,
                CAST(e.action AS BLOB) AS action, e.request_id, e.member_id,
                CAST(e.detail AS BLOB) AS detail
         FROM audit_link AS l
         LEFT JOIN audit_event AS e ON e.id = l.event_id
         WHERE l.position > ?
         ORDER BY l.position
         LIMIT ?",
    )
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(db)
    .await
    .map_err(engine)?;
    rows.into_iter().map(LinkedRow::read).collect()
}

pub(crate) async fn unlinked_events_after(
    db: &mut SqliteConnection,
    id: AuditEventId,
    limit: u32,
) -> StoreResult<Vec<UnlinkedEvent>> {
    let rows: Vec<UnlinkedRow> = sqlx::query_as(
        "SELECT e.id, e.at, e.actor, CAST(e.action AS BLOB) AS action, e.request_id, e.member_id,
                CAST(e.detail AS BLOB) AS detail,
                EXISTS (SELECT 1 FROM audit_unsealed AS u WHERE u.event_id = e.id) AS waits
         FROM audit_event AS e
         WHERE e.id > ?
           AND NOT EXISTS (SELECT 1 FROM audit_link AS l WHERE l.event_id = e.id)
         ORDER BY e.id
         LIMIT ?",
    )
    .bind(id.0)
    .bind(limit)
    .fetch_all(db)
    .await
    .map_err(engine)?;
    Ok(rows
        .into_iter()
        .map(|row| UnlinkedEvent {
            event: row.event.into(),
            waits: row.waits,
        })
        .collect())
}

pub(crate) async fn seals_after(
    db: &mut SqliteConnection,
    id: i64,
    limit: u32,
) -> StoreResult<Vec<StoredSeal>> {
    let rows: Vec<SealRow> = sqlx::query_as(
        "SELECT id, sealed_at, event_id, events, chain_hash, caught_up, key_id, public_key, signature
         FROM audit_seal
         WHERE id > ?
         ORDER BY id
         LIMIT ?",
    )
    .bind(id)
    .bind(limit)
    .fetch_all(db)
    .await
    .map_err(engine)?;
    rows.into_iter().map(SealRow::read).collect()
}

pub(crate) async fn last_seal(db: &mut SqliteConnection) -> StoreResult<Option<StoredSeal>> {
    let row: Option<SealRow> = sqlx::query_as(
        "SELECT id, sealed_at, event_id, events, chain_hash, caught_up, key_id, public_key, signature
         FROM audit_seal
         ORDER BY id DESC
         LIMIT 1",
    )
    .fetch_optional(db)
    .await
    .map_err(engine)?;
    row.map(SealRow::read).transpose()
}

#[async_trait]
impl ChainRepository for SqliteUnit {
    async fn database_id(&mut self) -> StoreResult<DatabaseId> {
        database_id(self.db()).await
    }

    async fn chain_size(&mut self) -> StoreResult<ChainSize> {
        chain_size(self.db()).await
    }

    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>> {
        links_after(self.db(), position, limit).await
    }

    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        unlinked_events_after(self.db(), id, limit).await
    }

    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>> {
        seals_after(self.db(), id, limit).await
    }

    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>> {
        last_seal(self.db()).await
    }
}

#[async_trait]
impl SealRepository for SqliteUnit {
    async fn chain_tail(&mut self) -> StoreResult<ChainTail> {
        let (database, position, hash_there, now): (String, Option<i64>, Option<Vec<u8>>, i64) =
            sqlx::query_as(
                "SELECT i.database_id, l.position, l.chain_hash, n.at
                 FROM database_identity AS i, desk_now AS n
                 LEFT JOIN audit_link AS l ON l.position = (SELECT max(position) FROM audit_link)
                 WHERE i.id = 1",
            )
            .fetch_one(self.db())
            .await
            .map_err(engine)?;
        let row = Row::of(LINK, position.unwrap_or_default());
        Ok(ChainTail {
            database: DatabaseId(database),
            events: row.count("position", position.unwrap_or_default())?,
            chain_hash: hash_there
                .map(|bytes| hash(row, "chain_hash", bytes))
                .transpose()?,
            now: Row::of("desk_now", 1).moment("at", now)?,
        })
    }

    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>> {
        let rows: Vec<EventRow> = sqlx::query_as(
            "SELECT e.id, e.at, e.actor, CAST(e.action AS BLOB) AS action, e.request_id, e.member_id,
                    CAST(e.detail AS BLOB) AS detail
             FROM audit_unsealed AS u
             JOIN audit_event AS e ON e.id = u.event_id
             ORDER BY u.event_id
             LIMIT ?",
        )
        .bind(limit)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        Ok(rows.into_iter().map(LoggedEvent::from).collect())
    }

    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64> {
        let tail: i64 = sqlx::query_scalar("SELECT COALESCE(max(position), 0) FROM audit_link")
            .fetch_one(self.db())
            .await
            .map_err(engine)?;
        if links
            .first()
            .is_some_and(|first| first.position != tail.unsigned_abs() + 1)
        {
            return Err(StoreError::Conflict);
        }
        // All or nothing, also where the unit goes on after a refusal.
        let mut savepoint = sqlx::Connection::begin(self.db()).await.map_err(engine)?;
        for link in links {
            sqlx::query(
                "INSERT INTO audit_link (position, event_id, body_hash, chain_hash)
                 VALUES (?, ?, ?, ?)",
            )
            .bind(i64::try_from(link.position).unwrap_or(i64::MAX))
            .bind(link.event.0)
            .bind(link.body_hash.0.as_slice())
            .bind(link.chain_hash.0.as_slice())
            .execute(&mut *savepoint)
            .await
            .map_err(engine)?;
        }
        let id = sqlx::query_scalar(
            "INSERT INTO audit_seal (sealed_at, event_id, events, chain_hash, caught_up, key_id,
                                     public_key, signature)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             RETURNING id",
        )
        .bind(seal.sealed_at_ms)
        .bind(seal.event.0)
        .bind(i64::try_from(seal.events).unwrap_or(i64::MAX))
        .bind(&seal.chain_hash)
        .bind(seal.caught_up)
        .bind(&seal.key_id)
        .bind(&seal.public_key)
        .bind(&seal.signature)
        .fetch_one(&mut *savepoint)
        .await
        .map_err(engine)?;
        savepoint.commit().await.map_err(engine)?;
        Ok(id)
    }
}
