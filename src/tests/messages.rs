//! Messages that need somebody.

use super::case::{case, desk_with, opens, remembers};
use super::desk::{Mounted, TestDesk, all, find, get, press, settle, text};
use chrono::DateTime;
use coe_domain::{
    AttemptOutcome, DecisionId, DispatcherCondition, LoginState, MessageChoice, MessageFailure,
    MessageId, MessageState, MessageTemplate, Refusal, RequestId, RequestStatus, Role,
};
use coe_wire::UiError;
use coe_wire::event::DeskEvent;
use coe_wire::messages::{
    AttemptView, ChooseMessage, DispatcherView, MessageDetail, MessageHealth, MessageTab,
    MessageView, MessagesPage, MessagesQuery,
};
use coe_wire::review::{Decide, DecisionResult, Reveal, RevealField, Revealed};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

/// A dispatcher that works, and so many messages that need somebody.
pub fn health(needs_person: u64) -> MessageHealth {
    MessageHealth {
        queued: 0,
        due_since: None,
        needs_person,
        not_reached: 0,
        dispatchers: vec![DispatcherView {
            gateway: "thaibulksms".to_owned(),
            simulated: false,
            alive: true,
            condition: DispatcherCondition::Working,
            cause: None,
            credit: None,
            seen_at: DateTime::UNIX_EPOCH,
        }],
    }
}

fn message(state: MessageState, choice: Option<MessageChoice>) -> MessageView {
    let failure = match state {
        MessageState::Failed => Some(MessageFailure::BadNumber),
        MessageState::Unknown => Some(MessageFailure::NoAnswer),
        _ => None,
    };
    MessageView {
        id: MessageId(7),
        request_id: RequestId(1),
        request_no: "69-11-1".to_owned(),
        template: MessageTemplate::Approved,
        to_masked: "xxx-xxx-8890".to_owned(),
        body: "คำร้องสำเร็จ".to_owned(),
        segments: 1,
        state,
        attempts: 1,
        failure: failure.map(|failure| failure.code().to_owned()),
        choice,
        queued_at: DateTime::UNIX_EPOCH,
        changed_at: DateTime::UNIX_EPOCH,
    }
}

fn detail(message: MessageView) -> MessageDetail {
    MessageDetail {
        attempts: vec![AttemptView {
            attempt: 1,
            gateway: "thaibulksms".to_owned(),
            started_at: DateTime::UNIX_EPOCH,
            outcome: Some(AttemptOutcome::Unknown),
            cause: message.failure.clone(),
            gateway_ref: Some("a-reference-of-the-gateway".to_owned()),
            reported: None,
            reported_at: None,
        }],
        choices: Vec::new(),
        number: Some(RevealField::NewPhone),
        message,
    }
}

/// A desk with one message, which the test may move.
fn desk_of(role: Role, message: MessageView) -> (TestDesk, Rc<RefCell<MessageView>>) {
    let desk = TestDesk::new(Some(role));
    desk.has_rows(Vec::new());
    let stored = Rc::new(RefCell::new(message));
    serve(&desk, &stored);
    (desk, stored)
}

fn serve(desk: &TestDesk, stored: &Rc<RefCell<MessageView>>) {
    let listed = Rc::clone(stored);
    desk.answers("messages_page", move |query: MessagesQuery| {
        let row = listed.borrow().clone();
        let wanted = query.tab == MessageTab::All || row.needs_person();
        Ok(MessagesPage {
            rows: Some(row).filter(|_| wanted).into_iter().collect(),
            next: None,
        })
    });
    let told = Rc::clone(stored);
    desk.answers("message_detail", move |_: MessageId| {
        Ok(detail(told.borrow().clone()))
    });
    let of_request = Rc::clone(stored);
    desk.answers("request_messages", move |_: RequestId| {
        Ok(vec![of_request.borrow().clone()])
    });
}

async fn opened(desk: &TestDesk) -> Mounted {
    let page = desk.opens().await;
    get("nav-messages").click();
    settle().await;
    get("message-row").click();
    settle().await;
    page
}

