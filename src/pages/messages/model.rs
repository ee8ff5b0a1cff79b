//! What the messages page shows, and fetching it.

use super::actions::Told;
use crate::components::{Busy, use_busy};
use crate::ipc;
use crate::keys::leave_button;
use coe_domain::{MessageId, MessageState};
use coe_wire::messages::{MessageTab, MessageView, MessagesPage as Page, MessagesQuery};
use leptos::prelude::*;
use strum::VariantArray;

/// Messages of a fetched page.
const PAGE: u32 = 100;

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct Outbox {
    /// The open list.
    pub tab: RwSignal<MessageTab>,
    /// Only this state.
    pub state: RwSignal<Option<MessageState>>,
    /// What is searched for.
    pub search: RwSignal<String>,
    /// The messages.
    pub rows: RwSignal<Vec<MessageView>>,
    /// Where to go on.
    pub next: RwSignal<Option<String>>,
    /// The current row.
    pub current: RwSignal<Option<MessageId>>,
    /// The row that is open.
    pub open: RwSignal<Option<MessageId>>,
    /// Whether the desk answered.
    pub answered: RwSignal<bool>,
    /// Choices that were refused.
    pub told: RwSignal<Option<Told>>,
    /// Fetching more.
    pub more: Busy,
    /// Fetching at all.
    pub error: Busy,
    round: StoredValue<u32>,
}

impl Outbox {
    /// Nothing fetched yet.
    pub fn new() -> Self {
        Self {
            tab: RwSignal::new(MessageTab::All),
            state: RwSignal::new(None),
            search: RwSignal::new(String::new()),
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            current: RwSignal::new(None),
            open: RwSignal::new(None),
            answered: RwSignal::new(false),
            told: RwSignal::new(None),
            round: StoredValue::new(0),
            more: use_busy(),
            error: use_busy(),
        }
    }

    fn query(self, after: Option<String>, limit: u32) -> MessagesQuery {
        untrack(|| MessagesQuery {
            tab: self.tab.get(),
            state: self.state.get(),
            search: self.search.get(),
            after,
            limit,
        })
    }

    /// Fetches from the newest on, as many as are shown now. Only the last question counts.
    pub fn reload(self) {
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

    /// Fetches the next page.
    pub fn load_more(self) {
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
    }

    /// Opens another list, from its top.
    pub fn show(self, tab: MessageTab) {
        if self.tab.get_untracked() != tab {
            self.rows.set(Vec::new());
            self.answered.set(false);
            self.open.set(None);
            self.state.set(None);
            self.tab.set(tab);
        }
    }

    /// Opens the list after the open one.
    pub fn next_tab(self) {
        let all = MessageTab::VARIANTS;
        let now = self.tab.get_untracked();
        let at = all.iter().position(|tab| *tab == now).unwrap_or(0);
        if let Some(next) = all.get((at + 1) % all.len()) {
            self.show(*next);
        }
    }

    /// The row that keys mean.
    pub fn current_row(self) -> Option<MessageView> {
        let id = self.current.get_untracked();
        self.rows
            .with_untracked(|rows| rows.iter().find(|row| Some(row.id) == id).cloned())
    }

    /// Moves the current row.
    pub fn step(self, down: bool) {
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

    /// Opens a message, or closes it.
    pub fn toggle(self, id: MessageId) {
        self.current.set(Some(id));
        self.open
            .update(|open| *open = (*open != Some(id)).then_some(id));
    }
}
