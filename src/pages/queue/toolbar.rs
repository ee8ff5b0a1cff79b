//! Tabs, search and filters.

use super::QueueModel;
use crate::components::{Icon, IconName, Kbd};
use crate::i18n::numbers::grouped;
use crate::i18n::{Phrase, queue as words, t, use_language};
use coe_domain::Risk;
use coe_wire::queue::{AgeFilter, QueueCounts, QueueSort, QueueTab};
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use strum::VariantArray;

/// A pause in typing that means "search now".
const PAUSE: Duration = Duration::from_millis(180);

/// The search field: what is typed and what is searched for.
#[derive(Debug, Clone, Copy)]
pub struct SearchField {
    node: NodeRef<html::Input>,
    typed: RwSignal<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
    model: QueueModel,
}

impl SearchField {
    /// Holds what was searched for before.
    #[must_use]
    pub fn new(model: QueueModel) -> Self {
        Self {
            node: NodeRef::new(),
            typed: RwSignal::new(model.search.get_untracked()),
            timer: StoredValue::new(None),
            model,
        }
    }

    /// Puts the cursor into it.
    pub fn focus(&self) {
        if let Some(node) = self.node.get_untracked() {
            let _ = node.focus();
            node.select();
        }
    }

    /// First leaves the field, then clears it.
    pub fn step_back(&self) {
        let focused = self.node.get_untracked().filter(|node| {
            document()
                .active_element()
                .is_some_and(|active| active.is_same_node(Some(node)))
        });
        match focused {
            Some(node) => {
                let _ = node.blur();
            }
            None => self.clear(),
        }
    }

    /// Searches for nothing.
    pub fn clear(&self) {
        self.type_in(String::new());
        self.apply();
    }

    fn type_in(&self, text: String) {
        self.typed.set(text);
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        let field = *self;
        let timer = set_timeout_with_handle(move || field.apply(), PAUSE).ok();
        self.timer.set_value(timer);
    }

    fn apply(&self) {
        let Some(text) = self.typed.try_get_untracked() else {
            return;
        };
        let text = text.trim().to_owned();
        if self.model.search.with_untracked(|now| *now != text) {
            self.model.search.set(text);
        }
    }
}

/// The two rows above the table.
#[component]
pub fn Toolbar(
    /// The search field.
    search: SearchField,
) -> impl IntoView {
    view! {
        <div class="toolbar">
            <Tabs search/>
            <span class="head-space"></span>
            <Search search/>
        </div>
        <Filters/>
    }
}

