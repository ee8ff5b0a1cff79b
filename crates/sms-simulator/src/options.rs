//! How a simulator is set up.

use crate::fault::Fault;
use std::{path::PathBuf, time::Duration};

/// How a simulator is set up. The default is what a test wants: a free port, no latency, no
/// faults, no file, reports after 1.5 seconds.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on loopback; 0 for a free one.
    pub port: u16,
    /// Where to write each message that is taken, one JSON line each, added at the end.
    pub ledger: Option<PathBuf>,
    /// Whether these lines hold the texts, not only their hashes.
    pub keep_text: bool,
    /// What to draw references and faults from; `None` for another run each time.
    pub seed: Option<u64>,
    /// The faults from the start.
    pub faults: Vec<Fault>,
    /// How long each message waits for its answer after it was taken.
    pub latency: Duration,
    /// Where ThaiBulkSMS reports to unless a message names a `callback_url`; Twilio is told with
    /// each message. Only `http` on this computer is ever called.
    pub reports_to: Option<String>,
    /// How long after taking a message its fate is reported.
    pub report_delay: Duration,
    /// What Twilio's reports are signed with; `None` for the token that the message came with.
    pub twilio_token: Option<String>,
    /// Whether the last four digits of a number say what happens, as the crate's page tells. Off
    /// by default, because tests with many numbers meet these endings by accident; on in the
    /// program.
    pub telling_numbers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            ledger: None,
            keep_text: false,
            seed: None,
            faults: Vec::new(),
            latency: Duration::ZERO,
            reports_to: None,
            report_delay: Duration::from_millis(1500),
            twilio_token: None,
            telling_numbers: false,
        }
    }
}
