//! Video calls: appointment, start, end.

use crate::case_view::{self, Case};
use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
use coe_domain::{
    CallId, CallOutcome, Challenge, ChallengeOutcome, DecisionKind, ImageKind, RequestId,
};
use coe_store::{CallChallenge, CallReport, CallSeen, NewAppointment, NewDecision, Unit};
use coe_wire::review::{CaseView, DraftSlot, FinishCall, ScheduleCall, StartCall};
use coe_wire::{ErrorCode, UiError};
use strum::VariantArray;

/// How many challenges are drawn for a call.
pub const CHALLENGES: usize = 3;

/// Makes an appointment; the member is told at the new number.
///
/// # Errors
/// `time_in_past`, `invalid_link`, `refused`, or what the database answers.
pub async fn schedule(desk: &Desk, actor: &Actor, input: &ScheduleCall) -> DeskResult<CaseView> {
    actor.must_review()?;
    if input.at <= desk.clock.now() {
        return Err(ErrorCode::TimeInPast.into());
    }
    let new = NewAppointment {
        request_id: input.request_id,
        at: input.at,
        channel: input.channel,
        link: meeting_link(&input.link)?,
        by: actor.id,
    };
    settled(desk, || schedule_once(desk, actor, &new)).await
}

async fn schedule_once(desk: &Desk, actor: &Actor, new: &NewAppointment) -> DeskResult<CaseView> {
    let mut unit = desk.store.write().await?;
    unit.schedule_call(new).await?;
    finish(desk, unit, actor, new.request_id).await
}

/// Starts a call: the timer runs, and the challenges are drawn. They cannot be drawn again for
/// the same call.
///
/// # Errors
/// `call_not_found`, `refused`, or what the database answers.
pub async fn start(desk: &Desk, actor: &Actor, input: &StartCall) -> DeskResult<CaseView> {
    actor.must_review()?;
    let challenges = draw(desk);
    settled(desk, || start_once(desk, actor, input, &challenges)).await
}

async fn start_once(
    desk: &Desk,
    actor: &Actor,
    input: &StartCall,
    challenges: &[CallChallenge],
) -> DeskResult<CaseView> {
    let mut unit = desk.store.write().await?;
    match input.call_id {
        Some(id) => {
            must_belong(unit.as_mut(), id, input.request_id).await?;
            unit.start_scheduled_call(id, challenges, actor.id).await?;
        }
        None => {
            unit.start_call(input.request_id, input.channel, challenges, actor.id)
                .await?;
        }
    }
    finish(desk, unit, actor, input.request_id).await
}

/// Ends a call and says what was seen. A fraud flag locks the login and escalates in the same
/// transaction.
///
/// # Errors
/// `invalid_input` where the outcome does not fit what was seen, `call_not_found`, `refused`, or
/// what the database answers.
pub async fn end(desk: &Desk, actor: &Actor, input: &FinishCall) -> DeskResult<CaseView> {
    actor.must_review()?;
    let key = desk.rng.key();
    settled(desk, || end_once(desk, actor, input, &key)).await
}

/// `key` is the one of the escalation that a fraud flag entails.
async fn end_once(
    desk: &Desk,
    actor: &Actor,
    input: &FinishCall,
    key: &str,
) -> DeskResult<CaseView> {
    let id = input.request_id;
    let mut unit = desk.store.write().await?;
    let drawn = must_belong(unit.as_mut(), input.call_id, id).await?;
    let report = report(actor, input, &drawn)?;
    unit.finish_call(&report).await?;
    for slot in [DraftSlot::CallNotes, DraftSlot::CallForm] {
        unit.save_draft(id, actor.id, slot.into(), "").await?;
    }
    if input.fraud_flag.is_some() {
        escalate_fraud(unit.as_mut(), actor, id, key).await?;
    }
    finish(desk, unit, actor, id).await
}

/// The link of a call, for the system's browser.
///
/// # Errors
/// `call_not_found` where there is no such call or it has no link.
pub async fn meeting_of(desk: &Desk, actor: &Actor, id: CallId) -> DeskResult<String> {
    actor.must_review()?;
    let mut unit = desk.store.read().await?;
    let call = unit.call_by_id(id).await?;
    call.and_then(|call| call.link)
        .ok_or_else(|| ErrorCode::CallNotFound.into())
}

/// Draws [`CHALLENGES`] different challenges.
fn draw(desk: &Desk) -> Vec<CallChallenge> {
    let mut left = Challenge::VARIANTS.to_vec();
    let mut drawn = Vec::with_capacity(CHALLENGES);
    while drawn.len() < CHALLENGES && !left.is_empty() {
        let at = desk.rng.below(u32::try_from(left.len()).unwrap_or(1)) as usize;
        drawn.push(CallChallenge {
            challenge: left.swap_remove(at),
            outcome: None,
        });
    }
    drawn
}

