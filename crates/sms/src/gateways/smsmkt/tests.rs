use super::*;
use crate::gateways::recorded::{Recorded, never_panics_or_invents};

fn answer(code: &str, detail: &str) -> String {
    format!(r#"{{"code":"{code}","detail":"{detail}","result":null}}"#)
}

#[test]
fn each_answer_has_its_meaning() {
    use MessageFailure::*;
    let taken = r#"{"code":"000","detail":"OK.","result":{"message_id":"m-1"}}"#;
    let login = answer("101", "Invalid api_key or secret_key");
    let credit = answer("102", "Not enough credit");
    let number = answer("103", "Phone is invalid");
    let sender = answer("104", "Sender not found");
    let other = answer("999", "?");
    let recorded = [
        Recorded::taken(200, taken, Some("m-1")),
        Recorded::taken(200, r#"{"code":"000","detail":"OK."}"#, None),
        Recorded::taken(200, r#"{"code":"000","result":{"id":5}}"#, Some("5")),
        Recorded::not_now(200, &login, CredentialsRefused),
        Recorded::not_now(200, &credit, CreditEmpty),
        Recorded::refused(200, &number, BadNumber),
        Recorded::refused(200, &sender, SenderRefused),
        Recorded::unknown(200, &other, AnswerUnreadable),
        Recorded::refused(200, &answer("100", ""), RefusedByGateway),
        Recorded::refused(200, &answer("107", ""), BadNumber),
        Recorded::refused(200, &answer("110", ""), NumberBlocked),
        Recorded::refused(
            200,
            &answer("300", "Not found this sender name."),
            SenderRefused,
        ),
        Recorded::not_now(200, &answer("400", ""), CreditEmpty),
        Recorded::not_now(200, &answer("500", "Account expired"), CredentialsRefused),
        Recorded::not_now(200, &answer("1004", ""), CredentialsRefused),
        Recorded::unknown(200, r#"{"code":0}"#, AnswerUnreadable),
        Recorded::unknown(200, r#"{"code":""}"#, AnswerUnreadable),
        Recorded::unknown(200, r#"{"detail":"OK."}"#, AnswerUnreadable),
        Recorded::unknown(200, "000", AnswerUnreadable),
        Recorded::unknown(200, "", AnswerUnreadable),
        Recorded::unknown(500, taken, AnswerUnreadable),
        Recorded::not_now(401, &other, CredentialsRefused),
        Recorded::not_now(429, "", RateLimited),
        Recorded::refused(422, &other, RefusedByGateway),
        Recorded::not_now(422, "", GatewayDown),
    ];
    for case in recorded {
        assert_eq!(read_answer(&case.reply), case.meaning, "{case}");
    }
}

#[test]
fn no_answer_is_invented() {
    never_panics_or_invents(read_answer, "000");
}