#[wasm_bindgen_test]
async fn only_what_failed_or_is_unknown_offers_choices_and_only_to_reviewers() {
    for (state, choice, offered) in [
        (MessageState::Queued, None, false),
        (MessageState::Accepted, None, false),
        (MessageState::Delivered, Some(MessageChoice::Arrived), false),
        (MessageState::Failed, None, true),
        (MessageState::Unknown, None, true),
        (MessageState::Failed, Some(MessageChoice::Called), false),
    ] {
        let (desk, _) = desk_of(Role::Officer, message(state, choice));
        let _page = opened(&desk).await;
        assert_eq!(find("choose-send_again").is_some(), offered, "{state}");
        assert!(
            find("message-trail").is_some(),
            "what happened is always told"
        );
    }
    let (desk, _) = desk_of(Role::Support, message(MessageState::Unknown, None));
    let _page = opened(&desk).await;
    assert!(find("message-reason").is_some(), "support reads why");
    for id in ["choose-send_again", "choose-call_instead", "choose-arrived"] {
        assert!(find(id).is_none(), "and has no {id}");
    }
}

#[wasm_bindgen_test]
async fn what_may_arrive_twice_is_sent_again_only_after_a_warning() {
    let (desk, stored) = desk_of(Role::Officer, message(MessageState::Unknown, None));
    let chosen = remembers(&desk, "choose_message", move |input: &ChooseMessage| {
        let mut moved = stored.borrow_mut();
        moved.state = MessageState::Queued;
        moved.choice = Some(input.choice);
        Ok(detail(moved.clone()))
    });
    let _page = opened(&desk).await;
    press("S", "KeyS");
    settle().await;
    assert!(chosen.borrow().is_empty(), "the letter alone does nothing");
    get("choose-send_again").click();
    settle().await;
    assert!(chosen.borrow().is_empty(), "it asks first");
    assert!(
        get("choice-question").inner_text().contains("สองครั้ง"),
        "it may arrive twice"
    );
    press("Escape", "Escape");
    settle().await;
    assert!(find("choice-question").is_none() && find("choose-send_again").is_some());
    get("choose-send_again").click();
    settle().await;
    get("choice-confirm").click();
    settle().await;
    let asked: Vec<_> = chosen
        .borrow()
        .iter()
        .map(|one| (one.attempts, one.choice))
        .collect();
    assert_eq!(asked, [(1, MessageChoice::SendAgain)]);
    assert!(
        find("settle").is_none(),
        "it is shown as the database has it: queued"
    );
}

#[wasm_bindgen_test]
async fn a_choice_that_comes_too_late_is_told_beside_the_message_as_it_is_now() {
    let (desk, stored) = desk_of(Role::Officer, message(MessageState::Failed, None));
    let moved = Rc::clone(&stored);
    desk.answers("choose_message", move |_: ChooseMessage| {
        // A colleague was faster.
        let mut message = moved.borrow_mut();
        message.state = MessageState::Delivered;
        message.choice = Some(MessageChoice::Arrived);
        Err::<MessageDetail, _>(UiError::from(Refusal::MessageMoved))
    });
    let _page = opened(&desk).await;
    get("choose-call_instead").click();
    settle().await;
    settle().await;
    let told = get("message-moved");
    assert_eq!(told.get_attribute("data-code").as_deref(), Some("refused"));
    assert_eq!(
        get("message-row").get_attribute("data-state").as_deref(),
        Some("delivered")
    );
    assert!(find("settle").is_none(), "nothing is left to choose");
}

#[wasm_bindgen_test]
async fn who_has_to_call_sees_the_number_for_a_moment() {
    let to_call = message(MessageState::Failed, Some(MessageChoice::CallInstead));
    let (desk, _) = desk_of(Role::Officer, to_call);
    let revealed = remembers(&desk, "reveal", |_: &Reveal| {
        Ok(Revealed {
            value: "091-234-8890".to_owned(),
        })
    });
    let _page = opened(&desk).await;
    assert!(!text().contains("091-234-8890"));
    get("show-number").click();
    settle().await;
    assert_eq!(get("call-number").inner_text(), "091-234-8890");
    assert_eq!(revealed.borrow()[0].field, RevealField::NewPhone);
    assert!(find("choose-called").is_some() && find("choose-call_instead").is_none());
}

