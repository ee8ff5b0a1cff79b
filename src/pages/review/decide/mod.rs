//! Deciding: one sheet with everything that the decision says and does.

mod done;
pub mod key;
mod preview;
mod reasons;
mod recap;

use super::claim::ClaimLostBanner;
use super::saved::SavedMark;
use super::state::{Place, Review};
use crate::components::{Busy, Button, ButtonKind, ErrorBox, Icon, IconName, Sheet, use_busy};
use crate::i18n::{Phrase, review as text, t, t_of, use_language};
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use coe_domain::{DecisionKind, ImageKind, Refusal};
use coe_wire::review::{CaseView, Decide};
use coe_wire::{ErrorCode, UiError};
use done::DonePanel;
use leptos::prelude::*;
use preview::Preview;
use reasons::Reasons;
use recap::Recap;
use std::collections::BTreeMap;

/// The sheet, while something is being decided.
#[component]
pub fn DecideSheet() -> impl IntoView {
    let review = expect_context::<Review>();
    move || {
        review
            .deciding
            .get()
            .map(|kind| view! { <OpenSheet kind/> })
    }
}

/// The sheet of one decision.
#[component]
fn OpenSheet(
    /// Which decision.
    kind: DecisionKind,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let title = move || match review.done.with(|done| done.as_ref().map(|done| done.kind)) {
        Some(kind) => done_title(kind),
        None => sheet_title(kind),
    };
    let busy = use_busy();
    // While the answer is under way, nobody is left to hear it if the sheet closes.
    let close = move || {
        if !busy.running().get_untracked() {
            review.drafts.flush();
            review.deciding.set(None);
        }
    };
    view! {
        <Sheet title=Signal::derive(title) on_close=close test_id="sheet">
            {move || match review.done.get() {
                Some(result) => view! { <DonePanel result/> }.into_any(),
                None => view! { <DecideForm kind busy close=Callback::new(move |()| close())/> }.into_any(),
            }}
        </Sheet>
    }
}

