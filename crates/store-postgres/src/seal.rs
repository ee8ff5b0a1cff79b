//! Tables `audit_link`, `audit_seal`, `audit_unsealed` and `database_identity`.
//!
//! Supervisors read them with their own rights. The dispatcher seals by three functions, and reads the log by
//! no other way.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use coe_store::row::Row;
use coe_store::{
    ChainRepository, ChainSize, ChainTail, DatabaseId, Hash, Link, LinkedEvent, LoggedEvent, Seal,
    SealRepository, StoreResult, StoredSeal, UnlinkedEvent,
};
use sqlx::PgConnection;

const LINK: &str = "audit_link";
const SEAL: &str = "audit_seal";

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    at_ms: i64,
    actor: Option<i64>,
    action: String,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: String,
}

impl From<EventRow> for LoggedEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: AuditEventId(row.id),
            at_ms: row.at_ms,
            actor: row.actor.map(StaffId),
            action: row.action.into_bytes(),
            request_id: row.request_id.map(RequestId),
            member_id: row.member_id.map(MemberId),
            detail: row.detail.into_bytes(),
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
    at_ms: Option<i64>,
    actor: Option<i64>,
    action: Option<String>,
    request_id: Option<i64>,
    member_id: Option<i64>,
    detail: Option<String>,
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
        let event = match (self.at_ms, self.action, self.detail) {
            (Some(at_ms), Some(action), Some(detail)) => Some(LoggedEvent {
                id: link.event,
                at_ms,
                actor: self.actor.map(StaffId),
                action: action.into_bytes(),
                request_id: self.request_id.map(RequestId),
                member_id: self.member_id.map(MemberId),
                detail: detail.into_bytes(),
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
    sealed_at_ms: i64,
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
            sealed_at_ms: self.sealed_at_ms,
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

/// The statements, for a unit of the desk and for an administrator's reading alike.
pub(crate) mod statements {
    use super::*;

    pub(crate) async fn database_id(db: &mut PgConnection) -> StoreResult<DatabaseId> {
        sqlx::query_scalar("SELECT database_id FROM desk.database_identity WHERE id = 1")
            .fetch_one(db)
            .await
            .map(DatabaseId)
            .map_err(engine)
    }

    pub(crate) async fn chain_size(db: &mut PgConnection) -> StoreResult<ChainSize> {
        let (links, waiting): (i64, i64) = sqlx::query_as(
            "SELECT COALESCE((SELECT max(position) FROM desk.audit_link), 0),
                    (SELECT count(*) FROM desk.audit_unsealed)",
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
        db: &mut PgConnection,
        position: u64,
        limit: u32,
    ) -> StoreResult<Vec<LinkedEvent>> {
        let rows: Vec<LinkedRow> = sqlx::query_as(
            "SELECT l.position, l.event_id, l.body_hash, l.chain_hash, desk.unix_ms(e.at) AS at_ms,
                    e.actor, e.action, e.request_id, e.member_id, e.detail::text AS detail
             FROM desk.audit_link AS l
             LEFT JOIN desk.audit_event AS e ON e.id = l.event_id
             WHERE l.position > $1
             ORDER BY l.position
             LIMIT $2",
        )
        .bind(i64::try_from(position).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(db)
        .await
        .map_err(engine)?;
        rows.into_iter().map(LinkedRow::read).collect()
    }

    pub(crate) async fn unlinked_events_after(
        db: &mut PgConnection,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        let rows: Vec<UnlinkedRow> = sqlx::query_as(
            "SELECT e.id, desk.unix_ms(e.at) AS at_ms, e.actor, e.action, e.request_id, e.member_id,
                    e.detail::text AS detail,
                    EXISTS (SELECT 1 FROM desk.audit_unsealed AS u WHERE u.event_id = e.id) AS waits
             FROM desk.audit_event AS e
             WHERE e.id > $1
               AND NOT EXISTS (SELECT 1 FROM desk.audit_link AS l WHERE l.event_id = e.id)
             ORDER BY e.id
             LIMIT $2",
        )
        .bind(id.0)
        .bind(i64::from(limit))
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
        db: &mut PgConnection,
        id: i64,
        limit: u32,
    ) -> StoreResult<Vec<StoredSeal>> {
        let rows: Vec<SealRow> = sqlx::query_as(
            "SELECT id, desk.unix_ms(sealed_at) AS sealed_at_ms, event_id, events, chain_hash, caught_up,
                    key_id, public_key, signature
             FROM desk.audit_seal
             WHERE id > $1
             ORDER BY id
             LIMIT $2",
        )
        .bind(id)
        .bind(i64::from(limit))
        .fetch_all(db)
        .await
        .map_err(engine)?;
        rows.into_iter().map(SealRow::read).collect()
    }

    pub(crate) async fn last_seal(db: &mut PgConnection) -> StoreResult<Option<StoredSeal>> {
        let row: Option<SealRow> = sqlx::query_as(
            "SELECT id, desk.unix_ms(sealed_at) AS sealed_at_ms, event_id, events, chain_hash, caught_up,
                    key_id, public_key, signature
             FROM desk.audit_seal
             ORDER BY id DESC
             LIMIT 1",
        )
        .fetch_optional(db)
        .await
        .map_err(engine)?;
        row.map(SealRow::read).transpose()
    }

    pub(crate) async fn chain_tail(db: &mut PgConnection) -> StoreResult<ChainTail> {
        let (database, events, chain, now): (String, i64, Option<Vec<u8>>, DateTime<Utc>) =
            sqlx::query_as(
                "SELECT database_id, events, chain_hash, desk.clock() FROM desk.chain_tail()",
            )
            .fetch_one(db)
            .await
            .map_err(engine)?;
        let row = Row::of(LINK, events);
        Ok(ChainTail {
            database: DatabaseId(database),
            events: row.count("position", events)?,
            chain_hash: chain
                .map(|bytes| hash(row, "chain_hash", bytes))
                .transpose()?,
            now,
        })
    }

    pub(crate) async fn unsealed_events(
        db: &mut PgConnection,
        limit: u32,
    ) -> StoreResult<Vec<LoggedEvent>> {
        let rows: Vec<EventRow> = sqlx::query_as(
            "SELECT id, at_ms, actor, action, request_id, member_id, detail
             FROM desk.unsealed_events($1)",
        )
        .bind(i64::from(limit))
        .fetch_all(db)
        .await
        .map_err(engine)?;
        Ok(rows.into_iter().map(LoggedEvent::from).collect())
    }

    pub(crate) async fn append_seal(
        db: &mut PgConnection,
        links: &[Link],
        seal: &Seal,
    ) -> sqlx::Result<i64> {
        let after = links.first().map_or(0, |first| first.position - 1);
        let events: Vec<i64> = links.iter().map(|link| link.event.0).collect();
        let bodies: Vec<&[u8]> = links.iter().map(|link| &link.body_hash.0[..]).collect();
        let chains: Vec<&[u8]> = links.iter().map(|link| &link.chain_hash.0[..]).collect();
        sqlx::query_scalar("SELECT desk.append_seal($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(events)
            .bind(bodies)
            .bind(chains)
            .bind(DateTime::from_timestamp_millis(seal.sealed_at_ms).unwrap_or_default())
            .bind(seal.caught_up)
            .bind(&seal.key_id)
            .bind(&seal.public_key)
            .bind(&seal.signature)
            .fetch_one(db)
            .await
    }
}

#[async_trait]
impl ChainRepository for PgUnit {
    async fn database_id(&mut self) -> StoreResult<DatabaseId> {
        statements::database_id(self.db()).await
    }

    async fn chain_size(&mut self) -> StoreResult<ChainSize> {
        statements::chain_size(self.db()).await
    }

    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>> {
        statements::links_after(self.db(), position, limit).await
    }

    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        statements::unlinked_events_after(self.db(), id, limit).await
    }

    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>> {
        statements::seals_after(self.db(), id, limit).await
    }

    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>> {
        statements::last_seal(self.db()).await
    }
}

#[async_trait]
impl SealRepository for PgUnit {
    async fn chain_tail(&mut self) -> StoreResult<ChainTail> {
        self.act(Seat::Dispatcher).await?;
        statements::chain_tail(self.db()).await
    }

    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>> {
        self.act(Seat::Dispatcher).await?;
        statements::unsealed_events(self.db(), limit).await
    }

    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64> {
        self.act(Seat::Dispatcher).await?;
        Ok(guarded!(self, db => statements::append_seal(db, links, seal)))
    }
}
