//! The file of the ledger.

use super::TextHash;
use crate::{gateway::Gateway, number::Number};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// A message that was taken, as a line.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    pub(super) gateway: Gateway,
    pub(super) reference: &'a str,
    pub(super) number: Number,
    pub(super) text_sha256: TextHash,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
}

#[derive(Serialize)]
struct Timed<'a> {
    time: String,
    #[serde(flatten)]
    line: &'a Line<'a>,
}

/// The file of the ledger. A line is handed to the operating system whole and at once, so it
/// outlives the program, though not a power cut.
pub(super) struct LedgerFile {
    file: File,
    buffer: Vec<u8>,
}

impl LedgerFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: OpenOptions::new().create(true).append(true).open(path)?,
            buffer: Vec::new(),
        })
    }

    pub(super) fn add(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.buffer.clear();
        let time = now().to_rfc3339_opts(SecondsFormat::Micros, true);
        serde_json::to_writer(&mut self.buffer, &Timed { time, line })?;
        self.buffer.push(b'\n');
        self.file.write_all(&self.buffer)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test server outside the domain: its lines tell when they were really written"
)]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}
