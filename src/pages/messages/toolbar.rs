//! The lists, the search and the filter above the messages.

use super::model::Outbox;
use crate::components::{Icon, IconName, Kbd};
use crate::i18n::numbers::grouped;
use crate::i18n::{messages as words, t, vocabulary};
use crate::state::use_desk;
use coe_domain::MessageState;
use coe_wire::messages::MessageTab;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use strum::VariantArray;

/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(200);

/// Lists, search and filter.
#[component]
pub fn Toolbar(
    /// What the page shows.
    outbox: Outbox,
    /// The search field.
    field: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <div class="toolbar">
            <Tabs outbox/>
            <span class="head-space"></span>
            <Show when=move || outbox.tab.get() == MessageTab::All>
                <StateFilter outbox/>
            </Show>
            <Search outbox field/>
        </div>
    }
}

#[component]
fn Tabs(outbox: Outbox) -> impl IntoView {
    let desk = use_desk();
    let count = move |tab: MessageTab| {
        desk.health.with(|health| {
            let health = health.as_ref()?;
            match tab {
                MessageTab::All => None,
                MessageTab::NeedsPerson => Some(grouped(health.needs_person)),
                MessageTab::NotReached => Some(grouped(health.not_reached)),
            }
        })
    };
    view! {
        <div class="tabs" role="tablist" aria-label=t(words::TABS)>
            {MessageTab::VARIANTS.iter().copied().map(|tab| {
                let code: &'static str = tab.into();
                view! {
                    <button
                        type="button"
                        class="tab"
                        role="tab"
                        data-testid=format!("message-tab-{code}")
                        title=t(words::tab_hint(tab))
                        aria-selected=move || if outbox.tab.get() == tab { "true" } else { "false" }
                        on:click=move |_| outbox.show(tab)
                    >
                        <span>{t(words::tab(tab))}</span>
                        {move || count(tab).map(|count| view! { <span class="tab-count">{count}</span> })}
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

#[component]
fn StateFilter(outbox: Outbox) -> impl IntoView {
    view! {
        <span class="choice">
            <select
                data-testid="message-state"
                aria-label=t(words::STATE)
                prop:value=move || outbox.state.get().map_or("", MessageState::code)
                on:change=move |event| outbox.state.set(event_target_value(&event).parse().ok())
            >
                <option value="">{t(words::ANY_STATE)}</option>
                {MessageState::VARIANTS.iter().map(|state| view! {
                    <option value=state.code()>{t(vocabulary::label(*state))}</option>
                }).collect_view()}
            </select>
            <Icon name=IconName::ChevronDown/>
        </span>
    }
}

#[component]
fn Search(outbox: Outbox, field: NodeRef<html::Input>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let mut search = debounce(PAUSE, move |text: String| {
        outbox.search.try_set(text.trim().to_owned());
    });
    view! {
        <label class="search">
            <Icon name=IconName::Search/>
            <input
                node_ref=field
                type="search"
                autocomplete="off"
                spellcheck="false"
                data-testid="message-search"
                placeholder=t(words::SEARCH)
                aria-label=t(words::SEARCH)
                prop:value=typed
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typed.set(text.clone());
                    search(text);
                }
            />
            <Kbd key="/"/>
        </label>
    }
}
