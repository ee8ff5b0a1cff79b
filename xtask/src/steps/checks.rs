//! Formatting, lints and the dependencies' licences.

use crate::command::Program;
use crate::context::{Context, WASM_TARGET};
use crate::error::TaskError;
use crate::progress::note;
use crate::steps::app::{cargo, native_packages};
use crate::steps::ui_bundle;
use crate::steps::wasm_target::WasmToolchain;

const ADVISORY_DATABASE: &str = "https://github.com/RustSec/advisory-db";

/// rustfmt.
///
/// # Errors
/// When a file is not formatted.
pub(crate) fn formatting(ctx: &Context) -> Result<(), TaskError> {
    cargo(ctx, "The formatting check")
        .args(["fmt", "--all", "--check"])
        .advice("Run `cargo fmt --all`. If cargo has no fmt: rustup component add rustfmt.")
        .run()
}

/// clippy on everything but the page.
///
/// # Errors
/// When there is a warning.
pub(crate) fn native_lints(ctx: &Context) -> Result<(), TaskError> {
    ui_bundle::stand_in(ctx)?;
    cargo(ctx, "Linting the native crates")
        .arg("clippy")
        .args(native_packages())
        .args(["--all-targets", "--", "--deny", "warnings"])
        .advice("Mend the warnings above. If cargo has no clippy: rustup component add clippy.")
        .run()
}

/// clippy on the page.
///
/// # Errors
/// When there is a warning.
pub(crate) fn page_lints(ctx: &Context) -> Result<(), TaskError> {
    let toolchain = WasmToolchain::ready(ctx)?;
    toolchain
        .cargo(ctx, "Linting the page")
        .args([
            "clippy",
            "--package",
            ui_bundle::PACKAGE,
            "--target",
            WASM_TARGET,
        ])
        .args(["--all-targets", "--", "--deny", "warnings"])
        .advice("Mend the warnings above. If cargo has no clippy: rustup component add clippy.")
        .run()
}

/// Licences, sources and banned crates, by deny.toml.
///
/// # Errors
/// When one breaks a rule.
pub(crate) fn dependencies(ctx: &Context) -> Result<(), TaskError> {
    deny(ctx, &["bans", "licenses", "sources"]).run()
}

/// Security advisories, where their database can be reached.
///
/// # Errors
/// When an advisory concerns a dependency.
pub(crate) fn advisories(ctx: &Context) -> Result<(), TaskError> {
    let reachable = Program::new("git", "Looking for the advisory database")
        .args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=15"])
        .args(["ls-remote", "--exit-code", ADVISORY_DATABASE, "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .succeeds();
    if !reachable {
        note(&format!(
            "SKIPPED: {ADVISORY_DATABASE} cannot be reached from here"
        ));
        return Ok(());
    }
    deny(ctx, &["advisories"]).run()
}

fn deny(ctx: &Context, checks: &[&str]) -> Program {
    Program::new(ctx.tool("cargo-deny"), "The check of the dependencies")
        .args(["--workspace", "check", "--hide-inclusion-graph"])
        .args(checks)
        .dir(&ctx.root)
        .advice("The rules and the reasons for exceptions are in deny.toml.")
}
