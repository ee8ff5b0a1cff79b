//! Each fault on each protocol: what the client sees, and what the judge says.

use crate::client::{ALL, Client, TEXT, read, start, start_with};
use coe_sms_simulator::{Fault, FaultKind as F, Gateway as G, Options};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The next message meets the fault on each gateway; gives status and body of each.
async fn meet(client: &Client, kind: F) -> [(u16, Value); 3] {
    let mut answers = Vec::new();
    for gateway in ALL {
        client.running.set_faults([Fault::next(kind, 1)]);
        answers.push(client.answer(gateway).await);
    }
    answers.try_into().unwrap()
}

/// The next message gets no answer on any gateway; gives whether the wait ended by its own limit.
async fn meet_silence(client: &Client, kind: F) -> [bool; 3] {
    let mut limits = Vec::new();
    for gateway in ALL {
        client.running.set_faults([Fault::next(kind, 1)]);
        limits.push(client.send(gateway).await.unwrap_err().is_timeout());
    }
    limits.try_into().unwrap()
}

#[tokio::test]
async fn silence_may_mean_taken_or_not() {
    let client = start_with([]).await;
    assert_eq!(meet_silence(&client, F::NoAnswerNotTaken).await, [true; 3]);
    assert_eq!(client.taken(), 0);
    assert_eq!(meet_silence(&client, F::NoAnswerTaken).await, [true; 3]);
    assert_eq!(client.taken(), 3);
}

#[tokio::test]
async fn a_closed_connection_may_mean_taken_or_not() {
    let client = start_with([]).await;
    assert_eq!(meet_silence(&client, F::DropBefore).await, [false; 3]);
    assert_eq!(client.taken(), 0);
    assert_eq!(meet_silence(&client, F::DropAfter).await, [false; 3]);
    assert_eq!(client.taken(), 3);
}

#[tokio::test]
async fn a_dropped_message_on_a_connection_in_use_is_not_sent_again() {
    let client = start_with([]).await;
    for gateway in ALL {
        client.answer(gateway).await;
        client.running.set_faults([Fault::next(F::DropAfter, 1)]);
        assert!(client.send(gateway).await.is_err());
    }
    assert_eq!(client.taken(), 6);
}

#[tokio::test]
async fn status_500_may_mean_taken_or_not() {
    let client = start_with([]).await;
    let before = meet(&client, F::ErrorBefore).await;
    assert_eq!(before.map(|(status, _)| status), [500; 3]);
    assert_eq!(client.taken(), 0);
    let after = meet(&client, F::ErrorAfter).await;
    assert_eq!(after.map(|(status, _)| status), [500; 3]);
    assert_eq!(client.taken(), 3);
}

#[tokio::test]
async fn an_unreadable_answer_was_taken() {
    let client = start_with([]).await;
    let answers = meet(&client, F::BadJson).await;
    let expected = [201, 200, 201].map(|status| (status, Value::Null));
    assert_eq!(answers, expected);
    assert_eq!(client.taken(), 3);
}

#[tokio::test]
async fn too_many_requests_are_asked_to_wait_a_second() {
    let client = start_with([Fault::next(F::RateLimited, 3)]).await;
    for gateway in ALL {
        let answer = client.send(gateway).await.unwrap();
        assert_eq!(answer.status().as_u16(), 429);
        assert_eq!(answer.headers()["retry-after"], "1");
    }
    assert_eq!(client.taken(), 0);
    assert_eq!(client.answer(G::SmsMkt).await.0, 200);
}

#[tokio::test]
async fn an_empty_account_takes_nothing() {
    let client = start_with([]).await;
    let [bulk, mkt, twilio] = meet(&client, F::NoCredit).await;
    assert_eq!(
        (bulk.0, &bulk.1["error"]["name"]),
        (402, &json!("ERROR_INSUFFICIENT_CREDIT"))
    );
    assert_eq!((mkt.0, &mkt.1["code"]), (200, &json!("400")));
    assert_eq!((twilio.0, &twilio.1["code"]), (403, &json!(20005)));
    assert_eq!(client.taken(), 0);
    client.running.set_faults([Fault::always(F::NoCredit)]);
    let (_, left) = client.get(G::ThaiBulkSms, "credit").await;
    assert_eq!(left["remaining_credit"]["corporate"], 0);
}

