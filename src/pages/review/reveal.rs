//! Showing a number in full: recorded in the log, hidden again by itself.

use super::state::Review;
use crate::components::{Icon, IconName, Kbd};
use crate::i18n::{review as text, t, use_language};
use crate::ipc;
use coe_wire::UiError;
use coe_wire::review::{Reveal, RevealField};
use leptos::prelude::*;

/// How long a number stays in full, in milliseconds.
pub const SHOWN_MS: f64 = 20_000.0;

/// The order in which the key shows the fields.
const FIELDS: [RevealField; 3] = [
    RevealField::NationalId,
    RevealField::NewPhone,
    RevealField::OldPhone,
];

/// A number in full and when it hides.
#[derive(Clone, PartialEq)]
struct Shown {
    value: String,
    until: f64,
}

/// The fields that are shown in full now. Holds personal data: no `Debug`.
#[derive(Clone, Copy)]
pub struct Reveals {
    review: Review,
    shown: [RwSignal<Option<Shown>>; 3],
    error: RwSignal<Option<UiError>>,
}

impl Reveals {
    /// All hidden.
    pub fn new(review: Review) -> Self {
        let reveals = Self {
            review,
            shown: [
                RwSignal::new(None),
                RwSignal::new(None),
                RwSignal::new(None),
            ],
            error: RwSignal::new(None),
        };
        Effect::new(move || {
            let now = review.now.get();
            for shown in reveals.shown {
                if shown.with_untracked(|s| s.as_ref().is_some_and(|s| s.until <= now)) {
                    shown.set(None);
                }
            }
        });
        reveals
    }

    /// Why the last one failed.
    pub fn error(self) -> Signal<Option<UiError>> {
        self.error.into()
    }

    /// Whether any field is shown in full. Tracks.
    pub fn any(self) -> bool {
        self.shown.iter().any(|shown| shown.with(Option::is_some))
    }

    /// The field that the key shows next. Tracks.
    pub fn next(self) -> Option<RevealField> {
        FIELDS
            .into_iter()
            .find(|field| self.slot(*field).with(Option::is_none))
    }

    fn slot(self, field: RevealField) -> RwSignal<Option<Shown>> {
        let [first, second, third] = self.shown;
        match field {
            RevealField::NationalId => first,
            RevealField::NewPhone => second,
            RevealField::OldPhone => third,
        }
    }

    /// Shows `field` in full, or hides it where it is shown.
    pub fn toggle(self, field: RevealField) {
        let slot = self.slot(field);
        if slot.with_untracked(Option::is_some) {
            slot.set(None);
            return;
        }
        self.error.set(None);
        let input = Reveal {
            request_id: self.review.id,
            field,
        };
        leptos::task::spawn_local(async move {
            match ipc::review::reveal(input).await {
                Ok(revealed) => {
                    let now = crate::clock::now_ms();
                    self.review.now.try_set(now);
                    slot.try_set(Some(Shown {
                        value: revealed.value,
                        until: now + SHOWN_MS,
                    }));
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

/// A masked value with the button that shows it in full.
#[component]
pub fn Revealable(
    /// Which field.
    field: RevealField,
    /// The masked value.
    #[prop(into)]
    masked: Signal<String>,
    /// What is shown now.
    reveals: Reveals,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let slot = reveals.slot(field);
    let code: &'static str = field.into();
    let allowed = Memo::new(move |_| review.desk.role().is_some_and(|role| role.reviews()));
    let is_shown = move || slot.with(Option::is_some);
    let seconds = move || {
        let left = slot.with(|shown| shown.as_ref().map_or(0.0, |s| s.until - review.now.get()));
        format!("{:.0}", (left / 1000.0).max(0.0).ceil())
    };
    view! {
        <span class="revealable" class:is-shown=is_shown>
            <span class="num" data-testid=format!("value-{code}")>
                {move || slot.with(|shown| shown.as_ref().map(|s| s.value.clone())).unwrap_or_else(|| masked.get())}
            </span>
            <Show when=move || allowed.get()>
                <button
                    type="button"
                    class="reveal"
                    data-testid=format!("reveal-{code}")
                    title=t(text::REVEAL_NOTICE)
                    aria-label=t(text::REVEAL)
                    aria-pressed=move || is_shown().to_string()
                    on:click=move |_| reveals.toggle(field)
                >
                    {move || if is_shown() {
                        view! {
                            <Icon name=IconName::EyeOff/>
                            <span class="num quiet">{move || format!("{} {}", text::HIDES_IN.text(language.get()), seconds())}</span>
                        }.into_any()
                    } else {
                        view! {
                            <Icon name=IconName::Eye/>
                            {move || (reveals.next() == Some(field)).then(|| view! { <Kbd key="v"/> })}
                        }.into_any()
                    }}
                </button>
            </Show>
        </span>
    }
}
