//! The simulated gateway: a program beside the desk that takes messages over HTTP.

use crate::context::Context;
use crate::error::TaskError;
use crate::progress::note;
use std::cell::OnceCell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The program.
pub(crate) const PROGRAM: &str = "coe-sms-simulator";

/// What the desk is known by there; the simulator takes anybody.
const KEY: &str = "ACdemo";
const SECRET: &str = "demo";

/// The simulator, while the command runs.
#[derive(Default)]
pub(crate) struct Simulator(OnceCell<Running>);

struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that ended by itself is no trouble.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Simulator {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// When the program does not start or says no address.
    pub(crate) fn start(&self, ctx: &Context) -> Result<(), TaskError> {
        let program = ctx.built(PROGRAM);
        let failed = |source| TaskError::NotStarted {
            what: "The simulated gateway".to_owned(),
            program: program.display().to_string(),
            source,
            advice: None,
        };
        let mut child = Command::new(&program)
            .arg("--keep-text")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap_or_default()
            .to_owned();
        let running = Running { child, address };
        if running.address.is_empty() {
            return Err(failed(std::io::ErrorKind::InvalidData.into()));
        }
        note(&format!("what it takes is shown at {}", running.address));
        // The step runs once.
        drop(self.0.set(running));
        Ok(())
    }

    /// Where the desk finds it; `None` where none was started.
    pub(crate) fn gateway(&self) -> Option<String> {
        self.0
            .get()
            .map(|running| format!("{}/twilio", running.address))
    }

    /// What the desk finds in its environment.
    pub(crate) fn environment(&self) -> Vec<(&'static str, &'static str)> {
        match self.0.get() {
            Some(_) => vec![
                ("COE_DESK_GATEWAY_KEY", KEY),
                ("COE_DESK_GATEWAY_SECRET", SECRET),
            ],
            None => Vec::new(),
        }
    }
}
