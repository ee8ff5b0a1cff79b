//! Claiming, renewing and giving up a request.

use crate::case_view::{Names, claim_view};
use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_domain::RequestId;
use coe_store::{ClaimAnswer, Unit};
use coe_wire::review::ClaimView;
use coe_wire::{ErrorCode, UiError};

/// Claims the next request for the actor; `None` where nothing waits.
///
/// # Errors
/// `not_allowed`, or what the database answers.
pub async fn take_next(desk: &Desk, actor: &Actor) -> DeskResult<Option<RequestId>> {
    actor.must_review()?;
    settled(desk, || take_next_once(desk, actor)).await
}

async fn take_next_once(desk: &Desk, actor: &Actor) -> DeskResult<Option<RequestId>> {
    let mut unit = desk.store.write().await?;
    let taken = unit.take_next(actor.id, actor.role).await?;
    unit.commit().await?;
    Ok(taken)
}

/// Claims a certain request, or renews the actor's claim on it.
///
/// # Errors
/// `claim_lost` naming the holder, `refused`, or what the database answers.
pub async fn claim(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<ClaimView> {
    actor.must_review()?;
    settled(desk, || claim_once(desk, actor, id)).await
}

async fn claim_once(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<ClaimView> {
    let mut unit = desk.store.write().await?;
    let answer = unit.claim(id, actor.id).await?;
    let view = held_or_lost(unit.as_mut(), actor, &answer).await?;
    unit.commit().await?;
    Ok(view)
}

/// Renews the actor's claim.
///
/// # Errors
/// `claim_lost`, naming the holder where there is one, or what the database answers.
pub async fn heartbeat(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<ClaimView> {
    actor.must_review()?;
    settled(desk, || heartbeat_once(desk, actor, id)).await
}

async fn heartbeat_once(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<ClaimView> {
    let mut unit = desk.store.write().await?;
    let answer = unit.renew_claim(id, actor.id).await?;
    let view = held_or_lost(unit.as_mut(), actor, &answer).await?;
    unit.commit().await?;
    Ok(view)
}

/// Gives a request back to the queue.
///
/// # Errors
/// What the database answers.
pub async fn release(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<()> {
    actor.must_review()?;
    settled(desk, || release_once(desk, actor, id)).await
}

async fn release_once(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    unit.release_claim(id, actor.id).await?;
    unit.commit().await?;
    Ok(())
}

/// Whether the actor still holds a request; tells who does where not.
///
/// # Errors
/// What the database answers.
pub async fn state(desk: &Desk, actor: &Actor, id: RequestId) -> DeskResult<ClaimView> {
    let mut unit = desk.store.read().await?;
    let answer = unit.claim_state(id, actor.id).await?;
    claim_view(unit.as_mut(), actor, &answer, &mut Names::default()).await
}

async fn held_or_lost(
    unit: &mut dyn Unit,
    actor: &Actor,
    answer: &ClaimAnswer,
) -> DeskResult<ClaimView> {
    let view = claim_view(unit, actor, answer, &mut Names::default()).await?;
    match (answer, &view.holder) {
        (ClaimAnswer::Held { .. }, _) => Ok(view),
        (ClaimAnswer::Taken { .. }, Some(holder)) => Err(UiError::new(ErrorCode::ClaimLost)
            .with("holder", &holder.display_name)
            .into()),
        (ClaimAnswer::NotOpen, _) => Err(coe_domain::Refusal::RequestNotOpen.into()),
        _ => Err(ErrorCode::ClaimLost.into()),
    }
}
