//! Table `decision`. The rules and the effects are in `migrations/postgres/0010` and `0011`.

use crate::case::revision_of;
use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{DecisionId, Refusal, RequestId, StaffId};
use coe_store::row::Row;
use coe_store::{Decided, Decision, DecisionRepository, NewDecision, StoreError, StoreResult};
use sqlx::AssertSqlSafe;

const COLUMNS: &str = "id, request_id, kind, reason_code, further_reason_codes, member_text, note, \
    staff, at, revision, id_card_sha256, selfie_sha256, idempotency_key";

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: i64,
    request_id: i64,
    kind: String,
    reason_code: Option<String>,
    further_reason_codes: Vec<String>,
    member_text: String,
    note: String,
    staff: i64,
    at: DateTime<Utc>,
    revision: i32,
    id_card_sha256: String,
    selfie_sha256: String,
    idempotency_key: String,
}

impl DecisionRow {
    fn read(self) -> StoreResult<Decision> {
        let row = Row::of("decision", self.id);
        let reasons = self
            .reason_code
            .into_iter()
            .chain(self.further_reason_codes);
        Ok(Decision {
            id: DecisionId(self.id),
            at: self.at,
            made: NewDecision {
                request_id: RequestId(self.request_id),
                kind: row.parse("kind", &self.kind)?,
                staff: StaffId(self.staff),
                revision: row.count("revision", self.revision.into())?,
                id_card_sha256: self.id_card_sha256,
                selfie_sha256: self.selfie_sha256,
                reasons: reasons.collect(),
                member_text: self.member_text,
                private_note: self.note,
                idempotency_key: self.idempotency_key,
            },
        })
    }
}

impl PgUnit {
    /// What came of a key before; `None` where it is new.
    async fn first_result(&mut self, new: &NewDecision) -> StoreResult<Option<Decided>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.decision_seen WHERE idempotency_key = $1");
        let row: Option<DecisionRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(&new.idempotency_key)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        let first = row.map(DecisionRow::read).transpose()?;
        first.map(|first| first.answer_again(new)).transpose()
    }

    async fn insert(&mut self, new: &NewDecision) -> StoreResult<DecisionId> {
        let (leading, further) = match new.reasons.split_first() {
            Some((leading, further)) => (Some(leading), further),
            None => (None, [].as_slice()),
        };
        let id = guarded!(self, db => sqlx::query_scalar(
                "INSERT INTO desk.decision
                     (request_id, kind, reason_code, further_reason_codes, member_text, note,
                      revision, id_card_sha256, selfie_sha256, idempotency_key)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 RETURNING id",
            )
            .bind(new.request_id.0)
            .bind(new.kind.code())
            .bind(leading)
            .bind(further)
            .bind(&new.member_text)
            .bind(&new.private_note)
            .bind(revision_of(new.revision))
            .bind(&new.id_card_sha256)
            .bind(&new.selfie_sha256)
            .bind(&new.idempotency_key)
            .fetch_one(&mut *db));
        Ok(DecisionId(id))
    }
}

#[async_trait]
impl DecisionRepository for PgUnit {
    async fn decide(&mut self, new: &NewDecision) -> StoreResult<Decided> {
        self.act(Seat::Person(new.staff)).await?;
        if let Some(first) = self.first_result(new).await? {
            return Ok(first);
        }
        match self.insert(new).await {
            Ok(id) => Ok(Decided {
                id,
                repeated: false,
            }),
            // The same intent was just being decided elsewhere: it is through now, and can be seen.
            Err(StoreError::Refused(Refusal::KeyReused)) => {
                let first = self.first_result(new).await?;
                first.ok_or(StoreError::Refused(Refusal::KeyReused))
            }
            Err(error) => Err(error),
        }
    }

    async fn decision_by_id(&mut self, id: DecisionId) -> StoreResult<Option<Decision>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.decision_seen WHERE id = $1");
        let row: Option<DecisionRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(DecisionRow::read).transpose()
    }

    async fn decisions_of(&mut self, id: RequestId) -> StoreResult<Vec<Decision>> {
        let sql =
            format!("SELECT {COLUMNS} FROM desk.decision_seen WHERE request_id = $1 ORDER BY id");
        let rows: Vec<DecisionRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_all(self.db())
            .await
            .map_err(engine)?;
        rows.into_iter().map(DecisionRow::read).collect()
    }
}
