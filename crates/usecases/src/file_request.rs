//! Filing a request, and sending new photos for a returned one: the member's side.

use crate::case_signals::{Stated, assess_stated, reassess};
use crate::retry::{Tries, settled};
use crate::{Desk, DeskResult};
use chrono::{DateTime, Utc};
use coe_domain::{ImageKind, MemberId, NationalId, Phone, RequestId, RequestNumber, Risk};
use coe_evidence::{Limits, inspect, sha256_hex};
use coe_store::{NewImage, NewRequest};
use coe_wire::{ErrorCode, UiError};

/// What a member states.
pub struct Filing {
    /// Whose request.
    pub member_id: MemberId,
    /// The full name as typed.
    pub stated_name: String,
    /// The national ID as typed.
    pub stated_national_id: NationalId,
    /// The number asked for.
    pub new_phone: Phone,
    /// Photo of the card's front, as it came.
    pub id_card: Vec<u8>,
    /// Photo holding the card, as it came.
    pub selfie: Vec<u8>,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
}

/// Files a request. A file that is no photo is kept as it came: the desk shows why it cannot be
/// opened, and the officer asks for another.
///
/// # Errors
/// `request_not_found` for an unknown member, `refused`, or what the database answers.
pub async fn file_request(desk: &Desk, filing: Filing) -> DeskResult<(RequestId, RequestNumber)> {
    let mut new = NewRequest {
        member_id: filing.member_id,
        stated_name: filing.stated_name,
        stated_national_id: filing.stated_national_id,
        new_phone: filing.new_phone,
        // Assessed in the unit that files.
        risk: Risk::Low,
        submitted_at: filing.submitted_at,
        images: vec![
            image(ImageKind::IdCard, filing.id_card),
            image(ImageKind::Selfie, filing.selfie),
        ],
    };
    let mut tries = Tries::new(desk);
    loop {
        match file_once(desk, &mut new).await {
            Ok(filed) => return Ok(filed),
            Err(error) if !tries.again(&error).await => return Err(error),
            Err(_) => {}
        }
    }
}

async fn file_once(desk: &Desk, new: &mut NewRequest) -> DeskResult<(RequestId, RequestNumber)> {
    let mut unit = desk.store.write().await?;
    let member = unit
        .member_by_id(new.member_id)
        .await?
        .ok_or_else(|| UiError::new(ErrorCode::RequestNotFound))?;
    let stated = Stated {
        name: &new.stated_name,
        national_id: &new.stated_national_id,
        new_phone: &new.new_phone,
        photos: new
            .images
            .iter()
            .map(|image| (image.kind, image.sha256.clone(), image.width, image.height))
            .collect(),
    };
    new.risk = assess_stated(desk, unit.as_mut(), &member, &stated)
        .await?
        .risk;
    let filed = unit.file_request(new).await?;
    unit.commit().await?;
    Ok(filed)
}

/// Adds the new photos of a returned request, which goes back to its place in the queue.
///
/// # Errors
/// `refused` where the request was not returned, or what the database answers.
pub async fn send_new_photos(
    desk: &Desk,
    id: RequestId,
    id_card: Vec<u8>,
    selfie: Vec<u8>,
) -> DeskResult<u32> {
    let images = [
        image(ImageKind::IdCard, id_card),
        image(ImageKind::Selfie, selfie),
    ];
    settled(desk, || send_once(desk, id, &images)).await
}

async fn send_once(desk: &Desk, id: RequestId, images: &[NewImage]) -> DeskResult<u32> {
    let mut unit = desk.store.write().await?;
    let revision = unit.add_revision(id, images).await?;
    reassess(desk, unit.as_mut(), id).await?;
    unit.commit().await?;
    Ok(revision)
}

fn image(kind: ImageKind, bytes: Vec<u8>) -> NewImage {
    let size = inspect(&bytes, &Limits::default()).map_or((0, 0), |info| (info.width, info.height));
    NewImage {
        kind,
        sha256: sha256_hex(&bytes),
        width: size.0,
        height: size.1,
        bytes,
    }
}
