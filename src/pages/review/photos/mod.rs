//! Both photos side by side, the most important thing on the page.

pub mod keys;
mod load;
mod pane;
pub mod state;
mod toolbar;
pub mod view;

use super::state::Review;
use crate::components::{Icon, IconName};
use crate::i18n::{review as text, t};
use leptos::{ev, html, prelude::*};
use pane::PhotoPane;
use state::Full;
use toolbar::PhotoToolbar;

/// The photos' part of the page. Nothing in it scrolls.
#[component]
pub fn Photos() -> impl IntoView {
    let review = expect_context::<Review>();
    let photos = review.photos;
    let list = review.part(|case| case.photos.clone());
    let sees = Memo::new(move |_| review.desk.role().is_none_or(|role| role.sees_photos()));
    let has_photos = Signal::derive(move || sees.get() && list.with(|list| !list.is_empty()));
    keys::use_photo_keys(photos, has_photos);

    let panes = NodeRef::<html::Div>::new();
    let columns = move || {
        let share = photos.split.get();
        match photos.full.get() {
            Full::Active => "1fr".to_owned(),
            _ => format!("minmax(0, {share:.4}fr) minmax(0, {:.4}fr)", 1.0 - share),
        }
    };

    view! {
        <section
            class="photos"
            class:is-full=move || photos.full.get() != Full::No
            aria-label=t(text::PHOTOS)
        >
            <Show
                when=move || sees.get()
                fallback=|| view! {
                    <div class="photos-hidden">
                        <Icon name=IconName::EyeOff/>
                        <strong>{t(text::NO_PHOTOS_TITLE)}</strong>
                        <p>{t(text::NO_PHOTOS_TEXT)}</p>
                    </div>
                }
            >
                <div class="photo-panes" node_ref=panes style:grid-template-columns=columns>
                    <For
                        each=move || list.get()
                        key=move |photo| {
                            (review.id, photo.kind, photo.sha256.clone(), photo.error.is_some())
                        }
                        let:photo
                    >
                        <PhotoPane request=review.id photo/>
                    </For>
                    <Show when=move || photos.full.get() != Full::Active>
                        <Splitter panes/>
                    </Show>
                </div>
                <PhotoToolbar/>
            </Show>
        </section>
    }
}

/// The line between the photos: dragged, or moved by the arrow keys.
#[component]
fn Splitter(
    /// The element whose width it divides.
    panes: NodeRef<html::Div>,
) -> impl IntoView {
    let photos = expect_context::<Review>().photos;
    let drag = move |event: ev::PointerEvent| {
        let Some(panes) = panes.get_untracked() else {
            return;
        };
        if event.buttons() & 1 == 0 {
            return;
        }
        let rect = panes.get_bounding_client_rect();
        if rect.width() > 0.0 {
            photos.set_split((f64::from(event.client_x()) - rect.left()) / rect.width());
        }
    };
    let grab = move |event: ev::PointerEvent| {
        use wasm_bindgen::JsCast;
        event.prevent_default();
        if let Some(Ok(bar)) = event
            .current_target()
            .map(|t| t.dyn_into::<web_sys::Element>())
        {
            let _ = bar.set_pointer_capture(event.pointer_id());
        }
    };
    let by_key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => -0.02,
            "ArrowRight" => 0.02,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        photos.set_split(photos.split.get_untracked() + step);
    };
    view! {
        <div
            class="photo-splitter"
            role="separator"
            aria-orientation="vertical"
            aria-label=t(text::SPLITTER)
            title=t(text::SPLITTER)
            aria-valuemin="20"
            aria-valuemax="80"
            aria-valuenow=move || format!("{:.0}", photos.split.get() * 100.0)
            tabindex="0"
            style:left=move || format!("{:.3}%", photos.split.get() * 100.0)
            on:pointerdown=grab
            on:pointermove=drag
            on:dblclick=move |_| photos.set_split(0.5)
            on:keydown=by_key
        ></div>
    }
}
