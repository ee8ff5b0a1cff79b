//! The table of messages.

use super::model::Outbox;
use super::row::MessageRow;
use crate::components::{ErrorBox, Icon, IconName, Skeleton};
use crate::i18n::{messages as words, t, t_of};
use coe_wire::messages::{MessageTab, MessageView};
use leptos::prelude::*;

/// The messages, newest first.
#[component]
pub fn List(
    /// What the page shows.
    outbox: Outbox,
) -> impl IntoView {
    let nothing = move || {
        let narrowed = outbox.state.get().is_some() || outbox.search.with(|text| !text.is_empty());
        match outbox.tab.get() {
            _ if narrowed => (words::EMPTY_SEARCH, words::EMPTY_HINT),
            MessageTab::All => (words::EMPTY, words::EMPTY_HINT),
            MessageTab::NeedsPerson | MessageTab::NotReached => {
                (words::EMPTY_TAB, words::EMPTY_TAB_HINT)
            }
        }
    };
    let empty = Memo::new(move |_| outbox.rows.with(Vec::is_empty));
    let near_end = move |list: web_sys::Element| {
        if list.scroll_top() + list.client_height() * 2 > list.scroll_height() {
            outbox.load_more();
        }
    };
    view! {
        <div class="table">
            <div class="message-grid table-head">
                <span>{t(words::COL_QUEUED)}</span>
                <span>{t(words::COL_TEMPLATE)}</span>
                <span>{t(words::COL_TO)}</span>
                <span>{t(words::COL_REQUEST)}</span>
                <span>{t(words::COL_SEGMENTS)}</span>
                <span>{t(words::STATE)}</span>
                <span></span>
            </div>
            <Show when=move || empty.get()>
                <Show
                    when=move || outbox.answered.get()
                    fallback=|| view! { <div class="table-wait"><Skeleton lines=8/></div> }
                >
                    <Show when=move || outbox.error.error().with(Option::is_none)>
                        <div class="empty">
                            <Icon name=IconName::MessageText/>
                            <p class="empty-title">{t_of(move || nothing().0)}</p>
                            <p class="muted">{t_of(move || nothing().1)}</p>
                        </div>
                    </Show>
                </Show>
            </Show>
            <div class="table-scroll" class:hidden=move || empty.get() on:scroll=move |event| near_end(event_target(&event))>
                <For each=move || outbox.rows.get() key=row_key let:message>
                    <MessageRow message/>
                </For>
                <Show when=move || outbox.next.with(Option::is_some)>
                    <div class="more">
                        <button type="button" class="button" disabled=move || outbox.more.running().get() on:click=move |_| outbox.load_more()>
                            {t(words::MORE)}
                        </button>
                    </div>
                </Show>
                <ErrorBox error=outbox.more.error() retry=Callback::new(move |()| outbox.load_more())/>
            </div>
        </div>
    }
}

/// A row is drawn anew when anything of it may differ.
fn row_key(row: &MessageView) -> impl Eq + std::hash::Hash + use<> {
    (row.id, row.state, row.changed_at, row.choice, row.attempts)
}
