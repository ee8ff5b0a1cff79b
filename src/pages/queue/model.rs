//! What the queue shows, kept while other pages are open.
//!
//! Pages are fetched by cursor. The list is as long as the desk says (`total`); rows that were
//! scrolled to but not fetched yet are drawn as placeholders and fetched in order.

mod fetch;

use crate::clock::now_ms;
use crate::components::virtual_list::ListHandle;
use crate::keys::leave_button;
use coe_domain::{RequestId, Risk};
use coe_wire::UiError;
use coe_wire::queue::{AgeFilter, QueueCounts, QueueRow, QueueSort, QueueTab};
use leptos::prelude::*;
use std::ops::Range;

/// A row that came under the pointer by itself is not opened for this long.
const SETTLE_MS: f64 = 400.0;

/// What is asked of the desk.
type Question = (QueueTab, String, Option<Risk>, AgeFilter, bool, QueueSort);

/// The state of the queue page.
#[derive(Debug, Clone, Copy)]
pub struct QueueModel {
    /// The open tab.
    pub tab: RwSignal<QueueTab>,
    /// The text that was searched for.
    pub search: RwSignal<String>,
    /// Only this risk.
    pub risk: RwSignal<Option<Risk>>,
    /// Only this age.
    pub age: RwSignal<AgeFilter>,
    /// Only free ones.
    pub unclaimed: RwSignal<bool>,
    /// The order.
    pub sort: RwSignal<QueueSort>,
    /// Rows fetched so far, without gaps from the first on.
    pub rows: RwSignal<Vec<QueueRow>>,
    /// How many there are in all.
    pub total: RwSignal<usize>,
    /// Numbers on the tabs.
    pub counts: RwSignal<Option<QueueCounts>>,
    /// The current row.
    pub current: RwSignal<Option<RequestId>>,
    /// Why the rows could not be fetched.
    pub error: RwSignal<Option<UiError>>,
    /// Whether the first page of a new question is on its way.
    pub waiting: RwSignal<bool>,
    /// The row under the pointer.
    pub hovered: RwSignal<Option<RequestId>>,
    /// Where each fetched page begins, with its cursor.
    starts: StoredValue<Vec<(usize, Option<String>)>>,
    next: StoredValue<Option<String>>,
    /// Grows with every question; answers to older ones are dropped.
    round: StoredValue<u64>,
    fetching: StoredValue<bool>,
    refreshing: StoredValue<bool>,
    again: StoredValue<bool>,
    moved_at: StoredValue<f64>,
    scrolled_to: StoredValue<Option<RequestId>>,
    list: StoredValue<Option<ListHandle>>,
    answered: StoredValue<bool>,
}

impl QueueModel {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tab: RwSignal::new(QueueTab::default()),
            search: RwSignal::new(String::new()),
            risk: RwSignal::new(None),
            age: RwSignal::new(AgeFilter::default()),
            unclaimed: RwSignal::new(false),
            sort: RwSignal::new(QueueSort::default()),
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            counts: RwSignal::new(None),
            current: RwSignal::new(None),
            error: RwSignal::new(None),
            waiting: RwSignal::new(false),
            hovered: RwSignal::new(None),
            starts: StoredValue::new(Vec::new()),
            next: StoredValue::new(None),
            round: StoredValue::new(0),
            fetching: StoredValue::new(false),
            refreshing: StoredValue::new(false),
            again: StoredValue::new(false),
            moved_at: StoredValue::new(0.0),
            scrolled_to: StoredValue::new(None),
            list: StoredValue::new(None),
            answered: StoredValue::new(false),
        }
    }

    /// The list of a page that opens now; goes to where the last one was left.
    pub fn new_list(self) -> ListHandle {
        let list = ListHandle::new(super::table::ROW_REM);
        self.list.set_value(Some(list));
        let place = self.scrolled_to.get_value();
        list.on_ready(move || {
            if let Some(at) = place.and_then(|id| self.position(id)) {
                list.start_at(at);
            }
        });
        list
    }

    /// The page closes: remembers its place.
    pub fn leave(self) {
        let first = self.seen().start;
        let id = self
            .rows
            .with_untracked(|rows| rows.get(first).map(|row| row.id));
        self.scrolled_to
            .try_update_value(|place| *place = id.filter(|_| first > 0));
        self.list.try_update_value(|list| *list = None);
        self.hovered.try_set(None);
    }

    /// Whether an answer is on screen.
    #[must_use]
    pub fn loaded(self) -> bool {
        self.answered.get_value()
    }

    /// What is asked. Tracks.
    #[must_use]
    pub fn question(self) -> Question {
        (
            self.tab.get(),
            self.search.get(),
            self.risk.get(),
            self.age.get(),
            self.unclaimed.get(),
            self.sort.get(),
        )
    }

    /// Whether anything narrows the tab. Tracks.
    #[must_use]
    pub fn filtered(self) -> bool {
        self.risk.get().is_some() || self.age.get() != AgeFilter::Any || self.unclaimed.get()
    }

    /// Whether a search replaces the tab. Tracks.
    #[must_use]
    pub fn searching(self) -> bool {
        self.search.with(|text| !text.is_empty())
    }

    /// Whether rows tell when they were closed. Tracks.
    #[must_use]
    pub fn shows_closing(self) -> bool {
        self.tab.get() == QueueTab::Closed && !self.searching()
    }

    /// Takes every filter away.
    pub fn clear_filters(self) {
        self.risk.set(None);
        self.age.set(AgeFilter::Any);
        self.unclaimed.set(false);
    }

    /// Moves the current row by `rows`, and brings it onto the screen.
    pub fn step(self, rows: isize) {
        leave_button();
        let last = self.rows.with_untracked(Vec::len).saturating_sub(1);
        let now = self
            .current
            .get_untracked()
            .and_then(|id| self.position(id));
        let next = match now {
            Some(at) => at.saturating_add_signed(rows).min(last),
            None => self.seen().start.min(last),
        };
        let id = self
            .rows
            .with_untracked(|all| all.get(next).map(|row| row.id));
        self.current.set(id);
        if let (Some(_), Some(list)) = (id, self.list.get_value()) {
            list.reveal(next);
        }
        self.want_more();
    }

    /// Whether a click on `id` is meant: not where the row has only just come under the pointer.
    #[must_use]
    pub fn is_meant(self, id: RequestId) -> bool {
        now_ms() - self.moved_at.get_value() > SETTLE_MS || self.hovered.get_untracked() == Some(id)
    }

    fn seen(self) -> Range<usize> {
        let total = self.total.try_get_untracked().unwrap_or_default();
        match self.list.try_get_value() {
            Some(Some(list)) => untrack(|| list.seen(total)),
            _ => 0..0,
        }
    }

    fn position(self, id: RequestId) -> Option<usize> {
        self.rows
            .with_untracked(|rows| rows.iter().position(|row| row.id == id))
    }

    /// The current row stays current by identity; where it is gone, none is.
    fn keep_current(self) {
        let current = self.current.get_untracked();
        if current.is_some_and(|id| self.position(id).is_none()) {
            self.current.set(None);
        }
    }
}