#[tokio::test]
async fn wrong_credentials_take_nothing_and_ask_nothing() {
    let client = start_with([]).await;
    let [bulk, mkt, twilio] = meet(&client, F::WrongCredentials).await;
    assert_eq!(
        (bulk.0, &bulk.1["error"]["name"]),
        (401, &json!("ERROR_AUTHENTICATION"))
    );
    assert_eq!((mkt.0, &mkt.1["code"]), (200, &json!("200")));
    assert_eq!((twilio.0, &twilio.1["code"]), (401, &json!(20003)));
    assert_eq!(client.taken(), 0);
    client
        .running
        .set_faults([Fault::always(F::WrongCredentials)]);
    assert_eq!(client.get(G::ThaiBulkSms, "credit").await.0, 401);
}

#[tokio::test]
async fn a_good_number_may_be_refused() {
    let client = start_with([]).await;
    let [bulk, mkt, twilio] = meet(&client, F::BadNumber).await;
    assert_eq!(bulk.1["phone_number_list"], json!([]));
    assert_eq!(mkt.1["code"], "107");
    assert_eq!(twilio.1["code"], 21211);
    assert_eq!(client.taken(), 0);
}

#[tokio::test]
async fn a_slow_answer_is_late_and_the_message_is_not() {
    let client = start_with([]).await;
    let slow = Fault::next(F::Slow, 3).delayed(Duration::from_millis(200));
    client.running.set_faults([slow]);
    for gateway in ALL {
        let sent = Instant::now();
        client.answer(gateway).await;
        assert!(sent.elapsed() >= Duration::from_millis(200));
    }
    assert_eq!(client.taken(), 3);
    let slower = Fault::next(F::Slow, 1).delayed(Duration::from_secs(60));
    client.running.set_faults([slower]);
    assert!(client.send(G::Twilio).await.unwrap_err().is_timeout());
    assert_eq!(
        client.taken(),
        4,
        "who waits in vain was served all the same"
    );
}

#[tokio::test]
async fn numbers_say_what_happens_only_where_they_are_let() {
    let told = start(Options {
        telling_numbers: true,
        ..Options::default()
    })
    .await;
    let plain = start(Options::default()).await;
    let number = "+66812347777";
    let answer = |client: &Client| client.message(G::ThaiBulkSms, number, TEXT).send();
    assert_eq!(read(answer(&told).await.unwrap()).await.0, 500);
    assert_eq!(read(answer(&plain).await.unwrap()).await.0, 201);
    assert_eq!(told.running.ledger().count_of(number, TEXT), 0);
}

#[tokio::test]
async fn the_same_seed_meets_the_same_faults() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let client = start(Options {
            seed: Some(7),
            faults: vec![Fault::probable(F::ErrorBefore, 0.5)],
            ..Options::default()
        })
        .await;
        let mut run = Vec::new();
        for _ in 0..32 {
            run.push(client.answer(G::SmsMkt).await);
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn faults_are_set_at_runtime_and_nonsense_changes_nothing() {
    let client = start_with([]).await;
    let faults = json!([{"kind": "error_before", "probability": 1.0}]);
    let (status, standing) = client.control(json!({"faults": faults})).await;
    assert_eq!(status, 200);
    let standing: Value = serde_json::from_str(&standing).unwrap();
    assert_eq!(standing["faults"], faults);
    for nonsense in [
        json!({"faults": [{"kind": "lazy", "next": 1}]}),
        json!({"faults": [{"kind": "slow"}]}),
        json!({"faults": [], "holt": true}),
    ] {
        assert_eq!(client.control(nonsense).await.0, 400);
    }
    assert_eq!(client.answer(G::ThaiBulkSms).await.0, 500);
}
