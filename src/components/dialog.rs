//! Dialogs in the middle and sheets at the side. The focus stays inside and returns to where it
//! was; Escape closes; what is behind stays as it is.

use super::{Icon, IconName};
use crate::i18n::common::CLOSE;
use crate::i18n::{Phrase, t};
use crate::keys::{Binding, Scope, use_keys};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const FOCUSABLE: &str = "button:not([disabled]), [href], input:not([disabled]), \
                         select:not([disabled]), textarea:not([disabled]), [tabindex='0']";

/// A dialog in the middle of the window.
#[component]
pub fn Dialog(
    /// What it is about.
    #[prop(into)]
    title: Signal<Phrase>,
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! { <Layer class="dialog" title on_close test_id>{children()}</Layer> }
}

/// A sheet at the right side, as high as the window.
#[component]
pub fn Sheet(
    /// What it is about.
    #[prop(into)]
    title: Signal<Phrase>,
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! { <Layer class="sheet" title on_close test_id>{children()}</Layer> }
}

#[component]
fn Layer(
    class: &'static str,
    title: Signal<Phrase>,
    on_close: Callback<()>,
    test_id: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    let before = StoredValue::new_local(focused());
    use_keys(
        Scope::Dialog,
        &[Binding::new("Escape", CLOSE, move || on_close.run(()))],
    );
    panel.on_load(|panel| focus_first(&panel));
    on_cleanup(move || {
        if let Some(Some(element)) = before.try_get_value() {
            let _ = element.focus();
        }
    });
    view! {
        <div class="layer">
            <div class="scrim" on:click=move |_| on_close.run(())></div>
            <div
                node_ref=panel
                class=class
                role="dialog"
                aria-modal="true"
                aria-label=crate::i18n::t_of(move || title.get())
                data-testid=test_id
                tabindex="-1"
                on:keydown=move |event| {
                    if event.key() == "Tab" && let Some(panel) = panel.get_untracked() {
                        keep_focus_inside(&panel, &event);
                    }
                }
            >
                <header class="layer-head">
                    <h2>{crate::i18n::t_of(move || title.get())}</h2>
                    <button type="button" class="icon-button" aria-label=t(CLOSE) title=t(CLOSE) on:click=move |_| on_close.run(())>
                        <Icon name=IconName::X/>
                    </button>
                </header>
                <div class="layer-body">{children()}</div>
            </div>
        </div>
    }
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

fn focusable(panel: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(list) = panel.query_selector_all(FOCUSABLE) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 0)
        .collect()
}

/// The first field or button of the body; the close button only where there is nothing else.
fn focus_first(panel: &HtmlElement) {
    let inside = focusable(panel);
    let first = inside.get(1).or_else(|| inside.first());
    let _ = first.unwrap_or(panel).focus();
}

fn keep_focus_inside(panel: &HtmlElement, event: &web_sys::KeyboardEvent) {
    let inside = focusable(panel);
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return;
    };
    let now = focused();
    let leaves = |end: &HtmlElement| now.as_ref() == Some(end) || now.as_ref() == Some(panel);
    let target = match event.shift_key() {
        true if leaves(first) => last,
        false if now.as_ref() == Some(last) => first,
        _ => return,
    };
    event.prevent_default();
    let _ = target.focus();
}
