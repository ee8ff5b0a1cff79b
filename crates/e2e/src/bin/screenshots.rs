//! Takes the screenshots of docs/screenshots: every page, in both languages and both themes.

use clap::Parser;
use coe_e2e::{Decision, Desk, Desktop, E2eError, OFFICER, Programs, SUPERVISOR, Workspace};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Every page of the desk, in both languages and both themes.
#[derive(Debug, Parser)]
struct Args {
    /// The demo. The pages are shown on a copy of it.
    #[arg(long)]
    data_dir: PathBuf,

    /// Where the screenshots go.
    #[arg(long)]
    screenshots: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match take(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "No screenshots: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn take(args: &Args) -> Result<(), E2eError> {
    for (language, switches) in [("th", 0), ("en", 1)] {
        for (theme, turns) in [("light", 0), ("dark", 1)] {
            let album = Album {
                folder: args.screenshots.clone(),
                suffix: format!("{language}-{theme}"),
            };
            let programs = Programs::find()?;
            let workspace = Workspace::copy_of(&args.data_dir)?;
            let unsorted = tempfile::tempdir()
                .map_err(E2eError::file("make", Path::new("a temporary folder")))?;
            let desktop = Desktop::with_secret_service().or_else(|_| Desktop::start())?;
            let mut desk = Desk::open_on(programs, workspace, desktop, unsorted.path()).await?;
            let taken = pages(&mut desk, &album, switches, turns).await;
            let closed = desk.close().await;
            taken.and(closed)?;
        }
    }
    Ok(())
}

async fn pages(desk: &mut Desk, album: &Album, switches: u32, turns: u32) -> Result<(), E2eError> {
    desk.app.wait_for("sign-in").await?;
    for _ in 0..switches {
        desk.app.click("toggle-language").await?;
    }
    for _ in 0..turns {
        desk.app.click("toggle-theme").await?;
    }
    album.add(desk, "sign-in").await?;
    desk.sign_in(OFFICER).await?;
    desk.app.wait_for("queue-row").await?;
    album.add(desk, "queue").await?;
    desk.app.press("?").await?;
    desk.app.wait_for("keys-help").await?;
    album.add(desk, "keys").await?;
    desk.app.press_key(coe_e2e::Key::Escape).await?;
    desk.take_next_approvable().await?;
    desk.app.wait_for("photo-selfie").await?;
    album.add(desk, "review").await?;
    desk.pass_every_check().await?;
    desk.hold_verified_call("แสดงบัตรจริงและตอบคำถามได้ครบ")
        .await?;
    album.add(desk, "checked").await?;
    desk.prepare(Decision {
        kind: "approve",
        ..Decision::default()
    })
    .await?;
    desk.app.wait_for("preview-message").await?;
    album.add(desk, "decide").await?;
    desk.confirm().await?;
    album.add(desk, "decided").await?;
    desk.back_to_queue().await?;
    desk.app.click("nav-messages").await?;
    desk.app.wait_for("message-row").await?;
    album.add(desk, "messages").await?;
    desk.app.click("nav-members").await?;
    desk.app.type_text("member-search", "ตัวอย่าง").await?;
    desk.app.wait_for("member-row").await?;
    album.add(desk, "members").await?;
    desk.app.click("sign-out").await?;
    settings(desk, album).await?;
    desk.app.click("lock").await?;
    desk.app.wait_for("unlock").await?;
    album.add(desk, "locked").await
}

/// What supervisors set.
async fn settings(desk: &mut Desk, album: &Album) -> Result<(), E2eError> {
    desk.sign_in(SUPERVISOR).await?;
    desk.app.click("nav-settings").await?;
    desk.app.wait_for("template-body").await?;
    desk.app.click("text-returned").await?;
    album.add(desk, "settings-texts").await?;
    desk.app.click("settings-gateway").await?;
    desk.app.wait_for("gateway-save").await?;
    desk.app.click("gateway-thaibulksms").await?;
    album.add(desk, "settings-gateway").await
}

/// Where one language and theme's pictures go.
struct Album {
    folder: PathBuf,
    suffix: String,
}

impl Album {
    async fn add(&self, desk: &mut Desk, page: &str) -> Result<(), E2eError> {
        let taken = desk.app.screenshot(page).await?;
        let path = self.folder.join(format!("{page}-{}.png", self.suffix));
        std::fs::create_dir_all(&self.folder).map_err(E2eError::file("make", &self.folder))?;
        std::fs::copy(&taken, &path).map_err(E2eError::file("write", &path))?;
        drop(writeln!(std::io::stdout(), "  {}", path.display()));
        Ok(())
    }
}
