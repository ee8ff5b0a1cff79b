//! Sending: leases, attempts and answers.

use crate::harness::Harness;
use crate::world::{
    GATEWAY, REFUSED, UNKNOWN, World, change, look, not_now, report, taken, working,
};
use chrono::TimeDelta;
use coe_domain::{
    AttemptOutcome, DispatcherCondition, MessageChoice, MessageFailure, MessageId, MessageState,
    ReportedState,
};
use coe_store::{DispatcherId, NewChoice, Pulse, ReportAnswer};

use MessageState::{Accepted, Delivered, Failed, Queued, Sending, Unknown};

pub(crate) async fn a_message_is_sent_accepted_and_delivered(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let by = world.dispatcher().await;
    let message = world.takes_one(&by).await;
    assert_eq!((message.state, message.attempts), (Sending, 1));
    assert!(world.takes(&by, 10).await.is_empty(), "it is being sent");
    world.pass(1).await;
    assert!(world.answers(message.id, 1, taken("gw-1")).await);
    let accepted = world.the_message(message.id).await;
    assert_eq!(
        (accepted.state, accepted.gateway_ref.as_deref()),
        (Accepted, Some("gw-1"))
    );
    assert!(accepted.changed_at - accepted.queued_at >= TimeDelta::minutes(1));
    let delivered = report("gw-1", ReportedState::Delivered);
    assert_eq!(world.reports(&delivered).await, ReportAnswer::Applied);
    let message = world.the_message(message.id).await;
    assert_eq!(
        (
            message.state,
            message.gateway_ref.as_deref(),
            message.failure
        ),
        (Delivered, Some("gw-1"), None)
    );
    let attempts = look!(world, unit => unit.attempts_of(message.id));
    assert_eq!(attempts.len(), 1);
    let only = &attempts[0];
    assert_eq!((only.attempt, only.gateway.as_str()), (1, GATEWAY));
    assert_eq!(only.outcome, Some(AttemptOutcome::Taken));
    assert_eq!(only.reported, Some(ReportedState::Delivered));
    assert!(
        only.answered_at > Some(only.started_at),
        "the answer came later"
    );
    assert!(only.reported_at.is_some());
}

pub(crate) async fn each_answer_has_its_state(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for (answered, state, failure) in [
        (taken("a"), Accepted, None),
        (not_now(60), Queued, Some("credit_empty")),
        (REFUSED, Failed, Some("bad_number")),
        (UNKNOWN, Unknown, Some("no_answer")),
    ] {
        let message = world.answered(answered).await;
        assert_eq!(
            (message.state, message.failure.as_deref()),
            (state, failure)
        );
    }
}

pub(crate) async fn an_answer_is_given_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for first in [taken("once"), not_now(60), REFUSED, UNKNOWN] {
        let message = world.answered(first).await;
        for second in [taken("twice"), not_now(0), REFUSED, UNKNOWN] {
            assert!(
                !world.answers(message.id, 1, second).await,
                "{}",
                message.state
            );
        }
        assert_eq!(world.the_message(message.id).await, message);
    }
    assert!(
        !world.answers(MessageId(9_999), 1, taken("x")).await,
        "no such message"
    );
    let message = world.answered(REFUSED).await;
    assert!(
        !world.answers(message.id, 2, taken("x")).await,
        "no such attempt"
    );
}

pub(crate) async fn many_answers_are_noted_at_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for _ in 0..4 {
        world.filed().await;
    }
    let by = world.dispatcher().await;
    let ids: Vec<_> = world.takes(&by, 4).await.iter().map(|m| m.id).collect();
    let answers: Vec<_> = ids
        .iter()
        .zip([taken("a"), not_now(1), REFUSED, UNKNOWN])
        .map(|(id, answered)| coe_store::Answer {
            message: *id,
            attempt: 1,
            answered,
        })
        .collect();
    let moved = change!(world, unit => unit.note_answers(&answers)).expect("notes");
    assert_eq!(moved, 4);
    let mut states = Vec::new();
    for id in ids {
        states.push(world.the_message(id).await.state);
    }
    assert_eq!(states, [Accepted, Queued, Failed, Unknown]);
    let again = change!(world, unit => unit.note_answers(&answers)).expect("notes");
    assert_eq!(again, 0, "and nothing moves by a repetition");
    let none = change!(world, unit => unit.note_answers(&[])).expect("notes");
    assert_eq!(none, 0);
}

