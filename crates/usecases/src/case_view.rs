//! Builds what the review page shows of a request.

mod record;

use crate::case_signals::reassess;
use crate::settings::SlaRules;
use crate::{Actor, Desk, DeskResult};
use coe_domain::approval::{CaseFacts, ClaimFacts, approving_kind, blockers};
use coe_domain::member::Member;
use coe_domain::{CallOutcome, CheckCode, ImageKind, RequestId, StaffId, sla};
use coe_store::{ChangeRequest, ClaimAnswer, Decision, ImageInfo, ReviewCheck, Unit, VideoCall};
use coe_wire::photo::PhotoAddress;
use coe_wire::queue::Holder;
use coe_wire::review::{
    CallView, CaseView, CheckView, ClaimView, DecisionView, Draft, DrawnChallenge, EarlierRequest,
    NoteView, Observations, PhotoSize, PhotoView,
};
use coe_wire::{ErrorCode, UiError};
use std::collections::HashMap;

/// Everything that the rules and the page need of a request, read in one unit.
pub(crate) struct Case {
    pub(crate) request: ChangeRequest,
    pub(crate) member: Member,
    pub(crate) images: Vec<ImageInfo>,
    pub(crate) checks: Vec<(CheckCode, Option<ReviewCheck>)>,
    pub(crate) calls: Vec<VideoCall>,
    pub(crate) claim: ClaimAnswer,
}

impl Case {
    /// Reads a case.
    pub(crate) async fn read(
        unit: &mut dyn Unit,
        actor: &Actor,
        id: RequestId,
    ) -> DeskResult<Self> {
        let request = unit
            .request_by_id(id)
            .await?
            .ok_or_else(|| UiError::new(ErrorCode::RequestNotFound))?;
        let member = unit
            .member_by_id(request.member_id)
            .await?
            .ok_or_else(|| UiError::new(ErrorCode::RequestNotFound))?;
        let images = unit.images_of(id, request.revision).await?;
        let mut done = unit.checks_of(id, request.revision).await?;
        let required = unit.required_checks().await?;
        let checks = required
            .into_iter()
            .map(|code| {
                let at = done.iter().position(|check| check.code == code);
                (code, at.map(|at| done.swap_remove(at)))
            })
            .collect();
        let calls = unit.calls_of(id).await?;
        let claim = unit.claim_state(id, actor.id).await?;
        Ok(Self {
            request,
            member,
            images,
            checks,
            calls,
            claim,
        })
    }

    /// The facts that decide whether it can be approved.
    pub(crate) fn facts(&self, actor: &Actor) -> CaseFacts {
        CaseFacts {
            status: self.request.status,
            risk: self.request.risk,
            actor: actor.id,
            actor_role: actor.role,
            claim: match self.claim {
                ClaimAnswer::Held { .. } => ClaimFacts::Mine,
                ClaimAnswer::Taken { by } => ClaimFacts::Other(by),
                _ if self.request.claimed_by == Some(actor.id) => ClaimFacts::Expired,
                _ => ClaimFacts::None,
            },
            checks: self
                .checks
                .iter()
                .map(|(code, check)| (*code, check.as_ref().map(|check| check.outcome)))
                .collect(),
            verified_call: self.calls.iter().any(|call| {
                call.outcome == Some(CallOutcome::Verified)
                    && call.fraud_flag.is_none()
                    && call.revision == self.request.revision
            }),
            phone_unchanged: self.member.phone == self.request.old_phone,
            fraud_flagged: self.request.fraud_flagged,
            escalated_by: self.request.escalated_by,
        }
    }

    /// The hash of a photo of the current round; empty where there is none.
    pub(crate) fn sha256_of(&self, kind: ImageKind) -> String {
        let image = self.images.iter().find(|image| image.kind == kind);
        image.map(|image| image.sha256.clone()).unwrap_or_default()
    }
}

/// Names of staff, each read once.
#[derive(Default)]
pub(crate) struct Names(HashMap<StaffId, String>);

