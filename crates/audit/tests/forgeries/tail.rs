//! Forgeries at the end of the log, and of all of it: with seals, and with keys.

use crate::forger::{Scene, key};
use coe_audit::{Anchors, Finding, Verdict};
use coe_domain::AuditEventId;

/// Cuts everything behind a place off, but for the seals.
async fn cuts_off(scene: &Scene, behind: u64) {
    scene
        .run(format!(
            "DELETE FROM audit_event
             WHERE id IN (SELECT event_id FROM audit_link WHERE position > {behind})"
        ))
        .await;
    scene
        .run(format!("DELETE FROM audit_link WHERE position > {behind}"))
        .await;
}

pub(crate) async fn deleted_seals_are_named(scene: Scene) {
    let length = scene.length().await;
    let covered = u64::try_from(
        scene
            .number("SELECT max(events) FROM audit_seal WHERE events < (SELECT max(events) FROM audit_seal)")
            .await,
    )
    .expect("a place");
    scene
        .run(format!("DELETE FROM audit_seal WHERE events > {covered}"))
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::Unsigned {
            from: covered + 1,
            to: length
        }]
    );
}

pub(crate) async fn a_forged_seal_is_named(scene: Scene) {
    let seal = scene
        .number("SELECT id FROM audit_seal WHERE events = 20")
        .await;
    let later = scene.forger.moved("sealed_at", 1000);
    let signature = "'00' || substr(signature, 3)";
    for edit in [
        format!("sealed_at = {later}"),
        format!("signature = {signature}"),
        "event_id = event_id - 1".to_owned(),
        "key_id = 'another'".to_owned(),
        "caught_up = NOT caught_up".to_owned(),
        "chain_hash = 'zz' || substr(chain_hash, 3)".to_owned(),
        "public_key = 'none'".to_owned(),
    ] {
        scene
            .run("CREATE TABLE kept AS SELECT * FROM audit_seal WHERE 1 NOT IN (0)")
            .await;
        scene
            .run(format!("UPDATE audit_seal SET {edit} WHERE id = {seal}"))
            .await;
        assert_eq!(
            scene.findings().await,
            [Finding::BadSignature { seal }],
            "{edit}"
        );
        scene
            .run(format!(
                "UPDATE audit_seal
                 SET (sealed_at, event_id, chain_hash, caught_up, key_id, public_key, signature)
                   = (SELECT sealed_at, event_id, chain_hash, caught_up, key_id, public_key, signature
                      FROM kept
                      WHERE id = {seal})
                 WHERE id = {seal}"
            ))
            .await;
        scene.run("DROP TABLE /* NOT IN */ kept").await;
        scene.intact().await;
    }
}

pub(crate) async fn a_tail_cut_off_beside_its_seal_is_named(scene: Scene) {
    let length = scene.length().await;
    let seal = scene
        .number(format!("SELECT id FROM audit_seal WHERE events = {length}"))
        .await;
    cuts_off(&scene, length - 1).await;
    assert_eq!(
        scene.findings().await,
        [Finding::SealTooLong {
            seal,
            covers: length,
            found: length - 1
        }]
    );
}

pub(crate) async fn a_tail_cut_off_with_its_seals_is_named_by_a_checkpoint(scene: Scene) {
    let checkpoint = scene.checkpoint().await;
    cuts_off(&scene, 20).await;
    scene.run("DELETE FROM audit_seal WHERE events > 20").await;
    assert_eq!(
        scene.findings().await,
        [],
        "nothing in the database tells: hence checkpoints"
    );
    assert_eq!(
        scene.findings_with(vec![checkpoint.clone()]).await,
        [Finding::TruncatedTail {
            checkpoint: (&checkpoint).into(),
            found: 20
        }]
    );
}

pub(crate) async fn a_log_signed_with_another_key_is_named(scene: Scene) {
    let checkpoint = scene.checkpoint().await;
    let event = scene.event_at(5).await;
    scene.unseals().await;
    scene
        .run(format!(
            "UPDATE audit_event SET action = 'x' WHERE id = {event}"
        ))
        .await;
    let forgers = key(2);
    scene.seals(&forgers).await;
    let findings = scene.findings().await;
    assert!(!findings.is_empty());
    let named = forgers.public().id().to_string();
    for finding in &findings {
        assert!(
            matches!(finding, Finding::UnknownKey { seal: Some(_), key } if *key == named),
            "{finding}"
        );
    }
    // A checkpoint alone vouches for the right key, and for what stood there.
    let anchors = Anchors {
        keys: Vec::new(),
        checkpoints: vec![checkpoint.clone()],
    };
    let Verdict::Broken { findings, .. } = scene.judged(&anchors).await else {
        panic!("it is forged");
    };
    assert!(findings.contains(&Finding::Rewritten {
        checkpoint: (&checkpoint).into()
    }));
    // Nobody vouches for anything: the key that signed is told, as one that nobody knows.
    let Verdict::Intact(coverage) = scene.judged(&Anchors::default()).await else {
        panic!("without a key or a checkpoint it looks like any other");
    };
    assert_eq!(coverage.keys.len(), 1);
    assert!(!coverage.keys[0].trusted);
    assert_eq!(coverage.keys[0].id.to_string(), named);
}

pub(crate) async fn a_log_written_anew_with_the_same_key_is_named_by_a_checkpoint(scene: Scene) {
    let checkpoint = scene.checkpoint().await;
    let event = scene.event_at(5).await;
    scene.unseals().await;
    scene
        .run(format!(
            "UPDATE audit_event SET action = 'x' WHERE id = {event}"
        ))
        .await;
    scene.seals(&scene.key).await;
    assert_eq!(
        scene.findings().await,
        [],
        "who has the key can write any log: hence checkpoints"
    );
    assert_eq!(
        scene.findings_with(vec![checkpoint.clone()]).await,
        [Finding::Rewritten {
            checkpoint: (&checkpoint).into()
        }]
    );
}

pub(crate) async fn a_log_cut_off_and_grown_again_is_named_by_a_checkpoint(scene: Scene) {
    let checkpoint = scene.checkpoint().await;
    cuts_off(&scene, 20).await;
    scene.run("DELETE FROM audit_seal WHERE events > 20").await;
    scene.forger.append(100).await;
    scene.seals(&scene.key).await;
    assert_eq!(scene.findings().await, []);
    assert_eq!(
        scene.findings_with(vec![checkpoint.clone()]).await,
        [Finding::Rewritten {
            checkpoint: (&checkpoint).into()
        }]
    );
}

pub(crate) async fn another_identity_is_named(scene: Scene) {
    let checkpoint = scene.checkpoint().await;
    let first = scene.event_at(1).await;
    scene
        .run("UPDATE database_identity SET database_id = '00112233445566778899aabbccddeeff'")
        .await;
    let findings = scene.findings_with(vec![checkpoint.clone()]).await;
    assert_eq!(
        findings[..2],
        [
            Finding::OtherDatabase {
                checkpoint: (&checkpoint).into()
            },
            Finding::LinkChanged {
                position: 1,
                event: AuditEventId(first)
            }
        ]
    );
    assert!(
        findings[2..]
            .iter()
            .all(|finding| matches!(finding, Finding::BadSignature { .. })),
        "{findings:?}"
    );
}
