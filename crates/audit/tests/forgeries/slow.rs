//! On a server, transactions commit in another order than they draw ids.

use crate::forger::Scene;
use crate::postgres::{Databases, execute, superuser};
use coe_audit::Finding;
use coe_domain::AuditEventId;
use sqlx::Connection;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_of_a_slow_transaction_gets_its_place_later() {
    let harness = Databases::new().await;
    let scene = Scene::on(&harness, harness.forger()).await;
    let mut slow = superuser(&harness.database).await;
    execute(&mut slow, "BEGIN").await;
    execute(
        &mut slow,
        "INSERT INTO desk.audit_event (action) VALUES ('app.started')",
    )
    .await;
    // With a higher id, and sealed before.
    scene.forger.append(3).await;
    scene.seals(&scene.key).await;
    let before = scene.intact().await;
    assert_eq!(before.unsealed, 0);
    execute(&mut slow, "COMMIT").await;
    slow.close().await.expect("closes");
    let late = scene.number("SELECT event_id FROM audit_unsealed").await;
    let last = scene.event_at(before.events).await;
    assert!(late < last, "its id is lower than one that was sealed");
    assert_eq!(scene.intact().await.unsealed, 1, "late is not forged");
    scene.seals(&scene.key).await;
    assert_eq!(scene.intact().await.unsealed, 0);
    assert_eq!(scene.event_at(before.events + 1).await, late);
    // The same id, had it not waited for its place.
    scene
        .run("DELETE FROM audit_seal WHERE events = (SELECT max(events) FROM audit_seal)")
        .await;
    scene
        .run("DELETE FROM audit_link WHERE position = (SELECT max(position) FROM audit_link)")
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::Inserted {
            event: AuditEventId(late)
        }]
    );
}
