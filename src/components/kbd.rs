//! A key as it is written on screen.

use crate::keys::shown_key;
use leptos::prelude::*;

/// A key cap.
#[component]
pub fn Kbd(
    /// The key, as in [`crate::keys::Binding::key`].
    key: &'static str,
) -> impl IntoView {
    view! { <kbd class="kbd">{shown_key(key)}</kbd> }
}
