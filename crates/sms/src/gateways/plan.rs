//! A request before it is sent: what is sent and what a dry run shows are the same.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;

/// A request to a gateway.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Body,
}

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
}

/// A header, and whether it is a secret.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    secret: bool,
}

/// What a request carries.
#[derive(Clone)]
pub(crate) enum Body {
    Nothing,
    Form(Vec<Field>),
    Json(Vec<Field>),
}

/// A field, and how much of it a dry run shows.
#[derive(Clone)]
pub(crate) struct Field {
    name: &'static str,
    value: String,
    shown: Shown,
}

/// How much of a field a dry run shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// The last four digits of a phone number.
    LastDigits,
    /// An address without its query, which holds a secret.
    Path,
}

impl Field {
    pub(crate) fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            shown: Shown::All,
        }
    }

    pub(crate) fn phone(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            shown: Shown::LastDigits,
            ..Self::new(name, value)
        }
    }

    /// An address whose query holds a secret.
    pub(crate) fn secret(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            shown: Shown::Path,
            ..Self::new(name, value)
        }
    }

    fn masked(&self) -> String {
        match self.shown {
            Shown::All => return self.value.clone(),
            Shown::Path => {
                let path = self.value.split('?').next().unwrap_or_default();
                return format!("{path}?••••");
            }
            Shown::LastDigits => {}
        }
        let digits = self.value.chars().count();
        self.value
            .chars()
            .enumerate()
            .map(|(at, letter)| {
                if letter.is_ascii_digit() && at + 4 < digits {
                    'x'
                } else {
                    letter
                }
            })
            .collect()
    }
}

impl Plan {
    pub(crate) fn get(url: String) -> Self {
        Self {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: Body::Nothing,
        }
    }

    pub(crate) fn post(url: String, body: Body) -> Self {
        Self {
            method: Method::Post,
            url,
            headers: Vec::new(),
            body,
        }
    }

    pub(crate) fn with_secret(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push(Header {
            name,
            value: value.into(),
            secret: true,
        });
        self
    }

    /// HTTP Basic (RFC 7617).
    pub(crate) fn with_basic(self, user: &str, password: &str) -> Self {
        let both = STANDARD.encode(format!("{user}:{password}"));
        self.with_secret("authorization", format!("Basic {both}"))
    }

    /// The kind of the body and the body, as they go out.
    pub(crate) fn written_body(&self) -> Option<(&'static str, Vec<u8>)> {
        match &self.body {
            Body::Nothing => None,
            Body::Form(fields) => {
                let pairs = fields.iter().map(|field| (field.name, &field.value));
                let text = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(pairs)
                    .finish();
                Some(("application/x-www-form-urlencoded", text.into_bytes()))
            }
            Body::Json(fields) => {
                let object: serde_json::Map<_, _> = fields
                    .iter()
                    .map(|field| (field.name.to_owned(), field.value.clone().into()))
                    .collect();
                let text = serde_json::Value::Object(object).to_string();
                Some(("application/json", text.into_bytes()))
            }
        }
    }

    /// For people to read: secrets and all but the last four digits of numbers are covered.
    pub(crate) fn masked(&self) -> String {
        let method = match self.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let mut text = format!("{method} {}", self.url);
        for header in &self.headers {
            let value = if header.secret {
                "••••"
            } else {
                &header.value
            };
            let _ = write!(text, "\n{}: {value}", header.name);
        }
        let (kind, fields) = match &self.body {
            Body::Nothing => return text,
            Body::Form(fields) => ("form", fields),
            Body::Json(fields) => ("JSON", fields),
        };
        let _ = write!(text, "\n{kind}:");
        for field in fields {
            let _ = write!(text, "\n  {} = {}", field.name, field.masked());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_covers_secrets_and_numbers() {
        let fields = vec![
            Field::phone("msisdn", "66812345678"),
            Field::new("message", "สวัสดี & 1"),
            Field::secret("callback_url", "https://desk.example/r?token=hunter2"),
        ];
        let plan = Plan::post("https://sms.example/sms".to_owned(), Body::Form(fields))
            .with_basic("key", "hunter2");
        assert_eq!(
            plan.masked(),
            "POST https://sms.example/sms\nauthorization: ••••\nform:\n  msisdn = xxxxxxx5678\n  message = สวัสดี & 1\n  callback_url = https://desk.example/r?••••"
        );
        let (kind, body) = plan.written_body().expect("has a body");
        assert_eq!(kind, "application/x-www-form-urlencoded");
        let body = String::from_utf8(body).expect("is ASCII");
        assert!(
            body.starts_with("msisdn=66812345678&message=%E0%B8%AA"),
            "{body}"
        );
        assert!(body.contains("+%26+1&callback_url="), "{body}");
        assert_eq!(plan.headers[0].value, "Basic a2V5Omh1bnRlcjI=");
    }
}
