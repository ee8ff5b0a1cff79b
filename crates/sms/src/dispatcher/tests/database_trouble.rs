//! What a database does not do, and what becomes of messages then.

use super::fake_gateway::FakeGateway;
use super::fake_outbox::Fault;
use super::stage::Stage;
use crate::dispatcher::{Ended, Seen, Work};
use coe_domain::{MessageId, MessageState};
use coe_store::StoreError;
use std::time::Duration;

const AWAY: Fault = || StoreError::Unreachable;
const CONFLICT: Fault = || StoreError::Conflict;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn a_taking_that_fails_is_tried_again_and_sends_nothing() {
    let stage = Stage::new(FakeGateway::default(), 3);
    stage.outbox.books().take_faults.extend([AWAY, AWAY]);
    let running = stage.start();
    tokio::time::sleep(seconds(1)).await;
    assert_eq!(stage.gateway.calls().len(), 0);
    tokio::time::sleep(seconds(5)).await;
    running.stop().await;
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 3]);
    assert_eq!(stage.saw(|seen| *seen == Seen::Database(Work::Take)), 2);
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_tried_again_at_once_and_is_no_trouble() {
    let stage = Stage::new(FakeGateway::default(), 1);
    stage.outbox.books().take_faults.push_back(CONFLICT);
    stage.outbox.books().write_faults.push_back(CONFLICT);
    stage.run_for(Duration::from_millis(500)).await;
    assert_eq!(stage.outbox.states(), [MessageState::Accepted]);
    assert_eq!(stage.gateway.calls().len(), 1);
    assert_eq!(stage.saw(|seen| matches!(seen, Seen::Database(_))), 0);
}

#[tokio::test(start_paused = true)]
async fn answers_wait_for_the_database_and_nothing_is_taken_meanwhile() {
    let mut stage = Stage::new(FakeGateway::default(), 20);
    stage.pace.concurrency = 8;
    stage.outbox.books().write_faults.extend([AWAY; 6]);
    let running = stage.start();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(
        stage.gateway.calls().len(),
        8,
        "what cannot be put on record is not begun"
    );
    tokio::time::sleep(seconds(30)).await;
    assert_eq!(running.stop().await, Ended::InGoodOrder);
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 20]);
    assert_eq!(stage.gateway.calls().len(), 20, "no answer was lost");
}

#[tokio::test(start_paused = true)]
async fn a_taking_whose_commit_may_have_arrived_is_neither_sent_nor_answered_for() {
    let stage = Stage::new(FakeGateway::default(), 2);
    stage.outbox.books().lose_take = true;
    stage.run_for(seconds(60)).await;
    assert_eq!(stage.gateway.calls().len(), 0);
    let books = stage.outbox.books();
    assert_eq!(books.rows[0].state, MessageState::Sending);
    assert!(books.rows[0].answers.is_empty());
    assert_eq!(
        books.registered.len(),
        2,
        "the lease that they hang on runs out"
    );
    assert_ne!(books.registered[0], books.registered[1]);
    assert_eq!(books.ended, books.registered[1..]);
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_is_over_is_followed_by_another_identity() {
    let stage = Stage::new(FakeGateway::default(), 0);
    let running = stage.start();
    tokio::time::sleep(seconds(5)).await;
    stage.outbox.books().lease_over = true;
    tokio::time::sleep(seconds(15)).await;
    stage.outbox.queue(1);
    tokio::time::sleep(seconds(1)).await;
    running.stop().await;
    let registered = stage.outbox.books().registered.clone();
    assert_eq!(registered.len(), 2);
    assert_ne!(registered[0], registered[1]);
    assert_eq!(stage.outbox.states(), [MessageState::Accepted]);
}

#[tokio::test(start_paused = true)]
async fn a_sign_of_life_that_does_not_arrive_is_given_again_soon() {
    let stage = Stage::new(FakeGateway::default(), 0);
    let running = stage.start();
    tokio::time::sleep(seconds(1)).await;
    stage.outbox.books().pulses.clear();
    stage.outbox.books().renew_faults.extend([AWAY; 3]);
    tokio::time::sleep(seconds(14)).await;
    assert!(
        !stage.outbox.books().pulses.is_empty(),
        "well before the lease is over"
    );
    assert_eq!(stage.outbox.books().registered.len(), 1);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_database_that_is_away_at_the_start_is_waited_for() {
    let stage = Stage::new(FakeGateway::default(), 2);
    stage.outbox.books().register_faults.extend([AWAY; 4]);
    let running = stage.start();
    tokio::time::sleep(seconds(3)).await;
    assert_eq!(stage.gateway.calls().len(), 0);
    tokio::time::sleep(seconds(10)).await;
    running.stop().await;
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 2]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_the_database_never_takes_stops_no_other_and_is_left_to_the_lease() {
    let mut stage = Stage::new(FakeGateway::default(), 10);
    stage.pace.concurrency = 4;
    stage.outbox.books().poison = Some(MessageId(2));
    stage.run_for(seconds(300)).await;
    let mut expected = vec![MessageState::Accepted; 10];
    expected[1] = MessageState::Sending;
    assert_eq!(stage.outbox.states(), expected);
    assert_eq!(stage.saw(|seen| *seen == Seen::Unwritten), 1);
    let books = stage.outbox.books();
    assert_eq!(books.registered.len(), 2, "so that the first lease ends");
    assert_eq!(books.ended, books.registered[1..]);
}
