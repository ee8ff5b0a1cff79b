//! ThaiBulkSMS, API v2: `POST /sms` with a form and HTTP Basic.
//!
//! By its public documentation a success (2xx) lists each number either in `phone_number_list`, with a
//! `message_id`, or in `bad_phone_number_list`; an error has `error.code`, `error.name` and
//! `error.description`. The names of errors are not a documented closed set, so they are read by what they
//! speak of. Reports come to the `callback_url` of each message, a field that the vendor's own published client
//! has, or by a webhook that is set up in the gateway's own pages: see [`crate::reports`].

use super::http::{Http, Reply};
use super::plan::{Body, Field, Plan};
use super::settings::{GatewaySecrets, GatewaySettings};
use super::status::{
    UNREADABLE, by_words, not_taken, refused, refused_question, unanswered, unasked,
};
use crate::reports::thaibulksms_callback;
use crate::{Fate, Gateway, Outgoing, Sent};
use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure, Phone};
use serde::Deserialize;
use serde_json::Value;

/// See the module.
pub(crate) struct ThaiBulkSms {
    http: Http,
    settings: GatewaySettings,
    secrets: GatewaySecrets,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    phone_number_list: Vec<Good>,
    #[serde(default)]
    bad_phone_number_list: Vec<Bad>,
}

#[derive(Deserialize)]
struct Good {
    #[serde(default)]
    message_id: Value,
}

#[derive(Deserialize)]
struct Bad {
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: ErrorBody,
}

#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
}

/// `66812345678`: the country, and no sign.
pub(crate) fn msisdn(phone: &Phone) -> String {
    format!("66{}", phone.as_str().trim_start_matches('0'))
}

/// An identity that may come as a text or a number.
pub(crate) fn reference(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn message(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
    message: &Outgoing<'_>,
) -> Plan {
    let mut fields = vec![
        Field::phone("msisdn", msisdn(message.to)),
        Field::new("message", message.body),
        Field::new("sender", settings.sender.trim()),
        // Only this kind of credit may carry a registered sender of one's own.
        Field::new("force", "corporate"),
    ];
    if let Some(url) = &settings.report_url {
        let callback = thaibulksms_callback(url, &secrets.secret, message);
        fields.push(Field::secret("callback_url", callback));
    }
    Plan::post(format!("{}/sms", settings.base()), Body::Form(fields))
        .with_basic(&secrets.key, &secrets.secret)
}

pub(crate) fn read_answer(reply: &Reply) -> Sent {
    if !(200..300).contains(&reply.status) {
        return match serde_json::from_slice::<ErrorAnswer>(&reply.body) {
            Ok(ErrorAnswer { error }) if (400..500).contains(&reply.status) => {
                let by_status = refused(reply);
                let cause = by_words(&format!("{} {}", error.name, error.description));
                match by_status {
                    Sent::Refused { .. } => not_taken(cause, reply),
                    other => other,
                }
            }
            _ => refused(reply),
        };
    }
    match serde_json::from_slice::<Answer>(&reply.body) {
        Ok(answer) => match (
            answer.phone_number_list.first(),
            answer.bad_phone_number_list.first(),
        ) {
            (Some(good), _) => Sent::Taken {
                reference: reference(&good.message_id),
            },
            (None, Some(bad)) => {
                let cause = match by_words(&bad.message) {
                    blocked @ MessageFailure::NumberBlocked => blocked,
                    _ => MessageFailure::BadNumber,
                };
                Sent::Refused { cause }
            }
            (None, None) => UNREADABLE,
        },
        Err(_) => UNREADABLE,
    }
}

/// `remaining_credit` is a number, or one for each kind of credit.
fn read_credit(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    match answer.get("remaining_credit")? {
        Value::Object(kinds) => {
            let mut each: Vec<_> = kinds
                .iter()
                .map(|(kind, left)| format!("{kind} {left}"))
                .collect();
            // In one order, whatever the gateway's.
            each.sort();
            Some(each.join(" · "))
        }
        Value::Null => None,
        left => Some(left.to_string()),
    }
}

impl ThaiBulkSms {
    pub(crate) fn new(http: Http, settings: &GatewaySettings, secrets: &GatewaySecrets) -> Self {
        Self {
            http,
            settings: settings.clone(),
            secrets: secrets.clone(),
        }
    }
}

#[async_trait]
impl Gateway for ThaiBulkSms {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Thaibulksms
    }

    fn is_simulated(&self) -> bool {
        false
    }

    fn tells_fate(&self) -> bool {
        false
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Sent {
        let plan = message(&self.settings, &self.secrets, outgoing);
        match self.http.ask(&plan).await {
            Ok(reply) => read_answer(&reply),
            Err(silence) => unanswered(silence),
        }
    }

    async fn fate(&self, _reference: &str) -> Result<Fate, MessageFailure> {
        Ok(Fate::Pending)
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        let plan = Plan::get(format!("{}/credit", self.settings.base()))
            .with_basic(&self.secrets.key, &self.secrets.secret);
        let reply = self.http.ask(&plan).await.map_err(unasked)?;
        if (200..300).contains(&reply.status) {
            Ok(read_credit(&reply.body))
        } else {
            Err(refused_question(&reply))
        }
    }
}

#[cfg(test)]
mod tests;
