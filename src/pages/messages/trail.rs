//! What happened to one message, in the order in which it happened.

use super::actions::short_reference;
use crate::i18n::{Language, messages as words, t, use_language, vocabulary};
use chrono::{DateTime, Utc};
use coe_domain::{GatewayKind, MessageFailure, thai_date};
use coe_wire::messages::{AttemptView, ChoiceView, MessageDetail};
use leptos::prelude::*;

/// One thing that happened.
#[derive(Debug, Clone)]
enum Step {
    Queued,
    Attempt(AttemptView),
    Reported(AttemptView),
    Chosen(ChoiceView),
}

/// The calls to gateways with their answers, the reports and the choices of people.
#[component]
pub fn Trail(
    /// The message.
    detail: MessageDetail,
) -> impl IntoView {
    let language = use_language();
    let steps = StoredValue::new(steps(detail));
    view! {
        <h3>{t(words::WHAT_HAPPENED)}</h3>
        <ol class="trail" data-testid="message-trail">
            {move || {
                let language = language.get();
                steps.with_value(|steps| {
                    steps.iter().map(|(at, step)| {
                        let (what, more) = told(step, language);
                        view! {
                            <li>
                                <span class="trail-at">{thai_date::format_moment(*at, language)}</span>
                                <span class="trail-what">
                                    <span>{what}</span>
                                    {more.map(|more| view! { <span class="muted">{more}</span> })}
                                </span>
                            </li>
                        }
                    }).collect_view()
                })
            }}
        </ol>
    }
}

fn steps(detail: MessageDetail) -> Vec<(DateTime<Utc>, Step)> {
    let mut steps = vec![(detail.message.queued_at, Step::Queued)];
    for attempt in detail.attempts {
        if let Some(at) = attempt.reported_at {
            steps.push((at, Step::Reported(attempt.clone())));
        }
        steps.push((attempt.started_at, Step::Attempt(attempt)));
    }
    let chosen = detail.choices.into_iter();
    steps.extend(chosen.map(|made| (made.at, Step::Chosen(made))));
    // Stable: what was pushed first comes first where two moments are the same.
    steps.sort_by_key(|(at, step)| (*at, matches!(step, Step::Reported(_))));
    steps
}

/// What happened, and what else there is to say of it.
fn told(step: &Step, language: Language) -> (String, Option<String>) {
    match step {
        Step::Queued => (words::QUEUED_AT.text(language).to_owned(), None),
        Step::Attempt(attempt) => {
            let gateway = vocabulary::of_code::<GatewayKind>(&attempt.gateway, language);
            let number = attempt.attempt.to_string();
            let values = [("number", number.as_str()), ("gateway", &gateway)];
            (
                words::ATTEMPT.fill(language, &values),
                Some(answer(attempt, language)),
            )
        }
        Step::Reported(attempt) => {
            let reported = attempt
                .reported
                .map_or("", |reported| vocabulary::label(reported).text(language));
            (reported.to_owned(), None)
        }
        Step::Chosen(made) => {
            let choice = vocabulary::label(made.choice).text(language);
            let values = [("by", made.by.as_str()), ("choice", choice)];
            (words::CHOSEN_BY.fill(language, &values), None)
        }
    }
}

/// The gateway's answer, why, and its reference.
fn answer(attempt: &AttemptView, language: Language) -> String {
    let outcome = attempt.outcome.map_or(words::UNDER_WAY, vocabulary::label);
    let mut parts = vec![outcome.text(language).to_owned()];
    if let Some(cause) = &attempt.cause {
        parts.push(vocabulary::of_code::<MessageFailure>(cause, language));
    }
    if let Some(reference) = &attempt.gateway_ref {
        let short = short_reference(reference);
        parts.push(words::REFERENCE.fill(language, &[("reference", &short)]));
    }
    parts.join(" · ")
}
