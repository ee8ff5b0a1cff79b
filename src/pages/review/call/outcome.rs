//! How a call ended: its outcome, a suspicion, and what still keeps it from being saved.

use super::Form;
use super::form::Missing;
use crate::components::{Icon, IconName};
use crate::i18n::{Language, review as text, t, use_language, vocabulary};
use coe_domain::{CallOutcome, FraudFlag};
use coe_wire::review::DrawnChallenge;
use leptos::prelude::*;
use strum::VariantArray;

/// How the call ended.
#[component]
pub fn Outcomes(
    /// What is filled in.
    form: Form,
    /// The challenges as they stand.
    drawn: Memo<Vec<DrawnChallenge>>,
    /// Whether it can be changed.
    works: Signal<bool>,
) -> impl IntoView {
    let language = use_language();
    let now = Memo::new(move |_| form.read(|form| form.outcome));
    let unverified = Memo::new(move |_| form.read(|form| form.missing_for_verified(&drawn.get())));
    view! {
        <div class="call-outcomes" role="radiogroup" aria-label=t(text::CALL_OUTCOME)>
            {CallOutcome::VARIANTS.iter().copied().map(|outcome| view! {
                <button
                    type="button"
                    class=format!("chip is-{}", outcome.code())
                    role="radio"
                    data-testid=format!("call-outcome-{}", outcome.code())
                    aria-checked=move || (now.get() == Some(outcome)).to_string()
                    disabled=move || {
                        !works.get() || outcome == CallOutcome::Verified && !unverified.with(Vec::is_empty)
                    }
                    on:click=move |_| form.change(|form| form.outcome = Some(outcome))
                >
                    <Icon name=super::log::outcome_look(outcome).1/>
                    {move || vocabulary::label(outcome).text(language.get())}
                </button>
            }).collect_view()}
        </div>
        <Show when=move || !unverified.with(Vec::is_empty)>
            <p class="quiet small" data-testid="verified-needs">
                {move || {
                    let language = language.get();
                    let needs = missing_text(&unverified.get(), language);
                    format!("{} {needs}", text::CALL_VERIFIED_NEEDS.text(language))
                }}
            </p>
        </Show>
    }
}

/// A suspicion, and plainly what it does.
#[component]
pub fn FraudFlags(
    /// What is filled in.
    form: Form,
    /// Whether it can be changed.
    works: Signal<bool>,
) -> impl IntoView {
    let language = use_language();
    let now = Memo::new(move |_| form.read(|form| form.fraud));
    view! {
        <div class="fraud" class:is-flagged=move || now.get().is_some()>
            <h3><Icon name=IconName::Flag/>{t(text::CALL_FRAUD)}</h3>
            <div class="call-outcomes">
                {FraudFlag::VARIANTS.iter().copied().map(|flag| view! {
                    <button
                        type="button"
                        class="chip is-fraud"
                        data-testid=format!("fraud-{}", flag.code())
                        aria-pressed=move || (now.get() == Some(flag)).to_string()
                        disabled=move || !works.get()
                        on:click=move |_| form.change(|form| {
                            form.fraud = if form.fraud == Some(flag) { None } else { Some(flag) };
                            if form.fraud.is_some() && form.outcome.is_none_or(|o| o == CallOutcome::Verified) {
                                form.outcome = Some(CallOutcome::NotVerified);
                            }
                        })
                    >
                        {move || vocabulary::label(flag).text(language.get())}
                    </button>
                }).collect_view()}
            </div>
            <Show when=move || now.get().is_some()>
                <p class="fraud-consequence" role="status" data-testid="fraud-consequence">
                    <Icon name=IconName::Lock/>
                    {t(text::CALL_FRAUD_CONSEQUENCE)}
                </p>
            </Show>
        </div>
    }
}

/// What keeps the call from being saved, in words.
pub fn missing_text(missing: &[Missing], language: Language) -> String {
    let words: Vec<String> = missing
        .iter()
        .map(|one| one_missing(*one, language))
        .collect();
    words.join(" · ")
}

fn one_missing(missing: Missing, language: Language) -> String {
    match missing {
        Missing::Outcome => text::MISSING_OUTCOME,
        Missing::RealCard => text::MISSING_CARD,
        Missing::Face => text::MISSING_FACE,
        Missing::Challenges(count) => {
            let count = count.to_string();
            return text::MISSING_CHALLENGES.fill(language, &[("count", &count)]);
        }
        Missing::ChallengeNotPassed => text::MISSING_NOT_PASSED,
        Missing::Fraud => text::MISSING_FRAUD,
    }
    .text(language)
    .to_owned()
}
