//! The queue: one row a request, the most urgent first.

mod header;
mod model;
mod row;
mod span;
mod table;
mod toolbar;

pub use model::QueueModel;
pub use row::moment;

use crate::components::{ErrorBox, use_busy};
use crate::i18n::queue as words;
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use crate::state::{Desk, Tone, use_desk};
use coe_wire::queue::QueueTab;
use header::Header;
use leptos::prelude::*;
use std::time::Duration;
use strum::VariantArray;
use table::Table;
use toolbar::{SearchField, Toolbar};

/// Changes come in bursts; one fetch answers them all.
const DEBOUNCE: Duration = Duration::from_millis(250);
/// How often the remaining times are fetched anew.
const TICK: Duration = Duration::from_secs(60);

/// The queue page.
#[component]
pub fn QueuePage() -> impl IntoView {
    let desk = use_desk();
    let model = expect_context::<QueueModel>();
    let list = model.new_list();
    let search = SearchField::new(model);
    let taking = use_busy();
    let take_next = move || {
        taking.run(ipc::queue::take_next(), move |taken| match taken {
            Some(id) => desk.open_request(id),
            None => {
                let language = desk.preferences.language.get_untracked();
                desk.toast(Tone::Info, words::NOTHING_TO_TAKE.text(language));
            }
        });
    };
    let reviews = Signal::derive(move || desk.role().is_some_and(coe_domain::Role::reviews));
    queue_keys(desk, model, search, take_next, reviews);
    fetch(desk, model);
    on_cleanup(move || model.leave());

    view! {
        <main class="page queue-page">
            <Header take_next=Callback::new(move |()| take_next()) taking=taking.running() reviews/>
            <ErrorBox error=taking.error() retry=Callback::new(move |()| take_next())/>
            <Toolbar search/>
            <Table list/>
        </main>
    }
}

fn queue_keys(
    desk: Desk,
    model: QueueModel,
    search: SearchField,
    take_next: impl Fn() + Send + Sync + 'static,
    reviews: Signal<bool>,
) {
    let open = move || {
        if let Some(id) = model.current.get_untracked() {
            desk.open_request(id);
        }
    };
    let tab = move |step: usize| {
        move || {
            let tabs = QueueTab::VARIANTS;
            let now = model.tab.get_untracked();
            let at = tabs.iter().position(|tab| *tab == now).unwrap_or_default();
            if let Some(next) = tabs.get((at + step) % tabs.len()) {
                search.clear();
                model.tab.set(*next);
            }
        }
    };
    let step = move |rows: isize| move || model.step(rows);
    use_keys(
        Scope::Page,
        &[
            Binding::new("n", words::TAKE_NEXT, take_next).when(reviews),
            Binding::new("ArrowDown", words::KEY_DOWN, step(1)),
            Binding::new("j", words::KEY_DOWN, step(1))
                .repeating()
                .unlisted(),
            Binding::new("ArrowUp", words::KEY_UP, step(-1)),
            Binding::new("k", words::KEY_UP, step(-1))
                .repeating()
                .unlisted(),
            Binding::new("PageDown", words::KEY_DOWN, step(12)).unlisted(),
            Binding::new("PageUp", words::KEY_UP, step(-12)).unlisted(),
            Binding::new("Home", words::KEY_FIRST, step(isize::MIN)),
            Binding::new("Enter", words::KEY_OPEN, open),
            Binding::new("/", words::KEY_SEARCH, move || search.focus()),
            Binding::new("Escape", words::KEY_CLEAR, move || search.step_back()),
            Binding::new("ArrowRight", words::KEY_NEXT_TAB, tab(1)),
            Binding::new(
                "ArrowLeft",
                words::KEY_PREVIOUS_TAB,
                tab(QueueTab::VARIANTS.len() - 1),
            ),
        ],
    );
}

/// Fetches when the question changes, when data changed, and each minute.
fn fetch(desk: Desk, model: QueueModel) {
    Effect::new(move |before: Option<_>| {
        let question = model.question();
        match before {
            // Coming back: what is known shows at once and is then made fresh.
            None if model.loaded() => model.refresh(),
            Some(asked) if asked == question => {}
            _ => model.reload(),
        }
        question
    });
    let pending = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<u64>| {
        let count = desk.changed.get();
        if before.is_some_and(|before| before != count) {
            pending.update_value(|timer| {
                if timer.is_none() {
                    let run = move || {
                        pending.try_update_value(|timer| *timer = None);
                        model.refresh();
                    };
                    *timer = set_timeout_with_handle(run, DEBOUNCE).ok();
                }
            });
        }
        count
    });
    let tick = set_interval_with_handle(move || model.refresh(), TICK).ok();
    on_cleanup(move || {
        if let Some(tick) = tick {
            tick.clear();
        }
        if let Some(Some(timer)) = pending.try_get_value() {
            timer.clear();
        }
    });
}
