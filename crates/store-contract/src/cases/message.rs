//! Messages as people read and settle them.

use crate::harness::Harness;
use crate::world::{REFUSED, UNKNOWN, World, change, look, refused, taken};
use coe_domain::{DecisionKind, MessageChoice, MessageId, MessageState, MessageTemplate, StaffId};
use coe_store::{Message, MessageFilter, MessageList, NewChoice, StoreResult};

use MessageChoice::{Arrived, CallInstead, Called, SendAgain};
use MessageState::{Delivered, Failed, Queued, Unknown};

async fn listed(world: &World, filter: MessageFilter) -> Vec<(Message, String)> {
    let filter = MessageFilter {
        limit: 100,
        ..filter
    };
    look!(world, unit => unit.messages(&filter))
}

async fn in_list(world: &World, list: MessageList) -> Vec<MessageId> {
    let filter = MessageFilter {
        list,
        ..MessageFilter::default()
    };
    listed(world, filter)
        .await
        .into_iter()
        .map(|(message, _)| message.id)
        .collect()
}

async fn choose(
    world: &World,
    message: &Message,
    choice: MessageChoice,
    by: StaffId,
) -> StoreResult<()> {
    let new = NewChoice {
        message: message.id,
        attempts: message.attempts,
        choice,
        by,
    };
    change!(world, unit => unit.choose(&new))
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
    assert_eq!(seen, in_list(&world, MessageList::All).await);
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
    let by = world.dispatcher().await;
    let id = world.takes(&by, 1).await[0].id;
    let sending = MessageFilter {
        state: Some(MessageState::Sending),
        ..Default::default()
    };
    let sending = listed(&world, sending).await;
    assert_eq!(sending.len(), 1);
    assert_eq!(
        (sending[0].0.id, &sending[0].1),
        (id, &filed.no.to_string())
    );
    let by = |search: String| {
        let filter = MessageFilter {
            search,
            ..Default::default()
        };
        listed(&world, filter)
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
    assert_eq!(
        look!(world, unit => unit.message_by_id(MessageId(9_999))),
        None
    );
}

pub(crate) async fn those_that_need_a_person_are_listed_and_counted(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world
        .decides(&filed, DecisionKind::Approve, world.officer)
        .await;
    let by = world.dispatcher().await;
    let sent = world.takes(&by, 10).await;
    let the = |template| {
        sent.iter()
            .find(|message| message.template == template)
            .map(|message| message.id)
            .expect("was sent")
    };
    let approved = the(MessageTemplate::Approved);
    let notice = the(MessageTemplate::SecurityNotice);
    world
        .answers(the(MessageTemplate::Filed), 1, taken("ok"))
        .await;
    world.answers(approved, 1, UNKNOWN).await;
    world.answers(notice, 1, REFUSED).await;
    world.filed().await;
    assert_eq!(
        in_list(&world, MessageList::NeedsPerson).await,
        [notice, approved]
    );
    assert_eq!(in_list(&world, MessageList::NotReached).await, [approved]);
    let totals = look!(world, unit => unit.message_totals());
    assert_eq!(
        (totals.queued, totals.needs_person, totals.not_reached),
        (1, 2, 1)
    );
    assert!(totals.due_since.is_some(), "one waits to be sent");
    world.takes(&by, 10).await;
    assert_eq!(look!(world, unit => unit.message_totals()).due_since, None);
    let approved = world.the_message(approved).await;
    choose(&world, &approved, CallInstead, world.officer)
        .await
        .expect("chooses");
    assert_eq!(
        in_list(&world, MessageList::NotReached).await,
        [approved.id],
        "until somebody called"
    );
    choose(&world, &approved, Called, world.colleague)
        .await
        .expect("chooses");
    assert!(in_list(&world, MessageList::NotReached).await.is_empty());
    let totals = look!(world, unit => unit.message_totals());
    assert_eq!((totals.needs_person, totals.not_reached), (1, 0));
}

pub(crate) async fn each_choice_does_what_it_says(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for answered in [REFUSED, UNKNOWN] {
        for (choice, state) in [
            (Arrived, Delivered),
            (SendAgain, Queued),
            (CallInstead, Failed),
        ] {
            let message = world.answered(answered.clone()).await;
            choose(&world, &message, choice, world.officer)
                .await
                .expect("chooses");
            let after = world.the_message(message.id).await;
            assert_eq!((after.state, after.choice), (state, Some(choice)));
            let made = look!(world, unit => unit.choices_of(message.id));
            assert_eq!(made.len(), 1);
            assert_eq!(
                (made[0].choice, made[0].by, made[0].attempts),
                (choice, world.officer, 1)
            );
            if choice == SendAgain {
                let by = world.dispatcher().await;
                let again = world.takes_one(&by).await;
                assert_eq!(
                    (again.id, again.attempts, again.choice),
                    (message.id, 2, None)
                );
                world
                    .answers(again.id, 2, taken(&format!("again-{}", again.id)))
                    .await;
            }
        }
    }
}

pub(crate) async fn a_choice_is_for_what_was_seen(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let message = world.answered(UNKNOWN).await;
    choose(&world, &message, SendAgain, world.officer)
        .await
        .expect("chooses");
    for choice in [Arrived, SendAgain, CallInstead, Called] {
        refused!(
            choose(&world, &message, choice, world.colleague).await,
            MessageMoved,
            "it is queued: {choice}"
        );
    }
    choose(&world, &message, SendAgain, world.officer)
        .await
        .expect("the same choice of the same person answers as at first");
    let by = world.dispatcher().await;
    world.takes_one(&by).await;
    world.answers(message.id, 2, UNKNOWN).await;
    refused!(
        choose(&world, &message, Arrived, world.colleague).await,
        MessageMoved,
        "another attempt was made since"
    );
    let sent = look!(world, unit => unit.choices_of(message.id));
    assert_eq!(sent.len(), 1, "one choice, one more sending");
}

pub(crate) async fn only_what_failed_or_is_unknown_is_chosen_for(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let queued = world.messages(&filed).await.remove(0);
    refused!(
        choose(&world, &queued, Arrived, world.officer).await,
        MessageMoved,
        "queued"
    );
    let by = world.dispatcher().await;
    let sending = world.takes_one(&by).await;
    refused!(
        choose(&world, &sending, SendAgain, world.officer).await,
        MessageMoved,
        "sending"
    );
    world.answers(sending.id, 1, taken("gw")).await;
    let accepted = world.the_message(sending.id).await;
    refused!(
        choose(&world, &accepted, SendAgain, world.officer).await,
        MessageMoved,
        "accepted"
    );
    let failed = world.answered(REFUSED).await;
    refused!(
        choose(&world, &failed, Called, world.officer).await,
        MessageMoved,
        "nobody was to call"
    );
    choose(&world, &failed, CallInstead, world.officer)
        .await
        .expect("chooses");
    refused!(
        choose(&world, &failed, CallInstead, world.colleague).await,
        MessageMoved,
        "somebody calls already"
    );
    choose(&world, &failed, Called, world.officer)
        .await
        .expect("chooses");
    for choice in [Arrived, SendAgain] {
        refused!(
            choose(&world, &failed, choice, world.officer).await,
            MessageMoved,
            "it is settled: {choice}"
        );
    }
    let missing = Message {
        id: MessageId(9_999),
        ..failed
    };
    refused!(
        choose(&world, &missing, Arrived, world.officer).await,
        MessageMoved,
        "there is no such message"
    );
}

pub(crate) async fn support_chooses_nothing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let message = world.answered(REFUSED).await;
    for choice in [Arrived, SendAgain, CallInstead, Called] {
        refused!(
            choose(&world, &message, choice, world.support).await,
            RoleNotAllowed,
            "{choice}"
        );
    }
    assert_eq!(world.the_message(message.id).await, message);
}

pub(crate) async fn a_choice_is_on_record(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let by = world.dispatcher().await;
    let id = world.takes_one(&by).await.id;
    world.answers(id, 1, UNKNOWN).await;
    let message = world.the_message(id).await;
    choose(&world, &message, SendAgain, world.colleague)
        .await
        .expect("chooses");
    let events = world.events(&filed).await;
    let chosen = events
        .iter()
        .find(|event| event.action == "message.choice")
        .expect("is on record");
    assert_eq!(chosen.actor, Some(world.colleague));
    assert_eq!(
        chosen.detail.get("choice").map(String::as_str),
        Some("send_again")
    );
    assert_eq!(
        chosen.detail.get("template").map(String::as_str),
        Some("filed")
    );
    assert_eq!(
        events.last().map(|event| event.action.as_str()),
        Some("message.queued"),
        "and what follows from it"
    );
    assert_eq!(message.state, Unknown);
}