pub(crate) async fn one_that_was_not_taken_is_tried_when_it_is_due(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let message = world.answered(not_now(5)).await;
    let by = world.dispatcher().await;
    assert!(world.takes(&by, 1).await.is_empty(), "not before its time");
    world.pass(6).await;
    let by = world.dispatcher().await;
    let again = world.takes_one(&by).await;
    assert_eq!((again.id, again.attempts), (message.id, 2));
    assert!(
        !world.answers(message.id, 1, taken("late")).await,
        "the first try is over"
    );
    assert!(world.answers(message.id, 2, REFUSED).await);
    let attempts = look!(world, unit => unit.attempts_of(message.id));
    let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(
        outcomes,
        [Some(AttemptOutcome::NotNow), Some(AttemptOutcome::Refused)]
    );
    assert_eq!(attempts[0].cause.as_deref(), Some("credit_empty"));
}

pub(crate) async fn only_a_living_dispatcher_takes(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let stranger = DispatcherId("nobody".to_owned());
    assert!(world.takes(&stranger, 5).await.is_empty());
    let ended = world.dispatcher().await;
    assert!(change!(world, unit => unit.end_dispatcher(&ended)).expect("ends"));
    assert!(!change!(world, unit => unit.end_dispatcher(&ended)).expect("answers"));
    assert!(world.takes(&ended, 5).await.is_empty());
    let expired = world.dispatcher().await;
    world.pass(1).await;
    assert!(world.takes(&expired, 5).await.is_empty());
    for gone in [&stranger, &ended, &expired] {
        let renewed = change!(world, unit => unit.renew_dispatcher(gone, &working()));
        assert!(
            !renewed.expect("answers"),
            "a lease that is over does not come back"
        );
    }
    let alive = world.dispatcher().await;
    assert!(change!(world, unit => unit.renew_dispatcher(&alive, &working())).expect("renews"));
    assert!(world.takes(&alive, 0).await.is_empty());
    assert_eq!(world.takes(&alive, 5).await.len(), 1);
}

pub(crate) async fn a_dispatcher_tells_how_it_gets_on(harness: &dyn Harness) {
    let world = World::new(harness).await;
    assert!(look!(world, unit => unit.dispatchers()).is_empty());
    let first = world.dispatcher().await;
    world.pass(1).await;
    let second = world.dispatcher().await;
    let pulse = Pulse {
        condition: DispatcherCondition::Waiting,
        cause: Some(MessageFailure::GatewayDown),
        credit: Some("1,204.50".to_owned()),
        ..working()
    };
    assert!(change!(world, unit => unit.renew_dispatcher(&second, &pulse)).expect("renews"));
    let known = look!(world, unit => unit.dispatchers());
    assert_eq!(known.len(), 2);
    assert_eq!(
        (&known[0].id, known[0].alive),
        (&second, true),
        "the latest first"
    );
    assert_eq!(known[0].condition, DispatcherCondition::Waiting);
    assert_eq!(known[0].cause.as_deref(), Some("gateway_down"));
    assert_eq!(
        (&known[1].id, known[1].alive),
        (&first, false),
        "its lease is over"
    );
    change!(world, unit => unit.renew_dispatcher(&second, &working())).expect("renews");
    let known = look!(world, unit => unit.dispatchers());
    assert_eq!(known[0].condition, DispatcherCondition::Working);
    assert_eq!(
        (known[0].cause.as_deref(), known[0].credit.as_deref()),
        (None, Some("1,204.50"))
    );
    change!(world, unit => unit.end_dispatcher(&second)).expect("ends");
    let known = look!(world, unit => unit.dispatchers());
    assert_eq!(
        (known[0].condition, known[0].alive),
        (DispatcherCondition::Stopped, false)
    );
    world.pass(8 * 24 * 60).await;
    world.dispatcher().await;
    assert_eq!(
        look!(world, unit => unit.dispatchers()).len(),
        1,
        "those that ended a week ago are forgotten"
    );
}

