//! Signing in.

mod database;
mod demo;

use crate::components::{Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::gate::offer_again;
use crate::i18n::{frame as frame_words, sign_in as words, t, t_of, use_language};
use crate::ipc;
use crate::preferences::Theme;
use crate::state::{Desk, use_desk};
use coe_wire::session::{DatabaseKind, SecretService, SignIn};
use coe_wire::{ErrorCode, UiError};
pub use database::ChangeDatabase;
use database::DatabaseLine;
use demo::{DEMO_PASSWORD, DemoHint};
use leptos::html;
use leptos::prelude::*;

/// The sign-in page. What is typed stays after a failure; only a wrong password goes.
#[component]
pub fn SignInPage(
    /// Asks the desk again how its database is.
    retry: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let (username, password) = (desk.gate.username, desk.gate.password);
    let remember = desk.gate.remember;
    let name_field = NodeRef::<html::Input>::new();
    let password_field = NodeRef::<html::Input>::new();
    let busy = use_busy();
    fill_in_last(desk);
    let first_field = if username.with_untracked(String::is_empty) {
        name_field
    } else {
        password_field
    };
    first_field.on_load(|field| {
        let _ = field.focus();
    });

    let with_password = move || {
        if username.with_untracked(|name| name.trim().is_empty()) {
            focus(name_field);
            return;
        }
        if password.with_untracked(String::is_empty) {
            focus(password_field);
            return;
        }
        let input = SignIn {
            username: username.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            remember: remember.get_untracked(),
        };
        busy.run_or(
            async move { ipc::session::sign_in(&input).await },
            move |state| desk.enter(state),
            move || {
                if busy.failed_as(ErrorCode::WrongCredentials) {
                    password.try_set(String::new());
                }
                focus(password_field);
            },
        );
    };
    let from_memory = move || {
        busy.run(ipc::session::sign_in_remembered(), move |state| {
            desk.enter(state)
        });
    };
    let by_memory = StoredValue::new(false);
    let submit = move |remembered: bool| {
        by_memory.set_value(remembered);
        if remembered {
            from_memory();
        } else {
            with_password();
        }
    };
    let error = Signal::derive(move || match busy.error().get() {
        Some(error) => Some(offer_again(error)),
        None if busy.running().get() => None,
        None => database_error(desk).map(UiError::retry),
    });
    let again = move |()| {
        if busy.error().with_untracked(Option::is_some) {
            submit(by_memory.get_value());
        } else {
            retry.run(());
        }
    };
    let secrets = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().map(|state| state.secret_service))
    });
    let shared = Memo::new(move |_| is_shared(desk));
    let sign_in = move || {
        if shared.get() && busy.running().get() {
            words::CONNECTING
        } else {
            words::SIGN_IN
        }
    };
    let remember_me = move || {
        if shared.get() {
            words::REMEMBER_SHARED
        } else {
            words::REMEMBER
        }
    };
    view! {
        <div class="gate">
            <Switches/>
            <main class="gate-card">
                <Mark/>
                <Remembered desk busy=busy.running() on_press=Callback::new(move |()| submit(true))/>
                <form
                    class="gate-form"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        submit(false);
                    }
                >
                    <label class="field">
                        <span>{t(words::USERNAME)}</span>
                        <input
                            node_ref=name_field
                            data-testid="username"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            readonly=move || busy.running().get()
                            bind:value=username
                        />
                    </label>
                    <label class="field">
                        <span>{t(words::PASSWORD)}</span>
                        <input
                            node_ref=password_field
                            type="password"
                            data-testid="password"
                            autocomplete="current-password"
                            readonly=move || busy.running().get()
                            bind:value=password
                        />
                    </label>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-testid="remember"
                            disabled=move || secrets.get() == Some(SecretService::Unavailable)
                            bind:checked=remember
                        />
                        <span>{t_of(remember_me)}</span>
                    </label>
                    <Show when=move || secrets.get() == Some(SecretService::Unavailable)>
                        <p class="hint"><Icon name=IconName::Info/><span>{t(words::NO_SECRET_SERVICE)}</span></p>
                    </Show>
                    <ErrorBox error retry=Callback::new(again) test_id="sign-in-error"/>
                    <Button
                        phrase=Signal::derive(sign_in)
                        kind=ButtonKind::Primary
                        submit=true
                        busy=busy.running()
                        on_press=|()| {}
                        test_id="sign-in"
                    />
                </form>
                <DatabaseLine/>
            </main>
            <DemoHint desk fill=Callback::new(move |name: &'static str| {
                username.set(name.to_owned());
                password.set(DEMO_PASSWORD.to_owned());
                busy.clear();
                focus(password_field);
            })/>
            <p class="gate-foot">
                {move || desk.session.with(|state| state.as_ref().map(|state| {
                    words::VERSION.fill(use_language().get(), &[("version", &state.version)])
                }))}
            </p>
        </div>
    }
}

