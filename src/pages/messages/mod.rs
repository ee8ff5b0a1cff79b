//! The outbox: what was sent to whom, what came of it, and what people do about it.
//!
//! * [`model::Outbox`] is what the page shows; [`list`] and [`row`] draw it.
//! * [`opened`] is one message with all that happened to it; [`actions`] is what people choose. Both also
//!   stand on the page of a request.
//! * [`health`] says who sends; the settings show it, too.

pub mod actions;
pub mod call_number;
pub mod health;
mod list;
mod model;
pub mod opened;
mod row;
pub mod state_pill;
mod toolbar;
mod trail;

use crate::components::{Banner, ErrorBox};
use crate::i18n::{messages as words, queue as queue_words, t};
use crate::keys::{Binding, Scope, use_keys};
use crate::state::{Desk, Tone, use_desk};
use coe_wire::messages::{MessageHealth, MessageView};
use health::HealthLine;
use leptos::html;
use leptos::prelude::*;
use list::List;
use model::Outbox;
use toolbar::Toolbar;

/// The messages page.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let desk = use_desk();
    let outbox = Outbox::new();
    provide_context(outbox);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        outbox.tab.track();
        outbox.state.track();
        outbox.search.track();
        desk.changed.track();
        outbox.reload();
    });
    keys(desk, outbox, field);
    let simulated = Memo::new(move |_| {
        desk.health
            .with(|health| health.as_ref().is_some_and(MessageHealth::is_simulated))
    });
    view! {
        <main class="page messages-page">
            <header class="page-head">
                <h1>{t(words::TITLE)}</h1>
                <HealthLine/>
            </header>
            <Show when=move || simulated.get()>
                <Banner tone=Tone::Info test_id="simulated">{t(words::SIMULATED)}</Banner>
            </Show>
            <Toolbar outbox field/>
            <ErrorBox error=outbox.error.error() retry=Callback::new(move |()| outbox.reload())/>
            <List outbox/>
        </main>
    }
}

fn keys(desk: Desk, outbox: Outbox, field: NodeRef<html::Input>) {
    let current = move |act: fn(Desk, Outbox, &MessageView)| {
        move || {
            if let Some(row) = outbox.current_row() {
                act(desk, outbox, &row);
            }
        }
    };
    use_keys(
        Scope::Page,
        &[
            Binding::new("ArrowDown", queue_words::KEY_DOWN, move || {
                outbox.step(true)
            }),
            Binding::new("j", queue_words::KEY_DOWN, move || outbox.step(true))
                .repeating()
                .unlisted(),
            Binding::new("ArrowUp", queue_words::KEY_UP, move || outbox.step(false)),
            Binding::new("k", queue_words::KEY_UP, move || outbox.step(false))
                .repeating()
                .unlisted(),
            Binding::new(
                "Enter",
                words::KEY_EXPAND,
                current(|_, outbox, row| outbox.toggle(row.id)),
            ),
            Binding::new(
                "o",
                words::KEY_OPEN,
                current(|desk, _, row| desk.open_request(row.request_id)),
            ),
            Binding::new("t", words::KEY_TAB, move || outbox.next_tab()),
            Binding::new("/", queue_words::KEY_SEARCH, move || {
                if let Some(field) = field.get_untracked() {
                    let _ = field.focus();
                }
            }),
            Binding::new("Escape", crate::i18n::common::BACK, move || {
                outbox.open.set(None);
                if let Some(field) = field.get_untracked() {
                    let _ = field.blur();
                }
            }),
        ],
    );
}
