//! A state in a word or two, with a sign so that colour is never alone.

use super::icon::still_icon;
use super::{Icon, IconName};
use crate::state::Tone;
use leptos::prelude::*;

impl Tone {
    /// Its CSS class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// Its sign.
    #[must_use]
    pub const fn icon(self) -> IconName {
        match self {
            Self::Neutral | Self::Info => IconName::Info,
            Self::Good => IconName::CircleCheck,
            Self::Warn => IconName::TriangleAlert,
            Self::Bad => IconName::CircleAlert,
        }
    }
}

/// A pill.
#[component]
pub fn Pill(
    /// How it is meant.
    #[prop(into)]
    tone: Signal<Tone>,
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// A sign before the words.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
) -> impl IntoView {
    view! {
        <span class=move || format!("pill {}", tone.get().class())>
            {move || icon.get().map(|name| view! { <Icon name/> })}
            <span>{text}</span>
        </span>
    }
}

/// A pill that never changes: for lists, where every part counts.
pub fn still_pill(tone: Tone, icon: Option<IconName>, text: String) -> impl IntoView + use<> {
    let class = match tone {
        Tone::Neutral => "pill neutral",
        Tone::Info => "pill info",
        Tone::Good => "pill good",
        Tone::Warn => "pill warn",
        Tone::Bad => "pill bad",
    };
    view! { <span class=class>{icon.map(still_icon)}<span>{text}</span></span> }
}
