//! How both photos are looked at together.

use super::view::{Light, Size, View};
use crate::state::Desk;
use coe_domain::ImageKind;
use leptos::prelude::*;

/// Which photos fill the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Full {
    /// None; they stand in their place.
    #[default]
    No,
    /// The active one.
    Active,
    /// Both, side by side.
    Both,
}

/// One of the two places for a photo.
#[derive(Clone, Copy)]
pub struct Pane {
    /// How its photo is looked at.
    pub view: RwSignal<View>,
    /// The room it has.
    pub stage: RwSignal<Size>,
    /// The photo's own size.
    pub photo: RwSignal<Size>,
}

impl Pane {
    fn new() -> Self {
        Self {
            view: RwSignal::new(View::default()),
            stage: RwSignal::new(Size::default()),
            photo: RwSignal::new(Size::default()),
        }
    }

    /// Changes the view and keeps the photo in its pane.
    fn change(self, change: impl Fn(View) -> View) {
        let (stage, photo) = (self.stage.get_untracked(), self.photo.get_untracked());
        self.view
            .update(|view| *view = change(*view).kept_inside(stage, photo));
    }
}

/// Both photos and what connects them.
#[derive(Clone, Copy)]
pub struct PhotoDesk {
    card: Pane,
    selfie: Pane,
    /// The photo that the keys work on.
    pub active: RwSignal<ImageKind>,
    /// Whether both move together.
    pub linked: RwSignal<bool>,
    /// What fills the window.
    pub full: RwSignal<Full>,
    /// Share of the card's pane in the width, 0.2 to 0.8.
    pub split: RwSignal<f64>,
    /// Whether the light's sliders are open.
    pub light_open: RwSignal<bool>,
}

/// The narrowest share of a pane.
const MIN_SPLIT: f64 = 0.2;

impl PhotoDesk {
    /// Both whole, side by side as remembered.
    pub fn new(desk: Desk) -> Self {
        Self {
            card: Pane::new(),
            selfie: Pane::new(),
            active: RwSignal::new(ImageKind::IdCard),
            linked: RwSignal::new(false),
            full: RwSignal::new(Full::No),
            split: desk.preferences.photo_split,
            light_open: RwSignal::new(false),
        }
    }

    /// The place of a photo.
    pub fn pane(self, kind: ImageKind) -> Pane {
        match kind {
            ImageKind::IdCard => self.card,
            ImageKind::Selfie => self.selfie,
        }
    }

    /// The place of the active photo.
    pub fn active_pane(self) -> Pane {
        self.pane(self.active.get_untracked())
    }

    /// Changes the view of `kind`, and of the other where they are linked.
    pub fn change(self, kind: ImageKind, change: impl Fn(View) -> View) {
        self.pane(kind).change(&change);
        if self.linked.get_untracked() {
            self.pane(other(kind)).change(&change);
        }
    }

    /// Changes the view of the active photo, and of the other where they are linked.
    pub fn change_active(self, change: impl Fn(View) -> View) {
        self.change(self.active.get_untracked(), change);
    }

    /// Sets the light of the active photo, and of the other where they are linked.
    pub fn set_light(self, light: Light) {
        self.change_active(|view| View { light, ..view });
    }

    /// Makes the other photo active.
    pub fn switch(self) {
        self.active.update(|kind| *kind = other(*kind));
    }

    /// Fills the window with `wanted`, or gives it back.
    pub fn toggle_full(self, wanted: Full) {
        self.full
            .update(|full| *full = if *full == wanted { Full::No } else { wanted });
    }

    /// Divides the width; `share` is the card's.
    pub fn set_split(self, share: f64) {
        self.split.set(share.clamp(MIN_SPLIT, 1.0 - MIN_SPLIT));
    }
}

/// The photo that is not `kind`.
pub fn other(kind: ImageKind) -> ImageKind {
    match kind {
        ImageKind::IdCard => ImageKind::Selfie,
        ImageKind::Selfie => ImageKind::IdCard,
    }
}
