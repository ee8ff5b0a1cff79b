//! ThaiBulkSMS: a webhook with `message_id` and `status`, as a query, a form or JSON.
//!
//! It carries no signature. So the `callback_url` of each message names its attempt and holds a token that only
//! we can make: an HMAC-SHA256 of both, keyed with the API secret. Whoever learns such an address can report on
//! that attempt alone, and the report settles it even where the answer was lost. A report to an address without
//! a token is about a reference; who may call there is for the receiver to know, by the address and by where the
//! call comes from.

use super::form::{Fields, read_into};
use crate::{Incoming, NotAReport, Outgoing, ReportReader};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coe_domain::{GatewayKind, MessageFailure, MessageId, ReportedState};
use coe_store::{Report, Subject};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

/// See the module.
pub(super) struct Reports {
    secret: String,
}

/// Where the gateway shall report on a message.
pub(crate) fn callback(report_url: &str, secret: &str, message: &Outgoing<'_>) -> String {
    let sign = if report_url.contains('?') { '&' } else { '?' };
    let (id, attempt) = (message.message, message.attempt);
    let token = sealing(secret, id, attempt).map_or_else(String::new, |mac| {
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    });
    format!("{report_url}{sign}message={id}&attempt={attempt}&token={token}")
}

fn sealing(secret: &str, message: MessageId, attempt: u32) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("coe-desk report {message} {attempt}").as_bytes());
    Some(mac)
}

impl Reports {
    pub(super) fn new(secret: &str) -> Self {
        Self {
            secret: secret.to_owned(),
        }
    }

    /// The attempt that the query names, if it names one; it must prove that it may.
    fn attempt(&self, query: &Fields) -> Result<Option<(MessageId, u32)>, NotAReport> {
        let told = |name: &str| query.get(name).map(String::as_str);
        let (message, attempt, token) = (told("message"), told("attempt"), told("token"));
        if message.or(attempt).or(token).is_none() {
            return Ok(None);
        }
        let named = || Some((message?.parse().ok()?, attempt?.parse().ok()?, token?));
        let proven = |(id, attempt, token): (i64, u32, &str)| {
            let token = URL_SAFE_NO_PAD.decode(token).ok()?;
            let mac = sealing(&self.secret, MessageId(id), attempt)?;
            // In a time that does not depend on how much of it is right.
            mac.verify_slice(&token).ok()?;
            Some((MessageId(id), attempt))
        };
        named()
            .and_then(proven)
            .map(Some)
            .ok_or(NotAReport::Signature)
    }
}

fn fields(incoming: &Incoming<'_>) -> Result<Fields, NotAReport> {
    let mut fields = Fields::new();
    read_into(&mut fields, incoming.query.as_bytes())?;
    if incoming.body.is_empty() {
        return Ok(fields);
    }
    if incoming.body.trim_ascii_start().starts_with(b"{") {
        let told: serde_json::Map<String, Value> =
            serde_json::from_slice(incoming.body).map_err(|_| NotAReport::Unreadable)?;
        for (name, value) in told {
            let value = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                _ => continue,
            };
            fields.insert(name, value);
        }
        Ok(fields)
    } else {
        read_into(&mut fields, incoming.body)?;
        Ok(fields)
    }
}

/// The state by the gateway's word; `None` for states in between, and for `success`, which may mean no more than
/// that the network took the message.
fn state(word: &str) -> Option<(ReportedState, Option<MessageFailure>)> {
    let failed = |cause| Some((ReportedState::Failed, Some(cause)));
    match word.to_ascii_lowercase().as_str() {
        "delivered" | "deliveredtoterminal" => Some((ReportedState::Delivered, None)),
        "expired" | "unreachable" => failed(MessageFailure::NotReachable),
        "rejected" | "blocked" => failed(MessageFailure::RefusedByNetwork),
        "failed" | "fail" | "undelivered" | "undeliverable" | "error" => {
            failed(MessageFailure::NotDelivered)
        }
        _ => None,
    }
}

impl ReportReader for Reports {
    fn gateway(&self) -> GatewayKind {
        GatewayKind::Thaibulksms
    }

