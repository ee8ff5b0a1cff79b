//! What can be typed after `cargo xtask`.

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Sets up, builds, runs, checks and tests COE Desk.
///
/// A fresh clone needs nothing but Rust: every command installs what it lacks, says what it is
/// doing, and can be repeated at any time. Tools, build results and the demo database are kept
/// outside the checkout in ~/.cache/coe-desk (set COE_DESK_CACHE to keep them elsewhere; on
/// Windows it is %LOCALAPPDATA%\coe-desk), so that the second run takes seconds.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Task,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Open the desk on a demo database, installing and building whatever is missing.
    ///
    /// The first time this takes some minutes: it installs system packages (on Debian and Ubuntu;
    /// elsewhere it lists them), the WebAssembly target and wasm-bindgen, builds the page and the
    /// app, and makes a demo database with invented members, photos marked SPECIMEN and three
    /// people to sign in as, whose credentials are printed. From then on it takes seconds. What
    /// you do in the demo is kept until `--reset`.
    ///
    /// On a computer without a display it says so, opens the same app on an invisible one,
    /// signs in, works one request from the queue to its approval and leaves numbered screenshots
    /// in a folder that it names. `--headless` asks for that on any Linux computer; it works on
    /// a copy of the demo database.
    Run(RunArgs),

    /// Open two desks on one shared database, all on this computer.
    ///
    /// Starts a PostgreSQL (15 or newer) of its own on a free port, fills it the first time with the
    /// demo's requests by the administrator's program, and opens two windows, as on the computers
    /// of two people. The server stops when both are closed. What you do is kept until `--reset`.
    Shared(SharedArgs),

    /// Do all set-up and run every test.
    ///
    /// Three parts: `native` (domain, store, use cases, app: everything that needs no window),
    /// `components` (the page's components, in headless Chromium) and `stories` (whole stories in
    /// the real window, on an invisible display). Without `--only` all three run; the command
    /// stops at the first part that fails.
    ///
    /// The tests of the shared database use a PostgreSQL (15 or newer) of their own, started for
    /// this run on a free port of this computer and removed at its end. One that runs already is
    /// not touched. Where PostgreSQL cannot be had, the command fails.
    Test(TestArgs),

    /// Check formatting, lints, licences and dependencies.
    ///
    /// rustfmt, clippy with warnings as errors for the native crates and for the page, and
    /// cargo-deny: bans, licences and sources always, security advisories where their database can
    /// be reached. Where it cannot, the command says plainly that they were skipped.
    Check,

    /// Build the page (WebAssembly, styles, fonts) into dist/, where the app takes it from.
    Ui(UiArgs),

    /// Make the demo database without opening the window.
    Demo(DemoArgs),

    /// Take the screenshots of every page into docs/screenshots (Linux).
    Screenshots,

    /// Measure the real window: how soon photos are shown, how smoothly 20 000 requests scroll
    /// (Linux). Prints figures and judges nothing.
    Measure,
}

/// Options of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Throw the demo database away and make it anew.
    #[arg(long)]
    pub(crate) reset: bool,

    /// Use a demo with N open requests, in a database of its own, to see the desk under load.
    #[arg(long, value_name = "N")]
    pub(crate) scale: Option<u32>,

    /// Build with optimisation, as it would be delivered: takes longer once, runs faster.
    #[arg(long)]
    pub(crate) release: bool,

    /// Walk through the main job on an invisible display and leave screenshots.
    #[arg(long)]
    pub(crate) headless: bool,

    /// Send messages over HTTP to a simulated gateway that runs beside the desk.
    ///
    /// It speaks Twilio's protocol, shows what it took on a page whose address is printed, and can be
    /// told to be slow, to fail or to lose answers. It has a demo of its own, and ends with the window.
    #[arg(long, conflicts_with = "scale")]
    pub(crate) http_simulator: bool,
}

/// Options of `shared`.
#[derive(Debug, Args)]
pub(crate) struct SharedArgs {
    /// Throw the shared database away and fill it anew.
    #[arg(long)]
    pub(crate) reset: bool,
}

/// Options of `test`.
#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Run only this part; may be given more than once.
    #[arg(long, value_name = "PART")]
    pub(crate) only: Vec<TestPart>,
}

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestPart {
    /// Everything that needs no window.
    Native,
    /// The page's components in headless Chromium.
    Components,
    /// Whole stories in the real window.
    Stories,
}

impl TestArgs {
    /// Whether `part` is to run.
    pub(crate) fn includes(&self, part: TestPart) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// Options of `ui`.
#[derive(Debug, Args)]
pub(crate) struct UiArgs {
    /// Without optimisation: builds in seconds, but the bundle is large.
    #[arg(long)]
    pub(crate) dev: bool,
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Throw the demo database away and make it anew.
    #[arg(long)]
    pub(crate) reset: bool,

    /// A demo with N open requests, in a database of its own.
    #[arg(long, value_name = "N")]
    pub(crate) scale: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_only_every_part_runs() {
        let every = TestArgs { only: vec![] };
        let one = TestArgs {
            only: vec![TestPart::Native],
        };
        assert!(every.includes(TestPart::Stories));
        assert!(one.includes(TestPart::Native));
        assert!(!one.includes(TestPart::Stories));
    }
}
