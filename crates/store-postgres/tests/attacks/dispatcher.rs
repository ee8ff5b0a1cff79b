//! The dispatcher, should somebody else speak in its place: it sends what is queued, as it is queued.

use super::attempt::{
    Answers, Attempt, DENIED, Dispatcher, EVERYBODY, Officer, Outsider, Portal, REVIEWERS, Refused,
    Rule, Supervisor, Support, UNFIT, Who, attempt, each,
};
use super::scene::Scene;

const DISPATCHER: &[Who] = &[Dispatcher];
const NO_DISPATCHERS: &[Who] = &[Officer, Supervisor, Support, Portal, Outsider];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.1",
        DISPATCHER,
        DENIED,
        &[
            (
                "read where a request stands",
                "SELECT status FROM desk.change_request",
            ),
            (
                "read the number that is asked for",
                "SELECT new_phone FROM desk.change_request",
            ),
            (
                "read the former phones",
                "SELECT phone FROM desk.phone_history",
            ),
            (
                "read the photos' digests",
                "SELECT sha256 FROM desk.request_image",
            ),
            (
                "cancel in the portal's place",
                "SELECT desk.cancel({pending})",
            ),
            (
                "file in the portal's place",
                "INSERT INTO desk.change_request
              (member_id, stated_name, stated_national_id, old_phone, new_phone)
          VALUES ({pending.member}, 'x', '1234567890121', '{pending.old}', '0899999999')",
            ),
            (
                "keep a message to oneself",
                "SELECT id FROM desk.sms_message WHERE request_id = {pending} FOR UPDATE",
            ),
        ],
    )
    .collect();
    const MESSAGE: &str = "(SELECT min(id) FROM desk.sms_message WHERE request_id = {pending})";
    let of = |rule, answer, call: &str| {
        attempt(
            "2.3.1",
            DISPATCHER,
            Answers(answer),
            rule,
            format!("SELECT desk.{call}"),
        )
    };
    let answer = |outcome: &str| {
        format!(
            "note_answers(jsonb_build_array(jsonb_build_object(
                 'message', {MESSAGE}, 'attempt', 1, 'outcome', '{outcome}', 'retry_ms', 0)))"
        )
    };
    let report =
        |message: &str| format!("note_report('simulator', NULL, {message}, 1, 'delivered', NULL)");
    list.extend([
        of(
            "answer for a message that was not taken",
            "0",
            &answer("taken"),
        ),
        of("put a queued message off", "0", &answer("not_now")),
        of(
            "report a message that was not taken as delivered",
            "unknown",
            &report(MESSAGE),
        ),
        of(
            "settle what was not interrupted",
            "0",
            "settle_interrupted()",
        ),
        of(
            "go on after one's end",
            "f",
            "renew_dispatcher('gone', '1 minute', 'working', NULL, NULL)",
        ),
        of(
            "end somebody who does not run",
            "f",
            "end_dispatcher('gone')",
        ),
        of(
            "remind members of calls that are not near",
            "0",
            "queue_reminders()",
        ),
        attempt(
            "2.3.1",
            DISPATCHER,
            Answers("0"),
            "take messages without a lease",
            "SELECT count(*) FROM desk.take_due_messages('gone', 100)",
        ),
        attempt(
            "2.2.1",
            DISPATCHER,
            Refused("2201W"),
            "take less than no messages",
            "SELECT desk.take_due_messages('gone', -1)",
        ),
    ]);
    list.extend(each(
        "2.2.1",
        DISPATCHER,
        UNFIT,
        &[
            (
                "stay alive for ever",
                "SELECT desk.register_dispatcher('x', 'twilio', false, '1 year')",
            ),
            (
                "be nobody",
                "SELECT desk.register_dispatcher('', 'twilio', false, '1 minute')",
            ),
            (
                "send by a gateway with a name of one's own",
                "SELECT desk.register_dispatcher('x', 'Twilio; --', false, '1 minute')",
            ),
            (
                "fill the disk with a reference",
                "SELECT desk.note_report('twilio', repeat('x', 100000), NULL, NULL, 'delivered', NULL)",
            ),
            (
                "report what is no state",
                "SELECT desk.note_report('twilio', 'x', NULL, NULL, 'lost', NULL)",
            ),
        ],
    ));
    list.extend(each(
        "8.2.1",
        DISPATCHER,
        DENIED,
        &[
            (
                "choose in a person's place",
                "SELECT desk.choose_message(1, 1, 'send_again')",
            ),
            (
                "change the words of a message in a supervisor's place",
                "SELECT desk.put_template('filed', 'th', '{request_no}')",
            ),
            (
                "write an attempt by hand",
                "UPDATE desk.sms_attempt SET outcome = 'taken'",
            ),
            (
                "lengthen a lease by hand",
                "UPDATE desk.dispatcher SET lease_expires_at = 'infinity'",
            ),
        ],
    ));
    list.extend(each(
        "8.2.1",
        NO_DISPATCHERS,
        DENIED,
        &[
            (
                "take messages away from the dispatcher",
                "SELECT desk.take_due_messages('x', 100)",
            ),
            (
                "answer in a gateway's place",
                "SELECT desk.note_answers('[]')",
            ),
            (
                "report in a gateway's place",
                "SELECT desk.note_report('twilio', 'x', NULL, NULL, 'delivered', NULL)",
            ),
            (
                "settle messages in the dispatcher's place",
                "SELECT desk.settle_interrupted()",
            ),
            (
                "be a dispatcher",
                "SELECT desk.register_dispatcher('x', 'twilio', false, '1 minute')",
            ),
            (
                "keep a dispatcher alive",
                "SELECT desk.renew_dispatcher('x', '1 minute', 'working', NULL, NULL)",
            ),
            ("end a dispatcher", "SELECT desk.end_dispatcher('x')"),
            (
                "ask in the dispatcher's place",
                "SELECT desk.take_polls('twilio', 10)",
            ),
            (
                "remind members in the dispatcher's place",
                "SELECT desk.queue_reminders()",
            ),
            (
                "report without a word",
                "SELECT desk.report_attempt(1, 1, 'delivered', NULL)",
            ),
        ],
    ));
    list.extend(choosing(MESSAGE));
    list
}

