//! How sending gets on.

use crate::{Desk, DeskResult};
use coe_store::DispatcherState;
use coe_wire::messages::{DispatcherView, MessageHealth};

/// Reads how many messages wait, how many need a person, and who sends.
///
/// # Errors
/// What the database answers.
pub async fn message_health(desk: &Desk) -> DeskResult<MessageHealth> {
    let mut unit = desk.store.read().await?;
    let totals = unit.message_totals().await?;
    let dispatchers = unit.dispatchers().await?;
    Ok(MessageHealth {
        queued: totals.queued,
        due_since: totals.due_since,
        needs_person: totals.needs_person,
        not_reached: totals.not_reached,
        dispatchers: told(dispatchers),
    })
}

/// Those that run; where none does, the one that ran last.
fn told(dispatchers: Vec<DispatcherState>) -> Vec<DispatcherView> {
    let (alive, mut gone): (Vec<_>, Vec<_>) =
        dispatchers.into_iter().partition(|state| state.alive);
    gone.sort_by_key(|state| state.seen_at);
    let shown = if alive.is_empty() {
        gone.pop().into_iter().collect()
    } else {
        alive
    };
    shown.into_iter().map(view).collect()
}

fn view(state: DispatcherState) -> DispatcherView {
    DispatcherView {
        gateway: state.gateway,
        simulated: state.simulated,
        alive: state.alive,
        condition: state.condition,
        cause: state.cause,
        credit: state.credit,
        seen_at: state.seen_at,
    }
}
