//! Looking up members. Each look-up is an audit event; what was asked is not in it.

use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_domain::member::Member;
use coe_store::{NewAuditEvent, Unit};
use coe_wire::lookup::{LatestRequest, MemberCard, MemberMatches};
use std::collections::BTreeMap;

const MOST: u32 = 50;
const SHORTEST: usize = 2;

/// Finds members by number, ID, licence, phone or part of a name.
///
/// # Errors
/// What the database answers.
pub async fn find_members(desk: &Desk, actor: &Actor, text: &str) -> DeskResult<MemberMatches> {
    if text.trim().chars().count() < SHORTEST {
        return Ok(MemberMatches {
            members: Vec::new(),
            more: false,
        });
    }
    settled(desk, || find_once(desk, actor, text)).await
}

async fn find_once(desk: &Desk, actor: &Actor, text: &str) -> DeskResult<MemberMatches> {
    let mut unit = desk.store.write().await?;
    let mut found = unit.find_members(text, MOST + 1).await?;
    let more = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    let mut members = Vec::with_capacity(found.len());
    for member in found {
        members.push(card(unit.as_mut(), member).await?);
    }
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "member.looked_up",
        request_id: None,
        member_id: None,
        detail: BTreeMap::from([("found".to_owned(), members.len().to_string())]),
    })
    .await?;
    unit.commit().await?;
    Ok(MemberMatches { members, more })
}

async fn card(unit: &mut dyn Unit, member: Member) -> DeskResult<MemberCard> {
    let licences = unit.licences_of(member.id).await?;
    let latest = unit.requests_of(member.id).await?.into_iter().next();
    Ok(MemberCard {
        id: member.id,
        licences: licences
            .iter()
            .map(|licence| licence.as_str().to_owned())
            .collect(),
        name_th: member.name_th.full(),
        name_en: member.name_en.full(),
        national_id_masked: member.national_id.masked(),
        phone_masked: member.phone.masked(),
        standing: member.standing,
        membership_expires_on: member.membership_expires_on,
        login_state: member.login_state,
        member_no: member.member_no,
        latest_request: latest.map(|request| LatestRequest {
            id: request.id,
            request_no: request.request_no.to_string(),
            status: request.status,
        }),
    })
}
