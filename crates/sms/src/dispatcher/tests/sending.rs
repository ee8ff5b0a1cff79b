//! What a gateway answers, and what becomes of messages then.

use super::fake_gateway::{FakeGateway, Reply, down, taken, unknown};
use super::stage::{Sleeps, Stage};
use crate::dispatcher::{BreakerState, Ended, Outcome, Pace, Rate, Seen};
use crate::{Sent, Whose};
use chrono::TimeDelta;
use coe_domain::{DispatcherCondition, MessageFailure, MessageId, MessageState, ReportedState};
use coe_store::{Answered, Poll, Subject};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn every_due_message_is_handed_over_once_and_accepted() {
    let stage = Stage::new(FakeGateway::default(), 100);
    assert_eq!(stage.run_for(seconds(5)).await, Ended::InGoodOrder);
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 100]);
    assert_eq!(stage.gateway.calls().len(), 100);
    let accepted = |seen: &Seen| {
        matches!(
            seen,
            Seen::Called {
                outcome: Outcome::Accepted,
                ..
            }
        )
    };
    assert_eq!(stage.saw(accepted), 100);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_queued_later_is_sent_at_once() {
    let stage = Stage::new(FakeGateway::default(), 0);
    let running = stage.start();
    tokio::time::sleep(seconds(20)).await;
    let queued_at = Instant::now();
    stage.outbox.queue(1);
    tokio::time::sleep(seconds(1)).await;
    let waited = stage.gateway.calls()[0].at - queued_at;
    assert!(waited < Duration::from_millis(100), "{waited:?}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn no_more_messages_are_taken_than_may_be_called_at_once() {
    let gateway = FakeGateway {
        slow: seconds(1),
        ..FakeGateway::default()
    };
    let mut stage = Stage::new(gateway, 50);
    stage.pace.concurrency = 4;
    let running = stage.start();
    tokio::time::sleep(seconds(3)).await;
    let states = stage.outbox.states();
    let sending = |state: &&MessageState| **state == MessageState::Sending;
    assert!(states.iter().filter(sending).count() <= 4);
    tokio::time::sleep(seconds(12)).await;
    running.stop().await;
    assert_eq!(stage.gateway.most_at_once(), 4);
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 50]);
}

#[tokio::test(start_paused = true)]
async fn answers_that_wait_together_are_written_together() {
    let mut stage = Stage::new(FakeGateway::default(), 640);
    stage.pace.concurrency = 64;
    Arc::get_mut(&mut stage.outbox).unwrap().slow = Duration::from_millis(5);
    stage.run_for(seconds(5)).await;
    let books = stage.outbox.books();
    assert_eq!(books.writes.iter().sum::<usize>(), 640);
    assert!(
        books.writes.len() <= 20,
        "the cost of a commit is shared: {:?}",
        books.writes
    );
}

