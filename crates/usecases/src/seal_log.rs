//! Sealing the audit log: what the embedded app and the dispatcher do from time to time. No person does.

use crate::retry::settled;
use crate::{Desk, DeskResult};
use coe_audit::{Sealed, SealingKey, seal_portion};

/// Events of one unit: a writer waits no longer than for these.
pub const PORTION: u32 = 1000;

/// Seals the events that have waited longest, a portion at a time: call again until `caught_up`. `None` where none
/// waits; then nothing is written, so it may be called as often as one likes. Two sealers never fork the chain.
///
/// # Errors
/// What the database answers.
pub async fn seal_log(desk: &Desk, key: &SealingKey) -> DeskResult<Option<Sealed>> {
    settled(desk, || seal_log_once(desk, key)).await
}

async fn seal_log_once(desk: &Desk, key: &SealingKey) -> DeskResult<Option<Sealed>> {
    let mut unit = desk.store.write().await?;
    let sealed = seal_portion(unit.as_mut(), key, PORTION).await?;
    if sealed.is_some() {
        unit.commit().await?;
    } else {
        unit.rollback().await?;
    }
    Ok(sealed)
}
