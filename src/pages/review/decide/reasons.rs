//! The reasons of a return or a rejection.

use crate::components::{Icon, IconName, Kbd, Skeleton};
use crate::i18n::{review as text, t, use_language, vocabulary};
use crate::keys::Binding;
use crate::pages::review::state::Review;
use coe_domain::reason::Reason;
use coe_domain::{DecisionKind, Finality};
use leptos::prelude::*;

/// The keys of the reasons, in their order.
const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/// The reasons to choose from, several at once.
#[component]
pub fn Reasons(
    /// The decision they go with.
    kind: DecisionKind,
    /// The codes chosen.
    chosen: RwSignal<Vec<String>>,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let reasons = Memo::new(move |_| {
        review.desk.reference.with(|reference| {
            let all = reference
                .as_ref()
                .map(|reference| reference.reasons.as_slice());
            let fitting = all
                .unwrap_or_default()
                .iter()
                .filter(|reason| reason.kind == kind);
            fitting.cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <fieldset class="reasons">
            <legend>
                {t(text::REASONS)}
                <span class="quiet small">{t(text::REASONS_HINT)}</span>
            </legend>
            <Show when=move || reasons.with(|reasons| !reasons.is_empty()) fallback=|| view! { <Skeleton lines=5/> }>
                <div class="reason-list">
                    {move || reasons.get().into_iter().enumerate().map(|(index, reason)| {
                        let code = reason.code.clone();
                        view! {
                            <ReasonLine
                                reason
                                key=DIGITS.get(index).copied()
                                chosen
                                on_press=move || toggle(chosen, &code)
                            />
                        }
                    }).collect_view()}
                </div>
            </Show>
        </fieldset>
    }
}

/// A reason with its key.
#[component]
fn ReasonLine(
    /// The reason.
    reason: Reason,
    /// Its key.
    key: Option<&'static str>,
    /// The codes chosen.
    chosen: RwSignal<Vec<String>>,
    /// Chooses it, or takes it back.
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    let language = use_language();
    let code = reason.code.clone();
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&code)));
    let finality = reason.finality;
    let test_id = format!("reason-{}", reason.code);
    view! {
        <button
            type="button"
            class="reason"
            role="checkbox"
            data-testid=test_id
            aria-checked=move || is_chosen.get().to_string()
            on:click=move |_| on_press()
        >
            <span class="toggle-box"><Show when=move || is_chosen.get()><Icon name=IconName::Check/></Show></span>
            <span class="reason-text">{move || reason.text(language.get()).to_owned()}</span>
            <span class="finality" class:is-final=finality == Finality::Final>
                {move || vocabulary::label(finality).text(language.get())}
            </span>
            {key.map(|key| view! { <Kbd key/> })}
        </button>
    }
}

/// The keys of the reasons. They are registered by the form, because only the innermost dialog's
/// keys work.
pub fn digit_keys(
    kind: DecisionKind,
    chosen: RwSignal<Vec<String>>,
    review: Review,
) -> Vec<Binding> {
    let choose = move |index: usize| {
        let code = review.desk.reference.with_untracked(|reference| {
            let all = reference
                .as_ref()
                .map(|reference| reference.reasons.as_slice());
            let mut fitting = all
                .unwrap_or_default()
                .iter()
                .filter(|reason| reason.kind == kind);
            fitting.nth(index).map(|reason| reason.code.clone())
        });
        if let Some(code) = code {
            toggle(chosen, &code);
        }
    };
    DIGITS
        .into_iter()
        .enumerate()
        .map(|(index, key)| {
            let binding = Binding::new(key, text::KEY_REASONS, move || choose(index));
            if index == 0 {
                binding
            } else {
                binding.unlisted()
            }
        })
        .collect()
}

fn toggle(chosen: RwSignal<Vec<String>>, code: &str) {
    chosen.update(|chosen| match chosen.iter().position(|one| one == code) {
        Some(at) => {
            chosen.remove(at);
        }
        None => chosen.push(code.to_owned()),
    });
}
