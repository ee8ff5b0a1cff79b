//! The strip under the photos: every way to look, with its key.

use super::keys::{ZOOM_STEP, next_light, reset};
use super::state::Full;
use super::view::{Light, View};
use crate::components::{Icon, IconName, Kbd};
use crate::i18n::{Phrase, review as text, t};
use crate::pages::review::state::Review;
use leptos::prelude::*;

/// The strip under the photos.
#[component]
pub fn PhotoToolbar() -> impl IntoView {
    let photos = expect_context::<Review>().photos;
    let zoom = move |factor: f64| photos.change_active(|view| view.zoomed(factor, (0.0, 0.0)));
    let light = Memo::new(move |_| photos.pane(photos.active.get()).view.get().light);
    let plain = move || photos.pane(photos.active.get()).view.get().is_plain();
    let is_full = move || photos.full.get() != Full::No;
    view! {
        <div class="photo-toolbar" role="toolbar" aria-label=t(text::PHOTOS)>
            <span class="tool-group">
                <span class="tool-name">{t(text::ZOOM)}</span>
                <Tool name=text::ZOOM_IN icon=IconName::ZoomIn key="+" on_press=move || zoom(ZOOM_STEP)/>
                <Tool name=text::ZOOM_OUT icon=IconName::ZoomOut key="-" on_press=move || zoom(1.0 / ZOOM_STEP)/>
            </span>
            <span class="tool-group">
                <span class="tool-name">{t(text::ROTATE)}</span>
                <Tool name=text::ROTATE_LEFT icon=IconName::RotateCcw key="["
                    on_press=move || photos.change_active(|view| view.turned(-1))/>
                <Tool name=text::ROTATE_RIGHT icon=IconName::RotateCw key="]"
                    on_press=move || photos.change_active(|view| view.turned(1))/>
            </span>
            <span class="tool-group tool-light">
                <Tool name=text::LIGHT icon=IconName::SunMedium key="b" words=true
                    pressed=Signal::derive(move || light.get() != Light::PLAIN)
                    on_press=move || next_light(photos)/>
                <button
                    type="button"
                    class="tool tool-more"
                    aria-label=t(text::BRIGHTNESS)
                    title=t(text::BRIGHTNESS)
                    aria-expanded=move || photos.light_open.get().to_string()
                    on:click=move |_| photos.light_open.update(|open| *open = !*open)
                >
                    <Icon name=IconName::ChevronUp/>
                </button>
                <Show when=move || photos.light_open.get()>
                    <LightSliders light/>
                </Show>
            </span>
            <Tool name=text::LINKED icon=IconName::Link key="l" words=true
                pressed=photos.linked
                on_press=move || photos.linked.update(|on| *on = !*on)/>
            <Tool name=text::SWITCH_PHOTO icon=IconName::Columns key="c" words=true
                on_press=move || photos.switch()/>
            <Tool name=text::FULL_SCREEN icon=IconName::Maximize key="f" words=true
                pressed=Signal::derive(is_full)
                on_press=move || photos.toggle_full(Full::Active)/>
            <Tool name=text::RESET icon=IconName::Undo key="0" words=true
                disabled=Signal::derive(plain)
                on_press=move || reset(photos)/>
        </div>
    }
}

/// One way to look.
#[component]
fn Tool(
    /// What it does.
    name: Phrase,
    /// Its sign.
    icon: IconName,
    /// Its key.
    key: &'static str,
    /// Whether the words stand beside the sign.
    #[prop(optional)]
    words: bool,
    /// Whether it is on, for those that stay.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// Whether it would do nothing.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What happens.
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="tool"
            class:is-on=move || pressed.get() == Some(true)
            aria-label=t(name)
            title=t(name)
            aria-pressed=move || pressed.get().map(|pressed| pressed.to_string())
            disabled=disabled
            on:click=move |_| on_press()
        >
            <Icon name=icon/>
            {words.then(|| view! { <span class="tool-words">{t(name)}</span> })}
            <Kbd key=key/>
        </button>
    }
}

/// Brightness and contrast by hand.
#[component]
fn LightSliders(
    /// The light of the active photo.
    light: Memo<Light>,
) -> impl IntoView {
    let photos = expect_context::<Review>().photos;
    let slider = move |name: Phrase, read: fn(Light) -> u16, write: fn(Light, u16) -> Light| {
        view! {
            <label class="light-slider">
                <span>{t(name)}</span>
                <input
                    type="range"
                    min="40"
                    max="220"
                    step="5"
                    prop:value=move || read(light.get()).to_string()
                    on:input=move |event| {
                        if let Ok(percent) = event_target_value(&event).parse::<u16>() {
                            photos.change_active(|view| View { light: write(view.light, percent), ..view });
                        }
                    }
                />
                <output class="num">{move || format!("{} %", read(light.get()))}</output>
            </label>
        }
    };
    view! {
        <div class="light-popover">
            {slider(text::BRIGHTNESS, |light| light.brightness, |light, brightness| Light { brightness, ..light })}
            {slider(text::CONTRAST, |light| light.contrast, |light, contrast| Light { contrast, ..light })}
        </div>
    }
}