    fn read(&self, incoming: &Incoming<'_>) -> Result<Vec<Report>, NotAReport> {
        let mut query = Fields::new();
        read_into(&mut query, incoming.query.as_bytes())?;
        let attempt = self.attempt(&query)?;
        let fields = fields(incoming)?;
        let told = |name: &str| {
            fields
                .get(name)
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
                .ok_or(NotAReport::Unreadable)
        };
        let subject = match attempt {
            Some((message, attempt)) => Subject::Attempt {
                message,
                attempt,
                gateway_ref: told("message_id").ok().map(str::to_owned),
            },
            None => Subject::Reference(told("message_id")?.to_owned()),
        };
        let Some((state, cause)) = state(told("status")?) else {
            return Ok(Vec::new());
        };
        Ok(vec![Report {
            gateway: GatewayKind::Thaibulksms.code().to_owned(),
            subject,
            state,
            cause,
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_domain::Phone;
    use http::HeaderMap;

    fn read(query: &str, body: &[u8]) -> Result<Vec<Report>, NotAReport> {
        Reports::new("secret").read(&Incoming {
            url: "https://sms.example/reports",
            query,
            headers: &HeaderMap::new(),
            body,
        })
    }

    fn report(state: ReportedState, cause: Option<MessageFailure>) -> Vec<Report> {
        vec![Report {
            gateway: "thaibulksms".to_owned(),
            subject: Subject::Reference("abc-1".to_owned()),
            state,
            cause,
        }]
    }

    #[test]
    fn a_report_comes_as_query_form_or_json() {
        let delivered = Ok(report(ReportedState::Delivered, None));
        assert_eq!(
            read("message_id=abc-1&status=delivered&phone=66812345678", b""),
            delivered
        );
        assert_eq!(read("", b"message_id=abc-1&status=Delivered"), delivered);
        assert_eq!(
            read(
                "",
                br#" {"message_id":"abc-1","status":"DELIVERED","used":1}"#
            ),
            delivered
        );
    }

    /// The query of a callback that was made with `secret`.
    fn query(secret: &str, message: i64, attempt: u32) -> String {
        let to = Phone::parse("0812345678").expect("a phone");
        let outgoing = Outgoing {
            message: MessageId(message),
            attempt,
            to: &to,
            body: "",
        };
        callback("https://sms.example/reports", secret, &outgoing)
            .replace("https://sms.example/reports?", "")
    }

    #[test]
    fn a_callback_settles_its_own_attempt() {
        let settled = Ok(vec![Report {
            gateway: "thaibulksms".to_owned(),
            subject: Subject::Attempt {
                message: MessageId(17),
                attempt: 2,
                gateway_ref: Some("abc-1".to_owned()),
            },
            state: ReportedState::Delivered,
            cause: None,
        }]);
        let body = b"message_id=abc-1&status=delivered";
        assert_eq!(read(&query("secret", 17, 2), body), settled);
        let forged = [
            query("guess", 17, 2),
            query("secret", 17, 2).replace("message=17", "message=18"),
            query("secret", 17, 2).replace("attempt=2", "attempt=1"),
            "message=17&attempt=2".to_owned(),
            "message=17&attempt=2&token=".to_owned(),
            "token=AAAA".to_owned(),
        ];
        for forged in forged {
            assert_eq!(read(&forged, body), Err(NotAReport::Signature), "{forged}");
        }
    }

    #[test]
    fn a_failure_has_its_cause() {
        for (word, cause) in [
            ("failed", MessageFailure::NotDelivered),
            ("expired", MessageFailure::NotReachable),
            ("rejected", MessageFailure::RefusedByNetwork),
        ] {
            let told = read(&format!("message_id=abc-1&status={word}"), b"");
            assert_eq!(
                told,
                Ok(report(ReportedState::Failed, Some(cause))),
                "{word}"
            );
        }
    }

    #[test]
    fn a_state_in_between_is_no_report() {
        for word in ["sent", "success", "queued"] {
            let told = read(&format!("message_id=abc-1&status={word}"), b"");
            assert_eq!(told, Ok(Vec::new()), "{word}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_report() {
        let long = vec![b'&'; 10];
        let cases: [(&str, &[u8]); 7] = [
            ("", b""),
            ("status=delivered", b""),
            ("message_id=&status=delivered", b""),
            ("message_id=a&message_id=b&status=delivered", b""),
            ("message_id=abc-1&status=%FF", b""),
            ("", b"{\"message_id\":"),
            ("", b"\xff\xfe"),
        ];
        for (query, body) in cases {
            assert_eq!(read(query, body), Err(NotAReport::Unreadable), "{query}");
        }
        assert_eq!(read("", &long), Err(NotAReport::Unreadable));
        let many: String = (0..100).map(|n| format!("f{n}=1&")).collect();
        assert_eq!(read(&many, b""), Err(NotAReport::Unreadable));
    }
}
