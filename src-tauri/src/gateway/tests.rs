//! The gateway of an embedded desk, over secrets in memory.

use super::*;
use crate::testing::{MemorySecrets, TestDesk};
use crate::{database, sending, signing};
use coe_usecases::gateway::save_gateway_choice;
use coe_usecases::message_health::message_health;
use coe_wire::connection::DatabaseChoice;

fn form(kind: GatewayKind, key: &str, secret: &str) -> GatewayForm {
    GatewayForm {
        choice: GatewayChoice {
            kind,
            sender: "COE".to_owned(),
            ..GatewayChoice::default()
        },
        key: key.to_owned(),
        secret: secret.to_owned(),
    }
}

fn field(result: Result<Arc<dyn Gateway>, UiError>) -> Option<String> {
    result.err()?.params.get("field").cloned()
}

async fn desk() -> TestDesk {
    TestDesk::new(MemorySecrets::default()).await
}

#[tokio::test]
async fn a_simulator_needs_nothing_and_sends_to_nobody() {
    let desk = desk().await;
    let gateway = open_chosen(&desk.state, &GatewayChoice::default()).await;
    assert!(gateway.unwrap().is_simulated());
    let trial = try_out(&desk.state, &form(GatewayKind::Simulator, "", "")).await;
    assert_eq!(
        trial.unwrap(),
        GatewayTrial {
            request: None,
            answer: TrialAnswer::Known { credit: None }
        }
    );
}

#[tokio::test]
async fn what_is_missing_is_named_and_no_simulator_takes_its_place() {
    let desk = desk().await;
    let kind = GatewayKind::Thaibulksms;
    for (key, secret, wanted) in [
        ("", "", "key"),
        ("key", "", "secret"),
        ("key", "a b", "secret"),
    ] {
        let opened = open_typed(&desk.state, &form(kind, key, secret)).await;
        assert_eq!(field(opened).as_deref(), Some(wanted));
    }
    let mut nameless = form(kind, "key", "secret");
    nameless.choice.sender = " ".to_owned();
    let opened = open_typed(&desk.state, &nameless).await;
    assert_eq!(field(opened).as_deref(), Some("sender"));
    let opened = open_typed(&desk.state, &form(kind, "key", "secret"))
        .await
        .unwrap();
    assert!(opened.kind() == kind && !opened.is_simulated());
}

#[tokio::test]
async fn the_page_learns_whether_secrets_are_kept_and_never_the_secrets() {
    let desk = desk().await;
    let kind = GatewayKind::Twilio;
    let keys = desk.state.gateway_keys();
    keys.keep(kind, "a-key-of-ours", "a-secret-of-ours")
        .unwrap();
    let choice = form(kind, "", "").choice;
    let shown = view(&desk.state, choice).await;
    let json = serde_json::to_string(&shown).unwrap();
    assert!(json.contains("kept") && !json.contains("of-ours"), "{json}");
    let GatewayView::Here { problem, .. } = shown else {
        panic!("this desk sends");
    };
    assert_eq!(problem, None);
}

#[tokio::test]
async fn a_test_message_goes_to_a_mobile_number_only() {
    let desk = desk().await;
    let message = |to: &str| TestMessage {
        form: form(GatewayKind::Simulator, "", ""),
        to: to.to_owned(),
        language: Language::En,
    };
    for wrong in ["", "021234567", "0812"] {
        let refused = send_test(&desk.state, &message(wrong)).await.unwrap_err();
        assert_eq!(refused.params["field"], "to", "{wrong}");
    }
    let taken = send_test(&desk.state, &message("081-234-5678"))
        .await
        .unwrap();
    assert!(matches!(taken, TestAnswer::Taken { reference: Some(_) }));
    let refused = send_test(&desk.state, &message("0812340000"))
        .await
        .unwrap();
    assert!(matches!(refused, TestAnswer::NotTaken { .. }));
}

#[tokio::test]
async fn what_is_chosen_is_put_to_work_in_the_place_of_the_one_before() {
    let window = desk().await;
    let state = &window.state;
    signing::choose(state, DatabaseChoice::Embedded)
        .await
        .unwrap();
    let desk = state.desk().unwrap();
    let sender = || async {
        let health = message_health(&desk).await.unwrap();
        health
            .dispatchers
            .into_iter()
            .find(|one| one.alive)
            .map(|one| one.gateway)
    };
    let wait_for = |wanted: Option<&'static str>| async move {
        for _ in 0..500 {
            if sender().await.as_deref() == wanted {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{wanted:?} sends");
    };
    wait_for(Some("simulator")).await;

    let chief = window.supervisor().await;
    let mut real = form(GatewayKind::Smsmkt, "", "").choice;
    // Nobody answers there: a test asks no gateway.
    real.base_url = Some("http://127.0.0.1:1".to_owned());
    save_gateway_choice(&desk, &chief, &real).await.unwrap();
    let turn = state.turn.lock().await;
    sending::restart(state, &desk).await;
    wait_for(None).await;

    state
        .gateway_keys()
        .keep(real.kind, "key", "secret")
        .unwrap();
    sending::restart(state, &desk).await;
    wait_for(Some("smsmkt")).await;
    drop(turn);
    database::put_away(state).await;
}
