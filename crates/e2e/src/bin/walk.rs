//! Walks through the main job in the real window on an invisible display, and leaves numbered
//! screenshots: what `cargo xtask run` does where there is no display.

use clap::Parser;
use coe_e2e::{Decision, Desk, Desktop, E2eError, OFFICER, Programs, Workspace};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// From signing in to an approved request, with a screenshot of every step.
#[derive(Debug, Parser)]
struct Args {
    /// The demo. The walk works on a copy of it.
    #[arg(long)]
    data_dir: PathBuf,

    /// Where the screenshots go.
    #[arg(long)]
    screenshots: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match walk(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "The walk stopped: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn walk(args: &Args) -> Result<(), E2eError> {
    let programs = Programs::find()?;
    let workspace = Workspace::copy_of(&args.data_dir)?;
    let desktop = Desktop::with_secret_service().or_else(|error| {
        say(&format!("  going on without a secret service ({error})"));
        Desktop::start()
    })?;
    let mut desk = Desk::open_on(programs, workspace, desktop, &args.screenshots).await?;
    let walked = main_job(&mut desk).await;
    if walked.is_err() {
        drop(show(&mut desk, "stopped-here", "where the walk stopped").await);
    }
    let closed = desk.close().await;
    walked.and(closed)
}

async fn main_job(desk: &mut Desk) -> Result<(), E2eError> {
    desk.app.wait_for("sign-in").await?;
    show(desk, "sign-in", "the sign-in page").await?;

    desk.sign_in(OFFICER).await?;
    desk.app.wait_for("queue-row").await?;
    show(desk, "queue", "the queue of waiting requests").await?;

    desk.take_next_approvable().await?;
    let request_no = desk.request_no().await?;
    show(
        desk,
        "review",
        &format!("request {request_no}, taken from the queue"),
    )
    .await?;

    desk.pass_every_check().await?;
    show(desk, "checks", "all seven checks passed").await?;

    desk.hold_verified_call("Card shown and tilted; the face is the one on it.")
        .await?;
    show(
        desk,
        "call",
        "a video call in which the member was verified",
    )
    .await?;

    desk.prepare(Decision {
        kind: "approve",
        ..Decision::default()
    })
    .await?;
    desk.app.wait_for("preview-message").await?;
    show(
        desk,
        "sheet",
        "what the approval will do, and the messages as they will be read",
    )
    .await?;

    desk.confirm().await?;
    show(desk, "approved", "approved: login on, both messages queued").await?;

    desk.back_to_queue().await?;
    desk.app.click("nav-messages").await?;
    desk.app.wait_for("message-row").await?;
    show(desk, "messages", "the messages, sent to the simulator").await
}

/// Takes a screenshot and says what it shows.
async fn show(desk: &mut Desk, name: &str, what: &str) -> Result<(), E2eError> {
    let path = desk.app.screenshot(name).await?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    say(&format!("  {file:<20} {what}"));
    Ok(())
}

fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}