pub(crate) async fn what_a_dead_dispatcher_took_becomes_unknown(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let dead = world.dispatcher().await;
    let old = world.takes_one(&dead).await.id;
    world.pass(1).await;
    world.filed().await;
    let alive = world.dispatcher().await;
    let fresh = world.takes_one(&alive).await.id;
    let settled = change!(world, unit => unit.settle_interrupted()).expect("settles");
    assert_eq!(settled, 1);
    let message = world.the_message(old).await;
    assert_eq!(
        (message.state, message.failure.as_deref()),
        (Unknown, Some("interrupted"))
    );
    assert_eq!(
        world.the_message(fresh).await.state,
        Sending,
        "it may still be answered"
    );
    assert!(
        world.takes(&alive, 10).await.is_empty(),
        "what is unknown is never sent again by itself"
    );
    assert_eq!(
        change!(world, unit => unit.settle_interrupted()).expect("settles"),
        0
    );
    change!(world, unit => unit.end_dispatcher(&alive)).expect("ends");
    assert_eq!(
        change!(world, unit => unit.settle_interrupted()).expect("settles"),
        1,
        "one that stopped answers no more"
    );
}

pub(crate) async fn an_answer_that_comes_late_replaces_interrupted(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for (late, state) in [
        (taken("late"), Accepted),
        (not_now(600), Queued),
        (REFUSED, Failed),
        (UNKNOWN, Unknown),
    ] {
        world.filed().await;
        let by = world.dispatcher().await;
        let id = world.takes(&by, 1).await[0].id;
        world.pass(1).await;
        change!(world, unit => unit.settle_interrupted()).expect("settles");
        let moved = world.answers(id, 1, late).await;
        assert_eq!(moved, state != Unknown);
        assert_eq!(world.the_message(id).await.state, state);
        assert!(!world.answers(id, 1, REFUSED).await, "and is the last word");
    }
}

pub(crate) async fn an_answer_that_comes_late_spares_the_second_sending(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let by = world.dispatcher().await;
    let id = world.takes_one(&by).await.id;
    world.pass(1).await;
    change!(world, unit => unit.settle_interrupted()).expect("settles");
    let again = NewChoice {
        message: id,
        attempts: 1,
        choice: MessageChoice::SendAgain,
        by: world.officer,
    };
    change!(world, unit => unit.choose(&again)).expect("chooses");
    assert!(world.answers(id, 1, taken("late")).await);
    assert_eq!(world.the_message(id).await.state, Accepted);
    let by = world.dispatcher().await;
    assert!(world.takes(&by, 5).await.is_empty());
}

pub(crate) async fn the_oldest_are_taken_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut filed = Vec::new();
    for _ in 0..5 {
        filed.push(world.filed().await.id);
        world.pass(1).await;
    }
    let by = world.dispatcher().await;
    let mut order = Vec::new();
    for limit in [2, 2, 2] {
        order.extend(
            world
                .takes(&by, limit)
                .await
                .into_iter()
                .map(|m| m.request_id),
        );
    }
    assert_eq!(order, filed);
}

pub(crate) async fn a_taken_one_that_is_rolled_back_is_still_queued(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let by = world.dispatcher().await;
    let mut unit = world.write().await;
    let taken = unit.take_due_messages(&by, 5).await.expect("takes");
    assert_eq!(taken.len(), 1);
    drop(unit);
    let message = &world.messages(&filed).await[0];
    assert_eq!((message.state, message.attempts), (Queued, 0));
    assert!(look!(world, unit => unit.attempts_of(message.id)).is_empty());
}

pub(crate) async fn each_step_is_an_event(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let by = world.dispatcher().await;
    let id = world.takes_one(&by).await.id;
    world.answers(id, 1, not_now(0)).await;
    world.takes_one(&by).await;
    world.answers(id, 2, REFUSED).await;
    let events = world.events(&filed).await;
    let steps: Vec<_> = events
        .iter()
        .filter(|event| event.action.starts_with("message."))
        .map(|event| {
            (
                event.action.as_str(),
                event.detail.get("failure").map(String::as_str),
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("message.queued", None),
            ("message.sending", None),
            ("message.queued", Some("credit_empty")),
            ("message.sending", None),
            ("message.failed", Some("bad_number")),
        ]
    );
    let phone = filed.old_phone.as_str();
    let values = events.iter().flat_map(|event| event.detail.values());
    assert!(
        values.into_iter().all(|value| !value.contains(phone)),
        "no personal data"
    );
}
