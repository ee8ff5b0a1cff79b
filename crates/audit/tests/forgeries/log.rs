//! Forgeries inside the log.

use crate::forger::Scene;
use coe_audit::Finding;
use coe_domain::AuditEventId;

/// A place in the middle, behind the first seal.
const PLACE: u64 = 13;

pub(crate) async fn an_untouched_log_is_intact(scene: Scene) {
    let coverage = scene.intact().await;
    assert_eq!(coverage.events, scene.length().await);
    assert!(coverage.events > 20 && coverage.seals > 2, "{coverage:?}");
    assert_eq!(coverage.unsealed, 0);
    scene.world.filed().await;
    let coverage = scene.intact().await;
    assert!(coverage.unsealed > 0, "newer events wait");
    scene.seals(&scene.key).await;
    assert_eq!(scene.intact().await.unsealed, 0);
}

pub(crate) async fn an_edit_of_any_field_is_named(scene: Scene) {
    // An event about a request, by a person.
    let position = u64::try_from(
        scene
            .number(
                "SELECT l.position
                 FROM audit_link AS l
                 JOIN audit_event AS e ON e.id = l.event_id
                 WHERE e.actor IS NOT NULL AND e.request_id IS NOT NULL AND e.member_id IS NOT NULL
                 ORDER BY l.position DESC
                 LIMIT 1",
            )
            .await,
    )
    .expect("a place");
    let event = scene.event_at(position).await;
    scene
        .run(format!(
            "CREATE TABLE kept AS SELECT * FROM audit_event WHERE id = {event} AND 1 NOT IN (0)"
        ))
        .await;
    for edit in [
        format!("at = {}", scene.forger.moved("at", 1)),
        "actor = actor + 1".to_owned(),
        "actor = NULL".to_owned(),
        "action = 'decision.reject'".to_owned(),
        "action = action || ' '".to_owned(),
        "request_id = request_id + 1".to_owned(),
        "request_id = NULL".to_owned(),
        "member_id = member_id + 1".to_owned(),
        "member_id = NULL".to_owned(),
        "detail = '{}'".to_owned(),
        "detail = '{\"a\":1,\"a\":2}'".to_owned(),
    ] {
        if edit == "detail = '{}'"
            && scene
                .number(format!(
                    "SELECT count(*) FROM audit_event
                     WHERE id = {event} AND CAST(detail AS text) = '{{}}'"
                ))
                .await
                == 1
        {
            continue;
        }
        scene
            .run(format!("UPDATE audit_event SET {edit} WHERE id = {event}"))
            .await;
        assert_eq!(
            scene.findings().await,
            [Finding::Edited {
                event: AuditEventId(event),
                position
            }],
            "{edit}"
        );
        scene.gives(event, event, "kept").await;
        assert_eq!(scene.findings().await, [], "as it was");
    }
}

pub(crate) async fn a_deletion_is_named(scene: Scene) {
    let event = scene.event_at(PLACE).await;
    scene
        .run(format!("DELETE FROM audit_event WHERE id = {event}"))
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::Deleted {
            event: AuditEventId(event),
            position: PLACE
        }]
    );
}

pub(crate) async fn a_deletion_with_its_link_is_named(scene: Scene) {
    let event = scene.event_at(PLACE).await;
    scene
        .run(format!("DELETE FROM audit_event WHERE id = {event}"))
        .await;
    scene
        .run(format!("DELETE FROM audit_link WHERE position = {PLACE}"))
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::LinkMissing {
            from: PLACE,
            to: PLACE
        }]
    );
}

pub(crate) async fn an_insertion_is_named(scene: Scene) {
    let with_id = scene.forger.with_id();
    let last = scene.number("SELECT max(id) FROM audit_event").await;
    let middle = scene.event_at(PLACE).await;
    let forged = |id: i64| {
        format!(
            "INSERT INTO audit_event (id, at, action, detail) {with_id}
             SELECT {id}, at, 'photo.viewed', '{{}}' FROM audit_event WHERE id = {last}"
        )
    };
    let at_the_end = Finding::Inserted {
        event: AuditEventId(last + 100),
    };
    scene.run(forged(last + 100)).await;
    assert_eq!(scene.findings().await, vec![at_the_end.clone()]);
    // In the middle, in the place of a deleted one: the link remembers what stood there.
    scene
        .run(format!("DELETE FROM audit_event WHERE id = {middle}"))
        .await;
    scene.run(forged(middle)).await;
    assert_eq!(
        scene.findings().await,
        [
            Finding::Edited {
                event: AuditEventId(middle),
                position: PLACE
            },
            at_the_end.clone()
        ]
    );
    // And with a free id in the middle that no link names.
    scene
        .run(format!("DELETE FROM audit_link WHERE position = {PLACE}"))
        .await;
    assert_eq!(
        scene.findings().await,
        [
            Finding::LinkMissing {
                from: PLACE,
                to: PLACE
            },
            Finding::Inserted {
                event: AuditEventId(middle)
            },
            at_the_end
        ]
    );
}

