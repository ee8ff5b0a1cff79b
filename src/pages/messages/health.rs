//! Who sends messages, and how it gets on.

use crate::clock;
use crate::components::Icon;
use crate::i18n::numbers::grouped;
use crate::i18n::{Language, messages as words, t, use_language, vocabulary};
use crate::state::{Tone, use_desk};
use coe_domain::{DispatcherCondition, GatewayKind, MessageFailure, thai_date};
use coe_wire::messages::{DispatcherView, MessageHealth};
use leptos::prelude::*;

/// One quiet line; loud only where nothing is being sent.
#[component]
pub fn HealthLine() -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    view! {
        <div class="sending" role="status" aria-label=t(words::HEALTH) data-testid="message-health">
            {move || desk.health.get().map(|health| {
                let language = language.get();
                let senders = senders(&health, language);
                let totals = totals(&health, language);
                view! {
                    {senders.into_iter().map(|(tone, text)| view! {
                        <span class=format!("sending-by {}", tone.class())>
                            <Icon name=tone.icon()/>
                            <span>{text}</span>
                        </span>
                    }).collect_view()}
                    {totals.into_iter().map(|text| view! { <span class="sending-total">{text}</span> }).collect_view()}
                }
            })}
        </div>
    }
}

/// A sentence for each program that sends, or for none.
fn senders(health: &MessageHealth, language: Language) -> Vec<(Tone, String)> {
    if health.dispatchers.is_empty() {
        return vec![(Tone::Bad, words::NOBODY_EVER.text(language).to_owned())];
    }
    let one = |dispatcher| sender(dispatcher, language);
    health.dispatchers.iter().map(one).collect()
}

fn sender(dispatcher: &DispatcherView, language: Language) -> (Tone, String) {
    let gateway = vocabulary::of_code::<GatewayKind>(&dispatcher.gateway, language);
    if !dispatcher.alive {
        let time = thai_date::format_moment(dispatcher.seen_at, language);
        return (
            Tone::Bad,
            words::NOBODY_SINCE.fill(language, &[("time", &time)]),
        );
    }
    let (tone, mut text) = match dispatcher.condition {
        DispatcherCondition::Waiting => {
            let cause = dispatcher.cause.as_deref().unwrap_or_default();
            let cause = vocabulary::of_code::<MessageFailure>(cause, language);
            let values = [("gateway", gateway.as_str()), ("cause", &cause)];
            (Tone::Warn, words::WAITING.fill(language, &values))
        }
        DispatcherCondition::Working | DispatcherCondition::Stopped => (
            Tone::Good,
            words::WORKING.fill(language, &[("gateway", &gateway)]),
        ),
    };
    if let Some(credit) = &dispatcher.credit {
        text.push_str(" · ");
        text.push_str(&words::CREDIT.fill(language, &[("credit", credit)]));
    }
    (tone, text)
}

fn totals(health: &MessageHealth, language: Language) -> Vec<String> {
    if health.queued == 0 {
        return Vec::new();
    }
    let mut told = vec![words::QUEUED.fill(language, &[("count", &grouped(health.queued))])];
    if let Some(since) = health.due_since {
        let minutes = (clock::now() - since).num_minutes();
        let time = words::span(minutes, language);
        told.push(words::DUE_FOR.fill(language, &[("time", &time)]));
    }
    told
}
