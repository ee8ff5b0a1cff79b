//! The simulator as a program: prints where it listens, and runs until it is told to stop.

use clap::Parser;
use coe_sms_simulator::{Fault, FaultKind, Options, Simulator};
use std::error::Error;
use std::io::{self, Write as _};
use std::iter::successors;
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Plays the SMS gateways ThaiBulkSMS, SMSMKT and Twilio, faults included, on this computer only.
///
/// No SMS is sent. The page at the printed address shows the last messages.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port on loopback; 0 for a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A file to which a JSON line is added for each message that is taken.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Write the texts into that file, not only their hashes.
    #[arg(long)]
    keep_text: bool,
    /// What chance is drawn from; else another run each time.
    #[arg(long)]
    seed: Option<u64>,
    /// A fault with its probability, such as `no_answer_taken=0.1`. May be repeated.
    #[arg(long = "fault", value_name = "KIND=PROBABILITY")]
    faults: Vec<Fault>,
    /// How late the answers of the fault `slow` are.
    #[arg(long, value_name = "MS", default_value_t = 5000)]
    slow_ms: u64,
    /// How long each message waits for its answer after it was taken.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency_ms: u64,
    /// Where ThaiBulkSMS reports to, `http` on this computer, unless a message names its own
    /// `callback_url`. Twilio is told with each message.
    #[arg(long, value_name = "URL")]
    reports_to: Option<String>,
    /// How long after taking a message its fate is reported.
    #[arg(long, value_name = "MS", default_value_t = 1500)]
    report_delay_ms: u64,
    /// What Twilio's reports are signed with; else the token that a message came with.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "TWILIO_AUTH_TOKEN",
        hide_env_values = true
    )]
    twilio_token: Option<String>,
    /// Let the last four digits of a number mean nothing: for tests with many numbers.
    #[arg(long)]
    plain_numbers: bool,
}

impl Arguments {
    fn options(self) -> Options {
        let slow = Duration::from_millis(self.slow_ms);
        let faults = self.faults.into_iter().map(|fault| match fault.kind {
            FaultKind::Slow => fault.delayed(slow),
            _ => fault,
        });
        Options {
            port: self.port,
            ledger: self.ledger,
            keep_text: self.keep_text,
            seed: self.seed,
            faults: faults.collect(),
            latency: Duration::from_millis(self.latency_ms),
            reports_to: self.reports_to,
            report_delay: Duration::from_millis(self.report_delay_ms),
            twilio_token: self.twilio_token,
            telling_numbers: !self.plain_numbers,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().options()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _told = writeln!(io::stderr(), "coe-sms-simulator: {}", causes(&*error));
            ExitCode::FAILURE
        }
    }
}

/// An error and what it comes from.
fn causes(error: &dyn Error) -> String {
    let all = successors(Some(error), |&error| error.source());
    let all: Vec<_> = all.map(ToString::to_string).collect();
    all.join(": ")
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let running = Simulator::start(options).await?;
    // Before the line is printed: whoever reads it may tell us to stop at once.
    let told_to_stop = told_to_stop()?;
    let mut out = io::stdout();
    writeln!(out, "listening on http://{}", running.address())?;
    out.flush()?;
    told_to_stop.await;
    running.stop().await;
    Ok(())
}

#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(windows)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
