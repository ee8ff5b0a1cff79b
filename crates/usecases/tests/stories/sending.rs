//! Stories of messages that did not arrive by themselves.

use crate::desk::{Story, told};
use chrono::Duration;
use coe_domain::{
    AttemptOutcome, DecisionKind, MessageChoice, MessageFailure, MessageId, MessageState,
    MessageTemplate, RequestId,
};
use coe_store::Answered;
use coe_usecases::choose_message::choose_message;
use coe_usecases::list_messages::{list_messages, messages_of};
use coe_usecases::message_detail::message_detail;
use coe_usecases::message_health::message_health;
use coe_usecases::timeline::timeline;
use coe_usecases::{Actor, gateway, reveal};
use coe_wire::gateway::GatewayChoice;
use coe_wire::messages::{ChooseMessage, MessageDetail, MessageTab, MessagesQuery};
use coe_wire::review::{Reveal, RevealField};
use coe_wire::{ErrorCode, UiError};

const UNKNOWN: Answered = Answered::Unknown {
    cause: MessageFailure::NoAnswer,
};
const REFUSED: Answered = Answered::Refused {
    cause: MessageFailure::BadNumber,
};

/// A request was filed, and the message about it was answered so.
async fn answered(story: &Story, answered: &Answered) -> (RequestId, MessageId) {
    let request = story.files(1).await;
    let sent = story.sends("thaibulksms", answered).await;
    assert_eq!(sent.len(), 1);
    (request, sent[0])
}

async fn chooses(
    story: &Story,
    actor: &Actor,
    message: MessageId,
    attempts: u32,
    choice: MessageChoice,
) -> Result<MessageDetail, UiError> {
    let input = ChooseMessage {
        message,
        attempts,
        choice,
    };
    choose_message(&story.desk, actor, &input)
        .await
        .map_err(UiError::from)
}

async fn listed(story: &Story, tab: MessageTab) -> Vec<MessageId> {
    let query = MessagesQuery {
        tab,
        limit: 50,
        ..MessagesQuery::default()
    };
    let page = list_messages(&story.desk, &query).await.unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn what_nobody_knows_waits_for_a_person_who_then_sends_it_again() {
    let story = Story::begins().await;
    let (request, message) = answered(&story, &UNKNOWN).await;
    assert_eq!(listed(&story, MessageTab::NeedsPerson).await, [message]);
    let health = message_health(&story.desk).await.unwrap();
    assert_eq!((health.needs_person, health.queued), (1, 0));

    let chosen = chooses(&story, &story.officer, message, 1, MessageChoice::SendAgain).await;
    let detail = chosen.unwrap();
    assert_eq!(detail.message.state, MessageState::Queued);
    assert_eq!(detail.message.choice, Some(MessageChoice::SendAgain));
    let made: Vec<_> = detail
        .choices
        .iter()
        .map(|made| (made.choice, made.by.as_str()))
        .collect();
    assert_eq!(made, [(MessageChoice::SendAgain, "ANONG")]);
    assert!(listed(&story, MessageTab::NeedsPerson).await.is_empty());

    let sent = story.sends("thaibulksms", &UNKNOWN).await;
    assert_eq!(
        sent,
        [message],
        "it goes out once more, and only because somebody chose it"
    );
    let detail = message_detail(&story.desk, message).await.unwrap();
    let outcomes: Vec<_> = detail.attempts.iter().map(|one| one.outcome).collect();
    assert_eq!(outcomes, [Some(AttemptOutcome::Unknown); 2]);
    assert_eq!(detail.attempts[0].cause.as_deref(), Some("no_answer"));
    let of_request = messages_of(&story.desk, request).await.unwrap();
    assert_eq!(of_request, [detail.message]);
}

#[tokio::test]
async fn the_same_choice_made_again_answers_as_at_first_and_another_is_told_that_it_moved() {
    let story = Story::begins().await;
    let (_, message) = answered(&story, &UNKNOWN).await;
    let choice = MessageChoice::SendAgain;
    let first = chooses(&story, &story.officer, message, 1, choice)
        .await
        .unwrap();
    let again = chooses(&story, &story.officer, message, 1, choice)
        .await
        .unwrap();
    assert_eq!(first, again);
    assert_eq!(again.choices.len(), 1, "once on record");
    for (actor, choice) in [
        (&story.colleague, MessageChoice::SendAgain),
        (&story.officer, MessageChoice::Arrived),
    ] {
        let late = chooses(&story, actor, message, 1, choice)
            .await
            .unwrap_err();
        assert_eq!(late.code, ErrorCode::Refused);
        assert_eq!(late.params["refusal"], "message_moved");
    }
}

#[tokio::test]
async fn a_choice_about_an_attempt_that_is_not_the_last_is_refused() {
    let story = Story::begins().await;
    let (_, message) = answered(&story, &UNKNOWN).await;
    let (officer, colleague) = (&story.officer, &story.colleague);
    chooses(&story, officer, message, 1, MessageChoice::SendAgain)
        .await
        .unwrap();
    story.sends("thaibulksms", &UNKNOWN).await;
    let stale = chooses(&story, colleague, message, 1, MessageChoice::SendAgain).await;
    assert_eq!(stale.unwrap_err().params["refusal"], "message_moved");
    let fresh = chooses(&story, colleague, message, 2, MessageChoice::Arrived)
        .await
        .unwrap();
    assert_eq!(fresh.message.state, MessageState::Delivered);
}

#[tokio::test]
async fn somebody_calls_instead_and_says_when_it_is_done() {
    let story = Story::begins().await;
    let (request, message) = answered(&story, &REFUSED).await;
    let too_early = chooses(&story, &story.officer, message, 1, MessageChoice::Called).await;
    assert_eq!(too_early.unwrap_err().params["refusal"], "message_moved");

    let detail = chooses(
        &story,
        &story.officer,
        message,
        1,
        MessageChoice::CallInstead,
    )
    .await
    .unwrap();
    assert!(detail.message.needs_person(), "nobody has called yet");
    assert_eq!(detail.number, Some(RevealField::OldPhone));
    let input = Reveal {
        request_id: request,
        field: RevealField::OldPhone,
    };
    let shown = reveal::reveal(&story.desk, &story.officer, &input)
        .await
        .unwrap();
    assert_eq!(
        shown.value,
        story.member_of(request).await.phone.formatted()
    );

    let detail = chooses(&story, &story.colleague, message, 1, MessageChoice::Called)
        .await
        .unwrap();
    assert!(!detail.message.needs_person());
    assert_eq!(
        detail.message.state,
        MessageState::Failed,
        "the message itself never arrived"
    );
    assert_eq!(detail.message.failure.as_deref(), Some("bad_number"));
    assert!(listed(&story, MessageTab::NeedsPerson).await.is_empty());
    let told = timeline(&story.desk, request).await.unwrap();
    let choices: Vec<_> = told
        .iter()
        .filter(|entry| entry.action == "message.choice")
        .map(|entry| (entry.by.as_deref(), entry.detail["choice"].as_str()))
        .collect();
    assert_eq!(
        choices,
        [(Some("ANONG"), "call_instead"), (Some("BUNMI"), "called")]
    );
}

#[tokio::test]
async fn a_member_who_was_not_told_of_the_approval_is_on_a_list_of_their_own() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    story.decides(&story.officer, &input).await.unwrap();
    let sent = story.sends("thaibulksms", &REFUSED).await;
    assert_eq!(
        listed(&story, MessageTab::NeedsPerson).await.len(),
        sent.len()
    );
    let not_reached = listed(&story, MessageTab::NotReached).await;
    assert_eq!(not_reached.len(), 1);
    let detail = message_detail(&story.desk, not_reached[0]).await.unwrap();
    assert_eq!(detail.message.template, MessageTemplate::Approved);
    assert_eq!(detail.number, Some(RevealField::NewPhone));
}

