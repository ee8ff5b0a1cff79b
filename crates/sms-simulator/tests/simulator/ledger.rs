//! The judge.

use crate::client::{NUMBER, TEXT, read, start, start_with};
use coe_sms_simulator::{Fault, FaultKind, Gateway, Options, TextHash};
use serde_json::{Value, json};

#[tokio::test]
async fn the_ledger_counts_each_number_and_text() {
    let client = start_with([]).await;
    for gateway in [Gateway::Twilio, Gateway::Twilio, Gateway::SmsMkt] {
        client.answer(gateway).await;
    }
    let ledger = client.http.get(client.own("/ledger")).send().await.unwrap();
    let (_, ledger) = read(ledger).await;
    assert_eq!(ledger["total"], 3);
    let mut counts: Vec<_> = ledger["messages"].as_array().unwrap().iter().collect();
    counts.sort_by_key(|entry| entry["gateway"].to_string());
    let entry = |gateway, count| {
        let text_sha256 = TextHash::of(TEXT).to_string();
        json!({"gateway": gateway, "number": "66812345678", "text_sha256": text_sha256,
            "count": count})
    };
    assert_eq!(counts, [&entry("smsmkt", 1), &entry("twilio", 2)]);

    let summary = client.http.get(client.own("/ledger?summary=1"));
    let (_, summary) = read(summary.send().await.unwrap()).await;
    let expected = json!({"total": 3, "distinct": 1, "repeated": 1, "surplus": 2,
        "uncompared": 0});
    assert_eq!(summary, expected);
}

#[tokio::test]
async fn a_line_is_in_the_file_before_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    let client = start(Options {
        ledger: Some(path.clone()),
        keep_text: true,
        ..Options::default()
    })
    .await;
    client
        .running
        .set_faults([Fault::next(FaultKind::NoAnswerTaken, 1)]);
    assert!(client.send(Gateway::ThaiBulkSms).await.is_err());
    let (_, body) = client.answer(Gateway::Twilio).await;
    let written = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<Value> = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[1]["reference"], &lines[1]["text"]),
        (&body["sid"], &json!(TEXT))
    );
    assert_eq!(lines[1]["number"], NUMBER[1..]);
    assert!(lines[1]["time"].as_str().unwrap().ends_with('Z'));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_cannot_be_written_is_not_taken() {
    let client = start(Options {
        ledger: Some("/dev/full".into()),
        ..Options::default()
    })
    .await;
    assert_eq!(client.answer(Gateway::ThaiBulkSms).await.0, 500);
    assert_eq!(client.taken(), 0);
}
