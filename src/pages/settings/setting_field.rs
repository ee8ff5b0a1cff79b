//! One field of the settings.

use crate::i18n::{Phrase, t_of, use_language};
use leptos::prelude::*;

/// A field with its name, and below it what helps or what is wrong.
#[component]
pub fn SettingField(
    /// Its name.
    #[prop(into)]
    label: Signal<Phrase>,
    /// What helps.
    #[prop(into)]
    hint: Signal<Phrase>,
    /// What is wrong with what was typed.
    #[prop(optional, into)]
    wrong: MaybeProp<Phrase>,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed.
    #[prop(into)]
    on_type: Callback<String>,
    /// Whether it is never to be read.
    #[prop(optional)]
    secret: bool,
    /// Whether digits are typed.
    #[prop(optional)]
    digits: bool,
    /// Name for tests.
    test_id: &'static str,
) -> impl IntoView {
    let about = format!("{test_id}-about");
    let described = about.clone();
    let language = use_language();
    let is_wrong = move || wrong.get().is_some();
    let below = move || {
        wrong
            .get()
            .unwrap_or_else(|| hint.get())
            .text(language.get())
    };
    view! {
        <div class="field setting-field">
            <label for=test_id>{t_of(move || label.get())}</label>
            <input
                id=test_id
                type=if secret { "password" } else { "text" }
                data-testid=test_id
                inputmode=digits.then_some("decimal")
                autocomplete=if secret { "new-password" } else { "off" }
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || is_wrong().to_string()
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| on_type.run(event_target_value(&event))
            />
            <p id=about class="setting-about" class:field-error=is_wrong>{below}</p>
        </div>
    }
}
