//! The bar at the bottom: why approval is not possible yet, and the four decisions.

use super::claim::next_request;
use super::state::{Place, Review, place_of};
use crate::components::{Button, ButtonKind, Icon, IconName, Kbd, use_busy};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::keys::{Binding, Scope, use_titled_keys};
use coe_domain::approval::Blocker;
use coe_domain::{DecisionKind, RequestStatus};
use leptos::prelude::*;

/// The bar at the bottom.
#[component]
pub fn DecisionBar() -> impl IntoView {
    let review = expect_context::<Review>();
    let open = review.part(|case| case.status.is_open());
    let works = Signal::derive(move || review.can_work());
    let busy = use_busy();
    let blockers = review.part(|case| case.blockers.clone());
    let confirms = review.part(|case| case.approving_kind == DecisionKind::Confirm);
    let ready = Signal::derive(move || works.get() && blockers.with(Vec::is_empty));
    let begin = move |kind| {
        if works.get_untracked() {
            review.drafts.flush();
            review.done.set(None);
            review.deciding.set(Some(kind));
        }
    };
    let approve = move || {
        if ready.get_untracked() {
            begin(if confirms.get_untracked() {
                DecisionKind::Confirm
            } else {
                DecisionKind::Approve
            });
        } else {
            lead_to_first(review);
        }
    };
    let reviews = Memo::new(move |_| review.desk.role().is_some_and(|role| role.reviews()));
    let decides = Signal::derive(move || reviews.get() && open.get());
    let escalatable = Signal::derive(move || works.get() && !confirms.get());
    use_titled_keys(
        Scope::Page,
        text::KEYS_DECIDE,
        &[
            Binding::new("e", text::ESCALATE, move || begin(DecisionKind::Escalate))
                .when(escalatable),
            Binding::new("r", text::RETURN, move || begin(DecisionKind::Return)).when(works),
            Binding::new("d", text::REJECT, move || begin(DecisionKind::Reject)).when(works),
            Binding::new("a", text::APPROVE, approve).when(decides),
            Binding::new(".", text::NEXT_BLOCKER, move || lead_to_first(review)).when(decides),
        ],
    );

    view! {
        <footer class="decision-bar">
            <Blockers confirms/>
            <Show
                when=move || decides.get()
                fallback=move || view! {
                    <Show when=move || reviews.get()>
                        <Button phrase=text::NEXT_REQUEST kind=ButtonKind::Primary key_hint="n"
                            busy=busy.running() on_press=move || next_request(review, busy)/>
                    </Show>
                }
            >
                <div class="decisions" role="group">
                    <Show when=move || !confirms.get()>
                        <Button phrase=text::ESCALATE key_hint="e" test_id="decide-escalate"
                            disabled=Signal::derive(move || !works.get())
                            on_press=move || begin(DecisionKind::Escalate)/>
                    </Show>
                    <Button phrase=text::RETURN key_hint="r" test_id="decide-return"
                        disabled=Signal::derive(move || !works.get())
                        on_press=move || begin(DecisionKind::Return)/>
                    <Button phrase=text::REJECT kind=ButtonKind::Danger key_hint="d" test_id="decide-reject"
                        disabled=Signal::derive(move || !works.get())
                        on_press=move || begin(DecisionKind::Reject)/>
                    <button
                        type="button"
                        class="button primary"
                        class:is-blocked=move || !ready.get()
                        data-testid="decide-approve"
                        aria-disabled=move || (!ready.get()).to_string()
                        on:click=move |_| approve()
                    >
                        <span class="button-text">
                            {move || if confirms.get() { t(text::CONFIRM)() } else { t(text::APPROVE)() }}
                        </span>
                        <Kbd key="a"/>
                    </button>
                </div>
            </Show>
        </footer>
    }
}

/// Leads to where the first thing that is missing can be done.
pub fn lead_to_first(review: Review) {
    let first = review.case.with_untracked(|case| {
        case.as_ref()
            .and_then(|case| case.blockers.first().map(place_of))
    });
    if let Some(place) = first {
        lead(review, place);
    }
}

/// Leads to a place, the escalate button included. Where that is not offered, because the request
/// was escalated already, somebody else has to go on: it leads to the button that releases it.
pub fn lead(review: Review, place: Place) {
    if place == Place::Escalate {
        super::focus::first_of(&[
            "[data-testid=\"decide-escalate\"]",
            "[data-testid=\"release\"]",
            "[data-testid=\"claim\"]",
        ]);
    } else {
        review.go_to(place);
    }
}

/// Says why approval is not possible yet; pressed, it leads there.
#[component]
fn Blockers(
    /// Whether the approval is a second person's.
    confirms: Memo<bool>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let state = review.part(|case| Some((case.status, case.blockers.clone())));
    let reviews = Memo::new(move |_| review.desk.role().is_none_or(|role| role.reviews()));
    let sentence = move |blocker: &Blocker| text::blocker(blocker, language.get());
    view! {
        <div class="blockers" data-testid="blockers" role="status">
            {move || state.get().map(|(status, blockers)| {
                if status.is_closed() {
                    let words = vocabulary::label(status).text(language.get());
                    view! {
                        <Icon name=IconName::Lock/>
                        <span><strong>{t(text::CLOSED_AS)}</strong>" "{words}</span>
                    }.into_any()
                } else if !reviews.get() {
                    view! { <Icon name=IconName::Info/><span>{t(text::SUPPORT_READS)}</span> }.into_any()
                } else if status == RequestStatus::Returned {
                    view! { <Icon name=IconName::Undo/><strong>{t(text::WAITS_FOR_MEMBER)}</strong> }.into_any()
                } else if blockers.is_empty() {
                    let phrase = if confirms.get() { text::CAN_CONFIRM } else { text::CAN_APPROVE };
                    view! { <span class="ready"><Icon name=IconName::CircleCheck/><strong>{t(phrase)}</strong></span> }.into_any()
                } else {
                    let title = if confirms.get() { text::CANNOT_CONFIRM } else { text::CANNOT_APPROVE };
                    view! {
                        <button type="button" class="blockers-title" title=t(text::NEXT_BLOCKER)
                            on:click=move |_| lead_to_first(review)>
                            {t(title)}<Kbd key="."/>
                        </button>
                        <span class="blockers-list">
                            {blockers.into_iter().map(|blocker| {
                                let place = place_of(&blocker);
                                view! {
                                    <button type="button" class="blocker" data-code=blocker.code()
                                        on:click=move |_| lead(review, place)>
                                        {sentence(&blocker)}
                                    </button>
                                }
                            }).collect_view()}
                        </span>
                    }.into_any()
                }
            })}
        </div>
    }
}
