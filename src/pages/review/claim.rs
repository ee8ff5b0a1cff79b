//! Holding a request: the pill that says who does, taking, releasing, going on, and losing it.

use super::state::{Place, Review, clock};
use crate::components::{Banner, Busy, Button, ButtonKind, ErrorBox, IconName, Pill, use_busy};
use crate::i18n::{review as text, t, use_language};
use crate::ipc;
use crate::keys::{Binding, Scope, use_titled_keys};
use crate::state::{Page, Tone};
use coe_domain::Role;
use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// How often the claim is renewed, in milliseconds.
const HEARTBEAT_MS: u32 = 60_000;

/// Renews the claim while the page is open and the claim is held; moves the clock.
pub fn keep_claim(review: Review) {
    let beat = Interval::new(HEARTBEAT_MS, move || {
        if !untrack(|| review.can_work()) {
            return;
        }
        leptos::task::spawn_local(async move {
            match ipc::review::heartbeat(review.id).await {
                Ok(claim) => review.take_claim(&claim),
                Err(error) => {
                    review.notice(&error);
                }
            }
        });
    });
    let second = Interval::new(1_000, move || {
        review.now.try_set(crate::clock::now_ms());
    });
    let kept = StoredValue::new_local(Some((beat, second)));
    on_cleanup(move || {
        let _ = kept.try_update_value(Option::take);
    });
    Effect::new(move || {
        let gone = review.desk.claim_lost.get();
        if let Some(gone) = gone.filter(|gone| gone.request_id == review.id) {
            review.lose(gone.holder);
            review.desk.claim_lost.set(None);
            review.refresh();
        }
    });
}

/// Who holds the request, and for how long yet.
#[component]
pub fn ClaimPill() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let claim = review.part(|case| Some((case.claim.holder.clone(), case.status.is_open())));
    let left = move || {
        review
            .lease_ends
            .get()
            .map(|ends| clock(ends - review.now.get()))
            .unwrap_or_default()
    };
    view! {
        {move || claim.get().filter(|(_, open)| *open).map(|(holder, _)| match holder {
            _ if review.lost.with(Option::is_some) => view! {
                <Pill tone=Tone::Bad icon=IconName::CircleAlert
                    text=Signal::derive(move || text::LOST_TITLE.text(language.get()).to_owned())/>
            }.into_any(),
            Some(holder) if holder.me => view! {
                <span class="claim-mine" title=t(text::CLAIM_TITLE)>
                    <Pill tone=Tone::Good icon=IconName::UserCheck
                        text=Signal::derive(move || format!("{} {}", text::YOU_HOLD.text(language.get()), left()))/>
                </span>
            }.into_any(),
            Some(holder) => {
                let name = holder.display_name;
                view! {
                    <Pill tone=Tone::Info icon=IconName::Lock
                        text=Signal::derive(move || {
                            let language = language.get();
                            format!("{} {name} · {}", text::HELD_BY.text(language), text::READ_ONLY.text(language))
                        })/>
                }.into_any()
            }
            None => view! {
                <Pill tone=Tone::Neutral icon=IconName::Hand
                    text=Signal::derive(move || text::HELD_BY_NOBODY.text(language.get()).to_owned())/>
            }.into_any(),
        })}
    }
}

