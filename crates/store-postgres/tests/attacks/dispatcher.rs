//! The dispatcher, should somebody else speak in its place: it sends what is queued, as it is queued.

use super::attempt::{
    Answers, Attempt, DENIED, Dispatcher, Outsider, Portal, Refused, STAFF, Who, attempt, each,
};
use super::scene::Scene;

const DISPATCHER: &[Who] = &[Dispatcher];

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
    list.extend([
        of(
            "say that a queued message arrived",
            "f",
            &format!("move_message({MESSAGE}, 'delivered', 'x', NULL)"),
        ),
        of(
            "say that a queued message was accepted",
            "f",
            &format!("move_message({MESSAGE}, 'accepted', 'x', NULL)"),
        ),
        of(
            "say that a queued message failed",
            "f",
            &format!("move_message({MESSAGE}, 'failed', NULL, 'x')"),
        ),
        of(
            "queue a message anew by moving it",
            "f",
            &format!("move_message({MESSAGE}, 'queued', NULL, NULL)"),
        ),
        of(
            "move a message into a state that there is not",
            "f",
            &format!("move_message({MESSAGE}, 'lost', NULL, NULL)"),
        ),
        of(
            "put a queued message off",
            "f",
            &format!("retry_message({MESSAGE}, 'infinity', NULL)"),
        ),
        of(
            "settle what was not interrupted",
            "0",
            "settle_interrupted('infinity')",
        ),
    ]);
    list.push(attempt(
        "2.2.1",
        DISPATCHER,
        Refused("2201W"),
        "take less than no messages",
        "SELECT desk.take_due_messages(-1)",
    ));
    list.extend(each(
        "8.2.1",
        STAFF,
        DENIED,
        &[
            (
                "take messages away from the dispatcher",
                "SELECT desk.take_due_messages(100)",
            ),
            (
                "say from the desk that a message arrived",
                "SELECT desk.move_message(1, 'delivered', 'x', NULL)",
            ),
            (
                "put a message off from the desk",
                "SELECT desk.retry_message(1, 'infinity', NULL)",
            ),
            (
                "settle messages from the desk",
                "SELECT desk.settle_interrupted('infinity')",
            ),
        ],
    ));
    list.push(attempt(
        "8.2.1",
        &[Portal, Outsider],
        DENIED,
        "settle messages from elsewhere",
        "SELECT desk.settle_interrupted('infinity')",
    ));
    list
}

#[tokio::test]
async fn the_dispatcher_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
