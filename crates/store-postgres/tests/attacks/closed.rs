//! After an account was closed, while its session goes on.

use super::attempt::{Attempt, Officer, Refused, Rule, Supervisor, Who, attempt, each};
use super::requests::State;
use super::scene::Scene;

const OFFICER: &[Who] = &[Officer];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.3.2",
        OFFICER,
        Rule("staff_inactive"),
        &[
            ("approve with a closed account", "<approve ready>"),
            (
                "claim with a closed account",
                "SELECT desk.claim({pending})",
            ),
            (
                "take the next with a closed account",
                "SELECT desk.take_next()",
            ),
            (
                "renew a claim with a closed account",
                "SELECT desk.renew_claim({ready})",
            ),
            (
                "check with a closed account",
                "SELECT desk.set_check({ready}, 1, 'name_matches', 'passed', '')",
            ),
            (
                "call with a closed account",
                "SELECT desk.start_call({ready}, 'line', '[]')",
            ),
            (
                "assess with a closed account",
                "SELECT desk.set_risk({ready}, 'high')",
            ),
            (
                "write a note with a closed account",
                "SELECT desk.add_note({ready}, 'x')",
            ),
            (
                "save a draft with a closed account",
                "SELECT desk.save_draft({ready}, 'note', 'x')",
            ),
            (
                "announce a photo with a closed account",
                "SELECT desk.announce_photo({ready}, 1, 'selfie')",
            ),
            (
                "take a photo with a closed account, announced before",
                "SELECT desk.fetch_photo({ready}, 1, 'id_card')",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "8.3.2",
        &[Supervisor],
        Rule("role_not_allowed"),
        &[(
            "change a setting with a closed account",
            "SELECT desk.put_setting('sla_minutes', '1')",
        )],
    ));
    list
}

/// What is tried in a transaction that began before.
pub(crate) fn from_before() -> Attempt {
    attempt(
        "8.3.2",
        OFFICER,
        Refused("25000"),
        "approve in a transaction from before the account was closed",
        "<approve ready>",
    )
}

#[tokio::test]
async fn a_closed_account_is_closed_at_once() {
    let mut scene = Scene::with(&[State::Pending, State::Ready]).await;
    scene
        .lets(Officer, "SELECT desk.announce_photo({ready}, 1, 'id_card')")
        .await;
    // Whoever expects to be dismissed keeps a view of the desk on which they are not.
    scene
        .lets(Officer, "BEGIN ISOLATION LEVEL REPEATABLE READ")
        .await;
    scene.lets(Officer, "SELECT count(*) FROM desk.staff").await;
    scene
        .arrange("UPDATE desk.staff SET is_active = false WHERE id IN ({officer}, {supervisor})")
        .await;
    scene.withstands(&[from_before()]).await;
    scene.withstands(&attempts()).await;
}
