//! Video calls: making an appointment, holding the call, and what came of the earlier ones.

pub mod form;
mod log;
mod outcome;
mod questions;
mod running;
mod schedule;

use super::section::Section;
use super::state::{Place, Review};
use crate::components::{Button, ButtonKind, ErrorBox, IconName, Kbd, use_busy};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use coe_domain::CallChannel;
use coe_domain::thai_date::format_moment;
use coe_wire::review::{CallView, CaseView, StartCall};
use form::CallForm;
use leptos::prelude::*;
use log::CallLog;
use running::RunningCall;
use schedule::ScheduleForm;
use strum::VariantArray;

/// The call form of the page, kept as a draft on every change.
#[derive(Clone, Copy)]
pub struct Form {
    review: Review,
    now: Memo<CallForm>,
}

impl Form {
    fn new(review: Review) -> Self {
        let draft = review.drafts.call_form;
        Self {
            review,
            now: Memo::new(move |_| draft.text.with(|body| CallForm::from_draft(body))),
        }
    }

    /// A part of the form. Tracks.
    pub fn read<T>(self, read: impl FnOnce(&CallForm) -> T) -> T {
        self.now.with(read)
    }

    /// Changes the form and keeps it.
    pub fn change(self, change: impl FnOnce(&mut CallForm)) {
        let draft = self.review.drafts.call_form;
        let mut form = draft.text.with_untracked(|body| CallForm::from_draft(body));
        change(&mut form);
        draft.typed(form.to_draft());
    }
}

/// The next appointment that was not started.
fn appointment(case: &CaseView) -> Option<CallView> {
    case.calls
        .iter()
        .filter(|call| call.started_at.is_none() && call.outcome.is_none())
        .filter(|call| call.revision == case.revision)
        .max_by_key(|call| call.id)
        .cloned()
}

fn running(case: &CaseView) -> Option<CallView> {
    let id = case.running_call?;
    case.calls.iter().find(|call| call.id == id).cloned()
}

/// The video call's part of the page.
#[component]
pub fn CallPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let form = Form::new(review);
    let running_id = review.part(|case| running(case).map(|call| call.id));
    let scheduling = RwSignal::new(false);
    let open = RwSignal::new(true);
    let works = Signal::derive(move || review.can_work());
    let idle = Signal::derive(move || works.get() && running_id.get().is_none());
    use_titled_keys(
        Scope::Page,
        text::CALL,
        &[
            Binding::new("t", text::CALL_TOGGLE, move || review.go_to(Place::Call)),
            Binding::new("s", text::CALL_SCHEDULE, move || {
                open.set(true);
                scheduling.update(|open| *open = !*open);
            })
            .when(idle),
        ],
    );
    Effect::new(move |seen: Option<u32>| {
        let (count, wish) = review.lead.get();
        if seen.is_some_and(|seen| seen != count) && wish == Some(Place::Call) {
            // The part unfolds first; what is hidden takes no focus.
            set_timeout(
                || {
                    super::focus::first_of(&[
                        "[data-testid=\"challenge\"] button:not([disabled])",
                        "[data-testid=\"call-start\"]:not([disabled])",
                        "[data-testid=\"call\"] .part-title",
                    ])
                },
                std::time::Duration::ZERO,
            );
        }
        count
    });

    view! {
        <Section
            name="call"
            title=text::CALL
            place=|place| place == Place::Call
            opened=open
            test_id="call"
            aside=move || view! { <Kbd key="t"/> }
        >
            {move || match running_id.get() {
                Some(_) => review
                    .case
                    .with_untracked(|case| case.as_ref().and_then(running))
                    .map(|call| view! { <RunningCall call form/> }.into_any()),
                None => Some(view! { <IdleCall form scheduling/> }.into_any()),
            }}
            <CallLog/>
        </Section>
    }
}

