//! The calls so far.

use crate::components::{Icon, IconName, Pill};
use crate::i18n::{Language, review as text, t, use_language, vocabulary};
use crate::pages::review::state::Review;
use crate::state::Tone;
use coe_domain::thai_date::{bangkok, format_date, format_time};
use coe_domain::{CallOutcome, ChallengeOutcome};
use coe_wire::review::CallView;
use leptos::prelude::*;

/// The calls that ended, newest first.
#[component]
pub fn CallLog() -> impl IntoView {
    let review = expect_context::<Review>();
    let revision = review.part(|case| case.revision);
    let calls = review.part(|case| {
        let ended = case.calls.iter().filter(|call| call.outcome.is_some());
        ended.cloned().collect::<Vec<_>>()
    });
    let nothing = review.part(|case| case.calls.is_empty());
    view! {
        <Show when=move || nothing.get()>
            <p class="quiet">{t(text::CALL_NONE)}</p>
        </Show>
        <ul class="call-log">
            <For each=move || calls.get() key=|call| (call.id, call.outcome, call.notes.clone()) let:call>
                <CallLine call revision/>
            </For>
        </ul>
    }
}

/// A call that ended.
#[component]
fn CallLine(
    /// The call.
    call: CallView,
    /// The round of photos on screen.
    revision: Memo<u32>,
) -> impl IntoView {
    let language = use_language();
    let outcome = call.outcome;
    let at = call.started_at.or(call.ended_at).or(call.scheduled_for);
    let when = move || {
        at.map(|at| {
            (
                format_date(bangkok(at).date(), language.get()),
                format_time(at),
            )
        })
        .unwrap_or_default()
    };
    let round = call.revision;
    let (tone, icon) = outcome.map_or((Tone::Neutral, IconName::Phone), outcome_look);
    let channel = call.channel;
    let by = call.by.clone();
    let notes = call.notes.clone();
    let flag = call.fraud_flag;
    view! {
        <li class="call-line" data-testid="call-entry" data-outcome=outcome.map(CallOutcome::code)>
            <span class=format!("time-chip num {}", tone.class()) title=move || when().0>{move || when().1}</span>
            <div>
                <p class="call-line-head">
                    <strong class=format!("tone-text {}", tone.class())>
                        <Icon name=icon/>
                        {move || outcome.map(|outcome| vocabulary::label(outcome).text(language.get()))}
                    </strong>
                    <span class="quiet">
                        {move || format!("{} · {by}", vocabulary::label(channel).text(language.get()))}
                    </span>
                    <Show when=move || round != revision.get()>
                        <span class="quiet">{t(text::CALL_OLD_ROUND)}</span>
                    </Show>
                </p>
                {flag.map(|flag| view! {
                    <Pill tone=Tone::Bad icon=IconName::Flag
                        text=Signal::derive(move || vocabulary::label(flag).text(language.get()).to_owned())/>
                })}
                <p class="quiet small">{move || seen(&call, language.get())}</p>
                {(!notes.is_empty()).then(|| view! { <p class="call-line-notes">{notes}</p> })}
            </div>
        </li>
    }
}

/// What was seen, in a line.
fn seen(call: &CallView, language: Language) -> String {
    let seen = call.observations;
    let all = [
        (seen.real_card_shown, text::SEEN_REAL_CARD),
        (seen.card_tilted, text::SEEN_TILTED),
        (seen.held_beside_face, text::SEEN_BESIDE),
        (seen.face_matches, text::SEEN_FACE),
        (seen.record_answers_correct, text::SEEN_ANSWERS),
    ];
    let mut words: Vec<String> = all
        .iter()
        .filter(|(seen, _)| *seen)
        .map(|(_, phrase)| phrase.text(language).to_owned())
        .collect();
    let passed = call
        .challenges
        .iter()
        .filter(|drawn| drawn.outcome == Some(ChallengeOutcome::Passed))
        .count();
    if call.challenges.iter().any(|drawn| drawn.outcome.is_some()) {
        let count = format!("{passed}/{}", call.challenges.len());
        words.push(text::SEEN_CHALLENGES.fill(language, &[("count", &count)]));
    }
    words.join(" · ")
}

/// Colour and sign of an outcome.
pub fn outcome_look(outcome: CallOutcome) -> (Tone, IconName) {
    match outcome {
        CallOutcome::Verified => (Tone::Good, IconName::UserCheck),
        CallOutcome::NotVerified | CallOutcome::WrongPerson => (Tone::Bad, IconName::CircleX),
        CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::BadConnection => {
            (Tone::Neutral, IconName::Phone)
        }
    }
}