#[tokio::test]
async fn support_reads_messages_and_chooses_nothing() {
    let story = Story::begins().await;
    let (_, message) = answered(&story, &UNKNOWN).await;
    for choice in [MessageChoice::Arrived, MessageChoice::SendAgain] {
        let refused = chooses(&story, &story.support, message, 1, choice).await;
        assert_eq!(refused.unwrap_err().code, ErrorCode::NotAllowed);
    }
    let detail = message_detail(&story.desk, message).await.unwrap();
    assert_eq!(detail.message.state, MessageState::Unknown, "nothing moved");
    assert!(detail.choices.is_empty());
}

#[tokio::test]
async fn a_message_that_is_not_there_is_told_so() {
    let story = Story::begins().await;
    let missing = MessageId(404);
    let chosen = chooses(&story, &story.officer, missing, 1, MessageChoice::Arrived).await;
    assert_eq!(chosen.unwrap_err().code, ErrorCode::MessageNotFound);
    let read = told(message_detail(&story.desk, missing).await);
    assert_eq!(read.code, ErrorCode::MessageNotFound);
    let listed = told(messages_of(&story.desk, RequestId(404)).await);
    assert_eq!(listed.code, ErrorCode::RequestNotFound);
}

#[tokio::test]
async fn staff_see_who_sends_and_since_when_nobody_does() {
    let story = Story::begins().await;
    let health = message_health(&story.desk).await.unwrap();
    assert!(health.dispatchers.is_empty(), "nobody has ever sent");
    story.files(1).await;
    let health = message_health(&story.desk).await.unwrap();
    assert_eq!(health.queued, 1);
    assert!(health.due_since.is_some());

    story.sends("simulator", &UNKNOWN).await;
    let health = message_health(&story.desk).await.unwrap();
    assert!(health.is_simulated());
    story.passes(Duration::minutes(5)).await;
    let health = message_health(&story.desk).await.unwrap();
    assert_eq!(health.dispatchers.len(), 1, "the one that ran last");
    assert!(!health.dispatchers[0].alive && !health.is_simulated());
}

#[tokio::test]
async fn only_a_supervisor_chooses_and_tries_a_gateway_and_both_are_on_record() {
    let story = Story::begins().await;
    let choice = GatewayChoice {
        kind: coe_domain::GatewayKind::Smsmkt,
        sender: "COE".to_owned(),
        ..GatewayChoice::default()
    };
    for actor in [&story.officer, &story.support] {
        let refused = told(gateway::save_gateway_choice(&story.desk, actor, &choice).await);
        assert_eq!(refused.code, ErrorCode::NotAllowed);
        let tried = gateway::note_trial(&story.desk, actor, choice.kind, gateway::Trial::Sent);
        assert_eq!(told(tried.await).code, ErrorCode::NotAllowed);
    }
    let usual = gateway::gateway_choice(&story.desk).await.unwrap();
    assert_eq!(
        usual,
        GatewayChoice::default(),
        "the simulator, and nothing was written"
    );

    let chief = &story.supervisor;
    gateway::save_gateway_choice(&story.desk, chief, &choice)
        .await
        .unwrap();
    gateway::save_gateway_choice(&story.desk, chief, &choice)
        .await
        .unwrap();
    gateway::note_trial(&story.desk, chief, choice.kind, gateway::Trial::Sent)
        .await
        .unwrap();
    assert_eq!(gateway::gateway_choice(&story.desk).await.unwrap(), choice);
    assert_eq!(
        story.own_actions(chief).await,
        ["setting.changed", "gateway.tested"],
        "the same choice again changes nothing"
    );
}
