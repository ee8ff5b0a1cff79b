//! The texts of messages: the list, and the one that is being edited.

mod editor;
mod history;
mod list;
mod number_field;
mod sample;

use crate::components::{Busy, ErrorBox, Skeleton, use_busy};
use crate::i18n::settings as words;
use crate::ipc;
use crate::keys::{Binding, Scope, leave_button, use_keys};
use crate::state::{Desk, Tone, use_desk};
use crate::unsaved::Unsaved;
use coe_domain::template::{Unfit, check};
use coe_domain::{Language, MessageTemplate};
use coe_wire::session::TemplateView;
use coe_wire::texts::{MessageNumbers, MessageTexts, TemplateKey};
use leptos::prelude::*;
use strum::VariantArray;

/// The texts as they are saved and as they are typed.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// As saved; `None` until the desk answered.
    pub saved: RwSignal<Option<MessageTexts>>,
    /// The open text.
    pub open: RwSignal<TemplateKey>,
    /// Saving a text.
    pub saving: Busy,
    unsaved: Unsaved,
    loading: Busy,
    desk: Desk,
}

impl Texts {
    fn new(desk: Desk) -> Self {
        Self {
            saved: RwSignal::new(None),
            open: desk.unsaved.open_text,
            saving: use_busy(),
            unsaved: desk.unsaved,
            loading: use_busy(),
            desk,
        }
    }

    fn load(self) {
        self.loading
            .run(ipc::settings::message_texts(), move |texts| {
                self.saved.set(Some(texts));
            });
    }

    /// The text as saved. Tracks.
    pub fn saved_text(self, key: TemplateKey) -> String {
        self.saved.with(|saved| {
            let texts = saved.as_ref().map(|saved| &saved.texts);
            let found = texts
                .into_iter()
                .flatten()
                .find(|text| (text.template, text.language) == (key.template, key.language));
            found.map(|text| text.body.clone()).unwrap_or_default()
        })
    }

    /// The numbers as saved. Tracks.
    pub fn numbers(self) -> Option<MessageNumbers> {
        self.saved
            .with(|saved| saved.as_ref().map(|saved| saved.numbers))
    }

    /// The text as typed, or as saved where nothing was typed. Tracks.
    pub fn text(self, key: TemplateKey) -> String {
        self.unsaved
            .text(key)
            .unwrap_or_else(|| self.saved_text(key))
    }

    /// Whether something was typed and not saved. Tracks.
    pub fn is_changed(self, key: TemplateKey) -> bool {
        self.unsaved.text(key).is_some()
    }

    /// What is wrong with the text as typed. Tracks.
    pub fn problems(self, key: TemplateKey) -> Vec<Unfit> {
        check(key.template, &self.text(key))
    }

    /// Takes what was typed.
    pub fn type_in(self, key: TemplateKey, text: String) {
        self.saving.clear();
        let saved = untrack(|| self.saved_text(key));
        self.unsaved.type_text(key, text, &saved);
    }

    /// Goes back to what is saved.
    pub fn reset(self, key: TemplateKey) {
        self.saving.clear();
        self.unsaved.drop_text(key);
    }

    /// Whether the open text can be saved. Tracks.
    pub fn can_save(self) -> bool {
        let key = self.open.get();
        self.is_changed(key) && self.problems(key).is_empty()
    }

    /// Saves the open text.
    pub fn save(self) {
        if !untrack(|| self.can_save()) {
            return;
        }
        let key = self.open.get_untracked();
        let body = untrack(|| self.text(key));
        let input = TemplateView {
            template: key.template,
            language: key.language,
            body: body.clone(),
        };
        self.saving.run(
            async move { ipc::settings::save_template(&input).await },
            move |texts| {
                self.saved.set(Some(texts));
                // What was typed while it was saved stays.
                if untrack(|| self.text(key)) == body {
                    self.unsaved.drop_text(key);
                }
                let language = self.desk.preferences.language.get_untracked();
                self.desk.toast(Tone::Good, words::SAVED.text(language));
                self.desk.load_reference();
            },
        );
    }

    fn step(self, down: bool) {
        leave_button();
        let all = MessageTemplate::VARIANTS;
        self.open.update(|open| {
            let at = all
                .iter()
                .position(|one| *one == open.template)
                .unwrap_or(0);
            let next = if down { at + 1 } else { at.wrapping_sub(1) };
            if let Some(template) = all.get(next) {
                open.template = *template;
            }
        });
    }

    fn other_language(self) {
        self.open.update(|open| {
            open.language = match open.language {
                Language::Th => Language::En,
                Language::En => Language::Th,
            };
        });
    }
}

/// The section.
#[component]
pub fn TextsSection() -> impl IntoView {
    let desk = use_desk();
    let texts = Texts::new(desk);
    provide_context(texts);
    Effect::new(move || {
        desk.changed.track();
        texts.load();
    });
    use_keys(
        Scope::Page,
        &[
            Binding::new("ArrowDown", words::KEY_DOWN, move || texts.step(true)),
            Binding::new("ArrowUp", words::KEY_UP, move || texts.step(false)),
            Binding::new("t", words::KEY_LANGUAGE, move || texts.other_language()),
            Binding::new("e", words::KEY_EDIT, || {
                crate::focus::by_test_id("template-body")
            }),
            Binding::new("Ctrl+Enter", words::KEY_SAVE, move || texts.save())
                .when(Signal::derive(move || texts.can_save())),
            Binding::new("Escape", words::KEY_LEAVE, leave_field),
        ],
    );
    let known = Memo::new(move |_| texts.saved.with(Option::is_some));
    view! {
        <ErrorBox error=texts.loading.error() retry=Callback::new(move |()| texts.load())/>
        <Show when=move || known.get() fallback=|| view! { <Skeleton lines=8/> }>
            <div class="texts">
                <list::TextList/>
                <editor::Editor/>
                <div class="texts-side">
                    <sample::Sample/>
                    <history::History/>
                </div>
            </div>
        </Show>
    }
}

/// Takes the cursor out of a field; what stands in it stays.
fn leave_field() {
    use wasm_bindgen::JsCast;
    let active = document().active_element();
    if let Some(element) = active.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.blur();
    }
}
