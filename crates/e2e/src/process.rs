//! Child processes that end when their owner is dropped.

use crate::E2eError;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A running program, ended by its own process id: politely, so that it can end its children too,
/// then by force.
#[derive(Debug)]
pub(crate) struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Result<Self, E2eError> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(|error| E2eError::NotStarted {
            program: name.clone(),
            why: error.to_string(),
        })?;
        Ok(Self { name, child })
    }

    /// The process, for its pipes.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Fails if it has ended already.
    pub(crate) fn still_runs(&mut self) -> Result<(), E2eError> {
        match self.child.try_wait() {
            Ok(Some(status)) => Err(E2eError::NotStarted {
                program: self.name.clone(),
                why: format!("it ended with {status}"),
            }),
            _ => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        // The standard library can only kill outright, which would orphan the native driver.
        let pid = self.child.id().to_string();
        let asked = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .is_ok_and(|s| s.success());
        let deadline = Instant::now() + Duration::from_secs(2);
        while asked && Instant::now() < deadline {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_ends_with_its_owner() {
        let mut running = Running::start(Command::new("sleep").arg("60")).unwrap();
        let pid = running.child().id();
        running.still_runs().unwrap();
        drop(running);
        let alive = Command::new("kill")
            .args(["-0", &pid.to_string()])
            .output()
            .unwrap();
        assert!(!alive.status.success(), "process {pid} outlived its owner");
    }

    #[test]
    fn a_program_that_ended_is_noticed() {
        let mut running = Running::start(&mut Command::new("false")).unwrap();
        running.child().wait().unwrap();
        assert!(running.still_runs().is_err());
    }
}
