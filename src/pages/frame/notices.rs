//! Notices that concern the whole window.

use crate::components::{Banner, Button};
use crate::i18n::{frame as words, t, use_language};
use crate::state::{ClaimLost, Page, Tone, use_desk};
use leptos::prelude::*;

/// The lost claim and the lost database.
#[component]
pub fn Notices() -> impl IntoView {
    let desk = use_desk();
    view! {
        <Show when=move || !desk.database_available.get()>
            <Banner tone=Tone::Warn test_id="database-gone">{t(words::DATABASE_GONE)}</Banner>
        </Show>
        {move || desk.claim_lost.get().map(|lost| view! { <ClaimLostBanner lost/> })}
    }
}

#[component]
fn ClaimLostBanner(lost: ClaimLost) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let id = lost.request_id;
    let open = Memo::new(move |_| desk.page.get() == Page::Review(id));
    let go = move |page: Page| {
        desk.claim_lost.set(None);
        desk.page.set(page);
    };
    let sentence = move || match &lost.holder {
        Some(holder) => words::CLAIM_LOST_TO.fill(language.get(), &[("holder", holder)]),
        None => words::CLAIM_LOST.text(language.get()).to_owned(),
    };
    view! {
        <Banner
            tone=Tone::Bad
            test_id="claim-lost"
            on_close=Callback::new(move |()| desk.claim_lost.set(None))
        >
            <span>{sentence}</span>
            {move || if open.get() {
                view! { <Button phrase=words::TO_QUEUE on_press=move |()| go(Page::Queue)/> }
            } else {
                view! { <Button phrase=words::TO_REQUEST on_press=move |()| go(Page::Review(id))/> }
            }}
        </Banner>
    }
}
