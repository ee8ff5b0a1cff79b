//! One field of a server.

use super::entry::Field;
use crate::components::{Icon, IconName};
use crate::gate::ServerForm;
use crate::i18n::{Phrase, t, use_language};
use leptos::prelude::*;

/// The name under which the failing error is found by readers of the screen.
pub const ERROR_ID: &str = "setup-failure";

/// A field that is marked, with what is wrong; `None` where the error below says it.
pub type Mark = (Field, Option<Phrase>);

/// A field with its name, and below it what helps or what is wrong.
#[component]
pub fn EntryField(
    /// Which one.
    field: Field,
    /// What is typed.
    form: ServerForm,
    /// What is marked.
    marks: RwSignal<Vec<Mark>>,
    /// Whether it can only be read now.
    still: Signal<bool>,
) -> impl IntoView {
    let language = use_language();
    let text = field.text(form);
    let mark = Memo::new(move |_| {
        marks.with(|marks| marks.iter().find(|(marked, _)| *marked == field).copied())
    });
    let id = field.id();
    let about = format!("{id}-about");
    let described = {
        let about = about.clone();
        move || match mark.get() {
            Some((_, None)) => Some(ERROR_ID.to_owned()),
            Some(_) => Some(about.clone()),
            None => field.hint().map(|_| about.clone()),
        }
    };
    let below = move || match mark.get() {
        Some((_, Some(wrong))) => Some(wrong),
        _ => field.hint(),
    };
    let is_wrong = move || matches!(mark.get(), Some((_, Some(_))));
    view! {
        <div class=format!("field {id}")>
            <label for=id>
                <Show when=move || mark.get().is_some()><Icon name=IconName::CircleAlert/></Show>
                {t(field.phrase())}
            </label>
            <input
                id=id
                type=if field == Field::Password { "password" } else { "text" }
                data-testid=id
                inputmode=(field == Field::Port).then_some("numeric")
                autocomplete=match field {
                    Field::Username => "username",
                    Field::Password => "current-password",
                    _ => "off",
                }
                autocapitalize="none"
                spellcheck="false"
                maxlength=if field == Field::Port { "5" } else { "1000" }
                placeholder=field.example().map(t)
                readonly=move || still.get()
                aria-invalid=move || mark.get().is_some().to_string()
                aria-describedby=described
                prop:value=text
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    if mark.get_untracked().is_some() {
                        marks.update(|marks| marks.retain(|(marked, _)| *marked != field));
                    }
                }
            />
            {move || below().map(|phrase| view! {
                <p id=about.clone() class="setup-about" class:field-error=is_wrong>
                    {phrase.text(language.get())}
                </p>
            })}
        </div>
    }
}
