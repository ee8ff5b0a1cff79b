//! What the person at the keyboard sees: which step, what it found, how long it took.

use crate::error::TaskError;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Counts the steps of one command.
pub(crate) struct Progress {
    total: usize,
    current: usize,
    started: Instant,
}

impl Progress {
    /// For a command of `total` steps.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            current: 0,
            started: Instant::now(),
        }
    }

    /// Announces the next step, does it and says how long it took.
    pub(crate) fn step(
        &mut self,
        title: &str,
        work: impl FnOnce() -> Result<(), TaskError>,
    ) -> Result<(), TaskError> {
        self.current += 1;
        say(&format!(
            "{} {}",
            strong(&format!("[{}/{}]", self.current, self.total)),
            strong(title)
        ));
        let started = Instant::now();
        work()?;
        note(&format!("done in {}", duration(started.elapsed())));
        Ok(())
    }

    /// Says that all is done.
    pub(crate) fn finish(&self) {
        say(&strong(&format!(
            "All done in {}.",
            duration(self.started.elapsed())
        )));
    }
}

/// A line of its own.
pub(crate) fn say(text: &str) {
    // Nobody is left to be told when the terminal is gone.
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// An indented line below the step's title.
pub(crate) fn note(text: &str) {
    for line in text.lines() {
        say(&format!("      {line}"));
    }
}

/// The last words of a command that failed.
pub(crate) fn failure(error: &TaskError) {
    let mut text = format!("\n{} {error}\n", strong("Failed:"));
    if let Some(advice) = error.advice() {
        text.push_str(&format!("{} {advice}\n", strong("What to do:")));
    }
    drop(write!(std::io::stderr(), "{text}"));
}

fn strong(text: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
    if plain {
        text.to_owned()
    } else {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    }
}

/// `0.4 s`, `12 s` or `3 min 5 s`.
fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", elapsed.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// `612 kB`, in thousands of bytes as networks and disks are sold.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 5 s");
    }

    #[test]
    fn sizes_read_naturally() {
        assert_eq!(size(980), "980 B");
        assert_eq!(size(612_345), "612 kB");
        assert_eq!(size(12_300_000), "12.3 MB");
    }
}
