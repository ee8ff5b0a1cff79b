//! Buttons.

use super::{Icon, IconName, Kbd};
use crate::i18n::{Phrase, t_of};
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one next step of a page.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Hurts somebody if pressed by mistake.
    Danger,
    /// Beside other things, without a frame.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A button with its words, and the key that does the same.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    phrase: Signal<Phrase>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// The key that does the same.
    #[prop(optional, into)]
    key_hint: Option<&'static str>,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Works at it; cannot be pressed a second time.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let text = t_of(move || phrase.get());
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            data-testid=test_id
            disabled=move || disabled.get() || busy.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| {
                if !submit && !disabled.get_untracked() && !busy.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {move || match (busy.get(), icon) {
                (true, _) => Some(view! { <span class="spin"><Icon name=IconName::Loader/></span> }.into_any()),
                (false, Some(icon)) => Some(view! { <Icon name=icon/> }.into_any()),
                (false, None) => None,
            }}
            <span class="button-text">{text}</span>
            {key_hint.map(|key| view! { <Kbd key/> })}
        </button>
    }
}
