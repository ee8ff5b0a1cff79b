//! One row.

use super::QueueModel;
use crate::clock;
use crate::components::icon::still_icon;
use crate::components::pill::still_pill;
use crate::components::{IconName, sla_parts};
use crate::i18n::{Language, queue as words, use_language, vocabulary};
use crate::state::Tone;
use chrono::{DateTime, Datelike, Utc};
use coe_domain::{RequestId, RequestStatus, Risk, thai_date};
use coe_wire::queue::QueueRow;
use leptos::prelude::*;

/// The row of request `id` (negative: not fetched yet) at `position`.
#[component]
pub fn Row(
    /// The request.
    id: i64,
    /// Where it stands.
    position: Signal<usize>,
    /// Whether the status stands in the place of the target time.
    shows_status: Memo<bool>,
) -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let row = Memo::new(move |_| {
        model.rows.with(|rows| {
            rows.get(position.get())
                .filter(|row| row.id.0 == id)
                .cloned()
        })
    });
    // While a row leaves there is none; what it showed stays until its element goes.
    let known = Memo::new(move |before: Option<&Option<QueueRow>>| {
        row.get().or_else(|| before.and_then(Clone::clone))
    });
    move || {
        if known.with(Option::is_some) && id >= 0 {
            view! { <Fetched id=RequestId(id) row=known shows_status/> }.into_any()
        } else {
            view! { <div class="queue-grid queue-row placeholder" role="row" aria-hidden="true"><span class="skeleton-bar"></span></div> }.into_any()
        }
    }
}

/// Drawn often while the list scrolls: few reactive parts, and no handlers of its own (the table
/// has them for all rows).
#[component]
fn Fetched(id: RequestId, row: Memo<Option<QueueRow>>, shows_status: Memo<bool>) -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let language = use_language();
    let number = row.with_untracked(|row| row.as_ref().map(|row| row.request_no.clone()));
    let other = move || {
        row.with(|row| {
            let holder = row.as_ref()?.holder.as_ref().filter(|holder| !holder.me)?;
            Some(words::HELD_BY.fill(language.get(), &[("name", &holder.display_name)]))
        })
    };
    view! {
        <div
            class="queue-grid queue-row"
            class:held=move || other().is_some()
            role="row"
            data-testid="queue-row"
            data-id=id.0
            data-request-no=number
            aria-selected=move || if model.current.get() == Some(id) { "true" } else { "false" }
            title=other
        >
            {move || {
                let (status, closing) = (shows_status.get(), model.shows_closing());
                row.with(|row| row.as_ref().map(|row| cells(row, language.get(), status, closing)))
            }}
        </div>
    }
}

/// What stands in a row.
fn cells(row: &QueueRow, language: Language, status: bool, closing: bool) -> impl IntoView + use<> {
    let name = match language {
        Language::Th => row.name_th.clone(),
        Language::En => row.name_en.clone(),
    };
    let licence = row.licence_no.as_ref().map(|number| format!(" · {number}"));
    let risk_icon = (row.risk != Risk::Low).then_some(IconName::TriangleAlert);
    let risk = vocabulary::label(row.risk).text(language).to_owned();
    let (tone, icon, standing) = if status {
        status_pill(row.status, language)
    } else {
        sla_pill(row, language)
    };
    let at = row
        .closed_at
        .filter(|_| closing)
        .unwrap_or(row.submitted_at);
    view! {
        <span role="cell" class="cell-number">{row.request_no.clone()}</span>
        <span role="cell" class="cell-name">{name}</span>
        <span role="cell">{row.member_no.clone()}<span class="cell-licence">{licence}</span></span>
        <span role="cell">{row.new_phone_masked.clone()}</span>
        <span role="cell">{still_pill(risk_tone(row.risk), risk_icon, risk)}</span>
        <span role="cell">{still_pill(tone, Some(icon), standing)}</span>
        <span role="cell" class="cell-holder">{holder(row, language)}</span>
        <span role="cell" class="cell-time">{moment(at, language)}</span>
    }
}

const fn risk_tone(risk: Risk) -> Tone {
    match risk {
        Risk::Low => Tone::Neutral,
        Risk::Medium => Tone::Warn,
        Risk::High => Tone::Bad,
    }
}

type PillParts = (Tone, IconName, String);

fn sla_pill(row: &QueueRow, language: Language) -> PillParts {
    if row.status.is_closed() {
        return status_pill(row.status, language);
    }
    sla_parts(row.sla, language)
}

fn status_pill(status: RequestStatus, language: Language) -> PillParts {
    let (tone, icon) = match status {
        RequestStatus::Pending => (Tone::Neutral, IconName::Clock),
        RequestStatus::Returned => (Tone::Neutral, IconName::Pause),
        RequestStatus::Escalated => (Tone::Warn, IconName::ShieldAlert),
        RequestStatus::Approved => (Tone::Good, IconName::CircleCheck),
        RequestStatus::Rejected => (Tone::Bad, IconName::CircleX),
        RequestStatus::Cancelled => (Tone::Neutral, IconName::Minus),
    };
    (
        tone,
        icon,
        vocabulary::label(status).text(language).to_owned(),
    )
}

fn holder(row: &QueueRow, language: Language) -> AnyView {
    match (&row.holder, row.call_at) {
        (Some(holder), _) if holder.me => view! {
            <span class="me">{still_icon(IconName::UserCheck)}{words::YOU.text(language)}</span>
        }
        .into_any(),
        (Some(holder), _) => view! {
            <span>{still_icon(IconName::Lock)}{holder.display_name.clone()}</span>
        }
        .into_any(),
        (None, Some(at)) if row.status.is_open() => {
            let time = moment(at, language);
            view! { <span>{still_icon(IconName::CalendarClock)}{words::APPOINTMENT.fill(language, &[("time", &time)])}</span> }
                .into_any()
        }
        (None, _) => view! { <span class="nobody">"–"</span> }.into_any(),
    }
}

/// `09:00` today, `เมื่อวาน 09:00`, `20 พ.ย. 09:00`, and the whole date from another year.
pub fn moment(at: DateTime<Utc>, language: Language) -> String {
    let (day, today) = (
        thai_date::bangkok(at).date(),
        thai_date::bangkok(clock::now()).date(),
    );
    let time = thai_date::format_time(at);
    if day == today {
        return match language {
            Language::Th => format!("{time} น."),
            Language::En => time,
        };
    }
    if Some(day) == today.pred_opt() {
        return format!("{} {time}", words::YESTERDAY.text(language));
    }
    let date = thai_date::format_date(day, language);
    if day.year() == today.year() {
        let short = date
            .rsplit_once(' ')
            .map_or(date.as_str(), |(short, _)| short);
        return format!("{short} {time}");
    }
    date
}
