//! The gateway that this desk sends by, or word of who sends instead.

mod form;
mod test_message;
mod trial;

use crate::components::{Banner, ErrorBox, Icon, IconName, Skeleton, use_busy};
use crate::i18n::errors::error_sentence;
use crate::i18n::{settings as words, t, use_language};
use crate::ipc;
use crate::pages::messages::health::HealthLine;
use crate::state::Tone;
use coe_wire::UiError;
use coe_wire::gateway::GatewayView;
use form::GatewayFormPart;
use leptos::prelude::*;

/// The section.
#[component]
pub fn GatewaySection() -> impl IntoView {
    let view = RwSignal::new(None::<GatewayView>);
    let loading = use_busy();
    let load = move || {
        loading.run(ipc::settings::gateway(), move |found| view.set(Some(found)));
    };
    load();
    view! {
        <div class="gateway">
            <HealthLine/>
            <ErrorBox error=loading.error() retry=Callback::new(move |()| load())/>
            {move || match view.get() {
                None => view! { <Skeleton lines=5/> }.into_any(),
                Some(GatewayView::Elsewhere) => view! { <Elsewhere/> }.into_any(),
                Some(GatewayView::Here { choice, secrets, problem }) => view! {
                    {problem.map(|problem| view! { <Problem problem/> })}
                    <GatewayFormPart saved=choice secrets taken=move |found| view.set(Some(found))/>
                }.into_any(),
            }}
        </div>
    }
}

/// A program beside the server sends.
#[component]
fn Elsewhere() -> impl IntoView {
    view! {
        <section class="gateway-card" data-testid="gateway-elsewhere">
            <p class="gateway-title"><Icon name=IconName::Server/><strong>{t(words::ELSEWHERE_TITLE)}</strong></p>
            <p>{t(words::ELSEWHERE)}</p>
        </section>
    }
}

/// Why nothing is sent.
#[component]
fn Problem(problem: UiError) -> impl IntoView {
    let language = use_language();
    view! {
        <Banner tone=Tone::Bad test_id="gateway-problem">
            <strong>{t(words::NOTHING_SENT)}</strong>
            <span>{move || error_sentence(&problem, language.get())}</span>
        </Banner>
    }
}
