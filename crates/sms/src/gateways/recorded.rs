//! Answers as gateways give them, and what they mean.

use super::http::Reply;
use crate::{Sent, Whose};
use coe_domain::MessageFailure;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::fmt;

/// An answer and its meaning.
pub(crate) struct Recorded {
    pub(crate) reply: Reply,
    pub(crate) meaning: Sent,
}

/// An answer without a wish to wait.
pub(crate) fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

impl Recorded {
    fn of(status: u16, body: &str, meaning: Sent) -> Self {
        Self {
            reply: reply(status, body),
            meaning,
        }
    }

    pub(crate) fn taken(status: u16, body: &str, reference: Option<&str>) -> Self {
        let reference = reference.map(str::to_owned);
        Self::of(status, body, Sent::Taken { reference })
    }

    pub(crate) fn refused(status: u16, body: &str, cause: MessageFailure) -> Self {
        Self::of(status, body, Sent::Refused { cause })
    }

    /// By no fault of the message, as all that is tried again.
    pub(crate) fn not_now(status: u16, body: &str, cause: MessageFailure) -> Self {
        let meaning = Sent::NotNow {
            cause,
            whose: Whose::Gateway,
            wait: None,
        };
        Self::of(status, body, meaning)
    }

    pub(crate) fn unknown(status: u16, body: &str, cause: MessageFailure) -> Self {
        Self::of(status, body, Sent::Unknown { cause })
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.reply.body);
        write!(f, "{} {body}", self.reply.status)
    }
}

/// Whatever comes, nothing panics; and only a success whose body holds `sign` can mean that the message was
/// taken.
pub(crate) fn never_panics_or_invents(read: fn(&Reply) -> Sent, sign: &str) {
    let bodies = prop_oneof![
        any::<Vec<u8>>(),
        "[\\[{\":,}\\]a-z0-9_ ]{0,80}".prop_map(String::into_bytes),
    ];
    TestRunner::default()
        .run(&(100..600_u16, bodies), |(status, body)| {
            let answer = read(&Reply {
                status,
                retry_after: None,
                body: body.clone(),
            });
            let may_be_taken = (200..300).contains(&status)
                && body.windows(sign.len()).any(|part| part == sign.as_bytes());
            let taken = matches!(answer, Sent::Taken { .. });
            prop_assert!(may_be_taken || !taken, "only a success says so");
            if (500..600).contains(&status) || status < 200 {
                let unknown = matches!(answer, Sent::Unknown { .. });
                prop_assert!(unknown, "nobody knows what a {} means", status);
            }
            Ok(())
        })
        .expect("holds for every answer");
}
