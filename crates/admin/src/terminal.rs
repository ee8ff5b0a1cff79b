//! What is shown and asked.

use crate::problem::Problem;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Writes a line of the result.
pub fn say(text: &str) {
    // A closed pipe is no reason to stop in the middle of the work.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Writes a line beside the result.
pub fn tell(text: &str) {
    // As above.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Whether somebody is there to be asked.
#[must_use]
pub fn is_attended() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks whether to do it, unless it was said on the command line.
///
/// # Errors
/// [`Problem::NotConfirmed`] and [`Problem::NobodyToAsk`].
pub fn confirm(question: &str, yes: bool) -> Result<(), Problem> {
    if yes {
        return Ok(());
    }
    if !is_attended() {
        return Err(Problem::NobodyToAsk);
    }
    let _ = write!(std::io::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|_| Problem::NobodyToAsk)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Problem::NotConfirmed),
    }
}

/// A bar for so many steps; shown on a terminal only.
#[must_use]
pub fn progress(total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {eta}") {
        bar.set_style(style);
    }
    bar
}
