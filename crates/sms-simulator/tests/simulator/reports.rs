//! Delivery reports.

use crate::client::{Client, NUMBER, TEXT, TOKEN, eventually, form, start};
use crate::receiver::Receiver;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use coe_sms_simulator::{Fault, FaultKind as F, Gateway, Options};
use hmac::{Hmac, Mac};
use serde_json::Value;
use std::time::Duration;

async fn reporting_to(receiver: &Receiver) -> Client {
    start(Options {
        reports_to: Some(receiver.url.clone()),
        report_delay: Duration::from_millis(50),
        ..Options::default()
    })
    .await
}

/// Sends by Twilio with a call back; gives its reference.
async fn send_by_twilio(client: &Client, callback: &str) -> String {
    let message = [
        ("To", NUMBER),
        ("MessagingServiceSid", "MG1"),
        ("Body", TEXT),
        ("StatusCallback", callback),
    ];
    let answer = client.twilio(&message).send().await.unwrap();
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    body["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn thaibulksms_reports_by_a_query() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    let (_, body) = client.answer(Gateway::ThaiBulkSms).await;
    eventually("a report", || receiver.all().len() == 1).await;
    let report = &receiver.all()[0];
    assert_eq!(report.method, "GET");
    assert_eq!(report.fields["desk"], "1");
    assert_eq!(
        report.fields["message_id"],
        body["phone_number_list"][0]["message_id"]
    );
    assert_eq!(report.fields["status"], "delivered");
    assert_eq!(report.fields["phone"], NUMBER[1..]);
    assert_eq!(report.fields.get("error"), None);
    client.running.set_faults([Fault::next(F::ReportFailed, 1)]);
    client.answer(Gateway::ThaiBulkSms).await;
    eventually("a report", || receiver.all().len() == 2).await;
    let report = &receiver.all()[1];
    assert_eq!(report.fields["status"], "failed");
    assert!(!report.fields["error"].is_empty());
}

#[tokio::test]
async fn a_thaibulksms_message_may_name_its_own_address() {
    let receiver = Receiver::start().await;
    let client = start(Options {
        report_delay: Duration::ZERO,
        ..Options::default()
    })
    .await;
    let own = format!("{}&attempt=2", receiver.url);
    let fields = [
        ("msisdn", NUMBER),
        ("message", TEXT),
        ("callback_url", &own),
    ];
    let url = format!("{}/sms", client.running.url(Gateway::ThaiBulkSms));
    let request = client.http.post(url).basic_auth("key", Some("secret"));
    form(request, &fields).send().await.unwrap();
    eventually("a report", || receiver.all().len() == 1).await;
    assert_eq!(receiver.fields("attempt"), ["2"]);
}

#[tokio::test]
async fn twilio_signs_what_it_reports() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    client.running.set_faults([Fault::next(F::ReportFailed, 1)]);
    let sid = send_by_twilio(&client, &receiver.url).await;
    eventually("two reports", || receiver.all().len() == 2).await;
    assert_eq!(receiver.fields("MessageStatus"), ["sent", "undelivered"]);
    assert_eq!(receiver.fields("MessageSid"), [sid.clone(), sid]);
    for mut report in receiver.all() {
        assert_eq!(report.method, "POST");
        assert_eq!(report.fields["To"], NUMBER);
        // Part of the address, not of the form.
        report.fields.remove("desk");
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
        mac.update(receiver.url.as_bytes());
        for (name, value) in &report.fields {
            mac.update(format!("{name}{value}").as_bytes());
        }
        let expected = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(report.signature, Some(expected));
    }
    assert_eq!(receiver.all()[1].fields["ErrorCode"], "30003");
}

#[tokio::test]
async fn a_report_may_never_come_or_come_twice_or_turn_round() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    client.running.set_faults([
        Fault::next(F::ReportNever, 1),
        Fault::next(F::ReportDuplicate, 1),
        Fault::next(F::ReportReversed, 1),
    ]);
    client.answer(Gateway::ThaiBulkSms).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(receiver.all().is_empty());
    client.answer(Gateway::ThaiBulkSms).await;
    eventually("two reports", || receiver.all().len() == 2).await;
    client.answer(Gateway::ThaiBulkSms).await;
    eventually("two more", || receiver.all().len() == 4).await;
    let statuses = ["delivered", "delivered", "delivered", "failed"];
    assert_eq!(receiver.fields("status"), statuses);
}

#[tokio::test]
async fn an_early_report_is_there_before_the_answer() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    client.running.set_faults([Fault::always(F::ReportEarly)]);
    client.answer(Gateway::ThaiBulkSms).await;
    assert_eq!(receiver.fields("status"), ["delivered"]);
    send_by_twilio(&client, &receiver.url).await;
    assert_eq!(receiver.all().len(), 3);
}

#[tokio::test]
async fn nobody_outside_of_this_computer_is_called() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    send_by_twilio(&client, "http://192.0.2.1/reports").await;
    let page = client.http.get(client.own("/")).send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("not an address on this computer"));
}

#[tokio::test]
async fn who_does_not_receive_a_report_is_shown() {
    let receiver = Receiver::start().await;
    let client = reporting_to(&receiver).await;
    send_by_twilio(&client, "http://127.0.0.1:1/reports").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let page = client.http.get(client.own("/")).send().await.unwrap();
    assert!(
        page.text()
            .await
            .unwrap()
            .contains("report was not received")
    );
}
