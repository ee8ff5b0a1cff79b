use super::*;
use crate::Whose;
use crate::gateways::recorded::{Recorded, never_panics_or_invents, reply};

const TAKEN: &str = r#"{"remaining_credit":994,"total_use_credit":2,"credit_type":"corporate",
    "phone_number_list":[{"number":"66812345678","message_id":"4f2-1a","used_credit":2}],
    "bad_phone_number_list":[]}"#;
const BAD: &str = r#"{"remaining_credit":996,"total_use_credit":0,"credit_type":"corporate",
    "phone_number_list":[],
    "bad_phone_number_list":[{"number":"66000","message":"Invalid phone number."}]}"#;

fn error(code: u32, name: &str, description: &str) -> String {
    format!(r#"{{"error":{{"code":{code},"name":"{name}","description":"{description}"}}}}"#)
}

#[test]
fn each_answer_has_its_meaning() {
    use MessageFailure::*;
    let blocked = BAD.replace("Invalid phone number.", "Number is in block list");
    let numbered = TAKEN.replace("\"4f2-1a\"", "77");
    let credit = error(110, "ERROR_CREDIT", "Your credit is not enough");
    let login = error(101, "ERROR_AUTHENTICATION", "Authentication fail.");
    let sender = error(104, "ERROR_PARAMETER", "Sender name is not allowed");
    let msisdn = error(104, "ERROR_PARAMETER", "msisdn is required");
    let other = error(199, "ERROR", "?");
    let corporate = error(199, "ERROR", "Only for corporate accounts");
    let recorded = [
        Recorded::taken(201, TAKEN, Some("4f2-1a")),
        Recorded::taken(200, TAKEN, Some("4f2-1a")),
        Recorded::taken(201, &numbered, Some("77")),
        Recorded::taken(201, r#"{"phone_number_list":[{}]}"#, None),
        Recorded::refused(201, BAD, BadNumber),
        Recorded::refused(201, &blocked, NumberBlocked),
        Recorded::refused(400, &sender, SenderRefused),
        Recorded::refused(400, &msisdn, BadNumber),
        Recorded::refused(400, &other, RefusedByGateway),
        Recorded::refused(400, &corporate, RefusedByGateway),
        Recorded::not_now(400, "<html>", GatewayDown),
        Recorded::not_now(400, &credit, CreditEmpty),
        Recorded::not_now(402, &other, CreditEmpty),
        Recorded::not_now(401, &login, CredentialsRefused),
        Recorded::not_now(403, "", CredentialsRefused),
        Recorded::not_now(404, "<html>not found</html>", GatewayDown),
        Recorded::not_now(301, "", GatewayDown),
        Recorded::not_now(307, "", GatewayDown),
        Recorded::unknown(302, "", AnswerUnreadable),
        Recorded::unknown(303, TAKEN, AnswerUnreadable),
        Recorded::unknown(409, &other, AnswerUnreadable),
        Recorded::not_now(429, "slow down", RateLimited),
        Recorded::unknown(201, "", AnswerUnreadable),
        Recorded::unknown(201, "{}", AnswerUnreadable),
        Recorded::unknown(201, "[]", AnswerUnreadable),
        Recorded::unknown(201, "<html>", AnswerUnreadable),
        Recorded::unknown(201, r#"{"phone_number_list":"x"}"#, AnswerUnreadable),
        Recorded::unknown(200, &TAKEN[..40], AnswerUnreadable),
        Recorded::unknown(500, &login, AnswerUnreadable),
        Recorded::unknown(500, "", AnswerUnreadable),
        Recorded::unknown(502, "<html>bad gateway</html>", NoAnswer),
        Recorded::unknown(503, "", AnswerUnreadable),
        Recorded::unknown(504, "", NoAnswer),
    ];
    for case in recorded {
        assert_eq!(read_answer(&case.reply), case.meaning, "{case}");
    }
}

#[test]
fn a_gateway_that_asks_for_time_gets_it() {
    for (status, cause) in [
        (429, MessageFailure::RateLimited),
        (503, MessageFailure::GatewayDown),
    ] {
        let wait = Some(std::time::Duration::from_secs(7));
        let asked = Reply {
            retry_after: wait,
            ..reply(status, "")
        };
        let whose = Whose::Gateway;
        assert_eq!(read_answer(&asked), Sent::NotNow { cause, whose, wait });
    }
}

#[test]
fn no_answer_is_invented() {
    never_panics_or_invents(read_answer, "phone_number_list");
}

#[test]
fn the_credit_is_told_in_the_gateways_words() {
    assert_eq!(
        read_credit(br#"{"remaining_credit":{"standard":0,"corporate":812}}"#).as_deref(),
        Some("corporate 812 · standard 0")
    );
    assert_eq!(
        read_credit(br#"{"remaining_credit":12}"#).as_deref(),
        Some("12")
    );
    assert_eq!(read_credit(b"{}"), None);
    assert_eq!(read_credit(b"<html>"), None);
}
