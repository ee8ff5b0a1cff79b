//! The lease columns of table `change_request`.

use crate::error::engine;
use crate::request::TABLE;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Refusal, RequestId, RequestStatus, Role, StaffId};
use coe_store::{ClaimAnswer, ClaimRepository, StoreError, StoreResult};

const TAKE_NEXT_ESCALATED: &str = "
    SELECT id
    FROM change_request
    WHERE status = 'escalated'
      AND escalated_by <> ?
      AND (claimed_by IS NULL OR claim_expires_at <= (SELECT at FROM desk_now))
    ORDER BY priority_order, submitted_at, id
    LIMIT 1";

const TAKE_NEXT_PENDING: &str = "
    SELECT id
    FROM change_request
    WHERE status = 'pending'
      AND (claimed_by IS NULL OR claim_expires_at <= (SELECT at FROM desk_now))
    ORDER BY priority_order, submitted_at, id
    LIMIT 1";

/// A lease as it stands, with the moment it was looked at.
struct Lease {
    status: RequestStatus,
    holder: Option<i64>,
    expires_at: i64,
    now: i64,
}

impl Lease {
    fn is_live(&self) -> bool {
        self.holder.is_some() && self.expires_at > self.now
    }

    fn is_live_of(&self, staff: StaffId) -> bool {
        self.is_live() && self.holder == Some(staff.0)
    }

    fn open_for(&self, role: Role) -> bool {
        match self.status {
            RequestStatus::Pending => role.reviews(),
            RequestStatus::Escalated => role == Role::Supervisor,
            _ => false,
        }
    }

    /// What somebody who does not hold it learns.
    fn elsewhere(&self) -> ClaimAnswer {
        match self.holder {
            Some(holder) if self.is_live() => ClaimAnswer::Taken {
                by: StaffId(holder),
            },
            _ => ClaimAnswer::NotHeld,
        }
    }
}

fn held(id: RequestId, expires_at: i64, now: i64) -> StoreResult<ClaimAnswer> {
    Ok(ClaimAnswer::Held {
        expires_at: Row::of(TABLE, id.0).moment("claim_expires_at", expires_at)?,
        seconds_left: (expires_at - now) / 1000,
    })
}

impl SqliteUnit {
    async fn lease(&mut self, id: RequestId) -> StoreResult<Option<Lease>> {
        let found: Option<(String, Option<i64>, i64, i64)> = sqlx::query_as(
            "SELECT status, claimed_by, COALESCE(claim_expires_at, 0), (SELECT at FROM desk_now)
             FROM change_request
             WHERE id = ?",
        )
        .bind(id.0)
        .fetch_optional(self.db())
        .await
        .map_err(engine)?;
        found
            .map(|(status, holder, expires_at, now)| {
                let status = Row::of(TABLE, id.0).parse("status", &status)?;
                Ok(Lease {
                    status,
                    holder,
                    expires_at,
                    now,
                })
            })
            .transpose()
    }

    async fn role_of(&mut self, staff: StaffId) -> StoreResult<Role> {
        let role: Option<String> = sqlx::query_scalar("SELECT role FROM staff WHERE id = ?")
            .bind(staff.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        match role {
            Some(role) => Row::of("staff", staff.0).parse("role", &role),
            None => Err(StoreError::Refused(Refusal::StaffInactive)),
        }
    }

    /// Begins a lease (`anew`) or lengthens one. The guard decides whether it may.
    async fn lease_to(
        &mut self,
        id: RequestId,
        by: StaffId,
        anew: bool,
    ) -> StoreResult<ClaimAnswer> {
        let (expires_at, now): (i64, i64) = sqlx::query_as(
            "UPDATE change_request
             SET claimed_by = ?1,
                 claimed_at = iif(?2, (SELECT at FROM desk_now), claimed_at),
                 claim_expires_at = (SELECT n.at + 1000 * CAST(s.value AS INTEGER)
                                     FROM desk_now AS n
                                     JOIN setting AS s ON s.key = 'claim_lease_seconds'),
                 claim_released_by = NULL
             WHERE id = ?3
             RETURNING claim_expires_at, (SELECT at FROM desk_now)",
        )
        .bind(by.0)
        .bind(anew)
        .bind(id.0)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        held(id, expires_at, now)
    }

    async fn free_request(&mut self, sql: &'static str, by: StaffId) -> StoreResult<Option<i64>> {
        let query = sqlx::query_scalar(sql);
        let query = if sql == TAKE_NEXT_ESCALATED {
            query.bind(by.0)
        } else {
            query
        };
        query.fetch_optional(self.db()).await.map_err(engine)
    }
}

#[async_trait]
impl ClaimRepository for SqliteUnit {
    async fn database_now(&mut self) -> StoreResult<DateTime<Utc>> {
        let now = self.now_ms().await?;
        Row::of("desk_clock", 1).moment("offset_ms", now)
    }

    async fn claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer> {
        let role = self.role_of(by).await?;
        let Some(lease) = self.lease(id).await? else {
            return Ok(ClaimAnswer::NotOpen);
        };
        if !lease.open_for(role) {
            return Ok(ClaimAnswer::NotOpen);
        }
        if lease.is_live_of(by) {
            return self.lease_to(id, by, false).await;
        }
        match lease.elsewhere() {
            taken @ ClaimAnswer::Taken { .. } => Ok(taken),
            _ => self.lease_to(id, by, true).await,
        }
    }

    async fn take_next(&mut self, by: StaffId, role: Role) -> StoreResult<Option<RequestId>> {
        let escalated = match role {
            Role::Support => return Err(StoreError::Refused(Refusal::RoleNotAllowed)),
            Role::Officer => None,
            Role::Supervisor => self.free_request(TAKE_NEXT_ESCALATED, by).await?,
        };
        let next = match escalated {
            Some(id) => Some(id),
            None => self.free_request(TAKE_NEXT_PENDING, by).await?,
        };
        let Some(id) = next.map(RequestId) else {
            return Ok(None);
        };
        self.lease_to(id, by, true).await?;
        Ok(Some(id))
    }

    async fn renew_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer> {
        match self.lease(id).await? {
            None => Ok(ClaimAnswer::NotOpen),
            Some(lease) if lease.is_live_of(by) => self.lease_to(id, by, false).await,
            Some(lease) if !lease.open_for(self.role_of(by).await?) => Ok(ClaimAnswer::NotOpen),
            Some(lease) => Ok(lease.elsewhere()),
        }
    }

    async fn claim_state(&mut self, id: RequestId, asker: StaffId) -> StoreResult<ClaimAnswer> {
        match self.lease(id).await? {
            None => Ok(ClaimAnswer::NotOpen),
            Some(lease) if lease.is_live_of(asker) => held(id, lease.expires_at, lease.now),
            Some(lease) if lease.is_live() => Ok(lease.elsewhere()),
            Some(lease) if !lease.open_for(self.role_of(asker).await?) => Ok(ClaimAnswer::NotOpen),
            Some(_) => Ok(ClaimAnswer::NotHeld),
        }
    }

    async fn release_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<bool> {
        let done = sqlx::query(
            "UPDATE change_request
             SET claimed_by = NULL,
                 claimed_at = NULL,
                 claim_expires_at = NULL,
                 claim_released_by = ?1
             WHERE id = ?2
               AND claim_expires_at > (SELECT at FROM desk_now)
               AND (claimed_by = ?1
                    OR EXISTS (SELECT 1 FROM staff
                               WHERE id = ?1 AND role = 'supervisor' AND is_active = 1))",
        )
        .bind(by.0)
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }
}
