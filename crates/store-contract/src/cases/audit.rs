//! The audit log.

use crate::harness::Harness;
use crate::world::{World, change};
use coe_domain::DecisionKind;
use coe_store::NewAuditEvent;
use std::collections::BTreeMap;

pub(crate) async fn an_event_of_the_app_comes_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let now = world.now().await;
    let detail: BTreeMap<_, _> = [("kind", "id_card"), ("quote", "\"ไทย\" \\ {}")]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into();
    let new = NewAuditEvent {
        actor: Some(world.officer),
        action: "photo.viewed",
        request_id: Some(filed.id),
        member_id: Some(filed.member),
        detail: detail.clone(),
    };
    let id = change!(world, unit => unit.append_event(&new)).expect("appends");
    let events = world.events(&filed).await;
    let event = events.last().expect("an event");
    assert_eq!((event.id, event.action.as_str()), (id, "photo.viewed"));
    assert_eq!(
        (event.actor, event.member_id),
        (Some(world.officer), Some(filed.member))
    );
    assert_eq!(event.detail, detail);
    assert!(event.at >= now, "stamped by the database's clock");
    let elsewhere = NewAuditEvent {
        actor: None,
        action: "app.started",
        request_id: None,
        member_id: None,
        detail: BTreeMap::new(),
    };
    let later = change!(world, unit => unit.append_event(&elsewhere)).expect("appends");
    assert!(later > id, "ids grow");
    assert_eq!(
        world.events(&filed).await.len(),
        events.len(),
        "it is about no request"
    );
}

pub(crate) async fn the_story_of_a_request_is_complete(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    change!(world, unit => unit.add_note(filed.id, "all good", world.officer)).expect("adds");
    world
        .decides(&filed, DecisionKind::Approve, world.officer)
        .await;
    let events = world.events(&filed).await;
    assert!(
        events.windows(2).all(|pair| pair[0].id < pair[1].id),
        "oldest first"
    );
    assert!(
        events.windows(2).all(|pair| pair[0].at <= pair[1].at),
        "time never runs back"
    );
    let actions: Vec<_> = events.iter().map(|event| event.action.as_str()).collect();
    let mut wanted = vec![
        "request.filed",
        "login.suspended",
        "message.queued",
        "claim.taken",
    ];
    wanted.extend(["check.set"; 7]);
    wanted.extend([
        "call.started",
        "call.finished",
        "note.added",
        "decision.approve",
    ]);
    assert_eq!(actions[..wanted.len()], wanted);
    let by_hand = ["claim.", "check.", "call.", "note.", "decision."];
    for event in &events {
        let expected = by_hand
            .iter()
            .any(|prefix| event.action.starts_with(prefix))
            .then_some(world.officer);
        assert_eq!(event.actor, expected, "{}", event.action);
    }
}

pub(crate) async fn it_holds_no_personal_data(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world
        .decides(&filed, DecisionKind::Reject, world.officer)
        .await;
    let member = world.the_member(filed.member).await;
    for event in world.events(&filed).await {
        for value in event.detail.values() {
            for secret in [
                filed.old_phone.as_str(),
                filed.new_phone.as_str(),
                member.national_id.as_str(),
                &member.name_th.family,
                &member.name_en.family,
                "seen by two",
            ] {
                assert!(
                    !value.contains(secret),
                    "{} holds personal data",
                    event.action
                );
            }
        }
    }
}