/// What people choose for messages, and the words that they give them.
fn choosing(message: &str) -> Vec<Attempt> {
    let mut list: Vec<_> = [
        ("say of a message on its way that it arrived", "arrived"),
        ("send a message on its way once more", "send_again"),
        ("call instead of a message on its way", "call_instead"),
        ("have called when nobody was to call", "called"),
    ]
    .map(|(rule, choice)| {
        let sql = format!("SELECT desk.choose_message({message}, 0, '{choice}')");
        attempt("2.3.1", REVIEWERS, Rule("message_moved"), rule, sql)
    })
    .to_vec();
    list.extend(each(
        "8.2.1",
        &[Support, Portal, Outsider],
        DENIED,
        &[(
            "send a message once more",
            "SELECT desk.choose_message(1, 1, 'send_again')",
        )],
    ));
    list.extend(each(
        "8.2.1",
        &[Officer, Support, Portal, Outsider],
        DENIED,
        &[(
            "change the words of a message",
            "SELECT desk.put_template('filed', 'th', '{request_no}')",
        )],
    ));
    list.extend(each(
        "2.2.1",
        &[Supervisor],
        Rule("template_unfit"),
        &[
            (
                "send members to a web page",
                "SELECT desk.put_template('filed', 'en', '{request_no}: see evil.example')",
            ),
            (
                "tell an old number whose it was",
                "SELECT desk.put_template('security_notice', 'en', 'Request {request_no}')",
            ),
            (
                "leave the number out",
                "SELECT desk.put_template('filed', 'en', 'x')",
            ),
            (
                "make up a message",
                "SELECT desk.put_template('love_letter', 'en', 'x')",
            ),
            (
                "leave a message without words",
                "SELECT desk.put_template('filed', 'en', NULL)",
            ),
        ],
    ));
    list.extend(each(
        "16.4.2",
        EVERYBODY,
        DENIED,
        &[
            (
                "make a choice in a colleague's name",
                "INSERT INTO desk.sms_choice (message_id, attempts, choice, staff, at)
                 VALUES (1, 1, 'send_again', {colleague}, now())",
            ),
            ("forget a choice", "DELETE FROM desk.sms_choice"),
            ("forget an attempt", "DELETE FROM desk.sms_attempt"),
            (
                "rewrite a former wording",
                "UPDATE desk.sms_template_edit SET before = 'x'",
            ),
            (
                "read reports of unknown messages",
                "SELECT * FROM desk.sms_report",
            ),
        ],
    ));
    list
}

#[tokio::test]
async fn the_dispatcher_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
