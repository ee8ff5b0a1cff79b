//! The keys of the photos.

use super::state::{Full, PhotoDesk};
use super::view::{Light, View};
use crate::i18n::review as text;
use crate::keys::{Binding, Scope, use_titled_keys};
use leptos::prelude::*;

/// How far one press of an arrow moves a photo, in pixels.
const STEP: f64 = 60.0;
/// How much closer one press of the zoom key gets.
pub const ZOOM_STEP: f64 = 1.25;

/// Registers the keys of the photos while `shown`.
pub fn use_photo_keys(photos: PhotoDesk, shown: Signal<bool>) {
    let zoom = move |factor: f64| photos.change_active(|view| view.zoomed(factor, (0.0, 0.0)));
    let pan = move |dx: f64, dy: f64| photos.change_active(|view| view.panned(dx, dy));
    let zoomed = Signal::derive(move || {
        shown.get() && photos.pane(photos.active.get()).view.get().zoom > 1.0
    });
    let bindings = [
        Binding::new("+", text::ZOOM_IN, move || zoom(ZOOM_STEP)).repeating(),
        Binding::new("=", text::ZOOM_IN, move || zoom(ZOOM_STEP))
            .repeating()
            .unlisted(),
        Binding::new("-", text::ZOOM_OUT, move || zoom(1.0 / ZOOM_STEP)).repeating(),
        Binding::new("0", text::RESET, move || reset(photos)),
        Binding::new("[", text::ROTATE_LEFT, move || {
            photos.change_active(|view| view.turned(-1))
        }),
        Binding::new("]", text::ROTATE_RIGHT, move || {
            photos.change_active(|view| view.turned(1))
        }),
        Binding::new("b", text::LIGHT_NEXT, move || next_light(photos)),
        Binding::new("Shift+b", text::LIGHT, move || {
            photos.light_open.update(|open| *open = !*open)
        }),
        Binding::new("l", text::LINKED, move || {
            photos.linked.update(|on| *on = !*on)
        }),
        Binding::new("c", text::SWITCH_PHOTO, move || photos.switch()),
        Binding::new("f", text::FULL_SCREEN, move || {
            photos.toggle_full(Full::Active)
        }),
        Binding::new("Shift+f", text::FULL_SCREEN_BOTH, move || {
            photos.toggle_full(Full::Both)
        }),
    ];
    use_titled_keys(
        Scope::Page,
        text::PHOTOS,
        &bindings.map(|binding| binding.when(shown)),
    );
    let arrows = [
        Binding::new("ArrowLeft", text::PAN, move || pan(STEP, 0.0)),
        Binding::new("ArrowRight", text::PAN, move || pan(-STEP, 0.0)).unlisted(),
        Binding::new("ArrowUp", text::PAN, move || pan(0.0, STEP)).unlisted(),
        Binding::new("ArrowDown", text::PAN, move || pan(0.0, -STEP)).unlisted(),
    ];
    use_titled_keys(
        Scope::Page,
        text::PHOTOS,
        &arrows.map(|binding| binding.when(zoomed)),
    );
}

/// Shows the active photo whole and as it came.
pub fn reset(photos: PhotoDesk) {
    photos.change_active(|_| View::default());
}

/// Goes one step on with the light.
pub fn next_light(photos: PhotoDesk) {
    let now: Light = photos.active_pane().view.get_untracked().light;
    photos.set_light(now.next());
}
