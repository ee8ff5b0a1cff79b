//! The demo database: invented members, requests and specimen photos.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::progress::note;

/// Which demo is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Demo {
    /// How many open requests; `None` for the usual demo.
    pub(crate) scale: Option<u32>,
    /// Whether to throw away what is there.
    pub(crate) reset: bool,
}

/// The program that makes it.
pub(crate) const PROGRAM: &str = "coe-desk-demo";

/// Makes the demo unless it is there, and prints who can sign in.
///
/// # Errors
/// When the program that makes it fails.
pub(crate) fn make(ctx: &Context, wanted: Demo) -> Result<(), TaskError> {
    let dir = ctx.demo(wanted.scale);
    note(&format!("in {}", dir.display()));
    let mut make = Program::new(ctx.built(PROGRAM), "Making the demo database")
        .arg("--data-dir")
        .arg(&dir)
        .dir(&ctx.root)
        .advice("`--reset` makes it anew. Close every window of the demo first.");
    if wanted.reset {
        make = make.arg("--reset");
    }
    if let Some(scale) = wanted.scale {
        make = make.args(["--scale", &scale.to_string()]);
    }
    make.run()
}
