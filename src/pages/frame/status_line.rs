//! The quiet line at the bottom.

use crate::components::{Icon, IconName, Kbd};
use crate::i18n::{frame as words, queue, t, t_of};
use crate::state::{Page, use_desk};
use coe_wire::session::DatabaseKind;
use leptos::prelude::*;

/// Whether changes arrive, which database, who works, and the keys.
#[component]
pub fn StatusLine(
    /// Opens the list of keys.
    help: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let live = move || desk.database_available.get();
    let database = Memo::new(move |_| {
        desk.session.with(|state| {
            state
                .as_ref()
                .map(|state| (state.database.kind, state.database.demo))
        })
    });
    let server = Memo::new(move |_| {
        desk.session.with(|state| {
            state
                .as_ref()
                .and_then(|state| state.database.server.clone())
        })
    });
    let kind = move || match database.get() {
        Some((DatabaseKind::Shared, _)) => words::SHARED,
        _ => words::EMBEDDED,
    };
    view! {
        <footer class="status-line" data-testid="status-line">
            <span class="live" class:off=move || !live()>
                {move || if live() {
                    view! { <span class="live-dot"></span> }.into_any()
                } else {
                    view! { <Icon name=IconName::WifiOff/> }.into_any()
                }}
                {t_of(move || if desk.database_available.get() { words::LIVE } else { words::OFFLINE })}
            </span>
            <span>
                <Icon name=IconName::Database/>
                {t_of(kind)}
                {move || server.get().map(|server| {
                    let title = server.clone();
                    view! { <span class="status-server" title=title data-testid="status-server">{server}</span> }
                })}
            </span>
            <Show when=move || database.get().is_some_and(|(_, demo)| demo)>
                <span>{t(words::DEMO)}</span>
            </Show>
            <span><Icon name=IconName::User/>{move || desk.staff().map(|staff| staff.display_name)}</span>
            <span class="status-space"></span>
            <Show when=move || desk.page.get() == Page::Queue>
                <span><Kbd key="ArrowUp"/><Kbd key="ArrowDown"/>{t(queue::STATUS_SELECT)}</span>
                <span><Kbd key="Enter"/>{t(queue::STATUS_OPEN)}</span>
            </Show>
            <button type="button" class="status-button" on:click=move |_| help.set(true)>
                <Kbd key="?"/>{t(words::ALL_KEYS)}
            </button>
        </footer>
    }
}
