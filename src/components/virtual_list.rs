//! A list of rows of one height that draws only those on screen.

use crate::state::use_desk;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::prelude::*;

/// Rows drawn above and below what is seen, so that a fast wheel shows no gap.
const SPARE: usize = 8;

/// Scrolls a [`VirtualList`] and knows what it shows.
#[derive(Debug, Clone, Copy)]
pub struct ListHandle {
    node: NodeRef<html::Div>,
    top: RwSignal<f64>,
    height: RwSignal<f64>,
    /// Height of a row in CSS pixels.
    pub row: Signal<f64>,
    /// Pixels of empty space above the first row. See [`ListHandle::shift`].
    pad: RwSignal<f64>,
}

impl ListHandle {
    /// A list whose rows are `rem` high.
    #[must_use]
    pub fn new(rem: f64) -> Self {
        let preferences = use_desk().preferences;
        Self {
            node: NodeRef::new(),
            top: RwSignal::new(0.0),
            height: RwSignal::new(0.0),
            // Whole pixels, so that hairlines stay sharp.
            row: Signal::derive(move || (preferences.rem() * rem).round()),
            pad: RwSignal::new(0.0),
        }
    }

    /// The rows on screen, of `count`. Tracks.
    #[must_use]
    pub fn seen(&self, count: usize) -> Range<usize> {
        let row = self.row.get().max(1.0);
        let top = (self.top.get() - self.pad.get()).max(0.0);
        let first = index(top / row);
        let last = index(((top + self.height.get()) / row).ceil());
        first.min(count)..last.min(count)
    }

    /// Brings row `position` onto the screen by the shortest way.
    pub fn reveal(&self, position: usize) {
        let Some(node) = self.node.get_untracked() else {
            return;
        };
        let row = self.row.get_untracked();
        let start = pixels(position) * row + self.pad.get_untracked();
        let (top, height) = (
            f64::from(node.scroll_top()),
            f64::from(node.client_height()),
        );
        if start < top {
            node.set_scroll_top(whole(start));
        } else if start + row > top + height {
            node.set_scroll_top(whole(start + row - height));
        }
    }

    /// Runs `ready` once the list is on screen.
    pub fn on_ready(&self, ready: impl FnOnce() + 'static) {
        self.node.on_load(move |_| request_animation_frame(ready));
    }

    /// Begins with row `position`.
    pub fn start_at(&self, position: usize) {
        if let Some(Some(node)) = self.node.try_get_untracked() {
            node.set_scroll_top(whole(pixels(position) * self.row.get_untracked()));
        }
    }

    /// Whether the first row is on screen.
    #[must_use]
    pub fn at_top(&self) -> bool {
        self.top.get_untracked() < 1.0
    }

    /// Goes back to the first row.
    pub fn rewind(&self) {
        self.pad.set(0.0);
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
    }

    /// Keeps what is on screen in its place after `rows` rows came in above it (or left, where
    /// negative). Where there is nothing to scroll back to, empty space stands in until
    /// [`ListHandle::settle`].
    pub fn shift(&self, rows: i64) {
        let Some(node) = self.node.get_untracked() else {
            return;
        };
        #[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^52")]
        let wanted = f64::from(node.scroll_top()) + rows as f64 * self.row.get_untracked();
        if wanted < 0.0 {
            self.pad.update(|pad| *pad -= wanted);
        }
        // After the new height of the list is in force.
        request_animation_frame(move || {
            node.set_scroll_top(whole(wanted.max(0.0)));
        });
    }

    /// Whether empty space stands above the rows.
    #[must_use]
    pub fn padded(&self) -> bool {
        self.pad.get_untracked() > 0.0
    }

    /// Takes the empty space away again: the pointer has left.
    pub fn settle(&self) {
        if self.padded() {
            self.pad.set(0.0);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and far below the limit"
)]
fn index(rows: f64) -> usize {
    rows.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^52")]
fn pixels(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, reason = "scroll positions fit")]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}

/// The list. Rows are placed by the caller's `row` view inside a slot of the right height.
#[component]
pub fn VirtualList<F, V>(
    /// Scrolls it.
    handle: ListHandle,
    /// How many rows there are, drawn or not.
    #[prop(into)]
    count: Signal<usize>,
    /// What tells the row at a position apart; a row keeps its element while it moves.
    #[prop(into)]
    key: Callback<usize, i64>,
    /// Draws the row at a position, which changes as others come and go.
    row: F,
    /// Label for screen readers.
    #[prop(into)]
    label: Signal<&'static str>,
) -> impl IntoView
where
    F: Fn(i64, Signal<usize>) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let ListHandle {
        node,
        top,
        height,
        row: row_height,
        pad,
    } = handle;
    node.on_load(move |element| watch_size(&element, height));
    let drawn = Memo::new(move |_| {
        let count = count.get();
        let seen = handle.seen(count);
        let range = seen.start.saturating_sub(SPARE)..(seen.end + SPARE).min(count);
        range
            .map(|position| (key.run(position), position))
            .collect::<Vec<_>>()
    });
    let keys = Memo::new(move |_| {
        drawn.with(|drawn| drawn.iter().map(|(key, _)| *key).collect::<Vec<_>>())
    });
    let total = move || format!("{}px", pixels(count.get()) * row_height.get() + pad.get());
    view! {
        <div
            class="vlist"
            node_ref=node
            role="rowgroup"
            aria-label=label
            on:scroll=move |_| {
                if let Some(node) = node.get_untracked() {
                    top.set(f64::from(node.scroll_top()));
                }
            }
        >
            <div class="vlist-space" style:height=total>
                <For each=move || keys.get() key=|key| *key let:key>
                    {
                        let position = Memo::new(move |before: Option<&usize>| {
                            let found = drawn.with(|drawn| drawn.iter().find(|(k, _)| *k == key).map(|(_, at)| *at));
                            found.or(before.copied()).unwrap_or_default()
                        });
                        let row = row.clone();
                        view! {
                            <div
                                class="vlist-slot"
                                style:height=move || format!("{}px", row_height.get())
                                style:transform=move || format!("translateY({}px)", pixels(position.get()) * row_height.get() + pad.get())
                            >
                                {row(key, position.into())}
                            </div>
                        }
                    }
                </For>
            </div>
        </div>
    }
}

/// Follows the height of the window.
fn watch_size(element: &web_sys::HtmlDivElement, height: RwSignal<f64>) {
    height.set(f64::from(element.client_height()));
    let observed = element.clone();
    let closure = Closure::<dyn FnMut()>::new(move || {
        let now = f64::from(observed.client_height());
        if now > 0.0 {
            height.try_set(now);
        }
    });
    if let Ok(observer) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(element);
        let kept = StoredValue::new_local((observer, closure));
        on_cleanup(move || {
            kept.try_update_value(|(observer, _)| observer.disconnect());
        });
    }
}
