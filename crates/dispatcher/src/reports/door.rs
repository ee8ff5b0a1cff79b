//! The door for one gateway's reports: who is let in, and how much at a time.

use super::source::Sources;
use coe_domain::{GatewayKind, ReportedState};
use coe_sms::dispatcher::Bucket;
use coe_sms::{NotAReport, Rate, ReportReader};
use coe_store::ReportAnswer;
use std::sync::{Arc, Mutex, PoisonError};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Reports a second, on average and at once.
const RATE: Rate = Rate {
    per_second: 200.0,
    burst: 400,
};
/// Reports that are being put on record at the same time.
const AT_ONCE: usize = 16;
/// A token that can be guessed is none: 128 bits in hexadecimal.
const SHORTEST: usize = 32;

/// What makes the address of the reports unguessable.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token; `None` where it is too short, or holds what an address cannot.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
        (plain && text.len() >= SHORTEST).then(|| Self(text.to_owned()))
    }

    /// The address of a gateway's reports.
    #[must_use]
    pub fn address(&self, public_url: &str, gateway: GatewayKind) -> String {
        let base = public_url.trim_end_matches('/');
        format!("{base}/reports/{}/{}", gateway.code(), self.0)
    }

    /// Whether it is this one. Takes as long wherever the two differ.
    pub(crate) fn is(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// What a request for the door came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It comes from where nobody may call from.
    Stranger,
    /// Its address names no gateway of ours, or the token is wrong.
    Lost,
    /// There are too many at a time.
    TooMany,
    /// It is too long, or came too slowly.
    TooMuch,
    /// It is not taken for a report.
    Not(NotAReport),
    /// The database did not take it.
    Away,
    /// A report was put on record.
    Report {
        /// What it says.
        state: ReportedState,
        /// What became of it.
        answer: ReportAnswer,
    },
}

/// Is told what came. Must not block.
pub trait Counts: Send + Sync {
    /// A request came to this.
    fn count(&self, counted: Counted);
}

/// The door for one gateway's reports.
pub struct Door {
    pub(crate) reader: Arc<dyn ReportReader>,
    pub(crate) token: Token,
    pub(crate) sources: Sources,
    /// The address before the path, as the gateway calls it: signatures cover it.
    pub(crate) public_url: String,
    pub(crate) places: Semaphore,
    bucket: Mutex<Bucket>,
}

impl Door {
    /// A door with the usual limits.
    #[must_use]
    pub fn new(
        reader: Arc<dyn ReportReader>,
        token: Token,
        sources: Sources,
        public_url: &str,
    ) -> Self {
        Self {
            reader,
            token,
            sources,
            public_url: public_url.trim_end_matches('/').to_owned(),
            places: Semaphore::new(AT_ONCE),
            bucket: Mutex::new(Bucket::new(Some(RATE), Instant::now())),
        }
    }

    /// Whether one more is let in at this moment.
    pub(crate) fn has_room(&self) -> bool {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let free = bucket.free(Instant::now()) > 0;
        if free {
            bucket.spend(1);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_could_be_guessed_or_does_not_fit_an_address_is_none() {
        let good = "0123456789abcdef0123456789abcdef";
        assert!(Token::new(good).is_some());
        for bad in [
            "",
            "short",
            &good[1..],
            &format!("{good}/x"),
            &format!("{good}?"),
        ] {
            assert!(Token::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_only_itself() {
        let token = Token::new("0123456789abcdef0123456789abcdef").unwrap();
        assert!(token.is("0123456789abcdef0123456789abcdef"));
        for other in ["", "0123456789abcdef0123456789abcdee", "0123456789abcdef"] {
            assert!(!token.is(other), "{other}");
        }
    }
}
