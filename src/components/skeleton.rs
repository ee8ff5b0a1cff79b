//! Something stands here soon.

use crate::i18n::common::LOADING;
use crate::i18n::t;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Grey bars, shown only where the wait is felt: after 150 ms.
#[component]
pub fn Skeleton(
    /// How many bars.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let felt = RwSignal::new(false);
    spawn_local(async move {
        TimeoutFuture::new(150).await;
        felt.try_set(true);
    });
    view! {
        <Show when=move || felt.get()>
            <div class="skeleton" role="status" aria-label=t(LOADING)>
                {(0..lines).map(|_| view! { <span class="skeleton-bar"></span> }).collect_view()}
            </div>
        </Show>
    }
}
