//! The database and the clock that the demo's past is played on.

use chrono::{DateTime, Utc};
use coe_domain::{Clock, Role, StaffId};
use coe_store::{NewStaff, Store};
use coe_store_sqlite::SqliteStore;
use coe_testkit::{FixedClock, SeededRng};
use coe_usecases::credentials::hash_password;
use coe_usecases::{Actor, Desk, DeskResult};
use std::sync::Arc;

/// The password of everyone in the demo.
pub(crate) const PASSWORD: &str = "demo-desk-2569";

/// The people of the demo: user name, name, role.
pub(crate) const STAFF: [(&str, &str, Role); 3] = [
    ("somchai", "สมชาย ใจงาน", Role::Officer),
    ("siriporn", "ศิริพร รอบคอบ", Role::Supervisor),
    ("malee", "มาลี บริการดี", Role::Support),
];

/// A desk whose time is set by whoever tells the past.
pub(crate) struct Stage {
    pub(crate) desk: Desk,
    store: Arc<SqliteStore>,
    clock: Arc<FixedClock>,
    /// The moment that the demo ends at: now.
    pub(crate) now: DateTime<Utc>,
    pub(crate) officer: Actor,
    pub(crate) supervisor: Actor,
}

impl Stage {
    /// Sets the stage on an empty database.
    pub(crate) async fn set(store: SqliteStore, now: DateTime<Utc>) -> DeskResult<Self> {
        let store = Arc::new(store);
        let clock = Arc::new(FixedClock::at(now));
        let desk = Desk {
            store: Arc::clone(&store) as Arc<dyn Store>,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            rng: Arc::new(SeededRng::new(2569)),
        };
        let mut actors = Vec::new();
        for (username, display_name, role) in STAFF {
            let id = add_staff(&desk, username, display_name, role).await?;
            let (username, display_name) = (username.to_owned(), display_name.to_owned());
            actors.push(Actor {
                id,
                username,
                display_name,
                role,
            });
        }
        let supervisor = actors.swap_remove(1);
        let officer = actors.swap_remove(0);
        Ok(Self {
            desk,
            store,
            clock,
            now,
            officer,
            supervisor,
        })
    }

    /// It is `moment` now, for the program and for the database.
    pub(crate) async fn at(&self, moment: DateTime<Utc>) -> DeskResult<()> {
        self.clock.set(moment);
        let offset = (moment - self.now).num_milliseconds();
        self.store.set_clock_offset(offset).await?;
        Ok(())
    }

    /// Ends the telling: the database's clock is the computer's from here on.
    pub(crate) async fn close(self) -> DeskResult<()> {
        self.at(self.now).await?;
        let mut unit = self.desk.store.write().await?;
        unit.put_setting("demo", "true", None).await?;
        unit.commit().await?;
        self.store.set_clock_offset(0).await?;
        self.store.seal_clock().await?;
        let Self { desk, store, .. } = self;
        drop(desk);
        if let Ok(store) = Arc::try_unwrap(store) {
            store.close().await;
        }
        Ok(())
    }
}

async fn add_staff(
    desk: &Desk,
    username: &str,
    display_name: &str,
    role: Role,
) -> DeskResult<StaffId> {
    let password_hash = hash_password(PASSWORD, desk.rng.as_ref())?;
    let mut unit = desk.store.write().await?;
    let id = unit
        .add_staff(&NewStaff {
            username: username.to_owned(),
            display_name: display_name.to_owned(),
            role,
            password_hash,
        })
        .await?;
    unit.commit().await?;
    Ok(id)
}
