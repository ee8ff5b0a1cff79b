//! The app itself, the programs around it and the native tests.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::steps::postgres::TestServer;
use crate::steps::ui_bundle;

/// The app and the program that makes the demo.
pub(crate) const ALONE: &[&str] = &["coe-desk", "coe-demo"];

/// Besides, the programs that drive its window.
pub(crate) const WITH_WALK: &[&str] = &["coe-desk", "coe-demo", "coe-e2e"];

/// Besides, a gateway to send to.
pub(crate) const SIMULATOR: &str = "coe-sms-simulator";

/// The app, the program that makes the demo, and the administrator's.
pub(crate) const SHARED: &[&str] = &["coe-desk", "coe-demo", "coe-admin"];

/// Cargo in the checkout, building into the cache.
pub(crate) fn cargo(ctx: &Context, what: &str) -> Program {
    Program::cargo(what)
        .dir(&ctx.root)
        .env("CARGO_TARGET_DIR", &ctx.target)
}

/// Everything of the workspace but the page, which is compiled for WebAssembly.
///
/// Builds, tests and stories all choose the same packages: another choice would enable other
/// features of their dependencies and compile them once more.
pub(crate) fn native_packages() -> [&'static str; 3] {
    ["--workspace", "--exclude", ui_bundle::PACKAGE]
}

/// Compiles `packages`.
///
/// # Errors
/// When they do not compile.
pub(crate) fn build(ctx: &Context, packages: &[&str]) -> Result<(), TaskError> {
    cargo(ctx, "Compiling the app")
        .arg("build")
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .arg("--bins")
        .args(ctx.release.then_some("--release"))
        .run()
}

/// Compiles the app, its tests and all programs in one go.
///
/// # Errors
/// When something does not compile.
pub(crate) fn build_tests(ctx: &Context) -> Result<(), TaskError> {
    cargo(ctx, "Compiling the app and its tests")
        .arg("build")
        .args(native_packages())
        .args(["--lib", "--bins", "--tests", "--examples"])
        .run()
}

/// Runs every test that needs no window. (The stories are ignored unless asked for by name.)
///
/// # Errors
/// When a test fails.
pub(crate) fn test(ctx: &Context, server: &TestServer) -> Result<(), TaskError> {
    cargo(ctx, "A native test")
        .envs(server.environment())
        .arg("test")
        .args(native_packages())
        .advice("The failing tests are named above. Again with `cargo xtask test --only native`.")
        .run()
}
