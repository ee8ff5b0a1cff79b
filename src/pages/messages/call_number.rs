//! The number to call, shown in full for a moment. The log keeps that it was shown.

use crate::components::{Button, ErrorBox, IconName, use_busy};
use crate::i18n::{messages as words, t};
use crate::ipc;
use coe_domain::RequestId;
use coe_wire::review::{Reveal, RevealField};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long a number stays in full, in milliseconds.
const SHOWN_MS: u32 = 20_000;

/// The number of a member who has to be called.
#[component]
pub fn CallNumber(
    /// The request.
    request: RequestId,
    /// Which of its numbers; `None` where none is the one that the message went to.
    field: Option<RevealField>,
) -> impl IntoView {
    let Some(field) = field else {
        return view! { <p class="muted">{t(words::NUMBER_CHANGED)}</p> }.into_any();
    };
    let shown = RwSignal::new(None::<String>);
    let hides = StoredValue::new_local(None::<Timeout>);
    let busy = use_busy();
    let show = move |()| {
        let input = Reveal {
            request_id: request,
            field,
        };
        busy.run(
            async move { ipc::review::reveal(input).await },
            move |revealed| {
                shown.set(Some(revealed.value));
                hides.set_value(Some(Timeout::new(SHOWN_MS, move || {
                    shown.try_set(None);
                })));
            },
        );
    };
    view! {
        <div class="call-number">
            <Show
                when=move || shown.with(Option::is_some)
                fallback=move || view! {
                    <Button
                        phrase=words::SHOW_NUMBER
                        icon=IconName::Eye
                        busy=busy.running()
                        on_press=show
                        test_id="show-number"
                    />
                }
            >
                <strong class="selectable call-digits" data-testid="call-number">{move || shown.get()}</strong>
            </Show>
            <span class="muted">{t(words::NUMBER_ON_RECORD)}</span>
            <ErrorBox error=busy.error()/>
        </div>
    }
    .into_any()
}
