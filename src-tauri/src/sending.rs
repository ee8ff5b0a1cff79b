//! Sending the messages of an embedded desk, by the gateway that is chosen.
//!
//! A gateway that cannot be used sends nothing: what is due waits in the outbox, and the page says that
//! nothing is being sent, and why.

use crate::gateway;
use crate::state::AppState;
use crate::system::{SystemClock, SystemRng};
use crate::watch::{self, Watch};
use coe_sms::{Dispatcher, Pace, Rate};
use coe_usecases::Desk;
use coe_usecases::gateway::gateway_choice;
use coe_wire::gateway::GatewayChoice;
use std::sync::Arc;
use std::time::Duration;

/// Starts to send; nothing where that cannot be.
pub(crate) async fn start(state: &Arc<AppState>, desk: &Desk) -> Option<Watch> {
    let choice = match gateway_choice(desk).await {
        Ok(choice) => choice,
        Err(error) => {
            tracing::error!(%error, "nothing is sent: the gateway's settings cannot be read");
            return None;
        }
    };
    match gateway::open_chosen(state, &choice).await {
        Ok(opened) => {
            let dispatcher = Dispatcher::new(
                Arc::clone(&desk.store),
                opened,
                Arc::new(SystemClock),
                Arc::new(SystemRng),
            );
            Some(watch::send(state, dispatcher.paced(pace(&choice))))
        }
        Err(problem) => {
            let field = problem.params.get("field").map(String::as_str);
            tracing::warn!(
                gateway = choice.kind.code(),
                field,
                "nothing is sent: the gateway cannot be used as it is set up"
            );
            None
        }
    }
}

/// Starts anew, with the gateway that is chosen now. The one before ends in good order first: two at once
/// would be one too many for its limits. The caller has the turn.
pub(crate) async fn restart(state: &Arc<AppState>, desk: &Desk) {
    if let Some(before) = state.exchange_sender(None) {
        before.stop().await;
    }
    let sender = start(state, desk).await;
    if let Some(unused) = state.exchange_sender(sender) {
        unused.stop().await;
    }
}

/// As fast as was chosen. A desk that closes does not wait long: what is under way then is settled by a
/// person.
fn pace(choice: &GatewayChoice) -> Pace {
    Pace {
        rate: Some(Rate {
            per_second: f64::from(choice.rate_per_second),
            burst: choice.rate_per_second.max(1),
        }),
        poll_in: poll_in(choice),
        goodbye: Duration::from_millis(2500),
        ..Pace::default()
    }
}

/// The fate of a simulated message may be looked at at once.
fn poll_in(choice: &GatewayChoice) -> Duration {
    match choice.kind {
        coe_domain::GatewayKind::Simulator => Duration::from_secs(1),
        _ => Pace::default().poll_in,
    }
}
