//! What people do at desks that share one PostgreSQL, in real windows. Each story has a server of
//! its own, encrypted, that an administrator's program prepared.
//!
//! They need the built programs and PostgreSQL: `cargo xtask test --only stories`.

use coe_e2e::{
    App, Decision, E2eError, OFFICER, Office, Programs, SECOND_OFFICER, SharedWorkspace, Start,
    office_story, story_on,
};
use std::io::Write;
use std::time::Instant;

/// A row of the queue.
fn row(request_no: &str) -> String {
    format!("[data-testid='queue-row'][data-request-no='{request_no}']")
}

/// A row of the queue that says that somebody else holds it.
fn held_row(request_no: &str, holder: &str) -> String {
    format!("{}[title*='{holder}']", row(request_no))
}

/// A figure for whoever reads the test's output.
fn figure(what: &str, since: Instant) {
    let milliseconds = since.elapsed().as_millis();
    drop(writeln!(std::io::stdout(), "  {what}: {milliseconds} ms"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app and PostgreSQL: cargo xtask test --only stories"]
async fn two_desks_work_one_queue() {
    office_story("two-desks-work-one-queue", async |office| {
        office.first.sign_in(OFFICER).await?;
        office.second.sign_in(SECOND_OFFICER).await?;
        office.second.app.wait_for("queue-row").await?;
        office.screenshot("signed-in").await?;

        let request_no = a_claim_is_seen(office).await?;
        office.screenshot("held-by-the-first").await?;
        a_decision_is_seen(office, &request_no).await?;
        office.screenshot("decided-by-the-first").await?;
        the_last_free_request_has_one_taker(office).await?;
        office.screenshot("the-last-free-request").await
    })
    .await;
}

/// The first takes a request; the second reads in the list by whom it is held.
async fn a_claim_is_seen(office: &Office) -> Result<String, E2eError> {
    let taken = Instant::now();
    office.first.app.click("take-next").await?;
    let request_no = office.first.request_no().await?;
    let held = held_row(&request_no, "สมชาย");
    office.second.app.wait_for_css(&held).await?;
    figure(
        "from the click on take-next to the other desk's list",
        taken,
    );
    office.first.await_review().await?;
    Ok(request_no)
}

/// The first approves it; it leaves the second's list without anybody touching that window.
async fn a_decision_is_seen(office: &Office, request_no: &str) -> Result<(), E2eError> {
    office.first.pass_every_check().await?;
    office
        .first
        .hold_verified_call("Card shown and tilted; the face matches.")
        .await?;
    office
        .first
        .prepare(Decision {
            kind: "approve",
            ..Decision::default()
        })
        .await?;
    let decided = Instant::now();
    office.first.app.click("confirm-decision").await?;
    office.second.app.wait_gone_css(&row(request_no)).await?;
    figure("from the approval to the other desk's list", decided);
    office
        .first
        .app
        .wait_attr("decision-done", "data-status", "approved")
        .await?;
    office.first.back_to_queue().await
}

/// The first takes all but one of the free requests; then both reach for the last.
async fn the_last_free_request_has_one_taker(office: &Office) -> Result<(), E2eError> {
    let (first, second) = (&office.first, &office.second);
    second.app.tick("filter-unclaimed").await?;
    let free = "[data-testid='queue-row']";
    // The list without the held ones is another one: what the server has is the measure.
    let mut left: usize = number(&office.shared.ask(FREE)?)?;
    second.app.wait_count_css(free, left).await?;
    while left > 1 {
        first.take_next().await?;
        first.app.click("nav-queue").await?;
        first.app.wait_for("take-next").await?;
        left -= 1;
        second.app.wait_count_css(free, left).await?;
    }

    let (one, other) = tokio::join!(reach(&first.app), reach(&second.app));
    let (one, other) = (one?, other?);
    if one == other {
        let both = if one { "both" } else { "neither" };
        return Err(E2eError::Expectation(format!("{both} got the request")));
    }
    let held = office.shared.ask(FREE)?;
    if number(&held)? != 0 {
        return Err(E2eError::Expectation(format!("{held} are still free")));
    }
    Ok(())
}

/// How many requests wait and are nobody's.
const FREE: &str = "SELECT count(*) FROM desk.change_request WHERE status = 'pending' \
                    AND (claim_expires_at IS NULL OR claim_expires_at <= now())";

/// Presses the key for the next request; whether one was given. Whoever gets none is told so.
async fn reach(app: &App) -> Result<bool, E2eError> {
    app.press("n").await?;
    let seen = app
        .wait_for_css("[data-testid='review'], .toasts .toast")
        .await?;
    let words = seen.text().await?;
    let told = words.contains("ไม่มีคำร้องรอตรวจที่ว่างอยู่");
    if !told && app.count("review").await? == 0 {
        return Err(E2eError::Expectation(format!("a desk says: {words}")));
    }
    Ok(!told)
}

fn number(text: &str) -> Result<usize, E2eError> {
    text.parse()
        .map_err(|_| E2eError::Expectation(format!("`{text}` is no number")))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app and PostgreSQL: cargo xtask test --only stories"]
async fn nothing_is_lost_with_the_server() {
    const TYPED: &str = "Half a sentence that must not be lost";
    let programs = Programs::find().expect("the programs are built");
    let shared = SharedWorkspace::prepared(&programs).expect("the server can be prepared");
    let start = shared.start().expect("the settings can be written");
    story_on("a-lost-server", programs, start, async |desk| {
        desk.sign_in(OFFICER).await?;
        desk.take_next_approvable().await?;
        let request_no = desk.request_no().await?;
        desk.pass_every_check().await?;
        desk.app.type_text("note-body", TYPED).await?;

        shared.server().stop()?;
        let stopped = Instant::now();
        desk.app.wait_for("database-gone").await?;
        figure("from the server's end to the banner", stopped);
        expect_note(&desk.app, TYPED).await?;
        desk.app.screenshot("the-server-is-gone").await?;

        shared.server().start_again()?;
        let started = Instant::now();
        desk.app.wait_gone("database-gone").await?;
        figure("from the server's start to the banner's end", started);
        expect_note(&desk.app, TYPED).await?;
        desk.app.click("note-add").await?;
        desk.app.wait_text("note", TYPED).await?;
        for check in coe_e2e::CHECKS {
            let id = format!("check-{check}");
            desk.app.wait_attr(&id, "data-outcome", "passed").await?;
        }
        desk.app.screenshot("the-server-is-back").await?;

        desk.hold_verified_call("Card shown and tilted; the face matches.")
            .await?;
        desk.prepare(Decision {
            kind: "approve",
            private_note: TYPED,
            ..Decision::default()
        })
        .await?;
        shared.server().stop()?;
        desk.app.click("confirm-decision").await?;
        desk.app.wait_for("decision-error").await?;
        desk.app.screenshot("the-decision-has-to-wait").await?;
        shared.server().start_again()?;
        desk.app.wait_gone("database-gone").await?;
        desk.confirm().await?;
        desk.app
            .wait_attr("decision-done", "data-status", "approved")
            .await?;
        desk.app.screenshot("approved").await?;
        let decided = shared.ask(&format!(
            "SELECT count(*), max(kind) FROM desk.decision \
             JOIN desk.change_request ON change_request.id = decision.request_id \
             WHERE request_no = '{request_no}'"
        ))?;
        expect("the decisions of the request", &decided, "1|approve")
    })
    .await;
}

async fn expect_note(app: &App, typed: &str) -> Result<(), E2eError> {
    let note = app.wait_for("note-body").await?.value().await?;
    expect("the note", &note.unwrap_or_default(), typed)
}

fn expect(what: &str, found: &str, wanted: &str) -> Result<(), E2eError> {
    if found == wanted {
        Ok(())
    } else {
        Err(E2eError::Expectation(format!(
            "{what} should be `{wanted}`, not `{found}`"
        )))
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the built app and PostgreSQL: cargo xtask test --only stories"]
async fn a_new_computer_is_shown_the_way_to_the_server() {
    let programs = Programs::find().expect("the programs are built");
    let shared = SharedWorkspace::prepared(&programs).expect("the server can be prepared");
    story_on("first-run-setup", programs, Start::Nothing, async |desk| {
        let port = shared.server().port().to_string();
        let app = &mut desk.app;
        app.wait_for("setup-embedded").await?;
        app.screenshot("which-database").await?;
        app.click("setup-shared").await?;
        app.type_text("setup-host", "no-such-server.invalid")
            .await?;
        app.type_text("setup-port", &port).await?;
        app.type_text("setup-database", shared.database()).await?;
        let authority = shared.authority().to_string_lossy();
        app.type_text("setup-certificate", &authority).await?;
        app.type_text("setup-username", OFFICER.username).await?;
        app.type_text("setup-password", OFFICER.password).await?;
        app.click("setup-test").await?;
        app.wait_attr("setup-error", "data-code", "server_unreachable")
            .await?;
        app.screenshot("no-such-server").await?;

        app.type_text("setup-host", "localhost").await?;
        app.type_text("setup-password", "not the password").await?;
        app.click("setup-test").await?;
        app.wait_attr("setup-error", "data-code", "wrong_credentials")
            .await?;
        app.screenshot("wrong-password").await?;

        app.type_text("setup-password", OFFICER.password).await?;
        app.click("setup-test").await?;
        app.wait_text("setup-found", "สมชาย").await?;
        app.screenshot("found").await?;
        app.click("setup-use").await?;
        desk.sign_in(OFFICER).await?;
        desk.app.wait_for("queue-row").await?;
        desk.app.screenshot("at-work").await?;

        // The choice is kept: the next window goes straight to the sign-in page.
        let again = desk.second_window().await?;
        again.wait_for("username").await?;
        let asked = again.count("setup-embedded").await?;
        again.close().await?;
        expect("the times it asks again", &asked.to_string(), "0")
    })
    .await;
}
