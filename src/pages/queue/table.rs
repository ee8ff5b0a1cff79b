//! The table, or what stands in its place.

use super::QueueModel;
use super::row::Row;
use crate::components::virtual_list::ListHandle;
use crate::components::{ErrorBox, Icon, IconName, Skeleton, VirtualList};
use crate::i18n::{Phrase, common, queue as words, t, t_of};
use crate::state::use_desk;
use coe_domain::RequestId;
use coe_wire::queue::QueueTab;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Height of a row, in `rem`.
pub const ROW_REM: f64 = 3.0;

/// The rows with their head.
#[component]
pub fn Table(
    /// Scrolls the rows.
    list: ListHandle,
) -> impl IntoView {
    let desk = use_desk();
    let model = expect_context::<QueueModel>();
    let empty = Memo::new(move |_| model.total.get() == 0 && model.rows.with(Vec::is_empty));
    // Rows are fetched as they come on screen.
    Effect::new(move || {
        let _ = list.seen(model.total.get());
        model.want_more();
    });
    let shows_status = Memo::new(move |_| model.shows_closing() || model.searching());
    let key = move |position: usize| {
        let id = model
            .rows
            .with(|rows| rows.get(position).map(|row| row.id.0));
        // Rows not fetched yet are told apart by their place.
        id.unwrap_or_else(|| -1 - i64::try_from(position).unwrap_or_default())
    };
    view! {
        <ErrorBox error=model.error retry=Callback::new(move |()| model.refresh())/>
        <div class="table" role="table" aria-label=t(words::TITLE) class:stale=move || model.waiting.get()>
            <div class="queue-grid table-head" role="row">
                <span role="columnheader">{t(words::COL_NUMBER)}</span>
                <span role="columnheader">{t(words::COL_NAME)}</span>
                <span role="columnheader">{t(words::COL_MEMBER)}<span class="cell-licence">{t(words::COL_LICENCE)}</span></span>
                <span role="columnheader">{t(words::COL_PHONE)}</span>
                <span role="columnheader">{t(words::COL_RISK)}</span>
                <span role="columnheader">
                    {t_of(move || if shows_status.get() { words::COL_STATUS } else { words::COL_SLA })}
                </span>
                <span role="columnheader">{t(words::COL_HOLDER)}</span>
                <span role="columnheader">
                    {t_of(move || if model.shows_closing() { words::COL_CLOSED } else { words::COL_SUBMITTED })}
                </span>
            </div>
            <Show when=move || empty.get()>
                <Show when=move || model.waiting.get() fallback=move || view! { <Empty/> }>
                    <div class="table-wait"><Skeleton lines=8/></div>
                </Show>
            </Show>
            <div
                class="table-body"
                class:hidden=move || empty.get()
                on:click=move |event| {
                    if let Some(id) = row_of(&event).filter(|id| model.is_meant(*id)) {
                        model.current.set(Some(id));
                        desk.open_request(id);
                    }
                }
                on:pointermove=move |event| {
                    let id = row_of(&event);
                    if model.hovered.get_untracked() != id {
                        model.hovered.set(id);
                    }
                }
                on:mouseleave=move |_| {
                    model.hovered.set(None);
                    list.settle();
                }
            >
                <VirtualList
                    handle=list
                    count=model.total
                    key=key
                    label=Signal::derive(t(words::TITLE))
                    row=move |id, position| view! { <Row id position shows_status/> }
                />
            </div>
        </div>
    }
}

/// The request of the row that `event` happened in.
fn row_of(event: &web_sys::MouseEvent) -> Option<RequestId> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let row = element.closest("[data-id]").ok().flatten()?;
    row.get_attribute("data-id")?.parse().ok().map(RequestId)
}

/// Nothing to show, and why.
#[component]
fn Empty() -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let failed = move || model.error.with(Option::is_some);
    let words = move || -> (Phrase, Phrase) {
        if model.search.with(|text| !text.is_empty()) {
            return (words::EMPTY_SEARCH, words::EMPTY_SEARCH_HINT);
        }
        if model.filtered() {
            return (words::EMPTY_FILTERED, words::EMPTY_FILTERED_HINT);
        }
        match model.tab.get() {
            QueueTab::Waiting => (words::EMPTY_WAITING, words::EMPTY_WAITING_HINT),
            QueueTab::Mine => (words::EMPTY_MINE, words::EMPTY_MINE_HINT),
            QueueTab::Returned => (words::EMPTY_RETURNED, words::EMPTY_WAITING_HINT),
            QueueTab::Escalated => (words::EMPTY_ESCALATED, words::EMPTY_WAITING_HINT),
            QueueTab::Closed => (words::EMPTY_CLOSED, common::NONE),
        }
    };
    view! {
        <Show when=move || !failed()>
            <div class="empty" data-testid="queue-empty">
                <Icon name=IconName::Inbox/>
                <p class="empty-title">{t_of(move || words().0)}</p>
                <p class="muted">{t_of(move || words().1)}</p>
            </div>
        </Show>
    }
}
