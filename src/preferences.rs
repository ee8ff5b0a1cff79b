//! What a person sets up for themselves and this computer keeps: language, theme, text size and
//! the split of the photos. Nothing about members or requests is ever kept here.

use crate::i18n::Language;
use leptos::prelude::*;

/// Smallest text, in percent.
pub const SCALE_MIN: u32 = 80;
/// Largest text, in percent.
pub const SCALE_MAX: u32 = 160;
/// Size of the text at 100 percent, in CSS pixels. All sizes of the page are multiples of it.
const BASE_PX: f64 = 14.0;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Theme {
    const fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// The settings; each change shows at once and is kept.
#[derive(Debug, Clone, Copy)]
pub struct Preferences {
    /// Language of the page.
    pub language: RwSignal<Language>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Size of the text, in percent.
    pub text_scale: RwSignal<u32>,
    /// Share of the left photo, 0.2 to 0.8.
    pub photo_split: RwSignal<f64>,
}

impl Preferences {
    /// Reads what was kept and from then on keeps and shows every change.
    #[must_use]
    pub fn load() -> Self {
        let language = match read("language").as_deref() {
            Some("en") => Language::En,
            _ => Language::Th,
        };
        let theme = match read("theme").as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ if system_is_dark() => Theme::Dark,
            _ => Theme::Light,
        };
        let scale = read("text-scale")
            .and_then(|text| text.parse().ok())
            .unwrap_or(100_u32);
        let split = read("photo-split")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0.5_f64);
        let preferences = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme),
            text_scale: RwSignal::new(scale.clamp(SCALE_MIN, SCALE_MAX)),
            photo_split: RwSignal::new(if split.is_finite() {
                split.clamp(0.2, 0.8)
            } else {
                0.5
            }),
        };
        preferences.follow();
        preferences
    }

    /// CSS pixels of one `rem` now.
    #[must_use]
    pub fn rem(&self) -> f64 {
        BASE_PX * f64::from(self.text_scale.get()) / 100.0
    }

    /// Changes the size of the text by `percent`, within bounds.
    pub fn scale_by(&self, percent: i32) {
        self.text_scale.update(|scale| {
            *scale = scale
                .saturating_add_signed(percent)
                .clamp(SCALE_MIN, SCALE_MAX);
        });
    }

    /// Switches between Thai and English.
    pub fn toggle_language(&self) {
        self.language.update(|language| {
            *language = match language {
                Language::Th => Language::En,
                Language::En => Language::Th,
            };
        });
    }

    fn follow(self) {
        Effect::new(move || {
            let language = self.language.get().code();
            keep("language", language);
            if let Some(root) = root() {
                let _ = root.set_attribute("lang", language);
            }
        });
        Effect::new(move || {
            let theme = self.theme.get().code();
            keep("theme", theme);
            if let Some(root) = root() {
                let _ = root.set_attribute("data-theme", theme);
            }
        });
        Effect::new(move || {
            let rem = self.rem();
            keep("text-scale", &self.text_scale.get_untracked().to_string());
            if let Some(root) = root() {
                // Through the object model: the page's policy forbids style attributes.
                let _ = root.style().set_property("font-size", &format!("{rem}px"));
            }
        });
        Effect::new(move || keep("photo-split", &format!("{:.3}", self.photo_split.get())));
    }
}

fn root() -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    web_sys::window()?
        .document()?
        .document_element()?
        .dyn_into()
        .ok()
}

fn system_is_dark() -> bool {
    web_sys::window()
        .and_then(|window| {
            window
                .match_media("(prefers-color-scheme: dark)")
                .ok()
                .flatten()
        })
        .is_some_and(|query| query.matches())
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn read(name: &str) -> Option<String> {
    storage()?
        .get_item(&format!("coe-desk.{name}"))
        .ok()
        .flatten()
}

/// A setting that cannot be kept holds for this session.
fn keep(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("coe-desk.{name}"), value);
    }
}
