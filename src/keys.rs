//! The keyboard: one registry for the whole page.
//!
//! * Letters and signs do nothing while somebody types.
//! * They work in every layout: a key that gives an ASCII letter or sign counts as that; one that
//!   gives something else (Thai) counts as what a US keyboard has in its place; the number row
//!   always counts as numbers, because the Thai layout has letters and signs there.
//! * While a dialog is open, only its keys work, and those that lock the window.
//! * While the window is locked, no key of what it covers works.

use crate::i18n::Phrase;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Where keys belong. The order is the order of precedence: a later one is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Frame,
    /// The open page.
    Page,
    /// A dialog or sheet; silences the other two.
    Dialog,
    /// The locked window; silences everything else.
    Lock,
}

/// A key and what it does.
#[derive(Clone)]
pub struct Binding {
    /// As shown: `n`, `/`, `Enter`, `ArrowDown`, `Ctrl+Enter`, `Shift+d`.
    pub key: &'static str,
    /// What it does, for the list.
    pub phrase: Phrase,
    handler: Callback<()>,
    enabled: Signal<bool>,
    while_typing: bool,
    repeats: bool,
    listed: bool,
    over_dialogs: bool,
}

impl Binding {
    /// `key` does `handler`.
    pub fn new(
        key: &'static str,
        phrase: Phrase,
        handler: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        // Escape steps back from a field, too; a chord types nothing.
        let while_typing = key == "Escape" || key.starts_with("Ctrl+");
        let repeats = key.starts_with("Arrow") || key.starts_with("Page");
        Self {
            key,
            phrase,
            handler: Callback::new(move |()| handler()),
            enabled: Signal::stored(true),
            while_typing,
            repeats,
            listed: true,
            over_dialogs: false,
        }
    }

    /// Works and is listed only while `enabled`.
    #[must_use]
    pub fn when(mut self, enabled: impl Into<Signal<bool>>) -> Self {
        self.enabled = enabled.into();
        self
    }

    /// Does it again while the key is held down.
    #[must_use]
    pub fn repeating(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// Works while a dialog is open, too.
    #[must_use]
    pub fn over_dialogs(mut self) -> Self {
        self.over_dialogs = true;
        self
    }

    /// Is not listed: another key for something that is.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }
}

struct Registered {
    id: u64,
    scope: Scope,
    title: Option<Phrase>,
    bindings: Vec<Binding>,
}

#[derive(Default)]
struct Registry {
    last_id: u64,
    entries: Vec<Registered>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
}

/// Keys that are listed together.
#[derive(Clone)]
pub struct KeyGroup {
    /// Where they belong.
    pub scope: Scope,
    /// What they are about, where the scope alone does not say it.
    pub title: Option<Phrase>,
    /// The keys.
    pub bindings: Vec<Binding>,
}

/// Registers `bindings` for as long as the calling component lives.
pub fn use_keys(scope: Scope, bindings: &[Binding]) {
    register(scope, None, bindings);
}

/// Like [`use_keys`], listed under `title` with all others of that title.
pub fn use_titled_keys(scope: Scope, title: Phrase, bindings: &[Binding]) {
    register(scope, Some(title), bindings);
}

fn register(scope: Scope, title: Option<Phrase>, bindings: &[Binding]) {
    let id = REGISTRY.with_borrow_mut(|registry| {
        registry.last_id += 1;
        let id = registry.last_id;
        registry.entries.push(Registered {
            id,
            scope,
            title,
            bindings: bindings.to_vec(),
        });
        id
    });
    on_cleanup(move || {
        // Cleanup may run while a key is handled; the handler runs outside the borrow.
        REGISTRY.with_borrow_mut(|registry| registry.entries.retain(|entry| entry.id != id));
    });
}

/// The keys that work now, those of the innermost scope first, in the order of their registration.
#[must_use]
pub fn current_keys() -> Vec<KeyGroup> {
    REGISTRY.with_borrow(|registry| {
        let mut entries = asked(registry);
        entries.sort_by_key(|entry| (std::cmp::Reverse(entry.scope), entry.id));
        let mut groups: Vec<KeyGroup> = Vec::new();
        for entry in entries {
            let shown = entry
                .bindings
                .iter()
                .filter(|binding| {
                    binding.listed && binding.enabled.try_get_untracked().unwrap_or(false)
                })
                .cloned();
            let known = groups
                .iter_mut()
                .find(|group| (group.scope, group.title) == (entry.scope, entry.title));
            match known {
                Some(group) => group.bindings.extend(shown),
                None => groups.push(KeyGroup {
                    scope: entry.scope,
                    title: entry.title,
                    bindings: shown.collect(),
                }),
            }
        }
        groups.retain(|group| !group.bindings.is_empty());
        groups
    })
}

/// Listens for the keys of the whole page. Called once.
pub fn listen_keys() {
    let handle = window_event_listener(leptos::ev::keydown, |event| dispatch(&event));
    on_cleanup(move || handle.remove());
}

/// The registrations that are asked, first one first.
fn asked(registry: &Registry) -> Vec<&Registered> {
    let mut entries: Vec<_> = registry.entries.iter().rev().collect();
    for silencing in [Scope::Lock, Scope::Dialog] {
        if let Some(innermost) = entries.iter().find(|entry| entry.scope == silencing) {
            return vec![innermost];
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.scope));
    entries
}

/// The bindings that a pressed key is looked up in, first one first.
fn candidates(registry: &Registry) -> impl Iterator<Item = &Binding> {
    let asked = asked(registry);
    let dialog = asked.iter().any(|entry| entry.scope == Scope::Dialog);
    let above = registry.entries.iter().flat_map(|entry| &entry.bindings);
    asked
        .into_iter()
        .flat_map(|entry| &entry.bindings)
        .chain(above.filter(move |binding| dialog && binding.over_dialogs))
}

fn dispatch(event: &KeyboardEvent) {
    if event.default_prevented() || event.is_composing() {
        return;
    }
    let Some(pressed) = token(&Pressed::of(event)) else {
        return;
    };
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let typing = target.as_ref().is_some_and(is_typing);
    let activates = matches!(pressed.as_str(), "Enter" | " ");
    if activates && target.as_ref().is_some_and(is_pressable) {
        return;
    }
    let found = REGISTRY.with_borrow(|registry| {
        candidates(registry)
            .find(|binding| {
                binding.key == pressed
                    && (binding.while_typing || !typing)
                    && (binding.repeats || !event.repeat())
                    && binding.enabled.try_get_untracked().unwrap_or(false)
            })
            .cloned()
    });
    if let Some(binding) = found {
        event.prevent_default();
        binding.handler.run(());
    }
}

/// Takes the focus off a button, so that Enter means the current row again. For keys that move the
/// current row.
pub fn leave_button() {
    let active = document().active_element();
    if let Some(element) = active
        .filter(is_pressable)
        .and_then(|it| it.dyn_into().ok())
    {
        let _ = web_sys::HtmlElement::blur(&element);
    }
}

/// Whether keys write into `element`.
fn is_typing(element: &web_sys::Element) -> bool {
    match element.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => true,
        "input" => {
            let kind = element.get_attribute("type").unwrap_or_default();
            !matches!(
                kind.as_str(),
                "checkbox" | "radio" | "button" | "submit" | "range"
            )
        }
        _ => element
            .dyn_ref::<web_sys::HtmlElement>()
            .is_some_and(web_sys::HtmlElement::is_content_editable),
    }
}

