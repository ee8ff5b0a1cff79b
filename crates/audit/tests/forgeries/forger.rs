//! The scene of a forgery: a desk at work whose log is sealed, and somebody who writes its tables directly.

use async_trait::async_trait;
use coe_audit::{
    Anchors, Checkpoint, Coverage, Finding, SealingKey, Verdict, seal_portion, verify,
};
use coe_domain::{DecisionKind, Rng};
use coe_store::Hash;
use coe_store_contract::Harness;
use coe_store_contract::world::World;
use std::ops::ControlFlow;

/// Events of one seal.
const PORTION: u32 = 10;

/// Somebody who writes tables past every rule. Statements name no schema.
#[async_trait]
pub(crate) trait Forger: Send + Sync {
    /// Runs one statement, which must change something.
    async fn run(&self, sql: &str);
    /// Reads a number.
    async fn number(&self, sql: &str) -> i64;
    /// A moment that lies so many milliseconds from another, in this engine's words.
    fn moved(&self, moment: &str, millis: i64) -> String;
    /// Bytes, in this engine's words.
    fn bytes(&self, hash: Hash) -> String;
    /// What stands between the columns and the values of an insertion that chooses its id.
    fn with_id(&self) -> &'static str;
    /// The present moment.
    fn now(&self) -> &'static str;
    /// Appends so many events as the desk does, with every trigger.
    async fn append(&self, events: u32);
}

/// Draws the same bytes each time.
struct Dice(u8);

impl Rng for Dice {
    fn fill(&self, out: &mut [u8]) {
        out.fill(self.0);
    }
}

pub(crate) fn key(number: u8) -> SealingKey {
    SealingKey::draw(&Dice(number))
}

/// A sealed log, its right key, and a forger.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) forger: Box<dyn Forger>,
    pub(crate) key: SealingKey,
}

impl Scene {
    /// A request was filed, reviewed and approved; the log is sealed by several seals.
    pub(crate) async fn on(harness: &dyn Harness, forger: Box<dyn Forger>) -> Self {
        let world = World::new(harness).await;
        let filed = world.ready().await;
        world
            .decides(&filed, DecisionKind::Approve, world.officer)
            .await;
        world.filed().await;
        let scene = Self {
            world,
            forger,
            key: key(1),
        };
        scene.seals(&scene.key).await;
        scene
    }

    /// Seals whatever waits.
    pub(crate) async fn seals(&self, key: &SealingKey) {
        loop {
            let mut unit = self.world.write().await;
            let sealed = seal_portion(unit.as_mut(), key, PORTION)
                .await
                .expect("seals");
            unit.commit().await.expect("commits");
            if sealed.is_none_or(|sealed| sealed.caught_up) {
                return;
            }
        }
    }

    /// The last seal, as a supervisor exports it.
    pub(crate) async fn checkpoint(&self) -> Checkpoint {
        let mut unit = self.world.read().await;
        let last = unit.last_seal().await.expect("reads").expect("a seal");
        let database = unit.database_id().await.expect("reads");
        Checkpoint::of(database, last.seal).expect("a checkpoint")
    }

    pub(crate) async fn judged(&self, anchors: &Anchors) -> Verdict {
        let mut unit = self.world.read().await;
        verify(unit.as_mut(), anchors, &mut |_| ControlFlow::Continue(()))
            .await
            .expect("what was forged is no error")
    }

    /// What is found by somebody who knows the right key, and nothing else.
    pub(crate) async fn findings(&self) -> Vec<Finding> {
        self.findings_with(Vec::new()).await
    }

    /// What is found by somebody who also kept checkpoints.
    pub(crate) async fn findings_with(&self, checkpoints: Vec<Checkpoint>) -> Vec<Finding> {
        let anchors = Anchors {
            keys: vec![self.key.public()],
            checkpoints,
        };
        match self.judged(&anchors).await {
            Verdict::Intact(_) | Verdict::Stopped => Vec::new(),
            Verdict::Broken {
                findings, further, ..
            } => {
                assert_eq!(further, 0, "all of them are told");
                for finding in &findings {
                    assert!(finding.to_string().ends_with('.'), "a sentence: {finding}");
                }
                findings
            }
        }
    }

    pub(crate) async fn intact(&self) -> Coverage {
        let anchors = Anchors {
            keys: vec![self.key.public()],
            checkpoints: Vec::new(),
        };
        match self.judged(&anchors).await {
            Verdict::Intact(coverage) => coverage,
            verdict => panic!("{verdict:?}"),
        }
    }

    pub(crate) async fn run(&self, sql: impl AsRef<str>) {
        self.forger.run(sql.as_ref()).await;
    }

    pub(crate) async fn number(&self, sql: impl AsRef<str>) -> i64 {
        self.forger.number(sql.as_ref()).await
    }

    /// The event at a place of the chain.
    pub(crate) async fn event_at(&self, position: u64) -> i64 {
        self.number(format!(
            "SELECT event_id FROM audit_link WHERE position = {position}"
        ))
        .await
    }

    /// How many events stand in the chain.
    pub(crate) async fn length(&self) -> u64 {
        let mut unit = self.world.read().await;
        unit.chain_size().await.expect("reads").links
    }

    /// Gives two events each other's content.
    pub(crate) async fn gives(&self, event: i64, content_of: i64, kept_in: &str) {
        self.run(format!(
            "UPDATE audit_event
             SET (at, actor, action, request_id, member_id, detail)
               = (SELECT at, actor, action, request_id, member_id, detail
                  FROM {kept_in}
                  WHERE id = {content_of})
             WHERE id = {event}"
        ))
        .await;
    }

    /// Recomputes the links from a place on, so that they fit what stands in the log; signs nothing.
    pub(crate) async fn links_anew_from(&self, position: u64) {
        let mut unit = self.world.read().await;
        let database = unit.database_id().await.expect("reads");
        let links = unit.links_after(0, 10_000).await.expect("reads");
        drop(unit);
        let mut chain = coe_audit::genesis(&database);
        for linked in links {
            let link = linked.link;
            if link.position < position {
                chain = link.chain_hash;
                continue;
            }
            let body = linked.event.as_ref().map(coe_audit::body_hash);
            let body = body.unwrap_or(link.body_hash);
            chain = coe_audit::step(chain, link.position, link.event, body);
            self.run(format!(
                "UPDATE audit_link SET body_hash = {}, chain_hash = {} WHERE position = {}",
                self.forger.bytes(body),
                self.forger.bytes(chain),
                link.position
            ))
            .await;
        }
    }

    /// Takes all seals and links away, and lets all events wait, as at the beginning.
    pub(crate) async fn unseals(&self) {
        self.run("DELETE FROM audit_seal").await;
        self.run("DELETE FROM audit_link").await;
        self.run(
            "INSERT INTO audit_unsealed (event_id)
             SELECT id FROM audit_event WHERE id NOT IN (SELECT event_id FROM audit_unsealed)",
        )
        .await;
    }
}
