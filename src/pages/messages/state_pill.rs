//! Where a message stands, in one way everywhere.

use crate::components::{IconName, Pill};
use crate::i18n::{use_language, vocabulary};
use crate::state::Tone;
use coe_domain::MessageState;
use leptos::prelude::*;

/// The state of a message.
#[component]
pub fn StatePill(
    /// Which.
    state: MessageState,
) -> impl IntoView {
    let language = use_language();
    let words = move || vocabulary::label(state).text(language.get()).to_owned();
    view! { <Pill tone=tone(state) icon=icon(state) text=Signal::derive(words)/> }
}

const fn tone(state: MessageState) -> Tone {
    match state {
        MessageState::Queued => Tone::Neutral,
        MessageState::Sending | MessageState::Accepted => Tone::Info,
        MessageState::Delivered => Tone::Good,
        MessageState::Failed => Tone::Bad,
        MessageState::Unknown => Tone::Warn,
    }
}

const fn icon(state: MessageState) -> IconName {
    match state {
        MessageState::Queued => IconName::Clock,
        MessageState::Sending => IconName::Send,
        MessageState::Accepted => IconName::Check,
        MessageState::Delivered => IconName::CircleCheck,
        MessageState::Failed => IconName::CircleX,
        MessageState::Unknown => IconName::CircleHelp,
    }
}
