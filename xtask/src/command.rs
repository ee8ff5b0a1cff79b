//! Running other programs: what they are for, where they fail, what to do then.

use crate::error::TaskError;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// A program to run, with the words for its failure.
pub(crate) struct Program {
    command: Command,
    what: String,
    advice: Option<String>,
    input: Option<String>,
}

impl Program {
    /// `what` begins the sentence "… failed", such as "Building the app".
    pub(crate) fn new(program: impl AsRef<OsStr>, what: impl Into<String>) -> Self {
        Self {
            command: Command::new(program),
            what: what.into(),
            advice: None,
            input: None,
        }
    }

    /// The cargo that runs us.
    pub(crate) fn cargo(what: impl Into<String>) -> Self {
        // The rustup proxy on the PATH, not `$CARGO`: it lets `RUSTUP_TOOLCHAIN` choose again.
        Self::new("cargo", what)
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn envs<N: AsRef<OsStr>, V: AsRef<OsStr>>(
        mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.command.envs(variables);
        self
    }

    pub(crate) fn env_remove(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// What to do when it fails.
    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// What it reads, in place of the keyboard.
    pub(crate) fn input(mut self, text: impl Into<String>) -> Self {
        self.input = Some(text.into());
        self
    }

    /// Runs it with its output on our terminal.
    pub(crate) fn run(mut self) -> Result<(), TaskError> {
        let status = self.status().map_err(|source| self.not_started(source))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(status.to_string()))
        }
    }

    /// Runs it and returns what it printed.
    pub(crate) fn output(mut self) -> Result<String, TaskError> {
        let output = self
            .command
            .output()
            .map_err(|source| self.not_started(source))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(self.failed(format!("{}: {words}", output.status)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it silently; whether it succeeded.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn status(&mut self) -> std::io::Result<ExitStatus> {
        let Some(text) = self.input.take() else {
            return self.command.status();
        };
        let mut child = self.command.stdin(Stdio::piped()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // Whoever ends without reading says why by their status.
            drop(input.write_all(text.as_bytes()));
        }
        child.wait()
    }

    fn not_started(&self, source: std::io::Error) -> TaskError {
        TaskError::NotStarted {
            what: self.what.clone(),
            program: self.command.get_program().to_string_lossy().into_owned(),
            source,
            advice: self.advice.clone(),
        }
    }

    fn failed(&self, status: String) -> TaskError {
        TaskError::Failed {
            what: self.what.clone(),
            command: self.spelled(),
            status,
            advice: self.advice.clone(),
        }
    }

    /// The command as one would type it.
    fn spelled(&self) -> String {
        let program = self.command.get_program().to_string_lossy();
        let args = self.command.get_args().map(OsStr::to_string_lossy);
        std::iter::once(program)
            .chain(args)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether `program` stands on the PATH.
pub(crate) fn on_path(program: &str) -> bool {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(&file).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = Program::new("no-such-program-here", "Trying")
            .run()
            .unwrap_err();
        assert!(
            error.to_string().contains("`no-such-program-here`"),
            "{error}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_it_reads_is_what_it_was_given() {
        let reads = |text: &str| {
            let compare = ["-c", "read -r line; test \"$line\" = given"];
            Program::new("sh", "Reading")
                .args(compare)
                .input(text)
                .run()
        };
        assert!(reads("given\n").is_ok());
        assert!(reads("other\n").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_names_the_command_and_keeps_the_advice() {
        let error = Program::new("false", "Trying")
            .arg("--twice")
            .advice("Rest.")
            .run()
            .unwrap_err();
        assert!(
            error.to_string().contains("Command: false --twice"),
            "{error}"
        );
        assert_eq!(error.advice().as_deref(), Some("Rest."));
    }
}