/// Taking, releasing and going on to the next one.
#[component]
pub fn ClaimActions() -> impl IntoView {
    let review = expect_context::<Review>();
    let busy = use_busy();
    let reviews = Memo::new(move |_| review.desk.role().is_some_and(|role| role.reviews()));
    let mine = Memo::new(move |_| review.is_mine());
    let holdable = review.part(|case| case.status.is_open());
    let free = Memo::new(move |_| {
        holdable.get()
            && review.case.with(|case| {
                case.as_ref()
                    .is_some_and(|case| case.claim.holder.is_none())
            })
    });
    let can_take = Signal::derive(move || reviews.get() && free.get() && !mine.get());
    let can_release = Signal::derive(move || mine.get() && holdable.get());
    let supervises = Memo::new(move |_| review.desk.role() == Some(Role::Supervisor));
    let can_free =
        Signal::derive(move || supervises.get() && holdable.get() && !free.get() && !mine.get());
    let take = move || take_claim(review, busy);
    let release = move || {
        busy.run(ipc::review::release(review.id), move |()| {
            review.desk.page.set(Page::Queue)
        });
    };
    // The page stays: who frees a request for a colleague wants to see it free.
    let free_for_others = move || {
        busy.run(ipc::review::release(review.id), move |()| review.refresh());
    };
    let leave = move || {
        if can_release.get_untracked() && review.done.with_untracked(Option::is_none) {
            review.drafts.flush();
            release();
        } else {
            review.desk.page.set(Page::Queue);
        }
    };
    let step_back = move || {
        if review.photos.full.get_untracked() != super::photos::state::Full::No {
            review.photos.full.set(super::photos::state::Full::No);
        } else if review.photos.light_open.get_untracked() {
            review.photos.light_open.set(false);
        } else if !leave_field() {
            leave();
        }
    };
    use_titled_keys(
        Scope::Page,
        text::REQUEST,
        &[
            Binding::new("k", text::TAKE, take).when(can_take),
            Binding::new("n", text::NEXT_REQUEST, move || next_request(review, busy)).when(reviews),
            Binding::new("Shift+l", text::RELEASE_FOR_OTHERS, free_for_others).when(can_free),
            Binding::new("Escape", text::RELEASE_AND_BACK, step_back),
        ],
    );
    Effect::new(move |seen: Option<u32>| {
        let (count, wish) = review.lead.get();
        if seen.is_some_and(|seen| seen != count) && wish == Some(Place::Claim) {
            super::focus::by_test_id("claim");
        }
        count
    });
    view! {
        <ErrorBox error=busy.error() test_id="claim-error"/>
        <Show when=move || can_take.get()>
            <Button phrase=text::TAKE kind=ButtonKind::Primary key_hint="k" icon=IconName::Hand
                busy=busy.running() test_id="claim" on_press=take/>
        </Show>
        <Show when=move || can_release.get()>
            <Button phrase=text::RELEASE key_hint="Escape" busy=busy.running() test_id="release"
                on_press=move || { review.drafts.flush(); release(); }/>
        </Show>
        <Show when=move || can_free.get()>
            <Button phrase=text::RELEASE_FOR_OTHERS key_hint="Shift+l" icon=IconName::LockOpen
                busy=busy.running() test_id="release" on_press=free_for_others/>
        </Show>
        <Show when=move || reviews.get()>
            <Button phrase=text::NEXT key_hint="n" busy=busy.running() test_id="take-next"
                on_press=move || next_request(review, busy)/>
        </Show>
    }
}

/// Takes the focus out of a field that somebody types in. Tells whether there was one.
fn leave_field() -> bool {
    use wasm_bindgen::JsCast;
    let focused = document()
        .active_element()
        .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    let typing = focused
        .filter(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    typing.is_some_and(|element| element.blur().is_ok())
}

fn take_claim(review: Review, busy: Busy) {
    busy.run(ipc::review::claim(review.id), move |claim| {
        review.take_claim(&claim);
        review.case.update(|case| {
            if let Some(case) = case {
                case.claim = claim;
            }
        });
        review.refresh();
    });
}

/// Claims the next request of the queue and opens it; the one before goes back to the queue.
pub fn next_request(review: Review, busy: Busy) {
    let desk = review.desk;
    let held = untrack(|| review.can_work());
    let take = async move {
        review.drafts.settle().await;
        let next = ipc::queue::take_next().await?;
        if held && next.is_some_and(|next| next != review.id) {
            // Where it fails, the claim runs out by itself.
            let _ = ipc::review::release(review.id).await;
        }
        Ok(next)
    };
    busy.run(take, move |next| match next {
        Some(id) => desk.open_request(id),
        None => {
            let language = desk.preferences.language.get_untracked();
            desk.toast(Tone::Info, text::NOTHING_WAITS.text(language));
            if review.done.with_untracked(Option::is_some) {
                desk.page.set(Page::Queue);
            }
        }
    });
}

/// Says that the claim was lost. What was typed stays readable below.
#[component]
pub fn ClaimLostBanner(
    /// Name for tests.
    #[prop(default = "claim-lost")]
    test_id: &'static str,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let busy = use_busy();
    let free = Memo::new(move |_| {
        review.case.with(|case| {
            case.as_ref()
                .is_some_and(|case| case.status.is_open() && case.claim.holder.is_none())
        })
    });
    view! {
        {move || review.lost.get().map(|lost| {
            let holder = lost.holder.clone();
            view! {
                <Banner tone=Tone::Warn test_id>
                    <strong>{t(text::LOST_TITLE)}</strong>
                    <span>
                        {move || match &holder {
                            Some(name) => format!("{} {name}", text::LOST_TO.text(language.get())),
                            None => text::LOST_FREE.text(language.get()).to_owned(),
                        }}
                    </span>
                    <span class="quiet">{t(text::LOST_KEPT)}</span>
                    <Show when=move || free.get()>
                        <Button phrase=text::TAKE_AGAIN icon=IconName::Hand busy=busy.running()
                            on_press=move || take_claim(review, busy)/>
                    </Show>
                    <ErrorBox error=busy.error()/>
                </Banner>
            }
        })}
    }
}
