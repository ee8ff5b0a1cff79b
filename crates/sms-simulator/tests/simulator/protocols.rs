//! What each gateway says when nothing goes wrong, and when the client is wrong.

use crate::client::{ALL, NUMBER, TEXT, form, read, start, start_with};
use coe_sms_simulator::{Gateway, Options};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn thaibulksms_lists_the_number_with_its_reference() {
    let client = start_with([]).await;
    let (status, body) = client.answer(Gateway::ThaiBulkSms).await;
    assert_eq!(status, 201);
    let listed = &body["phone_number_list"][0];
    assert_eq!(listed["number"], "66812345678");
    assert_eq!(listed["used_credit"], 1);
    assert!(!listed["message_id"].as_str().unwrap().is_empty());
    assert_eq!(body["bad_phone_number_list"], json!([]));
    assert_eq!(client.taken(), 1);
}

#[tokio::test]
async fn smsmkt_answers_with_code_000() {
    let client = start_with([]).await;
    let (status, body) = client.answer(Gateway::SmsMkt).await;
    assert_eq!((status, body["code"].as_str()), (200, Some("000")));
    assert!(body["result"]["message_id"].is_string());
    assert_eq!(client.taken(), 1);
}

#[tokio::test]
async fn twilio_queues_the_message_and_tells_its_fate() {
    let client = start(Options {
        report_delay: Duration::from_millis(400),
        ..Options::default()
    })
    .await;
    let (status, body) = client.answer(Gateway::Twilio).await;
    assert_eq!((status, body["status"].as_str()), (201, Some("queued")));
    assert_eq!(
        (&body["to"], &body["error_code"]),
        (&json!(NUMBER), &json!(null))
    );
    let sid = body["sid"].as_str().unwrap();
    assert_eq!((sid.len(), &sid[..2]), (34, "SM"));
    let path = format!("2010-04-01/Accounts/AC1/Messages/{sid}.json");
    assert_eq!(
        client.get(Gateway::Twilio, &path).await.1["status"],
        "queued"
    );
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        client.get(Gateway::Twilio, &path).await.1["status"],
        "delivered"
    );
    let unknown = "2010-04-01/Accounts/AC1/Messages/SM00.json";
    assert_eq!(client.get(Gateway::Twilio, unknown).await.0, 404);
}

#[tokio::test]
async fn credit_goes_down_by_the_parts_of_a_text() {
    let client = start_with([]).await;
    let credit = || async {
        let (_, bulk) = client.get(Gateway::ThaiBulkSms, "credit").await;
        let (_, mkt) = client.get(Gateway::SmsMkt, "api/get-credit").await;
        let left = bulk["remaining_credit"]["corporate"].as_u64().unwrap();
        assert_eq!(mkt["result"]["credit"].as_u64(), Some(left));
        left
    };
    let before = credit().await;
    let long = "ก".repeat(135);
    let message = client.message(Gateway::SmsMkt, NUMBER, &long);
    message.send().await.unwrap();
    assert_eq!(before - credit().await, 3);
    let (_, balance) = client
        .get(Gateway::Twilio, "2010-04-01/Accounts/AC1/Balance.json")
        .await;
    assert_eq!(
        (&balance["currency"], &balance["balance"]),
        (&json!("USD"), &json!("999999.97"))
    );
}

#[tokio::test]
async fn a_bad_number_is_told_in_each_gateways_words() {
    let client = start_with([]).await;
    let to = "12";
    for gateway in ALL {
        let answer = client.message(gateway, to, TEXT).send().await.unwrap();
        let (status, body) = read(answer).await;
        match gateway {
            Gateway::ThaiBulkSms => {
                assert_eq!((status, &body["phone_number_list"]), (201, &json!([])));
                assert_eq!(body["bad_phone_number_list"][0]["number"], to);
            }
            Gateway::SmsMkt => assert_eq!((status, &body["code"]), (200, &json!("107"))),
            Gateway::Twilio => assert_eq!((status, &body["code"]), (400, &json!(21211))),
        }
    }
    assert_eq!(client.running.ledger().total, 0);
}

#[tokio::test]
async fn twilio_wants_international_numbers() {
    let client = start_with([]).await;
    let national = client.message(Gateway::Twilio, "0812345678", TEXT);
    let (status, body) = read(national.send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (400, &json!(21211)));
}

#[tokio::test]
async fn nobody_without_credentials_is_served() {
    let client = start_with([]).await;
    let base = |gateway| client.running.url(gateway);
    let bulk = client
        .http
        .post(format!("{}/sms", base(Gateway::ThaiBulkSms)));
    let bulk = bulk.basic_auth("key", Some(""));
    let bulk = form(bulk, &[("msisdn", NUMBER), ("message", TEXT)]);
    let (status, body) = read(bulk.send().await.unwrap()).await;
    assert_eq!(
        (status, &body["error"]["name"]),
        (401, &json!("ERROR_AUTHENTICATION"))
    );

    let mkt = client
        .http
        .post(format!("{}/api/send-message", base(Gateway::SmsMkt)));
    let (status, body) = read(mkt.body("{}").send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (200, &json!("200")));

    let path = "2010-04-01/Accounts/AC1/Messages.json";
    let twilio = client
        .http
        .post(format!("{}/{path}", base(Gateway::Twilio)));
    let (status, body) = read(twilio.send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (401, &json!(20003)));
    assert_eq!(client.running.ledger().total, 0);
}

#[tokio::test]
async fn missing_fields_are_named() {
    let client = start_with([]).await;
    let (status, body) = read(client.twilio(&[("To", NUMBER)]).send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (400, &json!(21603)));
    let fields = [("To", NUMBER), ("MessagingServiceSid", "MG1")];
    let (_, body) = read(client.twilio(&fields).send().await.unwrap()).await;
    assert_eq!(body["code"], 21602);
    let empty = client.message(Gateway::ThaiBulkSms, NUMBER, "");
    let (status, body) = read(empty.send().await.unwrap()).await;
    assert_eq!(
        (status, &body["error"]["name"]),
        (400, &json!("ERROR_PARAMETER"))
    );
}

#[tokio::test]
async fn the_page_shows_thai_texts_and_the_faults() {
    let client = start_with([]).await;
    client.answer(Gateway::SmsMkt).await;
    client
        .control(json!({"faults": [{"kind": "drop_after", "next": 3}]}))
        .await;
    let page = client.http.get(client.own("/")).send().await.unwrap();
    let page = page.text().await.unwrap();
    for shown in [TEXT, "66812345678", "smsmkt", "drop_after", "the next 3"] {
        assert!(page.contains(shown), "{shown} is missing");
    }
}