/// Accepts nothing or an `https` address without control characters; the system's browser must
/// never be handed a `file:` or `javascript:` one.
fn meeting_link(text: &str) -> Result<Option<String>, UiError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let host = text.strip_prefix("https://").unwrap_or_default();
    let clean = !text
        .chars()
        .any(|letter| letter.is_control() || letter.is_whitespace());
    if clean && text.len() <= 500 && host.chars().next().is_some_and(char::is_alphanumeric) {
        Ok(Some(text.to_owned()))
    } else {
        Err(UiError::new(ErrorCode::InvalidLink).with("field", "link"))
    }
}

async fn must_belong(
    unit: &mut dyn Unit,
    id: CallId,
    request: RequestId,
) -> DeskResult<Vec<CallChallenge>> {
    let call = unit
        .call_by_id(id)
        .await?
        .filter(|call| call.request_id == request);
    call.map(|call| call.challenges)
        .ok_or_else(|| ErrorCode::CallNotFound.into())
}

fn report(
    actor: &Actor,
    input: &FinishCall,
    drawn: &[CallChallenge],
) -> Result<CallReport, UiError> {
    let invalid = |field: &str| UiError::new(ErrorCode::InvalidInput).with("field", field);
    let seen = CallSeen {
        real_card_shown: input.observations.real_card_shown,
        card_tilted: input.observations.card_tilted,
        held_beside_face: input.observations.held_beside_face,
        face_matches: input.observations.face_matches,
        record_answers_correct: input.observations.record_answers_correct,
    };
    let asked: Vec<_> = input
        .challenges
        .iter()
        .map(|asked| asked.challenge)
        .collect();
    let drawn: Vec<_> = drawn.iter().map(|drawn| drawn.challenge).collect();
    if asked != drawn {
        return Err(invalid("challenges"));
    }
    if input.outcome == CallOutcome::Verified {
        if !seen.real_card_shown {
            return Err(invalid("real_card_shown"));
        }
        if !seen.face_matches {
            return Err(invalid("face_matches"));
        }
        let passed = |asked: &coe_wire::review::DrawnChallenge| {
            asked.outcome == Some(ChallengeOutcome::Passed)
        };
        if !input.challenges.iter().all(passed) {
            return Err(invalid("challenges"));
        }
        if input.fraud_flag.is_some() {
            return Err(invalid("fraud_flag"));
        }
    }
    Ok(CallReport {
        id: input.call_id,
        by: actor.id,
        outcome: input.outcome,
        seen,
        challenges: input
            .challenges
            .iter()
            .map(|asked| CallChallenge {
                challenge: asked.challenge,
                outcome: asked.outcome,
            })
            .collect(),
        notes: input.notes.trim().to_owned(),
        fraud_flag: input.fraud_flag,
    })
}

async fn escalate_fraud(
    unit: &mut dyn Unit,
    actor: &Actor,
    id: RequestId,
    key: &str,
) -> DeskResult<()> {
    let case = Case::read(unit, actor, id).await?;
    if case.request.status == coe_domain::RequestStatus::Escalated {
        // A supervisor's own call: it is where it belongs already.
        return Ok(());
    }
    unit.decide(&NewDecision {
        request_id: id,
        kind: DecisionKind::Escalate,
        staff: actor.id,
        revision: case.request.revision,
        id_card_sha256: case.sha256_of(ImageKind::IdCard),
        selfie_sha256: case.sha256_of(ImageKind::Selfie),
        reasons: Vec::new(),
        member_text: String::new(),
        // The flag stands in the call; the database asks for no words of the officer's own.
        private_note: String::new(),
        idempotency_key: key.to_owned(),
    })
    .await?;
    Ok(())
}

async fn finish(
    desk: &Desk,
    mut unit: Box<dyn Unit>,
    actor: &Actor,
    id: RequestId,
) -> DeskResult<CaseView> {
    let view = case_view::view(desk, unit.as_mut(), actor, id).await?;
    unit.commit().await?;
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_address_is_a_meeting_link() {
        assert_eq!(meeting_link("  "), Ok(None));
        assert!(meeting_link("https://meet.example/abc-def").is_ok_and(|link| link.is_some()));
        for bad in [
            "http://meet.example/abc",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://-x",
            "https://meet.example/a b",
            "https://meet.example/\nx",
        ] {
            assert_eq!(
                meeting_link(bad).map_err(|error| error.code),
                Err(ErrorCode::InvalidLink),
                "{bad:?} must not reach the browser"
            );
        }
    }
}
