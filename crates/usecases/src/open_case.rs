//! Opening a case, and reading it again while it is open.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult, case_view};
use coe_domain::RequestId;
use coe_store::NewAuditEvent;
use coe_wire::review::CaseView;
use std::collections::BTreeMap;

/// Opens a case: who looked at it is an audit event.
///
/// # Errors
/// `request_not_found`, or what the database answers.
pub async fn open_case(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<CaseView> {
    settled(desk, || open_once(desk, actor, id)).await
}

async fn open_once(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<CaseView> {
    let mut unit = desk.store.write().await?;
    let view = case_view::view(desk, unit.as_mut(), actor, id).await?;
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "case.opened",
        request_id: Some(id),
        member_id: None,
        detail: BTreeMap::new(),
    })
    .await?;
    unit.commit().await?;
    Ok(view)
}

/// Reads an open case again, after something changed.
///
/// # Errors
/// `request_not_found`, or what the database answers.
pub async fn read_case(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<CaseView> {
    settled(desk, || read_once(desk, actor, id)).await
}

async fn read_once(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<CaseView> {
    let mut unit = desk.store.write().await?;
    let view = case_view::view(desk, unit.as_mut(), actor, id).await?;
    unit.commit().await?;
    Ok(view)
}
