//! Verifying the audit log now.

use crate::{Actor, Desk, DeskResult};
use coe_audit::{Anchors, Progress, Verdict, verify};
use std::ops::ControlFlow;

/// Verifies the whole log in one reading unit. `watch` hears how far it is, and may end it.
///
/// # Errors
/// `not_allowed` unless a supervisor asks, or what the database answers. What was forged is no error, but the
/// verdict.
pub async fn verify_log(
    desk: &Desk,
    actor: &Actor,
    anchors: &Anchors,
    watch: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> DeskResult<Verdict> {
    actor.must_supervise()?;
    let mut unit = desk.store.read().await?;
    Ok(verify(unit.as_mut(), anchors, watch).await?)
}
