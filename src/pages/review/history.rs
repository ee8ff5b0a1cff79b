//! The member's other requests, and all that happened to this one.

use super::header::status_tone;
use super::section::Section;
use super::state::{Place, Review};
use crate::components::{ErrorBox, Icon, IconName, Pill, Skeleton};
use crate::i18n::review::timeline::sentence;
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use coe_domain::thai_date::{bangkok, format_date, format_moment};
use coe_wire::UiError;
use coe_wire::review::{EarlierRequest, TimelineEntry};
use leptos::prelude::*;

/// The member's other requests.
#[component]
pub fn HistoryPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let history = review.part(|case| case.history.clone());
    let count = move || history.with(Vec::len);
    view! {
        <Section
            name="history"
            title=text::HISTORY
            aside=move || view! { {move || (count() > 0).then(|| view! { <span class="count num">{count()}</span> })} }
        >
            <Show when=move || count() != 0 fallback=|| view! { <p class="quiet">{t(text::HISTORY_NONE)}</p> }>
                <ul class="history">
                    {move || history.get().into_iter().map(|earlier| view! { <EarlierLine earlier/> }).collect_view()}
                </ul>
            </Show>
        </Section>
    }
}

/// Another request of the member; opens it.
#[component]
fn EarlierLine(
    /// The request.
    earlier: EarlierRequest,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let (id, status, at) = (earlier.id, earlier.status, earlier.submitted_at);
    let words = move || vocabulary::label(status).text(language.get()).to_owned();
    view! {
        <li>
            <button type="button" class="history-line" data-testid="history-entry" on:click=move |_| {
                review.drafts.flush();
                review.desk.open_request(id);
            }>
                <strong class="num">{earlier.request_no}</strong>
                <Pill tone=status_tone(status) text=Signal::derive(words)/>
                <span class="quiet num">{earlier.new_phone_masked}</span>
                <span class="quiet num">{move || format_date(bangkok(at).date(), language.get())}</span>
                <Icon name=IconName::ChevronRight/>
            </button>
        </li>
    }
}

/// All that happened to the request. Asked for when it is opened, and again when data changed.
#[component]
pub fn TimelinePart() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let open = RwSignal::new(false);
    let entries = RwSignal::new(None::<Vec<TimelineEntry>>);
    let error = RwSignal::new(None::<UiError>);
    let load = move || {
        leptos::task::spawn_local(async move {
            match ipc::review::timeline(review.id).await {
                Ok(mut answer) => {
                    answer.sort_by_key(|entry| std::cmp::Reverse(entry.at));
                    entries.try_set(Some(answer));
                    error.try_set(None);
                }
                Err(failure) => {
                    error.try_set(Some(failure));
                }
            }
        });
    };
    Effect::new(move || {
        // Reads the case, too: each of its changes is an entry here.
        review.case.track();
        review.desk.changed.track();
        if open.get() {
            load();
        }
    });
    use_titled_keys(
        Scope::Page,
        text::REQUEST,
        &[Binding::new("i", text::KEY_TIMELINE, move || {
            if open.get_untracked() {
                open.set(false);
            } else {
                review.go_to(Place::Timeline);
            }
        })],
    );
    view! {
        <Section
            name="timeline"
            title=text::TIMELINE
            place=|place| place == Place::Timeline
            folded=true
            opened=open
            test_id="timeline"
            aside=move || view! { <crate::components::Kbd key="i"/> }
        >
            <ErrorBox error=error retry=load/>
            {move || match entries.get() {
                None => view! { <Skeleton lines=4/> }.into_any(),
                Some(list) if list.is_empty() => {
                    view! { <p class="quiet">{t(text::TIMELINE_NONE)}</p> }.into_any()
                }
                Some(list) => view! {
                    <ol class="timeline">
                        {list.into_iter().map(|entry| {
                            let by = entry.by.clone();
                            let (at, action) = (entry.at, entry.action.clone());
                            view! {
                                <li data-testid="timeline-entry" data-action=action>
                                    <span class="timeline-at num">{move || format_moment(at, language.get())}</span>
                                    <span class="timeline-what">{move || sentence(&entry, &review.desk.reasons(), language.get())}</span>
                                    <span class="quiet">
                                        {move || by.clone().unwrap_or_else(|| text::BY_SYSTEM.text(language.get()).to_owned())}
                                    </span>
                                </li>
                            }
                        }).collect_view()}
                    </ol>
                }.into_any(),
            }}
        </Section>
    }
}
