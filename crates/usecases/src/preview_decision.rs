//! Tells what a decision would do, before it is made. Writes nothing.
//!
//! The database builds the real messages; a test holds the two equal.

use crate::case_view::Case;
use crate::{Actor, Desk, DeskResult};
use coe_domain::approval::blockers;
use coe_domain::reason::Reason;
use coe_domain::sms_text::{fill, measure};
use coe_domain::{DecisionKind, Language, LoginState, MessageTemplate, Phone, RequestStatus};
use coe_store::Template;
use coe_wire::review::{DecisionPreview, PreviewDecision, PreviewMessage};

/// Builds the preview.
///
/// # Errors
/// `request_not_found`, or what the database answers.
pub async fn preview(
    desk: &Desk,
    actor: &Actor,
    input: &PreviewDecision,
) -> DeskResult<DecisionPreview> {
    actor.must_review()?;
    let mut unit = desk.store.read().await?;
    let case = Case::read(unit.as_mut(), actor, input.request_id).await?;
    let templates = unit.templates().await?;
    let reasons = unit.reasons().await?;
    let text = Text {
        templates: &templates,
        language: case.member.language,
        request_no: case.request.request_no.to_string(),
        reasons: reason_texts(&reasons, &input.reasons, case.member.language),
        member_text: input.member_text.trim(),
    };
    let others = unit.requests_of(case.member.id).await?;
    let held_by_another = others
        .iter()
        .any(|other| other.id != case.request.id && other.status.is_open());
    let after = After::of(&case, input.kind, held_by_another);
    Ok(DecisionPreview {
        messages: recipients(&case, input.kind)
            .into_iter()
            .map(|(template, to)| text.message(template, to))
            .collect(),
        status_after: after.status,
        login_after: after.login,
        phone_after_masked: after.phone.masked(),
        blockers: blockers(&case.facts(actor)),
    })
}

struct After<'a> {
    status: RequestStatus,
    login: LoginState,
    phone: &'a Phone,
}

impl<'a> After<'a> {
    /// `held_by_another`: another open request of the member keeps the login suspended.
    fn of(case: &'a Case, kind: DecisionKind, held_by_another: bool) -> Self {
        let (request, member) = (&case.request, &case.member);
        let unchanged = |status| Self {
            status,
            login: member.login_state,
            phone: &member.phone,
        };
        match kind {
            DecisionKind::Approve | DecisionKind::Confirm => Self {
                status: RequestStatus::Approved,
                login: LoginState::Enabled,
                phone: &request.new_phone,
            },
            DecisionKind::Reject => Self {
                status: RequestStatus::Rejected,
                login: if member.login_state == LoginState::Suspended && !held_by_another {
                    request.login_state_before
                } else {
                    member.login_state
                },
                phone: &member.phone,
            },
            DecisionKind::Return => unchanged(RequestStatus::Returned),
            DecisionKind::Escalate => unchanged(RequestStatus::Escalated),
            DecisionKind::Overturn => Self {
                status: RequestStatus::Cancelled,
                login: LoginState::Locked,
                phone: &request.old_phone,
            },
        }
    }
}

/// Who is told what, in the order in which the database queues it.
fn recipients(case: &Case, kind: DecisionKind) -> Vec<(MessageTemplate, &Phone)> {
    let (old, new) = (&case.request.old_phone, &case.request.new_phone);
    match kind {
        DecisionKind::Approve | DecisionKind::Confirm => {
            vec![
                (MessageTemplate::Approved, new),
                (MessageTemplate::SecurityNotice, old),
            ]
        }
        DecisionKind::Reject => vec![(MessageTemplate::Rejected, &case.member.phone)],
        DecisionKind::Return => vec![(MessageTemplate::Returned, &case.member.phone)],
        DecisionKind::Escalate => Vec::new(),
        DecisionKind::Overturn => {
            vec![
                (MessageTemplate::Overturned, new),
                (MessageTemplate::Overturned, old),
            ]
        }
    }
}

fn reason_texts(all: &[Reason], codes: &[String], language: Language) -> String {
    let texts: Vec<_> = codes
        .iter()
        .filter_map(|code| all.iter().find(|reason| reason.code == *code))
        .map(|reason| reason.text(language))
        .collect();
    texts.join(", ")
}

struct Text<'a> {
    templates: &'a [Template],
    language: Language,
    request_no: String,
    reasons: String,
    member_text: &'a str,
}

impl Text<'_> {
    fn message(&self, template: MessageTemplate, to: &Phone) -> PreviewMessage {
        let row = self
            .templates
            .iter()
            .find(|row| row.template == template && row.language == self.language);
        let body = row.map(|row| row.body.as_str()).unwrap_or_default();
        let body = fill(
            body,
            &[
                ("request_no", &self.request_no),
                ("reasons", &self.reasons),
                ("member_text", self.member_text),
            ],
        );
        let body = body.trim().to_owned();
        let segments = u32::try_from(measure(&body).segments).unwrap_or(u32::MAX);
        PreviewMessage {
            template,
            to_masked: to.masked(),
            body,
            segments,
        }
    }
}