pub(crate) async fn an_insertion_that_waits_is_told_by_its_date(scene: Scene) {
    let with_id = scene.forger.with_id();
    let past = scene.forger.moved(scene.forger.now(), -7 * 86_400_000);
    let id = scene.number("SELECT max(id) FROM audit_event").await + 1;
    scene
        .run(format!(
            "INSERT INTO audit_event (id, at, action, detail) {with_id}
             VALUES ({id}, {past}, 'photo.viewed', '{{}}')"
        ))
        .await;
    scene
        .run(format!(
            "INSERT INTO audit_unsealed (event_id) VALUES ({id})"
        ))
        .await;
    let wanted = [Finding::Backdated {
        event: AuditEventId(id),
    }];
    assert_eq!(scene.findings().await, wanted);
    scene.seals(&scene.key).await;
    assert_eq!(
        scene.findings().await,
        wanted,
        "the sealer makes it no truer"
    );
}

/// What nobody can tell: see the limits in the documentation of the crate.
pub(crate) async fn an_event_of_now_is_sealed_as_of_now(scene: Scene) {
    scene.forger.append(1).await;
    assert_eq!(scene.intact().await.unsealed, 1);
}

pub(crate) async fn an_exchange_is_named(scene: Scene) {
    let (one, other) = (scene.event_at(PLACE).await, scene.event_at(PLACE + 5).await);
    scene
        .run("CREATE TABLE kept AS SELECT * FROM audit_event WHERE 1 NOT IN (0)")
        .await;
    scene.gives(one, other, "kept").await;
    scene.gives(other, one, "kept").await;
    assert_eq!(
        scene.findings().await,
        [Finding::Reordered {
            event: AuditEventId(one),
            with: AuditEventId(other),
            mutual: true
        }]
    );
}

pub(crate) async fn a_rotation_is_named(scene: Scene) {
    let ids = [
        scene.event_at(PLACE).await,
        scene.event_at(PLACE + 3).await,
        scene.event_at(PLACE + 5).await,
    ];
    scene
        .run("CREATE TABLE kept AS SELECT * FROM audit_event WHERE 1 NOT IN (0)")
        .await;
    for n in 0..3 {
        scene.gives(ids[n], ids[(n + 1) % 3], "kept").await;
    }
    let wanted: Vec<_> = (0..3)
        .map(|n| Finding::Reordered {
            event: AuditEventId(ids[n]),
            with: AuditEventId(ids[(n + 1) % 3]),
            mutual: false,
        })
        .collect();
    assert_eq!(scene.findings().await, wanted);
}

pub(crate) async fn an_edit_that_fits_its_link_is_named(scene: Scene) {
    let event = scene.event_at(PLACE).await;
    scene
        .run(format!(
            "UPDATE audit_event SET action = 'x' WHERE id = {event}"
        ))
        .await;
    let mut unit = scene.world.read().await;
    let linked = unit.links_after(PLACE - 1, 1).await.expect("reads");
    drop(unit);
    let body = coe_audit::body_hash(linked[0].event.as_ref().expect("an event"));
    scene
        .run(format!(
            "UPDATE audit_link SET body_hash = {} WHERE position = {PLACE}",
            scene.forger.bytes(body)
        ))
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::LinkChanged {
            position: PLACE,
            event: AuditEventId(event)
        }]
    );
}

pub(crate) async fn a_chain_computed_anew_is_named(scene: Scene) {
    let event = scene.event_at(PLACE).await;
    scene
        .run(format!(
            "UPDATE audit_event SET action = 'x' WHERE id = {event}"
        ))
        .await;
    scene.links_anew_from(PLACE).await;
    // The first seal covers ten, the second twenty.
    let seal = scene
        .number("SELECT id FROM audit_seal WHERE events = 20")
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::Relinked {
            from: 11,
            to: 20,
            seal
        }]
    );
}

pub(crate) async fn exchanged_links_are_named(scene: Scene) {
    let far = 1_000_000;
    for (from, to) in [(PLACE, far), (PLACE + 1, PLACE), (far, PLACE + 1)] {
        scene
            .run(format!(
                "UPDATE audit_link SET position = {to} WHERE position = {from}"
            ))
            .await;
    }
    let places: Vec<_> = scene
        .findings()
        .await
        .into_iter()
        .map(|finding| match finding {
            Finding::LinkChanged { position, .. } => position,
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(places, [PLACE, PLACE + 1, PLACE + 2]);
}

pub(crate) async fn fifty_thousand_events_are_verified(scene: Scene) {
    scene.forger.append(50_000).await;
    loop {
        let mut unit = scene.world.write().await;
        let sealed = coe_audit::seal_portion(unit.as_mut(), &scene.key, 5000)
            .await
            .expect("seals");
        unit.commit().await.expect("commits");
        if sealed.is_none_or(|sealed| sealed.caught_up) {
            break;
        }
    }
    let coverage = scene.intact().await;
    assert!(coverage.events > 50_000, "{coverage:?}");
    let event = scene.event_at(40_000).await;
    scene
        .run(format!(
            "UPDATE audit_event SET actor = 1 WHERE id = {event}"
        ))
        .await;
    assert_eq!(
        scene.findings().await,
        [Finding::Edited {
            event: AuditEventId(event),
            position: 40_000
        }]
    );
}
