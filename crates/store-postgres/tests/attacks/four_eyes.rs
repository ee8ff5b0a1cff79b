//! Four eyes: what one person must not settle alone.

use super::attempt::{
    Answers, Attempt, Colleague, DENIED, Dispatcher, MISSING, Officer, Outsider, Portal, Rule,
    Supervisor, Support, UNFIT, attempt, each,
};
use super::scene::Scene;

const FOUR: super::attempt::Outcome = Rule("four_eyes_required");

pub(crate) fn attempts() -> Vec<Attempt> {
    let lift = |to: &str| format!("SELECT desk.set_risk({{high}}, '{to}')");
    let mut list = vec![
        attempt(
            "2.3.5",
            &[Officer],
            FOUR,
            "approve a high risk alone",
            "<approve high>",
        ),
        attempt(
            "2.3.5",
            &[Officer],
            FOUR,
            "take the risk down and approve",
            "<approve high>",
        )
        .after(["BEGIN".to_owned(), lift("low")]),
        attempt(
            "2.3.5",
            &[Officer],
            FOUR,
            "take the risk down by steps and approve",
            "<approve high>",
        )
        .after(["BEGIN".to_owned(), lift("medium"), lift("low")]),
        attempt(
            "2.3.5",
            &[Officer],
            FOUR,
            "take the risk up and down again and approve",
            "<approve high>",
        )
        .after(["BEGIN".to_owned(), lift("low"), lift("high"), lift("low")]),
        attempt(
            "2.3.5",
            &[Officer],
            FOUR,
            "make the risk high and low again and approve",
            "<approve ready>",
        )
        .after([
            "BEGIN",
            "SELECT desk.set_risk({ready}, 'high')",
            "SELECT desk.set_risk({ready}, 'low')",
        ]),
        attempt(
            "2.3.5",
            &[Portal],
            Answers("f"),
            "let the portal take a high risk down",
            "SELECT desk.set_risk({high}, 'low')",
        ),
        attempt(
            "2.3.5",
            &[Supervisor],
            Rule("same_person"),
            "confirm one's own escalation",
            "<confirm own>",
        ),
        attempt(
            "2.3.5",
            &[Supervisor],
            Rule("same_person"),
            "escalate and confirm in one transaction",
            "<confirm supervisors | idempotency_key='second'>",
        )
        .after([
            "BEGIN",
            "<escalate supervisors | idempotency_key='first'>",
            "SELECT desk.claim({supervisors})",
        ]),
        attempt(
            "2.3.5",
            &[Supervisor],
            Rule("same_person"),
            "overturn one's own approval",
            "<overturn approved>",
        ),
        attempt(
            "2.3.5",
            &[Supervisor],
            Rule("claim_not_held"),
            "confirm without a claim",
            "<confirm escalated>",
        ),
        attempt(
            "2.3.5",
            &[Supervisor],
            Rule("request_not_open"),
            "approve instead of confirming",
            "<approve own>",
        ),
    ];
    list.extend(each(
        "2.3.5",
        &[Officer, Colleague],
        Rule("role_not_allowed"),
        &[
            ("confirm as an officer", "<confirm escalated>"),
            (
                "reject an escalated request as an officer",
                "<reject escalated | reason_code='card_expired'>",
            ),
            ("overturn as an officer", "<overturn decided>"),
        ],
    ));
    list.extend(each(
        "2.3.5",
        &[Officer],
        Rule("request_not_open"),
        &[(
            "assess a closed request anew",
            "SELECT desk.set_risk({decided}, 'high')",
        )],
    ));
    list.extend(each(
        "2.3.5",
        &[Officer],
        Answers("f"),
        &[(
            "take down the risk under a suspicion of fraud",
            "SELECT desk.set_risk({flagged}, 'low')",
        )],
    ));
    list.push(attempt(
        "8.2.1",
        &[Support, Dispatcher, Outsider],
        DENIED,
        "assess the risk",
        "SELECT desk.set_risk({high}, 'low')",
    ));
    list.push(attempt(
        "2.2.1",
        &[Officer, Portal],
        MISSING,
        "assess no risk at all",
        "SELECT desk.set_risk({ready}, NULL)",
    ));
    list.push(attempt(
        "2.2.1",
        &[Officer, Portal],
        UNFIT,
        "assess a risk that there is not",
        "SELECT desk.set_risk({ready}, 'none')",
    ));
    list
}

#[tokio::test]
async fn four_eyes_withstand() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
