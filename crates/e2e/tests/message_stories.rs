//! What becomes of messages, in the real window, with a gateway over HTTP that can be told to misbehave.
//!
//! They need the built app: `cargo xtask test --only stories`.

use coe_e2e::{
    Decision, Desk, E2eError, Gateway, OFFICER, Programs, SUPERVISOR, Workspace, story_on,
};
use serde_json::json;

/// Tells a story of a desk that sends to a gateway over HTTP.
async fn story(name: &str, tell: impl AsyncFnOnce(&mut Desk, &Gateway) -> Result<(), E2eError>) {
    let set_up = || {
        let mut programs = Programs::find()?;
        let gateway = Gateway::start(&mut programs)?;
        let workspace = Workspace::fresh(&programs)?;
        workspace.send_to(&programs, &gateway.address())?;
        Ok::<_, E2eError>((programs, workspace, gateway))
    };
    let (programs, workspace, gateway) = match set_up() {
        Ok(set) => set,
        Err(error) => panic!("the gateway for the story `{name}` could not be set up: {error}"),
    };
    story_on(name, programs, workspace, async |desk| {
        tell(desk, &gateway).await
    })
    .await;
}

async fn approve(desk: &mut Desk) -> Result<String, E2eError> {
    desk.take_next_approvable().await?;
    let request_no = desk.request_no().await?;
    desk.pass_every_check().await?;
    desk.hold_verified_call("Card shown and tilted; the face matches.")
        .await?;
    desk.decide(Decision {
        kind: "approve",
        ..Decision::default()
    })
    .await?;
    desk.app
        .wait_attr("decision-done", "data-status", "approved")
        .await?;
    Ok(request_no)
}

fn row(request_no: &str, state: &str) -> String {
    format!(
        "[data-testid='message-row'][data-request-no='{request_no}'][data-template='approved']\
         [data-state='{state}']"
    )
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn an_approvals_message_is_seen_on_its_way_to_the_phone() {
    story("message-on-its-way", async |desk, gateway| {
        // What it is asked waits, until we have seen that it waits.
        gateway.told(json!({ "hold": true })).await?;
        desk.sign_in(OFFICER).await?;
        let request_no = approve(desk).await?;
        desk.app.screenshot("approved").await?;
        desk.back_to_queue().await?;
        desk.app.click("nav-messages").await?;
        desk.app.wait_for_css(&row(&request_no, "sending")).await?;
        desk.app.screenshot("sending").await?;

        gateway.told(json!({ "hold": false })).await?;
        desk.app.wait_for_css(&row(&request_no, "accepted")).await?;
        desk.app.screenshot("accepted").await?;
        desk.app
            .wait_for_css(&row(&request_no, "delivered"))
            .await?;
        desk.app.click_css(&row(&request_no, "delivered")).await?;
        desk.app.wait_for("message-trail").await?;
        desk.app.screenshot("delivered").await?;
        match gateway.took().await? {
            (_, 0) => Ok(()),
            (_, twice) => Err(E2eError::Expectation(format!("{twice} were taken twice"))),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_message_whose_answer_was_lost_is_sent_again_only_when_somebody_says_so() {
    story("message-nobody-knows", async |desk, gateway| {
        desk.sign_in(OFFICER).await?;
        desk.app.click("nav-messages").await?;
        // What the demo had queued goes out first; then the gateway takes messages and says nothing.
        desk.app
            .wait_gone_css("[data-testid='message-row'][data-state='queued']")
            .await?;
        gateway
            .told(json!({ "faults": [{ "kind": "drop_after", "probability": 1.0 }] }))
            .await?;
        desk.app.click("nav-queue").await?;
        let request_no = approve(desk).await?;
        desk.back_to_queue().await?;
        desk.app.click("nav-messages").await?;
        desk.app.wait_for_css(&row(&request_no, "unknown")).await?;
        let (before, _) = gateway.took().await?;
        desk.app.click("message-tab-needs_person").await?;
        desk.app.click_css(&row(&request_no, "unknown")).await?;
        desk.app.wait_for("message-reason").await?;
        desk.app.screenshot("nobody-knows").await?;

        gateway.told(json!({ "faults": [] })).await?;
        desk.app.click("choose-send_again").await?;
        desk.app.wait_for("choice-question").await?;
        desk.app.screenshot("the-warning").await?;
        let (meanwhile, _) = gateway.took().await?;
        if meanwhile != before {
            return Err(E2eError::Expectation(
                "it was sent again before anybody said so".to_owned(),
            ));
        }
        desk.app.click("choice-confirm").await?;
        desk.app.click("message-tab-all").await?;
        desk.app
            .wait_for_css(&row(&request_no, "delivered"))
            .await?;
        desk.app.click_css(&row(&request_no, "delivered")).await?;
        desk.app.wait_for("message-trail").await?;
        desk.app.screenshot("sent-again").await?;
        match gateway.took().await? {
            (_, 1) => Ok(()),
            (_, twice) => Err(E2eError::Expectation(format!(
                "{twice} were taken twice, and one was chosen"
            ))),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_supervisor_changes_the_words_of_a_message() {
    coe_e2e::story("words-of-a-message", async |desk| {
        desk.sign_in(SUPERVISOR).await?;
        desk.app.click("nav-settings").await?;
        desk.app.click("text-approved").await?;
        desk.app
            .type_text("template-body", "{nobody} ดูที่ coe.or.th")
            .await?;
        desk.app.wait_text("template-problems", "{nobody}").await?;
        desk.app.screenshot("unfit").await?;
        // What was typed is still there after a look at another page.
        desk.app.click("nav-queue").await?;
        desk.app.wait_for("queue-row").await?;
        desk.app.click("nav-settings").await?;
        desk.app.click("text-approved").await?;
        desk.app.wait_text("template-problems", "{nobody}").await?;
        desk.app.click("template-reset").await?;
        desk.app
            .type_text("template-body", "คำร้อง {request_no} อนุมัติแล้ว ขอบคุณ")
            .await?;
        desk.app.wait_text("template-sample", "ขอบคุณ").await?;
        desk.app.click("template-save").await?;
        desk.app.wait_text("template-edits", "ศิริพร").await?;
        desk.app.screenshot("changed").await.map(drop)
    })
    .await;
}
