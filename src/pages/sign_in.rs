//! Signing in.

use crate::components::{Busy, Button, ButtonKind, ErrorBox, Icon, IconName, use_busy};
use crate::i18n::{frame as frame_words, sign_in as words, t, t_of, use_language};
use crate::ipc;
use crate::preferences::Theme;
use crate::state::{Desk, use_desk};
use coe_wire::session::{SecretService, SignIn};
use leptos::html;
use leptos::prelude::*;

/// The demo's people and their one password, as the README has them. Shown only where the desk says
/// that its database is the demo.
const DEMO_PEOPLE: [(&str, coe_domain::Role); 3] = [
    ("somchai", coe_domain::Role::Officer),
    ("siriporn", coe_domain::Role::Supervisor),
    ("malee", coe_domain::Role::Support),
];
const DEMO_PASSWORD: &str = "demo-desk-2569";

/// The sign-in page. The user name stays after a failure; the password does not.
#[component]
pub fn SignInPage() -> impl IntoView {
    let desk = use_desk();
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let remember = RwSignal::new(false);
    let name_field = NodeRef::<html::Input>::new();
    let password_field = NodeRef::<html::Input>::new();
    let busy = use_busy();
    name_field.on_load(|field| {
        let _ = field.focus();
    });

    let submit = move || {
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
                password.try_set(String::new());
                focus(password_field);
            },
        );
    };
    let secrets = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().map(|state| state.secret_service))
    });
    view! {
        <div class="gate">
            <Switches/>
            <main class="gate-card">
                <Mark/>
                <Remembered desk busy/>
                <form
                    class="gate-form"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        submit();
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
                        <span>{t(words::REMEMBER)}</span>
                    </label>
                    <Show when=move || secrets.get() == Some(SecretService::Unavailable)>
                        <p class="hint"><Icon name=IconName::Info/><span>{t(words::NO_SECRET_SERVICE)}</span></p>
                    </Show>
                    <ErrorBox error=busy.error() test_id="sign-in-error"/>
                    <Button
                        phrase=words::SIGN_IN
                        kind=ButtonKind::Primary
                        submit=true
                        busy=busy.running()
                        on_press=|()| {}
                        test_id="sign-in"
                    />
                </form>
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
fn Remembered(desk: Desk, busy: Busy) -> impl IntoView {
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
                        disabled=move || busy.running().get()
                        on:click=move |_| busy.run(ipc::session::sign_in_remembered(), move |state| desk.enter(state))
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

/// Who may sign in to the demo.
#[component]
fn DemoHint(desk: Desk, fill: Callback<&'static str>) -> impl IntoView {
    let demo = Memo::new(move |_| {
        desk.session
            .with(|state| state.as_ref().is_some_and(|state| state.database.demo))
    });
    view! {
        <Show when=move || demo.get()>
            <aside class="demo-hint" data-testid="demo-hint">
                <p><strong>{t(words::DEMO_TITLE)}</strong>" · "{t(words::DEMO_HINT)}" "<code>{DEMO_PASSWORD}</code></p>
                <ul>
                    {DEMO_PEOPLE.into_iter().map(|(name, role)| view! {
                        <li>
                            <button type="button" class="button small" on:click=move |_| fill.run(name)>
                                <code>{name}</code>
                                <span class="muted">{t(crate::i18n::vocabulary::label(role))}</span>
                            </button>
                        </li>
                    }).collect_view()}
                </ul>
            </aside>
        </Show>
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
