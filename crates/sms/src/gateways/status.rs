//! What a status means that says no, whichever gateway it comes from, and what silence means.

use super::http::{Reply, Silence};
use crate::{Sent, Whose};
use coe_domain::MessageFailure;

/// The meaning of no answer.
pub(crate) fn unanswered(silence: Silence) -> Sent {
    match silence {
        Silence::NeverSent => Sent::NotNow {
            cause: MessageFailure::GatewayDown,
            whose: Whose::Gateway,
            wait: None,
        },
        Silence::NoAnswer => Sent::Unknown {
            cause: MessageFailure::NoAnswer,
        },
        Silence::Lost => Sent::Unknown {
            cause: MessageFailure::ConnectionLost,
        },
    }
}

/// The cause of a question that was not answered.
pub(crate) fn unasked(silence: Silence) -> MessageFailure {
    match silence {
        Silence::NeverSent => MessageFailure::GatewayDown,
        Silence::NoAnswer => MessageFailure::NoAnswer,
        Silence::Lost => MessageFailure::ConnectionLost,
    }
}

/// Not taken, by no fault of this message.
pub(crate) fn gateways(cause: MessageFailure, reply: &Reply) -> Sent {
    Sent::NotNow {
        cause,
        whose: Whose::Gateway,
        wait: reply.retry_after,
    }
}

pub(crate) const UNREADABLE: Sent = Sent::Unknown {
    cause: MessageFailure::AnswerUnreadable,
};

/// The meaning of a status that is no success, where the body says nothing better.
pub(crate) fn refused(reply: &Reply) -> Sent {
    match reply.status {
        401 | 403 | 407 => gateways(MessageFailure::CredentialsRefused, reply),
        402 => gateways(MessageFailure::CreditEmpty, reply),
        429 => gateways(MessageFailure::RateLimited, reply),
        // It may mean that the gateway has this message already.
        409 => UNREADABLE,
        // The address is wrong, or something stands in between: no message would fare better.
        301 | 307 | 308 | 404 | 405 | 408 | 421 | 426 => {
            gateways(MessageFailure::GatewayDown, reply)
        }
        400..=499 if speaks(reply) => Sent::Refused {
            cause: MessageFailure::RefusedByGateway,
        },
        400..=499 => gateways(MessageFailure::GatewayDown, reply),
        503 if reply.retry_after.is_some() => gateways(MessageFailure::GatewayDown, reply),
        502 | 504 => Sent::Unknown {
            cause: MessageFailure::NoAnswer,
        },
        _ => UNREADABLE,
    }
}

/// Whether the body may be the gateway's own: an error page of something in between refuses no message for
/// good.
fn speaks(reply: &Reply) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&reply.body).is_ok()
}

/// The cause of a question that was answered by a status that is no success.
pub(crate) fn refused_question(reply: &Reply) -> MessageFailure {
    match refused(reply) {
        Sent::NotNow { cause, .. } | Sent::Refused { cause } | Sent::Unknown { cause } => cause,
        Sent::Taken { .. } => MessageFailure::AnswerUnreadable,
    }
}

/// What the words of a refusal are about.
pub(crate) fn by_words(words: &str) -> MessageFailure {
    let words = words.to_lowercase();
    let speaks_of = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    if speaks_of(&["credit", "balance", "quota", "เครดิต"]) {
        MessageFailure::CreditEmpty
    } else if speaks_of(&[
        "authent",
        "unauthor",
        "api_key",
        "api key",
        "secret",
        "credential",
    ]) {
        MessageFailure::CredentialsRefused
    } else if speaks_of(&["sender"]) {
        MessageFailure::SenderRefused
    } else if speaks_of(&["block", "blacklist", "unsubscri"]) {
        MessageFailure::NumberBlocked
    } else if speaks_of(&["msisdn", "phone", "number", "mobile", "เบอร์"]) {
        MessageFailure::BadNumber
    } else if speaks_of(&["rate limit", "rate_limit", "too many"]) {
        MessageFailure::RateLimited
    } else if speaks_of(&["message", "text", "ข้อความ"]) {
        MessageFailure::TextRefused
    } else {
        MessageFailure::RefusedByGateway
    }
}

/// Not taken, for this cause.
pub(crate) fn not_taken(cause: MessageFailure, reply: &Reply) -> Sent {
    match cause {
        MessageFailure::CreditEmpty
        | MessageFailure::CredentialsRefused
        | MessageFailure::RateLimited
        | MessageFailure::GatewayDown => gateways(cause, reply),
        _ => Sent::Refused { cause },
    }
}
