//! The outbox.

use crate::harness::Harness;
use crate::world::{World, change, look};
use chrono::TimeDelta;
use coe_domain::{DecisionKind, MessageId, MessageState, MessageTemplate};
use coe_store::{Message, MessageFilter};

async fn take(world: &World, limit: u32) -> Vec<Message> {
    change!(world, unit => unit.take_due_messages(limit)).expect("takes")
}

async fn to(world: &World, id: MessageId, state: MessageState) -> bool {
    change!(world, unit => unit.move_message(id, state, None, None)).expect("answers")
}

async fn all(world: &World) -> Vec<Message> {
    let filter = MessageFilter {
        limit: 100,
        ..MessageFilter::default()
    };
    look!(world, unit => unit.messages(&filter))
        .into_iter()
        .map(|(message, _)| message)
        .collect()
}

async fn the(world: &World, id: MessageId) -> Message {
    all(world)
        .await
        .into_iter()
        .find(|message| message.id == id)
        .expect("is listed")
}

pub(crate) async fn is_sent_accepted_and_delivered(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let taken = take(&world, 10).await;
    assert_eq!(taken.len(), 1);
    let id = taken[0].id;
    assert_eq!(
        (taken[0].state, taken[0].attempts),
        (MessageState::Sending, 1)
    );
    assert!(take(&world, 10).await.is_empty(), "it is being sent");
    world.pass(1).await;
    let accepted = MessageState::Accepted;
    let moved = change!(world, unit => unit.move_message(id, accepted, Some("gw-1"), None));
    assert!(moved.expect("answers"));
    let message = the(&world, id).await;
    assert_eq!(
        (message.state, message.gateway_ref.as_deref()),
        (accepted, Some("gw-1"))
    );
    assert!(message.changed_at - message.queued_at >= TimeDelta::minutes(1));
    assert!(to(&world, id, MessageState::Delivered).await);
    let message = the(&world, id).await;
    assert_eq!(message.state, MessageState::Delivered);
    assert_eq!(
        message.gateway_ref.as_deref(),
        Some("gw-1"),
        "the reference stays"
    );
}

pub(crate) async fn only_legal_steps_are_taken(harness: &dyn Harness) {
    use MessageState::{Accepted, Delivered, Failed, Queued, Sending, Unknown};
    let world = World::new(harness).await;
    world.filed().await;
    let id = all(&world).await[0].id;
    for state in [Accepted, Delivered, Failed, Unknown, Sending, Queued] {
        assert!(!to(&world, id, state).await, "queued to {state}");
    }
    take(&world, 1).await;
    for state in [Delivered, Sending, Queued] {
        assert!(!to(&world, id, state).await, "sending to {state}");
    }
    assert!(to(&world, id, Accepted).await);
    for state in [Accepted, Sending, Queued, Unknown] {
        assert!(!to(&world, id, state).await, "accepted to {state}");
    }
    let now = world.now().await;
    let retried = change!(world, unit => unit.retry_message(id, now, "late")).expect("answers");
    assert!(!retried, "what the gateway took is not sent again");
    assert!(
        to(&world, id, Failed).await,
        "a report may say that it did not arrive"
    );
    for state in [Accepted, Delivered, Sending, Queued, Unknown, Failed] {
        assert!(!to(&world, id, state).await, "failed to {state}");
    }
    assert!(
        !to(&world, MessageId(9_999), Accepted).await,
        "there is no such message"
    );
}

pub(crate) async fn is_retried_when_it_is_due_again(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let id = take(&world, 1).await[0].id;
    let at = world.now().await + TimeDelta::minutes(5);
    let retried = change!(world, unit => unit.retry_message(id, at, "credit_empty"));
    assert!(retried.expect("answers"));
    let message = the(&world, id).await;
    assert_eq!((message.state, message.attempts), (MessageState::Queued, 1));
    assert_eq!(message.failure.as_deref(), Some("credit_empty"));
    assert!(take(&world, 1).await.is_empty(), "not before its time");
    world.pass(6).await;
    let again = take(&world, 1).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].attempts, 2);
    let failed = MessageState::Failed;
    let moved = change!(world, unit => unit.move_message(id, failed, None, Some("bad_number")));
    assert!(moved.expect("answers"));
    assert_eq!(the(&world, id).await.failure.as_deref(), Some("bad_number"));
}

