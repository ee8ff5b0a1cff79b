//! The head of the queue: what waits, and the one next step.

use super::QueueModel;
use crate::components::{Button, ButtonKind};
use crate::i18n::numbers::grouped;
use crate::i18n::{queue as words, t, use_language};
use coe_wire::queue::QueueCounts;
use leptos::prelude::*;

/// Title, numbers and "take next".
#[component]
pub fn Header(
    /// Takes the next request.
    take_next: Callback<()>,
    /// Whether that runs.
    taking: Signal<bool>,
    /// Whether the person may.
    reviews: Signal<bool>,
) -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let language = use_language();
    let part = move |phrase: crate::i18n::Phrase, count: fn(&QueueCounts) -> u64| {
        move || {
            let counts = model.counts.get()?;
            Some(phrase.fill(language.get(), &[("count", &grouped(count(&counts)))]))
        }
    };
    let overdue = Memo::new(move |_| model.counts.get().map_or(0, |counts| counts.overdue));
    view! {
        <header class="page-head">
            <h1>{t(words::TITLE)}</h1>
            <p class="summary">
                <span>{part(words::SUMMARY_WAITING, |counts| counts.waiting)}</span>
                <Show when=move || { overdue.get() > 0 }>
                    <span class="summary-overdue">{part(words::SUMMARY_OVERDUE, |counts| counts.overdue)}</span>
                </Show>
                <span>{part(words::SUMMARY_CLOSED, |counts| counts.closed_today)}</span>
            </p>
            <span class="head-space"></span>
            <Show when=move || reviews.get()>
                <Button
                    phrase=words::TAKE_NEXT
                    kind=ButtonKind::Primary
                    key_hint="n"
                    busy=taking
                    on_press=take_next
                    test_id="take-next"
                />
            </Show>
        </header>
    }
}
