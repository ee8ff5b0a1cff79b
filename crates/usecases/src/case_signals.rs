//! Gathers the facts that the risk rules look at, and stores what they find.

use crate::{Desk, DeskResult};
use coe_domain::ImageKind;
use coe_domain::member::Member;
use coe_domain::signal::{Assessment, PhotoFacts, SignalFacts, assess};
use coe_domain::{NationalId, Phone, RequestId, RequestNumber};
use coe_store::{ChangeRequest, ImageInfo, RelatedRequest, Unit};

/// What the member stated, and the photos that came with it.
pub(crate) struct Stated<'a> {
    pub(crate) name: &'a str,
    pub(crate) national_id: &'a NationalId,
    pub(crate) new_phone: &'a Phone,
    /// Kind, SHA-256, width and height of each photo.
    pub(crate) photos: Vec<(ImageKind, String, u32, u32)>,
}

impl<'a> Stated<'a> {
    pub(crate) fn of(request: &'a ChangeRequest, images: &[ImageInfo]) -> Self {
        Self {
            name: &request.stated_name,
            national_id: &request.stated_national_id,
            new_phone: &request.new_phone,
            photos: images
                .iter()
                .map(|image| (image.kind, image.sha256.clone(), image.width, image.height))
                .collect(),
        }
    }
}

/// Assesses what a member stated against everything the database knows.
pub(crate) async fn assess_stated(
    desk: &Desk,
    unit: &mut dyn Unit,
    member: &Member,
    stated: &Stated<'_>,
) -> DeskResult<Assessment> {
    let new_phone = stated.new_phone;
    let former = unit.former_holders_of(new_phone, member.id).await?;
    let mut photo_requests = Vec::new();
    for (_, sha256, _, _) in &stated.photos {
        photo_requests.extend(unit.requests_with_photo(sha256, member.id).await?);
    }
    let facts = SignalFacts {
        stated_name: stated.name.to_owned(),
        recorded_name: member.name_th.clone(),
        stated_national_id: stated.national_id.clone(),
        recorded_national_id: member.national_id.clone(),
        number_held_by_other_member: !unit
            .other_holders_of(new_phone, member.id)
            .await?
            .is_empty(),
        number_formerly_of_other_member: former.first().map(|phone| phone.replaced_at),
        number_in_other_open_requests: numbers(
            unit.open_requests_for_phone(new_phone, member.id).await?,
        ),
        photo_in_other_members_requests: numbers(photo_requests),
        photos_identical: matches!(
            stated.photos.as_slice(),
            [(_, one, _, _), (_, other, _, _)] if one == other
        ),
        phone_changed_at: unit
            .phone_history_of(member.id)
            .await?
            .first()
            .map(|phone| phone.replaced_at),
        photos: stated
            .photos
            .iter()
            .map(|&(kind, _, width, height)| PhotoFacts {
                kind,
                width,
                height,
            })
            .collect(),
        now: desk.clock.now(),
    };
    Ok(assess(&facts))
}

/// Assesses a request anew and stores its risk where it is still open and the risk differs.
pub(crate) async fn reassess(
    desk: &Desk,
    unit: &mut dyn Unit,
    id: RequestId,
) -> DeskResult<Option<Assessment>> {
    let Some(request) = unit.request_by_id(id).await? else {
        return Ok(None);
    };
    let Some(member) = unit.member_by_id(request.member_id).await? else {
        return Ok(None);
    };
    let images = unit.images_of(id, request.revision).await?;
    let assessment = assess_stated(desk, unit, &member, &Stated::of(&request, &images)).await?;
    // A fraud flag made the request high risk; the signals may not take that back.
    if request.status.is_open() && !request.fraud_flagged {
        unit.set_risk(id, assessment.risk).await?;
    }
    Ok(Some(assessment))
}

fn numbers(mut related: Vec<RelatedRequest>) -> Vec<RequestNumber> {
    related.sort_by_key(|request| request.request_no);
    related.dedup_by_key(|request| request.request_no);
    related
        .into_iter()
        .map(|request| request.request_no)
        .collect()
}
