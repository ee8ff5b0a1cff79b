//! Messages that wait, and what is left of them.

use crate::client::{ALL, NUMBER, TEXT, eventually, start_with};
use coe_sms_simulator::{Fault, FaultKind, Gateway};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn held_messages_are_taken_when_they_are_released() {
    let client = start_with([]).await;
    client.running.hold();
    let waiting = ALL.map(|gateway| tokio::spawn(client.message(gateway, NUMBER, TEXT).send()));
    eventually("three wait", || client.running.held() == (3, 0)).await;
    assert_eq!(client.taken(), 0);
    client.running.release();
    for answer in waiting {
        assert!(answer.await.unwrap().unwrap().status().is_success());
    }
    assert_eq!((client.taken(), client.running.held()), (3, (0, 0)));
}

#[tokio::test]
async fn messages_held_after_are_taken_and_not_answered() {
    let client = start_with([]).await;
    assert_eq!(client.control(json!({"hold_after": true})).await.0, 200);
    let message = client.message(Gateway::ThaiBulkSms, NUMBER, TEXT);
    let waiting = tokio::spawn(message.send());
    eventually("one waits", || client.running.held() == (0, 1)).await;
    assert_eq!(client.taken(), 1);
    assert!(!waiting.is_finished());
    client.control(json!({"hold_after": false})).await;
    assert_eq!(waiting.await.unwrap().unwrap().status().as_u16(), 201);
}

#[tokio::test]
async fn who_goes_away_while_held_leaves_nothing_behind() {
    let client = start_with([]).await;
    client.running.hold();
    assert!(client.send(Gateway::SmsMkt).await.unwrap_err().is_timeout());
    eventually("nobody waits", || client.running.held() == (0, 0)).await;
    client.running.release();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(client.taken(), 0);
}

#[tokio::test]
async fn a_stop_ends_whatever_waits() {
    let client = start_with([Fault::always(FaultKind::NoAnswerTaken)]).await;
    let silent = tokio::spawn(client.message(Gateway::Twilio, NUMBER, TEXT).send());
    eventually("it is taken", || client.taken() == 1).await;
    client.running.hold();
    let held = tokio::spawn(client.message(Gateway::SmsMkt, NUMBER, TEXT).send());
    eventually("one waits", || client.running.held() == (1, 0)).await;
    let address = client.running.address();
    let stopped = Instant::now();
    client.running.stop().await;
    assert!(stopped.elapsed() < Duration::from_secs(2));
    assert!(silent.await.unwrap().is_err() && held.await.unwrap().is_err());
    let again = tokio::net::TcpStream::connect(address).await;
    assert!(again.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn who_drops_a_simulator_stops_it() {
    let client = start_with([]).await;
    let address = client.running.address();
    drop(client);
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it listens still");
}
