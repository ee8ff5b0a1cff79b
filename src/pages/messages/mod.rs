//! The outbox: what was sent to whom, and what came of it.

mod row;

use crate::components::{Banner, Busy, ErrorBox, Icon, IconName, Kbd, Skeleton, use_busy};
use crate::i18n::{messages as words, queue as queue_words, t, t_of, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, leave_button, use_keys};
use crate::state::{Desk, Tone, use_desk};
use coe_domain::{MessageId, MessageState};
use coe_wire::messages::{MessageView, MessagesPage as Page, MessagesQuery};
use leptos::html;
use leptos::prelude::*;
use row::MessageRow;
use std::time::Duration;
use strum::VariantArray;

/// Messages of a fetched page.
const PAGE: u32 = 100;
/// A pause in typing, or in a burst of changes.
const PAUSE: Duration = Duration::from_millis(200);

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outbox {
    state: RwSignal<Option<MessageState>>,
    search: RwSignal<String>,
    rows: RwSignal<Vec<MessageView>>,
    next: RwSignal<Option<String>>,
    simulated: RwSignal<bool>,
    current: RwSignal<Option<MessageId>>,
    open: RwSignal<Option<MessageId>>,
    answered: RwSignal<bool>,
    round: StoredValue<u32>,
    more: Busy,
    error: Busy,
}

impl Outbox {
    fn new() -> Self {
        Self {
            state: RwSignal::new(None),
            search: RwSignal::new(String::new()),
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            simulated: RwSignal::new(false),
            current: RwSignal::new(None),
            open: RwSignal::new(None),
            answered: RwSignal::new(false),
            round: StoredValue::new(0),
            more: use_busy(),
            error: use_busy(),
        }
    }

    fn query(self, after: Option<String>, limit: u32) -> MessagesQuery {
        untrack(|| MessagesQuery {
            state: self.state.get(),
            search: self.search.get(),
            after,
            limit,
        })
    }

    /// Fetches from the newest on, as many as are shown now. Only the last question counts.
    fn reload(self) {
        let Some(round) = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        }) else {
            return;
        };
        let shown = u32::try_from(self.rows.with_untracked(Vec::len)).unwrap_or(PAGE);
        let query = self.query(None, shown.clamp(PAGE, 2 * PAGE));
        leptos::task::spawn_local(async move {
            let answer = ipc::messages::messages_page(&query).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.answered.set(true);
            match answer {
                Ok(page) => {
                    self.error.clear();
                    self.take(&page);
                    self.rows.set(page.rows);
                }
                Err(error) => self.error.fail(error),
            }
        });
    }

    fn load_more(self) {
        let Some(after) = self.next.get_untracked() else {
            return;
        };
        let query = self.query(Some(after), PAGE);
        let round = self.round.get_value();
        self.more.run(
            async move { ipc::messages::messages_page(&query).await },
            move |page| {
                if self.round.get_value() == round {
                    self.take(&page);
                    self.rows.update(|rows| {
                        for row in page.rows {
                            if !rows.iter().any(|known| known.id == row.id) {
                                rows.push(row);
                            }
                        }
                    });
                }
            },
        );
    }

    fn take(self, page: &Page) {
        self.next.set(page.next.clone());
        self.simulated.set(page.simulated);
    }

    fn step(self, down: bool) {
        leave_button();
        let next = self.rows.with_untracked(|rows| {
            let now = self.current.get_untracked();
            let at = rows.iter().position(|row| Some(row.id) == now);
            let next = match (at, down) {
                (None, _) => 0,
                (Some(at), true) => (at + 1).min(rows.len().saturating_sub(1)),
                (Some(at), false) => at.saturating_sub(1),
            };
            rows.get(next).map(|row| row.id)
        });
        self.current.set(next);
    }

    fn toggle(self, id: MessageId) {
        self.current.set(Some(id));
        self.open
            .update(|open| *open = (*open != Some(id)).then_some(id));
    }
}

/// The messages page.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let desk = use_desk();
    let outbox = Outbox::new();
    provide_context(outbox);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        outbox.state.track();
        outbox.search.track();
        desk.changed.track();
        outbox.reload();
    });
    keys(desk, outbox, field);
    view! {
        <main class="page messages-page">
            <header class="page-head">
                <h1>{t(words::TITLE)}</h1>
            </header>
            <Show when=move || outbox.simulated.get()>
                <Banner tone=Tone::Info test_id="simulated">{t(words::SIMULATED)}</Banner>
            </Show>
            <Filters outbox field/>
            <ErrorBox error=outbox.error.error() retry=Callback::new(move |()| outbox.reload())/>
            <List outbox/>
        </main>
    }
}

fn keys(desk: Desk, outbox: Outbox, field: NodeRef<html::Input>) {
    let current = move |act: fn(Desk, Outbox, &MessageView)| {
        move || {
            let id = outbox.current.get_untracked();
            let row = outbox
                .rows
                .with_untracked(|rows| rows.iter().find(|row| Some(row.id) == id).cloned());
            if let Some(row) = row {
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

#[component]
fn Filters(outbox: Outbox, field: NodeRef<html::Input>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let mut search = debounce(PAUSE, move |text: String| {
        outbox.search.try_set(text.trim().to_owned());
    });
    view! {
        <div class="toolbar">
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
            <span class="choice">
                <select
                    data-testid="message-state"
                    aria-label=t(words::STATE)
                    on:change=move |event| outbox.state.set(event_target_value(&event).parse().ok())
                >
                    <option value="">{t(words::ANY_STATE)}</option>
                    {MessageState::VARIANTS.iter().map(|state| view! {
                        <option value=state.code()>{t(vocabulary::label(*state))}</option>
                    }).collect_view()}
                </select>
                <Icon name=IconName::ChevronDown/>
            </span>
        </div>
    }
}

#[component]
fn List(outbox: Outbox) -> impl IntoView {
    let narrowed =
        move || outbox.state.get().is_some() || outbox.search.with(|text| !text.is_empty());
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
                            <p class="empty-title">
                                {t_of(move || if narrowed() { words::EMPTY_SEARCH } else { words::EMPTY })}
                            </p>
                            <p class="muted">{t(words::EMPTY_HINT)}</p>
                        </div>
                    </Show>
                </Show>
            </Show>
            <div class="table-scroll" class:hidden=move || empty.get() on:scroll=move |event| near_end(event_target(&event))>
                <For each=move || outbox.rows.get() key=|row| (row.id, row.state, row.changed_at) let:message>
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
