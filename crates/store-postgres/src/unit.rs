//! One transaction. The repositories are implemented for it, each in the file of its table.

use crate::error::engine;
use crate::server::Acting;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Refusal, StaffId};
use coe_store::{StoreError, StoreResult, Unit};
use sqlx::{PgConnection, Postgres, Transaction};
use std::sync::Arc;

/// Whose doing a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    /// A person at the desk.
    Person(StaffId),
    /// The member's side.
    Portal,
    /// The one who sends messages.
    Dispatcher,
    /// Nobody in particular.
    System,
}

/// A transaction. Dropped, it rolls back.
pub(crate) struct PgUnit {
    pub(crate) tx: Transaction<'static, Postgres>,
    acting: Arc<Acting>,
    me: Option<StaffId>,
    seat: Seat,
}

/// Runs a changing statement behind a savepoint: what the server refuses leaves the rest of the unit as
/// it was. `$db` is the connection.
macro_rules! guarded {
    ($unit:expr, $db:ident => $run:expr) => {{
        let mut savepoint = sqlx::Connection::begin(&mut *$unit.tx)
            .await
            .map_err(crate::error::engine)?;
        let result = {
            let $db = &mut *savepoint;
            $run.await
        };
        match result {
            Ok(value) => {
                savepoint.commit().await.map_err(crate::error::engine)?;
                value
            }
            Err(error) => {
                // Where this fails too, the connection is gone and with it the whole unit.
                let _ = savepoint.rollback().await;
                return Err(crate::error::engine(error));
            }
        }
    }};
}

pub(crate) use guarded;

impl PgUnit {
    pub(crate) fn new(
        tx: Transaction<'static, Postgres>,
        acting: Arc<Acting>,
        me: Option<StaffId>,
    ) -> Self {
        Self {
            tx,
            acting,
            me,
            seat: Seat::System,
        }
    }

    /// The connection, for a statement that reads.
    pub(crate) fn db(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// The database's clock.
    pub(crate) async fn now(&mut self) -> StoreResult<DateTime<Utc>> {
        sqlx::query_scalar("SELECT desk.clock()")
            .fetch_one(self.db())
            .await
            .map_err(engine)
    }

    /// The names of roles of people who are added begin with this.
    pub(crate) fn role_prefix(&self) -> &str {
        match self.acting.as_ref() {
            Acting::SignedIn => "",
            Acting::Anyone { role_prefix } => role_prefix,
        }
    }

    /// Makes sure that what follows is the doing of `seat`. The database records `session_user`; so for
    /// a desk this only refuses to act for anybody else, and a superuser takes the other's place.
    pub(crate) async fn act(&mut self, seat: Seat) -> StoreResult<()> {
        match (self.acting.as_ref(), seat) {
            (Acting::SignedIn, Seat::Person(who)) => match self.me {
                Some(me) if me == who => Ok(()),
                Some(_) => Err(StoreError::Refused(Refusal::RoleNotAllowed)),
                None => Err(StoreError::Refused(Refusal::StaffInactive)),
            },
            (Acting::SignedIn, _) => Ok(()),
            (Acting::Anyone { .. }, seat) if seat == self.seat => Ok(()),
            (Acting::Anyone { .. }, seat) => self.take_seat(seat).await,
        }
    }

    async fn take_seat(&mut self, seat: Seat) -> StoreResult<()> {
        if self.seat != Seat::System {
            sqlx::query("RESET SESSION AUTHORIZATION")
                .execute(self.db())
                .await
                .map_err(engine)?;
            self.seat = Seat::System;
        }
        let role = match seat {
            Seat::System => return Ok(()),
            Seat::Portal => "desk_portal".to_owned(),
            Seat::Dispatcher => "desk_dispatcher".to_owned(),
            Seat::Person(who) => sqlx::query_scalar("SELECT db_role FROM desk.staff WHERE id = $1")
                .bind(who.0)
                .fetch_optional(self.db())
                .await
                .map_err(engine)?
                .ok_or(StoreError::Refused(Refusal::StaffInactive))?,
        };
        // For this transaction only.
        sqlx::query("SELECT set_config('session_authorization', $1, true)")
            .bind(role)
            .execute(self.db())
            .await
            .map_err(engine)?;
        self.seat = seat;
        Ok(())
    }
}

#[async_trait]
impl Unit for PgUnit {
    async fn commit(self: Box<Self>) -> StoreResult<()> {
        // The driver ends the whole transaction when a savepoint cannot be made, and then takes the
        // commit of none for a success.
        if !sqlx::Connection::is_in_transaction(&*self.tx) {
            return Err(StoreError::Unreachable);
        }
        self.tx.commit().await.map_err(engine)
    }

    async fn rollback(self: Box<Self>) -> StoreResult<()> {
        self.tx.rollback().await.map_err(engine)
    }
}