impl Names {
    pub(crate) async fn of(&mut self, unit: &mut dyn Unit, id: StaffId) -> DeskResult<String> {
        if let Some(name) = self.0.get(&id) {
            return Ok(name.clone());
        }
        let name = unit
            .staff_by_id(id)
            .await?
            .map(|staff| staff.display_name)
            .unwrap_or_default();
        self.0.insert(id, name.clone());
        Ok(name)
    }
}

/// Builds the view. Reassesses the risk for a reviewer, for whom `unit` must be able to write.
///
/// # Errors
/// `request_not_found`, or what the database answers.
pub(crate) async fn view(
    desk: &Desk,
    unit: &mut dyn Unit,
    actor: &Actor,
    id: RequestId,
) -> DeskResult<CaseView> {
    // Who decides nothing sets no risk either, and a database may withhold from them what the
    // signals are made of.
    let assessment = if actor.role.reviews() {
        reassess(desk, unit, id).await?
    } else {
        None
    };
    let case = Case::read(unit, actor, id).await?;
    let mut names = Names::default();
    let rules = SlaRules::load(unit).await?;
    let facts = case.facts(actor);
    let request = &case.request;
    let end = request.closed_at.unwrap_or_else(|| desk.clock.now());
    let mut view = CaseView {
        id,
        request_no: request.request_no.to_string(),
        status: request.status,
        risk: request.risk,
        revision: request.revision,
        submitted_at: request.submitted_at,
        sla: sla::assess(
            &rules.calendar,
            rules.target,
            request.submitted_at,
            end,
            &request.waited,
            request.returned_at,
        ),
        claim: claim_view(unit, actor, &case.claim, &mut names).await?,
        photos: photos(&case, actor),
        record: record::view(unit, &case).await?,
        signals: assessment.map(|found| found.signals).unwrap_or_default(),
        checks: Vec::new(),
        calls: Vec::new(),
        running_call: case
            .calls
            .iter()
            .find(|call| is_running(call, actor, request.revision))
            .map(|call| call.id),
        notes: Vec::new(),
        history: Vec::new(),
        drafts: drafts(unit, actor, id).await?,
        blockers: blockers(&facts),
        approving_kind: approving_kind(&facts),
        decisions: Vec::new(),
        fraud_flagged: request.fraud_flagged,
    };
    for (code, check) in &case.checks {
        view.checks
            .push(check_view(unit, &mut names, *code, check.as_ref()).await?);
    }
    for call in &case.calls {
        let by = names.of(unit, call.staff).await?;
        view.calls.push(call_view(call, by));
    }
    for note in unit.notes_of(id).await? {
        let by = names.of(unit, note.staff).await?;
        view.notes.push(NoteView {
            id: note.id,
            by,
            at: note.at,
            body: note.body,
        });
    }
    for other in unit.requests_of(request.member_id).await? {
        if other.id != id {
            view.history.push(EarlierRequest {
                id: other.id,
                request_no: other.request_no.to_string(),
                status: other.status,
                submitted_at: other.submitted_at,
                new_phone_masked: other.new_phone.masked(),
            });
        }
    }
    for decision in unit.decisions_of(id).await? {
        let by = names.of(unit, decision.made.staff).await?;
        view.decisions.push(decision_view(decision, by));
    }
    if !actor.role.reviews() {
        withhold_findings(&mut view);
    }
    Ok(view)
}

/// Takes out what only reviewers need: what they saw, suspected and told each other (PDPA, section
/// 22: no more than the purpose needs).
fn withhold_findings(view: &mut CaseView) {
    view.signals.clear();
    for check in &mut view.checks {
        check.note.clear();
    }
    for call in &mut view.calls {
        call.notes.clear();
        call.fraud_flag = None;
        call.challenges.clear();
    }
    for decision in &mut view.decisions {
        decision.private_note.clear();
    }
}

