//! The photo pipeline, seen from outside.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot do")]

mod mutations;
mod refused;
mod samples;
mod upright;
