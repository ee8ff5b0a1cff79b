//! Opens the window.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::progress::note;
use crate::steps::demo::Demo;
use crate::steps::simulator::Simulator;

/// Whether a window could be seen here.
pub(crate) fn display_available() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Opens the app on the demo and waits until it is closed.
///
/// # Errors
/// When the app cannot be started or ends with an error.
pub(crate) fn open(ctx: &Context, demo: &Demo, gateway: &Simulator) -> Result<(), TaskError> {
    note("opening; this command ends when you close the window");
    Program::new(ctx.built("coe-desk"), "The app")
        .arg("--data-dir")
        .arg(demo.folder(ctx))
        .envs(gateway.environment())
        .advice("Its last words stand above. `cargo xtask run --reset` begins with a fresh demo.")
        .run()
}
