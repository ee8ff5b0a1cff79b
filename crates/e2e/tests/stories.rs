//! What people do at the desk, in the real window, from the first key to what the database made
//! of it. Each story has a display and a database of its own.
//!
//! They need the built app: `cargo xtask test --only stories`.

use coe_e2e::{
    CHECKS, Decision, Desktop, E2eError, Key, OFFICER, Programs, SUPERVISOR, Workspace, story,
    story_at, story_on,
};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn an_officer_approves_and_both_numbers_are_told() {
    story("approve", async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next_approvable().await?;
        let request_no = desk.request_no().await?;
        desk.pass_every_check().await?;
        desk.hold_verified_call("Card shown and tilted; the face matches.")
            .await?;
        desk.prepare(Decision {
            kind: "approve",
            ..Decision::default()
        })
        .await?;
        for template in ["approved", "security_notice"] {
            let message = format!("[data-testid='preview-message'][data-template='{template}']");
            desk.app.wait_for_css(&message).await?;
        }
        desk.confirm().await?;
        desk.app
            .wait_attr("decision-done", "data-status", "approved")
            .await?;
        desk.app.wait_text("decision-done", "เข้าสู่ระบบได้").await?;
        desk.app.screenshot("approved").await?;

        desk.back_to_queue().await?;
        desk.app.click("nav-messages").await?;
        for template in ["approved", "security_notice"] {
            desk.app
                .wait_for_css(&format!(
                    "[data-testid='message-row'][data-request-no='{request_no}']\
                     [data-template='{template}']"
                ))
                .await?;
        }
        desk.app.screenshot("messages").await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_rejected_request_is_closed_with_its_reason() {
    story("reject", async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next().await?;
        let request_no = desk.request_no().await?;
        desk.decide(Decision {
            kind: "reject",
            reasons: &["card_expired"],
            private_note: "The card ran out last year.",
            ..Decision::default()
        })
        .await?;
        desk.app
            .wait_attr("decision-done", "data-status", "rejected")
            .await?;
        desk.app.screenshot("rejected").await?;

        desk.back_to_queue().await?;
        desk.find_in_queue(&request_no).await?;
        desk.app
            .screenshot("found-among-the-closed")
            .await
            .map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_returned_request_waits_for_new_photos() {
    story("return", async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next().await?;
        let request_no = desk.request_no().await?;
        desk.prepare(Decision {
            kind: "return",
            reasons: &["photo_blurred", "card_cut_off"],
            member_text: "กรุณาถ่ายบัตรให้เห็นครบทั้งสี่มุม",
            ..Decision::default()
        })
        .await?;
        desk.app
            .wait_text("preview-message", "กรุณาถ่ายบัตรให้เห็นครบทั้งสี่มุม")
            .await?;
        desk.confirm().await?;
        desk.app
            .wait_attr("decision-done", "data-status", "returned")
            .await?;

        desk.back_to_queue().await?;
        desk.app.click("tab-returned").await?;
        desk.app
            .wait_for_css(&format!(
                "[data-testid='queue-row'][data-request-no='{request_no}']"
            ))
            .await?;
        desk.app.screenshot("returned").await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn an_escalated_request_waits_for_a_supervisor() {
    story("escalate", async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next().await?;
        let request_no = desk.request_no().await?;
        desk.decide(Decision {
            kind: "escalate",
            private_note: "The voice in the background told the member what to say.",
            ..Decision::default()
        })
        .await?;
        desk.app
            .wait_attr("decision-done", "data-status", "escalated")
            .await?;

        let supervisor = desk.second_window().await?;
        supervisor.sign_in(SUPERVISOR).await?;
        supervisor.click("tab-escalated").await?;
        supervisor
            .wait_for_css(&format!(
                "[data-testid='queue-row'][data-request-no='{request_no}']"
            ))
            .await?;
        supervisor.close().await?;
        desk.app.screenshot("escalated").await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn whoever_loses_a_claim_is_told_and_loses_no_text() {
    const TYPED: &str = "Half a sentence that must not be lost";
    story("lost-claim", async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next().await?;
        let request_no = desk.request_no().await?;
        desk.app.click("call-start").await?;
        desk.app.type_text("call-notes", TYPED).await?;

        let supervisor = desk.second_window().await?;
        supervisor.sign_in(SUPERVISOR).await?;
        supervisor.open_request(&request_no).await?;
        supervisor.click("release").await?;

        desk.app.wait_for("claim-lost").await?;
        let kept = desk.app.wait_for("call-notes").await?.value().await?;
        if kept.as_deref() != Some(TYPED) {
            return Err(E2eError::Expectation(format!("the notes now say {kept:?}")));
        }
        supervisor.close().await?;
        desk.app.screenshot("claim-lost").await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn the_whole_job_can_be_done_without_a_mouse() {
    story("keyboard", async |desk| {
        // The user name has the focus when the page opens.
        desk.app.wait_for("username").await?;
        desk.app.press(OFFICER.username).await?;
        desk.app.press_key(Key::Tab).await?;
        desk.app.press(OFFICER.password).await?;
        desk.app.press_key(Key::Enter).await?;
        desk.app.wait_for("queue-row").await?;

        desk.app.press("n").await?;
        desk.await_review().await?;
        for check in CHECKS {
            // The current check is passed; the next one becomes the current one.
            desk.app.press("p").await?;
            desk.app
                .wait_attr(&format!("check-{check}"), "data-outcome", "passed")
                .await?;
        }
        desk.app.screenshot("checks-by-keyboard").await?;

        // Letters do nothing while one types; Escape steps back without losing text.
        desk.app.press("e").await?;
        desk.app.wait_for("sheet").await?;
        tab_to(desk, "private-note").await?;
        desk.app.press("npn is only text here").await?;
        desk.app
            .press_with(Key::Control, Key::Enter.value())
            .await?;
        desk.app.wait_for("decision-done").await?;
        desk.app
            .wait_attr("decision-done", "data-status", "escalated")
            .await?;
        desk.app.screenshot("escalated-by-keyboard").await.map(drop)
    })
    .await;
}

/// Goes on by Tab until the element has the focus.
async fn tab_to(desk: &coe_e2e::Desk, test_id: &str) -> Result<(), E2eError> {
    for _ in 0..40 {
        if desk.app.focused().await?.as_deref() == Some(test_id) {
            return Ok(());
        }
        desk.app.press_key(Key::Tab).await?;
    }
    Err(E2eError::Expectation(format!(
        "`{test_id}` cannot be reached by Tab"
    )))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_damaged_database_is_said_plainly_and_can_be_put_back() {
    let programs = Programs::find().expect("the programs are built");
    let workspace = Workspace::fresh(&programs).expect("the demo can be copied");
    let file = workspace.data_dir().join("desk.sqlite");
    let kept = workspace.data_dir().join("kept.sqlite");
    std::fs::rename(&file, &kept).expect("the database can be put aside");
    std::fs::write(&file, "this is no database ".repeat(1000)).expect("a file can be written");
    story_on("damaged-database", programs, workspace, async |desk| {
        desk.app
            .wait_attr("database-error", "data-code", "database_corrupt")
            .await?;
        desk.app.screenshot("damaged").await?;
        desk.app.click("toggle-language").await?;
        desk.app.screenshot("damaged-in-english").await?;

        std::fs::rename(&kept, &file).map_err(E2eError::file("put back", &file))?;
        desk.app.click("database-retry").await?;
        desk.sign_in(OFFICER).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_wrong_password_keeps_the_name_and_the_lock_keeps_the_page() {
    story("wrong-password", async |desk| {
        desk.app.type_text("username", OFFICER.username).await?;
        desk.app.type_text("password", "not the password").await?;
        desk.app.click("sign-in").await?;
        desk.app.wait_for("sign-in-error").await?;
        let kept = desk.app.wait_for("username").await?.value().await?;
        if kept.as_deref() != Some(OFFICER.username) {
            return Err(E2eError::Expectation(format!("the name is now {kept:?}")));
        }
        desk.app.screenshot("wrong-password").await?;
        desk.app.type_text("password", OFFICER.password).await?;
        desk.app.click("sign-in").await?;
        desk.app.wait_for("nav-queue").await?;

        desk.take_next().await?;
        let request_no = desk.request_no().await?;
        desk.app.type_text("note-body", "a note half typed").await?;
        desk.app.click("lock").await?;
        desk.app
            .type_text("unlock-password", OFFICER.password)
            .await?;
        desk.app.click("unlock").await?;
        desk.app.wait_gone("lock-screen").await?;
        let note = desk.app.wait_for("note-body").await?.value().await?;
        if note.as_deref() != Some("a note half typed") || desk.request_no().await? != request_no {
            return Err(E2eError::Expectation(format!("the note is now {note:?}")));
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app: cargo xtask test --only stories"]
async fn a_computer_remembers_who_asked_it_to() {
    let programs = Programs::find().expect("the programs are built");
    let workspace = Workspace::fresh(&programs).expect("the demo can be copied");
    let desktop = Desktop::with_secret_service().expect("there is a secret service to test with");
    story_at("remembered", programs, workspace, desktop, async |desk| {
        desk.app.type_text("username", OFFICER.username).await?;
        desk.app.type_text("password", OFFICER.password).await?;
        desk.app.tick("remember").await?;
        desk.app.click("sign-in").await?;
        desk.app.wait_for("nav-queue").await?;

        let mut again = desk.second_window().await?;
        again.wait_for("sign-in-remembered").await?;
        again.screenshot("remembered").await?;
        again.click("sign-in-remembered").await?;
        again.wait_for("nav-queue").await?;
        again.click("sign-out").await?;
        again.wait_for("username").await?;
        let left = again.count("sign-in-remembered").await?;
        again.close().await?;
        if left > 0 {
            return Err(E2eError::Expectation("signing out must forget".to_owned()));
        }
        Ok(())
    })
    .await;
}
