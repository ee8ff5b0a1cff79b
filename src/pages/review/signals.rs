//! What stands out about the request. Nothing here decides anything.

use super::header::risk_look;
use super::section::Section;
use super::state::Review;
use crate::components::{Icon, IconName};
use crate::i18n::{Phrase, review as text, t, use_language};
use coe_domain::Risk;
use coe_domain::signal::{Signal as RiskSignal, sentence};
use leptos::prelude::*;

/// The signals, heaviest first.
#[component]
pub fn SignalsPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let signals = review.part(|case| {
        let mut signals = case.signals.clone();
        signals.sort_by_key(|signal| std::cmp::Reverse(signal.weight));
        signals
    });
    let count = move || signals.with(Vec::len);
    view! {
        <Section
            name="signals"
            title=text::SIGNALS
            aside=move || view! {
                {move || (count() > 0).then(|| view! { <span class="count num">{count()}</span> })}
            }
        >
            <Show
                when=move || count() != 0
                fallback=|| view! {
                    <p class="calm">
                        <Icon name=IconName::CircleCheck/>
                        {t(text::NO_SIGNALS)}
                    </p>
                }
            >
                <ul class="signals">
                    {move || signals.get().into_iter().map(|signal| view! { <SignalLine signal/> }).collect_view()}
                </ul>
            </Show>
        </Section>
    }
}

/// A signal with its sign and its sentence.
#[component]
fn SignalLine(
    /// The signal.
    signal: RiskSignal,
) -> impl IntoView {
    let language = use_language();
    let (tone, icon) = risk_look(signal.weight);
    let weight = weight_phrase(signal.weight);
    let code = signal.code.code();
    view! {
        <li class=format!("signal {}", tone.class()) data-testid="signal" data-code=code>
            <span class="signal-sign" title=t(weight)>
                <Icon name=icon/>
                <span class="visually-hidden">{t(weight)}</span>
            </span>
            <span>{move || sentence(&signal, language.get())}</span>
        </li>
    }
}

fn weight_phrase(weight: Risk) -> Phrase {
    match weight {
        Risk::High => text::WEIGHT_HIGH,
        Risk::Medium => text::WEIGHT_MEDIUM,
        Risk::Low => text::WEIGHT_LOW,
    }
}
