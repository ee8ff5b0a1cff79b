//! How a database is opened.

use std::time::Duration;

/// Whose clock the database follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockUse {
    /// The machine's, for ever: the database is sealed when it is created or opened.
    Machine,
    /// One that [`crate::SqliteStore::set_clock_offset`] can move, until it is sealed. For tests and
    /// for seeding a demo with a past.
    Settable,
}

/// How a database is opened. [`Options::default`] is for a desk in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How long a write waits for another program before it answers `Busy`.
    pub busy_timeout: Duration,
    /// How many connections read.
    pub readers: u32,
    /// Whose clock.
    pub clock: ClockUse,
    /// Whether a commit waits for the disk (`synchronous = FULL`). Off only while seeding and in
    /// tests: a power cut may then lose or damage the file.
    pub durable: bool,
    /// Refuse to grow beyond this many pages of 4 KiB; `None` for no limit but the disk's.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            busy_timeout: Duration::from_secs(5),
            readers: 4,
            clock: ClockUse::Machine,
            durable: true,
            max_pages: None,
        }
    }
}

impl Options {
    /// For tests and for seeding: the clock can be set, and no commit waits for the disk.
    #[must_use]
    pub fn for_seeding() -> Self {
        Self {
            clock: ClockUse::Settable,
            durable: false,
            ..Self::default()
        }
    }
}
