//! Twilio: `POST /2010-04-01/Accounts/{sid}/Messages.json` with a form and HTTP Basic.
//!
//! By its public documentation a message that was taken has a `sid`; an error has a `code`. The fate can be
//! asked for, and is reported to a `StatusCallback` that each message names. Ours names message and attempt,
//! so a report settles even an attempt whose answer was lost.

use super::http::{Http, Reply};
use super::plan::{Body, Field, Plan};
use super::settings::{GatewaySecrets, GatewaySettings};
use super::status::{
    UNREADABLE, gateways, not_taken, refused, refused_question, unanswered, unasked,
};
use super::thaibulksms::msisdn;
use crate::{Fate, Gateway, Outgoing, Sent};
use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure};
use serde::Deserialize;

/// See the module.
pub(crate) struct Twilio {
    http: Http,
    settings: GatewaySettings,
    secrets: GatewaySecrets,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    error_code: Option<u32>,
}

#[derive(Deserialize)]
struct ErrorAnswer {
    code: u32,
}

#[derive(Deserialize)]
struct Balance {
    balance: String,
    #[serde(default)]
    currency: String,
}

fn account(settings: &GatewaySettings, secrets: &GatewaySecrets) -> String {
    format!("{}/2010-04-01/Accounts/{}", settings.base(), secrets.key)
}

pub(crate) fn message(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
    message: &Outgoing<'_>,
) -> Plan {
    let sender = settings.sender.trim();
    let from = if sender.starts_with("MG") {
        "MessagingServiceSid"
    } else {
        "From"
    };
    let mut fields = vec![
        Field::phone("To", format!("+{}", msisdn(message.to))),
        Field::new(from, sender),
        Field::new("Body", message.body),
    ];
    if let Some(url) = &settings.report_url {
        let sign = if url.contains('?') { '&' } else { '?' };
        let (id, attempt) = (message.message, message.attempt);
        fields.push(Field::new(
            "StatusCallback",
            format!("{url}{sign}message={id}&attempt={attempt}"),
        ));
    }
    let url = format!("{}/Messages.json", account(settings, secrets));
    Plan::post(url, Body::Form(fields)).with_basic(&secrets.key, &secrets.secret)
}

/// What an error code of a refused or undelivered message is about; `None` for one that says nothing to us.
/// From the public list of Twilio's error and warning codes.
pub(crate) fn cause(code: u32) -> Option<MessageFailure> {
    Some(match code {
        10_001 | 20_003..=20_006 | 20_404 | 30_002 => MessageFailure::CredentialsRefused,
        // Among them that the sender's queue at Twilio is full.
        20_429 | 14_107 | 21_611 | 63_018 => MessageFailure::RateLimited,
        30_001 => MessageFailure::GatewayDown,
        21_211 | 21_214 | 21_217 | 21_265 | 21_401 | 21_421 | 21_604 | 21_614 | 21_635 | 30_005 => {
            MessageFailure::BadNumber
        }
        21_610 => MessageFailure::NumberBlocked,
        21_212 | 21_603 | 21_606 | 21_607 | 21_612 | 21_659..=21_661 | 21_701..=21_705 | 30_034 => {
            MessageFailure::SenderRefused
        }
        21_602 | 21_605 | 21_617 => MessageFailure::TextRefused,
        // Among them that the network did not answer in time, and that the message's time was over.
        30_003 | 30_006 | 30_036 | 30_410 => MessageFailure::NotReachable,
        30_004 | 30_007 => MessageFailure::RefusedByNetwork,
        _ => return None,
    })
}

/// The account may not send to this country: a setting at Twilio, and no fault of any one message.
const COUNTRY_NOT_ALLOWED: u32 = 21_408;

pub(crate) fn read_answer(reply: &Reply) -> Sent {
    if (200..300).contains(&reply.status) {
        return match serde_json::from_slice::<Message>(&reply.body) {
            Ok(Message {
                sid: Some(sid),
                status,
                error_code,
            }) if !sid.is_empty() => match status.as_deref() {
                // Made and given up in one step: nothing goes out for it.
                Some("failed" | "canceled") => Sent::Refused {
                    cause: error_code
                        .and_then(cause)
                        .unwrap_or(MessageFailure::RefusedByGateway),
                },
                _ => Sent::Taken {
                    reference: Some(sid),
                },
            },
            Ok(_) | Err(_) => UNREADABLE,
        };
    }
    let told = serde_json::from_slice::<ErrorAnswer>(&reply.body);
    let code = told
        .ok()
        .filter(|_| (400..500).contains(&reply.status))
        .map(|error| error.code);
    match (code, code.and_then(cause)) {
        (Some(COUNTRY_NOT_ALLOWED), _) => gateways(MessageFailure::RefusedByGateway, reply),
        (_, Some(cause)) => not_taken(cause, reply),
        _ => refused(reply),
    }
}

/// The fate by Twilio's name of a status; states in between are pending.
pub(crate) fn fate_of(status: &str, error_code: Option<u32>) -> Fate {
    match status {
        "delivered" | "read" => Fate::Delivered,
        "undelivered" | "failed" | "canceled" => Fate::Failed {
            cause: error_code
                .and_then(cause)
                .unwrap_or(MessageFailure::NotDelivered),
        },
        _ => Fate::Pending,
    }
}

impl Twilio {
    pub(crate) fn new(http: Http, settings: &GatewaySettings, secrets: &GatewaySecrets) -> Self {
        Self {
            http,
            settings: settings.clone(),
            secrets: secrets.clone(),
        }
    }

    async fn get(&self, path: &str) -> Result<Reply, MessageFailure> {
        let plan = Plan::get(format!("{}/{path}", account(&self.settings, &self.secrets)))
            .with_basic(&self.secrets.key, &self.secrets.secret);
        let reply = self.http.ask(&plan).await.map_err(unasked)?;
        if (200..300).contains(&reply.status) {
            Ok(reply)
        } else {
            Err(refused_question(&reply))
        }
    }
}

#[async_trait]
impl Gateway for Twilio {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Twilio
    }

    fn is_simulated(&self) -> bool {
        false
    }

    fn tells_fate(&self) -> bool {
        true
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Sent {
        let plan = message(&self.settings, &self.secrets, outgoing);
        match self.http.ask(&plan).await {
            Ok(reply) => read_answer(&reply),
            Err(silence) => unanswered(silence),
        }
    }

    async fn fate(&self, reference: &str) -> Result<Fate, MessageFailure> {
        // It becomes part of an address: nothing else may stand in it.
        if !reference.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(MessageFailure::AnswerUnreadable);
        }
        let reply = self.get(&format!("Messages/{reference}.json")).await?;
        match serde_json::from_slice::<Message>(&reply.body) {
            Ok(Message {
                status: Some(status),
                error_code,
                ..
            }) => Ok(fate_of(&status, error_code)),
            Ok(_) | Err(_) => Err(MessageFailure::AnswerUnreadable),
        }
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        let reply = self.get("Balance.json").await?;
        match serde_json::from_slice::<Balance>(&reply.body) {
            Ok(told) => Ok(Some(
                format!("{} {}", told.balance, told.currency)
                    .trim()
                    .to_owned(),
            )),
            Err(_) => Err(MessageFailure::AnswerUnreadable),
        }
    }
}

#[cfg(test)]
mod tests;