#[wasm_bindgen_test]
async fn the_page_of_the_request_offers_the_same() {
    let desk = desk_with(vec![case(1)]);
    let stored = Rc::new(RefCell::new(message(MessageState::Unknown, None)));
    serve(&desk, &stored);
    let chosen = remembers(&desk, "choose_message", move |input: &ChooseMessage| {
        let mut moved = stored.borrow_mut();
        moved.choice = Some(input.choice);
        moved.state = MessageState::Failed;
        Ok(detail(moved.clone()))
    });
    let _page = opens(&desk).await;
    settle().await;
    assert_eq!(all("request-message").len(), 1);
    get("choose-call_instead").click();
    settle().await;
    assert_eq!(chosen.borrow()[0].choice, MessageChoice::CallInstead);
    assert!(find("choose-called").is_some(), "somebody has to call now");
}

#[wasm_bindgen_test]
async fn on_the_page_of_the_request_a_late_choice_is_told_too() {
    let desk = desk_with(vec![case(1)]);
    let stored = Rc::new(RefCell::new(message(MessageState::Unknown, None)));
    serve(&desk, &stored);
    desk.answers("choose_message", move |_: ChooseMessage| {
        stored.borrow_mut().state = MessageState::Delivered;
        Err::<MessageDetail, _>(UiError::from(Refusal::MessageMoved))
    });
    let _page = opens(&desk).await;
    settle().await;
    get("choose-call_instead").click();
    settle().await;
    settle().await;
    assert!(find("message-moved").is_some() && find("settle").is_none());
    let state = get("request-message").get_attribute("data-state");
    assert_eq!(state.as_deref(), Some("delivered"));
}

#[wasm_bindgen_test]
async fn after_a_decision_its_messages_are_followed_until_they_arrive_or_need_somebody() {
    let desk = desk_with(vec![case(1)]);
    let stored = Rc::new(RefCell::new(message(MessageState::Queued, None)));
    serve(&desk, &stored);
    let queued = stored.borrow().clone();
    desk.answers("decide", move |input: Decide| {
        Ok(DecisionResult {
            decision_id: DecisionId(1),
            kind: input.kind,
            status: RequestStatus::Returned,
            login_state: LoginState::Suspended,
            messages: vec![queued.clone()],
            repeated: false,
        })
    });
    let _page = opens(&desk).await;
    for (key, code) in [("r", "KeyR"), ("1", "Digit1")] {
        press(key, code);
        settle().await;
    }
    get("confirm-decision").click();
    settle().await;
    let line = || {
        let panel = get("decision-done");
        let line = panel
            .query_selector("[data-testid='request-message']")
            .unwrap();
        line.unwrap().get_attribute("data-state")
    };
    assert_eq!(line().as_deref(), Some("queued"));
    for state in [MessageState::Accepted, MessageState::Failed] {
        *stored.borrow_mut() = message(state, None);
        desk.tell(&DeskEvent::Changed);
        settle().await;
        assert_eq!(line().as_deref(), Some(state.code()));
    }
    let panel = get("decision-done").inner_text();
    assert!(
        panel.contains("โทรแทน"),
        "it says what can be done: {panel}"
    );
}

#[wasm_bindgen_test]
async fn the_rail_says_how_many_need_somebody() {
    let (desk, _) = desk_of(Role::Officer, message(MessageState::Queued, None));
    let page = desk.opens().await;
    assert!(
        find("nav-messages-badge").is_none(),
        "nothing is said of none"
    );
    drop(page);
    desk.answers("message_health", |(): ()| Ok(health(3)));
    let _page = desk.opens().await;
    assert_eq!(get("nav-messages-badge").inner_text(), "3");
    get("nav-messages").click();
    settle().await;
    assert!(find("simulated").is_none(), "a real gateway sends");
    assert!(get("message-health").inner_text().contains("ThaiBulkSMS"));
}

#[wasm_bindgen_test]
async fn nobody_sending_and_a_simulator_are_said_aloud() {
    let (desk, _) = desk_of(Role::Officer, message(MessageState::Queued, None));
    desk.answers("message_health", |(): ()| {
        let mut stopped = health(0);
        stopped.dispatchers[0].alive = false;
        Ok(stopped)
    });
    let page = opened(&desk).await;
    assert!(
        get("message-health")
            .inner_text()
            .contains("ไม่มีโปรแกรมส่งข้อความ")
    );
    drop(page);
    desk.answers("message_health", |(): ()| {
        let mut simulated = health(0);
        simulated.dispatchers[0].simulated = true;
        Ok(simulated)
    });
    let _page = opened(&desk).await;
    assert!(find("simulated").is_some());
}