/// The claim as the actor should see it.
pub(crate) async fn claim_view(
    unit: &mut dyn Unit,
    actor: &Actor,
    claim: &ClaimAnswer,
    names: &mut Names,
) -> DeskResult<ClaimView> {
    Ok(match *claim {
        ClaimAnswer::Held { seconds_left, .. } => ClaimView {
            holder: Some(Holder {
                display_name: actor.display_name.clone(),
                me: true,
            }),
            seconds_left: Some(seconds_left),
        },
        ClaimAnswer::Taken { by } => ClaimView {
            holder: Some(Holder {
                display_name: names.of(unit, by).await?,
                me: false,
            }),
            seconds_left: None,
        },
        ClaimAnswer::NotHeld | ClaimAnswer::NotOpen => ClaimView {
            holder: None,
            seconds_left: None,
        },
    })
}

fn photos(case: &Case, actor: &Actor) -> Vec<PhotoView> {
    if !actor.role.sees_photos() {
        return Vec::new();
    }
    let mut images: Vec<_> = case.images.iter().collect();
    images.sort_by_key(|image| image.kind);
    images.into_iter().map(photo).collect()
}

fn photo(image: &ImageInfo) -> PhotoView {
    let address = |size| {
        PhotoAddress {
            request_id: image.request_id,
            revision: image.revision,
            kind: image.kind,
            sha256: image.sha256.clone(),
            size,
        }
        .url()
    };
    PhotoView {
        kind: image.kind,
        sha256: image.sha256.clone(),
        screen_url: address(PhotoSize::Screen),
        detail_url: address(PhotoSize::Detail),
        width: image.width,
        height: image.height,
        bytes: image.byte_len,
        error: image
            .purged_at
            .map(|_| UiError::new(ErrorCode::PhotoPurged)),
    }
}

async fn check_view(
    unit: &mut dyn Unit,
    names: &mut Names,
    code: CheckCode,
    check: Option<&ReviewCheck>,
) -> DeskResult<CheckView> {
    Ok(CheckView {
        code,
        outcome: check.map(|check| check.outcome),
        note: check.map(|check| check.note.clone()).unwrap_or_default(),
        by: match check {
            Some(check) => Some(names.of(unit, check.staff).await?),
            None => None,
        },
        at: check.map(|check| check.at),
    })
}

/// Whether the actor is in this call. A call that somebody left without ending it, or that was
/// about earlier photos, stays in the log and keeps nobody from calling.
fn is_running(call: &VideoCall, actor: &Actor, revision: u32) -> bool {
    call.started_at.is_some()
        && call.ended_at.is_none()
        && call.staff == actor.id
        && call.revision == revision
}

fn call_view(call: &VideoCall, by: String) -> CallView {
    CallView {
        id: call.id,
        channel: call.channel,
        scheduled_for: call.scheduled_for,
        has_link: call.link.is_some(),
        started_at: call.started_at,
        ended_at: call.ended_at,
        outcome: call.outcome,
        observations: Observations {
            real_card_shown: call.seen.real_card_shown,
            card_tilted: call.seen.card_tilted,
            held_beside_face: call.seen.held_beside_face,
            face_matches: call.seen.face_matches,
            record_answers_correct: call.seen.record_answers_correct,
        },
        challenges: call
            .challenges
            .iter()
            .map(|asked| DrawnChallenge {
                challenge: asked.challenge,
                outcome: asked.outcome,
            })
            .collect(),
        notes: call.notes.clone(),
        fraud_flag: call.fraud_flag,
        by,
        revision: call.revision,
    }
}

fn decision_view(decision: Decision, by: String) -> DecisionView {
    DecisionView {
        id: decision.id,
        kind: decision.made.kind,
        by,
        at: decision.at,
        reasons: decision.made.reasons,
        member_text: decision.made.member_text,
        private_note: decision.made.private_note,
    }
}

async fn drafts(unit: &mut dyn Unit, actor: &Actor, id: RequestId) -> DeskResult<Vec<Draft>> {
    let rows = unit.drafts_of(id, actor.id).await?;
    // A slot of a newer version is left alone: its text stays in the database.
    Ok(rows
        .into_iter()
        .filter_map(|(slot, body)| {
            Some(Draft {
                slot: slot.parse().ok()?,
                body,
            })
        })
        .collect())
}