/// What is filled in, what it will do, and the button that does it.
#[component]
fn DecideForm(
    /// Which decision.
    kind: DecisionKind,
    /// Decides.
    busy: Busy,
    /// Closes the sheet.
    close: Callback<()>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    // One key for all attempts of this sheet: a retry after a lost answer decides nothing twice.
    let key = StoredValue::new(review.open_attempt.key_for(review, kind));
    let unknown = Memo::new(move |_| busy.error().with(|e| e.as_ref().is_some_and(leaves_open)));
    let chosen = RwSignal::new(review.chosen_for(kind));
    Effect::new(move || {
        let codes = chosen.get();
        review.chosen.update_value(|chosen| {
            chosen.insert(kind.code(), codes);
        });
    });
    let needs_reason = matches!(kind, DecisionKind::Return | DecisionKind::Reject);
    let (member_text, private_note) = (review.drafts.member_text, review.drafts.private_note);
    let missing = Memo::new(move |_| {
        if needs_reason && chosen.with(Vec::is_empty) {
            Some(text::REASON_NEEDED)
        } else if kind == DecisionKind::Escalate
            && private_note.text.with(|note| note.trim().is_empty())
        {
            Some(text::PRIVATE_NOTE_NEEDED)
        } else {
            None
        }
    });
    // Where the answer was lost, the request may be closed by this very decision: asking again tells.
    let ready =
        Signal::derive(move || missing.get().is_none() && (review.can_work() || unknown.get()));
    let confirm = move || {
        if !ready.get_untracked() {
            return;
        }
        let Some(input) = review.case.with_untracked(|case| {
            case.as_ref().map(|case| {
                let reasons = chosen.get_untracked();
                decision(case, kind, reasons, review, key.get_value())
            })
        }) else {
            return;
        };
        busy.run_or(
            async move {
                // A save that lands after the decision would bring the drafts back.
                review.drafts.settle().await;
                ipc::review::decide(input).await
            },
            move |result| {
                review.open_attempt.settled();
                review.drafts.member_text.used();
                review.drafts.private_note.used();
                review.chosen.update_value(BTreeMap::clear);
                review.done.set(Some(result));
                review.refresh();
            },
            move || {
                if let Some(error) = busy.error().get_untracked() {
                    if leaves_open(&error) {
                        review
                            .open_attempt
                            .unanswered(review, kind, key.get_value());
                    } else {
                        review.open_attempt.settled();
                    }
                    review.notice(&error);
                    review.refresh();
                }
            },
        );
    };
    let mut bindings = vec![
        Binding::new("Ctrl+Enter", text::KEY_CONFIRM_SHEET, confirm).when(ready),
        Binding::new("Escape", text::CANCEL, move || close.run(())),
    ];
    if needs_reason {
        bindings.extend(reasons::digit_keys(kind, chosen, review));
    }
    use_keys(Scope::Dialog, &bindings);
    let danger = kind == DecisionKind::Reject;

    view! {
        <div class="decide">
            <div class="decide-body">
                <div class="decide-main">
                    <ClaimLostBanner test_id="sheet-claim-lost"/>
                    {matches!(kind, DecisionKind::Approve | DecisionKind::Confirm).then(|| view! { <Recap/> })}
                    {needs_reason.then(|| view! { <Reasons kind chosen/> })}
                    {(kind != DecisionKind::Escalate).then(|| view! {
                        <div class="field">
                            <div class="call-subhead">
                                <label for="member-text">{t(text::MEMBER_TEXT)}</label>
                                <SavedMark field=member_text/>
                            </div>
                            <textarea id="member-text" class="textarea" rows="3" maxlength="300"
                                data-testid="member-text"
                                placeholder=t(text::MEMBER_TEXT_HINT)
                                prop:value=member_text.text
                                on:input=move |event| member_text.typed(event_target_value(&event))
                                on:blur=move |_| member_text.flush()
                            ></textarea>
                        </div>
                    })}
                    <div class="field">
                        <div class="call-subhead">
                            <label for="private-note">{t(text::PRIVATE_NOTE)}</label>
                            <SavedMark field=private_note/>
                        </div>
                        <textarea id="private-note" class="textarea" rows="3" maxlength="4000"
                            data-testid="private-note"
                            placeholder=t(if kind == DecisionKind::Escalate {
                                text::PRIVATE_NOTE_NEEDED
                            } else {
                                text::PRIVATE_NOTE_HINT
                            })
                            prop:value=private_note.text
                            on:input=move |event| private_note.typed(event_target_value(&event))
                            on:blur=move |_| private_note.flush()
                        ></textarea>
                    </div>
                </div>
                <Preview kind chosen/>
            </div>
            <footer class="decide-end">
                <DecisionError error=busy.error() unknown/>
                <p class="decide-missing quiet" role="status">
                    {move || missing.get().map(|phrase| phrase.text(language.get()))}
                </p>
                <div class="decide-buttons">
                    <Button phrase=text::CANCEL key_hint="Escape" disabled=busy.running() on_press=close/>
                    <Button
                        phrase=confirm_phrase(kind)
                        kind=if danger { ButtonKind::Danger } else { ButtonKind::Primary }
                        key_hint="Ctrl+Enter"
                        busy=busy.running()
                        disabled=Signal::derive(move || !ready.get())
                        test_id="confirm-decision"
                        on_press=confirm
                    />
                </div>
            </footer>
        </div>
    }
}

/// Why nothing was decided, and the way there; or that nobody knows whether it was.
#[component]
fn DecisionError(
    /// The failure.
    error: Signal<Option<UiError>>,
    /// Whether it may be recorded all the same.
    unknown: Memo<bool>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let title = move || {
        if unknown.get() {
            text::OUTCOME_UNKNOWN
        } else {
            text::NOT_DECIDED
        }
    };
    view! {
        <Show when=move || error.with(Option::is_some)>
            <div class="decision-error" data-testid="decision-error">
                <strong>{t_of(title)}</strong>
                <ErrorBox error/>
                <Show when=move || unknown.get()>
                    <p class="decision-again" data-testid="decision-again">
                        <Icon name=IconName::Info/>
                        <span>{t(text::AGAIN_IS_SAFE)}</span>
                    </p>
                </Show>
                {move || {
                    let place = error.with(|error| error.as_ref().and_then(|e| refused_place(review, e)));
                    place.map(|place| view! {
                        <Button phrase=text::GO_THERE test_id="decision-error-lead" on_press=move || {
                            review.deciding.set(None);
                            // The sheet gives the focus back first.
                            set_timeout(move || super::bar::lead(review, place), std::time::Duration::ZERO);
                        }/>
                    })
                }}
            </div>
        </Show>
    }
}

