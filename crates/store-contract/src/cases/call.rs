//! Video calls.

use crate::harness::Harness;
use crate::world::{World, challenges, change, look, refused};
use chrono::TimeDelta;
use coe_domain::{
    CallChannel, CallId, CallOutcome, ChallengeOutcome, DecisionKind, FraudFlag, LoginState,
    MessageTemplate, Risk,
};
use coe_store::{CallReport, CallSeen, NewAppointment};

async fn appointment(world: &World, filed: &crate::world::Filed) -> NewAppointment {
    NewAppointment {
        request_id: filed.id,
        at: world.now().await + TimeDelta::hours(2),
        channel: CallChannel::GoogleMeet,
        link: Some("https://meet.example.test/abc".to_owned()),
        by: world.officer,
    }
}

pub(crate) async fn an_appointment_tells_the_new_number(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let new = appointment(&world, &filed).await;
    let id = change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    let call = look!(world, unit => unit.call_by_id(id)).expect("is stored");
    assert_eq!(
        (call.request_id, call.revision, call.staff),
        (filed.id, 1, world.officer)
    );
    assert_eq!(
        (call.channel, &call.link),
        (CallChannel::GoogleMeet, &new.link)
    );
    assert_eq!(
        call.scheduled_for.map(|at| at.timestamp_millis()),
        Some(new.at.timestamp_millis())
    );
    assert_eq!(
        (call.started_at, call.ended_at, call.outcome),
        (None, None, None)
    );
    let messages = world.messages(&filed).await;
    let told = messages.last().expect("a message");
    assert_eq!(
        (told.template, &told.to_phone),
        (MessageTemplate::CallAppointment, &filed.new_phone)
    );
    for part in ["Google Meet", &filed.no.to_string()] {
        assert!(
            told.body.contains(part),
            "the message names {part}: {}",
            told.body
        );
    }
    let bangkok = new.at + TimeDelta::hours(7);
    let time = format!("เวลา {} น.", bangkok.format("%H:%M"));
    assert!(
        told.body.contains(&time),
        "the clock of Bangkok: {}",
        told.body
    );
    assert!(
        !told.body.contains('{') && !told.body.contains("http"),
        "{}",
        told.body
    );
    assert!(
        world
            .actions(&filed)
            .await
            .contains(&"call.scheduled".to_owned())
    );
}

pub(crate) async fn an_appointment_is_kept_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let new = appointment(&world, &filed).await;
    let id = change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    world.pass(3).await;
    let drawn = challenges(None);
    let start = |by| {
        let (world, drawn) = (&world, &drawn);
        async move { change!(world, unit => unit.start_scheduled_call(id, drawn, by)) }
    };
    refused!(
        start(world.colleague).await,
        ClaimNotHeld,
        "another holds the request"
    );
    start(world.officer).await.expect("starts the call");
    let call = look!(world, unit => unit.call_by_id(id)).expect("is stored");
    assert!(call.started_at.is_some() && call.ended_at.is_none());
    assert_eq!(call.challenges, drawn);
    refused!(start(world.officer).await, RequestNotOpen, "it was started");
    let nowhere =
        change!(world, unit => unit.start_scheduled_call(CallId(9_999), &drawn, world.officer));
    refused!(nowhere, RequestNotOpen, "there is no such call");
    assert!(
        world
            .actions(&filed)
            .await
            .contains(&"call.started".to_owned())
    );
}

pub(crate) async fn an_appointment_may_be_kept_by_a_colleague(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let new = appointment(&world, &filed).await;
    let id = change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    change!(world, unit => unit.release_claim(filed.id, world.officer)).expect("gives it up");
    world.claims(&filed, world.colleague).await;
    change!(world, unit => unit.start_scheduled_call(id, &challenges(None), world.colleague))
        .expect("whoever holds the request keeps the appointment");
    let call = look!(world, unit => unit.call_by_id(id)).expect("is stored");
    assert_eq!(call.staff, world.colleague);
}

pub(crate) async fn new_photos_need_a_new_appointment(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let new = appointment(&world, &filed).await;
    let id = change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    let images = world.form(filed.member).await.images;
    change!(world, unit => unit.add_revision(filed.id, &images)).expect("takes new photos");
    world.claims(&filed, world.officer).await;
    let drawn = challenges(None);
    let result = change!(world, unit => unit.start_scheduled_call(id, &drawn, world.officer));
    refused!(result, EvidenceChanged, "the photos changed since");
}

