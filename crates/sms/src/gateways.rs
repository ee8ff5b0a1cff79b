//! The gateways that reach phones, over HTTP.
//!
//! What a gateway answers is sorted by one rule: a message counts as *not taken* only where the gateway said
//! so, or where the request demonstrably never left this computer. Everything else that is not a clear yes is
//! [`crate::Sent::Unknown`], and never tried again by itself.
//!
//! * the connection was refused, could not be made in time, or its certificate is not trusted: not taken;
//! * a status of 4xx: not taken, because the request was not accepted (RFC 9110, section 15.5); by no fault of
//!   the message where the body is no JSON, because then something else than the gateway answered. But 409 may
//!   mean that the gateway has the message already: nobody knows;
//! * 301, 307 and 308: not taken, because these ask for the same request elsewhere, where we do not send it. A
//!   302 or 303 may be the answer to a request that was carried out: nobody knows;
//! * 503 with `Retry-After`: not taken; that header is the server's own refusal. A 503 without it may be a
//!   proxy that lost the server after it took the message;
//! * any other 5xx, an answer that cannot be read, a lost connection, no answer in time: nobody knows.

mod http;
mod plan;
#[cfg(test)]
mod recorded;
mod settings;
mod smsmkt;
mod status;
mod thaibulksms;
mod twilio;

pub use settings::{GatewaySecrets, GatewaySettings, Misconfigured, SecretNames};
pub(crate) use twilio::fate_of as twilio_fate;

use crate::{Gateway, Outgoing, Simulator};
use coe_domain::{GatewayKind, Rng};
use smsmkt::Smsmkt;
use std::sync::Arc;
use thaibulksms::ThaiBulkSms;
use twilio::Twilio;

/// Makes a gateway ready to send. No connection is made yet.
///
/// # Errors
/// [`Misconfigured`] names what is missing or wrong.
pub fn open(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
    rng: Arc<dyn Rng>,
) -> Result<Arc<dyn Gateway>, Misconfigured> {
    settings.check()?;
    if settings.kind == GatewayKind::Simulator {
        return Ok(Arc::new(Simulator::new(rng)));
    }
    secrets.check()?;
    let http = http::Http::new(settings.timeout())?;
    Ok(match settings.kind {
        GatewayKind::Simulator => Arc::new(Simulator::new(rng)),
        GatewayKind::Thaibulksms => Arc::new(ThaiBulkSms::new(http, settings, secrets)),
        GatewayKind::Smsmkt => Arc::new(Smsmkt::new(http, settings, secrets)),
        GatewayKind::Twilio => Arc::new(Twilio::new(http, settings, secrets)),
    })
}

/// What would be sent for a message, without sending it: for a dry run. `None` for the simulator, which
/// sends nothing anywhere.
///
/// # Errors
/// [`Misconfigured`] names what is missing or wrong.
pub fn describe_request(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
    message: &Outgoing<'_>,
) -> Result<Option<String>, Misconfigured> {
    settings.check()?;
    if settings.kind == GatewayKind::Simulator {
        return Ok(None);
    }
    secrets.check()?;
    let plan = match settings.kind {
        GatewayKind::Simulator => return Ok(None),
        GatewayKind::Thaibulksms => thaibulksms::message(settings, secrets, message),
        GatewayKind::Smsmkt => smsmkt::message(settings, secrets, message),
        GatewayKind::Twilio => twilio::message(settings, secrets, message),
    };
    Ok(Some(plan.masked()))
}
