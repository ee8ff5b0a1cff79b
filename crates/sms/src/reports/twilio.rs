//! Twilio: a form posted to the `StatusCallback` of the message, signed.
//!
//! `X-Twilio-Signature` is the HMAC-SHA1, keyed with the account's token, of the whole address followed by each
//! field of the form, name and value, in the order of the names (Twilio's documentation, "Security").

use super::form::{Fields, read_into};
use crate::gateways::twilio_fate;
use crate::{Fate, Incoming, NotAReport, ReportReader};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use coe_domain::{GatewayKind, MessageId, ReportedState};
use coe_store::{Report, Subject};
use hmac::{Hmac, Mac};
use sha1::Sha1;

const SIGNATURE: &str = "x-twilio-signature";

/// See the module.
pub(super) struct Reports {
    token: String,
}

impl Reports {
    pub(super) fn new(token: &str) -> Self {
        Self {
            token: token.to_owned(),
        }
    }

    /// In a time that does not depend on how much of the signature is right.
    fn is_signed(&self, incoming: &Incoming<'_>, fields: &Fields) -> bool {
        let Some(given) = incoming
            .headers
            .get(SIGNATURE)
            .and_then(|value| STANDARD.decode(value.as_bytes()).ok())
        else {
            return false;
        };
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(self.token.as_bytes()) else {
            return false;
        };
        mac.update(incoming.url.as_bytes());
        for (name, value) in fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        mac.verify_slice(&given).is_ok()
    }
}

/// The attempt that our own address of the callback names.
fn subject(query: &Fields, sid: &str) -> Option<Subject> {
    let message = query.get("message")?.parse().ok()?;
    let attempt = query.get("attempt")?.parse().ok()?;
    Some(Subject::Attempt {
        message: MessageId(message),
        attempt,
        gateway_ref: Some(sid.to_owned()),
    })
}

impl ReportReader for Reports {
    fn gateway(&self) -> GatewayKind {
        GatewayKind::Twilio
    }

    fn read(&self, incoming: &Incoming<'_>) -> Result<Vec<Report>, NotAReport> {
        let mut form = Fields::new();
        read_into(&mut form, incoming.body)?;
        if !self.is_signed(incoming, &form) {
            return Err(NotAReport::Signature);
        }
        let mut query = Fields::new();
        read_into(&mut query, incoming.query.as_bytes())?;
        let told = |name: &str| {
            form.get(name)
                .filter(|value| !value.is_empty())
                .ok_or(NotAReport::Unreadable)
        };
        let sid = told("MessageSid")?;
        let code = form.get("ErrorCode").and_then(|code| code.parse().ok());
        let (state, cause) = match twilio_fate(told("MessageStatus")?, code) {
            Fate::Pending => return Ok(Vec::new()),
            Fate::Delivered => (ReportedState::Delivered, None),
            Fate::Failed { cause } => (ReportedState::Failed, Some(cause)),
        };
        Ok(vec![Report {
            gateway: GatewayKind::Twilio.code().to_owned(),
            subject: subject(&query, sid).unwrap_or_else(|| Subject::Reference(sid.clone())),
            state,
            cause,
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_domain::MessageFailure;
    use http::{HeaderMap, HeaderValue};

    const URL: &str = "https://sms.example/reports/twilio/x?message=17&attempt=2";
    const QUERY: &str = "message=17&attempt=2";

    fn signature(token: &str, url: &str, form: &str) -> String {
        let mut fields = Fields::new();
        read_into(&mut fields, form.as_bytes()).expect("a form");
        let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).expect("any length");
        mac.update(url.as_bytes());
        for (name, value) in &fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        STANDARD.encode(mac.finalize().into_bytes())
    }

    fn read(
        url: &str,
        query: &str,
        form: &str,
        signature: Option<&str>,
    ) -> Result<Vec<Report>, NotAReport> {
        let mut headers = HeaderMap::new();
        if let Some(signature) = signature {
            headers.insert(
                SIGNATURE,
                HeaderValue::from_str(signature).expect("a header"),
            );
        }
        Reports::new("token").read(&Incoming {
            url,
            query,
            headers: &headers,
            body: form.as_bytes(),
        })
    }

    fn signed(form: &str) -> Result<Vec<Report>, NotAReport> {
        read(URL, QUERY, form, Some(&signature("token", URL, form)))
    }

    /// The example of Twilio's public documentation.
    #[test]
    fn the_signature_is_the_documented_one() {
        let form = "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(
            signature("12345", url, form),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        );
    }

    #[test]
    fn a_report_names_the_attempt() {
        let told = signed("MessageSid=SM1&MessageStatus=delivered&To=%2B66812345678");
        let report = Report {
            gateway: "twilio".to_owned(),
            subject: Subject::Attempt {
                message: MessageId(17),
                attempt: 2,
                gateway_ref: Some("SM1".to_owned()),
            },
            state: ReportedState::Delivered,
            cause: None,
        };
        assert_eq!(told, Ok(vec![report]));
    }

    #[test]
    fn without_our_own_words_the_reference_counts() {
        let url = "https://sms.example/reports";
        let form = "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003";
        let told = read(url, "", form, Some(&signature("token", url, form)));
        let told = told.expect("a report");
        assert_eq!(told[0].subject, Subject::Reference("SM1".to_owned()));
        assert_eq!(told[0].cause, Some(MessageFailure::NotReachable));
    }

    #[test]
    fn a_state_in_between_is_no_report() {
        assert_eq!(signed("MessageSid=SM1&MessageStatus=sent"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_not_signed_is_not_believed() {
        let form = "MessageSid=SM1&MessageStatus=delivered";
        let right = signature("token", URL, form);
        let wrong = [
            read(URL, QUERY, form, None),
            read(URL, QUERY, form, Some("")),
            read(URL, QUERY, form, Some("AAAA")),
            read(URL, QUERY, form, Some(&signature("other", URL, form))),
            read("https://elsewhere.example/x", QUERY, form, Some(&right)),
            read(
                URL,
                QUERY,
                "MessageSid=SM2&MessageStatus=delivered",
                Some(&right),
            ),
            read(URL, QUERY, &format!("{form}&ErrorCode=1"), Some(&right)),
        ];
        for told in wrong {
            assert_eq!(told, Err(NotAReport::Signature));
        }
    }

    #[test]
    fn what_is_signed_and_says_nothing_is_no_report() {
        assert_eq!(
            signed("MessageStatus=delivered"),
            Err(NotAReport::Unreadable)
        );
        assert_eq!(signed("MessageSid=SM1"), Err(NotAReport::Unreadable));
    }
}