/// Who signed in last to the shared database signs in again, most of the time.
fn fill_in_last(desk: Desk) {
    if desk.gate.username.with_untracked(String::is_empty) {
        let last = desk
            .session
            .with_untracked(|state| state.as_ref()?.database.last_username.clone());
        desk.gate.username.set(last.unwrap_or_default());
    }
}

/// Whether the desk works on a server. Tracks.
fn is_shared(desk: Desk) -> bool {
    desk.session.with(|state| {
        state
            .as_ref()
            .is_some_and(|state| state.database.kind == DatabaseKind::Shared)
    })
}

/// What the desk says of its database before anybody tried to sign in. Tracks.
fn database_error(desk: Desk) -> Option<UiError> {
    desk.session
        .with(|state| state.as_ref()?.database.error.clone())
}

fn focus(field: NodeRef<html::Input>) {
    if let Some(Some(field)) = field.try_get_untracked() {
        let _ = field.focus();
    }
}

/// The name of the product and what it is for.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <div class="mark">
            <span class="mark-sign" aria-hidden="true">"โต๊ะ"</span>
            <div>
                <h1>{t(words::PRODUCT)}</h1>
                <p class="mark-other">{t(words::PRODUCT_OTHER)}</p>
            </div>
        </div>
        <p class="purpose">{t(words::PURPOSE)}</p>
    }
}

/// Signs in with what this computer remembers, where it does.
#[component]
fn Remembered(desk: Desk, busy: Signal<bool>, on_press: Callback<()>) -> impl IntoView {
    let language = use_language();
    let name = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().and_then(|state| state.remembered.clone()))
    });
    move || {
        name.get().map(|name| {
            view! {
                <div class="remembered">
                    <button
                        type="button"
                        class="button"
                        data-testid="sign-in-remembered"
                        disabled=move || busy.get()
                        on:click=move |_| on_press.run(())
                    >
                        <Icon name=IconName::UserCheck/>
                        <span>{move || words::CONTINUE_AS.fill(language.get(), &[("name", &name)])}</span>
                    </button>
                    <p class="divider"><span>{t(words::OR_WITH_PASSWORD)}</span></p>
                </div>
            }
        })
    }
}

/// Language and theme, also before anyone signed in.
#[component]
pub fn Switches() -> impl IntoView {
    let preferences = use_desk().preferences;
    let dark = move || preferences.theme.get() == Theme::Dark;
    view! {
        <div class="switches">
            <button
                type="button"
                class="button quiet"
                data-testid="toggle-language"
                title=t(frame_words::LANGUAGE_HELP)
                on:click=move |_| preferences.toggle_language()
            >
                <Icon name=IconName::Languages/>
                <span>{t(frame_words::LANGUAGE)}</span>
            </button>
            <button
                type="button"
                class="button quiet"
                data-testid="toggle-theme"
                title=t_of(move || if dark() { frame_words::TO_LIGHT } else { frame_words::TO_DARK })
                on:click=move |_| preferences.theme.update(|theme| *theme = theme.other())
            >
                <Icon name=Signal::derive(move || if dark() { IconName::Sun } else { IconName::Moon })/>
                <span>{t_of(move || if dark() { frame_words::LIGHT } else { frame_words::DARK })}</span>
            </button>
        </div>
    }
}
