//! Tells stories, and panics where one goes another way.

use crate::{Desk, Desktop, E2eError, Office, Programs, SharedWorkspace, Start, Workspace};
use std::path::{Path, PathBuf};

/// Tells a story on a desk of its own, and panics where it goes another way.
///
/// # Panics
/// When the desk cannot be set up or the story fails. The message names the folder with the
/// story's screenshots.
pub async fn story(name: &str, tell: impl AsyncFnOnce(&mut Desk) -> Result<(), E2eError>) {
    let set_up = || {
        let programs = Programs::find()?;
        let workspace = Workspace::fresh(&programs)?;
        Ok::<_, E2eError>((programs, workspace))
    };
    match set_up() {
        Ok((programs, workspace)) => story_on(name, programs, workspace, tell).await,
        Err(error) => panic!("the desk for the story `{name}` could not be set up: {error}"),
    }
}

/// Tells a story on this data folder, or on what else the app is started on.
///
/// # Panics
/// As [`story`].
pub async fn story_on(
    name: &str,
    programs: Programs,
    start: impl Into<Start>,
    tell: impl AsyncFnOnce(&mut Desk) -> Result<(), E2eError>,
) {
    match Desktop::start() {
        Ok(desktop) => story_at(name, programs, start, desktop, tell).await,
        Err(error) => panic!("there is no display for the story `{name}`: {error}"),
    }
}

/// As [`story_on`], and on this display.
///
/// # Panics
/// As [`story`].
pub async fn story_at(
    name: &str,
    programs: Programs,
    start: impl Into<Start>,
    desktop: Desktop,
    tell: impl AsyncFnOnce(&mut Desk) -> Result<(), E2eError>,
) {
    let shots = fresh_shots(name);
    let mut desk = match Desk::open_on(programs, start, desktop, &shots).await {
        Ok(desk) => desk,
        Err(error) => panic!("the desk for the story `{name}` could not be set up: {error}"),
    };
    let told = tell(&mut desk).await;
    if told.is_err() {
        drop(desk.app.screenshot("failure").await);
    }
    let closed = desk.close().await;
    judge(name, &shots, told.and(closed));
}

/// Tells a story of two people at desks of their own, on one shared database.
///
/// # Panics
/// As [`story`].
pub async fn office_story(name: &str, tell: impl AsyncFnOnce(&mut Office) -> Result<(), E2eError>) {
    let shots = fresh_shots(name);
    let set_up = async || {
        let programs = Programs::find()?;
        let server = SharedWorkspace::prepared(&programs)?;
        Office::open(&programs, server, &shots).await
    };
    let mut office = match set_up().await {
        Ok(office) => office,
        Err(error) => panic!("the desks for the story `{name}` could not be set up: {error}"),
    };
    let told = tell(&mut office).await;
    if told.is_err() {
        for desk in [&mut office.first, &mut office.second] {
            drop(desk.app.screenshot("failure").await);
        }
    }
    let closed = office.close().await;
    judge(name, &shots, told.and(closed));
}

/// The empty folder of a story's screenshots.
fn fresh_shots(name: &str) -> PathBuf {
    let kept = std::env::var_os("COE_DESK_E2E_DIR")
        .map_or_else(|| std::env::temp_dir().join("coe-desk-e2e"), PathBuf::from);
    let shots = kept.join("stories").join(name);
    drop(std::fs::remove_dir_all(&shots));
    shots
}

fn judge(name: &str, shots: &Path, result: Result<(), E2eError>) {
    if let Err(error) = result {
        panic!(
            "the story `{name}` failed: {error}\n  Screenshots: {}",
            shots.display()
        );
    }
}
