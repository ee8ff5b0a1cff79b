//! The open text: its placeholders, the words, and what is wrong with them as they are typed.

use super::Texts;
use super::number_field::NumberField;
use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName};
use crate::i18n::{settings as words, t, t_of, use_language, vocabulary};
use crate::unsaved::Number;
use coe_domain::template::{Placeholder, placeholders_of};
use coe_domain::{Language, MessageTemplate};
use coe_wire::texts::TemplateKey;
use leptos::html;
use leptos::prelude::*;

/// The editor.
#[component]
pub fn Editor() -> impl IntoView {
    let texts = expect_context::<Texts>();
    let field = NodeRef::<html::Textarea>::new();
    let open = texts.open;
    let template = Memo::new(move |_| open.get().template);
    let changed = Signal::derive(move || texts.is_changed(open.get()));
    view! {
        <section class="text-editor" aria-label=t_of(move || vocabulary::label(template.get()))>
            <header class="text-editor-head">
                <div>
                    <h2>{t_of(move || vocabulary::label(template.get()))}</h2>
                    <p class="muted">{t_of(move || words::when_sent(template.get()))}</p>
                </div>
                <Languages/>
            </header>
            {move || view! { <Chips template=template.get() field/> }}
            <textarea
                node_ref=field
                class="text-body"
                data-testid="template-body"
                rows="5"
                spellcheck="false"
                aria-label=t(words::BODY)
                aria-invalid=move || (!texts.problems(open.get()).is_empty()).to_string()
                aria-describedby="template-problems"
                prop:value=move || texts.text(open.get())
                on:input=move |event| texts.type_in(open.get_untracked(), event_target_value(&event))
            ></textarea>
            <Problems/>
            <ErrorBox error=texts.saving.error() retry=Callback::new(move |()| texts.save()) test_id="template-error"/>
            <div class="text-editor-end">
                <p class="muted">{t(words::FROM_NOW_ON)}</p>
                <Button
                    phrase=words::RESET
                    icon=IconName::Undo
                    disabled=Signal::derive(move || !changed.get())
                    on_press=move |()| texts.reset(open.get_untracked())
                    test_id="template-reset"
                />
                <Button
                    phrase=words::SAVE
                    kind=ButtonKind::Primary
                    key_hint="Ctrl+Enter"
                    busy=texts.saving.running()
                    disabled=Signal::derive(move || !texts.can_save())
                    on_press=move |()| texts.save()
                    test_id="template-save"
                />
            </div>
            <div class="text-numbers">
                <Show when=move || template.get() == MessageTemplate::CallReminder>
                    <NumberField number=Number::Reminder/>
                </Show>
                <NumberField number=Number::Cost/>
            </div>
        </section>
    }
}

/// Thai or English.
#[component]
fn Languages() -> impl IntoView {
    let texts = expect_context::<Texts>();
    view! {
        <div class="tabs" role="tablist" aria-label=t(words::LANGUAGES)>
            {[Language::Th, Language::En].into_iter().map(|language| {
                let key = move || TemplateKey { language, ..texts.open.get() };
                view! {
                    <button
                        type="button"
                        class="tab"
                        role="tab"
                        data-testid=format!("text-language-{}", language.code())
                        aria-selected=move || if texts.open.get().language == language { "true" } else { "false" }
                        on:click=move |_| texts.open.update(|open| open.language = language)
                    >
                        <span>{t(vocabulary::label(language))}</span>
                        <Show when=move || texts.is_changed(key())>
                            <span title=t(words::UNSAVED) aria-label=t(words::UNSAVED)><Icon name=IconName::Note/></span>
                        </Show>
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

/// What may be filled in; pressed, it is inserted where the cursor is.
#[component]
fn Chips(template: MessageTemplate, field: NodeRef<html::Textarea>) -> impl IntoView {
    let known = placeholders_of(template);
    if known.is_empty() {
        return view! { <p class="muted">{t(words::NOTHING_FILLED)}</p> }.into_any();
    }
    view! {
        <div class="chips" role="group" aria-label=t(words::INSERT)>
            {known.iter().map(|placeholder| view! { <Chip placeholder=*placeholder field/> }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn Chip(placeholder: Placeholder, field: NodeRef<html::Textarea>) -> impl IntoView {
    let texts = expect_context::<Texts>();
    let language = use_language();
    let Placeholder { name, required } = placeholder;
    let words_of = move || {
        let phrase = words::placeholder(name);
        phrase.map_or(name, |phrase| phrase.text(language.get()))
    };
    view! {
        <button
            type="button"
            class="chip"
            data-testid=format!("chip-{name}")
            title=t(words::INSERT)
            on:click=move |_| {
                if let Some(field) = field.get_untracked() {
                    insert(&field, &format!("{{{name}}}"));
                    texts.type_in(texts.open.get_untracked(), field.value());
                }
            }
        >
            <Icon name=IconName::Plus/>
            <span>{words_of}</span>
            {required.then(|| view! { <span class="muted">{t(words::REQUIRED)}</span> })}
        </button>
    }
}

/// Writes `text` in the place of what is selected, and puts the cursor behind it.
fn insert(field: &web_sys::HtmlTextAreaElement, text: &str) {
    let start = field.selection_start().ok().flatten().unwrap_or(0);
    // Placeholders are ASCII: as many UTF-16 units as bytes.
    let end = start + u32::try_from(text.len()).unwrap_or(0);
    let _ = field.set_range_text(text);
    let _ = field.focus();
    let _ = field.set_selection_range(end, end);
}

/// What is wrong with the text as it stands.
#[component]
fn Problems() -> impl IntoView {
    let texts = expect_context::<Texts>();
    let language = use_language();
    let problems = Memo::new(move |_| texts.problems(texts.open.get()));
    view! {
        <ul id="template-problems" class="text-problems" role="status" data-testid="template-problems">
            {move || problems.get().iter().map(|unfit| view! {
                <li>
                    <Icon name=IconName::CircleAlert/>
                    <span>{words::problem(unfit, language.get())}</span>
                </li>
            }).collect_view()}
        </ul>
    }
}
