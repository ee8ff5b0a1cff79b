//! Taking a checkpoint out of the database, to be kept where nobody reaches both.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_audit::Checkpoint;
use coe_store::NewAuditEvent;
use std::collections::BTreeMap;

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// The last seal as a checkpoint; the export is on record.
    Checkpoint(Box<Checkpoint>),
    /// Nothing was sealed yet.
    NothingSealed,
    /// The last seal is not signed by the key that it names: the log is to be verified.
    NotSigned,
}

/// Exports the last seal.
///
/// # Errors
/// `not_allowed` unless a supervisor asks, or what the database answers.
pub async fn export_checkpoint(desk: &Desk, actor: &Actor) -> DeskResult<Exported> {
    actor.must_supervise()?;
    settled(desk, || export_once(desk, actor)).await
}

async fn export_once(desk: &Desk, actor: &Actor) -> DeskResult<Exported> {
    let mut unit = desk.store.write().await?;
    let Some(last) = unit.last_seal().await? else {
        return Ok(Exported::NothingSealed);
    };
    let Ok(checkpoint) = Checkpoint::of(unit.database_id().await?, last.seal) else {
        return Ok(Exported::NotSigned);
    };
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "checkpoint.exported",
        request_id: None,
        member_id: None,
        detail: BTreeMap::from([
            ("events".to_owned(), checkpoint.events().to_string()),
            ("key".to_owned(), checkpoint.key().id().to_string()),
        ]),
    })
    .await?;
    unit.commit().await?;
    Ok(Exported::Checkpoint(Box::new(checkpoint)))
}