/// Whether the answer was lost, so that the decision may be recorded all the same.
fn leaves_open(error: &UiError) -> bool {
    matches!(
        error.code,
        ErrorCode::DatabaseUnavailable
            | ErrorCode::DatabaseBusy
            | ErrorCode::ServerUnreachable
            | ErrorCode::Internal
    )
}

/// Where the condition that failed can be met.
fn refused_place(review: Review, error: &UiError) -> Option<Place> {
    if error.code != ErrorCode::Refused {
        return None;
    }
    match error.params.get("refusal")?.parse::<Refusal>().ok()? {
        Refusal::ClaimNotHeld | Refusal::ClaimExpired | Refusal::ClaimHeldByOther => {
            Some(Place::Claim)
        }
        Refusal::ChecksIncomplete => {
            let current = review.current.get_untracked();
            Some(Place::Check(
                review.next_open_check(current).unwrap_or(current),
            ))
        }
        Refusal::NoVerifiedCall => Some(Place::Call),
        Refusal::PhoneChanged | Refusal::SamePhone => Some(Place::Record),
        Refusal::FourEyesRequired | Refusal::FraudFlagOpen => Some(Place::Escalate),
        Refusal::RequestNotOpen | Refusal::EvidenceChanged => Some(Place::Timeline),
        Refusal::SamePerson
        | Refusal::RoleNotAllowed
        | Refusal::ReasonInvalid
        | Refusal::KeyReused
        | Refusal::AppendOnly
        | Refusal::OnlyByDecision
        | Refusal::NotAnnounced
        | Refusal::StaffInactive
        | Refusal::MessageMoved
        | Refusal::TemplateUnfit => None,
    }
}

fn decision(
    case: &CaseView,
    kind: DecisionKind,
    reasons: Vec<String>,
    review: Review,
    idempotency_key: String,
) -> Decide {
    let sha256 = |kind: ImageKind| {
        let photo = case.photos.iter().find(|photo| photo.kind == kind);
        photo.map(|photo| photo.sha256.clone()).unwrap_or_default()
    };
    let escalates = kind == DecisionKind::Escalate;
    let member_text = review.drafts.member_text.text.get_untracked();
    Decide {
        request_id: case.id,
        kind,
        revision: case.revision,
        id_card_sha256: sha256(ImageKind::IdCard),
        selfie_sha256: sha256(ImageKind::Selfie),
        reasons,
        member_text: if escalates {
            String::new()
        } else {
            member_text.trim().to_owned()
        },
        private_note: review
            .drafts
            .private_note
            .text
            .get_untracked()
            .trim()
            .to_owned(),
        idempotency_key,
    }
}

fn sheet_title(kind: DecisionKind) -> Phrase {
    match kind {
        DecisionKind::Approve => text::SHEET_APPROVE,
        DecisionKind::Confirm => text::SHEET_CONFIRM,
        DecisionKind::Reject => text::SHEET_REJECT,
        DecisionKind::Return => text::SHEET_RETURN,
        DecisionKind::Escalate => text::SHEET_ESCALATE,
        DecisionKind::Overturn => text::SHEET_OVERTURN,
    }
}

fn confirm_phrase(kind: DecisionKind) -> Phrase {
    match kind {
        DecisionKind::Approve => text::APPROVE,
        DecisionKind::Confirm => text::CONFIRM,
        DecisionKind::Reject => text::REJECT,
        DecisionKind::Return => text::RETURN,
        DecisionKind::Escalate => text::ESCALATE,
        DecisionKind::Overturn => text::OVERTURN,
    }
}

fn done_title(kind: DecisionKind) -> Phrase {
    match kind {
        DecisionKind::Approve => text::DONE_APPROVE,
        DecisionKind::Confirm => text::DONE_CONFIRM,
        DecisionKind::Reject => text::DONE_REJECT,
        DecisionKind::Return => text::DONE_RETURN,
        DecisionKind::Escalate => text::DONE_ESCALATE,
        DecisionKind::Overturn => text::DONE_OVERTURN,
    }
}
