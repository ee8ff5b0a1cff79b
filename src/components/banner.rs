//! Notices that stand where they belong: across a page, or beside what failed.

use super::Icon;
use crate::i18n::common::{CLOSE, TRY_AGAIN};
use crate::i18n::errors::error_sentence;
use crate::i18n::{t, use_language};
use crate::state::Tone;
use coe_wire::UiError;
use leptos::prelude::*;

/// A notice across the page; its children are the words and the next step.
#[component]
pub fn Banner(
    /// How it is meant.
    tone: Tone,
    /// Closes it; without it the notice stays for as long as its cause.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
    /// The words and the next step.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class=format!("banner {}", tone.class())
            role=if tone == Tone::Bad { "alert" } else { "status" }
            data-testid=test_id
        >
            <Icon name=tone.icon()/>
            <div class="banner-body">{children()}</div>
            {on_close.map(|close| view! {
                <button type="button" class="icon-button" aria-label=t(CLOSE) title=t(CLOSE) on:click=move |_| close.run(())>
                    <Icon name=super::IconName::X/>
                </button>
            })}
        </div>
    }
}

/// What failed and what to do, where it happened. Nothing while there is no error.
#[component]
pub fn ErrorBox(
    /// The failure.
    #[prop(into)]
    error: Signal<Option<UiError>>,
    /// Does it again; offered where that can help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let language = use_language();
    view! {
        {move || error.get().map(|error| {
            let offers = retry.filter(|_| error.retryable);
            view! {
                <div class="error-box" role="alert" data-testid=test_id data-code=error.code.code()>
                    <Icon name=Tone::Bad.icon()/>
                    <span>{error_sentence(&error, language.get())}</span>
                    {offers.map(|retry| view! {
                        <button type="button" class="link" on:click=move |_| retry.run(())>{t(TRY_AGAIN)}</button>
                    })}
                </div>
            }
        })}
    }
}
