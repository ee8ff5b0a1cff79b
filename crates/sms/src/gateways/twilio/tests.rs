use super::*;
use crate::gateways::recorded::{Recorded, never_panics_or_invents};
use coe_domain::{MessageId, Phone};

fn error(code: u32, status: u16) -> String {
    format!(r#"{{"code":{code},"message":"…","more_info":"…","status":{status}}}"#)
}

#[test]
fn each_answer_has_its_meaning() {
    use MessageFailure::*;
    let taken =
        r#"{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued","error_code":null}"#;
    let sid = Some("SM0123456789abcdef0123456789abcdef");
    let given_up = r#"{"sid":"SM1","status":"failed","error_code":21610}"#;
    let recorded = [
        Recorded::taken(201, taken, sid),
        Recorded::taken(200, taken, sid),
        Recorded::refused(201, given_up, NumberBlocked),
        Recorded::refused(400, &error(21_211, 400), BadNumber),
        Recorded::refused(400, &error(21_614, 400), BadNumber),
        Recorded::refused(400, &error(21_610, 400), NumberBlocked),
        Recorded::refused(400, &error(21_606, 400), SenderRefused),
        Recorded::refused(400, &error(21_617, 400), TextRefused),
        Recorded::refused(400, &error(1, 400), RefusedByGateway),
        Recorded::not_now(401, &error(20_003, 401), CredentialsRefused),
        Recorded::not_now(429, &error(20_429, 429), RateLimited),
        Recorded::not_now(403, "", CredentialsRefused),
        Recorded::not_now(400, &error(21_408, 400), RefusedByGateway),
        Recorded::not_now(400, &error(21_611, 400), RateLimited),
        Recorded::not_now(404, &error(20_404, 404), CredentialsRefused),
        Recorded::unknown(201, r#"{"status":"queued"}"#, AnswerUnreadable),
        Recorded::unknown(201, r#"{"sid":""}"#, AnswerUnreadable),
        Recorded::unknown(201, "<xml/>", AnswerUnreadable),
        Recorded::unknown(500, &error(21_211, 400), AnswerUnreadable),
        Recorded::unknown(503, "", AnswerUnreadable),
    ];
    for case in recorded {
        assert_eq!(read_answer(&case.reply), case.meaning, "{case}");
    }
}

#[test]
fn no_answer_is_invented() {
    never_panics_or_invents(read_answer, "sid");
}

#[test]
fn each_status_has_its_fate() {
    for pending in ["queued", "accepted", "sending", "sent", "?"] {
        assert_eq!(fate_of(pending, None), Fate::Pending, "{pending}");
    }
    assert_eq!(fate_of("delivered", None), Fate::Delivered);
    let failed = |code, cause| {
        assert_eq!(
            fate_of("undelivered", code),
            Fate::Failed { cause },
            "{code:?}"
        );
    };
    failed(Some(30_003), MessageFailure::NotReachable);
    failed(Some(30_005), MessageFailure::BadNumber);
    failed(Some(30_007), MessageFailure::RefusedByNetwork);
    failed(Some(30_008), MessageFailure::NotDelivered);
    failed(Some(1), MessageFailure::NotDelivered);
    failed(None, MessageFailure::NotDelivered);
}

#[test]
fn a_message_names_its_attempt_for_the_report() {
    let phone = Phone::parse("0812345678").expect("a phone");
    let outgoing = Outgoing {
        message: MessageId(17),
        attempt: 2,
        to: &phone,
        body: "hello",
    };
    let secrets = GatewaySecrets {
        key: "AC1".to_owned(),
        secret: "token".to_owned(),
    };
    let settings = GatewaySettings {
        report_url: Some("https://sms.example/reports/x".to_owned()),
        ..GatewaySettings::of(GatewayKind::Twilio, "MG9")
    };
    assert_eq!(
        message(&settings, &secrets, &outgoing).masked(),
        "POST https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json
authorization: ••••
form:
  To = +xxxxxxx5678
  MessagingServiceSid = MG9
  Body = hello
  StatusCallback = https://sms.example/reports/x?message=17&attempt=2"
    );
}
