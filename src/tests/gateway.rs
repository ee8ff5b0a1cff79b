//! The gateway in the settings.

use super::case::remembers;
use super::desk::{Mounted, TestDesk, find, get, settle, text, type_into, value};
use coe_domain::{GatewayKind, MessageFailure, Role};
use coe_wire::gateway::{
    GatewayChoice, GatewayForm, GatewayTrial, GatewayView, KeptSecrets, SecretPlace, TestAnswer,
    TestMessage, TrialAnswer,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn here(choice: GatewayChoice) -> GatewayView {
    GatewayView::Here {
        choice,
        secrets: vec![KeptSecrets {
            kind: GatewayKind::Thaibulksms,
            key: SecretPlace::Kept,
            secret: SecretPlace::Missing,
        }],
        problem: None,
    }
}

async fn opened(view: GatewayView) -> (TestDesk, Mounted) {
    let desk = TestDesk::new(Some(Role::Supervisor));
    desk.has_rows(Vec::new());
    desk.answers("gateway", move |(): ()| Ok(view.clone()));
    let page = desk.opens().await;
    get("nav-settings").click();
    settle().await;
    get("settings-gateway").click();
    settle().await;
    (desk, page)
}

#[wasm_bindgen_test]
async fn a_shared_database_is_served_elsewhere_and_asks_for_no_secret() {
    let (_desk, _page) = opened(GatewayView::Elsewhere).await;
    assert!(find("gateway-elsewhere").is_some());
    assert!(find("gateway-key").is_none() && find("test-number").is_none());
}

#[wasm_bindgen_test]
async fn secrets_go_out_once_and_leave_the_page() {
    let (desk, _page) = opened(here(GatewayChoice::default())).await;
    assert!(find("gateway-key").is_none(), "the simulator needs none");
    get("gateway-thaibulksms").click();
    settle().await;
    assert_eq!(
        get("gateway-key").get_attribute("type").as_deref(),
        Some("password")
    );
    assert!(text().contains("เก็บไว้ในเครื่องแล้ว"), "one is there");
    let saved = remembers(&desk, "save_gateway", |form: &GatewayForm| {
        Ok(here(form.choice.clone()))
    });
    type_into("gateway-sender", "COE");
    type_into("gateway-secret", "s3cret");
    get("gateway-save").click();
    settle().await;
    let form = saved.borrow()[0].clone();
    assert_eq!(
        (form.choice.kind, form.choice.sender.as_str()),
        (GatewayKind::Thaibulksms, "COE")
    );
    assert_eq!((form.key.as_str(), form.secret.as_str()), ("", "s3cret"));
    assert_eq!(value("gateway-secret"), "", "it is not shown again");
}

#[wasm_bindgen_test]
async fn a_trial_holds_only_for_what_was_typed() {
    let (desk, _page) = opened(here(GatewayChoice::default())).await;
    desk.answers("try_gateway", |_: GatewayForm| {
        Ok(GatewayTrial {
            request: Some("POST https://sms.example".to_owned()),
            answer: TrialAnswer::Failed {
                cause: MessageFailure::CredentialsRefused,
            },
        })
    });
    get("gateway-twilio").click();
    settle().await;
    get("gateway-try").click();
    settle().await;
    let told = get("gateway-trial").inner_text();
    assert!(
        told.contains("POST https://sms.example") && told.contains("คีย์"),
        "{told}"
    );
    type_into("gateway-sender", "COE");
    settle().await;
    assert!(find("gateway-trial").is_none());
}

#[wasm_bindgen_test]
async fn a_test_message_is_sent_after_a_question_and_only_to_a_mobile_number() {
    let (desk, _page) = opened(here(GatewayChoice::default())).await;
    let sent = remembers(&desk, "send_test_message", |_: &TestMessage| {
        Ok(TestAnswer::NotTaken {
            cause: MessageFailure::CreditEmpty,
        })
    });
    type_into("test-number", "021234567");
    settle().await;
    get("test-send").click();
    settle().await;
    assert!(find("test-question").is_none(), "that is no mobile number");
    type_into("test-number", "081 234 5678");
    settle().await;
    get("test-send").click();
    settle().await;
    assert!(get("test-question").inner_text().contains("081-234-5678"));
    assert!(sent.borrow().is_empty());
    get("test-confirm").click();
    settle().await;
    assert_eq!(sent.borrow()[0].to, "0812345678");
    assert!(get("test-answer").inner_text().contains("เครดิต"));
}
