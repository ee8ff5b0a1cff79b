//! Short notices in the corner.

use super::Icon;
use crate::state::use_desk;
use leptos::prelude::*;

/// The notices on screen, newest last; read out by screen readers without taking the focus.
#[component]
pub fn Toasts() -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || desk.toasts.get() key=|toast| toast.id let:toast>
                <div class=format!("toast {}", toast.tone.class())>
                    <Icon name=toast.tone.icon()/>
                    <span>{toast.text.clone()}</span>
                </div>
            </For>
        </div>
    }
}
