//! The requests that attempts are made on, each in a state of its own.

use super::support::run;
use coe_domain::{CallId, ChallengeOutcome, DecisionKind, StaffId};
use coe_store_contract::world::{Filed, World, challenges};

/// What to make of a request; statements name it in lower case, as in `{ready}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Waits, and nobody holds it.
    Pending,
    /// The officer holds it and could approve it.
    Ready,
    /// So does the colleague.
    Colleagues,
    /// So does the supervisor.
    Supervisors,
    /// The officer holds it; a call convinced, no check was made.
    Unchecked,
    /// The officer holds it; all checks passed, nobody called.
    Uncalled,
    /// The officer holds it, and a call is running.
    Running,
    /// Ready but for its high risk.
    High,
    /// The officer holds it, and suspects fraud.
    Flagged,
    /// Ready, but another request of the member changed the phone since.
    Moved,
    /// Ready, and another request of the same member is open.
    Twofold,
    /// The officer escalated it, and nobody holds it.
    Escalated,
    /// The supervisor escalated it, and holds it again.
    Own,
    /// The officer approved it.
    Decided,
    /// The supervisor approved it.
    Approved,
    /// Waits for the member.
    Returned,
}

impl State {
    pub(crate) const ALL: [Self; 16] = [
        Self::Pending,
        Self::Ready,
        Self::Colleagues,
        Self::Supervisors,
        Self::Unchecked,
        Self::Uncalled,
        Self::Running,
        Self::High,
        Self::Flagged,
        Self::Moved,
        Self::Twofold,
        Self::Escalated,
        Self::Own,
        Self::Decided,
        Self::Approved,
        Self::Returned,
    ];

    /// As statements call it.
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A request in its state.
pub(crate) struct Prepared {
    pub(crate) state: State,
    pub(crate) filed: Filed,
    pub(crate) call: Option<CallId>,
    pub(crate) decision: Option<i64>,
}

/// Files a request and brings it into this state.
pub(crate) async fn prepare(world: &World, database: &str, state: State) -> Prepared {
    let filed = world.filed().await;
    let mut prepared = Prepared {
        state,
        filed: filed.clone(),
        call: None,
        decision: None,
    };
    let by = match state {
        State::Pending => return prepared,
        State::Colleagues => world.colleague,
        State::Supervisors | State::Own | State::Approved => world.supervisor,
        _ => world.officer,
    };
    world.claims(&filed, by).await;
    if !matches!(state, State::Unchecked | State::Returned) {
        world.checks(&filed, by).await;
    }
    prepared.call = match state {
        State::Uncalled | State::Returned => None,
        State::Running => Some(world.calls(&filed, by).await),
        State::Flagged => Some(world.suspects(&filed, by).await),
        _ => Some(world.verifies(&filed, by).await),
    };
    finish(world, database, &mut prepared, by).await;
    prepared
}

/// What comes after checks and call.
async fn finish(world: &World, database: &str, prepared: &mut Prepared, by: StaffId) {
    let filed = prepared.filed.clone();
    let kind = match prepared.state {
        State::Escalated | State::Own => Some(DecisionKind::Escalate),
        State::Decided | State::Approved => Some(DecisionKind::Approve),
        State::Returned => Some(DecisionKind::Return),
        _ => None,
    };
    if let Some(kind) = kind {
        prepared.decision = Some(world.decides(&filed, kind, by).await.id.0);
    }
    match prepared.state {
        State::Own => world.claims(&filed, by).await,
        State::High => {
            run(
                database,
                format!("SELECT desk.set_risk({}, 'high')", filed.id),
            )
            .await;
        }
        State::Moved => {
            let second = world.files(&world.form(filed.member).await).await;
            world.prepares(&second, world.colleague).await;
            world
                .decides(&second, DecisionKind::Approve, world.colleague)
                .await;
        }
        State::Twofold => {
            world.files(&world.form(filed.member).await).await;
        }
        _ => {}
    }
}

/// The challenges that [`World::calls`] draws, each with this outcome, as JSON.
pub(crate) fn drawn(outcome: Option<ChallengeOutcome>) -> String {
    let outcome = outcome.map_or_else(
        || "null".to_owned(),
        |outcome| format!("\"{}\"", outcome.code()),
    );
    let list: Vec<_> = challenges(None)
        .iter()
        .map(|drawn| {
            format!(
                "{{\"challenge\": \"{}\", \"outcome\": {outcome}}}",
                drawn.challenge.code()
            )
        })
        .collect();
    format!("[{}]", list.join(", "))
}