pub(crate) async fn an_interrupted_one_becomes_unknown(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    world.filed().await;
    let old = take(&world, 1).await[0].id;
    world.pass(10).await;
    let fresh = take(&world, 1).await[0].id;
    let limit = world.now().await - TimeDelta::minutes(5);
    let settled = change!(world, unit => unit.settle_interrupted(limit)).expect("answers");
    assert_eq!(settled, 1);
    assert_eq!(the(&world, old).await.state, MessageState::Unknown);
    assert_eq!(
        the(&world, fresh).await.state,
        MessageState::Sending,
        "it may still be answered"
    );
    assert!(
        take(&world, 10).await.is_empty(),
        "what is unknown is never sent again by itself"
    );
    let again = change!(world, unit => unit.settle_interrupted(limit)).expect("answers");
    assert_eq!(again, 0);
    assert!(!to(&world, old, MessageState::Accepted).await);
    assert!(
        to(&world, old, MessageState::Delivered).await,
        "a late report settles it"
    );
}

pub(crate) async fn the_oldest_are_taken_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut filed = Vec::new();
    for _ in 0..5 {
        filed.push(world.filed().await.id);
        world.pass(1).await;
    }
    assert!(take(&world, 0).await.is_empty());
    let mut order = Vec::new();
    for limit in [2, 2, 2] {
        order.extend(
            take(&world, limit)
                .await
                .into_iter()
                .map(|message| message.request_id),
        );
    }
    assert_eq!(order, filed);
}

pub(crate) async fn a_taken_one_that_is_rolled_back_is_still_queued(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.filed().await;
    let mut unit = world.write().await;
    assert_eq!(unit.take_due_messages(5).await.expect("takes").len(), 1);
    drop(unit);
    let message = &all(&world).await[0];
    assert_eq!((message.state, message.attempts), (MessageState::Queued, 0));
}

pub(crate) async fn are_listed_newest_first_and_by_page(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for _ in 0..5 {
        world.filed().await;
    }
    let mut seen = Vec::new();
    let mut filter = MessageFilter {
        limit: 2,
        ..MessageFilter::default()
    };
    loop {
        let page = look!(world, unit => unit.messages(&filter));
        let Some((last, _)) = page.last() else { break };
        assert!(page.len() <= 2);
        filter.before = Some(last.id);
        seen.extend(page.into_iter().map(|(message, _)| message.id));
    }
    let everything: Vec<_> = all(&world).await.iter().map(|message| message.id).collect();
    assert_eq!(seen, everything);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first");
    assert_eq!(seen.len(), 5);
}

pub(crate) async fn are_found_by_state_number_and_phone(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world
        .decides(&filed, DecisionKind::Approve, world.officer)
        .await;
    let other = world.filed().await;
    let id = take(&world, 1).await[0].id;
    let find = |filter: MessageFilter| {
        let world = &world;
        async move {
            let filter = MessageFilter {
                limit: 50,
                ..filter
            };
            look!(world, unit => unit.messages(&filter))
        }
    };
    let sending = find(MessageFilter {
        state: Some(MessageState::Sending),
        ..Default::default()
    });
    let sending = sending.await;
    assert_eq!(sending.len(), 1);
    assert_eq!(
        (sending[0].0.id, &sending[0].1),
        (id, &filed.no.to_string())
    );
    let by = |search: String| {
        find(MessageFilter {
            search,
            ..Default::default()
        })
    };
    assert_eq!(by(filed.no.to_string()).await.len(), 3);
    assert_eq!(by(other.no.to_string()).await.len(), 1);
    let digits = filed.new_phone.as_str()[6..].to_owned();
    let found = by(digits).await;
    assert_eq!(found.len(), 1, "by the last four digits");
    assert_eq!(found[0].0.template, MessageTemplate::Approved);
    assert!(by("no such".to_owned()).await.is_empty());
    assert!(
        by("%".to_owned()).await.is_empty(),
        "a search text is no pattern"
    );
}

pub(crate) async fn writes_an_event_for_each_step(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let id = take(&world, 1).await[0].id;
    to(&world, id, MessageState::Accepted).await;
    let events = world.events(&filed).await;
    let steps: Vec<_> = events
        .iter()
        .filter(|event| event.action.starts_with("message."))
        .map(|event| event.action.as_str())
        .collect();
    assert_eq!(
        steps,
        ["message.queued", "message.sending", "message.accepted"]
    );
    let phone = filed.old_phone.as_str();
    let values = events.iter().flat_map(|event| event.detail.values());
    assert!(
        values.into_iter().all(|value| !value.contains(phone)),
        "no personal data"
    );
}
