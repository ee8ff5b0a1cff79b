//! Table `decision`. The rules and the effects are in `migrations/sqlite/0010` and `0011`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{DecisionId, RequestId, StaffId};
use coe_store::{Decided, Decision, DecisionRepository, NewDecision, StoreError, StoreResult};

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: i64,
    request_id: i64,
    kind: String,
    reason_code: Option<String>,
    further_reason_codes: String,
    member_text: String,
    note: String,
    staff: i64,
    at: i64,
    revision: i64,
    id_card_sha256: String,
    selfie_sha256: String,
    idempotency_key: String,
}

impl DecisionRow {
    fn read(self) -> StoreResult<Decision> {
        let row = Row::of("decision", self.id);
        let further: Vec<String> = serde_json::from_str(&self.further_reason_codes)
            .map_err(|_| row.bad("further_reason_codes"))?;
        Ok(Decision {
            id: DecisionId(self.id),
            at: row.moment("at", self.at)?,
            made: NewDecision {
                request_id: RequestId(self.request_id),
                kind: row.parse("kind", &self.kind)?,
                staff: StaffId(self.staff),
                revision: row.count("revision", self.revision)?,
                id_card_sha256: self.id_card_sha256,
                selfie_sha256: self.selfie_sha256,
                reasons: self.reason_code.into_iter().chain(further).collect(),
                member_text: self.member_text,
                private_note: self.note,
                idempotency_key: self.idempotency_key,
            },
        })
    }
}

impl SqliteUnit {
    async fn decision_by_key(&mut self, key: &str) -> StoreResult<Option<Decision>> {
        let row: Option<DecisionRow> =
            sqlx::query_as("SELECT * FROM decision WHERE idempotency_key = ?")
                .bind(key)
                .fetch_optional(self.db())
                .await
                .map_err(engine)?;
        row.map(DecisionRow::read).transpose()
    }
}

#[async_trait]
impl DecisionRepository for SqliteUnit {
    async fn decide(&mut self, new: &NewDecision) -> StoreResult<Decided> {
        // Nobody comes in between: this transaction holds the only write lock.
        if let Some(first) = self.decision_by_key(&new.idempotency_key).await? {
            return first.answer_again(new);
        }
        let (leading, further) = match new.reasons.split_first() {
            Some((leading, further)) => (Some(leading), further),
            None => (None, [].as_slice()),
        };
        let further = serde_json::to_string(further).map_err(|_| StoreError::Engine {
            code: "encode".to_owned(),
        })?;
        let id = sqlx::query_scalar(
            "INSERT INTO decision
                 (request_id, kind, reason_code, further_reason_codes, member_text, note, staff,
                  at, revision, id_card_sha256, selfie_sha256, idempotency_key)
             VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT at FROM desk_now), ?, ?, ?, ?)
             RETURNING id",
        )
        .bind(new.request_id.0)
        .bind(new.kind.code())
        .bind(leading)
        .bind(further)
        .bind(&new.member_text)
        .bind(&new.private_note)
        .bind(new.staff.0)
        .bind(new.revision)
        .bind(&new.id_card_sha256)
        .bind(&new.selfie_sha256)
        .bind(&new.idempotency_key)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(Decided {
            id: DecisionId(id),
            repeated: false,
        })
    }

    async fn decision_by_id(&mut self, id: DecisionId) -> StoreResult<Option<Decision>> {
        let row: Option<DecisionRow> = sqlx::query_as("SELECT * FROM decision WHERE id = ?")
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(DecisionRow::read).transpose()
    }

    async fn decisions_of(&mut self, id: RequestId) -> StoreResult<Vec<Decision>> {
        let rows: Vec<DecisionRow> =
            sqlx::query_as("SELECT * FROM decision WHERE request_id = ? ORDER BY id")
                .bind(id.0)
                .fetch_all(self.db())
                .await
                .map_err(engine)?;
        rows.into_iter().map(DecisionRow::read).collect()
    }
}
