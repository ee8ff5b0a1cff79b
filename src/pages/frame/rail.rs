//! The rail: pages above, this computer's settings below.

use super::lock;
use crate::components::{Icon, IconName};
use crate::i18n::{Phrase, frame as words, t, t_of, use_language};
use crate::preferences::{SCALE_MAX, SCALE_MIN, Theme};
use crate::state::{Page, use_desk};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The rail at the left side.
#[component]
pub fn Rail() -> impl IntoView {
    let desk = use_desk();
    let preferences = desk.preferences;
    let dark = move || preferences.theme.get() == Theme::Dark;
    let scale = preferences.text_scale;
    view! {
        <nav class="rail" aria-label=t(words::NAVIGATION)>
            <span class="rail-mark" aria-hidden="true">"โต๊ะ"</span>
            <Item page=Page::Queue icon=IconName::Inbox phrase=words::QUEUE test_id="nav-queue"/>
            <Item
                page=Page::Messages
                icon=IconName::MessageText
                phrase=words::MESSAGES
                test_id="nav-messages"
                badge=Signal::derive(move || desk.health.with(|health| health.as_ref().map_or(0, |it| it.needs_person)))
            />
            <Item page=Page::Members icon=IconName::Users phrase=words::MEMBERS test_id="nav-members"/>
            <Show when=move || desk.supervises()>
                <Item page=Page::Settings icon=IconName::Settings phrase=words::SETTINGS test_id="nav-settings"/>
            </Show>
            <span class="rail-space"></span>
            <div class="rail-size" role="group" aria-label=t(words::TEXT_SIZE)>
                <button
                    type="button"
                    aria-label=t(words::SMALLER)
                    title=t(words::SMALLER)
                    disabled=move || { scale.get() <= SCALE_MIN }
                    on:click=move |_| preferences.scale_by(-10)
                >
                    <Icon name=IconName::Minus/>
                </button>
                <span class="rail-scale">{move || format!("{}%", scale.get())}</span>
                <button
                    type="button"
                    aria-label=t(words::LARGER)
                    title=t(words::LARGER)
                    disabled=move || { scale.get() >= SCALE_MAX }
                    on:click=move |_| preferences.scale_by(10)
                >
                    <Icon name=IconName::Plus/>
                </button>
            </div>
            <button
                type="button"
                class="rail-item"
                data-testid="toggle-language"
                title=t(words::LANGUAGE_HELP)
                on:click=move |_| preferences.toggle_language()
            >
                <Icon name=IconName::Languages/>
                <span>{t(words::LANGUAGE)}</span>
            </button>
            <button
                type="button"
                class="rail-item"
                data-testid="toggle-theme"
                title=t_of(move || if dark() { words::TO_LIGHT } else { words::TO_DARK })
                on:click=move |_| preferences.theme.update(|theme| *theme = theme.other())
            >
                <Icon name=Signal::derive(move || if dark() { IconName::Sun } else { IconName::Moon })/>
                <span>{t_of(move || if dark() { words::LIGHT } else { words::DARK })}</span>
            </button>
            <button
                type="button"
                class="rail-item"
                data-testid="lock"
                title=t(words::LOCK_HELP)
                on:click=move |_| lock(desk)
            >
                <Icon name=IconName::Lock/>
                <span>{t(words::LOCK)}</span>
            </button>
            <button
                type="button"
                class="rail-item"
                data-testid="sign-out"
                title=t(words::SIGN_OUT_HELP)
                on:click=move |_| {
                    spawn_local(async move {
                        match desk.sign_out().await {
                            Ok(state) => desk.enter(state),
                            // The desk knows whether somebody is still signed in.
                            Err(_) => desk.refresh_session(),
                        }
                    });
                }
            >
                <Icon name=IconName::LogOut/>
                <span>{t(words::SIGN_OUT)}</span>
            </button>
        </nav>
    }
}

/// A page of the rail.
#[component]
fn Item(
    page: Page,
    icon: IconName,
    phrase: Phrase,
    test_id: &'static str,
    /// How much in it needs somebody; nothing is shown for none.
    #[prop(optional, into)]
    badge: Signal<u64>,
) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let wanted = Memo::new(move |_| badge.get());
    let here = move || match desk.page.get() {
        // A request is part of the queue.
        Page::Review(_) => page == Page::Queue,
        open => open == page,
    };
    view! {
        <button
            type="button"
            class="rail-item"
            data-testid=test_id
            aria-current=move || here().then_some("page")
            on:click=move |_| desk.page.set(page)
        >
            <Icon name=icon/>
            <span>{t(phrase)}</span>
            {move || Some(wanted.get()).filter(|count| *count > 0).map(|count| {
                let told = words::NEED_PERSON.fill(language.get(), &[("count", &count.to_string())]);
                let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
                view! {
                    <span class="rail-badge" data-testid=format!("{test_id}-badge") title=told.clone() aria-label=told>
                        {shown}
                    </span>
                }
            })}
        </button>
    }
}
