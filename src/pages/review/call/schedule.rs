//! Making an appointment for a call.

use super::form::tidy_time;
use super::{ChannelSelect, Form};
use crate::components::{Button, ButtonKind, ErrorBox, use_busy};
use crate::i18n::{Language, common, review as text, t, use_language};
use crate::ipc;
use crate::pages::review::state::Review;
use chrono::{Datelike, Days, NaiveDate};
use coe_domain::CallChannel;
use coe_domain::thai_date::{format_date, parse_local};
use coe_wire::review::ScheduleCall;
use leptos::prelude::*;

/// How many days ahead an appointment can be chosen.
const DAYS_AHEAD: u64 = 21;

/// The form of an appointment. Errors keep what was typed.
#[component]
pub fn ScheduleForm(
    /// The call form.
    form: Form,
    /// Whether this form is open.
    scheduling: RwSignal<bool>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let busy = use_busy();
    let first = review.today.get_untracked();
    let time_wrong = RwSignal::new(false);
    let date = move || {
        let date = form.read(|form| form.appointment.date.clone());
        if date.is_empty() {
            first.to_string()
        } else {
            date
        }
    };
    let time = move || form.read(|form| form.appointment.time.clone());
    let channel = Signal::derive(move || {
        form.read(|form| form.appointment.channel)
            .unwrap_or(CallChannel::Line)
    });
    let tidy = move || {
        if let Some(tidied) = tidy_time(&untrack(time)) {
            time_wrong.set(false);
            form.change(|form| form.appointment.time = tidied);
        }
    };
    let save = move || {
        tidy();
        let Some(at) = parse_local(&untrack(date), &untrack(time)) else {
            time_wrong.set(true);
            crate::focus::by_test_id("call-time");
            return;
        };
        let link = untrack(|| form.read(|form| form.appointment.link.trim().to_owned()));
        let input = ScheduleCall {
            request_id: review.id,
            at,
            channel: channel.get_untracked(),
            link,
        };
        busy.run_or(
            ipc::review::schedule_call(input),
            move |case| {
                form.change(|form| form.appointment = super::form::Appointment::default());
                review.apply(case);
                scheduling.set(false);
            },
            move || {
                if let Some(error) = busy.error().get_untracked() {
                    review.notice(&error);
                }
            },
        );
    };

    view! {
        <form
            class="schedule"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <label class="field field-day">
                <span>{t(text::CALL_DAY)}</span>
                <select
                    class="select"
                    data-testid="call-date"
                    prop:value=date
                    on:change=move |event| {
                        let date = event_target_value(&event);
                        form.change(|form| form.appointment.date = date);
                    }
                >
                    {(0..DAYS_AHEAD).filter_map(|ahead| first.checked_add_days(Days::new(ahead))).map(|day| {
                        let value = day.to_string();
                        let chosen = value.clone();
                        view! {
                            <option value=value selected=move || date() == chosen>
                                {move || day_label(day, first, language.get())}
                            </option>
                        }
                    }).collect_view()}
                </select>
            </label>
            <label class="field field-time">
                <span>{t(text::CALL_TIME)}</span>
                <input
                    type="text"
                    class="input num"
                    inputmode="numeric"
                    maxlength="8"
                    data-testid="call-time"
                    placeholder=t(text::CALL_TIME_HINT)
                    aria-invalid=move || time_wrong.get().to_string()
                    prop:value=time
                    on:input=move |event| {
                        let typed = event_target_value(&event);
                        time_wrong.set(false);
                        form.change(|form| form.appointment.time = typed);
                    }
                    on:blur=move |_| tidy()
                />
            </label>
            <label class="field field-channel">
                <span>{t(text::CALL_CHANNEL)}</span>
                <ChannelSelect channel form/>
            </label>
            <label class="field field-link">
                <span>{t(text::CALL_LINK)}</span>
                <input
                    type="url"
                    class="input"
                    maxlength="500"
                    data-testid="call-link"
                    placeholder=t(text::CALL_LINK_HINT)
                    prop:value=move || form.read(|form| form.appointment.link.clone())
                    on:input=move |event| {
                        let link = event_target_value(&event);
                        form.change(|form| form.appointment.link = link);
                    }
                />
            </label>
            <Show when=move || time_wrong.get()>
                <p class="field-error" role="alert">{t(text::CALL_TIME_WRONG)}</p>
            </Show>
            <ErrorBox error=busy.error() test_id="schedule-error"/>
            <div class="schedule-end">
                <span class="quiet small">{t(text::CALL_SCHEDULED_SMS)}</span>
                <Button phrase=common::CANCEL kind=ButtonKind::Quiet on_press=move || scheduling.set(false)/>
                <Button phrase=text::CALL_SCHEDULE_SAVE submit=true busy=busy.running()
                    test_id="call-schedule-save" on_press=|| {}/>
            </div>
        </form>
    }
}

fn day_label(day: NaiveDate, today: NaiveDate, language: Language) -> String {
    let names = match language {
        Language::Th => ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."],
        Language::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    let index = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    let name = names.get(index).copied().unwrap_or_default();
    let date = format_date(day, language);
    if day == today {
        format!("{name} {date} · {}", text::TODAY_IS.text(language))
    } else {
        format!("{name} {date}")
    }
}