#[tokio::test(start_paused = true)]
async fn calls_keep_to_the_rate_of_the_gateway() {
    let mut stage = Stage::new(FakeGateway::default(), 100);
    stage.pace.rate = Some(Rate {
        per_second: 10.0,
        burst: 5,
    });
    stage.run_for(seconds(5)).await;
    let calls = stage.gateway.calls().len();
    assert!((50..=56).contains(&calls), "{calls} calls in five seconds");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_not_taken_now_is_tried_again_after_a_pause() {
    let busy = Reply::Says(Sent::NotNow {
        cause: MessageFailure::RefusedByGateway,
        whose: Whose::Message,
        wait: None,
    });
    let stage = Stage::new(FakeGateway::scripted([busy]), 1);
    stage.run_for(seconds(10)).await;
    let calls = stage.gateway.calls();
    assert_eq!(calls.len(), 2);
    let pause = calls[1].at - calls[0].at;
    assert!(pause >= seconds(2) && pause < seconds(4), "{pause:?}");
    assert_eq!((calls[0].attempt, calls[1].attempt), (1, 2));
    assert_eq!(stage.outbox.row(1).state, MessageState::Accepted);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_never_taken_fails_after_ten_tries() {
    let stage = Stage::new(FakeGateway::always(down()), 1);
    stage.run_for(seconds(4 * 3600)).await;
    assert_eq!(stage.gateway.calls().len(), 10);
    let row = stage.outbox.row(1);
    assert_eq!(row.state, MessageState::Failed);
    assert_eq!(
        row.answers.last(),
        Some(&Answered::Refused {
            cause: MessageFailure::TriedOut
        })
    );
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_never_tried_again() {
    for reply in [unknown(), Reply::Hangs, Reply::Panics] {
        let stage = Stage::new(FakeGateway::scripted([reply.clone()]), 1);
        stage.run_for(seconds(3600)).await;
        assert_eq!(stage.gateway.calls().len(), 1, "{reply:?}");
        assert_eq!(
            stage.outbox.row(1).state,
            MessageState::Unknown,
            "{reply:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_message_is_not_tried_again_and_says_why() {
    let refused = Reply::Says(Sent::Refused {
        cause: MessageFailure::BadNumber,
    });
    let stage = Stage::new(FakeGateway::scripted([refused]), 1);
    stage.run_for(seconds(3600)).await;
    let row = stage.outbox.row(1);
    assert_eq!((row.attempts, row.state), (1, MessageState::Failed));
    assert_eq!(
        row.answers,
        [Answered::Refused {
            cause: MessageFailure::BadNumber
        }]
    );
}

#[tokio::test(start_paused = true)]
async fn while_the_gateway_is_down_no_message_loses_a_try() {
    let mut stage = Stage::new(FakeGateway::always(down()), 500);
    stage.pace.concurrency = 1;
    let running = stage.start();
    tokio::time::sleep(seconds(200)).await;
    // Five calls, and then one after 5, 10, 20, 40, 80 seconds.
    let calls = stage.gateway.calls().len();
    assert!((9..=10).contains(&calls), "{calls} calls");
    let untouched = stage
        .outbox
        .books()
        .rows
        .iter()
        .filter(|row| row.attempts == 0)
        .count();
    assert!(untouched >= 490, "{untouched}");
    let pulse = stage.outbox.books().pulses.last().cloned().unwrap();
    assert_eq!(pulse.condition, DispatcherCondition::Waiting);
    assert_eq!(pulse.cause, Some(MessageFailure::GatewayDown));

    stage.gateway.answers_from_now_on(taken());
    tokio::time::sleep(seconds(400)).await;
    running.stop().await;
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 500]);
    let pulse = stage.outbox.books().pulses.last().cloned().unwrap();
    assert_eq!(pulse.condition, DispatcherCondition::Working);
    assert!(stage.saw(|seen| *seen == Seen::Breaker(BreakerState::Closed)) >= 1);
}

#[tokio::test(start_paused = true)]
async fn timeouts_in_a_row_stop_the_sending_before_everything_is_unknown() {
    let mut stage = Stage::new(FakeGateway::always(unknown()), 100);
    stage.pace.concurrency = 1;
    stage.run_for(seconds(4)).await;
    let unknown = |state: &&MessageState| **state == MessageState::Unknown;
    assert_eq!(stage.outbox.states().iter().filter(unknown).count(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_asks_to_slow_down_is_left_alone_as_long_as_it_says() {
    let slower = Reply::Says(Sent::NotNow {
        cause: MessageFailure::RateLimited,
        whose: Whose::Gateway,
        wait: Some(seconds(30)),
    });
    let mut stage = Stage::new(FakeGateway::scripted([slower]), 3);
    stage.pace.concurrency = 1;
    stage.run_for(seconds(120)).await;
    let calls = stage.gateway.calls();
    assert!(calls[1].at - calls[0].at >= seconds(30));
    assert_eq!(stage.outbox.states(), vec![MessageState::Accepted; 3]);
}

#[tokio::test(start_paused = true)]
async fn a_message_taken_before_the_computer_slept_is_not_sent_until_it_is_taken_anew() {
    let mut stage = Stage::new(FakeGateway::default(), 1);
    stage.steps = Arc::new(Sleeps {
        clock: Arc::clone(&stage.clock),
        span: Mutex::new(Some(TimeDelta::seconds(15))),
    });
    stage.run_for(seconds(10)).await;
    let row = stage.outbox.row(1);
    assert!(
        matches!(
            row.answers[0],
            Answered::NotNow {
                cause: MessageFailure::Late,
                ..
            }
        ),
        "{:?}",
        row.answers
    );
    let calls = stage.gateway.calls();
    assert_eq!(calls.len(), 1, "nobody called for the first taking");
    assert_eq!(calls[0].attempt, 2);
    assert_eq!(row.state, MessageState::Accepted);
}

#[tokio::test(start_paused = true)]
async fn a_taking_that_lasted_half_a_lease_sends_nothing() {
    let mut stage = Stage::new(FakeGateway::default(), 1);
    Arc::get_mut(&mut stage.outbox).unwrap().slow = seconds(15);
    stage.pace.goodbye = seconds(100);
    stage.run_for(seconds(20)).await;
    assert_eq!(stage.gateway.calls().len(), 0);
    assert_eq!(stage.outbox.row(1).state, MessageState::Queued);
}

#[tokio::test(start_paused = true)]
async fn fates_are_reported_to_the_attempt_that_they_belong_to() {
    let gateway = FakeGateway {
        tells_fate: true,
        ..FakeGateway::default()
    };
    let stage = Stage::new(gateway, 1);
    let poll = |reference: &str, attempt| Poll {
        message: MessageId(1),
        attempt,
        gateway_ref: reference.to_owned(),
    };
    stage.outbox.books().polls.extend([
        poll("pending", 1),
        poll("delivered", 2),
        poll("failed", 3),
        poll("silent", 4),
    ]);
    stage.run_for(seconds(2)).await;
    let books = stage.outbox.books();
    let mut told: Vec<_> = books
        .reports
        .iter()
        .map(|report| match &report.subject {
            Subject::Attempt { attempt, .. } => (*attempt, report.state, report.cause),
            other @ Subject::Reference(_) => panic!("{other:?}"),
        })
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            (2, ReportedState::Delivered, None),
            (3, ReportedState::Failed, Some(MessageFailure::NotReachable)),
        ]
    );
    let answer = books.rows[0].answers[0].clone();
    assert!(
        matches!(
            answer,
            Answered::Taken {
                poll_in: Some(span),
                ..
            } if span == TimeDelta::seconds(10)
        ),
        "{answer:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn signs_of_life_settle_what_was_interrupted_and_reminders_are_queued_each_minute() {
    let gateway = FakeGateway {
        credit: Ok(Some("1,234 credits".to_owned())),
        ..FakeGateway::default()
    };
    let stage = Stage::new(gateway, 0);
    stage.run_for(seconds(121)).await;
    let books = stage.outbox.books();
    assert_eq!(books.registered.len(), 1);
    assert!(
        (12..=16).contains(&books.pulses.len()),
        "{}",
        books.pulses.len()
    );
    assert!(books.settlings >= 12);
    assert_eq!(books.remindings, 3);
    let credit = books.pulses.last().unwrap().credit.as_deref();
    assert_eq!(credit, Some("1,234 credits"));
    assert_eq!(
        books.pulses[0].lease,
        TimeDelta::from_std(Pace::default().lease).unwrap()
    );
}
