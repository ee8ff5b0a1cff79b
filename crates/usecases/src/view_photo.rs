//! Fetching a photo for the screen. Taking it out of the database is an audit event, every view is
//! another.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_evidence::sha256_hex;
use coe_store::NewAuditEvent;
use coe_wire::photo::PhotoAddress;
use coe_wire::{ErrorCode, UiError};
use std::collections::BTreeMap;

/// Takes out a photo's file, if it still is the one that the address names. That the actor took it
/// is on record before the bytes leave, and also where they are the wrong ones and do not.
///
/// # Errors
/// `not_allowed`, `photo_purged`, `photo_mismatch` where the stored bytes have another hash, or what
/// the database answers.
pub async fn read_photo(desk: &Desk, actor: &Actor, address: &PhotoAddress) -> DeskResult<Vec<u8>> {
    actor.must_review()?;
    let bytes = settled(desk, || fetch_once(desk, actor, address))
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::PhotoPurged))?;
    if sha256_hex(&bytes) != address.sha256 {
        return Err(ErrorCode::PhotoMismatch.into());
    }
    Ok(bytes)
}

async fn fetch_once(
    desk: &Desk,
    actor: &Actor,
    address: &PhotoAddress,
) -> DeskResult<Option<Vec<u8>>> {
    let (id, revision, kind) = (address.request_id, address.revision, address.kind);
    let mut unit = desk.store.write().await?;
    unit.announce_photo(id, revision, kind, actor.id).await?;
    unit.commit().await?;
    // The database gives a photo only to those whose wish is on record for good.
    let mut unit = desk.store.read().await?;
    Ok(unit.fetch_photo(id, revision, kind, actor.id).await?)
}

/// Writes that the actor saw a photo.
///
/// # Errors
/// What the database answers; the caller shows nothing then.
pub async fn note_view(desk: &Desk, actor: &Actor, address: &PhotoAddress) -> DeskResult<()> {
    settled(desk, || note_once(desk, actor, address)).await
}

async fn note_once(desk: &Desk, actor: &Actor, address: &PhotoAddress) -> DeskResult<()> {
    let size: &'static str = address.size.into();
    let mut unit = desk.store.write().await?;
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "photo.viewed",
        request_id: Some(address.request_id),
        member_id: None,
        detail: BTreeMap::from([
            ("kind".to_owned(), address.kind.code().to_owned()),
            ("revision".to_owned(), address.revision.to_string()),
            ("size".to_owned(), size.to_owned()),
        ]),
    })
    .await?;
    unit.commit().await?;
    Ok(())
}
