//! The gateways' protocols.

pub(crate) mod smsmkt;
pub(crate) mod thaibulksms;
pub(crate) mod twilio;

use axum::http::{HeaderMap, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use std::collections::HashMap;

/// The user and password of Basic authentication. `None` where one is missing or empty: any
/// other credentials are right.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    let given = !user.is_empty() && !password.is_empty();
    given.then(|| (user.to_owned(), password.to_owned()))
}

/// The fields of a form.
struct Form(HashMap<String, String>);

impl Form {
    fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// A field; `None` where it is missing or empty.
    fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }
}
