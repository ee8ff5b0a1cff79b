//! SMSMKT: `POST /api/send-message` with JSON and the headers `api_key` and `secret_key`.
//!
//! By its public documentation every answer has a `code`, and `"000"` is the only success. The list of the
//! other codes is not public in full. Those that its users name are known here; an answer with another code is
//! read by what its `detail` speaks of, and one that speaks of nothing we know may be an error that came after
//! the message was taken: nobody knows. It documents no delivery reports: an accepted message stays accepted.

use super::http::{Http, Reply};
use super::plan::{Body, Field, Plan};
use super::settings::{GatewaySecrets, GatewaySettings};
use super::status::{
    UNREADABLE, by_words, not_taken, refused, refused_question, unanswered, unasked,
};
use super::thaibulksms::reference;
use crate::{Fate, Gateway, Outgoing, Sent};
use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure};
use serde::Deserialize;
use serde_json::Value;

/// See the module.
pub(crate) struct Smsmkt {
    http: Http,
    settings: GatewaySettings,
    secrets: GatewaySecrets,
}

/// The only code that means success.
const SUCCESS: &str = "000";

#[derive(Deserialize)]
struct Answer {
    code: Value,
    #[serde(default)]
    detail: Value,
    #[serde(default)]
    result: Value,
}

impl Answer {
    fn is_success(&self) -> bool {
        self.code.as_str() == Some(SUCCESS)
    }

    /// Whether there is a code that says no; anything else in its place is no answer.
    fn is_refusal(&self) -> bool {
        self.code
            .as_str()
            .is_some_and(|code| !code.is_empty() && code != SUCCESS)
    }

    /// Why it was not taken; `None` where the answer does not say so clearly.
    fn cause(&self) -> Option<MessageFailure> {
        let by_detail = || match by_words(self.detail.as_str().unwrap_or_default()) {
            MessageFailure::RefusedByGateway => None,
            cause => Some(cause),
        };
        match self.code.as_str().unwrap_or_default() {
            // Something is missing in the request.
            "100" => Some(MessageFailure::RefusedByGateway),
            "107" => Some(MessageFailure::BadNumber),
            "110" => Some(MessageFailure::NumberBlocked),
            // The account is not known, or ran out (500).
            "200" | "500" | "1004" => Some(MessageFailure::CredentialsRefused),
            "300" => Some(MessageFailure::SenderRefused),
            "400" => Some(MessageFailure::CreditEmpty),
            _ => by_detail(),
        }
    }
}

pub(crate) fn message(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
    message: &Outgoing<'_>,
) -> Plan {
    let fields = vec![
        Field::new("message", message.body),
        Field::phone("phone", message.to.as_str()),
        Field::new("sender", settings.sender.trim()),
    ];
    let plan = Plan::post(
        format!("{}/api/send-message", settings.base()),
        Body::Json(fields),
    );
    signed(plan, secrets)
}

fn signed(plan: Plan, secrets: &GatewaySecrets) -> Plan {
    plan.with_secret("api_key", &secrets.key)
        .with_secret("secret_key", &secrets.secret)
}

pub(crate) fn read_answer(reply: &Reply) -> Sent {
    if !(200..300).contains(&reply.status) {
        return refused(reply);
    }
    match serde_json::from_slice::<Answer>(&reply.body) {
        Ok(answer) if answer.is_success() => Sent::Taken {
            reference: ["message_id", "transaction_id", "id"]
                .iter()
                .find_map(|name| reference(answer.result.get(name)?)),
        },
        Ok(answer) if answer.is_refusal() => answer
            .cause()
            .map_or(UNREADABLE, |cause| not_taken(cause, reply)),
        Ok(_) | Err(_) => UNREADABLE,
    }
}

impl Smsmkt {
    pub(crate) fn new(http: Http, settings: &GatewaySettings, secrets: &GatewaySecrets) -> Self {
        Self {
            http,
            settings: settings.clone(),
            secrets: secrets.clone(),
        }
    }
}

#[async_trait]
impl Gateway for Smsmkt {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Smsmkt
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
        let plan = Plan::get(format!("{}/api/get-credit", self.settings.base()));
        let plan = signed(plan, &self.secrets);
        let reply = self.http.ask(&plan).await.map_err(unasked)?;
        if !(200..300).contains(&reply.status) {
            return Err(refused_question(&reply));
        }
        match serde_json::from_slice::<Answer>(&reply.body) {
            Ok(answer) if answer.is_success() => {
                Ok(answer.result.get("credit").and_then(reference))
            }
            Ok(answer) if answer.is_refusal() => {
                Err(answer.cause().unwrap_or(MessageFailure::AnswerUnreadable))
            }
            Ok(_) | Err(_) => Err(MessageFailure::AnswerUnreadable),
        }
    }
}

#[cfg(test)]
mod tests;
