//! The demo database: invented members, requests and specimen photos.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::progress::note;
use std::path::PathBuf;

/// Which demo is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Demo {
    /// How many open requests; `None` for the usual demo.
    pub(crate) scale: Option<u32>,
    /// Whether to throw away what is there.
    pub(crate) reset: bool,
    /// The address of the gateway that it sends by; `None` for the simulator in the app.
    pub(crate) gateway: Option<String>,
}

impl Demo {
    /// Its data folder. One that sends by HTTP is apart: without the gateway it could not send.
    pub(crate) fn folder(&self, ctx: &Context) -> PathBuf {
        match (self.scale, &self.gateway) {
            (Some(scale), _) => ctx.demo(Some(&scale.to_string())),
            (None, Some(_)) => ctx.demo(Some("http")),
            (None, None) => ctx.demo(None),
        }
    }
}

/// The program that makes it.
pub(crate) const PROGRAM: &str = "coe-desk-demo";

/// Makes the demo unless it is there, and prints who can sign in.
///
/// # Errors
/// When the program that makes it fails.
pub(crate) fn make(ctx: &Context, wanted: &Demo) -> Result<(), TaskError> {
    let dir = wanted.folder(ctx);
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
    if let Some(address) = &wanted.gateway {
        make = make.args(["--gateway-url", address]);
    }
    make.run()
}
