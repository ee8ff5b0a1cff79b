//! The real app on an invisible display, driven through WebDriver by the crate `coe-e2e`.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::files;
use crate::progress::note;
use crate::steps::app;
use crate::steps::demo::{self, Demo};
use crate::steps::postgres::TestServer;
use crate::steps::simulator::{self, Simulator};
use std::path::Path;

/// Walks through the main job and leaves numbered screenshots.
///
/// # Errors
/// When a step of the walk fails; the last screenshot shows where.
pub(crate) fn walk(ctx: &Context, wanted: &Demo, gateway: &Simulator) -> Result<(), TaskError> {
    let shots = ctx.cache.join("walk");
    files::remove_tree(&shots)?;
    equipped(
        ctx,
        Program::new(ctx.built("walk"), "The walk through the main job"),
    )
    .arg("--data-dir")
    .arg(wanted.folder(ctx))
    .envs(gateway.environment())
    .arg("--screenshots")
    .arg(&shots)
    .advice(format!(
        "The last screenshot in {} shows how far it came.",
        shots.display()
    ))
    .run()?;
    note(&format!("the screenshots are in {}", shots.display()));
    Ok(())
}

/// Runs the end-to-end stories, one after the other.
///
/// # Errors
/// When a story fails; it names the folder with its screenshots.
pub(crate) fn test(ctx: &Context, server: &TestServer) -> Result<(), TaskError> {
    equipped(ctx, app::cargo(ctx, "A story in the real window"))
        .envs(server.environment())
        .arg("test")
        .args(app::native_packages())
        .args(["--test", "stories", "--test", "message_stories", "--test", "shared_stories"])
        .args(["--", "--ignored", "--test-threads=1"])
        .advice("The story names the folder with its screenshots above. Again with `cargo xtask test --only stories`.")
        .run()
}

/// Takes the screenshots of the documentation.
///
/// # Errors
/// When a page cannot be reached.
pub(crate) fn screenshots(ctx: &Context) -> Result<(), TaskError> {
    let program = ctx.built("screenshots");
    if !program.is_file() {
        return Err(TaskError::NotBuilt {
            what: "the program that takes screenshots",
            path: program,
        });
    }
    let folder = ctx.root.join("docs/screenshots");
    equipped(ctx, Program::new(program, "Taking the screenshots"))
        .arg("--data-dir")
        .arg(ctx.demo(None))
        .arg("--screenshots")
        .arg(&folder)
        .run()?;
    note(&format!(
        "the screenshots are in {}",
        shown(&ctx.root, &folder)
    ));
    Ok(())
}

/// Measures the window on the demo and on one with 20 000 further requests, made at need.
///
/// # Errors
/// When a demo cannot be made or a page cannot be reached.
pub(crate) fn measure(ctx: &Context) -> Result<(), TaskError> {
    let many = Demo {
        scale: Some(20_000),
        ..Demo::default()
    };
    demo::make(ctx, &many)?;
    let program = Program::new(ctx.built("measure"), "Measuring the window");
    equipped(ctx, program)
        .arg("--data-dir")
        .arg(ctx.demo(None))
        .arg("--many")
        .arg(many.folder(ctx))
        .run()
}

/// Tells a program of `coe-e2e` where the programs are that it needs.
fn equipped(ctx: &Context, program: Program) -> Program {
    program
        .env("COE_DESK_APP", ctx.built("coe-desk"))
        .env("COE_DESK_DEMO", ctx.built(demo::PROGRAM))
        .env("COE_DESK_ADMIN", ctx.built("coe-desk-admin"))
        .env("COE_DESK_SMS_SIMULATOR", ctx.built(simulator::PROGRAM))
        .env("COE_DESK_TAURI_DRIVER", ctx.tool("tauri-driver"))
        .env("COE_DESK_E2E_DIR", ctx.cache.join("e2e"))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}
