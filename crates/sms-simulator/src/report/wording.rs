//! How each gateway words its reports.

use super::{Report, State, Style};
use axum::body::Bytes;
use axum::http::{Error, Method, Request, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use form_urlencoded::Serializer;
use hmac::{Hmac, Mac};
use http_body_util::Full;
use sha1::Sha1;

/// The requests that tell one state.
pub(super) fn request(report: &Report, state: State) -> Result<Request<Full<Bytes>>, Error> {
    match &report.callback.style {
        Style::ThaiBulkSms => thaibulksms(report, state),
        Style::Twilio { account, token } => twilio(report, state, account, token),
    }
}

/// The states in between that a gateway reports before the fate.
pub(super) fn before(style: &Style) -> &'static [State] {
    match style {
        Style::ThaiBulkSms => &[],
        Style::Twilio { .. } => &[State::Sent],
    }
}

fn thaibulksms(report: &Report, state: State) -> Result<Request<Full<Bytes>>, Error> {
    let failed = state == State::Failed;
    let mut query = Serializer::new(String::new());
    query
        .append_pair("message_id", &report.reference)
        .append_pair("status", if failed { "failed" } else { "delivered" })
        .append_pair("phone", &report.number.to_string());
    if failed {
        query.append_pair("error", "the phone could not be reached");
    }
    let url = &report.callback.url;
    let joint = if url.contains('?') { '&' } else { '?' };
    Request::get(format!("{url}{joint}{}", query.finish())).body(Full::default())
}

fn twilio(
    report: &Report,
    state: State,
    account: &str,
    token: &str,
) -> Result<Request<Full<Bytes>>, Error> {
    let (status, error) = twilio_status(state);
    let to = format!("+{}", report.number);
    let mut fields = vec![
        ("AccountSid", account),
        ("ApiVersion", "2010-04-01"),
        ("MessageSid", &report.reference),
        ("MessageStatus", status),
        ("SmsSid", &report.reference),
        ("SmsStatus", status),
        ("To", &to),
    ];
    let error = error.map(|code| code.to_string());
    if let Some(code) = &error {
        fields.push(("ErrorCode", code));
    }
    let url = &report.callback.url;
    let body = Serializer::new(String::new())
        .extend_pairs(&fields)
        .finish();
    Request::builder()
        .method(Method::POST)
        .uri(url)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("X-Twilio-Signature", signature(token, url, &fields))
        .body(Full::from(body))
}

/// Twilio's word for a state, and its error code: 30003, unreachable.
pub(crate) fn twilio_status(state: State) -> (&'static str, Option<u32>) {
    match state {
        State::Queued => ("queued", None),
        State::Sent => ("sent", None),
        State::Delivered => ("delivered", None),
        State::Failed => ("undelivered", Some(30003)),
    }
}

/// Twilio's signature of a form: HMAC-SHA1, by the account's token, of the whole address and then
/// each name and value, sorted by name; in base64.
pub(crate) fn signature(token: &str, url: &str, fields: &[(&str, &str)]) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::signature;

    /// The example of Twilio's documentation on securing requests.
    #[test]
    fn twilios_own_example_has_its_signature() {
        let fields = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ];
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(
            signature("12345", url, &fields),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        );
    }
}