pub(crate) async fn a_call_is_reported_as_it_was(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let id = world.calls(&filed, world.officer).await;
    let report = CallReport {
        outcome: CallOutcome::BadConnection,
        seen: CallSeen {
            card_tilted: true,
            ..CallSeen::default()
        },
        challenges: challenges(Some(ChallengeOutcome::Skipped)),
        notes: "ภาพค้าง".to_owned(),
        ..world.verified(id, world.officer)
    };
    change!(world, unit => unit.finish_call(&report)).expect("ends the call");
    let call = look!(world, unit => unit.call_by_id(id)).expect("is stored");
    assert_eq!(
        (call.outcome, call.seen),
        (Some(CallOutcome::BadConnection), report.seen)
    );
    assert_eq!(
        (&call.challenges, &call.notes),
        (&report.challenges, &report.notes)
    );
    assert!(call.ended_at >= call.started_at && call.fraud_flag.is_none());
    let again = change!(world, unit => unit.finish_call(&report));
    refused!(again, AppendOnly, "a call that ended never changes");
    let second = world.calls(&filed, world.officer).await;
    let ids: Vec<_> = look!(world, unit => unit.calls_of(filed.id))
        .iter()
        .map(|call| call.id)
        .collect();
    assert_eq!(ids, [second, id], "newest first");
    assert_eq!(look!(world, unit => unit.call_by_id(CallId(9_999))), None);
    let nowhere = CallReport {
        id: CallId(9_999),
        ..report
    };
    refused!(
        change!(world, unit => unit.finish_call(&nowhere)),
        RequestNotOpen,
        "no such call"
    );
}

pub(crate) async fn a_call_needs_a_live_claim(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let start = || {
        let (world, id, by) = (&world, filed.id, world.officer);
        async move {
            let drawn = challenges(None);
            change!(world, unit => unit.start_call(id, CallChannel::Zoom, &drawn, by))
        }
    };
    refused!(start().await, ClaimNotHeld, "nobody holds it");
    let new = appointment(&world, &filed).await;
    let result = change!(world, unit => unit.schedule_call(&new));
    refused!(result, ClaimNotHeld, "nobody holds it");
    world.claims(&filed, world.officer).await;
    let id = start().await.expect("starts");
    world.pass(16).await;
    let report = world.verified(id, world.officer);
    refused!(
        change!(world, unit => unit.finish_call(&report)),
        ClaimExpired,
        "it ran out"
    );
    world.claims(&filed, world.colleague).await;
    refused!(
        change!(world, unit => unit.finish_call(&report)),
        ClaimNotHeld,
        "it was lost"
    );
    let theirs = world.verified(id, world.colleague);
    let result = change!(world, unit => unit.finish_call(&theirs));
    refused!(result, ClaimNotHeld, "somebody else held the call");
}

pub(crate) async fn verified_means_something(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let id = world.calls(&filed, world.officer).await;
    let good = || world.verified(id, world.officer);
    let seen = good().seen;
    let mut one_failed = good().challenges;
    one_failed[1].outcome = Some(ChallengeOutcome::Failed);
    for (report, rule) in [
        (
            CallReport {
                seen: CallSeen {
                    real_card_shown: false,
                    ..seen
                },
                ..good()
            },
            "the card",
        ),
        (
            CallReport {
                seen: CallSeen {
                    face_matches: false,
                    ..seen
                },
                ..good()
            },
            "the face",
        ),
        (
            CallReport {
                challenges: challenges(None),
                ..good()
            },
            "a challenge",
        ),
        (
            CallReport {
                challenges: challenges(Some(ChallengeOutcome::Skipped)),
                ..good()
            },
            "a challenge that was done",
        ),
        (
            CallReport {
                challenges: one_failed,
                ..good()
            },
            "no challenge that failed",
        ),
    ] {
        let result = change!(world, unit => unit.finish_call(&report));
        refused!(result, ChecksIncomplete, "verified needs {rule}");
    }
    change!(world, unit => unit.finish_call(&good())).expect("nothing was spoiled by the attempts");
}

pub(crate) async fn the_drawn_challenges_stay_drawn(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let id = world.calls(&filed, world.officer).await;
    let mut swapped = world.verified(id, world.officer);
    swapped.challenges.swap(0, 1);
    let mut fewer = world.verified(id, world.officer);
    fewer.challenges.pop();
    for report in [swapped, fewer] {
        let result = change!(world, unit => unit.finish_call(&report));
        refused!(result, EvidenceChanged, "the drawn ones, in their order");
    }
}

pub(crate) async fn a_fraud_flag_locks_and_marks(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let id = world.suspects(&filed, world.officer).await;
    let call = look!(world, unit => unit.call_by_id(id)).expect("is stored");
    assert_eq!(call.fraud_flag, Some(FraudFlag::Coercion));
    let request = world.the_request(filed.id).await;
    assert!(request.fraud_flagged);
    assert_eq!(request.risk, Risk::High);
    assert_eq!(
        request.claimed_by,
        Some(world.officer),
        "the officer still has to hand it on"
    );
    assert_eq!(world.login(&filed).await, LoginState::Locked);
    let actions = world.actions(&filed).await;
    for action in ["call.finished", "risk.changed", "login.locked"] {
        assert!(
            actions.contains(&action.to_owned()),
            "{action} in {actions:?}"
        );
    }
    let events = world.events(&filed).await;
    let finished = events
        .iter()
        .find(|event| event.action == "call.finished")
        .expect("an event");
    assert_eq!(finished.detail["fraud_flag"], "coercion");
    world.verifies(&filed, world.officer).await;
    assert!(
        world.the_request(filed.id).await.fraud_flagged,
        "a later call does not settle it"
    );
}
