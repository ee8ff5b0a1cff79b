//! What gateways report of messages that they took.

use crate::harness::Harness;
use crate::world::{GATEWAY, UNKNOWN, World, change, look, not_now, report, taken};
use chrono::TimeDelta;
use coe_domain::{AttemptOutcome, MessageChoice, MessageState, ReportedState};
use coe_store::{Answered, NewChoice, Report, ReportAnswer, Subject};

use MessageState::{Accepted, Delivered, Failed, Queued, Sending};

pub(crate) async fn a_report_may_be_faster_than_the_answer(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let by = world.dispatcher().await;
    let id = world.takes_one(&by).await.id;
    let delivered = report("quick", ReportedState::Delivered);
    assert_eq!(world.reports(&delivered).await, ReportAnswer::Kept);
    assert_eq!(
        world.reports(&delivered).await,
        ReportAnswer::Kept,
        "told twice"
    );
    assert_eq!(world.the_message(id).await.state, Sending);
    assert!(world.answers(id, 1, taken("quick")).await);
    assert_eq!(world.the_message(id).await.state, Delivered);
    world.filed().await;
    let id = world.takes_one(&by).await.id;
    let failed = report("bad news", ReportedState::Failed);
    assert_eq!(world.reports(&failed).await, ReportAnswer::Kept);
    world.answers(id, 1, taken("bad news")).await;
    let message = world.the_message(id).await;
    assert_eq!(
        (message.state, message.failure.as_deref()),
        (Failed, Some("not_reachable"))
    );
}

pub(crate) async fn a_kept_report_is_forgotten_after_days(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world
        .reports(&report("old", ReportedState::Delivered))
        .await;
    world.pass(4 * 24 * 60).await;
    world
        .reports(&report("other", ReportedState::Delivered))
        .await;
    assert_eq!(world.answered(taken("old")).await.state, Accepted);
    assert_eq!(world.answered(taken("other")).await.state, Delivered);
}

pub(crate) async fn reports_come_twice_and_in_any_order(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let message = world.answered(taken("gw")).await;
    let failed = report("gw", ReportedState::Failed);
    let delivered = report("gw", ReportedState::Delivered);
    assert_eq!(world.reports(&failed).await, ReportAnswer::Applied);
    assert_eq!(world.reports(&failed).await, ReportAnswer::Noted);
    assert_eq!(world.the_message(message.id).await.state, Failed);
    assert_eq!(world.reports(&delivered).await, ReportAnswer::Applied);
    assert_eq!(world.reports(&delivered).await, ReportAnswer::Noted);
    assert_eq!(world.reports(&failed).await, ReportAnswer::Noted);
    assert_eq!(
        world.the_message(message.id).await.state,
        Delivered,
        "the last word"
    );
    let elsewhere = Report {
        gateway: "twilio".to_owned(),
        ..report("gw", ReportedState::Failed)
    };
    assert_eq!(
        world.reports(&elsewhere).await,
        ReportAnswer::Kept,
        "references are a gateway's own"
    );
}

pub(crate) async fn a_reference_that_two_have_tells_none_of_them(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let one = world.answered(taken("same")).await;
    let two = world.answered(taken("same")).await;
    let delivered = report("same", ReportedState::Delivered);
    assert_eq!(world.reports(&delivered).await, ReportAnswer::Unknown);
    for id in [one.id, two.id] {
        assert_eq!(world.the_message(id).await.state, Accepted);
    }
}

pub(crate) async fn a_report_may_name_the_attempt(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let unknown = world.answered(UNKNOWN).await;
    let told = |attempt, gateway_ref: Option<&str>| Report {
        subject: Subject::Attempt {
            message: unknown.id,
            attempt,
            gateway_ref: gateway_ref.map(str::to_owned),
        },
        ..report("", ReportedState::Delivered)
    };
    assert_eq!(world.reports(&told(2, None)).await, ReportAnswer::Unknown);
    assert_eq!(
        world.reports(&told(1, Some("SM1"))).await,
        ReportAnswer::Applied
    );
    let message = world.the_message(unknown.id).await;
    assert_eq!(message.state, Delivered, "what nobody knew is settled");
    let attempts = look!(world, unit => unit.attempts_of(unknown.id));
    assert_eq!(attempts[0].gateway_ref.as_deref(), Some("SM1"));
    assert_eq!(
        attempts[0].outcome,
        Some(AttemptOutcome::Unknown),
        "the answer stays lost"
    );
}

pub(crate) async fn a_report_on_an_earlier_attempt_counts_when_it_says_delivered(
    harness: &dyn Harness,
) {
    let world = World::new(harness).await;
    let message = world.answered(UNKNOWN).await;
    let again = NewChoice {
        message: message.id,
        attempts: 1,
        choice: MessageChoice::SendAgain,
        by: world.officer,
    };
    change!(world, unit => unit.choose(&again)).expect("chooses");
    let first = |state| Report {
        subject: Subject::Attempt {
            message: message.id,
            attempt: 1,
            gateway_ref: None,
        },
        ..report("", state)
    };
    assert_eq!(
        world.reports(&first(ReportedState::Failed)).await,
        ReportAnswer::Noted
    );
    assert_eq!(
        world.the_message(message.id).await.state,
        Queued,
        "it is sent again"
    );
    let by = world.dispatcher().await;
    world.takes_one(&by).await;
    assert_eq!(
        world.reports(&first(ReportedState::Delivered)).await,
        ReportAnswer::Noted,
        "the call under way comes to its end first"
    );
    world.answers(message.id, 2, not_now(5)).await;
    assert_eq!(
        world.the_message(message.id).await.state,
        Delivered,
        "and there is no third one"
    );
}

pub(crate) async fn the_fate_is_asked_for_less_and_less(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let polled = Answered::Taken {
        gateway_ref: Some("ask".to_owned()),
        poll_in: Some(TimeDelta::seconds(10)),
    };
    let message = world.answered(polled).await;
    world.answered(taken("reports by itself")).await;
    let polls = async || change!(world, unit => unit.take_polls(GATEWAY, 10)).expect("takes");
    assert!(polls().await.is_empty(), "not at once");
    world.pass(1).await;
    assert!(
        change!(world, unit => unit.take_polls("twilio", 10))
            .expect("takes")
            .is_empty(),
        "that is another gateway"
    );
    assert!(
        change!(world, unit => unit.take_polls(GATEWAY, 0))
            .expect("takes")
            .is_empty()
    );
    let due = polls().await;
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].message, due[0].attempt), (message.id, 1));
    assert_eq!(due[0].gateway_ref, "ask");
    assert!(polls().await.is_empty(), "it was just asked for");
    world.pass(60).await;
    assert_eq!(polls().await.len(), 1);
    world.pass(20).await;
    assert!(polls().await.is_empty(), "half of its age has not passed");
    world.pass(20).await;
    assert_eq!(polls().await.len(), 1);
    world.pass(4 * 24 * 60).await;
    assert_eq!(polls().await.len(), 1, "once more");
    world.pass(30 * 24 * 60).await;
    assert!(polls().await.is_empty(), "and no more after days");
}

pub(crate) async fn what_was_reported_is_not_asked_for(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let polled = Answered::Taken {
        gateway_ref: Some("told".to_owned()),
        poll_in: Some(TimeDelta::seconds(10)),
    };
    world.answered(polled).await;
    world
        .reports(&report("told", ReportedState::Delivered))
        .await;
    world.pass(1).await;
    let due = change!(world, unit => unit.take_polls(GATEWAY, 10)).expect("takes");
    assert!(due.is_empty());
}
