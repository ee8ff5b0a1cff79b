//! After a claim ran out, and an announced wish with it.

use super::attempt::{Answers, Attempt, Officer, Rule, Who, each};
use super::requests::{State, drawn};
use super::scene::Scene;
use coe_domain::ChallengeOutcome;

const OFFICER: &[Who] = &[Officer];

pub(crate) fn attempts() -> Vec<Attempt> {
    let report = format!(
        "SELECT desk.finish_call({{running.call}}, 'verified', true, true, true, true, true, '{}', '',
                                 NULL)",
        drawn(Some(ChallengeOutcome::Passed))
    );
    let mut list: Vec<_> = each(
        "2.3.4",
        OFFICER,
        Rule("claim_expired"),
        &[
            ("approve after the claim ran out", "<approve ready>"),
            ("escalate after the claim ran out", "<escalate ready>"),
            (
                "check after the claim ran out",
                "SELECT desk.set_check({ready}, 1, 'name_matches', 'passed', '')",
            ),
            (
                "call after the claim ran out",
                "SELECT desk.start_call({ready}, 'line', '[]')",
            ),
            ("report after the claim ran out", &report),
        ],
    )
    .collect();
    list.extend(each(
        "2.3.4",
        OFFICER,
        Answers("not_held"),
        &[(
            "renew a claim that ran out",
            "SELECT (desk.renew_claim({ready})).answer",
        )],
    ));
    list.extend(each(
        "2.3.4",
        OFFICER,
        Answers("f"),
        &[(
            "release a claim that ran out",
            "SELECT desk.release_claim({ready})",
        )],
    ));
    list.extend(each(
        "16.3.2",
        OFFICER,
        Rule("not_announced"),
        &[(
            "take a photo that was announced long ago",
            "SELECT desk.fetch_photo({ready}, 1, 'selfie')",
        )],
    ));
    list
}

#[tokio::test]
async fn what_ran_out_withstands() {
    let mut scene = Scene::with(&[State::Ready, State::Running]).await;
    scene
        .lets(Officer, "SELECT desk.announce_photo({ready}, 1, 'selfie')")
        .await;
    scene
        .lets(Officer, "SELECT desk.fetch_photo({ready}, 1, 'selfie')")
        .await;
    scene.world.pass(16).await;
    scene.withstands(&attempts()).await;
}