#[component]
fn Tabs(search: SearchField) -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let searching = Memo::new(move |_| model.search.with(|text| !text.is_empty()));
    let count = move |tab: QueueTab| {
        model
            .counts
            .get()
            .map(|counts| grouped(count_of(&counts, tab)))
    };
    view! {
        <div class="tabs" role="tablist" aria-label=t(words::TABS)>
            {QueueTab::VARIANTS.iter().copied().map(|tab| {
                let code: &'static str = tab.into();
                let open = move || !searching.get() && model.tab.get() == tab;
                view! {
                    <button
                        type="button"
                        class="tab"
                        role="tab"
                        data-testid=format!("tab-{code}")
                        aria-selected=move || if open() { "true" } else { "false" }
                        on:click=move |_| {
                            search.clear();
                            model.tab.set(tab);
                        }
                    >
                        <span>{t(words::tab(tab))}</span>
                        <span class="tab-count">{move || count(tab)}</span>
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

const fn count_of(counts: &QueueCounts, tab: QueueTab) -> u64 {
    match tab {
        QueueTab::Waiting => counts.waiting,
        QueueTab::Mine => counts.mine,
        QueueTab::Returned => counts.returned,
        QueueTab::Escalated => counts.escalated,
        QueueTab::Closed => counts.closed,
    }
}

#[component]
fn Search(search: SearchField) -> impl IntoView {
    let SearchField { node, typed, .. } = search;
    view! {
        <label class="search">
            <Icon name=IconName::Search/>
            <input
                node_ref=node
                type="search"
                data-testid="queue-search"
                autocomplete="off"
                spellcheck="false"
                placeholder=t(words::SEARCH)
                aria-label=t(words::KEY_SEARCH)
                prop:value=move || typed.get()
                on:input=move |event| search.type_in(event_target_value(&event))
                on:keydown=move |event| {
                    // Search at once, and let the arrows work on the rows.
                    if event.key() == "Enter" {
                        search.apply();
                        if let Some(node) = node.get_untracked() {
                            let _ = node.blur();
                        }
                        event.prevent_default();
                    }
                }
            />
            {move || if typed.with(String::is_empty) {
                view! { <Kbd key="/"/> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=t(words::CLEAR_SEARCH)
                        title=t(words::CLEAR_SEARCH)
                        on:click=move |_| search.clear()
                    >
                        <Icon name=IconName::X/>
                    </button>
                }.into_any()
            }}
        </label>
    }
}

#[component]
fn Filters() -> impl IntoView {
    let model = expect_context::<QueueModel>();
    let language = use_language();
    let searching = move || model.search.with(|text| !text.is_empty());
    let found = move || {
        let phrase = if searching() {
            words::SEARCHES_ALL
        } else {
            words::FOUND
        };
        phrase.fill(
            language.get(),
            &[(
                "count",
                &grouped(u64::try_from(model.total.get()).unwrap_or_default()),
            )],
        )
    };
    let risk = Choice {
        label: words::RISK,
        test_id: "filter-risk",
        options: vec![
            ("", words::ANY_RISK),
            (Risk::High.code(), words::RISK_HIGH),
            (Risk::Medium.code(), words::RISK_MEDIUM),
            (Risk::Low.code(), words::RISK_LOW),
        ],
    };
    let age = Choice {
        label: words::AGE,
        test_id: "filter-age",
        options: AgeFilter::VARIANTS
            .iter()
            .map(|age| ((*age).into(), words::age(*age)))
            .collect(),
    };
    let sort = Choice {
        label: words::SORT,
        test_id: "sort",
        options: QueueSort::VARIANTS
            .iter()
            .map(|sort| ((*sort).into(), words::sort(*sort)))
            .collect(),
    };
    view! {
        <div class="filters">
            {risk.view(
                Signal::derive(move || model.risk.get().map_or("", Risk::code)),
                move |code| model.risk.set(code.parse().ok()),
            )}
            {age.view(
                Signal::derive(move || model.age.get().into()),
                move |code| model.age.set(by_code(AgeFilter::VARIANTS, code)),
            )}
            <label class="tick">
                <input type="checkbox" data-testid="filter-unclaimed" bind:checked=model.unclaimed/>
                <span>{t(words::UNCLAIMED)}</span>
            </label>
            <Show when=move || model.filtered()>
                <button type="button" class="link" on:click=move |_| model.clear_filters()>{t(words::CLEAR_FILTERS)}</button>
            </Show>
            <span class="head-space"></span>
            <span class="found" role="status">{found}</span>
            {sort.view(
                Signal::derive(move || model.sort.get().into()),
                move |code| model.sort.set(by_code(QueueSort::VARIANTS, code)),
            )}
        </div>
    }
}

fn by_code<T: Copy + Default + Into<&'static str>>(all: &[T], code: &str) -> T {
    all.iter()
        .copied()
        .find(|one| Into::<&'static str>::into(*one) == code)
        .unwrap_or_default()
}

/// A drop-down.
struct Choice {
    label: Phrase,
    test_id: &'static str,
    options: Vec<(&'static str, Phrase)>,
}

impl Choice {
    fn view(self, value: Signal<&'static str>, choose: impl Fn(&str) + 'static) -> impl IntoView {
        view! {
            <span class="choice">
                <select
                    data-testid=self.test_id
                    aria-label=t(self.label)
                    title=t(self.label)
                    prop:value=value
                    on:change=move |event| choose(&event_target_value(&event))
                >
                    {self.options.into_iter().map(|(code, phrase)| view! {
                        <option value=code selected=move || value.get() == code>{t(phrase)}</option>
                    }).collect_view()}
                </select>
                <Icon name=IconName::ChevronDown/>
            </span>
        }
    }
}
