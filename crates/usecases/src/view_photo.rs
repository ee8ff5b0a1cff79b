//! Fetching a photo for the screen. Every view is an audit event.

use crate::{Actor, Desk, DeskResult};
use coe_evidence::sha256_hex;
use coe_store::NewAuditEvent;
use coe_wire::photo::PhotoAddress;
use coe_wire::{ErrorCode, UiError};
use std::collections::BTreeMap;

/// Reads a photo's file, if it still is the one that the address names.
///
/// # Errors
/// `photo_purged`, `photo_mismatch` where the stored bytes have another hash, or what the database
/// answers.
pub async fn read_photo(desk: &Desk, address: &PhotoAddress) -> DeskResult<Vec<u8>> {
    let mut unit = desk.store.read().await?;
    let bytes = unit
        .image_bytes(address.request_id, address.revision, address.kind)
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::PhotoPurged))?;
    if sha256_hex(&bytes) != address.sha256 {
        return Err(ErrorCode::PhotoMismatch.into());
    }
    Ok(bytes)
}

/// Writes that the actor saw a photo.
///
/// # Errors
/// What the database answers; the caller shows nothing then.
pub async fn note_view(desk: &Desk, actor: &Actor, address: &PhotoAddress) -> DeskResult<()> {
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
