//! Stopping, in good order and otherwise.

use super::fake_gateway::{FakeGateway, Reply};
use super::fake_outbox::Fault;
use super::stage::Stage;
use crate::dispatcher::Ended;
use coe_domain::MessageState;
use coe_store::StoreError;
use std::time::Duration;

const AWAY: Fault = || StoreError::Unreachable;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn stopping_waits_for_the_calls_under_way_and_takes_nothing_more() {
    let gateway = FakeGateway {
        slow: seconds(8),
        ..FakeGateway::default()
    };
    let mut stage = Stage::new(gateway, 10);
    stage.pace.concurrency = 3;
    assert_eq!(stage.run_for(seconds(2)).await, Ended::InGoodOrder);
    assert_eq!(stage.gateway.calls().len(), 3);
    let states = stage.outbox.states();
    assert_eq!(states[..3], [MessageState::Accepted; 3]);
    assert_eq!(states[3..], [MessageState::Queued; 7]);
    let books = stage.outbox.books();
    assert_eq!(books.ended, books.registered);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_outlasts_the_goodbye_is_left_to_the_lease() {
    let mut stage = Stage::new(FakeGateway::scripted([Reply::Hangs]), 2);
    stage.pace.goodbye = seconds(3);
    assert_eq!(stage.run_for(seconds(1)).await, Ended::Leaving(1));
    let states = stage.outbox.states();
    assert_eq!(states, [MessageState::Sending, MessageState::Accepted]);
    assert!(
        stage.outbox.books().ended.is_empty(),
        "whoever leaves messages does not say that it stopped in good order"
    );
}

#[tokio::test(start_paused = true)]
async fn answers_that_cannot_be_written_before_the_end_are_left_to_the_lease() {
    let mut stage = Stage::new(FakeGateway::default(), 2);
    stage.pace.goodbye = seconds(3);
    stage.outbox.books().write_faults.extend([AWAY; 1000]);
    assert_eq!(stage.run_for(seconds(1)).await, Ended::Leaving(2));
    assert_eq!(stage.outbox.states(), vec![MessageState::Sending; 2]);
}

#[tokio::test(start_paused = true)]
async fn an_idle_dispatcher_stops_at_once() {
    let stage = Stage::new(FakeGateway::default(), 0);
    let running = stage.start();
    tokio::time::sleep(seconds(1)).await;
    let before = tokio::time::Instant::now();
    assert_eq!(running.stop().await, Ended::InGoodOrder);
    assert!(before.elapsed() < Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn one_that_was_never_on_record_ends_unnoticed() {
    let stage = Stage::new(FakeGateway::default(), 0);
    stage.outbox.books().register_faults.extend([AWAY; 1000]);
    assert_eq!(stage.run_for(seconds(5)).await, Ended::Unnoticed);
}