/// Whether Enter presses `element`.
fn is_pressable(element: &web_sys::Element) -> bool {
    element
        .closest("button, a[href], summary, [role=button], input")
        .ok()
        .flatten()
        .is_some()
}

/// What a key event says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pressed {
    pub(crate) key: String,
    pub(crate) code: String,
    pub(crate) shift: bool,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    pub(crate) meta: bool,
}

impl Pressed {
    fn of(event: &KeyboardEvent) -> Self {
        Self {
            key: event.key(),
            code: event.code(),
            shift: event.shift_key(),
            ctrl: event.ctrl_key(),
            alt: event.alt_key(),
            meta: event.meta_key(),
        }
    }
}

/// The name of the key in the sense of [`Binding::key`].
pub(crate) fn token(pressed: &Pressed) -> Option<String> {
    if pressed.alt || pressed.meta {
        return None;
    }
    let mut letters = pressed.key.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    let digit = pressed
        .code
        .strip_prefix("Digit")
        .and_then(|rest| rest.chars().next());
    let (base, sign) = match (single, digit) {
        // `Enter`, `Escape`, `ArrowDown` and the like.
        (None, _) => (pressed.key.clone(), false),
        (Some(_), Some(digit)) if !pressed.shift => (digit.to_string(), true),
        (Some(letter), _) if letter.is_ascii_alphabetic() => {
            (letter.to_ascii_lowercase().to_string(), false)
        }
        (Some(sign), _) if sign.is_ascii() => (sign.to_string(), sign != ' '),
        _ => by_place(&pressed.code, pressed.shift)?,
    };
    if base.is_empty() || base == "Unidentified" || base == "Dead" {
        return None;
    }
    // A sign's name already says whether Shift was held.
    let shift = if pressed.shift && !sign { "Shift+" } else { "" };
    let ctrl = if pressed.ctrl { "Ctrl+" } else { "" };
    Some(format!("{ctrl}{shift}{base}"))
}

/// What a US keyboard has at `code`, and whether it is a sign.
fn by_place(code: &str, shift: bool) -> Option<(String, bool)> {
    if let Some(letter) = code.strip_prefix("Key") {
        return Some((letter.to_ascii_lowercase(), false));
    }
    if let Some(digit) = code.strip_prefix("Digit") {
        return Some((digit.to_owned(), true));
    }
    let (plain, shifted) = match code {
        "Slash" => ("/", "?"),
        "Minus" => ("-", "_"),
        "Equal" => ("=", "+"),
        "BracketLeft" => ("[", "{"),
        "BracketRight" => ("]", "}"),
        "Comma" => (",", "<"),
        "Period" => (".", ">"),
        "Semicolon" => (";", ":"),
        "Quote" => ("'", "\""),
        "Backslash" => ("\\", "|"),
        "Backquote" => ("`", "~"),
        _ => return None,
    };
    Some((if shift { shifted } else { plain }.to_owned(), true))
}

/// How a key is written on screen.
#[must_use]
pub fn shown_key(key: &str) -> String {
    key.split_inclusive('+')
        .map(|part| match part {
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "Escape" => "Esc",
            " " => "Space",
            other => other,
        })
        .map(|part| {
            if part.len() == 1 {
                part.to_ascii_uppercase()
            } else {
                part.to_owned()
            }
        })
        .collect()
}
