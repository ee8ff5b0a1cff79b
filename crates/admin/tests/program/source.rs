//! An embedded database with a bit of everything in it.

use async_trait::async_trait;
use chrono::{TimeDelta, TimeZone, Utc};
use coe_domain::{
    DecisionKind, ImageKind, Language, LicenceNumber, MessageChoice, MessageTemplate,
    ReportedState, RequestId, StaffId,
};
use coe_store::{NewChoice, Store, Template};
use coe_store_contract::world::{UNKNOWN, World, not_now, phone, report, taken};
use coe_store_contract::{Desk, Harness};
use coe_store_sqlite::{Options, SqliteStore};
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct File(PathBuf);

struct Embedded {
    store: Arc<SqliteStore>,
    path: PathBuf,
}

#[async_trait]
impl Harness for File {
    async fn fresh(&self) -> Box<dyn Desk> {
        let store = SqliteStore::create(&self.0, &Options::for_seeding())
            .await
            .expect("makes the file");
        Box::new(Embedded {
            store: Arc::new(store),
            path: self.0.clone(),
        })
    }
}

#[async_trait]
impl Desk for Embedded {
    fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        let store = SqliteStore::open(&self.path, &Options::for_seeding())
            .await
            .expect("opens the file");
        Arc::new(store)
    }

    async fn advance_clock(&self, by: TimeDelta) {
        self.store
            .set_clock_offset(by.num_milliseconds())
            .await
            .expect("moves the clock");
    }

    async fn close_account(&self, _: StaffId) {}

    async fn purge_photo(&self, _: RequestId, _: u32, _: ImageKind) {}

    async fn set_priority(&self, _: RequestId, _: i64) {}
}

/// Makes a file in which something happened of each kind.
pub(crate) async fn make(path: &Path) {
    let world = World::new(&File(path.to_owned())).await;
    let decide = [
        DecisionKind::Approve,
        DecisionKind::Reject,
        DecisionKind::Return,
    ];
    for kind in decide.into_iter().cycle().take(9) {
        let filed = world.ready().await;
        world.decides(&filed, kind, world.officer).await;
    }
    let escalated = world.escalated().await;
    world.claims(&escalated, world.supervisor).await;
    let suspicious = world.filed().await;
    world.claims(&suspicious, world.officer).await;
    world.suspects(&suspicious, world.officer).await;
    for _ in 0..30 {
        world.filed().await;
    }
    let noted = world.filed().await;
    let mut unit = world.write().await;
    unit.add_note(
        noted.id,
        "a\tnote \\ with\nline breaks, \"quotes\" and ไทย",
        world.officer,
    )
    .await
    .expect("notes");
    for (slot, body) in [
        ("note", "unfinished"),
        ("member_text", "{}"),
        ("a_slot", "x"),
    ] {
        unit.save_draft(noted.id, world.officer, slot, body)
            .await
            .expect("saves");
    }
    unit.put_setting("demo", "true", None).await.expect("sets");
    unit.put_setting("idle_lock_minutes", "25", Some(world.supervisor))
        .await
        .expect("sets");
    let member = unit.add_member(&world.somebody()).await.expect("adds");
    let licence = LicenceNumber::parse("สย.777").expect("a licence");
    unit.add_licence(member, &licence).await.expect("adds");
    let before = Utc
        .with_ymd_and_hms(2019, 2, 3, 4, 5, 6)
        .single()
        .expect("a moment");
    unit.add_former_phone(member, &phone(77), before)
        .await
        .expect("adds");
    unit.commit().await.expect("commits");
    sent(&world).await;
    let supervisor = world.supervisor;
    let text = Template {
        template: MessageTemplate::Approved,
        language: Language::En,
        body: "{request_no} is approved".to_owned(),
    };
    let mut unit = world.write().await;
    unit.put_template(&text, supervisor).await.expect("changes");
    unit.commit().await.expect("commits");
}

/// Messages in each state, with what led to it.
async fn sent(world: &World) {
    let by = world.dispatcher().await;
    let taken_for_sending = world.takes(&by, 4).await;
    assert_eq!(taken_for_sending.len(), 4);
    let answers = [taken("gw-1"), not_now(600), UNKNOWN];
    for (message, answered) in taken_for_sending.iter().zip(answers) {
        world.answers(message.id, 1, answered).await;
    }
    world
        .reports(&report("gw-1", ReportedState::Delivered))
        .await;
    let choice = NewChoice {
        message: taken_for_sending[2].id,
        attempts: 1,
        choice: MessageChoice::CallInstead,
        by: world.officer,
    };
    let mut unit = world.write().await;
    unit.choose(&choice).await.expect("chooses");
    unit.commit().await.expect("commits");
}
