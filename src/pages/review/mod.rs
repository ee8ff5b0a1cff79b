//! Reviewing one request: photos, record, signals, checks, call, decision.
//!
//! * [`state::Review`] is what the parts share; each part reads its slice of the case.
//! * [`drafts`] keeps what is typed; nothing typed depends on the case being refreshed.
//! * the parts stand in the order of the work; the bar at the bottom leads to what is missing.

mod bar;
mod call;
mod checks;
mod claim;
mod decide;
mod decisions;
mod drafts;
mod header;
mod history;
mod messages;
mod notes;
mod photos;
mod record;
mod reveal;
mod saved;
mod section;
mod signals;
mod state;

use crate::components::{ErrorBox, Skeleton};
use crate::focus;
use crate::i18n::{review as text, t};
use crate::ipc;
use crate::state::use_desk;
use coe_domain::RequestId;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use state::Review;

/// How long changes have to rest before the case is asked for again, in milliseconds.
const CHANGE_REST_MS: u32 = 150;

/// The review of one request. Made anew for every request.
#[component]
pub fn ReviewPage(
    /// The request.
    id: RequestId,
) -> impl IntoView {
    let review = Review::new(id, use_desk());
    provide_context(review);
    review.refresh();
    claim::keep_claim(review);
    follow_changes(review);
    on_cleanup(move || {
        leptos::task::spawn_local(async move {
            // Nobody is left to tell; the desk forgets the photos by itself when it closes.
            let _ = ipc::review::close_case(id).await;
        });
    });
    let is_open = Memo::new(move |_| review.case.with(Option::is_some));
    let failed = Signal::derive(move || review.failure.get());

    view! {
        <div class="review" data-testid="review" data-request=id.to_string()>
            <header::ReviewHeader/>
            <claim::ClaimLostBanner/>
            <Show
                when=move || is_open.get()
                fallback=move || view! {
                    <div class="review-opening">
                        <div class="photos"></div>
                        <div class="review-column">
                            <ErrorBox error=failed retry=move || review.refresh() test_id="open-error"/>
                            <Show when=move || failed.with(Option::is_none)>
                                <Skeleton lines=9/>
                            </Show>
                        </div>
                    </div>
                }
            >
                <div class="review-work">
                    <photos::Photos/>
                    <div class="review-column" tabindex="-1" aria-label=t(text::REQUEST)>
                        <ErrorBox error=failed retry=move || review.refresh() test_id="refresh-error"/>
                        <record::RecordPart/>
                        <signals::SignalsPart/>
                        <checks::ChecksPart/>
                        <call::CallPart/>
                        <decisions::DecisionsPart/>
                        <messages::MessagesPart/>
                        <notes::NotesPart/>
                        <history::HistoryPart/>
                        <history::TimelinePart/>
                    </div>
                </div>
                <bar::DecisionBar/>
            </Show>
            <decide::DecideSheet/>
        </div>
    }
}

/// Asks for the case again when data changed. Local edits and focus stay.
fn follow_changes(review: Review) {
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |before: Option<()>| {
        review.desk.changed.track();
        if before.is_some() {
            timer.set_value(Some(Timeout::new(CHANGE_REST_MS, move || review.refresh())));
        }
    });
}
