//! `sms …`: trying a gateway out. The database is not asked, and nothing goes into the outbox.

use super::End;
use crate::arguments::{GatewayName, Sms};
use crate::problem::Problem;
use crate::secrets::ask;
use crate::system::SystemRng;
use crate::terminal::{confirm, say, tell};
use coe_domain::{MessageFailure, MessageId, Phone};
use coe_sms::{
    GatewaySecrets, GatewaySettings, Outgoing, SecretNames, Sent, describe_request, open,
};
use std::sync::Arc;

/// What a test message says. Nothing in it is about anybody.
const TEXT: &str = "สภาวิศวกร: ข้อความทดสอบจากระบบ COE Desk ไม่ต้องดำเนินการใด ๆ";

pub(super) async fn run(sms: &Sms, yes: bool) -> Result<End, Problem> {
    let Sms::Test {
        gateway,
        sender,
        to,
        base_url,
        dry_run,
    } = sms;
    let to = Phone::parse(to).map_err(|_| Problem::NotAPhone)?;
    let settings = GatewaySettings {
        base_url: base_url.clone(),
        ..GatewaySettings::of((*gateway).into(), sender.clone())
    };
    settings.check()?;
    let secrets = secrets(*gateway)?;
    let message = Outgoing {
        message: MessageId(0),
        attempt: 1,
        to: &to,
        body: TEXT,
    };
    let gateway = open(&settings, &secrets, Arc::new(SystemRng))?;
    if let Some(request) = describe_request(&settings, &secrets, &message)? {
        say(&request);
    }
    match gateway.credit().await {
        Ok(Some(credit)) => say(&format!("The gateway knows us. Credit: {credit}")),
        Ok(None) => say("The gateway answers, and does not tell a credit."),
        Err(cause) => {
            tell(&format!(
                "The gateway was asked for the credit: {}",
                told(cause)
            ));
            return Ok(End::Found);
        }
    }
    if *dry_run {
        say("Nothing was sent.");
        return Ok(End::Well);
    }
    confirm(&format!("Send this message to {}?", to.masked()), yes)?;
    Ok(end_of(gateway.send(&message).await))
}

/// From the environment, or asked for.
fn secrets(gateway: GatewayName) -> Result<GatewaySecrets, Problem> {
    let Some(names) = SecretNames::of(gateway.into()) else {
        return Ok(GatewaySecrets::default());
    };
    let one = |variable: &str, name: &str| match std::env::var(variable) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => ask(&format!("{name}: ")).map_err(|_| Problem::NoGatewaySecrets),
    };
    Ok(GatewaySecrets {
        key: one("COE_DESK_GATEWAY_KEY", names.key)?,
        secret: one("COE_DESK_GATEWAY_SECRET", names.secret)?,
    })
}

fn end_of(sent: Sent) -> End {
    match sent {
        Sent::Taken { reference } => {
            let reference = reference.unwrap_or_else(|| "none".to_owned());
            say(&format!("The gateway took it. Its reference: {reference}"));
            return End::Well;
        }
        Sent::NotNow { cause, .. } | Sent::Refused { cause } => {
            tell(&format!("The gateway did not take it: {}", told(cause)));
        }
        Sent::Unknown { cause } => tell(&format!(
            "Nobody knows whether the gateway took it: {} Look whether it arrives before you try again.",
            told(cause)
        )),
    }
    End::Found
}

/// What a cause means, and what to do.
fn told(cause: MessageFailure) -> &'static str {
    match cause {
        MessageFailure::BadNumber => "the number cannot receive messages.",
        MessageFailure::NumberBlocked => "the number is blocked at the gateway.",
        MessageFailure::SenderRefused => "the sender is not registered for this account.",
        MessageFailure::TextRefused => "the text is not allowed.",
        MessageFailure::CreditEmpty => "there is no credit left on the account.",
        MessageFailure::CredentialsRefused => "key or secret is wrong, or the account is closed.",
        MessageFailure::RateLimited => "it wants us to slow down. Wait a minute.",
        MessageFailure::GatewayDown => {
            "it cannot be reached, or is not working. Check the address and the network."
        }
        MessageFailure::RefusedByGateway => "for a reason of its own; ask the gateway.",
        MessageFailure::NoAnswer => "no answer came in time.",
        MessageFailure::ConnectionLost => "the connection broke.",
        MessageFailure::AnswerUnreadable => {
            "its answer is none that we know. Is this the address of this gateway?"
        }
        MessageFailure::Interrupted
        | MessageFailure::Late
        | MessageFailure::TriedOut
        | MessageFailure::NotReachable
        | MessageFailure::RefusedByNetwork
        | MessageFailure::NotDelivered => "it was not delivered.",
    }
}