/// No call is running: start one, or make an appointment.
#[component]
fn IdleCall(
    /// The call form.
    form: Form,
    /// Whether the appointment's form is open.
    scheduling: RwSignal<bool>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let next = review.part(appointment);
    let busy = use_busy();
    let meeting = use_busy();
    let works = Signal::derive(move || review.can_work());
    let channel = move || {
        form.read(|form| form.appointment.channel)
            .or_else(|| next.with(|next| next.as_ref().map(|call| call.channel)))
            .unwrap_or(CallChannel::Line)
    };
    let start = move || {
        let (call_id, channel) = untrack(|| (next.get().map(|call| call.id), channel()));
        let input = StartCall {
            request_id: review.id,
            call_id,
            channel,
        };
        busy.run_or(
            ipc::review::start_call(input),
            move |case| {
                review.apply(case);
                review.go_to(Place::Call);
            },
            move || {
                if let Some(error) = busy.error().get_untracked() {
                    review.notice(&error);
                }
            },
        );
    };
    let open_link = move || {
        if let Some(call) = next.get_untracked().filter(|call| call.has_link) {
            meeting.run(ipc::review::open_meeting(call.id), |()| {});
        }
    };
    let has_link = Signal::derive(move || {
        works.get() && next.with(|next| next.as_ref().is_some_and(|call| call.has_link))
    });
    use_titled_keys(
        Scope::Page,
        text::CALL,
        &[Binding::new("o", text::CALL_OPEN_LINK, open_link).when(has_link)],
    );

    view! {
        {move || next.get().and_then(|call| Some((call.scheduled_for?, call.channel))).map(|(at, channel)| view! {
            <p class="appointment" data-testid="appointment">
                <span class="time-chip info num">{move || format_moment(at, language.get())}</span>
                <strong>{t(text::CALL_APPOINTED)}</strong>
                <span>{move || vocabulary::label(channel).text(language.get())}</span>
            </p>
        })}
        <Show when=move || works.get()>
            <div class="call-actions">
                <Button
                    phrase=Signal::derive(move || {
                        if next.with(Option::is_some) { text::CALL_START } else { text::CALL_START_NOW }
                    })
                    icon=IconName::Video
                    busy=busy.running()
                    test_id="call-start"
                    on_press=start
                />
                <Show when=move || next.with(Option::is_none)>
                    <ChannelSelect channel=Signal::derive(channel) form/>
                </Show>
                <Show when=move || has_link.get()>
                    <Button phrase=text::CALL_OPEN_LINK icon=IconName::ExternalLink key_hint="o"
                        busy=meeting.running() test_id="call-open-link" on_press=open_link/>
                </Show>
                <Button
                    phrase=Signal::derive(move || {
                        if next.with(Option::is_some) { text::CALL_RESCHEDULE } else { text::CALL_SCHEDULE }
                    })
                    kind=ButtonKind::Quiet
                    icon=IconName::CalendarClock
                    key_hint="s"
                    test_id="call-schedule"
                    on_press=move || scheduling.update(|open| *open = !*open)
                />
            </div>
        </Show>
        <ErrorBox error=busy.error() test_id="call-error"/>
        <ErrorBox error=meeting.error() test_id="meeting-error"/>
        <Show when=move || scheduling.get() && works.get()>
            <ScheduleForm form scheduling/>
        </Show>
    }
}

/// How the call is held.
#[component]
fn ChannelSelect(
    /// The one chosen.
    channel: Signal<CallChannel>,
    /// The call form.
    form: Form,
) -> impl IntoView {
    let language = use_language();
    view! {
        <select
            class="select"
            data-testid="call-channel"
            aria-label=t(text::CALL_CHANNEL)
            prop:value=move || channel.get().code()
            on:change=move |event| {
                if let Ok(channel) = event_target_value(&event).parse::<CallChannel>() {
                    form.change(|form| form.appointment.channel = Some(channel));
                }
            }
        >
            {CallChannel::VARIANTS.iter().copied().map(|one| view! {
                <option value=one.code() selected=move || channel.get() == one>
                    {move || vocabulary::label(one).text(language.get())}
                </option>
            }).collect_view()}
        </select>
    }
}
