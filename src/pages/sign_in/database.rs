//! Which database one signs in to, and the way to another.

use crate::components::{Icon, IconName};
use crate::i18n::{frame, setup, t, t_of};
use crate::state::use_desk;
use coe_wire::session::DatabaseKind;
use leptos::prelude::*;

/// The database of this computer, with the way to another where that may be chosen.
#[component]
pub fn DatabaseLine() -> impl IntoView {
    let desk = use_desk();
    let database = Memo::new(move |_| {
        desk.session.with(|state| {
            let database = &state.as_ref()?.database;
            Some((database.kind, database.server.clone()))
        })
    });
    let is_shared =
        move || database.with(|database| matches!(database, Some((DatabaseKind::Shared, _))));
    let icon = Signal::derive(move || {
        if is_shared() {
            IconName::Server
        } else {
            IconName::Database
        }
    });
    let kind = move || {
        if is_shared() {
            frame::SHARED
        } else {
            frame::EMBEDDED
        }
    };
    view! {
        <div class="database-line" data-testid="sign-in-database">
            <Icon name=icon/>
            <span class="database-name">
                {t_of(kind)}
                {move || database.get().and_then(|(_, server)| server).map(|server| view! {
                    <strong class="selectable">{server}</strong>
                })}
            </span>
            <ChangeDatabase/>
        </div>
    }
}

/// Leads to the page that chooses a database; nothing where an administrator decides.
#[component]
pub fn ChangeDatabase() -> impl IntoView {
    let gate = use_desk().gate;
    gate.ask();
    view! {
        <Show when=move || gate.may_choose()>
            <button
                type="button"
                class="link"
                data-testid="change-database"
                on:click=move |_| gate.choosing.set(true)
            >
                {t(setup::CHANGE)}
            </button>
        </Show>
    }
}
