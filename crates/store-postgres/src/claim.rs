//! The lease columns of table `change_request`. What they mean is in `migrations/postgres/0009`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Refusal, RequestId, Role, StaffId};
use coe_store::row::Row;
use coe_store::{ClaimAnswer, ClaimRepository, StoreError, StoreResult};

/// The type `desk.claim_answer`.
#[derive(sqlx::FromRow)]
struct AnswerRow {
    answer: String,
    holder: Option<i64>,
    expires_at: Option<DateTime<Utc>>,
    seconds_left: Option<i64>,
}

impl AnswerRow {
    fn read(self, id: RequestId) -> StoreResult<ClaimAnswer> {
        match (
            self.answer.as_str(),
            self.holder,
            self.expires_at,
            self.seconds_left,
        ) {
            ("held", _, Some(expires_at), Some(seconds_left)) => Ok(ClaimAnswer::Held {
                expires_at,
                seconds_left,
            }),
            ("taken", Some(holder), _, _) => Ok(ClaimAnswer::Taken {
                by: StaffId(holder),
            }),
            ("not_held", ..) => Ok(ClaimAnswer::NotHeld),
            ("not_open", ..) => Ok(ClaimAnswer::NotOpen),
            _ => Err(Row::of("change_request", id.0).bad("claimed_by")),
        }
    }
}

#[async_trait]
impl ClaimRepository for PgUnit {
    async fn database_now(&mut self) -> StoreResult<DateTime<Utc>> {
        self.now().await
    }

    async fn claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer> {
        self.act(Seat::Person(by)).await?;
        self.ask("SELECT * FROM desk.claim($1)", id)
            .await
            .or_else(|refused| unless_support(refused, ClaimAnswer::NotOpen))
    }

    async fn take_next(&mut self, by: StaffId, role: Role) -> StoreResult<Option<RequestId>> {
        self.act(Seat::Person(by)).await?;
        // The database goes by the role it has on record.
        if role == Role::Support {
            return Err(StoreError::Refused(Refusal::RoleNotAllowed));
        }
        let id: Option<i64> = guarded!(self, db => sqlx::query_scalar("SELECT desk.take_next()")
            .fetch_one(&mut *db));
        Ok(id.map(RequestId))
    }

    async fn renew_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer> {
        self.act(Seat::Person(by)).await?;
        self.ask("SELECT * FROM desk.renew_claim($1)", id).await
    }

    async fn claim_state(&mut self, id: RequestId, asker: StaffId) -> StoreResult<ClaimAnswer> {
        let row: Option<AnswerRow> = sqlx::query_as(
            "SELECT CASE
                        WHEN live AND claimed_by = $2 THEN 'held'
                        WHEN live THEN 'taken'
                        WHEN open_for_asker THEN 'not_held'
                        ELSE 'not_open'
                    END AS answer,
                    claimed_by AS holder,
                    claim_expires_at AS expires_at,
                    floor(extract(epoch FROM claim_expires_at - now))::bigint AS seconds_left
             FROM (SELECT r.claimed_by, r.claim_expires_at, n.now,
                          COALESCE(r.claim_expires_at > n.now, false) AS live,
                          EXISTS (SELECT 1
                                  FROM desk.staff AS s
                                  WHERE s.id = $2
                                    AND ((r.status = 'pending' AND s.role <> 'support')
                                         OR (r.status = 'escalated' AND s.role = 'supervisor')))
                              AS open_for_asker
                   FROM desk.change_request AS r
                   CROSS JOIN (SELECT desk.clock() AS now) AS n
                   WHERE r.id = $1) AS c",
        )
        .bind(id.0)
        .bind(asker.0)
        .fetch_optional(self.db())
        .await
        .map_err(engine)?;
        row.map_or(Ok(ClaimAnswer::NotOpen), |row| row.read(id))
    }

    async fn release_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<bool> {
        self.act(Seat::Person(by)).await?;
        self.release(id)
            .await
            .or_else(|refused| unless_support(refused, false))
    }
}

/// Support may not even ask; its answer is the one that says nothing about the request.
fn unless_support<T>(refused: StoreError, nothing: T) -> StoreResult<T> {
    match refused {
        StoreError::Refused(Refusal::RoleNotAllowed) => Ok(nothing),
        other => Err(other),
    }
}

impl PgUnit {
    async fn ask(&mut self, function: &'static str, id: RequestId) -> StoreResult<ClaimAnswer> {
        let row: AnswerRow = guarded!(self, db => sqlx::query_as(function)
            .bind(id.0)
            .fetch_one(&mut *db));
        row.read(id)
    }

    async fn release(&mut self, id: RequestId) -> StoreResult<bool> {
        Ok(
            guarded!(self, db => sqlx::query_scalar("SELECT desk.release_claim($1)")
            .bind(id.0)
            .fetch_one(&mut *db)),
        )
    }
}
