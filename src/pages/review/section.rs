//! A part of the right column: a title that folds it, something beside the title, and the work.

use super::state::{Place, Review};
use crate::components::{Icon, IconName};
use crate::i18n::{Phrase, t};
use leptos::{html, prelude::*};
use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    /// Names of the parts that are folded, so that the next request looks the same.
    static FOLDED: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// A part of the right column.
#[component]
pub fn Section(
    /// Its name in the code; tells its folding apart.
    name: &'static str,
    /// Its title.
    title: Phrase,
    /// Whether a wish to be led somewhere means this part.
    #[prop(optional)]
    place: Option<fn(Place) -> bool>,
    /// Folded unless opened here before.
    #[prop(optional)]
    folded: bool,
    /// Name for tests.
    #[prop(optional, into)]
    test_id: Option<&'static str>,
    /// Told whether it is open.
    #[prop(optional, into)]
    opened: Option<RwSignal<bool>>,
    /// What stands beside the title.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The work.
    children: Children,
) -> impl IntoView {
    let review = expect_context::<Review>();
    // A part that begins folded is remembered by being opened.
    let is_marked = FOLDED.with_borrow(|marked| marked.contains(name));
    let open = opened.unwrap_or_else(|| RwSignal::new(true));
    open.set(is_marked == folded);
    Effect::new(move || {
        let marked = open.get() == folded;
        FOLDED.with_borrow_mut(|names| {
            if marked {
                names.insert(name)
            } else {
                names.remove(name)
            };
        });
    });

    let section = NodeRef::<html::Section>::new();
    Effect::new(move |seen: Option<u32>| {
        let (count, wish) = review.lead.get();
        let is_meant =
            seen != Some(count) && wish.zip(place).is_some_and(|(wish, place)| place(wish));
        if is_meant {
            open.set(true);
            if let Some(section) = section.get_untracked() {
                section.scroll_into_view();
            }
        }
        count
    });

    view! {
        <section class="part" class:is-folded=move || !open.get() node_ref=section data-part=name data-testid=test_id>
            <header class="part-head">
                <h2>
                    <button
                        type="button"
                        class="part-title"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {t(title)}
                        <Icon name=IconName::ChevronDown/>
                    </button>
                </h2>
                <span class="part-aside">{aside.run()}</span>
            </header>
            <div class="part-body" hidden=move || !open.get()>{children()}</div>
        </section>
    }
}
